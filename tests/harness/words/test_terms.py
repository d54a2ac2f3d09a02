"""
Tests of the message hooks, the code tables and the relationships.
"""

import json

import msgspec
import pytest
from hypothesis import given, strategies as st

from harness.words.calendar import PartialDate
from harness.words.errors import HarnessFault, TermError
from harness.words.terms import (
    ChangeClass,
    CheckRules,
    CodedEnum,
    CorporateNumber,
    IndividualNumber,
    MinorCause,
    NotificationKind,
    Reason,
    ReasonForChange,
    Relation,
    Relationship,
    RelationshipClass,
    ResidentClass,
    ResidentRecordCode,
    Sex,
    StatusOfResidence,
    dec_hook,
    dec_hook_by,
    enc_hook,
    schema_hook,
)


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """
    A message with every kind of field.
    """

    number: IndividualNumber
    code: ResidentRecordCode | None = None
    sex: Sex = Sex.MALE
    relationship: Relationship | None = None
    born: PartialDate | None = None
    by_code: dict[ResidentRecordCode, int] = msgspec.field(default_factory=dict)


FULL = {
    "number": "983205673214",
    "code": "12345678903",
    "sex": "2",
    "relationship": "子の妻",
    "born": "1940-XX-XX",
    "by_code": {"00000000019": 1},
}


def test_messages_with_terms_round_trip():
    """
    A message decodes into terms and encodes into the same JSON.
    """
    message = msgspec.json.decode(json.dumps(FULL), type=Message, dec_hook=dec_hook)
    assert type(message.number) is IndividualNumber
    assert type(message.born) is PartialDate
    assert type(next(iter(message.by_code))) is ResidentRecordCode
    assert message.sex is Sex.FEMALE
    assert json.loads(msgspec.json.encode(message, enc_hook=enc_hook)) == FULL
    assert hash(msgspec.structs.replace(message, by_code=())) is not None


def test_wrong_terms_are_validation_errors_with_their_path():
    """
    A wrong term is reported at its path, with the reason and without the value.
    """
    wrong = {**FULL, "code": "12345678904"}
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(json.dumps(wrong), type=Message, dec_hook=dec_hook)
    assert "$.code" in str(caught.value)
    assert "check digit" in str(caught.value)
    assert "12345678904" not in str(caught.value)
    assert isinstance(caught.value.__cause__, TermError)


def test_rules_reach_the_hook():
    """
    A hook made for other rules accepts what they accept.
    """
    lenient = dec_hook_by(CheckRules(resident_record_code=False))
    wrong = {**FULL, "code": "12345678904"}
    assert msgspec.json.decode(json.dumps(wrong), type=Message, dec_hook=lenient).code == "12345678904"


def test_numbers_in_place_of_text_are_refused():
    """
    A JSON number is no term, because leading zeros would be lost.
    """
    with pytest.raises(msgspec.ValidationError, match="is not text"):
        msgspec.json.decode(json.dumps({"number": 983205673214}), type=Message, dec_hook=dec_hook)


def test_a_type_that_is_no_term_is_our_fault_not_the_senders():
    """
    An unknown field type is a harness fault, not a validation error of the message.
    """

    class Foreign:
        pass

    class Odd(msgspec.Struct):
        field: Foreign

    with pytest.raises(HarnessFault):
        msgspec.json.decode(b'{"field": "x"}', type=Odd, dec_hook=dec_hook)
    with pytest.raises(HarnessFault):
        msgspec.json.encode({"a": Foreign()}, enc_hook=enc_hook)


def test_schema_tells_the_pattern():
    """
    The JSON schema of a term is text of its pattern.
    """
    (schema,), _ = msgspec.json.schema_components([Message], schema_hook=schema_hook)
    assert schema
    assert schema_hook(CorporateNumber)["pattern"] == r"^[1-9][0-9]{12}$"


def test_message_representation_hides_numbers():
    """
    The repr of a whole message shows no person's number.
    """
    message = msgspec.json.decode(json.dumps(FULL), type=Message, dec_hook=dec_hook)
    assert "983205673214" not in repr(message)
    assert "12345678903" not in repr(message)


