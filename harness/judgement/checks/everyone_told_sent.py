"""
What was done in a scenario, what the registry sent about it, and how both say whom they concern.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks.everyone_told_dues import (
    CARD,
    CODE,
    INSURANCE,
    NUMBER,
    Due,
    entered_as,
    named,
)
from harness.judgement.checks.result import CheckResult, receiver_of, text

TAKEN = ("accepted", "duplicate")
"""Outcomes after which a neighbour was told: what it refused, it did not take."""

ASKED_TOO: dict[str | None, tuple[str, ...]] = {"J20": (*TAKEN, "refused")}
"""Messages that ask: the clauses want them sent, and a refusal is an answer to them."""

LAYOUT, REFUSED = "JUKI-001.1", "J01 refused"
"""
The clause for an update that the network refuses as it stands: it was sent, whatever the clause of the act wants told;
and under which name such updates are kept.
"""

OVER = ("lapsed", "returned", "destroyed")
SPENT: dict[str | None, tuple[str, ...]] = {"lapsed": OVER, "suspended": ("suspended", *OVER)}
"""State of a card → those in which it is as much out of use already."""


def acts_of(history: History) -> list[Invoked]:
    """
    The commands that were carried out. What was saved is done when it is decided, and a birth that a notice told of is
    one like another: each as the command that would have done it at once.
    """
    accepted = [
        one
        for one in history.invocations
        if one.outcome.get("outcome") == "accepted" and trace_of(one) is not None
    ]
    saved = {one.outcome.get("change_id"): one for one in accepted if one.request.get("provisional")}
    acts = [_done(one, saved) for one in accepted if not one.request.get("provisional")]
    return [one for one in acts if one is not None]


def _done(command: Invoked, saved: dict[object, Invoked]) -> Invoked | None:
    request = command.request
    if command.operation == "DecideChange":
        waiting = saved.get(request.get("change_id"))
        if request.get("decision") != "decide" or waiting is None:
            return None
        said = {**waiting.request, "counter": request["counter"], "provisional": False}
        return msgspec.structs.replace(command, operation=waiting.operation, request=said)
    if (
        command.operation == "ConfirmNotice"
        and request.get("decision") == "confirm"
        and request.get("person")
    ):
        return msgspec.structs.replace(command, operation="EntryByBirth")
    return command


class Told:
    """
    What the registry sent, and what is known of people from it and from what was done: codes by number, who is foreign,
    of whom there is a copy.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self.acts = acts_of(history)
        self.today = max((one.now[:10] for one in history.invocations), default="")
        self.foreign: set[str] = set()
        self.codes: dict[str, set[str]] = {}
        self.copies: set[str] = set()
        self._messages: defaultdict[str | None, list[Exchanged]] = defaultdict(list)
        for one in history.from_registry():
            if isinstance(one.body, dict) and one.outcome in ASKED_TOO.get(one.message_type, TAKEN):
                self._messages[one.message_type].append(one)
            elif isinstance(one.body, dict) and (one.message_type, one.outcome) == ("J01", "refused"):
                self._messages[REFUSED].append(one)
        for one in self.of("A01"):
            if one.body.get(CODE):
                self.codes.setdefault(str(one.body.get(NUMBER)), set()).add(str(one.body[CODE]))
        self.copies = {
            str(one.body.get(NUMBER)) for one in self.of("L03") if one.body.get("action") == "register"
        }
        for command in history.invocations:
            record = command.outcome.get("record")
            if isinstance(record, dict) and record.get("foreign"):
                self.foreign.add(str(record.get("resident")))
        for act in self.acts:
            self.foreign |= {who for who, said in entered_as(act) if said.get("foreign")}
        for act in self.acts:
            if act.operation == "ChangeOfNationality":
                # Foreign before or after: which, is left to the steps.
                self.foreign -= {str(who) for who in named(act)}

    def of(self, kind: str) -> list[Exchanged]:
        """
        The messages of a kind that were taken, or that ask.
        """
        return self._messages.get(kind, [])

    def sent_for(self, kind: str, command: Invoked, *, later: bool = False) -> list[Exchanged]:
        """
        The messages of a kind that can be this command's: by their trace, or, where that names none or is left open,
        by their time.
        """
        trace, since = trace_of(command), command.sent_ns
        return [
            one
            for one in self.of(kind)
            if one.trace_id == trace
            or ((later or self._history.command_of(one.trace_id) is None) and one.monotonic_ns >= since)
        ]

    def cards_told(self, command: Invoked, due: Mapping[str, str]) -> set[str]:
        """
        The card that a command names, where what is due of it was the last that either side told of it before: it is
        not told so again (CARD-014.4).
        """
        if due.get("state") not in SPENT:
            return set()
        card = str(command.request.get(CARD))
        states = [
            one.body.get("state")
            for one in self._history.exchanges()
            if one.message_type == "K05"
            and isinstance(one.body, dict)
            and str(one.body.get(CARD)) == card
            and 0 < self._ordered_at(one) < command.sent_ns
        ]
        return {card} if states and states[-1] in SPENT[due["state"]] else set()

    def _ordered_at(self, message: Exchanged) -> int:
        """
        When a message was caused: it may be sent long after.
        """
        cause = self._history.command_of(message.trace_id)
        return message.monotonic_ns if cause is None else cause.sent_ns

    def code_was_changed(self, message: Exchanged, until: Exchanged) -> bool:
        """
        Whether the person whom an A01 is about bore another code already when something was told: who is named by a
        former code is nobody.
        """
        return any(
            one.body.get(NUMBER) == message.body.get(NUMBER)
            and one.body.get(CODE) != message.body.get(CODE)
            and one.number > message.number
            and one.monotonic_ns < until.monotonic_ns
            for one in self.of("A01")
        )

    def commanded_after(self, look: Invoked) -> bool:
        """
        Whether a command was given after a look.
        """
        return any(
            trace_of(one) is not None and one.answered_ns > look.sent_ns for one in self._history.invocations
        )


