"""
What the network refuses of inquiries beyond the own prefecture, of their purposes, and of flags of support measures.
"""

from __future__ import annotations

from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.juki_net.model.network import State
from fakes.juki_net.wire import IdentityInquiry, NationwideInquiry, ProtectionFlag
from harness.words.terms import MunicipalityCode

INQUIRIES: RuleBook[State] = RuleBook()
PURPOSES = ("moving-in", "special-moving-in", "hand-over", "registry-work")
PREFECTURE_END = "000"
PREFECTURE_DIGITS = slice(2, 5)


@INQUIRIES.rule(
    "JN-44",
    messages=("J15", "J17"),
    ja="照会の目的は定められた語",
    en="The purpose of an inquiry is one of the words",
    source="住基法30条の10, 30条の12, 30条の29",
    status="own",
)
def purpose_is_known(_state: State, received: Received[IdentityInquiry]) -> None:
    """
    The words are our own; that there must be a lawful use is the law's.
    """
    if received.body.purpose not in PURPOSES:
        raise RuleBroken("purpose", "This is none of the uses.")


@INQUIRIES.rule(
    "JN-45",
    messages=("J17",),
    ja="他の都道府県への照会は都道府県を示す",
    en="An inquiry beyond the own prefecture names a prefecture",
    source="住基法30条の12",
    status="own",
)
def prefecture_is_one(_state: State, received: Received[NationwideInquiry]) -> None:
    """
    The code of a prefecture has zeros where those of municipalities have their number.
    """
    code = received.body.prefecture
    if code[PREFECTURE_DIGITS] != PREFECTURE_END or not MunicipalityCode.is_valid(code):
        raise RuleBroken("prefecture", "This is no prefecture.")


@INQUIRIES.rule(
    "JN-80",
    messages=("J23",),
    ja="支援措置は住民票コードの知られている者について通知する",
    en="A support measure is told of somebody whose code stands, or stood, on a record",
    source="支援措置",
    status="own",
)
def protected_person_is_known(state: State, received: Received[ProtectionFlag]) -> None:
    """
    A flag on nobody protects nobody.
    """
    if not state.is_known(received.body.resident_record_code):
        raise RuleBroken("resident_record_code", "Nobody is recorded under this code.")


@INQUIRIES.rule(
    "JN-81",
    messages=("J23",),
    ja="支援措置の終了日は開始日以後",
    en="A support measure does not end before it begins",
    source="支援措置",
    status="own",
)
def protection_ends_after_start(_state: State, received: Received[ProtectionFlag]) -> None:
    """
    Judged where both days are told.
    """
    body = received.body
    if body.starts_on is not None and body.ends_on is not None and body.ends_on < body.starts_on:
        raise RuleBroken("ends_on", "The day is before the beginning.")
