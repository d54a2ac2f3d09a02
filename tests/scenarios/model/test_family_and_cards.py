"""
What the oracle rules on cards, copies, nationality, corrections and splits, against the words of the law.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from harness.port.bulk import StandingCard, StandingResident
from harness.port.commands import (
    Amendment,
    ApplyForCard,
    ChangeOfNationality,
    DeletionByDeath,
    ExOfficioCorrection,
    Foreign,
    HandOverCard,
    Identity,
    IssueCopyOfRecord,
    MovingOut,
    ReportCardFound,
    ReportCardLoss,
    SplitHousehold,
)
from harness.port.outcomes import Accepted
from scenarios.model.card_life import extended_to
from scenarios.model.oracle import Oracle
from scenarios.model.register import Card, Resident
from tests.registry.town import ELSEWHERE, code, number
from tests.scenarios.model.acting import COUNTER, HERE, IDENTITY, address, person

TODAY = date(2026, 4, 10)
HEAD, WIFE, CHILD, LODGER, FOREIGN = "0000000019", "0000000027", "0000000035", "0000000043", "0000000051"
HOME, OTHER_HOME = "0000000108", "0000000116"
PROXY = Identity(filer="proxy", filer_name="和光", evidence="passport", authority="statutory")


def standing(n: int, resident: str, word: str, household: str = HOME, **card: Any) -> StandingResident:
    """
    The n-th invented person, here since 2020, with a card if its particulars are given.
    """
    held = {"card_id": f"CARD-{n}", "state": "active", "issued_on": "2020-04-01", "expires_on": "2030-02-03"}
    return StandingResident(
        resident=resident,
        household=household,
        person=person(n, word),
        address=address(1),
        became_resident_on="2020-03-01",
        settled_on="2020-03-01",
        reason="11",
        card=StandingCard(**{**held, **card}) if card else None,
    )


@pytest.fixture
def oracle() -> Oracle:
    """
    A couple with a child, and somebody alone; one foreign.
    """
    made = Oracle(HERE, TODAY)
    made.stand(standing(1, HEAD, "世帯主", state="active"))
    made.stand(standing(2, WIFE, "妻", state="suspended"))
    made.stand(standing(3, CHILD, "子", expires_on="2026-07-09"))
    made.stand(standing(4, LODGER, "世帯主", OTHER_HOME, expires_on="2026-07-10"))
    made.stand(standing(5, FOREIGN, "同居人", OTHER_HOME))
    made.register.residents[FOREIGN].foreign = True
    return made


def by_holder(kind: Any, resident: str, card: int, day: str = "2026-04-10", **changes: Any) -> Any:
    """
    A loss or finding notified by the holder.
    """
    on = {"lost_on": day} if kind is ReportCardLoss else {"found_on": day}
    plain = {"counter": COUNTER, "identity": IDENTITY, "resident": resident, "card_id": f"CARD-{card}"}
    return kind(**{**plain, **on, **changes})


@pytest.mark.parametrize(
    ("act", "lawful"),
    [
        (by_holder(ReportCardLoss, HEAD, 1), True),
        (by_holder(ReportCardLoss, HEAD, 1, "2026-04-11"), False),
        (by_holder(ReportCardLoss, WIFE, 2), False),
        (by_holder(ReportCardLoss, HEAD, 2), False),
        (by_holder(ReportCardLoss, HEAD, 9), None),
        (by_holder(ReportCardFound, WIFE, 2), True),
        (by_holder(ReportCardFound, WIFE, 2, identity=PROXY), None),
        (by_holder(ReportCardFound, HEAD, 1), False),
    ],
)
def test_loss_and_finding(oracle: Oracle, act: Any, lawful: bool | None) -> None:
    """
    番号法17条9項, 番号カード省令30条: a card in use is lost, a suspended one found, by its holder, not in the future.
    """
    assert oracle.rule(act).lawful is lawful


@pytest.mark.parametrize(
    ("resident", "lawful"), [(HEAD, None), (CHILD, True), (LODGER, None), (FOREIGN, True), ("9", None)]
)
def test_a_next_card_in_the_last_months_only(oracle: Oracle, resident: str, lawful: bool | None) -> None:
    """
    省令29条1項: less than three months before 9 July on 10 April, not before 10 July.
    """
    act = ApplyForCard(counter=COUNTER, identity=IDENTITY, resident=resident, applied_on="2026-04-10")
    assert oracle.rule(act).lawful is lawful


def hand_over(**changes: Any) -> HandOverCard:
    """
    The child's next card.
    """
    plain: dict[str, Any] = {
        "counter": COUNTER, "card_id": "CARD-9", "resident": CHILD, "collector": "self", "shown_name": "和光　3郎",
        "shown_born_on": "1980-02-03", "shown_individual_number": number(3), "document": "passport", "pin": "1357",
    }  # fmt: skip
    return HandOverCard(**{**plain, **changes})


@pytest.mark.parametrize(
    ("changes", "lawful"),
    [
        ({}, True),
        ({"pin": "12"}, False),
        ({"shown_individual_number": number(1)}, False),
        ({"shown_name": "和光　三郎"}, None),
        ({"document": None}, False),
        ({"resident": HEAD}, False),
    ],
)
def test_hand_over_of_a_next_card(oracle: Oracle, changes: dict[str, Any], lawful: bool | None) -> None:
    """
    番号法17条1項: in stock, of this holder, after both checks; the older card comes back for it.
    """
    known = {
        "card_id": "CARD-9",
        "resident_record_code": code(3),
        "state": "in-stock",
        "expires_on": "2037-02-03",
    }
    oracle.heard("K03", known)
    act = hand_over(**changes)
    assert oracle.rule(act).lawful is lawful
    if lawful:
        oracle.took(act, Accepted())
        states = {card_id: card.state for card_id, card in oracle.register.cards.items()}
        assert (states["CARD-9"], states["CARD-3"]) == ("active", "returned")
        assert oracle.rule(act).lawful is False


def test_what_leaving_makes_of_cards(oracle: Oracle) -> None:
    """
    番号令14条1号・2号・11号: at once with death and abroad; after a moving out when thirty days have passed, unless
    another municipality told of the moving in.
    """
    moved = {
        "counter": COUNTER,
        "identity": IDENTITY,
        "notified_on": "2026-04-10",
        "planned_on": "2026-04-10",
    }
    death = DeletionByDeath(counter=COUNTER, notified_on="2026-04-10", resident=CHILD, died_on="2026-04-09")
    abroad = MovingOut(**moved, residents=[LODGER], destination="外国")  # type: ignore[arg-type] # by name
    out = MovingOut(
        **moved,  # type: ignore[arg-type]
        residents=[HEAD, WIFE],
        destination="大宮",
        destination_municipality=ELSEWHERE,
    )
    for act in (death, abroad, out):
        assert oracle.rule(act).lawful is True
        oracle.took(act, Accepted())

    def states() -> list[str]:
        return [oracle.register.cards[f"CARD-{n}"].state for n in (1, 2, 3, 4)]

    assert states() == ["active", "suspended", "lapsed", "lapsed"]
    assert oracle.register.residents[WIFE].relationship == "妻"  # They left together.
    oracle.heard("J05", {"resident_record_code": code(2), "moved_in_on": "2026-04-10"})
    oracle.move(date(2026, 5, 10))
    assert states()[:2] == ["active", "suspended"]
    oracle.move(date(2026, 5, 11))
    assert states()[:2] == ["lapsed", "suspended"]  # The wife's was confirmed.
    assert oracle.register.residents[WIFE].state == "moved-out-confirmed"


STAY = Foreign(nationality="KOR", resident_class="medium-to-long-term")


@pytest.mark.parametrize(
    ("resident", "kind", "changes", "lawful"),
    [
        (FOREIGN, "naturalisation", {}, True),
        (FOREIGN, "naturalisation", {"registered_domicile": None}, None),
        (FOREIGN, "naturalisation", {"occurred_on": "2026-04-11"}, False),
        (FOREIGN, "loss", {"foreign": STAY}, False),
        (HEAD, "naturalisation", {}, False),
        (HEAD, "loss", {"foreign": STAY}, True),
    ],
)
def test_nationality(
    oracle: Oracle, resident: str, kind: str, changes: dict[str, Any], lawful: bool | None
) -> None:
    """
    住基令8条の2: the new record is of the other kind and has what that kind has.
    """
    plain = {
        "counter": COUNTER, "notified_on": "2026-04-10", "resident": resident, "kind": kind,
        "occurred_on": "2026-04-09", "name": "新倉　花子", "name_kana": "にいくら　はなこ",
        "registered_domicile": "埼玉県和光市本町1番地", "head_of_family_register": "新倉　花子",
    }  # fmt: skip
    act = ChangeOfNationality(**{**plain, **changes})
    assert oracle.rule(act).lawful is lawful
    if lawful:
        oracle.took(act, Accepted())
        now = oracle.register.residents[resident]
        assert (now.name, now.foreign) == ("新倉　花子", kind == "loss")
        assert [row.reason for row in now.history][1:] == (["25", "15"] if kind == "loss" else ["24", "14"])


@pytest.mark.parametrize(
    ("resident", "item", "value", "lawful"),
    [
        (HEAD, "name", "新倉　一郎", True),
        (HEAD, "name", "和光　1郎", None),
        (HEAD, "head_of_family_register", "和光　花子", True),
        (HEAD, "telephone", "048-000-0000", None),
        (FOREIGN, "registered_domicile", "埼玉県和光市本町1番地", False),
    ],
)
def test_corrections(oracle: Oracle, resident: str, item: Any, value: str, lawful: bool | None) -> None:
    """
    住基令12条: to something else than stands, and only what the record of that kind has.
    """
    act = ExOfficioCorrection(
        COUNTER, resident, "2026-04-10", "family-register-notice", [Amendment(item, value)]
    )
    assert oracle.rule(act).lawful is lawful


@pytest.mark.parametrize(
    ("requester", "residents", "options", "lawful"),
    [
        ("self", [HEAD], [], True),
        ("household-member", [HEAD, CHILD], [], True),
        ("self", [HEAD, LODGER], [], None),
        ("self", [HEAD], ["individual-number"], None),
        ("third-party", [HEAD], [], None),
    ],
)
def test_copies(
    oracle: Oracle, requester: Any, residents: list[str], options: Any, lawful: bool | None
) -> None:
    """
    住基法12条1項: of one's own household; of anything else the filing alone does not tell.
    """
    act = IssueCopyOfRecord(COUNTER, IDENTITY, requester, residents, options=options)
    assert oracle.rule(act).lawful is lawful
    oracle.took(act, Accepted())
    assert oracle.register.residents.keys() >= set(residents)


@pytest.mark.parametrize(("goer", "lawful"), [(CHILD, True), (HEAD, None)])
def test_a_split_of_one(oracle: Oracle, goer: str, lawful: bool | None) -> None:
    """
    住基法25条: who heads nothing may leave alone; where the householder goes, somebody must say who follows.
    """
    act = SplitHousehold(COUNTER, IDENTITY, "2026-04-10", "2026-04-10", [goer], goer)
    assert oracle.rule(act).lawful is lawful


@pytest.mark.parametrize(
    ("born_on", "made_on", "until"),
    [("2002-04-01", "2022-03-31", "2026-04-01"), ("2004-04-01", "2022-04-01", "2028-12-31")],
)
def test_a_card_follows_the_stay_to_the_birthday_of_its_time(born_on: str, made_on: str, until: str) -> None:
    """
    番号カード省令27条2項: at nineteen in March 2022 to the fifth birthday, at eighteen in April to the end of the stay.
    """
    holder = Resident("1", "1", "和光", born_on, "female", "世帯主", "和光市", "2020-01-01", "2020-01-01")
    holder.stay_until = "2028-12-31"
    assert extended_to(holder, Card("CARD-1", "1", "active", issued_on=made_on)) == until
