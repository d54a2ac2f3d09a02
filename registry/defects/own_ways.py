"""
Defects of a registry with ways of its own: it keeps what it only passed on, numbers what it sends by its own count,
and sends when it suits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import outbox, residents
from registry.defects.defect import afterwards, both, builders, defect, handler, reading
from registry.deliveries import Deliveries
from registry.desk import Desk
from registry.messages.house import addressee_change
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import Parts
from registry.reads import Reading
from registry.store import OUTBOX, STREAMS
from registry.wire.addressee import AddresseeChange
from registry.wire.control import Accepted, Found, IssueCopyOfRecord, MovingIn
from registry.wire.juki_net import IdentificationUpdate

AGENCY = "immigration"


class _Monthly(Deliveries):
    """
    Leaves what is for the Agency until the first of a month.
    """

    def _held(self, conn: sa.Connection) -> set[str]:
        now = self._now()
        if now is None or now.day == 1:
            return set()
        return set(conn.execute(sa.select(STREAMS.c.stream).where(STREAMS.c.receiver == AGENCY)).scalars())

    def kick(self, streams: Sequence[str]) -> None:
        """
        Send what is for anybody else.
        """
        with self._store.begin() as conn:
            held = self._held(conn)
        super().kick([stream for stream in streams if stream not in held])

    def open_count(self) -> int:
        """
        What waits for the first of the month is not counted as waiting.
        """
        with self._store.begin() as conn:
            held = self._held(conn)
            waiting = sa.select(sa.func.count()).where(
                OUTBOX.c.stream.in_(held), OUTBOX.c.state.in_(outbox.OPEN)
            )
            return outbox.open_count(conn) - int(conn.execute(waiting).scalar_one())


def _once_a_month(parts: Parts) -> Parts:
    return msgspec.structs.replace(parts, deliveries=_Monthly)


def _number_remembered(desk: Desk, command: MovingIn, accepted: Accepted) -> Accepted:
    noted = {person.ref: person.health_insurance for person in command.persons}
    for entered in accepted.residents:
        insurance = noted.get(entered.ref)
        record = residents.find(desk.conn, entered.resident)
        if record is not None and insurance is not None and insurance.symbol_and_number:
            residents.save(desk.conn, msgspec.structs.replace(record, remarks=insurance.symbol_and_number))
    return accepted


def _remarks_printed(desk: Desk, command: IssueCopyOfRecord, accepted: Accepted) -> Accepted:
    found = [residents.find(desk.conn, number) for number in command.residents]
    remarks = [record.remarks for record in found if record is not None and record.remarks]
    documents = [
        msgspec.structs.replace(document, text="\n".join([document.text, *remarks]))
        for document in accepted.documents
    ]
    return msgspec.structs.replace(accepted, documents=documents)


def _looked_at(sound: Reading) -> Reading:
    def read(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        record = residents.find(conn, found.record.resident) if found.record is not None else None
        if record is not None:
            last = int((record.remarks or "閲覧0").removeprefix("閲覧"))
            residents.save(conn, msgspec.structs.replace(record, remarks=f"閲覧{last + 1}"))
        return found

    return read


def _addressee_number_skipped(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    if told.event.reason != "33":
        return sound
    return msgspec.structs.replace(sound, history_sequence=sound.history_sequence + 1)


def _update_number_skipped(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    if told.event.reason != "31":
        return sound
    return msgspec.structs.replace(sound, update_sequence=sound.update_sequence + 1)


DEFECTS = (
    defect(
        "insurance-number-printed",
        "届出に付記された被保険者の記号番号を控え、住民票の写しに印字する。",
        "The insured person's number that a notification noted is kept, and printed on every copy.",
        both(
            handler("MovingIn", afterwards(_number_remembered)),
            handler("IssueCopyOfRecord", afterwards(_remarks_printed)),
        ),
        must="DEPT-001",
        pattern="kept-what-was-told",
        acts=3,
    ),
    defect(
        "reading-leaves-a-mark",
        "住民票が照会されるたびに、照会の回数を備考に書き加える。",
        "Each look at a record writes into its remarks how often it was looked at.",
        reading("ReadResidentRecord", _looked_at),
        must="LINK-006",
        pattern="read-that-writes",
    ),
    defect(
        "addressee-sequence-skipped",
        "職権修正を伝えるとき、履歴連番を一つ飛ばす。",
        "A01 about a correction ex officio passes over one number of the history sequence.",
        builders(a01=_addressee_number_skipped),
        must="ATE-001",
        # An address that was refused is missing where a protected person's must come.
        may="SEC-007 LINK-009 REL-013 JUKI-010 JUKI-011 JUKI-015 REL-015",
        pattern="sequence-skipped",
        acts=2,
    ),
    defect(
        "update-sequence-skipped",
        "転居を伝えるとき、更新順番号を一つ飛ばす。",
        "J01 about a change of address passes over one update sequence number.",
        builders(j01=_update_number_skipped),
        must="JUKI-005",
        may="JUKI-001 REL-013 JUKI-002 JUKI-008 JUKI-011 JUKI-015 REL-005 REL-018 REL-022 REL-023",
        pattern="sequence-skipped",
        acts=2,
    ),
    defect(
        "agency-told-monthly",
        "市町村通知を翌月一日に取りまとめて送る。",
        "Municipal notices are sent together on the first of the next month.",
        _once_a_month,
        must="IMM-001",
        may="IMM-002 REL-018 REL-021",
        pattern="sent-in-batches",
    ),
)
