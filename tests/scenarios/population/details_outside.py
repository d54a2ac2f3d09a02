"""
A checker of what one member's row says of another: family registers, nationality by descent, dependents, copied names;
and of measures, cards and letters. It shares no code with what made them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.scenarios.population.families_outside import households
from tests.scenarios.population.records_outside import table

Row = dict[str, Any]
MARRIED = {"夫", "妻"}
HIRAGANA = re.compile(r"[ぁ-ゖー]+")
CLASS = {"世帯主": "1", "夫": "2", "妻": "2", "子": "3", "父": "4", "母": "4", "縁故者": "7", "同居人": "8"}
SIBLINGS = {"兄", "弟", "姉", "妹"}
NO_DEPENDENTS = re.compile(
    r"永住者|特別永住者|定住者|日本人の配偶者等|永住者の配偶者等|技能実習.*|特定技能1号|特定活動|家族滞在|研修"
)
"""With whom nobody stays as a dependent (入管法別表第一の四の表の家族滞在の項)."""


def detail_faults(rows: list[Row], day: date, towns: str) -> Iterator[str]:
    """
    Everything that this checker finds.
    """
    for row in rows:
        yield from (f"resident {row['resident']}: {fault}" for fault in _of_one(row, day))
    for number, members in households(rows).items():
        members.sort(key=lambda row: row["position"])
        for fault in (*register_faults(members), *nationality_faults(members), *copy_faults(members)):
            yield f"household {number}: {fault}"
    for field in ("residence_card_number", "special_permanent_certificate_number"):
        counted = Counter(row[field] for row in rows if row[field])
        yield from (f"{field} {number} twice" for number, times in counted.items() if times > 1)
    yield from _of_towns(rows, towns)


def _of_one(row: Row, day: date) -> Iterator[str]:
    label = row["relationship"].removesuffix("（未届）")
    if row["relationship_class"] != CLASS.get(label, "5" if label in SIBLINGS else "6"):
        yield f"{label} of the class {row['relationship_class']}"
    measure, ends = row["support_measure"], row["support_measure_ends_on"]
    if measure not in {None, "temporary", "active"} or (measure is not None and row["age"] < 18):
        yield f"support measure {measure} at {row['age']}"
    if (measure == "active") != (ends is not None) or (ends and not day <= ends <= day + timedelta(days=366)):
        yield f"support measure {measure} until {ends}"
    if row["state_of_existence"] != "1" or row["birth_date_known"] != "whole":
        yield f"existence {row['state_of_existence']}, birth date {row['birth_date_known']}"
    if row["nationality"] == "JPN" and not row["family_name"].isascii():
        for field in ("family_name_kana", "given_name_kana"):
            if not HIRAGANA.fullmatch(row[field]):
                yield f"reading {row[field]}"
    yield from _of_further_names(row)
    yield from _of_card(row)


def _of_further_names(row: Row) -> Iterator[str]:
    for name in ("former_surname", "common_name"):
        if (row[name] is None) != (row[f"{name}_kana"] is None):
            yield f"{name} without its reading"
    if row["former_surname"] is not None and row["relationship"] not in MARRIED | {"世帯主"}:
        yield f"a former surname of {row['relationship']}"
    if row["common_name"] is not None:
        yield from _of_common_name(row)


def _of_card(row: Row) -> Iterator[str]:
    limit, card = row["period_expires_on"], row["card_expires_on"]
    if card is not None and limit is not None and card > limit:
        yield f"a card until {card}, a stay until {limit}"
    if row["card_issued_on"] is not None and row["card_issued_on"] < date(2016, 1, 1):
        yield f"a card of {row['card_issued_on']}, before there were any"


def _of_common_name(row: Row) -> Iterator[str]:
    if ("family", "given") not in _KNOWN:
        _KNOWN["family", "given"] = (
            {(r["name"], r["reading"]) for r in table("family_names.csv")},
            {(r["name"], r["reading"], r["sex"]) for r in table("given_names.csv")},
        )
    families, givens = _KNOWN["family", "given"]
    family, _, given = row["common_name"].partition("　")
    family_kana, _, given_kana = row["common_name_kana"].partition("　")
    if (family, family_kana) not in families or (given, given_kana, row["sex"]) not in givens:
        yield f"common name {row['common_name']} read {row['common_name_kana']}"


_KNOWN: dict[tuple[str, str], Any] = {}


def register_faults(members: list[Row]) -> Iterator[str]:
    """
    戸籍法6条, 18条: a couple and their unmarried children of one name; no third generation, no brother or sister.
    """
    labels = {row["relationship"] for row in members}
    names = {row["name"] for row in members if row["nationality"] != "JPN"}
    registers: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in members:
        if row["nationality"] == "JPN":
            head = row["head_of_family_register"]
            registers[head, row["registered_domicile"]].append(row)
            if head.partition("　")[0] != row["family_name"] or head in names:
                yield f"{row['relationship']} {row['family_name']} in the register of another name, or of a foreigner"
    for of_one in registers.values():
        together = {row["relationship"] for row in of_one}
        married_child = bool({"子の夫", "子の妻"} & labels)
        older = {"父", "母", "妻の父", "妻の母", *SIBLINGS, "子の子", "子の夫", "子の妻", "縁故者", "同居人"}
        if together & {"世帯主", *MARRIED} and together & older:
            yield f"one register holds {sorted(together)}"
        if married_child and together & {"世帯主", *MARRIED} and "子" in together:
            yield "a married child in the parents' register"
    japanese = {
        row["relationship"]: row["head_of_family_register"] for row in members if row["nationality"] == "JPN"
    }
    for one, other in (("世帯主", "夫"), ("世帯主", "妻"), ("父", "母"), ("子", "子の夫"), ("子", "子の妻")):
        if one in japanese and other in japanese and japanese[one] != japanese[other]:
            yield f"{one} and {other} are married in two registers"
    parents = {"世帯主", *MARRIED} & set(japanese)
    for row in members:
        alone = (
            row["relationship"] == "子" and row["nationality"] == "JPN" and not {"子の夫", "子の妻"} & labels
        )
        if alone and row["head_of_family_register"] not in {japanese[each] for each in parents}:
            yield "a child in nobody's register"


def nationality_faults(members: list[Row]) -> Iterator[str]:
    """
    国籍法2条: a child of a Japanese national is one; a foreign child beside one is brought along, and no dependent.
    """
    head = members[0]
    couple = [head, *(row for row in members if row["relationship"] in MARRIED)]
    japanese = [row for row in couple if row["nationality"] == "JPN"]
    for row in members:
        if row["relationship"] == "子" and row["nationality"] == "JPN" and not japanese:
            yield "a Japanese child of foreign parents"
        if row["relationship"] == "子" and row["nationality"] != "JPN" and len(japanese) == len(couple):
            yield "a foreign child of Japanese parents"
        if row["status_of_residence"] != "家族滞在":
            continue
        status = head["status_of_residence"]
        if japanese or status is None or NO_DEPENDENTS.fullmatch(status):
            yield f"a dependent of {status or head['nationality']}"
        if row["relationship"] not in {*MARRIED, "子"}:
            yield f"a dependent who is {row['relationship']}"


def copy_faults(members: list[Row]) -> Iterator[str]:
    if {row["householder_name"] for row in members} != {members[0]["name"]}:
        yield "the name of another householder"
    for field in ("address", "building", "town_code", "household_type"):
        if len({row[field] for row in members}) != 1:
            yield f"more than one {field}"


def _of_towns(rows: list[Row], towns: str) -> Iterator[str]:
    named = {(r["municipality_code"], r["prefecture"], r["municipality"]) for r in table(towns)}
    towns_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if (row["municipality_code"], row["prefecture"], row["municipality"]) not in named:
            yield f"{row['prefecture']}{row['municipality']} with the code {row['municipality_code']}"
        towns_of[row["municipality_code"], row["town_code"]].add(row["town"])
        before = row["previous_municipality_code"]
        if before is not None:
            total = sum(int(d) * w for d, w in zip(before[:5], (6, 5, 4, 3, 2), strict=True))
            if int(before[5]) != (11 - total % 11) % 10:
                yield f"came from {before}, whose check digit fails"
    yield from (f"town code {code} of two towns" for code, found in towns_of.items() if len(found) > 1)
