"""
Steps of linkage codes on their way through the town: organisation, network, intermediary server (LINK-001, LINK-002).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.code_acquisition import request_of
from scenarios.steps.comparing import none_sent, same
from scenarios.steps.linkage import last, told
from scenarios.steps.observing import arrived, record_of, refs, resident_of
from scenarios.steps.provision_copy import addressee_number
from scenarios.steps.shown import compared, shown_of, values_of
from scenarios.wording import given, then, when

ANY = ("accepted", "refused", "duplicate", "undelivered")
NOT_ACQUIRED = both("符号が取得されていない。", "The codes were not acquired.")
"""Whose fault that is, LINK-001 judges."""


def _handed_over(scene: Scene, acquisition: str) -> list[Message]:
    return arrived(scene, "L01", "info_network", "juki_net", ANY, acquisition_number=acquisition)


def _codes(scene: Scene, acquisition: str, outcomes: tuple[str, ...] = ("accepted",)) -> list[Message]:
    return arrived(
        scene, "L02", "intermediary_server", "info_network", outcomes, acquisition_number=acquisition
    )


@then(
    "機構は{who:word}の個人番号から{same_one:word}の住民票コードを引き当て、J24の取得番号とともに引き渡す",
    "from the Individual Number of {who:word} the organisation finds the code of {same_one:word}, and hands it over"
    " under the acquisition number of J24",
)
def resolved(scene: Scene, who: str, same_one: str) -> None:
    """
    LINK-001.3.
    """
    record, kept = record_of(scene, cast_of(scene)[who])
    acquisition = str(request_of(scene, cast_of(scene)[same_one]).body["processing_number"])
    found = _handed_over(scene, acquisition)
    codes = [message.body.get("resident_record_code") for message in found]
    expected = [record.resident_record_code] if record else ["?"]
    scene.expect.observed(
        "LINK-001.3",
        codes == expected,
        both("その者の住民票コードを備えた一通", "one, with the person's code"),
        both(f"{len(found)}通、一致{codes == expected}", f"{len(found)}, agreeing {codes == expected}"),
        [kept.ref, *refs(found)],
    )


@then(
    "{who:word}の取得番号とともに、L02が符号を中間サーバーにもたらす",
    "L02 brings a linkage code to the intermediary server under the acquisition number of {who:word}",
)
def answered(scene: Scene, who: str) -> None:
    """
    LINK-001.4.
    """
    acquisition = str(request_of(scene, cast_of(scene)[who]).body["processing_number"])
    found = _codes(scene, acquisition)
    actual = [(each.body["result"], bool(each.body["linkage_code"])) for each in found]
    same(scene, "LINK-001.4", [("acquired", True)], actual, refs(found))


@then(
    "中間サーバーは{who:word}の符号を{same_one:word}の団体内統合宛名番号と組にして保存しており、その符号による照会に{relationship:word}である者の副本を提供する",
    "the intermediary server keeps the code of {who:word} with the integrated number of {same_one:word}: an inquiry by"
    " that code is answered with the copy of a {relationship:word}",
)
def kept_together(scene: Scene, who: str, same_one: str, relationship: str) -> None:
    """
    LINK-001.5: what is kept is never shown; the copy that an inquiry gets tells whose the code is.
    """
    del who
    found = told(scene, "L05", last(scene))
    number = addressee_number(scene, cast_of(scene)[same_one])
    copy = scene.state("intermediary_server", "copy", {"addressee_number": number})["copy"]
    actual = [message.body["items"]["relationship"] for message in found]
    expected = ([relationship], relationship)
    same(scene, "LINK-001.5", expected, (actual, (copy or {}).get("relationship")), refs(found))


@then(
    "{who:names}の符号は、業務への回答にも、中間サーバーが示す副本と記録にも、住基システムが示す記録にも現れない",
    "no code of {who:names} appears in an answer to a department, in what the server shows, or in the registry",
)
def shown_to_nobody(scene: Scene, who: list[str]) -> None:
    """
    LINK-001.9: compared at the network, so that no code leaves it.
    """
    people = cast_of(scene).all(who)
    values, seen = shown_of(scene, people)
    answers = [scene.memory["department inquiry"][1]]
    for character in people:
        number = addressee_number(scene, character)
        answers.append(scene.state("intermediary_server", "copy", {"addressee_number": number}))
    answers.append(scene.state("intermediary_server", "records", {"processing_number": None}))
    answers.append(scene.state("intermediary_server", "inquiries", {}))
    answers += [message.reply for message in scene.lane.messages_of(scene.scenario) if message.kind == "A04"]
    found = compared(scene, (*values, *values_of(answers)))
    if not found["codes"]:
        raise Inconclusive(both("符号が一つもない。", "There is no code at all."))
    scene.expect.absent(
        "LINK-001.9",
        found["equal"] == 0,
        both("一致なし", "none is equal"),
        both(f"一致{found['equal']}件", f"{found['equal']} equal"),
        seen,
    )


@when(
    "{who:word}について、新しい取得番号による符号の取得依頼が団体内統合宛名システムから届く",
    "a request for the code of {who:word} arrives from the addressee system under a new acquisition number",
)
def requested_again(scene: Scene, who: str) -> None:
    """
    A06 a second time, of a person who has a code.
    """
    acquisition = f"AC-{scene.random.randrange(10**12):012d}"
    body = {
        "local_addressee_number": resident_of(cast_of(scene)[who]),
        "processing_number": acquisition,
    }
    scene.act("addressee", "send", {"message_type": "A06", "sender": "addressee", "body": body})
    scene.memory["acquisition"] = acquisition


@then(
    "その取得番号と{who:word}の個人番号を備えるJ24が市町村CSに届く",
    "J24 with that acquisition number and the Individual Number of {who:word} reaches the communication server",
)
def passed_on_again(scene: Scene, who: str) -> None:
    """
    LINK-001.1: also where the code was acquired before, which the registry does not know.
    """
    scene.settle()
    record, kept = record_of(scene, cast_of(scene)[who])
    found = scene.messages("J24", processing_number=scene.memory["acquisition"])
    agreeing = [
        record is not None and each.body.get("individual_number") == record.individual_number
        for each in found
    ]
    same(scene, "LINK-001.1", [True], agreeing, [kept.ref, *refs(found)])


@then(
    "その取得番号に、取得済の旨が符号を示さずに答えられる",
    "under that acquisition number it is answered that the code was acquired before, and no code is shown",
)
def acquired_before(scene: Scene) -> None:
    """
    LINK-001.6: whether the server still waits for an answer under this number is not asked.
    """
    found = _codes(scene, scene.memory["acquisition"], ANY)
    actual = [(each.body["result"], each.body["linkage_code"]) for each in found]
    same(scene, "LINK-001.6", [("already-acquired", None)], actual, refs(found))


def _own_code(scene: Scene, character: Character) -> tuple[Any, list[str]]:
    acquisition = str(request_of(scene, character).body["processing_number"])
    found = _codes(scene, acquisition, ANY)
    return (found[-1].body["linkage_code"] if found else None), refs(found)


@then(
    "{who:word}について{count:number}の機関が取得した符号は、互いに異なる",
    "the codes of {who:word} that {count:number} institutions acquired differ from each other",
)
def differ_by_institution(scene: Scene, who: str, count: int) -> None:
    """
    LINK-002.1: counted at the network; no code is told.
    """
    character = cast_of(scene)[who]
    record, kept = record_of(scene, character)
    code = record.resident_record_code if record else character.resident_record_code
    shown = scene.state("info_network", "linkage_codes", {"resident_record_code": code})
    if len(shown["institutions"]) != count:
        raise Inconclusive(NOT_ACQUIRED)
    same(scene, "LINK-002.1", count, shown["distinct"], [kept.ref])


@then(
    "{who:word}と{other:word}について取得された符号は、互いに異なる",
    "the codes acquired of {who:word} and {other:word} differ from each other",
)
def differ_by_person(scene: Scene, who: str, other: str) -> None:
    """
    LINK-002.2: whether or not the server took what the network assigned.
    """
    cast = cast_of(scene)
    (first, seen), (second, too) = _own_code(scene, cast[who]), _own_code(scene, cast[other])
    if first is None or second is None:
        raise Inconclusive(NOT_ACQUIRED)
    same(scene, "LINK-002.2", True, first != second, [*seen, *too])


@given(
    "ここまでの{who:word}の符号の求めを控えておく", "the requests for the code of {who:word} so far are noted"
)
def requests_noted(scene: Scene, who: str) -> None:
    """
    Those of the acquisition, which were lawful.
    """
    del who
    scene.memory["requests"] = {message.ref for message in _requests(scene)}


def _requests(scene: Scene) -> list[Message]:
    return [
        *arrived(scene, "A06", "intermediary_server", "addressee", ANY),
        *arrived(scene, "L01", "juki_net", "intermediary_server", ANY),
        *arrived(scene, "L01", "info_network", "juki_net", ANY),
    ]


@then(
    "個人番号の変更を理由とする{who:word}の符号の新たな求めは、団体内統合宛名システムからも中間サーバーからも送られていない",
    "for the changed number of {who:word} neither addressee system nor intermediary server asks for a code anew",
)
def no_new_request(scene: Scene, who: str) -> None:
    """
    JUKI-011.3: the change was seen to arrive first.
    """
    character = cast_of(scene)[who]
    changed = scene.messages(
        "A01", local_addressee_number=resident_of(character), individual_number=character.individual_number
    )
    if not changed:
        raise Inconclusive(both("変更後の個人番号が届いていない。", "The new number did not arrive."))
    scene.expect.witness(True)
    before: set[str] = scene.memory["requests"]
    found = [message for message in _requests(scene) if message.ref not in before]
    none_sent(scene, "JUKI-011.3", found, refs(changed))


@when(
    "情報提供ネットワークシステムがL07について二度続けて混雑を答える間に、{inquirer:text}が第{row:word}行により{who:word}について照会する",
    "while the network answers L07 twice with busy, {inquirer:text} asks about {who:word} under row {row:word}",
)
def recorded_while_busy(scene: Scene, inquirer: str, row: str, who: str) -> None:
    """
    The record has to be sent again.
    """
    scene.faults("info_network", [{"message_type": "L07", "receiver": None, "action": "busy", "times": 2}])
    _inquired(scene, inquirer, row, who)


@when(
    "{inquirer:text}が第{row:word}行により{who:word}について照会し、提供を受ける",
    "{inquirer:text} asks about {who:word} under row {row:word} and is answered with a provision",
)
def provided(scene: Scene, inquirer: str, row: str, who: str) -> None:
    """
    番号法23条: a record is made on either side.
    """
    if _inquired(scene, inquirer, row, who)["result"] != "provided":
        raise Inconclusive(both("提供がされなかった。", "Nothing was provided."))


def _inquired(scene: Scene, inquirer: str, row: str, who: str) -> dict[str, Any]:
    number = f"PN-{scene.random.randrange(10**12):012d}"
    scene.memory["processing number"] = number
    body = {
        "inquirer": inquirer,
        "affairs": f"ROW-{row}",
        "information": "JUMIN-04",
        "provider": scene.municipality,
        "resident_record_code": cast_of(scene)[who].resident_record_code,
        "processing_number": number,
    }
    return scene.act("info_network", "inquire", body)


def _records(scene: Scene) -> tuple[list[Any], list[Any], list[Any], list[str]]:
    number = scene.memory["processing number"]
    query = {"processing_number": number}
    there = scene.state("info_network", "records", query)
    here = scene.state("intermediary_server", "records", query)["records"]
    sent = arrived(scene, "L07", "info_network", "intermediary_server", ANY, processing_number=number)
    return here, there["from_providers"], there["records"], refs(sent)


@then(
    "再送の後、その求めのL07は情報提供ネットワークシステムに一件だけ届いており、対になる照会者の記録がある",
    "after the repetition there is one L07 of that request at the network, and the inquirer's record beside it",
)
def not_lost(scene: Scene) -> None:
    """
    LINK-011.5, .6.
    """
    _here, from_providers, of_inquirers, seen = _records(scene)
    scene.expect.witness(bool(seen))
    for clause, found in (("LINK-011.5", from_providers), ("LINK-011.6", of_inquirers)):
        results = [each["result"] for each in found]
        scene.expect.absent(
            clause,
            results == ["provided"],
            both("提供の記録一件", "one record of a provision"),
            both(f"{results}", f"{results}"),
            seen,
        )


@then(
    "{day:date}にも、その求めの記録は提供者と照会者の双方の側で読むことができる",
    "on {day:date} the records of that request can still be read on the side of provider and of inquirer",
)
def readable(scene: Scene, day: date) -> None:
    """
    LINK-011.2: for seven years (番号令30条).
    """
    del day
    _kept(scene, "LINK-011.2")


@then(
    "七年を過ぎた{day:date}にも、消去の定めのないその求めの記録は消されていない",
    "on {day:date}, after the seven years, the records of that request are not erased: no rule says so",
)
def not_erased(scene: Scene, day: date) -> None:
    """
    LINK-011.3: the town has no rule of erasing them.
    """
    del day
    _kept(scene, "LINK-011.3")


def _kept(scene: Scene, clause: str) -> None:
    here, from_providers, of_inquirers, seen = _records(scene)
    actual = [[each["result"] for each in found] for found in (here, from_providers, of_inquirers)]
    same(scene, clause, [["provided"]] * 3, actual, seen)
