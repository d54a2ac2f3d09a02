"""
Tests of the numbers: published values, what each scheme can and cannot detect, round trips.
"""

import copy
import itertools
import pickle
import re

import pytest
from hypothesis import given, strategies as st

from harness.words.checkdigits import remainder_11_weights_2_to_7
from harness.words.errors import TermError
from harness.words.terms import (
    CheckRules,
    CorporateNumber,
    HouseholdNumber,
    IndividualNumber,
    LocalAddresseeNumber,
    MunicipalityCode,
    Reason,
    ResidenceCardNumber,
    ResidentRecordCode,
)

CHECKED = [IndividualNumber, ResidentRecordCode, MunicipalityCode, CorporateNumber]
LOCAL = [LocalAddresseeNumber, HouseholdNumber]
ALL = [*CHECKED, *LOCAL, ResidenceCardNumber]


def digits(length):
    return st.text("0123456789", min_size=length, max_size=length)


def numbers(kind):
    return digits(kind.length - 1).map(kind.from_base)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (IndividualNumber, "983205673214"),
        (IndividualNumber, "000000000060"),
        (IndividualNumber, "000000000140"),
        (IndividualNumber, "123456789018"),
        (ResidentRecordCode, "12345678903"),
        (ResidentRecordCode, "00000000019"),
        *[
            (MunicipalityCode, code)
            for code in (
                "112291 110001 111007 112020 112275 112305 112038 131016 131041 271004 012025 011002"
            ).split()
        ],
        *[
            (CorporateNumber, number)
            for number in (
                "7123456789012 2120901007402 4011001098993 7010705000725 1180301018771 8700110005901 7000012050002"
            ).split()
        ],
    ],
)
def test_published_and_worked_values_are_valid(kind, text):
    """
    A published or worked example is accepted, and is what its base gives.
    """
    assert kind.parse(text) == text
    assert kind.from_base(kind(text).base) == text


def test_published_wrong_value_is_refused():
    """
    The published counter-example fails on its check digit.
    """
    assert IndividualNumber.fault("983205673210") is Reason.CHECK_DIGIT


@pytest.mark.parametrize(
    ("base", "digit"), [("00000000006", "0"), ("00000000014", "0"), ("12345678901", "8")]
)
def test_worked_check_digits_of_the_individual_number(base, digit):
    """
    The worked boundary cases (remainder 1, remainder 0, an ordinary one) give their digit.
    """
    assert IndividualNumber.check_digit(base) == digit


def test_weights_of_the_individual_number_from_the_left():
    """
    A single one at each place shows the weights 6,5,4,3,2,7,6,5,4,3,2 of the article.
    """
    weights = [remainder_11_weights_2_to_7("0" * n + "1" + "0" * (10 - n)) for n in range(11)]
    assert weights == [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]


def remainder_individual(base):
    # Written again with the article's weights, so that the scheme is not compared with itself.
    return sum(int(d) * w for d, w in zip(base[::-1], (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6), strict=False)) % 11


def remainder_municipality(base):
    return sum(int(d) * w for d, w in zip(base, (6, 5, 4, 3, 2), strict=True)) % 11


def one_digit_changed(draw, base):
    place = draw(st.integers(0, len(base) - 1))
    other = draw(st.sampled_from([d for d in "0123456789" if d != base[place]]))
    return base[:place] + other + base[place + 1 :]


@given(st.data())
@pytest.mark.parametrize("kind", [IndividualNumber, ResidentRecordCode])
def test_changed_digit_is_missed_only_between_remainders_0_and_1(kind, data):
    """
    A changed base digit passes exactly when it turns remainder 0 into 1 or back, which share a digit.
    """
    base = data.draw(digits(kind.length - 1))
    changed = one_digit_changed(data.draw, base)
    remainders = {remainder_individual(base), remainder_individual(changed)}
    assert len(remainders) == 2
    assert kind.is_valid(changed + kind.check_digit(base)) == (remainders == {0, 1})


@given(st.data())
def test_changed_digit_of_a_municipality_code_is_missed_only_between_remainders_0_and_10(data):
    """
    A changed base digit passes exactly when it turns remainder 0 into 10 or back, which share the digit 1.
    """
    base = data.draw(digits(5))
    changed = one_digit_changed(data.draw, base)
    remainders = {remainder_municipality(base), remainder_municipality(changed)}
    assert len(remainders) == 2
    valid = MunicipalityCode.is_valid(changed + MunicipalityCode.check_digit(base))
    assert valid == (remainders == {0, 10})


@given(st.data())
def test_changed_digit_of_a_corporate_number_is_missed_only_between_0_and_9(data):
    """
    Modulus 9 cannot tell 0 from 9 at any place, and tells every other change.
    """
    base = data.draw(digits(12))
    changed = one_digit_changed(data.draw, base)
    pair = next({a, b} for a, b in zip(base, changed, strict=True) if a != b)
    assert CorporateNumber.is_valid(CorporateNumber.check_digit(base) + changed) == (pair == {"0", "9"})


