"""
Births and deaths: entries and deletions by authority (住基令12条2項, 住基令8条).
"""

from __future__ import annotations

from harness.port.commands import DeletionByDeath, EntryByBirth
from harness.port.outcomes import Accepted
from scenarios.model import card_life, counter
from scenarios.model.owed import Owed, owed
from scenarios.model.register import Register, Resident, Row
from scenarios.model.relocation import NETWORK, after, deletion_owed, entry_owed
from scenarios.model.ruling import UNKNOWN, Ruling, first, unlawful

BIRTH, DEATH = "13", "23"


def birth(register: Register, act: EntryByBirth) -> Ruling:
    """
    住基法9条2項: into a household that stands, not before the child is born.
    """
    return first(
        counter.not_future(register, act.notified_on, act.person.born_on),
        counter.in_order(act.person.born_on, act.notified_on),
        None if register.members(act.household) else UNKNOWN,
        None if act.person.resident_record_code is None else UNKNOWN,
    )


def enter_child(register: Register, act: EntryByBirth, answer: Accepted) -> list[Owed]:
    """
    住民となった日 is the birth; the code is drawn here, the number asked for (住基法30条の3第2項, 番号法8条).
    """
    due: list[Owed] = []
    for entered in answer.residents:
        home = register.members(act.household)
        child = Resident(
            number=entered.resident,
            household=entered.household,
            name=act.person.name,
            born_on=act.person.born_on,
            sex=act.person.sex,
            relationship=act.person.relationship,
            address=home[0].address if home else "",
            became_resident_on=act.person.born_on,
            settled_on=act.person.born_on,
            domicile=act.person.registered_domicile,
            register_head=act.person.head_of_family_register,
            foreign=act.person.foreign is not None,
            history=[Row(BIRTH, act.person.born_on)],
        )
        register.enter(child)
        due += entry_owed(register, child, BIRTH)
        due.append(owed("J20", child.number, NETWORK, after(register.today)))
    return due


def death(register: Register, act: DeletionByDeath) -> Ruling:
    """
    住基令8条: of a resident, on a day that has come; a day that nobody knows may be written so (住基法7条).
    """
    usual = first(
        counter.residents(register, [act.resident]),
        counter.not_future(register, act.notified_on),
        counter.not_future(register, act.died_on),
        counter.in_order(act.died_on, act.notified_on),
    )
    if usual.lawful is not True:
        return usual
    if (ruled := counter.in_order(register.residents[act.resident].born_on, act.died_on)) is not None:
        return unlawful(ruled.article, *ruled.reasons)
    return first()


def delete_by_death(register: Register, act: DeletionByDeath, _answer: Accepted) -> list[Owed]:
    """
    The record is deleted as of the death, and the household looked at (住基令25条).
    """
    gone = register.residents.get(act.resident)
    if gone is None:
        return []
    gone.state, gone.deleted_on = "deleted", act.died_on
    gone.history.append(Row(DEATH, act.died_on))
    return card_life.ended(register, gone) + deletion_owed(register, gone, DEATH)
