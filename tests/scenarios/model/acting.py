"""
A registry on a bench and the oracle beside it, given the same acts.
"""

from __future__ import annotations

from datetime import date, timedelta
from types import TracebackType
from typing import Any, Self

import msgspec

from harness.port.commands import Address, Command, Counter, Identity, Person
from harness.port.outcomes import Accepted, Answer, Refused
from scenarios.model.oracle import Oracle
from tests.registry.town import Bench, code, number

START = date(2026, 4, 10)
HERE = "112291"
COUNTER = Counter("op-1", "t-1", "trace-1")
IDENTITY = Identity(filer="self", filer_name="和光 太郎", evidence="drivers-licence")


def person(n: int, relationship: str, born_on: str = "1980-02-03", *, coded: bool = True) -> Person:
    """
    The n-th invented person.
    """
    return Person(
        ref=f"p{n}",
        name=f"和光　{n}郎",
        name_kana="わこう　たろう",
        born_on=born_on,
        sex="male",
        relationship=relationship,
        resident_record_code=code(n) if coded else None,
        individual_number=number(n) if coded else None,
        registered_domicile="埼玉県さいたま市本町1番",
        head_of_family_register="和光　太郎",
    )


def address(n: int) -> Address:
    """
    The n-th invented address here.
    """
    return Address(address=f"埼玉県和光市広沢{n}番5号", postal_code="3510104", town_code="0001")


class Pair:
    """
    Both, on one clock. ``accepted`` and ``refused`` count the acts by what the registry said.
    """

    def __init__(self) -> None:
        self.bench = Bench(now=f"{START}T09:00:00+09:00")
        self.oracle = Oracle(HERE, START)
        self.accepted = self.refused = self.people = 0

    def __enter__(self) -> Self:
        self.bench.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bench.__exit__(kind, error, trace)

    @property
    def today(self) -> date:
        """
        The date of both.
        """
        return self.oracle.register.today

    def next_person(self, relationship: str, born_on: str = "1980-02-03", *, coded: bool = True) -> Person:
        """
        Somebody who has not been here.
        """
        self.people += 1
        return person(self.people, relationship, born_on, coded=coded)

    def do(self, act: Command) -> Accepted | Refused:
        """
        Give the act to the registry, and hold its answer against the ruling.
        """
        ruling = self.oracle.rule(act)
        fields = {key: value for key, value in msgspec.to_builtins(act).items() if key != "counter"}
        told = self.bench.do(type(act).__name__, **fields)
        outcome: Accepted | Refused = msgspec.convert(told, Answer)
        accepted = isinstance(outcome, Accepted)
        assert ruling.lawful in (None, accepted), (act, ruling, outcome)
        self.accepted += accepted
        self.refused += not accepted
        self.oracle.took(act, outcome)
        return outcome

    def move(self, days: int) -> None:
        """
        Both go on by some days.
        """
        to = self.today + timedelta(days=days)
        self.bench.clock(f"{to}T09:00:00+09:00")
        self.oracle.move(to)

    def differences(self) -> list[str]:
        """
        Where the register shows something else than the oracle says, and what is owed and was not sent.
        """
        found = self.oracle.register.violations()
        for handle, predicted in self.oracle.register.residents.items():
            shown = self.bench.record(handle)
            for name in (
                "state",
                "household",
                "relationship",
                "address",
                "became_resident_on",
                "settled_on",
                "deleted_on",
            ):
                if shown[name] != getattr(predicted, name):
                    found.append(
                        f"{handle}.{name}: {shown[name]} shown, {getattr(predicted, name)} predicted"
                    )
            rows = [(row["reason"], row["changed_on"]) for row in shown["history"]]
            found += [
                f"{handle}: no row {row.reason} of {row.changed_on} in {rows}"
                for row in predicted.history
                if (row.reason, row.changed_on) not in rows
            ]
        return found + self._unsent()

    def _unsent(self) -> list[str]:
        register = self.oracle.register
        missing = []
        for due in self.oracle.owed:
            resident = register.residents.get(due.about)
            shown = self.bench.record(due.about) if resident is not None else None
            if shown is None:
                continue
            about: dict[str, Any] = {"local_addressee_number": due.about}
            if due.message[0] in "JK":
                about = {"resident_record_code": shown["resident_record_code"]}
            if due.message == "I01":
                about = {"name": shown["name"]}
            if due.message == "J07":
                continue
            if not self.bench.town.of(due.message, **about, **dict(due.says)):
                missing.append(f"{due.message} about {due.about} saying {due.says} was not sent")
        return missing
