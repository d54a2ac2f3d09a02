"""
Acts about a card that its holder has: presented, lost, found, returned, replaced (番号法17条, 番号令13条〜17条).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.judgement.expect import both
from harness.port.commands import (
    Counter,
    Identity,
    OrderCardReturn,
    PresentCard,
    ReportCardFound,
    ReportCardLoss,
    RequestCardReplacement,
    ReturnCard,
)
from harness.port.commands.basis import Command
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.cards import change_state, make_card
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.hand_over import hand_over
from scenarios.wording import given, when

CLERK, TERMINAL = "staff-cards", "counter-cards"
RETURNS: dict[str, Literal["voluntary", "number-changed", "lapsed", "ordered", "death"]] = {
    "任意": "voluntary",
    "個人番号の変更": "number-changed",
    "失効": "lapsed",
    "返納命令": "ordered",
    "死亡": "death",
}
"""Why a card comes back, by the word of the text."""


def counter(scene: Scene) -> Counter:
    """
    The counter for cards.
    """
    return scene.counter(CLERK, TERMINAL)


def _do(scene: Scene, command: Command) -> None:
    remember(scene, cast_of(scene), scene.do(command))


@given("{who:names}は有効なカードの交付を受けている", "{who:names} were handed a card, which is active")
def holds_a_card(scene: Scene, who: list[str]) -> None:
    """
    Made, told to the registry, handed over by it: both sides know the card.
    """
    characters = cast_of(scene).all(who)
    for character in characters:
        make_card(scene, character, municipality=scene.municipality, state="in-stock", notify=True)
    scene.settle()
    for character in characters:
        scene.accepted_or_inconclusive(scene.do(hand_over(scene, character)))
    given_out = [scene.messages("K04", card_id=each.card_id) for each in characters]
    if not all(given_out):
        raise Inconclusive(
            both("前提となるカードの交付が確認できなかった。", "A precondition, the hand-over, was not seen.")
        )
    scene.expect.witness(True)


@given(
    "{who:names}は前住所地の市町村にカードの紛失を届け出ている",
    "{who:names} have reported the loss of the card in the former municipality",
)
def lost_elsewhere(scene: Scene, who: list[str]) -> None:
    """
    The organisation was told there: the card is suspended.
    """
    for character in cast_of(scene).all(who):
        change_state(scene, character, "一時停止")


@when(
    "{who:names}が{day:date}にカードを提出して継続利用を求める",
    "{who:names} present the card on {day:date} for continued use",
)
def present_for_use(scene: Scene, who: list[str], day: date) -> None:
    """
    番号法17条6項.
    """
    for character in cast_of(scene).all(who):
        _do(scene, present(scene, character, day, "continued-use"))


@when(
    "{who:names}が{day:date}にカードを提出して記載事項の変更を求める",
    "{who:names} present the card on {day:date} to have its items changed",
)
def present_for_items(scene: Scene, who: list[str], day: date) -> None:
    """
    番号法17条8項.
    """
    for character in cast_of(scene).all(who):
        _do(scene, present(scene, character, day, "change-of-items"))


def present(
    scene: Scene, character: Character, day: date, purpose: Literal["continued-use", "change-of-items"]
) -> PresentCard:
    """
    The holder lays the card on the counter and gives the PIN.
    """
    return PresentCard(
        counter(scene), resident_of(character), str(character.card_id), day.isoformat(), "passed", purpose
    )


@when(
    "{who:word}が{day:date}にカードの紛失を届け出る", "{who:word} reports the loss of the card on {day:date}"
)
def report_loss(scene: Scene, who: str, day: date) -> None:
    """
    番号法17条9項.
    """
    character = cast_of(scene)[who]
    _do(
        scene,
        ReportCardLoss(
            counter(scene),
            identity_of(character),
            resident_of(character),
            str(character.card_id),
            day.isoformat(),
        ),
    )


@when(
    "{who:word}が本人確認書類を示して{day:date}にカードの発見を届け出る",
    "{who:word}, showing papers, reports on {day:date} that the card was found",
)
def report_found(scene: Scene, who: str, day: date) -> None:
    """
    番号カード省令30条.
    """
    character = cast_of(scene)[who]
    _found(scene, character, identity_of(character), day)


@when(
    "{who:word}が本人確認書類を示さずに{day:date}にカードの発見を届け出る",
    "{who:word}, without papers, reports on {day:date} that the card was found",
)
def report_found_unproved(scene: Scene, who: str, day: date) -> None:
    """
    Nobody can tell whether this is the holder.
    """
    character = cast_of(scene)[who]
    _found(scene, character, Identity(filer="self", filer_name=character.name), day)


@when(
    "{other:word}が{who:word}のカードの発見を{day:date}に申し出る",
    "{other:word} says on {day:date} that the card of {who:word} was found",
)
def report_found_by_another(scene: Scene, other: str, who: str, day: date) -> None:
    """
    A third party with papers of their own and no authority.
    """
    cast = cast_of(scene)
    stranger = Identity(filer="proxy", filer_name=cast[other].name, evidence="drivers-licence")
    _found(scene, cast[who], stranger, day)


@when(
    "{other:word}が{who:word}の委任状を示して{whose:word}のカードの発見を{day:date}に届け出る",
    "{other:word} reports on {day:date}, with a letter of {who:word}, that the card of {whose:word} was found",
)
def report_found_by_proxy(scene: Scene, other: str, who: str, whose: str, day: date) -> None:
    """
    Authority for a filing under the Act, and none for what only the holder may ask for.
    """
    del who  # The letter is the holder's; the name is for the reader.
    cast = cast_of(scene)
    proxy = Identity(
        filer="proxy", filer_name=cast[other].name, evidence="drivers-licence", authority="power-of-attorney"
    )
    _found(scene, cast[whose], proxy, day)


@when(
    "{other:word}が同じ世帯の者として{who:word}のカードの発見を{day:date}に届け出る",
    "{other:word}, of the same household, reports on {day:date} that the card of {who:word} was found",
)
def report_found_by_household(scene: Scene, other: str, who: str, day: date) -> None:
    """
    住基法27条3項 needs no authority of theirs for a filing; a card is the holder's own.
    """
    cast = cast_of(scene)
    member = Identity(filer="same-household", filer_name=cast[other].name, evidence="drivers-licence")
    _found(scene, cast[who], member, day)


@when(
    "{head:word}が世帯主として{who:word}のカードの発見を{day:date}に届け出る",
    "{head:word}, as the householder, reports on {day:date} that the card of {who:word} was found",
)
def report_found_by_head(scene: Scene, head: str, who: str, day: date) -> None:
    """
    住基法26条 lets the householder file for the household; a card is its holder's own.
    """
    cast = cast_of(scene)
    householder = Identity(filer="householder", filer_name=cast[head].name, evidence="drivers-licence")
    _found(scene, cast[who], householder, day)


def _found(scene: Scene, character: Character, identity: Identity, day: date) -> None:
    _do(
        scene,
        ReportCardFound(
            counter(scene), identity, resident_of(character), str(character.card_id), day.isoformat()
        ),
    )


@when(
    "{who:word}が{day:date}に{cause:text}によりカードを返納する",
    "{who:word} returns the card on {day:date}, by {cause:text}",
)
def return_card(scene: Scene, who: str, day: date, cause: str) -> None:
    """
    番号令15条.
    """
    character = cast_of(scene)[who]
    _do(
        scene,
        ReturnCard(
            counter(scene),
            resident_of(character),
            str(character.card_id),
            day.isoformat(),
            RETURNS[cause],
        ),
    )


@when(
    "{who:word}に{day:date}にカードの返納を命ずる通知が届く",
    "the order to return the card reaches {who:word} on {day:date}",
)
def order_return(scene: Scene, who: str, day: date) -> None:
    """
    番号令14条14号, 16条.
    """
    _order(scene, who, day, "letter")


@when(
    "{who:word}にカードの返納を命ずる旨が{day:date}に公示される",
    "the order to {who:word} to return the card is posted in public on {day:date}",
)
def post_order(scene: Scene, who: str, day: date) -> None:
    """
    番号令16条: where it cannot be sent, posting it stands for the letter.
    """
    _order(scene, who, day, "public-notice")


def _order(scene: Scene, who: str, day: date, served: Literal["letter", "public-notice"]) -> None:
    character = cast_of(scene)[who]
    _do(
        scene,
        OrderCardReturn(
            counter(scene), resident_of(character), str(character.card_id), day.isoformat(), served
        ),
    )


@when(
    "{who:word}が{day:date}にカードの再交付を申請する",
    "{who:word} applies on {day:date} for a replacement of the card",
)
def replace(scene: Scene, who: str, day: date) -> None:
    """
    番号カード省令28条.
    """
    character = cast_of(scene)[who]
    _do(
        scene,
        RequestCardReplacement(
            counter(scene),
            identity_of(character),
            resident_of(character),
            str(character.card_id),
            day.isoformat(),
        ),
    )
