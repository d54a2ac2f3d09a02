"""
Which scenarios are played against a defect: those that notice it or could, and a few that should not.

Of a long table of examples first a few rows, evenly spread; the whole table only where those did not suffice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from harness.running.declared import Declared
from harness.running.orders import Scenario

ROWS = 8
"""Of a table that may decide what the defect names, at first so many rows."""

FEW = 2
"""Of any other table, so many."""

NEAR = 1
"""So many that may decide what the defect names, where it is known which do."""

SAMPLE = 1
"""So many scenarios that have nothing to do with the defect."""

FAR_OF = 4
"""Where it is known who sees it, one defect of so many is played against these."""

ONE_IN = 24
"""Of so many defects of which it is known where they are seen, one is played against what is near, and the journeys."""


def first(scenarios: list[Scenario], defect: Declared) -> set[str]:
    """
    What is played first: what may decide a named requirement, the journeys, and a sample of the rest.

    A requirement that no scenario carries is decided by standing checks alone: then one scenario of each feature.
    """
    near = [one for one in scenarios if one.requirements & defect.named]
    chosen = thinned(near, ROWS) | {one.key for one in scenarios if one.journey}
    carried = {requirement for one in near for requirement in one.requirements}
    rest = [one for one in scenarios if not one.requirements & defect.named]
    if defect.named - carried:
        chosen |= {one.key for one in {one.feature: one for one in reversed(rest)}.values()}
    return chosen | _sample(rest, defect.name)


def telling(scenarios: list[Scenario], defect: Declared, known: set[str]) -> set[str]:
    """
    What is played where it is ``known`` in which scenarios the defect shows: these, which judge whatever else they are
    about. Of one defect of four also a sample of what should not notice it; of one of twenty-four of what could notice
    it too, and the journeys.
    """
    chosen, lot = set(known), _lot(defect.name)
    if lot % FAR_OF == 0:
        chosen |= _sample([one for one in scenarios if not one.requirements & defect.named], defect.name)
    if lot % ONE_IN == 0:
        near = [one for one in scenarios if one.requirements & defect.named]
        chosen |= _sample(near, defect.name, NEAR) | {one.key for one in scenarios if one.journey}
    return chosen


def wider(scenarios: list[Scenario], defect: Declared) -> set[str]:
    """
    What is played where the first did not suffice: every row for what the defect names, a few of everything else.
    """
    near = {one.key for one in scenarios if one.requirements & defect.named}
    return near | few(scenarios)


def few(scenarios: list[Scenario]) -> set[str]:
    """
    Every scenario, tables thinned out.
    """
    return thinned(scenarios, FEW)


def everything(scenarios: list[Scenario]) -> set[str]:
    """
    Every scenario and row.
    """
    return {one.key for one in scenarios}


def thinned(scenarios: Iterable[Scenario], rows: int) -> set[str]:
    """
    Of each table of examples at most so many rows, evenly spread, with the first and the last.
    """
    tables: dict[str, list[str]] = defaultdict(list)
    for one in scenarios:
        tables[one.table].append(one.key)
    kept: set[str] = set()
    for keys in tables.values():
        keys.sort(key=lambda key: int(key.partition("#")[2] or 0))
        if len(keys) <= rows:
            kept |= set(keys)
        else:
            kept |= {keys[round(step * (len(keys) - 1) / (rows - 1))] for step in range(rows)}
    return kept


def _sample(rest: list[Scenario], name: str, most: int = SAMPLE) -> set[str]:
    """
    The same scenarios for the same defect every time, others for another.
    """
    tables = {one.table: one.key for one in reversed(rest) if not one.journey}
    drawn = sorted(tables, key=lambda table: _lot(f"{name} {table}"))
    return {tables[table] for table in drawn[:most]}


def _lot(words: str) -> int:
    return int.from_bytes(sha256(words.encode()).digest())
