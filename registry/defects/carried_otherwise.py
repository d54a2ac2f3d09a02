"""
Defects of what carries a message: whom the envelope names as receiver, and a PIN that goes along.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry.defects.defect import afterwards, defect, handler, outbox
from registry.wire.control import Accepted, HandOverCard
from registry.wire.town import Envelope


def _without_check_digit(sound: Envelope) -> Envelope:
    """
    A local-government code has five digits and a check digit.
    """
    return (
        msgspec.structs.replace(sound, receiver=sound.receiver[:5]) if sound.message_type == "J09" else sound
    )


def _to_the_organisation(sound: Envelope) -> Envelope:
    return msgspec.structs.replace(sound, receiver="j-lis") if sound.message_type == "J15" else sound


def _pin_for_a_terminal(desk: Any, command: HandOverCard, outcome: Accepted) -> Accepted:
    for place, draft in enumerate(desk.drafts):
        if draft.message_type == "K04" and command.pin:
            body = msgspec.structs.replace(draft.body, terminal=command.pin)
            desk.drafts[place] = msgspec.structs.replace(draft, body=body)
    return outcome


DEFECTS = (
    defect(
        "supplementary-notices-without-check-digit",
        "附票の通知の封筒に、宛先の市区町村コードを検査数字のない五桁で書く。",
        "The envelopes of supplementary notices name the receiver by a code of five digits, without check digit.",
        outbox(envelope=_without_check_digit),
        must="JUKI-012",
        may="REL-003 REL-013 REL-022",
        pattern="code-without-check-digit",
    ),
    defect(
        "inquiries-addressed-to-the-organisation",
        "本人確認情報の照会の封筒に、機構を宛先として書く。",
        "The envelopes of identity inquiries name the organisation as receiver.",
        outbox(envelope=_to_the_organisation),
        must="JUKI-016",
        may="CARD-006 JUKI-007 REL-001 REL-003 REL-009 SEC-001",
        pattern="asked-of-another-office",
    ),
    defect(
        "pin-in-place-of-the-terminal",
        "カードの交付を伝えるK04の端末の項目に、設定された暗証番号を入れる。",
        "The terminal in K04 is filled with the PIN that was set.",
        handler("HandOverCard", afterwards(_pin_for_a_terminal)),
        must="CARD-004",
        may="CARD-014 AUD-004",
        pattern="pin-passed-on",
    ),
)
