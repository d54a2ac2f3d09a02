"""
The oracle beside a scenario: it rules on each act before it is done, and disagreement with the script is our own fault.

It comes in by an entry point (``tekigo.oracles``), and judges the feature, never the registry: where the script expects
a refusal of an act that the oracle holds lawful, or the reverse, one of the two has misread the law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from harness.port.commands import Command
from harness.port.outcomes import Accepted, Refused, Unknown
from harness.running.entries import found
from harness.running.message import Message
from harness.running.recorded import Invocation
from harness.words.errors import HarnessFault


class Ruling(Protocol):
    """
    What the oracle says of an act: lawful, unlawful, or None where it does not know.
    """

    @property
    def lawful(self) -> bool | None:
        """
        The ruling itself.
        """
        ...

    @property
    def article(self) -> str:
        """
        What it rests on.
        """
        ...


class Oracle(Protocol):
    """
    A pure model of the law.
    """

    def rule(self, act: Command) -> Ruling:
        """
        Whether an act is lawful now.
        """
        ...

    def took(self, act: Command, outcome: Accepted | Refused | Unknown) -> None:
        """
        What came of an act.
        """
        ...

    def heard(self, kind: str, body: Mapping[str, Any]) -> None:
        """
        A message that reached the registry.
        """
        ...

    def happened(self, neighbour: str, act: str, body: Mapping[str, Any]) -> None:
        """
        What a neighbour did, whether or not it tells the registry.
        """
        ...

    def move(self, to: date) -> None:
        """
        The day changes.
        """
        ...


def oracle_maker() -> Callable[[str, date], Oracle] | None:
    """
    The bundled oracle, if there is one.
    """
    entry = found("tekigo.oracles").get("bundled")
    return entry.load() if entry else None


class Shadow:
    """
    One scenario's oracle. Once the registry went another way than the law, it says nothing more in this scenario: what
    follows from a breach is nobody's to predict.
    """

    def __init__(self, oracle: Oracle | None) -> None:
        self._oracle = oracle
        self._rulings: dict[str, Ruling] = {}
        self._heard = 0

    def rule(self, command: Command) -> Ruling | None:
        """
        The ruling before the act.
        """
        return None if self._oracle is None else self._oracle.rule(command)

    def took(self, command: Command, kept: Invocation, ruling: Ruling | None) -> None:
        """
        What came of it.
        """
        if (
            self._oracle is None
            or ruling is None
            or not isinstance(kept.outcome, Accepted | Refused | Unknown)
        ):
            return
        self._rulings[kept.ref] = ruling
        accepted = isinstance(kept.outcome, Accepted)
        if not isinstance(kept.outcome, Unknown) and ruling.lawful is not None and ruling.lawful != accepted:
            self._oracle = None
            return
        self._oracle.took(command, kept.outcome)

    def heard(self, messages: list[Message]) -> None:
        """
        What reached the registry since the last call.
        """
        fresh, self._heard = messages[self._heard :], len(messages)
        if self._oracle is None:
            return
        for message in fresh:
            if message.direction == "out" and message.peer == "registry" and message.outcome == "accepted":
                self._oracle.heard(message.kind, message.body)

    def happened(self, neighbour: str, act: str, body: Mapping[str, Any]) -> None:
        """
        What a neighbour did, which the law may ask the registry to find out.
        """
        if self._oracle is not None:
            self._oracle.happened(neighbour, act, body)

    def move(self, to: date) -> None:
        """
        The day changes.
        """
        if self._oracle is not None:
            self._oracle.move(to)

    def agree(self, evidence: Iterable[str], lawful: bool, what: str) -> None:
        """
        Compare what the script expects of acts with the rulings on them. Raises HarnessFault where they differ.
        """
        for ref in evidence:
            ruling = self._rulings.get(ref)
            if ruling is not None and ruling.lawful is not None and ruling.lawful != lawful:
                judged = "適法" if ruling.lawful else f"違法（{ruling.article}）"
                word = "lawful" if ruling.lawful else f"unlawful ({ruling.article})"
                raise HarnessFault(
                    f"{what}：行為{ref}についてのオラクルの判断（{judged}）が台本と逆である",
                    f"{what}: the oracle holds the act {ref} {word}, the script the reverse",
                    code="oracle-disagrees",
                    hint=(
                        "法令を読み、シナリオかオラクルの誤っている方を直す。",
                        "Read the law; mend the feature or the oracle, whichever is wrong.",
                    ),
                )
