"""
A message as steps see it.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

BROKEN = "broken"
"""The code with which a fake says that it broke itself (docs/town.md)."""


class Message(Struct, frozen=True):
    """
    A message as a fake journalled it, unmasked, for steps only. ``ref`` points at its event.

    ``monotonic_ns``: when, by the clock of this host; 0 where the fake runs elsewhere.
    """

    fake: str
    number: int
    at: str
    direction: str
    peer: str
    kind: str
    outcome: str
    envelope: dict[str, Any]
    body: dict[str, Any]
    problem: dict[str, Any] | None
    reply: dict[str, Any] | None
    monotonic_ns: int = 0

    @property
    def ref(self) -> str:
        """
        Reference for evidence: ``juki_net:12``.
        """
        return f"{self.fake}:{self.number}"

    @property
    def broke_neighbour(self) -> bool:
        """
        Whether the fake that took it broke over it: the answer of a fake whose own code failed.
        """
        return (
            self.direction == "in" and isinstance(self.problem, dict) and self.problem.get("code") == BROKEN
        )
