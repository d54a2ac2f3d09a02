"""
What the oracle rules on support measures, copies at terminals and cards of foreign residents whose stay is longer now.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from harness.port.commands import (
    ApplyForSupport,
    ClaimAtConvenienceStore,
    DecideSupport,
    EndSupport,
    ExtendCardValidity,
    ExtendSupport,
    IssueCopyOfRecord,
    ReleaseSupport,
)
from harness.port.outcomes import Accepted
from scenarios.model.oracle import Oracle
from tests.scenarios.model.acting import COUNTER, HERE, IDENTITY
from tests.scenarios.model.test_family_and_cards import CHILD, FOREIGN, HEAD, TODAY, WIFE, standing

M = "measure-1"


@pytest.fixture
def oracle() -> Oracle:
    """
    A couple with a child: the wife has applied for herself and the child; and a foreign resident.
    """
    made = Oracle(HERE, TODAY)
    for n, who, word in ((1, HEAD, "世帯主"), (2, WIFE, "妻"), (3, CHILD, "子"), (5, FOREIGN, "同居人")):
        made.stand(standing(n, who, word, state="active"))
    guest = made.register.residents[FOREIGN]
    guest.foreign, guest.stay_until = True, "2026-06-30"
    made.register.cards["CARD-5"].expires_on = "2026-06-30"
    did(made, applies(WIFE, accompanying=[CHILD]), M)
    return made


def did(oracle: Oracle, act: Any, measure: str | None = None) -> list[tuple[str, str]]:
    """
    The registry accepted: what is owed by that.
    """
    before = len(oracle.owed)
    oracle.took(act, Accepted(change_id="c", measure=measure))
    return [(each.message, each.about) for each in oracle.owed[before:]]


def applies(resident: str, **changes: Any) -> ApplyForSupport:
    """
    An application of today.
    """
    plain = {"counter": COUNTER, "identity": IDENTITY, "resident": resident, "applied_on": str(TODAY)}
    return ApplyForSupport(**{**plain, **changes})


def decides(said: str = "confirm", day: date = TODAY, start: str | None = None) -> DecideSupport:
    """
    A decision on the measure.
    """
    return DecideSupport(COUNTER, M, str(day), said, start)  # type: ignore[arg-type] # one of two words


def ends(day: str, cause: str = "request") -> EndSupport:
    """
    An end of the measure.
    """
    return EndSupport(COUNTER, M, day, cause)  # type: ignore[arg-type] # one of three words


def extends(day: str) -> ExtendSupport:
    """
    An extension of the measure.
    """
    return ExtendSupport(COUNTER, M, day)


def claims(card: int, pin: str = "passed") -> ClaimAtConvenienceStore:
    """
    A copy at a terminal.
    """
    return ClaimAtConvenienceStore(COUNTER, f"CARD-{card}", pin)  # type: ignore[arg-type] # one of two words


def test_an_application_and_its_decision(oracle: Oracle) -> None:
    """
    Who has a measure applies for no second; it is decided once, and confirmed flags go to network and addressee system.
    """
    assert oracle.rule(applies(HEAD)).lawful
    assert oracle.rule(applies(WIFE)).reasons == ("already-done",)
    assert oracle.rule(applies(HEAD, applied_on="2026-04-11")).unlawful
    assert oracle.rule(decides()).lawful
    assert did(oracle, decides()) == [("L09", WIFE), ("J23", WIFE), ("L09", CHILD), ("J23", CHILD)]
    assert oracle.rule(decides()).unlawful
    assert oracle.register.measures[M].ends_on == date(2027, 4, 9)


def test_a_rejection_takes_every_flag_off(oracle: Oracle) -> None:
    """
    Who holds the address hears of it, too; but not of a child whom another measure still covers.
    """
    did(oracle, applies(HEAD, accompanying=[CHILD]), "measure-2")
    assert did(oracle, decides("reject")) == [("L09", WIFE), ("J23", WIFE), ("A01", WIFE)]
    assert oracle.rule(ends("2026-04-10")).unlawful
    assert oracle.rule(applies(WIFE)).lawful


@pytest.mark.parametrize(("asked", "lawful"), [("2026-05-08", False), ("2026-05-09", True)])
def test_an_extension_from_one_month_before_the_end(oracle: Oracle, asked: str, lawful: bool) -> None:
    """
    A measure until 9 June is extended from 9 May on, and then lasts to 9 June of the next year.
    """
    assert oracle.rule(extends("2026-04-10")).unlawful
    did(oracle, decides(start="2025-06-10"))
    oracle.move(date.fromisoformat(asked))
    assert oracle.rule(extends(asked)).lawful is lawful
    if lawful:
        did(oracle, extends(asked))
        assert oracle.register.measures[M].ends_on == date(2027, 6, 9)


def test_no_measure_ends_by_itself(oracle: Oracle) -> None:
    """
    Past its last day it holds on; a clerk ends it as expired from the day after, or extends it still.
    """
    did(oracle, decides(start="2025-04-20"))
    oracle.move(date(2026, 4, 19))
    assert oracle.rule(ends("2026-04-19", "expired")).unlawful
    oracle.move(date(2026, 4, 20))
    assert oracle.register.measures[M].state == "expired-alert"
    assert oracle.rule(extends("2026-04-20")).lawful
    assert oracle.rule(claims(2)).unlawful
    assert oracle.rule(ends("2026-04-20", "expired")).lawful
    did(oracle, ends("2026-04-20", "expired"))
    assert oracle.rule(claims(2)).lawful


def test_a_terminal_gives_nothing_to_the_protected(oracle: Oracle) -> None:
    """
    Nor for a wrong PIN or a lost card, also where only the organisation was told that it is lost; at the counter a
    hold may be lifted, of which the oracle does not know.
    """
    assert oracle.rule(claims(1)).lawful
    assert oracle.rule(claims(3)).reasons == ("not-permitted",)
    assert oracle.rule(claims(1, "failed")).unlawful
    oracle.happened("card_management", "change_state", {"card_id": "CARD-1", "state": "suspended"})
    assert oracle.rule(claims(1)).reasons == ("card-not-usable",)
    oracle.happened("card_management", "change_state", {"card_id": "CARD-1", "state": "active"})
    assert oracle.rule(claims(1)).lawful
    oracle.register.cards["CARD-1"].state = "suspended"
    assert oracle.rule(claims(1)).reasons == ("card-not-usable",)
    copy = IssueCopyOfRecord(COUNTER, IDENTITY, "self", [WIFE])
    assert oracle.rule(copy).lawful is None
    assert oracle.rule(ReleaseSupport(COUNTER, M, 10)).lawful
    did(oracle, ends("2026-04-10"))
    assert oracle.rule(copy).lawful
    assert oracle.rule(ReleaseSupport(COUNTER, M, 10)).unlawful


@pytest.mark.parametrize(
    ("until", "card_until"),
    [("2027-06-30", "2027-06-30"), ("2033-01-01", "2030-02-03"), ("2026-06-30", None)],
)
def test_a_card_follows_a_longer_stay(oracle: Oracle, until: str, card_until: str | None) -> None:
    """
    The card of a foreign resident goes to the new end of the stay, no further than the tenth birthday, once.
    """
    oracle.register.residents[FOREIGN].stay_until = until
    act = ExtendCardValidity(COUNTER, IDENTITY, FOREIGN, "CARD-5", "2026-04-10")
    assert oracle.rule(act).lawful is (card_until is not None)
    if card_until is not None:
        assert did(oracle, act) == [("K07", FOREIGN)]
        assert oracle.register.cards["CARD-5"].expires_on == card_until
        assert oracle.rule(act).unlawful


def test_the_agency_tells_of_a_longer_stay(oracle: Oracle) -> None:
    """
    The number of the residence card and the name together say who is meant; the addressee system is told.
    """
    guest = oracle.register.residents[FOREIGN]
    guest.residence_card = "AB12345678CD"
    oracle.register.enter(guest)
    told = {
        "change": "period", "residence_card_number": "AB12345678CD", "name": guest.name, "born_on": guest.born_on,
        "period_expires_on": "2029-06-30",
    }  # fmt: skip
    oracle.heard("I02", {**told, "name": "他人"})
    assert (guest.stay_until, oracle.owed[-1].about) != ("2029-06-30", FOREIGN)
    oracle.heard("I02", told)
    assert guest.stay_until == "2029-06-30"
    assert (oracle.owed[-1].message, oracle.owed[-1].about) == ("A01", FOREIGN)