@given(st.data())
@pytest.mark.parametrize("kind", CHECKED)
def test_changed_check_digit_is_always_found(kind, data):
    """
    No number stays valid when only its check digit changes.
    """
    number = data.draw(numbers(kind))
    place = number.index(kind.check_digit(number.base)) if kind is CorporateNumber else kind.length - 1
    for other in set("0123456789") - {number[place]}:
        assert not kind.is_valid(number[:place] + other + number[place + 1 :])


def swapped(text, first, second):
    signs = list(text)
    signs[first], signs[second] = signs[second], signs[first]
    return "".join(signs)


@given(digits(11), st.integers(0, 9))
def test_neighbours_swapped_in_the_individual_number(base, place):
    """
    Two unlike neighbours swapped always move the remainder, so only remainders 0 and 1 hide it.
    """
    other = swapped(base, place, place + 1)
    unlike = base[place] != base[place + 1]
    remainders = {remainder_individual(base), remainder_individual(other)}
    assert (len(remainders) == 2) == unlike
    hidden = not unlike or remainders == {0, 1}
    assert IndividualNumber.is_valid(other + IndividualNumber.check_digit(base)) == hidden


@given(digits(11), st.integers(0, 4))
def test_digits_six_places_apart_can_be_swapped_unseen(base, place):
    """
    The weights repeat after six places, so swapping two digits six apart is never found.
    """
    number = IndividualNumber.from_base(base)
    assert IndividualNumber.is_valid(swapped(number, place, place + 6))


@given(digits(12), st.integers(0, 10))
def test_neighbours_swapped_in_a_corporate_number(base, place):
    """
    Weights 1 and 2 find every swap of unlike neighbours except 0 with 9.
    """
    other = swapped(base, place, place + 1)
    pair = {base[place], base[place + 1]}
    hidden = len(pair) == 1 or pair == {"0", "9"}
    assert CorporateNumber.is_valid(CorporateNumber.check_digit(base) + other) == hidden


def test_neighbours_swapped_in_municipality_codes_exhaustively():
    """
    Of all codes, a swap of unlike neighbours is missed exactly between remainders 0 and 10.
    """
    for base in map("".join, itertools.product("0123456789", repeat=5)):
        digit = None
        for place in range(4):
            if base[place] < base[place + 1]:
                other = swapped(base, place, place + 1)
                digit = digit or MunicipalityCode.check_digit(base)
                hidden = {remainder_municipality(base), remainder_municipality(other)} == {0, 10}
                assert (MunicipalityCode._digit(other) == digit) == hidden


@given(st.data())
@pytest.mark.parametrize("kind", CHECKED)
def test_base_and_number_are_inverse(kind, data):
    """
    Taking the base and adding the check digit gives the same number, which stays valid.
    """
    number = data.draw(numbers(kind))
    assert kind.from_base(number.base) == number
    assert type(kind.parse(str(number))) is kind


@pytest.mark.parametrize("kind", CHECKED)
@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text[:-1], Reason.LENGTH),
        (lambda text: text + "0", Reason.LENGTH),
        (lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")), Reason.FULL_WIDTH),
        (lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), Reason.NOT_DIGITS),
        (lambda text: text[:-1] + "\n", Reason.NOT_DIGITS),
        (lambda text: text + "\n", Reason.NOT_DIGITS),
        (lambda text: f" {text}", Reason.NOT_DIGITS),
        (lambda text: "", Reason.EMPTY),
        (int, Reason.NOT_TEXT),
        (lambda text: None, Reason.NOT_TEXT),
    ],
)
def test_damaged_numbers_are_refused_with_the_reason(kind, damage, reason):
    """
    Wrong length, width, digits or type are told apart, and nothing else is made of them.
    """
    number = kind.from_base("123456789012"[: kind.length - 1])
    with pytest.raises(TermError) as caught:
        kind.parse(damage(str(number)), field="番号")
    assert (caught.value.reason, caught.value.field, caught.value.kind) == (reason, "番号", kind.kind)


def test_record_code_check_can_be_switched_off():
    """
    The unverified check of the Resident Record Code is a setting that leaves the form checked.
    """
    off = CheckRules(resident_record_code=False)
    assert not ResidentRecordCode.is_valid("12345678904")
    assert ResidentRecordCode.is_valid("12345678904", off)
    assert not ResidentRecordCode.is_valid("1234567890", off)


