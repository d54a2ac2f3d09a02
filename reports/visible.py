"""
Text from outside made visible and harmless to the eye: controls and direction overrides are shown, never obeyed.
"""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Controls but tab and newline, bidirectional and zero-width marks, line separators, lone surrogates."""

LONG = 6000
"""Characters of one text that a report prints before it says how many more there are."""


def visible(text: str) -> str:
    """
    The text with each unseen character shown by its code point: ``⟦U+202E⟧``.
    """
    return UNSEEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)


def clipped(text: str, limit: int = LONG) -> str:
    """
    The beginning of a very long text, and how many characters follow.
    """
    return text if len(text) <= limit else f"{text[:limit]}… (+{len(text) - limit})"
