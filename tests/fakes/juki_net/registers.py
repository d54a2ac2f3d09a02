"""
Cases of the rules of a confirmed moving out (J06) and of notices to family registers (J09).
"""

from __future__ import annotations

from typing import Any

from tests.fakes.juki_net.people import ELSEWHERE, FOREIGN_CODE, NEXT_CODE, SETUP, entered, j06, j09
from tests.fakes.rule_cases import RuleCase
from tests.fakes.station import MUNICIPALITY

TO_REGISTER: dict[str, Any] = {"receiver": ELSEWHERE, "before": entered}
ABROAD: dict[str, Any] = {"abroad": True, "planned_out_on": "2026-04-20"}


def notice(rule: str, message_type: str, good: Any, bad: Any, field: str | None, **more: Any) -> RuleCase:
    """
    A case in the network's ordinary town.
    """
    return RuleCase(
        rule=rule, message_type=message_type, good=good, bad=bad, field=field, **{"setup": SETUP, **more}
    )


REGISTER_CASES = (
    notice("JN-90", "J06", j06(), j06(), None, bad_receiver=ELSEWHERE, before=entered),
    notice(
        "JN-91", "J06", j06(), j06(resident_record_code=NEXT_CODE), "resident_record_code", before=entered
    ),
    notice("JN-92", "J06", j06(), j06(confirmed_on="2026-04-10"), "confirmed_on", before=entered),
    notice("JN-92", "J06", j06(), j06(confirmation_notified_on="2026-04-11"), "confirmed_on", before=entered),
    notice(
        "JN-96",
        "J09",
        j09(resident_record_code=NEXT_CODE),
        j09(resident_record_code=FOREIGN_CODE),
        "resident_record_code",
        receiver=ELSEWHERE,
    ),
    notice("JN-93", "J09", j09(), j09(), None, bad_receiver=MUNICIPALITY, **TO_REGISTER),
    notice("JN-93", "J09", j09(), j09(), None, bad_receiver="juki_net", **TO_REGISTER),
    notice("JN-94", "J09", j09(), j09(address=None), "address", **TO_REGISTER),
    notice(
        "JN-94", "J09", j09(**ABROAD), j09(**ABROAD, address="和光市本町1番1号"), "address", **TO_REGISTER
    ),
    notice(
        "JN-95",
        "J09",
        j09(corrected=["address"]),
        j09(corrected=["planned_out_on"]),
        "planned_out_on",
        **TO_REGISTER,
    ),
)
