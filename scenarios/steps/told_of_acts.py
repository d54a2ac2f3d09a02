"""
What the town must be told of an act whatever state it met, clause by clause.

Looked at is what came after the act began; what was told before belongs to the state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.acts_met import NEWBORN
from scenarios.steps.card_states_seen import at_the_organisation, card_of
from scenarios.steps.comparing import same, unchanged, without_spaces
from scenarios.steps.counter import enter, last, resident_of
from scenarios.steps.family_events import learn_code
from scenarios.steps.homes_met import OTHER
from scenarios.steps.register import record_by_number, refs
from scenarios.steps.states_met import WEEK
from scenarios.steps.to_the_agency import of_ours

Told = Callable[[Scene, Character], None]
INSURANCE = "dept-health-insurance"


def since(scene: Scene, kind: str, *outcomes: str) -> list[Message]:
    """
    Messages of a kind that the registry sent after the act began, taken unless ``outcomes`` say otherwise; to the
    Agency, those about people of this scenario.
    """
    earlier: set[str] = scene.memory["met before"]
    found = scene.messages(kind, outcomes=outcomes or ("accepted",))
    return [message for message in found if message.ref not in earlier and of_ours(scene, message)]


def told(scene: Scene, person: Character, kind: str) -> list[Message]:
    """
    Those of them about somebody, by number, present code, or name.
    """
    names = {
        "local_addressee_number": person.resident,
        "resident_record_code": person.resident_record_code,
        "name": person.name,
    }
    return [
        message
        for message in since(scene, kind)
        if next((message.body[name] == value for name, value in names.items() if name in message.body), False)
    ]


def updates(scene: Scene, person: Character, clause: str, *names: str, expected: list[object]) -> None:
    """
    The one update of somebody, by these items.
    """
    found = told(scene, person, "J01")
    actual = [tuple(message.body.get(name) for name in names) for message in found]
    same(scene, clause, [tuple(expected)], actual, refs(found))


def departments(scene: Scene, person: Character, clause: str, *names: str, expected: list[object]) -> None:
    """
    The last word to national health insurance about somebody.
    """
    found = [each for each in told(scene, person, "D01") if each.envelope["receiver"] == INSURANCE]
    actual = [tuple(message.body.get(name) for name in names) for message in found[-1:]]
    same(scene, clause, [tuple(expected)], actual, refs(found))


def addressee(scene: Scene, person: Character, clause: str, *names: str, expected: list[object]) -> None:
    """
    The last word to the addressee system about somebody.
    """
    found = told(scene, person, "A01")
    actual = [tuple(message.body.get(name) for name in names) for message in found[-1:]]
    same(scene, clause, [tuple(expected)], actual, refs(found))


def _moved(scene: Scene, person: Character) -> None:
    today = scene.today.isoformat()
    place = last(scene).request["to_address"]
    whole = without_spaces(place["address"], place["building"])
    updates(scene, person, "REL-013.1", "reason", "changed_on", expected=["31", today])
    updates(scene, person, "REL-013.2", "settled_on", expected=[today])
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (without_spaces(record.address, record.building), record.settled_on)
    same(scene, "REL-013.2", (whole, today), shown, [kept.ref])
    addressee(
        scene, person, "REL-013.6", "address", "building", expected=[place["address"], place["building"]]
    )
    found = told(scene, person, "D01")
    places = {without_spaces(str(message.body["address"])) for message in found}
    same(scene, "REL-013.7", {whole}, places, refs(found))
    person.household = record.household if record else None


def _planned(scene: Scene, person: Character) -> None:
    planned = (scene.today + WEEK).isoformat()
    departments(scene, person, "REL-005.5", "planned", "planned_on", expected=[True, planned])
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.planned_out_on, record.deleted_on)
    unchanged(scene, "REL-005.6", ("planned-out", planned, None), shown, [kept.ref])


def _data_sent(scene: Scene, person: Character) -> None:
    _planned(scene, person)
    found = since(scene, "J07")
    people = [
        (each["name"], each["individual_number"], each["card_id"])
        for message in found
        for each in message.body["persons"]
        if each["resident_record_code"] == person.resident_record_code
    ]
    expected = [(person.name, person.individual_number, person.card_id)]
    same(scene, "REL-008.1", expected, people, refs(found))


def _stays(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.planned_out_on, record.planned_destination)
    same(scene, "REL-012.1", ("current", None, None), shown, [kept.ref])
    found = [each for each in told(scene, person, "J01") if each.body["record_status"] == "deleted"]
    unchanged(scene, "REL-012.1", 0, len(found), refs(found))


def _dead(scene: Scene, person: Character) -> None:
    today = scene.today.isoformat()
    updates(
        scene,
        person,
        "REL-018.1",
        "reason",
        "changed_on",
        "record_status",
        expected=["23", today, "deleted"],
    )
    addressee(scene, person, "ATE-001.2", "state", expected=["deleted"])
    departments(scene, person, "REL-018.4", "state", expected=["deleted"])


def _deleted(scene: Scene, person: Character) -> None:
    today = scene.today.isoformat()
    updates(
        scene,
        person,
        "REL-023.5",
        "reason",
        "changed_on",
        "record_status",
        expected=["26", today, "deleted"],
    )
    addressee(scene, person, "ATE-001.2", "state", expected=["deleted"])


def _renamed(scene: Scene, person: Character) -> None:
    names = ("name", "name_kana")
    expected: list[object] = [person.name, person.name_kana]
    updates(scene, person, "JUKI-002.1", "reason", *names, expected=["33", *expected])
    addressee(scene, person, "ATE-001.2", *names, expected=expected)
    departments(scene, person, "DEPT-001.7", "name", expected=expected[:1])


def _renumbered(scene: Scene, person: Character) -> None:
    former = person.individual_number
    record, kept = record_by_number(scene, resident_of(person))
    person.individual_number = str(record.individual_number) if record else former
    scene.know("individual-number", person.individual_number)
    same(scene, "JUKI-011.4", True, person.individual_number != former, [kept.ref])
    updates(
        scene,
        person,
        "JUKI-011.1",
        "reason",
        "individual_number",
        "former_individual_number",
        expected=["34", person.individual_number, former],
    )
    addressee(scene, person, "JUKI-011.4", "individual_number", expected=[person.individual_number])


def _recoded(scene: Scene, person: Character) -> None:
    former = person.resident_record_code
    record, kept = record_by_number(scene, resident_of(person))
    person.notes["former-code"] = former
    person.resident_record_code = record.resident_record_code if record else former
    scene.know("resident-record-code", person.resident_record_code)
    same(scene, "JUKI-008.1", True, person.resident_record_code != former, [kept.ref])
    updates(scene, person, "JUKI-008.1", "reason", expected=["37"])
    updates(scene, person, "JUKI-008.2", "former_resident_record_code", expected=[former])
    number = getattr(record, "individual_number", None)
    unchanged(scene, "JUKI-008.5", person.individual_number, number, [kept.ref])


def _heads(scene: Scene, person: Character) -> None:
    other = cast_of(scene)[OTHER]
    for each, relationship in ((person, "世帯主"), (other, "夫")):
        record, kept = record_by_number(scene, resident_of(each))
        shown = record and (record.householder_name, record.relationship)
        same(scene, "REL-015.1", (person.name, relationship), shown, [kept.ref])
        departments(scene, each, "REL-015.3", "householder_name", expected=[person.name])
        found = told(scene, each, "A01")
        same(scene, "REL-015.2", True, bool(found), refs(found))
        copies = told(scene, each, "L03")
        copied = [(one.body["householder_name"], one.body["relationship"]) for one in copies[-1:]]
        same(scene, "REL-015.4", [(person.name, relationship)], copied, refs(copies))


def _apart(scene: Scene, person: Character) -> None:
    former = person.household
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.householder_name, record.relationship, record.household != former)
    same(scene, "REL-015.1", (person.name, "世帯主", True), shown, [kept.ref])
    household = record.household if record else None
    addressee(scene, person, "REL-015.2", "household_number", expected=[household])
    departments(scene, person, "REL-015.3", "householder_name", expected=[person.name])
    person.household = household


def _born(scene: Scene, person: Character) -> None:
    del person
    newborn = cast_of(scene)[NEWBORN]
    enter(cast_of(scene), last(scene))
    learn_code(scene, newborn)
    today = scene.today.isoformat()
    found = [each for each in told(scene, newborn, "J01") if each.body["reason"] == "13"]
    actual = [(each.body["record_status"], each.body["changed_on"]) for each in found]
    same(scene, "REL-017.3", [("current", today)], actual, refs(found))
    record, kept = record_by_number(scene, resident_of(newborn))
    same(scene, "REL-017.1", newborn.born_on, record and record.became_resident_on, [kept.ref])


def _recompiled(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    before = int(person.notes.get("recompilations", "0"))
    same(scene, "REL-025.1", before + 1, getattr(record, "recompilation", None), [kept.ref])
    found = [message for kind in ("J01", "I01", "D01") for message in since(scene, kind)]
    unchanged(scene, "REL-025.3", 0, len(found), refs(found))


def _marked(scene: Scene, person: Character) -> None:
    for kind, clause in (("J23", "SEC-007.2"), ("L09", "SEC-007.4")):
        found = told(scene, person, kind)
        same(scene, clause, [True], [each.body["held"] for each in found[-1:]], refs(found))
    addressee(scene, person, "SEC-007.1", "protected", expected=[True])


def card_told(state: str, cause: str, clause: str) -> Told:
    """
    One change of the card's state, on both sides.
    """

    def look(scene: Scene, person: Character) -> None:
        found = [each for each in since(scene, "K05") if each.body["card_id"] == person.card_id]
        actual = [(each.body["state"], each.body["cause"]) for each in found]
        same(scene, clause, [(state, cause)], actual, refs(found))
        card, kept = card_of(scene, person)
        sides = (getattr(card, "state", None), at_the_organisation(scene, person))
        same(scene, clause, (state, state), sides, [kept.ref])

    return look


def _handed(scene: Scene, person: Character) -> None:
    found = [each for each in since(scene, "K04") if each.body["card_id"] == person.card_id]
    same(scene, "CARD-004.1", 1, len(found), refs(found))
    card, kept = card_of(scene, person)
    same(scene, "CARD-004.2", "active", getattr(card, "state", None), [kept.ref])


def _card_wanted(scene: Scene, person: Character) -> None:
    found = told(scene, person, "K01")
    actual = [(each.body["name"], each.body["individual_number"]) for each in found]
    same(scene, "CARD-001.1", [(person.name, person.individual_number)], actual, refs(found))


def _card_renewed(scene: Scene, person: Character) -> None:
    found = [each for each in since(scene, "K07") if each.body["card_id"] == person.card_id]
    same(scene, "CARD-009.1", 1, len(found), refs(found))


def nothing_more(scene: Scene, person: Character) -> None:
    """
    Of this act the clause that lets it be done is all; the register answered, which witnesses nothing.
    """
    del person
    scene.expect.witness(bool(since(scene, "A01")))


TOLD: Mapping[str, Told] = {
    "転居": _moved,
    "転出": _planned,
    "カードによる転出": _data_sent,
    "国外への転出": nothing_more,
    "転出の取りやめ": _stays,
    "死亡による消除": _dead,
    "職権による消除": _deleted,
    "氏名の修正": _renamed,
    "個人番号の変更": _renumbered,
    "住民票コードの変更": _recoded,
    "世帯主の交替": _heads,
    "世帯の分離": _apart,
    "子の出生": _born,
    "改製": _recompiled,
    "支援措置の申出": _marked,
    "支援措置の終了": nothing_more,
    "カードの紛失": card_told("suspended", "loss", "CARD-010.1"),
    "カードの発見": card_told("active", "found", "CARD-010.3"),
    "カードの返納": card_told("returned", "returned", "CARD-011.2"),
    "カードの返納の命令": card_told("lapsed", "return-ordered", "CARD-011.2"),
    "カードの再交付の申請": card_told("lapsed", "replacement", "CARD-011.2"),
    "カードの申請": _card_wanted,
    "カードの交付": _handed,
    "カードの記載事項の変更": _card_renewed,
}
"""Act → what must be seen of it. Judged after the clause that lets it be done."""
