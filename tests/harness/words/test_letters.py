"""
Tests of the repertoire, kana without voicing, widths, lengths and safe display.
"""

import unicodedata

import jaconv
import pytest
from hypothesis import given, strategies as st

from harness.words.letters import (
    KanaBase,
    KanaRules,
    LongVowel,
    Repertoire,
    full_width_digits,
    gaiji,
    gaiji_count,
    half_width_digits,
    lengths,
    letters,
    printable,
    unvoiced,
)

SELECTOR = "\U000e0100"
texts = st.text(max_size=20)
kana = st.text([chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x30FC)], max_size=20)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("山田　太郎", 0),
        ("髙橋", 1),
        ("\U00020bb7野家", 1),
        ("\U0002000b", 0),
        (f"葛{SELECTOR}城", 1),
        (f"\U00020bb7{SELECTOR}", 1),
        ("辻\ufe00", 1),
        ("か\u3099き\u309a", 0),
        ("\u0041\u0301", 0),
        ("\ue000", 1),
        ("山\n", 1),
        ("山\u202e", 1),
        ("\u0e01", 1),
        ("\ud800", 1),
        (f"髙\U00020bb7葛{SELECTOR}髙", 4),
        ("", 0),
    ],
)
def test_letters_outside_the_ordinary_repertoire(text, count):
    """
    Each written letter outside counts once: beyond the BMP, with its selector, private, or no letter at all.
    """
    assert gaiji_count(text) == count


def test_counts_of_1_3_and_20():
    """
    Names with 1, 3 and 20 letters outside are counted as such among ordinary ones.
    """
    for count in (1, 3, 20):
        assert gaiji_count("田" + "\U00020bb7中" * count) == count


def test_the_repertoire_is_a_setting():
    """
    Another codec or another view of variants counts otherwise.
    """
    assert gaiji("髙橋", Repertoire(codec="cp932")) == ()
    assert gaiji("\U0002000b", Repertoire(codec="cp932")) == ("\U0002000b",)
    assert gaiji(f"葛{SELECTOR}") == (f"葛{SELECTOR}",)
    assert gaiji(f"葛{SELECTOR}", Repertoire(variants_outside=False)) == ()
    assert gaiji_count(f"髙{SELECTOR}", Repertoire(variants_outside=False)) == 1


def test_compatibility_ideographs_are_not_exchanged():
    """
    A compatibility form outside the set is not counted as its ordinary twin.
    """
    assert unicodedata.normalize("NFC", "\uf900") == "豈"
    assert gaiji_count("\uf900") == 1
    assert gaiji_count("豈") == 0


@given(texts)
def test_letters_are_a_partition(text):
    """
    The written letters joined are the text, and marks and selectors only follow.
    """
    split = list(letters(text))
    assert "".join(split) == text
    assert all(split)


@given(texts, texts)
def test_counts_add_up(first, second):
    """
    Texts joined at an ordinary letter have the sum of their counts and lengths.
    """
    joined = f"{first}田{second}"
    if gaiji_count(f"田{second}") == gaiji_count(second):
        assert gaiji_count(joined) == gaiji_count(first) + gaiji_count(second)
    whole = lengths(joined)
    assert whole.utf8_bytes == lengths(first).utf8_bytes + 3 + lengths(second).utf8_bytes
    assert whole.letters <= whole.code_points <= whole.utf8_bytes


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", (0, 0, 0)), ("山a", (2, 2, 4)), (f"\U00020bb7{SELECTOR}", (1, 2, 8)), ("か\u3099", (1, 2, 6))],
)
def test_lengths(text, wanted):
    """
    Letters, code points and bytes are three different numbers.
    """
    assert lengths(text) == wanted


def test_unpaired_surrogates_are_measured_not_raised():
    """
    A text that UTF-8 cannot write still has lengths.
    """
    assert lengths("\ud800") == (1, 1, 3)


