"""
The fold from events: what a killed, broken or unreached scenario leaves behind.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from harness.evidence.events import (
    FORMAT,
    AnyEvent,
    Observed,
    PortFault,
    RunEnded,
    RunStarted,
    ScenarioEnded,
    ScenarioStarted,
)
from harness.judgement.fold import tally
from harness.judgement.verdict import Verdict
from reports.fold import installed_catalogue

TEXT = {"ja": "一", "en": "one"}


def started(planned: int = 1, repeat: int = 0) -> RunStarted:
    """
    A lane's first line.
    """
    return RunStarted(
        run="r",
        format=FORMAT,
        wall="",
        tekigo="0",
        lane=0,
        lanes=1,
        sut={},
        roles=["registry"],
        language="ja",
        selection=[],
        catalogue="",
        settings={},
        planned=planned,
        repeat=repeat,
        repeats=repeat + 1,
    )


def scenario(*clauses: str) -> ScenarioStarted:
    """
    A scenario that may decide the clauses.
    """
    return ScenarioStarted(
        scenario="s", feature="f", line=1, title=TEXT, clauses=list(clauses), starts_on=None
    )


def finding(clause: str, verdict: Any) -> Observed:
    """
    A finding of the scenario.
    """
    return Observed(scenario="s", clause=clause, verdict=verdict, expected=TEXT, actual=TEXT)


def verdicts(*events: AnyEvent) -> dict[str, Verdict]:
    """
    Clause verdicts after the events.
    """
    return {clause: state.verdict() for clause, state in tally([started(), *events]).states.items()}


def test_a_clause_that_passed_is_pass_and_one_not_reached_is_inconclusive() -> None:
    """
    Reaching one clause says nothing of another that the scenario announced.
    """
    end = ScenarioEnded(scenario="s", result="passed")
    assert verdicts(scenario("A-1.1", "A-1.2"), finding("A-1.1", "pass"), end) == {
        "A-1.1": Verdict.PASS,
        "A-1.2": Verdict.INCONCLUSIVE,
    }


@pytest.mark.parametrize(
    ("result", "verdict"),
    [("error", Verdict.ERROR), ("inconclusive", Verdict.INCONCLUSIVE), ("untested", Verdict.UNTESTED)],
)
def test_an_unreached_clause_takes_the_colour_of_the_end(result: Any, verdict: Verdict) -> None:
    """
    A broken scenario leaves errors, one without an end of knowledge inconclusive, a missing capability untested.
    """
    assert verdicts(scenario("A-1.1"), ScenarioEnded(scenario="s", result=result)) == {"A-1.1": verdict}


def test_a_killed_scenario_is_inconclusive_and_keeps_its_findings() -> None:
    """
    Without an end, what was found counts and what was not is open.
    """
    assert verdicts(scenario("A-1.1", "A-1.2"), finding("A-1.1", "fail")) == {
        "A-1.1": Verdict.FAIL,
        "A-1.2": Verdict.INCONCLUSIVE,
    }


def test_a_clause_out_of_force_is_not_applicable() -> None:
    """
    A clause that was looked at on a day outside its force decides nothing.
    """
    end = ScenarioEnded(scenario="s", result="passed", out_of_force=["A-1.1"])
    assert verdicts(scenario("A-1.1"), end) == {"A-1.1": Verdict.NOT_APPLICABLE}


def test_a_lane_without_an_end_and_a_scenario_that_never_ran_are_faults() -> None:
    """
    A run that was killed, or ran less than planned, is never conformant.
    """
    killed = tally([started(planned=1), scenario("A-1.1")])
    assert (killed.lanes, killed.ended) == (1, 0)
    short = tally([started(planned=2), scenario("A-1.1"), RunEnded(wall="", took_ns=1, messages=0)])
    assert short.planned == 2
    assert len(short.scenarios) == 1


def test_port_faults_are_counted_apart() -> None:
    """
    A fault at the interface is no finding on a clause.
    """
    fault = PortFault(scenario="s", operation="MovingIn", cause="server-error", detail="")
    counted = tally([started(), scenario("A-1.1"), fault, ScenarioEnded(scenario="s", result="inconclusive")])
    assert counted.port_faults == 1
    assert counted.states["A-1.1"].failed == 0


def test_what_the_registry_does_not_declare_is_never_green() -> None:
    """
    A clause that passed in one scenario stays UNTESTED where another needs what the registry does not offer.
    """
    counted = tally(
        [
            started(planned=2),
            scenario("A-1.1"),
            finding("A-1.1", "pass"),
            ScenarioEnded(scenario="s", result="passed"),
            ScenarioStarted(scenario="t", feature="f", line=2, title=TEXT, clauses=["A-1.1"], starts_on=None),
            ScenarioEnded(scenario="t", result="untested"),
        ]
    )
    assert counted.states["A-1.1"].verdict() is Verdict.UNTESTED


@pytest.mark.parametrize(("verdict", "folded"), [("pass", Verdict.UNTESTED), ("fail", Verdict.FAIL)])
def test_a_clause_that_the_selection_cut_may_fail_and_never_pass(verdict: Any, folded: Verdict) -> None:
    """
    One row of sixty is no proof of sixty; one breach is a breach.
    """
    first = RunStarted(**{**msgspec.structs.asdict(started()), "partial": ["A-1.1"]})
    end = ScenarioEnded(scenario="s", result="passed")
    counted = tally([first, scenario("A-1.1"), finding("A-1.1", verdict), end])
    assert counted.states["A-1.1"].verdict() is folded


@pytest.mark.parametrize(("first", "second"), [("pass", "fail"), ("fail", "pass"), ("pass", "inconclusive")])
def test_a_verdict_that_changes_between_repeats_is_neither(first: Any, second: Any) -> None:
    """
    The scenario is named FLAKY, its changing clause is ERROR, one that stayed is what it was, and the run ends with 3.
    """
    results = {"pass": "passed", "fail": "failed", "inconclusive": "inconclusive"}
    events: list[AnyEvent] = []
    for repeat, word in enumerate((first, second)):
        end = ScenarioEnded(scenario="s", result=results[word])  # type: ignore[arg-type]  # one of the words above
        events += [started(repeat=repeat), scenario("A-1.1", "A-1.2"), finding("A-1.1", word)]
        events += [finding("A-1.2", "pass"), end, RunEnded(wall="", took_ns=1, messages=0)]
    counted = tally(events)
    assert counted.flaky == ["s"]
    assert counted.scenarios == {"s": results[first], "s~2": results[second]}
    assert counted.states["A-1.1"].verdict() is Verdict.ERROR
    assert counted.states["A-1.2"].verdict() is Verdict.PASS
    assert counted.exit_code(installed_catalogue()) == 3


def test_repeats_that_agree_add_up_and_a_killed_one_changes_nothing() -> None:
    """
    Twice the same is no more than once; a repeat that was killed is a fault and not a change of mind.
    """
    events: list[AnyEvent] = []
    for repeat in range(2):
        end = ScenarioEnded(scenario="s", result="passed")
        events += [started(repeat=repeat), scenario("A-1.1"), finding("A-1.1", "pass"), end]
        events += [RunEnded(wall="", took_ns=1, messages=0)]
    assert tally(events).flaky == []
    assert tally(events).states["A-1.1"].verdict() is Verdict.PASS
    killed = tally([*events[:-2], events[-1]])
    assert killed.flaky == []
    assert killed.states["A-1.1"].verdict() is Verdict.PASS
    assert killed.scenarios["s~2"] == "killed"


def test_an_interrupted_run_is_inconclusive_and_not_broken() -> None:
    """
    What was planned and not reached is no fault where the run was asked to end.
    """
    end = RunEnded(wall="", took_ns=1, messages=0, interrupted=True)
    counted = tally([started(planned=9), scenario("A-1.1"), end])
    assert counted.exit_code(installed_catalogue()) == 4
