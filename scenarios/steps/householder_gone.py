"""
Steps of households whose householder is deleted (REL-016).
"""

from __future__ import annotations

from harness.port.commands import CopyOption, IssueCopyOfRecord
from harness.port.outcomes import Accepted
from harness.port.reads import ReadHousehold, ReadTasks
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import answer, identity_of, last, resident_of
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.wording import then

MISSING = "householder-missing"
OPTIONS: list[CopyOption] = ["relationship"]


@then(
    "残る{who:word}は{day:text}の日付で職権により世帯主となっている",
    "{who:word}, who remains, has become householder ex officio as of {day:text}",
)
def becomes_householder(scene: Scene, who: str, day: str) -> None:
    """
    REL-016.1: on the record and as a row of its history.
    """
    character = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(character))
    rows = [(row.kind, row.changed_on) for row in record.history if row.reason == "54"] if record else []
    actual = record and (record.householder, record.householder_name, record.relationship)
    expected = (True, character.name, "世帯主")
    same(scene, "REL-016.1", (expected, [("2", day)]), (actual, rows), [kept.ref])


@then(
    "三人世帯の世帯主の死亡について職員に注意が示されている",
    "the clerk is alerted of the death of the head of three",
)
def alerted(scene: Scene) -> None:
    """
    REL-016.2.
    """
    outcome = answer(scene)
    alerts = outcome.alerts if isinstance(outcome, Accepted) else []
    shown = "household-without-householder" in alerts
    same(scene, "REL-016.2", True, shown, [last(scene).ref])


def _waiting(scene: Scene, who: str) -> tuple[bool, Invocation]:
    """
    Whether a task about the household is open: its residents are those who remain or who is deleted.
    """
    kept = scene.ask(ReadTasks())
    mine = {
        each.resident
        for each in cast_of(scene).everybody()
        if each.household == cast_of(scene)[who].household
    }
    tasks = getattr(kept.outcome, "tasks", None) or []
    return any(task.kind == MISSING and task.open and task.resident in mine for task in tasks), kept


@then(
    "{who:word}の世帯の世帯主が定まるまで処理は未完了のまま残っている",
    "until {who:word}'s household has a head, the act stays open",
)
def stays_open(scene: Scene, who: str) -> None:
    """
    REL-016.3.
    """
    waiting, kept = _waiting(scene, who)
    same(scene, "REL-016.3", True, waiting, [kept.ref])


@then(
    "{who:word}の世帯の世帯主が定まり、処理は完了している",
    "{who:word}'s household has a head; the act is closed",
)
def closed(scene: Scene, who: str) -> None:
    """
    REL-016.3: until then and no longer.
    """
    waiting, kept = _waiting(scene, who)
    record, read = record_by_number(scene, resident_of(cast_of(scene)[who]))
    actual = (waiting, record.householder if record else None)
    same(scene, "REL-016.3", (False, True), actual, [kept.ref, read.ref])


@then(
    "合併により世帯主の定まった{who:word}の元の世帯の処理は完了している",
    "the act about the former household of {who:word}, who got a householder by a merger, is closed",
)
def closed_by_merger(scene: Scene, who: str) -> None:
    """
    REL-016.3: those who joined have the householder of the other household.
    """
    waiting, kept = _waiting(scene, who)
    record, read = record_by_number(scene, resident_of(cast_of(scene)[who]))
    actual = (waiting, bool(record and record.householder_name))
    same(scene, "REL-016.3", (False, True), actual, [kept.ref, read.ref])


@then(
    "{who:word}の世帯番号は、世帯主も世帯員もたどれないものとして残されていない",
    "the household number of {who:word} is not left without head and members",
)
def not_orphaned(scene: Scene, who: str) -> None:
    """
    REL-016.4: gone, or with somebody in it; the deletion seen at the network is the witness.
    """
    character = cast_of(scene)[who]
    scene.expect.witness(bool(updates(scene, character, record_status="deleted")))
    kept = scene.ask(ReadHousehold(household=str(character.household)))
    household = getattr(kept.outcome, "household", None)
    orphaned = household is not None and not household.members and household.householder is None
    unchanged(scene, "REL-016.4", False, orphaned, [kept.ref])


@then(
    "消除された{dead:word}を現在の世帯主とする{who:word}の住民票の写しは交付されない",
    "no copy of the record of {who:word} names the deleted {dead:word} as the householder of today",
)
def no_copy_with_dead_head(scene: Scene, dead: str, who: str) -> None:
    """
    REL-016.5: refused until there is a head, or without the name.
    """
    cast = cast_of(scene)
    scene.expect.witness(bool(updates(scene, cast[dead], record_status="deleted")))
    kept = scene.do(
        IssueCopyOfRecord(
            counter=scene.counter(),
            identity=identity_of(cast[who]),
            requester="self",
            residents=[resident_of(cast[who])],
            options=OPTIONS,
        )
    )
    documents = kept.outcome.documents if isinstance(kept.outcome, Accepted) else []
    named = [
        item.item
        for document in documents
        for item in document.items
        if "householder" in item.item and item.value == cast[dead].name
    ]
    sent = updates(scene, cast[dead], record_status="deleted")
    unchanged(scene, "REL-016.5", [], named, [kept.ref, *refs(sent)])
