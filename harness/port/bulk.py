"""
Residents taken over in bulk, as from a former system: one line of NDJSON each, all of them or none.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from harness.port.commands import Address, Person


class StandingCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A card that a resident holds, or that waits for hand-over.
    """

    card_id: str
    state: Literal["in-stock", "active", "suspended"]
    issued_on: str
    expires_on: str


class StandingResident(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    One line of a bulk load: a current resident as they stand. ``resident`` and ``household`` are kept as their numbers;
    ``person.ref`` is free, ``person.resident_record_code`` must be there.

    ``reason`` is how the person became a resident, ``notified_on`` when that was notified. ``update_sequence`` and
    ``history_sequence`` are the last numbers that the network (J01) and the addressee system (A01) took; 0 for none.
    """

    resident: str
    household: str
    person: Person
    address: Address
    became_resident_on: str
    settled_on: str
    reason: Literal["11", "12", "13"]
    notified_on: str | None = None
    previous_municipality: str | None = None
    previous_address: str | None = None
    update_sequence: int = 0
    history_sequence: int = 0
    card: StandingCard | None = None


class Loaded(Struct, frozen=True, forbid_unknown_fields=True):
    """
    How many the registry took over.
    """

    residents: int
    households: int
    cards: int
