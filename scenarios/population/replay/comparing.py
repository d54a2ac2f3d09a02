"""
The register on the last day, read back: against the oracle's, and against the population's own account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from harness.port.driver import Driver
from harness.port.outcomes import Unknown
from harness.port.reads import ReadCard, ReadResidentRecord, ReadStatistics, ReadSupportMeasures
from harness.port.records import ResidentRecord
from scenarios.model.register import Register, Resident
from scenarios.population.replay.books import Books
from scenarios.population.replay.ending import Last
from scenarios.population.replay.standing import written

PREDICTED = (
    "state", "household", "name", "relationship", "address", "became_resident_on", "settled_on",
    "resident_record_code", "individual_number", "registered_domicile", "head_of_family_register", "deleted_on",
    "planned_out_on",
)  # fmt: skip
OTHERWISE = {
    "resident_record_code": "code",
    "registered_domicile": "domicile",
    "head_of_family_register": "register_head",
}
"""Items of a record that the oracle calls otherwise."""

CARRIED = frozenset(["11", "12", "13", "14", "16", "21", "22", "23", "24", "25", "26", "31"])
"""Reasons of the rows that the oracle keeps; a register may keep more."""

LIVING = ("current", "planned-out")


class Comparing:
    """
    Differences are told by the row of the population, never by a value.
    """

    def __init__(self, driver: Driver, books: Books, register: Register) -> None:
        self._driver = driver
        self._books = books
        self._register = register
        self._records: dict[int, ResidentRecord | None] = {}

    def read(self) -> Iterator[int]:
        """
        Read every record once; gives how many were read so far.
        """
        for count, (resident, known) in enumerate(self._books.people.items(), start=1):
            if known.number is not None:
                found = self._driver.read(ReadResidentRecord(resident=known.number))
                self._records[resident] = None if isinstance(found, Unknown) else found.record
            yield count

    def with_oracle(self) -> Iterator[str]:
        """
        Where the register shows something else than the law made of the year.
        """
        yield from (f"oracle: {each}" for each in self._register.violations())
        for resident, record in self._records.items():
            number = self._books.number(resident)
            predicted = self._register.residents.get(number)
            if predicted is None:
                yield f"resident {resident}: the oracle lost sight of them"
            elif record is None:
                yield f"resident {resident}: no record is shown"
            else:
                yield from _unlike(resident, record, predicted)
        yield from self._cards()
        yield from self._measures()

    def _cards(self) -> Iterator[str]:
        for card_id, predicted in self._register.cards.items():
            found = self._driver.read(ReadCard(card_id=card_id))
            card = None if isinstance(found, Unknown) else found.card
            if card is None:
                yield f"card {card_id}: none is shown"
            elif card.state != predicted.state:
                yield f"card {card_id}: {card.state} shown, {predicted.state} predicted"

    def _measures(self) -> Iterator[str]:
        for handle, predicted in self._register.measures.items():
            row = self._books.indices.get(predicted.resident)
            found = self._driver.read(ReadSupportMeasures(resident=predicted.resident))
            shown = [] if isinstance(found, Unknown) else found.measures or []
            measure = next((each for each in shown if each.measure == handle), None)
            if measure is None:
                yield f"resident {row}: their support measure is not shown"
                continue
            if measure.state != predicted.state:
                yield f"resident {row}: support measure {measure.state} shown, {predicted.state} predicted"
            if measure.ends_on != written(predicted.ends_on):
                yield f"resident {row}: the end of the support measure differs from the oracle's"
            if not measure.complete:
                yield f"resident {row}: a flag of the support measure was not taken everywhere"

    def with_population(self, last: dict[int, Last], today: str) -> Iterator[str]:
        """
        Where the register shows somebody else, elsewhere, or otherwise than the events left them.
        """
        homes: dict[int, str] = {}
        for resident, wanted in last.items():
            record = self._records.get(resident)
            if record is None:
                yield f"resident {resident}: came in the year, and no record is shown"
                continue
            here = record.state in LIVING
            if here != wanted.here:
                yield f"resident {resident}: {'here' if here else 'gone'}, which the events deny"
            if not (here and wanted.here):
                continue
            shown = {
                "name": record.name == wanted.name,
                "relationship": record.relationship == wanted.relationship,
                "address": record.address == wanted.address,
                "nationality": (record.foreign is not None) == wanted.foreign,
                "period_expires_on": record.foreign is None
                or record.foreign.period_expires_on == written(wanted.stay_until),
                "household": homes.setdefault(wanted.home, record.household) == record.household,
            }
            yield from (
                f"resident {resident}: {name} differs from the events"
                for name, same in shown.items()
                if not same
            )
        if len(set(homes.values())) != len(homes):
            yield "two households of the events are one on the register"
        yield from self._counted(last, len(homes), today)

    def _counted(self, last: dict[int, Last], households: int, today: str) -> Iterator[str]:
        found = self._driver.read(ReadStatistics(on=today))
        counted = None if isinstance(found, Unknown) else found.statistics
        here = [each for each in last.values() if each.here]
        wanted = {
            "residents": len(here),
            "foreign_residents": sum(each.foreign for each in here),
            "households": households,
        }
        for name, number in wanted.items():
            if counted is None or getattr(counted, name) != number:
                yield f"statistics: {name} {getattr(counted, name, None)} counted, {number} by the events"


def _unlike(resident: int, record: ResidentRecord, predicted: Resident) -> Iterator[str]:
    for name in PREDICTED:
        wanted: Any = getattr(predicted, OTHERWISE.get(name, name))
        if getattr(record, name) != wanted:
            yield f"resident {resident}: {name} differs from the oracle's"
    if (record.foreign is not None) != predicted.foreign:
        yield f"resident {resident}: nationality differs from the oracle's"
    if record.householder != (predicted.relationship == "世帯主"):
        yield f"resident {resident}: householder differs from the oracle's"
    shown = Counter((row.reason, row.changed_on) for row in record.history if row.reason in CARRIED)
    wanted_rows = Counter((row.reason, row.changed_on) for row in predicted.history if row.reason in CARRIED)
    if shown != wanted_rows:
        yield f"resident {resident}: rows of history differ from the oracle's"
