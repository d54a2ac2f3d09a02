"""
Who lives in a household, and who heads it: what entries, departures and changes of households leave known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.judgement.checks.as_filed_people import HOUSE, HOUSEHOLDER, UNKNOWN, People

Request = Mapping[str, Any]
RELATED = ("relationship", "householder_name")


def enter(people: People, moment: int, household: str, movers: Mapping[str, Mapping[str, object]]) -> None:
    """
    The householder's name of those who entered a household: of the head among them, else of the head who is known.
    """
    heads = [one for one in movers.values() if one["relationship"] == HOUSEHOLDER]
    others = [who for who in people.alike("household", household) if who not in movers]
    known = [people.now(who, "name") for who in others if people.now(who, "relationship") == HOUSEHOLDER]
    names = [UNKNOWN if one.get("common_name") else one["name"] for one in heads] or known
    name = names[0] if len(names) == 1 else UNKNOWN
    for who in [*movers, *others]:
        people.put(who, moment, householder_name=name)


def all_together(people: People, founded: set[object], movers: list[str]) -> bool:
    """
    Whether the movers are surely the whole of one household.
    """
    households = {people.now(who, "household") for who in movers}
    if len(households) != 1 or not households <= founded:
        return False
    return set(people.alike("household", *households)) <= set(movers)


def related(people: People, moment: int, members: list[str], head: object, relationships: Any) -> None:
    """
    Who heads some people, and how they are related to the head.
    """
    if head is None:
        return
    name = UNKNOWN if people.now(str(head), "common_name") is not None else people.now(str(head), "name")
    people.put(str(head), moment, relationship=HOUSEHOLDER)
    for one in relationships:
        people.put(str(one["resident"]), moment, relationship=one["relationship"])
    for who in {*members, str(head), *(str(one["resident"]) for one in relationships)}:
        people.put(who, moment, householder_name=name)


def left(people: People, moment: int, who: str) -> None:
    """
    What is not known any more of a household that somebody leaves, as its head perhaps.
    """
    household = people.now(who, "household")
    if people.now(who, "relationship") in (HOUSEHOLDER, UNKNOWN):
        for other in people.everybody():
            if people.now(other, "household") in (household, UNKNOWN) or household is UNKNOWN:
                people.forget(other, moment, RELATED)


def change(people: People, request: Request, moment: int) -> None:
    """
    Another householder.
    """
    members = people.alike("household", request["household"])
    for who in members:
        people.forget(who, moment, RELATED)
    related(people, moment, members, request["householder"], request["relationships"])


def regroup(people: People, request: Request, moment: int) -> None:
    """
    A household is split, two are merged, or members go over into another one.
    """
    movers = [str(who) for who in request.get("residents", ())]
    movers += people.alike("household", request.get("household", UNKNOWN))
    for who in people.everybody():
        people.forget(who, moment, HOUSE if who in movers else RELATED)
    if request.get("into") is not None:
        for who in movers:
            people.put(who, moment, household=request["into"])
        for one in request["relationships"]:
            people.put(str(one["resident"]), moment, relationship=one["relationship"])
    else:
        related(people, moment, movers, request["householder"], request["relationships"])
    remaining = request.get("remaining_relationships", ())
    related(people, moment, [], request.get("remaining_householder"), remaining)
