"""
A few hundred people out of a city's year, chosen so that every kind of event happens among them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from scenarios.population.replay.commands import residents_of
from scenarios.population.replay.folder import Folder, Row, read
from tests.scenarios.population.made import busier
from tests.scenarios.population.test_bad_input import populate

CITY = 10_000
OFTEN, SELDOM = 4, 3
COMMON = {"copy_of_record", "convenience_certificate", "card_application", "card_handover"}


def city(folder: Path) -> Folder:
    """
    A year of a city, whole.
    """
    folder.mkdir()
    populate(
        folder,
        preset_name=None,
        marginals_file=busier(folder),
        residents=CITY,
        file_format="parquet",
        columns="all",
        events=2026,
    )
    return read(folder)


def sliced(year: Folder) -> Folder:
    """
    Households of the first few events of each kind, with everything that befalls them.
    """
    left = {_of(event): OFTEN if event["kind"] in COMMON else SELDOM for event in year.events}
    homes = set()
    for event in year.events:
        if left[_of(event)] > 0:
            left[_of(event)] -= 1
            homes.add(event["household"])
    events = [event for event in year.events if event["household"] in homes]
    born = {int(event["detail"].partition(" ")[2]) for event in events if event["kind"] == "birth"}
    named = {each for event in events for each in residents_of(event)} | born
    numbers = {row["household_number"] for row in year.residents if row["resident"] in named}
    return year._replace(
        residents=[row for row in year.residents if row["household_number"] in numbers],
        newcomers={number: row for number, row in year.newcomers.items() if number in named},
        events=events,
    )


def _of(event: Row) -> tuple[str, str]:
    # A marriage, and one that changes the name of who is here already; a measure confirmed, rejected, ended so or so.
    if event["kind"] == "marriage":
        return event["kind"], str(event["family_name"] is not None)
    return event["kind"], event["detail"].split()[0] if event["kind"].startswith("support") and event[
        "detail"
    ] else ""


def kinds(year: Folder) -> Counter[str]:
    """
    How often each kind of event happens.
    """
    return Counter(event["kind"] for event in year.events)
