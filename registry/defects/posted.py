"""
Defects of what goes out, at places that no scenario looks at: envelopes, doubles, losses. For the standing checks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from registry.defects.defect import builders, defect, outbox
from registry.defects.line import sent_again
from registry.desk import Desk, Inquiry
from registry.messages import card, network
from registry.messages.card import Order
from registry.messages.told import Told
from registry.outbox import Draft
from registry.parts import Override, Parts
from registry.rules import dates
from registry.wire.card_management import CardUpdate, ContinuedUse
from registry.wire.control import InquireIdentity
from registry.wire.juki_net import IdentificationUpdate
from registry.wire.town import Envelope


def _enveloped(types: str, change: Callable[[Envelope], Envelope]) -> Override:
    """
    The envelope of some messages changed.
    """
    chosen = frozenset(types.split())
    return outbox(envelope=lambda envelope: change(envelope) if envelope.message_type in chosen else envelope)


def _sent(shift: timedelta) -> Callable[[Envelope], Envelope]:
    def moved(envelope: Envelope) -> Envelope:
        at = datetime.fromisoformat(envelope.sent_at) + shift
        return msgspec.structs.replace(envelope, sent_at=dates.written(at))

    return moved


def _with(**values: Any) -> Callable[[Envelope], Envelope]:
    return lambda envelope: msgspec.structs.replace(envelope, **values)


def _doubled(kind: str) -> Override:
    """
    Every message of a kind is a second message as well, with a reference of its own where it has one.
    """

    def twice(drafts: list[Draft]) -> list[Draft]:
        return [
            one
            for draft in drafts
            for one in ((draft, _again(draft)) if draft.message_type == kind else (draft,))
        ]

    return outbox(outgoing=twice)


def _again(draft: Draft) -> Draft:
    reference = getattr(draft.body, "reference", None)
    if reference is None:
        return draft
    return msgspec.structs.replace(
        draft, body=msgspec.structs.replace(draft.body, reference=f"{reference}-2")
    )


def _update_by_nobody(told: Told) -> IdentificationUpdate:
    return msgspec.structs.replace(network.identification_update(told), terminal="batch")


def _continued_elsewhere(card_id: str, told: Told) -> ContinuedUse:
    return msgspec.structs.replace(card.continued_use(card_id, told), terminal="batch")


def _updated_by_nobody(kept: Any, changes: Any, order: Order) -> CardUpdate:
    return card.card_update(kept, changes, msgspec.structs.replace(order, operator="batch"))


def _in_clerk_s_name(envelope: Envelope) -> Envelope:
    return (
        msgspec.structs.replace(envelope, operator="staff-01") if envelope.operator == "system" else envelope
    )


def _asks_in_another_name(parts: Parts) -> Parts:
    sound = parts.inquiries["InquireIdentity"]

    def inner(desk: Desk, command: InquireIdentity) -> list[Inquiry]:
        asked: list[Any] = sound(desk, command)
        return [
            msgspec.structs.replace(one, body=msgspec.structs.replace(one.body, operator="staff-99"))
            for one in asked
        ]

    return msgspec.structs.replace(parts, inquiries={**parts.inquiries, "InquireIdentity": inner})


DEFECTS = (
    defect(
        "sent-in-the-future",
        "庁内の業務への通知の送信時刻が一時間進んでいる。",
        "What goes to departments says that it was sent an hour later than it was.",
        _enveloped("D01 D03", _sent(timedelta(hours=1))),
        must="AUD-004",
        pattern="time-of-sending",
        seen_by="checks",
    ),
    defect(
        "sent-before-the-act",
        "宛名の通知に、操作より前の送信時刻を書く。",
        "A message to the addressee system says that it was sent before the act that caused it.",
        _enveloped("A01", _sent(timedelta(minutes=-1))),
        must="AUD-004",
        pattern="time-of-sending",
        seen_by="checks",
    ),
    defect(
        "departments-told-by-system",
        "職員の操作による庁内の通知を、システムの処理として送る。",
        "What a clerk's act tells departments is sent as the system's own.",
        _enveloped("D01", _with(operator="system")),
        must="AUD-004",
        pattern="system-for-the-clerk",
        seen_by="checks",
    ),
    defect(
        "agency-told-from-another-terminal",
        "入管庁への通知に、操作した端末でない端末を書く。",
        "A notice to the Agency names another terminal than that of the act.",
        _enveloped("I01 I03", _with(terminal="window-99")),
        must="AUD-004",
        pattern="terminal-untrue",
        seen_by="checks",
    ),
    defect(
        "copies-by-another-clerk",
        "副本の登録に、操作した職員でない職員を書く。",
        "Provision copies name another clerk than the one who acted.",
        _enveloped("L03", _with(operator="staff-99")),
        must="AUD-004",
        pattern="another-clerk",
        seen_by="checks",
    ),
    defect(
        "notices-untraced",
        "前住所地への通知だけ、窓口の処理とつながらない。",
        "Only the notice to the previous municipality cannot be traced to its act.",
        _enveloped("J05", lambda envelope: msgspec.structs.replace(envelope, trace_id=envelope.stream)),
        must="AUD-004",
        pattern="trace-lost",
        seen_by="checks",
    ),
    defect(
        "update-from-no-terminal",
        "本人確認情報の本文に、封筒と別の端末を書く。",
        "Identification information names another terminal than its envelope.",
        builders(j01=_update_by_nobody),
        must="JUKI-001",
        pattern="terminal-untrue",
        seen_by="checks",
    ),
    defect(
        "continued-from-no-terminal",
        "継続利用の通知に、操作した端末でない端末を書く。",
        "Continued use names another terminal than that of the act.",
        builders(k06=_continued_elsewhere),
        must="CARD-014",
        pattern="terminal-untrue",
        seen_by="checks",
    ),
    defect(
        "card-updated-by-nobody",
        "カードの事項の変更を、夜間処理の操作者で伝える。",
        "An update of a card names a batch as its operator.",
        builders(k07=_updated_by_nobody),
        must="CARD-014",
        pattern="system-for-the-clerk",
    ),
    defect(
        "agency-told-twice",
        "市町村通知を別の整理番号で二度送る。",
        "A municipal notice is sent twice, under two references.",
        _doubled("I01"),
        must="IMM-001",
        may="REL-018 REL-019 IMM-002",
        pattern="outbox-doubles",
    ),
    defect(
        "residence-passed-on-twice",
        "受け付けられた住居地届出を、受領の答えを見ずに再び送る。",
        "A place of residence that was taken is passed on again, because the answer is not looked at.",
        sent_again("I03"),
        must="IMM-005",
        pattern="taken-and-sent-again",
        seen_by="checks",
    ),
    defect(
        "previous-municipality-told-twice",
        "転入通知を別の通番で二度送る。",
        "A notice of moving in is sent twice under two message ids.",
        _doubled("J05"),
        must="REL-003",
        pattern="outbox-doubles",
    ),
    defect(
        "continued-use-told-twice",
        "受け付けられた継続利用を、受領の答えを見ずに再び送る。",
        "Continued use that was taken is told again, because the answer is not looked at.",
        sent_again("K06"),
        must="CARD-014",
        pattern="taken-and-sent-again",
        seen_by="checks",
    ),
    defect(
        "card-states-sent-before-the-act",
        "カードの状態の通知に、操作より前の送信時刻を書く。",
        "A change of a card's state says that it was sent before the act that caused it.",
        _enveloped("K05", _sent(timedelta(minutes=-1))),
        must="AUD-004",
        pattern="time-of-sending",
        seen_by="checks",
    ),
    defect(
        "card-states-untraced",
        "カードの状態の通知だけ、窓口の処理とつながらない。",
        "Only the changes of a card's state cannot be traced to their act.",
        _enveloped("K05", lambda envelope: msgspec.structs.replace(envelope, trace_id=envelope.stream)),
        must="AUD-004",
        pattern="trace-lost",
        seen_by="checks",
    ),
    defect(
        "system-in-a-clerk-s-name",
        "システムの処理による通知に、職員の名を書く。",
        "What the system causes by itself is sent in a clerk's name.",
        outbox(envelope=_in_clerk_s_name),
        must="AUD-004",
        may="JUKI-001 CARD-014",
        pattern="program-as-clerk",
        seen_by="checks",
    ),
    defect(
        "searched-in-another-name",
        "本人確認情報の照会の本文に、封筒と別の職員を書く。",
        "An inquiry about identity names another clerk than its envelope.",
        _asks_in_another_name,
        must="JUKI-016",
        may="AUD-004",
        pattern="another-clerk",
    ),
)
