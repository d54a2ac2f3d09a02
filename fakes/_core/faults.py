"""
Faults of the line, ordered from outside: busy, out of service, an answer or a reply that is lost, a refusal, and a
message of the fake's own that shows a wrong credential.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from fakes._core.problem import Problem

Action = Literal["busy", "error", "lost-answer", "no-reply", "refuse", "wrong-credential"]
"""
``no-reply``: the message is handled and acknowledged, and the reply that belongs to it does not come.
``wrong-credential`` strikes what the fake sends itself, the others what it receives.
"""

Refusing = Literal["busy", "error", "lost-answer", "refuse"]


class Fault(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What happens to the next ``times`` messages of this type to this receiver; None stands for any.

    The receiver of an outgoing message to the registry is ``registry``.
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
        The fault that strikes this message received, counted once, or None.
        """
        return self._strike(message_type, receiver, sending=False)

    def strike_sending(self, message_type: str, receiver: str) -> bool:
        """
        Whether this attempt to send a message shows a wrong credential; counted once.
        """
        return self._strike(message_type, receiver, sending=True) is not None

    def _strike(self, message_type: str, receiver: str, *, sending: bool) -> Action | None:
        for place, (fault, times) in enumerate(self._left):
            if sending != (fault.action == "wrong-credential"):
                continue
            if fault.message_type in (None, message_type) and fault.receiver in (None, receiver):
                self._left[place] = (fault, times - 1)
                self._left = [(kept, left) for kept, left in self._left if left > 0]
                return fault.action
        return None
