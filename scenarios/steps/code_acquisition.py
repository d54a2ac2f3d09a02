"""
Steps of the acquisition of linkage codes by way of the registry (LINK-001, LINK-002).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import enter, moving_in, recorded_elsewhere
from scenarios.steps.observing import arrived, carries, refs, resident_of
from scenarios.steps.register import record_by_number
from scenarios.steps.shown import compared, sent_by_registry, shown_of, values_of
from scenarios.wording import then, when


def asked_of_registry(scene: Scene, character: Character) -> list[Message]:
    """
    A06 of one person that the registry took from the addressee system.
    """
    scene.settle()
    return [
        message
        for message in scene.lane.messages_of(scene.scenario)
        if message.kind == "A06"
        and message.fake == "addressee"
        and message.direction == "out"
        and message.peer == "registry"
        and message.outcome == "accepted"
        and message.body.get("local_addressee_number") == resident_of(character)
    ]


def request_of(scene: Scene, character: Character) -> Message:
    """
    The request for a person's code. Raises Inconclusive where none reached the registry.
    """
    found = asked_of_registry(scene, character)
    if not found:
        raise Inconclusive(
            both(
                f"{character.called}についての符号の取得依頼が住基システムに届いていない。",
                f"No request for a linkage code of {character.called} reached the registry.",
            )
        )
    return found[0]


def asked_for_another(scene: Scene, character: Character) -> bool:
    """
    Whether the registry passed a request for this person's code on under another person's number, or not at all:
    LINK-001.1 judges that, and the town can only keep what it gets.
    """
    asked = {one.body["processing_number"] for one in asked_of_registry(scene, character)}
    told = scene.messages("J24", individual_number=character.individual_number)
    return bool(asked - {one.body["processing_number"] for one in told})


def left_unanswered(scene: Scene, character: Character) -> list[Message]:
    """
    Requests for a person's code that the registry took, and that no J24 followed, about whomever and taken or not.
    """
    sent = scene.messages("J24", outcomes=("accepted", "refused", "duplicate"))
    numbers = {message.body.get("processing_number") for message in sent}
    return [
        one for one in asked_of_registry(scene, character) if one.body.get("processing_number") not in numbers
    ]


@when(
    "市町村CSがJ24について二度続けて混雑を答える間に、{who:word}が和光市に転入する",
    "while the communication server answers J24 twice with busy, {who:word} moves into Wako City",
)
def moves_in_while_busy(scene: Scene, who: str) -> None:
    """
    Only J24 meets the crowd.
    """
    scene.faults("juki_net", [{"message_type": "J24", "receiver": None, "action": "busy", "times": 2}])
    cast = cast_of(scene)
    character = cast[who]
    recorded_elsewhere(scene, [character], scene.today)
    kept = scene.do(moving_in(scene, cast, [character], scene.today, scene.today))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)


@then(
    "{who:word}についての符号の取得依頼が住基システムに届き、同じ取得番号と{same:word}の個人番号を備えるJ24が市町村CSに届く",
    "a request for the code of {who:word} reaches the registry, and J24 with the same acquisition number and the"
    " Individual Number of {same:word} reaches the communication server",
)
def passed_on(scene: Scene, who: str, same: str) -> None:
    """
    LINK-001.1.
    """
    character = cast_of(scene)[same]
    asked = request_of(scene, cast_of(scene)[who])
    record, kept = record_by_number(scene, resident_of(character))
    number = record.individual_number if record else None
    found = scene.messages("J24", processing_number=asked.body["processing_number"])
    given = [message.body.get("individual_number") for message in found]
    scene.expect.observed(
        "LINK-001.1",
        number is not None and given == [number],
        both("同じ取得番号と個人番号のJ24が一通", "one J24 with the same acquisition number and the number"),
        both(
            f"{len(found)}通、個人番号の一致{given.count(number)}",
            f"{len(found)}, {given.count(number)} agreeing",
        ),
        [asked.ref, kept.ref, *refs(found)],
    )


@then(
    "{who:word}の符号は、届出の日のうちに取得されている",
    "the code of {who:word} is acquired within the day of the notification",
)
def acquired_today(scene: Scene, who: str) -> None:
    """
    LINK-001.7: the law says only 速やかに; the same business day is our own number for it.
    """
    character = cast_of(scene)[who]
    asked = request_of(scene, character)
    record, kept = record_by_number(scene, resident_of(character))
    code = record.resident_record_code if record else character.resident_record_code
    found = scene.state("info_network", "linkage_codes", {"resident_record_code": code})["institutions"]
    scene.expect.observed(
        "LINK-001.7",
        scene.municipality in found,
        both("同日のうちに取得", "acquired on the same day"),
        both("取得済" if found else "未取得", "acquired" if found else "not acquired"),
        [asked.ref, kept.ref],
    )


@then(
    "市町村から情報提供ネットワークシステムに向かう電文に、{who:word}の住民票コードがない",
    "no message from the municipality towards the information network carries the code of {who:word}",
)
def code_stays_here(scene: Scene, who: str) -> None:
    """
    LINK-001.8: neither J24 nor what the intermediary server sends towards the network.
    """
    character = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(character))
    if record is None:
        return
    sent = [
        *scene.messages("J24", outcomes=("accepted", "refused", "duplicate")),
        *arrived(scene, "L01", "juki_net", "intermediary_server", ("accepted", "refused")),
        *arrived(scene, "L05", "info_network", "intermediary_server", ("accepted", "refused")),
    ]
    told = [message for message in sent if carries(message.body, record.resident_record_code)]
    scene.expect.absent(
        "LINK-001.8",
        not told,
        both("なし", "none"),
        both(f"{len(sent)}通のうち{len(told)}通", f"{len(told)} of {len(sent)}"),
        [kept.ref, *refs(told or sent)],
    )


@then(
    "{who:word}の符号の取得番号は、J24のほか住基システムのいかなる電文にも表示にも現れない",
    "the acquisition number for {who:word} appears in no message of the registry but J24, and in nothing it shows",
)
def acquisition_number_is_not_kept(scene: Scene, who: str) -> None:
    """
    LINK-001.10 as far as the registry shows what it keeps.
    """
    character = cast_of(scene)[who]
    asked = request_of(scene, character)
    number = str(asked.body["processing_number"])
    sent = [message for message in sent_by_registry(scene) if message.kind != "J24"]
    told = [message for message in sent if number in set(values_of(message.body))]
    shown, seen = shown_of(scene, [character])
    held = [value for value in shown if number in value]
    scene.expect.absent(
        "LINK-001.10",
        not told and not held,
        both("なし", "nowhere"),
        both(f"電文{len(told)}通、表示{len(held)}箇所", f"{len(told)} messages, {len(held)} places shown"),
        [*refs(told), *seen],
    )


@then(
    "住基システムが示す{who:names}の記録、文書、ログ及び送った電文のいかなる値も、符号に一致しない",
    "no value of the records, documents, logs and messages of {who:names} is a linkage code",
)
def no_code_is_shown(scene: Scene, who: list[str]) -> None:
    """
    LINK-002.3. The comparison is made at the network, so that no code ever leaves it.
    """
    found, seen = _compared(scene, cast_of(scene).all(who))
    scene.expect.observed(
        "LINK-002.3",
        found["codes"] > 0 and found["equal"] == 0,
        both("一致なし", "none is equal"),
        both(
            f"符号{found['codes']}件、一致{found['equal']}件",
            f"{found['codes']} codes, {found['equal']}",
        ),
        seen,
    )


@then("それらの値のハッシュ値も、符号に一致しない", "nor is the digest of any of these values")
def no_digest_is_a_code(scene: Scene) -> None:
    """
    LINK-002.4.
    """
    found, seen = scene.memory["compared"]
    scene.expect.absent(
        "LINK-002.4",
        found["hashed"] == 0,
        both("一致なし", "none is equal"),
        both(f"一致{found['hashed']}件", found["hashed"]),
        seen,
    )


def _compared(scene: Scene, characters: list[Character]) -> tuple[dict[str, int], list[str]]:
    shown, seen = shown_of(scene, characters)
    sent = [value for message in sent_by_registry(scene) for value in values_of(message.body)]
    streams = [str(message.envelope.get("stream")) for message in sent_by_registry(scene)]
    found = compared(scene, (*shown, *sent, *streams))
    scene.memory["compared"] = (found, seen)
    return found, seen
