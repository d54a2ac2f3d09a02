"""
What the instrument tells a registry about the run: where the town is, what time it is, when to come to rest.
"""

from __future__ import annotations

from msgspec import Struct


class Neighbour(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Where a neighbour listens, what the registry shows it (``credential``), and what it will show the registry.
    """

    url: str
    credential: str
    inbound_credential: str


class Town(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The neighbours by system name: juki_net, card_management, addressee, departments, immigration.

    ``assigned_codes`` are Resident Record Codes assigned to this municipality, unused (住基法30条の2).
    ``basis`` is the municipality's table of transfers: department → whether the Individual Number may go there.
    """

    neighbours: dict[str, Neighbour]
    assigned_codes: list[str]
    basis: dict[str, bool]


class ClockSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The town's time. Never earlier than the last one; the registry does what falls due before it answers.
    """

    now: str


class SettleRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Come to rest: answer when nothing due is undelivered, or after ``bound_ms`` of real time.
    """

    bound_ms: int


class Settled(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Whether the registry came to rest, and how many due messages are still undelivered.
    """

    settled: bool
    undelivered: int


class Done(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The registry took note. ``now`` is its time.
    """

    now: str | None


class Capabilities(Struct, frozen=True):
    """
    What a registry says of itself. Unknown further fields are allowed here and only here.

    ``commands`` and ``reads`` list the endpoints it serves; a clause that needs another is UNTESTED.
    ``clock`` says whether its time can be set; ``now`` is that time, None before the first setting. ``load``: whether
    residents can be loaded in bulk; no clause needs it.
    """

    name: str
    version: str
    interface: str
    municipality: str
    roles: list[str]
    clock: bool
    now: str | None
    commands: list[str]
    reads: list[str]
    load: bool = False
