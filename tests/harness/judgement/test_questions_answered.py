"""Tests of the check of questions: one that could be answered is missed where nothing follows, and no other."""

from typing import Any

import pytest

from harness.judgement.checks.questions_answered import check
from tests.harness.judgement.histories import CODE, CONTEXT, NUMBER, Histories, clauses, command

WHO = {
    "local_addressee_number": "10",
    "resident_record_code": CODE,
    "individual_number": NUMBER,
    "name": "山田　桜",
}
ASKED: dict[str, dict[str, Any]] = {
    "A06": {"local_addressee_number": "10", "processing_number": "p1"},
    "J13": {"resident_record_code": CODE, "claimant_name": "山田　桜", "claim_id": "c1"},
}
ANSWER: dict[str, tuple[str, dict[str, Any]]] = {
    "A06": ("J24", {"processing_number": "p1", "individual_number": NUMBER}),
    "J13": ("J14", {"claim_id": "c1", "persons": [{"name": "山田　桜"}]}),
}
CLAUSE = {"A06": "LINK-001.1", "J13": "CERT-007.1"}


def told(state="planned-out", at=110, **parts):
    made = Histories()
    made.take("A01", {**WHO, "state": state, **parts}, monotonic_ns=at)
    return made


def ask(made, kind, outcome="accepted", peer="registry", **parts):
    made.take(
        kind, {**ASKED[kind], **parts}, direction="out", peer=peer, outcome=outcome, monotonic_ns=150,
        fake="addressee" if kind == "A06" else "juki_net",
    )  # fmt: skip


def judged(made):
    result = check(made.made(), CONTEXT)
    return clauses(result), result.examined


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("outcome", ["accepted", "refused", "undelivered"])
def test_a_question_without_an_answer_breaks_the_clause(kind, outcome):
    """Whatever became of the answer at its receiver, it was given; what never got there was not."""
    made = told()
    ask(made, kind)
    assert judged(made) == ([CLAUSE[kind]], 1)
    answer, body = ANSWER[kind]
    made.take(answer, body, outcome=outcome, monotonic_ns=160)
    assert judged(made) == ([CLAUSE[kind]] if outcome == "undelivered" else [], 1)


@pytest.mark.parametrize("kind", ASKED)
def test_an_answer_to_another_question_is_none(kind):
    """Nor is one that shows nobody."""
    made = told()
    ask(made, kind)
    answer, body = ANSWER[kind]
    made.take(answer, {**body, "processing_number": "p2", "claim_id": "c2"}, monotonic_ns=160)
    if kind == "J13":
        made.take(answer, {**body, "persons": []}, monotonic_ns=160)
    assert judged(made) == ([CLAUSE[kind]], 1)


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize(
    ("made", "parts"),
    [
        (lambda: told(state="deleted"), {}),
        (lambda: told(at=170), {}),
        (Histories, {}),
        (told, {"outcome": "refused"}),
        (told, {"peer": "intermediary_server"}),
    ],
)
def test_nothing_else_is_judged(kind, made, parts):
    """Who is gone, who was told of since, who is not known; what the registry refused, and what others are asked."""
    history = made()
    ask(history, kind, **parts)
    assert judged(history) == ([], 0)


def test_what_cannot_be_answered_is_not_judged():
    """Nobody without a number has a code; another name is another claimant; a measure may hold a copy."""
    made = told(individual_number=None)
    ask(made, "A06")
    assert judged(made) == ([], 0)
    made = told()
    ask(made, "J13", claimant_name="山田　梅")
    assert judged(made) == ([], 0)
    made = told()
    made.events.append(command("ApplyForSupport", 2, request={"resident": "10"}))
    ask(made, "J13")
    ask(made, "A06")
    assert judged(made) == (["LINK-001.1"], 1)


def test_somebody_told_of_since_is_left_to_the_steps():
    """The registry may have answered what was already otherwise."""
    made = told()
    ask(made, "A06")
    made.take("A01", {**WHO, "state": "deleted", "resident_record_code": "⟦RC✓cccccccccc⟧"}, monotonic_ns=155)
    assert judged(made) == ([], 0)
