"""
Defects of one item of one message in one case: it says what another item says, or what holds in another case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry.defects.defect import builders, defect
from registry.defects.moving_out_data import data_spoilt
from registry.messages.agency import place_of_residence
from registry.messages.house import addressee_change, resident_change
from registry.messages.network import identification_update, supplementary_notice
from registry.messages.told import Told

BIRTH, MOVED, DEATH, EX_OFFICIO, BY_AUTHORITY = "13", "31", "23", "33", "16"
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
    defect(
        "addressee-told-no-postal-code-of-moved",
        "転居の宛名の郵便番号を、世帯主でない者については空にする。",
        "On a change of address the addressee system is told no postal code, for all but the householder.",
        builders(
            a01=_where(
                addressee_change,
                lambda told: _follows(told) and told.event.reason == MOVED,
                postal_code=lambda _told: "",
            )
        ),
        must="ATE-001",
        pattern="item-lost-for-some",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "addressee-told-no-town-after-correction",
        "職権による修正の宛名の町字コードを空にする。",
        "On a correction by authority the addressee system is told no town code.",
        builders(a01=_where(addressee_change, _reason(EX_OFFICIO), town_code=lambda _told: "")),
        must="ATE-001",
        pattern="item-lost-for-some",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "moving-out-data-notified-as-planned",
        "転出証明書情報の届出の年月日に、転出の予定年月日を書く。",
        "Moving-out data give the planned date as the day of notification.",
        data_spoilt(lambda sound, _movers: msgspec.structs.replace(sound, notified_on=sound.planned_on)),
        must="REL-008",
        pattern="told-from-the-plan",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "departments-told-filing-for-authority",
        "職権による記載を、庁内の業務に届出によるものと伝える。",
        "Departments are told that an entry by authority was notified.",
        builders(d01=_where(resident_change, _reason(BY_AUTHORITY), notification_kind=lambda _told: "1")),
        must="REL-023",
        pattern="authority-told-as-filing",
        seen_by="checks",
    ),
    defect(
        "place-of-residence-moved-by-filing",
        "伝達する住居地の届出の住居地を移した日に、届出の日を書く。",
        "The notification of the place of residence gives the day of filing as that of the move.",
        builders(
            i03=_where(place_of_residence, _reason(MOVED), moved_on=lambda told: told.event.notified_on)
        ),
        must="IMM-005",
        pattern="told-from-the-filing",
        seen_by="checks",
        acts=2,
    ),
)
