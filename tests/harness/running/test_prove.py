"""
The proof plays a slice for real: kills, a survivor, a stray, a system that is empty, and a measurement that is void.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from harness.judgement.catalogue import Catalogue
from harness.running import kept, prove as proving, selection, systems
from harness.running.declared import Declared, declared
from harness.running.entries import features_folder
from harness.running.kept import Kept
from harness.running.matrix import figures
from harness.running.orders import Failure
from harness.running.proof import Measurement, Outcome, Proof, System
from harness.running.prove import Wanted, prove
from harness.running.statement import Statement, parse_connect
from harness.words.errors import ConfigurationError, UsageError

SPINE = set(
    "REL-001 REL-002 REL-003 REL-005 REL-009 JUKI-001 JUKI-007 CARD-004 CARD-006 LINK-003 LINK-005 LINK-006 LINK-007 "
    "DEPT-001 DEPT-009 IMM-001 CERT-001 SEC-001 AUD-001 DATA-004".split()
)


def measured(
    tmp_path: Path, *chosen: str, mute: tuple[str, ...] = (), features: Path | None = None
) -> Measurement:
    """
    A proof of what was chosen, by one worker.
    """
    wanted = Wanted(chosen=list(chosen), jobs=1, mute=list(mute), features=features)
    return prove(Statement(parse_connect("reference")), wanted, tmp_path, lambda *_: None)


def planted(monkeypatch: pytest.MonkeyPatch, *claims: Declared) -> None:
    """
    Let the declared defects be these.
    """
    monkeypatch.setattr(proving, "declared", lambda: list(claims))


def as_declared(name: str) -> Declared:
    """
    The bundled defect of that name.
    """
    return next(one for one in declared() if one.name == name)


def test_every_requirement_of_the_spine_has_a_defect() -> None:
    """
    No requirement lands without the defect that proves it.
    """
    assert {name for one in declared() for name in one.must} >= SPINE


def test_a_slice_is_proven(tmp_path: Path) -> None:
    """
    Defects at the counter, in the outbox and for a standing check are killed where they say; an empty system passes
    nothing; the canary is planted without being asked for.
    """
    result = measured(
        tmp_path,
        "any-pin-will-do",
        "outbox-doubles",
        "number-in-addressee-name",
        "empty-null",
        "empty-always-200",
    )
    assert result.void == ""
    assert {proof.defect.id: (proof.outcome, proof.strays) for proof in result.proofs} == {
        proof.defect.id: (Outcome.KILLED, []) for proof in result.proofs
    }
    assert {proof.defect.id for proof in result.proofs} >= {"any-pin-will-do", "outbox-doubles"}
    assert any(proof.defect.canary for proof in result.proofs)
    played = [(one.name, one.passed, one.failed) for one in result.systems]
    assert played == [("always-200", [], []), ("null", [], []), ("reference", [], [])]
    assert result.exit_code == 0


def test_false_claims_and_blind_canaries_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A defect that claims another requirement survives there and strays where it shows; a canary that does so makes all
    of it void; muting what sees a defect lets it survive.
    """
    sound = as_declared("registry/any-pin-will-do")
    lying = msgspec.structs.replace(sound, must=["REL-005"], canary=True)
    planted(monkeypatch, lying)
    monkeypatch.setattr(systems, "installed", list)
    result = measured(tmp_path)
    (proof,) = result.proofs
    assert proof.outcome is Outcome.MISATTRIBUTED
    assert (proof.lacking, proof.strays) == (["REL-005"], ["CARD-004"])
    assert "registry/any-pin-will-do" in result.void
    assert result.exit_code == 3

    clauses = {failure.clause for failure in proof.failures}
    planted(monkeypatch, msgspec.structs.replace(sound, canary=True))
    muted = measured(tmp_path, mute=tuple(clauses))
    assert [one.outcome for one in muted.proofs] == [Outcome.SURVIVED]
    assert muted.exit_code == 1


def test_what_cannot_be_proven_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A selection or a mute that names nothing is usage; a defect that names an unknown requirement is configuration.
    """
    with pytest.raises(UsageError, match="no-such-defect"):
        measured(tmp_path, "no-such-defect")
    with pytest.raises(UsageError, match="REL-999"):
        measured(tmp_path, "empty-null", mute=("REL-999.1",))
    planted(monkeypatch, msgspec.structs.replace(as_declared("registry/any-pin-will-do"), must=["REL-999"]))
    with pytest.raises(ConfigurationError, match="REL-999"):
        measured(tmp_path)


def test_a_requirement_selects_the_defects_that_name_it() -> None:
    """
    By id of a requirement or group come the defects that name it, with the canaries and nothing else.
    """
    catalogue = Catalogue.load(features_folder() / "requirements")
    chosen = proving.select([*declared(), *systems.installed()], catalogue, ["dept-009"])
    assert {one.name for one in chosen if isinstance(one, Declared) and not one.canary} == {
        one.name for one in declared() if "DEPT-009" in one.named and not one.canary
    }
    assert not [one for one in chosen if isinstance(one, System)]


def test_every_scenario_that_is_kept_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A scenario that was renamed, or whose table has grown, is written down anew: its defect would be played against
    everything that could notice, a minute for each.
    """
    planted(monkeypatch)
    monkeypatch.setattr(systems, "installed", list)
    there = {one.name for one in measured(tmp_path).scenarios}
    rows = kept.load(features_folder() / "requirements")
    assert {name: gone for name, one in rows.items() if (gone := set(one.scenarios) - there)} == {}


