"""Tests of masking: nothing known gets out in any form, and what is written stays checkable."""

import base64
import json
import re
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from harness.evidence.redact import SECRET, Redactor
from harness.port.lifecycle import Neighbour
from harness.words.errors import HarnessFault
from harness.words.letters import full_width_digits, half_width_digits
from harness.words.numbers import CorporateNumber, IndividualNumber, ResidentRecordCode

KEY = b"k" * 32
TERMS = {
    "individual-number": IndividualNumber,
    "resident-record-code": ResidentRecordCode,
    "corporate-number": CorporateNumber,
}
FORMS: dict[str, Callable[[str], str]] = {
    "exact": str,
    "full-width": full_width_digits,
    "split by spaces": lambda number: " ".join(re.findall(".{1,4}", number)),
    "split by hyphens": lambda number: "-".join(re.findall(".{1,4}", number)),
    "split by anything": "\u200b・-".join,
    "full-width and split": lambda number: "－".join(re.findall(".{1,4}", full_width_digits(number))),
    "percent": lambda number: "".join(f"%{ord(digit):02X}" for digit in number),
    "full-width in percent": lambda number: urllib.parse.quote(full_width_digits(number)),
    "split in percent": lambda number: "%2D".join(re.findall(".{1,4}", number)),
    "base64": lambda number: base64.b64encode(number.encode()).decode(),
    "base64 without padding": lambda number: base64.b64encode(number.encode()).decode().rstrip("="),
    "inside base64": lambda number: base64.b64encode(f"番号 {number} です".encode()).decode(),
    "inside longer digits": lambda number: f"7{number}3",
}  # fmt: skip


@st.composite
def numbers(draw):
    kind = draw(st.sampled_from(sorted(TERMS)))
    length = TERMS[kind].length - 1
    return kind, str(TERMS[kind].from_base(draw(st.text("0123456789", min_size=length, max_size=length))))


