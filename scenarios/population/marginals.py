"""
What a population must look like: published counts, read from tables that a preset or a user's file names.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.words.causes import of_system
from harness.words.errors import ConfigurationError, Where
from scenarios.population.compositions import ONE, TYPES
from scenarios.population.spreading import Bands, raked, spread
from scenarios.population.tables import DATA, PRESETS, Row, needs, rows, whole_number

OLDEST = 103
"""The last age that is made; published bands that are open at the top end here."""


SECTIONS = {
    "age_sex": ("table", "area", "shape"),
    "households": ("table", "area", "sizes"),
    "nationalities": ("table", "area", "shares"),
    "places": ("table",),
}
COLUMNS = {
    "age_sex": ("area", "age_from", "age_to", "male", "female"),
    "households": ("area", "kind", "category", "value"),
    "nationalities": ("area", "kind", "code", "count"),
}
SIZES = ("1", "2", "3", "4", "5", "6", "7+")
RARE = ("former_surname", "common_name", "protected", "unusual_letters", "card_holders")
EVERYWHERE = "*"


def event_names() -> list[str]:
    """
    The kinds of event that have a rate.
    """
    return sorted({row["event"] for row in rows("event_rates.csv")})


@dataclass(frozen=True)
class Marginals:
    """
    One area: everything that the generator has to hit, and how often the rare things happen.

    `ages` are the five-year bands that are aimed at, `published_ages` those that were published for this very area.
    """

    name: str
    title: str
    residents: int
    published_ages: Bands
    ages: Bands
    types: dict[str, int]
    sizes: dict[int, int]
    joint: dict[tuple[str, int], int]
    institutions: int
    institution_residents: int
    foreigners: int
    nationalities: dict[str, int]
    statuses: dict[str, int]
    places: str
    events: str
    event_rates: dict[str, int]
    """What the file itself says of how often things happen in a year, in place of the table's."""
    rates: dict[str, int]
    edges: bool
    files: tuple[Path, ...]


def presets() -> list[str]:
    """
    The names of the presets.
    """
    return sorted(path.stem for path in PRESETS.glob("*.toml"))


def preset(name: str) -> Marginals:
    """
    The marginals of a preset.
    """
    if name not in presets():
        raise ConfigurationError(
            f"{name!r}という既定の人口はない",
            f"there is no preset {name!r}",
            code="preset-unknown",
            hint=(
                f"既定の人口は{'、'.join(presets())}。自分の周辺分布は--marginals FILEで示す。",
                f"Presets: {', '.join(presets())}. Your own marginals: --marginals FILE.",
            ),
        )
    return read(PRESETS / f"{name}.toml")


