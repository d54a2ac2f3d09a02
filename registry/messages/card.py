"""
Messages to the card management system: K01, K02, K05, K06, K07. None holds a PIN, for none is known here.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from registry.cards import Kept
from registry.messages.told import Told
from registry.rules.letters import gaiji_count, substituted
from registry.rules.offices import office_of
from registry.wire.card_management import (
    CardUpdate,
    ContinuedUse,
    DispatchInformation,
    DispatchStatus,
    ItemChange,
    StateChange,
)
from registry.wire.control import Address

NoticeKind = Literal["number-notice", "delivery-notice"]


class Order(msgspec.Struct, frozen=True):
    """
    On whose order a message about a card goes, on which day.
    """

    operator: str
    terminal: str
    on: str


class Dispatching(msgspec.Struct, frozen=True):
    """
    One mailing: its number, what it is, and the place of stay that was registered, if any.
    """

    dispatch_id: str
    kind: NoticeKind
    place: Address | None


def state_change(card: Kept, state: Any, cause: str, order: Order) -> StateChange:
    """
    K05: what became of a card, and why (番号カード省令36条2項5号).
    """
    return StateChange(
        card_id=card.card_id,
        state=state,
        cause=cause,
        changed_on=order.on,
        operator=order.operator,
        terminal=order.terminal,
    )


def continued_use(card_id: str, told: Told) -> ContinuedUse:
    """
    K06: the card goes on being used here (番号法17条6項・7項).
    """
    record = told.record
    return ContinuedUse(
        card_id=card_id,
        resident_record_code=record.resident_record_code,
        municipality=told.municipality,
        address=record.full_address,
        moved_in_on=record.became_resident_on,
        processed_on=told.now.date().isoformat(),
        operator=told.operator,
        terminal=told.terminal,
    )


def card_update(card: Kept, changes: dict[str, tuple[str | None, str | None]], order: Order) -> CardUpdate:
    """
    K07: the items on the card were changed (番号法17条8項).
    """
    return CardUpdate(
        card_id=card.card_id,
        resident_record_code=card.resident_record_code,
        changes=[
            msgspec.convert({"item": item, "before": before, "after": after}, ItemChange)
            for item, (before, after) in changes.items()
        ],
        processed_on=order.on,
        operator=order.operator,
        terminal=order.terminal,
    )


def returned_mail(dispatch_id: str, on: str, reason: str | None) -> DispatchStatus:
    """
    K02: a mailing came back (番号カード省令36条2項3号).
    """
    return DispatchStatus(dispatch_id=dispatch_id, state="returned", on=on, reason=reason)


def dispatch_information(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    """
    K01: where a notice about number or card goes, and what is printed on it (番号カード省令35条, 36条).

    None for a person without Individual Number. A registered place of stay takes the place of the address.
    """
    record = told.record
    if record.individual_number is None:
        return None
    place = mailing.place
    address = record.full_address if place is None else _whole(place)
    office = office_of(told.municipality)
    name, name_at = substituted(record.name)
    substitute_address, address_at = substituted(record.full_address)
    surname = record.former_surname
    foreign = record.foreign
    return DispatchInformation(
        dispatch_id=mailing.dispatch_id,
        destination_postal_code=record.postal_code if place is None else place.postal_code,
        destination_address=address,
        destination_address_gaiji_count=gaiji_count(address),
        destination_name=record.name,
        destination_name_gaiji_count=gaiji_count(record.name),
        municipality=told.municipality,
        municipality_name=office.name,
        municipality_postal_code=office.postal_code,
        municipality_address=office.address,
        municipality_address_gaiji_count=gaiji_count(office.address),
        municipality_telephone=office.telephone,
        place_of_issue_name=office.name,
        place_of_issue_name_gaiji_count=gaiji_count(office.name),
        place_of_issue_postal_code=office.postal_code,
        place_of_issue_address=office.address,
        place_of_issue_address_gaiji_count=gaiji_count(office.address),
        place_of_issue_telephone=office.telephone,
        delivery_place_name=office.name,
        delivery_place_name_gaiji_count=gaiji_count(office.name),
        delivery_place_postal_code=office.postal_code,
        delivery_place_address=office.address,
        delivery_place_address_gaiji_count=gaiji_count(office.address),
        delivery_place_telephone=office.telephone,
        persons=1,
        processed_on=told.now.date().isoformat(),
        operator=told.operator,
        terminal=told.terminal,
        print_class=mailing.kind,
        resident_record_code=record.resident_record_code,
        name=record.name,
        name_gaiji_count=gaiji_count(record.name),
        name_kana=record.name_kana,
        postal_code=record.postal_code,
        address=record.full_address,
        address_gaiji_count=gaiji_count(record.full_address),
        born_on=record.born_on,
        sex=record.sex,
        individual_number=record.individual_number,
        resident_class=foreign.resident_class if foreign else None,
        period_expires_on=foreign.period_expires_on if foreign else None,
        substituted=bool(name_at or address_at),
        substitute_name=name if name_at else None,
        substitute_address=substitute_address if address_at else None,
        substitute_name_positions=name_at,
        substitute_address_positions=address_at,
        gaiji=bool(name_at or address_at or gaiji_count(surname)),
        gaiji_pattern=None,
        former_surname=surname,
        former_surname_gaiji_count=gaiji_count(surname),
        former_surname_kana=record.former_surname_kana,
        former_surname_gaiji_sequence=0,
        name_roman=record.name if foreign and record.name.isascii() else None,
        former_surname_roman=None,
    )


def _whole(place: Address) -> str:
    return place.address if not place.building else f"{place.address}　{place.building}"
