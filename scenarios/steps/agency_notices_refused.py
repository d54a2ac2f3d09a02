"""
Notices of the Agency that do not fit the record, and what a notice and the calendar leave as it was (IMM-003, IMM-004).
"""

from __future__ import annotations

from typing import Any

from harness.port.reads import ReadTasks
from harness.port.records import Task
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.agency_notices import CHANGES, as_recorded
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.foreign import card_number
from scenarios.steps.interface_codes import agency_notice, send
from scenarios.steps.noted_updates import note, since
from scenarios.steps.register import record_by_number, refs
from scenarios.steps.states_and_acts import deletions
from scenarios.wording import then, when

NOTICE = "I02"


def _tasks(scene: Scene) -> tuple[int, Invocation]:
    """
    How many tasks say that they are of such a notice, and the read as evidence.
    """
    kept = scene.ask(ReadTasks())
    found: list[Task] = getattr(kept.outcome, "tasks", None) or []
    return sum(each.message_type == NOTICE for each in found), kept


def _tell(scene: Scene, who: str, item: str, value: str, **otherwise: Any) -> None:
    """
    A notice about somebody as the record shows them, save for what is said otherwise; what stands before is kept.
    """
    person = cast_of(scene)[who]
    note(scene, [who])
    record, _ = record_by_number(scene, resident_of(person))
    scene.memory["record before the notice"] = record
    scene.memory["tasks before the notice"] = _tasks(scene)[0]
    change, name = CHANGES[item]
    new = card_number(scene) if value == "新しい番号" else value
    for text in (new, *otherwise.values()):
        scene.know_person(text)
    said = {**as_recorded(scene, person), name: new, "change": change}
    send(scene, NOTICE, agency_notice(scene, person) | said | otherwise)
    scene.settle()


@when(
    "{who:word}の{item:word}を{value:text}に改める旨の、{wrong:word}の異なる出入国在留管理庁の知らせが届く",
    "the Agency tells that {item:word} of {who:word} becomes {value:text}, but with another {wrong:word}",
)
def told_of_another(scene: Scene, who: str, item: str, value: str, wrong: str) -> None:
    """
    So that it names nobody of the register, or somebody whom it contradicts.
    """
    others = {
        "在留カードの番号": ("residence_card_number", card_number(scene)),
        "氏名": ("name", "BROWN JANE"),
        "出生の年月日": ("born_on", "1989-02-03"),
    }
    name, other = others[wrong]
    _tell(scene, who, item, value, **{name: other})


@when(
    "消除された{who:word}の{item:word}を{value:text}に改める旨の出入国在留管理庁の知らせが届く",
    "the Agency tells that {item:word} of {who:word}, whose record is deleted, becomes {value:text}",
)
def told_of_deleted(scene: Scene, who: str, item: str, value: str) -> None:
    """
    All else as the deleted record shows it.
    """
    _tell(scene, who, item, value)


@when(
    "特別永住者である{who:word}の{item:word}を{value:text}に改める旨の出入国在留管理庁の知らせが届く",
    "the Agency tells that {item:word} of {who:word}, a special permanent resident, becomes {value:text}",
)
def told_of_special_permanent(scene: Scene, who: str, item: str, value: str) -> None:
    """
    By the number of the certificate, save where another number is what it tells.
    """
    foreign = cast_of(scene)[who].foreign
    said = {"residence_card_number": foreign and foreign.special_permanent_certificate_number}
    said = {} if item == "在留カードの番号" else said
    _tell(scene, who, item, value, period_of_stay="無期限", **said)


def _untouched(scene: Scene, clause: str, who: str) -> None:
    person = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(person))
    unchanged(scene, clause, True, record == scene.memory["record before the notice"], [kept.ref])
    none_sent(scene, clause, since(scene, person), [kept.ref])


@then(
    "その知らせは{who:word}の住民票に反映されず、誤りの一覧に載せられている",
    "that notice is not applied to the record of {who:word}, and stands in the list of errors",
)
def not_applied(scene: Scene, who: str) -> None:
    """
    IMM-004.4: one task more that says it is of such a notice.
    """
    _untouched(scene, "IMM-004.4", who)
    listed, asked = _tasks(scene)
    same(scene, "IMM-004.4", 1, listed - scene.memory["tasks before the notice"], [asked.ref])


@then(
    "その知らせは特別永住者である{who:word}の住民票に反映されていない",
    "that notice is not applied to the record of {who:word}, a special permanent resident",
)
def not_taken_in(scene: Scene, who: str) -> None:
    """
    IMM-004.8: not by itself; whether a clerk is asked is left open.
    """
    _untouched(scene, "IMM-004.8", who)


@then("{who:word}の通称は{name:text}のままである", "the common name of {who:word} still is {name:text}")
def common_name_stays(scene: Scene, who: str, name: str) -> None:
    """
    IMM-004.7.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    unchanged(scene, "IMM-004.7", name, record and record.common_name, [kept.ref])


@then(
    "{who:word}についての修正の市町村通知は、住所のみを示す一件である",
    "of {who:word} one municipal notice of a correction is sent, and it names the address alone",
)
def address_alone_told(scene: Scene, who: str) -> None:
    """
    IMM-003.1.
    """
    found = [
        message
        for message in scene.messages("I01", outcomes=("accepted", "refused"), name=cast_of(scene)[who].name)
        if message.body["act"] == "correction"
    ]
    same(
        scene, "IMM-003.1", [["address"]], [message.body["corrected_items"] for message in found], refs(found)
    )


@then(
    "在留期間の満了の日を過ぎても{who:word}は住民であり、消除は伝えられていない",
    "although the stay has ended {who:word} is a resident, and no deletion is told",
)
def not_deleted_by_the_calendar(scene: Scene, who: str) -> None:
    """
    IMM-004.6: the Agency has told nothing.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    end = record and record.foreign and record.foreign.period_expires_on
    scene.expect.witness(str(end) < scene.today.isoformat())
    shown = record and (record.state, record.deleted_on)
    unchanged(scene, "IMM-004.6", ("current", None), shown, [kept.ref])
    none_sent(scene, "IMM-004.6", deletions(scene, cast_of(scene)[who]), [kept.ref])
