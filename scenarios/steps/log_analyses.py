"""
Steps of the standard analyses of the access log: use at night, many records looked at (AUD-001).

The hours and counts are settings of the registry, so the night is deep and the search wide.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from harness.judgement.expect import both
from harness.port.commands import Counter, IssueCopyOfRecord
from harness.port.reads import ReadLogAnalyses
from harness.port.records import LogAnalyses
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import cast_of
from scenarios.steps.counter import identity_of
from scenarios.steps.log_lines import lines_after, log_end
from scenarios.steps.observing import resident_of
from scenarios.wording import then, when

ANALYSES = {"夜間の利用": "night_access", "大量の検索": "mass_searches"}


def _copies(scene: Scene, who: str, times: int, kind: str) -> None:
    character = cast_of(scene)[who]
    desk = scene.counter(operator=f"op-{kind}-{scene.random.randrange(10**6):06d}", terminal="term-9")
    scene.memory["log before"] = scene.memory.get("log before", log_end(scene))
    scene.memory.setdefault(kind, []).append(desk.operator)
    for _ in range(times):
        counter = Counter(desk.operator, desk.terminal, scene.counter().trace_id)
        command = IssueCopyOfRecord(
            counter=counter,
            identity=identity_of(character),
            requester="self",
            residents=[resident_of(character)],
            options=[],
        )
        scene.accepted_or_inconclusive(scene.do(command))


@when(
    "深夜に職員が{who:word}の住民票の写しを一通作る",
    "deep in the night a clerk makes one copy of the record of {who:word}",
)
def at_night(scene: Scene, who: str) -> None:
    """
    Half past two in the morning.
    """
    now: datetime = scene.lane.clock.now
    scene.move_to(datetime.combine(now.date() + timedelta(days=1), time(2, 30), now.tzinfo))
    _copies(scene, who, 1, "night_access")


@when(
    "昼に一人の職員が{who:word}の住民票の写しを続けて{times:number}通作る",
    "by day one clerk makes {times:number} copies of the record of {who:word} in a row",
)
def many(scene: Scene, who: str, times: int) -> None:
    """
    Within minutes, and by daylight.
    """
    _copies(scene, who, times, "mass_searches")


@when("昼に別の職員が{who:word}の住民票の写しを一通作る", "by day another clerk makes one copy of {who:word}")
def one(scene: Scene, who: str) -> None:
    """
    What no analysis needs to show.
    """
    _copies(scene, who, 1, "ordinary")


def _lines(scene: Scene, kind: str) -> list[set[int]]:
    """
    The lines of each operator who did it.
    """
    found, _ = lines_after(scene, scene.memory["log before"])
    acts = [line for line in found if line.kind in ("operation", "print")]
    return [{line.n for line in acts if line.operator == operator} for operator in scene.memory[kind]]


@then(
    "標準の分析「{analysis:word}」は、その操作の行を示し、別の職員の昼の操作の行を示さない",
    "the standard analysis {analysis:word} shows the lines of that, and not those of another clerk by day",
)
def shown(scene: Scene, analysis: str) -> None:
    """
    AUD-001.5: of every clerk who did that.
    """
    name = ANALYSES[analysis]
    wanted, [other] = _lines(scene, name), _lines(scene, "ordinary")
    if not all(wanted) or not other:
        raise Inconclusive(both("操作の行がログにない。", "The log has no lines of the action."))
    day = scene.today
    kept = scene.ask(ReadLogAnalyses((day - timedelta(days=1)).isoformat(), day.isoformat()))
    analyses: LogAnalyses | None = getattr(kept.outcome, "analyses", None)
    told = set(getattr(analyses, name)) if analyses is not None else set()
    seen = [len(told & lines) for lines in wanted]
    actual = (all(seen), len(told & other))
    scene.expect.observed(
        "AUD-001.5",
        actual == (True, 0),
        both(
            f"{len(wanted)}人のいずれの行も示し、別の職員の行はなし",
            f"lines of each of {len(wanted)}, and none of the other clerk",
        ),
        both(
            f"{seen}行、別の職員の{actual[1]}行",
            f"{seen} lines, {actual[1]} of the other clerk",
        ),
        [kept.ref],
    )
