"""
Defects that take for usual what meets somebody in a state of their own: refused elsewhere, and done here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import cards
from registry.defects.defect import afterwards, arrival, defect, handler, reading
from registry.desk import Desk, Inquiry
from registry.handlers import arrivals
from registry.handlers.card_holding import accepted
from registry.parts import Handler, Override, Parts
from registry.reads import Reading
from registry.refusal import Refusal
from registry.wire.control import (
    Accepted,
    ApplyForCard,
    HandOverCard,
    IssueMovingOutCertificate,
    PresentCard,
    ReadHousehold,
)

SPENT = ("suspended", "lapsed", "returned")


def _although_refused(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ApplyForCard | IssueMovingOutCertificate) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            if refusal.reason != "not-permitted":
                raise
            one = command.resident if isinstance(command, ApplyForCard) else command.residents[0]
            return accepted(desk.resident(one, "resident"))

    return inner


def _spent(desk: Desk, command: PresentCard) -> bool:
    card = cards.find(desk.conn, command.card_id)
    asked = command.purpose == "continued-use" and command.pin_check != "failed"
    return asked and card is not None and not card.waiting and card.state in SPENT


def card_taken_on(whether: Callable[[Desk, PresentCard], bool]) -> Override:
    """
    A presented card is taken on without a question to the organisation, where something is so.
    """

    def override(parts: Parts) -> Parts:
        ask = parts.inquiries["PresentCard"]

        def wrap(sound: Handler) -> Handler:
            def inner(desk: Desk, command: PresentCard) -> Accepted:
                if whether(desk, command):
                    return accepted(desk.resident(command.resident, "resident"))
                return sound(desk, command)

            return inner

        def inquiries(desk: Desk, command: PresentCard) -> list[Inquiry]:
            return [] if whether(desk, command) else ask(desk, command)

        asked = msgspec.structs.replace(parts, inquiries={**parts.inquiries, "PresentCard": inquiries})
        return handler("PresentCard", wrap)(asked)

    return override


def _headless(sound: Reading) -> Reading:
    def inner(conn: Any, query: ReadHousehold) -> Any:
        found = sound(conn, query)
        if found.household is None or len(found.household.members) > 2:
            return found
        return msgspec.structs.replace(
            found, household=msgspec.structs.replace(found.household, householder=None)
        )

    return inner


def _in_part(sound: Reading) -> Reading:
    def inner(conn: Any, query: Any) -> Any:
        found = sound(conn, query)
        kept = [line for line in found.lines or [] if line.kind != "communication" or line.n % 7]
        return msgspec.structs.replace(found, lines=kept)

    return inner


def _kept_when_lost(desk: Desk, body: Any) -> None:
    pension = body.pension if body.pension is None or body.pension.pension_class else None
    allowance = (
        body.child_allowance if body.child_allowance is None or body.child_allowance.receiving else None
    )
    arrivals.qualification(desk, msgspec.structs.replace(body, pension=pension, child_allowance=allowance))


def _pin_along(desk: Any, command: HandOverCard, outcome: Accepted) -> Accepted:
    for place, draft in enumerate(desk.drafts):
        if draft.message_type == "K04" and command.pin:
            body = msgspec.structs.replace(draft.body, terminal=f"{draft.body.terminal}/{command.pin}")
            desk.drafts[place] = msgspec.structs.replace(draft, body=body)
    return outcome


DEFECTS = [
    defect(
        "second-card-applied-for",
        "有効なカードを持つ者の申請を受け付ける。",
        "Whoever holds a valid card may apply for another.",
        handler("ApplyForCard", _although_refused),
        must="CARD-003",
        may="CARD-001",
        pattern="accepted-although-barred",
        acts=2,
    ),
    defect(
        "certificate-for-the-country-left",
        "国外へ転出する者に転出証明書の再交付を認める。",
        "A certificate is issued again to whoever moves abroad.",
        handler("IssueMovingOutCertificate", _although_refused),
        must="REL-022",
        may="REL-007 REL-008 SEC-001",
        pattern="accepted-although-barred",
        acts=2,
    ),
    defect(
        "spent-card-taken-on",
        "一時停止中、失効又は返納のカードを、提示を待たない者のときは継続利用とする。",
        "A suspended, lapsed or returned card of somebody who need not present one is taken into continued use.",
        card_taken_on(_spent),
        must="CARD-006 CARD-012",
        may="CARD-007 CARD-010 CARD-011 CARD-014",
        pattern="accepted-although-barred",
        acts=3,
    ),
    defect(
        "household-of-two-without-a-head",
        "二人以下の世帯の照会に、世帯主を示さない。",
        "A household of two or fewer is shown without its head.",
        reading("ReadHousehold", _headless),
        must="REL-015",
        may="REL-001 REL-016 REL-017 REL-024",
        pattern="member-without-role",
    ),
    defect(
        "log-lines-with-gaps",
        "利用記録の照会に、通信の行のいくつかを示さない。",
        "Some lines of communication are left out when the log is read.",
        reading("ReadAccessLog", _in_part),
        must="AUD-001",
        may="AUD-004",
        pattern="log-shown-in-part",
    ),
    defect(
        "pension-and-allowance-never-lost",
        "国民年金及び児童手当の資格の喪失の知らせを取り込まない。",
        "That a pension or the child allowance ended is not entered.",
        arrival("D02", _kept_when_lost),
        must="REL-007",
        may="REL-008 DEPT-001",
        pattern="ending-not-entered",
        acts=2,
    ),
    defect(
        "pin-told-with-the-terminal",
        "カードの交付を伝えるK04の端末の項目に、設定された暗証番号を付ける。",
        "The terminal in K04 has the PIN that was set appended.",
        handler("HandOverCard", afterwards(_pin_along)),
        must="CARD-004",
        may="CARD-014 AUD-004",
        pattern="pin-passed-on",
    ),
]
