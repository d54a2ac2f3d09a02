"""
Deliberate defects of the network.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from fakes._core.clock import moment
from fakes._core.definition import Defect, Definition, Start, StateRead
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Outgoing, Received
from fakes.info_network.model.inquiring import generate_code, take_provision
from fakes.info_network.model.network import Holder, RecordsQuery, RecordsShown, State, fresh, show_records
from fakes.info_network.wire import CodeGeneration, LinkageCode, Provision


class _Derivable(State):
    """
    Computes the code from the person alone: one code for all institutions, and anybody can compute it.
    """

    def make_code(self, holder: Holder) -> str:
        return hashlib.sha256(holder[1].encode()).hexdigest()[:32]


class _Copied(State):
    """
    Gives the municipality under test the Resident Record Code for a linkage code.
    """

    def make_code(self, holder: Holder) -> str:
        return holder[1] if holder[0] == self.municipality else super().make_code(holder)


def _copies_codes(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        town = fresh(start)
        return _Copied(town.municipality, town.settings)

    return replace(definition, fresh=made)


def _derives_codes(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        town = fresh(start)
        return _Derivable(town.municipality, town.settings)

    return replace(definition, fresh=made)


def _takes_late_answers(definition: Definition[State]) -> Definition[State]:
    def take(state: State, received: Received[Provision]) -> Handled:
        state.answers[received.body.processing_number] = received.body
        state.answered_at[received.body.processing_number] = received.now.isoformat()
        return Handled()

    return replace(definition, handlers={**definition.handlers, "L05": take})


def _late_at_the_last_moment(definition: Definition[State]) -> Definition[State]:
    def take(state: State, received: Received[Provision]) -> Handled:
        request = state.requests.get(received.body.processing_number)
        if request is not None and received.now == moment(request.valid_until):
            received = replace(received, now=received.now + timedelta(seconds=1))
        return take_provision(state, received)

    return replace(definition, handlers={**definition.handlers, "L05": take})


def _generates_anew(definition: Definition[State]) -> Definition[State]:
    def generate(state: State, received: Received[CodeGeneration]) -> Handled:
        holder = (received.body.institution, received.body.resident_record_code)
        if holder in state.acquired:
            state.acquired.discard(holder)
            state.codes.pop(holder, None)
        return generate_code(state, received)

    return replace(definition, handlers={**definition.handlers, "L01": generate})


def _forgets_after_five_years(definition: Definition[State]) -> Definition[State]:
    def moved(state: State, now: datetime) -> tuple[Outgoing, ...]:
        for number, request in list(state.requests.items()):
            if now - moment(request.requested_at) > timedelta(days=5 * 366):
                del state.requests[number]
        return ()

    return replace(definition, clock_moved=moved)


class _OneForAll(State):
    """
    Gives an institution one code for everybody.
    """

    def make_code(self, holder: Holder) -> str:
        return hashlib.sha256(holder[0].encode()).hexdigest()[:32]


def _one_code_for_everybody(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        return _OneForAll(start.municipality, start.settings)

    return replace(definition, fresh=made)


def _under_another_number(definition: Definition[State]) -> Definition[State]:
    def generate(state: State, received: Received[CodeGeneration]) -> Handled:
        handled = generate_code(state, received)
        sent = [
            replace(one, body=msgspec.structs.replace(one.body, acquisition_number=one.subject[::-1]))
            if isinstance(one.body, LinkageCode)
            else one
            for one in handled.outgoing
        ]
        return replace(handled, outgoing=tuple(sent))

    return replace(definition, handlers={**definition.handlers, "L01": generate})


def _leaves_inquirers_out(definition: Definition[State]) -> Definition[State]:
    def show(state: State, query: RecordsQuery) -> RecordsShown:
        return msgspec.structs.replace(show_records(state, query), records=[])

    read = StateRead(RecordsQuery, RecordsShown, show)
    return replace(definition, reads={**definition.reads, "records": read})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "code-derivable",
        Title(
            "機関によらず、住民票コードから計算できる符号を付ける",
            "Gives one linkage code to all institutions, computed from the Resident Record Code",
        ),
        _derives_codes,
        must=("LINK-002",),
        pattern="code-of-too-little",
    ),
    Defect(
        "code-is-the-record-code",
        Title(
            "市町村には住民票コードをそのまま符号として付ける",
            "Gives the municipality the Resident Record Code itself as linkage code",
        ),
        _copies_codes,
        must=("LINK-002",),
        pattern="number-in-place-of-a-code",
    ),
    Defect(
        "late-answer-as-fresh",
        Title(
            "有効期間を過ぎた提供を新しい答えとして渡す",
            "Delivers a provision after its validity as a fresh answer",
        ),
        _takes_late_answers,
        must=("LINK-014",),
        pattern="expired-accepted",
    ),
    Defect(
        "code-generated-anew",
        Title(
            "既に符号を取得している者に新しい符号を付ける",
            "Gives a new code for a person whose code was acquired before",
        ),
        _generates_anew,
        must=("LINK-001",),
        pattern="numbered-anew-each-time",
    ),
    Defect(
        "requests-forgotten-after-five-years",
        Title("照会者の記録を五年で消す", "Erases the inquirer's records after five years"),
        _forgets_after_five_years,
        must=("LINK-011",),
        pattern="kept-too-short",
    ),
    Defect(
        "one-code-for-everybody",
        Title("一つの機関に、だれについても同じ符号を付ける", "Gives an institution one code for everybody"),
        _one_code_for_everybody,
        must=("LINK-002",),
        # By such a code nobody is told from another.
        may=(
            "LINK-001",
            "LINK-003",
            "LINK-004",
            "LINK-005",
            "LINK-006",
            "LINK-008",
            "LINK-009",
            "LINK-011",
            "LINK-014",
        ),
        pattern="code-of-too-little",
    ),
    Defect(
        "code-under-another-number",
        Title("求められた取得番号でない番号により符号を返す", "Answers under another acquisition number"),
        _under_another_number,
        must=("LINK-001",),
        # Nobody gets a code, so nobody can be asked about.
        may=("LINK-002", "LINK-003", "LINK-004", "LINK-005", "LINK-006", "LINK-009", "LINK-011", "LINK-014"),
        pattern="answer-under-another-number",
    ),
    Defect(
        "inquirers-unrecorded",
        Title("照会者の側の記録を残さない", "Keeps no record on the side of the inquirer"),
        _leaves_inquirers_out,
        must=("LINK-011",),
        pattern="one-side-not-recorded",
    ),
    Defect(
        "last-moment-too-late",
        Title(
            "有効期間の最後の時に届いた提供を、期間を過ぎたものとする",
            "Takes a provision of the last moment of its validity for expired",
        ),
        _late_at_the_last_moment,
        must=("LINK-014",),
        pattern="last-moment-left-out",
    ),
)
