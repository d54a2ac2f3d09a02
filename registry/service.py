"""
The registry as one object: takes commands, reads and messages, and gives each its transaction.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import audit, clock, codes, holds, inbound, loading, moving_out_data, outbox
from registry.audit import Line
from registry.desk import SYSTEM, Desk, Inquiry
from registry.handlers import falling_due, forms
from registry.neighbours import Neighbours
from registry.opaque import opaque
from registry.outbox import Actor, Draft
from registry.parts import Parts
from registry.reads import is_logged
from registry.refusal import Refusal
from registry.rules import dates
from registry.rules.periods import Settings
from registry.store import Store, get_meta, set_meta
from registry.wire.control import Accepted, Found, Loaded, Refused, Settled, StandingResident, Town
from registry.wire.town import Ack, Envelope

INTERFACE = "1"
LONGEST_WAIT_MS = 600_000
BASIS = "basis"
"""Name under which the table of transfers is kept."""


class NotReadyError(Exception):
    """
    The clock was never set, so nothing can be dated.
    """


class AnotherMessageError(Exception):
    """
    A message comes under the id or the idempotency key of another one.
    """


class Service:
    """
    One registry of one municipality.
    """

    def __init__(
        self, municipality: str, store: Store, neighbours: Neighbours, parts: Parts, settings: Settings
    ) -> None:
        self.municipality = municipality
        self.parts = parts
        self.neighbours = neighbours
        self._store = store
        self._settings = settings
        with store.begin() as conn:
            self._clock = clock.Clock(conn)
            self._basis = _basis_of(get_meta(conn, BASIS))
        self._deliveries = parts.deliveries(store, neighbours, parts.book, self._clock.now)

    def _desk(self, conn: sa.Connection, actor: Actor, answers: Mapping[str, msgspec.Raw | None]) -> Desk:
        now = self._clock.now()
        if now is None:
            raise NotReadyError
        return Desk(
            conn=conn,
            now=now,
            municipality=self.municipality,
            settings=self._settings,
            book=self.parts.book,
            basis=self._basis,
            actor=actor,
            answers=answers,
        )

    def now(self) -> str | None:
        """
        The registry's time as text, or None before it was set.
        """
        now = self._clock.now()
        return None if now is None else dates.written(now)

    def set_town(self, town: Town) -> None:
        """
        Take note of the neighbours, the assigned codes and the table of transfers; nothing is sent.
        """
        self.neighbours.book = dict(town.neighbours)
        with self._store.begin() as conn:
            codes.add(conn, town.assigned_codes)
            set_meta(conn, BASIS, msgspec.json.encode(town.basis).decode())
            self._log(conn, "town", "setting", "set")
        self._basis = dict(town.basis)

    def set_clock(self, now: datetime) -> None:
        """
        Move the clock; what falls due on the way is recorded before this returns, and retries become due.

        Raises `clock.ClockWentBackError`.
        """
        with self._store.begin() as conn, self._clock.moved(conn, now):
            self._log(conn, "clock", "event", "set")
            actor = Actor(SYSTEM, SYSTEM, f"clock-{opaque()}")
            desk = self._desk(conn, actor, {})
            falling_due.record(desk)
            for resident in desk.touched:
                self._log_batch(conn, "falling-due", "recorded", resident)
            erased = moving_out_data.erase_expired(conn, desk.today, self._settings, self.parts.book.rules)
            for _each in range(erased):
                self._log_batch(conn, "moving-out-data", "erased", None)
            self._tell_of_overdue(conn, now)
            desk.post()
        self._deliveries.wake()

    def _tell_of_overdue(self, conn: sa.Connection, now: datetime) -> None:
        limit = now - timedelta(minutes=self.parts.book.rules.delivery_overdue_minutes(self._settings))
        for message in outbox.overdue(conn, limit):
            audit.add_task(
                conn, "delivery-overdue", message.message_type, message.resident, [message.neighbour]
            )

    def load(self, lines: Iterable[tuple[int, StandingResident]]) -> Loaded:
        """
        Take over residents in bulk, in one transaction. Raises `Refusal` naming the line, and `NotReadyError`.
        """
        with self._store.begin() as conn:
            desk = self._desk(conn, Actor(SYSTEM, SYSTEM, f"load-{opaque()}"), {})
            loaded = loading.take_over(desk, lines)
            self._log_batch(conn, "load", f"loaded:{loaded.residents}", None)
            return loaded

    async def settle(self, bound_ms: int) -> Settled:
        """
        Send again what waits as long as something is taken, and wait for what is under way; say what is left.

        A neighbour that takes nothing is asked `idle_rounds` times, then the rest waits for the clock or for the next
        settle: there is no wall-clock timer to pace more.
        """
        try:
            async with asyncio.timeout(max(0, min(bound_ms, LONGEST_WAIT_MS)) / 1000):
                left, idle = self._deliveries.open_count(), 0
                while left > 0 and idle < self._settings.idle_rounds:
                    self._deliveries.wake()
                    await self._deliveries.idle()
                    before, left = left, self._deliveries.open_count()
                    idle = 0 if left < before else idle + 1
        except TimeoutError:
            left = self._deliveries.open_count()
        return Settled(settled=left == 0, undelivered=left)

    async def command(self, name: str, command: Any) -> Accepted | Refused:
        """
        Decide a command: one transaction for everything it does, or a refusal that leaves a log line only.

        Raises `NotReadyError` before the clock was set.
        """
        counter = command.counter
        actor = Actor(counter.operator, counter.terminal, counter.trace_id)
        desk: Desk | None = None
        try:
            forms.check_texts(command, self.parts.book.rules.local_number_is_valid)
            forms.check_counter(counter)
            answers = await self._ask(name, command, actor)
            with self._store.begin() as conn:
                desk = self._desk(conn, actor, answers)
                outcome = holds.apply(desk, name, self.parts.handlers[name](desk, command))
                if desk.alerts:
                    outcome = msgspec.structs.replace(outcome, alerts=[*outcome.alerts, *desk.alerts])
                grown = desk.post()
                self._log_command(conn, name, actor, "accepted", desk)
        except Refusal as refusal:
            return self._refuse(refusal, name, actor, desk)
        self._deliveries.kick(grown)
        return outcome

    async def _ask(self, name: str, command: Any, actor: Actor) -> dict[str, msgspec.Raw | None]:
        wanted = self.parts.inquiries.get(name)
        if wanted is None:
            return {}
        with self._store.begin() as conn:
            desk = self._desk(conn, actor, {})
            inquiries = wanted(desk, command)
            drafts = [self._inquiry_draft(desk, inquiry) for inquiry in inquiries]
            parcels = (
                outbox.enclose(conn, drafts, self.municipality, self.parts.book.outbox) if drafts else []
            )
        answers: dict[str, msgspec.Raw | None] = {}
        for inquiry, parcel in zip(inquiries, parcels, strict=True):
            answers[inquiry.key] = await self._inquire(inquiry, msgspec.json.encode(parcel), actor)
        return answers

    def _inquiry_draft(self, desk: Desk, inquiry: Inquiry) -> Draft:
        # A question belongs to no resident yet, so each has a stream of its own.
        subject = f"inquiry-{opaque()}"
        return desk.draft(inquiry.neighbour, inquiry.body, inquiry.message_type, subject)

    async def _inquire(self, inquiry: Inquiry, content: bytes, actor: Actor) -> msgspec.Raw | None:
        """
        Ask until an answer comes, and log every search with its operator and purpose (住基法30条の29).
        """
        text = f"purpose {inquiry.purpose}" if inquiry.purpose else ""
        for _attempt in range(self._settings.attempts):
            answer = await self.neighbours.post(inquiry.neighbour, inquiry.message_type, content)
            with self._store.begin() as conn:
                self._log(conn, inquiry.message_type, "communication", answer.result, actor, text)
            if answer.result == "refused":
                return None
            if answer.ack is not None:
                reply = answer.ack.reply
                return None if reply is None else msgspec.Raw(msgspec.json.encode(reply.get("body")))
        return None

    def _refuse(self, refusal: Refusal, name: str, actor: Actor, desk: Desk | None) -> Refused:
        with self._store.begin() as conn:
            drafts = [draft for draft in refusal.sends if isinstance(draft, Draft)]
            grown = outbox.add(conn, drafts, self.municipality, self.parts.book.outbox)
            if refusal.task is not None:
                todo = refusal.task
                audit.add_task(conn, todo.kind, todo.message_type, None, list(todo.keys))
            self._log_command(conn, name, actor, f"refused:{refusal.reason}", desk)
        self._deliveries.kick(grown)
        return Refused(outcome="refused", reason=refusal.reason, field=refusal.field, message=refusal.message)

    def _log(
        self,
        conn: sa.Connection,
        function: str,
        kind: audit.Kind,
        result: str,
        actor: Actor | None = None,
        text: str = "",
    ) -> None:
        line = Line(
            operator=_plain(actor.operator) if actor else SYSTEM,
            terminal=_plain(actor.terminal) if actor else SYSTEM,
            function=function,
            kind=kind,
            result=result,
            text=text,
        )
        audit.log(conn, self._clock.now(), line, self.parts.book.rules.access_line)

    def _log_batch(self, conn: sa.Connection, process: str, result: str, resident: str | None) -> None:
        line = Line(
            operator=SYSTEM,
            terminal=SYSTEM,
            function=process,
            kind="event",
            result=result,
            resident=resident,
            text=audit.batch(process, self.municipality),
        )
        audit.log(conn, self._clock.now(), line, self.parts.book.rules.access_line)

    def _log_command(
        self, conn: sa.Connection, name: str, actor: Actor, result: str, desk: Desk | None
    ) -> None:
        """
        One line for each resident whose record was opened, or one for none. A refused command opened records too.
        """
        for resident in self._touched(desk):
            line = Line(
                operator=_plain(actor.operator),
                terminal=_plain(actor.terminal),
                function=name,
                kind="operation",
                result=result,
                resident=resident,
                numbers_seen=desk is not None and desk.numbers_seen,
                text=f"purpose {desk.purpose}" if desk is not None and desk.purpose else "",
            )
            audit.log(conn, self._clock.now(), line, self.parts.book.rules.access_line)

    @staticmethod
    def _touched(desk: Desk | None) -> list[str | None]:
        return [None] if desk is None or not desk.touched else [*desk.touched]

    @property
    def commands(self) -> list[str]:
        """
        Names of the commands that this registry carries out.
        """
        return sorted(self.parts.handlers)

    @property
    def reads(self) -> list[str]:
        """
        Names of the reads that this registry answers.
        """
        return sorted(self.parts.reads)

    def read(self, name: str, query: Any) -> Found:
        """
        Answer a read from the newest decided state, and log whose record was shown.
        """
        with self._store.begin() as conn:
            found = self.parts.reads[name](conn, query)
            if is_logged(query):
                record = found.record
                line = Line(
                    operator="control",
                    terminal="control",
                    function=name,
                    kind="operation",
                    result="shown" if found != Found() else "nothing",
                    resident=record.resident if record else None,
                    numbers_seen=record is not None and record.individual_number is not None,
                )
                audit.log(conn, self._clock.now(), line, self.parts.book.rules.access_line)
            return found

    def receive(self, message_type: str, envelope: Envelope, body: Any) -> Ack:
        """
        Take a message of a neighbour, once.

        Raises `Refusal` where it may not be taken, `AnotherMessageError` where its id or key stands for another one;
        nothing of it is then recorded.
        """
        with self._store.begin() as conn:
            fingerprint = hashlib.sha256(msgspec.json.encode([message_type, body])).hexdigest()
            seen = inbound.seen(conn, envelope)
            if seen is not None:
                if seen.fingerprint != fingerprint:
                    raise AnotherMessageError
                self._log(conn, message_type, "communication", "duplicate")
                return Ack(message_id=envelope.message_id, received="duplicate", journal=seen.journal)
            desk = self._desk(conn, Actor(SYSTEM, SYSTEM, envelope.trace_id), {})
            desk.sender = envelope.sender
            self.parts.arrivals[message_type](desk, body)
            grown = desk.post()
            journal = inbound.take(conn, envelope, fingerprint)
            for resident in self._touched(desk):
                desk.log_line(
                    Line(
                        operator=_plain(envelope.operator),
                        terminal=_plain(envelope.terminal),
                        function=message_type,
                        kind="communication",
                        result="received",
                        resident=resident,
                        numbers_seen=desk.numbers_seen,
                    )
                )
        self._deliveries.kick(grown)
        return Ack(message_id=envelope.message_id, received="new", journal=journal)

    def note(self, function: str, kind: audit.Kind, result: str) -> None:
        """
        Write a log line for something that reached no handler: a missing credential, a malformed request.
        """
        with self._store.begin() as conn:
            self._log(conn, function, kind, result)

    async def close(self) -> None:
        """
        Stop sending and let go of the network and the database; what was not sent stays in the store.
        """
        await self._deliveries.stop()
        await self.neighbours.close()
        self._store.close()


def _basis_of(text: str | None) -> dict[str, bool]:
    return {} if text is None else msgspec.json.decode(text, type=dict[str, bool])


def _plain(text: str) -> str:
    """
    An operator's or terminal's name for the log: cut, without letters that could break a line, never with a number.
    """
    kept = "".join(letter for letter in text if letter.isprintable())[:120]
    digits = sum(letter.isdigit() for letter in kept)
    return "(number withheld)" if digits >= 11 else kept
