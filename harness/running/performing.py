"""
Performance: carries out the scenarios of this process on its stage, and turns what happened into events.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import pytest
from pytest_bdd.parser import Scenario, Step

from harness.evidence.events import ScenarioEnded, ScenarioStarted, StepEnded, Text
from harness.judgement.catalogue import Catalogue
from harness.judgement.expect import both
from harness.running.entries import found
from harness.running.lane import Lane
from harness.running.part import PART, Part
from harness.running.scene import Inconclusive, Scene, Untested
from harness.running.standing import run_checks
from harness.running.worker import Stage
from harness.words.blame import blame_of
from harness.words.errors import HarnessFault, TekigoError, TownFault


class Performing:
    """
    Hooks of execution for one session. The stage opens with the first scenario and closes with the session.
    """

    def __init__(self, stage: Stage, catalogue: Catalogue) -> None:
        self.stage = stage
        self.catalogue = catalogue
        self.scene_now: Scene | None = None
        self._step_began = 0
        self._english = _renderer()

    @pytest.fixture
    def scene(self) -> Scene:
        """
        What a step works with.
        """
        return self._now

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """
        Open the stage before the first scenario. What the doctor finds ends the session with its exit code.
        """
        if session.config.option.collectonly or not session.items or self.stage.job.orders is not None:
            return
        try:
            self.stage.open(self.catalogue)
            self.stage.say("opened")
        except TekigoError as error:
            self.stage.tell(error)
            self.stage.close()
            pytest.exit(error.describe(self.stage.job.language), returncode=int(error.exit_code))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        """
        One scenario: begin, steps, end, and the verdict as the test's outcome.
        """
        part = item.stash.get(PART, None)
        lane = self.stage.lane
        if part is None or lane is None:
            return (yield)
        try:
            return (yield from self._performed(part, lane))
        except TekigoError as error:
            # Outside of any scenario, or where not even its end can be written: the lane ends here.
            self.stage.tell(error)
            raise pytest.exit.Exception(
                error.describe(self.stage.job.language), returncode=int(error.exit_code)
            ) from error

    def _performed(self, part: Part, lane: Lane) -> Generator[None, Any, None]:
        lane.begin(part.key)
        scene = self.scene_now = Scene(lane, part.key)
        began = time.monotonic_ns()
        lane.write(
            ScenarioStarted(
                scenario=part.key,
                feature=part.feature,
                line=part.line,
                title=part.title,
                clauses=part.clauses,
                starts_on=part.planned.starts_on.isoformat() if part.planned.starts_on else None,
                journey=part.feature.startswith("features/journeys/"),
            )
        )
        problem: BaseException | None = None
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - whatever a step raises is an outcome
            problem = error
        problem = self._close(lane, scene, problem)
        ended = _ended(part.key, scene, problem)
        lane.write(
            ScenarioEnded(
                **ended,
                out_of_force=sorted(scene.expect.out_of_force),
                took_ns=time.monotonic_ns() - began,
                registry_ns=lane.driver.spent_ns,
                town_ns=lane.town_ns,
            )
        )
        self.stage.say(
            "scenario", key=part.key, title=part.title, result=ended["result"], blame=ended.get("blame")
        )
        self.scene_now = None
        if ended["result"] != "passed":
            pytest.fail(_told(part.feature, part.line, ended, scene), pytrace=False)

    def _close(self, lane: Lane, scene: Scene, problem: BaseException | None) -> BaseException | None:
        """
        Rest, end faults, run the standing checks, release what waited for a witness.
        """
        settled = True
        try:
            lane.end_faults()
            scene.resume()
            scene.settle()
        except (Inconclusive, TekigoError) as error:
            problem, settled = problem or error, False
        try:
            run_checks(lane, scene, settled=settled)
        except TekigoError as error:
            problem = problem or error
        scene.expect.close(settled=settled)
        if lane.broken_fakes:
            problem = _town_broke(lane.broken_fakes)
        return problem

    def pytest_bdd_before_step(self, step: Step) -> None:
        """
        Count the step, and lay its table out if it has one.
        """
        self._now.step += 1
        self._now.lines.append(step.line_number)
        self._now.table = (
            [[str(cell) for cell in row] for row in step.datatable.raw()] if step.datatable else []
        )
        self._step_began = time.monotonic_ns()

    def pytest_bdd_after_step(self, step: Step) -> None:
        """
        A step was carried out.
        """
        self._step(step, "done")

    def pytest_bdd_step_error(self, step: Step, exception: Exception) -> None:
        """
        A step could not be carried out; those after it are not reached.
        """
        self._step(step, "inconclusive" if isinstance(exception, (Inconclusive, Untested)) else "error")

    def pytest_bdd_step_func_lookup_error(self, step: Step) -> None:
        """
        No wording fits the text of a step.
        """
        self._now.step += 1
        self._step_began = time.monotonic_ns()
        self._step(step, "error")

    def pytest_bdd_after_scenario(self, scenario: Scenario) -> None:
        """
        Steps that were not reached are written down as such.
        """
        for step in scenario.steps[self._now.step :]:
            self._now.step += 1
            self._step_began = time.monotonic_ns()
            self._step(step, "not-reached")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """
        The run was asked to end: what was not reached is not held against anybody.
        """
        self.stage.interrupted = excinfo.errisinstance(KeyboardInterrupt)

    def pytest_sessionfinish(self) -> None:
        """
        Close the stage.
        """
        if self.stage.lane is not None and self.stage.job.orders is None:
            self.stage.close()
            self.stage.say("done")

    @property
    def _now(self) -> Scene:
        """
        The scene under way. Steps run inside one; anything else is a fault of ours.
        """
        if self.scene_now is None:
            raise HarnessFault("シナリオの外でステップが実行された", "a step ran outside a scenario")
        return self.scene_now

    def _step(self, step: Step, status: str) -> None:
        scene = self._now
        scene.lane.write(
            StepEnded(
                scenario=scene.scenario,
                number=scene.step,
                line=step.line_number,
                keyword=step.keyword.strip(),
                text=self._both(step.name),
                status=status,  # type: ignore[arg-type]  # one of the four words, by the callers above
                took_ns=time.monotonic_ns() - self._step_began,
            )
        )

    def _both(self, text: str) -> Text:
        return {"ja": text, "en": self._english(text)}


def _town_broke(how: list[Text]) -> TownFault:
    ja, en = ("; ".join(dict.fromkeys(text[language] for text in how)) for language in ("ja", "en"))
    return TownFault(ja, en, code="town-broke")


def _renderer() -> Any:
    entry = found("tekigo.wordings").get("english")
    return entry.load() if entry else str


def _ended(key: str, scene: Scene, problem: BaseException | None) -> dict[str, Any]:
    if isinstance(problem, Untested):
        return {"scenario": key, "result": "untested", "blame": problem.blame, "why": problem.why}
    if isinstance(problem, Inconclusive):
        if scene.expect.failed:
            return {"scenario": key, "result": "failed", "blame": scene.blame_of_failure, "why": problem.why}
        return {"scenario": key, "result": "inconclusive", "blame": problem.blame, "why": problem.why}
    if problem is not None:
        told = f"{type(problem).__name__}: {problem}"
        message = problem.both() if isinstance(problem, TekigoError) else both(told, told)
        masked = {language: scene.lane.redactor.text(words) for language, words in message.items()}
        return {"scenario": key, "result": "error", "blame": blame_of(problem), "message": masked}
    if scene.expect.failed:
        return {"scenario": key, "result": "failed", "blame": scene.blame_of_failure}
    if scene.expect.inconclusive:
        why = scene.expect.inconclusive[0].why
        return {"scenario": key, "result": "inconclusive", "blame": "system", "why": why}
    return {"scenario": key, "result": "passed"}


def _line(scene: Scene, step: int | None, default: int) -> int:
    return scene.lines[step - 1] if step and step <= len(scene.lines) else default


def _told(feature: str, line: int, ended: dict[str, Any], scene: Scene) -> str:
    lines = [f"{feature}:{line}: {ended['result']}"]
    lines += [
        f"  {feature}:{_line(scene, item.step, line)}: {item.clause}: expected {item.expected['ja']}"
        f" / observed {item.actual['ja']} ({', '.join(item.evidence)})"
        for item in scene.expect.failed
    ]
    if ended.get("message"):
        lines.append(f"  {ended['blame']}: {ended['message']['ja']}")
    if ended.get("why"):
        lines.append(f"  {ended['why']['ja']}")
    masked: str = scene.lane.redactor.text("\n".join(lines))
    return masked
