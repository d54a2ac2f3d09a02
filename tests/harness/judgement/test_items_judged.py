"""Test that of every message of a registry every item is judged by a standing check, or left open for a reason."""

import json
from pathlib import Path
from typing import Any

from harness.judgement.catalogue import Catalogue
from harness.judgement.checks.as_filed_items import PREDICTED
from harness.judgement.checks.register_mirrored import MIRRORED

ROOT = Path(__file__).parents[3]
FAKES = ("addressee", "card_management", "departments", "immigration", "juki_net")
OF_NEIGHBOURS = frozenset({"A04", "L01", "P01"})
"""Messages to these fakes that no registry sends."""

WHOM = frozenset({"local_addressee_number", "resident_record_code", "card_id", "persons", "changes"})
"""Items by which a message is known to be about somebody, and lists that are judged one by one."""

ENVELOPE = frozenset({"operator", "terminal", "set_by"})
"""Items that the check of envelopes compares with the command."""

ELSEWHERE = {
    "A01.history_sequence": "no_contradiction",
    "A01.protected": "protection_marked",
    "D01.protected": "protection_marked",
    "D01.individual_number": "legal_basis",
    "J01.update_sequence": "order_and_loss",
}
"""Item → the standing check that judges it."""

COUNTS = "a count of signs: the steps of DATA-008 and DATA-003 have the signs"
OFFICE = "what the registry is told of its own office is a setting of its own"
NUMBERS = "an opaque number of the registry's own"
INQUIRY = "whom an inquiry names, and how, is a choice; the steps of JUKI-016 judge each"
NOT_TRACKED = (
    "what a department holds is not tracked by this check; the steps of REL-008 and DEPT-002 judge it"
)
DAYS = "how a measure's days follow from its decision is the steps' to say"
NO_CLAUSE = "no clause says what it states"

LEFT_OPEN: dict[str, str] = {
    "A01.registering_affairs": "one value only",
    "A01.person_kind": "one value only",
    "A01.legal_name": "whether it stands beside a common name alone, is open",
    "A02.individual_number": NO_CLAUSE,
    "I01.reference": NUMBERS,
    "I03.reference": NUMBERS,
    "J01.name_gaiji_count": COUNTS,
    "J01.name_kana_unvoiced": "the steps of DATA-002 judge it",
    "J01.address_gaiji_count": COUNTS,
    "J01.previous_address_gaiji_count": COUNTS,
    "J01.former_surname_gaiji_count": COUNTS,
    "J01.former_surname_gaiji_sequence": COUNTS,
    "J01.gaiji": COUNTS,
    "J01.reason_detail": "the table has no details",
    "J01.request_id": NUMBERS,
    "J01.recovery_sequence": "a control of the file, for repairs",
    "J01.update_locked": "a control of the file",
    "J01.planned": "a control of the file",
    "J01.exclusive": "a control of the file",
    "J01.timestamp": "the moment of processing, which nobody else knows",
    "J07.withdrawn": "the steps of REL-012 judge it",
    "J08.name": INQUIRY,
    "J08.born_on": INQUIRY,
    "J08.sex": INQUIRY,
    "J14.result": "the steps of CERT-007 judge who is refused",
    **{
        f"{kind}.{item}": INQUIRY
        for kind in ("J15", "J17")
        for item in ("individual_number", "name", "address", "born_on", "sex", "purpose")
    },
    "J17.prefecture": INQUIRY,
    "J19.municipality": "an order of codes, of nobody",
    "J19.quantity": "an order of codes, of nobody",
    "J20.kind": NO_CLAUSE,
    "L03.applies_from": NO_CLAUSE,
    "J20.former_individual_number": NO_CLAUSE,
    "J23.temporary": DAYS,
    "J23.previous_address": DAYS,
    "J23.starts_on": DAYS,
    "J23.ends_on": DAYS,
    "J24.processing_number": "by it the question is found",
    "K01.dispatch_id": NUMBERS,
    "K01.name_roman": "when a name is in Roman letters is open",
    "K01.former_surname_roman": "when a name is in Roman letters is open",
    **{
        f"K01.{item}": COUNTS
        for item in (
            "destination_address_gaiji_count",
            "destination_name_gaiji_count",
            "municipality_address_gaiji_count",
            "place_of_issue_name_gaiji_count",
            "place_of_issue_address_gaiji_count",
            "delivery_place_name_gaiji_count",
            "delivery_place_address_gaiji_count",
            "name_gaiji_count",
            "address_gaiji_count",
            "substituted",
            "substitute_name",
            "substitute_address",
            "substitute_name_positions",
            "substitute_address_positions",
            "gaiji",
            "gaiji_pattern",
            "former_surname_gaiji_count",
            "former_surname_gaiji_sequence",
        )
    },
    **{
        f"K01.{item}": OFFICE
        for item in (
            "municipality_name",
            "municipality_postal_code",
            "municipality_address",
            "municipality_telephone",
            "place_of_issue_name",
            "place_of_issue_postal_code",
            "place_of_issue_address",
            "place_of_issue_telephone",
            "delivery_place_name",
            "delivery_place_postal_code",
            "delivery_place_address",
            "delivery_place_telephone",
        )
    },
    "K02.state": "the steps of CARD-002 judge it",
    "K04.expires_on": NO_CLAUSE,
    "K05.cause": "in words of the registry's own; the steps of CARD-011 judge them",
    "K07.changes.item": "which items a card bears, the steps of CARD-009 judge",
    "K07.changes.before": "what stood on the card is not tracked by this check",
    "L03.record_id": NUMBERS,
    "L03.information": "one value only",
    "L03.action": "everyone_told and the steps of LINK-004 judge which is due",
    "L09.mark": "the steps of LINK-009 judge it",
    "L09.starts_on": DAYS,
    "L09.ends_on": DAYS,
    **{
        f"J07.persons.{item}": NOT_TRACKED
        for item in (
            "health_insurance",
            "elderly_care",
            "long_term_care",
            "child_allowance",
            "pension_class",
            "basic_pension_number",
            "card_issued_on",
            "card_expires_on",
            "registered_domicile_municipality",
            "common_name_history",
        )
    },
}
"""Item that no standing check judges → why not."""


