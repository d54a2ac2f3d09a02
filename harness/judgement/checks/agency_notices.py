"""
Whom a municipal notice is about: the Agency is told no number of ours, and two people may bear one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from harness.evidence.events import Exchanged, Invoked

CARDS = ("residence_card_number", "special_permanent_certificate_number")


def about(notices: Iterable[Exchanged], record: Mapping[str, Any], cause: Invoked) -> list[Exchanged]:
    """
    Of the notices that one command caused, those about the person of a record: by the card or certificate. Where none
    bears it, the only one with the name and date of birth and no card at all, if the command names the person. What
    bears another card may be about somebody else of that name, whose day has come at the same time.
    """
    foreign = record.get("foreign")
    bodies = [(one, one.body) for one in notices if isinstance(one.body, dict)]
    if not foreign:
        return []
    own = [
        one
        for one, body in bodies
        if any(body.get(name) and body[name] == foreign.get(name) for name in CARDS)
    ]
    alike = [
        one
        for one, body in bodies
        if all(body.get(name) == record.get(name) for name in ("name", "born_on"))
        and not any(body.get(name) for name in CARDS)
    ]
    alone = len(alike) == 1 and str(record.get("resident")) in _named(cause)
    return own or (alike if alone else [])


def _named(command: Invoked) -> set[str]:
    """
    Whom a command names, or its answer.
    """
    request = command.request
    named = [request.get("resident"), *request.get("residents", ()), *request.get("accompanying", ())]
    named += [one["resident"] for one in command.outcome.get("residents", ())]
    return {str(who) for who in named if who}
