"""
What a fake's ``wire`` module declares, read as one table: message type, direction, body, reply.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from msgspec import Struct


class Exchange(Struct, frozen=True):
    """
    One message type at one receiver: its body, and the reply's type and body where there is one.
    """

    message_type: str
    body: Any
    reply_type: str | None
    reply_body: Any


def incoming(wire: ModuleType) -> dict[str, Exchange]:
    """
    Every message type that the fake of ``wire`` takes, from the registry or from elsewhere in town.
    """
    bodies: dict[str, Any] = {**getattr(wire, "FROM_TOWN", {}), **getattr(wire, "FROM_REGISTRY", {})}
    replies: dict[str, Any] = getattr(wire, "REPLIES", {})
    reply_types: dict[str, str] = getattr(wire, "REPLY_TYPES", {})
    return {
        kind: Exchange(kind, body, reply_types.get(kind), replies.get(kind))
        for kind, body in sorted(bodies.items())
    }


def to_registry(wire: ModuleType) -> dict[str, Exchange]:
    """
    Every message type that the fake of ``wire`` sends to the registry.
    """
    bodies: dict[str, Any] = getattr(wire, "TO_REGISTRY", {})
    return {kind: Exchange(kind, body, None, None) for kind, body in sorted(bodies.items())}
