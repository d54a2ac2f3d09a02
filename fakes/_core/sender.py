"""
The outgoing queue of one fake: at least once, in order per stream, by one task that work wakes.

A message that got no answer, 429 or 5xx stays at the head of its stream and is tried again, unchanged, when the clock
moves or ``settle`` is asked. A refused message leaves the queue and its sequence number is used again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import msgspec

from fakes._core.clock import Clock, written
from fakes._core.envelope import Ack, Envelope
from fakes._core.faults import Faults
from fakes._core.journal import Journal, Outcome
from fakes._core.setup import Address
from fakes._core.traffic import REGISTRY, Answer, Outgoing

SCHEMA_VERSION = "1.0"
NOT_NOW = frozenset({408, 429})
SERVER_FAULT = 500
TAKEN = 200
NO_ADDRESS = "no-address"


@dataclass
class Stream:
    """
    One opaque stream to one receiver: how many messages were taken, and what waits.
    """

    key: str
    taken: int = 0
    waiting: list[Parcel] = field(default_factory=list)
    stuck: bool = False


@dataclass
class Parcel:
    """
    One message on the way; its envelope is written once, at the first attempt.
    """

    outgoing: Outgoing
    trace_id: str
    body: Any
    message_id: str
    idempotency_key: str
    envelope: Envelope | None = None


class Sender:
    """
    Delivers what the fake wants sent.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        journal: Journal,
        addresses: dict[str, Address],
        municipality: str,
        client: Callable[[], httpx.AsyncClient],
        faults: Faults,
    ) -> None:
        self._name = name
        self._clock = clock
        self._journal = journal
        self._addresses = addresses
        self._municipality = municipality
        self._client = client
        self._faults = faults
        self._streams: dict[tuple[str, str, str], Stream] = {}
        self._busy: dict[str, Stream] = {}
        self._task: asyncio.Task[None] | None = None

    def put(self, outgoing: Outgoing, trace_id: str) -> None:
        """
        Queue a message and wake the task.
        """
        self._keep(self._stream(outgoing), self._parcel(outgoing, trace_id))
        self._wake()

    async def ask(self, outgoing: Outgoing, trace_id: str) -> Answer:
        """
        Send one message at once, in a stream of its own, and give the answer; nothing is retried.
        """
        return await self._attempt(Stream(secrets.token_hex(8)), self._parcel(outgoing, trace_id))

    async def send_first(
        self, outgoing: Outgoing, trace_id: str, idempotency_key: str | None
    ) -> tuple[str, Answer]:
        """
        Send now; without an answer it stays queued. A key given again repeats the same message in the same stream.
        """
        subject = f"act {idempotency_key or secrets.token_hex(8)}"
        stream = self._stream(replace(outgoing, subject=subject))
        parcel = self._parcel(outgoing, trace_id)
        if idempotency_key is not None:
            parcel.idempotency_key = idempotency_key
            parcel.message_id = f"{self._name}-act-{idempotency_key}"[:120]
        stream.taken = 0
        answer = await self._attempt(stream, parcel)
        if _is_unanswered(answer):
            self._keep(stream, parcel)
            stream.stuck = True
        return parcel.message_id, answer

    def retry(self) -> None:
        """
        Try everything again that is still here.
        """
        for stream in self._busy.values():
            stream.stuck = False
        self._wake()

    async def settle(self, bound_ms: int) -> int:
        """
        Try again and wait until nothing more can be tried, or for ``bound_ms``; give the number still here.
        """
        self.retry()
        task = self._task
        if task is not None:
            # The task itself is never cancelled: a message half sent would be lost to the journal.
            await asyncio.wait({task}, timeout=bound_ms / 1000)
            if task.done():
                task.result()
        return self.undelivered

    @property
    def undelivered(self) -> int:
        """
        How many messages are still here.
        """
        return sum(len(stream.waiting) for stream in self._busy.values())

    def drop(self) -> None:
        """
        Forget what is queued; for a new set-up.
        """
        for stream in self._streams.values():
            stream.waiting.clear()
        self._streams.clear()
        self._busy.clear()

    def _stream(self, outgoing: Outgoing) -> Stream:
        key = (outgoing.sender or self._name, outgoing.receiver, outgoing.subject)
        return self._streams.setdefault(key, Stream(secrets.token_hex(8)))

    def _keep(self, stream: Stream, parcel: Parcel) -> None:
        stream.waiting.append(parcel)
        self._busy[stream.key] = stream

    def _parcel(self, outgoing: Outgoing, trace_id: str) -> Parcel:
        made = f"{self._name}-{secrets.token_hex(12)}"
        return Parcel(outgoing, trace_id, msgspec.to_builtins(outgoing.body), made, made)

    def _wake(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._deliver())

    async def _deliver(self) -> None:
        while ready := [s for s in self._busy.values() if s.waiting and not s.stuck]:
            for stream in ready:
                answer = await self._attempt(stream, stream.waiting[0])
                if _is_unanswered(answer):
                    stream.stuck = True
                elif stream.waiting:
                    del stream.waiting[0]
                if not stream.waiting:
                    self._busy.pop(stream.key, None)

    async def _attempt(self, stream: Stream, parcel: Parcel) -> Answer:
        outgoing = parcel.outgoing
        address = self._addresses.get(_addressed(outgoing.receiver))
        if parcel.envelope is None:
            parcel.envelope = self._envelope(stream, parcel)
        if address is None:
            answer = Answer(
                None, None, {"code": NO_ADDRESS, "detail": "The set-up names no address for the receiver."}
            )
        else:
            answer = await self._post(address, parcel)
        outcome: Outcome = "undelivered" if _is_unanswered(answer) or address is None else "refused"
        if answer.ack is not None:
            stream.taken = parcel.envelope.sequence
            outcome = "duplicate" if answer.ack["received"] == "duplicate" else "accepted"
        self._journal.write(
            at=written(self._clock.now),
            direction="out",
            outcome=outcome,
            peer=outgoing.receiver,
            message_type=outgoing.message_type,
            envelope=msgspec.to_builtins(parcel.envelope),
            body=parcel.body,
            status=answer.status,
            problem=answer.problem,
            rule=(answer.problem or {}).get("rule"),
            reply=(answer.ack or {}).get("reply"),
        )
        return answer

    async def _post(self, address: Address, parcel: Parcel) -> Answer:
        prefix = "town" if parcel.outgoing.receiver == REGISTRY else "messages"
        url = f"{address.url.rstrip('/')}/{prefix}/{parcel.outgoing.message_type}"
        content = msgspec.json.encode({"envelope": parcel.envelope, "body": parcel.body})
        wrong = self._faults.strike_sending(parcel.outgoing.message_type, parcel.outgoing.receiver)
        credential = secrets.token_hex(16) if wrong else address.credential
        headers = {"authorization": f"Bearer {credential}", "content-type": "application/json"}
        try:
            response = await self._client().post(url, content=content, headers=headers)
        except httpx.RequestError as error:
            return Answer(None, None, {"code": "no-answer", "detail": type(error).__name__})
        if response.status_code == TAKEN:
            try:
                ack = msgspec.json.decode(response.content, type=Ack)
            except (msgspec.DecodeError, UnicodeDecodeError):
                return Answer(None, None, {"code": "malformed-answer", "detail": "200 without an Ack."})
            return Answer(TAKEN, msgspec.to_builtins(ack), None)
        return Answer(response.status_code, None, _problem_in(response))

    def _envelope(self, stream: Stream, parcel: Parcel) -> Envelope:
        outgoing = parcel.outgoing
        return Envelope(
            message_id=parcel.message_id,
            message_type=outgoing.message_type,
            schema_version=SCHEMA_VERSION,
            trace_id=parcel.trace_id,
            stream=stream.key,
            sequence=stream.taken + 1,
            sender=outgoing.sender or self._name,
            receiver=self._municipality if outgoing.receiver == REGISTRY else outgoing.receiver,
            sent_at=written(self._clock.now),
            operator="system",
            terminal="system",
            idempotency_key=parcel.idempotency_key,
        )


def _addressed(receiver: str) -> str:
    return "departments" if receiver.startswith("dept-") else receiver


def _is_unanswered(answer: Answer) -> bool:
    if answer.status is None:
        return (answer.problem or {}).get("code") != NO_ADDRESS
    return answer.status in NOT_NOW or answer.status >= SERVER_FAULT


def _problem_in(response: httpx.Response) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(response.content, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {"code": "malformed-answer", "status": response.status_code}
    return found


def new_trace() -> str:
    """
    A trace id for what no message caused: the clock, or an act without one.
    """
    return f"town-{secrets.token_hex(12)}"
