"""
A card that was suspended by telephone is found (CARD-010).
"""

from __future__ import annotations

from harness.port.outcomes import Accepted
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.card_states_seen import at_the_organisation, card_of, pairs, told_changes
from scenarios.steps.comparing import same
from scenarios.steps.counter import answer
from scenarios.steps.register import refs
from scenarios.wording import then


@then(
    "電話により一時停止され発見の届け出られた{who:names}のカードの一時停止の解除のK05が送られている",
    "the end of the suspension by telephone of the cards of {who:names}, reported found, is told by K05",
)
def lifted_after_telephone(scene: Scene, who: list[str]) -> None:
    """
    CARD-010.3: whoever suspended it, the finding is notified here (番号カード省令30条).
    """
    for character in cast_of(scene).all(who):
        found = told_changes(scene, character)
        card, kept = card_of(scene, character)
        states = (getattr(card, "state", None), at_the_organisation(scene, character))
        actual = (isinstance(answer(scene), Accepted), pairs(found), *states)
        same(
            scene,
            "CARD-010.3",
            (True, [("active", "found")], "active", "active"),
            actual,
            [kept.ref, *refs(found)],
        )
