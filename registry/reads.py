"""
Reads: the newest decided state, changed by none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import sqlalchemy as sa

from registry import (
    analyses,
    audit,
    cards,
    changes,
    clock,
    dispatches,
    households,
    measures,
    moving_out_data,
    outbox,
    recompiled,
    residents,
    supplementary,
)
from registry.printing import documents_of
from registry.residents import Record
from registry.rules import dates
from registry.rules.letters import is_writable
from registry.rules.relationship import HOUSEHOLDER
from registry.store import STAYS, get_meta
from registry.wire.control import (
    Delivery,
    Found,
    HeldMovingOutData,
    Household,
    ReadAccessLog,
    ReadCard,
    ReadDeliveries,
    ReadDispatches,
    ReadDocuments,
    ReadHousehold,
    ReadLogAnalyses,
    ReadMovingOutData,
    ReadRecompiledOriginal,
    ReadResidentRecord,
    ReadStatistics,
    ReadSupplementaryRecord,
    ReadSupportMeasures,
    ReadTasks,
    ResidentRecord,
    Statistics,
)

MOST_LINES = 10_000
GREATEST = 2**31 - 1


def is_logged(query: Any) -> bool:
    """
    Whether a read leaves a line. Every read does, but of the log itself only where a reading begins: were its further
    pages logged too, no reader would ever come to the end.
    """
    return not isinstance(query, ReadAccessLog) or query.after <= 0


def shown(conn: sa.Connection, record: Record, municipality: str) -> ResidentRecord:
    """
    The record as the control interface shows it.
    """
    own = {name: getattr(record, name) for name in ResidentRecord.__struct_fields__ if hasattr(record, name)}
    return ResidentRecord(
        **{
            **own,
            "householder": record.relationship == HOUSEHOLDER,
            "householder_name": households.head_name(conn, record),
            "municipality": municipality,
            "history": changes.history(conn, record.resident),
            "protected": measures.is_protected(conn, record.resident),
        }
    )


def _text(value: str | None) -> str | None:
    return value if value is not None and is_writable(value) else None


def resident_record(conn: sa.Connection, query: ReadResidentRecord) -> Found:
    """
    One record by local addressee number or Resident Record Code; by both, only where they agree.
    """
    number, code = _text(query.resident), _text(query.resident_record_code)
    record = residents.find(conn, number) if number else None
    if record is None and number is None and code:
        record = residents.with_code(conn, code)
    if record is None or (code and record.resident_record_code != code):
        return Found()
    return Found(record=shown(conn, record, municipality_of(conn)))


def recompiled_original(conn: sa.Connection, query: ReadRecompiledOriginal) -> Found:
    """
    What a record showed until it was recompiled.
    """
    number = _text(query.resident)
    known = number and 0 < query.recompilation <= GREATEST
    return Found(record=recompiled.find(conn, number or "", query.recompilation) if known else None)


def municipality_of(conn: sa.Connection) -> str:
    """
    The municipality that this store belongs to.
    """
    return get_meta(conn, "municipality") or ""


def household(conn: sa.Connection, query: ReadHousehold) -> Found:
    """
    The living members of a household.
    """
    number = _text(query.household)
    if not number or not households.exists(conn, number):
        return Found()
    members = [record.resident for record in residents.members(conn, number)]
    if not members:
        # A number that leads to nobody is no household (the standard specification 4.0.4).
        return Found()
    head = households.head(conn, number)
    return Found(
        household=Household(household=number, householder=head if head in members else None, members=members)
    )


def card(conn: sa.Connection, query: ReadCard) -> Found:
    """
    One card.
    """
    card_id = _text(query.card_id)
    found = cards.find(conn, card_id) if card_id else None
    return Found(card=found.shown() if found else None)


def mail(conn: sa.Connection, query: ReadDispatches) -> Found:
    """
    Mail about a resident's number and card.
    """
    number = _text(query.resident)
    if not number or residents.find(conn, number) is None:
        return Found()
    return Found(dispatches=[mailing.shown() for mailing in dispatches.of(conn, number)])


def held_data(conn: sa.Connection, query: ReadMovingOutData) -> Found:
    """
    Moving-out data in hand.
    """
    code = _text(query.resident_record_code)
    held = moving_out_data.find(conn, code) if code else None
    if held is None or code is None:
        return Found()
    return Found(
        moving_out_data=HeldMovingOutData(
            resident_record_code=code,
            from_municipality=held.from_municipality,
            planned_on=held.planned_on,
            received_at=held.received_at,
        )
    )


def documents(conn: sa.Connection, query: ReadDocuments) -> Found:
    """
    What was printed for a resident.
    """
    number = _text(query.resident)
    if not number or residents.find(conn, number) is None:
        return Found()
    return Found(documents=documents_of(conn, number))


def access_log(conn: sa.Connection, query: ReadAccessLog) -> Found:
    """
    Lines of the access log.
    """
    after = max(0, min(query.after, GREATEST))
    limit = max(0, min(query.limit, MOST_LINES))
    return Found(lines=audit.lines(conn, after, limit))


def statistics(conn: sa.Connection, query: ReadStatistics) -> Found:
    """
    Residents and households at the end of a day; who moves out is no resident from the planned date.
    """
    day = dates.civil(query.on)
    if day is None:
        return Found()
    rows = conn.execute(sa.select(STAYS).where(STAYS.c.began_on <= query.on)).all()
    there = [row for row in rows if row.ended_on is None or (dates.latest(row.ended_on) or day) > day]
    return Found(
        statistics=Statistics(
            on=query.on,
            residents=len(there),
            foreign_residents=sum(bool(row.is_foreign) for row in there),
            households=len({row.household for row in there}),
        )
    )


def tasks(conn: sa.Connection, query: ReadTasks) -> Found:
    """
    What waits for a clerk.
    """
    return Found(tasks=audit.tasks(conn, max(0, min(query.after, GREATEST))))


def support(conn: sa.Connection, query: ReadSupportMeasures) -> Found:
    """
    Support measures that cover a resident, or did.
    """
    number = _text(query.resident)
    if not number or residents.find(conn, number) is None:
        return Found()
    now = clock.read(conn)
    return Found(measures=[measures.shown(conn, measure, now) for measure in measures.of(conn, number)])


def log_analyses(conn: sa.Connection, query: ReadLogAnalyses) -> Found:
    """
    The standard analyses of the access log.
    """
    if dates.civil(query.from_day) is None or dates.civil(query.to_day) is None:
        return Found()
    return Found(analyses=analyses.of(conn, query.from_day, query.to_day))


STATES: Mapping[str, Literal["refused", "taken", "waiting"]] = {
    "due": "waiting",
    "refused": "refused",
    "taken": "taken",
    "waiting": "waiting",
}


def deliveries(conn: sa.Connection, query: ReadDeliveries) -> Found:
    """
    What was, or is still to be, told about a resident.
    """
    number = _text(query.resident)
    if not number or residents.find(conn, number) is None:
        return Found()
    return Found(
        deliveries=[
            Delivery(
                message_type=sent.message_type,
                receiver=sent.receiver,
                state=STATES[sent.state],
                attempts=sent.attempts,
            )
            for sent in outbox.about(conn, number)
        ]
    )


def supplementary_record(conn: sa.Connection, query: ReadSupplementaryRecord) -> Found:
    """
    The supplementary family-register record kept here.
    """
    number = _text(query.resident)
    return Found(supplementary=supplementary.find(conn, number) if number else None)


Reading = Callable[[sa.Connection, Any], Found]

READS: Mapping[str, Reading] = {
    "ReadResidentRecord": resident_record,
    "ReadHousehold": household,
    "ReadRecompiledOriginal": recompiled_original,
    "ReadCard": card,
    "ReadDispatches": mail,
    "ReadSupportMeasures": support,
    "ReadLogAnalyses": log_analyses,
    "ReadMovingOutData": held_data,
    "ReadDocuments": documents,
    "ReadAccessLog": access_log,
    "ReadStatistics": statistics,
    "ReadTasks": tasks,
    "ReadDeliveries": deliveries,
    "ReadSupplementaryRecord": supplementary_record,
}
