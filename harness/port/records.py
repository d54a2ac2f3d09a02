"""
What a registry shows back, and the reads that ask for it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from harness.port.commands import Foreign, Sex
from harness.port.outcomes import Document


class Read(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What every read obeys: it changes nothing, not even a sequence number; the access log alone may grow.
    """


class ReadResidentRecord(Read, frozen=True):
    """
    The record of one resident, current or deleted, by local addressee number or Resident Record Code.
    """

    resident: str | None = None
    resident_record_code: str | None = None


class ReadHousehold(Read, frozen=True):
    """
    Members of a household, in the order of the record.
    """

    household: str


class ReadCard(Read, frozen=True):
    """
    A card as the registry knows it.
    """

    card_id: str


class ReadMovingOutData(Read, frozen=True):
    """
    Moving-out data received and not erased, by Resident Record Code.
    """

    resident_record_code: str


class ReadDocuments(Read, frozen=True):
    """
    Documents printed for a resident so far, oldest first.
    """

    resident: str


class ReadAccessLog(Read, frozen=True):
    """
    Lines of the access log after line ``after``, at most ``limit``.
    """

    after: int = 0
    limit: int = 1000


class ReadStatistics(Read, frozen=True):
    """
    Residents counted on a day (F01).
    """

    on: str


class ReadTasks(Read, frozen=True):
    """
    What waits for a clerk: contradictory or unknown input, alerts.
    """

    after: int = 0


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One row of a record's history. ``kind`` is the kind of notification (code), ``reason`` the reason for change.
    """

    sequence: int
    reason: str
    kind: str
    changed_on: str
    notified_on: str | None
    processed_at: str


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
    """

    card_id: str
    resident_record_code: str
    state: Literal["applied", "in-stock", "active", "suspended", "lapsed", "expired", "returned", "destroyed"]
    municipality: str | None
    handed_over_on: str | None
    expires_on: str | None
    present_by: str | None


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
    """

    n: int
    kind: str
    message_type: str | None
    resident: str | None
    keys: list[str]


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
