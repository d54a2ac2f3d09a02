"""
Defects of the outbox and its envelopes, and of what waits for the line or for a result.
"""

from __future__ import annotations

import msgspec

from registry.defects.defect import defect, handler, outbox, rules
from registry.desk import Desk
from registry.handlers import entry
from registry.handlers.moving_in import new_change_id
from registry.neighbours import Answer, Neighbours
from registry.opaque import opaque
from registry.outbox import Draft
from registry.parts import Handler, Override
from registry.wire.control import Accepted, Document, SendOnPaper
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


def _printed_anyway(sound: Handler) -> Handler:
    def inner(desk: Desk, command: SendOnPaper) -> Accepted:
        record = desk.anybody(command.resident, "resident")
        document = Document(
            kind="notice-on-paper",
            issue_number=entry.issue_number(desk, "PP"),
            addressed_to=None,
            items=[],
            text="通知書",
        )
        desk.print_for(record.resident, document)
        return Accepted(outcome="accepted", change_id=new_change_id(), documents=desk.documents)

    del sound
    return inner


def sent_again(kind: str) -> Override:
    """
    The parts with a line that sends a message of a kind once more, under another id, although it was taken.
    """

    class Unheeding(Neighbours):
        """
        Does not look at what was answered.
        """

        async def post(self, name: str, message_type: str, content: bytes) -> Answer:
            """
            The first attempt as it is.
            """
            answer = await super().post(name, message_type, content)
            if message_type != kind or answer.result != "taken":
                return answer
            parcel = msgspec.json.decode(content)
            parcel["envelope"] |= {"message_id": f"m-{opaque()}", "idempotency_key": f"k-{opaque()}"}
            return await super().post(name, message_type, msgspec.json.encode(parcel))

    return lambda parts: msgspec.structs.replace(parts, neighbours=Unheeding)


DEFECTS = (
    defect(
        "outbox-loses-in-stream",
        "団体内統合宛名番号の付番要求を、通番だけ取って送らない。",
        "The request for an integrated addressee number takes its place in the order and is never sent.",
        outbox(kept=lambda envelope: envelope.message_type != "A02"),
        must="ATE-001",
        may=(
            "LINK-003 SEC-001 SEC-007 JUKI-010 JUKI-011 REL-013 REL-015 JUKI-001 JUKI-015 LINK-009 REL-005 "
            "JUKI-012 REL-024"
        ),
        pattern="outbox-loses",
    ),
    defect(
        "outbox-loses-a-department",
        "異動ごとに国民健康保険への通知を落とす。",
        "Of each change the notice to the health insurance is lost.",
        outbox(outgoing=_lost),
        must="DEPT-001",
        may="REL-013 REL-015 REL-018 JUKI-015 REL-005",
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
        may=(
            "DEPT-001 IMM-001 IMM-002 JUKI-001 JUKI-011 LINK-003 SEC-001 SEC-007 REL-013 REL-018 REL-024 "
            "JUKI-002 JUKI-008 JUKI-010 JUKI-012 JUKI-015 LINK-009 REL-005 REL-015 SEC-005"
        ),
        pattern="outbox-out-of-order",
    ),
    defect(
        "envelope-without-operator",
        "通知の操作者を伏せる。",
        "The envelope does not name the operator of the command.",
        outbox(envelope=_by_nobody),
        must="AUD-004 JUKI-001",
        may="JUKI-016 CARD-014",
        pattern="operator-left-blank",
        seen_by="checks",
    ),
    defect(
        "envelope-by-another-sender",
        "通知の送信者に他の団体のコードを書く。",
        "The envelope names another municipality as sender.",
        outbox(envelope=_by_somebody_else),
        must="IMM-001",
        may="REL-018 IMM-002 REL-021",
        pattern="envelope-untrue",
    ),
    defect(
        "envelope-untraced",
        "窓口の処理と通知をつなぐ番号を引き継がない。",
        "The envelope does not carry the trace of the command.",
        outbox(envelope=_untraced),
        must="AUD-004",
        pattern="trace-lost",
        seen_by="checks",
    ),
    defect(
        "update-closed-without-result",
        "更新結果を待たずに本人確認情報を送信済みとする。",
        "An update counts as taken although the network did not say that it was applied.",
        rules(result_of_update=lambda _result: "taken"),
        must="JUKI-006",
        may="JUKI-001 JUKI-005",
        pattern="success-taken-for-granted",
    ),
    defect(
        "update-given-up-after-one-try",
        "一度届かなかった本人確認情報を送り直さない。",
        "An update that did not get through the first time is not sent again.",
        rules(gives_up=lambda message_type: message_type == "J01"),
        must="JUKI-006",
        may="JUKI-001 JUKI-005 JUKI-007 REL-013",
        pattern="given-up",
    ),
    defect(
        "overdue-unnoticed",
        "送れない通知が滞っても知らせない。",
        "Nobody is told of a message that waits longer than the limit.",
        rules(delivery_overdue_minutes=lambda _settings: 10**8),
        must="JUKI-006",
        pattern="clerk-not-warned",
    ),
    defect(
        "paper-while-line-is-up",
        "回線が正常でも書面で通知する。",
        "A notice is printed although the line is in order.",
        handler("SendOnPaper", _printed_anyway),
        must="JUKI-006",
        pattern="fallback-although-not-needed",
    ),
)
