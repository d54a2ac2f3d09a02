"""
What a paper that a command printed says of somebody is what the record shows and what was filed; what it must bear is
not left out; and it is addressed to whom it is for.

Papers and a look at the record are compared only where nothing can have changed the record between them: no other
command that changes records, no word of the town that does, no provisional entry; the household also by the day. A
paper that is printed again is held against the first one. What a medium for a department holds, to whom a copy goes
and to whom an order to return a card is addressed, no clause of ours says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from harness.evidence.events import Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks.as_filed_commands import LEAVE_RECORDS
from harness.judgement.checks.looks import looks_at_records
from harness.judgement.checks.papers_true_items import (
    CERTIFICATE,
    CERTIFIED,
    CLAIMED_BY,
    CODE,
    CODE_NOTICES,
    COPY,
    HOUSEHOLD,
    NOTIFIED,
    ON_PAPER,
    POSTED,
    STALE,
    borne,
    differs,
    due,
    recorded,
)
from harness.judgement.checks.result import CheckResult, Context, text

LIVING = ("current", "planned-out")
TOUCHES: Mapping[str, frozenset[str] | None] = {
    "I02": None,
    "J05": None,
    "J10": None,
    "J21": frozenset({"individual_number"}),
    "J22": None,
}
"""What the town may tell the registry that bears on a record → the items of ours that this may touch (None: any)."""

ADDRESSED = {
    **dict.fromkeys(CODE_NOTICES.values(), "CERT-004.1"),
    "acceptance-notice": "SEC-001.4",
}
"""Kind of paper → the clause that says to whom it goes."""
EX_OFFICIO = ("ExOfficioEntry", "ExOfficioDeletion", "ExOfficioCorrection")
TOLD = "REL-023.3"
NEW_CODES = ("MovingIn", "SpecialMovingIn", "EntryByBirth", "ExOfficioEntry")
FORM, SAME_CODE, AS_FIRST = "CERT-004.2", "CERT-004.5", "REL-007.11"
UNASKED = "REL-008.8"
NAMES = ("name", "common_name", "former_surname", "name_in_kanji", "name_in_katakana", "mailing_name")

JUDGES = frozenset(
    {*CERTIFIED.values(), *NOTIFIED.values(), *POSTED.values(), *ADDRESSED.values(), STALE, TOLD}
    | {clause for base, numbers in CLAIMED_BY.values() for clause in (base, *numbers.values())}
    | {"CERT-001.2", FORM, SAME_CODE, AS_FIRST, UNASKED}
)

Document = Mapping[str, Any]


class Look(Struct, frozen=True):
    """
    What a look at somebody's record showed.
    """

    event: Invoked
    record: Mapping[str, Any]


def check(history: History, context: Context) -> CheckResult:
    """
    Look at every paper that came with an accepted command.
    """
    del context
    result = CheckResult()
    printed = [one for one in history.invocations if trace_of(one) is not None and _documents(one)]
    if not printed:
        return result
    judge = _Judge(history, result)
    for command in printed:
        for document in _documents(command):
            judge.addressee(command, document)
            judge.form(command, document)
            judge.again(command, document)
            judge.filed(command, document)
            judge.unasked(command, document)
            judge.as_recorded(command, document)
        judge.everybody(command)
    return result


def _documents(command: Invoked) -> list[Document]:
    if command.outcome.get("outcome") != "accepted":
        return []
    return [one for one in command.outcome.get("documents") or () if isinstance(one, dict)]


def _by_person(document: Document) -> dict[str, dict[str, str]]:
    """
    What is printed of whom, by item.
    """
    people: dict[str, dict[str, str]] = {}
    for one in document.get("items") or ():
        people.setdefault(str(one["resident"]), {})[str(one["item"])] = str(one["value"])
    return people


class _Judge:
    def __init__(self, history: History, result: CheckResult) -> None:
        self.history, self.result = history, result
        self.looks = {
            who: [Look(one, one.outcome["record"]) for one in events]
            for who, events in looks_at_records(history).items()
        }
        self.commands = [one for one in history.invocations if trace_of(one) is not None]
        self.changing = [
            one
            for one in self.commands
            if one.operation not in LEAVE_RECORDS and one.outcome.get("outcome") != "refused"
        ]
        self.told = [
            one for one in history.exchanges() if one.direction == "out" and one.message_type in TOUCHES
        ]

    def addressee(self, command: Invoked, document: Document) -> None:
        """
        Somebody whom the paper is for stands in its address.
        """
        kind = str(document.get("kind"))
        clause = ADDRESSED.get(kind)
        if kind == "notice-to-person" and command.operation in EX_OFFICIO:
            clause = TOLD
        whom = _by_person(document) or {
            str(one["resident"]): {} for one in command.outcome.get("residents") or ()
        }
        names = {name for who in whom for name in self._names(command, who)}
        to = _plain(document.get("addressed_to"))
        if clause is None or not names or any("⟦" in name for name in names):
            return
        self.result.examined += 1
        if not any(name in to for name in names):
            self._breach(clause, kind, ["addressed_to"], command)

    def form(self, command: Invoked, document: Document) -> None:
        """
        A notice of a code is of the form for what the command did.
        """
        kind = str(document.get("kind"))
        wanted = CODE_NOTICES["new"] if command.operation in NEW_CODES else None
        if command.operation == "ChangeResidentRecordCode":
            wanted = CODE_NOTICES.get(str(command.request.get("cause")))
        first = self._first(command)
        wanted = str(first["kind"]) if first else wanted
        if wanted is None or kind not in CODE_NOTICES.values():
            return
        self.result.examined += 1
        if kind != wanted:
            self._breach(FORM, kind, ["kind"], command)

    def again(self, command: Invoked, document: Document) -> None:
        """
        A certificate that is issued again says all that the first one said; a notice printed again, the same code.
        """
        first = self._first(command)
        if first is not None:
            codes = [{one.get(CODE) for one in _by_person(each).values()} for each in (first, document)]
            self._held(SAME_CODE, command, document, [CODE] if codes[0] != codes[1] else [])
        if command.operation != "IssueMovingOutCertificate" or command.request.get("cause") == "on-demand":
            return
        for who, items in _by_person(document).items():
            issued = self._certified(command, who)
            if issued is not None:
                wrong = [name for name in issued.keys() | items.keys() if issued.get(name) != items.get(name)]
                self._held(AS_FIRST, command, document, wrong)

    def filed(self, command: Invoked, document: Document) -> None:
        """
        A certificate gives the planned day and the destination as they were notified.
        """
        if command.operation != "MovingOut" or document.get("kind") != CERTIFICATE:
            return
        for items in _by_person(document).values():
            wrong = [
                item
                for item in ("planned_on", "destination")
                if (said := command.request.get(item))
                and (item not in items or differs(item, items[item], said))
                and _plain(said) not in _plain(items.get(item))
            ]
            self._held(CERTIFIED["planned_on"], command, document, wrong)

    def unasked(self, command: Invoked, document: Document) -> None:
        """
        Of whom the moving-out data were sent by a special moving out, no certificate comes along.
        """
        if document.get("kind") != CERTIFICATE or command.request.get("route") != "special":
            return
        sent = {
            person.get(CODE)
            for one in self.history.from_registry()
            if one.message_type == "J07" and one.trace_id == trace_of(command) and isinstance(one.body, dict)
            for person in one.body.get("persons") or ()
        }
        if sent & {items.get(CODE) for items in _by_person(document).values()}:
            self.result.breach(
                UNASKED,
                text("求めのない紙の転出証明書がないこと", "no paper certificate that was not asked for"),
                text("情報が送られ、紙も交付された。", "The data were sent, and the paper came, too."),
                command,
            )

    def everybody(self, command: Invoked) -> None:
        """
        Where one of those who move out is certified, so are the others.
        """
        papers = [one for one in _documents(command) if one.get("kind") == CERTIFICATE]
        if command.operation == "MovingOut" and papers:
            certified = {who for one in papers for who in _by_person(one)}
            missing = {str(one) for one in command.request.get("residents") or ()} - certified
            self._held(CERTIFIED["name"], command, papers[0], ["residents"] if missing else [])

    def as_recorded(self, command: Invoked, document: Document) -> None:
        """
        Each item is the record's, and none is missing.
        """
        kind, request = str(document.get("kind")), command.request
        reissued = command.operation == "IssueMovingOutCertificate" or self._first(command) is not None
        may = borne(kind, command.operation, request)
        if reissued or not may or self._provisional(command):
            return
        if kind == ON_PAPER and len(self._about(str(request.get("resident")), command)) != 1:
            return
        for who, items in _by_person(document).items():
            for item, (look, clause) in self._standing(command, who, may).items():
                value = recorded(kind, request, look.record, item)
                beside = items.get("building", "") if item == "address" else ""
                self.result.examined += 1
                if item in items and all(
                    differs(item, one, value) for one in (items[item], items[item] + beside)
                ):
                    self._breach(clause, kind, [item], command, look)
            self._complete(command, document, who, items)

    def _complete(self, command: Invoked, document: Document, who: str, items: Mapping[str, str]) -> None:
        kind, request = str(document.get("kind")), command.request
        everything = dict.fromkeys((*borne(kind, command.operation, request), CODE), "")
        standing = self._standing(command, who, everything)
        missing: dict[str, list[str]] = {}
        seen: Look | None = None
        for item, (look, _) in standing.items():
            clause = due(kind, command.operation, request, look.record).get(item)
            if clause is None or items.get(item) or not recorded(kind, request, look.record, item):
                continue
            if item == CODE and str(look.record.get(CODE)) in str(document.get("text")):
                continue
            missing.setdefault(clause, []).append(item)
            seen = look
        moved = self._moved_on(command, who)
        first = standing.get("settled_on")
        if kind == COPY and moved and first and first[0].record.get("settled_on") == moved:
            base = due(kind, command.operation, request, first[0].record).get("name")
            if base == "CERT-001.1" and not items.get("settled_on"):
                missing.setdefault(base, []).append("settled_on")
                seen = first[0]
        for clause, names in missing.items():
            self._breach(clause, kind, names, command, seen)

    def _standing(self, command: Invoked, who: str, items: Mapping[str, str]) -> dict[str, tuple[Look, str]]:
        """
        Of each item a look since or before when nothing can have changed it, and its clause.
        """
        found: dict[str, tuple[Look, str]] = {}
        for look in self.looks.get(who, ()):
            if look.record.get("state") not in LIVING:
                continue
            touched = self._between(command, look)
            if touched is None:
                continue
            for item, clause in items.items():
                if item not in touched and (item not in HOUSEHOLD or look.event.now[:10] == command.now[:10]):
                    found.setdefault(item, (look, clause))
        return found

    def _between(self, command: Invoked, look: Look) -> frozenset[str] | None:
        """
        Items that may have changed between a command and a look; None where any may.
        """
        event = look.event
        if command.operation not in LEAVE_RECORDS and event.sent_ns < command.answered_ns:
            return None
        since = min(command.sent_ns, event.sent_ns)
        until = max(command.answered_ns, event.answered_ns)
        if any(
            one is not command and one.sent_ns < until and one.answered_ns > since for one in self.changing
        ):
            return None
        touched: set[str] = set()
        for message in self.told:
            if since <= message.monotonic_ns <= until:
                items = TOUCHES[message.message_type or ""]
                if items is None:
                    return None
                touched |= items
        return frozenset(touched)

    def _names(self, command: Invoked, who: str) -> set[str]:
        """
        What somebody may be called in an address, as the command or a look has it.
        """
        records = [look.record for look in self.looks.get(who, ())]
        entered = [one for one in command.outcome.get("residents") or () if one.get("resident") == who]
        filed = [*(command.request.get("persons") or ()), command.request.get("person") or {}]
        records += [one for one in filed if any(one.get("ref") == each.get("ref") for each in entered)]
        return {_plain(one[name]) for one in records for name in NAMES if one.get(name)}

    def _about(self, who: str, command: Invoked) -> list[Invoked]:
        """
        Commands before this one that may have changed somebody's record.
        """
        return [one for one in self.changing if one.sent_ns < command.sent_ns and who in _concerned(one)]

    def _moved_on(self, command: Invoked, who: str) -> object:
        """
        The day on which somebody changed the address here, by the newest such notification.
        """
        moves = [one for one in self._about(who, command) if one.operation == "ChangeOfAddress"]
        return moves[-1].request.get("moved_on") if moves else None

    def _provisional(self, command: Invoked) -> bool:
        """
        Whether an entry may be waiting for a decision, which one office sees and another does not.
        """
        waiting = [one for one in self.changing if one.sent_ns < command.answered_ns and one is not command]
        saved = sum(bool(one.request.get("provisional")) for one in waiting)
        return saved > sum(one.operation == "DecideChange" for one in waiting)

    def _first(self, command: Invoked) -> Document | None:
        """
        The notice that a command prints again, where the history has it.
        """
        if command.operation != "ReprintNotice":
            return None
        number = command.request.get("issue_number")
        every = (one for each in self.commands for one in _documents(each))
        return next((one for one in every if one.get("issue_number") == number), None)

    def _certified(self, command: Invoked, who: str) -> dict[str, str] | None:
        """
        What the certificate of somebody's last moving out said when it was first issued.
        """
        moves = [one for one in self._about(who, command) if one.operation == "MovingOut"]
        papers: Iterable[Document] = _documents(moves[-1]) if moves else ()
        first = [_by_person(one).get(who) for one in papers if one.get("kind") == CERTIFICATE]
        return next((one for one in first if one), None)

    def _held(self, clause: str, command: Invoked, document: Document, wrong: Iterable[str]) -> None:
        self.result.examined += 1
        if names := sorted(wrong):
            self._breach(clause, str(document.get("kind")), names, command)

    def _breach(
        self, clause: str, kind: str, names: list[str], command: Invoked, look: Look | None = None
    ) -> None:
        items = sorted(names)
        self.result.breach(
            clause,
            text(
                f"{kind}の{'、'.join(items)}が、本人の記録及び届出のとおりであること",
                f"{', '.join(items)} of the {kind} as the record and the notification have them",
            ),
            text("異なるか、又は記載されていない。", "It is another, or it is not there."),
            command,
            *([look.event] if look else []),
        )


def _concerned(command: Invoked) -> Iterator[str]:
    request = command.request
    yield from (str(one["resident"]) for one in command.outcome.get("residents") or ())
    yield from (str(one) for one in (request.get("resident"), *(request.get("residents") or ())) if one)


def _plain(value: object) -> str:
    return "".join(str(value or "").split())
