"""
Generated from docs/openapi/registry-control.json by `python -m registry.wire.generate`; not edited by hand.
"""

# ruff: noqa
from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta


class Capabilities(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    What a registry says of itself. Unknown further fields are allowed here and only here.

    ``commands`` and ``reads`` list the endpoints it serves; a clause that needs another is UNTESTED.
    ``clock`` says whether its time can be set; ``now`` is that time, None before the first setting.
    """

    name: str
    version: str
    interface: str
    municipality: str
    roles: list[str]
    clock: bool
    now: str | None
    commands: list[str]
    reads: list[str]


class Town(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The neighbours by system name: juki_net, card_management, addressee, departments, immigration.

    ``assigned_codes`` are Resident Record Codes assigned to this municipality, unused (住基法30条の2).
    ``basis`` is the municipality's table of transfers: department → whether the Individual Number may go there.
    """

    neighbours: dict[str, Neighbour]
    assigned_codes: list[str]
    basis: dict[str, bool]


class Neighbour(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Where a neighbour listens, what the registry shows it (``credential``), and what it will show the registry.
    """

    url: str
    credential: str
    inbound_credential: str


class Done(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The registry took note. ``now`` is its time.
    """

    now: str | None


class ClockSetting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The town's time. Never earlier than the last one; the registry does what falls due before it answers.
    """

    now: str


class SettleRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Come to rest: answer when nothing due is undelivered, or after ``bound_ms`` of real time.
    """

    bound_ms: int


class Settled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Whether the registry came to rest, and how many due messages are still undelivered.
    """

    settled: bool
    undelivered: int


class MovingIn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of moving in (住基法22条, 30条の46).

    ``document`` is the moving-out certificate of a person from another municipality; None where none was
    brought. ``exemption`` names the class that needs none (住基令22条). ``household`` joins an existing one.
    ``provisional`` saves the entry without deciding it: nothing may leave the registry.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_in_on: str
    to_address: Address
    persons: list[Person]
    from_municipality: str | None = None
    from_address: str | None = None
    document: Literal['moving-out-certificate'] | None = None
    exemption: Literal['from-abroad', 'never-recorded', 'unavoidable'] | None = None
    household: str | None = None
    provisional: bool = False


class Counter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Where and by whom the command is given. ``trace_id`` should come back on every message it causes.
    """

    operator: str
    terminal: str
    trace_id: str


class Identity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Who files, and how that was checked (住基法27条, 住基規則8条〜8条の3).

    ``evidence`` is None when nothing was shown; ``substitute`` records what stood in for it.
    ``authority`` is needed of a proxy outside the household.
    """

    filer: Literal['householder', 'proxy', 'same-household', 'self']
    filer_name: str
    evidence: Literal['drivers-licence', 'individual-number-card', 'other-papers', 'passport', 'questions-answered', 'residence-card'] | None = None
    authority: Literal['power-of-attorney', 'statutory'] | None = None
    substitute: str | None = None


class Address(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    An address in this municipality or elsewhere, as it is written on the record.
    """

    address: str
    building: str | None = None
    postal_code: str = ''
    town_code: str = ''


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A person as a notification or a family-register document states them.
    """

    ref: str
    name: str
    name_kana: str
    born_on: str
    sex: Literal['female', 'male', 'unknown']
    relationship: str
    resident_record_code: str | None = None
    individual_number: str | None = None
    registered_domicile: str | None = None
    head_of_family_register: str | None = None
    former_surname: str | None = None
    former_surname_kana: str | None = None
    common_name: str | None = None
    foreign: Foreign | None = None
    health_insurance: NotedInsurance | None = None


class Foreign(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    What a foreign resident's record holds in addition (住基法30条の45).
    """

    nationality: str
    resident_class: Literal['medium-to-long-term', 'provisional-stay', 'special-permanent', 'temporary-refuge', 'transitional']
    status_of_residence: str | None = None
    period_of_stay: str | None = None
    period_expires_on: str | None = None
    residence_card_number: str | None = None
    special_permanent_certificate_number: str | None = None


class NotedInsurance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    What a notification notes on national health insurance (住基法28条).
    """

    insured: bool
    symbol_and_number: str | None = None


class Accepted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The registry did what was asked. ``present_card_by`` holds, per ref, the last day for a card not presented.
    """

    outcome: Literal['accepted']
    change_id: str | None = None
    residents: list[Entered] = []
    documents: list[Document] = []
    present_card_by: dict[str, str] = {}
    notes: list[str] = []


class Entered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A person of the command and the resident they became or are.
    """

    ref: str
    resident: str
    household: str


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Something printed or written to a file: certificate, notice, media extract.

    ``text`` is everything a reader or a scanner could find in it, hidden layers included.
    """

    kind: Literal['acceptance-notice', 'copy-of-record', 'media-extract', 'moving-out-certificate', 'resident-record-code-notice']
    issue_number: str
    addressed_to: str | None
    items: list[DocumentItem]
    text: str
    file_name: str | None = None


class DocumentItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One item printed on a document: for whom, which, under what label, with which value.
    """

    resident: str
    item: str
    label: str
    value: str


class Refused(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The registry did not do it and nothing changed. ``field`` is the path of the field at fault, if one is.
    """

    outcome: Literal['refused']
    reason: Literal['authority-missing', 'card-not-in-stock', 'card-not-presented', 'card-not-usable', 'data-mismatch', 'document-missing', 'duplicate-person', 'future-date', 'identity-missing', 'invalid-characters', 'invalid-date', 'invalid-number', 'moving-out-data-missing', 'no-codes-left', 'not-permitted', 'not-resident', 'pin-check-failed', 'pin-format', 'recorded-elsewhere', 'unknown-card', 'unknown-change', 'unknown-resident', 'window-passed']
    field: str | None = None
    message: str | None = None


class SpecialMovingIn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of moving in with an Individual Number Card and without paper (住基法24条の2).

    ``variant`` household: the householder's card stands for the members. Data come from J07.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_in_on: str
    to_address: Address
    movers: list[Mover]
    presented: list[PresentedCard]
    variant: Literal['holder', 'household']
    from_municipality: str


class Mover(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One person of a special moving in, found in the moving-out data by Resident Record Code.

    ``amendments`` are items that the clerk put right before the entry.
    """

    ref: str
    resident_record_code: str
    amendments: list[Amendment] = []


class Amendment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One item and its new value; None deletes the item.
    """

    item: Literal['born_on', 'common_name', 'former_surname', 'former_surname_kana', 'name', 'name_kana', 'sex']
    value: str | None


class PresentedCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A card laid on the counter for one mover. The PIN itself is never passed, only what checking it gave.
    """

    ref: str
    card_id: str
    pin_check: Literal['failed', 'not-asked', 'passed']


class MovingOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of moving out, made before the move (住基法24条); ``special`` uses the card instead of paper.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    planned_on: str
    residents: list[str]
    destination: str
    destination_municipality: str | None = None
    route: Literal['certificate', 'special'] = 'certificate'


class ChangeOfAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of change of address inside the municipality (住基法23条).

    ``new_household`` puts the movers in a household of their own with ``householder`` at its head.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_on: str
    residents: list[str]
    to_address: Address
    new_household: bool = False
    householder: str | None = None
    relationships: list[Relation] = []


class Relation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A resident's relationship to the householder after a change, as the clerk confirmed it.
    """

    resident: str
    relationship: str


class ChangeOfHousehold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of change of household (住基法25条): here, a change of householder.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    household: str
    householder: str
    relationships: list[Relation]


class EntryByBirth(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Ex officio entry on a notification of birth (住基令12条2項). ``person.ref`` is answered with a resident.
    """

    counter: Counter
    notified_on: str
    household: str
    person: Person


class DeletionByDeath(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Ex officio deletion on a notification of death (住基令8条, 12条2項).
    """

    counter: Counter
    notified_on: str
    resident: str
    died_on: str


class ExOfficioCorrection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Ex officio correction of a record (住基令12条), with its cause.
    """

    counter: Counter
    resident: str
    changed_on: str
    cause: Literal['character-identification', 'clerical-error', 'court', 'family-register-notice', 'request']
    amendments: list[Amendment]


class DecideChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Decide a change that was saved provisionally, or discard it.
    """

    counter: Counter
    change_id: str
    decision: Literal['decide', 'discard']


class HandOverCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Hand a card over at the counter (番号法17条1項, 番号令13条の2).

    ``shown_*`` is what the collector's papers say; the registry matches it with the record. ``pin`` is passed
    on to the card writer and may be kept nowhere; ``no_pin_card`` asks for a card without PIN.
    """

    counter: Counter
    card_id: str
    resident: str
    collector: Literal['proxy', 'self']
    shown_name: str
    shown_born_on: str
    shown_individual_number: str
    document: Literal['drivers-licence', 'individual-number-card', 'other-papers', 'passport', 'questions-answered', 'residence-card'] | None
    pin: str | None = None
    no_pin_card: bool = False


class IssueCopyOfRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Claim for issue of a copy of the resident record (住基法12条, 12条の3). The answer carries the document (C01).
    """

    counter: Counter
    identity: Identity
    requester: Literal['household-member', 'self', 'state-organ', 'third-party']
    residents: list[str]
    purpose: str | None = None
    options: list[Literal['health-insurance', 'individual-number', 'nationality', 'registered-domicile', 'relationship', 'resident-record-code']] = []


class LoadProvisionCopies(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    First load of provision copies for the residents named (番号法22条).
    """

    counter: Counter
    residents: list[str]


class MakeMediaExtract(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Write the extract for a department that is not on the network (D06). The answer carries the file.
    """

    counter: Counter
    department: str
    residents: list[str]


class InquireAsRegisterOffice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A clerk of the register's office tries to inquire about a person over the linkage. No basis exists for it.
    """

    counter: Counter
    resident: str
    information: str


class ReadResidentRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The record of one resident, current or deleted, by local addressee number or Resident Record Code.
    """

    resident: str | None = None
    resident_record_code: str | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
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


class ResidentRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A resident record (住基法7条) with its history; values of the newest decided state.
    """

    resident: str
    household: str
    state: Literal['current', 'deleted', 'moved-out', 'moved-out-confirmed', 'planned-out']
    resident_record_code: str
    individual_number: str | None
    name: str
    name_kana: str
    born_on: str
    sex: Literal['female', 'male', 'unknown']
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


class Insurance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
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


class FiledBy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The identity check that a notification rests on (住基法27条).
    """

    filer: str
    evidence: str | None
    authority: str | None
    substitute: str | None


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One row of a record's history. ``kind`` is the kind of notification (code), ``reason`` the reason for change.
    """

    sequence: int
    reason: str
    kind: str
    changed_on: str
    notified_on: str | None
    processed_at: str


class Household(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A household: its householder and members, by local addressee number.
    """

    household: str
    householder: str | None
    members: list[str]


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A card as the registry knows it. ``present_by``: last day to present it after a moving in without it.
    """

    card_id: str
    resident_record_code: str
    state: Literal['active', 'applied', 'destroyed', 'expired', 'in-stock', 'lapsed', 'returned', 'suspended']
    municipality: str | None
    handed_over_on: str | None
    expires_on: str | None
    present_by: str | None


class HeldMovingOutData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Moving-out data in hand: who, from where, planned for when.
    """

    resident_record_code: str
    from_municipality: str
    planned_on: str
    received_at: str


class AccessLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One line of the access log (AUD-001): who did what to whose record, where, when, and whether numbers were seen.
    """

    n: int
    at: str
    operator: str
    terminal: str
    function: str
    kind: Literal['authentication', 'communication', 'error', 'event', 'operation', 'print', 'setting']
    resident: str | None
    result: str
    individual_number_access: bool
    printed: str | None = None
    text: str = ''


class Statistics(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Residents and households on a day; a planned moving out counts as resident until its date.
    """

    on: str
    residents: int
    foreign_residents: int
    households: int


class Task(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Something for a clerk to settle by hand. ``keys`` names what conflicts, never its value.
    """

    n: int
    kind: str
    message_type: str | None
    resident: str | None
    keys: list[str]


class ReadHousehold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Members of a household, in the order of the record.
    """

    household: str


class ReadCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A card as the registry knows it.
    """

    card_id: str


class ReadMovingOutData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Moving-out data received and not erased, by Resident Record Code.
    """

    resident_record_code: str


class ReadDocuments(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Documents printed for a resident so far, oldest first.
    """

    resident: str


class ReadAccessLog(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Lines of the access log after line ``after``, at most ``limit``.
    """

    after: int = 0
    limit: int = 1000


class ReadStatistics(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Residents counted on a day (F01).
    """

    on: str


class ReadTasks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    What waits for a clerk: contradictory or unknown input, alerts.
    """

    after: int = 0


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    RFC 9457. `code` is stable; `field` is the path of the field at fault.
    """

    type: str
    title: str
    status: int
    detail: str | None = None
    code: str
    field: str | None = None


COMMANDS: dict[str, type[msgspec.Struct]] = {
    "MovingIn": MovingIn,
    "SpecialMovingIn": SpecialMovingIn,
    "MovingOut": MovingOut,
    "ChangeOfAddress": ChangeOfAddress,
    "ChangeOfHousehold": ChangeOfHousehold,
    "EntryByBirth": EntryByBirth,
    "DeletionByDeath": DeletionByDeath,
    "ExOfficioCorrection": ExOfficioCorrection,
    "DecideChange": DecideChange,
    "HandOverCard": HandOverCard,
    "IssueCopyOfRecord": IssueCopyOfRecord,
    "LoadProvisionCopies": LoadProvisionCopies,
    "MakeMediaExtract": MakeMediaExtract,
    "InquireAsRegisterOffice": InquireAsRegisterOffice,
}


READS: dict[str, type[msgspec.Struct]] = {
    "ReadResidentRecord": ReadResidentRecord,
    "ReadHousehold": ReadHousehold,
    "ReadCard": ReadCard,
    "ReadMovingOutData": ReadMovingOutData,
    "ReadDocuments": ReadDocuments,
    "ReadAccessLog": ReadAccessLog,
    "ReadStatistics": ReadStatistics,
    "ReadTasks": ReadTasks,
}
