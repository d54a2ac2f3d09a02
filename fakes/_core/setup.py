"""
The set-up of a fake: where its neighbours are, who may speak to it, the town's time, its own data.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from fakes._core.fields import Instant, Municipality
from fakes._core.problem import Refused


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Where a neighbour listens, and the credential that this fake shows there.
    """

    url: Annotated[str, Meta(max_length=500)]
    credential: Annotated[str, Meta(max_length=200)]


class Setup(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Forget everything and start. ``accepts``: credential by sender, at least eight characters long.

    ``addresses``: "registry" and the fakes by name. ``data`` and ``settings`` are the fake's own.
    """

    municipality: Municipality
    now: Instant
    addresses: dict[str, Address] = {}
    accepts: dict[str, Annotated[str, Meta(min_length=8, max_length=200)]] = {}
    settings: dict[str, Any] = {}
    data: dict[str, Any] = {}
    defects: list[str] = []


class ClockSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The town's time, from now on.
    """

    now: Instant


class SettleRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """
    How long to wait, in milliseconds of real time.
    """

    bound_ms: Annotated[int, Meta(ge=0, le=600_000)]


class Settled(Struct, frozen=True):
    """
    Whether nothing of its own is on the way, and how many messages still are.
    """

    settled: bool
    undelivered: int


class Health(Struct, frozen=True):
    """
    Who answers.
    """

    name: str
    version: str
    status: str


class Now(Struct, frozen=True):
    """
    The town's time as the fake holds it.
    """

    now: str


def refuse_bad_addresses(addresses: dict[str, Address]) -> None:
    """
    Refuse an address that is not an http address, before a message needs it.
    """
    for name, address in addresses.items():
        try:
            parts = urlsplit(address.url)
            good = (
                parts.scheme in ("http", "https")
                and bool(parts.hostname)
                and (parts.port is None or parts.port > 0)
            )
        except ValueError:
            good = False
        if not (good and address.url.isascii() and address.url.isprintable() and " " not in address.url):
            raise Refused(f"addresses.{name}.url", "This is not an http address.", code="invalid-field")
        if not (address.credential.isascii() and address.credential.isprintable()):
            raise Refused(
                f"addresses.{name}.credential", "This cannot stand in a header.", code="invalid-field"
            )
