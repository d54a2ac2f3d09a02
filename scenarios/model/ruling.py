"""
What the law says of one act before it is done.
"""

from __future__ import annotations

from msgspec import Struct


class Ruling(Struct, frozen=True):
    """
    ``lawful``: True, False, or None where the oracle does not know enough. ``article`` is what it rests on.

    ``reasons`` are the words of refusal that fit; a registry may name any of them.
    """

    lawful: bool | None
    article: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def unlawful(self) -> bool:
        """
        Whether the act must be refused.
        """
        return self.lawful is False


LAWFUL = Ruling(True)
UNKNOWN = Ruling(None)


def unlawful(article: str, *reasons: str) -> Ruling:
    """
    The act must be refused, for one of the reasons.
    """
    return Ruling(False, article, reasons)


def first(*rulings: Ruling | None) -> Ruling:
    """
    The first that forbids; else the first that does not know; else lawful. None says nothing.
    """
    said = [ruling for ruling in rulings if ruling is not None]
    for ruling in said:
        if ruling.unlawful:
            return ruling
    return next((ruling for ruling in said if ruling.lawful is None), LAWFUL)
