"""
Verdicts: their order, and the fold from findings to clause, requirement and run.

Terms follow ISO/IEC 9646 where it has them (pass, fail, inconclusive).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from harness.evidence.events import Text
from harness.judgement.catalogue import Catalogue, Requirement


class Verdict(Enum):
    """
    Worst first; folding takes the first that occurs.
    """

    FAIL = "FAIL"
    ERROR = "ERROR"
    INCONCLUSIVE = "INCONCLUSIVE"
    UNTESTED = "UNTESTED"
    WAIVED = "WAIVED"
    PASS = "PASS"
    NOT_APPLICABLE = "NOT APPLICABLE"


ORDER = list(Verdict)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """
    The worst of the verdicts. None at all is UNTESTED: zero executed checks is never green.
    """
    return min(verdicts, key=ORDER.index, default=Verdict.UNTESTED)


class ClauseState:
    """
    What is known of one clause so far, gathered over all scenarios. ``flaky``: repeats of one disagreed on it.
    """

    __slots__ = (
        "errors",
        "failed",
        "flaky",
        "inconclusive",
        "out_of_force",
        "partial",
        "passed",
        "planned",
        "undeclared",
    )

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self.inconclusive = 0
        self.errors = 0
        self.planned = 0
        self.out_of_force = 0
        self.undeclared = 0
        self.partial = False
        self.flaky = False

    def verdict(self) -> Verdict:
        """
        The clause's verdict. A pass beside an inconclusive or broken try is not a pass, nor is one beside a scenario
        that the registry does not offer the means for, or that the selection left out.
        """
        if self.failed:
            return Verdict.FAIL
        if self.errors:
            return Verdict.ERROR
        if self.inconclusive:
            return Verdict.INCONCLUSIVE
        if self.undeclared or (self.partial and self.passed):
            return Verdict.UNTESTED
        if self.passed:
            return Verdict.PASS
        if self.out_of_force:
            return Verdict.NOT_APPLICABLE
        return Verdict.INCONCLUSIVE if self.planned else Verdict.UNTESTED


class RequirementVerdict(Struct, frozen=True):
    """
    A requirement's verdict for a set of roles, with that of each binding clause.

    ``undeclared``: a scenario of it needs what the registry does not declare.
    ``waived``: what a waiver says of a clause.
    """

    requirement: str
    verdict: Verdict
    clauses: dict[str, Verdict]
    undeclared: bool = False
    waived: dict[str, Text] = {}


def fold(
    requirement: Requirement, states: dict[str, ClauseState], roles: frozenset[str]
) -> RequirementVerdict:
    """
    The verdict of one requirement for ``roles``.

    PASS only when every binding clause passed; clauses out of force do not count, unless all are.
    """
    clauses = {}
    for clause in requirement.binding(roles):
        key = f"{requirement.id}.{clause.n}"
        clauses[key] = states[key].verdict() if key in states else Verdict.UNTESTED
    if not clauses:
        return RequirementVerdict(requirement.id, Verdict.NOT_APPLICABLE, {})
    counted = [verdict for verdict in clauses.values() if verdict is not Verdict.NOT_APPLICABLE]
    undeclared = any(states[key].undeclared for key in clauses if key in states)
    verdict = worst(counted) if counted else Verdict.NOT_APPLICABLE
    return RequirementVerdict(requirement.id, verdict, clauses, undeclared)


def exit_code(
    catalogue: Catalogue, verdicts: Iterable[RequirementVerdict], port_faults: int, faults: int
) -> int:
    """
    Exit code of a run: 0 all tested MUST pass, 1 non-conformance, 3 harness fault, 4 inconclusive or nothing tested.

    A clause that no scenario of the suite tests leaves its requirement UNTESTED; that is said, and is no failure of
    the registry. A MUST that needs what the registry does not declare, and a run in which not one MUST passed, are 4.
    """
    must = [item for item in verdicts if catalogue.requirements[item.requirement].severity == "MUST"]
    found = {item.verdict for item in must}
    if Verdict.FAIL in found or port_faults:
        return 1
    if Verdict.ERROR in found or faults:
        return 3
    if Verdict.INCONCLUSIVE in found or Verdict.PASS not in found or any(item.undeclared for item in must):
        return 4
    return 0
