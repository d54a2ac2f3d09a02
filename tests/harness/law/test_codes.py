"""
Tests of the code tables.
"""

import datetime as dt

import pytest

from harness.law import codes
from harness.law.table import Status

READERS = {
    "reasons_for_change.csv": codes.reasons_for_change,
    "minor_corrections.csv": codes.minor_corrections,
    "notification_kinds.csv": codes.notification_kinds,
    "relationship_classes.csv": codes.relationship_classes,
    "relationship_codes.csv": codes.relationship_codes,
    "record_states.csv": codes.record_states,
    "statuses_of_residence.csv": codes.statuses_of_residence,
}


@pytest.mark.parametrize("table", READERS)
def test_doubles_are_refused(planted, table):
    """
    A code given twice is refused in every table.
    """
    planted.refused(READERS[table], table, planted.double(table), says="duplicate")


@pytest.mark.parametrize("table", READERS)
def test_statuses_are_the_known_words(planted, table):
    """
    A status that is no status is refused in every table.
    """
    for reader in READERS.values():
        assert reader()
    planted.edit(table, {"code_status": "certain"})
    planted.refused(READERS[table], table, 2)


def test_reasons_for_change():
    """
    Twenty reasons are the network's own; former surname and common name are sent as 33; all codes are ours.
    """
    reasons = codes.reasons_for_change()
    assert len([r for r in reasons.values() if r.network and r.sent_as is None]) == 20
    assert {r.label_ja: r.sent_as for r in reasons.values() if r.sent_as} == {
        "旧氏の記載・変更・削除": "33",
        "通称の記載・削除": "33",
    }
    assert {r.code_status for r in reasons.values()} == {Status.OWN}
    assert [
        r.code for r in reasons.values() if r.network and r.kinds == "entry"
    ] == "11 12 13 14 15 16".split()
    assert [
        r.code for r in reasons.values() if r.network and r.kinds == "deletion"
    ] == "21 22 23 24 25 26".split()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sent_as": "54"}, "sent_as"),
        ({"sent_as": "99"}, "sent_as"),
        ({"kinds": "removal"}, "kinds"),
        ({"law": "?"}, "law"),
    ],
)
def test_wrong_reasons_are_refused(planted, change, field):
    """
    A reason sent as one the network does not have, of an unknown kind, or without a rule is refused.
    """
    line = planted.edit("reasons_for_change.csv", change, code="55")
    planted.refused(codes.reasons_for_change, "reasons_for_change.csv", line, field=field)


def test_minor_corrections():
    """
    The seven causes are イ to ト.
    """
    assert "".join(codes.minor_corrections()) == "イロハニホヘト"


def test_relationships():
    """
    Fourteen links with public codes belong to classes that are our own.
    """
    links = codes.relationship_codes()
    assert len(links) == 14
    assert {link.code_status for link in links.values()} == {Status.PUBLIC}
    assert {kind.code_status for kind in codes.relationship_classes().values()} == {Status.OWN}
    assert (links["12"].label_ja, links["12"].sexes, links["12"].class_) == ("妻", "female", "2")


@pytest.mark.parametrize(
    ("change", "field"), [({"class": "9"}, "class"), ({"sexes": "any"}, "sexes"), ({"law": "?"}, "law")]
)
def test_wrong_relationships_are_refused(planted, change, field):
    """
    A link of an unknown class, sex or source is refused.
    """
    line = planted.edit("relationship_codes.csv", change, code="12")
    planted.refused(codes.relationship_codes, "relationship_codes.csv", line, field=field)


def test_record_states():
    """
    The sets are seven, and only those of the published model have public codes.
    """
    sets = codes.record_states()
    assert sorted(sets) == [
        "era",
        "foreign_resident_class",
        "kind_of_person",
        "resident_kind",
        "resident_state",
        "sex",
        "state_of_existence",
    ]
    assert sets["resident_state"]["9"].label_ja == "その他消除者"
    assert sets["state_of_existence"]["3"].code_status is Status.OWN


def test_statuses_of_residence():
    """
    There are 29 statuses and the special permanent residents' one; three of them are never on the register.
    """
    statuses = codes.statuses_of_residence()
    standing = [s for s in statuses.values() if s.stands(dt.date(2026, 6, 14))]
    assert [s.code for s in standing] == [f"Z{number:02}" for number in range(1, 31)]
    assert [s.label_ja for s in standing if not s.on_register] == ["外交", "公用", "短期滞在"]
    assert all(s.label_en.isascii() for s in statuses.values())


@pytest.mark.parametrize(("on", "label"), [("2027-03-31", "技能実習"), ("2027-04-01", "育成就労")])
def test_one_status_takes_the_place_of_another(on, label):
    """
    育成就労 enters on 2027-04-01 and 技能実習 is in the list through the day before, which is unverified.
    """
    day = dt.date.fromisoformat(on)
    pair = [s for s in codes.statuses_of_residence().values() if s.label_ja in {"技能実習", "育成就労"}]
    assert [s.label_ja for s in pair if s.stands(day)] == [label]
    assert [s.date_status for s in pair] == [Status.UNVERIFIED, Status.VERIFIED]


def test_contradicting_days_are_refused(planted):
    """
    A status that ends before it begins is refused.
    """
    line = planted.edit("statuses_of_residence.csv", {"until": "2027-03-01"}, code="Z31")
    planted.refused(codes.statuses_of_residence, "statuses_of_residence.csv", line)


@pytest.mark.parametrize("table", READERS)
def test_unknown_sources_are_refused(planted, table):
    """
    A line read nowhere is refused in every table.
    """
    planted.edit(table, {"source": "hearsay"})
    planted.refused(READERS[table], table, 2, field="source")


@pytest.mark.parametrize("table", READERS)
@pytest.mark.parametrize("kept", ["code", "label_ja"])
def test_a_code_and_a_label_occur_once(planted, table, kept):
    """
    A second line with the code, or with the label, of the first is refused in every table.
    """
    line = planted.double(table)
    planted.edit_line(table, line, {"code": "zz", "label_ja": "別の語"}, keep=kept)
    planted.refused(READERS[table], table, line, says="duplicate")


@pytest.mark.parametrize("table", ["minor_corrections.csv", "notification_kinds.csv"])
def test_unreadable_rules_are_refused(planted, table):
    """
    A rule that is no citation is refused.
    """
    planted.edit(table, {"law": "住基法"})
    planted.refused(READERS[table], table, 2, field="law")
