"""
Defects of cards that let through one form, one filer, one ground or one state which the rest is right about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from registry import card_events, cards, residents
from registry.card_validity import cause_of_lapse
from registry.counter import check_holder, check_pin
from registry.defects.defect import afterwards, arrival, both, defect, handler, rules
from registry.desk import Desk
from registry.handlers import card_holding
from registry.handlers.from_agency import agency_notice
from registry.handlers.from_card_management import card_state
from registry.messages.card import card_update
from registry.parts import Handler
from registry.refusal import Refusal
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    ChangeOfNationality,
    Identity,
    ReportCardFound,
)
from registry.wire.town import AgencyNotice, StateChange

PIN_DIGITS = 4


def _digits_of_any_width(pin: str | None, no_pin_card: bool) -> None:
    wide = pin is not None and len(pin) == PIN_DIGITS and pin.isdigit()
    check_pin("0000" if wide and not no_pin_card else pin, no_pin_card)


def _householder_too(identity: Identity) -> None:
    if identity.filer != "householder":
        check_holder(identity)


def _revived_from(state: str) -> Callable[[Handler], Handler]:
    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: ReportCardFound) -> Accepted:
            card = cards.find(desk.conn, command.card_id)
            if card is None or card.state != state:
                return sound(desk, command)
            record, held = card_holding.held(desk, command.resident, command.card_id)
            card_events.change_state(desk, held, "active", "found")
            return card_holding.accepted(record)

        return inner

    return wrap


def _by_naturalisation(desk: Desk, command: ChangeOfNationality, outcome: Accepted) -> Accepted:
    if command.kind != "loss":
        record = card_holding.holder(desk, command.resident)
        for card in cards.of_code(desk.conn, record.resident_record_code):
            card_events.lapse(desk, card, "ex-officio-deletion", desk.today)
    return outcome


def _on_the_card_at_once(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    if command.provisional:
        for resident in command.residents:
            record = card_holding.holder(desk, resident)
            for card in cards.of_code(desk.conn, record.resident_record_code):
                changes: card_events.Changes = {"address": (record.full_address, command.to_address.address)}
                body = card_update(card, changes, card_events.order_of(desk))
                card_events.post(desk, card, "K07", body)
    return outcome


def _shown_already(desk: Desk, number: str) -> None:
    """
    The card of a resident counts as showing what the record shows now.
    """
    record = card_holding.holder(desk, number)
    for card in cards.of_code(desk.conn, record.resident_record_code):
        shown = desk.book.rules.card_surface(record, desk.today) if card.surface else None
        cards.save(desk.conn, msgspec.structs.replace(card, surface=shown, update_by=None, changed_since={}))


def _agency_names_are_on_cards(desk: Desk, body: AgencyNotice) -> None:
    agency_notice(desk, body)
    for record in residents.foreign_living(desk.conn):
        _shown_already(desk, record.resident)


def _by_whom_suspended(desk: Desk, body: StateChange) -> None:
    card_state(desk, body)
    card = cards.find(desk.conn, body.card_id)
    if card is not None and card.state == "suspended":
        cards.save(desk.conn, msgspec.structs.replace(card, lapse_cause="notice"))


def _own_suspensions_alone(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ReportCardFound) -> Accepted:
        card = cards.find(desk.conn, command.card_id)
        if card is not None and card.lapse_cause == "notice":
            raise Refusal("not-permitted", "card_id")
        return sound(desk, command)

    return inner


def _no_double_entry(reason: str, ground: str | None, on: date) -> str | None:
    return None if ground == "double-entry" else cause_of_lapse(reason, ground, on)


DEFECTS = (
    defect(
        "full-width-pin-taken",
        "全角の数字四桁の暗証番号を受け付ける。",
        "A PIN of four full-width digits is taken.",
        rules(check_pin=_digits_of_any_width),
        must="CARD-004",
        pattern="full-width-as-digits",
    ),
    defect(
        "householder-finds-a-members-card",
        "世帯主の届出により、世帯員のカードの一時停止を解除する。",
        "The suspension of a member's card is lifted at the householder's word.",
        rules(check_holder=_householder_too),
        must="CARD-010",
        pattern="one-filer-let-through",
        acts=2,
    ),
    defect(
        "returned-card-revived-when-found",
        "返納されたカードを、発見の届出により再び有効とする。",
        "A card that came back is valid again when it is reported found.",
        handler("ReportCardFound", _revived_from("returned")),
        must="CARD-012",
        may="CARD-010 CARD-014",
        pattern="ended-comes-back-another-way",
        acts=3,
    ),
    defect(
        "lapsed-card-revived-when-found",
        "失効したカードを、発見の届出により再び有効とする。",
        "A card that has lapsed is valid again when it is reported found.",
        handler("ReportCardFound", _revived_from("lapsed")),
        must="CARD-007",
        may="CARD-010 CARD-014",
        pattern="ended-comes-back-another-way",
        acts=4,
    ),
    defect(
        "naturalised-holders-card-ends",
        "日本の国籍を得たことに伴う消除により、カードを失効させる。",
        "The deletion that follows a naturalisation ends the card.",
        handler("ChangeOfNationality", afterwards(_by_naturalisation)),
        must="CARD-011",
        pattern="one-exemption-forgotten",
    ),
    defect(
        "double-entry-ends-no-card",
        "二重の記載による職権の消除では、カードを失効させない。",
        "An ex officio deletion of a double entry does not end the card.",
        rules(cause_of_lapse=_no_double_entry),
        must="CARD-011",
        pattern="one-ground-forgotten",
    ),
    defect(
        "name-told-by-the-agency-not-on-the-card",
        "出入国在留管理庁から通知された氏名の変更を、カードの記載事項の変更としない。",
        "A name that the Agency told of is no change of an item on the card.",
        arrival("I02", _agency_names_are_on_cards),
        must="CARD-014",
        may="CARD-009",
        pattern="consequence-on-one-route-only",
        acts=2,
    ),
    defect(
        "suspension-by-telephone-never-lifted",
        "電話により一時停止されたカードの発見の届出を受け付けない。",
        "Nobody may report found a card that was suspended by telephone.",
        both(arrival("K05", _by_whom_suspended), handler("ReportCardFound", _own_suspensions_alone)),
        must="CARD-010",
        pattern="own-acts-alone-undone",
        acts=2,
    ),
    defect(
        "provisional-move-on-the-card",
        "転居届の仮登録の段階でカードの住所を改める。",
        "The address on a card is changed while the change of address is still provisional.",
        handler("ChangeOfAddress", afterwards(_on_the_card_at_once)),
        must="CARD-009",
        may="REL-020 CARD-014 JUKI-005",
        pattern="provisional-taken-for-final",
        acts=2,
    ),
)