def look_for(result: CheckResult, told: Told, command: Invoked, due: Due, *, but: Iterable[str] = ()) -> None:
    """
    Find a breach where something due came about none of the names of somebody whom the command concerns.
    """
    people = {str(who) for who in due.about(command) if who} - set(but)
    names = {who: told.codes.get(who, set()) if due.by == CODE else {who} for who in people}
    if due.kind == "L03" and ("action", "register") not in due.says:
        names = {who: them for who, them in names.items() if who in told.copies}
    known = [them for them in names.values() if them]
    if not known:
        return
    about = {
        str(one.body.get(due.by))
        for one in told.sent_for(due.kind, command, later=due.later)
        if (due.kind != "D01" or receiver_of(one) == INSURANCE)
        and (due.says or one.body.get("action") != "close")
        and all(one.body.get(name) == value for name, value in due.says)
    }
    result.examined += len(known)
    silent = [them for them in known if not them & about]
    if silent and due.kind == "J01" and due.clause != LAYOUT:
        refused = {str(one.body.get(due.by)) for one in told.sent_for(REFUSED, command, later=due.later)}
        if spoilt := sum(bool(them & refused) for them in silent):
            missing(result, LAYOUT, due.kind, command, spoilt)
        silent = [them for them in silent if not them & refused]
    if silent:
        missing(result, due.clause, due.kind, command, len(silent))


def missing(result: CheckResult, clause: str, kind: str, cause: Invoked | Exchanged, count: int) -> None:
    """
    Say that messages of a kind did not come.
    """
    result.breach(
        clause,
        text(f"かかわるものすべてについての{kind}", f"{kind} about everybody and every card concerned"),
        text(f"{count}件について届かなかった。", f"None came about {count} of them."),
        cause,
    )
