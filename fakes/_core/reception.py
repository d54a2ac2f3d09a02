"""
The reception of messages: from raw bytes to an Ack or a problem, with an entry in the journal either way.
"""

from __future__ import annotations

import hmac
import inspect
from typing import Any

import msgspec

from fakes._core.clock import moment, refuse_impossible_days, written
from fakes._core.decoding import decode
from fakes._core.envelope import Ack, Envelope
from fakes._core.faults import Action, problem_of
from fakes._core.journal import Outcome
from fakes._core.messages import Exchange, incoming
from fakes._core.problem import Problem, Refused
from fakes._core.sender import SCHEMA_VERSION
from fakes._core.town import Town
from fakes._core.traffic import Answer, Handled, Outgoing, Received


class Incoming(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A message as it arrives; the body is decoded when its type is known.
    """

    envelope: Envelope
    body: msgspec.Raw


class Reception:
    """
    Handles one message of one town; ``peer``, ``envelope`` and ``body`` fill up as it becomes readable.
    """

    def __init__(self, town: Town, message_type: str) -> None:
        self._town = town
        self._message_type = message_type
        self._peers: list[str] = []
        self._envelope: Envelope | None = None
        self._body: Any = None

    def authenticate(self, credential: str | None) -> None:
        """
        Find who may stand behind the credential; Problem 401 where nobody does.
        """
        shown = (credential or "").encode("utf-8", "surrogateescape")
        accepted = self._town.setup.accepts.items()
        self._peers = [name for name, wanted in accepted if hmac.compare_digest(wanted.encode(), shown)]
        if not self._peers:
            raise Problem(401, "unauthenticated", "The credential is missing or not known.")

    async def take(self, raw: bytes) -> Ack:
        """
        Read, judge and handle the message; raise Problem where it is not taken.
        """
        exchange = incoming(self._town.definition.wire).get(self._message_type)
        if exchange is None:
            raise Problem(404, "unknown-message-type", "The fake takes no messages of this type.")
        message = decode(raw, Incoming)
        envelope = self._envelope = message.envelope
        self._judge_envelope(envelope)
        body = decode(bytes(message.body), exchange.body, "body")
        self._body = msgspec.to_builtins(body)
        refuse_impossible_days(self._body, "body")
        action = self._town.faults.strike(envelope.message_type, envelope.receiver)
        if action in ("busy", "error", "refuse"):
            raise problem_of(action)
        async with self._town.inbox.lock(envelope):
            ack = await self._handle_once(exchange, envelope, body, action)
        if action == "lost-answer":
            raise Unsaid(problem_of(action))
        return ack

    def journal_refusal(self, problem: Problem) -> None:
        """
        Write down what was not taken.
        """
        retryable = problem.status in (429, 500, 503)
        if self._envelope is not None and not retryable:
            self._town.inbox.refused(self._envelope)
        self._write("undelivered" if retryable else "refused", problem.status, problem=problem)

    def _judge_envelope(self, envelope: Envelope) -> None:
        town = self._town
        if envelope.message_type != self._message_type:
            raise Refused("envelope.message_type", "The type is not that of the address.", code="wrong-type")
        moment(envelope.sent_at, "envelope.sent_at")
        if not any(_stands_for(peer, envelope.sender, town.setup.municipality) for peer in self._peers):
            raise Problem(403, "wrong-sender", "The credential is not the sender's.", field="envelope.sender")
        if not town.definition.receives(town.definition, envelope.receiver, town.start):
            raise Refused("envelope.receiver", "The message is not for this system.", code="wrong-receiver")
        source = "FROM_REGISTRY" if envelope.sender == town.setup.municipality else "FROM_TOWN"
        if envelope.message_type not in getattr(town.definition.wire, source, {}):
            raise Problem(
                403,
                "not-yours-to-send",
                "This sender sends no messages of this type.",
                field="envelope.sender",
            )

    async def _handle_once(
        self, exchange: Exchange, envelope: Envelope, body: Any, action: Action | None
    ) -> Ack:
        town = self._town
        status = 504 if action == "lost-answer" else 200
        repeated = town.inbox.repetition(envelope, self._body)
        if repeated is not None:
            said = _as_said(repeated, action)
            self._write("duplicate", status, reply=said.reply)
            return said
        town.inbox.refuse_out_of_order(envelope)

        async def ask(outgoing: Outgoing) -> Answer:
            return await town.sender.ask(outgoing, envelope.trace_id)

        town.touched = True
        received = Received(envelope, body, town.clock.now, ask)
        town.definition.rules.check(town.state, received)
        result = town.definition.handlers[envelope.message_type](town.state, received)
        handled = await result if inspect.isawaitable(result) else result
        reply = self._reply(exchange, envelope, handled)
        ack = Ack(
            message_id=envelope.message_id, received="new", journal=town.journal.next_number, reply=reply
        )
        town.inbox.took(envelope, self._body, ack)
        said = _as_said(ack, action)
        self._write("accepted", status, reply=said.reply)
        for inside in handled.inside:
            self._write_inside(inside.message_type, inside.sender, inside.receiver, inside.body, envelope)
        for outgoing in handled.outgoing:
            town.sender.put(outgoing, envelope.trace_id)
        return said

    def _reply(self, exchange: Exchange, envelope: Envelope, handled: Handled) -> dict[str, Any] | None:
        if handled.reply is None or exchange.reply_type is None:
            return None
        answering = self._answering(envelope, exchange.reply_type, envelope.receiver, envelope.sender)
        return {"envelope": answering, "body": msgspec.to_builtins(handled.reply)}

    def _answering(self, envelope: Envelope, message_type: str, sender: str, receiver: str) -> dict[str, Any]:
        # An answer stands in a stream of its own: its order is that of the question.
        made = f"{message_type}-{self._town.journal.next_number}-{envelope.message_id}"[:120]
        answering: dict[str, Any] = msgspec.to_builtins(
            Envelope(
                message_id=made,
                message_type=message_type,
                schema_version=SCHEMA_VERSION,
                trace_id=envelope.trace_id,
                stream=made,
                sequence=1,
                sender=sender,
                receiver=receiver,
                sent_at=written(self._town.clock.now),
                operator="system",
                terminal="system",
                idempotency_key=made,
            )
        )
        return answering

    def _write_inside(
        self, message_type: str, sender: str, receiver: str, body: Any, cause: Envelope
    ) -> None:
        envelope = self._answering(cause, message_type, sender, receiver)
        self._town.journal.write(
            at=written(self._town.clock.now),
            direction="out",
            outcome="accepted",
            peer=receiver,
            message_type=message_type,
            envelope=envelope,
            body=msgspec.to_builtins(body),
            status=200,
        )

    def _write(
        self,
        outcome: Outcome,
        status: int,
        *,
        problem: Problem | None = None,
        reply: dict[str, Any] | None = None,
    ) -> None:
        sender = None if self._envelope is None else self._envelope.sender
        self._town.journal.write(
            at=written(self._town.clock.now),
            direction="in",
            outcome=outcome,
            peer=sender or (self._peers[0] if len(self._peers) == 1 else None),
            message_type=self._message_type,
            envelope=None if self._envelope is None else msgspec.to_builtins(self._envelope),
            body=self._body,
            status=status,
            problem=None if problem is None else msgspec.to_builtins(problem.document),
            rule=None if problem is None else problem.rule,
            reply=reply,
        )


class Unsaid(Exception):  # noqa: N818 - it is no error: the message was taken
    """
    The message was taken and journalled; the answer that goes out says nothing of it.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _as_said(ack: Ack, action: Action | None) -> Ack:
    """
    The Ack as it goes out: what is remembered of the message holds the reply, should it be sent again.
    """
    return msgspec.structs.replace(ack, reply=None) if action == "no-reply" else ack


def _stands_for(peer: str, sender: str, municipality: str) -> bool:
    """
    Whether the credential accepted under the name ``peer`` may name ``sender`` in an envelope.
    """
    if peer == sender:
        return True
    return (peer == "registry" and sender == municipality) or (
        peer == "departments" and sender.startswith("dept-")
    )
