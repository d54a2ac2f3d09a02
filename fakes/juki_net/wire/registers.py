"""
What family registers and the register tell each other, and the flag of a support measure (J09, J10, J22, J23).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from fakes._core.fields import (
    BirthDate,
    Date,
    Reason,
    RecordCode,
    Sex,
    Short,
    Text,
    Token,
    item,
)
from fakes.juki_net.wire.body import Body

SupplementaryItem = Literal["address", "abroad", "settled_on", "planned_out_on", "resident_record_code"]


class SupplementaryNotice(Body, frozen=True):
    """
    J09: what the supplementary family-register record must say now, to the municipality of the registered domicile.

    The Act fixes only the items to be corrected (住基法19条1項, 17条3号・4号・7号), named in ``corrected``; keys and
    rest are the project's own. ``address`` is None for a person moved out abroad.
    """

    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    registered_domicile: Annotated[Text, item("住基異動-41")]
    head_of_family_register: Short
    name: Annotated[Short, item("住基異動-60")]
    name_kana: Annotated[Text, item("住基異動-59")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    corrected: Annotated[list[SupplementaryItem], Meta(min_length=1)]
    address: Annotated[Text | None, item("住基異動-37")]
    abroad: bool
    settled_on: Annotated[Date | None, item("住基異動-33")]
    planned_out_on: Annotated[Date | None, item("住基異動-42")]
    reason: Annotated[Reason, item("住基異動-30")]
    changed_on: Annotated[BirthDate, item("住基異動-29")]


class SupplementaryMismatch(Body, frozen=True):
    """
    J10: the municipality of the registered domicile says which item does not match, never its value (住基法19条2項).
    """

    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    items: Annotated[list[Token], Meta(min_length=1)]


class FamilyRegisterEvent(Body, frozen=True):
    """
    J22: an event of a family register, accepted elsewhere, for a resident of this municipality (住基法9条2項).

    ``items`` name what changes, in the words that a correction has for items (``name``, ``name_kana`` …), with the new
    value; for a birth they are those of the child, and ``resident_record_code`` is the parent's.
    """

    event: Literal["birth", "death", "marriage", "divorce", "adoption", "change-of-name"]
    occurred_on: BirthDate
    accepted_on: Date
    resident_record_code: Annotated[RecordCode | None, item("住基異動-2")]
    name: Annotated[Short, item("住基異動-60")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    address: Annotated[Text, item("住基異動-37")]
    items: dict[str, str]


class ProtectionFlag(Body, frozen=True):
    """
    J23: a support measure begins, changes or ends (the standard specification 3.1); also to a mover's new municipality.
    """

    resident_record_code: Annotated[RecordCode, item("本人確認情報-1")]
    held: bool
    temporary: bool
    previous_address: bool
    starts_on: Date | None
    ends_on: Date | None