def items() -> set[str]:
    """Every item of every message of a registry to these fakes; of a list of things also theirs."""
    found: set[str] = set()
    for fake in FAKES:
        document: dict[str, Any] = json.loads(
            (ROOT / f"docs/openapi/{fake}.json").read_text(encoding="utf-8")
        )
        schemas = document["components"]["schemas"]
        for path, ways in document["paths"].items():
            kind = path.removeprefix("/messages/")
            if kind == path or kind in OF_NEIGHBOURS:
                continue
            content = ways["post"]["requestBody"]["content"]["application/json"]["schema"]
            body = schemas[content["properties"]["body"]["$ref"].rpartition("/")[2]]
            for name, item in body["properties"].items():
                found.add(f"{kind}.{name}")
                listed = item.get("items", {}).get("$ref", "").rpartition("/")[2]
                if listed:
                    found |= {f"{kind}.{name}.{part}" for part in schemas[listed]["properties"]}
    return found


def judged() -> set[str]:
    """Every item that a check knows."""
    filed = {f"{kind}.{item}" for kind in PREDICTED for item in PREDICTED[kind]}
    mirrored = {f"{kind}.{item}" for kind in MIRRORED for item in MIRRORED[kind][1]}
    by_name = {one for one in items() if one.rpartition(".")[2] in WHOM | ENVELOPE}
    return filed | mirrored | by_name | ELSEWHERE.keys()


def test_every_item_is_judged_or_left_open_for_a_reason():
    """Nothing a registry sends is forgotten."""
    assert items() - judged() - LEFT_OPEN.keys() == set()


def test_nothing_is_judged_or_left_open_that_is_not_sent():
    """A name that was misspelt would never be looked at."""
    assert {f"{kind}.{item}" for kind in PREDICTED for item in PREDICTED[kind]} <= items()
    assert LEFT_OPEN.keys() | ELSEWHERE.keys() <= items()


def test_what_is_left_open_is_judged_by_nobody():
    """The list gets shorter when a check learns more."""
    assert LEFT_OPEN.keys() & judged() == set()


def test_every_requirement_that_a_reason_names_exists():
    """Who is said to judge an item is somebody."""
    catalogue = Catalogue.load(ROOT / "features" / "requirements")
    named = {word.strip(";,") for reason in LEFT_OPEN.values() for word in reason.split() if "-0" in word}
    assert named
    assert named <= catalogue.requirements.keys()
