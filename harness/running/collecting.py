"""
Collection: feature files become tests, tags become clauses, the plan orders and deals them out.
"""

from __future__ import annotations

import importlib
import pkgutil
import secrets
import tempfile
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from pytest_bdd import scenario as bind
from pytest_bdd.exceptions import FeatureError, GherkinParseError
from pytest_bdd.feature import features
from pytest_bdd.gherkin_parser import Scenario as GherkinScenario
from pytest_bdd.parser import Feature, FeatureParser, Rule, ScenarioTemplate

from harness.evidence.events import Text
from harness.judgement.catalogue import Catalogue
from harness.running.entries import features_folder, found
from harness.running.job import Job, from_environment
from harness.running.orders import Scenario
from harness.running.part import PART, Part
from harness.running.performing import Performing
from harness.running.plan import Planned, dates, lane_of, order
from harness.running.rounds import Rounds
from harness.running.selection import few
from harness.running.statement import Statement, parse_connect
from harness.running.worker import Stage
from harness.running.workers import on_a_leash
from harness.words.errors import CatalogueError, TekigoError, Where

PLAIN_TAGS = {"alone", "far", "journey"}


def titles(text: str) -> Text:
    """
    「日本語 / English」 as both languages; a title in one language serves for both.
    """
    ja, _, en = text.partition(" / ")
    return {"ja": ja.strip(), "en": (en or ja).strip()}


class FeatureFile(pytest.Module):
    """
    A feature file as a module with one test function per scenario.
    """

    def _getobj(self) -> ModuleType:
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        try:
            feature = DistinctNames(str(self.path.parent), self.path.name).parse()
        except (FeatureError, GherkinParseError) as error:
            raise self.CollectError(f"{self.path}:{getattr(error, 'line', '')}: {error.args[0]}") from error
        # Where `bind` finds it again.
        features[str(self.path.absolute())] = feature
        for template in feature.scenarios.values():

            def test() -> None:
                """
                The body of a scenario's test: the steps are the test.
                """

            function = bind(self.path.name, template.name, features_base_dir=str(self.path.parent))(test)
            function.__name__ = f"test_line_{template.line_number}"
            function.template = template  # type: ignore[attr-defined]  # read back at collection
            setattr(module, function.__name__, function)
        return module


class DistinctNames(FeatureParser):
    """
    Of two scenarios of one name only the last would be played, and nobody would hear of the other: such a file is
    refused.
    """

    def parse_scenario(
        self, scenario_data: GherkinScenario, feature: Feature, rule: Rule | None = None
    ) -> ScenarioTemplate:
        """
        The scenario; `FeatureError` if the file has one of that name already.
        """
        before = feature.scenarios.get(scenario_data.name)
        if before is not None:
            said = (
                f"the scenario has the name of that at line {before.line_number}; give each a name of its own"
            )
            raise FeatureError(said, scenario_data.location.line, scenario_data.name, self.abs_filename)
        return super().parse_scenario(scenario_data, feature, rule)


