"""
Defects that refuse whoever is like most, and let pass whoever is not: what a rarer holder of a card is spared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import cards, measures, residents
from registry.defects.defect import defect, handler
from registry.defects.met_as_usual import card_taken_on
from registry.desk import Desk
from registry.handlers import copies_and_extracts
from registry.handlers.card_holding import accepted
from registry.parts import Handler
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.control import (
    Accepted,
    ApplyForCard,
    ClaimAtConvenienceStore,
    DestroyCard,
    HandOverCard,
    Identity,
    PresentCard,
    ReportCardFound,
)

Whose = Callable[[Desk, Record], bool]
THREE = 3
SPENT = ("suspended", "lapsed", "returned")


def _foreign(_desk: Desk, record: Record) -> bool:
    return record.foreign is not None


def _of_three(desk: Desk, record: Record) -> bool:
    return len(residents.members(desk.conn, record.household)) >= THREE


def _leaving(_desk: Desk, record: Record) -> bool:
    return record.planned_out_on is not None


def _protected(desk: Desk, record: Record) -> bool:
    return measures.is_protected(desk.conn, record.resident)


def _spared(whose: Whose, change: Callable[[Any, Record], Any]) -> Callable[[Handler], Handler]:
    """
    A wrap that makes the command of such a resident what it should have been.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            record = residents.find(desk.conn, command.resident)
            if record is not None and whose(desk, record):
                command = change(command, record)
            return sound(desk, command)

        return inner

    return wrap


def _birth_and_number_as_recorded(command: HandOverCard, record: Record) -> HandOverCard:
    number = record.individual_number or command.shown_individual_number
    return msgspec.structs.replace(command, shown_born_on=record.born_on, shown_individual_number=number)


def _all_as_recorded(command: HandOverCard, record: Record) -> HandOverCard:
    named = msgspec.structs.replace(command, shown_name=record.name)
    return _birth_and_number_as_recorded(named, record)


def _with_papers(command: HandOverCard, _record: Record) -> HandOverCard:
    return msgspec.structs.replace(command, document=command.document or "residence-card")


def _in_person(command: HandOverCard, _record: Record) -> HandOverCard:
    return msgspec.structs.replace(command, collector="self")


def _without_pin(command: HandOverCard, _record: Record) -> HandOverCard:
    good = command.pin is not None and len(command.pin) == len("0000") and command.pin.isdigit()
    if good or command.no_pin_card:
        return command
    return msgspec.structs.replace(command, pin=None, no_pin_card=True)


def _by_the_holder(command: ReportCardFound, record: Record) -> ReportCardFound:
    holder = Identity(filer="self", filer_name=record.name, evidence="drivers-licence")
    return msgspec.structs.replace(command, identity=holder)


def _although_barred(whose: Whose) -> Callable[[Handler], Handler]:
    """
    A wrap that says yes to such a resident where the law says no, and does nothing.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: ApplyForCard | HandOverCard) -> Accepted:
            try:
                return sound(desk, command)
            except Refusal as refusal:
                record = residents.find(desk.conn, command.resident)
                barred = refusal.reason in ("not-permitted", "card-not-in-stock")
                if record is None or not barred or not whose(desk, record):
                    raise
                return accepted(record)

        return inner

    return wrap


def _spent_card_of_foreign(desk: Desk, command: PresentCard) -> bool:
    card, record = cards.find(desk.conn, command.card_id), residents.find(desk.conn, command.resident)
    spent = card is not None and card.state in SPENT and not card.waiting
    return spent and command.purpose == "continued-use" and record is not None and _foreign(desk, record)


def _destroyed_unreturned(whose: Whose) -> Callable[[Handler], Handler]:
    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: DestroyCard) -> Accepted:
            card = cards.find(desk.conn, command.card_id)
            record = None if card is None else residents.with_code(desk.conn, card.resident_record_code)
            if card is not None and record is not None and whose(desk, record):
                cards.save(desk.conn, msgspec.structs.replace(card, state="returned"))
            return sound(desk, command)

        return inner

    return wrap


def _served_with_options(state: str) -> Callable[[Handler], Handler]:
    """
    With a card in that state, where more than the base items is asked for.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: ClaimAtConvenienceStore) -> Accepted:
            card = cards.find(desk.conn, command.card_id)
            if card is None or card.state != state or not command.options:
                return sound(desk, command)
            record = residents.with_code(desk.conn, card.resident_record_code)
            if record is None:
                return sound(desk, command)
            paper = copies_and_extracts.copy_of(desk, command.options, record.name, [record])
            desk.print_for(record.resident, paper)
            return accepted(record, [paper])

        return inner

    return wrap


