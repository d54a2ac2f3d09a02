"""
The certificates on a card, and which corrections end them (JUKI-004).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.noted_updates import since
from scenarios.steps.register import record_by_number, refs
from scenarios.wording import given, then


def of_kind(scene: Scene, character: Character, kind: str) -> list[dict[str, Any]]:
    """
    Certificates of a kind on somebody's card, oldest first.
    """
    shown = scene.state("card_management", "certificates", {"card_id": character.card_id})
    return [each for each in shown["certificates"] if each["kind"] == kind]


@given(
    "{who:names}のカードに署名用電子証明書と利用者証明用電子証明書が{day:date}に発行されている",
    "a signing and a user certificate were issued on {day:date} on the cards of {who:names}",
)
def issued(scene: Scene, who: list[str], day: date) -> None:
    """
    The signing certificate bears the address of the record.
    """
    for character in cast_of(scene).all(who):
        record, _ = record_by_number(scene, resident_of(character))
        if record is None:
            raise Inconclusive(both("住民票が照会できない。", "There is no record."))
        scene.act(
            "card_management",
            "issue_certificates",
            {"card_id": character.card_id, "issued_on": day.isoformat(), "address": record.address},
        )


@then("{who:names}の署名用電子証明書は失効している", "the signing certificates of {who:names} have lapsed")
def signing_lapsed(scene: Scene, who: list[str]) -> None:
    """
    JUKI-004.1 and, as its reverse, JUKI-004.5.
    """
    for character in cast_of(scene).all(who):
        states = [each["state"] for each in of_kind(scene, character, "signing")]
        evidence = refs(since(scene, character))
        same(scene, "JUKI-004.1", ["lapsed"], states, evidence)
        unchanged(scene, "JUKI-004.5", 0, states.count("valid"), evidence)


@then(
    "{who:names}の署名用電子証明書は失効していない",
    "the signing certificates of {who:names} have not lapsed",
)
def signing_lives(scene: Scene, who: list[str]) -> None:
    """
    JUKI-004.2 and, as its reverse, JUKI-004.4: the correction itself was told.
    """
    for character in cast_of(scene).all(who):
        states = [each["state"] for each in of_kind(scene, character, "signing")]
        found = since(scene, character)
        same(scene, "JUKI-004.2", (True, ["valid"]), (bool(found), states), refs(found))
        scene.expect.witness(bool(found))
        unchanged(scene, "JUKI-004.4", 0, states.count("lapsed"), refs(found))


@then(
    "{who:names}の利用者証明用電子証明書は失効していない",
    "the user certificates of {who:names} have not lapsed",
)
def user_lives(scene: Scene, who: list[str]) -> None:
    """
    JUKI-004.3: the change itself was told.
    """
    for character in cast_of(scene).all(who):
        states = [each["state"] for each in of_kind(scene, character, "user")]
        found = since(scene, character)
        same(scene, "JUKI-004.3", (True, ["valid"]), (bool(found), states), refs(found))


@then(
    "{who:names}の有効な署名用電子証明書に、転居前の古い住所を記載したものはない",
    "no valid signing certificate of {who:names} bears the address from before the move",
)
def no_old_address(scene: Scene, who: list[str]) -> None:
    """
    JUKI-004.6.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        old = [
            each["state"]
            for each in of_kind(scene, character, "signing")
            if each["state"] == "valid" and each["address"] != getattr(record, "address", None)
        ]
        scene.expect.witness(bool(since(scene, character)))
        unchanged(scene, "JUKI-004.6", [], old, [kept.ref])