class Collecting:
    """
    Hooks of collection for one session.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.unreadable: list[str] = []
        self._thrown_away = tempfile.TemporaryDirectory(prefix="tekigo-")
        given = from_environment()
        if given is not None and given.progress is not None:
            on_a_leash(given.progress)
        self.job = given or _own_job(self._thrown_away.name)
        self.features = Path(self.job.catalogue).parent
        try:
            self.catalogue = Catalogue.load(Path(self.job.catalogue))
        except TekigoError as error:
            raise pytest.UsageError(error.describe(self.job.language)) from error
        for clause in self.catalogue.clauses:
            # Tags of a table of examples become marks of its rows, and pytest takes no mark that it does not know.
            config.addinivalue_line(
                "markers", f"{clause}: what the rows of a table of examples judge besides."
            )
        for entry in found("tekigo.steps").values():
            _register_steps(config, entry, self.job.language)

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """
        Take feature files.
        """
        if file_path.suffix == ".feature":
            return FeatureFile.from_parent(parent, path=file_path)
        return None

    def pytest_unconfigure(self) -> None:
        """
        Throw away what a session without a job wrote.
        """
        self._thrown_away.cleanup()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """
        Remember what could not be collected: a suite with an unreadable feature judges nothing.
        """
        if report.failed:
            self.unreadable.append(str(report.longrepr))

    def pytest_bdd_apply_tag(self) -> bool:
        """
        Tags are clauses, not marks; they are checked at the end of collection.
        """
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """
        Check tags, select, order by start date, keep this lane's share.
        """
        if self.unreadable:
            raise pytest.UsageError("\n".join(self.unreadable))
        parts: dict[str, tuple[pytest.Item, Part]] = {}
        for item in items:
            if isinstance(item.parent, FeatureFile):
                part = self._part(item)
                item.stash[PART] = part
                parts[part.key] = (item, part)
        if not parts:
            return
        wanted = self.catalogue.selected_clauses(self.job.selection) if self.job.selection else None
        chosen = {key: pair for key, pair in parts.items() if wanted is None or wanted & set(pair[1].clauses)}
        if self.job.thin:
            kept_rows = few([Scenario(key, part.clauses) for key, (_, part) in chosen.items()])
            chosen = {key: pair for key, pair in chosen.items() if key in kept_rows}
        partial = {clause for key, (_, part) in parts.items() if key not in chosen for clause in part.clauses}
        ordered = order([part.planned for _, part in chosen.values()])
        lanes = lane_of(ordered, self.job.lanes)
        mine = [chosen[item.key] for item in ordered if lanes[item.key] == self.job.lane]
        others = [item for item in items if PART not in item.stash]
        kept = {id(item) for item in others} | {id(item) for item, _ in mine}
        left = [item for item in items if id(item) not in kept]
        if left:
            config.hook.pytest_deselected(items=left)
        items[:] = [*others, *(item for item, _ in mine)]
        # A lane that was dealt nothing writes nothing, and none must be missed.
        job = msgspec.structs.replace(self.job, lanes=max(1, len(set(lanes.values()))))
        stage = Stage(job, planned=len(mine), partial=sorted(partial))
        stage.say("planned", count=len(mine))
        performing = Performing(stage, self.catalogue)
        config.pluginmanager.register(performing, "tekigo-performing")
        if self.job.orders is not None:
            config.pluginmanager.register(Rounds(self.job, self.catalogue, performing), "tekigo-rounds")

    def _part(self, item: pytest.Item) -> Part:
        if not isinstance(item, pytest.Function):
            raise pytest.UsageError(
                {"ja": f"{item.nodeid}はシナリオでない", "en": f"{item.nodeid} is no scenario"}[
                    self.job.language
                ]
            )
        template: ScenarioTemplate = item.obj.template
        example: dict[str, str] = {}
        if hasattr(item, "callspec"):
            example = item.callspec.params["_pytest_bdd_example"]  # type: ignore[assignment]  # pytest-bdd's own
        scenario = template.render(example)
        path = item.path
        shown = str(path.relative_to(self.features)) if path.is_relative_to(self.features) else path.name
        number = f"#{item.callspec.indices['_pytest_bdd_example'] + 1}" if example else ""
        key = f"{shown}:{template.line_number}{number}"
        of_tables = {tag for examples in template.examples for tag in examples.tags}
        of_row = {mark.name for mark in item.iter_markers()} & of_tables
        unknown = of_tables - self.catalogue.clauses.keys() - PLAIN_TAGS
        tags = sorted(template.tags | template.feature.tags | of_row | unknown)
        clauses = []
        for tag in tags:
            if tag in self.catalogue.clauses:
                clauses.append(tag)
            elif tag not in PLAIN_TAGS:
                raise pytest.UsageError(
                    CatalogueError(
                        f"タグ@{tag}は要件一覧の項でない",
                        f"the tag @{tag} is no clause of the catalogue",
                        code="tag-unknown",
                        where=Where(f"features/{shown}", template.line_number),
                        hint=(
                            "項は@REL-001.3のように書く。一覧は`tekigo requirements show REL-001`で見られる。",
                            "Clauses look like @REL-001.3; `tekigo requirements show REL-001` lists them.",
                        ),
                    ).describe(self.job.language)
                )
        start, end = dates([step.name for step in scenario.steps])
        planned = Planned(key, start, end, alone="alone" in tags, far="far" in tags)
        title = titles(template.name)
        if example:
            values = "、".join(example.values())
            title = {language: f"{text} ({values})" for language, text in title.items()}
        return Part(key, f"features/{shown}", template.line_number, title, clauses, planned)


def _register_steps(config: pytest.Config, entry: EntryPoint, language: str) -> None:
    """
    Make the step modules of a package known to pytest-bdd: each is a plugin, so that its steps reach every feature.
    """
    try:
        package = entry.load()
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            config.pluginmanager.register(importlib.import_module(module.name), module.name)
    except (ImportError, AttributeError) as error:
        said = {
            "ja": f"ステップ{entry.value}を読み込めない：{error}",
            "en": f"the steps {entry.value} cannot be loaded: {error}",
        }
        raise pytest.UsageError(said[language]) from error


def _own_job(folder: str) -> Job:
    """
    The job of a pytest session that nobody gave one: the bundled registry in this process, results thrown away.
    """
    return Job(
        run=f"pytest-{secrets.token_hex(4)}",
        lane=0,
        lanes=1,
        folder=folder,
        statement=Statement(parse_connect("reference")),
        language="ja",
        selection=[],
        catalogue=str(features_folder() / "requirements"),
        key=secrets.token_hex(32),
    )
