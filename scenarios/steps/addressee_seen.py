"""
What must be seen of residents' changes at the addressee system (ATE-001, ATE-002).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from harness.judgement.expect import both
from harness.port.commands import Amendment, ChangeOfAddress, ExOfficioCorrection
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same
from scenarios.steps.counter import identity_of
from scenarios.steps.observing import record_of, refs, resident_of
from scenarios.steps.provision_copy import addressee_number
from scenarios.steps.register import REASONS, about
from scenarios.steps.shown import sent_by_registry, shown_of, values_of
from scenarios.wording import then, when

LIMIT = timedelta(minutes=10)
"""標準仕様書7.2.3: at once, or within ten minutes of the town's time."""


def changes(scene: Scene, character: Character) -> list[Message]:
    """
    A01 about a character that the addressee system took, in order.
    """
    return scene.messages("A01", local_addressee_number=resident_of(character))


def in_time(scene: Scene, message: Message) -> bool:
    """
    Whether a message came within the limit after the last command at the counter.
    """
    given = scene.memory.get("given at")
    began = given if isinstance(given, datetime) else scene.lane.clock.now
    return datetime.fromisoformat(message.at) - began <= LIMIT


@when(
    "団体内統合宛名システムがA01に二度続けて混雑を答える間に、{who:word}が転居し、氏名が{name:text}と修正される",
    "while the addressee system answers A01 twice with busy, {who:word} moves and the name is corrected to {name:text}",
)
def two_changes_while_busy(scene: Scene, who: str, name: str) -> None:
    """
    The second change must not overtake the first.
    """
    scene.settle()
    scene.faults("addressee", [{"message_type": "A01", "receiver": None, "action": "busy", "times": 2}])
    scene.know_person(name)
    scene.memory["given at"] = scene.lane.clock.now
    cast = cast_of(scene)
    character = cast[who]
    today = scene.today.isoformat()
    scene.must(
        ChangeOfAddress(
            counter=scene.counter(),
            identity=identity_of(character),
            notified_on=today,
            moved_on=today,
            residents=[resident_of(character)],
            to_address=cast.address("本町2番7号"),
        )
    )
    scene.must(
        ExOfficioCorrection(
            counter=scene.counter(),
            resident=resident_of(character),
            changed_on=today,
            cause="family-register-notice",
            amendments=[Amendment(item="name", value=name)],
        )
    )


@then(
    "{who:names}の一人ごとに、届出から10分以内にA01が届いている",
    "A01 has arrived for each of {who:names} within ten minutes of the notification",
)
def told_in_time(scene: Scene, who: list[str]) -> None:
    """
    ATE-001.1.
    """
    for character in cast_of(scene).all(who):
        found = changes(scene, character)
        late = [message for message in found if not in_time(scene, message)]
        scene.expect.observed(
            "ATE-001.1",
            bool(found) and not late,
            both("10分以内のA01", "A01 within ten minutes"),
            both(f"{len(found)}通、遅れ{len(late)}通", f"{len(found)}, late {len(late)}"),
            refs(found),
        )


