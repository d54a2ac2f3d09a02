"""
The rules of the network.
"""

from __future__ import annotations

from typing import Any

import pytest

from harness.words.terms import IndividualNumber
from tests.fakes.juki_net.inquiries import INQUIRY_CASES, wrong_digit
from tests.fakes.juki_net.people import (
    CODE,
    ELSEWHERE,
    FOREIGN_CODE,
    KNOWN_CODE,
    MOVED,
    NEXT_CODE,
    NUMBER,
    OTHER_NUMBER,
    SETUP,
    THIRD,
    entered,
    j01,
    j05,
    j07,
    j08,
    j14,
    j15,
    j20,
    moved_in,
    person,
    recorded_elsewhere,
    taken,
)
from tests.fakes.juki_net.registers import REGISTER_CASES
from tests.fakes.rule_cases import (
    RuleCase,
    assert_complete,
    assert_defects_sound,
    assert_described,
    prove_rule,
)
from tests.fakes.station import MUNICIPALITY, Station

FAKE = "juki_net"


def update(rule: str, good: dict[str, Any], bad: dict[str, Any], field: str | None, **more: Any) -> RuleCase:
    """
    A case about J01.
    """
    return RuleCase(
        rule=rule,
        message_type="J01",
        good=j01(**good),
        bad=j01(**bad),
        field=field,
        **{"setup": SETUP, **more},
    )


def notice(rule: str, message_type: str, good: Any, bad: Any, field: str | None, **more: Any) -> RuleCase:
    """
    A case about another message.
    """
    return RuleCase(
        rule=rule, message_type=message_type, good=good, bad=bad, field=field, **{"setup": SETUP, **more}
    )


SECOND: dict[str, Any] = {"update_sequence": 2}
OUT = {**SECOND, "reason": "21", "changed_on": "2026-04-10", "record_status": "deleted"}
MOVE = {**SECOND, "reason": "31", "address": "和光市新倉2番2号", "changed_on": "2026-04-10"}
CLAIM = {
    **SECOND,
    "reason": "37",
    "changed_on": "2026-04-10",
    "resident_record_code": NEXT_CODE,
    "former_resident_record_code": CODE,
    "code_used_from": "2026-04-10",
}
MINOR = {**SECOND, "reason": "32", "changed_on": "2026-04-10", "address": "和光市本町一番一号"}
WRONG_CODE = wrong_digit(CODE)
WRONG_STOCK = {"data": {"assigned_codes": [CODE, WRONG_CODE]}}
NEW_NUMBER = str(IndividualNumber.from_base("99000000001"))
NUMBERED = {**MOVED, **SECOND, "reason": "34", "individual_number": NEW_NUMBER, "changed_on": "2026-04-10"}
GAIJI = {"name": "山田花子\U000e0100", "name_gaiji_count": 1, "gaiji": True}
J24 = {"processing_number": "AC-1", "individual_number": NUMBER}
J19 = {"municipality": MUNICIPALITY, "quantity": 2}
L01 = {"acquisition_number": "acquisition-1", "individual_number": NUMBER}
FOUR = {"name": "山田花子", "address": "朝霞市本町1番1号", "born_on": "1990-05-05", "sex": "female"}
FROM_SERVER: dict[str, Any] = {"sender": "intermediary_server", "before": recorded_elsewhere}
TO_ELSEWHERE: dict[str, Any] = {"receiver": ELSEWHERE, "before": moved_in}


def renumbered(station: Station) -> None:
    """
    Somebody who moved in has been given another number.
    """
    moved_in(station)
    taken(
        station,
        "J20",
        j20(resident_record_code=KNOWN_CODE, kind="change", former_individual_number=NUMBER),
    )


