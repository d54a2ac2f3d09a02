"""
The catalogue of requirements and their numbered clauses. It loads whole or not at all.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from harness.words.causes import of_shape
from harness.words.errors import CatalogueError, Where

Severity = Literal["MUST", "SHOULD"]
Role = Literal[
    "registry",
    "addressee",
    "intermediary",
    "network",
    "card_management",
    "department",
    "immigration",
    "certificates",
]
Status = Literal["verified", "unverified", "own"]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A text in Japanese and English.
    """

    ja: str
    en: str


class InForce(Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """
    From when a text applies. ``read``: the earliest day on which it is known to be in force.
    """

    from_: date
    basis: Literal["commencement", "read"]
    until: date | None = None

    def covers(self, day: date) -> bool:
        """
        Whether the text is known to be in force on ``day``.
        """
        return self.from_ <= day and (self.until is None or day <= self.until)


class Clause(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One testable sentence of a requirement.

    ``untested``: why no scenario tries it, though it binds; it stays UNTESTED, unlike one that is ``not_observable``.
    """

    n: int
    kind: Literal["expect", "forbid"]
    binds: list[Role]
    text: Words
    messages: list[str]
    status: Status
    settings: list[str] = []
    law: list[str] = []
    in_force: InForce | None = None
    not_observable: Words | None = None
    untested: Words | None = None


class Requirement(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A requirement with its law and clauses. Source of every entry: its own ``law`` and ``sources``.
    """

    id: str
    severity: Severity
    title: Words
    obligation: Words
    law: list[str]
    sources: list[str]
    status: Status
    in_force: InForce
    clause: list[Clause]
    not_observable: Words | None = None

    @property
    def group(self) -> str:
        """
        The group's letters: ``REL`` of ``REL-001``.
        """
        return self.id.rpartition("-")[0]

    def in_force_on(self, clause: Clause, day: date) -> bool:
        """
        Whether requirement and clause are known to be in force on ``day``.
        """
        return (clause.in_force or self.in_force).covers(day)

    def binding(self, roles: frozenset[str]) -> list[Clause]:
        """
        The clauses that bind one of ``roles`` and that software can observe.
        """
        return [
            clause for clause in self.clause if roles & set(clause.binds) and clause.not_observable is None
        ]


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One file of the catalogue.
    """

    group: str
    title: Words
    requirement: list[Requirement]


class Catalogue:
    """
    All requirements, by id, in the order of their files.
    """

    def __init__(self, groups: list[Group], digest: str) -> None:
        self.groups = groups
        self.digest = digest
        self.requirements = {item.id: item for group in groups for item in group.requirement}

    @cached_property
    def clauses(self) -> dict[str, tuple[Requirement, Clause]]:
        """
        Every clause by id (``REL-001.3``), with its requirement.
        """
        return {
            f"{item.id}.{clause.n}": (item, clause)
            for item in self.requirements.values()
            for clause in item.clause
        }

    def select(self, words: list[str]) -> list[str]:
        """
        Ids of the requirements that a selection names: a group (``REL``), an id, or a clause of it.

        Raises CatalogueError for a word that names nothing.
        """
        chosen: list[str] = []
        for word in words:
            head = word.split(".")[0].upper()
            found = [key for key, item in self.requirements.items() if head in (key, item.group)]
            if not found or ("." in word and word.upper() not in self.clauses):
                raise CatalogueError(
                    f"要件一覧に{word!r}というものはない",
                    f"nothing in the catalogue is called {word!r}",
                    code="selection-unknown",
                    hint=(
                        "IDの一覧は`tekigo requirements list`で見られる。",
                        "`tekigo requirements list` shows every id.",
                    ),
                )
            chosen += found
        return list(dict.fromkeys(chosen))

    def selected_clauses(self, words: list[str]) -> set[str]:
        """
        Ids of the clauses that a selection names: those of whole requirements, and single ones.

        Raises CatalogueError for a word that names nothing.
        """
        chosen: set[str] = set()
        for word in words:
            if "." in word:
                self.select([word])
                chosen.add(word.upper())
            else:
                named = set(self.select([word]))
                chosen |= {key for key, (item, _) in self.clauses.items() if item.id in named}
        return chosen

    @staticmethod
    def load(folder: Path) -> Catalogue:
        """
        Read every ``*.toml`` of ``folder`` except ``sources.toml``.

        Raises CatalogueError naming file and place for anything malformed, doubled or dangling.
        """
        digest = hashlib.sha256()
        groups = []
        for path in sorted(folder.glob("*.toml")):
            if path.name == "sources.toml":
                continue
            raw = path.read_bytes()
            digest.update(raw)
            groups.append(_group(path, raw))
        if not groups:
            raise CatalogueError(
                "要件一覧のファイルが一つもない",
                "the catalogue has no file",
                code="catalogue-empty",
                where=Where(str(folder)),
            )
        _refuse_doubles(groups, folder)
        return Catalogue(groups, digest.hexdigest())


def _group(path: Path, raw: bytes) -> Group:
    try:
        plain: dict[str, Any] = tomllib.loads(raw.decode("utf-8"))
        group = msgspec.convert(plain, Group, strict=False)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise CatalogueError(
            f"要件一覧のファイルを読み取れない：{of_shape(error).ja}",
            str(error),
            code="catalogue-malformed",
            where=Where(path.name),
        ) from error
    for item in group.requirement:
        if item.group != group.group:
            raise CatalogueError(
                f"{item.id}が別の区分{group.group}に置かれている",
                f"{item.id} stands in group {group.group}",
                code="catalogue-group",
                where=Where(path.name),
            )
        if [clause.n for clause in item.clause] != list(range(1, len(item.clause) + 1)):
            raise CatalogueError(
                f"{item.id}の項の番号が1、2、3と続いていない",
                f"clauses of {item.id} do not count 1, 2, 3",
                code="catalogue-numbering",
                where=Where(path.name),
            )
    return group


def _refuse_doubles(groups: list[Group], folder: Path) -> None:
    seen: set[str] = set()
    for item in _all(groups):
        if item.id in seen:
            raise CatalogueError(
                f"要件{item.id}が二度現れる",
                f"the id {item.id} stands twice",
                code="catalogue-duplicate",
                where=Where(str(folder)),
            )
        seen.add(item.id)


def _all(groups: list[Group]) -> Iterator[Requirement]:
    for group in groups:
        yield from group.requirement
