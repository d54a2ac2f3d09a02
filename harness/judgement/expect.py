"""
The few assertions that steps use. Each records a finding and goes on; none raises.

Three kinds, told apart by what a dead registry could feign:

* ``observed``: something was seen at a neighbour or on the register. It needs evidence, and is itself a *witness*
  that the registry acts.
* ``refused`` and ``absent``: nothing happened, and should not have. They pass only if the same scenario also has a
  witness: a lawful neighbouring act that was seen to happen. Without one they end INCONCLUSIVE.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from harness.evidence.events import Observed, Text
from harness.judgement.catalogue import Catalogue
from harness.port.outcomes import Accepted, Refused, Unknown
from harness.words.errors import HarnessFault

NO_WITNESS: Text = {
    "ja": "同じシナリオで適法な行為が行われたことを確認できなかった。",
    "en": "No lawful neighbouring act was seen to happen in the same scenario.",
}
UNSETTLED: Text = {
    "ja": "シナリオの終わりに未送信の通知が残っていた。",
    "en": "Messages were still under way at the end of the scenario.",
}
TOWN_BROKE: Text = {
    "ja": "模擬の相手方が壊れた。登録システムについては何も分からない。",
    "en": "A simulated neighbour broke; nothing is known of the registry.",
}
UNLEARNED: Text = {"ja": "応答が得られなかった。", "en": "The answer was never learned."}
TOLD_WRONGLY: Text = {
    "ja": "登録システムの違反が先に見られた。相手方は、伝えられたことから判断したにすぎない。",
    "en": "A breach of the registry was seen before; the neighbour only goes by what it was told.",
}


def both(ja: object, en: object) -> Text:
    """
    A text in both languages.
    """
    return {"ja": str(ja), "en": str(en)}


class Expect:
    """
    Findings of one scenario. ``today`` tells the town's date, so that a clause out of force decides nothing.

    ``agree`` compares what is expected of an act with the oracle's ruling on it.

    ``in_doubt`` is set once an answer was never learned: what the registry then holds is not known, so nothing that is
    not there can be held against it, and nothing that is absent proves obedience. ``doubt`` says why. Once a neighbour
    broke (``town_broke``), no breach that a standing check sees is held against anybody either.

    ``roles`` are those that the system under test claims. Once it was seen to break a clause that binds it
    alone, a step finds no fault any more with a neighbour, who can only go by what it was told.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        scenario: str,
        record: Callable[[Observed], None],
        today: Callable[[], date],
        step: Callable[[], int],
        agree: Callable[[Sequence[str], bool, str], None] = lambda _evidence, _lawful, _what: None,
        roles: frozenset[str] = frozenset({"registry"}),
    ) -> None:
        self._catalogue = catalogue
        self._scenario = scenario
        self._record = record
        self._today = today
        self._step = step
        self._agree = agree
        self._roles = roles
        self._waiting: list[Observed] = []
        self.witnessed = False
        self.in_doubt = False
        self.doubt = UNLEARNED
        self.failed: list[Observed] = []
        self.inconclusive: list[Observed] = []
        self.out_of_force: set[str] = set()

    def town_broke(self) -> None:
        """
        A simulated neighbour broke in this scenario.
        """
        self.in_doubt, self.doubt = True, TOWN_BROKE

    def observed(
        self, clause: str, holds: bool, expected: Text, actual: Text, evidence: Sequence[str]
    ) -> bool:
        """
        Judge what was seen at a neighbour or on the register. ``evidence`` may be empty only where it failed.
        """
        if holds and not evidence:
            raise HarnessFault(
                f"{clause}の合格の観察に証拠がない",
                f"a passing observation of {clause} has no evidence",
                code="no-evidence",
            )
        if not holds and self.in_doubt:
            self._finding(clause, "inconclusive", expected, actual, evidence, why=self.doubt)
            return False
        self._finding(clause, "pass" if holds else "fail", expected, actual, evidence)
        if holds:
            self.witnessed = True
        return holds

    def absent(
        self, clause: str, holds: bool, expected: Text, actual: Text, evidence: Sequence[str] = ()
    ) -> bool:
        """
        Judge that something did not happen. Settle first; a pass waits for a witness.
        """
        if self.in_doubt:
            self._finding(clause, "inconclusive", expected, actual, evidence, why=self.doubt)
            return False
        self._finding(clause, "pass" if holds else "fail", expected, actual, evidence, needs_witness=True)
        return holds

    def refused(
        self,
        clause: str,
        outcome: Accepted | Refused | Unknown,
        reasons: Sequence[str],
        evidence: Sequence[str],
        field: str | None = None,
    ) -> bool:
        """
        Judge that a command was refused for one of ``reasons`` (any, if empty), naming ``field`` if given.
        """
        self._agree(evidence, False, clause)
        wanted = "・".join(reasons) or "any"
        place = f" ({field})" if field else ""
        expected = both(f"拒否（{wanted}）{place}", f"refused ({wanted}){place}")
        if isinstance(outcome, Unknown):
            self.unlearned(clause, expected, outcome, evidence)
            return False
        if isinstance(outcome, Accepted):
            self._finding(clause, "fail", expected, both("受理された。", "It was accepted."), evidence)
            return False
        named = field is None or outcome.field == field
        holds = (not reasons or outcome.reason in reasons) and named
        actual = both(
            f"拒否（{outcome.reason}、{outcome.field or '項目名なし'}）",
            f"refused ({outcome.reason}, {outcome.field or 'no field named'})",
        )
        self._finding(clause, "pass" if holds else "fail", expected, actual, evidence, needs_witness=True)
        return holds

    def accepted(self, clause: str, outcome: Accepted | Refused | Unknown, evidence: Sequence[str]) -> bool:
        """
        Judge that a lawful command was not refused. Saying yes is no witness: a pass waits for one.
        """
        self._agree(evidence, True, clause)
        expected = both("受理", "accepted")
        if isinstance(outcome, Unknown):
            self.unlearned(clause, expected, outcome, evidence)
            return False
        holds = isinstance(outcome, Accepted)
        actual = (
            expected
            if isinstance(outcome, Accepted)
            else both(f"拒否（{outcome.reason}）", f"refused ({outcome.reason})")
        )
        self._finding(clause, "pass" if holds else "fail", expected, actual, evidence, needs_witness=True)
        return holds

    def unlearned(self, clause: str, expected: Text, outcome: Unknown, evidence: Sequence[str]) -> None:
        """
        Record that an answer was never learned: the clause is INCONCLUSIVE here.
        """
        actual = both(f"応答不明（{outcome.cause}）", f"unknown ({outcome.cause})")
        self._finding(clause, "inconclusive", expected, actual, evidence, why=UNLEARNED)

    def witness(self, seen: bool) -> None:
        """
        Note that a lawful neighbouring act was seen at a neighbour or on the register (never only answered).
        """
        self.witnessed = self.witnessed or seen

    def standing(
        self,
        check: str,
        clause: str,
        expected: Text,
        actual: Text,
        evidence: Sequence[str],
        *,
        lacking: bool = False,
        settled: bool = True,
    ) -> None:
        """
        A standing check found ``clause`` broken. ``lacking``: by something that is not there, which proves nothing in a
        scenario that did not come to rest (``settled``) or is in doubt.
        """
        why = TOWN_BROKE if self.doubt is TOWN_BROKE else None
        if lacking and why is None and (self.in_doubt or not settled):
            why = self.doubt if self.in_doubt else UNSETTLED
        verdict = "fail" if why is None else "inconclusive"
        self._finding(clause, verdict, expected, actual, evidence, check=check, why=why)

    def only_told_wrongly(self, clause: str) -> bool:
        """
        Whether the clause binds only neighbours, and one that binds the system alone was broken before.
        """
        bound = {name: frozenset(self._catalogue.clauses[name][1].binds) for name in (clause, *self._broken)}
        return not bound[clause] & self._roles and any(bound[name] <= self._roles for name in self._broken)

    @property
    def _broken(self) -> list[str]:
        return [finding.clause for finding in self.failed]

    def close(self, *, settled: bool = True) -> None:
        """
        End of the scenario: passes that waited for a witness are recorded, as INCONCLUSIVE if none came.

        So are they where the scenario did not come to rest: what had not happened yet might still.
        """
        for finding in self._waiting:
            if self.witnessed and settled and not self.in_doubt:
                self._record(finding)
            else:
                changed = Observed(
                    scenario=finding.scenario,
                    clause=finding.clause,
                    verdict="inconclusive",
                    expected=finding.expected,
                    actual=finding.actual,
                    step=finding.step,
                    evidence=finding.evidence,
                    why=UNSETTLED if not settled else self.doubt if self.in_doubt else NO_WITNESS,
                )
                self.inconclusive.append(changed)
                self._record(changed)
        self._waiting.clear()

    def _finding(
        self,
        clause: str,
        verdict: str,
        expected: Text,
        actual: Text,
        evidence: Sequence[str],
        needs_witness: bool = False,
        why: Text | None = None,
        check: str | None = None,
    ) -> None:
        if clause not in self._catalogue.clauses:
            raise HarnessFault(
                f"ステップが挙げた項{clause}は要件一覧にない",
                f"a step names the clause {clause}, which the catalogue does not have",
                code="clause-unknown",
            )
        requirement, found = self._catalogue.clauses[clause]
        if not requirement.in_force_on(found, self._today()):
            self.out_of_force.add(clause)
            return
        if verdict == "fail" and check is None and self.only_told_wrongly(clause):
            verdict, why = "inconclusive", TOLD_WRONGLY
        finding = Observed(
            scenario=self._scenario,
            clause=clause,
            verdict=verdict,  # type: ignore[arg-type]  # one of the three words, by the callers above
            expected=expected,
            actual=actual,
            step=self._step(),
            check=check,
            evidence=list(evidence),
            why=why,
        )
        if verdict == "pass" and needs_witness:
            self._waiting.append(finding)
            return
        if verdict == "fail":
            self.failed.append(finding)
        if verdict == "inconclusive":
            self.inconclusive.append(finding)
        self._record(finding)
