"""
Defects that show only where two things nearly agree, and in values of a list that are seldom met, of cards and mail.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from registry import cards, changes, dispatches, residents
from registry.defects.defect import arrival, builders, defect, handler, rewritten
from registry.desk import Desk
from registry.handlers.from_card_management import mailing_status
from registry.messages.card import Dispatching, dispatch_information
from registry.messages.house import provision_copy
from registry.messages.told import Told
from registry.parts import Handler
from registry.refusal import Refusal
from registry.residents import Record
from registry.rulebook import Action
from registry.rules.letters import same_name
from registry.wire.addressee import CopyRegistration
from registry.wire.card_management import CardAnswer, DispatchInformation
from registry.wire.control import (
    Accepted,
    HandOverCard,
    OrderCardReturn,
    PresentCard,
    RegisterDispatchPlace,
    ReturnCard,
)
from registry.wire.town import DispatchStatus

Nearly = Callable[[Desk, HandOverCard, Record], dict[str, str]]


def _matched(nearly: Nearly) -> Callable[[Handler], Handler]:
    """
    A hand-over to which some items are taken as shown, though they only nearly agree.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: HandOverCard) -> Accepted:
            record = residents.find(desk.conn, command.resident)
            near = {} if record is None else nearly(desk, command, record)
            return sound(desk, msgspec.structs.replace(command, **near))

        return inner

    return wrap


def _by_year(_desk: Desk, command: HandOverCard, record: Record) -> dict[str, str]:
    return {"shown_born_on": record.born_on} if command.shown_born_on[:4] == record.born_on[:4] else {}


def _in_any_order(_desk: Desk, command: HandOverCard, record: Record) -> dict[str, str]:
    same = sorted(command.shown_born_on.split("-")) == sorted(record.born_on.split("-"))
    return {"shown_born_on": record.born_on} if same else {}


def _but_for_the_last_letter(_desk: Desk, command: HandOverCard, record: Record) -> dict[str, str]:
    return {"shown_name": record.name} if command.shown_name[:-1] == record.name[:-1] else {}


def _by_first_digits(_desk: Desk, command: HandOverCard, record: Record) -> dict[str, str]:
    number = record.individual_number or ""
    return {"shown_individual_number": number} if command.shown_individual_number[:6] == number[:6] else {}


def _of_the_house(desk: Desk, command: HandOverCard, record: Record) -> dict[str, str]:
    numbers = {each.individual_number for each in residents.members(desk.conn, record.household)}
    number = record.individual_number or ""
    return {"shown_individual_number": number} if command.shown_individual_number in numbers else {}


def _once_called(desk: Desk, command: HandOverCard, record: Record) -> dict[str, str]:
    earlier = {row.after.name for row in changes.rows(desk.conn, record.resident)}
    return {"shown_name": record.name} if any(same_name(command.shown_name, name) for name in earlier) else {}


def _ended_otherwise(sound: Handler) -> Handler:
    def inner(desk: Desk, command: PresentCard) -> Accepted:
        key = f"k08-{command.card_id}"
        raw = desk.answers.get(key)
        answer = None if raw is None else msgspec.json.decode(raw, type=CardAnswer)
        if answer is not None and answer.state in ("expired", "returned", "destroyed"):
            good = msgspec.Raw(msgspec.json.encode(msgspec.structs.replace(answer, state="active")))
            desk.answers = {**desk.answers, key: good}
        return sound(desk, command)

    return inner


def _family_as_relatives(told: Told, action: Action) -> CopyRegistration | None:
    copy = provision_copy(told, action)
    close = copy.relationship in ("父", "母", "兄", "弟", "姉", "妹")
    return msgspec.structs.replace(copy, relationship="縁故者") if close else copy


def _no_residence_card(sound: Handler) -> Handler:
    def inner(desk: Desk, command: HandOverCard) -> Accepted:
        if command.document == "residence-card":
            raise Refusal("document-missing", "document")
        return sound(desk, command)

    return inner


def _stands_for_the_holder(command: HandOverCard) -> HandOverCard:
    return msgspec.structs.replace(command, collector="self")


