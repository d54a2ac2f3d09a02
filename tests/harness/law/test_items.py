"""
Tests of the 362 record items.
"""

import re
from collections import Counter

from harness.law.items import item_of, record_items

COUNTS = {
    "宛名基本": 47,
    "宛名履歴": 78,
    "住基異動": 71,
    "住基拡張": 29,
    "国民年金": 7,
    "国保": 6,
    "児童手当": 7,
    "介護": 5,
    "後期": 5,
    "本人確認情報": 40,
    "送付先情報": 67,
}
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def test_every_file_has_its_items():
    """
    The files hold 47, 78, 71, 29, 7, 6, 7, 5, 5, 40 and 67 items, 362 in all.
    """
    assert Counter(ref.rpartition("-")[0] for ref in record_items()) == COUNTS
    assert len(record_items()) == 362


def test_english_names_are_english_and_unique():
    """
    An English name is there, holds no Japanese letter, and names one item of its file.
    """
    items = record_items().values()
    assert all(item.item_en and not JAPANESE.search(item.item_en) for item in items)
    assert len({(item.file, item.item_en) for item in items}) == 362


def test_one_japanese_word_has_one_english_word_within_a_file():
    """
    Items with one Japanese name have one English name across files.
    """
    words: dict[str, set[str]] = {}
    for item in record_items().values():
        words.setdefault(item.item_ja, set()).add(item.item_en)
    assert [ja for ja, en in words.items() if len(en) > 1] == []


def test_items_are_found_by_reference():
    """
    A reference finds its item, and an unknown one nothing.
    """
    number, settled, card = map(item_of, ("本人確認情報-29", "住基異動-33", "住基拡張-14"))
    assert number is not None
    assert number.item_ja == "更新順番号"
    assert settled is not None
    assert settled.item_en == "settled on"
    assert card is not None
    assert card.item_ja == "在留カード等の番号"
    assert item_of("本人確認情報-41") is None


def test_wrong_items_are_refused(planted):
    """
    A repeated item is refused.
    """
    line = planted.double("record_items.csv")
    planted.refused(record_items, "record_items.csv", line, says="duplicate")


def test_gaps_are_refused(planted):
    """
    A number that leaves a gap is refused.
    """
    line = planted.edit("record_items.csv", {"number": 99, "ref": "介護-99"}, ref="介護-3")
    planted.refused(record_items, "record_items.csv", line, field="number")


def test_references_follow_numbers(planted):
    """
    A reference that does not end in the number is refused.
    """
    line = planted.edit("record_items.csv", {"ref": "介護-33"}, ref="介護-3")
    planted.refused(record_items, "record_items.csv", line, field="ref")


def test_prefixes_are_shared(planted):
    """
    A reference with the prefix of another file is refused.
    """
    line = planted.edit("record_items.csv", {"ref": "介護保険-3"}, ref="介護-3")
    planted.refused(record_items, "record_items.csv", line, says="prefix")


def test_same_english_name_is_refused(planted):
    """
    Two items of one file with one English name are refused.
    """
    line = planted.edit("record_items.csv", {"item_en": "sex"}, ref="本人確認情報-8")
    planted.refused(record_items, "record_items.csv", line, says="English name")


def test_japanese_in_english_is_refused(planted):
    """
    A Japanese letter in an English name is refused.
    """
    line = planted.edit("record_items.csv", {"item_en": "sex 性別"}, ref="本人確認情報-7")
    planted.refused(record_items, "record_items.csv", line, field="item_en")


def test_one_reference_in_two_files_is_refused(planted):
    """
    A file that takes over the references of another is refused.
    """
    line = planted.edit("record_items.csv", {"ref": "宛名基本-1"}, ref="宛名履歴-1")
    planted.refused(record_items, "record_items.csv", line, says="duplicate reference")
