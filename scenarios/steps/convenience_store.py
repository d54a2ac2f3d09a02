"""
Copies claimed at a terminal in a convenience store, with the card (CARD-008, CARD-010).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.port.commands import ClaimAtConvenienceStore
from harness.port.outcomes import Accepted
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.cards import change_state
from scenarios.steps.counter import answer, last, remember
from scenarios.wording import given, then, when

CLERK, TERMINAL = "unattended", "store-1"


def claim(scene: Scene, character: Character) -> Invocation:
    """
    The holder puts the card into the terminal and gives the right PIN; all that was told so far has arrived.
    """
    counter = scene.counter(CLERK, TERMINAL)
    scene.settle()
    return scene.do(ClaimAtConvenienceStore(counter, str(character.card_id), "passed"))


def printed(kept: Invocation) -> str:
    """
    What the copies say that an answer carries; nothing where there is none.
    """
    papers = kept.outcome.documents if isinstance(kept.outcome, Accepted) else []
    return "".join(paper.text for paper in papers if paper.kind == "copy-of-record")


@given(
    "{who:names}はコンビニの端末でカードにより住民票の写しの交付を受けている",
    "{who:names} have got a copy of their records at a convenience store with the card",
)
def has_got_one(scene: Scene, who: list[str]) -> None:
    """
    The lawful neighbour of what is refused later: the store works, and the card is good.
    """
    for character in cast_of(scene).all(who):
        if character.name not in printed(claim(scene, character)):
            raise Inconclusive(
                both(
                    "前提となるコンビニ交付が行われなかった。",
                    "A precondition, the issue at a store, was not seen.",
                )
            )
        scene.expect.witness(True)


@given(
    "機構が電話により{who:names}のカードを一時停止し、その旨を登録システムに知らせる",
    "the organisation suspends the cards of {who:names} by telephone and tells the registry",
)
def suspended_by_telephone(scene: Scene, who: list[str]) -> None:
    """
    番号カード省令23条の2第4号.
    """
    for character in cast_of(scene).all(who):
        change_state(scene, character, "一時停止", notify=True)
    scene.settle()


@given(
    "機構が電話により{who:names}のカードを一時停止し、その旨を登録システムに知らせていない",
    "the organisation suspends the cards of {who:names} by telephone, and the registry is not told",
)
def suspended_unknown_here(scene: Scene, who: list[str]) -> None:
    """
    番号カード省令36条2項5号: a bare suspension is told to the organisation directly; only asking it shows it.
    """
    for character in cast_of(scene).all(who):
        change_state(scene, character, "一時停止")


@given(
    "{who:names}のカードが機構において失効し、その旨を登録システムに知らせていない",
    "the cards of {who:names} have lapsed at the organisation, and the registry is not told",
)
def lapsed_unknown_here(scene: Scene, who: list[str]) -> None:
    """
    番号令14条: whatever the cause, only asking the organisation shows it.
    """
    for character in cast_of(scene).all(who):
        change_state(scene, character, "失効")


@given(
    "{who:names}のカードが失効した旨を機構が登録システムに知らせる",
    "the organisation tells the registry that the cards of {who:names} have lapsed",
)
def lapsed_there(scene: Scene, who: list[str]) -> None:
    """
    番号令14条: whatever the cause, the registry learned of it.
    """
    for character in cast_of(scene).all(who):
        change_state(scene, character, "失効", notify=True)
    scene.settle()


@when(
    "{who:word}がコンビニの端末でカードにより住民票の写しを求める",
    "{who:word} claims a copy at a convenience store with the card",
)
def claim_copy(scene: Scene, who: str) -> None:
    """
    The terminal has checked the PIN.
    """
    cast = cast_of(scene)
    remember(scene, cast, claim(scene, cast[who]))


@then(
    "一時停止中のカードによるコンビニ交付は断られる",
    "issue at a convenience store with the suspended card is refused",
)
def refused_suspended(scene: Scene) -> None:
    """
    CARD-010.5.
    """
    scene.expect.refused("CARD-010.5", answer(scene), ["card-not-usable"], [last(scene).ref])


@then(
    "失効したカードによるコンビニ交付は断られる",
    "issue at a convenience store with the lapsed card is refused",
)
def refused_lapsed(scene: Scene) -> None:
    """
    CARD-008.4: whether the card or the holder's residence is named, where both are at an end.
    """
    reasons = ["card-not-usable", "not-resident", "unknown-card"]
    scene.expect.refused("CARD-008.4", answer(scene), reasons, [last(scene).ref])
