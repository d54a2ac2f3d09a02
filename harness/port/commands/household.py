"""
Notifications of change of household (住基法25条, 住基令10条, 25条).
"""

from __future__ import annotations

from harness.port.commands.basis import Command, Counter, Identity, Relation


class ChangeOfHousehold(Command, frozen=True):
    """
    Notification of a change of householder (住基法25条). ``relationships`` are those of the others to the new one.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    household: str
    householder: str
    relationships: list[Relation]


class SplitHousehold(Command, frozen=True):
    """
    Members leave a household and make one of their own at the same address (世帯分離).

    ``relationships`` are those of the leavers to ``householder``. Where the old householder leaves,
    ``remaining_householder`` and ``remaining_relationships`` say how the others stand to each other.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    residents: list[str]
    householder: str
    relationships: list[Relation] = []
    remaining_householder: str | None = None
    remaining_relationships: list[Relation] = []


class MergeHouseholds(Command, frozen=True):
    """
    All members of ``household`` join ``into``, at the same address (世帯合併): one householder remains.

    ``relationships`` are those of the people who join, to the householder of ``into``.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    household: str
    into: str
    relationships: list[Relation]


class TransferMembers(Command, frozen=True):
    """
    Some members go over into another household at the same address (世帯変更); the rest stays.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    residents: list[str]
    into: str
    relationships: list[Relation]
    remaining_householder: str | None = None
    remaining_relationships: list[Relation] = []
