"""
A message as steps see it.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from harness.evidence.events import Text
from harness.judgement.expect import both

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

    def broken(self) -> Text:
        """
        That the fake broke over it, in words.
        """
        return both(
            f"模擬サービス{self.fake}が{self.kind}の電文を処理できなかった",
            f"the fake {self.fake} broke over a message of the type {self.kind}",
        )

    def wrong(self, place: str) -> Text:
        """
        That the fake sent it with something that is not as published, in words.
        """
        return both(
            f"模擬サービス{self.fake}が送った{self.kind}の{place}が公表された形でない",
            f"the fake {self.fake} sent {self.kind} with a wrong {place}",
        )
