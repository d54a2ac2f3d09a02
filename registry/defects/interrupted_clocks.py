"""
Defects of spans that something else befalls: begun anew, stopped, or left running for what was undone.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import card_events, cards, residents
from registry.card_validity import surface_of
from registry.cards import Kept
from registry.defects.defect import afterwards, defect, handler, rules
from registry.desk import Desk
from registry.residents import Record
from registry.rules import dates
from registry.wire.control import Accepted


def _cards_of(desk: Desk, numbers: list[str]) -> list[Kept]:
    found = [residents.find(desk.conn, number) for number in numbers]
    return [card for one in found if one for card in cards.of_code(desk.conn, one.resident_record_code)]


def _concerned(desk: Desk, command: Any) -> list[Kept]:
    numbers = [command.resident] if hasattr(command, "resident") else list(command.residents)
    return _cards_of(desk, numbers)


def _waits_anew(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    last = desk.book.rules.last_day_to_present_card(desk.today, desk.settings).isoformat()
    for card in _concerned(desk, command):
        if card.waiting:
            cards.save(desk.conn, msgspec.structs.replace(card, present_by=last))
    return outcome


def _waits_no_more(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    for card in _concerned(desk, command):
        cards.save(desk.conn, msgspec.structs.replace(card, present_by=None))
    return outcome


def _fourteen_days_anew(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    on = dates.civil(getattr(command, "changed_on", None) or command.moved_on) or desk.today
    last = desk.book.rules.last_day_to_update_card(on, desk.settings).isoformat()
    for card in _concerned(desk, command):
        if card.update_by is not None:
            cards.save(desk.conn, msgspec.structs.replace(card, update_by=last, changed_since={}))
    return outcome


def _never_overdue(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    for card in _concerned(desk, command):
        cards.save(desk.conn, msgspec.structs.replace(card, update_by=None))
    return outcome


def _days_of_what_was_undone(sound: Any) -> Any:
    def inner(desk: Desk, command: Any) -> Accepted:
        before = {card.card_id: card for card in _concerned(desk, command)}
        outcome: Accepted = sound(desk, command)
        for card in _concerned(desk, command):
            was = before[card.card_id].update_by
            if card.update_by is not None and was is not None:
                cards.save(desk.conn, msgspec.structs.replace(card, update_by=was))
        return outcome

    return inner


def _once_presented(sound: Any) -> Any:
    def inner(desk: Desk, command: Any) -> Accepted:
        outcome: Accepted = sound(desk, command)
        for card in _concerned(desk, command):
            # Whatever is corrected from now on, the card was presented.
            cards.save(desk.conn, msgspec.structs.replace(card, surface=None))
        return outcome

    return inner


def _without_birth(record: Record, on: Any) -> dict[str, str | None]:
    return {item: value for item, value in surface_of(record, on).items() if item != "born_on"}


def _lifted(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    for card in _concerned(desk, command):
        if card.state == "suspended":
            cards.save(desk.conn, msgspec.structs.replace(card, state="active"))
    return outcome


def _lifted_and_told(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    for card in _concerned(desk, command):
        if card.state == "suspended":
            card_events.change_state(desk, card, "active", "found")
    return outcome


DEFECTS = (
    defect(
        "found-card-waits-anew",
        "提出を待つ間に紛失したカードが発見されると、九十日を数え直す。",
        "When a card that waits to be presented is found again, its ninety days begin anew.",
        handler("ReportCardFound", afterwards(_waits_anew)),
        must="CARD-006 CARD-007",
        pattern="clock-begun-again",
        acts=3,
    ),
    defect(
        "moved-card-waits-anew",
        "提出を待つ間に所持者が転居すると、九十日を数え直す。",
        "When the holder of a card that waits to be presented changes address, its ninety days begin anew.",
        handler("ChangeOfAddress", afterwards(_waits_anew)),
        must="CARD-006 CARD-007",
        pattern="clock-begun-again",
        acts=3,
    ),
    defect(
        "later-change-lengthens-the-fourteen-days",
        "記載事項の変更の後に別の記載事項が改められると、十四日を数え直す。",
        "When another item is corrected after a first one, the fourteen days begin anew.",
        handler("ExOfficioCorrection", afterwards(_fourteen_days_anew)),
        must="CARD-009",
        pattern="clock-begun-again",
        acts=3,
    ),
    defect(
        "lost-card-waits-no-more",
        "提出を待つ間に紛失の届け出られたカードは、九十日を過ぎても失効させない。",
        "A card that is reported lost while it waits does not lapse after ninety days.",
        handler("ReportCardLoss", afterwards(_waits_no_more)),
        must="CARD-006 CARD-007",
        pattern="clock-stopped",
        acts=3,
    ),
    defect(
        "withdrawn-mover-waits-no-more",
        "転出を取りやめた者のカードは、提出されないまま九十日を過ぎても失効させない。",
        "The waiting card of somebody who withdrew a moving out does not lapse after ninety days.",
        handler("WithdrawMovingOut", afterwards(_waits_no_more)),
        must="CARD-006 CARD-007",
        pattern="clock-stopped",
        acts=4,
    ),
    defect(
        "loss-stops-the-fourteen-days",
        "紛失の届け出られたカードは、発見されても、十四日を過ぎて提出しない者の一覧に載せない。",
        "A card that was lost and found is not listed when it is not presented in fourteen days.",
        handler("ReportCardLoss", afterwards(_never_overdue)),
        must="CARD-009",
        pattern="clock-stopped",
        acts=4,
    ),
    defect(
        "undone-change-keeps-its-days",
        "取り消された異動から数えた十四日を、なお残る別の変更にも用いる。",
        "The fourteen days of a change that was cancelled are kept for another one that stands.",
        handler("CancelChange", _days_of_what_was_undone),
        must="CARD-009",
        pattern="clock-of-what-was-undone",
        acts=4,
    ),
    defect(
        "presented-once-for-all",
        "一度提出されたカードについては、その後の変更から十四日を過ぎても一覧に載せない。",
        "After a card was presented once, later changes of its items are not followed.",
        handler("PresentCard", _once_presented),
        must="CARD-009",
        may="CARD-014",
        pattern="first-time-settles-all",
        acts=4,
    ),
    defect(
        "corrected-birth-not-on-the-card",
        "生年月日の修正を、カードの記載事項の変更としない。",
        "A corrected date of birth is no change of an item on the card.",
        rules(card_surface=_without_birth),
        must="CARD-009 CARD-014",
        pattern="listed-item-not-followed",
        acts=2,
    ),
    defect(
        "move-lifts-a-suspension-here",
        "紛失の届け出られたカードを、所持者の転居により有効なものとして扱う。",
        "A card that was reported lost is treated as good again when its holder changes address.",
        handler("ChangeOfAddress", afterwards(_lifted)),
        must="CARD-010",
        pattern="suspension-lifted-by-another-act",
        acts=2,
    ),
    defect(
        "correction-lifts-a-suspension",
        "紛失の届け出られたカードの一時停止を、所持者の記載の修正により解除する。",
        "The suspension of a lost card is lifted when its holder's record is corrected.",
        handler("ExOfficioCorrection", afterwards(_lifted_and_told)),
        must="CARD-010",
        may="CARD-009 CARD-014 JUKI-005",
        pattern="suspension-lifted-by-another-act",
        acts=2,
    ),
)