def _place_without_building(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    place = mailing.place
    bare = None if place is None else msgspec.structs.replace(place, building=None)
    return dispatch_information(told, msgspec.structs.replace(mailing, place=bare))


def _number_notices_go_home(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    place = None if mailing.kind == "number-notice" else mailing.place
    return dispatch_information(told, msgspec.structs.replace(mailing, place=place))


def _building_remains(sound: Handler) -> Handler:
    def inner(desk: Desk, command: RegisterDispatchPlace) -> Accepted:
        before = dispatches.place_of(desk.conn, command.resident)
        building = command.place.building or (before.building if before else None)
        place = msgspec.structs.replace(command.place, building=building)
        return sound(desk, msgspec.structs.replace(command, place=place))

    return inner


def _whatever_came_of_it(desk: Desk, body: DispatchStatus) -> None:
    mailing_status(desk, msgspec.structs.replace(body, state="returned"))


def _once_sent_never_back(desk: Desk, body: DispatchStatus) -> None:
    mailing = dispatches.find(desk.conn, body.dispatch_id)
    if mailing is None or mailing.state != "sent" or mailing.reasons:
        mailing_status(desk, body)


def _as_if_wished(command: ReturnCard) -> ReturnCard:
    return msgspec.structs.replace(
        command, cause="voluntary" if command.cause == "number-changed" else command.cause
    )


def _ended_already(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ReturnCard) -> Accepted:
        before, told = cards.find(desk.conn, command.card_id), len(desk.drafts)
        outcome = sound(desk, command)
        if before is not None and before.state == "lapsed" and command.cause in ("number-changed", "lapsed"):
            del desk.drafts[told:]
        return outcome

    return inner


def _a_lost_card_is_left(sound: Handler) -> Handler:
    def inner(desk: Desk, command: OrderCardReturn) -> Accepted:
        before, told = cards.find(desk.conn, command.card_id), len(desk.drafts)
        outcome = sound(desk, command)
        if before is not None and before.state == "suspended" and command.served != "letter":
            cards.save(desk.conn, before)
            del desk.drafts[told:]
        return outcome

    return inner


DEFECTS = (
    defect(
        "card-matched-by-year-of-birth",
        "交付の時、生年月日を年だけで照合する。",
        "At a hand-over the date of birth is compared by its year only.",
        handler("HandOverCard", _matched(_by_year)),
        must="CARD-004",
        pattern="compared-in-part",
    ),
    defect(
        "card-matched-but-for-the-last-letter",
        "交付の時、氏名の最後の一字を照合しない。",
        "At a hand-over the last letter of the name is not compared.",
        handler("HandOverCard", _matched(_but_for_the_last_letter)),
        must="CARD-004",
        pattern="compared-in-part",
    ),
    defect(
        "card-matched-by-first-digits",
        "交付の時、個人番号を初めの六桁だけで照合する。",
        "At a hand-over the Individual Number is compared by its first six digits only.",
        handler("HandOverCard", _matched(_by_first_digits)),
        must="CARD-004",
        pattern="compared-in-part",
    ),
    defect(
        "card-matched-in-any-order",
        "交付の時、生年月日の月と日が入れ替わっていても一致とする。",
        "At a hand-over a date of birth with month and day exchanged agrees.",
        handler("HandOverCard", _matched(_in_any_order)),
        must="CARD-004",
        pattern="compared-without-order",
    ),
    defect(
        "card-matched-with-the-household",
        "交付の時、同じ世帯の者の個人番号でも一致とする。",
        "At a hand-over the number of anybody of the household agrees.",
        handler("HandOverCard", _matched(_of_the_house)),
        must="CARD-004",
        pattern="compared-with-any-of-the-group",
    ),
    defect(
        "card-matched-with-a-former-name",
        "交付の時、改められる前の氏名でも一致とする。",
        "At a hand-over the name from before a correction agrees.",
        handler("HandOverCard", _matched(_once_called)),
        must="CARD-004",
        pattern="compared-with-the-past",
        acts=2,
    ),
    defect(
        "card-handed-to-any-representative",
        "権限を示さない代理人にもカードを交付する。",
        "A representative who shows no authority is handed the card.",
        handler("HandOverCard", rewritten(_stands_for_the_holder)),
        must="CARD-004",
        # K04 says who collected, and says it wrongly.
        may="CARD-014",
        pattern="representative-taken-for-the-holder",
    ),
    defect(
        "card-not-handed-on-a-residence-card",
        "在留カードを示した者に、書類の提示がないとしてカードを交付しない。",
        "Whoever shows a residence card is refused the card for want of papers.",
        handler("HandOverCard", _no_residence_card),
        must="CARD-004",
        pattern="one-paper-not-known",
    ),
    defect(
        "place-of-stay-without-building",
        "居所を送付先とする送付先情報に、居所の建物の名称を記さない。",
        "Dispatch data to a place of stay leave out its building.",
        builders(k01=_place_without_building),
        must="CARD-001",
        pattern="building-left-off",
    ),
    defect(
        "former-building-in-a-new-place",
        "建物のない居所に、前の居所の建物の名称を付ける。",
        "A place of stay without a building is given that of the place before.",
        handler("RegisterDispatchPlace", _building_remains),
        must="CARD-001",
        pattern="remnant-of-the-one-before",
        acts=2,
    ),
    defect(
        "number-notice-in-spite-of-the-place",
        "居所への送付の申出があっても、個人番号通知書は住所に送る。",
        "A number notice goes to the address in spite of a place of stay.",
        builders(k01=_number_notices_go_home),
        must="CARD-001",
        pattern="exception-for-one-kind-only",
        acts=2,
    ),
    defect(
        "delivered-notice-taken-for-returned",
        "発送され又は配達された個人番号通知書を、返戻されたものとする。",
        "A number notice that was sent or delivered is taken for returned.",
        arrival("K02", _whatever_came_of_it),
        must="CARD-002",
        pattern="state-not-told-apart",
    ),
    defect(
        "sent-notice-never-comes-back",
        "発送の知らせのあった個人番号通知書の返戻を顧みない。",
        "The return of a number notice that was told as sent is passed over.",
        arrival("K02", _once_sent_never_back),
        must="CARD-002",
        pattern="expected-state-only",
        acts=2,
    ),
    defect(
        "return-for-a-number-told-as-wished",
        "個人番号の変更によるカードの返納を、任意の返納として伝える。",
        "The return of a card on a change of number is told as a voluntary one.",
        handler("ReturnCard", rewritten(_as_if_wished)),
        must="CARD-011",
        pattern="cause-falls-to-the-usual-one",
    ),
    defect(
        "return-after-the-end-untold",
        "個人番号の変更その他により既に失効したカードの返納を伝えない。",
        "The return of a card that had lapsed, by a change of number or otherwise, is not told.",
        handler("ReturnCard", _ended_already),
        must="CARD-012",
        may="CARD-014",
        pattern="ended-so-untold",
        acts=2,
    ),
    defect(
        "posted-order-ends-no-lost-card",
        "紛失の届け出られたカードは、返納を命ずる旨の公示によっても失効させない。",
        "An order that is posted in public does not end a card which was reported lost.",
        handler("OrderCardReturn", _a_lost_card_is_left),
        must="CARD-011",
        pattern="suspended-so-not-ended",
        acts=2,
    ),
    defect(
        "card-ended-otherwise-taken-on",
        "機構において有効期間の満了し又は返納されたカードを、後の提出により継続利用とする。",
        "A card that has expired or was returned at the organisation is taken into continued use.",
        handler("PresentCard", _ended_otherwise),
        must="CARD-006",
        may="CARD-014",
        pattern="state-left-out-of-the-list",
    ),
    defect(
        "parents-and-siblings-copied-as-relatives",
        "父母及び兄弟姉妹の続柄を、副本では縁故者とする。",
        "The provision copy calls parents, brothers and sisters relatives.",
        builders(l03=_family_as_relatives),
        must="LINK-003 LINK-004",
        may="LINK-005 LINK-008",
        pattern="rare-value-as-usual-one",
    ),
)
