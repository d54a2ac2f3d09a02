"""
Relationships to the householder (続柄): which words stand on a record.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec


class Relationships(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    The table of relationships: words, the link between them, and how many generations a chain may have.
    """

    householder: str
    direct: list[str]
    fallback: str
    others: list[str]
    link: str
    most: int


TABLE = msgspec.convert(
    tomllib.loads((files(__package__) / "relationships.toml").read_text(encoding="utf-8")), Relationships
)
HOUSEHOLDER = TABLE.householder
FALLBACK = TABLE.fallback


def recorded(relationship: str) -> str | None:
    """
    The relationship as it is recorded, or None for a word that is not managed (孫 is 子の子).

    A chain of more generations than the table allows is recorded as the fallback, 縁故者.
    """
    if relationship == HOUSEHOLDER or relationship in TABLE.others:
        return relationship
    links = relationship.split(TABLE.link)
    if not all(link in TABLE.direct for link in links):
        return None
    return relationship if len(links) <= TABLE.most else FALLBACK
