"""
The registries that a proof plays as they are, and what their rounds say.
"""

from __future__ import annotations

from harness.running.entries import found
from harness.running.orders import Round
from harness.running.proof import EMPTY, LAWFUL, REFERENCE, System

PREFIXES = {EMPTY: "empty-", LAWFUL: "lawful-"}


def installed() -> list[System]:
    """
    The reference, the empty ones and the lawful ones.
    """
    known = [System(REFERENCE, LAWFUL)]
    for kind, prefix in PREFIXES.items():
        names = sorted(name for name in found("tekigo.registries") if name.startswith(prefix))
        known += [System(name.removeprefix(prefix), kind) for name in names]
    return known


def entry_of(system: System) -> str:
    """
    The entry point of a registry that is played as it is.
    """
    return system.name if system.name == REFERENCE else f"{PREFIXES[system.kind]}{system.name}"


def judged(system: System, played: Round) -> System:
    """
    A registry with what its round says of it.
    """
    lawful = system.kind == LAWFUL
    return System(
        name=system.name,
        kind=system.kind,
        passed=[] if lawful else played.passed,
        failed=sorted({failure.requirement for failure in played.failures}) if lawful else [],
        failures=played.failures if lawful else [],
        judged=played.judged if lawful else [],
        faults=[*played.crashes, *played.faults] if lawful else [],
        left_out=played.left_out,
        scenarios=played.scenarios,
        took_s=round(played.took_s, 3),
    )
