"""
Acts at the hand-over of a card (CARD-004).
"""

from __future__ import annotations

from typing import Any

from harness.port.commands import HandOverCard
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.cards import make_card
from scenarios.steps.counter import remember, resident_of
from scenarios.wording import given, when

CLERK = "staff-cards"
TERMINAL = "counter-cards"


def hand_over(scene: Scene, character: Character, **changes: Any) -> HandOverCard:
    """
    The holder collects in person with papers that fit; ``changes`` overrides.
    """
    plain: dict[str, Any] = {
        "counter": scene.counter(CLERK, TERMINAL),
        "card_id": str(character.card_id),
        "resident": resident_of(character),
        "collector": "self",
        "shown_name": character.name,
        "shown_born_on": character.born_on,
        "shown_individual_number": character.individual_number,
        "document": "drivers-licence",
        "pin": "4921",
    }
    command = HandOverCard(**{**plain, **changes})
    if command.pin:
        scene.know("pin", command.pin)
    return command


@given("{who:names}のカードが交付を待っている", "the cards of {who:names} wait to be handed over")
def waiting(scene: Scene, who: list[str]) -> None:
    """
    Made on application and in stock here; the registry is told.
    """
    for character in cast_of(scene).all(who):
        make_card(scene, character, municipality=scene.municipality, state="in-stock", notify=True)
    scene.settle()


@when(
    "{who:names}が本人確認書類を示し、暗証番号{pin:text}を設定してカードの交付を受ける",
    "{who:names} show their papers, set the PIN {pin:text} and collect their cards",
)
def collect(scene: Scene, who: list[str], pin: str) -> None:
    """
    Both checks fit.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, pin=pin))


@when(
    "{who:names}が本人確認書類を示し、暗証番号を設定しない旨を選んでカードの交付を受ける",
    "{who:names} show their papers, choose a card without PIN and collect their cards",
)
def collect_without_pin(scene: Scene, who: list[str]) -> None:
    """
    The explicit choice of 番号カード省令33条7項.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, pin=None, no_pin_card=True))


@when(
    "{who:names}が本人確認書類を示し、暗証番号も設定しない旨の選択もなくカードの交付を求める",
    "{who:names} show their papers and, with neither PIN nor choice, ask for their cards",
)
def collect_undecided(scene: Scene, who: list[str]) -> None:
    """
    Nothing was set, nothing was chosen.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, pin=None))


@when(
    "{who:names}が{item:text}の異なる書類を示してカードの交付を求める",
    "{who:names} show papers with another {item:text} and ask for their cards",
)
def collect_with_other_papers(scene: Scene, who: list[str], item: str) -> None:
    """
    One of the items that are matched differs.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        other: dict[str, dict[str, str]] = {
            "氏名": {"shown_name": f"{character.name}子"},
            "生年月日": {"shown_born_on": "1970-01-01"},
            "個人番号": {"shown_individual_number": cast.individual_number()},
        }
        _give(scene, hand_over(scene, character, **other[item]))


@when(
    "{who:names}が本人確認書類を示さずにカードの交付を求める",
    "{who:names} ask for their cards without showing papers",
)
def collect_without_papers(scene: Scene, who: list[str]) -> None:
    """
    番号法17条1項: the second check is missing.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, document=None))


@when(
    "{who:names}の代理人がカードの交付を求める",
    "a representative asks for the cards of {who:names}, without authority",
)
def collect_by_proxy(scene: Scene, who: list[str]) -> None:
    """
    With papers of the holder, and nothing that gives authority.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, collector="proxy"))


@when("{who:names}が{owner:names}のカードの交付を求める", "{who:names} ask for the card of {owner:names}")
def collect_of_another(scene: Scene, who: list[str], owner: list[str]) -> None:
    """
    With papers of their own, which are in order.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        _give(scene, hand_over(scene, character, card_id=str(cast[owner[0]].card_id)))


def _give(scene: Scene, command: HandOverCard) -> None:
    remember(scene, cast_of(scene), scene.do(command))
