"""
The population's own account of the last day: events folded one after another, without any law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from scenarios.population.more_columns import SPACE
from scenarios.population.replay.commands import relationships_of, residents_of
from scenarios.population.replay.folder import Folder

Row = dict[str, Any]
ENTERS = ("moving_in", "moving_in_abroad", "birth")


@dataclass
class Last:
    """
    Somebody on the last day. ``home`` is the number of a household of the population.
    """

    here: bool
    home: int
    relationship: str
    name: str
    foreign: bool
    address: str
    ward: str
    """How every address begins where the household lives: a change of address stays in the ward."""
    card: str | None = None
    stay_until: date | None = None


def ending(folder: Folder, last_day: date) -> dict[int, Last]:
    """
    Everybody who ever was here, as the events leave them. A moving out counts from its day on.
    """
    homes: dict[str, int] = {}
    people = {
        row["resident"]: _first(row, homes.setdefault(row["household_number"], -1 - len(homes)))
        for row in folder.residents
    }
    members: dict[int, int] = {}
    """Household of an event by its number, as the population's own residents are numbered here."""
    for event in folder.events:
        _play(folder, event, people, members, last_day)
    return people


def _ward(row: Row) -> str:
    address: str = row["address"]
    return address.removesuffix(f"{row['town']}{row['lot']}")


def _first(row: Row, home: int) -> Last:
    foreign = row["nationality"] != "JPN"
    return Last(
        here=True,
        home=home,
        relationship=row["relationship"],
        name=row["name"],
        foreign=foreign,
        address=row["address"],
        ward=_ward(row),
        card=row.get("card_state"),
        stay_until=row["period_expires_on"],
    )


def _play(folder: Folder, event: Row, people: dict[int, Last], homes: dict[int, int], last_day: date) -> None:
    kind, said = event["kind"], relationships_of(event)
    who = residents_of(event)
    if kind in ENTERS:
        _enter(folder, event, people, homes)
        return
    homes[event["household"]] = people[who[0]].home
    for each in who:
        person = people[each]
        if kind in ("moving_out", "moving_out_abroad"):
            person.here = event["changed_on"] > last_day
        elif kind == "death":
            person.here = False
        elif kind == "change_of_address":
            person.address = f"{person.ward}{event['town']}{event['lot']}"
        elif kind in ("marriage", "naturalisation") and event["family_name"] is not None:
            given = person.name.partition(SPACE)[2]
            person.name = f"{event['family_name']}{SPACE}{given}"
        if kind == "naturalisation":
            person.foreign = False
        if kind == "stay_extension":
            person.stay_until = event["period_expires_on"]
        if kind == "household_split":
            person.home = event["new_household"]
        if each in said:
            person.relationship = said[each]
        if kind in CARDS:
            person.card = CARDS[kind]


CARDS = {"card_handover": "active", "card_loss": "suspended", "card_found": "active"}


def _enter(folder: Folder, event: Row, people: dict[int, Last], homes: dict[int, int]) -> None:
    said = relationships_of(event)
    if event["kind"] == "birth":
        near = people[int(event["detail"].partition(" ")[2])]
    elif event["detail"] == "joins":
        near = next(each for each in people.values() if each.here and each.home == homes[event["household"]])
    else:
        near = None
    for each in residents_of(event):
        row = folder.newcomers[each]
        home = event["household"] if near is None else near.home
        address = row["address"] if near is None else near.address
        people[each] = Last(
            here=True,
            home=home,
            relationship=said[each],
            name=row["name"],
            foreign=row["nationality"] != "JPN",
            address=address,
            ward=_ward(row) if near is None else near.ward,
            stay_until=row["period_expires_on"],
        )
