"""
Populations that several tests look at; made once.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa

from scenarios.population.columns import CORE
from scenarios.population.deck import Deck, compile_deck
from scenarios.population.marginals import preset
from scenarios.population.more_columns import ALL
from scenarios.population.population import Population
from scenarios.population.tables import PRESETS

DAY = date(2026, 1, 1)


@cache
def population(name: str, residents: int, seed: int = 1, *, provable: bool = False) -> Population:
    """
    A population of a preset.
    """
    made = Population(preset(name), seed, residents, DAY, provable)
    made.__dict__["deck"] = deck(
        name
    )  # The deck does not know of the seed; compiling it once saves half a second each.
    return made


BUSIER = {"support_application": 2000, "support_rejection": 300_000, "support_end": 500_000}
"""Per million: so that each kind of event of a support measure happens among a few thousand people."""


def busier(folder: Path) -> Path:
    """
    The marginals of Wako with more support measures.
    """
    text = (PRESETS / "wako.toml").read_text(encoding="utf-8")
    rates = "".join(f"{name} = {rate}\n" for name, rate in BUSIER.items())
    path = folder / "busier.toml"
    text = text.replace("[events]\n", f"[events]\n{rates}").replace("protected = 900", "protected = 5000")
    path.write_text(text, encoding="utf-8")
    return path


@cache
def deck(name: str) -> Deck:
    """
    The compiled marginals of a preset.
    """
    return compile_deck(preset(name))


@cache
def table(name: str, residents: int, columns: str = "core", *, provable: bool = False) -> pa.Table:
    """
    All its residents.
    """
    made = population(name, residents, provable=provable)
    return pa.Table.from_batches(made.batches(columns=ALL if columns == "all" else CORE)).unify_dictionaries()
