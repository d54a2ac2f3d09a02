"""
Which clause says what a command or a word of the town makes of an item of the record, and which one says that it must
leave it as it was. An item that no clause speaks of is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.judgement.checks.as_filed_commands import Request
from harness.judgement.checks.as_filed_people import (
    BY_CORRECTION,
    DOMICILE,
    HOUSE,
    NAMES,
    PERIOD,
    STAY,
    Cause,
)

PARTICULARS = (*NAMES, "born_on", "sex", *DOMICILE)
ENTERED, SINCE, SAME_CODE = "REL-001.1", "REL-001.2", "REL-001.7"
DATA, PUT_RIGHT, KNOWN_CODE = "REL-009.7", "REL-009.8", "JUKI-007.4"
BORN, BORN_FOREIGN, TRANSITIONAL, CLASS_ONLY = "REL-017.1", "REL-017.9", "IMM-006.1", "IMM-006.2"
SETTLED, OTHER_HOUSEHOLD, BOTH_HEADED = "REL-013.2", "REL-013.3", "REL-013.4"
AT_ONCE, HEADS_NAME, COMPLETED = "REL-015.1", "REL-023.2", "REL-023.4"
SWITCHED, NUMBERED = "REL-019.1", "JUKI-010.3"
SKIPPED_KEPT, LAST_KEPT, CONFIRMED = "REL-014.6", "REL-014.4", "REL-004.1"
PLAN_KEPT, DELETED, DELETED_EARLIER, CAUSE_KEPT = "REL-004.2", "REL-005.3", "REL-004.7", "REL-004.8"
WITHDRAWN = "REL-012.1"

HOUSEHOLDS = ("ChangeOfHousehold", "SplitHousehold", "MergeHouseholds", "TransferMembers")
MINOR = frozenset(
    {"district-renaming", "lot-number-change", "residence-indication", "building-renaming"},
)
"""Causes of 住基規則11条3項2号 by which an address is written otherwise, and nobody moves."""

Clauses = Mapping[str, str]


def _all(clause: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, clause)


COMING: Clauses = {
    **_all(ENTERED, *PARTICULARS, *STAY, *HOUSE, "address", "settled_on", "individual_number"),
    **_all(ENTERED, "previous_municipality", "previous_address"),
    **_all(SINCE, "became_resident_on", "notified_on"),
    **_all(SKIPPED_KEPT, "unreported_municipality", "unreported_address"),
    "last_recorded_address": LAST_KEPT,
}
FIXED: Mapping[str, Clauses] = {
    "ChangeOfAddress": {
        **_all(SETTLED, "address", "settled_on"),
        **_all(BOTH_HEADED, "relationship", "householder_name"),
        "household": OTHER_HOUSEHOLD,
    },
    **{kind: _all(AT_ONCE, *HOUSE) for kind in HOUSEHOLDS},
    "ChangeOfNationality": _all(SWITCHED, "name", "name_kana", *DOMICILE, *STAY),
    "J21": {"individual_number": NUMBERED},
    "J05": _all(CONFIRMED, "confirmed_out_on", "confirmed_destination"),
    "WithdrawMovingOut": _all(WITHDRAWN, "planned_out_on", "planned_destination"),
}
"""Command or word of the town → item → clause, where it depends on nothing else."""


def _moving_in(request: Request, item: str, _value: object) -> str | None:
    if item == "resident_record_code":
        return SAME_CODE if request.get("exemption") in (None, "unavoidable") else KNOWN_CODE
    return COMING.get(item)


def _special(request: Request, item: str, value: object) -> str | None:
    """
    What the data say, unless the clerk put it right; the place, its day and the household come from the notification.
    """
    if item == "resident_record_code":
        return SAME_CODE
    amended = [
        one["value"] for mover in request["movers"] for one in mover["amendments"] if one["item"] == item
    ]
    if value in amended:
        return PUT_RIGHT
    data = (*PARTICULARS, *STAY, "individual_number", "previous_municipality", "previous_address")
    return DATA if item in (*data, "relationship") else COMING.get(item)


def _birth(request: Request, item: str, value: object) -> str | None:
    """
    The record that a birth makes: its clause on the day of becoming a resident takes the child's particulars along.
    """
    transitional = ((request.get("person") or {}).get("foreign") or {}).get("resident_class")
    if item in STAY:
        if transitional != "transitional":
            return None
        if item in PERIOD and value is not None:
            return None
        return CLASS_ONLY if item in PERIOD else TRANSITIONAL if item == "resident_class" else BORN_FOREIGN
    named = (*PARTICULARS, "became_resident_on", "address", "household", "relationship")
    return BORN if item in named else None


def _corrected(request: Request, item: str, _value: object) -> str | None:
    """
    Where a person failed to notify (住基令12条1項) no clause speaks of what is corrected, but of the notice.
    """
    if item == "householder_name":
        return HEADS_NAME
    further = (*BY_CORRECTION, "unreported_address", "notified_on", "previous_address")
    named = (*PARTICULARS, *STAY, *further, "relationship", "address", "settled_on", "became_resident_on")
    return COMPLETED if item in named and request.get("cause") != "failure-to-notify" else None


def _ex_officio(request: Request, item: str, _value: object) -> str | None:
    if item == "resident_record_code":
        return KNOWN_CODE
    named = (*PARTICULARS, *STAY, *HOUSE, "address", "individual_number")
    return COMPLETED if item in named and request.get("ground") != "failure-to-notify" else None


def _notice(request: Request, item: str, value: object) -> str | None:
    return _birth(request, item, value) if request.get("person") else _corrected(request, item, value)


BY_REQUEST: Mapping[str, Callable[[Request, str, object], str | None]] = {
    "MovingIn": _moving_in,
    "SpecialMovingIn": _special,
    "EntryByBirth": _birth,
    "ExOfficioCorrection": _corrected,
    "ExOfficioEntry": _ex_officio,
    "ConfirmNotice": _notice,
}


def owner(cause: Cause, item: str, value: object) -> str | None:
    """
    The clause by which the record now shows this value.
    """
    by_request = BY_REQUEST.get(cause.kind)
    if by_request is not None:
        return by_request(cause.request, item, value)
    return FIXED.get(cause.kind, {}).get(item)


def keeper(cause: Cause, item: str) -> str | None:
    """
    The clause that forbids what happened later to change an item.
    """
    kind, request = cause.kind, cause.request
    minor = kind == "ExOfficioCorrection" and request.get("cause") in MINOR
    if minor and item == "settled_on":
        return "REL-027.7"
    if kind == "J22":
        return "JUKI-015.5" if item in NAMES else None
    if kind == "J10":
        return "JUKI-013.3"
    return KEPT.get(kind, {}).get(item)


KEPT: Mapping[str, Clauses] = {
    "ChangeOfAddress": {"became_resident_on": "REL-013.8"},
    "ChangeOfNationality": {"resident_record_code": "REL-019.6", "individual_number": "REL-019.7"},
    "ChangeResidentRecordCode": {"individual_number": "JUKI-008.5"},
    "J05": _all("REL-004.9", "planned_out_on", "planned_destination"),
}
UNCLAIMED = {"resident_record_code": "JUKI-008.7"}
"""Item → the clause that forbids every change but those that would have made it unknown."""

JUDGES = frozenset(
    {ENTERED, SINCE, SAME_CODE, DATA, PUT_RIGHT, KNOWN_CODE, BORN, BORN_FOREIGN, TRANSITIONAL, CLASS_ONLY}
    | {SETTLED, OTHER_HOUSEHOLD, BOTH_HEADED, AT_ONCE, HEADS_NAME, COMPLETED, SWITCHED, NUMBERED}
    | {SKIPPED_KEPT, LAST_KEPT, CONFIRMED, PLAN_KEPT, DELETED, DELETED_EARLIER, CAUSE_KEPT, WITHDRAWN}
    | {clause for clauses in KEPT.values() for clause in clauses.values()}
    | {*UNCLAIMED.values(), "REL-027.7", "JUKI-015.5", "JUKI-013.3"}
)


def said(value: Any) -> set[object]:
    """
    Every value in a request or a message.
    """
    if isinstance(value, Mapping):
        return {one for part in value.values() for one in said(part)}
    if isinstance(value, list):
        return {one for part in value for one in said(part)}
    return {value} if isinstance(value, str) else set()
