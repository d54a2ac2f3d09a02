"""
Every item of every message says what was filed, whenever it is sent and whoever it is about.

What is known without the registry is held against what it sends: the command behind a message, earlier commands about
the same person, what the town told. Where something is not known, nothing is examined.

Where the record itself is shown to say the same wrong value, the message repeats it faithfully, and is not blamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks.as_filed_commands import Filed
from harness.judgement.checks.as_filed_items import PREDICTED, Item
from harness.judgement.checks.as_filed_known import concerned, known
from harness.judgement.checks.as_filed_sent import Sent
from harness.judgement.checks.looks import looks_at_records
from harness.judgement.checks.result import CheckResult, Context, receiver_of, text

INSURANCE = "dept-health-insurance"
UNNAMED = frozenset({"J08", "J14", "K02", "K08"})
"""Messages that are judged by the command or the question alone, whoever they are about."""

ON_RECORD = {
    "address": "address",
    "new_address": "address",
    "moved_in_on": "became_resident_on",
    "household_number": "household",
}
"""Item of a message → what the record calls it, where that is something else."""

JUDGES = frozenset(clause for items in PREDICTED.values() for clause, _ in items.values())


def check(history: History, context: Context) -> CheckResult:
    """
    Compare what the registry sent with what was filed.
    """
    result = CheckResult()
    filed = known(history, Filed)
    looks = looks_at_records(history)
    causes = _causes(history, filed)
    words = _words(history)
    for message in history.from_registry():
        if message.outcome != "accepted" or not isinstance(message.body, dict):
            continue
        if message.message_type == "D01" and receiver_of(message) != INSURANCE:
            continue
        cause = causes.get(message.trace_id or "", (0, "", {}, None))
        word = words.get(message.trace_id or "", {})
        for part, body, who in _parts(message, filed, cause, word):
            sent = _sent(message, body, who, filed, cause, word, context.municipality)
            _compare(result, sent, PREDICTED.get(part, {}), looks.get(who, ()))
    return result


def _compare(result: CheckResult, sent: Sent, items: Mapping[str, Item], looks: Iterable[Invoked]) -> None:
    wrong: dict[str, list[str]] = {}
    for name, (clause, predict) in items.items():
        expected = predict(sent)
        result.examined += bool(expected)
        told = _plain(sent.body.get(name))
        differs = expected and told not in [_plain(one) for one in expected]
        if differs and not _repeated(looks, name, sent):
            wrong.setdefault(clause, []).append(name)
    for clause, names in wrong.items():
        _breach(result, clause, sorted(names), sent)


Cause = tuple[float, str, Mapping[str, Any], Invoked | None]


def _causes(history: History, filed: Filed) -> dict[str, Cause]:
    """
    Trace → since when what it caused can have happened, and the command: a decided one as it was saved.
    """
    causes: dict[str, Cause] = {}
    for command in history.invocations:
        trace = trace_of(command)
        if trace is None or trace in causes:
            continue
        kind, request = command.operation, command.request
        saved = filed.saved.get(request.get("change_id")) if kind == "DecideChange" else None
        if saved is not None:
            kind, request = saved.operation, saved.request
        causes[trace] = (command.sent_ns, kind, request, command)
    return causes


def _sent(
    message: Exchanged,
    body: Mapping[str, Any],
    who: str,
    filed: Filed,
    cause: Cause,
    word: Mapping[str, Any],
    here: str,
) -> Sent:
    since, kind, request, command = cause
    return Sent(
        message=message,
        body=body,
        who=who,
        people=filed.people,
        since=since,
        until=message.monotonic_ns,
        here=here,
        kind=kind,
        request=request,
        command=command,
        named=command is not None and who in concerned(command, request),
        word=word,
    )


def _words(history: History) -> dict[str, Mapping[str, Any]]:
    """
    What the town told the registry, by trace; nothing of a trace under which it told more than once.
    """
    words: dict[str, Mapping[str, Any]] = {}
    for one in history.exchanges():
        if one.direction == "out" and one.peer in ("registry", history.municipality) and one.trace_id:
            alone = one.trace_id not in words and isinstance(one.body, dict) and one.outcome == "accepted"
            words[one.trace_id] = {**one.body, "kind": one.message_type} if alone else {}
    return words


Part = tuple[str, Mapping[str, Any], str]


def _parts(message: Exchanged, filed: Filed, cause: Cause, word: Mapping[str, Any]) -> Iterator[Part]:
    """
    The message as a whole, or each person in it, with whom it is about.
    """
    kind, body, people = message.message_type or "", message.body, filed.people
    persons = body.get("persons")
    listed = [one for one in persons if isinstance(one, dict)] if isinstance(persons, list) else []
    if kind in UNNAMED:
        yield kind, body, ""
    if kind == "J14":
        who = people.coded(str(word.get("resident_record_code")), message.monotonic_ns)
        if who is not None and word.get("concerns") == "claimant" and len(listed) == 1:
            yield "J14.persons", listed[0], who
        return
    if kind == "J07":
        for index, person in enumerate(listed):
            who = people.coded(str(person.get("resident_record_code")), message.monotonic_ns)
            if who is not None and index == 0:
                yield kind, body, who
            if who is not None:
                yield "J07.persons", person, who
        return
    who = _about(message, filed, cause)
    if who is not None:
        yield kind, body, who
        changes = body.get("changes")
        for change in changes if isinstance(changes, list) else ():
            yield f"{kind}.changes", change if isinstance(change, dict) else {}, who


def _about(message: Exchanged, filed: Filed, cause: Cause) -> str | None:
    """
    Whom a message is about: by the number or code, a card or a question of the town; the Agency is told no number of
    ours.
    """
    body, people = message.body, filed.people
    if message.message_type in UNNAMED:
        return None
    number = body.get("local_addressee_number")
    if number is None and message.message_type == "J24":
        number = filed.processing.get(str(body.get("processing_number")))
    if number is not None:
        return str(number) if people.knows(str(number)) else None
    if "resident_record_code" in body:
        code = str(body["resident_record_code"])
        return people.coded(code, message.monotonic_ns) or _drawn(code, filed)
    if message.message_type == "K05":
        _since, _kind, request, _command = cause
        own = request.get("card_id") in (None, body.get("card_id"))
        return str(request["resident"]) if own and request.get("resident") else None
    card = body.get("residence_card_number")
    bearers = people.alike("residence_card_number", card) if card else []
    return bearers[0] if len(bearers) == 1 else None


def _drawn(code: str, filed: Filed) -> str | None:
    """
    Who bears a code that nobody filed.
    """
    who = filed.borne.get(code, "")
    return who if filed.people.knows(who) else None


def _repeated(looks: Iterable[Invoked], name: str, sent: Sent) -> bool:
    """
    Whether a record was seen after the message that says the same.
    """
    told, item = _plain(sent.body.get(name)), ON_RECORD.get(name, name)
    for look in looks:
        record = look.outcome["record"]
        shown = {**record, **(record.get("foreign") or {})}
        values = [shown.get(item)]
        if item == "address":
            values.append(f"{record.get('address') or ''}{record.get('building') or ''}")
        later = look.answered_ns > sent.message.monotonic_ns
        if item in shown and later and told in [_plain(one) for one in values]:
            return True
    return False


def _breach(result: CheckResult, clause: str, names: list[str], sent: Sent) -> None:
    kind = sent.message.message_type or ""
    result.breach(
        clause,
        text(
            f"{kind}の{'、'.join(names)}が届け出られ、又は知らされたとおりであること",
            f"{', '.join(names)} of {kind} as filed or told",
        ),
        text("届け出られ、又は知らされたことと異なる。", "It is not what was filed or told."),
        sent.message,
        *filter(None, [sent.command]),
    )


def _plain(value: object) -> object:
    """
    A value without what is only layout: blanks, an empty text for nothing, the order of a list.
    """
    if isinstance(value, list):
        return sorted(map(str, value))
    return ("".join(value.split()) or None) if isinstance(value, str) else value
