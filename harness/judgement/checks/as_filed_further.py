"""
The items of messages that answer, ask or mark, and of the people in moving-out data, by clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.judgement.checks.as_filed_people import DOMICILE, PERIOD
from harness.judgement.checks.as_filed_sent import Predictor, Sent
from harness.judgement.checks.as_filed_values import (
    filed,
    householder,
    municipality,
    of,
    previous_address,
    whole_address,
)

Item = tuple[str, Predictor]
DATA, CONFIRMED, COPIED, FACTS = "REL-008.1", "REL-004.3", "CERT-007.1", "DEPT-001.2"
SUPPORTED = ("ApplyForSupport",)


def _each(clause: str, *names: str) -> dict[str, Item]:
    return {name: (clause, of(name)) for name in names}


def _if_shown(name: str, predict: Predictor) -> Predictor:
    """
    Of an item that is shown only to some: what it says, where it is shown.
    """
    return lambda sent: predict(sent) if sent.body.get(name) is not None else []


def _word(name: str) -> Predictor:
    """
    What the town said in the one notice that the message follows.
    """
    return lambda sent: [sent.word[name]] if name in sent.word and not sent.word.get("further") else []


def _facts(name: str) -> Predictor:
    def predict(sent: Sent) -> list[object]:
        noted: Mapping[str, Any] = sent.filed_person.get("health_insurance") or {}
        return [noted[name]] if name in noted else []

    return predict


def _held(sent: Sent) -> list[object]:
    return [True] if sent.kind in SUPPORTED and sent.named else []


def _asked(name: str) -> Predictor:
    """
    What a special moving in says, also where it is refused until the data come.
    """
    return lambda sent: [sent.request[name]] if sent.kind == "SpecialMovingIn" else []


FURTHER: Mapping[str, dict[str, Item]] = {
    "J06": {
        "confirmed_on": (CONFIRMED, _word("moved_in_on")),
        "confirmation_notified_on": (CONFIRMED, _word("notified_on")),
        "confirmed_destination": (CONFIRMED, _word("new_address")),
    },
    "J07": {
        "from_municipality": (DATA, municipality),
        "previous_address": ("REL-008.2", whole_address),
        **{
            name: (DATA, filed(name, "MovingOut"))
            for name in ("destination", "destination_municipality", "planned_on", "notified_on")
        },
    },
    "J07.persons": {
        **_each(DATA, "name", "name_kana", "born_on", "sex", *DOMICILE, "individual_number", "relationship"),
        **_each(DATA, "former_surname", "former_surname_kana", "common_name"),
        **_each(DATA, "nationality", "resident_class", "residence_card_number", *PERIOD),
        "householder": (DATA, householder),
    },
    "J14": {name: (COPIED, _word(name)) for name in ("claim_id", "issuing_municipality")},
    "J14.persons": {
        **_each(COPIED, "name", "born_on", "sex"),
        "address": (COPIED, whole_address),
        **{
            name: (COPIED, _if_shown(name, of(name)))
            for name in (
                "name_kana",
                "became_resident_on",
                "settled_on",
                "notified_on",
                "former_surname",
                "former_surname_kana",
                "common_name",
            )
        },
        "previous_address": (COPIED, _if_shown("previous_address", previous_address)),
        **{
            name: ("CERT-007.2", _if_shown(name, of(name)))
            for name in ("householder_name", "relationship", "resident_record_code", "individual_number")
        },
        **{
            name: ("CERT-007.4", _if_shown(name, of(name)))
            for name in ("nationality", "resident_class", "residence_card_number", *PERIOD)
        },
    },
    "J23": {"held": ("SEC-007.2", _held)},
    "J24": _each("LINK-001.1", "individual_number"),
    "D03": {
        "insured": (FACTS, _facts("insured")),
        "symbol_and_number": (FACTS, _facts("symbol_and_number")),
        "noted_on": (FACTS, filed("notified_on", "MovingIn")),
    },
    "L09": {"held": ("SEC-007.4", _held)},
    "J08": {name: ("REL-010.1", _asked(name)) for name in ("from_municipality", "notified_on")},
    "K02": {name: ("CARD-002.3", _word(name)) for name in ("dispatch_id", "on", "reason")},
}
"""Message, or a person in one → item → the clause that says what it states, and what that is."""
