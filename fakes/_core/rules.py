"""
Rules of a fake: what it refuses, each with its source, one small function each.

    RULES: RuleBook[State] = RuleBook()

    @RULES.rule("JN-01", messages=("J01",), ja="住民票コードの検査数字が合う", en="The code's check digit fits",
                source="住基規則1条", status="unverified")
    def code_is_valid(state: State, received: Received[IdentificationUpdate]) -> None:
        if not ResidentRecordCode.is_valid(received.body.resident_record_code):
            raise RuleBroken("resident_record_code", "The check digit does not fit.")

A check changes nothing. ``field`` is the path inside the body; ``detail`` is a sentence without any value.
Rules are asked in the order in which they are written; the first broken one refuses the message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from fakes._core.problem import Refused
from fakes._core.traffic import Received

S = TypeVar("S")
Check = Callable[[Any, Any], None]
Status = Literal["law", "own", "unverified"]


class Title(Struct, frozen=True):
    """
    One sentence in both languages.
    """

    ja: str
    en: str


class RuleEntry(Struct, frozen=True):
    """
    A rule as ``GET /rules`` shows it. ``status``: ``law``; ``own`` (our choice) or ``unverified`` (not found in a
    published text), both of which the setting ``rules_off`` may switch off.
    """

    id: str
    title: Title
    messages: list[str]
    source: str
    status: Status


class RuleBroken(Refused):
    """
    A message breaks a rule: status 422, code ``rule-broken``. The book fills ``rule`` in.
    """

    def __init__(self, field: str | None, detail: str) -> None:
        super().__init__(field, detail, code="rule-broken")


@dataclass(frozen=True)
class Rule(Generic[S]):
    """
    One rule and the check that holds it.
    """

    id: str
    title: Title
    messages: tuple[str, ...]
    source: str
    status: Status
    check: Callable[[S, Received[Any]], None]

    @property
    def entry(self) -> RuleEntry:
        """
        The rule as it is shown.
        """
        return RuleEntry(self.id, self.title, list(self.messages), self.source, self.status)


class RuleBook(Generic[S]):
    """
    The rules of one fake, in the order in which they are asked.
    """

    def __init__(self, rules: Iterable[Rule[S]] = ()) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def rule(
        self,
        rule_id: str,
        *,
        messages: tuple[str, ...],
        ja: str,
        en: str,
        source: str,
        status: Status = "law",
    ) -> Callable[[Check], Check]:
        """
        Put the decorated check into the book; an id stands for one rule only (ValueError).
        """

        def put(check: Check) -> Check:
            if rule_id in self._rules:
                raise ValueError(f"{rule_id} stands twice")
            self._rules[rule_id] = Rule(rule_id, Title(ja, en), messages, source, status, check)
            return check

        return put

    def __iter__(self) -> Iterator[Rule[S]]:
        return iter(self._rules.values())

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def without(self, *rule_ids: str) -> RuleBook[S]:
        """
        The book without these rules; KeyError where one is not in it.
        """
        for rule_id in rule_ids:
            self._rules[rule_id]
        return RuleBook(rule for rule in self if rule.id not in rule_ids)

    def check(self, state: S, received: Received[Any]) -> None:
        """
        Ask every rule about this type of message; raise the first RuleBroken, with its rule named.
        """
        for rule in self:
            if received.envelope.message_type in rule.messages:
                try:
                    rule.check(state, received)
                except RuleBroken as broken:
                    broken.rule = rule.id
                    broken.field = None if broken.field is None else f"body.{broken.field}"
                    raise
