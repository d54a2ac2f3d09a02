"""
A checker of numbers, names, addresses and foreign residents that shares no code with what made them.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.scenarios.population.families_outside import SPOUSES, households

Row = dict[str, Any]
TABLES = Path(__file__).parents[3] / "scenarios" / "population" / "data"
UNLIMITED = {"永住者", "特別永住者"}
STATUS = re.compile(
    r"教授|芸術|宗教|報道|高度専門職(1号[イロハ]|2号)|経営・管理|医療|研究|教育|技術・人文知識・国際業務|企業内転勤|介護|興行|"
    r"技能|特定技能[12]号|技能実習[123]号[イロ]|文化活動|留学|研修|家族滞在|特定活動|永住者|日本人の配偶者等|"
    r"永住者の配偶者等|定住者|特別永住者"
)
DAYS = {"1年": 366, "2年": 731, "3年": 1096, "5年": 1827, "1年3月": 458, "2年3月": 823, "4年3月": 1553}


def table(name: str) -> list[dict[str, str]]:
    """
    A table of the project, as text.
    """
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digit_fits(number: str) -> bool:
    """
    Whether the last digit is the check digit of modulus 11 with the weights 2 to 7 from the right.
    """
    total = sum(int(d) * (i % 6 + 2) for i, d in enumerate(reversed(number[:-1])))
    remainder = total % 11
    return number[-1] == ("0" if remainder < 2 else str(11 - remainder))


def remainder_one(number: str) -> bool:
    """
    Whether a local number has no check digit.
    """
    return sum(int(d) * (i % 6 + 2) for i, d in enumerate(reversed(number[:-1]))) % 11 == 1


def number_faults(rows: list[Row], *, valid: bool = True) -> Iterator[str]:
    """
    Wrong, doubled or undeclared numbers.
    """
    for field, length, low, high in (
        ("individual_number", 12, 97_926_258_176, 98_999_999_999),
        ("resident_record_code", 11, 8_826_258_176, 9_899_999_999),
    ):
        for row in rows:
            number = row[field]
            if not re.fullmatch(rf"[0-9]{{{length}}}", number) or not low <= int(number[:-1]) <= high:
                yield f"{field} {number} outside the declared range"
            elif digit_fits(number) != valid:
                yield f"{field} {number}: check digit"
        yield from (f"{field} {n} twice" for n, k in Counter(row[field] for row in rows).items() if k > 1)
    for field in ("addressee_number", "household_number"):
        for number in {row[field] for row in rows}:
            if len(number) != 12 or not digit_fits(number) or remainder_one(number):
                yield f"{field} {number}: check digit"
    yield from (
        f"addressee {n} twice" for n, k in Counter(row["addressee_number"] for row in rows).items() if k > 1
    )


def name_faults(rows: list[Row]) -> Iterator[str]:
    """
    Names whose reading does not belong to them, or whose letters are not what the row says.
    """
    family = {
        (r["name"], r["reading"]) for r in table("family_names.csv") + table("unusual_family_names.csv")
    }
    given = {(r["name"], r["reading"], r["sex"]) for r in table("given_names.csv")}
    abroad = {(r["nationality"], r["part"], r["name"], r["reading"]) for r in table("foreign_names.csv")}
    for row in rows:
        who = f"resident {row['resident']}"
        name = (row["family_name"], row["family_name_kana"])
        first = (row["given_name"], row["given_name_kana"])
        if row["nationality"] == "JPN":
            # A child of a mixed couple may bear the foreign parent's name.
            if name not in family and not row["family_name"].isascii():
                yield f"{who}: {name}"
            if (*first, row["sex"]) not in given:
                yield f"{who}: {first}"
        elif (row["nationality"], "family", *name) not in abroad or (
            row["nationality"], row["sex"], *first
        ) not in abroad:  # fmt: skip
            yield f"{who}: {name} {first}"
        if row["name"] != f"{row['family_name']}　{row['given_name']}":
            yield f"{who}: name {row['name']}"
        if row["name_kana"] != f"{row['family_name_kana']}　{row['given_name_kana']}":
            yield f"{who}: reading {row['name_kana']}"
        beyond = any(
            ord(letter) > 0xFFFF and not 0xE0100 <= ord(letter) <= 0xE01EF for letter in row["family_name"]
        )
        selector = any(0xE0100 <= ord(letter) <= 0xE01EF for letter in row["family_name"])
        if (row["letters"] == "beyond-bmp") != beyond or (row["letters"] == "variation-selector") != selector:
            yield f"{who}: {row['letters']}"
        if row["former_surname"] is not None and (
            row["former_surname"] == row["family_name"]
            or (row["former_surname"], row["former_surname_kana"]) not in family
            or row["nationality"] != "JPN"
        ):
            yield f"{who}: former surname"
        if row["common_name"] is not None and row["nationality"] == "JPN":
            yield f"{who}: a common name of a Japanese national"
        if (row["common_name"] is None) != (row["common_name_kana"] is None):
            yield f"{who}: a common name without its reading"


def place_faults(rows: list[Row], towns: str) -> Iterator[str]:
    """
    Towns that do not exist, or not with this code.
    """
    known = {(r["municipality_code"], r["postal_code"], r["town"], r["town_kana"]) for r in table(towns)}
    for row in rows:
        code = row["municipality_code"]
        total = sum(int(d) * w for d, w in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
        if (code, row["postal_code"], row["town"], row["town_kana"]) not in known:
            yield f"resident {row['resident']}: {row['town']} {row['postal_code']}"
        if int(code[5]) != (11 - total % 11) % 10:
            yield f"resident {row['resident']}: municipality {code}"
        if row["address"] != f"{row['prefecture']}{row['municipality']}{row['town']}{row['lot']}":
            yield f"resident {row['resident']}: {row['address']}"
        if row["previous_municipality_code"] == code:
            yield f"resident {row['resident']}: came from where it lives"


def foreign_faults(rows: list[Row], day: date) -> Iterator[str]:
    """
    Status, period, expiry and card number that do not fit together.
    """
    with_japanese = {
        number
        for number, members in households(rows).items()
        if any(m["nationality"] == "JPN" for m in members)
    }
    for row in rows:
        who = f"resident {row['resident']}"
        foreign = row["nationality"] != "JPN"
        stay = [row[f] for f in ("resident_class", "status_of_residence")]
        if foreign != all(stay) or (not foreign and any(stay)) or row["resident_kind"] != "12"[foreign]:
            yield f"{who}: {row['nationality']} with {stay}"
        if (row["registered_domicile"] is None) != foreign or (
            row["head_of_family_register"] is None
        ) != foreign:
            yield f"{who}: family register of {row['nationality']}"
        if not foreign:
            if row["period_of_stay"] or row["period_expires_on"] or row["residence_card_number"]:
                yield f"{who}: a stay of a Japanese national"
            continue
        yield from (
            f"{who}: {fault}" for fault in _stay_faults(row, day, row["household_number"] in with_japanese)
        )


def _stay_faults(row: Row, day: date, with_japanese: bool) -> Iterator[str]:
    status, period, expires = row["status_of_residence"], row["period_of_stay"], row["period_expires_on"]
    special = row["resident_class"] == "special-permanent"
    if not STATUS.fullmatch(status) or special != (status == "特別永住者"):
        yield f"{row['resident_class']} and {status}"
    if (status in UNLIMITED) != (period is None) or (period is None) != (expires is None):
        yield f"{status} for {period} until {expires}"
    if expires is not None and not day < expires <= day + timedelta(days=DAYS[period]):
        yield f"{period} until {expires}"
    number = row["special_permanent_certificate_number" if special else "residence_card_number"]
    other = row["residence_card_number" if special else "special_permanent_certificate_number"]
    if other is not None or number is None or not re.fullmatch(r"[A-Z]{2}[0-9]{8}[A-Z]{2}", number):
        yield f"{status} with the numbers {number} and {other}"
    if status in {"留学", "特定技能1号", "技術・人文知識・国際業務", "経営・管理"} and row["age"] < 18:
        yield f"{status} at {row['age']}"
    if status == "日本人の配偶者等" and (
        not with_japanese or row["relationship"] not in {"世帯主", *SPOUSES, "子"}
    ):
        yield f"{status} without a Japanese national in the household"
    if status == "家族滞在" and row["household_size"] == 1:
        yield f"{status} of somebody who lives alone"


COME_GROWN_UP = {"夫", "妻", "子の夫", "子の妻", "縁故者", "同居人", "父", "母", "妻の父", "妻の母"}
"""Who has not lived in a household as a child."""


def date_faults(rows: list[Row], day: date) -> Iterator[str]:
    """
    Days out of order: birth, coming, settling, notifying, the card.
    """
    for row in rows:
        who = f"resident {row['resident']}"
        born = row["birth_date"]
        order = [born, row["became_resident_on"], row["settled_on"], row["settled_notified_on"], day]
        if order != sorted(order) or (row["settled_notified_on"] - row["settled_on"]).days > 14:
            yield f"{who}: {order}"
        if (
            row["relationship"].removesuffix("（未届）") in COME_GROWN_UP
            and (row["settled_on"] - born).days < 17 * 365
        ):
            yield f"{who}: {row['relationship']} here since {row['settled_on']}, born {born}"
        if (row["became_resident_reason"] == "13") != (row["became_resident_on"] == born):
            yield f"{who}: reason {row['became_resident_reason']}"
        here = row["became_resident_reason"] in {"12", "13"}
        if (row["previous_municipality_code"] is None) != here or (row["previous_address"] is None) != here:
            yield f"{who}: came from {row['previous_municipality_code']}"
        issued, expires = row["card_issued_on"], row["card_expires_on"]
        if (row["card_state"] is None) != (issued is None) or (issued is None) != (expires is None):
            yield f"{who}: half a card"
        elif issued is not None:
            limit = row["period_expires_on"]
            if not born <= issued <= day < expires or not _expiry_fits(born, issued, expires, limit):
                yield f"{who}: card of {issued} until {expires}"


def _expiry_fits(born: date, issued: date, expires: date, limit: date | None) -> bool:
    if limit is not None and expires >= limit:
        return expires == limit
    # Who was born on 29 February has the birthday of common years on the 28th.
    day = 28 if (born.month, born.day) == (2, 29) and issued.year % 4 else born.day
    age = issued.year - born.year - ((issued.month, issued.day) < (born.month, day))
    if date(2022, 4, 1) <= issued <= date(2022, 4, 14) and age in {18, 19}:
        return False  # Applied for in March, when grown up meant twenty, or in April, when it meant eighteen?
    turns = age + (10 if age >= (20 if issued < date(2022, 4, 1) else 18) else 5)
    try:
        return expires == born.replace(year=born.year + turns)
    except ValueError:
        return expires == date(born.year + turns, 2, 28)
