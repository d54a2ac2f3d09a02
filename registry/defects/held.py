"""
Defects of what a support measure holds back, at the counter and on the intermediary server, and of who is said to have
set it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import cards, residents
from registry.defects.defect import afterwards, builders, defect, handler, reading, rules
from registry.desk import Desk
from registry.handlers.copies_and_extracts import copy_of
from registry.handlers.moving_in import new_change_id
from registry.measures import Measure
from registry.messages.house import hold_mark
from registry.parts import Handler
from registry.reads import Reading
from registry.refusal import Refusal
from registry.residents import Record
from registry.rulebook import hold_blocks
from registry.rules.periods import Settings
from registry.wire.addressee import HoldMark
from registry.wire.control import Accepted, ClaimAtConvenienceStore, Found, InquireIdentity


def _set_by_the_office(record: Record, measure: Measure, operator: str) -> HoldMark:
    return msgspec.structs.replace(hold_mark(record, measure, operator), set_by="office")


def _issue_unheld(operation: str, settings: Settings) -> bool:
    return operation != "issue" and hold_blocks(operation, settings)


def _held_for_not_held(record: Record, measure: Measure, operator: str) -> HoldMark:
    sound = hold_mark(record, measure, operator)
    return msgspec.structs.replace(sound, held=not sound.held)


def _only_who_applied(record: Record, measure: Measure, operator: str) -> HoldMark | None:
    return hold_mark(record, measure, operator) if record.resident == measure.resident else None


def _complete_at_once(sound: Reading) -> Reading:
    def inner(conn: Any, query: Any) -> Found:
        found = sound(conn, query)
        if found.measures is None:
            return found
        early = [msgspec.structs.replace(measure, complete=True) for measure in found.measures]
        return msgspec.structs.replace(found, measures=early)

    return inner


def _found_unseen(met: Callable[[InquireIdentity], bool]) -> Callable[[Handler], Handler]:
    """
    Whoever such an inquiry finds is not looked up here, so that no measure shows.
    """

    def unseen(desk: Desk, command: InquireIdentity, outcome: Accepted) -> Accepted:
        if met(command):
            desk.touched.clear()
        return outcome

    return afterwards(unseen)


def _printed_in_the_store(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ClaimAtConvenienceStore) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            card = cards.find(desk.conn, command.card_id)
            record = None if card is None else residents.with_code(desk.conn, card.resident_record_code)
            if record is None or refusal.reason != "not-permitted":
                raise
            document = copy_of(desk, command.options, record.name, [record])
            desk.print_for(record.resident, document, printer="convenience-store")
            return Accepted(outcome="accepted", change_id=new_change_id(), documents=[document])

    return inner


DEFECTS = (
    defect(
        "certificates-issued-in-spite-of-hold",
        "支援措置の対象者の転出証明書を抑止も警告もせずに再交付する。",
        "A moving-out certificate of a protected person is issued again, neither held back nor warned of.",
        rules(is_held=lambda command: command != "IssueMovingOutCertificate"),
        must="SEC-006",
        pattern="one-command-forgotten",
        acts=3,
    ),
    defect(
        "inquired-in-spite-of-hold",
        "支援措置の対象者についての照会を抑止も警告もしない。",
        "An inquiry about a protected person is neither held back nor warned of.",
        rules(is_held=lambda command: command != "InquireIdentity"),
        must="SEC-006",
        pattern="one-command-forgotten",
        acts=2,
    ),
    defect(
        "ex-officio-acts-not-held",
        "支援措置の対象者についての職権による記載、修正及び消除を抑止も警告もしない。",
        "Acts by authority about a protected person are neither held back nor warned of.",
        rules(is_held=lambda command: not command.startswith("ExOfficio")),
        must="SEC-006",
        pattern="only-what-is-filed-held",
        acts=3,
    ),
    defect(
        "joining-a-household-not-held",
        "支援措置の対象者を他の世帯に加える世帯合併を抑止も警告もしない。",
        "A merger that brings a protected person into another household is neither held back nor warned of.",
        rules(is_held=lambda command: command != "MergeHouseholds"),
        must="SEC-006",
        pattern="one-door-unwatched",
        acts=4,
    ),
    defect(
        "notices-reprinted-in-spite-of-hold",
        "支援措置の対象者の住民票コード通知票を抑止も警告もせずに再発行する。",
        "The code notice of a protected person is printed again, neither held back nor warned of.",
        rules(is_held=lambda command: command != "ReprintNotice"),
        must="SEC-006",
        pattern="one-door-unwatched",
        acts=3,
    ),
    defect(
        "found-by-number-in-spite-of-hold",
        "個人番号による支援措置の対象者の照会を抑止も警告もしない。",
        "An inquiry that finds a protected person by the Individual Number is neither held back nor warned of.",
        handler("InquireIdentity", _found_unseen(lambda asked: asked.individual_number is not None)),
        must="SEC-006",
        may="AUD-001",
        pattern="one-key-unwatched",
        acts=3,
    ),
    defect(
        "found-in-the-country-in-spite-of-hold",
        "全国に対する支援措置の対象者の照会を抑止も警告もしない。",
        "An inquiry beyond the prefecture about a protected person is neither held back nor warned of.",
        handler("InquireIdentity", _found_unseen(lambda asked: asked.reach == "nationwide")),
        must="SEC-006",
        may="AUD-001",
        pattern="one-key-unwatched",
        acts=3,
    ),
    defect(
        "stores-print-in-spite-of-hold",
        "支援措置の対象者の写しを、コンビニの端末では抑止も警告もせずに交付する。",
        "In a convenience store the copy of a protected person is issued, neither held back nor warned of.",
        handler("ClaimAtConvenienceStore", _printed_in_the_store),
        must="SEC-006",
        pattern="one-door-unwatched",
        acts=3,
    ),
    defect(
        "hold-set-by-nobody",
        "自動応答不可の設定者に、職員でなく課の名を示す。",
        "The mark that holds automatic answers names the office, not the clerk who set it.",
        builders(l09=_set_by_the_office),
        must="AUD-004",
        pattern="office-for-the-clerk",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "copies-issued-in-spite-of-hold",
        "支援措置の対象者の写しを交付する。",
        "Copies of protected people are issued.",
        rules(hold_blocks=_issue_unheld),
        must="SEC-006",
        may="SEC-005 CERT-009",
        pattern="hold-left-out",
        acts=2,
    ),
    defect(
        "automatic-answers-not-held",
        "自動応答を止める印を、止めないという印として送る。",
        "The mark that holds the intermediary server's automatic answers is sent as one that lets them go.",
        builders(l09=_held_for_not_held),
        must="LINK-009 SEC-007",
        may="LINK-011",
        pattern="condition-inverted",
    ),
    defect(
        "automatic-answers-held-for-one",
        "申出者だけについて自動応答を止める。",
        "Automatic answers are held for the applicant only.",
        builders(l09=_only_who_applied),
        must="SEC-007",
        may="LINK-009 SEC-006",
        pattern="only-who-applied",
    ),
    defect(
        "measure-complete-at-once",
        "印が届く前に支援措置の登録が済んだと示す。",
        "A measure is shown as complete before its flags have arrived.",
        reading("ReadSupportMeasures", _complete_at_once),
        must="LINK-009",
        pattern="success-taken-for-granted",
    ),
)
