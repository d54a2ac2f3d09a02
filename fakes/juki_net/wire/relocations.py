"""
Notices between municipalities about people who move (J05, J07, J08).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import field

from fakes._core.fields import (
    BirthDate,
    Date,
    Municipality,
    Number,
    RecordCode,
    Sex,
    Short,
    Text,
    Token,
    item,
)
from fakes.juki_net.wire.body import Body


class MovingInNotice(Body, frozen=True):
    """
    J05: the new municipality tells the previous one that a person moved in (住基法9条1項).

    The Act fixes only the fact; the further fields are the project's own.
    """

    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    name: Annotated[Short, item("住基異動-60")]
    name_kana: Annotated[Text, item("住基異動-59")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    previous_address: Annotated[Text, item("住基異動-39")]
    new_address: Annotated[Text, item("住基異動-37")]
    moved_in_on: Annotated[Date, item("住基異動-50")]
    notified_on: Annotated[Date, item("住基異動-52")]
    previous_municipality: Municipality


class DeliveredNotice(MovingInNotice, frozen=True):
    """
    J05 as it reaches the previous municipality: one notice, and further ones of the same delivery.

    That a delivery can hold several is practice of the municipal communication server; the layout is our own. The
    newest notice about a person is the one notified last.
    """

    further: list[MovingInNotice] = field(default_factory=list)


class MovedPerson(Body, frozen=True):
    """
    One person of moving-out data (住基令24条の3): the certificate's items and the card's three.
    """

    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    individual_number: Annotated[Number | None, item("住基異動-71")]
    name: Annotated[Short, item("住基異動-60")]
    name_kana: Annotated[Text, item("住基異動-59")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    householder: Annotated[bool, item("住基異動-8")]
    relationship: Annotated[Text, item("住基異動-22")]
    registered_domicile: Annotated[Text | None, item("住基異動-41")]
    head_of_family_register: Text | None
    former_surname: Annotated[Text | None, item("住基異動-69")]
    former_surname_kana: Annotated[Text | None, item("住基異動-68")]
    common_name: Annotated[Text | None, item("住基拡張-8")]
    nationality: Annotated[Text | None, item("住基拡張-15")]
    resident_class: Annotated[Text | None, item("住基拡張-13")]
    status_of_residence: Annotated[Text | None, item("住基拡張-10")]
    period_of_stay: Annotated[Text | None, item("住基拡張-11")]
    period_expires_on: Annotated[Date | None, item("住基拡張-12")]
    residence_card_number: Annotated[Text | None, item("住基拡張-14")]
    health_insurance: bool
    elderly_care: bool
    long_term_care: bool
    child_allowance: bool
    pension_class: Annotated[Text | None, item("国民年金-4")]
    basic_pension_number: Annotated[Text | None, item("国民年金-2")]
    card_id: Token | None
    card_issued_on: Date | None
    card_expires_on: Date | None
    registered_domicile_municipality: Municipality | None = None
    common_name_history: Text | None = None


class MovingOutData(Body, frozen=True):
    """
    J07: moving-out data in place of the certificate (住基法24条の2, 住基令24条の3).

    ``withdrawn``, our own: the moving out was withdrawn, and the data sent before are not to be used.
    """

    from_municipality: Municipality
    previous_address: Annotated[Text, item("住基異動-37")]
    destination: Annotated[Text, item("住基異動-45")]
    destination_municipality: Municipality
    planned_on: Annotated[Date, item("住基異動-42")]
    notified_on: Annotated[Date, item("住基異動-43")]
    persons: list[MovedPerson]
    withdrawn: bool = False


class MovingOutDataRequest(Body, frozen=True):
    """
    J08: the first notification of moving in arrived, the data did not (住基法24条の2第5項).

    ``name`` is the mover's own, or null where neither the network nor the notification tells it.
    """

    from_municipality: Municipality
    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    name: Annotated[Short | None, item("住基異動-60")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    notified_on: Annotated[Date, item("住基異動-52")]
