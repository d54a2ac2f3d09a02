"""
Entries, deletions and switches that follow an event of the family register (住基法9条2項, 住基令8条の2, 12条2項).
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands.basis import Command, Counter, Foreign, Person


class EntryByBirth(Command, frozen=True):
    """
    Ex officio entry on a notification of birth (住基令12条2項). ``person.ref`` is answered with a resident.
    """

    counter: Counter
    notified_on: str
    household: str
    person: Person


class DeletionByDeath(Command, frozen=True):
    """
    Ex officio deletion on a notification of death (住基令8条, 12条2項).
    """

    counter: Counter
    notified_on: str
    resident: str
    died_on: str


class ChangeOfNationality(Command, frozen=True):
    """
    A record of a Japanese national follows one of a foreign resident, or the reverse (住基令8条の2).

    ``foreign`` is filled where nationality was lost; the family-register items where it was gained. Name and reading
    are those of the new record.
    """

    counter: Counter
    notified_on: str
    resident: str
    kind: Literal["naturalisation", "acquisition", "loss"]
    occurred_on: str
    name: str
    name_kana: str
    registered_domicile: str | None = None
    head_of_family_register: str | None = None
    foreign: Foreign | None = None
    registered_domicile_municipality: str | None = None


class ConfirmNotice(Command, frozen=True):
    """
    A clerk examined the task that a notice from a family register made (J22), and confirms or rejects it.

    ``person`` is the child of a birth, as the clerk found it; ``household`` the one it enters.
    """

    counter: Counter
    task: int
    decision: Literal["confirm", "reject"]
    person: Person | None = None
    household: str | None = None
