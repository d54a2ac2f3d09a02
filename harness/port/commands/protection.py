"""
Support measures for victims of violence and stalking (支援措置; the standard specification 3.1–3.4).
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands.basis import Command, Counter, Identity


class ApplyForSupport(Command, frozen=True):
    """
    Application for a support measure: temporary until it is decided.

    ``accompanying`` are residents who ask for support together with the applicant. ``opinion`` names
    the body whose opinion came with it.
    """

    counter: Counter
    identity: Identity
    resident: str
    applied_on: str
    accompanying: list[str] = []
    opinion: Literal["police", "counselling-centre", "child-guidance-centre", "court", "none"] = "none"


class DecideSupport(Command, frozen=True):
    """
    The application is confirmed from ``starts_on`` for one year, or found not to be needed.
    """

    counter: Counter
    measure: str
    decided_on: str
    decision: Literal["confirm", "reject"]
    starts_on: str | None = None


class ExtendSupport(Command, frozen=True):
    """
    The measure goes on for a year from the day after its end; asked for from one month before the end.
    """

    counter: Counter
    measure: str
    requested_on: str


class EndSupport(Command, frozen=True):
    """
    The measure ends: because the person asks for it, because it is not needed any more, or after its end date.
    """

    counter: Counter
    measure: str
    ended_on: str
    cause: Literal["request", "not-needed", "expired"]


class ReleaseSupport(Command, frozen=True):
    """
    The hold is lifted for a number of minutes, inside this registry only; it comes back by itself.
    """

    counter: Counter
    measure: str
    minutes: int
