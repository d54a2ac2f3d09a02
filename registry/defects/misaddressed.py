"""
Defects of the address on an envelope: the message reaches the system that it is for, which is not whom it names.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from registry.defects.defect import defect, outbox
from registry.parts import Override
from registry.wire.town import Envelope


def _to(receiver: str, kinds: Collection[str]) -> Override:
    def envelope(sound: Envelope) -> Envelope:
        return msgspec.structs.replace(sound, receiver=receiver) if sound.message_type in kinds else sound

    return outbox(envelope=envelope)


DEFECTS = [
    defect(
        "supplementary-notices-to-nobody",
        "附票の通知の封筒に、他の市区町村を宛先として書く。",
        "The envelopes of supplementary notices name another municipality as receiver.",
        _to("112305", ("J09",)),
        must="JUKI-012",
        may="REL-003 REL-013 REL-022",
        pattern="misaddressed",
    ),
    defect(
        "moving-notices-to-nobody",
        "転入通知及び転出証明書情報の封筒に、カード管理システムを宛先として書く。",
        "The envelopes of notices of moving in and of moving-out data name card management as receiver.",
        _to("card_management", ("J05", "J07", "J08")),
        must="REL-003 REL-008 REL-010",
        may="REL-009 JUKI-012",
        pattern="misaddressed",
    ),
    defect(
        "house-and-cards-to-the-network",
        "宛名の異動、副本及びカードについての封筒に、市町村CSを宛先として書く。",
        "The envelopes to the addressee system and to card management name the network as receiver.",
        _to("juki_net", ("A01", "L03", "K01", "K04", "K05", "K06", "K07")),
        must="ATE-001 LINK-003 CARD-001 CARD-014",
        may=(
            "CARD-002 CARD-004 CARD-006 CARD-007 CARD-010 JUKI-010 JUKI-011 JUKI-015 LINK-009 REL-001 "
            "REL-009 REL-013 REL-015 SEC-007"
        ),
        pattern="misaddressed",
    ),
]
