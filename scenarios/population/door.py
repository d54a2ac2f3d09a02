"""
The door by which the command finds populations: entry point `tekigo.populations`. Arrays are imported behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from harness.running.statement import Statement
from scenarios.population.events.year import year_written
from scenarios.population.fit import fitted
from scenarios.population.fit_words import notice
from scenarios.population.marginals import preset as preset_of, presets
from scenarios.population.order import order
from scenarios.population.replay.performance import played
from scenarios.population.writing import Manifest, written

Progress = Callable[[int, int], None]


class Populations:
    """
    What `tekigo populate` can be asked.
    """

    def presets(self) -> list[tuple[str, str, int]]:
        """
        Name, title and number of residents of each preset.
        """
        return [(name, (found := preset_of(name)).title, found.residents) for name in presets()]

    def populate(self, progress: Progress, **options: Any) -> dict[str, Any]:
        """
        Write a population and give its manifest. `progress` is told how many residents were made, of how many.
        """
        asked = order(**options)
        first, last = asked.shard.rows(asked.population.residents)
        done = 0

        def made(rows: int) -> None:
            nonlocal done
            done += rows
            progress(done, last - first)

        manifest = written(asked, made, lambda folder: year_written(asked, folder))
        return _plain(manifest)

    def notice(self, *, provable: bool, language: str) -> str:
        """
        What must be told with every population.
        """
        return notice(provable=provable, language=language)

    def fit(self, folder: Path, **options: Any) -> dict[str, Any]:
        """
        Compare a populated folder with its marginals, draw it, and give the distances.
        """
        return fitted(folder, **options)

    def replay(self, folder: Path, statement: Statement, **options: Any) -> dict[str, Any]:
        """
        Play the year of a populated folder into a registry and its town, beside the oracle, and tell what came of it.
        """
        return played(folder, statement, **options)


def _plain(manifest: Manifest) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(manifest)
    return made


POPULATIONS = Populations()
