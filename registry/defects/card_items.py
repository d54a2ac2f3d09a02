"""
Defects of what stands on a card: its items, and how long it is valid.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from registry import card_events, cards, residents
from registry.card_validity import expiry, is_adult, months_before
from registry.cards import Kept
from registry.defects.defect import afterwards, builders, defect, handler, rules
from registry.desk import Desk
from registry.messages.card import Order, card_update
from registry.parts import Parts
from registry.residents import Record
from registry.rules.periods import (
    Settings,
    last_day_to_update_card,
)
from registry.wire.card_management import CardUpdate
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    MovingIn,
    SpecialMovingIn,
)

DAY = timedelta(days=1)
Changes = dict[str, tuple[str | None, str | None]]


def _never_overdue(changed_on: date, settings: Settings) -> date:
    return last_day_to_update_card(changed_on, settings) + timedelta(days=3650)


def _listed_early(changed_on: date, settings: Settings) -> date:
    return last_day_to_update_card(changed_on, settings) - DAY


def _listed_late(changed_on: date, settings: Settings) -> date:
    return last_day_to_update_card(changed_on, settings) + DAY


def _former_items(card: Kept, changes: Changes, order: Order) -> CardUpdate:
    return card_update(card, {item: (before, before) for item, (before, _after) in changes.items()}, order)


def _nothing_before(card: Kept, changes: Changes, order: Order) -> CardUpdate:
    return card_update(card, {item: (None, after) for item, (_before, after) in changes.items()}, order)


def _updated_at_once(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    for number in command.residents:
        record = residents.find(desk.conn, number)
        if record is not None and not cards.of_code(desk.conn, record.resident_record_code):
            nobodys = Kept(
                card_id=f"card-of-{number}",
                resident_record_code=record.resident_record_code,
                state="active",
                municipality=None,
                handed_over_on=None,
                expires_on=None,
                present_by=None,
            )
            changes: Changes = {"address": (None, record.full_address)}
            order = card_events.order_of(desk)
            card_events.post(desk, nobodys, "K07", card_update(nobodys, changes, order))
    return outcome


def _updated_before_decision(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
    if command.provisional:
        for person in command.persons:
            code = person.resident_record_code or ""
            for card in cards.of_code(desk.conn, code):
                changes: Changes = {"address": (None, command.to_address.address)}
                body = card_update(card, changes, card_events.order_of(desk))
                card_events.post(desk, card, "K07", body)
    return outcome


def _renewed_by_moving(desk: Desk, command: SpecialMovingIn, outcome: Accepted) -> Accepted:
    for presented in command.presented:
        card = cards.find(desk.conn, presented.card_id)
        if card is not None and card.expires_on is not None:
            later = f"{int(card.expires_on[:4]) + 5}{card.expires_on[4:]}"
            cards.save(desk.conn, msgspec.structs.replace(card, expires_on=later))
    return outcome


def _longer_stay_longer_card(parts: Parts) -> Parts:
    sound = parts.arrivals["I02"]

    def inner(desk: Desk, body: Any) -> None:
        sound(desk, body)
        for record in residents.foreign_living(desk.conn):
            stay = record.foreign.period_expires_on if record.foreign else None
            for card in cards.of_code(desk.conn, record.resident_record_code):
                if card.in_use and stay is not None and stay > (card.expires_on or ""):
                    cards.save(desk.conn, msgspec.structs.replace(card, expires_on=stay))

    return msgspec.structs.replace(parts, arrivals={**parts.arrivals, "I02": inner})


def _three_months_too_many(end: date, limit: date) -> date:
    # A stay without an end has no day three months after it.
    return limit if end == date.max else months_before(end, -3)


def _by_birthday_alone(record: Record, made_on: date, **given: Any) -> date | None:
    return expiry(msgspec.structs.replace(record, foreign=None), made_on, **given)


def _minors_to_the_end_of_the_stay(record: Record, made_on: date, **given: Any) -> date | None:
    stay = record.foreign.period_expires_on if record.foreign else None
    young = not is_adult(date.fromisoformat(record.born_on), made_on)
    return date.fromisoformat(stay) if stay and young else expiry(record, made_on, **given)


def _never_renewed(record: Record, made_on: date, **given: Any) -> date | None:
    return expiry(record, made_on, **{**given, "renewed": False})


def _sixty_one_days(record: Record, made_on: date, **given: Any) -> date | None:
    end = expiry(record, made_on, **given)
    passing = record.foreign is not None and record.foreign.resident_class == "transitional"
    return end + DAY if end and passing else end


def _leap_birthday_in_march(record: Record, made_on: date, **given: Any) -> date | None:
    end = expiry(record, made_on, **given)
    return end + DAY if end and record.born_on.endswith("02-29") and end.day == 28 else end


DEFECTS = (
    defect(
        "unpresented-cards-never-listed",
        "変更後に提出されないカードを一覧に示さない。",
        "Cards that are not presented after a change are never listed.",
        rules(last_day_to_update_card=_never_overdue),
        must="CARD-009",
        pattern="clerk-not-warned",
        acts=2,
    ),
    defect(
        "unpresented-cards-listed-early",
        "十四日目から所持者を一覧に示す。",
        "Holders are listed on the fourteenth day already.",
        rules(last_day_to_update_card=_listed_early),
        must="CARD-009",
        pattern="limit-a-day-short",
        acts=2,
    ),
    defect(
        "unpresented-cards-listed-late",
        "十六日目になって初めて所持者を一覧に示す。",
        "Holders are listed on the sixteenth day only.",
        rules(last_day_to_update_card=_listed_late),
        must="CARD-009",
        pattern="limit-a-day-long",
        acts=2,
    ),
    defect(
        "card-updated-without-former-items",
        "カードの記載事項の変更で、変更前の事項を送らない。",
        "A change of items on a card is told without what stood there before.",
        builders(k07=_nothing_before),
        must="CARD-009",
        pattern="former-value-not-told",
        acts=2,
    ),
    defect(
        "card-updated-with-former-items",
        "券面の変更の電文に変更前の事項を入れる。",
        "The update of a card carries the items as they were.",
        builders(k07=_former_items),
        must="CARD-009",
        may="CARD-014",
        pattern="old-value-for-new",
        acts=2,
    ),
    defect(
        "card-updated-without-card",
        "カードを持たない者の転居についてもK07を送る。",
        "K07 is sent for a person without a card.",
        handler("ChangeOfAddress", afterwards(_updated_at_once)),
        must="CARD-009",
        may="CARD-014",
        pattern="prerequisite-not-looked-for",
    ),
    defect(
        "card-updated-before-decision",
        "仮登録の段階でカードの記録事項を改める。",
        "A card is updated while the entry is still provisional.",
        handler("MovingIn", afterwards(_updated_before_decision)),
        must="CARD-009",
        may="REL-020 CARD-014",
        pattern="done-before-decision",
        acts=2,
    ),
    defect(
        "validity-not-compared",
        "作成されたカードの有効期間の満了の日を確かめない。",
        "The expiry of a card that was made is not compared with the order's.",
        rules(card_expiry=lambda *_given, **_more: None),
        must="CARD-013",
        pattern="discrepancy-not-noticed",
    ),
    defect(
        "moving-renews-a-card",
        "継続利用のたびに有効期間を五年延ばす。",
        "Continued use adds five years to a card.",
        handler("SpecialMovingIn", afterwards(_renewed_by_moving)),
        must="CARD-013",
        pattern="changed-by-another-act",
    ),
    defect(
        "stay-lengthens-a-card",
        "申請がなくても在留期間の延長に合わせてカードの有効期間を延ばす。",
        "A card grows with the period of stay although nobody asked.",
        _longer_stay_longer_card,
        must="CARD-013",
        may="IMM-004",
        pattern="done-without-application",
        acts=2,
    ),
    defect(
        "card-outlasts-the-stay",
        "在留期間の満了の日を三月超えて有効期間を延ばす。",
        "A card is extended three months beyond the stay.",
        rules(extended_to=_three_months_too_many),
        must="CARD-013",
        pattern="span-in-the-wrong-direction",
        acts=2,
    ),
    defect(
        "foreign-card-by-birthday-alone",
        "外国人住民のカードの有効期間を在留期間によらず誕生日だけで算定する。",
        "The last day of a foreign resident's card is reckoned by birthday alone, whatever the stay.",
        rules(card_expiry=_by_birthday_alone),
        must="CARD-013",
        pattern="one-limit-left-out",
    ),
    defect(
        "minor-card-to-the-end-of-the-stay",
        "十八歳未満の者のカードを五回目の誕生日によらず在留期間の満了の日までとする。",
        "A minor's card lasts to the end of the stay, past the fifth birthday.",
        rules(card_expiry=_minors_to_the_end_of_the_stay),
        must="CARD-013",
        pattern="wrong-limit-of-two",
    ),
    defect(
        "renewal-counts-as-new",
        "残り三月未満での更新を新たな交付と同じに算定する。",
        "A renewal in the last three months is reckoned as a first card.",
        rules(card_expiry=_never_renewed),
        must="CARD-013",
        pattern="special-case-as-ordinary",
    ),
    defect(
        "transitional-card-a-day-long",
        "経過滞在者のカードを六十一日とする。",
        "A transitional resident's card lasts sixty-one days.",
        rules(card_expiry=_sixty_one_days),
        must="CARD-013",
        pattern="last-day-a-day-late",
    ),
    defect(
        "leap-birthday-in-march",
        "二月二十九日生まれの者の平年の誕生日を三月一日とする。",
        "Somebody born on 29 February has the birthday of common years on 1 March.",
        rules(card_expiry=_leap_birthday_in_march),
        must="CARD-013",
        pattern="leap-day-forgotten",
    ),
)