CASES = (
    update("JN-01", {}, {"resident_record_code": WRONG_CODE}, "resident_record_code", setup=WRONG_STOCK),
    update(
        "JN-02",
        MOVED,
        {**MOVED, "individual_number": wrong_digit(NUMBER)},
        "individual_number",
        before_good=recorded_elsewhere,
        before_bad=lambda s: s.act(
            "record_elsewhere",
            municipality=ELSEWHERE,
            person=person(individual_number=wrong_digit(NUMBER)),
            recorded_on="2020-01-01",
            current=True,
        ),
    ),
    update("JN-03", {}, {"municipality": ELSEWHERE}, "municipality"),
    update("JN-04", {}, {"resident_record_code": FOREIGN_CODE}, "resident_record_code"),
    update(
        "JN-04",
        MOVED,
        {**MOVED, "individual_number": None},
        "resident_record_code",
        before_good=recorded_elsewhere,
    ),
    update("JN-05", {}, SECOND, "resident_record_code", before_bad=entered),
    update("JN-06", MOVE, {**MOVE, "update_sequence": 1}, "resident_record_code", before_good=entered),
    update(
        "JN-06",
        OUT,
        {**MOVE, "update_sequence": 3},
        "resident_record_code",
        before=entered,
        before_bad=lambda s: taken(s, "J01", j01(**OUT)),
    ),
    update("JN-07", MOVE, {**MOVE, "update_sequence": 3}, "update_sequence", before=entered),
    update("JN-08", MOVE, {**MOVE, "reason": "54"}, "reason", before=entered),
    update("JN-09", OUT, {**OUT, "record_status": "current"}, "record_status", before=entered),
    update("JN-09", MOVE, {**MOVE, "record_status": "deleted"}, "record_status", before=entered),
    update("JN-10", MOVE, {**MOVE, "changed_on": "2026-04-11"}, "changed_on", before=entered),
    update(
        "JN-11",
        {**OUT, "planned": True, "record_status": "current", "changed_on": "2026-05-01"},
        {**MOVE, "planned": True},
        "planned",
        before=entered,
    ),
    update("JN-12", OUT, {**OUT, "changed_on": "2026-03-31"}, "changed_on", before=entered),
    update("JN-12", OUT, {**OUT, "changed_on": "2026-04-XX"}, "changed_on", before=entered),
    update(
        "JN-13",
        {"reason": "13", "born_on": "2026-04-01"},
        {"reason": "13", "born_on": "2026-03-31"},
        "changed_on",
    ),
    update("JN-14", {}, {"settled_on": "2026-03-31"}, "settled_on"),
    update(
        "JN-15",
        MOVED,
        {**MOVED, "previous_municipality": None},
        "previous_municipality",
        before=recorded_elsewhere,
    ),
    update(
        "JN-15",
        MOVED,
        {**MOVED, "previous_municipality": MUNICIPALITY},
        "previous_municipality",
        before=recorded_elsewhere,
    ),
    update(
        "JN-16",
        MOVED,
        {**MOVED, "individual_number": OTHER_NUMBER},
        "individual_number",
        before=recorded_elsewhere,
    ),
    update(
        "JN-17",
        {**MOVED, **MOVE, "reason": "31"},
        {**MOVED, **MOVE, "individual_number": None},
        "individual_number",
        before=moved_in,
    ),
    update(
        "JN-18",
        {**MOVED, **SECOND, "reason": "36"},
        {**SECOND, "reason": "36"},
        "individual_number",
        before_good=moved_in,
        before_bad=entered,
    ),
    update(
        "JN-19",
        CLAIM,
        {**MOVE, "former_resident_record_code": CODE, "resident_record_code": NEXT_CODE},
        "former_resident_record_code",
        before=entered,
    ),
    update("JN-19", CLAIM, {**CLAIM, "code_used_from": None}, "former_resident_record_code", before=entered),
    update(
        "JN-20",
        CLAIM,
        {**CLAIM, "resident_record_code": FOREIGN_CODE},
        "resident_record_code",
        before=entered,
    ),
    update("JN-21", MOVE, {**MOVE, "address": "和光市本町1番1号"}, "address", before=entered),
    update("JN-22", MINOR, {**MINOR, "born_on": "1990-05-06"}, "born_on", before=entered),
    update("JN-23", MOVE, {**MOVE, "request_id": "request-1"}, "request_id", before=entered),
    update("JN-24", GAIJI, {**GAIJI, "name_gaiji_count": 2}, "name_gaiji_count"),
    update("JN-25", GAIJI, {**GAIJI, "gaiji": False}, "gaiji"),
    update("JN-26", {}, {"name_kana_unvoiced": "ヤマダハナコ"}, "name_kana_unvoiced"),
    update("JN-26", {}, {"name_kana_unvoiced": "スズキハナコ"}, "name_kana_unvoiced"),
    update("JN-27", OUT, {**OUT, "name": "山田はな子"}, "name", before=entered),
    notice("JN-30", "J05", j05(), j05(), "previous_municipality", bad_receiver=THIRD, **TO_ELSEWHERE),
    notice("JN-30", "J05", j05(), j05(), "previous_municipality", bad_receiver="juki_net", **TO_ELSEWHERE),
    notice("JN-30", "J08", j08(), j08(), "from_municipality", bad_receiver=THIRD, **TO_ELSEWHERE),
    notice(
        "JN-30",
        "J07",
        j07(),
        j07(),
        "destination_municipality",
        bad_receiver=THIRD,
        receiver=ELSEWHERE,
        before=entered,
    ),
    notice("JN-30", "J14", j14(), j14(), "issuing_municipality", bad_receiver=THIRD, receiver=ELSEWHERE),
    notice("JN-46", "J14", j14(), j14(persons=[]), "persons", receiver=ELSEWHERE),
    notice(
        "JN-46",
        "J14",
        j14(result="refused", persons=[]),
        j14(result="refused"),
        "persons",
        receiver=ELSEWHERE,
    ),
    notice(
        "JN-31", "J05", j05(), j05(resident_record_code=FOREIGN_CODE), "resident_record_code", **TO_ELSEWHERE
    ),
    notice(
        "JN-31", "J08", j08(), j08(resident_record_code=FOREIGN_CODE), "resident_record_code", **TO_ELSEWHERE
    ),
    notice(
        "JN-32",
        "J05",
        j05(),
        j05(),
        "resident_record_code",
        receiver=ELSEWHERE,
        before=recorded_elsewhere,
        before_good=lambda s: taken(s, "J01", j01(**MOVED)),
        before_bad=lambda s: taken(s, "J01", j01(**{**MOVED, "reason": "12"})),
    ),
    notice(
        "JN-33",
        "J05",
        j05(),
        j05(),
        "moved_in_on",
        before_bad=lambda s: taken(s, "J05", j05(), receiver=ELSEWHERE),
        **TO_ELSEWHERE,
    ),
    notice(
        "JN-34",
        "J05",
        j05(),
        j05(previous_municipality=THIRD),
        "previous_municipality",
        bad_receiver=THIRD,
        **TO_ELSEWHERE,
    ),
    notice("JN-35", "J05", j05(), j05(notified_on="2026-03-31"), "moved_in_on", **TO_ELSEWHERE),
    notice("JN-35", "J05", j05(), j05(notified_on="2026-04-11"), "moved_in_on", **TO_ELSEWHERE),
    notice("JN-36", "J07", j07(), j07(persons=[]), "persons", receiver=ELSEWHERE, before=entered),
    notice("JN-40", "J15", j15(), j15(individual_number=NUMBER), None),
    notice(
        "JN-40",
        "J15",
        j15(resident_record_code=None, **FOUR),
        j15(resident_record_code=None, name="山田花子"),
        None,
    ),
    notice("JN-40", "J15", j15(), j15(resident_record_code=None), None),
    notice("JN-41", "J15", j15(), j15(operator="　"), "operator"),
    notice("JN-42", "J15", j15(), j15(resident_record_code=WRONG_CODE), "resident_record_code"),
    notice(
        "JN-43",
        "J15",
        j15(resident_record_code=None, individual_number=NUMBER),
        j15(resident_record_code=None, individual_number=wrong_digit(NUMBER)),
        "individual_number",
    ),
    notice("JN-43", "J24", J24, {**J24, "individual_number": wrong_digit(NUMBER)}, "individual_number"),
    notice("JN-63", "J24", J24, {**J24, "processing_number": NUMBER}, "processing_number"),
    update(
        "JN-28",
        {**NUMBERED, "former_individual_number": NUMBER},
        NUMBERED,
        "former_individual_number",
        before=renumbered,
    ),
    update(
        "JN-28",
        MOVE,
        {**MOVE, "former_individual_number": NUMBER},
        "former_individual_number",
        before=entered,
    ),
    *INQUIRY_CASES,
    *REGISTER_CASES,
    notice("JN-50", "J19", J19, {**J19, "municipality": ELSEWHERE}, "municipality"),
    notice("JN-51", "J19", {**J19, "quantity": 10_000}, {**J19, "quantity": 10_001}, "quantity"),
    notice(
        "JN-60", "J20", j20(), j20(resident_record_code=NEXT_CODE), "resident_record_code", before=entered
    ),
    notice(
        "JN-61",
        "J20",
        j20(),
        j20(),
        "resident_record_code",
        before=entered,
        before_bad=lambda s: taken(s, "J20", j20()),
    ),
    notice(
        "JN-61",
        "J20",
        j20(kind="change", resident_record_code=KNOWN_CODE, former_individual_number=NUMBER),
        j20(resident_record_code=KNOWN_CODE),
        "resident_record_code",
        before=moved_in,
    ),
    notice(
        "JN-62",
        "J20",
        j20(kind="change", resident_record_code=KNOWN_CODE, former_individual_number=NUMBER),
        j20(kind="change", resident_record_code=KNOWN_CODE, former_individual_number=OTHER_NUMBER),
        "former_individual_number",
        before=moved_in,
    ),
    notice(
        "JN-62",
        "J20",
        j20(),
        j20(former_individual_number=NUMBER),
        "former_individual_number",
        before=entered,
    ),
    notice("JN-70", "L01", L01, L01, None, bad_sender="addressee", **FROM_SERVER),
    notice(
        "JN-71", "L01", L01, {**L01, "acquisition_number": KNOWN_CODE}, "acquisition_number", **FROM_SERVER
    ),
    notice(
        "JN-72", "L01", L01, {**L01, "individual_number": OTHER_NUMBER}, "individual_number", **FROM_SERVER
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_refuses_what_it_is_for(case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each rule lets the lawful message pass and refuses the other, which passes when the rule is taken away.
    """
    prove_rule(FAKE, case, monkeypatch)


def test_every_rule_is_proved() -> None:
    """
    No rule of the network is without a case.
    """
    assert_complete(FAKE, CASES)


def test_rules_and_defects_are_described() -> None:
    """
    Rules and defects are told in both languages, and every defect can be switched on.
    """
    assert_described(FAKE)
    assert_defects_sound(FAKE)
