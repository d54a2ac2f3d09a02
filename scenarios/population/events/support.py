"""
Support measures (支援措置) in a year: applied for, decided, extended, ended; those of before are entered anew.

How often each happens stands in `event_rates.csv`, marked `own`; no figures are published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from scenarios.population.events.act import Act, Becomes, Household, dated, days, in_year
from scenarios.population.events.kinship import Member
from scenarios.population.events.rates import MILLION

STANDS, APPLIES, DECIDES, EXTENDS, ENDS = "stand", "protect", "decide", "prolong", "unprotect"
ADULT = 18

TAKEN_OVER = "taken-over"
"""A bulk load knows of no measure: those of before are applied for and decided again on the first day of the office."""

LIFTED_MINUTES = 10
NOTICED_DAYS = 20
"""An extension is asked for in the last month (標準仕様書3.4): so many days of it, or when the office opens next."""


def _year_later(start: date) -> date:
    """
    The last day of a year from a day on.
    """
    if (start.month, start.day) == (2, 29):
        return date(start.year + 1, 2, 28)
    return start.replace(year=start.year + 1) - timedelta(days=1)


def begun(last: date) -> date:
    """
    The first day of the year that ends with a day. No year ends on the day before 29 February.
    """
    after = last + timedelta(days=1)
    if (after.month, after.day) == (2, 29):
        after += timedelta(days=1)
    return after.replace(year=after.year - 1)


def _covered(home: Household, member: Member) -> list[Member]:
    # Children who are not of age are supported together with a parent (併せて支援を求める者).
    if member.part not in {"head", "spouse"}:
        return []
    return [each for each in home.present if each.part == "child" and each.age < ADULT]


def _applies(home: Household, act: Act, member: Member, bits: int) -> Iterator[Act]:
    if {"temporary", "active"} & set(member.measures) or member.age < ADULT:
        return
    yield _application(home, act, member)
    home.later(DECIDES, member, act.changed_on + timedelta(days=1 + (bits >> 44) % 20), bits)


def _application(home: Household, act: Act, member: Member) -> Act:
    others = _covered(home, member)
    member.measures.append("temporary")
    for other in others:
        other.measures.append(f"of {member.resident}")
    act.kind, act.residents = "support_application", [member.resident, *(each.resident for each in others)]
    return act


def _stands(home: Household, act: Act, member: Member, bits: int) -> Iterator[Act]:
    last = member.measure_until
    member.measures.clear()
    act.detail = TAKEN_OVER
    yield _application(home, act, member)
    if not last:
        home.later(DECIDES, member, act.changed_on + timedelta(days=1 + (bits >> 44) % 20), bits)
        return
    yield _confirmed(home, act, member, begun(dated(last)))
    chance = (bits >> 20) % MILLION
    prolonged = home.rates.of["support_extension"]
    if chance < prolonged:
        asked = dated(last - (bits >> 8) % NOTICED_DAYS)
        home.later(EXTENDS, member, in_year(home.year, max(asked, act.changed_on)), bits)
    elif chance < prolonged + (MILLION - prolonged) // 2:
        home.later(ENDS, member, dated(last) + timedelta(days=1 + (bits >> 8) % 14), bits)
    else:
        left = max(1, last - days(act.changed_on))
        home.later(ENDS, member, act.changed_on + timedelta(days=(bits >> 8) % left), bits)


def _confirmed(home: Household, after: Act, member: Member, start: date) -> Act:
    member.measures = ["active" if each == "temporary" else each for each in member.measures]
    member.measure_until = days(_year_later(start))
    return Act(
        "support_decision", after.changed_on, after.notified_on, home.household, [member.resident],
        detail=f"confirm since {start}",
    )  # fmt: skip


def _decides(home: Household, act: Act, member: Member, bits: int) -> Iterator[Act]:
    if "temporary" not in member.measures:
        return
    if (bits >> 20) % MILLION < home.rates.of["support_rejection"]:
        act.kind, act.residents, act.detail = "support_decision", [member.resident], "reject"
        _over(home, member)
        yield act
        return
    yield _confirmed(home, act, member, act.changed_on)
    if (bits >> 12) % MILLION < home.rates.of["support_end"]:
        home.later(ENDS, member, act.changed_on + timedelta(days=30 + (bits >> 8) % 240), bits)


def lifted(home: Household, copy: Act, member: Member, measure: str) -> Act | None:
    """
    A protected person gets a copy while the hold is lifted for some minutes; None if who applied for it is not here.
    """
    applicant = member.resident if measure in {"temporary", "active"} else int(measure.partition(" ")[2])
    if all(each.resident != applicant for each in home.present):
        return None
    return Act(
        "support_release", copy.changed_on, copy.notified_on, home.household, [applicant],
        detail=f"{LIFTED_MINUTES} minutes",
    )  # fmt: skip


def _extends(_home: Household, act: Act, member: Member, _bits: int) -> Iterator[Act]:
    if "active" not in member.measures:
        return
    member.measure_until = days(_year_later(dated(member.measure_until + 1)))
    act.kind, act.residents = "support_extension", [member.resident]
    yield act


def _ends(home: Household, act: Act, member: Member, bits: int) -> Iterator[Act]:
    if "active" not in member.measures:
        return
    act.kind, act.residents = "support_end", [member.resident]
    if days(act.changed_on) > member.measure_until:
        act.detail = "expired"
    else:
        act.detail = "not-needed" if (bits >> 4) & 1 else "request"
    _over(home, member)
    yield act


def _over(home: Household, member: Member) -> None:
    member.measures = [each for each in member.measures if each not in {"temporary", "active"}]
    for other in home.members:
        other.measures = [each for each in other.measures if each != f"of {member.resident}"]


BECOMES: dict[str, Becomes] = {
    STANDS: _stands,
    APPLIES: _applies,
    DECIDES: _decides,
    EXTENDS: _extends,
    ENDS: _ends,
}
"""What each proposal becomes."""
