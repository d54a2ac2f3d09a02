"""
What remains of a state after an act that does not end it, clause by clause; and that both sides hold the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.port.reads import ReadHousehold, ReadSupportMeasures
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.card_states_seen import at_the_organisation, card_of
from scenarios.steps.comparing import same, unchanged, without_spaces
from scenarios.steps.counter import resident_of
from scenarios.steps.homes_met import OTHER
from scenarios.steps.register import record_by_number, refs
from scenarios.steps.states_met import day_of_plan
from scenarios.steps.told_of_acts import since, told

Seen = Callable[[Scene, Character], None]
HELD = (("J23", "held", "SEC-007.2"), ("L09", "held", "SEC-007.4"))
MARKED = (("A01", "protected", "SEC-007.1"), ("D01", "protected", "SEC-007.6"))


def _protected(*states: str) -> Seen:
    """
    The measure stands, no mark was taken off, and whatever was told since bears it; of the other who is covered too.
    """

    def look(scene: Scene, person: Character) -> None:
        for each in (person, cast_of(scene)[OTHER]):
            if each.notes.get("measure") is None:
                continue
            kept = scene.ask(ReadSupportMeasures(resident_of(each)))
            found = getattr(kept.outcome, "measures", None) or []
            same(scene, "SEC-005.3", list(states), [one.state for one in found], [kept.ref])
            for kind, name, clause in (*HELD, *MARKED):
                bare = [one for one in told(scene, each, kind) if one.body[name] is not True]
                unchanged(scene, clause, 0, len(bare), refs(bare))

    return look


def _planned(scene: Scene, person: Character) -> None:
    planned = day_of_plan(scene).isoformat()
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.planned_out_on, record.deleted_on)
    unchanged(scene, "REL-005.6", ("planned-out", planned, None), shown, [kept.ref])
    known = [(one.body["planned"], one.body["planned_on"]) for one in told(scene, person, "D01")]
    unchanged(scene, "REL-005.5", True, set(known) <= {(True, planned)}, [kept.ref])


def _stays(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.planned_out_on, record.planned_destination)
    unchanged(scene, "REL-012.1", ("current", None, None), shown, [kept.ref])
    known = {(one.body["state"], one.body["planned"]) for one in told(scene, person, "D01")}
    unchanged(scene, "REL-012.1", True, known <= {("current", False)}, [kept.ref])


def _card_is(state: str, clause: str) -> Seen:
    def look(scene: Scene, person: Character) -> None:
        card, kept = card_of(scene, person)
        sides = (getattr(card, "state", None), at_the_organisation(scene, person))
        unchanged(scene, clause, (state, state), sides, [kept.ref])

    return look


def _here(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.deleted_on, record.household)
    unchanged(scene, "REL-024.3", ("current", None, person.household), shown, [kept.ref])


def _number(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    number = record and record.individual_number
    unchanged(scene, "JUKI-011.4", person.individual_number, number, [kept.ref])


def _code(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    code = record and record.resident_record_code
    unchanged(scene, "JUKI-007.4", person.resident_record_code, code, [kept.ref])


def _insured(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    noted = record and record.health_insurance and record.health_insurance.insured
    unchanged(scene, "DEPT-001.5", True, noted, [kept.ref])


def _national(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    unchanged(scene, "REL-019.5", (True, None), (record is not None, record and record.foreign), [kept.ref])
    found = since(scene, "I01", "accepted", "refused")
    unchanged(scene, "IMM-001.5", 0, len(found), refs(found))


def _same_number(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.resident, record.state, record.resident_record_code)
    expected = (person.notes["number"], "current", person.resident_record_code)
    unchanged(scene, "REL-026.3", expected, shown, [kept.ref])


def _former_surname(scene: Scene, person: Character) -> None:
    found = told(scene, person, "J01")
    surnames = {(one.body["former_surname"], one.body["former_surname_kana"]) for one in found}
    expected = {(person.former_surname, person.former_surname_kana)}
    unchanged(scene, "DATA-002.2", True, surnames <= expected, refs(found))


def _head(scene: Scene, person: Character) -> None:
    kept = scene.ask(ReadHousehold(str(person.household)))
    householder = getattr(getattr(kept.outcome, "household", None), "householder", None)
    unchanged(scene, "REL-015.7", person.resident, householder, [kept.ref])


def nothing(scene: Scene, person: Character) -> None:
    """
    A state that leaves no mark.
    """
    del scene, person


REMAINS: Mapping[str, Seen] = {
    "世帯主": _head,
    "世帯を分離した者": _head,
    "支援措置を申し出ている者": _protected("temporary"),
    "支援措置を認められた者": _protected("active"),
    "支援措置を併せて求められた者": _protected("temporary"),
    "転出を予定する者": _planned,
    "転出を予定する世帯主": _planned,
    "カードにより転出を予定する者": _planned,
    "国外への転出を予定する者": _planned,
    "転出を取りやめた者": _stays,
    "カードにより転入した者": _card_is("active", "CARD-014.1"),
    "カードの交付を受けた者": _card_is("active", "CARD-014.1"),
    "カードの紛失を届け出た者": _card_is("suspended", "CARD-014.1"),
    "カードの交付を待つ者": _card_is("in-stock", "CARD-003.1"),
    "消除から回復された者": _here,
    "個人番号を変更した者": _number,
    "住民票コードを変更した者": _code,
    "国民健康保険の被保険者": _insured,
    "帰化した者": _national,
    "再び転入した者": _same_number,
    "旧氏を記載された者": _former_surname,
}
"""State → what remains of it. Of the others nothing is to be seen but what the record shows."""


def both_sides_agree(scene: Scene, person: Character) -> None:
    """
    What the network holds of somebody is the record, and a card is in one state on both sides.
    """
    record, kept = record_by_number(scene, resident_of(person))
    held = scene.state("juki_net", "identification", {"resident_record_code": person.resident_record_code})[
        "current"
    ]
    names = ("name", "name_kana", "born_on", "sex", "settled_on", "individual_number")
    expected: list[object] = [getattr(record, name, None) for name in names]
    expected += [
        without_spaces(getattr(record, "address", None), getattr(record, "building", None)),
        getattr(record, "state", None) not in ("current", "planned-out"),
    ]
    actual: list[object] = [(held or {}).get(name) for name in names]
    actual += [without_spaces((held or {}).get("address")), (held or {}).get("record_status") == "deleted"]
    same(scene, "JUKI-005.2", expected, actual, [kept.ref])


def card_agrees(scene: Scene, person: Character) -> None:
    """
    One state on both sides.
    """
    card, kept = card_of(scene, person)
    state = getattr(card, "state", None)
    unchanged(scene, "CARD-014.1", state, at_the_organisation(scene, person), [kept.ref])


def one_head(scene: Scene, person: Character) -> None:
    """
    Whoever still lives in the household has one householder among them.
    """
    kept = scene.ask(ReadHousehold(str(person.household)))
    household = getattr(kept.outcome, "household", None)
    members = getattr(household, "members", [])
    headed = not members or getattr(household, "householder", None) in members
    unchanged(scene, "REL-015.7", True, headed, [kept.ref])