DEFECTS = (
    defect(
        "birth-and-number-of-foreign-holders-uncompared",
        "外国人住民への交付では、生年月日及び個人番号を照合しない。",
        "Birth and number of a foreign resident are not compared when the card is handed over.",
        handler("HandOverCard", _spared(_foreign, _birth_and_number_as_recorded)),
        must="CARD-004",
        pattern="compared-for-most-only",
        acts=2,
    ),
    defect(
        "card-in-a-household-of-three-uncompared",
        "三人以上の世帯の者への交付では、何も照合しない。",
        "Nothing is compared when the card goes to one of a household of three.",
        handler("HandOverCard", _spared(_of_three, _all_as_recorded)),
        must="CARD-004",
        pattern="compared-for-most-only",
        acts=2,
    ),
    defect(
        "papers-unasked-of-foreign-holders",
        "外国人住民への交付では、本人確認書類を求めない。",
        "A foreign resident is asked for no identity document when the card is handed over.",
        handler("HandOverCard", _spared(_foreign, _with_papers)),
        must="CARD-004",
        pattern="waived-for-some",
        acts=2,
    ),
    defect(
        "anybody-collects-for-the-protected",
        "支援措置の対象者のカードは、権限を示さない代理人にも渡す。",
        "The card of a protected person is given to anybody who asks.",
        handler("HandOverCard", _spared(_protected, _in_person)),
        must="CARD-004",
        may="CARD-014",
        pattern="waived-for-some",
        acts=2,
    ),
    defect(
        "pin-of-the-leaving-unchecked",
        "転出を予定する者の暗証番号は、形式を確かめない。",
        "The form of the PIN is not checked of whoever plans to move out.",
        handler("HandOverCard", _spared(_leaving, _without_pin)),
        must="CARD-004",
        pattern="waived-for-some",
        acts=2,
    ),
    defect(
        "anybody-finds-the-card-of-foreign-holders",
        "外国人住民のカードの一時停止は、誰の申出によっても解除する。",
        "The suspension of a foreign resident's card is lifted at anybody's word.",
        handler("ReportCardFound", _spared(_foreign, _by_the_holder)),
        must="CARD-010",
        pattern="anybody-for-some",
        acts=3,
    ),
    defect(
        "anybody-finds-a-card-in-a-household-of-three",
        "三人以上の世帯の者のカードの一時停止は、誰の申出によっても解除する。",
        "The suspension of a card in a household of three is lifted at anybody's word.",
        handler("ReportCardFound", _spared(_of_three, _by_the_holder)),
        must="CARD-010",
        pattern="anybody-for-some",
        acts=3,
    ),
    defect(
        "spent-card-of-foreign-holders-taken-on",
        "外国人住民の一時停止中、失効又は返納のカードを継続利用とする。",
        "A suspended, lapsed or returned card of a foreign resident is taken into continued use.",
        card_taken_on(_spent_card_of_foreign),
        must="CARD-006 CARD-012",
        may="CARD-014",
        pattern="yes-to-some",
        acts=3,
    ),
    defect(
        "returned-card-of-foreign-holders-handed-over",
        "外国人住民の返納されたカードを再び交付する。",
        "A returned card of a foreign resident is handed over again.",
        handler("HandOverCard", _although_barred(_foreign)),
        must="CARD-012",
        may="CARD-004",
        pattern="yes-to-some",
        acts=3,
    ),
    defect(
        "second-card-for-the-protected",
        "有効なカードを持つ支援措置の対象者の申請を受け付ける。",
        "A protected person who holds a valid card may apply for another.",
        handler("ApplyForCard", _although_barred(_protected)),
        must="CARD-003",
        pattern="yes-to-some",
        acts=3,
    ),
    defect(
        "unreturned-card-of-foreign-holders-destroyed",
        "外国人住民のカードは、返納されていなくても廃棄する。",
        "The card of a foreign resident is destroyed although it did not come back.",
        handler("DestroyCard", _destroyed_unreturned(_foreign)),
        must="CARD-012",
        may="CARD-014",
        pattern="destroyed-unreturned",
        acts=2,
    ),
    defect(
        "store-serves-suspended-cards-with-more-items",
        "事項を入れた写しを求められたときは、一時停止中のカードでもコンビニ交付をする。",
        "A store prints a copy with more items although the card is suspended.",
        handler("ClaimAtConvenienceStore", _served_with_options("suspended")),
        must="CARD-010",
        pattern="more-asked-less-checked",
        acts=3,
    ),
)
