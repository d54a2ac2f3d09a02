"""
Deliberate defects of the intermediary server.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from fakes._core.clock import moment
from fakes._core.definition import Defect, Definition, Start
from fakes._core.rules import Title
from fakes._core.traffic import Acted, Asked, Handled, Outgoing, Received
from fakes.intermediary_server.defects import approvals, repeated
from fakes.intermediary_server.model.answering import (
    HeldAnswer,
    answer_held,
    answer_request,
    ask_for_department,
)
from fakes.intermediary_server.model.keeping import keep_code
from fakes.intermediary_server.model.sections import NETWORK, Person, State, fresh
from fakes.intermediary_server.wire import (
    DepartmentInquiry,
    InquiryOutcome,
    LinkageCode,
    PermissionRow,
    ProvidedItems,
    Provision,
    ProvisionCopy,
    ProvisionRecord,
    ProvisionRequest,
)


class _Open(State):
    """
    Finds a row for everybody.
    """

    def permitting_row(self, request: ProvisionRequest, today: str) -> PermissionRow | None:
        found = super().permitting_row(request, today)
        return found or PermissionRow(
            row=request.affairs,
            inquirer=request.inquirer,
            provider=request.section,
            information=request.information,
            valid_from=today,
            valid_until=None,
        )


class _Unmarked(set[Person]):
    """
    Remembers no mark.
    """

    def add(self, person: Person, /) -> None:
        """
        Let the mark go.
        """
        del person


def _answers_everybody(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        town = fresh(start)
        return _Open(town.municipality, town.settings)

    return replace(definition, fresh=made)


def _ignores_marks(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        return replace(fresh(start), automatic_off=_Unmarked())

    return replace(definition, fresh=made)


def _mark_gone_with_approval(definition: Definition[State]) -> Definition[State]:
    sound = definition.acts["answer_held"]

    def answer(state: State, asked: Asked[HeldAnswer]) -> Acted:
        acted = answer_held(state, asked)
        request = state.requests.get(asked.request.processing_number)
        person = None if request is None else state.person_of(request.section, request.linkage_code)
        if person is not None:
            state.automatic_off.discard(person)
        return acted

    return replace(definition, acts={**definition.acts, "answer_held": replace(sound, run=answer)})


def _approves_too_late(definition: Definition[State]) -> Definition[State]:
    sound = definition.acts["answer_held"]

    def answer(state: State, asked: Asked[HeldAnswer]) -> Acted | Awaitable[Acted]:
        request = state.requests.get(asked.request.processing_number)
        in_time = asked.now if request is None else min(asked.now, moment(request.valid_until))
        return sound.run(state, replace(asked, now=in_time))

    return replace(definition, acts={**definition.acts, "answer_held": replace(sound, run=answer)})


def _forgets_refusals(definition: Definition[State]) -> Definition[State]:
    async def answer(state: State, received: Received[ProvisionRequest]) -> Handled:
        handled = await answer_request(state, received)
        number = received.body.processing_number
        if state.records[number].result == "provided":
            return handled
        del state.records[number]
        return replace(handled, outgoing=tuple(o for o in handled.outgoing if o.message_type != "L07"))

    return replace(definition, handlers={**definition.handlers, "L10": answer})


def _records_besides(
    definition: Definition[State], changed: Callable[[ProvisionRecord], ProvisionRecord]
) -> Definition[State]:
    """
    Makes a second record of every request, changed.
    """

    async def answer(state: State, received: Received[ProvisionRequest]) -> Handled:
        known = received.body.processing_number in state.records
        handled = await answer_request(state, received)
        if known:
            return handled
        more = changed(state.records[received.body.processing_number])
        return replace(
            handled, outgoing=(*handled.outgoing, Outgoing(NETWORK, "L07", more, more.processing_number))
        )

    return replace(definition, handlers={**definition.handlers, "L10": answer})


def _records_twice(definition: Definition[State]) -> Definition[State]:
    return _records_besides(definition, lambda record: record)


def _records_unasked(definition: Definition[State]) -> Definition[State]:
    return _records_besides(
        definition,
        lambda record: msgspec.structs.replace(record, processing_number=f"{record.processing_number}-0"),
    )


def _records_provided(definition: Definition[State]) -> Definition[State]:
    async def answer(state: State, received: Received[ProvisionRequest]) -> Handled:
        handled = await answer_request(state, received)
        number = received.body.processing_number
        record = msgspec.structs.replace(state.records[number], result="provided", reason=None)
        sent = [replace(one, body=record) if one.message_type == "L07" else one for one in handled.outgoing]
        return replace(handled, outgoing=tuple(sent))

    return replace(definition, handlers={**definition.handlers, "L10": answer})


def _approval_of_another_item(definition: Definition[State]) -> Definition[State]:
    sound = definition.acts["answer_held"]

    def answered(acted: Acted) -> Acted:
        sent = [
            replace(one, body=msgspec.structs.replace(one.body, items=_nameless(one.body)))
            if isinstance(one.body, Provision)
            else one
            for one in acted.outgoing
        ]
        return replace(acted, outgoing=tuple(sent))

    def answer(state: State, asked: Asked[HeldAnswer]) -> Acted:
        return answered(answer_held(state, asked))

    return replace(definition, acts={**definition.acts, "answer_held": replace(sound, run=answer)})


def _nameless(given: Provision) -> ProvidedItems:
    return msgspec.structs.replace(given.items, householder_name="〓")


def _silent_without_basis(definition: Definition[State]) -> Definition[State]:
    async def answer(state: State, received: Received[ProvisionRequest]) -> Handled:
        if state.permitting_row(received.body, received.today.isoformat()) is None:
            return Handled()
        return await answer_request(state, received)

    return replace(definition, handlers={**definition.handlers, "L10": answer})


def _keeps_no_copy(definition: Definition[State]) -> Definition[State]:
    def take(_state: State, _received: Received[ProvisionCopy]) -> Handled:
        return Handled()

    return replace(definition, handlers={**definition.handlers, "L03": take})


def _answers_anew(definition: Definition[State]) -> Definition[State]:
    async def ask(state: State, received: Received[DepartmentInquiry]) -> Handled:
        state.outcomes.clear()
        return await ask_for_department(state, received)

    return replace(definition, handlers={**definition.handlers, "L04": ask})


def _keeps_codes_crossed(definition: Definition[State]) -> Definition[State]:
    def keep(state: State, received: Received[LinkageCode]) -> Handled:
        handled = keep_code(state, received)
        own = [person for person in state.codes if person[0] == state.municipality]
        if len(own) > 1:  # Each time, so that it does not matter how many were kept before.
            first, second = own[-2:]
            state.codes[first], state.codes[second] = state.codes[second], state.codes[first]
        return handled

    return replace(definition, handlers={**definition.handlers, "L02": keep})


def _tells_the_code(definition: Definition[State]) -> Definition[State]:
    async def ask(state: State, received: Received[DepartmentInquiry]) -> Handled:
        handled = await ask_for_department(state, received)
        inquiry, told = received.body, handled.reply
        code = state.codes.get((inquiry.section, inquiry.addressee_number))
        if code is None or not isinstance(told, InquiryOutcome):
            return handled
        return replace(handled, reply=msgspec.structs.replace(told, items={**told.items, "code": code}))

    return replace(definition, handlers={**definition.handlers, "L04": ask})


def _erases_after_five_years(definition: Definition[State]) -> Definition[State]:
    sound = definition.clock_moved

    def moved(state: State, now: datetime) -> tuple[Outgoing, ...]:
        for number, record in list(state.records.items()):
            if now - moment(record.requested_at) > timedelta(days=5 * 366):
                del state.records[number]
        return () if sound is None else tuple(sound(state, now))

    return replace(definition, clock_moved=moved)


def _records_not_sent(definition: Definition[State]) -> Definition[State]:
    async def answer(state: State, received: Received[ProvisionRequest]) -> Handled:
        handled = await answer_request(state, received)
        for record in (one for one in handled.outgoing if one.message_type == "L07"):
            await received.ask(record)
        return replace(handled, outgoing=tuple(o for o in handled.outgoing if o.message_type != "L07"))

    return replace(definition, handlers={**definition.handlers, "L10": answer})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "basis-unchecked",
        Title(
            "照会許可用照合リストにない照会に答える",
            "Answers inquiries that the permission list does not allow",
        ),
        _answers_everybody,
        must=("LINK-005", "LINK-006"),
        pattern="permission-not-looked-up",
    ),
    Defect(
        "hold-ignored",
        Title(
            "自動応答不可の者について自動で答える", "Answers by itself about a person whose answers are held"
        ),
        _ignores_marks,
        must=("LINK-009",),
        may=("LINK-011",),
        pattern="hold-left-out",
    ),
    Defect(
        "late-approval-counts",
        Title(
            "有効期間を過ぎた通知についての承認により提供する",
            "Provides on an approval after the validity of the notice",
        ),
        _approves_too_late,
        must=("LINK-009",),
        pattern="expired-accepted",
    ),
    Defect(
        "refusals-unrecorded",
        Title("拒否した求めの提供等記録を残さない", "Keeps no record of a request that it refused"),
        _forgets_refusals,
        must=("LINK-006", "LINK-011"),
        pattern="only-success-recorded",
    ),
    Defect(
        "recorded-as-provided",
        Title("拒否した求めを提供したと記録する", "Records what it refused as provided"),
        _records_provided,
        must=("LINK-011",),
        may=("LINK-006",),
        pattern="record-untrue",
    ),
    Defect(
        "recorded-twice",
        Title("一つの求めについて提供等記録を二件作る", "Makes two records of one request"),
        _records_twice,
        must=("LINK-014",),
        pattern="recorded-besides",
        seen_by="checks",
    ),
    Defect(
        "recorded-unasked",
        Title("求めのない提供の記録を作る", "Makes a record of a request that was never made"),
        _records_unasked,
        must=("LINK-011",),
        pattern="recorded-besides",
        seen_by="checks",
    ),
    Defect(
        "approval-provides-no-name",
        Title(
            "承認による提供で世帯主の氏名を伏せる",
            "Blots out the householder's name in what an approval provides",
        ),
        _approval_of_another_item,
        must=("LINK-009",),
        pattern="blotted-out-too-much",
    ),
    Defect(
        "refusals-unanswered",
        Title("根拠のない求めに答えず、時間切れとする", "Lets a request without a basis run out unanswered"),
        _silent_without_basis,
        must=("LINK-006",),
        # What was never answered has no record either.
        may=("LINK-011",),
        pattern="answer-left-out",
    ),
    Defect(
        "copies-taken-and-not-kept",
        Title("副本を受け付けたと答え、保有しない", "Answers that a copy was taken and keeps none"),
        _keeps_no_copy,
        must=("LINK-003",),
        # Without a copy there is nothing to provide, to hold or to update.
        may=("LINK-004", "LINK-005", "LINK-006", "LINK-009", "LINK-011", "LINK-014"),
        pattern="taken-and-not-kept",
    ),
    Defect(
        "inquiry-handled-twice",
        Title(
            "同じ処理通番の二度目の照会を新たに処理する",
            "Handles the second inquiry of one processing number anew",
        ),
        _answers_anew,
        must=("LINK-014",),
        pattern="repetition-as-new",
    ),
    Defect(
        "codes-kept-crossed",
        Title("二人の符号を取り違えて保存する", "Keeps the codes of two people crossed"),
        _keeps_codes_crossed,
        must=("LINK-001",),
        # Whoever asks about the one is answered about the other.
        may=("LINK-003", "LINK-004", "LINK-005", "LINK-006", "LINK-009", "LINK-011", "LINK-014"),
        pattern="two-people-crossed",
    ),
    Defect(
        "code-told-to-departments",
        Title("業務への回答に符号を添える", "Adds the linkage code to what a department is told"),
        _tells_the_code,
        must=("LINK-001",),
        pattern="internal-code-told",
    ),
    Defect(
        "records-erased-after-five-years",
        Title("提供等記録を五年で消す", "Erases the records of provisions after five years"),
        _erases_after_five_years,
        must=("LINK-011",),
        pattern="kept-too-short",
    ),
    Defect(
        "record-sent-once-only",
        Title("届かなかった提供等記録を再送しない", "Does not send a record again that was not taken"),
        _records_not_sent,
        must=("LINK-011",),
        pattern="given-up",
    ),
    Defect(
        "mark-gone-with-approval",
        Title(
            "職員が一件の提供を承認すると、その者の自動応答不可の設定を解く",
            "Takes the mark off a person when a clerk approves one answer",
        ),
        _mark_gone_with_approval,
        must=("LINK-009",),
        pattern="exception-becomes-the-rule",
        acts=3,
    ),
    *repeated.DEFECTS,
    *approvals.DEFECTS,
)
