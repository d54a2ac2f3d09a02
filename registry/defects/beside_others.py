"""
Defects of whoever is beside others: a person who may not, asked for with one who may; a former member of the household.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry import residents
from registry.defects.defect import defect, rules
from registry.residents import Record
from registry.store import HISTORY, RESIDENTS


def _ever_members(conn: sa.Connection, household: str) -> list[Record]:
    """
    Who stands in any row of history with this household, too.
    """
    rows = conn.execute(sa.select(HISTORY.c.snapshot)).scalars()
    before = [record for each in rows if (record := msgspec.json.decode(each, type=Record)).living]
    return [
        *residents.members(conn, household),
        *(record for record in before if record.household == household),
    ]


def _deleted_members_too(conn: sa.Connection, household: str) -> list[Record]:
    rows = conn.execute(sa.select(RESIDENTS.c.body).where(RESIDENTS.c.household == household)).scalars()
    return [msgspec.json.decode(each, type=Record) for each in rows]


DEFECTS = (
    defect(
        "movers-birth-checked-of-the-first",
        "一緒に転入する者のうち、最初の者についてだけ異動日を出生の日と照らす。",
        "Of those who move in together, only the first one's birth is compared with the date.",
        rules(born_by_then=lambda persons: persons[:1]),
        must="REL-028",
        may="REL-001 REL-002",
        pattern="checked-of-one-of-several",
    ),
    defect(
        "movers-birth-checked-of-the-last",
        "一緒に転入する者のうち、最後の者についてだけ異動日を出生の日と照らす。",
        "Of those who move in together, only the last one's birth is compared with the date.",
        rules(born_by_then=lambda persons: persons[-1:]),
        must="REL-028",
        may="REL-001 REL-002",
        pattern="checked-of-one-of-several",
    ),
    defect(
        "once-of-the-house-always-of-it",
        "世帯を離れた者の請求を、同一の世帯に属する者の請求として受ける。",
        "Who has left a household still claims the copies of its members.",
        rules(house_of_claim=_ever_members),
        must="CERT-002",
        pattern="membership-that-has-ended",
        acts=2,
    ),
    defect(
        "moved-out-still-of-the-house",
        "転出により消除された者の請求を、同一の世帯に属する者の請求として受ける。",
        "Who moved out of the city still claims the copies of the household left behind.",
        rules(house_of_claim=_deleted_members_too),
        must="CERT-002",
        pattern="membership-that-has-ended",
        acts=2,
    ),
)
