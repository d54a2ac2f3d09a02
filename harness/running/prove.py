"""
The proof: every deliberate defect must be failed at a requirement that it names, and at no unrelated one.

Each defect is a run of its own with one override. Empty registries must earn not a single PASS.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from msgspec import Struct

from harness.judgement.catalogue import Catalogue
from harness.judgement.verdict import Verdict
from harness.running.entries import features_folder, found
from harness.running.run import perform
from harness.running.statement import Connect, Statement

ALL_ROLES = frozenset(
    [
        "registry",
        "addressee",
        "intermediary",
        "network",
        "card_management",
        "department",
        "immigration",
        "certificates",
    ]
)


REGISTRY = "registry"


class Proof(Struct, frozen=True):
    """
    What became of one defect. ``killed`` at ``killers``; ``strays`` are failures that a registry's defect does not
    name. A defect of a fake has none: what leans on a broken neighbour falls with it.

    ``premature``: it survived, and no scenario judges a requirement that it names yet. It proves nothing, and is told.
    """

    part: str
    defect: str
    names: list[str]
    killers: list[str]
    strays: list[str]
    faults: list[str]
    premature: bool = False

    @property
    def killed(self) -> bool:
        """
        Whether a requirement that the defect names failed, and no other.
        """
        return bool(self.killers) and not self.strays and not self.faults


class Empty(Struct, frozen=True):
    """
    An empty registry and the requirements that it passed: there may be none.
    """

    name: str
    passed: list[str]
    faults: list[str]


def defects() -> dict[str, dict[str, Any]]:
    """
    Every deliberate defect by part and id. Their fields are those of docs/defects.md.
    """
    known: dict[str, dict[str, Any]] = {}
    for part, entry in sorted(found("tekigo.defects").items()):
        loaded = entry.load()
        listed = loaded.values() if isinstance(loaded, dict) else loaded
        known[part] = {defect.id: defect for defect in listed}
    return known


def named(defect: Any, catalogue: Catalogue) -> list[str]:
    """
    The requirements that a defect names: those that must fail, and those that may.
    """
    return sorted({*defect.must, *defect.may} & set(catalogue.requirements))


def empties() -> list[str]:
    """
    Entry-point names of the empty registries.
    """
    return sorted(name for name in found("tekigo.registries") if name.startswith("empty-"))


def prove(
    statement: Statement,
    chosen: list[str],
    jobs: int,
    out: Path,
    progress: Callable[[Proof | Empty], None],
    *,
    whole: bool = False,
) -> tuple[list[Proof], list[Empty]]:
    """
    Prove every defect (or the ``chosen`` ids), and the empty registries when none was chosen.

    Each runs the suite with long tables thinned out, except those of the requirements it names; ``whole`` thins none.
    """
    catalogue = Catalogue.load(features_folder() / "requirements")

    def one(part: str, defect: Any) -> Proof:
        proof = _prove(statement, catalogue, part, defect, out, whole=whole)
        progress(proof)
        return proof

    def empty(name: str) -> Empty:
        ended = perform(
            Statement(Connect("entry", name), statement.roles, statement.settings),
            out=out,
            selection=[],
            language="en",
            jobs=1,
            progress=_silent,
        )
        passed = [v.requirement for v in ended.tally.verdicts(catalogue) if v.verdict is Verdict.PASS]
        result = Empty(name, passed, ended.faults)
        progress(result)
        return result

    work = [
        (part, defect)
        for part, listed in defects().items()
        for name, defect in listed.items()
        if not chosen or name in chosen or f"{part}/{name}" in chosen
    ]
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        proofs = list(pool.map(lambda pair: one(*pair), work))
        nothing = [] if chosen else list(pool.map(empty, empties()))
    return proofs, nothing


def _prove(
    statement: Statement, catalogue: Catalogue, part: str, defect: Any, out: Path, *, whole: bool
) -> Proof:
    names = named(defect, catalogue)
    ended = perform(
        statement,
        out=out,
        selection=[],
        language="en",
        jobs=1,
        progress=_silent,
        overrides={part: [defect.id]},
        thin=None if whole else names,
    )
    failed = [v.requirement for v in ended.tally.verdicts(catalogue, ALL_ROLES) if v.verdict is Verdict.FAIL]
    judged = {clause.split(".")[0] for clause, state in ended.tally.states.items() if state.planned}
    return Proof(
        part=part,
        defect=defect.id,
        names=names,
        killers=[name for name in failed if name in names],
        strays=[name for name in failed if name not in names] if part == REGISTRY else [],
        faults=ended.faults,
        premature=not (set(failed) if part == REGISTRY else set(failed) & set(names))
        and not judged & set(names),
    )


def _silent(_line: dict[str, Any]) -> None:
    """
    Progress of a single proof is not shown; the proof itself is.
    """
