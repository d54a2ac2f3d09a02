"""
Defects of what only the second look shows: a mark missing on one way of telling, a line missing in the log, a number
of another request, a notice for the first of several.
"""

from __future__ import annotations

import msgspec

from registry.defects.defect import builders, defect, outbox
from registry.messages.card import Dispatching, dispatch_information
from registry.messages.network import linkage_code_request
from registry.messages.told import Told
from registry.outbox import Draft
from registry.parts import Parts
from registry.residents import Record
from registry.wire.card_management import DispatchInformation
from registry.wire.juki_net import LinkageCodeRequest


def _number_of_the_one_before(parts: Parts) -> Parts:
    numbers: list[str] = []

    def j24(record: Record, processing_number: str) -> LinkageCodeRequest | None:
        numbers.append(processing_number)
        return linkage_code_request(record, numbers[-2:][0])

    return builders(j24=j24)(parts)


def _stay_left_out(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = dispatch_information(told, mailing)
    if sound is None or mailing.kind != "delivery-notice":
        return sound
    return msgspec.structs.replace(sound, period_expires_on=None)


def _one_copy_of_those_who_came(drafts: list[Draft]) -> list[Draft]:
    copies = [
        draft
        for draft in drafts
        if draft.message_type == "L03" and getattr(draft.body, "action", None) == "register"
    ]
    return [draft for draft in drafts if draft not in copies[1:]]


DEFECTS = (
    defect(
        "acquisition-number-of-the-one-before",
        "J24に、直前の依頼の取得番号を入れる。",
        "J24 carries the acquisition number of the request before.",
        _number_of_the_one_before,
        must="LINK-001",
        pattern="value-of-the-one-before",
    ),
    defect(
        "delivery-notice-without-end-of-stay",
        "交付通知書のK01に在留期間の満了の日を入れない。",
        "K01 for a card's delivery notice lacks the end of the period of stay.",
        builders(k01=_stay_left_out),
        must="CARD-001",
        pattern="item-missing-on-one-paper",
    ),
    defect(
        "copy-of-the-first-who-came",
        "一緒に記載された者のうち一人目の副本だけを登録する。",
        "Of several people entered together only the first gets a provision copy.",
        outbox(outgoing=_one_copy_of_those_who_came),
        must="LINK-003",
        pattern="only-the-first",
    ),
)
