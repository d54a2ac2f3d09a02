"""
Periods of stay that are extended in a year, and the cards that end with them (住基法30条の50, 番号カード省令27条2項).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from scenarios.population.events.act import Act, Becomes, Household, dated, days
from scenarios.population.events.kinship import Member
from scenarios.population.events.rates import MILLION

EXTENDS, CARD_FOLLOWS = "stay_on", "extend_card"
BEFORE, SPREAD = 15, 60
"""The Agency tells of an extension in the weeks before the old period ends: days of our own choice."""

MONTHS = {"1年": 12, "2年": 24, "3年": 36, "5年": 60, "1年3月": 15, "2年3月": 27, "4年3月": 51}


def day(member: Member, first: date, bits: int) -> date:
    """
    The day on which the Agency tells of a longer stay.
    """
    return max(first, dated(member.stay_until - BEFORE - bits % SPREAD))


def longer(last: date, period: str) -> date:
    """
    The last day when the same period is granted once more.
    """
    months = last.year * 12 + last.month - 1 + MONTHS[period]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(last.day, calendar.monthrange(year, month + 1)[1]))


def _extends(home: Household, act: Act, member: Member, bits: int) -> Iterator[Act]:
    if member.period is None or member.japanese or days(act.changed_on) > member.stay_until:
        return
    ended_with_stay = member.card_until == member.stay_until
    last = longer(dated(member.stay_until), member.period)
    act.kind, act.residents = "stay_extension", [member.resident]
    act.period_of_stay, act.period_expires_on = member.period, last
    member.stay_until = days(last)
    yield act
    if ended_with_stay and (bits >> 20) % MILLION < home.rates.of["card_extension"]:
        home.later(CARD_FOLLOWS, member, act.changed_on + timedelta(days=3 + (bits >> 44) % 10), bits)


def _card_follows(_home: Household, act: Act, member: Member, _bits: int) -> Iterator[Act]:
    last = min(member.stay_until, member.card_limit)
    usable = member.card == "active" and days(act.changed_on) <= member.card_until
    if member.japanese or not usable or last <= member.card_until:
        return
    member.card_until = last
    act.kind, act.residents, act.detail = "card_extension", [member.resident], f"until {dated(last)}"
    yield act


BECOMES: dict[str, Becomes] = {EXTENDS: _extends, CARD_FOLLOWS: _card_follows}
"""What each proposal becomes."""
