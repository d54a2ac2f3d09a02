"""
What follows from an event of the family register beside birth and death: nationality, name, register
(住基令8条の2, 12条).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.port.commands import Amendment, ChangeOfNationality, ExOfficioCorrection
from harness.port.outcomes import Accepted
from scenarios.model import counter
from scenarios.model.owed import Owed, owed
from scenarios.model.register import Register, Resident, Row
from scenarios.model.relocation import ADDRESSEE, IMMIGRATION, NETWORK, after
from scenarios.model.ruling import UNKNOWN, Ruling, first, unlawful

GAINED, LOST = ("24", "14"), ("25", "15")
OF_A_NATIONAL = ("registered_domicile", "head_of_family_register", "former_surname", "former_surname_kana")
KNOWN = {"name": "name", "registered_domicile": "domicile", "head_of_family_register": "register_head"}
"""Items that this register keeps, too."""

HEARD = ("name", "name_kana")
"""Of the items ruled on, those of which the network hears (住基令30条の5, 住基規則11条3項)."""


def change(register: Register, act: ChangeOfNationality) -> Ruling:
    """
    住基令8条の2: a foreign resident becomes a national, or the reverse; the new record needs what its kind has.
    """
    usual = first(
        counter.not_future(register, act.notified_on, act.occurred_on),
        counter.in_order(act.occurred_on, act.notified_on),
        counter.residents(register, [act.resident]),
    )
    if usual.lawful is not True:
        return usual
    loses = act.kind == "loss"
    if loses == register.residents[act.resident].foreign:
        return unlawful("住基令8条の2", "not-permitted", "data-mismatch")
    whole = (
        act.foreign is not None if loses else bool(act.registered_domicile and act.head_of_family_register)
    )
    return first() if whole else UNKNOWN


def changed(register: Register, act: ChangeOfNationality, _answer: Accepted) -> list[Owed]:
    """
    One record follows another: a deletion and an entry in pairs; code, number and residence stay.
    """
    person = register.residents.get(act.resident)
    if person is None:
        return []
    was_foreign = person.foreign
    person.name, person.foreign = act.name, act.kind == "loss"
    person.domicile, person.register_head = act.registered_domicile, act.head_of_family_register
    due: list[Owed] = []
    for reason in LOST if act.kind == "loss" else GAINED:
        person.history.append(Row(reason, act.occurred_on))
        due.append(owed("J01", person.number, NETWORK, after(register.today), reason=reason))
    due.append(owed("A01", person.number, ADDRESSEE, register.today))
    if was_foreign != person.foreign:
        due.append(owed("I01", person.number, IMMIGRATION, register.today))
    return due


def stays_longer(register: Register, told: Mapping[str, Any]) -> list[Owed]:
    """
    住基法30条の50: the Agency told of a longer stay. Who is meant, the number of the residence card says, and the name.
    """
    person = register.of_residence_card(str(told.get("residence_card_number")))
    if person is None or (person.name, person.born_on) != (told.get("name"), told.get("born_on")):
        return []
    person.stay_until = told.get("period_expires_on")
    return [owed("A01", person.number, ADDRESSEE, register.today)]


def correct(register: Register, act: ExOfficioCorrection) -> Ruling:
    """
    住基令12条: of a resident, to something else than stands; items of a national on a national's record only.
    """
    usual = first(
        counter.not_future(register, act.changed_on),
        counter.residents(register, [act.resident]),
    )
    if usual.lawful is not True:
        return usual
    person = register.residents[act.resident]
    return first(*(_amended(person, each) for each in act.amendments))


def _amended(person: Resident, amendment: Amendment) -> Ruling | None:
    if person.foreign and amendment.item in OF_A_NATIONAL:
        return unlawful("住基法7条, 30条の45", "not-permitted", "data-mismatch")
    if amendment.item not in (*KNOWN, "name_kana") or not (amendment.value or "").strip():
        return UNKNOWN
    own = KNOWN.get(amendment.item)
    stands = own is not None and getattr(person, own) == amendment.value
    return UNKNOWN if stands else None


def corrected(register: Register, act: ExOfficioCorrection, _answer: Accepted) -> list[Owed]:
    """
    The items as they stand now; the network hears of its own items only (住基規則11条3項).
    """
    person = register.residents.get(act.resident)
    if person is None:
        return []
    for amendment in act.amendments:
        if amendment.item in KNOWN:
            setattr(person, KNOWN[amendment.item], amendment.value)
    if any(each.item not in (*KNOWN, "name_kana") for each in act.amendments):
        register.forget(act.resident)
        return []
    due = [owed("A01", person.number, ADDRESSEE, register.today)]
    if any(each.item in HEARD for each in act.amendments):
        due.append(owed("J01", person.number, NETWORK, after(register.today)))
    return due
