"""
A checker of families that shares no code with what made them: it reads rows and knows the rules by itself.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

Row = dict[str, Any]

SEX_OF = {
    "夫": "male", "夫（未届）": "male", "父": "male", "兄": "male", "弟": "male", "子の夫": "male", "妻の父": "male",
    "妻": "female", "妻（未届）": "female", "母": "female", "姉": "female", "妹": "female", "子の妻": "female",
    "妻の母": "female",
}  # fmt: skip
CODES = {
    "世帯主": "02", "夫": "11", "妻": "12", "夫（未届）": "13", "妻（未届）": "14", "子": "20", "父": "51", "母": "52",
    "兄": "71", "弟": "74", "姉": "81", "妹": "84", "縁故者": "96", "同居人": "99", "子の夫": "20 11",
    "子の妻": "20 12", "子の子": "20 20", "妻の父": "12 51", "妻の母": "12 52",
}  # fmt: skip
SPOUSES = {"夫", "妻", "夫（未届）", "妻（未届）"}
ERAS = (("令和", 2019, 5, 1), ("平成", 1989, 1, 8), ("昭和", 1926, 12, 25), ("大正", 1912, 7, 30))


def years(older: date, younger: date) -> int:
    """
    Full years from one birth to another.
    """
    return younger.year - older.year - ((younger.month, younger.day) < (older.month, older.day))


def wareki(day: date) -> str:
    """
    A day in the Japanese calendar, since Taishō.
    """
    name, year = next((n, y) for n, y, m, d in ERAS if day >= date(y, m, d))
    number = day.year - year + 1
    return f"{name}{'元' if number == 1 else number}年{day.month}月{day.day}日"


def households(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """
    Members by household number.
    """
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["household_number"]].append(row)
    return found


def faults(rows: list[Row], day: date) -> Iterator[str]:
    """
    Everything that cannot be, in words; nothing for a sound population.
    """
    for row in rows:
        yield from _of_one(row, day)
    for number, members in households(rows).items():
        for fault in _of_household(members):
            yield f"household {number}: {fault}"


def _of_one(row: Row, day: date) -> Iterator[str]:
    who = f"resident {row['resident']}"
    born, label = row["birth_date"], row["relationship"]
    if row["age"] != years(born, day) or not 0 <= row["age"] <= 104:
        yield f"{who}: age {row['age']} does not follow from {born}"
    if row["birth_date_wareki"] != wareki(born):
        yield f"{who}: {row['birth_date_wareki']} is not {born}"
    if label not in CODES or row["relationship_codes"] != CODES[label]:
        yield f"{who}: {label} with the codes {row['relationship_codes']}"
    if SEX_OF.get(label, row["sex"]) != row["sex"]:
        yield f"{who}: {label} and {row['sex']}"


def _of_household(members: list[Row]) -> Iterator[str]:
    members = sorted(members, key=lambda row: row["position"])
    heads = [row for row in members if row["relationship"] == "世帯主"]
    if len(heads) != 1:
        yield f"{len(heads)} householders"
        return
    head = heads[0]
    if members[0] is not head or [row["position"] for row in members] != list(range(1, len(members) + 1)):
        yield "positions do not run from the householder on"
    if {row["household_size"] for row in members} != {len(members)}:
        yield f"size {members[0]['household_size']} for {len(members)} members"
    if len({(row["municipality_code"], row["postal_code"], row["town"], row["lot"]) for row in members}) != 1:
        yield "members at different addresses"
    if len({(row["family_name"], row["given_name"]) for row in members}) != len(members):
        yield "two members of one name"
    yield from _of_family(head, members)
    yield from _of_type(head["household_type"], [row["relationship"] for row in members])


def _of_family(head: Row, members: list[Row]) -> Iterator[str]:
    by = defaultdict(list)
    for row in members:
        by[row["relationship"]].append(row)
    spouses = [row for row in members if row["relationship"] in SPOUSES]
    if len(spouses) > 1:
        yield "more than one spouse"
    for row in spouses:
        if row["sex"] == head["sex"] or min(row["age"], head["age"]) < 18:
            yield "a marriage that cannot be"
        japanese = row["nationality"] == head["nationality"] == "JPN"
        if japanese and row["relationship"] in {"夫", "妻"} and row["family_name"] != head["family_name"]:
            yield "married under two names"
    couple = [head, *spouses]
    yield from _generation(couple, by["子"], names=True)
    yield from _generation(by["父"] + by["母"], [head], names=True)
    yield from _generation(by["妻の父"] + by["妻の母"], by["妻"], names=False)
    if by["子の妻"] or by["子の夫"]:
        yield from _generation(by["子"] + by["子の妻"] + by["子の夫"], by["子の子"], names=False)
    yield from _of_elders(head, by["子の子"], by["父"], by["母"])
    older, younger = by["兄"] + by["姉"], by["弟"] + by["妹"]
    if any(row["birth_date"] >= head["birth_date"] for row in older):
        yield "an elder brother or sister who is younger"
    if any(row["birth_date"] <= head["birth_date"] for row in younger):
        yield "a younger brother or sister who is older"
    if head["age"] < 15:
        yield "a householder under 15"


def _of_elders(head: Row, grandchildren: list[Row], fathers: list[Row], mothers: list[Row]) -> Iterator[str]:
    for row in grandchildren:
        if not 34 <= years(head["birth_date"], row["birth_date"]) <= 101:
            yield "a grandparent of the wrong age"
    if len(fathers) > 1 or len(mothers) > 1:
        yield "two fathers or two mothers"


def _generation(parents: list[Row], children: list[Row], *, names: bool) -> Iterator[str]:
    for child in children:
        for parent in parents:
            apart = years(parent["birth_date"], child["birth_date"])
            low, high = (16, 50) if parent["sex"] == "female" else (17, 70)
            if not low <= apart <= high:
                yield f"{parent['sex']} parent {apart} years older than the child"
        if names and parents and child["family_name"] not in {parent["family_name"] for parent in parents}:
            yield "a child with nobody's name"
    days = sorted(row["birth_date"] for row in children)
    for before, after in itertools.pairwise(days):
        if 0 < (after - before).days < 270:
            yield f"siblings born {(after - before).days} days apart"


def _of_type(kind: str, labels: list[str]) -> Iterator[str]:
    married = any(label in SPOUSES for label in labels)
    others = [label for label in labels if label != "世帯主" and label not in SPOUSES]
    children = bool(others) and set(others) == {"子"}
    expected = {
        "one_person": len(labels) == 1,
        "couple_only": married and not others,
        "couple_with_children": married and children,
        "father_with_children": not married and children,
        "mother_with_children": not married and children,
        "other": bool(others) and not children,
        "institutional": set(others) <= {"同居人"},
    }
    if not expected.get(kind, False):
        yield f"{kind} with {labels}"