def read(path: Path) -> Marginals:
    """
    The marginals that a file states; every fault in it is said with its place.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(
            path,
            f"ファイルを読み取れない：{of_system(error).ja}",
            f"the file cannot be read: {of_system(error).en}",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, f"ファイルがTOMLでない：{error}", f"the file is not TOML: {error}") from None
    return _Reader(path, stated).marginals()


def _wrong(path: Path, ja: str, en: str, field: str | None = None) -> ConfigurationError:
    return ConfigurationError(
        ja,
        en,
        code="population-marginals",
        where=Where(file=str(path), field=field),
        hint=("ファイル全体の例はdocs/population.mdにある。", "docs/population.md shows a whole file."),
    )


class _Reader:
    def __init__(self, path: Path, stated: dict[str, Any]) -> None:
        self.path = path
        self.stated = stated
        self.files = [path]
        known = {
            "name": str, "title": str, "residents": int, "age_sex": dict, "households": dict, "edges": bool,
            "nationalities": dict, "places": dict, "events": dict, "rates": dict,
        }  # fmt: skip
        for field, value in stated.items():
            if field not in known:
                raise _wrong(
                    path,
                    f"知らない項目である。使えるのは{'、'.join(sorted(known))}",
                    f"the field is not known; known: {', '.join(sorted(known))}",
                    field,
                )
            if type(value) is not known[field]:
                raise _wrong(
                    path,
                    f"項目の型は{known[field].__name__}でなければならない",
                    f"the field must be of type {known[field].__name__}",
                    field,
                )
        for field in ("name", "residents", "age_sex", "households", "nationalities", "places"):
            if field not in stated:
                raise _wrong(path, "項目がない", "the field is missing", field)
        for section, inside in SECTIONS.items():
            for field in self.stated.get(section, {}):
                if field not in inside:
                    raise _wrong(
                        path,
                        f"知らない項目である。使えるのは{'、'.join(inside)}",
                        f"the field is not known; known: {', '.join(inside)}",
                        f"{section}.{field}",
                    )

    def marginals(self) -> Marginals:
        """
        Everything read and checked against itself.
        """
        residents = self.stated["residents"]
        if not self.stated["name"].strip():
            raise _wrong(self.path, "名前が空である", "the name is empty", "name")
        if residents < 1:
            raise _wrong(self.path, "住民は1人以上必要", "there must be at least one resident", "residents")
        published, ages = self._ages()
        types, sizes, totals = self._households()
        joint, reached = self._joint(types, sizes)
        foreigners, nationalities, statuses = self._nationalities()
        if foreigners * 2 > totals["residents"]:
            raise _wrong(
                self.path,
                "住民の半数超が外国人になる",
                "more than half of all residents would be foreign",
                "nationalities",
            )
        return Marginals(
            name=self.stated["name"],
            title=self.stated.get("title", self.stated["name"]),
            residents=residents,
            published_ages=published,
            ages=ages,
            types=types,
            sizes=sizes or reached,
            joint=joint,
            institutions=totals.get("institutional", 0),
            institution_residents=max(0, totals["residents"] - totals["members_of_general"]),
            foreigners=foreigners * residents // totals["residents"],
            nationalities=nationalities,
            statuses=statuses,
            places=self._table("places", "towns_wako.csv"),
            events=self._events_area(),
            event_rates=self._per_million("events", event_names(), beside=("area",)),
            rates={"": 0} | self._per_million("rates", RARE),
            edges=self.stated.get("edges", False),
            files=tuple(self.files),
        )

    def _per_million(self, section: str, known: Sequence[str], beside: Sequence[str] = ()) -> dict[str, int]:
        given = {name: value for name, value in self.stated.get(section, {}).items() if name not in beside}
        for field, value in given.items():
            if field not in known:
                raise _wrong(
                    self.path,
                    f"知らない率である。使えるのは{'、'.join(known)}",
                    f"the rate is not known; known: {', '.join(known)}",
                    f"{section}.{field}",
                )
            if type(value) is not int or not 0 <= value <= 1_000_000:
                raise _wrong(
                    self.path,
                    "率は100万人当たりの0から1000000までの整数で書く",
                    "a rate is a whole number from 0 to 1000000, per million",
                    f"{section}.{field}",
                )
        return given

    def _events_area(self) -> str:
        area = self.stated.get("events", {}).get("area", "JPN")
        known = sorted({row["area"] for row in rows("event_rates.csv")} - {EVERYWHERE})
        if area not in known:
            raise _wrong(
                self.path,
                f"地域{area!r}の異動の率がない。使えるのは{'、'.join(known)}",
                f"there are no rates of events for the area {area!r}; known: {', '.join(known)}",
                "events.area",
            )
        return str(area)

    def _table(self, section: str, default: str) -> str:
        named = self.stated[section].get("table", default)
        if not isinstance(named, str):
            raise _wrong(
                self.path, "表の名前は文字列で書く", "the name of a table is text", f"{section}.table"
            )
        near = self.path.parent.resolve() / named  # Resolved: a bare name would be one of the project's.
        found = near if near.exists() else DATA / named
        self.files.append(found)
        return str(found)

    def _of_area(self, section: str, default: str, *, field: str = "area") -> tuple[str, list[Row]]:
        path = self._table(section, default)
        area = self.stated[section].get(field, self.stated[section].get("area", "JPN"))
        needs(path, rows(path), *COLUMNS[section])
        found = [row for row in rows(path) if row["area"] == area]
        if not found:
            raise _wrong(
                self.path,
                f"表{path}に地域{area!r}の行がない",
                f"the table {path} has no line of the area {area!r}",
                f"{section}.{field}",
            )
        return path, found

    def _ages(self) -> tuple[Bands, Bands]:
        path, found = self._of_area("age_sex", "age_sex.csv")
        published = self._bands(path, found)
        shape = self.stated["age_sex"].get("shape")
        if shape is None:
            return published, published
        _, whole = self._of_area("age_sex", "age_sex.csv", field="shape")
        return published, spread(published, self._bands(path, whole))

    def _bands(self, path: str, found: list[Row]) -> Bands:
        bands: Bands = {}
        for row in found:
            if row["age_from"] == "unknown":
                continue  # People of unknown age are spread in proportion, by leaving them out.
            first = whole_number(row, "age_from", path)
            last = whole_number(row, "age_to", path) if row["age_to"] else OLDEST
            if first > last or first > OLDEST:
                raise _wrong(
                    Path(path),
                    f"{first}歳から{last}歳までの階級がない",
                    f"there is no band from {first} to {last}",
                    "age_to",
                )
            for sex in ("male", "female"):
                bands[sex, first, min(last, OLDEST)] = whole_number(row, sex, path)
        for sex in ("male", "female"):
            edges = sorted((first, last) for each, first, last in bands if each == sex)
            gaps = [b[0] for a, b in itertools.pairwise(edges) if b[0] != a[1] + 1]
            if edges[0][0] != 0 or edges[-1][1] != OLDEST or gaps:
                raise _wrong(
                    Path(path),
                    "階級は0歳からすべての年齢を一度ずつ覆い、最後は上限を置かない",
                    "the bands must cover every age once, from 0 and open at the top",
                )
        if not sum(bands.values()):
            raise _wrong(
                Path(path), "人数がすべて0で、誰にも年齢がない", "nobody has an age: every count is 0"
            )
        return bands

    def _households(self) -> tuple[dict[str, int], dict[int, int], dict[str, int]]:
        path, found = self._of_area("households", "households.csv")
        counted = {(row["kind"], row["category"]): whole_number(row, "value", path) for row in found}
        types = {each: counted.get(("type", each), 0) for each in TYPES}
        for kind, size in counted:
            if kind == "size" and size not in SIZES:
                raise _wrong(
                    Path(path), f"世帯の規模{size!r}がない", f"there is no size {size!r}", "category"
                )
        sizes = {int(size.rstrip("+")): n for (kind, size), n in counted.items() if kind == "size"}
        totals = {each: n for (kind, each), n in counted.items() if kind == "total"}
        if not sum(types.values()):
            raise _wrong(Path(path), "どの類型の世帯もない", "there is no household of any type")
        for needed in ("residents", "members_of_general"):
            if needed not in totals:
                raise _wrong(Path(path), f"合計{needed!r}がない", f"the total {needed!r} is missing")
        if totals["members_of_general"] < sum(types.values()):
            raise _wrong(
                Path(path),
                "世帯の数が世帯人員より多い",
                "there are more households than people in them",
                "members_of_general",
            )
        if sizes and abs(sum(sizes.values()) - sum(types.values())) * 200 > sum(types.values()):
            raise _wrong(
                Path(path),
                "規模別と類型別の世帯数が0.5%を超えて食い違い、両立しない",
                "households by size and by type differ by more than 0.5 %: they cannot both hold",
            )
        if sizes and abs(sizes.get(1, 0) - types[ONE]) * 200 > max(1, types[ONE]):
            raise _wrong(
                Path(path),
                "単身世帯の数が二つの表で食い違う",
                "households of one person differ between the two tables",
                "one_person",
            )
        return types, sizes, totals

    def _joint(
        self, types: dict[str, int], sizes: dict[int, int]
    ) -> tuple[dict[tuple[str, int], int], dict[int, int]]:
        if sizes:
            joint = raked(types, sizes)
        else:
            whole = self.stated["households"].get("sizes", "JPN")
            country = [row for row in rows("households.csv") if row["area"] == whole]
            national = {r["category"]: int(r["value"]) for r in country if r["kind"] == "type"}
            of_sizes = {
                int(r["category"].rstrip("+")): int(r["value"]) for r in country if r["kind"] == "size"
            }
            if not national or not of_sizes:
                raise _wrong(
                    self.path,
                    f"地域{whole!r}の世帯規模がない",
                    f"there are no sizes of the area {whole!r}",
                    "households.sizes",
                )
            joint = {
                cell: n * types[cell[0]] // max(1, national[cell[0]])
                for cell, n in raked(national, of_sizes).items()
            }
        reached: dict[int, int] = {}
        for (_, size), n in joint.items():
            reached[min(size, 7)] = reached.get(min(size, 7), 0) + n
        of_types = {each: sum(n for cell, n in joint.items() if cell[0] == each) for each in types}
        off = sum(abs(reached.get(size, 0) - n) for size, n in sizes.items())
        off += sum(abs(of_types[each] - n) for each, n in types.items()) if sizes else 0
        if sizes and off * 200 > sum(sizes.values()):
            raise _wrong(
                self.path,
                "この類型とこの規模をともに満たす世帯がない。夫婦と子は3人、ひとり親と子は2人、単身は1人が要る",
                "no households have both these types and these sizes: couples with children need three, "
                "one parent with children two, one person one",
                "households",
            )
        return joint, reached

    def _nationalities(self) -> tuple[int, dict[str, int], dict[str, int]]:
        path, found = self._of_area("nationalities", "nationalities.csv")
        shares = self._of_area("nationalities", "nationalities.csv", field="shares")[1]
        foreigners = sum(whole_number(row, "count", path) for row in found if row["kind"] == "residents")
        by_code = {r["code"]: whole_number(r, "count", path) for r in shares if r["kind"] == "nationality"}
        statuses = {r["code"]: whole_number(r, "count", path) for r in shares if r["kind"] == "status"}
        if foreigners and not sum(by_code.values()):
            raise _wrong(
                self.path,
                "外国人住民には国籍の内訳が要る",
                "foreign residents need nationalities",
                "nationalities.shares",
            )
        return foreigners, by_code, statuses
