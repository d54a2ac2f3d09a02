"""
A citation of the law as a value: which provision, and as it stood on which day.

Text and value turn into each other: `住基法30条の6第1項`, `住基令24条の2第1項2号`, `番号法別表44の項`,
`標準仕様書7.2.3`.
The short names are those of `citation_sources.csv`.
"""

import datetime as dt
import functools
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from harness.law.table import TABLES, once, read_table, refuse
from harness.words.errors import CatalogueError


class Law(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    An act, order, rule or specification that can be cited, with its short names.

    `number_status` says whether the law's own number was read.
    """

    key: str
    abbreviation: str
    aliases: str = ""
    title_ja: str
    title_en: str
    number: str = ""
    law_id: str = ""
    kind: Literal["statute", "specification"]
    number_status: Literal["verified", "unverified", ""] = ""

    @property
    def names(self) -> frozenset[str]:
        """
        Every name a citation may begin with.
        """
        return frozenset({self.abbreviation, self.title_ja, *self.aliases.split()})


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """
    One provision of one source.

    `source` is the key of the source (`act` for 住基法). Article and item are written with hyphens (30条の6 is
    `30-6`). `annex` is 別表 or 附則; `row` is a row of the annex, or of the article's table. `section` numbers
    a specification instead. `as_of` is the day of the text meant; without it, the text of the act's own day.
    """

    source: str
    article: str | None = None
    paragraph: int | None = None
    item: str | None = None
    subitem: str | None = None
    proviso: bool = False
    annex: str | None = None
    row: str | None = None
    section: str | None = None
    as_of: dt.date | None = None

    def __str__(self) -> str:
        return _render(self)

    def on(self, day: dt.date) -> "Citation":
        """
        Give the same provision as it stood on a day.
        """
        return msgspec.structs.replace(self, as_of=day)

    def covers(self, other: "Citation") -> bool:
        """
        Tell whether the other citation lies inside this one (住基法22条 covers 住基法22条1項); days are ignored.
        """
        mine = (self.annex, self.article, self.row, self.section, self.paragraph, self.item, self.subitem)
        theirs = (
            other.annex,
            other.article,
            other.row,
            other.section,
            other.paragraph,
            other.item,
            other.subitem,
        )
        return self.source == other.source and all(
            a is None or a == b for a, b in zip(mine, theirs, strict=True)
        )


@functools.cache
def laws(tables: Path = TABLES) -> Mapping[str, Law]:
    """
    Give the citable sources by key. Two sources never share a name.
    """
    path = tables / "citation_sources.csv"
    lines = read_table(path, Law)
    once(path, ((number, law.key) for number, law in lines), "key")
    once(path, ((number, name) for number, law in lines for name in sorted(law.names)), "name")
    for number, law in lines:
        if (law.number == "") != (law.number_status == ""):
            refuse(path, number, "a law's number needs a status, and only a number has one", "number_status")
    return MappingProxyType({law.key: law for _, law in lines})


_BRANCH = r"[1-9][0-9]*(?:の[1-9][0-9]*)*"
_PROVISION = re.compile(
    rf"(?P<annex>附則)?第?(?P<article>[1-9][0-9]*条(?:の[1-9][0-9]*)*)"
    rf"(?:第?(?P<paragraph>[1-9][0-9]*)項)?"
    rf"(?:第?(?P<item>[1-9][0-9]*号(?:の[1-9][0-9]*)*)(?P<subitem>[イロハニホヘトチリヌ])?)?"
    rf"(?:の表(?P<row>{_BRANCH})の項)?(?P<proviso>ただし書)?"
)
_ANNEX = re.compile(rf"(?P<annex>別表(?:第[1-9][0-9]*)?)(?:第?(?P<row>{_BRANCH})の項)?")
_SECTION = re.compile(r"[1-9][0-9]*(?:\.[0-9]+)*")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def parse(text: str, *, as_of: dt.date | None = None, tables: Path = TABLES) -> Citation:
    """
    Read one citation. Full-width digits are accepted. Raises CatalogueError for an unknown source or provision.
    """
    text = text.strip().translate(_DIGITS)
    law = _source(text, tables)
    if law is None:
        raise CatalogueError(
            "引用は知られた法令の名称で始まらなければならない",
            "a citation must begin with a known source",
            code="citation-source",
        )
    name = max((name for name in law.names if text.startswith(name)), key=len)
    return _provision(law, text.removeprefix(name).strip(), as_of)


def parse_all(text: str, *, as_of: dt.date | None = None, tables: Path = TABLES) -> tuple[Citation, ...]:
    """
    Read a list of citations separated by `;` or `,`; a part that names no source keeps the one before it.
    """
    found: list[Citation] = []
    for part in re.split(r"\s*[;,；，、]\s*", text.strip().translate(_DIGITS)):
        law = _source(part, tables)
        if law is None and found and part:
            found.append(_provision(laws(tables)[found[-1].source], part, as_of))
        else:
            found.append(parse(part, as_of=as_of, tables=tables))
    return tuple(found)


def _source(text: str, tables: Path) -> Law | None:
    # The longest name wins: 住民基本台帳法施行令 begins with 住民基本台帳法.
    matches = [(name, law) for law in laws(tables).values() for name in law.names if text.startswith(name)]
    return max(matches, key=lambda match: len(match[0]))[1] if matches else None


def _provision(law: Law, rest: str, as_of: dt.date | None) -> Citation:
    if law.kind == "specification" and _SECTION.fullmatch(rest):
        return Citation(source=law.key, section=rest, as_of=as_of)
    match = (_PROVISION.fullmatch(rest) or _ANNEX.fullmatch(rest)) if law.kind == "statute" else None
    if match is None:
        raise CatalogueError(
            f"{law.abbreviation}の引用に条項がない",
            f"a citation of {law.abbreviation} names no provision",
            code="citation-provision",
        )
    parts = match.groupdict()
    paragraph = parts.get("paragraph")
    return Citation(
        source=law.key,
        article=_hyphens(parts.get("article")),
        paragraph=int(paragraph) if paragraph else None,
        item=_hyphens(parts.get("item")),
        subitem=parts.get("subitem"),
        proviso=bool(parts.get("proviso")),
        annex=parts.get("annex"),
        row=_hyphens(parts.get("row")),
        as_of=as_of,
    )


def _hyphens(text: str | None) -> str | None:
    return re.sub("[条号]", "", text).replace("の", "-") if text else None


def _counted(number: str, unit: str) -> str:
    first, *branches = number.split("-")
    return "の".join([first + unit, *branches])


def _render(citation: Citation) -> str:
    law = laws().get(citation.source)
    text = (law.abbreviation if law else citation.source) + (citation.annex or "") + (citation.section or "")
    branched = False
    if citation.article is not None:
        text += _counted(citation.article, "条")
        branched = "-" in citation.article
    if citation.paragraph is not None:
        text += f"第{citation.paragraph}項" if branched else f"{citation.paragraph}項"
        branched = False
    if citation.item is not None:
        text += ("第" if branched else "") + _counted(citation.item, "号") + (citation.subitem or "")
    if citation.row is not None:
        text += ("の表" if citation.article else "") + citation.row.replace("-", "の") + "の項"
    return text + ("ただし書" if citation.proviso else "")
