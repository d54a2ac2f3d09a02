"""
What a fake held before the run began, loaded in bulk: lines of NDJSON, each a message once taken or an act once made.

They are decoded and judged like any other, against a state of their own, which takes the place of the empty one when
the last line is good. Nothing of it is journalled, and what a line would make the fake send is not sent: whom it
concerned was told then.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import AsyncIterator

import msgspec
from msgspec import Struct

from fakes._core.clock import refuse_impossible_days, written
from fakes._core.decoding import decode
from fakes._core.envelope import Envelope
from fakes._core.fields import Token
from fakes._core.messages import incoming
from fakes._core.problem import Problem, Refused
from fakes._core.sender import SCHEMA_VERSION
from fakes._core.town import Town
from fakes._core.traffic import Acted, Answer, Asked, Handled, Outgoing, Received

LONGEST_LINE = 64 * 1024


class LoadLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    One line of a bulk load: a message (``message_type``) or an act (``act``), with its body.

    ``sender`` is the registry unless it is said, ``receiver`` the fake itself.
    """

    body: msgspec.Raw
    message_type: Token | None = None
    act: Token | None = None
    sender: Token | None = None
    receiver: Token | None = None


class Loaded(Struct, frozen=True):
    """
    How many lines were loaded, by message type or act.
    """

    lines: int
    kinds: dict[str, int]


async def load(town: Town, chunks: AsyncIterator[bytes]) -> Loaded:
    """
    ``POST /_control/load``: everything or nothing. The line at fault is named, counted from 1.
    """
    loading = _Loading(town)
    kept = bytearray()
    async for chunk in chunks:
        kept += chunk
        *whole, rest = bytes(kept).split(b"\n")
        kept = bytearray(rest)
        for line in whole:
            await loading.take(line)
        if len(kept) > LONGEST_LINE:
            raise loading.too_long()
    if kept:
        await loading.take(bytes(kept))
    return loading.done()


class _Loading:
    def __init__(self, town: Town) -> None:
        self._town = town
        self._refuse_late()
        self._state = town.definition.fresh(town.start)
        self._exchanges = incoming(town.definition.wire)
        self._kinds: Counter[str] = Counter()
        self._number = 0

    def done(self) -> Loaded:
        self._refuse_late()  # Something may have come while the lines were read.
        self._town.touched = True
        self._town.state = self._state
        return Loaded(sum(self._kinds.values()), dict(sorted(self._kinds.items())))

    def too_long(self) -> Problem:
        place = self._number + 1
        detail = f"Line {place}: longer than {LONGEST_LINE} bytes."
        return Problem(413, "too-large", detail, field=f"line[{place}]")

    async def take(self, raw: bytes) -> None:
        self._number += 1
        if not raw.strip():
            return
        if len(raw) > LONGEST_LINE:
            self._number -= 1
            raise self.too_long()
        try:
            await self._one(decode(raw, LoadLine))
        except Problem as problem:
            place = f"line[{self._number}]"
            problem.field = place if problem.field is None else f"{place}.{problem.field}"
            problem.detail = f"Line {self._number}: {problem.detail}"
            raise

    def _refuse_late(self) -> None:
        if self._town.touched:
            raise Problem(409, "not-fresh", "A load comes once, after the set-up and before everything else.")

    async def _one(self, line: LoadLine) -> None:
        if (line.act is None) == (line.message_type is None):
            raise Refused(None, "A line is a message or an act: one of the two.", code="invalid-field")
        if line.act is not None:
            await self._act(line.act, bytes(line.body))
            self._kinds[line.act] += 1
        elif line.message_type is not None:
            await self._message(line, line.message_type)
            self._kinds[line.message_type] += 1

    async def _act(self, name: str, raw: bytes) -> None:
        found = self._town.definition.acts.get(name)
        if found is None:
            raise Refused("act", "The fake does not act under this name.", code="unknown-act")
        request = decode(raw, found.request, "body")
        refuse_impossible_days(msgspec.to_builtins(request), "body")
        result = found.run(self._state, Asked(request, self._town.clock.now, _nobody))
        _acted: Acted = await result if inspect.isawaitable(result) else result

    async def _message(self, line: LoadLine, kind: str) -> None:
        town, definition = self._town, self._town.definition
        sender = line.sender or town.setup.municipality
        source = "FROM_REGISTRY" if sender == town.setup.municipality else "FROM_TOWN"
        if kind not in getattr(definition.wire, source, {}):
            raise Refused(
                "message_type", "This sender sends no messages of this type.", code="unknown-message-type"
            )
        receiver = line.receiver or definition.name
        if not definition.receives(definition, receiver, town.start):
            raise Refused("receiver", "The message is not for this system.", code="wrong-receiver")
        body = decode(bytes(line.body), self._exchanges[kind].body, "body")
        refuse_impossible_days(msgspec.to_builtins(body), "body")
        received = Received(self._envelope(kind, sender, receiver), body, town.clock.now, _nobody)
        definition.rules.check(self._state, received)
        result = definition.handlers[kind](self._state, received)
        _handled: Handled = await result if inspect.isawaitable(result) else result

    def _envelope(self, kind: str, sender: str, receiver: str) -> Envelope:
        name = f"load-{self._number}"
        return Envelope(
            message_id=name,
            message_type=kind,
            schema_version=SCHEMA_VERSION,
            trace_id=name,
            stream=name,
            sequence=1,
            sender=sender,
            receiver=receiver,
            sent_at=written(self._town.clock.now),
            operator="system",
            terminal="system",
            idempotency_key=name,
        )


async def _nobody(_outgoing: Outgoing) -> Answer:
    raise Refused(None, "Another system would have to be asked, which a load does not do.")
