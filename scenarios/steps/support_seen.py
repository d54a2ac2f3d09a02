"""
What the register must show of support measures (SEC-005, LINK-009.1).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.reads import ReadSupportMeasures, ReadTasks
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same
from scenarios.steps.observing import refs, resident_of
from scenarios.steps.support import measure_of, shown
from scenarios.steps.support_flags import marks
from scenarios.wording import then, when


@then(
    "{who:word}の支援措置は{starts:date}に始まり{ends:date}に終わる",
    "the support measure of {who:word} runs from {starts:date} to {ends:date}",
)
def runs(scene: Scene, who: str, starts: date, ends: date) -> None:
    """
    SEC-005.1: to the day before its first anniversary.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    expected = (starts.isoformat(), ends.isoformat())
    actual = (measure.starts_on, measure.ends_on) if measure else None
    scene.expect.observed(
        "SEC-005.1", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
    )


@then(
    "延長された{who:word}の支援措置は{ends:date}に終わる",
    "the support measure of {who:word}, extended, ends on {ends:date}",
)
def extended_to(scene: Scene, who: str, ends: date) -> None:
    """
    SEC-005.1: a further year begins on the day after the end, whenever it was asked for.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    same(scene, "SEC-005.1", ends.isoformat(), measure and measure.ends_on, [kept.ref])


@when(
    "{who:word}の支援措置の登録の状況を直ちに見る",
    "the state of the measure of {who:word} is looked at once",
)
def looked_at_once(scene: Scene, who: str) -> None:
    """
    While what it tells the neighbours may still be under way.
    """
    scene.memory["glance"] = scene.glance(ReadSupportMeasures(resident_of(cast_of(scene)[who])))


@then(
    "{who:word}の支援措置の登録は、自動応答不可が設定される前には完了と示されていない",
    "the measure of {who:word} was not shown as complete before the hold on automatic answers was set",
)
def not_complete_before_mark(scene: Scene, who: str) -> None:
    """
    LINK-009.1: whichever came first decides, by the clock of this host.
    """
    character = cast_of(scene)[who]
    kept: Invocation = scene.memory["glance"]
    found = getattr(kept.outcome, "measures", None) or []
    complete = any(each.complete for each in found if each.measure == measure_of(character))
    held = [message for message in marks(scene, character) if message.body.get("held")]
    earlier = [message for message in held if message.monotonic_ns < kept.answered_ns]
    scene.expect.absent(
        "LINK-009.1",
        not complete or bool(earlier),
        both("設定前は完了でない", "not complete before the mark"),
        both(f"完了：{complete}、設定済：{bool(earlier)}", f"complete: {complete}, set: {bool(earlier)}"),
        [kept.ref, *refs(held)],
    )


@then(
    "{who:word}の支援措置の登録は、{other:word}に自動応答不可が設定されないうちは完了と示されない",
    "the measure of {who:word} is not shown as complete as long as the hold is not set of {other:word}",
)
def not_complete_without_the_other(scene: Scene, who: str, other: str) -> None:
    """
    LINK-009.1: who is protected together is a part of what is recorded. The mark of the applicant is the witness.
    """
    cast = cast_of(scene)
    measure, kept = shown(scene, cast[who])
    complete = measure is not None and measure.complete
    own, held = (
        [message for message in marks(scene, cast[each]) if message.body.get("held")] for each in (who, other)
    )
    scene.expect.witness(bool(own))
    scene.expect.absent(
        "LINK-009.1",
        bool(held) or not complete,
        both("設定前は完了でない", "not complete before the mark"),
        both(f"完了：{complete}、設定済：{bool(held)}", f"complete: {complete}, set: {bool(held)}"),
        [kept.ref, *refs([*own, *held])],
    )


@then(
    "自動応答不可が設定されており、{who:word}の支援措置の登録は完了と示される",
    "the hold on automatic answers is set, and the measure of {who:word} is shown as complete",
)
def complete_with_mark(scene: Scene, who: str) -> None:
    """
    LINK-009.1: in the end both.
    """
    character = cast_of(scene)[who]
    measure, kept = shown(scene, character)
    held = [message for message in marks(scene, character) if message.body.get("held")]
    complete = measure is not None and measure.complete
    scene.expect.observed(
        "LINK-009.1",
        bool(held) and complete,
        both("設定済、完了", "set and complete"),
        both(f"設定{len(held)}件、完了：{complete}", f"{len(held)} set, complete: {complete}"),
        [*refs(held), kept.ref],
    )


@then(
    "自動応答不可が{every:names}のいずれにも設定されており、{who:word}の支援措置の登録は完了と示される",
    "the hold on automatic answers is set of each of {every:names}, and the measure of {who:word} is shown as complete",
)
def complete_with_every_mark(scene: Scene, every: list[str], who: str) -> None:
    """
    LINK-009.1: of whoever is protected together too. A measure that covers several is not complete with one mark.
    """
    cast = cast_of(scene)
    measure, kept = shown(scene, cast[who])
    held = {
        each.called: [message for message in marks(scene, each) if message.body.get("held")]
        for each in cast.all(every)
    }
    complete = measure is not None and measure.complete
    unmarked = [name for name, found in held.items() if not found]
    scene.expect.observed(
        "LINK-009.1",
        complete and not unmarked,
        both("全員に設定済、完了", "set of everybody, and complete"),
        both(f"未設定：{unmarked}、完了：{complete}", f"not set: {unmarked}, complete: {complete}"),
        [*refs([message for found in held.values() for message in found]), kept.ref],
    )


@then("{who:word}の支援措置は一時解除の間にある", "the hold of {who:word} is lifted for the time being")
def is_released(scene: Scene, who: str) -> None:
    """
    SEC-005.4: while the minutes last.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    until = measure.released_until if measure else None
    scene.expect.observed(
        "SEC-005.4", until is not None, both("一時解除中", "released"), both(until, until), [kept.ref]
    )


