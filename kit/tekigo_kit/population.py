"""
A folder of `tekigo populate` as residents, households and arrivals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from os import PathLike, fspath
from pathlib import Path

from tekigo_kit.errors import PopulationError
from tekigo_kit.people import Household, MovingIn, Resident, Value
from tekigo_kit.reading import manifest_of, rows_of

MOST = 100_000
"""Residents read unless more are asked for: enough for tests, and a country does not fill the memory."""
NEEDED = (
    *("resident", "household_number", "household_size", "relationship_codes", "birth_date"),
    *("family_name", "given_name", "family_name_kana", "given_name_kana"),
)

NEEDED_OF_EVENTS = ("kind", "residents", "changed_on", "notified_on", "from_municipality", "reason")
EVENTS_EACH = 100
"""Events read for each resident: a bound for a broken file, far above a year's."""


@dataclass(frozen=True)
class Population:
    """
    The residents of whole households, small households first, and the households that move in.
    """

    folder: Path
    households: tuple[Household, ...]
    residents: tuple[Resident, ...]
    arrivals: tuple[MovingIn, ...]


def read_population(source: str | PathLike[str] | Population, *, most: int = MOST) -> Population:
    """
    Read a folder, or the folder of the file that is named; a population that was read already is given back.

    A household that the end of the file, of its shard or of `most` cuts in two is left out.

    Raises:
        PopulationError: the folder is missing, half written, from elsewhere, or lacks columns.
    """
    if isinstance(source, Population):
        return source
    path = Path(fspath(source))
    folder = path.parent if path.is_file() else path
    files: Mapping[str, Mapping[str, int]] = manifest_of(folder)["files"]
    if most < 1:
        raise PopulationError(
            f"{folder}: most={most} leaves nobody to read. Give 1 or more, or leave it out."
        )
    households = _households(folder, _kind(files, folder, "residents", most, NEEDED))
    newcomers = _kind(files, folder, "newcomers-", most, NEEDED)
    events = _kind(files, folder, "events-", most * EVENTS_EACH, NEEDED_OF_EVENTS) if newcomers else []
    households.sort(key=lambda each: len(each.members))
    return Population(
        folder,
        tuple(households),
        tuple(member for each in households for member in each.members),
        tuple(sorted(_arrivals(newcomers, events), key=lambda each: len(each.household.members))),
    )


def _kind(
    files: Mapping[str, Mapping[str, int]], folder: Path, begins: str, most: int, needed: tuple[str, ...]
) -> list[dict[str, Value]]:
    rows = [
        row
        for name, expected in sorted(files.items())
        if name.startswith(begins)
        for row in rows_of(folder, name, expected, most)
    ]
    lacking = [column for column in needed if any(column not in row for row in rows)]
    if lacking:
        raise PopulationError(f"{folder}: lacks {', '.join(lacking)}. Populate with --columns core or all.")
    return rows


def _households(folder: Path, rows: list[dict[str, Value]]) -> list[Household]:
    if not rows:
        raise PopulationError(f"{folder}: no residents in it. Populate with --residents of at least 1.")
    grouped = [
        Household(tuple(map(Resident, members)))
        for _, members in groupby(rows, key=lambda row: row["household_number"])
    ]
    for at, household in enumerate(grouped):
        if not _whole(household) and 0 < at < len(grouped) - 1:
            raise PopulationError(
                f"{folder}: household {household.number} has not as many members as it says, or not one householder. "
                "The file was changed since it was made; make it again."
            )
    whole = [household for household in grouped if _whole(household)]
    if not whole:
        raise PopulationError(f"{folder}: no whole household in it. Populate with more --residents.")
    return whole


def _whole(household: Household) -> bool:
    return (
        len(household.members) == household.members[0]["household_size"]
        and sum(member.is_householder for member in household.members) == 1
    )


def _arrivals(
    newcomers: Iterable[Mapping[str, Value]], events: Iterable[Mapping[str, Value]]
) -> Iterable[MovingIn]:
    known = {row["resident"]: Resident(row) for row in newcomers}
    for event in events:
        if event["kind"] != "moving_in":
            continue
        members = [known.get(int(index)) for index in str(event["residents"]).split()]
        household = Household(tuple(member for member in members if member is not None))
        if members and len(household.members) == len(members) and _whole(household):
            origin, reason = event["from_municipality"], event["reason"]
            yield MovingIn(
                household,
                date.fromisoformat(str(event["changed_on"])),
                date.fromisoformat(str(event["notified_on"])),
                None if origin is None else str(origin),
                None if reason is None else str(reason),
            )
