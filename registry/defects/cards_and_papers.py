"""
Defects of cards and their mailings, and of what a copy or a notice of a code shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import cards
from registry.defects.defect import afterwards, builders, defect, handler, reading, rules
from registry.desk import Desk
from registry.messages import card as card_messages
from registry.messages.card import Dispatching
from registry.messages.told import Told
from registry.messages.wide_area import Shown, wide_area_answer
from registry.parts import Handler
from registry.reads import Reading
from registry.refusal import Refusal
from registry.store import DOCUMENTS
from registry.wire.card_management import DispatchInformation
from registry.wire.control import (
    Accepted,
    ChangeResidentRecordCode,
    Document,
    Found,
)
from registry.wire.juki_net import WideAreaAnswer
from registry.wire.town import WideAreaClaim


def _without_telephone(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = card_messages.dispatch_information(told, mailing)
    return sound and msgspec.structs.replace(sound, delivery_place_telephone="")


def _processed_when_it_happened(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = card_messages.dispatch_information(told, mailing)
    return sound and msgspec.structs.replace(sound, processed_on=told.record.became_resident_on)


def _wants_a_pin(pin: str | None, _no_pin_card: bool) -> None:
    if pin is None:
        raise Refusal("pin-format", "pin")


def _as_when_handed_over(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        if found.card is None or found.card.lapse_cause != "no-moving-in":
            return found
        return msgspec.structs.replace(found, card=msgspec.structs.replace(found.card, state="active"))

    return inner


def _kept_as(state: str) -> Callable[[Desk, Any, Accepted], Accepted]:
    """
    What a command about a card told is not what is kept of it here.
    """

    def kept(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
        card = cards.find(desk.conn, command.card_id)
        if card is not None:
            cards.save(desk.conn, msgspec.structs.replace(card, state=state))
        return outcome

    return kept


def _numbers_always_seen(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    desk.numbers_seen = True
    return outcome


def _reprinted(desk: Desk, outcome: Accepted, old: Document, new: Document) -> Accepted:
    """
    The outcome with one document in place of another, as it is kept too.
    """
    desk.conn.execute(
        DOCUMENTS.update()
        .where(DOCUMENTS.c.body.contains(old.issue_number))
        .values(body=msgspec.json.encode(new).decode())
    )
    return msgspec.structs.replace(
        outcome, documents=[new if each is old else each for each in outcome.documents]
    )


def _as_a_first_code(desk: Desk, _command: ChangeResidentRecordCode, outcome: Accepted) -> Accepted:
    for old in outcome.documents:
        new = msgspec.structs.replace(old, kind="resident-record-code-notice")
        outcome = _reprinted(desk, outcome, old, new)
    return outcome


def _with_the_former_code(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ChangeResidentRecordCode) -> Accepted:
        former = desk.resident(command.resident, "resident").resident_record_code
        outcome = sound(desk, command)
        code = desk.resident(command.resident, "resident").resident_record_code
        for old in outcome.documents:
            items = [
                msgspec.structs.replace(item, value=item.value.replace(code, former)) for item in old.items
            ]
            new = msgspec.structs.replace(old, items=items, text=old.text.replace(code, former))
            outcome = _reprinted(desk, outcome, old, new)
        return outcome

    return inner


def _changed(answer: WideAreaAnswer, **items: Any) -> WideAreaAnswer:
    return msgspec.structs.replace(
        answer, persons=[msgspec.structs.replace(person, **items) for person in answer.persons]
    )


def _no_former_address(claim: WideAreaClaim, people: Any) -> WideAreaAnswer:
    return _changed(wide_area_answer(claim, people), previous_address=None)


def _settled_since_becoming(claim: WideAreaClaim, people: list[Shown]) -> WideAreaAnswer:
    answer = wide_area_answer(claim, people)
    persons = [
        msgspec.structs.replace(person, settled_on=shown.record.became_resident_on)
        for person, shown in zip(answer.persons, people, strict=True)
    ]
    return msgspec.structs.replace(answer, persons=persons)


def _last_left_out(claim: WideAreaClaim, people: list[Shown]) -> WideAreaAnswer:
    answer = wide_area_answer(claim, people)
    return msgspec.structs.replace(answer, persons=answer.persons[: max(1, len(answer.persons) - 1)])


DEFECTS = (
    defect(
        "place-of-delivery-without-telephone",
        "送付先情報にカード送付場所の電話番号を入れない。",
        "The dispatch data leave out the telephone of the place of delivery.",
        builders(k01=_without_telephone),
        must="CARD-001",
        pattern="block-incomplete",
    ),
    defect(
        "mailing-processed-when-it-happened",
        "送付先情報の処理年月日を、住民となった日とする。",
        "The dispatch data are dated by the day of becoming a resident.",
        builders(k01=_processed_when_it_happened),
        must="CARD-001",
        pattern="processed-on-the-day-of-the-event",
    ),
    defect(
        "card-without-pin-refused",
        "暗証番号を設定しない旨を選んだ者に、カードを交付しない。",
        "Whoever chooses a card without PIN is refused it.",
        rules(check_pin=_wants_a_pin),
        must="CARD-004",
        pattern="choice-not-known",
    ),
    defect(
        "lapsed-for-no-moving-in-shown-as-active",
        "転入届をしないために失効したカードを、有効と示す。",
        "A card that lapsed because nobody moved in is shown as active.",
        reading("ReadCard", _as_when_handed_over),
        must="CARD-008",
        pattern="shown-as-it-was",
        acts=2,
    ),
    defect(
        "lost-card-stays-usable-here",
        "紛失したカードの一時停止を機構にだけ伝え、自らは有効のままとする。",
        "The suspension of a lost card is told and not kept here.",
        handler("ReportCardLoss", afterwards(_kept_as("active"))),
        must="CARD-010",
        may="CARD-006 CARD-014",
        pattern="told-and-not-kept",
    ),
    defect(
        "found-card-stays-suspended-here",
        "発見されたカードの停止の解除を機構にだけ伝え、自らは停止のままとする。",
        "A card found again is told to the organisation alone and stays suspended here.",
        handler("ReportCardFound", afterwards(_kept_as("suspended"))),
        must="CARD-010",
        may="CARD-006 CARD-007 CARD-012 CARD-014",
        pattern="kept-unlike-the-message",
        acts=2,
    ),
    defect(
        "returned-card-stays-in-use-here",
        "カードの返納を機構にだけ伝え、自らは有効のままとする。",
        "The return of a card is told to the organisation alone, and it stays in use here.",
        handler("ReturnCard", afterwards(_kept_as("active"))),
        must="CARD-012",
        may="CARD-006 CARD-011 CARD-014",
        pattern="kept-unlike-the-message",
    ),
    defect(
        "returned-card-taken-for-lapsed",
        "返納されたカードを、返納でなく失効として残す。",
        "A card that came back is kept as lapsed.",
        handler("ReturnCard", afterwards(_kept_as("lapsed"))),
        must="CARD-012",
        # The register then knows of a lapse that no K05 told, and has ended the card otherwise than by its return.
        may="CARD-011 CARD-014",
        pattern="kept-in-another-state",
    ),
    defect(
        "numbers-logged-although-not-shown",
        "個人番号を記載しない写しについても、個人番号を参照したと記録する。",
        "Every copy is logged as one that looked at the Individual Number.",
        handler("IssueCopyOfRecord", afterwards(_numbers_always_seen)),
        must="CERT-002",
        pattern="logged-although-not-done",
    ),
    defect(
        "changed-code-told-as-a-first-one",
        "変更され又は修正された住民票コードを、新規の通知票により通知する。",
        "A changed or corrected code is told by the notice of a first one.",
        handler("ChangeResidentRecordCode", afterwards(_as_a_first_code)),
        must="CERT-004",
        pattern="form-of-another-case",
    ),
    defect(
        "code-notice-with-the-former-code",
        "住民票コードの変更又は修正の通知票に、変更前の住民票コードを記す。",
        "The notice of a changed code shows the code that it replaced.",
        handler("ChangeResidentRecordCode", _with_the_former_code),
        must="CERT-004",
        pattern="written-from-the-state-before",
    ),
    defect(
        "wide-area-without-the-former-address",
        "広域交付の回答に従前の住所を示さない。",
        "The answer to another municipality's claim leaves out the previous address.",
        builders(j14=_no_former_address),
        must="CERT-007",
        pattern="base-item-left-out",
    ),
    defect(
        "wide-area-settled-since-becoming-a-resident",
        "広域交付の回答で、住所を定めた年月日を住民となった年月日とする。",
        "The answer to another municipality's claim shows the day of becoming a resident as that of the address.",
        builders(j14=_settled_since_becoming),
        must="CERT-007",
        pattern="two-days-taken-for-one",
        acts=2,
    ),
    defect(
        "wide-area-without-the-last-member",
        "広域交付の世帯全員の写しの回答から、最後の世帯員を落とす。",
        "The answer for a whole household leaves out its last member.",
        builders(j14=_last_left_out),
        must="CERT-007",
        pattern="last-one-left-out",
    ),
)