@then("{who:word}の支援措置の一時解除は終わっている", "the hold of {who:word} is in force again")
def release_is_over(scene: Scene, who: str) -> None:
    """
    SEC-005.4: by itself.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    actual = (measure.state, measure.released_until) if measure else None
    scene.expect.observed(
        "SEC-005.4",
        actual == ("active", None),
        both("支援中、解除なし", "active, no release"),
        both(actual, actual),
        [kept.ref],
    )


@then(
    "{who:word}の支援措置は前住所地としての支援措置である",
    "the support measure of {who:word} goes on as that of the previous address",
)
def goes_on_as_previous(scene: Scene, who: str) -> None:
    """
    SEC-005.5.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    state = measure.state if measure else None
    scene.expect.observed(
        "SEC-005.5",
        state == "previous-address",
        both("previous-address", "previous-address"),
        both(state, state),
        [kept.ref],
    )


@then(
    "{who:word}の支援措置の終了の警告はまだない", "there is no alert yet that the measure of {who:word} ends"
)
def no_alert_yet(scene: Scene, who: str) -> None:
    """
    SEC-005.2: earlier than a month before the end an alert would be lost among others.
    """
    tasks, kept = _alerts(scene, cast_of(scene)[who])
    scene.expect.absent(
        "SEC-005.2", not tasks, both("警告なし", "no alert"), both(f"{tasks}件", tasks), [kept.ref]
    )


@then("{who:word}の支援措置の終了の警告がある", "there is an alert that the measure of {who:word} ends")
def alert(scene: Scene, who: str) -> None:
    """
    SEC-005.2.
    """
    tasks, kept = _alerts(scene, cast_of(scene)[who])
    scene.expect.observed(
        "SEC-005.2", tasks > 0, both("警告あり", "an alert"), both(f"{tasks}件", tasks), [kept.ref]
    )


@then(
    "{who:word}の支援措置は終了日を過ぎても続いている",
    "the measure of {who:word} goes on after its end date",
)
def goes_on(scene: Scene, who: str) -> None:
    """
    SEC-005.3: the state says so, and an address that is asked for now is still held by the flag.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    state = measure.state if measure else None
    scene.expect.observed(
        "SEC-005.3",
        state in ("active", "expired-alert"),
        both("続いている", "going on"),
        both(state, state),
        [kept.ref],
    )


def _alerts(scene: Scene, character: Character) -> tuple[int, Invocation]:
    kept = scene.ask(ReadTasks())
    tasks = getattr(kept.outcome, "tasks", None) or []
    number = resident_of(character)
    kinds = ("support-ends-soon", "support-expired")
    return sum(task.open and task.resident == number and task.kind in kinds for task in tasks), kept
