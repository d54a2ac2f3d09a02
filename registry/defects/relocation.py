"""
Defects of relocations: moving in, moving out, and moving in with a card.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from registry import residents
from registry.defects.defect import afterwards, builders, defect, handler, rules
from registry.desk import Desk
from registry.messages.network import moving_in_notice
from registry.messages.told import Told
from registry.rules.periods import Settings
from registry.wire.control import Accepted, MovingIn
from registry.wire.juki_net import MovingInNotice


def _day_of_filing(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        if record is not None:
            dated = msgspec.structs.replace(record, became_resident_on=command.notified_on)
            residents.save(desk.conn, dated)
    return outcome


def _only_head(told: Told) -> MovingInNotice | None:
    return moving_in_notice(told) if told.record.relationship == "世帯主" else None


def _to_nobody(_told: Told) -> None:
    return None


def _own_address_as_previous(told: Told) -> MovingInNotice | None:
    sound = moving_in_notice(told)
    return None if sound is None else msgspec.structs.replace(sound, new_address=sound.previous_address)


def _planned_longer(planned: date, moved_in: date, settings: Settings) -> date:
    longer = settings.special_window_planned_days + 1
    return min(
        planned + timedelta(days=longer), moved_in + timedelta(days=settings.special_window_moved_in_days)
    )


def _planned_shorter(planned: date, moved_in: date, settings: Settings) -> date:
    shorter = settings.special_window_planned_days - 1
    return min(
        planned + timedelta(days=shorter), moved_in + timedelta(days=settings.special_window_moved_in_days)
    )


def _moved_in_longer(planned: date, moved_in: date, settings: Settings) -> date:
    longer = settings.special_window_moved_in_days + 1
    return min(
        planned + timedelta(days=settings.special_window_planned_days), moved_in + timedelta(days=longer)
    )


def _moved_in_shorter(planned: date, moved_in: date, settings: Settings) -> date:
    shorter = settings.special_window_moved_in_days - 1
    return min(
        planned + timedelta(days=settings.special_window_planned_days), moved_in + timedelta(days=shorter)
    )


def _later_of_both(planned: date, moved_in: date, settings: Settings) -> date:
    return max(
        planned + timedelta(days=settings.special_window_planned_days),
        moved_in + timedelta(days=settings.special_window_moved_in_days),
    )


def _a_day_late(planned: date, notified: date) -> date:
    return max(planned, notified) + timedelta(days=1)


def _at_filing(_planned: date, notified: date) -> date:
    return notified


def _ninety_one(notified_on: date, settings: Settings) -> date:
    return notified_on + timedelta(days=settings.present_card_days + 1)


DEFECTS = (
    defect(
        "moving-in-dated-by-filing",
        "住民となった日に、転入をした日ではなく届出の日を記載する。",
        "The day of becoming a resident is the day of filing instead of the day of moving in.",
        handler("MovingIn", afterwards(_day_of_filing)),
        must="REL-001",
        may="JUKI-010 JUKI-001 JUKI-005 REL-005 JUKI-011 JUKI-015 REL-013 REL-018 REL-023",
        pattern="dated-by-filing",
    ),
    defect(
        "moving-in-draws-new-code",
        "転出証明書に住民票コードがあっても、新しいコードを引き当てる。",
        "A new Resident Record Code is drawn although the certificate brings one.",
        rules(keeps_code=lambda _code: None),
        # Whoever is looked for by the code of the certificate is not found.
        must="JUKI-007 REL-001",
        may=(
            "ATE-001 JUKI-001 JUKI-002 JUKI-005 JUKI-008 JUKI-011 JUKI-012 JUKI-015 REL-002 REL-003 "
            "REL-005 REL-013 REL-017 REL-018 REL-023 SEC-007 IMM-002"
        ),
        pattern="identifier-not-taken-over",
    ),
    defect(
        "moving-in-without-document",
        "転出証明書も転出証明書情報もない転入届を受理する。",
        "A moving in without certificate and without data is accepted.",
        rules(needs_document=lambda _exemption: False),
        must="REL-002",
        pattern="condition-dropped",
        acts=2,
    ),
    defect(
        "previous-municipality-not-told",
        "転入通知を送らない。",
        "The previous municipality is never told of a moving in.",
        builders(j05=_to_nobody),
        must="REL-003 REL-009",
        pattern="message-never-sent",
    ),
    defect(
        "previous-municipality-told-of-head-only",
        "転入通知を世帯主についてだけ送る。",
        "The previous municipality is told of the householder only.",
        builders(j05=_only_head),
        must="REL-003 REL-009",
        pattern="only-the-householder",
    ),
    defect(
        "moving-in-notice-with-old-address",
        "転入通知の新住所に転入前の住所を書く。",
        "The notice of moving in gives the previous address as the new one.",
        builders(j05=_own_address_as_previous),
        must="REL-003",
        pattern="old-value-for-new",
    ),
    defect(
        "deletion-on-filing-date",
        "転出届の日に消除する。",
        "A planned moving out is deleted on the day it is filed.",
        rules(moving_out_falls_due=_at_filing),
        must="REL-005",
        may=(
            "ATE-001 DEPT-001 IMM-001 JUKI-001 CARD-010 CARD-011 IMM-002 IMM-004 JUKI-002 JUKI-005 "
            "JUKI-008 JUKI-011 JUKI-015 REL-003 REL-013 REL-015 REL-018 REL-022 REL-023 REL-025 SEC-007 "
            "REL-012 REL-026 CERT-007 REL-024"
        ),
        pattern="falls-due-at-once",
        acts=2,
    ),
    defect(
        "deletion-a-day-late",
        "転出予定日の翌日に消除する。",
        "A planned moving out is deleted one day after its date.",
        rules(moving_out_falls_due=_a_day_late),
        must="REL-005",
        may="JUKI-001 ATE-001 LINK-003 LINK-004 DEPT-001 REL-022 SEC-005",
        pattern="limit-a-day-long",
        acts=2,
    ),
    defect(
        "window-planned-31",
        "特例転入の期間を予定日から三十一日目まで認める。",
        "The special moving in is accepted on the 31st day after the planned date.",
        rules(last_day_of_special_window=_planned_longer),
        must="REL-009 CARD-006",
        pattern="window-a-day-long",
    ),
    defect(
        "window-planned-29",
        "特例転入の期間を予定日から二十九日目で閉じる。",
        "The special moving in is refused on the 30th day after the planned date.",
        rules(last_day_of_special_window=_planned_shorter),
        must="REL-009",
        pattern="window-a-day-short",
    ),
    defect(
        "window-moved-in-15",
        "特例転入の期間を転入の日から十五日目まで認める。",
        "The special moving in is accepted on the 15th day after moving in.",
        rules(last_day_of_special_window=_moved_in_longer),
        must="REL-009 CARD-006",
        pattern="window-a-day-long",
    ),
    defect(
        "window-moved-in-13",
        "特例転入の期間を転入の日から十三日目で閉じる。",
        "The special moving in is refused on the 14th day after moving in.",
        rules(last_day_of_special_window=_moved_in_shorter),
        must="REL-009",
        pattern="window-a-day-short",
    ),
    defect(
        "window-later-of-both",
        "二つの期間の早い方ではなく遅い方で閉じる。",
        "The special window closes with the later of its two limits, not the earlier.",
        rules(last_day_of_special_window=_later_of_both),
        must="REL-009 CARD-006",
        pattern="wrong-limit-of-two",
    ),
    defect(
        "card-present-by-91",
        "提示のないカードの期限を九十一日目とする。",
        "The last day to present a card is the 91st day after the notification.",
        rules(last_day_to_present_card=_ninety_one),
        must="CARD-006",
        may="CARD-007",
        pattern="last-day-a-day-late",
    ),
    defect(
        "card-continues-unseen",
        "提示されなかったカードにも継続利用を送る。",
        "Continued use is sent for a card that nobody presented.",
        rules(continues_in_use=lambda _presented: True),
        must="CARD-006",
        may="CARD-007",
        pattern="earlier-step-not-required",
    ),
    defect(
        "card-not-continued",
        "提示されたカードについて継続利用を送らない。",
        "No continued use is sent for a card that was presented.",
        rules(continues_in_use=lambda _presented: False),
        must="CARD-006 REL-009",
        pattern="condition-inverted",
    ),
)
