"""
Acts at the hand-over of a card (CARD-004).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.port.commands import HandOverCard
from harness.running.scene import Inconclusive, Scene
from harness.words.numbers import IndividualNumber
from scenarios.cast import Character, cast_of
from scenarios.steps.cards import make_card
from scenarios.steps.counter import remember, resident_of
from scenarios.wording import given, when

CLERK = "staff-cards"
TERMINAL = "counter-cards"
PAPERS = {"旅券": "passport", "在留カード": "residence-card"}
"""Documents with a photograph, by the word of the text."""


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
    One of the items that are matched differs: as a whole, or in one part of it.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, **shown_otherwise(scene, character, item)))


@when(
    "{who:names}が{item:text}の異なる書類を示し、暗証番号を設定しない旨を選んでカードの交付を求める",
    "{who:names} show papers with another {item:text}, choose a card without PIN and ask for it",
)
def collect_with_other_papers_without_pin(scene: Scene, who: list[str], item: str) -> None:
    """
    Who wants no PIN is compared all the same.
    """
    for character in cast_of(scene).all(who):
        shown = shown_otherwise(scene, character, item)
        _give(scene, hand_over(scene, character, pin=None, no_pin_card=True, **shown))


def shown_otherwise(scene: Scene, character: Character, item: str) -> dict[str, str]:
    """
    What is shown of one item, in place of what is recorded; known as a person's from now on.
    """
    shown = {
        "氏名": {"shown_name": f"{character.name}子"},
        "個人番号": {"shown_individual_number": cast_of(scene).individual_number()},
        **_other_names(character),
        **_other_days(character),
        **_other_number(character),
    }[item]
    for value in shown.values():
        scene.know_person(value)
    return shown


def _other_names(character: Character) -> dict[str, dict[str, str]]:
    surname, given = character.name.split()
    return {
        "氏": {"shown_name": f"小野寺\u3000{given}"},
        "名": {"shown_name": f"{surname}\u3000三郎"},
        "名の一字": {"shown_name": f"{character.name[:-1]}朗"},
    }


def _other_days(character: Character) -> dict[str, dict[str, str]]:
    """
    In the calendar, all of them, for somebody born on one of the first twelve days of a month.
    """
    born = date.fromisoformat(character.born_on)
    days = {
        "生年月日": date(1970, 1, 1),
        "生まれた年": born.replace(year=born.year + 1),
        "生まれた月": born.replace(month=born.month % 12 + 1),
        "生まれた日": born.replace(day=born.day % 28 + 1),
        "生まれた月と日の順": born.replace(month=min(born.day, 12), day=born.month),
    }
    return {item: {"shown_born_on": day.isoformat()} for item, day in days.items()}


def _other_number(character: Character) -> dict[str, dict[str, str]]:
    """
    A lawful number that differs in one digit and, by that, in the check digit.
    """
    base = character.individual_number[:-1]
    other = IndividualNumber.from_base(f"{base[:6]}{(int(base[6]) + 1) % 10}{base[7:]}")
    return {"個人番号の一桁": {"shown_individual_number": str(other)}}


@when(
    "{who:word}が{other:word}の{item:text}を記した書類を示してカードの交付を求める",
    "{who:word} shows papers with the {item:text} of {other:word} and asks for the own card",
)
def collect_with_papers_of_another(scene: Scene, who: str, other: str, item: str) -> None:
    """
    One of the items is that of somebody else on the register.
    """
    cast = cast_of(scene)
    another = cast[other]
    shown = {
        "氏名": {"shown_name": another.name},
        "生年月日": {"shown_born_on": another.born_on},
        "個人番号": {"shown_individual_number": another.individual_number},
    }
    _give(scene, hand_over(scene, cast[who], **shown[item]))


@when(
    "{who:word}が改められる前の氏名を記した書類を示してカードの交付を求める",
    "{who:word} shows papers with the name from before the correction and asks for the card",
)
def collect_with_former_name(scene: Scene, who: str) -> None:
    """
    The record has another name now, which is what is matched, and not what the application said.
    """
    character = cast_of(scene)[who]
    told = scene.messages("A01", local_addressee_number=character.resident)
    if not told:
        raise Inconclusive(both("住民票の記載が確認できない。", "The entry was not seen."))
    _give(scene, hand_over(scene, character, shown_name=str(told[0].body["name"])))


@when(
    "{who:word}が{paper:text}を本人確認書類として示し、暗証番号{pin:text}を設定してカードの交付を受ける",
    "{who:word} shows {paper:text}, sets the PIN {pin:text} and collects the card",
)
def collect_with_paper(scene: Scene, who: str, paper: str, pin: str) -> None:
    """
    番号法17条1項, 番号令13条の2: any of the documents.
    """
    _give(scene, hand_over(scene, cast_of(scene)[who], document=PAPERS[paper], pin=pin))


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


@when(
    "{who:names}が本人確認書類を示さずに、暗証番号を設定しない旨を選んでカードの交付を求める",
    "{who:names} choose a card without PIN and ask for it without showing papers",
)
def collect_without_papers_or_pin(scene: Scene, who: list[str]) -> None:
    """
    The choice of no PIN stands for no check.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, document=None, pin=None, no_pin_card=True))


@when(
    "{who:names}の代理人が、暗証番号を設定しない旨を選んでカードの交付を求める",
    "a representative without authority chooses cards without PIN for {who:names} and asks for them",
)
def collect_by_proxy_without_pin(scene: Scene, who: list[str]) -> None:
    """
    As with a PIN: nothing gives authority.
    """
    for character in cast_of(scene).all(who):
        _give(scene, hand_over(scene, character, collector="proxy", pin=None, no_pin_card=True))


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
