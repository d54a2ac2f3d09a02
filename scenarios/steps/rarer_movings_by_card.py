"""
Special movings in of several people, with a fault at one of them.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.port.commands import PresentedCard
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.counter import remember
from scenarios.steps.special_moving_in import special_moving_in
from scenarios.wording import when

VARIANTS: dict[str, Literal["holder", "household"]] = {
    "特例転入": "holder",
    "世帯員に係る特例転入": "household",
}
"""住基法24条の2第1項 and 第2項, by the word of the text."""


@when(
    "{who:names}が{moved:date}に転入し、{owners:names}のカードを示したが{failing:names}の暗証番号の照合に成功せず、"
    "{notified:date}に{kind:text}を届け出る",
    "{who:names} move in on {moved:date} and show the cards of {owners:names}, of which the PIN check of"
    " {failing:names} fails, and file {kind:text} on {notified:date}",
)
def file_with_one_pin_failed(
    scene: Scene,
    who: list[str],
    moved: date,
    owners: list[str],
    failing: list[str],
    notified: date,
    kind: str,
) -> None:
    """
    Every card is there; the holder of one cannot give the PIN.
    """
    cast = cast_of(scene)
    holders = cast.all(owners)
    shown = [
        PresentedCard(each.called, str(each.card_id), "failed" if each.called in failing else "passed")
        for each in holders
    ]
    command = special_moving_in(
        scene,
        cast,
        cast.all(who),
        holders,
        moved,
        notified,
        presented=shown,
        variant=VARIANTS[kind],
    )
    remember(scene, cast, scene.do(command))