def tables(base=CodedEnum):
    return [
        t for sub in base.__subclasses__() for t in [sub, *tables(sub)] if t.__module__.startswith("harness.")
    ]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)
def test_code_tables_have_distinct_codes_and_labels(table):
    """
    In each table codes, Japanese and English labels are distinct, found again, and no member is an alias.
    """
    members = list(table)
    assert len(table.__members__) == len(members)
    for pick in ("code", "ja", "en"):
        texts = [getattr(member, pick) for member in members]
        assert len(set(texts)) == len(texts)
        assert all(texts)
    for member in members:
        assert table.parse(member.ja) is table.from_code(member.code) is member
        assert msgspec.convert(member.code, table) is member
    with pytest.raises(TermError) as caught:
        table.from_code("nothing", field="f")
    assert (caught.value.reason, caught.value.field) == (Reason.UNKNOWN, "f")


def test_reasons_for_change_follow_the_ordinance():
    """
    Twenty reasons are the network's own; names are sent as ex officio correction; the rest stay inside.
    """
    own = [reason for reason in ReasonForChange if reason.on_network is reason]
    borrowed = {reason for reason in ReasonForChange if reason.goes_to_network} - set(own)
    inside = {reason.code for reason in ReasonForChange if not reason.goes_to_network}
    assert len(own) == 20
    assert borrowed == {ReasonForChange.FORMER_SURNAME, ReasonForChange.COMMON_NAME}
    assert {reason.on_network for reason in borrowed} == {ReasonForChange.EX_OFFICIO_CORRECTION}
    assert inside == {"51", "52", "53", "54", "57", "58", "59"}
    assert ReasonForChange.MOVING_IN.classes == (ChangeClass.ENTRY,)
    assert ReasonForChange.DEATH.classes == (ChangeClass.DELETION,)
    assert ReasonForChange.RECOMPILATION.classes == (ChangeClass.ENTRY, ChangeClass.DELETION)
    assert len(ReasonForChange.CANCELLATION.classes) == 3


def test_sizes_of_the_tables():
    """
    The tables hold as many members as their sources list.
    """
    sizes = {ReasonForChange: 29, NotificationKind: 9, ResidentClass: 6, StatusOfResidence: 30, MinorCause: 7}
    assert {table: len(table) for table in sizes} == sizes


LINKS = st.lists(
    st.sampled_from(
        [r for r in Relation if r not in (Relation.HOUSEHOLDER, Relation.RELATIVE, Relation.COHABITANT)]
    ),
    min_size=1,
    max_size=4,
)


@given(LINKS)
def test_relationships_round_trip(links):
    """
    Links, printed text and code slots say the same relationship.
    """
    relationship = Relationship.of(*links)
    assert relationship.links == tuple(links)
    assert Relationship.parse(str(relationship)) == relationship
    assert Relationship.from_codes(relationship.codes) == relationship
    assert (relationship.relationship_class is RelationshipClass.CHAINED) == (len(links) > 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("子の子の子の子", None),
        ("子の子の子の子の子", Reason.TOO_LONG),
        ("子（子の夫）の子", None),
        ("孫", Reason.UNKNOWN),
        ("妻の", Reason.UNKNOWN),
        ("の子", Reason.UNKNOWN),
        ("夫(未届)", Reason.UNKNOWN),
        ("世帯主の妻", Reason.NOT_ALONE),
        ("子の縁故者", Reason.NOT_ALONE),
        ("同居人", None),
        ("", Reason.EMPTY),
    ],
)
def test_relationships_at_their_limits(text, reason):
    """
    Four links pass and five do not; unmanaged words and joined stand-alones are refused.
    """
    assert Relationship.fault(text) is reason


def test_code_slots_with_a_gap_are_refused():
    """
    An empty slot before a used one is no relationship.
    """
    with pytest.raises(TermError):
        Relationship.from_codes(["20", "", "12", ""])
    assert Relationship.from_codes(["20", "12", "", ""]) == "子の妻"


@pytest.mark.parametrize("relation", Relation)
def test_every_single_relation_has_a_class(relation):
    """
    Each link alone is a relationship of a class that is not the class of chains.
    """
    assert Relationship.of(relation).relationship_class is not RelationshipClass.CHAINED
