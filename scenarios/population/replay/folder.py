"""
A populated folder with a year of events, ready to be played: residents, newcomers and events as plain rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from harness.words.errors import ResultsError, Where
from scenarios.population.columns import CORE
from scenarios.population.events.newcomers import ARRIVING
from scenarios.population.events.year import COLUMNS
from scenarios.population.more_columns import DEAR
from scenarios.population.reading import manifests, table

Row = dict[str, Any]
NEEDED = (*CORE, *DEAR)


class Folder(NamedTuple):
    """
    What a replay needs of a folder. ``day`` is the first day of the year.
    """

    name: str
    day: str
    municipality: str
    residents: list[Row]
    newcomers: dict[int, Row]
    events: list[Row]


PART = ("人口の一部である", "it is a part of a population")
YEARLESS = ("一年分の異動がない", "there is no year of events in it")
EMPTY = ("住民がいない", "nobody lives in it")
NOBODYS = (
    "番号が誰のものでもなく、登録システムが受け付けない",
    "its numbers belong to nobody, and no registry takes them",
)
PLACES = ("住民が複数の市町村に住んでいる", "its residents live in more than one municipality")
AGAIN = (
    "--columns all --events 年を付け、--shardを付けずに作り直す。",
    "Populate once more with --columns all --events YEAR and without --shard.",
)


def residents_of(folder: Path) -> list[Row]:
    """
    All residents of a folder, with every column.
    """
    parts = manifests(folder)
    refuse(folder, parts[0].provable, NOBODYS, ("--provableを付けずに作る。", "Leave out --provable."))
    missing = [column for column in NEEDED if any(column not in part.columns for part in parts)]
    lacks = (f"列{missing[:1]}が書かれていない", f"the column {missing[:1]} was not written")
    refuse(folder, bool(missing), lacks, AGAIN)
    names = [(part.format, name) for part in parts for name in part.files if name.startswith("residents")]
    return [row for form, name in names for row in table(folder / name, form, NEEDED).to_pylist()]


def read(folder: Path) -> Folder:
    """
    Read a folder. Raises ResultsError where it is not a whole population with a year, and says what to do.
    """
    parts = manifests(folder)
    first = parts[0]
    refuse(folder, len(parts) > 1 or first.last - first.first != first.residents, PART, AGAIN)
    refuse(folder, first.events_year is None, YEARLESS, AGAIN)
    found = residents_of(folder)
    refuse(folder, not found, EMPTY, AGAIN)
    year, form = first.events_year, first.format
    newcomers = table(folder / f"newcomers-{year}.{form}", form, (*CORE, *ARRIVING)).to_pylist()
    events = table(folder / f"events-{year}.{form}", form, tuple(COLUMNS), dict(COLUMNS)).to_pylist()
    towns = {row["municipality_code"] for row in found}
    refuse(folder, len(towns) != 1, PLACES, ("一つの市のプリセットを選ぶ。", "Take a preset of one city."))
    return Folder(
        name=first.name,
        day=first.day,
        municipality=towns.pop(),
        residents=found,
        newcomers={row["resident"]: row for row in newcomers},
        events=sorted(events, key=lambda each: int(each["event"])),
    )


def refuse(folder: Path, wrong: bool, why: tuple[str, str], hint: tuple[str, str]) -> None:
    """
    Raise ResultsError where something is wrong with a folder, in both languages.
    """
    if wrong:
        raise ResultsError(
            f"この人口は再現できない：{why[0]}",
            f"this population cannot be played: {why[1]}",
            code="population-folder",
            where=Where(file=str(folder)),
            hint=hint,
        )
