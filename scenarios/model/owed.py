"""
Messages that an act makes owed: which, about whom, to whom, and by when (requirements' section 5).
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Owed(Struct, frozen=True):
    """
    One message. ``receiver`` is a system or the code of another municipality; ``says`` are values it must carry.

    ``by`` is the last day: the law says 遅滞なく or 速やかに, and the numbers for these words are our own settings.
    """

    message: str
    about: str
    receiver: str
    by: date
    says: tuple[tuple[str, str], ...] = ()


def owed(message: str, about: str, receiver: str, by: date, **says: str) -> Owed:
    """
    A message with what it must say.
    """
    return Owed(message, about, receiver, by, tuple(sorted(says.items())))
