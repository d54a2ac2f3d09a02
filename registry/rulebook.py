"""
The parts of the registry that a deliberate defect may replace: rules, message builders, the outbox's policy.

Domain code calls the law through this book and nowhere asks whether a defect is planted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec
import sqlalchemy as sa

from registry import card_validity, certified, codes, copies, counter, measures, residents
from registry.cards import Kept
from registry.measures import Measure
from registry.messages import agency, card, house, moving_out, network, wide_area
from registry.messages.card import Dispatching, Order
from registry.messages.told import Told
from registry.outbox import Policy
from registry.residents import Record
from registry.rules import check_digits, periods, tables
from registry.rules.periods import Settings
from registry.rules.tables import CopyItem
from registry.wire.addressee import AddresseeChange, CopyRegistration, HoldMark, NumberingRequest
from registry.wire.card_management import (
    CardAnswer,
    CardUpdate,
    ContinuedUse,
    DispatchInformation,
    DispatchStatus,
    StateChange,
)
from registry.wire.control import AccessLine, Address, Document, DocumentItem, Identity, Mover, Person
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice, PlaceOfResidence
from registry.wire.juki_net import (
    IdentificationUpdate,
    LinkageCodeRequest,
    MovingInNotice,
    MovingOutConfirmed,
    MovingOutData,
    ProtectionFlag,
    SupplementaryNotice,
    WideAreaAnswer,
)
from registry.wire.town import MovingInNotice as ArrivedNotice, WideAreaClaim

Action = Literal["register", "update", "close"]


def number_may_go(department: str, basis: Mapping[str, bool]) -> bool:
    """
    Whether the municipality's table of transfers has a basis for the Individual Number (番号法9条, 19条).
    """
    return basis.get(department, False)


def moving_in_needs_document(exemption: str | None) -> bool:
    """
    Whether a moving in must come with the certificate or data in its place (住基法22条2項, 住基令22条).
    """
    return exemption is None


def stays_until(record: Record) -> str:
    """
    The date of deletion written on a record that moves out: the planned date (住基令13条1項).
    """
    return record.planned_out_on or ""


def keeper_of_supplementary(record: Record) -> str | None:
    """
    The municipality of the registered domicile, which keeps the supplementary family-register record (住基法16条1項).
    """
    return record.registered_domicile_municipality


def by_code_alone(conn: sa.Connection, notice: ArrivedNotice) -> Record | None:
    """
    Whom a notice of moving in is about: who has its code, and nobody whose name alone fits.
    """
    return residents.with_code(conn, notice.resident_record_code)


def confirmation(notice: ArrivedNotice, today: date) -> dict[str, str]:
    """
    What a notice of moving in confirms on the record, beside the planned values (住基令13条2項): the day of moving in
    elsewhere, the day on which the notice came, and where the person went.
    """
    return {
        "confirmed_out_on": notice.moved_in_on,
        "confirmation_notified_on": today.isoformat(),
        "confirmed_destination": notice.new_address,
    }


def told_of_planned(record: Record, moved_in_on: str) -> str:
    """
    The date of deletion of a moving out that is confirmed: the planned date, or an earlier day of moving in
    (the standard specification 1.1.5).
    """
    return min(record.planned_out_on or moved_in_on, moved_in_on)


def told_of_deleted(record: Record, moved_in_on: str) -> str:
    """
    The date of deletion of a record that was deleted on its planned date already: an earlier day of moving in takes its
    place (the standard specification 1.1.5).
    """
    return min(record.deleted_on or moved_in_on, moved_in_on)


def card_is_usable(card: Kept, today: date, settings: Settings) -> bool:
    """
    Whether a card may be used; the Act is silent on a suspended one, so that is a setting.
    """
    states = {"active", "suspended"} if settings.suspended_card_usable else {"active"}
    return card.state in states and (card.expires_on is None or card.expires_on >= today.isoformat())


def newest(notices: Sequence[ArrivedNotice]) -> ArrivedNotice:
    """
    Which of several notices about one person in a delivery is used: the one notified last.
    """
    return max(notices, key=lambda notice: (notice.notified_on, notice.moved_in_on))


def card_serves_at_store(card: Kept, answer: CardAnswer | None, today: date) -> bool:
    """
    Whether a card is good for issue at a convenience store: in use here and at the organisation, not over, not waiting
    to be presented. No setting softens this for a suspended card (番号カード省令30条).
    """
    ends = [card.expires_on, answer.expires_on if answer else None]
    return (
        card.state == "active"
        and not card.waiting
        and answer is not None
        and answer.found
        and answer.state == "active"
        and all(end is None or end >= today.isoformat() for end in ends)
    )


def certificate_is_due(record: Record) -> bool:
    """
    Whether a moving out is certified on paper: never one abroad, never a special one (住基令24条1項).
    """
    return record.destination_municipality is not None and record.out_route == "certificate"


def data_may_be_sent(record: Record) -> bool:
    """
    Whether another municipality may be sent the moving-out data: only after a special moving out (住基法24条の2第7項).
    """
    return record.out_route == "special" and record.planned_out_on is not None


def moving_in_is_awaited(record: Record) -> bool:
    """
    Whether a notice of moving in should come for who moved out: from inside Japan only (住基法9条1項).
    """
    return record.deletion_reason == "21"


def result_of_update(result: str | None) -> Literal["refused", "taken", "waiting"]:
    """
    What became of an update: it stays open until the network said that it was applied (J02).
    """
    if result == "applied":
        return "taken"
    return "refused" if result == "refused" else "waiting"


def line_as_is(line: AccessLine) -> AccessLine:
    """
    A line of the access log as it was written.
    """
    return line


def month_before(end: date) -> date:
    """
    The day from which an end is near: one month before it (the standard specification 3.4).
    """
    return card_validity.months_before(end, 1)


def alert_only(measure: Measure) -> measures.State:
    """
    The state of a measure whose end date has passed: a clerk is alerted, and nothing ends by itself.
    """
    return "expired-alert" if measure.state == "active" else measure.state


def hold_blocks(operation: str, settings: Settings) -> bool:
    """
    Whether the hold of a support measure refuses an operation, by its setting.
    """
    modes = {
        "change": settings.hold_on_change,
        "issue": settings.hold_on_issue,
        "inquiry": settings.hold_on_inquiry,
    }
    return modes[operation] == "block"


def card_state_is_good(state: str | None, settings: Settings) -> bool:
    """
    Whether a card in this state serves for a special moving in; a suspended one only by setting.
    """
    return state == "active" or (settings.suspended_card_usable and state == "suspended")


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """
    Rules by name.
    """

    individual_number_is_valid: Callable[[str], bool] = check_digits.individual_number_is_valid
    resident_record_code_is_valid: Callable[[str], bool] = check_digits.resident_record_code_is_valid
    municipality_code_is_valid: Callable[[str], bool] = check_digits.municipality_code_is_valid
    local_number_is_valid: Callable[[str], bool] = check_digits.local_number_is_valid
    last_day_of_special_window: Callable[[date, date, Settings], date] = periods.last_day_of_special_window
    last_day_to_present_card: Callable[[date, Settings], date] = periods.last_day_to_present_card
    data_are_kept: Callable[[date, date, Settings], bool] = periods.data_are_kept
    moving_out_falls_due: Callable[[date, date], date] = periods.moving_out_falls_due
    moving_out_is_due: Callable[[date, date], bool] = lambda due, today: due <= today
    deletion_date: Callable[[Record], str] = stays_until
    last_day_to_update_card: Callable[[date, Settings], date] = periods.last_day_to_update_card
    last_day_without_moving_in: Callable[[date, date | None, Settings], date] = (
        periods.last_day_without_moving_in
    )
    cause_of_lapse: Callable[[str, str | None, date], str | None] = card_validity.cause_of_lapse
    card_surface: Callable[[Record, date], dict[str, str | None]] = card_validity.surface_of
    keeps_card_abroad: Callable[[Record, bool], bool] = card_validity.keeps_card_abroad
    card_expiry: Callable[..., date | None] = card_validity.expiry
    extended_to: Callable[[date, date], date] = min
    dispatch_place: Callable[[Address | None], Address | None] = lambda place: place
    may_be_mailed: Callable[[str | None], bool] = lambda number: number is not None
    reason_is_new: Callable[[str, list[str]], bool] = lambda reason, before: (
        bool(reason.strip()) and reason not in before
    )
    reprint: Callable[[Record, Document], Document] = lambda _record, document: document
    covered: Callable[[Measure], list[str]] = measures.everybody
    support_term: Callable[[date], date] = measures.term_from
    support_alert_from: Callable[[date], date] = month_before
    support_extension_from: Callable[[date], date] = month_before
    measure_after_moving_out: Callable[[Measure], measures.State] = lambda _measure: "previous-address"
    after_the_end: Callable[[Measure], measures.State] = alert_only
    is_released: Callable[[datetime, datetime], bool] = measures.is_released
    is_held: Callable[[str], bool] = lambda _command: True
    hold_blocks: Callable[[str, Settings], bool] = hold_blocks
    check_holder: Callable[[Identity], None] = counter.check_holder
    check_identity: Callable[[Identity], None] = counter.check_identity
    check_pin: Callable[[str | None, bool], None] = counter.check_pin
    needs_document: Callable[[str | None], bool] = moving_in_needs_document
    stating_items: Callable[[Sequence[Person]], Sequence[Person]] = lambda persons: persons
    looked_through: Callable[[Sequence[str]], Sequence[str]] = lambda people: people
    holders_checked: Callable[[Sequence[Mover]], Sequence[Mover]] = lambda movers: movers
    windows_checked: Callable[[Sequence[str]], Sequence[str]] = lambda planned: planned
    sought_elsewhere: Callable[[Sequence[Mover]], Sequence[Mover]] = lambda movers: movers
    born_by_then: Callable[[Sequence[Person]], Sequence[Person]] = lambda persons: persons
    draw: Callable[[list[str]], str] = codes.at_random
    keeps_code: Callable[[str | None], str | None] = lambda code: code
    number_may_go: Callable[[str, Mapping[str, bool]], bool] = number_may_go
    check_options: Callable[[str, Collection[str], str | None], None] = copies.check_options
    is_of_the_house: Callable[[Identity, Collection[Record]], bool] = copies.is_of_the_house
    house_of_claim: Callable[[sa.Connection, str], Sequence[Record]] = residents.members
    copy_sent_to: Callable[[Identity, Collection[str], Record], str] = copies.sent_to
    copy_items: Callable[[Record, Collection[str]], list[CopyItem]] = copies.items_of
    triggers_network: Callable[[str, bool, date], bool] = tables.triggers_network
    is_minor: Callable[[str, str, date], bool] = tables.is_minor
    keeper_of_supplementary: Callable[[Record], str | None] = keeper_of_supplementary
    deletion_when_confirmed: Callable[[Record, str], str] = told_of_planned
    deletion_when_late: Callable[[Record, str], str] = told_of_deleted
    result_of_update: Callable[[str | None], Literal["refused", "taken", "waiting"]] = result_of_update
    card_is_usable: Callable[[Kept, date, Settings], bool] = card_is_usable
    certificate_is_due: Callable[[Record], bool] = certificate_is_due
    certificate_items: Callable[[Record, str], list[certified.Shown]] = certified.items_of
    reissued_items: Callable[[Sequence[DocumentItem], Sequence[DocumentItem]], list[DocumentItem]] = (
        certified.as_first_issued
    )
    marks_again: Callable[[Sequence[certified.Mark]], list[certified.Mark]] = certified.marks_again
    marks_on_demand: Callable[[], list[certified.Mark]] = certified.marks_on_demand
    purpose_is_lawful: Callable[[str], bool] = tables.purpose_is_lawful
    number_is_shown: Callable[[str], bool] = tables.number_is_shown
    part_is_enough: Callable[[Sequence[str]], bool] = lambda _given: False
    goes_nationwide: Callable[[str], bool] = lambda reach: reach == "nationwide"
    line_is_out_of_order: Callable[[bool], bool] = lambda stuck: stuck
    notice_to_person: Callable[[bool], Literal["notice-to-person", "public-notice"] | None] = lambda unknown: (
        "public-notice" if unknown else "notice-to-person"
    )
    notified_ex_officio: Callable[[str], str | None] = lambda _decided_on: None
    reason_of_deletion: Callable[[str], str] = lambda _event: "26"
    gives_up: Callable[[str], bool] = lambda _message_type: False
    succeeds: Callable[[int], bool] = lambda staying: staying == 1
    late_moving_out_days: Callable[[Settings], int] = lambda settings: settings.late_moving_out_days
    delivery_overdue_minutes: Callable[[Settings], int] = lambda settings: settings.delivery_overdue_minutes
    household_stands: Callable[[int], bool] = lambda staying: staying > 0
    restored: Callable[[Record], Record] = lambda record: record
    switched: Callable[[sa.Connection, Record], Record] = lambda _conn, record: record
    person_of_notice: Callable[[sa.Connection, ArrivedNotice], Record | None] = by_code_alone
    confirmation: Callable[[ArrivedNotice, date], dict[str, str]] = confirmation
    receiver_of_requested_data: Callable[[str, Record], str] = lambda asking, _record: asking
    data_may_be_sent: Callable[[Record], bool] = data_may_be_sent
    agency_item: Callable[[str, bool, date], tables.AgencyItem | None] = tables.agency_item
    card_serves_at_store: Callable[[Kept, CardAnswer | None, date], bool] = card_serves_at_store
    notice_to_use: Callable[[Sequence[ArrivedNotice]], ArrivedNotice] = newest
    card_data_match: Callable[[bool], bool] = lambda same: same
    continues_in_use: Callable[[bool], bool] = lambda presented: presented
    extract_columns: Callable[[tuple[str, ...]], tuple[str, ...]] = lambda columns: columns
    register_office_may_inquire: Callable[[str], bool] = lambda _information: False
    access_line: Callable[[AccessLine], AccessLine | None] = line_as_is
    card_state_is_good: Callable[[str | None, Settings], bool] = card_state_is_good
    moving_in_is_awaited: Callable[[Record], bool] = moving_in_is_awaited
    waiting_card_ends_by_moving_out: bool = True
    order_ends_card: bool = True
    replacement_ends_card: bool = True
    refusal_is_final: bool = True


class Builders(msgspec.Struct, frozen=True, kw_only=True):
    """
    Makers of messages by name; one that gives None sends nothing.
    """

    j01: Callable[[Told], IdentificationUpdate | None] = network.identification_update
    j05: Callable[[Told], MovingInNotice | None] = network.moving_in_notice
    j06: Callable[[Told], MovingOutConfirmed | None] = network.moving_out_confirmed
    j07: Callable[..., MovingOutData | None] = moving_out.moving_out_data
    j09: Callable[[Told, tuple[network.SupplementaryItem, ...]], SupplementaryNotice | None] = (
        network.supplementary_notice
    )
    a01: Callable[[Told], AddresseeChange | None] = house.addressee_change
    a02: Callable[[Told], NumberingRequest | None] = house.numbering_request
    l03: Callable[[Told, Action], CopyRegistration | None] = house.provision_copy
    d01: Callable[[Told, bool], ResidentChange | None] = house.resident_change
    i01: Callable[[Told], MunicipalNotice | None] = agency.municipal_notice
    i03: Callable[[Told], PlaceOfResidence | None] = agency.place_of_residence
    j14: Callable[[WideAreaClaim, Sequence[wide_area.Shown]], WideAreaAnswer | None] = (
        wide_area.wide_area_answer
    )
    j24: Callable[[Record, str], LinkageCodeRequest | None] = network.linkage_code_request
    j23: Callable[[Record, Measure], ProtectionFlag | None] = network.protection_flag
    l09: Callable[[Record, Measure, str], HoldMark | None] = house.hold_mark
    k01: Callable[[Told, Dispatching], DispatchInformation | None] = card.dispatch_information
    k02: Callable[[str, str, str | None], DispatchStatus | None] = card.returned_mail
    k05: Callable[[Kept, str, str, Order], StateChange | None] = card.state_change
    k06: Callable[[str, Told], ContinuedUse | None] = card.continued_use
    k07: Callable[[Kept, dict[str, tuple[str | None, str | None]], Order], CardUpdate | None] = (
        card.card_update
    )


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """
    Everything replaceable but the handlers.
    """

    rules: Rules = Rules()
    builders: Builders = Builders()
    outbox: Policy = Policy()
