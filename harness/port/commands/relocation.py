"""
Notifications of moving in, moving out and change of address (住基法22条〜24条の2).
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands.basis import (
    Address,
    Amendment,
    Command,
    Counter,
    Identity,
    Person,
    PresentedCard,
    Relation,
)


class MovingIn(Command, frozen=True):
    """
    Notification of moving in (住基法22条, 30条の46).

    ``document`` is the moving-out certificate of a person from another municipality; None where none was
    brought. ``exemption`` names the class that needs none (住基令22条). ``household`` joins an existing one.
    ``provisional`` saves the entry without deciding it: nothing may leave the registry. ``unreported_*`` is where the
    person lived in between without having been recorded (未届); ``from_*`` stays the last place that holds a record.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_in_on: str
    to_address: Address
    persons: list[Person]
    from_municipality: str | None = None
    from_address: str | None = None
    document: Literal["moving-out-certificate"] | None = None
    exemption: Literal["from-abroad", "never-recorded", "unavoidable"] | None = None
    household: str | None = None
    provisional: bool = False
    unreported_municipality: str | None = None
    unreported_address: str | None = None


class Mover(Command, frozen=True):
    """
    One person of a special moving in, found in the moving-out data by Resident Record Code.

    ``amendments`` are items that the clerk put right before the entry.
    """

    ref: str
    resident_record_code: str
    amendments: list[Amendment] = []


class SpecialMovingIn(Command, frozen=True):
    """
    Notification of moving in with an Individual Number Card and without paper (住基法24条の2).

    ``variant`` household: the householder's card stands for the members. Data come from J07.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_in_on: str
    to_address: Address
    movers: list[Mover]
    presented: list[PresentedCard]
    variant: Literal["holder", "household"]
    from_municipality: str


class MovingOut(Command, frozen=True):
    """
    Notification of moving out, made before the move (住基法24条); ``special`` uses the card instead of paper.

    ``destination_municipality`` is None for a moving out abroad. ``presented`` are the ids of the cards laid before the
    clerk (番号法17条6項). ``channel``: an ordinary notification is made face to face; the special one may come by post
    or online (住基規則52条1項).
    """

    counter: Counter
    identity: Identity
    notified_on: str
    planned_on: str
    residents: list[str]
    destination: str
    destination_municipality: str | None = None
    route: Literal["certificate", "special"] = "certificate"
    presented: list[str] = []
    channel: Literal["counter", "post", "online"] = "counter"


class WithdrawMovingOut(Command, frozen=True):
    """
    A planned moving out is withdrawn before its date: the people stay.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    residents: list[str]


class IssueMovingOutCertificate(Command, frozen=True):
    """
    The moving-out certificate once more: lost, damaged (住基令24条), or printed on demand after a special moving out.

    The answer carries the document; it shows the state at the first issue and is marked.
    """

    counter: Counter
    identity: Identity
    residents: list[str]
    cause: Literal["lost", "damaged", "on-demand"]


class ChangeOfAddress(Command, frozen=True):
    """
    Notification of change of address inside the municipality (住基法23条).

    ``new_household`` puts the movers in a household of their own with ``householder`` at its head. ``provisional``
    saves the change without deciding it, as in ``MovingIn``.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_on: str
    residents: list[str]
    to_address: Address
    new_household: bool = False
    householder: str | None = None
    relationships: list[Relation] = []
    provisional: bool = False
