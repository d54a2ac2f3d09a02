"""
Every command and every look at a record has its line in the access log, whatever the scenario was about (AUD-001).

The log is read at the end of a scenario. A line is of a command by operator and terminal, which the harness gives to
one command of a scenario only; where a scenario gives them to several, only their number is judged. The line of a
refusal names the record only where the reason says what stands in it: another may be refused before any is opened.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from harness.evidence.events import Invoked
from harness.evidence.history import History, counter_of, trace_of
from harness.judgement.checks.result import CheckResult, Context, text

LINE, CONTENT, PRINT, GAP = "AUD-001.1", "AUD-001.2", "AUD-001.4", "AUD-001.6"
JUDGES = frozenset({LINE, CONTENT, PRINT, GAP})
READ, LOG = "ReadResidentRecord", "ReadAccessLog"
ACTIONS = frozenset({"operation", "print", "event", "setting", "error"})
"""Kinds of line that stand for an act; a communication is one of the system's own."""
DECIDED = ("accepted", "refused")
APART_S = 60
NUMBER = "individual_number"
OF_THE_RECORD = frozenset(
    {
        "already-done",
        "card-not-in-stock",
        "card-not-usable",
        "data-mismatch",
        "householder-missing",
        "not-resident",
    }
)
"""Reasons of refusals that say how it stands with the person named, with their household or their card."""
ONE_OF_THEM = re.compile(r"residents\[(\d+)\]")

Line = Mapping[str, Any]
Desk = tuple[str, str]


def check(history: History, context: Context) -> CheckResult:
    """
    Hold what was done against the lines that the log shows. Says nothing where the log was not read to its end.
    """
    del context
    result = CheckResult()
    reads = [one for one in history.invocations if one.operation == LOG]
    commands = [one for one in history.invocations if trace_of(one) is not None]
    if not reads or not _is_whole(reads, commands):
        return result
    last = reads[-1]
    lines = {line["n"]: line for read in reads for line in _lines(read)}
    _gaps(result, sorted(lines), last)
    by_desk: dict[Desk, list[Line]] = defaultdict(list)
    for line in lines.values():
        if line["kind"] in ACTIONS:
            by_desk[line["operator"], line["terminal"]].append(line)
    given = Counter(_desk(one) for one in commands)
    known = _known(commands)
    for command in commands:
        own = by_desk.get(_desk(command), [])
        if command.outcome.get("outcome") not in DECIDED:
            continue
        result.examined += 1
        if len({line["n"] for line in own}) < given[_desk(command)]:
            _missing(result, command, last)
        elif given[_desk(command)] == 1:
            _content(result, command, own, last, known)
            _prints(result, command, own, last)
    _looks(result, history, [one for desk, own in by_desk.items() if desk not in given for one in own], last)
    return result


def _lines(read: Invoked) -> list[Line]:
    found = read.outcome.get("lines")
    return found if isinstance(found, list) else []


def _is_whole(reads: list[Invoked], commands: list[Invoked]) -> bool:
    """
    Whether the last read saw the end of the log, after every command.
    """
    last = reads[-1]
    whole = len(_lines(last)) < int(last.request.get("limit", 0)) and last.outcome.get("outcome") == "found"
    return whole and all(one.answered_ns < last.sent_ns for one in commands)


def _desk(command: Invoked) -> Desk:
    counter = counter_of(command)
    return counter.get("operator", ""), counter.get("terminal", "")


def _gaps(result: CheckResult, numbers: list[int], last: Invoked) -> None:
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        result.breach(
            GAP,
            text("欠番のない行", "lines without a gap in their numbers"),
            text("行番号が連続しない。", "The numbers do not follow one another."),
            last,
        )


def _missing(result: CheckResult, act: Invoked, last: Invoked) -> None:
    result.breach(
        LINE,
        text(f"{act.operation}の行", f"a line of {act.operation}"),
        text("行がない。", "There is none."),
        act,
        last,
    )


