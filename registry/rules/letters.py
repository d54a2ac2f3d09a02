"""
Letters: which are outside the repertoire, how kana lose their voicing marks, which a record cannot hold.

The repertoire is JIS X 0213:2012 (the layouts of the real network are not public; the choice is the project's own).
"""

from __future__ import annotations

import unicodedata

_COMPATIBLE = dict(zip("－～∥￠￡￢", "−〜‖¢£¬", strict=True))
_VOICING = {"\u3099", "\u309a"}
_STANDALONE_VOICING = {"゛", "゜", "ﾞ", "ﾟ"}


def _is_selector(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def _in_repertoire(letter: str) -> bool:
    try:
        _COMPATIBLE.get(letter, letter).encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


def gaiji_count(text: str | None) -> int:
    """
    How many letters are outside the repertoire; a letter with its variation selector counts once.
    """
    count = 0
    previous_counted = False
    for letter in text or "":
        if _is_selector(letter):
            count += 0 if previous_counted else 1
            previous_counted = True
        else:
            previous_counted = not _in_repertoire(letter)
            count += previous_counted
    return count


SUBSTITUTE = "〓"
"""What stands for a letter outside the repertoire; our own choice."""


def substituted(text: str) -> tuple[str, list[int]]:
    """
    The text with a substitute for each letter outside the repertoire, and the places of these, counted from 1.
    """
    told: list[str] = []
    places: list[int] = []
    for letter in text:
        if _is_selector(letter):
            # The selector belongs to the letter before, which it puts outside the repertoire.
            if told and (not places or places[-1] != len(told)):
                told[-1] = SUBSTITUTE
                places.append(len(told))
        elif _in_repertoire(letter):
            told.append(letter)
        else:
            told.append(SUBSTITUTE)
            places.append(len(told))
    return "".join(told), places


def unvoiced(kana: str) -> str:
    """
    The kana without voicing marks, as identification information holds them for searching.
    """
    plain = [letter for letter in unicodedata.normalize("NFD", kana) if letter not in _VOICING]
    return unicodedata.normalize("NFC", "".join(plain)).translate(
        dict.fromkeys(map(ord, _STANDALONE_VOICING))
    )


def is_writable(text: str) -> bool:
    """
    Whether a record can hold the text: no control letters, no halves of letters, no non-characters.
    """
    return not any(
        unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or ord(letter) & 0xFFFE == 0xFFFE
        for letter in text
    )


def same_name(one: str, other: str) -> bool:
    """
    Whether two writings of a name agree but for spaces and letter widths.
    """

    def plain(name: str) -> str:
        return "".join(unicodedata.normalize("NFKC", name).split())

    return plain(one) == plain(other)
