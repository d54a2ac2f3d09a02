"""Tests that nothing of other persons gets out, by field or in free text, and that the cast stays readable."""

import json
import re
import time
import typing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, strategies as st

from harness.evidence import particulars
from harness.evidence.fields import FREE_TEXT, NUMBER_FIELDS, personal
from harness.evidence.redact import SECRET, Redactor
from harness.evidence.wording import CODE, ENGLISH, says_nothing
from harness.port import commands, outcomes, records
from harness.words.numbers import IndividualNumber, ResidentRecordCode

KEY = b"k" * 32
NAME, ADDRESS, NUMBER = "実在太郎花子", "東京都実在区秘密町九丁目", "482915730612"
FAKES = Path(__file__).parents[3] / "fakes"
WIRES = sorted([*FAKES.glob("*/wire.py"), *FAKES.glob("*/wire/*.py")])


def names_of(module):
    kinds = [
        kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    ]
    return {field.name for kind in kinds for field in msgspec.structs.fields(kind)}


PORT = sorted(names_of(records) | names_of(outcomes) | names_of(commands))
WIRE = sorted(
    {
        name
        for path in WIRES
        for name in re.findall(r"^    ([a-z_]+): ", path.read_text("utf-8"), re.MULTILINE)
    }
)
FIELDS = sorted({*PORT, *WIRE})


def written(value):
    return json.dumps(value, ensure_ascii=False)


def redactor_with_cast():
    redactor = Redactor(KEY)
    for value in (
        "山田 花子",
        "やまだ はなこ",
        "1985-04-10",
        "埼玉県和光市広沢1番5号",
        "和光荘542号",
        "広沢7391",
    ):
        redactor.know_person(value)
    return redactor


def test_the_fields_are_found():
    """The lists of fields that the canaries go through hold what they should."""
    assert {"change_id", "message", "household", "holder", "printed"} - set(PORT) == {"holder"}
    assert {"linkage_code", "new_address", "destination"} <= set(WIRE)


@pytest.mark.parametrize("field", FIELDS)
def test_no_canary_survives_in_any_field(field):
    """A name, an address, a telephone number or a sentence of somebody gets out of no field of port and wire."""
    redactor = redactor_with_cast()
    for canary in (
        NAME,
        ADDRESS,
        f"{NAME} {ADDRESS}",
        "JITSUZAI Taro",
        "じつざい たろう",
        f"{NAME}様の住所は{ADDRESS}です。",
    ):
        for shown in (canary, [canary], {canary: canary}, {"x": [{"item": field, "value": canary}]}):
            out = written([redactor.mask({field: shown}), redactor.mask({field: shown}, trusted=False)])
            assert not re.search("実在|秘密町|JITSUZAI|Taro|じつざい|たろう", out), out


@pytest.mark.parametrize("field", [name for name in FIELDS if personal(name)])
def test_fields_of_particulars_hold_none_however_they_look(field):
    """In a field of a particular, what looks like a code or a date is masked too, from whatever source."""
    redactor = redactor_with_cast()
    for canary in ("TARO", "1951-07-23", "9-12-3", "stated"):
        for trusted in (True, False):
            assert canary not in written(redactor.mask({field: canary}, trusted))


@pytest.mark.parametrize(
    "field",
    "date_of_birth birth_date dateOfBirth dob householder_name surname former_surname phone mobile_phone telephone"
    " email previous_address new_address from_address destination planned_destination given_name fullName name-kana"
    " postal_code building registered_domicile 氏名 現住所 生年月日 電話番号".split(),
)
def test_fields_are_known_by_their_names(field):
    """The names that particulars go by are known, in any spelling."""
    assert personal(field)


@pytest.mark.parametrize(
    "field", "file_name name_gaiji_count municipality died_on state resident household".split()
)
def test_fields_of_no_particulars_are_not(field):
    """Codes, counts, identifiers and dates of acts are no particulars."""
    assert personal(field) is None


