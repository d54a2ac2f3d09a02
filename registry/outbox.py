"""
The outbox: messages that were committed with the change that caused them, until each is taken or refused.

At least once: an envelope is written when the change commits and never altered, so a repetition has the same
message id. In order: within one stream the next message is not sent before the one before it was taken. Nothing here
looks at a wall clock: what failed waits until the town's clock moves or somebody settles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa

from registry.opaque import opaque
from registry.rules import dates
from registry.store import OUTBOX, STREAMS, column
from registry.wire.town import Envelope

SCHEMA_VERSION = "1"
OPEN = ("due", "waiting")
"""States of a message that was not taken yet: to be sent now, or after the next wake-up."""


# Built once: making a statement costs more than running it.
_STREAMS_OF = sa.select(STREAMS).where(STREAMS.c.subject.in_(sa.bindparam("subjects", expanding=True)))
_STREAMS_OF_ONE = sa.select(STREAMS).where(STREAMS.c.subject == sa.bindparam("subject"))
_FOUND_STREAM = STREAMS.insert()
_LENGTHEN_STREAM = (
    STREAMS.update().where(STREAMS.c.stream == sa.bindparam("of")).values(sequence=sa.bindparam("now"))
)
_ADD = OUTBOX.insert().inline()
# Not as a list of values, which is written into the statement anew each time.
_IS_OPEN = sa.or_(*(OUTBOX.c.state == state for state in OPEN))
_WAKE = OUTBOX.update().where(OUTBOX.c.state == "waiting").values(state="due")
_OPEN_STREAMS = (
    sa.select(OUTBOX.c.stream).where(_IS_OPEN).group_by(OUTBOX.c.stream).order_by(sa.func.min(OUTBOX.c.n))
)
_MESSAGE = (OUTBOX.c.n, OUTBOX.c.neighbour, OUTBOX.c.resident, OUTBOX.c.message_type, OUTBOX.c.body)
_OPEN_IN_ORDER = (
    sa.select(OUTBOX.c.stream, OUTBOX.c.state, *_MESSAGE)
    .where(_IS_OPEN)
    .order_by(OUTBOX.c.stream, OUTBOX.c.sequence)
)
_OPEN_OF = _OPEN_IN_ORDER.where(OUTBOX.c.stream.in_(sa.bindparam("streams", expanding=True)))
_OPEN_OF_ONE = _OPEN_IN_ORDER.where(OUTBOX.c.stream == sa.bindparam("of"))
_TRIED = {"attempts": OUTBOX.c.attempts + 1}
_DEFER = OUTBOX.update().where(OUTBOX.c.n == sa.bindparam("which")).values(state="waiting", **_TRIED)
_CLOSE = (
    OUTBOX.update()
    .where(OUTBOX.c.n == sa.bindparam("which"))
    .values(state=sa.bindparam("became"), body=sa.literal(""), **_TRIED)
)
_COUNT_OPEN = sa.select(sa.func.count()).select_from(OUTBOX).where(_IS_OPEN)
_ABOUT = (
    sa.select(OUTBOX.c.message_type, STREAMS.c.receiver, OUTBOX.c.state, OUTBOX.c.attempts)
    .join(STREAMS, STREAMS.c.stream == OUTBOX.c.stream)
    .where(OUTBOX.c.resident == sa.bindparam("of"))
    .order_by(OUTBOX.c.n)
)
_STUCK = (
    sa.select(OUTBOX.c.body)
    .where(OUTBOX.c.resident == sa.bindparam("of"), OUTBOX.c.message_type == sa.bindparam("type"))
    .where(_IS_OPEN, OUTBOX.c.attempts > 0)
    .order_by(OUTBOX.c.n)
)
_LATE = (
    sa.select(OUTBOX.c.since, *_MESSAGE)
    .where(_IS_OPEN, OUTBOX.c.overdue.is_(False), OUTBOX.c.attempts > 0)
    .order_by(OUTBOX.c.n)
)
_TOLD_OF = OUTBOX.update().where(OUTBOX.c.n == sa.bindparam("which")).values(overdue=True)


class Actor(msgspec.Struct, frozen=True):
    """
    On whose order something happens; `system` for what the clock or a neighbour causes.
    """

    operator: str
    terminal: str
    trace_id: str


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """
    A message before it has an envelope. `subject` is the person its order belongs to, in the registry's own words;
    `about` the support measure whose flag it sets or takes off.
    """

    neighbour: str
    receiver: str
    subject: str
    message_type: str
    body: msgspec.Struct
    actor: Actor
    at: datetime
    resident: str | None = None
    about: str | None = None


class Parcel(msgspec.Struct, frozen=True):
    """
    What goes over the wire.
    """

    envelope: Envelope
    body: msgspec.Raw


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """
    The parts of the outbox that a deliberate defect may replace.

    `outgoing` sees the drafts of one transaction in order; `envelope` the finished envelope; `kept` decides whether
    a message is stored; `next_of` picks, from the open messages of one stream in order, the one to send.
    """

    outgoing: Callable[[list[Draft]], list[Draft]] = list
    envelope: Callable[[Envelope], Envelope] = lambda envelope: envelope
    kept: Callable[[Envelope], bool] = lambda _envelope: True
    next_of: Callable[[list[int]], int] = lambda numbers: numbers[0]


class Waiting(msgspec.Struct, frozen=True):
    """
    One open message as it is read back for delivery.
    """

    n: int
    neighbour: str
    resident: str | None
    message_type: str
    body: str


def _places(conn: sa.Connection, drafts: Sequence[Draft]) -> list[tuple[str, int]]:
    """
    Stream and sequence for each draft in order, with three statements at most however many drafts there are.
    """
    subjects = sorted({draft.subject for draft in drafts})
    if len(subjects) == 1:  # Nearly always; a list of values is written into the statement anew each time.
        rows_known = conn.execute(_STREAMS_OF_ONE, {"subject": subjects[0]})
    else:
        rows_known = conn.execute(_STREAMS_OF, {"subjects": subjects})
    known = {(row.receiver, row.subject): row for row in rows_known}
    last = {key: (str(row.stream), int(row.sequence)) for key, row in known.items()}
    places = []
    for draft in drafts:
        key = (draft.receiver, draft.subject)
        stream, sequence = last.get(key) or (f"s-{opaque()}", 0)
        last[key] = (stream, sequence + 1)
        places.append((stream, sequence + 1))
    used = {(draft.receiver, draft.subject) for draft in drafts}
    rows = [
        {"receiver": key[0], "subject": key[1], "stream": last[key][0], "sequence": last[key][1]}
        for key in sorted(used)
    ]
    founded = [row for row in rows if (row["receiver"], row["subject"]) not in known]
    if founded:
        conn.execute(_FOUND_STREAM, founded)
    lengthened = [
        {"of": row["stream"], "now": row["sequence"]}
        for row in rows
        if (row["receiver"], row["subject"]) in known
    ]
    if lengthened:
        conn.execute(_LENGTHEN_STREAM, lengthened)
    return places


def enclose(conn: sa.Connection, drafts: Sequence[Draft], sender: str, policy: Policy) -> list[Parcel]:
    """
    The drafts in their envelopes, each with the next place in its stream.
    """
    return [
        _parcel(draft, *place, sender, policy)
        for draft, place in zip(drafts, _places(conn, drafts), strict=True)
    ]


def _parcel(draft: Draft, stream: str, sequence: int, sender: str, policy: Policy) -> Parcel:
    message_id = opaque()
    envelope = Envelope(
        message_id=f"m-{message_id}",
        message_type=draft.message_type,
        schema_version=SCHEMA_VERSION,
        trace_id=draft.actor.trace_id,
        stream=stream,
        sequence=sequence,
        sender=sender,
        receiver=draft.receiver,
        sent_at=dates.written(draft.at),
        operator=draft.actor.operator,
        terminal=draft.actor.terminal,
        idempotency_key=f"k-{message_id}",
    )
    return Parcel(policy.envelope(envelope), msgspec.Raw(msgspec.json.encode(draft.body)))


def add(conn: sa.Connection, drafts: Iterable[Draft], sender: str, policy: Policy) -> list[str]:
    """
    Store messages in the transaction of the change that causes them; answers the streams that grew.
    """
    going = policy.outgoing(list(drafts))
    if not going:
        return []
    rows = [
        {
            "stream": parcel.envelope.stream,
            "sequence": parcel.envelope.sequence,
            "state": "due",
            "neighbour": draft.neighbour,
            "resident": draft.resident,
            "message_type": draft.message_type,
            "about": draft.about,
            "body": msgspec.json.encode(parcel).decode(),
            "since": dates.written(draft.at),
            "attempts": 0,
            "overdue": False,
        }
        for draft, parcel in zip(going, enclose(conn, going, sender, policy), strict=True)
        if policy.kept(parcel.envelope)
    ]
    if rows:
        conn.execute(_ADD, rows)
    return list(dict.fromkeys(str(row["stream"]) for row in rows))


def wake(conn: sa.Connection) -> list[str]:
    """
    Make everything due that waits for a retry; answers every stream with an open message, oldest first.
    """
    streams = column(conn, _OPEN_STREAMS)
    if streams:
        conn.execute(_WAKE)
    return streams


def sendable(conn: sa.Connection, streams: Sequence[str]) -> dict[str, list[Waiting]]:
    """
    Per stream, its open messages in order. A stream whose first one waits for a retry is left out: nothing may
    overtake it.
    """
    found: dict[str, list[Waiting]] = {}
    held: set[str] = set()
    if len(streams) == 1:
        rows = conn.execute(_OPEN_OF_ONE, {"of": streams[0]})
    else:
        rows = conn.execute(_OPEN_OF, {"streams": list(streams)})
    for stream, state, *message in rows:
        if stream not in found and state == "waiting":
            held.add(stream)
        if stream not in held:
            found.setdefault(stream, []).append(Waiting(*message))
    return found


def close(conn: sa.Connection, n: int, state: str) -> None:
    """
    Record what became of a message: `taken`, `refused`, or `waiting` for a retry. A closed message keeps no body.
    """
    if state == "waiting":
        conn.execute(_DEFER, {"which": n})
    else:
        conn.execute(_CLOSE, {"which": n, "became": state})


def open_count(conn: sa.Connection) -> int:
    """
    How many messages are neither taken nor refused.
    """
    return int(conn.execute(_COUNT_OPEN).scalar_one())


class Sent(msgspec.Struct, frozen=True):
    """
    A message about a resident, as a clerk may see it.
    """

    message_type: str
    receiver: str
    state: str
    attempts: int


def about(conn: sa.Connection, resident: str) -> list[Sent]:
    """
    The messages about a resident, oldest first.
    """
    return [Sent(*row) for row in conn.execute(_ABOUT, {"of": resident})]


def stuck(conn: sa.Connection, resident: str, message_type: str) -> Parcel | None:
    """
    The oldest message of this type about a resident that was tried and not taken.
    """
    body = conn.execute(_STUCK, {"of": resident, "type": message_type}).scalar()
    return None if body is None else msgspec.json.decode(body, type=Parcel)


def overdue(conn: sa.Connection, before: datetime) -> list[Waiting]:
    """
    Messages that were tried, wait since before this time and were not told of yet; each is answered once.
    """
    late = [
        Waiting(*message) for since, *message in conn.execute(_LATE) if datetime.fromisoformat(since) < before
    ]
    for message in late:
        conn.execute(_TOLD_OF, {"which": message.n})
    return late
