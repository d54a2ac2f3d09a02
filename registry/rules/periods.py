"""
Time limits as dated data, and the settings that may lawfully differ between municipalities.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    One limit of the table: its last good day in days after the day named, and where it stands.
    """

    id: str
    days: int
    after: str
    article: str
    since: date = msgspec.field(name="from")
    note: str = ""


@cache
def table() -> Mapping[str, Period]:
    """
    The limits by id, from `periods.toml`, which is read once.
    """
    text = (files(__package__) / "periods.toml").read_text(encoding="utf-8")
    rows = msgspec.convert(tomllib.loads(text)["period"], list[Period])
    return {row.id: row for row in rows}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What may differ between municipalities or readings; limits in days, counts in pieces.

    `suspended_card_usable`: the Act is silent on a suspended card at a special moving in; refused by default.
    `stock_low` and `stock_batch`: when more Resident Record Codes are asked for, and how many (our own numbers).
    `plan_told_to_network`: whether J01 goes, with its planned flag, when a moving out is notified (the layout has the
    flag, the Act names the planned date alone; off by default).
    `attempts`: how often an inquiry is tried before it counts as unanswered; `idle_rounds`: how often one `settle`
    sends again although nothing more was taken (both our own numbers).
    `delivery_overdue_minutes`: how long a message may wait before a clerk is told; `missing_notice_days`: days after
    the planned date on which a moving out without notice of moving in is listed (our own numbers).
    `unreported_place_told`: whether the municipality of a place without notification is told of a moving in, too.
    `hold_on_…`: what a support measure does to an entry of a change, an issue, an inquiry (the specification leaves it
    to the municipality); `support_release_minutes`: the longest temporary release (our own number).
    """

    special_window_planned_days: int
    special_window_moved_in_days: int
    moving_out_data_kept_days: int
    present_card_days: int
    late_moving_out_days: int
    update_card_days: int
    no_moving_in_planned_days: int
    no_moving_in_moved_in_days: int
    notification_days: int
    suspended_card_usable: bool = False
    check_resident_record_code: bool = True
    addressee_before_network_on_number: bool = False
    stock_low: int = 3
    stock_batch: int = 20
    plan_told_to_network: bool = False
    attempts: int = 4
    delivery_overdue_minutes: int = 60
    missing_notice_days: int = 60
    unreported_place_told: bool = False
    idle_rounds: int = 10
    hold_on_change: Literal["block", "alert"] = "alert"
    hold_on_issue: Literal["block", "alert"] = "block"
    hold_on_inquiry: Literal["block", "alert"] = "alert"
    support_release_minutes: int = 480


def settings(changed: dict[str, Any] | None = None) -> Settings:
    """
    The settings in force: the table's limits and our defaults, changed where the caller says so.

    Raises `msgspec.ValidationError` for a setting that does not exist.
    """
    limits = {period.id: period.days for period in table().values()}
    return msgspec.convert({**limits, **(changed or {})}, Settings)


def last_day_of_special_window(planned_on: date, moved_in_on: date, settings: Settings) -> date:
    """
    The last good day of a special moving in: the earlier of two windows (住基令24条の2), first days not counted.
    """
    return min(
        planned_on + timedelta(days=settings.special_window_planned_days),
        moved_in_on + timedelta(days=settings.special_window_moved_in_days),
    )


def data_are_kept(planned_on: date, today: date, settings: Settings) -> bool:
    """
    Whether moving-out data are still to be kept (住基法24条の2第4項).
    """
    return today <= planned_on + timedelta(days=settings.moving_out_data_kept_days)


def last_day_to_present_card(notified_on: date, settings: Settings) -> date:
    """
    The last day to present a card that was not presented at the notification of moving in (番号令14条3号).
    """
    return notified_on + timedelta(days=settings.present_card_days)


def last_day_to_update_card(changed_on: date, settings: Settings) -> date:
    """
    The last day to present a card of which an item changed (番号法17条8項).
    """
    return changed_on + timedelta(days=settings.update_card_days)


def last_day_without_moving_in(planned_on: date, moved_in_on: date | None, settings: Settings) -> date:
    """
    The last day on which a mover's card is valid without a notification of moving in (番号令14条2号).
    """
    last = planned_on + timedelta(days=settings.no_moving_in_planned_days)
    if moved_in_on is None:
        return last
    return min(last, moved_in_on + timedelta(days=settings.no_moving_in_moved_in_days))


def moving_out_falls_due(planned_on: date, notified_on: date) -> date:
    """
    The day on which a notified moving out is to be recorded: its planned date, or at once when that has passed.
    """
    return max(planned_on, notified_on)
