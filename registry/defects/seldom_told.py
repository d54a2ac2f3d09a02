"""
Defects of an item that few messages carry, or that few look at: made of the draft, just before its envelope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from registry.defects.defect import defect, outbox
from registry.outbox import Draft
from registry.parts import Override

Items = Mapping[str, Callable[[Any], Any]]
DAY = timedelta(days=1)


def _says(kind: str, **items: Callable[[Any], Any]) -> Override:
    """
    Messages of a kind state other values, each made from the sound body.
    """

    def outgoing(drafts: list[Draft]) -> list[Draft]:
        return [_changed(draft, items) if draft.message_type == kind else draft for draft in drafts]

    return outbox(outgoing=outgoing)


def _changed(draft: Draft, items: Items) -> Draft:
    values = {name: value(draft.body) for name, value in items.items()}
    return msgspec.structs.replace(draft, body=msgspec.structs.replace(draft.body, **values))


def _each(name: str, **items: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """
    Every part of a list with other values.
    """

    def parts(body: Any) -> Any:
        return [
            msgspec.structs.replace(part, **{item: value(part) for item, value in items.items()})
            for part in getattr(body, name)
        ]

    return parts


def _before(name: str) -> Callable[[Any], Any]:
    """
    The day before the one stated.
    """

    def day(body: Any) -> str | None:
        stated = getattr(body, name)
        return stated and (date.fromisoformat(stated) - DAY).isoformat()

    return day


def _street(body: Any) -> str:
    return str(body.destination_address).partition("\u3000")[0]


def _relationship(part: Any) -> str | None:
    return "子" if part.relationship == "妻" else part.relationship


DEFECTS = [
    defect(
        "notice-sent-without-the-building",
        "個人番号通知書の送付先の住所に、建物の名称と部屋番号を入れない。",
        "The address to which a number notice goes lacks the building.",
        _says("K01", destination_address=_street),
        must="CARD-001",
        may="CARD-002",
        pattern="item-of-a-form-cut",
    ),
    defect(
        "delivery-notice-of-another-municipality",
        "交付通知書の市区町村を、県庁の所在する市とする。",
        "The municipality on a delivery notice is that of the prefectural capital.",
        _says(
            "K01",
            municipality=lambda body: (
                "111007" if body.print_class == "delivery-notice" else body.municipality
            ),
        ),
        must="CARD-001",
        pattern="item-of-a-form-fixed",
    ),
    defect(
        "card-rewritten-without-the-building",
        "カードの追記欄の新しい住所に、建物の名称を入れない。",
        "The new address written on the card lacks the building.",
        _says(
            "K07",
            changes=_each(
                "changes",
                after=lambda part: (
                    part.after.partition("\u3000")[0] if part.item == "address" else part.after
                ),
            ),
        ),
        must="CARD-009",
        may="CARD-006 CARD-014",
        pattern="item-of-a-form-cut",
        acts=2,
    ),
    defect(
        "card-rewritten-the-day-before",
        "カードの記載事項の変更の処理日を、前日とする。",
        "The day on which items of a card were changed is told as the day before.",
        _says("K07", processed_on=_before("processed_on")),
        must="CARD-014",
        may="CARD-009",
        pattern="day-before-for-the-day",
        acts=2,
    ),
    defect(
        "wide-area-copy-with-another-relationship",
        "広域交付の写しの続柄を、妻について「子」とする。",
        "A wide-area copy states a wife's relationship as child.",
        _says("J14", persons=_each("persons", relationship=_relationship)),
        must="CERT-007",
        pattern="item-of-a-form-fixed",
    ),
    defect(
        "wide-area-copy-with-another-period",
        "広域交付の写しの在留期間の満了の日を、前日とする。",
        "A wide-area copy states the day before as the end of the period of stay.",
        _says("J14", persons=_each("persons", period_expires_on=_before("period_expires_on"))),
        must="CERT-007",
        pattern="day-before-for-the-day",
    ),
    defect(
        "insurance-noted-as-of-the-move",
        "国民健康保険の付記事項の日を、届出の日の前日とする。",
        "What a notification noted of insurance is dated the day before it was filed.",
        _says("D03", noted_on=_before("noted_on")),
        must="DEPT-001",
        pattern="day-before-for-the-day",
    ),
    defect(
        "confirmed-moving-out-filed-when-moved",
        "都道府県に伝える転出の確定に、届出の日として転入した日を書く。",
        "The prefecture is told the day of moving in as the day of its notification.",
        _says("J06", confirmation_notified_on=lambda body: body.confirmed_on),
        must="REL-004",
        pattern="day-of-move-for-day-of-filing",
        acts=2,
    ),
    defect(
        "data-asked-for-the-day-before",
        "転出証明書情報を求める際、届出の日を前の月の末日とする。",
        "Moving-out data are asked for with the last day of the month before as the day of the notification.",
        _says(
            "J08",
            notified_on=lambda body: (date.fromisoformat(body.notified_on).replace(day=1) - DAY).isoformat(),
        ),
        must="REL-010",
        may="REL-009",
        pattern="day-of-move-for-day-of-filing",
    ),
    defect(
        "flag-of-an-application-not-held",
        "支援措置の申出に当たり本人確認情報の照会に対する表示を、立てずに送る。",
        "The flag sent to the network on an application for support says that none is held.",
        _says("J23", held=lambda body: body.held and not body.temporary),
        must="SEC-007",
        may="SEC-005",
        pattern="item-of-a-form-fixed",
    ),
]