@pytest.mark.parametrize("kind", LOCAL)
def test_remainder_1_is_skipped_in_a_run(kind):
    """
    Running numbers with remainder 1 are left out and all others come in order.
    """
    issued = list(itertools.islice(kind.running(1, 8), 50))
    left_out = [n for n in range(1, 56) if remainder_11_weights_2_to_7(str(n)) == 1]
    assert left_out[0] == 6
    assert [int(number.base) for number in issued] == [n for n in range(1, 56) if n not in left_out][:50]
    with pytest.raises(TermError) as caught:
        kind.from_running(6, 8)
    assert caught.value.reason is Reason.NO_CHECK_DIGIT


@given(st.integers(0, 9_999_999))
def test_local_numbers_follow_their_setting(running):
    """
    With the skip off every running number has a number, ending in 0 for remainders 0 and 1.
    """
    unskipped = CheckRules(skip_remainder_1=False)
    number = HouseholdNumber.from_running(running, 8, unskipped)
    remainder = remainder_11_weights_2_to_7(number.base)
    assert int(number[-1]) == (0 if remainder <= 1 else 11 - remainder)
    assert HouseholdNumber.is_valid(number, unskipped)
    assert HouseholdNumber.is_valid(str(number)) == (remainder != 1)


def test_local_numbers_end_when_their_length_is_used_up():
    """
    A run that outgrows its length ends with an error of range, never with a longer number.
    """
    with pytest.raises(TermError) as caught:
        list(LocalAddresseeNumber.running(98, 3))
    assert caught.value.reason is Reason.RANGE


def test_local_number_settings():
    """
    Length is local, and older numbers without a check digit are a setting.
    """
    number = HouseholdNumber.from_running(12, 8)
    assert not HouseholdNumber.is_valid(number, CheckRules(local_number_length=10))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert HouseholdNumber.fault(wrong) is Reason.CHECK_DIGIT
    assert HouseholdNumber.is_valid(wrong, CheckRules(local_numbers=False))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("AB12345678CD", None),
        ("AB1234567CD", Reason.LENGTH),
        ("ab12345678CD", Reason.FORMAT),
        ("A112345678CD", Reason.FORMAT),
        ("ＡB12345678CD", Reason.FULL_WIDTH),
        ("AB12345678C\n", Reason.FORMAT),
    ],
)
def test_residence_card_numbers_have_a_form_only(text, reason):
    """
    Two letters, eight digits, two letters; nothing more is public.
    """
    assert ResidenceCardNumber.fault(text) is reason


@pytest.mark.parametrize(
    "kind", [IndividualNumber, ResidentRecordCode, LocalAddresseeNumber, ResidenceCardNumber]
)
def test_representation_and_errors_hide_a_persons_number(kind):
    """
    Neither repr nor an error shows the digits of a number that identifies a person.
    """
    text = {
        IndividualNumber: "983205673214",
        ResidentRecordCode: "12345678903",
        LocalAddresseeNumber: LocalAddresseeNumber.from_running(4711, 8),
        ResidenceCardNumber: "AB12345678CD",
    }[kind]
    number = kind.parse(str(text))
    wrong = str(text)[:-1] + "x"
    assert str(number) not in repr(number)
    assert repr(number) == f"{kind.__name__}('{'*' * len(text)}')"
    with pytest.raises(TermError) as caught:
        kind.parse(wrong, field="f")
    assert (
        wrong[:6] not in f"{caught.value!r} {caught.value} {caught.value.describe()} {caught.value.__dict__}"
    )


def test_terms_copy_pickle_and_hash_like_their_text():
    """
    A term accepted under other rules survives copying and pickling, and is equal to its text.
    """
    lenient = ResidentRecordCode.parse("12345678904", rules=CheckRules(resident_record_code=False))
    for twin in (copy.deepcopy(lenient), copy.copy(lenient), pickle.loads(pickle.dumps(lenient))):
        assert (type(twin), twin) == (ResidentRecordCode, lenient)
    assert hash(lenient) == hash("12345678904")
    assert f"{lenient}" == "12345678904"


def test_constructing_directly_is_checked_too():
    """
    There is no way past the check by calling the class.
    """
    with pytest.raises(TermError):
        IndividualNumber("983205673210")


@given(st.text(max_size=14))
@pytest.mark.parametrize("kind", ALL)
def test_any_text_gets_an_answer(kind, text):
    """
    No text makes the check itself fail, and what is accepted matches the published pattern.
    """
    if kind.is_valid(text):
        assert re.fullmatch(kind.pattern, text)
    assert (kind.fault(text) is None) == kind.is_valid(text)


@given(digits(12))
def test_check_digit_of_a_corporate_number_is_never_zero(base):
    """
    Nine less the remainder lies between 1 and 9: a remainder of 0 gives 9.
    """
    assert CorporateNumber.check_digit(base) in "123456789"
    assert CorporateNumber.check_digit("000000000009") == "9"