@pytest.mark.parametrize(
    ("reading", "wanted"),
    [
        ("ガギグゲゴ", "カキクケコ"),
        ("パピプペポ", "ハヒフヘホ"),
        ("バ", "ハ"),
        ("ヴァ", "ウア"),
        ("ヷヸヹヺ", "ワヰヱヲ"),
        ("じゅんいちろう", "しゆんいちろう"),
        ("キャッチ", "キヤツチ"),
        ("ｶﾞｯﾊﾟ", "カツハ"),
        ("か\u3099は\u309a", "かは"),
        ("ゞヾ", "ゝヽ"),
        ("ジョージ", "シヨーシ"),
        ("山田 A1é", "山田 A1é"),
        ("ヵヶ", "カケ"),
    ],
)
def test_kana_without_voicing(reading, wanted):
    """
    Voicing marks go, small kana grow, the rest stays.
    """
    assert unvoiced(reading) == wanted


def test_kana_rules_are_settings():
    """
    Small kana, the long-vowel mark and the kind of kana follow the rules given.
    """
    assert unvoiced("ジョージ", KanaRules(enlarge_small=False)) == "ショーシ"
    assert unvoiced("ジョージ", KanaRules(long_vowel=LongVowel.DROP)) == "シヨシ"
    assert unvoiced("ジョージ", KanaRules(base=KanaBase.HIRAGANA)) == "しよーし"
    assert unvoiced("じょーじ", KanaRules(base=KanaBase.KATAKANA)) == "シヨーシ"


@given(kana, st.sampled_from(KanaBase), st.booleans(), st.sampled_from(LongVowel))
def test_unvoicing_twice_changes_nothing(reading, base, enlarge, long_vowel):
    """
    The reduced reading is its own reduction, whatever the rules.
    """
    rules = KanaRules(enlarge_small=enlarge, long_vowel=long_vowel, base=base)
    once = unvoiced(reading, rules)
    assert unvoiced(once, rules) == once
    assert not any("\u3099" in unicodedata.normalize("NFD", sign) for sign in once)
    assert len(once) == len(reading) - (reading.count("ー") if long_vowel is LongVowel.DROP else 0)


@given(st.text([chr(code) for code in range(0x3041, 0x3097)], max_size=20))
def test_the_kind_of_kana_agrees_with_another_library(reading):
    """
    Changing hiragana to katakana gives what an independent converter gives.
    """
    plain = KanaRules(enlarge_small=False)
    to_katakana = KanaRules(enlarge_small=False, base=KanaBase.KATAKANA)
    assert unvoiced(reading, to_katakana) == jaconv.hira2kata(unvoiced(reading, plain))


@given(texts)
def test_widths_of_digits(text):
    """
    Digits change their width both ways; nothing else changes; no full-width digit stays behind.
    """
    half = half_width_digits(text)
    assert half_width_digits(full_width_digits(text)) == half
    assert len(half) == len(text)
    assert not set(half) & set("０１２３４５６７８９")
    assert all(a == b for a, b in zip(text, half, strict=True) if a not in "０１２３４５６７８９")


def test_widths_of_digits_by_example():
    """
    Other full-width letters stay.
    """
    assert half_width_digits("Ａ１２３－４") == "Ａ123－4"
    assert full_width_digits("4丁目") == "４丁目"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("\u2066\u2069\u200f", "⟦U+2066⟧⟦U+2069⟧⟦U+200F⟧"),
        ("\x1b[31m", "⟦U+001B⟧[31m"),
        ("a\r\nb\t", "a⟦U+000D⟧⟦U+000A⟧b⟦U+0009⟧"),
        ("\x85\x7f\u2028", "⟦U+0085⟧⟦U+007F⟧⟦U+2028⟧"),
        ("\u200b\ufeff\U000e0041", "⟦U+200B⟧⟦U+FEFF⟧⟦U+E0041⟧"),
        ("\ud800", "⟦U+D800⟧"),
        (f"葛{SELECTOR}　山田", f"葛{SELECTOR}　山田"),
    ],
)
def test_hidden_signs_are_shown(text, shown):
    """
    Controls, bidirectional, invisible and broken signs are made visible; names stay as they are.
    """
    assert printable(text) == shown


@given(st.text(st.characters(), max_size=20))
def test_shown_text_is_safe(text):
    """
    Nothing hidden is left, it can be written as UTF-8, and showing again changes nothing.
    """
    shown = printable(text)
    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert printable(shown) == shown
