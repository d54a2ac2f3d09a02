"""
Households: exactly one householder, and what changes of household make of relationships (住基法25条, 住基令25条).
"""

from __future__ import annotations

from harness.port.commands import (
    ChangeOfHousehold,
    MergeHouseholds,
    Relation,
    SplitHousehold,
    TransferMembers,
)
from harness.port.outcomes import Accepted
from scenarios.model import counter
from scenarios.model.owed import Owed, owed
from scenarios.model.register import HOUSEHOLDER, Register
from scenarios.model.ruling import UNKNOWN, Ruling, first, unlawful

HOUSEHOLDER_CHANGED = "54"
ADDRESSEE = "addressee"

Regrouping = SplitHousehold | MergeHouseholds | TransferMembers


def change_of_householder(register: Register, act: ChangeOfHousehold) -> Ruling:
    """
    住基法25条: one of the members, everybody's relationship stated, nobody else a householder.
    """
    usual = first(
        counter.identity(act.identity),
        counter.not_future(register, act.notified_on, act.changed_on),
        counter.residents(register, [act.householder]),
    )
    if usual.lawful is not True:
        return usual
    members = {each.number for each in register.members(act.household)}
    if act.householder not in members:
        return unlawful("住基令25条", "data-mismatch", "unknown-household", "householder-missing")
    words = {each.resident: each.relationship for each in act.relationships}
    if any(word == HOUSEHOLDER and who != act.householder for who, word in words.items()):
        return unlawful("住基令25条", "data-mismatch", "invalid-relationship")
    head = register.head(act.household)
    if head is not None and head.number == act.householder:
        return UNKNOWN  # Nothing would change; the law does not say whether such a notification is taken.
    return first() if members - {act.householder} <= set(words) else UNKNOWN


def head_changes(register: Register, act: ChangeOfHousehold, _answer: Accepted) -> list[Owed]:
    """
    All relationships in one go; nothing for the network (JUKI-002), the copies follow (番号法22条).
    """
    words = {each.resident: each.relationship for each in act.relationships}
    due: list[Owed] = []
    for member in register.members(act.household):
        word = (
            HOUSEHOLDER if member.number == act.householder else words.get(member.number, member.relationship)
        )
        member.relationship = word
        due += _told(register, member.number)
    return due


def regrouping(register: Register, act: Regrouping) -> Ruling:
    """
    住基法25条: the people are residents; whether their relationships can be proven, the clerk examines.
    """
    handles = list(act.residents) if not isinstance(act, MergeHouseholds) else []
    return first(
        counter.identity(act.identity),
        counter.not_future(register, act.notified_on, act.changed_on),
        counter.residents(register, handles),
        None if isinstance(act, SplitHousehold) and _alone(register, act) else UNKNOWN,
    )


def _alone(register: Register, act: SplitHousehold) -> bool:
    """
    One member who heads nothing leaves for a household of their own: nobody's relationship is left to prove.
    """
    goer = register.residents.get(act.householder)
    if goer is None or act.residents != [act.householder] or goer.relationship == HOUSEHOLDER:
        return False
    return register.head(goer.household) is not None and not (act.relationships or act.remaining_householder)


def regroup(register: Register, act: Regrouping, answer: Accepted) -> list[Owed]:
    """
    Who goes into which household, and what they are there to its head.
    """
    homes = {entered.resident: entered.household for entered in answer.residents}
    if isinstance(act, MergeHouseholds):
        goers, home = [each.number for each in register.members(act.household)], act.into
    else:
        goers = list(act.residents)
        home = act.into if isinstance(act, TransferMembers) else homes.get(act.householder, "")
    due: list[Owed] = []
    for handle in goers:
        if handle in register.residents:
            register.rehouse(register.residents[handle], homes.get(handle, home))
    if isinstance(act, SplitHousehold) and act.householder in register.residents:
        register.residents[act.householder].relationship = HOUSEHOLDER
    _say(register, act.relationships)
    if not isinstance(act, MergeHouseholds):
        if act.remaining_householder in register.residents:
            register.residents[str(act.remaining_householder)].relationship = HOUSEHOLDER
        _say(register, act.remaining_relationships)
    for handle in goers:
        due += _told(register, handle)
    return due


def succeed(register: Register, home: str) -> list[Owed]:
    """
    住基令25条: a sole member who is left becomes householder ex officio; two or more wait for a notification.
    """
    left = register.members(home)
    if len(left) != 1 or left[0].relationship == HOUSEHOLDER:
        return []
    left[0].relationship = HOUSEHOLDER
    return _told(register, left[0].number)


def _say(register: Register, relationships: list[Relation]) -> None:
    for each in relationships:
        if each.resident in register.residents:
            register.residents[each.resident].relationship = each.relationship


def _told(register: Register, handle: str) -> list[Owed]:
    return [
        owed("A01", handle, ADDRESSEE, register.today),
        owed("L03", handle, ADDRESSEE, register.today, action="update"),
    ]
