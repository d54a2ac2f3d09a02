"""
What a record shows beside what messages tell: plans of moving out and their confirmation, skipped places, items that
only a correction files, and the record that follows another nationality.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.evidence.events import Exchanged, Invoked
from harness.judgement.checks.as_filed_commands import Filed
from harness.judgement.checks.as_filed_people import (
    BY_CORRECTION,
    DOMICILE,
    HOUSEHOLDER,
    LEAVING,
    SHOWN,
    STAY,
    UNKNOWN,
)

Request = Mapping[str, Any]
CORRECTED = frozenset({*SHOWN, *BY_CORRECTION, "unreported_address"})

CARD_NUMBERS = ("residence_card_number", "special_permanent_certificate_number")


class Recorded(Filed):
    """
    People as records should show them.
    """

    def effect(self, kind: str, request: Request, command: Invoked) -> None:
        """
        What a decided command makes of everybody, and of these items.
        """
        super().effect(kind, request, command)
        further = FURTHER_EFFECTS.get(kind)
        if further is not None:
            further(self, request, command)

    def told(self, message: Exchanged, floor: float) -> None:
        """
        What the town told; a notice of moving in that came alone confirms the plan.
        """
        super().told(message, floor)
        body = message.body if isinstance(message.body, dict) else {}
        if message.message_type == "J05":
            notices = [body, *body.get("further", ())]
            for notice in notices:
                who = self.whose(notice.get("resident_record_code"), message.monotonic_ns)
                if who is not None:
                    self._confirmed(who, notice if len(notices) == 1 else {}, message, floor)

    def came(self, request: Request, command: Invoked) -> None:
        """
        Places that were skipped on the way; a plan of an earlier stay is open.
        """
        skipped = request.get("unreported_address")
        said = {
            "unreported_municipality": request.get("unreported_municipality"),
            "unreported_address": skipped,
            "last_recorded_address": request.get("from_address") if skipped else UNKNOWN,
        }
        for one in command.outcome.get("residents", ()):
            self.people.put(str(one["resident"]), command.sent_ns, **said)
            self.people.forget(str(one["resident"]), command.sent_ns, LEAVING)

    def plans(self, request: Request, command: Invoked) -> None:
        """
        A plan for a later day; of what lies in the past, the steps judge the days.
        """
        for who in map(str, request["residents"]):
            self.people.forget(who, command.sent_ns, LEAVING)
            if str(request["planned_on"]) > command.now[:10]:
                plan = {
                    "planned_out_on": request["planned_on"],
                    "planned_destination": request["destination"],
                }
                self.people.put(who, command.sent_ns, **plan)
                if request.get("destination_municipality"):
                    self.people.put(who, command.sent_ns, confirmed_out_on=None, confirmed_destination=None)

    def _confirmed(self, who: str, notice: Request, message: Exchanged, floor: float) -> None:
        """
        What the first notice after a plan says of the same person; of a second one, the steps judge which counts.
        Without a plan there is nothing to confirm.
        """
        same = all(notice.get(name) == self.people.now(who, name) for name in ("name", "born_on"))
        planned = self.people.now(who, "planned_out_on") not in (None, UNKNOWN)
        first = same and planned and self.people.now(who, "confirmed_out_on") is None
        said = {
            "confirmed_out_on": notice["moved_in_on"] if first else UNKNOWN,
            "confirmed_destination": notice["new_address"] if first else UNKNOWN,
        }
        for name, value in said.items():
            self.people.also(who, name, value, floor, message.monotonic_ns)

    def by_data(self, request: Request, command: Invoked) -> None:
        """
        Moving-out data say how people were related where they lived before, and have one item for two kinds of numbers.
        """
        entered = {one["ref"]: str(one["resident"]) for one in command.outcome.get("residents", ())}
        movers = {entered[one["ref"]]: one for one in request["movers"] if one["ref"] in entered}
        said = {who: self.data.get(one["resident_record_code"], ({}, {}))[1] for who, one in movers.items()}
        heads = [who for who, person in said.items() if person.get("relationship") == HOUSEHOLDER]
        for who, person in said.items():
            if len(heads) != 1:
                self.people.forget(who, command.sent_ns, ("relationship", "householder_name"))
            stay = person.get("resident_class")
            if stay is None and person.get("nationality") is not None:
                self.people.forget(who, command.sent_ns, ("resident_class",))
            if stay == "special-permanent":
                self.people.forget(who, command.sent_ns, CARD_NUMBERS)

    def stays(self, request: Request, command: Invoked) -> None:
        """
        The plan is withdrawn.
        """
        for who in map(str, request["residents"]):
            self.people.put(who, command.sent_ns, **dict.fromkeys(LEAVING, None))

    def gone(self, request: Request, command: Invoked) -> None:
        """
        Deleted for another reason: what becomes of the plan is open.
        """
        self.people.forget(str(request["resident"]), command.sent_ns, LEAVING)

    def corrected(self, request: Request, command: Invoked) -> None:
        """
        Every item of a correction, also those that nobody else files.
        """
        for one in request["amendments"]:
            if one["item"] in CORRECTED:
                self.people.put(str(request["resident"]), command.sent_ns, **{one["item"]: one["value"]})

    def regrouped(self, request: Request, command: Invoked) -> None:
        """
        The household that the answer named.
        """
        for one in command.outcome.get("residents", ()):
            if one["resident"] in request["residents"]:
                self.people.put(str(one["resident"]), command.sent_ns, household=one["household"])

    def follows(self, request: Request, command: Invoked) -> None:
        """
        What the command says of the new record. What it does not, may have been kept.
        """
        who, foreign = str(request["resident"]), request.get("foreign")
        said: dict[str, object] = {"name": request["name"], "name_kana": request["name_kana"]}
        if foreign is None:
            said |= {name: request.get(name) for name in DOMICILE} | dict.fromkeys(STAY, None)
        else:
            said |= {name: foreign.get(name) for name in STAY}
        self.people.put(who, command.sent_ns, **said)


FURTHER_EFFECTS: Mapping[str, Callable[[Recorded, Request, Invoked], None]] = {
    "MovingIn": Recorded.came,
    "SpecialMovingIn": Recorded.by_data,
    "MovingOut": Recorded.plans,
    "WithdrawMovingOut": Recorded.stays,
    "DeletionByDeath": Recorded.gone,
    "ExOfficioDeletion": Recorded.gone,
    "ExOfficioCorrection": Recorded.corrected,
    "ChangeOfAddress": Recorded.regrouped,
    "SplitHousehold": Recorded.regrouped,
    "ChangeOfNationality": Recorded.follows,
}
"""Command → what more it makes of people."""
