"""
What a vendor's test does with the kit, as a program: it prints what it drew as one JSON object.

It runs without this checkout, so nothing of ours but the kit may be imported here.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from faker import Faker
from hypothesis import find, settings

import tekigo_kit
from tekigo_kit.people import Household
from tekigo_kit.provider import JapaneseResidentProvider
from tekigo_kit.strategies import households, moving_in, residents

OUTSIDE = {"harness", "fakes", "scenarios", "reports", "registry", "numpy", "pyarrow"}


def told(household: Household) -> dict[str, Any]:
    """
    A household as rows, with the names that the kit makes of them.
    """
    return {
        "householder": household.householder["resident"],
        "members": [
            {**member, "name": member.name, "reading": member.reading} for member in household.members
        ],
    }


def refusal(folder: str) -> str:
    """
    What the kit says to a folder that it cannot use.
    """
    try:
        tekigo_kit.read_population(folder)
    except tekigo_kit.PopulationError as error:
        return str(error)
    return "accepted"


def rooms() -> list[str]:
    """
    What of ours, and of the arrays, this process has imported.
    """
    return sorted(OUTSIDE & set(sys.modules))


def held(folder: str) -> list[dict[str, Any]]:
    """
    Every household of a folder.
    """
    return [told(each) for each in tekigo_kit.read_population(folder).households]


def drawn_by_faker(folder: str) -> dict[str, Any]:
    """
    Residents from the same seed twice, and households.
    """
    fake = Faker("ja_JP")
    fake.add_provider(JapaneseResidentProvider(fake, folder))
    runs = []
    for _ in range(2):
        fake.seed_instance(5)
        runs.append([fake.resident()["resident"] for _ in range(30)])
    return {
        "first": runs[0],
        "again": runs[1],
        "drawn": [told(fake.household()) for _ in range(100)] + [told(fake.moving_in().household)],
        "large": told(fake.household(at_least=4)),
    }


def found_by_hypothesis(folder: str) -> dict[str, Any]:
    """
    The smallest examples of each strategy.
    """
    population = tekigo_kit.read_population(folder)
    quiet = settings(database=None, max_examples=500, derandomize=True)
    arrival = find(moving_in(folder), lambda each: bool(each.from_municipality), settings=quiet)
    family = find(households(population), lambda each: len(each.members) > 2, settings=quiet)
    return {
        "smallest": told(find(households(folder), lambda _: True, settings=quiet)),
        "family": told(family),
        "child": find(residents(population), lambda each: int(str(each["age"])) < 18, settings=quiet)["age"],
        "arrival": told(arrival.household),
        "days": [str(arrival.moved_on), str(arrival.notified_on)],
    }


def main() -> None:
    """
    Draw from the folder that is named first, read the two others, try those that follow.
    """
    ndjson, csv, parquet, *wrong = sys.argv[1:]
    answer = {
        "from": tekigo_kit.__file__,
        **drawn_by_faker(ndjson),
        **found_by_hypothesis(ndjson),
        "ndjson": held(ndjson),
        "csv": held(csv),
        "rooms": rooms(),
        "parquet": held(parquet),
        "rooms_after_parquet": rooms(),
        "refusals": [refusal(each) for each in wrong],
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
