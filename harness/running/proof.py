"""
What the rounds of a proof say: which defect was killed where, which survived or strayed, and whether it means anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from harness.evidence.events import Text
from harness.running.declared import Declared
from harness.running.orders import Failure, Round, Scenario


class Outcome(Enum):
    """
    What became of a defect. Those after BROKEN are not counted among the defects.
    """

    KILLED = "killed"
    SURVIVED = "survived"
    MISATTRIBUTED = "misattributed"
    BROKEN = "broken"
    UNFIT = "cannot be planted"
    PREMATURE = "premature"
    OWN_RULE = "own rule"
    INDISTINGUISHABLE = "indistinguishable"


COUNTED = (Outcome.KILLED, Outcome.SURVIVED, Outcome.MISATTRIBUTED, Outcome.BROKEN)


class Cell(Enum):
    """
    A requirement against a defect that names it, or that it failed with.
    """

    KILLED = "killed"
    ALLOWED = "allowed"
    OTHER = "killed by another only"
    SURVIVED = "survived"
    STRAY = "misattributed"
    VOID = "VOID"


class Proof(Struct, frozen=True):
    """
    One defect and what was seen with it planted. ``crashes``: the registry failed at its own interface; ``faults``:
    a fake or the instrument broke. ``judged``: the named requirements that a scenario or standing check may decide.

    ``whole``: every scenario was played, and not only those that could notice. ``unfit``: why it cannot be planted.
    ``kept``: the expectations that are kept as seeing it since the proof was last written down. ``shared``: failures
    that the reference shows in the same scenario, which are therefore none of the defect's.
    """

    defect: Declared
    failures: list[Failure]
    judged: list[str]
    crashes: list[str] = []
    faults: list[str] = []
    scenarios: int = 0
    took_s: float = 0.0
    whole: bool = False
    unfit: str = ""
    kept: list[str] = []
    shared: list[str] = []

    @property
    def seen_by(self) -> list[str]:
        """
        The expectations that saw it, as far as they are of requirements that it names.
        """
        named = self.defect.named
        return sorted({one.expectation for one in self.failures if one.requirement in named})

    @property
    def blind(self) -> list[str]:
        """
        What is kept as seeing it, and does not any more.
        """
        return sorted(set(self.kept) - set(self.seen_by)) if self.outcome is Outcome.KILLED else []

    @property
    def failed(self) -> set[str]:
        """
        Requirements that failed.
        """
        return {failure.requirement for failure in self.failures}

    @property
    def killers(self) -> list[str]:
        """
        Requirements that had to fail, and did.
        """
        return [name for name in self.defect.must if name in self.failed]

    @property
    def lacking(self) -> list[str]:
        """
        Requirements that had to fail, and did not, although something may decide them.
        """
        return [name for name in self.defect.must if name not in self.failed and name in self.judged]

    @property
    def unjudged(self) -> list[str]:
        """
        Requirements that must fail and that nothing decides yet.
        """
        return [name for name in self.defect.must if name not in self.failed and name not in self.judged]

    @property
    def strays(self) -> list[str]:
        """
        Requirements that failed and must not.
        """
        return sorted(self.failed - self.defect.named)

    @property
    def outcome(self) -> Outcome:
        """
        What became of the defect.
        """
        if self.unfit:
            return Outcome.UNFIT
        if self.faults or (self.shared and (self.lacking or not self.killers)):
            return Outcome.BROKEN
        if not self.defect.must and self.defect.rules and not self.failed:
            return Outcome.OWN_RULE
        if self.defect.indistinguishable and not self.failed:
            return Outcome.INDISTINGUISHABLE
        if self.strays:
            return Outcome.MISATTRIBUTED
        if self.defect.must and not self.crashes and self.unjudged == self.defect.must:
            return Outcome.PREMATURE
        return Outcome.KILLED if self.killers and not self.lacking and not self.crashes else Outcome.SURVIVED

    @property
    def misdeclared(self) -> list[str]:
        """
        What the defect says of itself that was seen to be otherwise.
        """
        said = []
        if self.defect.indistinguishable and self.failed:
            said.append("said to be indistinguishable, and failed")
        telling = [failure for failure in self.failures if failure.requirement in self.defect.must]
        by_steps = sorted({failure.clause for failure in self.failures if failure.check is None})
        if self.defect.seen_by == "checks" and by_steps:
            said.append(f"said to be seen by checks only; steps saw it at {', '.join(by_steps)}")
        least = min((failure.acts for failure in telling), default=self.defect.acts)
        if self.defect.acts > least:
            said.append(f"said to need {self.defect.acts} acts; {least} showed it")
        return said

    def cell(self, requirement: str) -> Cell | None:
        """
        One requirement against this defect; None where neither has to do with the other.
        """
        failed = requirement in self.failed
        if requirement not in self.defect.named:
            return Cell.STRAY if failed else None
        if self.crashes or self.outcome is Outcome.BROKEN:
            return Cell.VOID
        if requirement in self.defect.may and requirement not in self.defect.must:
            return Cell.ALLOWED if failed else None
        if failed:
            return Cell.KILLED
        return Cell.OTHER if self.failed else Cell.SURVIVED

    def without(self, mute: frozenset[str]) -> Proof:
        """
        The same with single expectations, or all of some clauses or standing checks, struck out.
        """
        left = [
            one
            for one in self.failures
            if (one.check or one.clause) not in mute and one.expectation not in mute
        ]
        return replace(self, failures=left)

    def beside(self, sound: Iterable[Failure]) -> Proof:
        """
        The same without what the reference, with nothing planted, fails in the same scenario.
        """
        theirs = {(one.expectation, one.scenario) for one in sound}
        left = [one for one in self.failures if (one.expectation, one.scenario) not in theirs]
        shared = {
            f"{one.expectation} {one.scenario}"
            for one in self.failures
            if (one.expectation, one.scenario) in theirs
        }
        return replace(self, failures=left, shared=sorted(shared))


class System(Struct, frozen=True):
    """
    A registry played as it is: an empty one, which may pass nothing, or a lawful one, which may fail nothing.

    ``left_out``: why it could not be played here. ``passed`` and ``failed`` are requirements, ``failures`` and
    ``judged`` what a lawful one failed, and the expectations that it was held to.
    """

    name: str
    kind: str
    passed: list[str] = []
    failed: list[str] = []
    failures: list[Failure] = []
    judged: list[str] = []
    faults: list[str] = []
    left_out: str = ""
    scenarios: int = 0
    took_s: float = 0.0

    @property
    def good(self) -> bool:
        """
        Whether it is judged as it must be.
        """
        if self.left_out:
            return True
        return not self.passed if self.kind == EMPTY else not self.failed and not self.faults


EMPTY, LAWFUL = "empty", "lawful"
REFERENCE = "reference"


class Measurement(Struct, frozen=True):
    """
    A whole proof. ``carried``: clauses that some scenario may decide. ``mute``: what was struck out to see what is then
    missed. ``known``: every defect that is installed, proven here or not. ``scenarios``: all that were collected.
    ``checked``: the expectations of standing checks. ``excused``: expectations of which it is written why no defect
    fails there. ``complete``: all was proven and nothing struck out, so that what no defect failed at is told.
    """

    proofs: list[Proof]
    systems: list[System]
    carried: list[str] = []
    mute: list[str] = []
    known: list[str] = []
    wall_s: float = 0.0
    scenarios: list[Scenario] = []
    checked: list[str] = []
    excused: dict[str, Text] = {}
    complete: bool = False

    @property
    def judged(self) -> list[str]:
        """
        Every expectation: of a standing check, or of a step that a lawful registry was held to or a defect failed at.
        """
        failed = {one.expectation for proof in self.proofs for one in proof.failures}
        return sorted(failed.union(self.checked, *(system.judged for system in self.systems)))

    @property
    def unseen(self) -> list[str]:
        """
        Those at which no defect failed: nobody knows whether they can.
        """
        seen = {name for proof in self.of(Outcome.KILLED) for name in proof.seen_by}
        return sorted(set(self.judged) - seen)

    @property
    def unexplained(self) -> list[str]:
        """
        Those of them of which nobody wrote why.
        """
        return [name for name in self.unseen if name not in self.excused] if self.complete else []

    @property
    def overtaken(self) -> list[str]:
        """
        Those with a reason that holds no longer: a defect failed there, or nothing judges them any more.
        """
        return sorted(self.excused.keys() - set(self.unseen)) if self.complete else []

    def of(self, *outcomes: Outcome) -> list[Proof]:
        """
        The proofs with one of these outcomes.
        """
        return [proof for proof in self.proofs if proof.outcome in outcomes]

    @property
    def void(self) -> str:
        """
        Why nothing follows from the measurement; empty where something does.

        A defect that is known to be killed and is not shows that the measurement itself does not see.
        """
        if self.mute:
            return ""
        canaries = [proof for proof in self.proofs if proof.defect.canary]
        if not canaries:
            return "no canary was planted"
        blind = [proof.defect.name for proof in canaries if proof.outcome is not Outcome.KILLED]
        return f"the canary {', '.join(blind)} was not killed" if blind else ""

    @property
    def exit_code(self) -> int:
        """
        0 all as it must be · 1 a defect survived or strayed or is no longer seen where it was, an expectation sees none
        and nobody wrote why, an empty system passed, a lawful one failed · 2 a defect cannot be planted · 3 void.
        """
        if self.void or self.of(Outcome.BROKEN):
            return 3
        if self.of(Outcome.UNFIT):
            return 2
        bad = self.of(Outcome.SURVIVED, Outcome.MISATTRIBUTED)
        return int(
            bool(bad)
            or any(not system.good for system in self.systems)
            or any(proof.misdeclared or proof.blind for proof in self.proofs)
            or bool(self.unexplained or self.overtaken)
        )


def proof_of(
    defect: Declared, played: Round, clauses: set[str], *, whole: bool, kept: Iterable[str] = ()
) -> Proof:
    """
    What a round says of a defect. ``clauses``: those that a scenario or a standing check may decide; ``kept``: those
    that saw it when the proof was last written down.
    """
    judged = {clause.rpartition(".")[0] for clause in clauses}
    judged -= {name for name, telling in defect.judgeable.items() if not telling & clauses}
    return Proof(
        defect=defect,
        failures=played.failures,
        judged=sorted(judged & defect.named),
        crashes=played.crashes,
        faults=played.faults,
        scenarios=played.scenarios,
        took_s=round(played.took_s, 3),
        whole=whole,
        unfit=played.unfit,
        kept=list(kept),
    )


def sole_guards(proofs: Iterable[Proof], clauses: Iterable[str]) -> dict[str, list[str]]:
    """
    For each clause or standing check, the defects that would no longer be killed without it.
    """
    found: dict[str, list[str]] = {name: [] for name in clauses}
    for proof in proofs:
        if proof.outcome is not Outcome.KILLED:
            continue
        for name in {failure.check or failure.clause for failure in proof.failures}:
            if proof.without(frozenset([name])).outcome is not Outcome.KILLED:
                found.setdefault(name, []).append(proof.defect.name)
    return found
