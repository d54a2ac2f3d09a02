"""
States of knowledge that end a scenario early and say nothing against the registry.
"""

from __future__ import annotations

from harness.evidence.events import Text
from harness.judgement.expect import both
from harness.words.blame import Blame


class Inconclusive(Exception):  # noqa: N818 - a state of knowledge, not an error
    """
    A step could not be carried to its end for a reason that says nothing about the clauses of this scenario.

    ``blame``: whose it is. What a registry did not show, answer or accept is its own, unless said otherwise.
    """

    def __init__(self, why: Text, blame: Blame = "system") -> None:
        super().__init__(why["en"])
        self.why = why
        self.blame: Blame = blame


class Untested(Exception):  # noqa: N818 - a state of knowledge, not an error
    """
    The registry does not offer what the scenario needs. That is a matter of what its adapter declares: configuration.
    """

    blame: Blame = "configuration"

    def __init__(self, operation: str) -> None:
        super().__init__(f"the registry does not offer {operation}")
        self.why = both(
            f"登録システムが{operation}を備えると宣言していない。",
            f"The registry does not declare {operation}.",
        )
