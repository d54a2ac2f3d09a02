"""
The proof: a defect is killed where it says, a survivor and a stray are told, empty registries pass nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from harness.judgement.catalogue import Catalogue
from harness.running import prove as proving
from harness.running.prove import Empty, Proof, defects, empties, named, prove
from harness.running.statement import Statement, parse_connect

SPINE = set(
    "REL-001 REL-002 REL-003 REL-005 REL-009 JUKI-001 JUKI-007 CARD-004 CARD-006 LINK-003 LINK-005 LINK-006 LINK-007 "
    "DEPT-001 DEPT-009 IMM-001 CERT-001 SEC-001 AUD-001 DATA-004".split()
)


class Planted(msgspec.Struct, frozen=True):
    """
    A defect under another name, so that its claim can be changed.
    """

    id: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()


def proven(tmp_path: Path, *chosen: str) -> list[Proof]:
    """
    The proofs of the chosen defects.
    """
    proofs, _ = prove(Statement(parse_connect("reference")), list(chosen), 1, tmp_path, lambda _result: None)
    return proofs


def test_every_requirement_of_the_spine_has_a_defect(catalogue: Catalogue) -> None:
    """
    No requirement lands without the defect that proves it.
    """
    claimed = {
        name
        for listed in defects().values()
        for defect in listed.values()
        for name in named(defect, catalogue)
    }
    assert claimed >= SPINE


def test_a_defect_is_killed_where_it_says_and_a_false_claim_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The same defect is killed under its own claim, and strays when it claims another requirement.
    """
    (proof,) = proven(tmp_path, "registry/any-pin-will-do")
    assert proof.killed
    assert proof.killers == ["CARD-004"]
    lying = {"registry": {"any-pin-will-do": Planted("any-pin-will-do", ("REL-005",))}}
    monkeypatch.setattr(proving, "defects", lambda: lying)
    (proof,) = proven(tmp_path, "any-pin-will-do")
    assert not proof.killed
    assert proof.strays == ["CARD-004"]


@pytest.mark.parametrize("name", empties())
def test_an_empty_registry_passes_nothing(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Neither a registry that does nothing nor one that says yes to everything earns a PASS.
    """
    monkeypatch.setattr(proving, "defects", dict)
    monkeypatch.setattr(proving, "empties", lambda: [name])
    _, (empty,) = prove(Statement(parse_connect("reference")), [], 1, tmp_path, lambda _result: None)
    assert empty == Empty(name, [], [])


def test_a_reader_of_proofs_sees_all_three_outcomes() -> None:
    """
    Killed needs a named requirement failed, no stray and no fault.
    """
    plain: dict[str, Any] = {"part": "p", "defect": "d", "names": ["A-1"]}
    assert Proof(**plain, killers=["A-1"], strays=[], faults=[]).killed
    assert not Proof(**plain, killers=[], strays=[], faults=[]).killed
    assert not Proof(**plain, killers=["A-1"], strays=["B-1"], faults=[]).killed
    assert not Proof(**plain, killers=["A-1"], strays=[], faults=["x"]).killed
