"""
Resident records (住基法7条): what stands on one, and how records are found and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
import sqlalchemy as sa

from registry.rules.check_digits import local_number
from registry.store import RESIDENTS, STAYS, column, next_value
from registry.wire.control import FiledBy, Foreign, Insurance

Sex = Literal["female", "male", "unknown"]
State = Literal["current", "deleted", "moved-out", "moved-out-confirmed", "planned-out"]

LIVING = ("current", "planned-out")
"""States in which a person is a resident."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """
    One resident record. Dates are ISO text; `born_on` and `deleted_on` may have unknown parts.

    `notices` and `addressee_changes` count what was told to the network and to the addressee system; `copy_id` is
    the record identification of the provision copy, None while there is none. `cause_dated_on` is the date of the
    cause of a deletion (住基法15条の3), `number_change` the reason of a change of the Individual Number that was asked
    for and not answered yet.
    """

    resident: str
    household: str
    position: int
    state: State
    resident_record_code: str
    individual_number: str | None
    name: str
    name_kana: str
    born_on: str
    sex: Sex
    relationship: str
    address: str
    building: str | None
    postal_code: str
    town_code: str
    became_resident_on: str
    settled_on: str
    notified_on: str | None
    previous_municipality: str | None
    previous_address: str | None
    registered_domicile: str | None = None
    registered_domicile_municipality: str | None = None
    head_of_family_register: str | None = None
    former_surname: str | None = None
    former_surname_kana: str | None = None
    common_name: str | None = None
    common_name_history: str | None = None
    foreign: Foreign | None = None
    planned_out_on: str | None = None
    planned_destination: str | None = None
    destination_municipality: str | None = None
    out_notified_on: str | None = None
    out_kind: str | None = None
    out_route: str | None = None
    confirmed_out_on: str | None = None
    confirmation_notified_on: str | None = None
    confirmed_destination: str | None = None
    deleted_on: str | None = None
    deletion_reason: str | None = None
    cause_dated_on: str | None = None
    unreported_municipality: str | None = None
    unreported_address: str | None = None
    last_recorded_address: str | None = None
    telephone: str | None = None
    administrative_district: str | None = None
    school_district: str | None = None
    polling_district: str | None = None
    actual_relationship: str | None = None
    remarks: str | None = None
    quasi_household: str | None = None
    branch_office: str | None = None
    district: str | None = None
    neighbourhood_group: str | None = None
    junior_high_school_district: str | None = None
    assessing_body: str | None = None
    name_in_kanji: str | None = None
    name_in_katakana: str | None = None
    common_name_kana: str | None = None
    mailing_name: str | None = None
    recompilation: int = 0
    recompiled_on: str | None = None
    health_insurance: Insurance | None = None
    elderly_care: bool = False
    long_term_care: bool = False
    child_allowance: bool = False
    pension_class: str | None = None
    basic_pension_number: str | None = None
    number_change: str | None = None
    filed_by: FiledBy | None = None
    notices: int = 0
    addressee_changes: int = 0
    copy_id: str | None = None

    @property
    def living(self) -> bool:
        """
        Whether the person is a resident: current, or planned to move out later.
        """
        return self.state in LIVING

    @property
    def order_of_entry(self) -> int:
        """
        The place of the person among the members of the household (記載順位).
        """
        return self.position

    @property
    def full_address(self) -> str:
        """
        The address with the building, as one text.
        """
        return self.address if not self.building else f"{self.address}　{self.building}"


def new_number(conn: sa.Connection, kind: str) -> str:
    """
    A local addressee or household number never given before, with its check digit.

    Running numbers for which the rule names no check digit are passed over (the standard specification 1.1.13).
    """
    while True:
        number = local_number(next_value(conn, kind))
        if number is not None:
            return number


# Built once: making a statement costs more than running it.
_BODY = sa.select(RESIDENTS.c.body)
_BY_RESIDENT = _BODY.where(RESIDENTS.c.resident == sa.bindparam("value"))
_BY_CODE = _BODY.where(RESIDENTS.c.resident_record_code == sa.bindparam("value"))
_BY_NUMBER = _BODY.where(RESIDENTS.c.individual_number == sa.bindparam("value"))
_BY_CARD = _BODY.where(RESIDENTS.c.residence_card_number == sa.bindparam("value"))
# Not as a list of values, which is written into the statement anew each time.
_LIVES = sa.or_(*(RESIDENTS.c.state == state for state in LIVING))
_MEMBERS = _BODY.where(RESIDENTS.c.household == sa.bindparam("value"), _LIVES).order_by(RESIDENTS.c.position)
_PLANNED_OUT = _BODY.where(
    RESIDENTS.c.state == "planned-out", RESIDENTS.c.planned_out_on <= sa.bindparam("until")
).order_by(RESIDENTS.c.planned_out_on, RESIDENTS.c.household, RESIDENTS.c.position)
_MOVED_OUT = _BODY.where(
    RESIDENTS.c.state == "moved-out", RESIDENTS.c.planned_out_on <= sa.bindparam("until")
).order_by(RESIDENTS.c.resident)
_BORN_AND_GONE = _BODY.where(RESIDENTS.c.born_on == sa.bindparam("on"), sa.not_(_LIVES)).order_by(
    RESIDENTS.c.resident
)
_LIVING = _BODY.where(_LIVES).order_by(RESIDENTS.c.resident)
_ENTER = RESIDENTS.insert()
_CHANGE = RESIDENTS.update().where(RESIDENTS.c.resident == sa.bindparam("of"))
_RECOUNT = _CHANGE.values(body=sa.bindparam("text"))
_STAYED_UNTIL = sa.select(sa.func.max(STAYS.c.ended_on)).where(
    STAYS.c.resident == sa.bindparam("of"), STAYS.c.began_on != sa.bindparam("since")
)
_BEGIN_STAY = STAYS.insert()
_REDATE_STAY = STAYS.update().where(STAYS.c.resident == sa.bindparam("of"), STAYS.c.ended_on.is_(None))
_CHANGE_STAY = STAYS.update().where(
    STAYS.c.resident == sa.bindparam("of"), STAYS.c.began_on == sa.bindparam("since")
)


def row(record: Record) -> dict[str, object]:
    """
    The record as a row of its table.
    """
    return {
        "resident": record.resident,
        "household": record.household,
        "position": record.position,
        "state": record.state,
        "resident_record_code": record.resident_record_code,
        "individual_number": record.individual_number,
        "residence_card_number": record.foreign.residence_card_number if record.foreign else None,
        "planned_out_on": record.planned_out_on,
        "born_on": record.born_on,
        "body": msgspec.json.encode(record).decode(),
    }


def save(conn: sa.Connection, record: Record) -> None:
    """
    Keep the record, new or changed, with the stay that statistics count. A stay that goes on and now began on another
    day is the same one, put right.
    """
    kept = row(record)
    known = conn.execute(_CHANGE, {**kept, "of": record.resident}).rowcount > 0
    if not known:
        conn.execute(_ENTER, kept)
    stay = {
        "ended_on": record.deleted_on,
        "household": record.household,
        "is_foreign": record.foreign is not None,
    }
    began_on = record.became_resident_on
    if known and conn.execute(_CHANGE_STAY, {**stay, "of": record.resident, "since": began_on}).rowcount:
        return
    begun = {**stay, "began_on": began_on}
    if not known or conn.execute(_REDATE_STAY, {**begun, "of": record.resident}).rowcount == 0:
        conn.execute(_BEGIN_STAY, {**begun, "resident": record.resident})


def stayed_until(conn: sa.Connection, resident: str, began_on: str) -> str | None:
    """
    When the person's stay before the one that began on the day ended, or None where there was none.
    """
    ended_on = conn.execute(_STAYED_UNTIL, {"of": resident, "since": began_on}).scalar_one()
    return None if ended_on is None else str(ended_on)


def recount(conn: sa.Connection, record: Record) -> None:
    """
    Keep a record of which nothing changed but what was told: its counts and the name of its provision copy.
    """
    conn.execute(_RECOUNT, {"of": record.resident, "text": msgspec.json.encode(record).decode()})


def _found(
    conn: sa.Connection, statement: sa.Select[tuple[str]], values: Mapping[str, str] | None = None
) -> list[Record]:
    return [msgspec.json.decode(body, type=Record) for body in column(conn, statement, values)]


def find(conn: sa.Connection, resident: str) -> Record | None:
    """
    The record with this local addressee number, in whatever state.
    """
    return next(iter(_found(conn, _BY_RESIDENT, {"value": resident})), None)


def with_code(conn: sa.Connection, code: str) -> Record | None:
    """
    The record with this Resident Record Code, in whatever state.
    """
    return next(iter(_found(conn, _BY_CODE, {"value": code})), None)


def with_number(conn: sa.Connection, number: str) -> Record | None:
    """
    The record with this Individual Number, in whatever state.
    """
    return next(iter(_found(conn, _BY_NUMBER, {"value": number})), None)


def with_residence_card(conn: sa.Connection, number: str) -> list[Record]:
    """
    The records with this number of a residence card, in whatever state.
    """
    return _found(conn, _BY_CARD, {"value": number})


def members(conn: sa.Connection, household: str) -> list[Record]:
    """
    The living members of a household in the order of the record.
    """
    return _found(conn, _MEMBERS, {"value": household})


def planned_out(conn: sa.Connection, until: str) -> list[Record]:
    """
    Records whose planned date of moving out is not after the day, earliest first.
    """
    return _found(conn, _PLANNED_OUT, {"until": until})


def like(conn: sa.Connection, born_on: str, sex: str) -> list[Record]:
    """
    Deleted records with this date of birth and sex, for a clerk to compare names.
    """
    return [record for record in _found(conn, _BORN_AND_GONE, {"on": born_on}) if record.sex == sex]


def living(conn: sa.Connection) -> list[Record]:
    """
    All residents.
    """
    return _found(conn, _LIVING)


def moved_out_until(conn: sa.Connection, until: str) -> list[Record]:
    """
    Records deleted for a moving out that no notice confirmed, planned for this day or earlier.
    """
    return _found(conn, _MOVED_OUT, {"until": until})


def foreign_living(conn: sa.Connection) -> list[Record]:
    """
    Living foreign residents.
    """
    return [record for record in living(conn) if record.foreign is not None]
