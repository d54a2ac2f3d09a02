"""
What is asked for: which population, which part of it, in which form, and where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.words.errors import UsageError
from scenarios.population.columns import CORE
from scenarios.population.marginals import Marginals, preset, read
from scenarios.population.more_columns import ALL
from scenarios.population.places import places
from scenarios.population.population import Population

FORMATS = ("parquet", "ndjson", "csv")
DEFAULT_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Shard:
    """
    Part `number` of `count`, counted from 1: an even slice of the rows, so that all parts in order are the whole.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str | None) -> Shard:
        """
        Read `k/n`.
        """
        if text is None:
            return cls(1, 1)
        found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise UsageError(
                f"分割{text!r}はk/n（kは1からn）の形でない",
                f"the shard {text!r} is not k/n with k from 1 to n",
                code="shard",
                hint=(
                    "八つのうち三番目なら--shard 3/8と書く。",
                    "For the third of eight parts: --shard 3/8.",
                ),
            )
        return cls(int(found[1]), int(found[2]))

    def rows(self, residents: int) -> tuple[int, int]:
        """
        The first resident of the part, and the one after its last.
        """
        return residents * (self.number - 1) // self.count, residents * self.number // self.count

    @property
    def suffix(self) -> str:
        """
        What the file names of a part end with; nothing for the whole.
        """
        return "" if self.count == 1 else f"-{self.number}-of-{self.count}"


@dataclass(frozen=True)
class Order:
    """
    One call of `tekigo populate`, checked.
    """

    population: Population
    shard: Shard
    columns: tuple[str, ...]
    format: str
    out: Path
    events: int | None = None
    digest: bool = False


def order(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    preset_name: str | None,
    marginals_file: Path | None,
    seed: int,
    residents: int | None,
    day: date | None,
    shard: str | None,
    columns: str,
    file_format: str,
    out: Path,
    events: int | None,
    provable: bool,
    digest: bool,
) -> Order:
    """
    Check the options and read the marginals; nothing is made yet.
    """
    marginals = _marginals(preset_name, marginals_file)
    if file_format not in FORMATS:
        raise UsageError(
            f"{file_format!r}という形式はない",
            f"there is no format {file_format!r}",
            code="format",
            hint=(f"形式は{'、'.join(FORMATS)}。", f"Formats: {', '.join(FORMATS)}."),
        )
    if residents is not None and residents < 1:
        raise UsageError("--residentsは1以上", "--residents must be 1 or more", code="residents")
    if not 0 <= seed < 1 << 63:
        raise UsageError(
            "--seedは0から2^63 - 1までの整数", "--seed must be a whole number from 0 to 2^63 - 1", code="seed"
        )
    if events is not None and not 2016 <= events <= 2100:
        raise UsageError(
            "--eventsは2016から2100までの年", "--events must be a year from 2016 to 2100", code="events"
        )
    if day is not None and events is not None and day != date(events, 1, 1):
        raise UsageError(
            f"一年の異動はその年の初日から始まるので、--onは{events}-01-01に限る",
            f"a year of events begins with its first day, so --on can only be {events}-01-01",
            code="events",
            hint=("--onを外す。", "Leave --on out."),
        )
    day = date(events, 1, 1) if events is not None else day or DEFAULT_DAY
    if not date(2016, 1, 1) <= day <= date(2100, 12, 31):
        raise UsageError(
            "--onは2016-01-01から2100-12-31までの日",
            "--on must be a day from 2016-01-01 to 2100-12-31",
            code="day",
        )
    made = Order(
        population=Population(marginals, seed, residents or marginals.residents, day, provable),
        shard=Shard.parse(shard),
        columns=chosen(columns),
        format=file_format,
        out=out,
        events=events,
        digest=digest,
    )
    if events is not None:
        _year_can_be_made(made)
    # Whatever is wrong with the tables is said before a folder is touched: an earlier population may lie there.
    places(marginals.places)
    _ = made.population.layout
    return made


MOST_OF_A_YEAR = 10_000_000
"""A year of events holds some bytes of every resident in memory."""


def _year_can_be_made(made: Order) -> None:
    faults = (
        (
            made.shard.count > 1,
            "一年の異動は全体について作るもので、分割については作れない",
            "a year of events is made for the whole, not for a shard",
        ),
        (
            made.population.marginals.edges,
            "既定の人口edge-casesには一年の異動がない",
            "the preset edge-cases has no year of events",
        ),
        (
            made.population.residents > MOST_OF_A_YEAR,
            f"一年の異動を作れるのは住民{MOST_OF_A_YEAR:,}人までである",
            f"a year of events is made for at most {MOST_OF_A_YEAR:,} residents",
        ),
    )
    for there, ja, en in faults:
        if there:
            raise UsageError(
                ja,
                en,
                code="events",
                hint=(
                    "--eventsを外すか、別の人口を求める。",
                    "Leave --events out, or ask for another population.",
                ),
            )


def _marginals(name: str | None, file: Path | None) -> Marginals:
    if (name is None) == (file is None):
        raise UsageError(
            "既定の人口か周辺分布のファイルのどちらか一方を示す",
            "name either a preset or a file of marginals",
            code="preset",
            hint=(
                "例：--preset wako。一覧は`tekigo populate presets`で見られる。",
                "For example: --preset wako. `tekigo populate presets` lists them.",
            ),
        )
    return preset(name) if name is not None else read(file or Path())


def chosen(columns: str) -> tuple[str, ...]:
    """
    `core`, `all`, or names by commas.
    """
    if columns in ("core", "all"):
        return CORE if columns == "core" else ALL
    names = tuple(name.strip() for name in columns.split(","))
    unknown = sorted(set(names) - set(ALL))
    if unknown or len(set(names)) != len(names):
        raise UsageError(
            f"{unknown[0]!r}という列はない" if unknown else "同じ列が二度挙げられている",
            f"there is no column {unknown[0]!r}" if unknown else "a column is named twice",
            code="columns",
            hint=(
                f"core、all、又は次の列の名前をコンマ区切りで書く：{'、'.join(ALL)}。",
                f"core, all, or names of these by commas: {', '.join(ALL)}.",
            ),
        )
    return names
