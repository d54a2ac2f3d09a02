"""
The two ways in which most then-steps judge: a value is the one written in the text, or nothing of a kind was sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.judgement.expect import both
from harness.running.scene import Message, Scene
from scenarios.steps.register import refs


def same(scene: Scene, clause: str, expected: object, actual: object, evidence: Sequence[str]) -> None:
    """
    What was seen is what the text says. That there is nothing is seen of a registry that does nothing, too: a pass of
    such a text waits for a witness, and is none.
    """
    if _is_nothing(expected):
        unchanged(scene, clause, expected, actual, evidence)
        return
    scene.expect.observed(
        clause, actual == expected, both(expected, expected), both(actual, actual), evidence
    )


def unchanged(scene: Scene, clause: str, expected: object, actual: object, evidence: Sequence[str]) -> None:
    """
    What must not have become otherwise did not; a pass waits for a witness.
    """
    scene.expect.absent(clause, actual == expected, both(expected, expected), both(actual, actual), evidence)


def none_sent(scene: Scene, clause: str, found: Sequence[Message], evidence: Sequence[str] = ()) -> None:
    """
    No such message was sent, whether the neighbour took it or not.
    """
    kinds = [message.kind for message in found]
    actual = both(f"{len(found)}通{kinds}", f"{len(found)} {kinds}")
    scene.expect.absent(clause, not found, both("なし", "none"), actual, [*evidence, *refs(list(found))])


def _is_nothing(value: object) -> bool:
    return all(_is_nothing(part) for part in value) if isinstance(value, list | tuple) else not value


def without_spaces(*parts: str | None) -> str:
    """
    A text in one piece: what stands between an address and its building is nobody's rule.
    """
    return "".join("".join(part.split()) for part in parts if part)
