"""
The next card of somebody who had one: what is told of the former, and a card that has not come yet (CARD-003, 012).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.card_acts import holds_a_card
from scenarios.steps.card_items import card_waits, judge_events
from scenarios.steps.card_states_seen import at_the_organisation, card_of, told_changes
from scenarios.steps.cards import make_card
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.register import refs
from scenarios.wording import given, then

FORMER = "former card"


def _keep_former(scene: Scene, who: str) -> None:
    character = cast_of(scene)[who]
    character.notes[FORMER] = str(character.card_id)


def _former(scene: Scene, who: str) -> Character:
    character = cast_of(scene)[who]
    return replace(character, card_id=character.notes[FORMER])


@given("{who:word}は次のカードの交付を受けている", "{who:word} was handed the next card, which is active")
def holds_the_next(scene: Scene, who: str) -> None:
    """
    Made and handed over after the former had ended.
    """
    _keep_former(scene, who)
    holds_a_card(scene, [who])


@given(
    "{who:word}の次のカードが、作成日{made:date}、有効期間の満了の日を{expires:date}として交付を待っている",
    "the next card of {who:word}, made on {made:date} and good to {expires:date}, waits to be handed over",
)
def next_waits(scene: Scene, who: str, made: date, expires: date) -> None:
    """
    番号カード省令29条1項: a renewal; the former is still in use.
    """
    _keep_former(scene, who)
    card_waits(scene, made, expires, who)


@then(
    "{who:word}が前に持っていたカードの出来事は{told:text}の順に一通ずつ伝えられている",
    "the events of the former card of {who:word} are told as {told:text}, one message each",
)
def former_told(scene: Scene, who: str, told: str) -> None:
    """
    CARD-014.1, 014.2 and 014.4: an event of the next card is none of the former.
    """
    judge_events(scene, _former(scene, who), told)


@then(
    "更新により、{who:word}の前のカードは一通のK05により返納として伝えられ、機構でも返納されている",
    "by the renewal the former card of {who:word} is told as returned by one K05, and is returned there",
)
def former_returned(scene: Scene, who: str) -> None:
    """
    CARD-012.2; and CARD-003.5: two cards of one person are not valid at the same time.
    """
    former = _former(scene, who)
    found = [each for each in told_changes(scene, former) if each.body.get("state") == "returned"]
    there = at_the_organisation(scene, former)
    same(scene, "CARD-012.2", (1, "returned"), (len(found), there), refs(found))
    handed = scene.messages("K04", card_id=cast_of(scene)[who].card_id)
    unchanged(scene, "CARD-003.5", False, bool(handed) and there in ("active", "suspended"), refs(handed))


@given(
    "{who:names}のカードは申請されているが、まだ届いていない",
    "cards of {who:names} are applied for and have not come yet",
)
def applied_for(scene: Scene, who: list[str]) -> None:
    """
    The organisation has told so (K03); nothing is in stock.
    """
    for character in cast_of(scene).all(who):
        make_card(scene, character, municipality=scene.municipality, state="applied", notify=True)
    scene.settle()


@then(
    "{who:word}のカードは発行済（未交付）として登録システムにある",
    "the card of {who:word} is in the registry as made and not handed over",
)
def in_stock(scene: Scene, who: str) -> None:
    """
    CARD-003.1.
    """
    card, kept = card_of(scene, cast_of(scene)[who])
    same(scene, "CARD-003.1", "in-stock", getattr(card, "state", None), [kept.ref])
