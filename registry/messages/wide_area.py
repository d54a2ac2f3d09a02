"""
J14: the answer to a claim for a copy that was made in another municipality (住基法12条の4第3項).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from registry.copies import items_of
from registry.residents import Record
from registry.wire.juki_net import CopiedPerson, WideAreaAnswer
from registry.wire.town import WideAreaClaim

RESIDENCE = (
    "nationality",
    "resident_class",
    "status_of_residence",
    "period_of_stay",
    "period_expires_on",
    "residence_card_number",
)
"""Nationality and the lower column of the table of 住基法30条の45, which 住基令30条の21 keeps for who asks for them."""


class Shown(msgspec.Struct, frozen=True):
    """
    A person of the copy, and who heads the household.
    """

    record: Record
    householder_name: str


def options_of(claim: WideAreaClaim) -> set[str]:
    """
    What was asked for beside the base items, in the words of a copy issued here.
    """
    asked = {
        "relationship": claim.relationship,
        "resident-record-code": claim.show_resident_record_code,
        "individual-number": claim.show_individual_number,
    }
    return {option for option, wanted in asked.items() if wanted}


def _person(shown: Shown, options: Collection[str], residence: bool) -> CopiedPerson:
    record, foreign = shown.record, shown.record.foreign
    items = {row.item for row in items_of(record, options)}
    values = {
        "address": record.full_address,
        "householder_name": shown.householder_name,
        **{item: getattr(record, item) for item in items if hasattr(record, item) and item != "address"},
    }
    more = {item: getattr(foreign, item) for item in RESIDENCE} if residence and foreign else {}
    absent = dict.fromkeys(("name_kana", "became_resident_on", "settled_on"))
    kept = {item: value for item, value in values.items() if item in items}
    return CopiedPerson(**{**absent, **kept, **more})


def wide_area_answer(claim: WideAreaClaim, people: Sequence[Shown]) -> WideAreaAnswer:
    """
    J14 that shows these people, or the refusal that shows nobody.
    """
    options = options_of(claim)
    return WideAreaAnswer(
        claim_id=claim.claim_id,
        issuing_municipality=claim.issuing_municipality,
        result="given" if people else "refused",
        persons=[_person(shown, options, claim.residence) for shown in people],
    )
