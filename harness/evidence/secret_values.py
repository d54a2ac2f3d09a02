"""
Credentials and PINs that a run knows, and the patterns that find them.
"""

from __future__ import annotations

import re

from harness.evidence.forms import Known, base64_cores

LONG = 8
"""A shorter one is found only where it stands alone."""


class Secrets:
    """
    What is known by value, and two patterns that find it, made anew whenever that changes.
    """

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._search: re.Pattern[str] | None = None
        self._pin_search: re.Pattern[str] | None = None

    def add(self, value: str, known: Known) -> None:
        """
        Make one known; the patterns are made anew.
        """
        self._known[value] = known
        self._make()

    def forget(self, kind: str) -> bool:
        """
        Know none of a kind any more; whether there was one.
        """
        left = {value: known for value, known in self._known.items() if known.kind != kind}
        forgotten = len(left) < len(self._known)
        if forgotten:
            self._known = left
            self._make()
        return forgotten

    def _make(self) -> None:
        self._search = self._pin_search = None
        long = sorted((each for each in self._known if len(each) >= LONG), key=len, reverse=True)
        short = sorted((each for each in self._known if len(each) < LONG), key=len, reverse=True)
        if long:
            parts = [re.escape(form) for secret in long for form in (secret, *base64_cores(secret))]
            self._search = re.compile("|".join(parts))
        if short:
            alone = "|".join(map(re.escape, short))
            self._pin_search = re.compile(
                rf"(?<![0-9A-Za-z\-:/.])(?:{alone})(?![0-9A-Za-z\-:/])(?!\.[0-9A-Za-z])"
            )

    def get(self, value: str) -> Known | None:
        """
        What is known of this very value.
        """
        return self._known.get(value)

    def search(self) -> re.Pattern[str] | None:
        """
        What finds the long ones, also inside something and in base64.
        """
        return self._search

    def pin_search(self) -> re.Pattern[str] | None:
        """
        What finds the short ones where they stand alone.
        """
        return self._pin_search
