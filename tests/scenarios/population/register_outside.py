"""
A register of one's own, to play a year into: it refuses what cannot be, and shares no code with what made the year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.scenarios.population.protection_outside import Protection

Row = dict[str, Any]
SEX_OF = {
    "夫": "male",
    "妻": "female",
    "父": "male",
    "母": "female",
    "兄": "male",
    "姉": "female",
    "弟": "male",
    "妹": "female",
}
OUT = {"moving_out", "moving_out_abroad"}


@dataclass
class Register:
    """
    Who lives where, who is householder, who holds a card; and what was refused.
    """

    people: dict[int, Row]
    home: dict[int, int] = field(default_factory=dict)
    members: dict[int, set[int]] = field(default_factory=dict)
    relationship: dict[int, str] = field(default_factory=dict)
    card: dict[int, str] = field(default_factory=dict)
    renewed: set[int] = field(default_factory=set)
    gone: dict[int, date] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    protection: Protection = field(init=False)

    def __post_init__(self) -> None:
        self.protection = Protection(self.people, self.refused)

    def enter(self, resident: int, household: int, relationship: str) -> None:
        """
        A person who is not here comes to live in a household.
        """
        if resident in self.home or resident in self.gone:
            self.refused.append(f"{resident} comes a second time")
        self.home[resident] = household
        self.members.setdefault(household, set()).add(resident)
        self.relationship[resident] = relationship

    def leave(self, resident: int, on: date) -> None:
        """
        A person who is here leaves the register.
        """
        self.gone[resident] = on
        self.members[self.home.pop(resident)].discard(resident)

    def play(self, event: Row) -> None:
        """
        One event; refused if it cannot be.
        """
        residents = [int(word) for word in event["residents"].split()]
        names = event["relationships"] or ""
        said = {int(who): what for who, _, what in (word.partition(":") for word in names.split())}
        kind, household = event["kind"], event["household"]
        entering = kind in {"moving_in", "moving_in_abroad", "birth"}
        late = (event["notified_on"] - event["changed_on"]).days
        if late > 14 or (late < 0 and kind not in OUT) or late < -14:
            self.refused.append(f"{kind} of {event['changed_on']} notified {event['notified_on']}")
        if not entering and any(self.home.get(each) != household for each in residents):
            self.refused.append(f"{kind} of somebody who does not live in {household}: {residents}")
            return
        if kind.startswith("support_"):
            self.protection.play(event, residents, self.members[household])
        else:
            getattr(self, f"_{kind}")(event, residents, said)
        self._sound(household, kind)
        if event["new_household"] is not None:
            self._sound(event["new_household"], kind)

    def _sound(self, household: int, kind: str) -> None:
        heads = [each for each in self.members.get(household, ()) if self.relationship[each] == "世帯主"]
        if self.members.get(household) and len(heads) != 1 and kind != "death":
            self.refused.append(f"after {kind} household {household} has {len(heads)} householders")
        for each in self.members.get(household, ()):
            last = self.relationship[each].removesuffix("（未届）").split("の")[-1]
            if SEX_OF.get(last, self.people[each]["sex"]) != self.people[each]["sex"]:
                self.refused.append(f"after {kind} {each} is {last} and {self.people[each]['sex']}")

    def _moving_in(self, event: Row, residents: list[int], said: dict[int, str]) -> None:
        if set(said) != set(residents) or event["from_municipality"] is None:
            self.refused.append(f"an incomplete moving in of {residents}")
        for each in residents:
            self.enter(each, event["household"], said[each])

    def _moving_in_abroad(self, event: Row, residents: list[int], said: dict[int, str]) -> None:
        for each in residents:
            self.enter(each, event["household"], said[each])

    def _birth(self, event: Row, residents: list[int], said: dict[int, str]) -> None:
        (child,) = residents
        mother = int(event["detail"].split()[1])
        born = self.people[child]["birth_date"]
        age = (born - self.people[mother]["birth_date"]).days / 365.25
        if (
            self.home.get(mother) != event["household"]
            or self.people[mother]["sex"] != "female"
            or not 18 <= age <= 46
        ):
            self.refused.append(f"{child} is born to {mother}, {age:.0f}")
        others = [
            self.people[each]["birth_date"]
            for each in self.members[event["household"]]
            if self.relationship[each] == "子"
        ]
        if any(0 <= (born - other).days < 280 for other in others) or born != event["changed_on"]:
            self.refused.append(f"{child} is born too soon after another child")
        self.enter(child, event["household"], said[child])

    def _moving_out(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        if event["to_municipality"] is None:
            self.refused.append(f"{residents} move out to nowhere")
        for each in residents:
            self.leave(each, event["changed_on"])

    def _moving_out_abroad(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        for each in residents:
            self.leave(each, event["changed_on"])

    def _death(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        for each in residents:
            self.leave(each, event["changed_on"])

    def _change_of_address(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        if set(residents) != self.members[event["household"]] or not event["town"] or not event["lot"]:
            self.refused.append(f"part of household {event['household']} moves")

    def _change_of_householder(self, event: Row, residents: list[int], said: dict[int, str]) -> None:
        if set(residents) != self.members[event["household"]] or said.get(event["householder"]) != "世帯主":
            self.refused.append(f"the householder of {event['household']} is not among {residents}")
        self.relationship |= said

    def _household_split(self, event: Row, residents: list[int], said: dict[int, str]) -> None:
        if event["new_household"] in self.members or residents != [event["householder"]]:
            self.refused.append(f"household {event['new_household']} exists")
        for each in residents:
            self.members[event["household"]].discard(each)
            self.home[each] = event["new_household"]
            self.members.setdefault(event["new_household"], set()).add(each)
        self.relationship |= said

    def _naturalisation(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        for each in residents:
            if self.people[each]["nationality"] == "JPN" or not event["family_name"]:
                self.refused.append(f"{each} is Japanese already")
            self.people[each]["nationality"] = "JPN"

    def _marriage(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        (one,) = residents
        if self.members[event["household"]] != {one} or self.people[one]["age"] < 18:
            self.refused.append(f"{one} cannot marry")

    def _card_application(self, _event: Row, residents: list[int], _said: dict[int, str]) -> None:
        self._card(residents, {None}, "applied")

    def _card_handover(self, _event: Row, residents: list[int], _said: dict[int, str]) -> None:
        self._card(residents, {"applied", "renewing"}, "active")
        self.renewed |= set(residents)

    def _card_renewal(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        expires = self.people[residents[0]]["card_expires_on"]
        if not timedelta(0) <= expires - event["changed_on"] <= timedelta(days=92):
            self.refused.append(f"a card until {expires} renewed {event['changed_on']}")
        self._card(residents, {"active"}, "renewing")

    def _card_loss(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        self._unexpired(event, residents)
        self._card(residents, {"active", "renewing"}, "suspended")

    def _card_found(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        self._unexpired(event, residents)
        self._card(residents, {"suspended"}, "active")

    def _unexpired(self, event: Row, residents: list[int]) -> None:
        for each in residents:
            until = self.people[each].get("card_expires_on")
            if until is not None and each not in self.renewed and event["changed_on"] > until:
                self.refused.append(f"{event['kind']} of {each}, whose card ended on {until}")

    def _card(self, residents: list[int], before: set[str | None], after: str) -> None:
        for each in residents:
            if self.card.get(each) not in before:
                self.refused.append(f"the card of {each} is {self.card.get(each)}, not {before}")
            self.card[each] = after

    def _stay_extension(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        (one,) = residents
        self.protection.stays(event, one)

    def _card_extension(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        (one,) = residents
        self._unexpired(event, residents)
        self._card(residents, {"active"}, "active")
        self.protection.card_follows(event, one)

    def _copy_of_record(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        if any(self.people[each]["age"] < 15 for each in residents):
            self.refused.append(f"{residents} is too young to ask")
        self.protection.copied(event, residents)

    def _convenience_certificate(self, event: Row, residents: list[int], _said: dict[int, str]) -> None:
        self._unexpired(event, residents)
        self.protection.copied(event, residents)
        for each in residents:
            if self.card.get(each) not in {"active", "renewing"}:
                self.refused.append(f"{each} uses a card that is {self.card.get(each)}")