@then(
    "{who:names}のA01は宛名基本の各項目を住民票のとおりに備える",
    "A01 of {who:names} carries the items of the addressee record as the register shows them",
)
def items_agree(scene: Scene, who: list[str]) -> None:
    """
    ATE-001.2: compared with the register, and with the script where it says so.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        found = changes(scene, character)[-1:]
        if record is not None and not found:
            scene.expect.observed("ATE-001.1", False, both("A01", "A01"), both("なし", "none"), [kept.ref])
        if record is None or not found:
            raise Inconclusive(both("A01又は住民票がない。", "There is no A01, or no record."))
        body = found[0].body
        expected = {
            "local_addressee_number": record.resident,
            "applies_from": record.became_resident_on,
            "registering_affairs": "resident-register",
            "resident_record_code": character.resident_record_code,
            "household_number": record.household,
            "state": "current",
            "person_kind": "individual",
            "name": character.name,
            "name_kana": character.name_kana,
            "born_on": character.born_on,
            "sex": character.sex,
            "address": record.address,
            "building": record.building,
            "individual_number": character.individual_number,
        }
        wrong = sorted(name for name, value in expected.items() if body.get(name) != value)
        wrong += [name for name in ("history_sequence", "registered_by") if not body.get(name)]
        scene.expect.observed(
            "ATE-001.2",
            not wrong,
            both("全項目が一致", "all items agree"),
            both(f"不一致{wrong}", f"differing {wrong}"),
            [*refs(found), kept.ref],
        )


@then(
    "{who:names}のA01は{day:date}を適用日、{reason:text}を登録事由とする",
    "A01 of {who:names} applies from {day:date}, registered because of {reason:text}",
)
def applies_from(scene: Scene, who: list[str], day: date, reason: str) -> None:
    """
    ATE-001.2: the newest one; the date of the change, and its reason as the interface writes it.
    """
    for character in cast_of(scene).all(who):
        found = changes(scene, character)[-1:]
        told = [(message.body["applies_from"], message.body["registered_by"]) for message in found]
        same(scene, "ATE-001.2", [(day.isoformat(), REASONS[reason])], told, refs(found))


@then(
    "{who:word}の住所と氏名の変更が、それぞれ10分以内にA01で届いている",
    "the change of address and that of the name of {who:word} have each arrived as A01 within ten minutes",
)
def both_changes_arrived(scene: Scene, who: str) -> None:
    """
    ATE-001.1: the newest two say the new address, then the new name.
    """
    found = changes(scene, cast_of(scene)[who])
    newest = found[-2:]
    moved = len(newest) == 2 and newest[0].body["address"] != found[0].body["address"]
    renamed = moved and newest[1].body["name"] != newest[0].body["name"]
    late = [message for message in newest if not in_time(scene, message)]
    scene.expect.observed(
        "ATE-001.1",
        bool(renamed) and not late,
        both("住所、次いで氏名", "the address, then the name"),
        both(
            f"{len(found)}通、住所{moved}、氏名{renamed}、遅れ{len(late)}通",
            f"{len(found)}, address {moved}, name {renamed}, late {len(late)}",
        ),
        refs(newest),
    )


@then(
    "消除された{who:names}のA01が届き、現に住民でない者とされている",
    "A01 of {who:names}, who were deleted, has arrived and says so",
)
def deletion_told(scene: Scene, who: list[str]) -> None:
    """
    ATE-001.1: of each who was.
    """
    for character in cast_of(scene).all(who):
        found = changes(scene, character)
        state = found[-1].body["state"] if found else None
        scene.expect.observed(
            "ATE-001.1", state == "deleted", both("消除", "deleted"), both(state, state), refs(found[-1:])
        )


@then(
    "{who:word}のA01の履歴連番は1から一つずつ増える",
    "the history sequence of A01 of {who:word} grows from 1 by one",
)
def sequence_grows(scene: Scene, who: str) -> None:
    """
    ATE-001.4: judged by the order in which they came, whether the addressee system took them or not.
    """
    found = scene.messages(
        "A01",
        outcomes=("accepted", "refused"),
        local_addressee_number=resident_of(cast_of(scene)[who]),
    )
    numbers = [int(message.body["history_sequence"]) for message in found]
    expected = list(range(1, len(numbers) + 1))
    scene.expect.absent(
        "ATE-001.4",
        bool(numbers) and numbers == expected,
        both(expected, expected),
        both(numbers, numbers),
        refs(found),
    )


@then("{who:names}のA01はまだ一通も届いていない", "no A01 of {who:names} has arrived yet")
def nothing_told(scene: Scene, who: list[str]) -> None:
    """
    ATE-001.3: found by name, since a provisional entry has no local addressee number.
    """
    every = ("accepted", "refused", "duplicate")
    found = [
        message
        for character in cast_of(scene).all(who)
        for message in scene.messages("A01", outcomes=every, where=about(scene, character))
    ]
    scene.expect.absent(
        "ATE-001.3", not found, both("なし", "none"), both(f"{len(found)}通", len(found)), refs(found)
    )


@then(
    "付番された{who:names}の団体内統合宛名番号は、住基システムが示す記録、文書、ログ及び送った電文に現れない",
    "the integrated addressee numbers given to {who:names} appear in nothing the registry shows or sent",
)
def number_is_not_kept(scene: Scene, who: list[str]) -> None:
    """
    ATE-002.4, as far as the registry shows what it keeps.
    """
    characters = cast_of(scene).all(who)
    numbers = [addressee_number(scene, character) for character in characters]
    if not all(numbers):
        raise Inconclusive(both("付番されていない。", "No number was given."))
    values, seen = shown_of(scene, characters)
    sent = [
        value for message in sent_by_registry(scene) for value in values_of(msgspec.to_builtins(message.body))
    ]
    held = [number for number in numbers if number and any(number in value for value in (*values, *sent))]
    scene.expect.absent(
        "ATE-002.4",
        not held,
        both("なし", "nowhere"),
        both(f"{len(held)}人分", f"of {len(held)} people"),
        seen,
    )
