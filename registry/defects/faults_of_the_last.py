"""
Defects that let one fault through in the rarer choices: at the last of several people, or on another branch.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from registry import moving_out_data, residents
from registry.defects.defect import defect, handler, rewritten, rules
from registry.desk import Desk
from registry.handlers.moving_out import usable_cards
from registry.parts import Handler, Override, Parts
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import (
    Accepted,
    MergeHouseholds,
    MovingIn,
    MovingOut,
    Relation,
    SpecialMovingIn,
    SplitHousehold,
)

replace = msgspec.structs.replace

Where = Callable[[Desk, Any], bool]
SEVERAL = 3


def _where(name: str, where: Where, **changed: Any) -> Override:
    """
    The command goes by other rules where something is so, the questions asked before it included.
    """

    def by_rule(sound: Callable[[Desk, Any], Any]) -> Callable[[Desk, Any], Any]:
        def inner(desk: Desk, command: Any) -> Any:
            book = desk.book
            if where(desk, command):
                desk.book = replace(book, rules=replace(book.rules, **changed))
            try:
                return sound(desk, command)
            finally:
                desk.book = book

        return inner

    def override(parts: Parts) -> Parts:
        parts = handler(name, by_rule)(parts)
        ask = parts.inquiries.get(name)
        return parts if ask is None else replace(parts, inquiries={**parts.inquiries, name: by_rule(ask)})

    return override


def _seen_as(name: str, change: Callable[[Desk, Any], Any]) -> Override:
    """
    The command is taken to be another one, in the questions asked before it, too.
    """

    def taken(sound: Callable[[Desk, Any], Any]) -> Callable[[Desk, Any], Any]:
        return lambda desk, command: sound(desk, change(desk, command))

    def override(parts: Parts) -> Parts:
        parts = handler(name, taken)(parts)
        ask = parts.inquiries.get(name)
        return parts if ask is None else replace(parts, inquiries={**parts.inquiries, name: taken(ask)})

    return override


def _today_at_the_latest(desk: Desk, command: MovingIn) -> MovingIn:
    today = desk.today.isoformat()
    return replace(command, moved_in_on=min(command.moved_in_on, today)) if command.exemption else command


def _household_moves_ahead(sound: Handler) -> Handler:
    """
    A whole household of several may file the day before.
    """

    def inner(desk: Desk, command: Any) -> Accepted:
        today = desk.today.isoformat()
        several = len(command.residents) >= SEVERAL
        return sound(desk, replace(command, moved_on=min(command.moved_on, today)) if several else command)

    return inner


def _residents_passed_over(desk: Desk, command: MovingIn) -> MovingIn:
    """
    Whoever is a resident already is left out, and the others are entered.
    """
    codes = [person.resident_record_code for person in command.persons]
    found = [residents.with_code(desk.conn, code) if code else None for code in codes]
    new = [one for one, record in zip(command.persons, found, strict=True) if not (record and record.living)]
    return replace(command, persons=new or command.persons)


def _first_has_data(desk: Desk, command: MovingIn) -> bool:
    code = command.persons[0].resident_record_code
    return code is not None and moving_out_data.find(desk.conn, code) is not None


def _others_rightly_numbered(item: str, rule: str) -> Callable[[Desk, Any], bool]:
    def where(desk: Desk, command: MovingIn) -> bool:
        value = getattr(command.persons[0], item)
        return len(command.persons) > 1 and bool(value and getattr(desk.book.rules, rule)(value))

    return where


def _later_pins_believed(_desk: Desk, command: SpecialMovingIn) -> SpecialMovingIn:
    shown = [
        replace(card, pin_check="passed") if place else card for place, card in enumerate(command.presented)
    ]
    return replace(command, presented=shown)


def _without_those_whose_data_lack(desk: Desk, command: SpecialMovingIn) -> SpecialMovingIn:
    there = [mover for mover in command.movers if moving_out_data.find(desk.conn, mover.resident_record_code)]
    refs = {mover.ref for mover in there}
    shown = [card for card in command.presented if card.ref in refs]
    return replace(command, movers=there, presented=shown) if there else command


def _one_card_is_enough(desk: Desk, command: MovingOut) -> bool:
    movers = [residents.find(desk.conn, number) for number in command.residents]
    found = [mover for mover in movers if mover is not None]
    return len(found) > 1 and command.route == "special" and bool(usable_cards(desk, found))


def _eldest_of_the_rest(sound: Handler) -> Handler:
    """
    Where several leave and nobody is named to head the rest, the register names somebody.
    """

    def inner(desk: Desk, command: SplitHousehold) -> Accepted:
        first = residents.find(desk.conn, command.residents[0])
        staying = [
            each
            for each in (residents.members(desk.conn, first.household) if first else [])
            if each.resident not in command.residents
        ]
        named = command.remaining_householder or any(each.relationship == HOUSEHOLDER for each in staying)
        if named or len(staying) < 2 or len(command.residents) < 2:
            return sound(desk, command)
        others = [Relation(resident=each.resident, relationship="縁故者") for each in staying[1:]]
        named_so = replace(command, remaining_householder=staying[0].resident, remaining_relationships=others)
        return sound(desk, named_so)

    return inner


def _as_lodgers(command: MergeHouseholds) -> MergeHouseholds:
    words = [
        replace(one, relationship="同居人") if one.relationship == HOUSEHOLDER else one
        for one in command.relationships
    ]
    return replace(command, relationships=words)


DEFECTS = (
    defect(
        "exempt-mover-of-tomorrow-entered-today",
        "転出証明書を要しない者の転入届の将来の異動日を、今日に改めて受理する。",
        "A moving in of tomorrow that needs no certificate is taken with today's date.",
        _seen_as("MovingIn", _today_at_the_latest),
        must="REL-001",
        may="REL-028 JUKI-001 JUKI-003 JUKI-012 ATE-001",
        pattern="tomorrow-taken-for-today",
    ),
    defect(
        "household-of-several-moves-tomorrow",
        "三人以上の転居届の将来の異動日を、今日に改めて受理する。",
        "A change of address of three or more dated tomorrow is taken with today's date.",
        handler("ChangeOfAddress", _household_moves_ahead),
        must="REL-028",
        may="REL-013 JUKI-003 JUKI-012 ATE-001",
        pattern="tomorrow-taken-for-today",
    ),
    defect(
        "joiner-of-a-household-unborn",
        "既にある世帯に入る者の異動日を、出生の日と照らさない。",
        "The birth of whoever joins a household is not compared with the date of moving in.",
        _where(
            "MovingIn", lambda _desk, command: command.household is not None, born_by_then=lambda _all: ()
        ),
        must="REL-028",
        may="REL-001",
        pattern="joiner-let-through",
    ),
    defect(
        "joiner-of-a-household-without-certificate",
        "既にある世帯に入る者には、転出証明書を求めない。",
        "Whoever joins a household is asked for no certificate.",
        _where(
            "MovingIn",
            lambda _desk, command: command.household is not None,
            needs_document=lambda _exemption: False,
        ),
        must="REL-002",
        may="REL-001 REL-003 DATA-005",
        pattern="joiner-let-through",
    ),
    defect(
        "resident-among-movers-passed-over",
        "一緒に届け出られた者に既に住民である者がいても、その者を除いて受理する。",
        "Of several who move in, whoever is a resident already is left out and the rest is entered.",
        _seen_as("MovingIn", _residents_passed_over),
        must="JUKI-001",
        may="REL-001",
        pattern="rest-of-several-taken",
    ),
    defect(
        "mover-without-data-passed-over",
        "特例転入で転出証明書情報の届いていない者を除いて受理する。",
        "Of several in a special moving in, whoever has no data yet is left out and the rest is entered.",
        _seen_as("SpecialMovingIn", _without_those_whose_data_lack),
        must="REL-010",
        may="REL-009",
        pattern="rest-of-several-taken",
        acts=2,
    ),
    defect(
        "data-of-the-first-for-all",
        "最初の者の転出証明書情報が届いていれば、一緒に転入する者に転出証明書を求めない。",
        "Where the data of the first have arrived, nobody who moves in along is asked for a certificate.",
        _where("MovingIn", _first_has_data, needs_document=lambda _exemption: False),
        must="REL-002",
        may="REL-001 REL-003 REL-009",
        pattern="first-stands-for-all",
        acts=2,
    ),
    defect(
        "individual-number-of-the-first-alone",
        "一緒に転入する者の個人番号の検査数字を、最初の者についてだけ確かめる。",
        "Of those who move in together only the first one's Individual Number is checked.",
        _where(
            "MovingIn",
            _others_rightly_numbered("individual_number", "individual_number_is_valid"),
            individual_number_is_valid=lambda _number: True,
        ),
        must="DATA-004",
        may="JUKI-001 JUKI-005 ATE-001 LINK-003",
        pattern="first-stands-for-all",
    ),
    defect(
        "record-code-of-the-first-alone",
        "一緒に転入する者の住民票コードの検査数字を、最初の者についてだけ確かめる。",
        "Of those who move in together only the first one's Resident Record Code is checked.",
        _where(
            "MovingIn",
            _others_rightly_numbered("resident_record_code", "resident_record_code_is_valid"),
            resident_record_code_is_valid=lambda _code: True,
        ),
        must="DATA-004",
        may="JUKI-001 JUKI-005 JUKI-007 ATE-001 LINK-003",
        pattern="first-stands-for-all",
    ),
    defect(
        "items-of-the-third-unasked",
        "転出証明書に代わる事項を、初めの二人についてだけ求める。",
        "The items that stand for the certificate are asked of the first two only.",
        rules(stating_items=lambda persons: persons[:2]),
        must="REL-002",
        may="REL-021 IMM-001 IMM-002 DATA-002",
        pattern="beyond-the-second-unlooked",
    ),
    defect(
        "third-mover-unsought-elsewhere",
        "特例転入で、三人目以降の者について他の市町村の記録を確かめない。",
        "Of those who file a special moving in, the third is not looked for in another municipality.",
        rules(sought_elsewhere=lambda movers: movers[:2]),
        must="REL-009",
        may="REL-003",
        pattern="beyond-the-second-unlooked",
        acts=2,
    ),
    defect(
        "third-movers-window-uncounted",
        "特例転入で、三人目以降の者の届出の期間を確かめない。",
        "Of those who file a special moving in, the third one's days since the planned date are not counted.",
        rules(windows_checked=lambda planned: planned[:2]),
        must="REL-009",
        may="CARD-006 REL-003",
        pattern="beyond-the-second-unlooked",
        acts=2,
    ),
    defect(
        "third-movers-card-unlooked",
        "特例転入で、三人目以降の者のカードを確かめない。",
        "Of those who file a special moving in, the third one's card is not looked at.",
        rules(holders_checked=lambda movers: movers[:2]),
        must="REL-009",
        may="CARD-006 REL-003",
        pattern="third-card-unlooked",
        acts=2,
    ),
    defect(
        "householders-card-in-any-state",
        "世帯員に係る特例転入では、世帯主のカードの状態を問わない。",
        "In a special moving in of a household the householder's card may be in any state.",
        _where(
            "SpecialMovingIn",
            lambda _desk, command: command.variant == "household",
            card_state_is_good=lambda _state, _settings: True,
        ),
        must="REL-009",
        may="CARD-006 CARD-010 REL-003",
        pattern="variant-waives-a-check",
        acts=2,
    ),
    defect(
        "household-moves-in-by-card-at-any-time",
        "世帯員に係る特例転入では、届出の期間を問わない。",
        "A special moving in of a household may be filed at any time.",
        _where(
            "SpecialMovingIn",
            lambda _desk, command: command.variant == "household",
            last_day_of_special_window=lambda _planned, _moved, _settings: date.max,
        ),
        must="REL-009",
        may="CARD-006 REL-003",
        pattern="variant-waives-a-check",
        acts=2,
    ),
    defect(
        "later-pins-believed",
        "特例転入で、二人目以降の者の暗証番号の照合の結果を問わない。",
        "Of those who file a special moving in, the PIN check of whoever is not the first is taken as passed.",
        _seen_as("SpecialMovingIn", _later_pins_believed),
        must="REL-009",
        may="CARD-006 REL-003",
        pattern="later-pins-unread",
        acts=2,
    ),
    defect(
        "any-card-sends-the-data-of-all",
        "一緒に転出する者のうち一人のカードが使えれば、特例転出として全員の情報を送る。",
        "Where one of several who leave has a usable card, the data of all are sent on the special route.",
        _where("MovingOut", _one_card_is_enough, card_is_usable=lambda _card, _today, _settings: True),
        must="REL-008",
        may="REL-003",
        pattern="one-card-for-all",
        acts=2,
    ),
    defect(
        "somebody-heads-the-rest-of-a-split",
        "数人が分離して残る者の世帯主が定められていなければ、残る一人を黙って世帯主とする。",
        "Where several leave by a split and nobody is named, the register silently names who heads the rest.",
        handler("SplitHousehold", _eldest_of_the_rest),
        must="REL-015",
        pattern="householder-named-by-the-register",
    ),
    defect(
        "second-householder-merged-as-lodger",
        "世帯合併届で世帯主とされた者を、黙って同居人とする。",
        "Whoever a merger calls a second householder is silently recorded as a lodger.",
        handler("MergeHouseholds", rewritten(_as_lodgers)),
        must="REL-015",
        pattern="second-householder-put-right",
    ),
)
