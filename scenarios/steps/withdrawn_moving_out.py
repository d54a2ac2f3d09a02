"""
Steps of movings out that are withdrawn, and of those that nobody confirms (REL-012).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import WithdrawMovingOut
from harness.port.reads import ReadTasks
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.register import offered_updates, record_by_number, refs
from scenarios.steps.special_moving_out import data_sent
from scenarios.wording import then, when

MISSING = "moving-in-notice-missing"


@when(
    "{who:names}の転出が{notified:date}に取り消される",
    "the moving out of {who:names} is withdrawn on {notified:date}",
)
def withdraw(scene: Scene, who: list[str], notified: date) -> None:
    """
    Before the planned date: the people stay.
    """
    cast = cast_of(scene)
    people = cast.all(who)
    scene.memory["rows before"] = {each.called: _rows(scene, each)[0] for each in people}
    kept = scene.do(
        WithdrawMovingOut(
            scene.counter(),
            identity_of(people[0]),
            notified.isoformat(),
            [resident_of(each) for each in people],
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@then(
    "市町村CSは取り消された{who:word}の「国内転出」の本人確認情報を正式な更新として受け取らず、{again:word}は現に住民である",
    "the network takes no final update of moving out of {who:word}, withdrawn, and {again:word} is a resident",
)
def no_final_update(scene: Scene, who: str, again: str) -> None:
    """
    REL-012.1: an update that was sent ahead as planned is followed by one that undoes it.
    """
    character = cast_of(scene)[again]
    found = offered_updates(scene, character)
    final = [each.body["reason"] for each in found if each.body["record_status"] == "deleted"]
    ahead = [each.number for each in found if each.body["planned"]]
    undone = not ahead or found[-1].number > ahead[-1]
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    state = record and (record.state, record.planned_out_on, record.planned_destination)
    same(
        scene,
        "REL-012.1",
        ([], True, ("current", None, None)),
        (final, undone, state),
        [kept.ref, *refs(found)],
    )


@then(
    "{city:word}は送信済みの{who:word}の転出証明書情報を使わないよう知らせを受ける",
    "{city:word} is told not to use the moving-out data of {who:word} that were sent",
)
def told_not_to_use(scene: Scene, city: str, who: str) -> None:
    """
    REL-012.2: our own message, J07 once more and withdrawn.
    """
    found = [message for message, _ in data_sent(scene, cast_of(scene)[who], to=CITIES[city][0])]
    actual = [(each.outcome, each.body.get("withdrawn", False)) for each in found]
    same(scene, "REL-012.2", [("accepted", False), ("accepted", True)], actual, refs(found))


@then(
    "{who:word}も{other:word}も転入通知未着の一覧に載っていない",
    "neither {who:word} nor {other:word} is on the list of missing notices",
)
def not_listed_yet(scene: Scene, who: str, other: str) -> None:
    """
    REL-012.3: not on the day after.
    """
    cast = cast_of(scene)
    listed, kept = _listed(scene)
    same(
        scene,
        "REL-012.3",
        set(),
        listed & {resident_of(cast[who]), resident_of(cast[other])},
        [kept.ref],
    )


@then(
    "{who:word}は転入通知未着の一覧に載り、{other:word}は載っていない",
    "{who:word} is on the list of missing notices, {other:word} is not",
)
def listed(scene: Scene, who: str, other: str) -> None:
    """
    REL-012.3: after our own number of days, at most sixty.
    """
    cast = cast_of(scene)
    found, kept = _listed(scene)
    mine = {resident_of(cast[who]), resident_of(cast[other])}
    same(scene, "REL-012.3", {resident_of(cast[who])}, found & mine, [kept.ref])


@then(
    "取り消された{who:word}の転出の履歴の行は、取消しの行を加えずに削除されていない",
    "the row of the withdrawn moving out of {who:word} is not deleted: a cancelling row is added",
)
def row_stays(scene: Scene, who: str) -> None:
    """
    REL-012.4.
    """
    character = cast_of(scene)[who]
    before = scene.memory["rows before"][character.called]
    rows, kept = _rows(scene, character)
    unchanged(scene, "REL-012.4", (before, True), (rows[: len(before)], len(rows) > len(before)), [kept.ref])


def _rows(scene: Scene, character: Character) -> tuple[list[tuple[int, str]], Invocation]:
    record, kept = record_by_number(scene, resident_of(character))
    rows = [(row.sequence, row.reason) for row in record.history] if record else []
    return sorted(rows), kept


def _listed(scene: Scene) -> tuple[set[str | None], Invocation]:
    kept = scene.ask(ReadTasks())
    tasks = getattr(kept.outcome, "tasks", None) or []
    return {task.resident for task in tasks if task.kind == MISSING}, kept
