"""
Steps of a moving out that is notified after the move (REL-006).
"""

from __future__ import annotations

from datetime import date

from harness.port.outcomes import Accepted, Document
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.steps.moving_out import moving_out
from scenarios.steps.register import record_by_number
from scenarios.steps.special_moving_out import data_sent
from scenarios.wording import then, when

OUT = "21"


@when(
    "{who:names}が{moved:date}に転出し、{notified:date}に{city:word}への転出届を出す",
    "{who:names} move out on {moved:date} and file the moving out to {city:word} on {notified:date}",
)
def file_late(scene: Scene, who: list[str], moved: date, notified: date, city: str) -> None:
    """
    住基法24条 wants it before the move.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    kept = scene.do(moving_out(scene, movers, moved, notified, city, identity_of(movers[0])))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


def _kinds(scene: Scene, who: str) -> tuple[list[str], str]:
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    return [row.kind for row in record.history if row.reason == OUT] if record else [], kept.ref


@then(
    "{who:word}の転出は通常の転出届として処理されている",
    "the moving out of {who:word} is handled as an ordinary notification",
)
def ordinary(scene: Scene, who: str) -> None:
    """
    REL-006.1.
    """
    kinds, ref = _kinds(scene, who)
    same(scene, "REL-006.1", ["1"], kinds, [ref])


@then(
    "{who:word}の転出は異動届出区分を「職権」として処理されている",
    "the moving out of {who:word} is handled ex officio",
)
def ex_officio(scene: Scene, who: str) -> None:
    """
    REL-006.2.
    """
    kinds, ref = _kinds(scene, who)
    same(scene, "REL-006.2", ["2"], kinds, [ref])


@then(
    "職権で処理された{who:word}の消除日は{day:date}である",
    "{who:word}, handled ex officio, is deleted as of {day:date}",
)
def deleted_when_moved(scene: Scene, who: str, day: date) -> None:
    """
    REL-006.3.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    same(scene, "REL-006.3", day.isoformat(), record and record.deleted_on, [kept.ref])


@then(
    "職権で処理された{who:word}に交付された書面には、転入届の添付書類となる旨が示されている",
    "the paper given to {who:word}, handled ex officio, says that it goes with a notification of moving in",
)
def equivalent_paper(scene: Scene, who: str) -> None:
    """
    REL-006.4: 転出証明書に準ずる証明書, marked as one.
    """
    resident = resident_of(cast_of(scene)[who])
    papers = [document for document in _papers(scene) if _is_about(document, resident)]
    actual = [("equivalent" in paper.marks, "転入届" in paper.text) for paper in papers]
    same(scene, "REL-006.4", [(True, True)], actual, [last(scene).ref])


@then(
    "十四日を過ぎた{who:word}の届出は特例転出として受理されていない",
    "the notification of {who:word}, past the fourteen days, is not accepted on the special route",
)
def not_special(scene: Scene, who: str) -> None:
    """
    REL-006.5: no data leave; those of the neighbour who files in time are the witness.
    """
    others = scene.messages("J07")
    mine = [message for message, _ in data_sent(scene, cast_of(scene)[who])]
    scene.expect.witness(len(others) > len(mine))
    none_sent(scene, "REL-006.5", mine)
    unchanged(scene, "REL-006.5", True, bool(others), [last(scene).ref])


def _papers(scene: Scene) -> list[Document]:
    outcome = answer(scene)
    return outcome.documents if isinstance(outcome, Accepted) else []


def _is_about(document: Document, resident: str) -> bool:
    return any(item.resident == resident for item in document.items)
