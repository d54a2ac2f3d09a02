"""
Faults of the line, ordered from outside: busy, out of service, an answer or a reply that is lost, a refusal.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from fakes._core.problem import Problem

Action = Literal["busy", "error", "lost-answer", "no-reply", "refuse"]
"""``no-reply``: the message is handled and acknowledged, and the reply that belongs to it does not come."""

Refusing = Literal["busy", "error", "lost-answer", "refuse"]


class Fault(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What happens to the next ``times`` messages of this type to this receiver; None stands for any.
    """

    action: Action
    message_type: str | None = None
    receiver: str | None = None
    times: Annotated[int, Meta(ge=1, le=1_000_000)] = 1


class FaultList(Struct, frozen=True, forbid_unknown_fields=True):
    """
    All faults from now on; those of before are forgotten.
    """

    faults: list[Fault]


_PROBLEMS: dict[Refusing, tuple[int, str, str]] = {
    "busy": (429, "busy", "The line is busy, as it was told to be."),
    "error": (503, "not-in-service", "Out of service, as it was told to be."),
    "refuse": (422, "refused-by-fault", "Refused, as it was told to."),
    "lost-answer": (504, "answer-lost", "The message was handled; its answer is lost, as it was told to be."),
}


def problem_of(action: Refusing) -> Problem:
    """
    The problem with which a fault answers.
    """
    return Problem(*_PROBLEMS[action])


class Faults:
    """
    The faults in force, counted down as they strike.
    """

    def __init__(self) -> None:
        self._left: list[tuple[Fault, int]] = []

    def order(self, faults: list[Fault]) -> None:
        """
        Replace all faults.
        """
        self._left = [(fault, fault.times) for fault in faults]

    def strike(self, message_type: str, receiver: str) -> Action | None:
        """
        The fault that strikes this message, counted once, or None.
        """
        for place, (fault, times) in enumerate(self._left):
            if fault.message_type in (None, message_type) and fault.receiver in (None, receiver):
                self._left[place] = (fault, times - 1)
                self._left = [(kept, left) for kept, left in self._left if left > 0]
                return fault.action
        return None
