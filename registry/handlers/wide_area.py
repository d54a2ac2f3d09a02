"""
J13: another municipality got a claim for a copy of a resident of this one (広域交付, 住基法12条の4).
"""

from __future__ import annotations

from registry import households, measures, residents
from registry.changes import JUKI_NET
from registry.desk import Desk
from registry.handlers import forms
from registry.messages.wide_area import Shown
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.town import WideAreaClaim


def _concerned(desk: Desk, claimant: Record, claim: WideAreaClaim) -> list[Record]:
    if claim.concerns == "claimant":
        return [claimant]
    return residents.members(desk.conn, claimant.household)


def copy_claimed(desk: Desk, body: WideAreaClaim) -> None:
    """
    Answer with the items that the order allows, from the decided state; who is under a hold, was deleted or is not
    known here is not shown, and the refusal does not say why.
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    forms.check_municipality(desk, body.issuing_municipality, "body.issuing_municipality")
    if desk.sender.isdigit() and desk.sender != body.issuing_municipality:
        raise Refusal("data-mismatch", "body.issuing_municipality")
    claimant = residents.with_code(desk.conn, body.resident_record_code)
    people: list[Record] = []
    if claimant is not None and claimant.living and claimant.name == body.claimant_name:
        people = _concerned(desk, claimant, body)
    for record in people:
        desk.touch(record.resident)
    if any(measures.is_protected(desk.conn, record.resident) for record in people):
        people = []
    desk.numbers_seen = bool(people) and body.show_individual_number
    shown = [Shown(record, households.head_name(desk.conn, record)) for record in people]
    answer = desk.book.builders.j14(body, shown)
    if answer is None:
        return
    if claimant is None:
        subject = f"claim-{body.claim_id}"
        desk.drafts.append(desk.draft(body.issuing_municipality, answer, "J14", subject, neighbour=JUKI_NET))
        return
    desk.send(body.issuing_municipality, "J14", answer, claimant, by=JUKI_NET)
