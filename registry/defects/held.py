"""
Defects of what a support measure holds back at the counter, command by command, and of who is said to have set it.
"""

from __future__ import annotations

import msgspec

from registry.defects.defect import builders, defect, rules
from registry.measures import Measure
from registry.messages.house import hold_mark
from registry.residents import Record
from registry.wire.addressee import HoldMark


def _set_by_the_office(record: Record, measure: Measure, operator: str) -> HoldMark:
    return msgspec.structs.replace(hold_mark(record, measure, operator), set_by="office")


DEFECTS = (
    defect(
        "certificates-issued-in-spite-of-hold",
        "支援措置の対象者の転出証明書を抑止も警告もせずに再交付する。",
        "A moving-out certificate of a protected person is issued again, neither held back nor warned of.",
        rules(is_held=lambda command: command != "IssueMovingOutCertificate"),
        must="SEC-006",
        pattern="one-command-forgotten",
        acts=3,
    ),
    defect(
        "inquired-in-spite-of-hold",
        "支援措置の対象者についての照会を抑止も警告もしない。",
        "An inquiry about a protected person is neither held back nor warned of.",
        rules(is_held=lambda command: command != "InquireIdentity"),
        must="SEC-006",
        pattern="one-command-forgotten",
        acts=2,
    ),
    defect(
        "hold-set-by-nobody",
        "自動応答不可の設定者に、職員でなく課の名を示す。",
        "The mark that holds automatic answers names the office, not the clerk who set it.",
        builders(l09=_set_by_the_office),
        must="AUD-004",
        seen_by="checks",
        acts=2,
    ),
)
