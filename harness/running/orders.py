"""
What passes between the proof and its workers: orders one way, what came of them the other. One JSON object a line.
"""

from __future__ import annotations

from msgspec import Struct

from harness.running.statement import Connect


class Order(Struct, frozen=True):
    """
    One round: a fresh town and registry, with what is planted, and the scenarios to play on them.

    ``folder``: where the round's events are kept, masked; without it none are written.
    """

    id: str
    connect: Connect
    overrides: dict[str, list[str]]
    keys: list[str]
    folder: str | None = None


class Scenario(Struct, frozen=True):
    """
    A collected scenario, as the proof needs to know it.
    """

    key: str
    clauses: list[str]
    title: str = ""

    @property
    def requirements(self) -> set[str]:
        """
        The requirements that it may decide.
        """
        return {clause.rpartition(".")[0] for clause in self.clauses}

    @property
    def journey(self) -> bool:
        """
        Whether it is a journey: it passes every neighbour.
        """
        return self.key.startswith("journeys/")

    @property
    def name(self) -> str:
        """
        What it is called by, wherever in its file it stands: feature, title and number of the example.
        """
        _, hash_sign, row = self.key.partition("#")
        return f"{self.feature} {self.title}{hash_sign}{row}"

    @property
    def feature(self) -> str:
        """
        The feature file.
        """
        return self.key.partition(":")[0]

    @property
    def table(self) -> str:
        """
        The scenario without the number of its example.
        """
        return self.key.partition("#")[0]


class Failure(Struct, frozen=True):
    """
    One expectation that failed. ``check``: the standing check, if it was one; ``step``: what the step calls itself, if
    one did. ``acts``: commands, moves of the clock and acts of the town up to then.
    """

    clause: str
    scenario: str
    check: str | None
    acts: int
    step: str = ""

    @property
    def expectation(self) -> str:
        """
        A clause and who judged it: a step, or a standing check.
        """
        return expectation(self.clause, self.check or self.step)

    @property
    def requirement(self) -> str:
        """
        The requirement of the clause.
        """
        return self.clause.rpartition(".")[0]


def expectation(clause: str, by: str) -> str:
    """
    The name of an expectation: a clause and the step or standing check that judges it (``REL-005.3@deletions.gone``).
    """
    return f"{clause}@{by}" if by else clause


class Round(Struct, frozen=True):
    """
    What came of an order. ``passed``: requirements that bind the claimed roles and PASS.
    ``judged``: the expectations of steps that came to a verdict.

    ``crashes``: the registry failed at the port itself, which is no kill. ``faults``: a fake or the instrument broke.
    ``left_out``: why the registry cannot be played on this machine. ``unfit``: why what was to be planted cannot be.
    """

    id: str
    failures: list[Failure] = []
    passed: list[str] = []
    judged: list[str] = []
    crashes: list[str] = []
    faults: list[str] = []
    scenarios: int = 0
    took_s: float = 0.0
    left_out: str = ""
    unfit: str = ""
