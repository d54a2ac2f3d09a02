"""
The whole set of replaceable parts: the rulebook, a handler for each command and each message, and what they stand on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from registry.deliveries import Deliveries
from registry.desk import Desk, Inquiry
from registry.handlers import (
    address,
    arrivals,
    birth_and_death,
    card,
    card_ended,
    card_presented,
    certificates,
    convenience_store,
    copies_and_extracts,
    correction,
    decision,
    ex_officio,
    from_agency,
    from_card_management,
    household,
    identity,
    mail,
    moving_in,
    moving_out,
    nationality,
    notices,
    numbers,
    on_paper,
    recompiling,
    regrouping,
    reprint,
    restoring,
    special,
    support,
    wide_area,
    withdrawal,
)
from registry.neighbours import Neighbours
from registry.reads import READS, Reading
from registry.rulebook import Rulebook
from registry.store import Store
from registry.wire.control import Accepted

Handler = Callable[[Desk, Any], Accepted]
Arrival = Callable[[Desk, Any], None]

HANDLERS: Mapping[str, Handler] = {
    "MovingIn": moving_in.handle,
    "SpecialMovingIn": special.handle,
    "MovingOut": moving_out.handle,
    "WithdrawMovingOut": withdrawal.handle,
    "IssueMovingOutCertificate": certificates.handle,
    "ChangeOfAddress": address.handle,
    "ChangeOfHousehold": household.handle,
    "SplitHousehold": regrouping.split,
    "MergeHouseholds": regrouping.merge,
    "TransferMembers": regrouping.transfer,
    "ChangeOfNationality": nationality.handle,
    "ConfirmNotice": notices.confirm,
    "ExOfficioEntry": ex_officio.enter,
    "ExOfficioDeletion": ex_officio.delete,
    "CancelChange": restoring.cancel,
    "RestoreRecord": restoring.restore,
    "ChangeResidentRecordCode": numbers.change_code,
    "ChangeIndividualNumber": numbers.change_number,
    "InquireIdentity": identity.handle,
    "SendOnPaper": on_paper.handle,
    "EntryByBirth": birth_and_death.handle_birth,
    "DeletionByDeath": birth_and_death.handle_death,
    "ExOfficioCorrection": correction.handle,
    "DecideChange": decision.handle,
    "RecompileRecord": recompiling.handle,
    "ClaimAtConvenienceStore": convenience_store.handle,
    "HandOverCard": card.handle,
    "PresentCard": card_presented.handle,
    "ExtendCardValidity": card_presented.handle_extension,
    "ReportCardLoss": card_ended.handle_loss,
    "ReportCardFound": card_ended.handle_found,
    "ReturnCard": card_ended.handle_return,
    "OrderCardReturn": card_ended.handle_order,
    "RequestCardReplacement": card_ended.handle_replacement,
    "DestroyCard": card_ended.handle_destruction,
    "ApplyForCard": mail.handle_application,
    "RegisterDispatchPlace": mail.handle_place,
    "ResendNumberNotice": mail.handle_again,
    "ReprintNotice": reprint.handle,
    "ApplyForSupport": support.handle_application,
    "DecideSupport": support.handle_decision,
    "ExtendSupport": support.handle_extension,
    "EndSupport": support.handle_end,
    "ReleaseSupport": support.handle_release,
    "IssueCopyOfRecord": copies_and_extracts.handle_copy,
    "LoadProvisionCopies": copies_and_extracts.handle_load,
    "MakeMediaExtract": copies_and_extracts.handle_extract,
    "InquireAsRegisterOffice": copies_and_extracts.handle_inquiry,
}

INQUIRIES: Mapping[str, Callable[[Desk, Any], list[Inquiry]]] = {
    "MovingIn": moving_in.inquiries,
    "SpecialMovingIn": special.inquiries,
    "DecideChange": decision.inquiries,
    "ClaimAtConvenienceStore": convenience_store.inquiries,
    "PresentCard": card_presented.inquiries,
    "ExOfficioEntry": ex_officio.inquiries,
    "InquireIdentity": identity.inquiries,
}

ARRIVALS: Mapping[str, Arrival] = {
    "J05": arrivals.moving_in_notices,
    "J07": arrivals.moving_out_data_arrived,
    "J08": arrivals.moving_out_data_requested,
    "J10": notices.mismatch,
    "J13": wide_area.copy_claimed,
    "J21": numbers.number_notice,
    "J22": notices.family_register_event,
    "K02": from_card_management.mailing_status,
    "K03": from_card_management.card_issued,
    "K05": from_card_management.card_state,
    "A06": arrivals.linkage_code_wanted,
    "D02": arrivals.qualification,
    "I02": from_agency.agency_notice,
}


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a registry is made of; a deliberate defect answers these parts with one of them replaced.

    `store`, `neighbours` and `deliveries` make what stands below the domain: the storage, the line, the outbox's work.
    """

    book: Rulebook = Rulebook()
    handlers: Mapping[str, Handler] = msgspec.field(default_factory=lambda: dict(HANDLERS))
    inquiries: Mapping[str, Callable[[Desk, Any], list[Inquiry]]] = msgspec.field(
        default_factory=lambda: dict(INQUIRIES)
    )
    arrivals: Mapping[str, Arrival] = msgspec.field(default_factory=lambda: dict(ARRIVALS))
    store: Callable[[str], Store] = Store
    neighbours: Callable[[Any], Neighbours] = Neighbours
    deliveries: type[Deliveries] = Deliveries
    reads: Mapping[str, Reading] = msgspec.field(default_factory=lambda: dict(READS))


Override = Callable[[Parts], Parts]
