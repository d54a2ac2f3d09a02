"""
What a filing states in place of the moving-out certificate (住基令22条).

Birth date and sex are part of every filing here; the rest are the items of 戸籍の表示 for a national, and for a
foreign resident the nationality with the lower column of the table of 住基法30条の45.
"""

from __future__ import annotations

from datetime import date

import msgspec

from registry.rules.tables import rows


class FiledItem(msgspec.Struct, frozen=True):
    """
    One item that a filing without the certificate must carry: for whom, since when, and where it stands.
    """

    who: str
    item: str
    article: str
    since: date = msgspec.field(name="from")


class UnlimitedStay(msgspec.Struct, frozen=True):
    """
    A status of residence whose period of stay has no end, so that neither period nor expiry is stated.
    """

    status: str
    article: str
    since: date = msgspec.field(name="from")


FILED_ITEMS = rows("filed_items.csv", FiledItem)
UNLIMITED = rows("unlimited_stay.csv", UnlimitedStay)
NO_END = "無期限"
OF_A_LIMITED_STAY = frozenset({"period_of_stay", "period_expires_on"})


def of_national(on: date) -> tuple[str, ...]:
    """
    Items of a national's filing as they stood on the day.
    """
    return tuple(row.item for row in FILED_ITEMS if row.who == "national" and row.since <= on)


def of_foreign(resident_class: str, status: str | None, period: str | None, on: date) -> tuple[str, ...]:
    """
    Items of a foreign resident's filing for this class, as they stood on the day.
    """
    unlimited = period == NO_END or any(row.status == status and row.since <= on for row in UNLIMITED)
    return tuple(
        row.item
        for row in FILED_ITEMS
        if row.who in ("foreign", resident_class)
        and row.since <= on
        and not (unlimited and row.item in OF_A_LIMITED_STAY)
    )
