"""
A year played from the first day to the last: every event a command at the port, on its day, beside the oracle.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from msgspec import Struct, field

from harness.port.commands import Command, EntryByBirth, MovingIn
from harness.port.outcomes import Accepted, Refused, Unknown
from harness.port.reads import ReadResidentRecord
from harness.running.clock import JST, OPENING, instant
from harness.running.town import Instance
from harness.words.errors import HarnessFault
from scenarios.model.oracle import Oracle
from scenarios.population.replay import known
from scenarios.population.replay.books import books
from scenarios.population.replay.commands import Clerk, relationships_of, residents_of
from scenarios.population.replay.comparing import Comparing
from scenarios.population.replay.ending import ending
from scenarios.population.replay.folder import Folder
from scenarios.population.replay.neighbours import Deed, Neighbours
from scenarios.population.replay.post import Post
from scenarios.population.replay.standing import standing

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]
LOAD_S, SETTLE_MS, TURNS = 1800.0, 60_000, 20
MOST_NAMED = 1000
"""So many of a kind are named; all are counted."""


class Named(Struct):
    """
    How many there were, and the first of them by name.
    """

    count: int = 0
    names: list[str] = []

    def add(self, name: str) -> None:
        """
        One more.
        """
        self.count += 1
        if len(self.names) < MOST_NAMED:
            self.names.append(name)


FAULTS = ("refused", "disagreements", "refused_in_town", "not_sent", "differences")
"""What may be wrong with a year, in the order in which it is told."""


class Replayed(Struct):
    """
    What came of a year. ``refused`` by the registry, ``refused_in_town``: messages, by a neighbour or of one,
    ``disagreements`` of registry and oracle on an act, ``not_sent``: messages that are owed, ``differences`` of the
    registers on the last day; ``unruled``: acts of which the oracle says nothing, by kind.
    """

    population: str
    residents: int
    newcomers: int
    events: int
    first_day: str
    last_day: str = ""
    commands: dict[str, int] = field(default_factory=dict)
    not_the_registrys: dict[str, int] = field(default_factory=dict)
    unruled: dict[str, int] = field(default_factory=dict)
    refused: Named = field(default_factory=Named)
    disagreements: Named = field(default_factory=Named)
    refused_in_town: Named = field(default_factory=Named)
    unsettled: Named = field(default_factory=Named)
    not_sent: Named = field(default_factory=Named)
    differences: Named = field(default_factory=Named)
    messages: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    events_per_second: float = 0.0

    @property
    def agreed(self) -> bool:
        """
        Whether nothing was refused and nothing differs.
        """
        return self.settled and not any(getattr(self, name).count for name in FAULTS)

    @property
    def settled(self) -> bool:
        """
        Whether registry and town came to rest each day: else nothing is known.
        """
        return not self.unsettled.count


class Replay:
    """
    One year before one registry and its town.
    """

    def __init__(self, folder: Folder, instance: Instance, progress: Progress) -> None:
        self._folder = folder
        self._driver, self._control = instance.driver, instance.control
        self._progress = progress
        self._books, self._lines = books(folder)
        self._oracle = Oracle(folder.municipality, date.fromisoformat(folder.day))
        self._clerk = Clerk(self._books, folder.events)
        self._neighbours = Neighbours(self._books, folder.municipality)
        self._commands: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()
        self._unruled: Counter[str] = Counter()
        self._fresh: list[str] = []
        self._post = Post()
        self.result = Replayed(
            population=folder.name,
            residents=len(folder.residents),
            newcomers=len(folder.newcomers),
            events=len(folder.events),
            first_day=folder.day,
        )

    def play(self) -> Replayed:
        """
        Load, play, compare.
        """
        result = self.result
        began = time.monotonic()
        self._load()
        loaded = time.monotonic()
        self._year()
        played = time.monotonic()
        self._compare()
        result.seconds = {
            "load": round(loaded - began, 1),
            "year": round(played - loaded, 1),
            "compare": round(time.monotonic() - played, 1),
        }
        result.events_per_second = round(len(self._folder.events) / max(0.001, played - loaded), 1)
        result.commands = dict(sorted(self._commands.items()))
        result.not_the_registrys = dict(sorted(self._passed.items()))
        result.unruled = dict(sorted(self._unruled.items()))
        return result

    def _load(self) -> None:
        folder, lines = self._folder, self._lines
        other = next(
            row["previous_municipality_code"] for row in folder.residents if row["previous_municipality_code"]
        )
        network = [*known.network(lines, folder.municipality, other), *self._coming(other)]
        loads: list[tuple[str, Iterable[known.Line]]] = [
            ("juki_net", network),
            ("addressee", known.addressee(lines, folder.municipality)),
            ("card_management", known.cards(lines, folder.municipality)),
        ]
        for place, (fake, told) in enumerate(loads):
            self._progress("load", place, len(loads) + 1)
            self._control.load(fake, known.encoded(told), LOAD_S)
        self._progress("load", len(loads), len(loads) + 1)
        loaded = self._driver.load(lines, LOAD_S)
        if loaded.residents != len(lines):
            raise HarnessFault(
                f"{len(lines)}人を読み込ませたが、登録システムは{loaded.residents}人と答えた",
                f"{len(lines)} residents were loaded, the registry says {loaded.residents}",
                code="load-lost",
            )
        for line in lines:
            self._oracle.stand(line)

    def _coming(self, other: str) -> Iterable[known.Line]:
        """
        Who will come from another municipality is recorded there; a national who comes from abroad was, before.
        """
        for event in self._folder.events:
            if event["kind"] not in ("moving_in", "moving_in_abroad"):
                continue
            for resident in residents_of(event):
                row = self._books.at(resident).row
                if event["kind"] == "moving_in" or row["nationality"] == "JPN":
                    before = event["from_municipality"]
                    line = standing(
                        {
                            **row,
                            "relationship": relationships_of(event)[resident],
                            "became_resident_on": self._folder.day,
                            "settled_on": self._folder.day,
                            "became_resident_reason": "11",
                            "settled_notified_on": None,
                            "previous_municipality_code": before,
                            "previous_address": None,
                            "card_state": None,
                        }
                    )
                    yield known.elsewhere(line, before or other, current=before is not None)

    def _year(self) -> None:
        done, events = 0, self._folder.events
        days = {day: list(group) for day, group in groupby(events, key=lambda each: each["notified_on"])}
        last = max([*days, date.fromisoformat(self._folder.day)])
        self.result.last_day = str(last)
        planned = {event["changed_on"] for event in events if event["kind"].startswith("moving_out")}
        coming = sorted({day for day in (*days, *planned) if day <= last})
        while coming:
            day = coming.pop(0)
            self._morning(day)
            for event in days.get(day, []):
                self._event(event)
                done += 1
            self._rest(day)
            self._progress("events", done, len(events))
            following = self._neighbours.next_day()
            if following is not None and following <= last and (not coming or following < coming[0]):
                coming.insert(0, following)

    def _morning(self, day: date) -> None:
        now = instant(_opening(day))
        self._control.clock(now)
        self._driver.set_clock(now)
        self._oracle.move(day)
        for deed in self._neighbours.due(day):
            self._let(deed)
        self._rest(day)

    def _let(self, deed: Deed) -> None:
        answer = self._control.act(deed.fake, deed.act, deed.body)
        if deed.act == "send" and answer.get("status") != 200:
            code = (answer.get("problem") or {}).get("code")
            self.result.refused.add(f"message {deed.body['message_type']} to the registry: {code}")

    def _rest(self, day: date) -> None:
        """
        Let registry and town come to rest in turns, and tell the oracle what the registry heard.
        """
        for _turn in range(TURNS):
            settled = self._driver.settle(SETTLE_MS)
            spoke = self._heard()
            if not settled.settled:
                break
            if self._control.undelivered:
                self._control.settle(SETTLE_MS)
            elif not spoke:
                self._learn()
                return
        self.result.unsettled.add(f"{day}: registry and town did not come to rest")

    def _heard(self) -> bool:
        spoke = False
        for fake, entries in self._control.journals().items():
            for entry in entries:
                self.result.messages += 1
                kind, peer = entry.get("message_type"), entry["peer"]
                out = entry["direction"] == "out"
                spoke = spoke or (out and (peer == "registry" or peer in self._control.addresses))
                if entry["outcome"] == "refused":
                    problem = entry.get("problem") or {}
                    where = problem.get("rule") or problem.get("code")
                    way = f"by {peer}, sent by {fake}" if out else f"by {fake}"
                    trace = entry.get("trace_id") or "no trace"
                    self.result.refused_in_town.add(
                        f"{trace}: {kind} refused {way}: {where} at {problem.get('field')}"
                    )
                elif entry["outcome"] == "accepted" and peer == (
                    "registry" if out else self._folder.municipality
                ):
                    hears = self._oracle.heard if out else self._post.saw
                    hears(str(kind), entry.get("body") or {})
        return spoke

    def _learn(self) -> None:
        """
        Codes that the registry drew, and the numbers that came for them, are known from now on.
        """
        for number in self._fresh:
            found = self._driver.read(ReadResidentRecord(resident=number))
            record = None if isinstance(found, Unknown) else found.record
            predicted = self._oracle.register.residents.get(number)
            if record is not None and predicted is not None:
                self._oracle.register.learn_code(predicted, record.resident_record_code)
                predicted.individual_number = self._number_of(record.resident_record_code)
                row = self._books.at(self._books.indices[number]).row
                row["resident_record_code"] = record.resident_record_code
                row["individual_number"] = predicted.individual_number
        self._fresh = []

    def _number_of(self, code: str) -> str | None:
        """
        The number that the network gave for a code, as the prefecture was told it.
        """
        notices = self._control.state("juki_net", "prefecture", {"resident_record_code": code})["notices"]
        given: str | None = notices[-1]["individual_number"] if notices else None
        return given

    def _event(self, event: Row) -> None:
        home = self._books.at(residents_of(event)[0]).home
        if home is not None:
            self._books.homes[event["household"]] = home
        command = self._clerk.command(event)
        deed = self._neighbours.at_once(event)
        if deed is not None:
            self._let(deed)
        if command is None:
            self._passed[event["kind"]] += 1
            return
        self._commands[type(command).__name__] += 1
        ruling = self._oracle.rule(command)
        outcome = self._driver.do(command)
        name = f"event {event['event']} of {event['notified_on']}, {event['kind']}"
        if ruling.lawful is None:
            self._unruled[event["kind"]] += 1
        elif ruling.lawful != isinstance(outcome, Accepted):
            held = "lawful" if ruling.lawful else f"unlawful ({ruling.article})"
            self.result.disagreements.add(f"{name}: {_word(outcome)}, and the oracle holds it {held}")
        if not isinstance(outcome, Accepted):
            self.result.refused.add(f"{name}: {_word(outcome)}")
        self._oracle.took(command, outcome)
        if isinstance(outcome, Accepted):
            self._took(event, command, outcome)
            self._neighbours.after(event)

    def _took(self, event: Row, command: Command, outcome: Accepted) -> None:
        for entered in outcome.residents:
            if isinstance(command, MovingIn | EntryByBirth):
                resident = int(entered.ref)
                self._books.entered(resident, entered.resident, entered.household)
                person = next((p for p in _persons(command) if p.ref == entered.ref), None)
                if person is not None and person.resident_record_code is None:
                    self._fresh.append(entered.resident)
                if isinstance(command, MovingIn):
                    self._books.at(resident).address = command.to_address
                else:
                    mother = self._books.at(int(event["detail"].partition(" ")[2]))
                    self._books.at(resident).address = mother.address
            elif entered.resident in self._books.indices:
                self._books.at(self._books.indices[entered.resident]).home = entered.household
        if outcome.measure is not None and event["kind"] == "support_application":
            self._books.at(residents_of(event)[0]).measure = outcome.measure
        self._note(event, command)

    def _note(self, event: Row, command: Command) -> None:
        for resident in residents_of(event):
            known_as = self._books.at(resident)
            if event["kind"] == "card_handover":
                known_as.card, known_as.waiting = known_as.waiting, None
            elif event["kind"] == "change_of_address":
                known_as.address = command.to_address  # type: ignore[attr-defined] # of this kind
            elif event["kind"] == "naturalisation":
                known_as.name = command.name  # type: ignore[attr-defined]
                known_as.name_kana = command.name_kana  # type: ignore[attr-defined]
            elif event["kind"] == "marriage":
                for amendment in command.amendments:  # type: ignore[attr-defined]
                    of = "register_head" if amendment.item == "head_of_family_register" else amendment.item
                    setattr(known_as, of, amendment.value)

    def _compare(self) -> None:
        comparing = Comparing(self._driver, self._books, self._oracle.register)
        for done in comparing.read():
            if done % 100 == 0:
                self._progress("compare", done, len(self._books.people))
        last_day = date.fromisoformat(self.result.last_day)
        owed = self._post.missing(self._oracle.owed, self._oracle.register, self._books.indices)
        for missing in owed:
            self.result.not_sent.add(missing)
        for difference in comparing.with_oracle():
            self.result.differences.add(difference)
        for difference in comparing.with_population(ending(self._folder, last_day), self.result.last_day):
            self.result.differences.add(difference)


def _persons(command: MovingIn | EntryByBirth) -> list[Any]:
    return command.persons if isinstance(command, MovingIn) else [command.person]


def _word(outcome: Accepted | Refused | Unknown) -> str:
    if isinstance(outcome, Accepted):
        return "accepted"
    if isinstance(outcome, Refused):
        at = f" at {outcome.field}" if outcome.field else ""
        return f"refused ({outcome.reason}{at})"
    return f"unknown ({outcome.cause}: {outcome.detail})"


def _opening(day: date) -> datetime:
    return datetime.combine(day, OPENING, JST)
