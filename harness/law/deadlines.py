"""
Every limit of the law with its article: T01 to T38, and the numbers used where the law has only a word.
"""

import functools
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec

from harness.law.citation import Citation, parse_all
from harness.law.table import TABLES, Status, check_sources, once, read_table, refuse
from harness.words.errors import CatalogueError, ConfigurationError


class Unit(StrEnum):
    """
    What an amount counts, or the word of the law where it gives no amount.
    """

    MINUTE = "minute"
    DAY = "day"
    BUSINESS_DAY = "business-day"
    MONTH = "month"
    YEAR = "year"
    BIRTHDAY = "birthday"
    PER_YEAR = "per-year"
    DIGIT = "digit"
    PERSON = "person"
    YEN = "yen"
    LINE = "line"
    ITEM = "item"
    BEFOREHAND = "beforehand"
    WITHOUT_DELAY = "without-delay"
    PROMPTLY = "promptly"
    AT_ONCE = "at-once"
    END_OF_STAY = "end-of-stay"
    END_OF_GRANTED_PERIOD = "end-of-granted-period"
    AS_T16 = "as-T16"


#: Words of the law that need a setting to become a number.
WORDS = frozenset({Unit.WITHOUT_DELAY, Unit.PROMPTLY, Unit.AT_ONCE})

_WITHOUT_AMOUNT = WORDS | {Unit.BEFOREHAND, Unit.END_OF_STAY, Unit.END_OF_GRANTED_PERIOD, Unit.AS_T16}


class Counting(StrEnum):
    """
    Whether the first day counts (起算して) or not (民法140条, the default).
    """

    FIRST_DAY_EXCLUDED = "first-day-excluded"
    FIRST_DAY_INCLUDED = "first-day-included"


class Ends(StrEnum):
    """
    Whether the last good day is the n-th day, or the day on which n days have elapsed.
    """

    LAST_DAY = "last-day"
    DAY_AFTER = "day-after"


class Deadline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One limit, or one part of a limit that holds several numbers (`T06`, part `planned`).
    """

    id: str
    part: str = ""
    limit_ja: str
    limit_en: str
    amount: int | None = None
    unit: Unit
    counting: Counting | None = None
    ends: Ends | None = None
    law: str = ""
    setting: str | None = None
    status: Status
    requirements: str = ""
    source: str

    @property
    def name(self) -> str:
        """
        The name under which the limit is asked for and overridden: `T01`, `T06.planned`.
        """
        return f"{self.id}.{self.part}" if self.part else self.id

    @property
    def citations(self) -> tuple[Citation, ...]:
        """
        The provisions that set the limit; none for a local practice.
        """
        return parse_all(self.law) if self.law else ()

    @property
    def requirement_ids(self) -> tuple[str, ...]:
        """
        The requirements that test the limit; none where it is told for information only.
        """
        return tuple(self.requirements.split())


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The instrument's own number for a word of the law.
    """

    name: str
    word_ja: str
    word_en: str
    amount: int
    unit: Unit
    status: Status
    note: str
    source: str


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """
    A limit made a number: `own` says that the number is the instrument's or the user's own, not the law's.
    """

    deadline: Deadline
    amount: int
    unit: Unit
    counting: Counting | None
    ends: Ends | None
    own: bool


@functools.cache
def settings(tables: Path = TABLES) -> Mapping[str, Setting]:
    """
    Give the settings by name.
    """
    path = tables / "deadline_settings.csv"
    lines = read_table(path, Setting)
    once(path, ((number, setting.name) for number, setting in lines), "setting")
    check_sources(path, ((number, setting.source) for number, setting in lines))
    for number, setting in lines:
        if setting.status is not Status.OWN:
            refuse(path, number, "a number for a word of the law is always our own", "status")
        if setting.unit in _WITHOUT_AMOUNT:
            refuse(path, number, "a setting must count something", "unit")
    return MappingProxyType({setting.name: setting for _, setting in lines})


@functools.cache
def deadlines(tables: Path = TABLES) -> Mapping[str, Deadline]:
    """
    Give the limits by name, in order.

    Raises CatalogueError for a duplicate, a limit without a number or setting, a day count that does not say how
    it counts, an unknown setting, or a citation that cannot be read.
    """
    path = tables / "deadlines.csv"
    lines = read_table(path, Deadline)
    once(path, ((number, deadline.name) for number, deadline in lines), "limit")
    check_sources(path, ((number, deadline.source) for number, deadline in lines))
    for number, deadline in lines:
        _check(path, number, deadline)
        if deadline.setting is not None and deadline.setting not in settings(tables):
            refuse(path, number, "names a setting that deadline_settings.csv does not have", "setting")
    return MappingProxyType({deadline.name: deadline for _, deadline in lines})


def _check(path: Path, number: int, deadline: Deadline) -> None:
    if re.fullmatch(r"T[0-9]{2}", deadline.id) is None:
        refuse(path, number, "a limit is written T01", "id")
    if (deadline.amount is None) != (deadline.unit in _WITHOUT_AMOUNT):
        refuse(path, number, "does not fit the unit", "amount")
    if (deadline.setting is not None) != (deadline.unit in WORDS):
        refuse(path, number, "a word of the law needs a setting, and nothing else has one", "setting")
    if deadline.unit is Unit.DAY and deadline.counting is None:
        refuse(path, number, "days must say whether the first one counts", "counting")
    if (deadline.counting is None) != (deadline.ends is None):
        refuse(path, number, "what is counted has an end, and nothing else has one", "ends")
    counted_by_assessment = deadline.unit in {Unit.LINE, Unit.ITEM}
    if deadline.status is Status.VERIFIED and not deadline.law and not counted_by_assessment:
        refuse(path, number, "a verified limit names its article", "law")
    try:
        _ = deadline.citations
    except CatalogueError as error:
        refuse(path, number, error.en, "law")


def limit(name: str, chosen: Mapping[str, int | Counting] | None = None, tables: Path = TABLES) -> Limit:
    """
    Give a limit as a number, with the user's settings applied.

    `chosen` may hold an amount for a setting (`sla.chinaku`), an amount for a limit (`T32.term`), or a way of
    counting for a limit (`T06.planned`). Raises ConfigurationError for a limit that is not in the table, or that
    is not a number at all (`T03`: beforehand).
    """
    deadline = deadlines(tables).get(name)
    if deadline is None:
        raise ConfigurationError(
            "この名前の期限はない", "there is no limit of this name", code="unknown-limit"
        )
    chosen = chosen or {}
    amount, unit, counting = deadline.amount, deadline.unit, deadline.counting
    own = deadline.status in {Status.OWN, Status.UNVERIFIED}
    if deadline.setting is not None:
        setting = settings(tables)[deadline.setting]
        wish = chosen.get(setting.name)
        amount, unit, own = wish if isinstance(wish, int) else setting.amount, setting.unit, True
    wish = chosen.get(name)
    if isinstance(wish, Counting):
        counting, own = wish, own or wish is not deadline.counting
    elif wish is not None:
        amount, own = wish, True
    if amount is None:
        raise ConfigurationError(
            "この期限は条件であり、数を持たない",
            "this limit is a condition and has no number",
            code="limit-without-number",
        )
    return Limit(deadline=deadline, amount=amount, unit=unit, counting=counting, ends=deadline.ends, own=own)
