"""
The municipal communication server, the prefecture, the nation, and the other municipalities behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from msgspec.structs import replace

from fakes._core.definition import Done, Start
from fakes._core.problem import Refused
from fakes._core.traffic import REGISTRY, Acted, Asked, Handled, Inside, Outgoing, Received
from fakes.juki_net.model import passing
from fakes.juki_net.model.shapes import (
    CodeQuery,
    IdentificationShown,
    NetworkData,
    NetworkSettings,
    NoticesShown,
    RecordElsewhere,
    StockQuery,
    StockShown,
    UpdateShown,
)
from fakes.juki_net.wire import (
    CodeBatch,
    CodeBatchRequest,
    CodeResolution,
    FoundPerson,
    IdentificationUpdate,
    IdentityAnswer,
    IdentityInquiry,
    LinkageCodeRequest,
    LinkageCodeResult,
    MovingInNotice,
    MovingOutConfirmed,
    MovingOutData,
    MovingOutDataRequest,
    NationwideInquiry,
    NumberNotice,
    NumberRequest,
    PrefectureNotice,
    UpdateResult,
)
from harness.words.terms import IndividualNumber, ReasonForChange, ResidentRecordCode

FIRST_NUMBER = 99_000_000_001
FIRST_CODE = 9_800_000_001
LARGEST_BATCH = 10_000
ENTRY, DELETION, CORRECTION = "entry", "deletion", "correction"
CLASS_OF: dict[str, str] = {
    reason.code: reason.classes[0].en for reason in ReasonForChange if reason.sent_as == reason.code
}
"""What each reason that the network hears does to the record (住基規則11条)."""


@dataclass
class Record:
    """
    What the network holds of one person of this municipality: the last update, all in short, the last entry's reason.
    """

    last: IdentificationUpdate
    updates: list[UpdateShown] = field(default_factory=list)
    entry_reason: str | None = None

    @property
    def stands(self) -> bool:
        """
        Whether the resident record is current.
        """
        return self.last.record_status == "current"


@dataclass
class State:
    """
    The network as far as this municipality touches it; everything is keyed by Resident Record Code.
    """

    municipality: str
    settings: NetworkSettings
    assigned: dict[str, None]
    records: dict[str, Record] = field(default_factory=dict)
    elsewhere: dict[str, RecordElsewhere] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    request_ids: set[str] = field(default_factory=set)
    moves: set[tuple[str, str]] = field(default_factory=set)
    prefecture: dict[str, list[PrefectureNotice]] = field(default_factory=dict)
    nation: dict[str, list[PrefectureNotice]] = field(default_factory=dict)
    confirmations: dict[str, list[MovingOutConfirmed]] = field(default_factory=dict)
    supplementary: dict[str, list[Any]] = field(default_factory=dict)
    _bases: Iterator[int] = field(default_factory=lambda: count(FIRST_NUMBER))
    _code_bases: Iterator[int] = field(default_factory=lambda: count(FIRST_CODE))

    def is_known(self, code: str) -> bool:
        """
        Whether the code stands, or stood, on a record anywhere.
        """
        return code in self.records or code in self.elsewhere

    def number_of(self, code: str) -> str | None:
        """
        The Individual Number that the nation holds for the code.
        """
        found = self.elsewhere.get(code)
        return self.numbers.get(code) or (found.person.individual_number if found else None)

    def code_of(self, number: str) -> str | None:
        """
        The code of the person who has this number now.
        """
        code = self.owners.get(number)
        return code if code is not None and self.number_of(code) == number else None

    def new_number(self) -> str:
        """
        A number that nobody has or had.
        """
        while True:
            number = str(IndividualNumber.from_base(f"{next(self._bases):011d}"))
            if number not in self.owners:
                return number

    def new_code(self) -> str:
        """
        A code that nobody has and no municipality was assigned.
        """
        while True:
            code = str(ResidentRecordCode.from_base(f"{next(self._code_bases):010d}"))
            if code not in self.assigned and not self.is_known(code):
                return code


def kind_of(body: IdentificationUpdate) -> str | None:
    """
    Entry, deletion or correction; None for a reason that the network does not hear.
    """
    return CLASS_OF.get(body.reason)


def held_before(state: State, body: IdentificationUpdate) -> Record | None:
    """
    The record that an update speaks of: under the former code, where there is one.
    """
    return state.records.get(body.former_resident_record_code or body.resident_record_code)


def fresh(start: Start) -> State:
    """
    A network that knows the municipality's unused codes and nobody.
    """
    data: NetworkData = start.data
    return State(start.municipality, start.settings, dict.fromkeys(data.assigned_codes))


def update(state: State, received: Received[IdentificationUpdate]) -> Handled:
    """
    J01: keep the update, tell the prefecture (J03), which tells the nation (J04); the reply is J02.
    """
    body = received.body
    record = state.records.pop(body.former_resident_record_code or body.resident_record_code, None) or Record(
        body
    )
    before = record.last if record.updates else None
    record.last = body
    short = UpdateShown(body.update_sequence, body.reason, body.changed_on, body.record_status)
    record.updates.append(short)
    if kind_of(body) == ENTRY:
        record.entry_reason = body.reason
    code = body.resident_record_code
    state.records[code] = record
    state.request_ids.add(body.request_id)
    if body.individual_number is not None:
        state.numbers[code] = body.individual_number
        state.owners[body.individual_number] = code
    result = UpdateResult(
        request_id=body.request_id, result="applied", error_code=None, final_sequence=body.update_sequence
    )
    if body.planned:
        # A planned deletion is no deletion yet: there is nothing to tell of.
        return Handled(reply=result)
    notice = passing.notice(body)
    state.prefecture.setdefault(code, []).append(notice)
    state.nation.setdefault(code, []).append(notice)
    inside = (Inside("J03", "juki_net", "prefecture", notice), Inside("J04", "prefecture", "nation", notice))
    return Handled(reply=result, inside=inside, outgoing=passing.to_certificates(body, before, kind_of(body)))


def moved_in(state: State, received: Received[MovingInNotice]) -> Handled:
    """
    J05, passed to the previous municipality: it no longer holds the person as current.
    """
    body = received.body
    state.moves.add((body.resident_record_code, body.moved_in_on))
    held = state.elsewhere.get(body.resident_record_code)
    if held is not None:
        state.elsewhere[body.resident_record_code] = replace(held, current=False)
    return Handled()


def pass_on(_state: State, _received: Received[MovingOutData | MovingOutDataRequest]) -> Handled:
    """
    J07 and J08 reach the other municipality; the journal holds them.
    """
    return Handled()


def take_note(_state: State, _received: Received[Any]) -> Handled:
    """
    J23: the journal holds it.
    """
    return Handled()


def take_code_request(state: State, received: Received[LinkageCodeRequest]) -> Handled:
    """
    J24: the organisation finds the code of the number and passes it on, as for L01; who it does not know it says so.
    """
    body = received.body
    code = state.code_of(body.individual_number)
    result: Literal["accepted", "unknown-person"] = "accepted" if code is not None else "unknown-person"
    reply = LinkageCodeResult(processing_number=body.processing_number, result=result)
    return Handled(
        reply=reply, outgoing=() if code is None else (_generation(state, body.processing_number, code),)
    )


def inquire(state: State, received: Received[IdentityInquiry]) -> Handled:
    """
    J15 looks in the own prefecture (住基法30条の10), J17 in the whole nation (30条の12).

    Several persons for four items are ambiguous and not shown.
    """
    body = received.body
    nationwide = isinstance(body, NationwideInquiry)
    found = [person for person in _candidates(state, body, nationwide) if _fits(person, body)]
    purposes = state.settings.number_purposes
    if purposes is not None and body.purpose not in purposes:
        found = [replace(person, individual_number=None) for person in found]
    if len(found) > 1:
        return Handled(reply=IdentityAnswer(result="ambiguous", persons=[]))
    return Handled(reply=IdentityAnswer(result="found" if found else "none", persons=found))


def _candidates(state: State, body: IdentityInquiry, nationwide: bool) -> Iterator[FoundPerson]:
    if body.resident_record_code is not None:
        codes = [body.resident_record_code] if state.is_known(body.resident_record_code) else []
    elif body.individual_number is not None:
        owner = state.code_of(body.individual_number)
        codes = [owner] if owner is not None else []
    else:
        codes = list(dict.fromkeys((*state.records, *state.elsewhere)))
    return (_person(state, code) for code in codes if nationwide or _in_prefecture(state, code))


def _in_prefecture(state: State, code: str) -> bool:
    held = state.elsewhere.get(code)
    return code in state.records or held is None or held.municipality[:2] == state.municipality[:2]


def _person(state: State, code: str) -> FoundPerson:
    record = state.records.get(code)
    if record is None:
        return replace(state.elsewhere[code].person, individual_number=state.number_of(code))
    last = record.last
    return FoundPerson(
        resident_record_code=code,
        individual_number=state.number_of(code),
        name=last.name,
        address=last.address,
        born_on=last.born_on,
        sex=last.sex,
        reason=last.reason,
        changed_on=last.changed_on,
    )


def _fits(person: FoundPerson, body: IdentityInquiry) -> bool:
    asked = (
        (body.resident_record_code, person.resident_record_code),
        (body.individual_number, person.individual_number),
        (body.name, person.name),
        (body.address, person.address),
        (body.born_on, person.born_on),
        (body.sex, person.sex),
    )
    given = [(wanted, held) for wanted, held in asked if wanted is not None]
    return bool(given) and all(wanted == held for wanted, held in given)


def assign_codes(state: State, received: Received[CodeBatchRequest]) -> Handled:
    """
    J19: further codes, at most LARGEST_BATCH at once.
    """
    codes: list[str] = []
    for _ in range(min(received.body.quantity, LARGEST_BATCH)):
        codes.append(state.new_code())
        state.assigned[codes[-1]] = None
    return Handled(reply=CodeBatch(municipality=received.body.municipality, codes=codes))


def make_number(state: State, received: Received[NumberRequest]) -> Handled:
    """
    J20: make a number; J21 brings it to the municipality as a message of its own (番号法8条).
    """
    code = received.body.resident_record_code
    number = state.new_number()
    state.numbers[code] = number
    state.owners[number] = code
    notice = NumberNotice(resident_record_code=code, individual_number=number)
    return Handled(outgoing=(Outgoing(REGISTRY, "J21", notice, code),))


def resolve(state: State, received: Received[CodeResolution]) -> Handled:
    """
    L01: pass acquisition number and Resident Record Code on to the information network (番号令27条).
    """
    body = received.body
    return Handled(
        outgoing=(_generation(state, body.acquisition_number, state.code_of(body.individual_number)),)
    )


def _generation(state: State, acquisition: str, code: str | None) -> Outgoing:
    # Imported wire of another fake would break the wall between them: the message is written as it travels.
    generation = {
        "acquisition_number": acquisition,
        "resident_record_code": code or "",
        "institution": state.municipality,
    }
    return Outgoing("info_network", "L01", generation, code or "unknown")


def record_elsewhere(state: State, asked: Asked[RecordElsewhere]) -> Acted:
    """
    Keep a person of another municipality; refuse the own one.
    """
    held = asked.request
    if held.municipality == state.municipality:
        raise Refused("municipality", "This is the municipality itself.")
    code, number = held.person.resident_record_code, held.person.individual_number
    owner = state.code_of(number) if number is not None else None
    if owner not in (None, code):
        raise Refused("person.individual_number", "Somebody else has this number.")
    state.elsewhere[code] = held
    if number is not None:
        state.owners[number] = code
    return Acted(Done(), passing.entered_elsewhere(held) if held.current and code in state.records else ())


def show_identification(state: State, query: CodeQuery) -> IdentificationShown:
    """
    The record of a code as the network holds it.
    """
    record = state.records.get(query.resident_record_code)
    return IdentificationShown(record.last if record else None, list(record.updates) if record else [])


def show_prefecture(state: State, query: CodeQuery) -> NoticesShown:
    """
    What the prefecture was told.
    """
    return NoticesShown(list(state.prefecture.get(query.resident_record_code, ())))


def show_nation(state: State, query: CodeQuery) -> NoticesShown:
    """
    What the nation was told.
    """
    return NoticesShown(list(state.nation.get(query.resident_record_code, ())))


def show_codes(state: State, _query: StockQuery) -> StockShown:
    """
    The stock of codes.
    """
    return StockShown(list(state.assigned), [code for code in state.assigned if code in state.records])
