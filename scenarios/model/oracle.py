"""
The oracle as one object: asked before an act, told what came of it, and carried along by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from harness.port import commands
from harness.port.bulk import StandingResident
from harness.port.outcomes import Accepted, Refused, Unknown
from scenarios.model import card, card_life, copies, family, household, nationality, relocation, support
from scenarios.model.owed import Owed
from scenarios.model.register import Card, Data, Register, Resident, Row
from scenarios.model.ruling import UNKNOWN, Ruling

Rule = Callable[[Register, Any], Ruling]
Deed = Callable[[Register, Any, Accepted], list[Owed]]

RULES: Mapping[type[commands.Command], Rule] = {
    commands.MovingIn: relocation.moving_in,
    commands.SpecialMovingIn: relocation.special_moving_in,
    commands.MovingOut: relocation.moving_out,
    commands.ChangeOfAddress: relocation.change_of_address,
    commands.ChangeOfHousehold: household.change_of_householder,
    commands.SplitHousehold: household.regrouping,
    commands.MergeHouseholds: household.regrouping,
    commands.TransferMembers: household.regrouping,
    commands.EntryByBirth: family.birth,
    commands.DeletionByDeath: family.death,
    commands.HandOverCard: card.hand_over,
    commands.ApplyForCard: card_life.apply,
    commands.ReportCardLoss: card_life.lose,
    commands.ReportCardFound: card_life.find,
    commands.ChangeOfNationality: nationality.change,
    commands.ExOfficioCorrection: nationality.correct,
    commands.IssueCopyOfRecord: copies.issue,
    commands.ClaimAtConvenienceStore: support.claim,
    commands.ApplyForSupport: support.apply,
    commands.DecideSupport: support.decide,
    commands.ExtendSupport: support.extend,
    commands.EndSupport: support.end,
    commands.ReleaseSupport: support.release,
    commands.ExtendCardValidity: card_life.extend,
}
"""What is asked before an act. An act without a rule is one of which the oracle says nothing."""

DEEDS: Mapping[type[commands.Command], Deed] = {
    commands.MovingIn: relocation.enter,
    commands.MovingOut: relocation.plan_out,
    commands.ChangeOfAddress: relocation.move,
    commands.ChangeOfHousehold: household.head_changes,
    commands.SplitHousehold: household.regroup,
    commands.MergeHouseholds: household.regroup,
    commands.TransferMembers: household.regroup,
    commands.EntryByBirth: family.enter_child,
    commands.DeletionByDeath: family.delete_by_death,
    commands.HandOverCard: card.handed_over,
    commands.ApplyForCard: card_life.applied,
    commands.ReportCardLoss: card_life.lost,
    commands.ReportCardFound: card_life.found,
    commands.ChangeOfNationality: nationality.changed,
    commands.ExOfficioCorrection: nationality.corrected,
    commands.IssueCopyOfRecord: copies.issued,
    commands.ClaimAtConvenienceStore: support.claimed,
    commands.ApplyForSupport: support.applied,
    commands.DecideSupport: support.decided,
    commands.ExtendSupport: support.extended,
    commands.EndSupport: support.ended,
    commands.ReleaseSupport: support.released,
    commands.ExtendCardValidity: card_life.extended,
}
"""What an accepted act makes of the register."""


class Oracle:
    """
    One municipality. ``owed`` collects what its acts made owed, oldest first.
    """

    def __init__(self, municipality: str, today: date) -> None:
        self.register = Register(municipality, today)
        self.owed: list[Owed] = []

    def stand(self, line: StandingResident) -> None:
        """
        Somebody stood on the register before the first act.
        """
        person = line.person
        resident = Resident(
            number=line.resident,
            household=line.household,
            name=person.name,
            born_on=person.born_on,
            sex=person.sex,
            relationship=person.relationship,
            address=line.address.address,
            became_resident_on=line.became_resident_on,
            settled_on=line.settled_on,
            code=person.resident_record_code,
            individual_number=person.individual_number,
            domicile=person.registered_domicile,
            register_head=person.head_of_family_register,
            foreign=person.foreign is not None,
            stay_until=None if person.foreign is None else person.foreign.period_expires_on,
            residence_card=None if person.foreign is None else person.foreign.residence_card_number,
            origin=line.previous_municipality,
            history=[Row(line.reason, line.became_resident_on)],
        )
        self.register.enter(resident)
        if line.card is not None:
            held = Card(line.card.card_id, resident.code or "", line.card.state, line.card.expires_on)
            held.issued_on = line.card.issued_on
            self.register.hold(held)

    def rule(self, act: commands.Command) -> Ruling:
        """
        Whether the act is lawful now.
        """
        rule = RULES.get(type(act))
        return UNKNOWN if rule is None else rule(self.register, act)

    def took(self, act: commands.Command, outcome: Accepted | Refused | Unknown) -> None:
        """
        What came of an act. One whose answer was never learned leaves the people it names unknown from then on.
        """
        if isinstance(outcome, Unknown):
            self._forget(act)
        elif isinstance(outcome, Accepted):
            if isinstance(act, commands.DecideChange):
                self._decided(act, outcome)
            elif (deed := DEEDS.get(type(act))) is not None:
                self.owed += deed(self.register, act, outcome)
            else:
                self._forget(act)

    def heard(self, kind: str, body: Mapping[str, Any]) -> None:
        """
        A message that reached the registry: moving-out data, a moving in elsewhere, a card in stock, a number, a card's
        state, a longer stay.
        """
        if kind == "J07":
            for person in body.get("persons", []):
                code = str(person["resident_record_code"])
                self.register.data[code] = Data(code, str(body["from_municipality"]), str(body["planned_on"]))
        elif kind == "J05":
            code, moved_in_on = str(body.get("resident_record_code")), str(body.get("moved_in_on"))
            relocation.confirm_out(self.register, code, moved_in_on)
        elif kind == "J21":
            resident = self.register.living_with(str(body.get("resident_record_code")))
            if resident is not None:
                resident.individual_number = str(body["individual_number"])
        elif kind == "K03":
            known = Card(str(body["card_id"]), str(body["resident_record_code"]), str(body["state"]))
            known.expires_on = str(body["expires_on"])
            known.issued_on = body.get("issued_on")
            self.register.hold(known)
        elif kind == "I02" and body.get("change") == "period":
            self.owed += nationality.stays_longer(self.register, body)
        elif kind == "K05" and body.get("card_id") in self.register.cards:
            self.register.cards[str(body["card_id"])].state = str(body["state"])

    def happened(self, neighbour: str, act: str, body: Mapping[str, Any]) -> None:
        """
        What a neighbour did: a card's state at the organisation, which is asked before a copy is issued at a store.
        """
        card_id = body.get("card_id")
        if (neighbour, act) == (card.CARDS, "change_state") and card_id in self.register.cards:
            self.register.cards[str(card_id)].at_organisation = str(body["state"])

    def move(self, to: date) -> None:
        """
        The day changes: planned dates come, data past their time are erased, cards expire.
        """
        self.register.today = max(to, self.register.today)
        self.owed += relocation.fall_due(self.register)
        card.expire(self.register)
        support.fall_due(self.register)

    def _decided(self, act: commands.DecideChange, outcome: Accepted) -> None:
        saved = self.register.saved.pop(act.change_id, None)
        if act.decision == "decide" and isinstance(saved, commands.MovingIn):
            plain = {name: getattr(saved, name) for name in saved.__struct_fields__}
            decided = commands.MovingIn(**{**plain, "provisional": False})
            self.owed += relocation.enter(self.register, decided, outcome)

    def _forget(self, act: commands.Command) -> None:
        # A single name, or a list of them; what is none of the two names nobody.
        named = [getattr(act, "resident", None), *getattr(act, "residents", [])]
        for handle in named:
            self.register.forget(str(handle))