def _content(result: CheckResult, command: Invoked, own: list[Line], last: Invoked, known: set[str]) -> None:
    shown = {line["resident"] for line in own}
    accepted = command.outcome["outcome"] == "accepted"
    touched = _people(command) if accepted else _looked_up(command) & known
    at = datetime.fromisoformat(command.now)
    operations = [line for line in own if line["kind"] == "operation"]
    numbers = any(_holds_number(document) for document in _documents(command))
    wrong = [
        name
        for name, right in (
            ("at", all(_is_near(line, at) for line in own)),
            ("function", all(str(line["function"]).strip() for line in own)),
            ("result", all(str(line["result"]).strip() for line in own)),
            ("resident", shown >= touched),
            (NUMBER, not numbers or all(line["individual_number_access"] for line in operations)),
        )
        if not right
    ]
    if wrong:
        result.breach(
            CONTENT,
            text(f"{command.operation}の行に違いなし", f"the line of {command.operation} is right"),
            text(f"違い：{'、'.join(wrong)}", f"wrong: {', '.join(wrong)}"),
            command,
            last,
        )


def _is_near(line: Line, at: datetime) -> bool:
    try:
        return abs((datetime.fromisoformat(line["at"]) - at).total_seconds()) < APART_S
    except (ValueError, TypeError):  # no moment at all, or one without its offset
        return False


def _people(command: Invoked) -> set[str]:
    """
    Whose record an accepted command surely touched: those whom it names as its own.
    """
    named = [*_named(command), *(one["resident"] for one in command.outcome.get("residents", ()))]
    return {str(one) for one in named if one}


def _named(command: Invoked) -> list[Any]:
    return [one for one in (command.request.get("resident"), *command.request.get("residents", ())) if one]


def _looked_up(command: Invoked) -> set[str]:
    """
    Whose record a refused command surely touched: the one person whom it names, or whom the refusal points at.
    """
    if command.outcome.get("reason") not in OF_THE_RECORD:
        return set()
    pointed = ONE_OF_THEM.match(str(command.outcome.get("field")))
    named = _named(command)
    if pointed is not None:
        several = command.request.get("residents", ())
        named = [*several[int(pointed[1]) :][:1]]
    return {str(one) for one in named} if len(named) == 1 else set()


def _known(commands: list[Invoked]) -> set[str]:
    """
    Who has a record here: those whom an accepted command entered or found.
    """
    found = (one for each in commands for one in each.outcome.get("residents") or ())
    return {str(one["resident"]) for one in found if one["resident"]}


def _documents(command: Invoked) -> list[dict[str, Any]]:
    """
    What was printed: an extract that goes out as a file is none.
    """
    printed = command.outcome.get("documents", ())
    return [one for one in printed if one.get("issue_number") and not one.get("file_name")]


def _holds_number(document: dict[str, Any]) -> bool:
    return any(item.get("item") == NUMBER and item.get("value") for item in document.get("items", ()))


def _prints(result: CheckResult, command: Invoked, own: list[Line], last: Invoked) -> None:
    prints = [line for line in own if line["kind"] == "print"]
    for document in _documents(command):
        number = str(document["issue_number"])
        of_it = [line for line in prints if number in f"{line['printed'] or ''} {line['text']}"]
        result.examined += 1
        if not of_it or {line["individual_number_access"] for line in of_it} != {_holds_number(document)}:
            result.breach(
                PRINT,
                text(
                    f"{command.operation}の印刷の行に発行番号及び個人番号の有無",
                    f"issue number and Individual Number flag on the print line of {command.operation}",
                ),
                text("行がないか、異なる。", "There is no such line, or it says otherwise."),
                command,
                last,
            )


def _looks(result: CheckResult, history: History, lines: list[Line], last: Invoked) -> None:
    """
    A look has no operator at the port: lines of nobody's desk about a person are counted against the looks at them.
    """
    looks: dict[str, list[Invoked]] = defaultdict(list)
    for one in history.invocations:
        record = one.outcome.get("record")
        if one.operation == READ and isinstance(record, dict) and one.answered_ns < last.sent_ns:
            looks[str(record.get("resident"))].append(one)
    told = Counter(str(line["resident"]) for line in lines)
    flagged = Counter(str(line["resident"]) for line in lines if line["individual_number_access"])
    for who, several in looks.items():
        result.examined += 1
        seen = sum(one.outcome["record"].get(NUMBER) is not None for one in several)
        if told[who] < len(several):
            _missing(result, several[-1], last)
        elif flagged[who] < seen:
            result.breach(
                CONTENT,
                text("個人番号の参照あり", "the flag of access to the Individual Number"),
                text("参照ありの行が足りない。", "Too few lines have it."),
                several[-1],
                last,
            )
