"""
What shows that a fake's rules are alive: for each rule one message that passes and one that only this rule refuses.

    CASES = (RuleCase("CM-02", "K04", good=..., bad=..., before=prepare), ...)

    @pytest.mark.parametrize("case", CASES, ids=str)
    def test_rule(case): "..."; prove_rule("card_management", case)

    def test_every_rule_has_a_case(): "..."; assert_complete("card_management", CASES)
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from fakes._core.definition import Definition
from tests.fakes.station import Station


@dataclasses.dataclass(frozen=True, kw_only=True)
class RuleCase:
    """
    A rule, and two messages of one type that differ in what the rule looks at.

    ``before`` prepares the town and runs before either message; ``before_good`` and ``before_bad`` run before that one
    only, for rules about what was sent before. ``sender`` and ``receiver`` are those of the envelope. ``field`` is the
    field that the problem must name, as a path inside the body, or None.
    """

    rule: str
    message_type: str
    good: dict[str, Any]
    bad: dict[str, Any]
    field: str | None
    before: Callable[[Station], object] = lambda _station: None
    before_good: Callable[[Station], object] = lambda _station: None
    before_bad: Callable[[Station], object] = lambda _station: None
    sender: str | None = None
    bad_sender: str | None = None
    receiver: str | None = None
    bad_receiver: str | None = None
    setup: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule}-{self.message_type}"

    def send(self, station: Station, body: dict[str, Any], *, bad: bool) -> Any:
        """
        Prepare a station and send one of the messages.
        """
        receiver = self.bad_receiver if bad and self.bad_receiver else self.receiver
        sender = self.bad_sender if bad and self.bad_sender else self.sender
        envelope = {"sender": sender, "receiver": receiver}
        self.before(station)
        (self.before_bad if bad else self.before_good)(station)
        return station.send(self.message_type, body, **{k: v for k, v in envelope.items() if v is not None})


def definition_of(fake: str) -> Definition[Any]:
    """
    The definition of the fake.
    """
    found: Definition[Any] = importlib.import_module(f"fakes.{fake}.app").DEFINITION
    return found


def prove_rule(fake: str, case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The good message is taken; the bad one is refused by this rule, and taken when the rule is taken away.
    """
    station = Station(fake, **case.setup)
    try:
        answer = case.send(station, case.good, bad=False)
        assert answer.status_code == 200, answer.text
        assert station.set_up(**case.setup).status_code == 200
        refused = case.send(station, case.bad, bad=True)
        assert refused.status_code == 422, refused.text
        problem = refused.json()
        assert problem["rule"] == case.rule, problem
        assert problem["field"] == (None if case.field is None else f"body.{case.field}")
        entry = station.journal()[-1]
        assert (entry["outcome"], entry["rule"]) == ("refused", case.rule)
    finally:
        station.close()
    app = importlib.import_module(f"fakes.{fake}.app")
    whole = app.DEFINITION
    monkeypatch.setattr(app, "DEFINITION", dataclasses.replace(whole, rules=whole.rules.without(case.rule)))
    without = Station(fake, **case.setup)
    try:
        taken = case.send(without, case.bad, bad=True)
        assert taken.status_code == 200, f"without {case.rule} it is still refused: {taken.text}"
    finally:
        without.close()


def assert_complete(fake: str, cases: Iterable[RuleCase]) -> None:
    """
    Every rule has a case for at least one of its messages, and every case a rule.
    """
    rules = {rule.id for rule in definition_of(fake).rules}
    assert {case.rule for case in cases} == rules


def assert_described(fake: str) -> None:
    """
    Every rule is told in both languages, names messages that the fake takes, and where it comes from.
    """
    definition = definition_of(fake)
    for rule in definition.rules:
        assert rule.title.ja, rule.id
        assert rule.title.en, rule.id
        assert rule.source, rule.id
        assert set(rule.messages) <= set(definition.handlers), rule.id


def assert_defects_sound(fake: str) -> None:
    """
    Every defect has its own id, is told in both languages and by whom it is noticed, and can be switched on.
    """
    defects = importlib.import_module(f"fakes.{fake}.defects").DEFECTS
    assert len({defect.id for defect in defects}) == len(defects) >= 2
    for defect in defects:
        assert defect.promise.ja, defect.id
        assert defect.promise.en, defect.id
        assert defect.must or defect.rules or defect.indistinguishable, defect.id
        station = Station(fake)
        try:
            assert station.set_up(defects=[defect.id]).status_code == 200, defect.id
        finally:
            station.close()
