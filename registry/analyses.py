"""
The standard analyses of the access log: work at night, failed authentication, many records looked at (AUD-001).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import datetime, timedelta
from importlib.resources import files

import msgspec
import sqlalchemy as sa

from registry import audit
from registry.audit import SYSTEM
from registry.rules import dates
from registry.store import ACCESS_LOG
from registry.wire.control import AccessLine, LogAnalyses


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Hours and counts that the analyses rest on.
    """

    night_from: int
    night_until: int
    mass_count: int
    mass_minutes: int
    searches: list[str]


LIMITS = msgspec.convert(
    tomllib.loads((files("registry.rules") / "analyses.toml").read_text(encoding="utf-8")), Limits
)


def _between(conn: sa.Connection, from_day: str, to_day: str) -> list[tuple[AccessLine, datetime]]:
    last = int(conn.execute(sa.select(sa.func.count()).select_from(ACCESS_LOG)).scalar_one())
    found = []
    for line in audit.lines(conn, 0, last):
        at = dates.instant(line.at)
        if at is not None and from_day <= line.at[:10] <= to_day:
            found.append((line, at))
    return found


def _at_night(at: datetime) -> bool:
    return at.hour >= LIMITS.night_from or at.hour < LIMITS.night_until


def _mass(lines: list[tuple[AccessLine, datetime]]) -> list[int]:
    """
    Every line of an operator that belongs to so many looks within so short a time.
    """
    looks: dict[str, list[tuple[AccessLine, datetime]]] = defaultdict(list)
    for line, at in lines:
        if line.function in LIMITS.searches and line.kind == "operation":
            looks[line.operator].append((line, at))
    span = timedelta(minutes=LIMITS.mass_minutes)
    many: set[int] = set()
    for seen in looks.values():
        for first in range(len(seen) - LIMITS.mass_count + 1):
            last = first + LIMITS.mass_count - 1
            if seen[last][1] - seen[first][1] <= span:
                many.update(line.n for line, _at in seen[first : last + 1])
    return sorted(many)


def of(conn: sa.Connection, from_day: str, to_day: str) -> LogAnalyses:
    """
    The analyses of the days from one to another, both included.
    """
    lines = _between(conn, from_day, to_day)
    return LogAnalyses(
        night_access=[
            line.n
            for line, at in lines
            if _at_night(at) and line.operator != SYSTEM and line.kind in ("operation", "print")
        ],
        failed_authentication=[
            line.n for line, _at in lines if line.kind == "authentication" and line.result == "refused"
        ],
        mass_searches=_mass(lines),
    )
