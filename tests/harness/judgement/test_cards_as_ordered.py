"""Tests of the check of cards: what was ordered and told of a card is what is shown and told of it."""

import pytest

from harness.judgement.checks.cards_as_ordered import check
from tests.harness.judgement.histories import CODE, CONTEXT, NOW, TOWN, Histories, clauses, command

CARD, ELSEWHERE = "CARD-1", "111007"
LATER = "2026-04-11T09:00:00+09:00"


def order(operation, number=1, outcome="accepted", **request):
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": f"trace-{number}"}
    return command(
        operation, number, request={"counter": counter, "card_id": CARD, **request}, outcome={"outcome": outcome},
        sent_ns=number * 100, answered_ns=number * 100 + 50,
    )  # fmt: skip


def look(state="active", municipality=TOWN, now=NOW):
    card = None if state is None else {"card_id": CARD, "state": state, "municipality": municipality}
    return command(
        "ReadCard", 9, request={"card_id": CARD}, outcome={"outcome": "found", "card": card},
        sent_ns=9000, answered_ns=9050, now=now,
    )  # fmt: skip


def special(outcome="accepted", ref="p1", pin="passed"):
    return order(
        "SpecialMovingIn", 1, outcome, card_id=None, movers=[{"ref": "p1"}],
        presented=[{"ref": ref, "card_id": CARD, "pin_check": pin}],
    )  # fmt: skip


def judged(*events, k05=(), k06=None, k08=None):
    made = Histories()
    made.events = list(events)
    for at, body, way in k05:
        made.take("K05", {"card_id": CARD, **body}, monotonic_ns=at, direction=way)
    if k08 is not None:
        said = {
            "found": True,
            "state": "active",
            "municipality": ELSEWHERE,
            "expires_on": "2030-01-01",
            **k08,
        }
        made.take(
            "K08", {"card_id": CARD}, reply={"body": {"card_id": CARD, "resident_record_code": CODE, **said}}
        )
    if k06 is not None:
        made.take("K06", {"card_id": CARD, "municipality": TOWN, **k06}, monotonic_ns=160)
    result = check(made.made(), CONTEXT)
    return clauses(result), result.examined


ORDERED = [
    ("HandOverCard", {}, "active", "in-stock", "CARD-004.2"),
    ("HandOverCard", {}, "active", None, "CARD-004.2"),
    ("ReportCardLoss", {}, "suspended", "active", "CARD-010.5"),
    ("ReportCardFound", {}, "active", "suspended", "CARD-010.3"),
    ("ReturnCard", {"cause": "voluntary"}, "returned", "active", "CARD-012.3"),
    ("ReturnCard", {"cause": "death"}, "returned", "lapsed", "CARD-012.1"),
    ("DestroyCard", {}, "destroyed", "suspended", "CARD-012.3"),
]


@pytest.mark.parametrize(("operation", "request_", "sound", "wrong", "clause"), ORDERED)
def test_a_card_is_shown_as_the_last_order_makes_it(operation, request_, sound, wrong, clause):
    """Of the same day; a refused order makes nothing of it."""
    assert judged(order(operation, **request_), look(sound)) == ([], 1)
    assert judged(order(operation, **request_), look(wrong))[0] == [clause]
    assert judged(order(operation, **request_), look(wrong, now=LATER)) == ([], 0)
    assert judged(order(operation, outcome="refused", **request_), look(wrong)) == ([], 0)


def test_a_card_whose_return_is_recorded_is_shown_as_destroyed():
    """Where the family gave it back, no other state will do."""
    back = order("ReturnCard", cause="death")
    assert judged(back, order("DestroyCard", 2), look("destroyed")) == ([], 1)
    assert judged(back, order("DestroyCard", 2), look("returned"))[0] == ["CARD-012.1"]


def test_the_last_order_decides():
    """And one that changes no state is passed over; one whose state no clause says is not judged."""
    lost, found = order("ReportCardLoss"), order("ReportCardFound", 2)
    assert judged(lost, found, look("active")) == ([], 1)
    assert judged(lost, order("ClaimAtConvenienceStore", 2), look("active"))[0] == ["CARD-010.5"]
    assert judged(order("HandOverCard"), order("OrderCardReturn", 2), look("in-stock")) == ([], 0)


def test_what_came_since_says_nothing():
    """A K05 of another state, either way; the card taken on; a neighbour whose clock is another."""
    lost = order("ReportCardLoss")
    for way in ("in", "out"):
        assert judged(lost, look("active"), k05=[(160, {"state": "active"}, way)]) == ([], 0)
    assert judged(lost, look("active"), k05=[(160, {"state": "suspended"}, "in")])[0] == ["CARD-010.5"]
    assert judged(lost, look("active"), k06={})[0] == []
    assert judged(lost, look("active"), k05=[(0, {"state": "active"}, "in")]) == ([], 0)


@pytest.mark.parametrize(
    ("state", "cause", "clause"),
    [("lapsed", "no-moving-in", "CARD-008.4"), ("lapsed", "number-changed", "JUKI-011.5"),
     ("suspended", "loss", "CARD-010.5"), ("returned", "returned", "CARD-012.3")],
)  # fmt: skip
def test_a_card_is_not_good_after_what_was_told_of_it(state, cause, clause):
    """Whoever told; where two states were told, nothing is said."""
    for way in ("in", "out"):
        told = (160, {"state": state, "cause": cause}, way)
        assert judged(look("active"), k05=[told])[0] == [clause]
        assert judged(look(state), k05=[told]) == ([], 1)
        assert judged(look("active"), k05=[told, (170, {"state": "active"}, way)]) == ([], 0)
    assert judged(look("active"), k05=[(160, {"state": "lapsed", "cause": "death"}, "in")]) == ([], 0)


def test_a_card_that_was_taken_on_is_in_charge_of_this_town():
    """As the record of the card says on the same day."""
    assert judged(look(), k06={}) == ([], 1)
    assert judged(look(municipality=ELSEWHERE), k06={})[0] == ["CARD-006.3"]
    assert judged(look(None), k06={})[0] == ["CARD-006.3"]
    assert judged(look(municipality=ELSEWHERE, now=LATER), k06={}) == ([], 0)


def test_every_good_card_of_a_special_moving_in_is_taken_on():
    """Good is what the organisation called so, with its PIN, of somebody who moves in, in use elsewhere."""
    assert judged(special(), k08={}, k06={}) == ([], 1)
    assert judged(special(), k08={})[0] == ["CARD-006.1"]
    for other in (
        {"state": "lapsed"},
        {"expires_on": "2026-04-09"},
        {"municipality": TOWN},
        {"found": False},
    ):
        assert judged(special(), k08=other) == ([], 0)
    assert judged(special(pin="failed"), k08={}) == ([], 0)
    assert judged(special(ref="p2"), k08={}) == ([], 0)
    assert judged(special("refused"), k08={}) == ([], 0)
    assert judged(special()) == ([], 0)


def test_a_card_that_was_presented_is_told():
    """By K06 where it is used on, by K07 where its items change."""
    for purpose, wanted in (("continued-use", {}), ("change-of-items", None)):
        found = judged(order("PresentCard", purpose=purpose), k06=wanted)[0]
        assert found == ([] if wanted == {} else ["CARD-014.1"])
    assert judged(order("PresentCard", purpose="continued-use"))[0] == ["CARD-014.1"]
