"""
Support measures (支援措置; the standard specification 3.1–3.4), and the copy that a terminal gives to nobody under one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from harness.law.deadlines import limit
from harness.port.commands import (
    ApplyForSupport,
    ClaimAtConvenienceStore,
    DecideSupport,
    EndSupport,
    ExtendSupport,
    ReleaseSupport,
)
from harness.port.outcomes import Accepted
from scenarios.model import counter
from scenarios.model.owed import Owed, owed
from scenarios.model.register import Measure, Register
from scenarios.model.ruling import LAWFUL, UNKNOWN, Ruling, first, unlawful

NETWORK, ADDRESSEE = "juki_net", "addressee"
FIRST, SECOND, AGAIN = "標準仕様書3.1", "標準仕様書3.2", "標準仕様書3.4"
DAY = timedelta(days=1)


def apply(register: Register, act: ApplyForSupport) -> Ruling:
    """
    A resident asks, for those too who ask together; who has a measure of their own asks for no second one.
    """
    usual = first(
        counter.identity(act.identity),
        counter.not_future(register, act.applied_on),
        counter.residents(register, [act.resident, *act.accompanying]),
    )
    if usual.lawful is not True:
        return usual
    if any(each.resident == act.resident for each in register.measures.values() if not each.over):
        return unlawful(FIRST, "already-done")
    return LAWFUL if len({act.resident, *act.accompanying}) == 1 + len(act.accompanying) else UNKNOWN


def applied(register: Register, act: ApplyForSupport, answer: Accepted) -> list[Owed]:
    """
    Held at once, and everybody who holds the address is told.
    """
    if answer.measure is None:
        return []
    measure = Measure(act.resident, [act.resident, *act.accompanying])
    register.measures[answer.measure] = measure
    return list(_told(register, measure, whole=True))


def decide(register: Register, act: DecideSupport) -> Ruling:
    """
    What is temporary is confirmed or found not to be needed, once.
    """
    measure = register.measures.get(act.measure)
    if measure is None:
        return UNKNOWN
    usual = first(counter.not_future(register, act.decided_on))
    if usual.lawful is not True:
        return usual
    if measure.state == "temporary":
        return LAWFUL if counter.day(act.starts_on or act.decided_on) else UNKNOWN
    return UNKNOWN if measure.state == "previous-address" else unlawful(SECOND, "already-done")


def decided(register: Register, act: DecideSupport, _answer: Accepted) -> list[Owed]:
    """
    Confirmed for a year; or over, and every flag is taken off.
    """
    measure = register.measures.get(act.measure)
    if measure is None:
        return []
    if act.decision == "reject":
        measure.state = "rejected"
        return list(_told(register, measure, whole=True))
    start = counter.day(act.starts_on or act.decided_on)
    measure.state, measure.ends_on = "active", None if start is None else last_day(start)
    fall_due(register)
    return list(_told(register, measure, whole=False))


def extend(register: Register, act: ExtendSupport) -> Ruling:
    """
    From one month before the end; of a confirmed measure.
    """
    measure, asked = register.measures.get(act.measure), counter.day(act.requested_on)
    if measure is None or asked is None or measure.state == "previous-address":
        return UNKNOWN
    usual = first(counter.not_future(register, act.requested_on))
    if usual.lawful is not True:
        return usual
    if measure.state not in ("active", "expired-alert") or measure.ends_on is None:
        return unlawful(AGAIN, "not-permitted", "already-done")
    return unlawful(AGAIN, "not-permitted") if asked < month_before(measure.ends_on) else LAWFUL


def extended(register: Register, act: ExtendSupport, _answer: Accepted) -> list[Owed]:
    """
    A year from the day after the end.
    """
    measure = register.measures.get(act.measure)
    if measure is None or measure.ends_on is None:
        return []
    measure.state, measure.ends_on = "active", last_day(measure.ends_on + DAY)
    fall_due(register)
    return list(_told(register, measure, whole=False))


def end(register: Register, act: EndSupport) -> Ruling:
    """
    A clerk ends what is not over; for its end date only once that has passed.
    """
    measure, on = register.measures.get(act.measure), counter.day(act.ended_on)
    if measure is None or on is None:
        return UNKNOWN
    usual = first(counter.not_future(register, act.ended_on))
    if usual.lawful is not True:
        return usual
    if measure.over:
        return unlawful(AGAIN, "already-done")
    early = act.cause == "expired" and (measure.ends_on is None or on <= measure.ends_on)
    return unlawful(AGAIN, "not-permitted") if early else LAWFUL


def ended(register: Register, act: EndSupport, _answer: Accepted) -> list[Owed]:
    """
    Every flag is taken off, unless another measure covers the person.
    """
    measure = register.measures.get(act.measure)
    if measure is None:
        return []
    measure.state = "ended"
    return list(_told(register, measure, whole=True))


def release(register: Register, act: ReleaseSupport) -> Ruling:
    """
    A hold that stands is lifted for a number of minutes; how many at most, each registry decides.
    """
    measure = register.measures.get(act.measure)
    if measure is None or act.minutes < 1:
        return UNKNOWN
    return unlawful(FIRST, "already-done") if measure.over else LAWFUL


def released(_register: Register, _act: ReleaseSupport, _answer: Accepted) -> list[Owed]:
    """
    Inside the registry only: no neighbour hears of it, and it comes back by itself.
    """
    return []


def is_protected(register: Register, resident: str) -> bool:
    """
    Whether a measure covers somebody now.
    """
    return any(resident in each.covered for each in register.measures.values() if not each.over)


def fall_due(register: Register) -> None:
    """
    Past its end a measure holds on, and waits for a clerk; whoever moved out is protected as at the previous address.
    """
    for measure in register.measures.values():
        if measure.over:
            continue
        holder = register.residents.get(measure.resident)
        if holder is not None and holder.state in ("moved-out", "moved-out-confirmed"):
            measure.state = "previous-address"
        elif measure.ends_on is not None and measure.ends_on < register.today:
            measure.state = "expired-alert"


def claim(register: Register, act: ClaimAtConvenienceStore) -> Ruling:
    """
    A card in use, its holder a resident whom no measure protects; nothing that the terminal does not print.
    """
    if act.pin_check != "passed":
        return unlawful("", "pin-check-failed")
    card = register.cards.get(act.card_id)
    holder = None if card is None else register.living_with(card.code)
    if card is None or holder is None or holder.state != "current" or act.options:
        return UNKNOWN
    if is_protected(register, holder.number):
        return unlawful(FIRST, "not-permitted")
    over = ("suspended", "lapsed", "expired")
    if card.state in over or card.at_organisation in over:
        return unlawful("番号法17条9項・10項", "card-not-usable")
    return LAWFUL if card.state == "active" and card.present_by is None else UNKNOWN


def claimed(_register: Register, _act: ClaimAtConvenienceStore, _answer: Accepted) -> list[Owed]:
    """
    A copy changes nothing.
    """
    return []


def last_day(start: date) -> date:
    """
    The last day of a term that begins on a day (民法143条2項).
    """
    years = limit("T32.term").amount
    if (start.month, start.day) == (2, 29):
        return date(start.year + years, 2, 28)
    return start.replace(year=start.year + years) - DAY


def month_before(day: date) -> date:
    """
    The first day on which an extension may be asked for.
    """
    number = day.year * 12 + day.month - 1 - limit("T32.extension").amount
    year, month = divmod(number, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - DAY).day))


def _told(register: Register, measure: Measure, *, whole: bool) -> Iterator[Owed]:
    today = register.today
    for number in measure.covered:
        others = (each for each in register.measures.values() if each is not measure and not each.over)
        if measure.over and any(number in each.covered for each in others):
            continue
        yield owed("L09", number, ADDRESSEE, today)
        yield owed("J23", number, NETWORK, today)
        if whole:
            yield owed("A01", number, ADDRESSEE, today)
