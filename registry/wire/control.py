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
    ``clock`` says whether its time can be set; ``now`` is that time, None before the first setting. ``load``: whether
    residents can be loaded in bulk; no clause needs it.
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
    load: bool = False


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


class StandingResident(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One line of a bulk load: a current resident as they stand. ``resident`` and ``household`` are kept as their numbers;
    ``person.ref`` is free, ``person.resident_record_code`` must be there.

    ``reason`` is how the person became a resident, ``notified_on`` when that was notified. ``update_sequence`` and
    ``history_sequence`` are the last numbers that the network (J01) and the addressee system (A01) took; 0 for none.
    """

    resident: str
    household: str
    person: Person
    address: Address
    became_resident_on: str
    settled_on: str
    reason: Literal['11', '12', '13']
    notified_on: str | None = None
    previous_municipality: str | None = None
    previous_address: str | None = None
    update_sequence: int = 0
    history_sequence: int = 0
    card: StandingCard | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A person as a notification or a family-register document states them.

    ``registered_domicile_municipality`` is the code of the place of the family register: J09 goes there.
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
    registered_domicile_municipality: str | None = None


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


class Address(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    An address in this municipality or elsewhere, as it is written on the record.
    """

    address: str
    building: str | None = None
    postal_code: str = ''
    town_code: str = ''


class StandingCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A card that a resident holds, or that waits for hand-over.
    """

    card_id: str
    state: Literal['active', 'in-stock', 'suspended']
    issued_on: str
    expires_on: str


class Loaded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    How many the registry took over.
    """

    residents: int
    households: int
    cards: int


class MovingIn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of moving in (住基法22条, 30条の46).

    ``document`` is the moving-out certificate of a person from another municipality; None where none was
    brought. ``exemption`` names the class that needs none (住基令22条). ``household`` joins an existing one.
    ``provisional`` saves the entry without deciding it: nothing may leave the registry. ``unreported_*`` is where the
    person lived in between without having been recorded (未届); ``from_*`` stays the last place that holds a record.
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
    unreported_municipality: str | None = None
    unreported_address: str | None = None


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


class Accepted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The registry did what was asked. ``present_card_by`` holds, per ref, the last day for a card not presented.

    ``found`` answers an identity inquiry; ``measure`` is the handle of a support measure.
    """

    outcome: Literal['accepted']
    change_id: str | None = None
    residents: list[Entered] = []
    documents: list[Document] = []
    present_card_by: dict[str, str] = {}
    notes: list[str] = []
    alerts: list[Literal['card-to-be-presented', 'filed-late', 'household-without-householder', 'planned-far-ahead', 'similar-person', 'support-measure']] = []
    found: list[FoundIdentity] = []
    measure: str | None = None


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

    ``text`` is everything a reader or a scanner could find in it, hidden layers included. ``marks`` say what is written
    across it: issued again, printed after a special moving out, standing for a certificate as the mover filed late,
    a notice printed again.
    """

    kind: Literal['acceptance-notice', 'copy-of-record', 'media-extract', 'moving-out-certificate', 'notice-on-paper', 'notice-to-person', 'public-notice', 'resident-record-code-change-notice', 'resident-record-code-correction-notice', 'resident-record-code-notice']
    issue_number: str
    addressed_to: str | None
    items: list[DocumentItem]
    text: str
    file_name: str | None = None
    marks: list[Literal['equivalent', 'reissue', 'reprint', 'special-moving-out-done']] = []


class DocumentItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One item printed on a document: for whom, which, under what label, with which value.
    """

    resident: str
    item: str
    label: str
    value: str


class FoundIdentity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One person found by an identity inquiry: four items, the last change, and the number where its use is lawful.
    """

    resident_record_code: str | None
    individual_number: str | None
    name: str
    address: str
    born_on: str
    sex: str
    reason: str | None
    changed_on: str | None


class Refused(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The registry did not do it and nothing changed. ``field`` is the path of the field at fault, if one is.
    """

    outcome: Literal['refused']
    reason: Literal['already-done', 'authority-missing', 'card-not-in-stock', 'card-not-presented', 'card-not-usable', 'data-mismatch', 'document-missing', 'duplicate-person', 'future-date', 'householder-missing', 'identity-missing', 'invalid-characters', 'invalid-date', 'invalid-number', 'invalid-relationship', 'line-in-order', 'moving-out-data-missing', 'new-reason-missing', 'no-codes-left', 'not-permitted', 'not-resident', 'pin-check-failed', 'pin-format', 'recorded-elsewhere', 'unknown-card', 'unknown-change', 'unknown-document', 'unknown-household', 'unknown-measure', 'unknown-resident', 'unknown-task', 'window-passed']
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

    item: Literal['actual_relationship', 'address', 'administrative_district', 'assessing_body', 'became_resident_on', 'born_on', 'branch_office', 'building', 'common_name', 'common_name_kana', 'district', 'former_surname', 'former_surname_kana', 'head_of_family_register', 'junior_high_school_district', 'mailing_name', 'name', 'name_in_kanji', 'name_in_katakana', 'name_kana', 'nationality', 'neighbourhood_group', 'notified_on', 'order_of_entry', 'period_expires_on', 'period_of_stay', 'polling_district', 'postal_code', 'previous_address', 'quasi_household', 'registered_domicile', 'registered_domicile_municipality', 'relationship', 'remarks', 'residence_card_number', 'resident_class', 'school_district', 'settled_on', 'sex', 'status_of_residence', 'telephone', 'town_code', 'unreported_address']
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

    ``destination_municipality`` is None for a moving out abroad. ``presented`` are the ids of the cards laid before the
    clerk (番号法17条6項). ``channel``: an ordinary notification is made face to face; the special one may come by post
    or online (住基規則52条1項).
    """

    counter: Counter
    identity: Identity
    notified_on: str
    planned_on: str
    residents: list[str]
    destination: str
    destination_municipality: str | None = None
    route: Literal['certificate', 'special'] = 'certificate'
    presented: list[str] = []
    channel: Literal['counter', 'online', 'post'] = 'counter'


class WithdrawMovingOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A planned moving out is withdrawn before its date: the people stay.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    residents: list[str]


class IssueMovingOutCertificate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The moving-out certificate once more: lost, damaged (住基令24条), or printed on demand after a special moving out.

    The answer carries the document; it shows the state at the first issue and is marked.
    """

    counter: Counter
    identity: Identity
    residents: list[str]
    cause: Literal['damaged', 'lost', 'on-demand']


class ChangeOfAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of change of address inside the municipality (住基法23条).

    ``new_household`` puts the movers in a household of their own with ``householder`` at its head. ``provisional``
    saves the change without deciding it, as in ``MovingIn``.
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
    provisional: bool = False


class Relation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A resident's relationship to the householder after a change, as the clerk confirmed it.
    """

    resident: str
    relationship: str


class ChangeOfHousehold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Notification of a change of householder (住基法25条). ``relationships`` are those of the others to the new one.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    household: str
    householder: str
    relationships: list[Relation]


class SplitHousehold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Members leave a household and make one of their own at the same address (世帯分離).

    ``relationships`` are those of the leavers to ``householder``. Where the old householder leaves,
    ``remaining_householder`` and ``remaining_relationships`` say how the others stand to each other.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    residents: list[str]
    householder: str
    relationships: list[Relation] = []
    remaining_householder: str | None = None
    remaining_relationships: list[Relation] = []


class MergeHouseholds(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    All members of ``household`` join ``into``, at the same address (世帯合併): one householder remains.

    ``relationships`` are those of the people who join, to the householder of ``into``.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    household: str
    into: str
    relationships: list[Relation]


class TransferMembers(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Some members go over into another household at the same address (世帯変更); the rest stays.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    residents: list[str]
    into: str
    relationships: list[Relation]
    remaining_householder: str | None = None
    remaining_relationships: list[Relation] = []


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


class ChangeOfNationality(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A record of a Japanese national follows one of a foreign resident, or the reverse (住基令8条の2).

    ``foreign`` is filled where nationality was lost; the family-register items where it was gained. Name and reading
    are those of the new record.
    """

    counter: Counter
    notified_on: str
    resident: str
    kind: Literal['acquisition', 'loss', 'naturalisation']
    occurred_on: str
    name: str
    name_kana: str
    registered_domicile: str | None = None
    head_of_family_register: str | None = None
    foreign: Foreign | None = None
    registered_domicile_municipality: str | None = None


class ConfirmNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A clerk examined the task that a notice from a family register made (J22), and confirms or rejects it.

    ``person`` is the child of a birth, as the clerk found it; ``household`` the one it enters.
    """

    counter: Counter
    task: int
    decision: Literal['confirm', 'reject']
    person: Person | None = None
    household: str | None = None


class ExOfficioEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    People are entered by authority (住基法8条, 住基令12条), in a new household or in an existing one.
    """

    counter: Counter
    decided_on: str
    occurred_on: str
    ground: Literal['court', 'failure-to-notify', 'family-register', 'omission-or-error', 'other-organ']
    persons: list[Person]
    to_address: Address
    household: str | None = None
    whereabouts_unknown: bool = False


class ExOfficioCorrection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Ex officio correction of a record (住基令12条), with its cause.

    ``whereabouts_unknown`` counts where the cause is a failure to notify: the person is then told by public notice
    (住基令12条4項).
    """

    counter: Counter
    resident: str
    changed_on: str
    cause: Literal['building-renaming', 'character-identification', 'clerical-error', 'court', 'district-renaming', 'failure-to-notify', 'family-register-notice', 'lot-number-change', 'ordinary-characters', 'other-organ', 'recognised-by-minister', 'request', 'residence-indication']
    amendments: list[Amendment]
    whereabouts_unknown: bool = False


class ExOfficioDeletion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A record is deleted by authority (住基法8条, 住基令8条, 12条).
    """

    counter: Counter
    decided_on: str
    occurred_on: str
    resident: str
    ground: Literal['court', 'failure-to-notify', 'family-register', 'omission-or-error', 'other-organ']
    event: Literal['disappearance-declared', 'double-entry', 'not-living-here', 'outside-the-act']
    whereabouts_unknown: bool = False


class CancelChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A change that was wrong is cancelled by a row that undoes it (the standard specification 4.6).

    ``sequence`` is the row of the record's history; everyone whom the change told of the wrong state is told again.
    """

    counter: Counter
    resident: str
    sequence: int
    decided_on: str


class RestoreRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A record that was wrongly deleted is entered again (the standard specification 4.6), history unbroken.
    """

    counter: Counter
    resident: str
    decided_on: str


class RecompileRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The record is recompiled (改製): nothing of it changes, and what it showed is kept as the recompiled original.

    ``recompiled_on`` is written on the original (改製日), and the record counts one recompilation more (改製連番).
    """

    counter: Counter
    resident: str
    recompiled_on: str


class DecideChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Decide a change that was saved provisionally, or discard it.
    """

    counter: Counter
    change_id: str
    decision: Literal['decide', 'discard']


class ChangeResidentRecordCode(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Claim for change of the Resident Record Code (住基法30条の4), or its correction by authority (住基令30条の4).
    """

    counter: Counter
    resident: str
    requested_on: str
    cause: Literal['claim', 'ex-officio']
    identity: Identity | None = None


class ChangeIndividualNumber(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Claim for change of the Individual Number, misuse being feared, or its change by authority (番号法7条2項).
    """

    counter: Counter
    resident: str
    requested_on: str
    cause: Literal['claim', 'ex-officio']
    identity: Identity | None = None


class InquireIdentity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Identity inquiry through the network (住基法30条の10, 30条の12): by code, by number, or by four items.

    ``purpose`` is one of the uses the municipality may make; ``reach`` says whether the own prefecture is enough.
    The answer carries what was found.
    """

    counter: Counter
    purpose: str
    reach: Literal['nationwide', 'own-prefecture'] = 'own-prefecture'
    resident_record_code: str | None = None
    individual_number: str | None = None
    name: str | None = None
    address: str | None = None
    born_on: str | None = None
    sex: Literal['female', 'male', 'unknown'] | None = None


class ReprintNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A notice that was printed is printed again, marked as a reprint.
    """

    counter: Counter
    identity: Identity
    resident: str
    issue_number: str


class SendOnPaper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A notice to another municipality goes on paper, because the line is out of order (住基規則2条2項, 5条の2第2項).
    """

    counter: Counter
    resident: str
    message_type: Literal['J05', 'J09']


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


class PresentCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The holder presents the card after a moving in without it (番号法17条6項), or after a change of its items (17条8項).
    """

    counter: Counter
    resident: str
    card_id: str
    presented_on: str
    pin_check: Literal['failed', 'not-asked', 'passed']
    purpose: Literal['change-of-items', 'continued-use']


class ReportCardLoss(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The holder reports that the card is lost (番号法17条9項): it is suspended.
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    lost_on: str


class ReportCardFound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The holder reports that the lost card was found (番号カード省令30条): the suspension ends after the identity check.
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    found_on: str


class ReturnCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A card comes back (番号法17条11項, 番号令15条). ``resident`` is its holder, also where the record is deleted.
    """

    counter: Counter
    resident: str
    card_id: str
    returned_on: str
    cause: Literal['death', 'lapsed', 'number-changed', 'ordered', 'voluntary']


class OrderCardReturn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The mayor orders a card to be returned (番号令14条14号, 16条): it lapses when the order is served or posted.
    """

    counter: Counter
    resident: str
    card_id: str
    ordered_on: str
    served: Literal['letter', 'public-notice']


class RequestCardReplacement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The holder applies for a replacement (番号カード省令28条): the old card lapses that moment (28条4項).
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    requested_on: str


class DestroyCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A returned card is destroyed (番号令17条).
    """

    counter: Counter
    card_id: str
    destroyed_on: str


class ExtendCardValidity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A foreign resident whose period of stay was extended asks for the longer validity (番号カード省令27条2項).
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    requested_on: str


class ApplyForCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    An application for a card made at the counter (番号法16条の2): the organisation is told where to send (K01).
    """

    counter: Counter
    identity: Identity
    resident: str
    applied_on: str


class RegisterDispatchPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The person asks that mail about number and card goes to a place of stay (居所) instead of the address.
    """

    counter: Counter
    identity: Identity
    resident: str
    requested_on: str
    place: Address


class ResendNumberNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The municipality sends a returned number notice again (番号カード省令23条の2第1号); a new reason is needed.
    """

    counter: Counter
    resident: str
    dispatch_id: str
    reason: str | None = None


class ApplyForSupport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Application for a support measure: temporary until it is decided.

    ``accompanying`` are residents who ask for support together with the applicant. ``opinion`` names
    the body whose opinion came with it.
    """

    counter: Counter
    identity: Identity
    resident: str
    applied_on: str
    accompanying: list[str] = []
    opinion: Literal['child-guidance-centre', 'counselling-centre', 'court', 'none', 'police'] = 'none'


class DecideSupport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The application is confirmed from ``starts_on`` for one year, or found not to be needed.
    """

    counter: Counter
    measure: str
    decided_on: str
    decision: Literal['confirm', 'reject']
    starts_on: str | None = None


class ExtendSupport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The measure goes on for a year from the day after its end; asked for from one month before the end.
    """

    counter: Counter
    measure: str
    requested_on: str


class EndSupport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The measure ends: because the person asks for it, because it is not needed any more, or after its end date.
    """

    counter: Counter
    measure: str
    ended_on: str
    cause: Literal['expired', 'not-needed', 'request']


class ReleaseSupport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The hold is lifted for a number of minutes, inside this registry only; it comes back by itself.
    """

    counter: Counter
    measure: str
    minutes: int


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


class ClaimAtConvenienceStore(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The holder claims the copy of the own record at a terminal in a convenience store, with the card (C02).

    Layout and grounds of refusal are our own: neither is public. The card stands for the identity check; ``pin_check``
    is what the terminal learned, never the PIN. ``terminal`` of the counter is the one in the store.
    """

    counter: Counter
    card_id: str
    pin_check: Literal['failed', 'passed']
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
    deliveries: list[Delivery] | None = None
    dispatches: list[Dispatch] | None = None
    measures: list[SupportMeasure] | None = None
    supplementary: SupplementaryRecord | None = None
    analyses: LogAnalyses | None = None


class ResidentRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
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

    ``cancels`` is the sequence of the row that this one undoes; ``effect`` tells the three kinds of cancellation apart.
    """

    sequence: int
    reason: str
    kind: str
    changed_on: str
    notified_on: str | None
    processed_at: str
    cancels: int | None = None
    effect: Literal['correction', 'decrease', 'increase'] | None = None


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

    ``update_by``: last day to present it after a change of its items (番号法17条8項). ``lapse_cause`` is a word of K05.
    """

    card_id: str
    resident_record_code: str
    state: Literal['active', 'applied', 'destroyed', 'expired', 'in-stock', 'lapsed', 'returned', 'suspended']
    municipality: str | None
    handed_over_on: str | None
    expires_on: str | None
    present_by: str | None
    update_by: str | None = None
    lapse_cause: str | None = None
    lapsed_on: str | None = None


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

    ``proposed`` is the change that a notice asks for, to be confirmed (``ConfirmNotice``). ``open`` until settled.
    """

    n: int
    kind: str
    message_type: str | None
    resident: str | None
    keys: list[str]
    proposed: list[Amendment] = []
    open: bool = True


class Delivery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A message about a resident: ``waiting`` until its receiver took it, and how often it was tried.
    """

    message_type: str
    receiver: str
    state: Literal['refused', 'taken', 'waiting']
    attempts: int


class Dispatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Mail about a number or a card, under its dispatch management number (送付先管理番号).
    """

    dispatch_id: str
    kind: Literal['delivery-notice', 'number-notice']
    state: Literal['delivered', 'requested', 'returned', 'sent']
    dispatched_on: str | None
    returned_on: str | None
    returned_because: str | None


class SupportMeasure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A support measure. ``complete``: every neighbour that must know has taken the flag.

    ``expired-alert``: the end date has passed and no clerk has ended or extended it; the flags stay.
    ``previous-address``: the person moved out, and this municipality goes on as the previous one.
    """

    measure: str
    resident: str
    accompanying: list[str]
    state: Literal['active', 'ended', 'expired-alert', 'previous-address', 'rejected', 'temporary']
    starts_on: str | None
    ends_on: str | None
    released_until: str | None
    complete: bool


class SupplementaryRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
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


class LogAnalyses(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Line numbers of the access log, by analysis. The hours and counts they rest on are settings of the registry.
    """

    night_access: list[int]
    failed_authentication: list[int]
    mass_searches: list[int]


class ReadRecompiledOriginal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The record as it stood before a recompilation (改製原住民票), by local addressee number and 改製連番.
    """

    resident: str
    recompilation: int


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


class ReadDeliveries(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Messages about a resident, oldest first: on the way, taken, or refused for good.
    """

    resident: str


class ReadDispatches(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    What was, or is to be, sent by mail about a resident's number and card, by dispatch management number.
    """

    resident: str


class ReadSupportMeasures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Support measures that a resident is under, as applicant or together with one.
    """

    resident: str


class ReadSupplementaryRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The supplementary family-register record kept here (住基法16条, 17条), by local addressee number.
    """

    resident: str


class ReadLogAnalyses(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The standard analyses of the access log between two days: access at night, failed authentication, mass searches.
    """

    from_day: str
    to_day: str


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
    "WithdrawMovingOut": WithdrawMovingOut,
    "IssueMovingOutCertificate": IssueMovingOutCertificate,
    "ChangeOfAddress": ChangeOfAddress,
    "ChangeOfHousehold": ChangeOfHousehold,
    "SplitHousehold": SplitHousehold,
    "MergeHouseholds": MergeHouseholds,
    "TransferMembers": TransferMembers,
    "EntryByBirth": EntryByBirth,
    "DeletionByDeath": DeletionByDeath,
    "ChangeOfNationality": ChangeOfNationality,
    "ConfirmNotice": ConfirmNotice,
    "ExOfficioEntry": ExOfficioEntry,
    "ExOfficioCorrection": ExOfficioCorrection,
    "ExOfficioDeletion": ExOfficioDeletion,
    "CancelChange": CancelChange,
    "RestoreRecord": RestoreRecord,
    "RecompileRecord": RecompileRecord,
    "DecideChange": DecideChange,
    "ChangeResidentRecordCode": ChangeResidentRecordCode,
    "ChangeIndividualNumber": ChangeIndividualNumber,
    "InquireIdentity": InquireIdentity,
    "ReprintNotice": ReprintNotice,
    "SendOnPaper": SendOnPaper,
    "HandOverCard": HandOverCard,
    "PresentCard": PresentCard,
    "ReportCardLoss": ReportCardLoss,
    "ReportCardFound": ReportCardFound,
    "ReturnCard": ReturnCard,
    "OrderCardReturn": OrderCardReturn,
    "RequestCardReplacement": RequestCardReplacement,
    "DestroyCard": DestroyCard,
    "ExtendCardValidity": ExtendCardValidity,
    "ApplyForCard": ApplyForCard,
    "RegisterDispatchPlace": RegisterDispatchPlace,
    "ResendNumberNotice": ResendNumberNotice,
    "ApplyForSupport": ApplyForSupport,
    "DecideSupport": DecideSupport,
    "ExtendSupport": ExtendSupport,
    "EndSupport": EndSupport,
    "ReleaseSupport": ReleaseSupport,
    "IssueCopyOfRecord": IssueCopyOfRecord,
    "ClaimAtConvenienceStore": ClaimAtConvenienceStore,
    "LoadProvisionCopies": LoadProvisionCopies,
    "MakeMediaExtract": MakeMediaExtract,
    "InquireAsRegisterOffice": InquireAsRegisterOffice,
}


READS: dict[str, type[msgspec.Struct]] = {
    "ReadResidentRecord": ReadResidentRecord,
    "ReadRecompiledOriginal": ReadRecompiledOriginal,
    "ReadHousehold": ReadHousehold,
    "ReadCard": ReadCard,
    "ReadMovingOutData": ReadMovingOutData,
    "ReadDocuments": ReadDocuments,
    "ReadAccessLog": ReadAccessLog,
    "ReadStatistics": ReadStatistics,
    "ReadTasks": ReadTasks,
    "ReadDeliveries": ReadDeliveries,
    "ReadDispatches": ReadDispatches,
    "ReadSupportMeasures": ReadSupportMeasures,
    "ReadSupplementaryRecord": ReadSupplementaryRecord,
    "ReadLogAnalyses": ReadLogAnalyses,
}
