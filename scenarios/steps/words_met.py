"""
What a neighbour may tell of somebody in any state, by the words of the text, and what must be seen of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from harness.port.commands import ConfirmNotice
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.births import noticed_task, send_event
from scenarios.steps.codes_in_town import passed_on_again, requested_again
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.department import send_qualification
from scenarios.steps.interface_codes import agency_notice, send
from scenarios.steps.register import record_by_number, refs
from scenarios.steps.told_of_acts import addressee, departments, since, told, updates
from scenarios.steps.wide_area import claimed_for_oneself

MARRIED = ("小林　梅", "こばやし　うめ")
CITY, ISSUER = "さいたま市", "川口市"


class Word(Struct, frozen=True):
    """
    What is told, and how it is seen to be used.
    """

    told: Callable[[Scene, Character], None]
    seen: Callable[[Scene, Character], None]


def _confirm(scene: Scene) -> None:
    """
    A clerk examines the task that the notice made, and confirms it.
    """
    remember(scene, cast_of(scene), scene.do(ConfirmNotice(scene.counter(), noticed_task(scene), "confirm")))


def _marries(scene: Scene, person: Character) -> None:
    scene.know_person(*MARRIED)
    person.notes["former name"] = person.name
    items = {"name": MARRIED[0], "name_kana": MARRIED[1]}
    send_event(scene, CITY, person, "marriage", scene.today, scene.today, items)
    _confirm(scene)
    person.name, person.name_kana = MARRIED


def _married(scene: Scene, person: Character) -> None:
    updates(scene, person, "JUKI-015.2", "name", "name_kana", expected=[*MARRIED])
    addressee(scene, person, "JUKI-015.3", "name", "name_kana", expected=[*MARRIED])
    departments(scene, person, "JUKI-015.4", "name", expected=[MARRIED[0]])


def _dies(scene: Scene, person: Character) -> None:
    send_event(scene, CITY, person, "death", scene.today, scene.today, {})
    _confirm(scene)


def _died(scene: Scene, person: Character) -> None:
    today = scene.today.isoformat()
    names = ("reason", "changed_on", "record_status")
    updates(scene, person, "REL-018.1", *names, expected=["23", today, "deleted"])
    departments(scene, person, "REL-018.4", "state", expected=["deleted"])


def _is_insured(scene: Scene, person: Character) -> None:
    send_qualification(scene, person, acquired_on=scene.today.isoformat(), acquired_by="その他")


def _insured(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    noted = record and record.health_insurance
    shown = noted and (noted.insured, noted.acquired_on, noted.acquired_by)
    same(scene, "DEPT-001.3", (True, scene.today.isoformat(), "その他"), shown, [kept.ref])
    found = since(scene, "J01", "accepted", "refused")
    unchanged(scene, "JUKI-002.9", 0, len(found), refs(found))


def _stays_longer(scene: Scene, person: Character) -> None:
    send(scene, "I02", agency_notice(scene, person))


def _stay_is_longer(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and record.foreign and (record.foreign.status_of_residence, record.foreign.period_of_stay)
    same(scene, "IMM-004.1", ("教授", "3年"), shown, [kept.ref])
    unchanged(scene, "IMM-004.2", 0, len(told(scene, person, "J01")), [kept.ref])
    unchanged(scene, "IMM-003.2", 0, len(since(scene, "I01", "accepted", "refused")), [kept.ref])


def _wants_code(scene: Scene, person: Character) -> None:
    requested_again(scene, person.called)


def _code_wanted(scene: Scene, person: Character) -> None:
    passed_on_again(scene, person.called)


def _claims_copy(scene: Scene, person: Character) -> None:
    claimed_for_oneself(scene, person.called, "基本の事項", ISSUER)


def _copy_shown(scene: Scene, person: Character) -> None:
    record, kept = record_by_number(scene, resident_of(person))
    found = scene.messages("J14", claim_id=scene.memory["wide-area claim"])
    names = ("name", "name_kana", "born_on", "sex")
    expected = tuple(getattr(record, name, None) for name in names)
    shown = [tuple(one[name] for name in names) for each in found for one in each.body["persons"]]
    same(scene, "CERT-007.1", [expected], shown, [kept.ref, *refs(found)])


WORDS: Mapping[str, Word] = {
    "婚姻による氏の変更": Word(_marries, _married),
    "死亡": Word(_dies, _died),
    "国民健康保険の資格の取得": Word(_is_insured, _insured),
    "符号の取得の依頼": Word(_wants_code, _code_wanted),
    "広域交付の請求": Word(_claims_copy, _copy_shown),
    "在留期間の更新": Word(_stays_longer, _stay_is_longer),
}
"""The words of the text, and what becomes of it."""