def plain(text):
    """Everything a reader could make of a text: digits of any kind, joined, decoded, from base64 too."""
    texts = [text, urllib.parse.unquote(text)]
    for run in re.findall(r"[A-Za-z0-9+/]{8,}", text):
        for shift in range(4):
            part = run[shift:]
            part = part[: len(part) // 4 * 4]
            texts.append(base64.b64decode(part).decode("utf-8", "ignore"))
            part = run[shift:] + "=" * (-len(run[shift:]) % 4)
            if len(run[shift:]) % 4 != 1:
                texts.append(base64.b64decode(part).decode("utf-8", "ignore"))
    return [re.sub(r"\D", "", half_width_digits(found)) for found in texts]


@given(known=st.lists(numbers(), min_size=1, max_size=5), form=st.sampled_from(sorted(FORMS)), data=st.data())
def test_no_known_number_survives_masking(known, form, data):
    """In every form, alone or in longer text, as value or key, a known number is gone after masking."""
    redactor = Redactor(KEY)
    for kind, number in known:
        redactor.know(kind, number)
    _, number = data.draw(st.sampled_from(known))
    before, after = data.draw(st.tuples(st.text("あ国x :/", max_size=8), st.text("あ国 :/(", max_size=8)))
    shown = f"{before}{FORMS[form](number)}{after}"
    written = json.dumps(redactor.mask({"message": [shown], shown: {"n": shown}}), ensure_ascii=False)
    assert all(number not in found for found in plain(written))


@given(number=numbers(), form=st.sampled_from(sorted(FORMS)))
def test_equality_is_preserved_between_forms(number, form):
    """One number has one token in all its forms, and the token tells its kind and that it is valid."""
    redactor = Redactor(KEY)
    redactor.know(*number)
    token = redactor.token(*number)
    assert token in redactor.text(f"《{FORMS[form](number[1])}》")
    assert token[:-11].endswith("✓")


@given(st.lists(numbers(), min_size=2, max_size=20, unique_by=lambda number: number[1]))
def test_different_numbers_have_different_tokens(known):
    """Within a run, different numbers have different tokens."""
    redactor = Redactor(KEY)
    assert len({redactor.token(kind, number) for kind, number in known}) == len(known)


@given(numbers())
def test_different_runs_have_different_tokens(number):
    """Without the key of the run, a token says nothing: another run's differs."""
    assert Redactor().token(*number) != Redactor().token(*number)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | numbers().map(lambda number: number[1]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["individual_number", "name", "pin", "text", "value", "item", "issue_number", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(value=JSON, known=st.lists(numbers(), max_size=4))
def test_masking_is_idempotent(value, known):
    """Masking what is masked changes nothing."""
    redactor = Redactor(KEY)
    redactor.know_secret("credential-of-the-run")
    redactor.know_person("山田 花子")
    for kind, number in known:
        redactor.know(kind, number)
    once = redactor.mask(value)
    assert redactor.mask(once) == once


@given(value=JSON)
def test_masking_keeps_the_shape(value):
    """Masking changes texts and keys, never the shape."""

    def shape(item):
        if isinstance(item, dict):
            return [shape(inner) for inner in item.values()]
        return [shape(inner) for inner in item] if isinstance(item, list) else item is None

    assert shape(Redactor(KEY).mask(value)) == shape(value)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("exact", "exact"), ("full-width", "full-width"), ("split by spaces", "split"), ("split by hyphens", "split"),
        ("split by anything", "split"), ("percent", "percent"), ("full-width in percent", "percent"),
        ("split in percent", "percent"), ("base64", "base64"), ("inside base64", "base64"),
        ("inside longer digits", "exact"),
    ],
)  # fmt: skip
def test_the_scan_tells_place_and_form(form, wanted):
    """The scan finds the run's own numbers with kind, path and form, in values and keys, and never their value."""
    redactor = Redactor(KEY)
    redactor.know("individual-number", "123456789018")
    shown = FORMS[form]("123456789018")
    hits = redactor.scan({"body": {"list": [{"name": "x"}, {"name": f"《{shown}》"}]}})
    assert [(hit.kind, hit.path, hit.form) for hit in hits] == [
        ("individual-number", "$.body.list[1].name", wanted)
    ]
    [hit] = redactor.scan({f"《{shown}》": 1})
    assert "123456789018" not in "".join(plain(hit.path))
    assert hit.token == redactor.token("individual-number", "123456789018")


def test_the_scan_finds_numbers_written_as_numbers():
    """A number that is a number of JSON, not a text, is found and masked too."""
    redactor = Redactor(KEY)
    redactor.know("individual-number", "123456789018")
    assert [hit.path for hit in redactor.scan([5, 123456789018])] == ["$[1]"]
    assert redactor.mask([5, 123456789018]) == [5, redactor.token("individual-number", "123456789018")]


@given(st.text("0123456789-", max_size=60))
def test_the_scan_finds_no_number_of_anybody_else(text):
    """Twelve digits that nobody made known are no hit, however valid."""
    redactor = Redactor(KEY)
    redactor.know("individual-number", "123456789018")
    hits = redactor.scan({"x": text})
    assert bool(hits) == ("123456789018" in text.replace("-", "") and bool(hits))
    assert not hits or "123456789018" in text.replace("-", "")


@pytest.mark.parametrize(
    "number", "AB12345678CD ab12345678cd ＡＢ１２３４５６７８ＣＤ AB・1234-5678・CD %41B12345678CD".split()
)
def test_residence_card_numbers_are_found_in_their_forms(number):
    """Letters and digits of a residence card number are found in either width and case, and taken apart."""
    redactor = Redactor(KEY)
    redactor.know("residence-card-number", "AB12345678CD")
    token = redactor.token("residence-card-number", "AB12345678CD")
    assert redactor.text(f"番号{number}。") == f"番号{token}。"
    assert redactor.text("番号AB12345678CE。") == "番号AB12345678CE。"


def test_unknown_numbers_are_masked_in_their_own_fields():
    """In a field that holds a number, what nobody made known is masked too, with its validity and equality."""
    masked = Redactor(KEY).mask(
        {
            "individual_number": "123456789018",
            "persons": [
                {"individual_number": "123456789019"},
                {"individual_number": "１２３４５６７８９０１８"},
            ],
            "resident_record_code": "12345678903",
            "codes": ["12345678903", ""],
            "residence_card_number": "AB12345678CD",
            "former_individual_number": None,
            "shown_individual_number": 123456789018,
        }
    )
    number = masked["individual_number"]
    assert re.fullmatch(r"⟦IN✓[0-9a-f]{10}⟧", number)
    assert re.fullmatch(r"⟦IN✗[0-9a-f]{10}⟧", masked["persons"][0]["individual_number"])
    assert masked["persons"][1]["individual_number"] == masked["shown_individual_number"] == number
    assert masked["codes"] == [masked["resident_record_code"], ""]
    assert masked["resident_record_code"].startswith("⟦RC✓")
    assert masked["residence_card_number"].startswith("⟦CARD✓")
    assert masked["former_individual_number"] is None


def test_unknown_numbers_are_masked_in_free_text():
    """In any text, digits that could be somebody's number are masked; in identifiers, other digits are not."""
    shown = {"detail": "番号 123456789018 と 2026-04-10", "stream": "123456789018", "x": "123456789019"}
    masked = Redactor(KEY).mask(shown)
    assert re.fullmatch(r"番号 ⟦IN✓[0-9a-f]{10}⟧ と 2026-04-10", masked["detail"])
    assert masked["stream"] == masked["detail"].split()[1]
    assert masked["x"] == "123456789019"


def test_a_number_that_looks_masked_is_masked():
    """Only what is exactly a token counts as masked already."""
    redactor = Redactor(KEY)
    redactor.know("individual-number", "123456789018")
    for disguise in ("⟦IN✓123456789018⟧", "⟦name:123456789018⟧", "⟦secret⟧123456789018"):
        masked = redactor.mask({"individual_number": disguise, "name": disguise, "x": disguise})
        assert "123456789018" not in str(masked)


def test_particulars_of_other_persons_are_masked():
    """What the cast made up stays readable, also one after the other; anything else in such a field is masked."""
    redactor = Redactor(KEY)
    for value in ("山田 花子", "ヤマダ ガガ", "埼玉県和光市広沢1-5", "コーポ和光101", "1985-04-10"):
        redactor.know_person(value)
    ours = {
        "name": "山田　花子", "householder_name": "山田花子", "name_kana": "ヤマダ ガガ", "born_on": "1985-04-10",
        "name_kana_unvoiced": "ヤマタ カカ", "address": "埼玉県和光市広沢１－５ コーポ和光101", "building": None,
        "to_address": {"address": "埼玉県和光市広沢1-5", "building": ""}, "former_surname": "山田 花子",
    }  # fmt: skip
    assert redactor.mask(ours) == ours
    theirs = {
        "name": "鈴木 一郎", "householder_name": "山田 花子と鈴木", "name_kana": "スズキ", "born_on": "1970-01-01",
        "address": "東京都千代田区1-1", "common_name": "JOHN", "registered_domicile": "東京都", "building": "X",
        "symbol_and_number": "12-34",
    }  # fmt: skip
    masked = redactor.mask(theirs)
    assert all(re.fullmatch(r"⟦[a-z]+:[0-9a-f]{10}⟧", value) for value in masked.values())
    assert masked == redactor.mask(theirs)


def test_what_is_no_particular_stays():
    """Fields that only sound like particulars, and counts, are left alone."""
    value = {
        "local_addressee_number": "1000",
        "file_name": "extract.csv",
        "name_gaiji_count": 3,
        "relationship": "妻",
    }
    assert Redactor(KEY).mask(value) == value


def test_documents_of_others_are_masked_whole():
    """A printed text that holds none of the cast is somebody else's; items are masked by what they are."""
    redactor = Redactor(KEY)
    redactor.know_person("山田花子")
    ours = {"issue_number": "1", "text": "氏名 山田 花子", "items": [{"item": "name", "value": "山田花子"}]}
    assert redactor.mask(ours) == ours
    masked = redactor.mask(
        {"issue_number": "1", "text": "氏名 鈴木", "items": [{"item": "name", "value": "鈴木"}]}
    )
    assert "鈴木" not in str(masked)
    assert redactor.mask({"item": "individual_number", "value": "5"})["value"].startswith("⟦IN✗")
    assert redactor.mask({"item": "relationship", "value": "妻"})["value"] == "妻"


@pytest.mark.parametrize("field", ["address", "previous_address", "unreported_address", "confirmed_destination"])
def test_the_number_of_a_house_is_no_pin(field):
    """A PIN of three digits is found in a note, and the number of a house of the same digits in no address."""
    redactor = Redactor(KEY)
    redactor.know_secret("492", "pin")
    assert [hit.kind for hit in redactor.scan({"note": "常盤六丁目21番492号"})] == ["pin"]
    assert redactor.scan({field: "常盤六丁目21番492号"}) == []


def test_canary_secrets_do_not_get_out():
    """Credentials and PINs are masked wherever they stand, in base64 too, known or by the name of their field."""
    canary = "canary+credential/of-this-run"
    redactor = Redactor(KEY)
    redactor.know_secret(canary)
    redactor.know_secret("4821", "pin")
    for shift in range(4):
        encoded = base64.b64encode(b"x" * shift + canary.encode() + b"yz").decode()
        url_safe = base64.urlsafe_b64encode(b"x" * shift + canary.encode() + b"yz").decode()
        written = redactor.text(f"Basic {encoded} {url_safe} Bearer {canary}")
        assert canary not in written
        assert written.count(SECRET) == 3
        for run in re.findall(r"[A-Za-z0-9+/]{8,}", written):
            assert b"credential" not in base64.b64decode(run + "=" * (-len(run) % 4))
    town = Neighbour("http://127.0.0.1", canary, "not-made-known")
    assert redactor.mask(town) == {
        "url": "http://127.0.0.1",
        "credential": SECRET,
        "inbound_credential": SECRET,
    }
    assert redactor.mask({"pin": "9999", "accepts": {"112291": "abc"}, "authorization": ["Bearer x"]}) == {
        "pin": SECRET, "accepts": {"112291": SECRET}, "authorization": [SECRET],
    }  # fmt: skip
    assert redactor.mask({"pin": "set"}) == {"pin": "set"}
    assert redactor.text("PINは4821。 4821") == f"PINは{SECRET}。 {SECRET}"
    assert redactor.text("2026-4821 14821 48215 a4821 4821-01") == "2026-4821 14821 48215 a4821 4821-01"


def test_the_scan_finds_pins_and_credentials():
    """A PIN or credential in a message is a hit, except a PIN's digits where other four digits stand."""
    redactor = Redactor(KEY)
    redactor.know("pin", "4821")
    redactor.know("secret", "credential-of-the-run")
    hits = redactor.scan(
        {"pin": "4821", "town_code": "4821", "count": 4821, "x": "Bearer credential-of-the-run"}
    )
    assert [(hit.kind, hit.path) for hit in hits] == [("pin", "$.pin"), ("secret", "$.x")]
    encoded = base64.b64encode(b"credential-of-the-run").decode()
    assert [hit.form for hit in redactor.scan([encoded])] == ["base64"]


def test_equal_keys_after_masking_lose_nothing():
    """Two keys that become one keep both their values."""
    redactor = Redactor(KEY)
    redactor.know("individual-number", "123456789018")
    masked = redactor.mask({"123456789018": 1, "１２３４５６７８９０１８": 2})
    assert sorted(masked.values()) == [1, 2]


def test_what_is_made_known_later_is_masked_from_then_on():
    """A number is masked from the moment it is known, though the same text was written before."""
    redactor = Redactor(KEY)
    assert redactor.text("番号 123456789019") == "番号 123456789019"
    assert redactor.scan(["番号 123456789019"]) == []
    redactor.know("resident-record-code", "12345678903")
    redactor.know("individual-number", "123456789019")
    assert "123456789019" not in redactor.text("番号 123456789019")
    assert len(redactor.scan(["番号 123456789019"])) == 1


def test_deep_and_strange_values_are_written():
    """What is nested beyond reason is cut, unpaired surrogates and unknown kinds break nothing silently."""
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    redactor = Redactor(KEY)
    assert "⟦deep⟧" in str(redactor.mask(deep))
    assert redactor.scan(deep) == []
    assert redactor.mask({"name": "\ud800"})["name"].startswith("⟦name:")
    msgspec.json.encode(redactor.mask({"name": "\ud800"}))
    redactor.know("individual-number", "12")
    assert redactor.text("12 12") == "12 12"
    with pytest.raises(HarnessFault):
        redactor.know("shoe-size", "123456789018")


def test_a_hostile_text_takes_no_hostile_time():
    """Long runs of digits, letters and signs take time in proportion to their length."""
    redactor = Redactor(KEY)
    redactor.know("individual-number", "123456789018")
    redactor.know("residence-card-number", "AB12345678CD")
    started = time.process_time()
    for text in (
        "1" * 100_000,
        "1 " * 50_000,
        "AB1234567" * 10_000,
        "%31%" * 25_000,
        "a" * 100_000, "1-・ " * 25_000,
    ):
        redactor.mask({"text": text})
    assert time.process_time() - started < 10


def test_a_pin_is_forgotten_with_its_scenario():
    """The PIN of one scenario is no secret of the next, where its digits stand by chance; a credential stays one."""
    redactor = Redactor()
    redactor.know("pin", "123")
    redactor.know_secret("credential-of-the-run")
    text = "123 credential-of-the-run"
    assert redactor.text(text) == f"{SECRET} {SECRET}"
    redactor.forget_pins()
    assert redactor.text("番地 123") == "番地 123"
    assert redactor.text(text) == f"123 {SECRET}"
    assert [hit.kind for hit in redactor.scan({"x": text})] == ["secret"]
