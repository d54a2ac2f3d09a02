"""
Every item of every message by the clause that says what it states, and what that is.

An item that is not here is judged by another check, or left open: tests/harness/judgement/test_items_judged.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.judgement.checks.as_filed_cards import ON_CARDS
from harness.judgement.checks.as_filed_further import FURTHER
from harness.judgement.checks.as_filed_people import DOMICILE
from harness.judgement.checks.as_filed_sent import Predictor
from harness.judgement.checks.as_filed_values import (
    MEDIUM_TO_LONG,
    NOTIFIED,
    SPECIAL,
    abroad,
    act,
    always,
    applies_from,
    article,
    by_authority,
    changed_on,
    class_only,
    corrected,
    ex_officio,
    filed,
    former_address,
    former_code,
    former_number,
    householder,
    municipality,
    no_new_code,
    noted,
    of,
    own_reason,
    planned,
    planned_on,
    previous_address,
    reason,
    record_status,
    settled_on,
    state,
    unless_abroad,
    unless_late,
    whole_address,
)

Item = tuple[str, Predictor]


def _each(clause: str, *names: str) -> dict[str, Item]:
    return {name: (clause, of(name)) for name in names}


PERSON = ("name", "name_kana", "born_on", "sex")
IDENTIFICATION = "JUKI-001.1"
INSURANCE, NOTED = "DEPT-001.7", "DEPT-001.1"
AGENCY, PLACE_TOLD = "IMM-002.1", "IMM-005.1"
ADDRESSEE, COPY = "ATE-001.2", "LINK-003.2"
ARRIVED, MATCHING, TO_CORRECT = "REL-003.3", "JUKI-012.4", "JUKI-012.3"

PREDICTED: Mapping[str, dict[str, Item]] = {
    "J05": {
        **_each(ARRIVED, *PERSON, "resident_record_code"),
        "previous_address": (ARRIVED, previous_address),
        "new_address": (ARRIVED, whole_address),
        "moved_in_on": (ARRIVED, filed("moved_in_on", "MovingIn", "SpecialMovingIn")),
        "notified_on": (ARRIVED, filed("notified_on", "MovingIn", "SpecialMovingIn")),
        "previous_municipality": (ARRIVED, filed("from_municipality", "MovingIn", "SpecialMovingIn")),
    },
    "J01": {
        **_each(
            IDENTIFICATION,
            *PERSON,
            "resident_record_code",
            "individual_number",
            "town_code",
            "postal_code",
            "became_resident_on",
            "settled_on",
            "notified_on",
            "previous_municipality",
            "previous_address",
            "relationship",
            "former_surname",
            "former_surname_kana",
        ),
        "municipality": (IDENTIFICATION, municipality),
        "address": (IDENTIFICATION, whole_address),
        "record_status": (IDENTIFICATION, record_status),
        "reason": ("JUKI-003.1", reason),
        "changed_on": ("JUKI-003.2", changed_on),
        "former_resident_record_code": (IDENTIFICATION, former_code),
        "code_used_from": (IDENTIFICATION, no_new_code),
        "former_individual_number": (IDENTIFICATION, former_number),
    },
    "J09": {
        **_each(MATCHING, *PERSON, *DOMICILE),
        **_each(TO_CORRECT, "resident_record_code"),
        "corrected": (TO_CORRECT, corrected),
        "address": (TO_CORRECT, unless_abroad(whole_address)),
        "settled_on": (TO_CORRECT, unless_abroad(settled_on)),
        "abroad": (TO_CORRECT, abroad),
        "planned_out_on": (TO_CORRECT, filed("planned_on", "MovingOut")),
        "reason": (MATCHING, reason),
        "changed_on": (MATCHING, changed_on),
    },
    "A01": {
        **_each(ADDRESSEE, *PERSON, "resident_record_code", "individual_number", "nationality"),
        **_each(ADDRESSEE, "address", "building", "town_code", "postal_code"),
        "household_number": (ADDRESSEE, of("household")),
        "municipality": (ADDRESSEE, municipality),
        "state": (ADDRESSEE, state),
        "applies_from": (ADDRESSEE, applies_from),
        "registered_by": (ADDRESSEE, own_reason),
    },
    "D01": {
        **_each(INSURANCE, "name", "born_on", "sex", "householder_name", "relationship"),
        "household_number": (INSURANCE, of("household")),
        "address": (INSURANCE, whole_address),
        "state": (INSURANCE, state),
        "planned_on": ("REL-005.5", planned_on),
        "planned": ("REL-005.5", planned),
        "notification_kind": ("REL-023.1", by_authority),
        "reason": (NOTED, noted(reason)),
        "changed_on": (NOTED, noted(changed_on)),
        "notified_on": (NOTED, noted(filed("notified_on", "MovingIn"))),
    },
    "L03": {
        **_each(COPY, "householder_name", "relationship"),
        "householder": (COPY, householder),
    },
    "I01": {
        **_each(AGENCY, "name", "born_on", "sex", "nationality", "resident_class"),
        "address": (AGENCY, whole_address),
        "residence_card_number": (AGENCY, class_only(MEDIUM_TO_LONG, "residence_card_number")),
        "special_permanent_certificate_number": (
            AGENCY,
            class_only(SPECIAL, "special_permanent_certificate_number"),
        ),
        "act": (AGENCY, act),
        "corrected_items": (AGENCY, always(["address"], "ChangeOfAddress")),
        "former_address": ("IMM-002.2", former_address),
        "notification_article": (AGENCY, unless_late(article)),
        "notified_on": (AGENCY, unless_late(filed("notified_on", *NOTIFIED, "MovingOut"))),
        "planned_moving_out_on": (AGENCY, unless_late(filed("planned_on", "MovingOut"))),
        "ex_officio": (AGENCY, unless_late(ex_officio)),
        "event_on": ("IMM-002.3", filed("died_on", "DeletionByDeath")),
    },
    "I03": {
        **_each(PLACE_TOLD, "name", "born_on", "sex", "nationality", "residence_card_number", "settled_on"),
        "address": (PLACE_TOLD, whole_address),
        "notified_on": (PLACE_TOLD, filed("notified_on", *NOTIFIED)),
        "article": ("IMM-005.3", article),
        "former_address": (PLACE_TOLD, former_address),
        "moved_on": (PLACE_TOLD, filed("moved_on", "ChangeOfAddress")),
    },
    **ON_CARDS,
    **FURTHER,
}
"""Message → item → the clause that says what it states, and what that is."""
