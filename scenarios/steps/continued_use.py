"""
What must be seen of the continued use of a card at moving in (CARD-006).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.reads import ReadCard
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, without_spaces
from scenarios.steps.counter import last, resident_of
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.wording import then


def continued(scene: Scene, character: Character) -> list[Message]:
    """
    Continued uses of a character's card that were sent at all.
    """
    return scene.messages("K06", outcomes=("accepted", "refused"), card_id=character.card_id)


@then(
    "カード管理システムは提出された{who:names}のカードにつき一通ずつ継続利用を受け取る",
    "the card management system takes one continued use for each card presented, of {who:names}",
)
def one_each(scene: Scene, who: list[str]) -> None:
    """
    CARD-006.1.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("K06", card_id=character.card_id)
        scene.expect.observed(
            "CARD-006.1", len(found) == 1, both("一通", "one"), both(len(found), len(found)), refs(found)
        )


@then(
    "{who:names}の継続利用は和光市の市町村コード、新しい住所及び処理日{day:date}を備える",
    "the continued uses of {who:names} carry the code of Wako City, the new address and the day {day:date}",
)
def content(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-006.2.
    """
    new = last(scene).request["to_address"]["address"]
    expected = ("112291", True, day.isoformat())
    for character in cast_of(scene).all(who):
        for message in continued(scene, character):
            body = message.body
            actual = (body["municipality"], str(body["address"]).startswith(new), body["processed_on"])
            scene.expect.observed(
                "CARD-006.2",
                actual == expected,
                both(expected, expected),
                both(actual, actual),
                [message.ref],
            )


@then(
    "{who:names}の継続利用は住民票の住所、転入年月日{moved:date}及び処理日{day:date}を備える",
    "the continued uses of {who:names} carry the address of the record, the moving in on {moved:date} and {day:date}",
)
def content_as_recorded(scene: Scene, who: list[str], moved: date, day: date) -> None:
    """
    CARD-006.2: whatever became of the address since the moving in.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        found = continued(scene, character)
        where = without_spaces(record.address, record.building) if record else None
        told = [
            (without_spaces(each.body["address"]), each.body["moved_in_on"], each.body["processed_on"])
            for each in found
        ]
        expected = [(where, moved.isoformat(), day.isoformat())]
        same(scene, "CARD-006.2", expected, told, [kept.ref, *refs(found)])


@then(
    "{who:names}のカードの記録は所管する市町村を和光市とする",
    "the card records of {who:names} name Wako City as the municipality in charge",
)
def municipality_changed(scene: Scene, who: list[str]) -> None:
    """
    CARD-006.3.
    """
    for character in cast_of(scene).all(who):
        kept = scene.ask(ReadCard(card_id=str(character.card_id)))
        card = getattr(kept.outcome, "card", None)
        actual = card.municipality if card else None
        scene.expect.observed(
            "CARD-006.3", actual == "112291", both("112291", "112291"), both(actual, actual), [kept.ref]
        )


@then(
    "提出されなかった{who:names}のカードは{day:date}を期限とする提出待ちである",
    "the cards of {who:names}, not presented, are awaited until {day:date}",
)
def awaited(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-006.4: ninety days from the notification, first day excluded.
    """
    for character in cast_of(scene).all(who):
        kept = scene.ask(ReadCard(card_id=str(character.card_id)))
        card = getattr(kept.outcome, "card", None)
        actual = card.present_by if card else None
        scene.expect.observed(
            "CARD-006.4", actual == day.isoformat(), both(day, day), both(actual, actual), [kept.ref]
        )


@then(
    "効力を失った{who:names}のカードは継続利用とされていない",
    "the cards of {who:names}, which have lapsed, are not in continued use",
)
def lapsed_not_continued(scene: Scene, who: list[str]) -> None:
    """
    CARD-006.5.
    """
    _none(scene, "CARD-006.5", who)


@then(
    "一時停止中の{who:names}のカードは継続利用とされていない",
    "the cards of {who:names}, which are suspended, are not in continued use",
)
def suspended_not_continued(scene: Scene, who: list[str]) -> None:
    """
    CARD-006.6.
    """
    _none(scene, "CARD-006.6", who)


@then(
    "期間を過ぎた{who:names}のカードは継続利用とされていない",
    "the cards of {who:names}, past the period, are not in continued use",
)
def late_not_continued(scene: Scene, who: list[str]) -> None:
    """
    CARD-006.7.
    """
    _none(scene, "CARD-006.7", who)


@then(
    "転入していない{who:names}のカードは継続利用とされていない",
    "the cards of {who:names}, who did not move in, are not in continued use",
)
def stayed_not_continued(scene: Scene, who: list[str]) -> None:
    """
    CARD-006.8.
    """
    _none(scene, "CARD-006.8", who)


@then("{who:names}の特例転入が行われている", "the special moving in of {who:names} has happened")
def neighbour_moved(scene: Scene, who: list[str]) -> None:
    """
    The lawful neighbour of what is absent, seen at the network and at the card management system.
    """
    for character in cast_of(scene).all(who):
        used = scene.messages("K06", card_id=character.card_id)
        scene.expect.witness(bool(used) and bool(updates(scene, character)))


def _none(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        found = continued(scene, character)
        scene.expect.absent(
            clause, not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )
