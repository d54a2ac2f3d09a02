"""
What must be seen of the hand-over of a card (CARD-004).
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import msgspec

from harness.judgement.expect import both
from harness.port.reads import ReadAccessLog, ReadCard, ReadDocuments, ReadResidentRecord, ReadTasks
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import answer, last, resident_of
from scenarios.steps.hand_over import TERMINAL
from scenarios.steps.log_lines import lines, log_end
from scenarios.steps.register import refs
from scenarios.wording import given, then

CHANCE = ("message_id", "idempotency_key", "stream")
"""Parts of an envelope made by chance, in which four digits say nothing."""


def handed_over(scene: Scene, character: Character, **fields: Any) -> list[Message]:
    """
    Hand-overs of a character's card that the card management system took.
    """
    return scene.messages("K04", card_id=character.card_id, **fields)


@given("これまでのアクセスログを控えておく", "the access log so far is noted")
def note_log(scene: Scene) -> None:
    """
    Attempts are counted from here.
    """
    scene.memory["log"] = log_end(scene)


@then(
    "カード管理システムは暗証番号を設定した{who:names}のカードの交付を交付日{day:date}で受け取る",
    "the card management system takes the hand-over of the cards of {who:names} with a PIN on {day:date}",
)
def taken(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-004.1.
    """
    expected = [("in-person", day.isoformat(), "set")]
    for character in cast_of(scene).all(who):
        found = handed_over(scene, character)
        actual = [(each.body["kind"], each.body["handed_over_on"], each.body["pin"]) for each in found]
        scene.expect.observed(
            "CARD-004.1", actual == expected, both(expected, expected), both(actual, actual), refs(found)
        )


@then("{who:names}のカードの状態は有効である", "the cards of {who:names} are active")
def active(scene: Scene, who: list[str]) -> None:
    """
    CARD-004.2.
    """
    for character in cast_of(scene).all(who):
        kept = scene.ask(ReadCard(card_id=str(character.card_id)))
        card = getattr(kept.outcome, "card", None)
        actual = card.state if card else None
        scene.expect.observed(
            "CARD-004.2", actual == "active", both("active", "active"), both(actual, actual), [kept.ref]
        )


@then(
    "その交付は照合する事項が一致しないとして断られる",
    "the hand-over is refused because the items do not match",
)
def mismatch(scene: Scene) -> None:
    """
    CARD-004.3.
    """
    scene.expect.refused("CARD-004.3", answer(scene), ["data-mismatch"], [last(scene).ref])


@then(
    "その交付は本人確認書類の提示がないとして断られる", "the hand-over is refused because no papers are shown"
)
def no_papers(scene: Scene) -> None:
    """
    CARD-004.4: either word for what is missing.
    """
    reasons = ["document-missing", "identity-missing"]
    scene.expect.refused("CARD-004.4", answer(scene), reasons, [last(scene).ref])


@then(
    "その交付は暗証番号の形式が正しくないとして断られる",
    "the hand-over is refused because of the form of the PIN",
)
def pin_form(scene: Scene) -> None:
    """
    CARD-004.5, the wrong form.
    """
    scene.expect.refused("CARD-004.5", answer(scene), ["pin-format"], [last(scene).ref])


@then(
    "暗証番号を設定しない旨を選んだ{who:names}のカードは断られずに交付されている",
    "the cards of {who:names}, chosen without PIN, are handed over and not refused",
)
def chosen_without_pin(scene: Scene, who: list[str]) -> None:
    """
    CARD-004.5, its reverse: the explicit choice is no reason to refuse.
    """
    for character in cast_of(scene).all(who):
        found = handed_over(scene, character)
        actual = [message.body["pin"] for message in found]
        scene.expect.observed(
            "CARD-004.5",
            actual == ["no-pin-card"],
            both("no-pin-card", "no-pin-card"),
            both(actual, actual),
            refs(found),
        )


@then(
    "断られた{count:number}件の交付の試みが一件ずつ記録に残っている",
    "each of the {count:number} refused attempts stands in the log",
)
def attempts_logged(scene: Scene, count: int) -> None:
    """
    CARD-004.6: lines of the terminal of the attempts, since the log was noted.
    """
    kept = scene.ask(ReadAccessLog(after=scene.memory["log"]))
    found = [line for line in getattr(kept.outcome, "lines", None) or [] if line.terminal == TERMINAL]
    scene.expect.observed(
        "CARD-004.6",
        len(found) >= count,
        both(f"{count}行以上", f"{count} lines or more"),
        both(f"{len(found)}行", f"{len(found)} lines"),
        [kept.ref],
    )


@then(
    "暗証番号{pin:text}は{who:names}の記録にも事務処理の一覧にもアクセスログにも保存されていない",
    "the PIN {pin:text} is kept neither in the records of {who:names} nor in tasks or access log",
)
def pin_not_kept(scene: Scene, pin: str, who: list[str]) -> None:
    """
    CARD-004.7: in nothing that the registry shows.
    """
    for character in cast_of(scene).all(who):
        scene.expect.witness(bool(handed_over(scene, character)))
        resident = resident_of(character)
        reads = [
            scene.ask(ReadCard(card_id=str(character.card_id))),
            scene.ask(ReadResidentRecord(resident=resident)),
            scene.ask(ReadDocuments(resident=resident)),
            scene.ask(ReadTasks()),
        ]
        shown = [read.ref for read in reads if stands(pin, msgspec.to_builtins(read.outcome))]
        logged = [line.n for line in lines(scene) if stands(pin, [line.text, line.printed, line.result])]
        scene.expect.absent(
            "CARD-004.7",
            not shown and not logged,
            both("なし", "nowhere"),
            both(f"{shown}、アクセスログ{logged}", f"{shown}, log lines {logged}"),
            [read.ref for read in reads],
        )


@then(
    "暗証番号{pin:text}は{who:names}の交付に係るどの電文にもない",
    "the PIN {pin:text} stands in no message about the hand-over to {who:names}",
)
def pin_not_sent(scene: Scene, pin: str, who: list[str]) -> None:
    """
    CARD-004.8: in nothing that anybody in town took from the registry.
    """
    for character in cast_of(scene).all(who):
        scene.expect.witness(bool(handed_over(scene, character)))
    sent = [message for message in scene.lane.messages_of(scene.scenario) if message.direction == "in"]
    found = [
        message.ref
        for message in sent
        if stands(pin, [message.body, {k: v for k, v in message.envelope.items() if k not in CHANCE}])
    ]
    scene.expect.absent("CARD-004.8", not found, both("なし", "none"), both(found, found), refs(sent))


@then(
    "求めた者のものでない{owner:names}のカードは渡されていない",
    "the card of {owner:names}, not of the person who asked, is not handed over",
)
def not_handed(scene: Scene, owner: list[str]) -> None:
    """
    CARD-004.9: refused, and no hand-over is told.
    """
    scene.expect.refused("CARD-004.9", answer(scene), [], [last(scene).ref])
    for character in cast_of(scene).all(owner):
        found = handed_over(scene, character, outcomes=("accepted", "refused"))
        scene.expect.absent(
            "CARD-004.9", not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )


@then("{who:names}のカードの交付が行われている", "the cards of {who:names} are handed over")
def neighbour_collected(scene: Scene, who: list[str]) -> None:
    """
    The lawful neighbour of what was refused, seen at the card management system.
    """
    scene.expect.witness(all(handed_over(scene, character) for character in cast_of(scene).all(who)))


def stands(pin: str, thing: object) -> bool:
    """
    Whether the PIN stands in plain data on its own, not as part of a longer number or word.
    """
    text = json.dumps(thing, ensure_ascii=False, default=str)
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(pin)}(?![0-9A-Za-z])", text) is not None