@given(
    base=st.text("0123456789", min_size=11, max_size=11),
    cut=st.sampled_from([(12,), (4, 4, 4), (3, 3, 3, 3), (6, 6), (2,) * 6, (1,) * 12]),
    wide=st.booleans(),
    field=st.sampled_from(FIELDS),
)
def test_numbers_of_nobody_known_are_masked_anywhere(base, cut, wide, field):
    """A number with the right check digit gets out of no field and no key, in one piece, split or full-width."""
    number = str(IndividualNumber.from_base(base))
    digits = iter(number)
    shown = "-".join("".join(next(digits) for _ in range(length)) for length in cut)
    if wide:
        shown = shown.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    for value in ({field: shown}, {shown: 1}, {field: [f"番号 {shown} です"]}, [f"a {shown}"]):
        assert shown not in written(Redactor(KEY).mask(value))
    assert shown not in Redactor(KEY).text(f"実際: {shown}。")


@given(base=st.text("0123456789", min_size=10, max_size=10), field=st.sampled_from(FIELDS))
def test_codes_of_nobody_known_are_masked_anywhere(base, field):
    """A Resident Record Code, too, gets out of no field."""
    code = str(ResidentRecordCode.from_base(base))
    assert code not in written(Redactor(KEY).mask({field: code}))


def test_identifiers_dates_and_codes_stay():
    """What checks and readers go by stays as it is."""
    value = {
        "outcome": "refused", "reason": "data-mismatch", "field": "persons[0].born_on", "change_id": "change-dipjm",
        "resident": "0000000639", "addressee_number": "000000000000353", "message_id": "m-knfjominmknm", "n": 4821,
        "stream": "2e2cddf557162b34", "trace_id": "20261124-012009-fad3ed5e.moving_in-12.1", "operator": "staff-01",
        "sent_at": "2026-09-18T09:00:00+09:00", "died_on": "2026-09-02", "nationality": "USA", "sequence": 3,
        "relationship": "世帯主", "period_of_stay": "3年", "status_of_residence": "技術・人文知識・国際業務",
        "inquirer": "厚生労働大臣又は共済組合等", "label": "国民健康保険の資格喪失年月日", "lost_by": "社会保険加入",
        "message": "must be stated without the certificate", "notes": ["to be sent to the person's own address"],
        "text": "process delivery, place card_management", "printed": "CR-2026-000015", "file_name": "a-2026-09-08.csv",
    }  # fmt: skip
    assert Redactor(KEY).mask(value) == value


def test_documents_of_the_cast_stay_readable_and_hide_others():
    """Of a printed text, labels, dates and the cast's values stay; a value of somebody else between them does not."""
    shown = (
        "住民票の写し\n発行番号　CR-2026-000001\n氏名　山田　花子\n出生の年月日　1985-04-10\n"
        "世帯主の氏名　{}\n届出の年月日　2026-06-03"
    )
    redactor = redactor_with_cast()
    ours = {"issue_number": "1", "text": shown.format("山田 花子")}
    assert redactor.mask(ours) == ours
    theirs = redactor.mask({"issue_number": "1", "text": shown.format("実在 太郎")})["text"]
    assert re.sub("⟦text:[0-9a-f]{10}⟧", "実在 太郎", theirs) == shown.format("実在 太郎")


def test_what_was_masked_is_remembered_in_findings():
    """A particular of another person that a field held is masked in every text from then on, however it is written."""
    redactor = redactor_with_cast()
    assert ADDRESS in redactor.text(f"実際は{ADDRESS}")
    masked = redactor.mask(
        {
            "address": ADDRESS,
            "name": "実在 次郎",
            "born_on": "1951-07-23",
            "phone": "090-1234-5678",
            "message": NAME,
        }
    )
    found = redactor.text(
        f"期待は埼玉県和光市広沢１番５号、実際は「{ADDRESS}」、実在　次郎（次郎）、1951-07-23、09012345678、{NAME}"
    )
    assert found.startswith(
        f"期待は埼玉県和光市広沢１番５号、実際は「{masked['address']}」、{masked['name']}（⟦name:"
    )
    assert not re.search("実在|次郎|秘密|1951|0901234", found)
    assert masked["born_on"] in found


def test_remembering_does_not_spoil_texts():
    """Words of the interface, short signs and parts of longer words are remembered by nothing; the cast's stay."""
    redactor = redactor_with_cast()
    redactor.mask({"name": ["accepted", "花", "an", "ann", "Bond", "花子", "住所"], "building": ["101", "5"]})
    said = "accepted an ann: Bonds, 山田 花子、住所 101-5"
    assert redactor.text(said) == said
    assert "Bond" not in redactor.text("was Bond.")
    redactor.mask({"name": "実在 花子"})
    redactor.know_person("実在 花子")
    assert redactor.text("実在 花子") == "実在 花子"


