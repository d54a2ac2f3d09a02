"""
Support measures at the counter: applied for, decided, extended, ended, released for minutes (STD 3.1–3.4).
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from registry import measures, protection
from registry.desk import Desk
from registry.handlers import forms
from registry.handlers.moving_in import new_change_id
from registry.measures import Measure
from registry.refusal import Refusal
from registry.rules import dates
from registry.store import next_value
from registry.wire.control import (
    Accepted,
    ApplyForSupport,
    DecideSupport,
    EndSupport,
    ExtendSupport,
    ReleaseSupport,
)


def _found(desk: Desk, handle: str) -> Measure:
    measure = measures.find(desk.conn, handle)
    if measure is None:
        raise Refusal("unknown-measure", "measure")
    if measure.over:
        raise Refusal("already-done", "measure")
    desk.touch(measure.resident)
    return measure


def _accepted(measure: Measure) -> Accepted:
    return Accepted(outcome="accepted", change_id=new_change_id(), measure=measure.measure)


def handle_application(desk: Desk, command: ApplyForSupport) -> Accepted:
    """
    Hold at once, as a temporary measure, and set every flag; the decision comes later.
    """
    forms.past(desk, command.applied_on, "applied_on")
    desk.book.rules.check_identity(command.identity)
    desk.resident(command.resident, "resident")
    for index, other in enumerate(command.accompanying):
        if other == command.resident or other in command.accompanying[:index]:
            raise Refusal("data-mismatch", f"accompanying[{index}]")
        desk.resident(other, f"accompanying[{index}]")
    if any(
        not measure.over and measure.resident == command.resident
        for measure in measures.of(desk.conn, command.resident)
    ):
        raise Refusal("already-done", "resident")
    measure = Measure(
        measure=f"support-{next_value(desk.conn, 'support'):08d}",
        resident=command.resident,
        accompanying=command.accompanying,
        state="temporary",
        opinion=command.opinion,
    )
    protection.save(desk, measure)
    protection.tell(desk, measure, whole=True)
    return _accepted(measure)


def handle_decision(desk: Desk, command: DecideSupport) -> Accepted:
    """
    Confirm for a year, or take every flag off again.
    """
    decided_on = forms.past(desk, command.decided_on, "decided_on")
    measure = _found(desk, command.measure)
    if measure.state != "temporary":
        raise Refusal("already-done", "measure")
    if command.decision == "reject":
        rejected = protection.save(desk, msgspec.structs.replace(measure, state="rejected"))
        protection.tell(desk, rejected, whole=True)
        return _accepted(rejected)
    starts_on = decided_on if command.starts_on is None else forms.civil(command.starts_on, "starts_on")
    confirmed = msgspec.structs.replace(
        measure,
        state="active",
        starts_on=starts_on.isoformat(),
        ends_on=desk.book.rules.support_term(starts_on).isoformat(),
    )
    protection.save(desk, confirmed)
    protection.tell(desk, confirmed, whole=False)
    protection.fall_due(desk)
    return _accepted(confirmed)


def handle_extension(desk: Desk, command: ExtendSupport) -> Accepted:
    """
    A further year from the day after the end; asked for from one month before it, also once it has passed.
    """
    requested_on = forms.past(desk, command.requested_on, "requested_on")
    measure = _found(desk, command.measure)
    if measure.state not in ("active", "expired-alert") or measure.ends_on is None:
        raise Refusal("not-permitted", "measure", "only a confirmed measure is extended")
    end = date.fromisoformat(measure.ends_on)
    if requested_on < desk.book.rules.support_extension_from(end):
        raise Refusal("not-permitted", "requested_on", "too early")
    extended = msgspec.structs.replace(
        measure,
        state="active",
        ends_on=desk.book.rules.support_term(end + timedelta(days=1)).isoformat(),
        alerted=None,
    )
    protection.save(desk, extended)
    protection.settle(desk, extended)
    protection.tell(desk, extended, whole=False)
    protection.fall_due(desk)
    return _accepted(extended)


def handle_end(desk: Desk, command: EndSupport) -> Accepted:
    """
    End the measure by a clerk's act and take the flag off everywhere.
    """
    ended_on = forms.past(desk, command.ended_on, "ended_on")
    measure = _found(desk, command.measure)
    end = dates.civil(measure.ends_on or "")
    if command.cause == "expired" and (end is None or ended_on <= end):
        raise Refusal("not-permitted", "cause", "the end date has not passed")
    ended = msgspec.structs.replace(measure, state="ended", released_until=None)
    protection.save(desk, ended)
    protection.settle(desk, ended)
    protection.tell(desk, ended, whole=True)
    return _accepted(ended)


def handle_release(desk: Desk, command: ReleaseSupport) -> Accepted:
    """
    Lift the hold for minutes, here and nowhere else; no neighbour hears of it.
    """
    measure = _found(desk, command.measure)
    if not 1 <= command.minutes <= desk.settings.support_release_minutes:
        raise Refusal("not-permitted", "minutes")
    until = desk.now + timedelta(minutes=command.minutes)
    protection.save(desk, msgspec.structs.replace(measure, released_until=dates.written(until)))
    return _accepted(measure)
