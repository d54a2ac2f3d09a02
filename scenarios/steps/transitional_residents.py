"""
Transitional residents: what their record carries, and what becomes of it (IMM-006; 住基法30条の45, 30条の50).
"""

from __future__ import annotations

from datetime import date

from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.foreign import card_number
from scenarios.steps.interface_codes import agency_notice, send
from scenarios.steps.register import record_by_number
from scenarios.steps.states_and_acts import deletions
from scenarios.wording import then, when


@then(
    "経過滞在者である{who:word}の住民票は区分のみを記載し、在留資格、在留期間及び満了の日を記載しない",
    "the record of {who:word}, a transitional resident, has the class alone: no status, period or end of stay",
)
def class_alone(scene: Scene, who: str) -> None:
    """
    IMM-006.1 and IMM-006.2.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    foreign = record.foreign if record else None
    same(scene, "IMM-006.1", "transitional", foreign and foreign.resident_class, [kept.ref])
    stay = foreign and [foreign.status_of_residence, foreign.period_of_stay, foreign.period_expires_on]
    same(scene, "IMM-006.2", (True, None, None, None), (foreign is not None, *(stay or [])), [kept.ref])


@when(
    "経過滞在者である{who:word}に{status:text}が{period:text}、{until:date}まで与えられた旨の"
    "出入国在留管理庁の知らせが届く",
    "the Agency tells that {status:text} is granted to {who:word}, a transitional resident, "
    "for {period:text}, to {until:date}",
)
def status_granted(scene: Scene, who: str, status: str, period: str, until: date) -> None:
    """
    住基法30条の50 (I02): it comes with the first residence card.
    """
    person = cast_of(scene)[who]
    granted = {
        "residence_card_number": card_number(scene),
        "status_of_residence": status,
        "period_of_stay": period,
        "period_expires_on": until.isoformat(),
        "change": "status",
    }
    send(scene, "I02", agency_notice(scene, person) | granted)
    scene.settle()


@then(
    "{who:word}の区分は中長期在留者に改められ、{status:text}、{period:text}及び{until:date}が記載されている",
    "{who:word} now is a medium-to-long-term resident, with {status:text}, {period:text} and {until:date}",
)
def class_changed(scene: Scene, who: str, status: str, period: str, until: date) -> None:
    """
    IMM-006.5.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    foreign = record.foreign if record else None
    names = ("resident_class", "status_of_residence", "period_of_stay", "period_expires_on")
    shown = [getattr(foreign, name, None) for name in names]
    same(scene, "IMM-006.5", ["medium-to-long-term", status, period, until.isoformat()], shown, [kept.ref])


@then(
    "六十日を過ぎても{who:word}は住民であり、消除は伝えられていない",
    "although sixty days have passed {who:word} is a resident, and no deletion is told",
)
def not_deleted_after_sixty_days(scene: Scene, who: str) -> None:
    """
    IMM-006.6: the Agency has told nothing.
    """
    person = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.deleted_on)
    unchanged(scene, "IMM-006.6", ("current", None), shown, [kept.ref])
    none_sent(scene, "IMM-006.6", deletions(scene, person), [kept.ref])