def test_memory_is_bounded_and_search_is_fast(monkeypatch):
    """With two thousand remembered values a text takes less than a millisecond, and memory does not grow for ever."""
    redactor = redactor_with_cast()
    for place in range(2000):
        redactor.mask({"address": f"東京都架空区{place}丁目{place * 7}番", "name": f"架空{place}太"})
    texts = [f"期待は{place}、実際は東京都架空区7丁目49番の架空9太と答えた。" * 5 for place in range(100)]
    started = time.process_time()
    assert not any("架空" in redactor.text(text) for text in texts)
    assert time.process_time() - started < 0.1
    monkeypatch.setattr(particulars, "MOST", 3)
    few = Redactor(KEY)
    for sign in "甲乙丙丁":
        few.mask({"name": f"架空{sign}"})
    assert few.text("架空甲") == "架空甲"
    assert "架空" not in few.text("架空乙、架空丙、架空丁")


def test_our_own_sentences_stay_and_are_ours_in_answers_too():
    """What our parts say stays readable, and where an answer repeats it; particulars and secrets do not."""
    redactor = redactor_with_cast()
    redactor.know("pin", "7391")
    problem = {"title": "Line is quite broken.", "detail": "Refused, as fate told it to.", "name": NAME}
    masked = redactor.mask(problem, trusted=True)
    assert masked["title"] == problem["title"]
    assert masked["detail"] == problem["detail"]
    assert NAME not in written(masked)
    assert redactor.mask({"ref": "次郎", "purpose": "研究 7391"}, trusted=True) == {
        "ref": "次郎",
        "purpose": f"研究 {SECRET}",
    }
    assert (
        redactor.mask({"present_card_by": {"次郎": "2026-09-14"}, "message": ["次郎", "三郎"]})["message"][0]
        == "次郎"
    )
    assert "三郎" not in written(redactor.mask({"message": "三郎"}))
    assert redactor.mask({"x": "研究 7391"}) == {"x": f"研究 {SECRET}"}


def test_a_pin_masks_no_address_of_the_cast():
    """The digits of a PIN stay where they are part of the cast's own values, or a count; elsewhere they are masked."""
    redactor = redactor_with_cast()
    redactor.know("pin", "7391")
    redactor.know_person("白子 7391 番地")
    value = {"address": "広沢7391", "new_address": "白子 7391 番地", "n": 7391, "building": "", "x": 7391}
    assert redactor.mask(value) == value
    assert redactor.mask({"text": "白子 7391 番地 と 7391"}) == {"text": f"白子 7391 番地 と {SECRET}"}
    assert redactor.text("白子 7391 番地、PIN 7391") == f"白子 7391 番地、PIN {SECRET}"
    masked = redactor.mask(
        {
            "pin": "7391",
            "message": "PIN:x 7391",
            "detail": "PINは7391。",
            "terminal": "7391",
            "address": "9 7391",
        }
    )
    assert "7391" not in written(masked)


@given(st.text(max_size=40), st.sampled_from(FIELDS))
def test_masking_anything_twice_changes_nothing(text, field):
    """What is masked stays as it is when it is masked again, in any field."""
    redactor = redactor_with_cast()
    once = redactor.mask({field: text, "message": text})
    assert redactor.mask(once) == once


@pytest.mark.parametrize(
    "piece", "月子 花 山田 Tanaka tanaka 090-1234-5678 tel:090-1234-5678 1951-07-23 0312345678 a@b.jp".split()
)
def test_words_that_may_be_somebodys_say_something(piece):
    """Names, telephone numbers, addresses of mail and early dates are no harmless words."""
    assert not says_nothing(piece)


def test_the_vocabularies_hold_codes_only():
    """English words of the interface are in small letters, and every one is a code by its looks."""
    assert all(word.islower() and CODE.fullmatch(word) for word in ENGLISH)
    assert not FREE_TEXT & set(NUMBER_FIELDS)
    assert typing.get_args(outcomes.RefusalReason)
