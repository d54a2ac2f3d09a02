"""
Messages between the registry and the municipality's departments. Layouts are the project's own.

``envelope.receiver`` names the department: dept-health-insurance, dept-pension, dept-long-term-care,
dept-elderly-care, dept-child-allowance, dept-tax, dept-election, dept-neighbourhood.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from fakes._core.fields import (
    BirthDate,
    Date,
    LocalNumber,
    NotificationKind,
    Number,
    Reason,
    Sex,
    Short,
    Text,
    Token,
    item,
)


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """


class ResidentChange(Body, frozen=True, kw_only=True):
    """
    D01: a resident's change, to a department. ``individual_number`` only where a basis row stands for it.
    """

    local_addressee_number: Annotated[LocalNumber, item("住基異動-1")]
    household_number: Annotated[LocalNumber, item("住基異動-3")]
    reason: Annotated[Reason, item("住基異動-30")]
    changed_on: Annotated[BirthDate, item("住基異動-29")]
    notified_on: Annotated[Date | None, item("住基異動-31")]
    notification_kind: Annotated[NotificationKind, item("住基異動-32")]
    name: Annotated[Short, item("住基異動-60")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    address: Annotated[Text, item("住基異動-37")]
    householder_name: Annotated[Text, item("住基異動-64")]
    relationship: Annotated[Text, item("住基異動-22")]
    state: Annotated[Literal["current", "deleted", "planned-out"], item("住基異動-6")]
    planned: bool
    planned_on: Annotated[Date | None, item("住基異動-42")]
    individual_number: Annotated[Number | None, item("住基異動-71")] = None
    protected: bool


class NationalHealthInsurance(Body, frozen=True):
    """
    D02 for 国保: the qualification as the department holds it (住基法7条10号).
    """

    household_number: Annotated[Text, item("国保-1")]
    relationship_class: Annotated[Text, item("国保-2")]
    acquired_on: Annotated[Date | None, item("国保-3")]
    acquired_by: Annotated[Text | None, item("国保-4")]
    lost_on: Annotated[Date | None, item("国保-5")]
    lost_by: Annotated[Text | None, item("国保-6")]
    insured: bool


class ElderlyCare(Body, frozen=True):
    """
    D02 for 後期高齢者医療 (住基法7条10号の2).
    """

    insured: bool
    insured_number: Annotated[Text | None, item("後期-1")]
    acquired_on: Annotated[Date | None, item("後期-2")]
    lost_on: Annotated[Date | None, item("後期-3")]


class LongTermCare(Body, frozen=True):
    """
    D02 for 介護保険 (住基法7条10号の3).
    """

    insured: bool
    insured_number: Annotated[Text | None, item("介護-1")]
    acquired_on: Annotated[Date | None, item("介護-3")]
    lost_on: Annotated[Date | None, item("介護-5")]


class NationalPension(Body, frozen=True):
    """
    D02 for 国民年金 (住基法7条11号). ``pension_class`` is None once the person is insured no more.
    """

    pension_class: Annotated[Literal["1", "2", "3", "voluntary"] | None, item("国民年金-4")]
    basic_pension_number: Annotated[Text | None, item("国民年金-2")]
    acquired_on: Annotated[Date | None, item("国民年金-3")]
    lost_on: Annotated[Date | None, item("国民年金-6")]


class ChildAllowance(Body, frozen=True):
    """
    D02 for 児童手当 (住基法7条11号の2).
    """

    receiving: bool
    began_on: Annotated[Date | None, item("児童手当-3")]
    ended_on: Annotated[Date | None, item("児童手当-6")]


class Qualification(Body, frozen=True, kw_only=True):
    """
    D02: an individual department's qualification of one resident, told to the registry: of its own affairs only.
    """

    local_addressee_number: Annotated[LocalNumber, item("住基異動-1")]
    health_insurance: NationalHealthInsurance | None = None
    elderly_care: ElderlyCare | None = None
    long_term_care: LongTermCare | None = None
    pension: NationalPension | None = None
    child_allowance: ChildAllowance | None = None


class NotedFacts(Body, frozen=True):
    """
    D03: facts noted on a notification (住基法28条), passed to the department that they concern.
    """

    local_addressee_number: Annotated[LocalNumber, item("住基異動-1")]
    insured: bool
    symbol_and_number: Text | None
    noted_on: Date


class NumberingRequest(Body, frozen=True):
    """
    A02 as a department sends it to the addressee system; defined there.
    """

    local_addressee_number: LocalNumber
    individual_number: Number | None


class NumberingAnswer(Body, frozen=True):
    """
    The reply to A02 as a department reads it.
    """

    local_addressee_number: LocalNumber
    assigned: bool
    addressee_number: Token | None = None


class InquiryRequest(Body, frozen=True):
    """
    A04 as a department sends it to the addressee system; defined there.
    """

    affairs: Token
    information: Token
    local_addressee_number: LocalNumber
    purpose: Short
    processing_number: Token


class InquiryAnswer(Body, frozen=True):
    """
    A05 as a department reads it.
    """

    processing_number: Token
    result: Literal["provided", "refused", "held", "none"]
    reason: Token | None
    items: dict[str, str]


FROM_REGISTRY = {"D01": ResidentChange, "D03": NotedFacts}
TO_REGISTRY = {"D02": Qualification}
TO_TOWN = {("addressee", "A02"): NumberingRequest, ("addressee", "A04"): InquiryRequest}
DEPARTMENTS: dict[str, bool] = {
    "dept-health-insurance": True,
    "dept-pension": True,
    "dept-long-term-care": True,
    "dept-elderly-care": True,
    "dept-child-allowance": True,
    "dept-tax": True,
    "dept-election": False,
    "dept-neighbourhood": False,
}
