"""
Defects of what goes from one sheet or paper to the next: out of moving-out data, at a second issue, at a restoration.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from registry import residents
from registry.defects.defect import afterwards, defect, handler, rules
from registry.desk import Desk
from registry.residents import Record
from registry.wire.control import Accepted, DocumentItem

replace = msgspec.structs.replace
STAY = ("period_of_stay", "period_expires_on")
STATUS = ("status_of_residence",)


def _certificate_as_residence_card(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    """
    The data have one item for both numbers; it is entered in one place.
    """
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        stay = record.foreign if record is not None else None
        if record is not None and stay is not None and stay.special_permanent_certificate_number is not None:
            number = stay.special_permanent_certificate_number
            moved = replace(stay, residence_card_number=number, special_permanent_certificate_number=None)
            residents.save(desk.conn, replace(record, foreign=moved))
    return outcome


def _now(names: Sequence[str]) -> Any:
    """
    These items of a paper that is issued again are as they stand today.
    """

    def items(first: Sequence[DocumentItem], now: Sequence[DocumentItem]) -> list[DocumentItem]:
        today = {(one.item, one.resident): one for one in now}
        return [today.get((one.item, one.resident), one) if one.item in names else one for one in first]

    return items


def _uninsured(record: Record) -> Record:
    return replace(record, health_insurance=None)


DEFECTS = (
    defect(
        "special-certificate-entered-as-residence-card",
        "特例転入した特別永住者の証明書の番号を、在留カードの番号として記載する。",
        "The certificate of a special permanent resident who moves in by card is entered as a residence card.",
        handler("SpecialMovingIn", afterwards(_certificate_as_residence_card)),
        must="REL-009",
        pattern="one-item-for-another",
    ),
    defect(
        "reissued-with-the-stay-of-today",
        "再交付する転出証明書に、最初の交付の後に改められた在留期間を記載する。",
        "A certificate issued again shows the period of stay as the Agency told it since.",
        rules(reissued_items=_now(STAY)),
        must="REL-007",
        pattern="second-paper-of-today",
        acts=3,
    ),
    defect(
        "reissued-with-the-status-of-today",
        "再交付する転出証明書に、最初の交付の後に改められた在留資格を記載する。",
        "A certificate issued again shows the status of residence as the Agency told it since.",
        rules(reissued_items=_now(STATUS)),
        must="REL-007",
        pattern="second-paper-of-today",
        acts=3,
    ),
    defect(
        "insurance-lost-by-restoration",
        "消除された者の住民票を回復すると、国民健康保険の資格を失わせる。",
        "A restored record has lost the national health insurance.",
        rules(restored=_uninsured),
        must="DEPT-001",
        may="REL-024",
        pattern="lost-by-undoing",
        acts=3,
    ),
)
