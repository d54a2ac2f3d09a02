"""
Defects of one item of one message in one case: it says what another item says, or what holds in another case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry.defects.defect import builders, defect
from registry.messages.agency import place_of_residence
from registry.messages.card import continued_use
from registry.messages.house import provision_copy
from registry.messages.network import identification_update, supplementary_notice
from registry.messages.told import Told
from registry.wire.card_management import ContinuedUse

BIRTH, MOVED, DEATH, EX_OFFICIO = "13", "31", "23", "33"
HEAD = "世帯主"


def _where(
    build: Callable[..., Any], applies: Callable[[Told], bool], **items: Callable[[Told], Any]
) -> Callable[..., Any]:
    """
    The builder, with other values of some items where something applies; the event comes first.
    """

    def built(told: Told, *more: Any) -> Any:
        sound = build(told, *more)
        if sound is None or not applies(told):
            return sound
        return msgspec.structs.replace(sound, **{name: value(told) for name, value in items.items()})

    return built


def _follows(told: Told) -> bool:
    return told.record.relationship != HEAD


def _reason(*reasons: str) -> Callable[[Told], bool]:
    return lambda told: told.event.reason in reasons


def _begun_on_the_day_of_the_move(card_id: str, told: Told) -> ContinuedUse:
    return msgspec.structs.replace(continued_use(card_id, told), processed_on=told.record.became_resident_on)


def _day(told: Told) -> str:
    return told.now.date().isoformat()


DEFECTS = (
    defect(
        "network-told-move-as-filing",
        "転居の本人確認情報の届出の年月日に、転居届の日を書く。",
        "On a change of address the network is told the day of that filing as the day of notification.",
        builders(
            j01=_where(identification_update, _reason(MOVED), notified_on=lambda told: told.event.notified_on)
        ),
        must="JUKI-001",
        pattern="dated-by-the-other-day",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "network-told-town-of-nobody-born",
        "出生の本人確認情報の町字コードを空にする。",
        "On a birth the network is told no town code.",
        builders(j01=_where(identification_update, _reason(BIRTH), town_code=lambda _told: "")),
        must="JUKI-001",
        pattern="item-lost-in-one-case",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "network-told-no-postal-code-of-dead",
        "死亡の本人確認情報の郵便番号を空にする。",
        "On a death the network is told no postal code.",
        builders(j01=_where(identification_update, _reason(DEATH), postal_code=lambda _told: "")),
        must="JUKI-001",
        pattern="item-lost-in-one-case",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "network-told-former-address-by-present",
        "転居の本人確認情報の転入前の住所に、今の住所を書く。",
        "On a change of address the network is told the present address as the one before moving in.",
        builders(
            j01=_where(
                identification_update, _reason(MOVED), previous_address=lambda told: told.record.full_address
            )
        ),
        must="JUKI-001",
        pattern="one-item-for-another",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "supplement-of-members-dated-by-filing",
        "附票の通知の異動年月日に、世帯主でない者については届出の日を書く。",
        "The notice to the supplementary record gives the day of filing as that of the change, for all but the head.",
        builders(
            j09=_where(
                supplementary_notice, _follows, changed_on=lambda told: told.event.notified_on or _day(told)
            )
        ),
        must="JUKI-012",
        pattern="dated-by-the-other-day",
        seen_by="checks",
    ),
    defect(
        "copy-applies-from-processing",
        "死亡又は出生による副本の適用日に、処理をした日を書く。",
        "The provision copy of a birth or death applies from the day of processing.",
        builders(l03=_where(provision_copy, _reason(BIRTH, DEATH), applies_from=_day)),
        must="LINK-003",
        pattern="told-from-processing",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "place-of-residence-settled-by-filing",
        "伝達する住居地の届出の住居地を定めた年月日に、届出の日を書く。",
        "The notification of the place of residence gives the day of filing as that of settling.",
        builders(
            i03=_where(place_of_residence, lambda _told: True, settled_on=lambda told: told.event.notified_on)
        ),
        must="IMM-005",
        pattern="told-from-the-filing",
        seen_by="checks",
    ),
)
