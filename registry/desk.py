"""
The desk: what a handler has at hand inside one transaction, and what it leaves there to be sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import msgspec
import sqlalchemy as sa

from registry import audit, households, measures, outbox, printing, residents
from registry.audit import Line
from registry.messages.told import Event, Told
from registry.opaque import opaque
from registry.outbox import Actor, Draft
from registry.refusal import Refusal
from registry.residents import Record
from registry.rulebook import Rulebook
from registry.rules.periods import Settings
from registry.wire.control import Amendment, Document

Alert = Literal[
    "card-to-be-presented",
    "filed-late",
    "household-without-householder",
    "planned-far-ahead",
    "similar-person",
    "support-measure",
]
SYSTEM = "system"


class Inquiry(msgspec.Struct, frozen=True, kw_only=True):
    """
    A question that must be answered by a neighbour before a command can be decided. `key` finds the answer again;
    `purpose` is a word of this program, for the log.
    """

    key: str
    neighbour: str
    message_type: str
    body: msgspec.Struct
    purpose: str = ""


@dataclass
class Desk:
    """
    One transaction with its time, settings, orders and answers.

    `alerts` are told to the clerk beside the answer; `purpose` is that of an inquiry, for the log; `sender` is the
    party whose message is at hand; `change` names what the transaction does, so that its rows of history are found.
    """

    conn: sa.Connection
    now: datetime
    municipality: str
    settings: Settings
    book: Rulebook
    basis: Mapping[str, bool]
    actor: Actor
    answers: Mapping[str, msgspec.Raw | None] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    numbers_seen: bool = False
    purpose: str = ""
    sender: str = ""
    change: str = field(default_factory=lambda: f"change-{opaque()}")
    about: str | None = None
    """The support measure whose flags are being told, if any."""

    @property
    def today(self) -> date:
        """
        The day of the registry's clock.
        """
        return self.now.date()

    def draft(
        self, receiver: str, body: msgspec.Struct, message_type: str, subject: str, **where: str | None
    ) -> Draft:
        """
        A message about a subject, not yet sent. `neighbour` says by whose way it goes; `resident` for the log.
        """
        return Draft(
            neighbour=where.get("neighbour") or receiver,
            receiver=receiver,
            subject=subject,
            message_type=message_type,
            body=body,
            actor=self.actor,
            at=self.now,
            resident=where.get("resident"),
            about=self.about,
        )

    def send(
        self, receiver: str, message_type: str, body: msgspec.Struct | None, record: Record, by: str = ""
    ) -> None:
        """
        Leave a message about a resident to be sent when the transaction commits; None is nothing to send.
        """
        if body is not None:
            self.drafts.append(
                self.draft(
                    receiver,
                    body,
                    message_type,
                    record.resident,
                    neighbour=by or None,
                    resident=record.resident,
                )
            )

    def told(self, record: Record, event: Event) -> Told:
        """
        What a message about the event is made from.
        """
        return Told(
            record=record,
            event=event,
            householder_name=households.head_name(self.conn, record),
            municipality=self.municipality,
            now=self.now,
            operator=self.actor.operator,
            terminal=self.actor.terminal,
            reference=f"r-{opaque()}",
            protected=measures.is_protected(self.conn, record.resident),
        )

    def told_next(self, told: Told, record: Record) -> Told:
        """
        The same event for the next message: the record as it stands now, and a reference of its own.
        """
        return msgspec.structs.replace(told, record=record, reference=f"r-{opaque()}")

    def resident(self, number: str, path: str) -> Record:
        """
        The record of a living resident named in a command.

        Raises `Refusal`: unknown-resident, or not-resident where the record was deleted.
        """
        record = residents.find(self.conn, number)
        if record is None:
            raise Refusal("unknown-resident", path)
        self.touch(number)
        if not record.living:
            raise Refusal("not-resident", path)
        return record

    def anybody(self, number: str, path: str) -> Record:
        """
        The record of a person named in a command, in whatever state.

        Raises `Refusal`: unknown-resident.
        """
        record = residents.find(self.conn, number)
        if record is None:
            raise Refusal("unknown-resident", path)
        self.touch(number)
        return record

    def touch(self, resident: str) -> None:
        """
        Note that a resident's record was touched, for the access log.
        """
        if resident not in self.touched:
            self.touched.append(resident)

    def print_for(self, resident: str, document: Document, printer: str = "counter") -> None:
        """
        Keep a printed document with the resident it was printed for, and log the print with the printer.
        """
        self.documents.append(document)
        printing.keep(self.conn, resident, document)
        self.log_line(
            Line(
                operator=self.actor.operator,
                terminal=self.actor.terminal,
                function=document.kind,
                kind="print",
                result="printed",
                resident=resident,
                numbers_seen=any(item.item == "individual_number" for item in document.items),
                printed=document.issue_number,
                text=f"printer {printer}, copies 1, seal yes",
            )
        )

    def log_line(self, line: Line) -> None:
        """
        Write a line of the access log in this transaction.
        """
        audit.log(self.conn, self.now, line, self.book.rules.access_line)

    def task(
        self,
        kind: str,
        keys: list[str],
        resident: str | None = None,
        message_type: str | None = None,
        *,
        proposed: Sequence[Amendment] = (),
        notice: msgspec.Struct | None = None,
    ) -> None:
        """
        Leave something for a clerk; `proposed` is what a `notice` asks for.
        """
        audit.add_task(self.conn, kind, message_type, resident, keys, proposed, notice)

    def alert(self, alert: Alert) -> None:
        """
        Tell the clerk of something beside the answer, once.
        """
        if alert not in self.alerts:
            self.alerts.append(alert)

    def post(self) -> list[str]:
        """
        Put everything left on the desk into the outbox, in the same transaction; answers the streams that grew.
        """
        grown = outbox.add(self.conn, self.drafts, self.municipality, self.book.outbox)
        self.drafts = []
        return grown