def test_what_is_kept_says_what_is_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where it is known in which scenarios a defect shows, these are played and samples; where one of them is gone, all
    that could notice; where a clause does not see it there, ever more, until it is said to have gone blind.
    """
    name = "registry/dead-householder-heads-on"
    planted(monkeypatch, msgspec.structs.replace(as_declared(name), canary=True))
    monkeypatch.setattr(systems, "installed", list)

    def played(*remembered: Kept) -> tuple[Proof, Measurement]:
        monkeypatch.setattr(kept, "load", lambda _folder: dict.fromkeys([name], *remembered))
        result = measured(tmp_path, name)  # a selection: of one defect, most expectations see nothing
        return result.proofs[0], result

    every, result = played(Kept())
    names = {one.key: one.name for one in result.scenarios}
    told = [names[key] for key in kept.telling([every])[name]]

    few, result = played(Kept(every.seen_by, told))
    assert (few.outcome, few.blind, result.exit_code) == (Outcome.KILLED, [], 0)
    assert few.seen_by == every.seen_by
    assert few.scenarios < every.scenarios

    renamed, result = played(Kept(every.seen_by, [*told, "card/hand_over.feature no such title"]))
    assert (renamed.scenarios, result.exit_code) == (every.scenarios, 0)

    # What is played last is cut down: it is most of the suite, and here it is to be seen only that it comes.
    last = [one.key for one in result.scenarios if one.feature.startswith("audit/")]
    monkeypatch.setattr(selection, "wider", lambda _scenarios, _defect: set(last))
    blind, result = played(Kept([*every.seen_by, "REL-016.99"], told))
    assert (blind.outcome, blind.blind, result.exit_code) == (Outcome.KILLED, ["REL-016.99"], 1)
    assert blind.scenarios > every.scenarios  # what could notice, and what is played last


WRONG = """# language: ja
機能: 誤ったシナリオ / A wrong scenario

  @CARD-004.1
  シナリオ: 交付の日の翌日に交付されたという / Said to be handed over on the day after
    前提 今日は令和8年7月1日である
    かつ 太郎は和光市に住民登録されている
    かつ 太郎のカードが交付を待っている
    もし 太郎が本人確認書類を示し、暗証番号「4921」を設定してカードの交付を受ける
    ならば カード管理システムは暗証番号を設定した太郎のカードの交付を交付日令和8年7月2日で受け取る
"""


def test_what_the_reference_fails_too_is_no_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A scenario that fails whatever is planted proves no defect: it is told, and the defect is not counted as killed.
    """
    root = tmp_path / "features"
    shutil.copytree(features_folder() / "requirements", root / "requirements")
    (root / "card").mkdir()
    (root / "card" / "wrong.feature").write_text(WRONG, encoding="utf-8")
    name = "registry/any-pin-will-do"
    planted(monkeypatch, msgspec.structs.replace(as_declared(name), canary=True))
    monkeypatch.setattr(systems, "installed", list)
    result = measured(tmp_path, name, features=root)
    (proof,), (reference,) = result.proofs, result.systems
    assert (proof.outcome, proof.failures, reference.failed) == (Outcome.BROKEN, [], ["CARD-004"])
    (shared,) = proof.shared
    assert shared.startswith("CARD-004.1@")
    assert shared.endswith(" card/wrong.feature:5")
    assert figures(result)["shared"] == {name: [shared]}
    assert result.exit_code == 3


def test_a_kill_beside_what_the_reference_fails_counts() -> None:
    """
    The same expectation in another scenario, or another one in the same, is the defect's own.
    """
    defect = as_declared("registry/any-pin-will-do")
    both, own = (Failure("CARD-004.5", f"a.feature:{line}", None, 1, "step") for line in (3, 9))
    killed = Proof(defect, [both, own], defect.must).beside([both])
    assert (killed.outcome, killed.failures) == (Outcome.KILLED, [own])
    assert killed.shared == ["CARD-004.5@step a.feature:3"]
    assert Proof(defect, [both], defect.must).beside([both]).outcome is Outcome.BROKEN
    assert Proof(defect, [both], defect.must).beside([own]).outcome is Outcome.KILLED
