"""
Letters: the ordinary repertoire and what lies outside it (外字), kana without voicing, widths, lengths, safe display.

What letters the real systems can carry is not public. Every rule here is a setting with a default of **our own**.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

_FULL = "０１２３４５６７８９"
_HALF = "0123456789"
_TO_HALF = str.maketrans(_FULL, _HALF)
_TO_FULL = str.maketrans(_HALF, _FULL)
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_VOICED_MARK, _HALF_VOICED_MARK = "\u3099", "\u309a"


@dataclass(frozen=True, slots=True)
class Repertoire:
    """
    The letters that a system has in its ordinary set.

    `codec`: a letter is in the set if this Python codec can write it; the default is the level of JIS X 0213.
    `variants_outside`: a letter with a variation selector is outside, whatever its base, because the selector
    says that the ordinary shape is not meant.
    """

    codec: str = "euc_jis_2004"
    variants_outside: bool = True

    def has(self, letter: str) -> bool:
        """
        Say whether `letter`, one written letter with its marks and selectors, is in the set.
        """
        base = "".join(sign for sign in letter if not is_variation_selector(sign))
        if len(base) < len(letter) and self.variants_outside:
            return False
        if any(unicodedata.category(sign) in _HIDDEN_CATEGORIES for sign in base):
            return False
        # か + U+3099 is が. Ideographs are never composed: that would turn a compatibility form into another.
        return self._writes(base) or (_is_kana(base) and self._writes(unicodedata.normalize("NFC", base)))

    def _writes(self, text: str) -> bool:
        try:
            text.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True


ORDINARY = Repertoire()


class KanaBase(Enum):
    """
    The kana in which a reading is compared.
    """

    AS_WRITTEN = "as-written"
    HIRAGANA = "hiragana"
    KATAKANA = "katakana"


class LongVowel(Enum):
    """
    What becomes of the long-vowel mark ー.
    """

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class KanaRules:
    """
    How a reading is reduced for comparison (清音化); the real rule is not public, all of this is our own.

    `enlarge_small`: ャ becomes ヤ, ッ becomes ツ. `long_vowel`: keep or drop ー. `base`: the kana of the result.
    """

    enlarge_small: bool = True
    long_vowel: LongVowel = LongVowel.KEEP
    base: KanaBase = KanaBase.AS_WRITTEN


DEFAULT_KANA_RULES = KanaRules()

_SMALL = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
_LARGE = "あいうえおつやゆよわかけアイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロ"
_ENLARGED = str.maketrans(_SMALL, _LARGE)
_HIRAGANA = "".join(map(chr, [*range(0x3041, 0x3097), 0x309D]))
_KATAKANA = "".join(map(chr, [*range(0x30A1, 0x30F7), 0x30FD]))
_BASES = {
    KanaBase.AS_WRITTEN: {},
    KanaBase.HIRAGANA: str.maketrans(_KATAKANA, _HIRAGANA),
    KanaBase.KATAKANA: str.maketrans(_HIRAGANA, _KATAKANA),
}


class Lengths(NamedTuple):
    """
    The lengths of a text: written letters, Unicode code points, bytes of UTF-8.
    """

    letters: int
    code_points: int
    utf8_bytes: int


def letters(text: str) -> Iterator[str]:
    """
    Split `text` into written letters: a base with the marks and variation selectors that follow it.
    """
    letter = ""
    for sign in text:
        if letter and not _joins(sign):
            yield letter
            letter = ""
        letter += sign
    if letter:
        yield letter


def gaiji(text: str, repertoire: Repertoire = ORDINARY) -> tuple[str, ...]:
    """
    The written letters of `text` outside the repertoire, in order and with repetitions.
    """
    return tuple(letter for letter in letters(text) if not repertoire.has(letter))


def gaiji_count(text: str, repertoire: Repertoire = ORDINARY) -> int:
    """
    The number of written letters outside the repertoire; a base with its selector, or beyond the BMP, is one.
    """
    return len(gaiji(text, repertoire))


def lengths(text: str) -> Lengths:
    """
    Measure `text`; an unpaired surrogate, which UTF-8 cannot write, counts as three bytes.
    """
    return Lengths(
        letters=sum(1 for _ in letters(text)),
        code_points=len(text),
        utf8_bytes=len(text.encode("utf-8", "surrogatepass")),
    )


def half_width_digits(text: str) -> str:
    """
    Write full-width digits as 0 to 9; nothing else changes.
    """
    return text.translate(_TO_HALF)


def full_width_digits(text: str) -> str:
    """
    Write the digits 0 to 9 full-width; nothing else changes.
    """
    return text.translate(_TO_FULL)


def unvoiced(reading: str, rules: KanaRules = DEFAULT_KANA_RULES) -> str:
    """
    Write `reading` without voicing marks, ガ as カ and パ as ハ, reduced further as `rules` say.

    Half-width kana become full-width first. What is not kana stays as it is.
    """
    text = "".join(_plain(letter) for letter in letters(_full_width_kana(reading)))
    if rules.enlarge_small:
        text = text.translate(_ENLARGED)
    if rules.long_vowel is LongVowel.DROP:
        text = text.replace("ー", "")
    return text.translate(_BASES[rules.base])


def printable(text: str) -> str:
    """
    Make `text` safe to show: controls, bidirectional and invisible signs and unpaired surrogates as ⟦U+202E⟧.
    """
    return "".join(_shown(sign) for sign in text)


def is_variation_selector(sign: str) -> bool:
    """
    Say whether `sign` selects a variant of the letter before it.
    """
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _joins(sign: str) -> bool:
    return is_variation_selector(sign) or unicodedata.category(sign) in {"Mn", "Me", "Mc"}


def _is_kana(text: str) -> bool:
    return "\u3041" <= text[:1] <= "\u30ff"


def _plain(letter: str) -> str:
    if not _is_kana(letter):
        return letter
    apart = unicodedata.normalize("NFD", letter)
    return "".join(sign for sign in apart if sign not in (_VOICED_MARK, _HALF_VOICED_MARK, "゛", "゜"))


def _full_width_kana(text: str) -> str:
    return "".join(
        unicodedata.normalize("NFKC", sign) if "\uff66" <= sign <= "\uff9f" else sign for sign in text
    )


def _shown(sign: str) -> str:
    return f"⟦U+{ord(sign):04X}⟧" if unicodedata.category(sign) in _HIDDEN_CATEGORIES else sign
