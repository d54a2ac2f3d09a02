"""
Copies of the resident record for third parties (CERT-003; 住基法12条の3).
"""

from __future__ import annotations

from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.certificate import judge_items
from scenarios.steps.comparing import unchanged
from scenarios.steps.copy_with_numbers import ITEMS
from scenarios.steps.counter import answer, last
from scenarios.wording import then


@then(
    "第三者へのその写しは{who:names}の法定の事項のみを過不足なく記載する",
    "that copy for a third party carries exactly the items of the law of {who:names}",
)
def items_of_the_law(scene: Scene, who: list[str]) -> None:
    """
    CERT-003.1.
    """
    scene.memory["copy"] = last(scene)
    judge_items(scene, "CERT-003.1", who, set())


@then(
    "別の申出の認められていないその請求により、{who:word}の{asked:word}を記載した写しは交付されていない",
    "by that claim, with no other request found proper, no copy of {who:word} with {asked:word} is issued",
)
def not_without_another_request(scene: Scene, who: str, asked: str) -> None:
    """
    CERT-003.5: whether the claim is refused, or met without them, is left open.
    """
    resident = cast_of(scene)[who].resident
    kept_back = set().union(*(ITEMS[each] for each in asked.split("と")))
    documents = getattr(answer(scene), "documents", [])
    shown = {item.item for each in documents for item in each.items if item.resident == resident}
    unchanged(scene, "CERT-003.5", [], sorted(shown & kept_back), [last(scene).ref])
