"""
The card of somebody else, laid before the clerk (CARD-006, CARD-009).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.port.commands import PresentCard
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.card_acts import counter
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.states_and_acts import begin
from scenarios.wording import when


@when(
    "{who:word}が{owner:word}のカードを{day:date}に提出して記載事項の変更を求める",
    "{who:word} presents the card of {owner:word} on {day:date} to have its items changed",
)
def present_for_items(scene: Scene, who: str, owner: str, day: date) -> None:
    """
    番号法17条8項: it is for the one to whom the card was handed over.
    """
    _present(scene, who, owner, day, "change-of-items")


@when(
    "{who:word}が{owner:word}のカードを{day:date}に提出して継続利用を求める",
    "{who:word} presents the card of {owner:word} on {day:date} for continued use",
)
def present_for_use(scene: Scene, who: str, owner: str, day: date) -> None:
    """
    番号法17条6項: so is this.
    """
    _present(scene, who, owner, day, "continued-use")


def _present(
    scene: Scene, who: str, owner: str, day: date, purpose: Literal["continued-use", "change-of-items"]
) -> None:
    cast = cast_of(scene)
    begin(scene, cast[who])
    command = PresentCard(
        counter(scene), resident_of(cast[who]), str(cast[owner].card_id), day.isoformat(), "passed", purpose
    )
    remember(scene, cast, scene.do(command))
