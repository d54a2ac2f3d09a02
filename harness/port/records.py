"""
What a registry shows back when it is read.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from harness.port.commands import Amendment, Foreign, Sex
from harness.port.outcomes import Document


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One row of a record's history. ``kind`` is the kind of notification (code), ``reason`` the reason for change.

    ``cancels`` is the sequence of the row that this one undoes; ``effect`` tells the three kinds of cancellation apart.
    """

    sequence: int
    reason: str
    kind: str
    changed_on: str
    notified_on: str | None
    processed_at: str
    cancels: int | None = None
    effect: Literal["increase", "decrease", "correction"] | None = None


class Insurance(Struct, frozen=True, forbid_unknown_fields=True):
    """
    National health insurance as the record shows it; numbers stay with the department.
    """

    insured: bool
    acquired_on: str | None
    acquired_by: str | None
    lost_on: str | None
    lost_by: str | None
    household_number: str | None
    relationship_class: str | None


class FiledBy(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The identity check that a notification rests on (住基法27条).
    """

    filer: str
    evidence: str | None
    authority: str | None
    substitute: str | None


class ResidentRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A resident record (住基法7条) with its history; values of the newest decided state.

    ``confirmed_*`` is what the notice of moving in said (住基令13条2項), beside ``planned_*``. A deleted record
    shows the date of its cause, ``cause_dated_on`` (住基法15条の3), beside ``deleted_on``. ``unreported_*``: 未届地;
    then ``previous_municipality`` and ``last_recorded_address`` are the place that holds the record, and
    ``previous_address`` is the unreported one with its mark （未届）. ``recompilation`` counts how often the record was
    recompiled, ``recompiled_on`` is the last day; a recompiled original shows the day on which it was replaced.
    """

    resident: str
    household: str
    state: Literal["current", "planned-out", "moved-out", "moved-out-confirmed", "deleted"]
    resident_record_code: str
    individual_number: str | None
    name: str
    name_kana: str
    born_on: str
    sex: Sex
    relationship: str
    householder: bool
    householder_name: str
    address: str
    building: str | None
    municipality: str
    became_resident_on: str
    settled_on: str
    notified_on: str | None
    previous_municipality: str | None
    previous_address: str | None
    registered_domicile: str | None
    head_of_family_register: str | None
    former_surname: str | None
    former_surname_kana: str | None
    common_name: str | None
    foreign: Foreign | None
    planned_out_on: str | None
    planned_destination: str | None
    deleted_on: str | None
    deletion_reason: str | None
    health_insurance: Insurance | None
    filed_by: FiledBy | None
    history: list[Change]
    confirmed_out_on: str | None = None
    confirmation_notified_on: str | None = None
    confirmed_destination: str | None = None
    cause_dated_on: str | None = None
    unreported_municipality: str | None = None
    unreported_address: str | None = None
    last_recorded_address: str | None = None
    telephone: str | None = None
    administrative_district: str | None = None
    school_district: str | None = None
    polling_district: str | None = None
    protected: bool = False
    actual_relationship: str | None = None
    order_of_entry: int | None = None
    remarks: str | None = None
    quasi_household: str | None = None
    branch_office: str | None = None
    district: str | None = None
    neighbourhood_group: str | None = None
    junior_high_school_district: str | None = None
    assessing_body: str | None = None
    name_in_kanji: str | None = None
    name_in_katakana: str | None = None
    common_name_kana: str | None = None
    mailing_name: str | None = None
    recompilation: int = 0
    recompiled_on: str | None = None


class Household(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A household: its householder and members, by local addressee number.
    """

    household: str
    householder: str | None
    members: list[str]


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A card as the registry knows it. ``present_by``: last day to present it after a moving in without it.

    ``update_by``: last day to present it after a change of its items (番号法17条8項). ``lapse_cause`` is a word of K05.
    """

    card_id: str
    resident_record_code: str
    state: Literal["applied", "in-stock", "active", "suspended", "lapsed", "expired", "returned", "destroyed"]
    municipality: str | None
    handed_over_on: str | None
    expires_on: str | None
    present_by: str | None
    update_by: str | None = None
    lapse_cause: str | None = None
    lapsed_on: str | None = None


class HeldMovingOutData(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Moving-out data in hand: who, from where, planned for when.
    """

    resident_record_code: str
    from_municipality: str
    planned_on: str
    received_at: str


class AccessLine(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One line of the access log (AUD-001): who did what to whose record, where, when, and whether numbers were seen.
    """

    n: int
    at: str
    operator: str
    terminal: str
    function: str
    kind: Literal["operation", "authentication", "event", "communication", "print", "setting", "error"]
    resident: str | None
    result: str
    individual_number_access: bool
    printed: str | None = None
    text: str = ""


class Statistics(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Residents and households on a day; a planned moving out counts as resident until its date.
    """

    on: str
    residents: int
    foreign_residents: int
    households: int


class Task(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Something for a clerk to settle by hand. ``keys`` names what conflicts, never its value.

    ``proposed`` is the change that a notice asks for, to be confirmed (``ConfirmNotice``). ``open`` until settled.
    """

    n: int
    kind: str
    message_type: str | None
    resident: str | None
    keys: list[str]
    proposed: list[Amendment] = []
    open: bool = True


class Delivery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A message about a resident: ``waiting`` until its receiver took it, and how often it was tried.
    """

    message_type: str
    receiver: str
    state: Literal["waiting", "taken", "refused"]
    attempts: int


class Dispatch(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Mail about a number or a card, under its dispatch management number (送付先管理番号).
    """

    dispatch_id: str
    kind: Literal["number-notice", "delivery-notice"]
    state: Literal["requested", "sent", "delivered", "returned"]
    dispatched_on: str | None
    returned_on: str | None
    returned_because: str | None


class SupportMeasure(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A support measure. ``complete``: every neighbour that must know has taken the flag.

    ``expired-alert``: the end date has passed and no clerk has ended or extended it; the flags stay.
    ``previous-address``: the person moved out, and this municipality goes on as the previous one.
    """

    measure: str
    resident: str
    accompanying: list[str]
    state: Literal["temporary", "active", "expired-alert", "previous-address", "ended", "rejected"]
    starts_on: str | None
    ends_on: str | None
    released_until: str | None
    complete: bool


class SupplementaryRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A supplementary family-register record (住基法17条). ``abroad`` is the fact of being a person moved out abroad.
    """

    resident: str
    registered_domicile: str
    head_of_family_register: str
    address: str | None
    settled_on: str | None
    abroad: bool
    planned_out_on: str | None
    resident_record_code: str | None


class LogAnalyses(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Line numbers of the access log, by analysis. The hours and counts they rest on are settings of the registry.
    """

    night_access: list[int]
    failed_authentication: list[int]
    mass_searches: list[int]


class Found(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Answers of the reads: exactly one of the fields is filled, or none where nothing is there.
    """

    record: ResidentRecord | None = None
    household: Household | None = None
    card: Card | None = None
    moving_out_data: HeldMovingOutData | None = None
    documents: list[Document] | None = None
    lines: list[AccessLine] | None = None
    statistics: Statistics | None = None
    tasks: list[Task] | None = None
    deliveries: list[Delivery] | None = None
    dispatches: list[Dispatch] | None = None
    measures: list[SupportMeasure] | None = None
    supplementary: SupplementaryRecord | None = None
    analyses: LogAnalyses | None = None
