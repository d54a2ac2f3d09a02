"""
The items of messages about cards and their mail, by the clause that says what each states.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.judgement.checks.as_filed_sent import Predictor, Sent
from harness.judgement.checks.as_filed_values import (
    municipality,
    of,
    today,
    whole_address,
)

Item = tuple[str, Predictor]
CONTINUED, CARDS, HANDED_OVER = "CARD-006.2", "CARD-014.3", "CARD-004.1"
PRINTED, MAILED, PROCESSED = "CARD-001.3", "CARD-001.1", "CARD-001.4"
COUNTED = ("DeletionByDeath", "ExOfficioDeletion")
AROSE: Mapping[str, str] = {
    "ReportCardLoss": "lost_on",
    "ReportCardFound": "found_on",
    "ReturnCard": "returned_on",
    "OrderCardReturn": "ordered_on",
    "RequestCardReplacement": "requested_on",
    "DestroyCard": "destroyed_on",
    "DeletionByDeath": "died_on",
    "ExOfficioDeletion": "occurred_on",
}
"""Command → where it says on what day the cause of a card's state arose."""

STATES: Mapping[str, str] = {
    "ReportCardLoss": "suspended",
    "ReportCardFound": "active",
    "ReturnCard": "returned",
    "OrderCardReturn": "lapsed",
    "RequestCardReplacement": "lapsed",
    "DestroyCard": "destroyed",
    **dict.fromkeys(COUNTED, "lapsed"),
}
"""Command → what becomes of the card."""


def _arose(sent: Sent) -> list[object]:
    name = AROSE.get(sent.kind)
    day = sent.request.get(name) if name and sent.named else None
    return [day] if day and "X" not in str(day) else []


def _state(sent: Sent) -> list[object]:
    return [STATES[sent.kind]] if sent.named and sent.kind in STATES else []


def _handed_over(sent: Sent) -> bool:
    return sent.named and sent.kind == "HandOverCard"


def _collector(sent: Sent) -> list[object]:
    return ["proxy" if sent.request["collector"] == "proxy" else "in-person"] if _handed_over(sent) else []


def _pin(sent: Sent) -> list[object]:
    return ["no-pin-card" if sent.request.get("no_pin_card") else "set"] if _handed_over(sent) else []


def _home(predict: Predictor) -> Predictor:
    """
    Where mail goes, unless a place of stay was registered.
    """
    return lambda sent: predict(sent) if sent.held("mailed_elsewhere") == [False] else []


def _print(sent: Sent) -> list[object]:
    kinds = {
        "ApplyForCard": "delivery-notice",
        "EntryByBirth": "number-notice",
        "ResendNumberNotice": "number-notice",
    }
    return [kinds[sent.kind]] if sent.named and sent.kind in kinds else []


def _processed(sent: Sent) -> list[object]:
    return today(sent) if sent.kind in ("ApplyForCard", "ResendNumberNotice") else []


def _shown_pin(sent: Sent) -> list[object]:
    """
    What checking the PIN of the presented card gave.
    """
    card = sent.body.get("card_id")
    cards = [sent.request, *sent.request.get("presented", ())]
    return [one["pin_check"] for one in cards if one and isinstance(one, dict) and one.get("card_id") == card]


def _purpose(sent: Sent) -> list[object]:
    purposes = {"SpecialMovingIn": "special-moving-in", "ClaimAtConvenienceStore": "convenience-store"}
    return [purposes[sent.kind]] if sent.kind in purposes else []


def _after(sent: Sent) -> list[object]:
    """
    What a card that was presented says after a change: what the record says. Of whoever moves abroad it says other
    things.
    """
    item = sent.body.get("item") if sent.kind == "PresentCard" else None
    known = ("name", "name_kana", "born_on", "sex", "former_surname", "former_surname_kana", "common_name")
    return whole_address(sent) if item == "address" else sent.held(str(item)) if item in known else []


def _class(sent: Sent) -> list[object]:
    return sent.held("resident_class")


def _each(clause: str, *names: str) -> dict[str, Item]:
    return {name: (clause, of(name)) for name in names}


ON_CARDS: Mapping[str, dict[str, Item]] = {
    "K01": {
        **_each(
            PRINTED,
            "name",
            "name_kana",
            "postal_code",
            "born_on",
            "sex",
            "individual_number",
            "former_surname",
            "former_surname_kana",
            "period_expires_on",
        ),
        "print_class": (PRINTED, _print),
        "processed_on": (PROCESSED, _processed),
        "destination_address": (MAILED, _home(whole_address)),
        "destination_postal_code": (MAILED, _home(of("postal_code"))),
        "address": (PRINTED, whole_address),
        "resident_class": (PRINTED, _class),
        "municipality": ("CARD-001.2", municipality),
        "destination_name": (MAILED, of("name")),
    },
    "K04": {
        **_each(CARDS, "resident_record_code"),
        "handed_over_on": (HANDED_OVER, today),
        "kind": (CARDS, _collector),
        "pin": (HANDED_OVER, _pin),
    },
    "K05": {
        "state": (CARDS, _state),
        "changed_on": (CARDS, _arose),
    },
    "K06": {
        "municipality": (CONTINUED, municipality),
        "address": (CONTINUED, whole_address),
        "moved_in_on": (CONTINUED, of("became_resident_on")),
        "processed_on": (CONTINUED, today),
        **_each(CARDS, "resident_record_code"),
    },
    "K07": {
        **_each(CARDS, "resident_record_code"),
        "processed_on": (CARDS, today),
    },
    "K07.changes": {"after": ("CARD-009.1", _after)},
    "K08": {"pin_check": ("REL-009.5", _shown_pin), "purpose": ("REL-009.5", _purpose)},
}
"""Message → item → the clause that says what it states, and what that is."""
