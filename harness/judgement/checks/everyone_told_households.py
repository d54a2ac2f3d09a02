"""
Who stays when a household changes, and is not named by the command: they have another householder or relationship too.

A household is known as its entry made it and as what is filed here changes it. After anything else that may have
changed it, nothing is said of it any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.evidence.events import Invoked
from harness.judgement.checks.everyone_told_dues import Due, entered, entered_as, named, regrouped
from harness.judgement.checks.everyone_told_sent import Told, look_for
from harness.judgement.checks.result import CheckResult

HOUSEHOLDER = "世帯主"

TOLD = (("A01", "REL-015.2"), ("D01", "REL-015.3"), ("L03", "REL-015.4"))
"""What a change of household makes due about each whose householder it changes."""

BORN = "LINK-004.1"
"""The clause that wants the copy of every member renewed on a birth."""

ENTERING = frozenset({"MovingIn", "SpecialMovingIn", "ExOfficioEntry"})
UNTOUCHED = frozenset(
    {
        "ApplyForSupport",
        "ChangeIndividualNumber",
        "ChangeResidentRecordCode",
        "ExtendCardValidity",
        "HandOverCard",
        "PresentCard",
        "ReportCardFound",
        "ReportCardLoss",
        "ReturnCard",
    }
)
"""Acts that leave the household as it is, although they name its members."""

JUDGES = frozenset({BORN, *(clause for _, clause in TOLD)})


class Households:
    """
    Who lives with whom, and who heads them.
    """

    def __init__(self) -> None:
        self.home: dict[str, str] = {}
        self.head: dict[str, str] = {}

    def of(self, household: str | None) -> set[str]:
        """
        Those known to live in a household.
        """
        return {who for who, home in self.home.items() if home == household}

    def forget(self, people: set[str]) -> None:
        """
        Nothing is known any more of the households of some people.
        """
        for household in {self.home[who] for who in people if who in self.home}:
            self.head.pop(household, None)
            for who in self.of(household):
                del self.home[who]

    def enter(self, act: Invoked) -> None:
        """
        Take in those who were entered.
        """
        for one in act.outcome.get("residents", ()):
            self.home[str(one["resident"])] = str(one["household"])
        for who, said in entered_as(act):
            if said.get("relationship") == HOUSEHOLDER:
                self.head[self.home[who]] = who

    def leave(self, act: Invoked, into: str | None) -> set[str]:
        """
        Some go over into another household; answers those who stay with another householder.
        """
        leavers = {str(who) for who in named(act) if who}
        left = {self.home.get(who) for who in leavers}
        household = left.pop() if len(left) == 1 else None
        if household is None or household not in self.head:
            self.forget(leavers)
            return set()
        stay, former = self.of(household) - leavers, self.head[household]
        headed = act.request.get("remaining_householder")
        new = str(headed) if headed else (former if former in stay else None)
        if new is None and len(stay) == 1:
            (new,) = stay
        for one in act.outcome.get("residents", ()):
            if str(one["resident"]) in leavers:
                self.home[str(one["resident"])] = into or str(one["household"])
        if new is None:
            self.forget(stay)
            return set()
        self.head[household] = new
        return stay if new != former else set()


def check(result: CheckResult, told: Told) -> None:
    """
    Follow the households, and look for what is due about those whose householder changed.
    """
    homes = Households()
    for act in told.acts:
        changed = CHANGES.get(act.operation, _anything)(homes, act)
        if changed and act.operation == "EntryByBirth":
            _look(result, told, act, "L03", BORN, changed)
        elif changed:
            # Whom the command names is looked for beside.
            unnamed = changed - {str(who) for who in regrouped(act)}
            for kind, clause in TOLD:
                _look(result, told, act, kind, clause, unnamed)


def _look(result: CheckResult, told: Told, act: Invoked, kind: str, clause: str, people: set[str]) -> None:
    says = (("action", "update"),) if kind == "L03" else ()
    look_for(result, told, act, Due(kind, clause, lambda _: people, says=says, later=kind == "L03"))


def _entry(homes: Households, act: Invoked) -> set[str]:
    homes.enter(act)
    return set()


def _birth(homes: Households, act: Invoked) -> set[str]:
    household = next((str(one["household"]) for one in act.outcome.get("residents", ())), None)
    members = homes.of(household)
    homes.enter(act)
    return members - {str(who) for who in entered(act)}


def _split(homes: Households, act: Invoked) -> set[str]:
    stay = homes.leave(act, None)
    head = str(act.request.get("householder"))
    if head in homes.home:
        homes.head[homes.home[head]] = head
    return stay


def _transfer(homes: Households, act: Invoked) -> set[str]:
    return homes.leave(act, str(act.request.get("into")))


def _merger(homes: Households, act: Invoked) -> set[str]:
    household, into = str(act.request.get("household")), str(act.request.get("into"))
    joined = homes.of(household)
    homes.head.pop(household, None)
    homes.home.update(dict.fromkeys(joined, into))
    return joined


def _headed(homes: Households, act: Invoked) -> set[str]:
    household, head = str(act.request.get("household")), str(act.request.get("householder"))
    former = homes.head.get(household)
    if head not in homes.of(household):
        homes.forget(homes.of(household))
        return set()
    homes.head[household] = head
    return homes.of(household) if former not in (None, head) else set()


def _anything(homes: Households, act: Invoked) -> set[str]:
    if act.operation not in UNTOUCHED:
        people = {str(who) for who in (*named(act), *entered(act)) if who}
        homes.forget(people)
        for one in act.outcome.get("residents", ()):
            homes.forget(homes.of(str(one.get("household"))))
    return set()


CHANGES: Mapping[str, Callable[[Households, Invoked], set[str]]] = {
    **dict.fromkeys(ENTERING, _entry),
    "EntryByBirth": _birth,
    "SplitHousehold": _split,
    "TransferMembers": _transfer,
    "MergeHouseholds": _merger,
    "ChangeOfHousehold": _headed,
}
"""Act → how it changes the households; answers those who are told of without being named."""
