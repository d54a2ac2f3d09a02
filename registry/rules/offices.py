"""
What a notice about number or card says of the municipality itself.
"""

from __future__ import annotations

import msgspec

from registry.rules.tables import rows


class Office(msgspec.Struct, frozen=True):
    """
    A municipality's name, and where it hands cards over.
    """

    municipality: str
    name: str
    postal_code: str
    address: str
    telephone: str
    source: str


OFFICES = {row.municipality: row for row in rows("offices.csv", Office)}


def office_of(municipality: str) -> Office:
    """
    The office of a municipality; one that the table does not know is named by its code.
    """
    unknown = Office(municipality, f"市区町村{municipality}", "", "", "", "")
    return OFFICES.get(municipality, unknown)
