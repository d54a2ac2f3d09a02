"""
Defects towards the Basic Resident Registration Network and in the numbers it assigns.
"""

from __future__ import annotations

from itertools import count

import msgspec

from registry.defects.defect import builders, defect, rules
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import Parts
from registry.rules.check_digits import check_digit
from registry.wire.juki_net import IdentificationUpdate


def _always_moving_in(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    return msgspec.structs.replace(sound, reason="11" if told.event.reason == "31" else sound.reason)


def _dated_today(told: Told) -> IdentificationUpdate:
    return msgspec.structs.replace(identification_update(told), changed_on=told.now.date().isoformat())


def _number_left_out(told: Told) -> IdentificationUpdate:
    return msgspec.structs.replace(identification_update(told), individual_number=None)


def _made_up(parts: Parts) -> Parts:
    """
    Codes nobody assigned: the successors of the last of the stock, each once.
    """
    further = count(1)

    def draw(stock: list[str]) -> str:
        digits = f"{(int(max(stock)[:-1]) + next(further)) % 10**10:010d}"
        return f"{digits}{check_digit(digits)}"

    return rules(draw=draw)(parts)


def _looks_like(length: int, text: str) -> bool:
    return len(text) == length and text.isdigit()


DEFECTS = (
    defect(
        "network-told-moving-in-for-address",
        "転居の異動事由を国内転入として送る。",
        "A change of address is told to the network as a moving in.",
        builders(j01=_always_moving_in),
        must="JUKI-001 REL-013",
        may="JUKI-005 JUKI-002 JUKI-008 JUKI-011 JUKI-015 REL-005 REL-018 REL-022 REL-023",
        pattern="wrong-reason",
        acts=2,
    ),
    defect(
        "network-told-day-of-processing",
        "異動年月日に処理の日を送る。",
        "The network is told the day of processing as the date of change.",
        builders(j01=_dated_today),
        must="JUKI-001",
        may="JUKI-003 REL-001",
        pattern="dated-by-processing",
        acts=2,
    ),
    defect(
        "network-told-without-number",
        "本人確認情報に個人番号を入れない。",
        "Identification information leaves out the Individual Number.",
        builders(j01=_number_left_out),
        must="JUKI-001 REL-001",
        may="JUKI-005 JUKI-011 REL-017 JUKI-002 REL-005 REL-013 REL-018 REL-022",
        pattern="item-dropped",
    ),
    defect(
        "code-from-outside-the-stock",
        "指定されていない住民票コードを使う。",
        "A code is used that was never assigned to the municipality.",
        _made_up,
        must="JUKI-007",
        # The network knows no such code, and gives whoever has it no number.
        may=(
            "CARD-001 CARD-002 JUKI-001 JUKI-003 JUKI-008 JUKI-010 JUKI-012 REL-017 REL-021 JUKI-005 "
            "JUKI-011 REL-005 REL-013 REL-018 REL-023"
        ),
        pattern="number-made-up",
    ),
    defect(
        "individual-number-unchecked",
        "個人番号の検査数字を見ない。",
        "The check digit of an Individual Number is not looked at.",
        rules(individual_number_is_valid=lambda text: _looks_like(12, text)),
        must="DATA-004",
        may="JUKI-010 ATE-001 LINK-003",
        pattern="check-digit-unread",
    ),
    defect(
        "resident-record-code-unchecked",
        "住民票コードの検査数字を見ない。",
        "The check digit of a Resident Record Code is not looked at.",
        rules(resident_record_code_is_valid=lambda text: _looks_like(11, text)),
        must="DATA-004",
        may="JUKI-001 JUKI-007 ATE-001 REL-003",
        pattern="check-digit-unread",
    ),
    defect(
        "municipality-code-unchecked",
        "地方公共団体コードの検査数字を見ない。",
        "The check digit of a local-government code is not looked at.",
        rules(municipality_code_is_valid=lambda text: _looks_like(6, text)),
        must="DATA-004",
        may="JUKI-001 REL-003",
        pattern="check-digit-unread",
    ),
)
