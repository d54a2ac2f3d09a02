"""
Defects of the outbox and its envelopes, for the standing checks.
"""

from __future__ import annotations

import msgspec

from registry.defects.defect import defect, outbox
from registry.outbox import Draft
from registry.wire.town import Envelope


def _doubled(drafts: list[Draft]) -> list[Draft]:
    return [copy for draft in drafts for copy in ([draft, draft] if draft.message_type == "J01" else [draft])]


def _lost(drafts: list[Draft]) -> list[Draft]:
    """
    Without what the health insurance should learn of each change.
    """
    return [
        draft for draft in drafts if draft.message_type != "D01" or draft.receiver != "dept-health-insurance"
    ]


def _by_somebody_else(envelope: Envelope) -> Envelope:
    return msgspec.structs.replace(envelope, sender="111007") if envelope.message_type == "I01" else envelope


def _by_nobody(envelope: Envelope) -> Envelope:
    return msgspec.structs.replace(envelope, operator="unknown")


def _untraced(envelope: Envelope) -> Envelope:
    return msgspec.structs.replace(envelope, trace_id=envelope.message_id)


DEFECTS = (
    defect(
        "outbox-loses-in-stream",
        "団体内統合宛名番号の付番要求を、通番だけ取って送らない。",
        "The request for an integrated addressee number takes its place in the order and is never sent.",
        outbox(kept=lambda envelope: envelope.message_type != "A02"),
        must="ATE-001",
        may="LINK-003 SEC-001 SEC-007",
        pattern="outbox-loses",
    ),
    defect(
        "outbox-loses-a-department",
        "異動ごとに国民健康保険への通知を落とす。",
        "Of each change the notice to the health insurance is lost.",
        outbox(outgoing=_lost),
        must="DEPT-001",
        pattern="one-neighbour-left-out",
    ),
    defect(
        "outbox-doubles",
        "本人確認情報を別の通番で二度送る。",
        "Identification information is sent twice under two message ids.",
        outbox(outgoing=_doubled),
        must="JUKI-001 JUKI-002",
        # Each of these counts the updates of an event of its own.
        may="JUKI-003 JUKI-005 JUKI-006 JUKI-007 JUKI-008 JUKI-015 REL-017 REL-019",
        pattern="outbox-doubles",
    ),
    defect(
        "outbox-swaps-order",
        "同じ人についての通知を新しいものから送る。",
        "Of several messages about one person the newest is sent first.",
        outbox(next_of=lambda numbers: numbers[-1]),
        must="ATE-001 JUKI-005",
        may="DEPT-001 IMM-001 IMM-002 JUKI-001 LINK-003 SEC-001 SEC-007 REL-013 REL-018",
        pattern="outbox-out-of-order",
    ),
    defect(
        "envelope-without-operator",
        "通知の操作者を伏せる。",
        "The envelope does not name the operator of the command.",
        outbox(envelope=_by_nobody),
        must="AUD-004 JUKI-001",
        may="JUKI-016 CARD-014",
        pattern="envelope-untrue",
        seen_by="checks",
    ),
    defect(
        "envelope-by-another-sender",
        "通知の送信者に他の団体のコードを書く。",
        "The envelope names another municipality as sender.",
        outbox(envelope=_by_somebody_else),
        must="IMM-001",
        pattern="envelope-untrue",
        acts=2,
    ),
    defect(
        "envelope-untraced",
        "窓口の処理と通知をつなぐ番号を引き継がない。",
        "The envelope does not carry the trace of the command.",
        outbox(envelope=_untraced),
        must="AUD-004",
        pattern="envelope-untrue",
        seen_by="checks",
    ),
)
