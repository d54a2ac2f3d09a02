"""
Steps of a card that the organisation makes and dates itself (CARD-013).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import TOLD_WRONGLY, both
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same
from scenarios.steps.register import about, refs
from scenarios.wording import then, when


@when(
    "機構が作成日を{made:date}とする{who:word}のカードを作り、有効期間の満了の日を自ら定める",
    "the organisation makes a card of {who:word} on {made:date} and fixes its last day itself",
)
def card_made(scene: Scene, made: date, who: str) -> None:
    """
    番号カード省令26条: from what the registry told of the holder with K01. Raises Inconclusive where that was seen to
    be wrong: no last day can be reckoned from it, and CARD-001.3 has judged it.
    """
    character = cast_of(scene)[who]
    if scene.expect.only_told_wrongly("CARD-013.2"):
        raise Inconclusive(TOLD_WRONGLY)
    if not scene.messages("K01", where=about(scene, character)):
        judged = both("カードの申請の送付先情報", "dispatch data of the application"), both("なし", "none")
        scene.expect.observed("CARD-001.1", False, *judged, [])
        raise Inconclusive(both("K01が届いていない。", "No K01 has arrived."))
    make_at_organisation(scene, character, made, None)


def make_at_organisation(scene: Scene, character: Character, made: date, expires: date | None) -> None:
    """
    A card that waits in stock, told to the registry by K03; without a last day the organisation fixes it.
    """
    serial = scene.random.randrange(10**8)
    character.card_id = f"CARD-{serial:08d}"
    scene.act(
        "card_management",
        "make_card",
        {
            "card_id": character.card_id,
            "application_id": f"APPLICATION-{serial:08d}",
            "resident_record_code": character.resident_record_code,
            "applied_on": made.isoformat(),
            "issued_on": made.isoformat(),
            "expires_on": expires and expires.isoformat(),
            "state": "in-stock",
            "municipality": scene.municipality,
            "notify": True,
        },
    )
    scene.settle()


@then(
    "K03が示す{who:word}のカードの有効期間の満了の日は{day:date}である",
    "K03 says that the card of {who:word} is good to {day:date}",
)
def told_to_be_good_to(scene: Scene, who: str, day: date) -> None:
    """
    CARD-013.2.
    """
    found = scene.messages("K03", direction="out", card_id=cast_of(scene)[who].card_id)
    days = [message.body["expires_on"] for message in found]
    same(scene, "CARD-013.2", [day.isoformat()], days, refs(found))
