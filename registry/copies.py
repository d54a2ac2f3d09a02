"""
What a copy of the resident record shows (住基法12条, 12条の2, 12条の3), and who may ask for more.
"""

from __future__ import annotations

from collections.abc import Collection

from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.tables import COPY_ITEMS, CopyItem, concerns
from registry.wire.control import Identity

NUMBERS = frozenset({"individual-number", "resident-record-code"})
OF_THE_HOUSE = frozenset({"self", "household-member"})
CERTIFICATION = "この写しは、住民票の原本と相違ないことを証明する。"
"""The closing words that 住基令15条 demands; the wording is the usual one."""


def check_options(requester: str, options: Collection[str], purpose: str | None) -> None:
    """
    Refuse what a requester may not have: numbers outside the household never, further items for third parties not.

    State organs and third parties must state a purpose (住基法12条の2第2項, 12条の3第4項).
    """
    if requester in OF_THE_HOUSE:
        return
    if NUMBERS & set(options):
        raise Refusal("not-permitted", "options")
    if not (purpose or "").strip():
        raise Refusal("not-permitted", "purpose")
    if requester == "third-party" and options:
        raise Refusal("not-permitted", "options")


def is_of_the_house(identity: Identity, members: Collection[Record]) -> bool:
    """
    Whether who claims in the name of the house is of it (住基法12条1項). A proxy stands for who is.
    """
    names = {name for member in members for name in (member.name, member.common_name) if name}
    return identity.filer == "proxy" or identity.filer_name in names


def sent_to(identity: Identity, options: Collection[str], record: Record) -> str:
    """
    To whom a copy goes: a voluntary proxy is handed none with a number, it is sent to the person.
    """
    voluntary = identity.filer == "proxy" and identity.authority != "statutory"
    if voluntary and NUMBERS & set(options):
        return f"{record.full_address}　{record.name}"
    return identity.filer_name


def items_of(record: Record, options: Collection[str]) -> list[CopyItem]:
    """
    The items of a copy for this record: the base items and, of the rest, only what was asked for.
    """
    foreign = record.foreign is not None
    return [
        row for row in COPY_ITEMS if concerns(row.who, foreign) and (not row.option or row.option in options)
    ]
