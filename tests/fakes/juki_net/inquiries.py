"""
Cases of the rules about inquiries beyond the own prefecture, purposes, and flags of support measures.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.juki_net.people import CODE, NEXT_CODE, NUMBER, SETUP, entered, j15, j17
from tests.fakes.rule_cases import RuleCase


def wrong_digit(number: str) -> str:
    """
    The same number with another check digit.
    """
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _case(rule: str, message_type: str, good: Any, bad: Any, field: str | None, **more: Any) -> RuleCase:
    return RuleCase(
        rule=rule, message_type=message_type, good=good, bad=bad, field=field, setup=SETUP, **more
    )


J23 = {
    "resident_record_code": CODE,
    "held": True,
    "temporary": False,
    "previous_address": False,
    "starts_on": "2026-04-10",
    "ends_on": "2027-04-09",
}
INQUIRY_CASES = (
    _case("JN-40", "J17", j17(), j17(individual_number=NUMBER), None),
    _case("JN-41", "J17", j17(), j17(operator="　"), "operator"),
    _case("JN-42", "J17", j17(), j17(resident_record_code=wrong_digit(CODE)), "resident_record_code"),
    _case(
        "JN-43",
        "J17",
        j17(resident_record_code=None, individual_number=NUMBER),
        j17(resident_record_code=None, individual_number=wrong_digit(NUMBER)),
        "individual_number",
    ),
    _case("JN-44", "J15", j15(), j15(purpose="curiosity"), "purpose"),
    _case("JN-44", "J17", j17(), j17(purpose="curiosity"), "purpose"),
    _case("JN-45", "J17", j17(), j17(prefecture="112291"), "prefecture"),
    _case("JN-45", "J17", j17(), j17(prefecture="110002"), "prefecture"),
    _case(
        "JN-80",
        "J23",
        J23,
        {**J23, "resident_record_code": NEXT_CODE},
        "resident_record_code",
        before=entered,
    ),
    _case("JN-81", "J23", J23, {**J23, "ends_on": "2026-04-09"}, "ends_on", before=entered),
)
