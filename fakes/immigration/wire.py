"""
Messages between the registry and the Immigration Services Agency. Layouts are the project's own.

No message to the Agency carries an Individual Number or a Resident Record Code (入管法施行令24条2項).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from fakes._core.fields import BirthDate, Date, Sex, Short, Text, Token, item

ResidentClass = Literal[
    "medium-to-long-term",
    "special-permanent",
    "temporary-refuge",
    "provisional-stay",
    "transitional",
]


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """


class MunicipalNotice(Body, frozen=True):
    """
    I01: entry, deletion or correction of a foreign resident's record (入管法61条の7の2, 施行令24条2項1号〜8号).
    """

    reference: Token
    name: Annotated[Short, item("住基拡張-4")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    nationality: Annotated[Text, item("住基拡張-15")]
    address: Annotated[Text, item("住基異動-37")]
    resident_class: Annotated[ResidentClass, item("住基拡張-13")]
    residence_card_number: Annotated[Text | None, item("住基拡張-14")]
    special_permanent_certificate_number: Text | None
    act: Annotated[Literal["entry", "deletion", "correction"], item("住基拡張-17")]
    corrected_items: list[
        Literal["name", "born_on", "sex", "nationality", "address", "resident_class", "card_number"]
    ]
    former_address: Text | None
    notification_article: Annotated[Literal["22", "23", "24", "30-46", "30-47"] | None, item("住基拡張-18")]
    notified_on: Annotated[Date | None, item("住基異動-31")]
    planned_moving_out_on: Annotated[Date | None, item("住基異動-42")]
    ex_officio: bool
    event_on: Annotated[BirthDate | None, item("住基拡張-21")]


class PlaceOfResidence(Body, frozen=True):
    """
    I03: the resident's notification of the place of residence, passed on (入管法19条の7〜19条の9, 施行令2条).
    """

    reference: Token
    name: Annotated[Short, item("住基拡張-4")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    nationality: Annotated[Text, item("住基拡張-15")]
    address: Annotated[Text, item("住基異動-37")]
    residence_card_number: Annotated[Text, item("住基拡張-14")]
    notified_on: Annotated[Date, item("住基異動-31")]
    article: Literal["22", "23", "30-46", "30-47"]
    settled_on: Annotated[Date, item("住基異動-33")]
    moved_on: Date | None
    former_address: Text | None


class AgencyNotice(Body, frozen=True):
    """
    I02: a change or an error known to the Agency (住基法30条の50). Never an address.
    """

    reference: Token
    residence_card_number: Annotated[Text, item("住基拡張-14")]
    name: Annotated[Short, item("住基拡張-4")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    nationality: Annotated[Text, item("住基拡張-15")]
    status_of_residence: Annotated[Text, item("住基拡張-10")]
    period_of_stay: Annotated[Text, item("住基拡張-11")]
    period_expires_on: Annotated[Date | None, item("住基拡張-12")]
    change: Literal["name", "born_on", "sex", "nationality", "status", "period", "card_number"]


class NoticeResult(Body, frozen=True):
    """
    I04: result of I01, I02 or I03, in the reply.
    """

    reference: Token
    result: Literal["taken", "refused", "queued"]
    error: Token | None


FROM_REGISTRY = {"I01": MunicipalNotice, "I03": PlaceOfResidence}
TO_REGISTRY = {"I02": AgencyNotice}
REPLIES = {"I01": NoticeResult, "I03": NoticeResult}
REPLY_TYPES = {"I01": "I04", "I03": "I04"}
