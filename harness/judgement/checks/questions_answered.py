"""
What the town asks about a resident is answered, whatever state the resident is in: a request for a linkage code goes on
to the network (A06, J24), a claim for wide-area issue gets its items (J13, J14).

Judged is only a question that the registry took, about somebody whom its own last word shows as a resident. Where a
support measure was ever asked for, or something was told of that person after the question, it is left to the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from harness.evidence.events import Exchanged
from harness.evidence.history import History
from harness.judgement.checks.result import CheckResult, Context, text

NUMBER, CODE = "local_addressee_number", "resident_record_code"
GIVEN = ("accepted", "duplicate", "refused")
"""An answer that was refused was given: what is wrong in it is judged elsewhere."""
SUPPORT = "ApplyForSupport"


class Question(Struct, frozen=True):
    """
    A message of the town that wants another one.

    ``by``: the item by which it names the resident. ``key``: the item that question and answer share. ``fits``: whether
    what was told of the resident last lets the question be answered. ``shows``: whether an answer is one.
    """

    answer: str
    clause: str
    by: str
    key: str
    fits: Callable[[Exchanged, Exchanged], bool]
    shows: Callable[[Exchanged], bool] = lambda _answer: True
    held: bool = False


def _numbered(_question: Exchanged, told: Exchanged) -> bool:
    return told.body.get("individual_number") is not None


def _named(question: Exchanged, told: Exchanged) -> bool:
    return bool(question.body.get("claimant_name") == told.body.get("name"))


def _somebody(answer: Exchanged) -> bool:
    return bool(answer.body.get("persons"))


QUESTIONS: Mapping[str, Question] = {
    "A06": Question("J24", "LINK-001.1", NUMBER, "processing_number", _numbered),
    "J13": Question("J14", "CERT-007.1", CODE, "claim_id", _named, _somebody, held=True),
}
"""What is asked → what must follow. What a support measure may hold (``held``) is left out where one was asked for."""

JUDGES = frozenset(question.clause for question in QUESTIONS.values())


def check(history: History, context: Context) -> CheckResult:
    """
    Look for the answer to every question about a resident.
    """
    del context
    result = CheckResult()
    sent = [one for one in history.from_registry() if isinstance(one.body, dict) and one.outcome in GIVEN]
    support = any(one.operation == SUPPORT for one in history.invocations)
    for asked in history.exchanges():
        question = QUESTIONS.get(asked.message_type or "")
        if question is None or not _was_taken(asked, history.municipality) or (question.held and support):
            continue
        told = _last_word(asked, question, sent)
        if told is None or told.body.get("state") == "deleted" or not question.fits(asked, told):
            continue
        result.examined += 1
        if not any(
            one.message_type == question.answer
            and one.body.get(question.key) == asked.body.get(question.key)
            and question.shows(one)
            for one in sent
        ):
            result.breach(
                question.clause,
                text(f"{question.answer}による回答", f"an answer by {question.answer}"),
                text("届かなかった。", "None came."),
                asked,
                told,
            )
    return result


def _was_taken(asked: Exchanged, municipality: str) -> bool:
    to_registry = asked.direction == "out" and asked.peer in ("registry", municipality)
    return to_registry and asked.outcome == "accepted" and isinstance(asked.body, dict)


def _last_word(asked: Exchanged, question: Question, sent: Iterable[Exchanged]) -> Exchanged | None:
    """
    The last A01 about whom is asked, if nothing was told of them since.
    """
    about = [
        one
        for one in sent
        if one.message_type == "A01" and one.body.get(question.by) == asked.body.get(question.by)
    ]
    newest = max(about, key=lambda one: one.number, default=None)
    if newest is None or newest.monotonic_ns >= asked.monotonic_ns:
        return None
    later = [one for one in sent if one.message_type == "A01" and one.number > newest.number]
    return None if any(one.body.get(NUMBER) == newest.body.get(NUMBER) for one in later) else newest
