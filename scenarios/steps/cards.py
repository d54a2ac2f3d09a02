"""
Cards of the cast at the card management system.
"""

from __future__ import annotations

from datetime import date

from harness.running.scene import Scene
from scenarios.cast import Character, age_on

STATES = {
    "有効": "active",
    "一時停止": "suspended",
    "失効": "lapsed",
    "有効期間満了": "expired",
    "返納": "returned",
    "廃棄": "destroyed",
}
"""States of a card by their Japanese word."""

ADULT = 18


def make_card(scene: Scene, character: Character, *, municipality: str, state: str, notify: bool) -> None:
    """
    A card made in 2023, or a month ago where it still waits. It expires at the birthday of the law.
    """
    issued = date(2023, 6, 1) if state == "active" else date(2026, 6, 1)
    if issued < date.fromisoformat(character.born_on):
        issued = date(2026, 5, 1)
    expires = _expiry(character.born_on, issued)
    serial = scene.random.randrange(10**8)
    character.card_id = f"CARD-{serial:08d}"
    character.notes["card-issued-on"] = issued.isoformat()
    character.notes["card-expires-on"] = expires.isoformat()
    scene.act(
        "card_management",
        "make_card",
        {
            "card_id": character.card_id,
            "application_id": f"APPLICATION-{serial:08d}",
            "resident_record_code": character.resident_record_code,
            "applied_on": date(issued.year, issued.month - 1, 10).isoformat(),
            "issued_on": issued.isoformat(),
            "expires_on": expires.isoformat(),
            "state": state,
            "municipality": municipality,
            "notify": notify,
        },
    )


def change_state(scene: Scene, character: Character, state: str, *, notify: bool = False) -> None:
    """
    The state changes at the card management system; the registry is told only with ``notify``.
    """
    scene.act(
        "card_management",
        "change_state",
        {
            "card_id": character.card_id,
            "state": STATES[state],
            "cause": "notice",
            "changed_on": scene.today.isoformat(),
            "notify": notify,
        },
    )


def _expiry(born: str, issued: date) -> date:
    """
    Tenth birthday after the making, fifth below eighteen (番号カード省令26条).

    29 February counts as 28 February in a common year.
    """
    birthday = date.fromisoformat(born)
    years = age_on(born, issued) + (10 if age_on(born, issued) >= ADULT else 5)
    try:
        return birthday.replace(year=birthday.year + years)
    except ValueError:
        return date(birthday.year + years, 2, 28)
