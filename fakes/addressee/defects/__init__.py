"""
Deliberate defects of the addressee system.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from fakes._core.definition import Defect, Definition, Start
from fakes._core.rules import Title
from fakes._core.traffic import Answer, Handled, Outgoing, Received
from fakes.addressee.model import (
    INTERMEDIARY,
    State,
    convert_copy,
    fresh,
    inquire,
    number_person,
    take_change,
)
from fakes.addressee.wire import (
    AddresseeChange,
    CopyRegistration,
    DepartmentInquiry,
    InquiryRequest,
    NumberingAnswer,
    NumberingRequest,
    ProvisionCopy,
)


class _Forgetful(State):
    """
    Numbers every request anew.
    """

    def assign(self, local_number: str, individual: str | None) -> str:
        self.numbers[local_number] = number = self.issue()
        if individual is not None:
            self.know(local_number, individual)
        return number


class _Alike(State):
    """
    Takes the local addressee number itself for the integrated one.
    """

    def assign(self, local_number: str, individual: str | None) -> str:
        if local_number not in self.numbers:
            self.numbers[local_number] = local_number
        return super().assign(local_number, individual)


class _Renumbers(State):
    """
    Lets the integrated number go with the Individual Number.
    """

    def know(self, local_number: str, individual: str) -> None:
        if self.individual_of.get(local_number, individual) != individual:
            self.numbers.pop(local_number, None)
        super().know(local_number, individual)


def _numbered_by_the_individual_number(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        town = fresh(start)
        return _Renumbers(town.municipality, town.departments, town.settings)

    return replace(definition, fresh=made)


def _numbers_alike(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        town = fresh(start)
        return _Alike(town.municipality, town.departments, town.settings)

    return replace(definition, fresh=made)


def _numbers_twice(definition: Definition[State]) -> Definition[State]:
    def made(start: Start) -> State:
        town = fresh(start)
        return _Forgetful(town.municipality, town.departments, town.settings)

    return replace(definition, fresh=made)


def _asks_anything(definition: Definition[State]) -> Definition[State]:
    async def ask(state: State, received: Received[InquiryRequest]) -> Handled:
        allowed = {
            name: msgspec.structs.replace(department, inquiries=[received.body.information])
            for name, department in state.departments.items()
        }
        open_state: Any = replace(state, departments=allowed)
        return await inquire(open_state, received)

    return replace(definition, handlers={**definition.handlers, "A04": ask})


def _asks_for_the_register_too(definition: Definition[State]) -> Definition[State]:
    async def ask(state: State, received: Received[InquiryRequest]) -> Handled:
        handled = await inquire(state, received)
        request = received.body
        number = state.numbers.get(request.local_addressee_number)
        if number is None:
            return handled
        body = DepartmentInquiry(
            section=state.municipality,
            affairs="JUKI",
            information=request.information,
            addressee_number=number,
            purpose="住民基本台帳の整備",
            processing_number=f"{request.processing_number}-J",
        )
        return replace(handled, outgoing=(*handled.outgoing, Outgoing(INTERMEDIARY, "L04", body, number)))

    return replace(definition, handlers={**definition.handlers, "A04": ask})


def _copies_under_a_new_number(definition: Definition[State]) -> Definition[State]:
    def convert(state: State, received: Received[CopyRegistration]) -> Handled:
        handled = convert_copy(state, received)
        sent = [
            replace(one, body=msgspec.structs.replace(one.body, addressee_number=state.issue()))
            if isinstance(one.body, ProvisionCopy)
            else one
            for one in handled.outgoing
        ]
        return replace(handled, outgoing=tuple(sent))

    return replace(definition, handlers={**definition.handlers, "L03": convert})


def _forgets_refusals(definition: Definition[State]) -> Definition[State]:
    async def ask(state: State, received: Received[InquiryRequest]) -> Handled:
        handled = await inquire(state, received)
        state.answers = {key: each for key, each in state.answers.items() if each.result != "refused"}
        return handled

    return replace(definition, handlers={**definition.handlers, "A04": ask})


def _hands_on(
    change: Callable[[State, InquiryRequest, DepartmentInquiry], DepartmentInquiry],
) -> Callable[[Definition[State]], Definition[State]]:
    """
    L04 is changed on its way.
    """

    def apply(definition: Definition[State]) -> Definition[State]:
        async def ask(state: State, received: Received[InquiryRequest]) -> Handled:
            async def changed(sent: Outgoing) -> Answer:
                body = sent.body
                if isinstance(body, DepartmentInquiry):
                    sent = replace(sent, body=change(state, received.body, body))
                return await received.ask(sent)

            return await inquire(state, replace(received, ask=changed))

        return replace(definition, handlers={**definition.handlers, "A04": ask})

    return apply


def _as_written(_state: State, request: InquiryRequest, body: DepartmentInquiry) -> DepartmentInquiry:
    return msgspec.structs.replace(body, purpose=request.purpose)


def _under_the_number(state: State, request: InquiryRequest, body: DepartmentInquiry) -> DepartmentInquiry:
    number = state.individual_of.get(request.local_addressee_number, body.addressee_number)
    return msgspec.structs.replace(body, addressee_number=number)


def _one_for_a_name(definition: Definition[State]) -> Definition[State]:
    def take(state: State, received: Received[AddresseeChange]) -> Handled:
        change = received.body
        for local, history in state.histories.items():
            same = (history[-1].name, history[-1].born_on) == (change.name, change.born_on)
            if same and local != change.local_addressee_number and local in state.numbers:
                state.numbers[change.local_addressee_number] = state.numbers[local]
        return take_change(state, received)

    return replace(definition, handlers={**definition.handlers, "A01": take})


def _asks_anew(definition: Definition[State]) -> Definition[State]:
    def take(state: State, received: Received[AddresseeChange]) -> Handled:
        change = received.body
        known = state.individual_of.get(change.local_addressee_number)
        number = state.numbers.get(change.local_addressee_number)
        if known is not None and change.individual_number not in (None, known) and number is not None:
            state.asked_codes.discard(number)
        return take_change(state, received)

    return replace(definition, handlers={**definition.handlers, "A01": take})


def _numbers_untold(definition: Definition[State]) -> Definition[State]:
    def number(state: State, received: Received[NumberingRequest]) -> Handled:
        handled = number_person(state, received)
        told = handled.reply
        if not isinstance(told, NumberingAnswer):
            return handled
        return replace(handled, reply=msgspec.structs.replace(told, addressee_number=None))

    return replace(definition, handlers={**definition.handlers, "A02": number})


def _whoever_asks(definition: Definition[State]) -> Definition[State]:
    async def ask(state: State, received: Received[InquiryRequest]) -> Handled:
        for (_department, number), answer in state.answers.items():
            if number == received.body.processing_number:
                return Handled(reply=answer)
        return await inquire(state, received)

    return replace(definition, handlers={**definition.handlers, "A04": ask})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "numbered-twice",
        Title(
            "求めのたびに新しい団体内統合宛名番号を付ける", "Gives a new integrated number at every request"
        ),
        _numbers_twice,
        must=("ATE-002",),
        # Copies stay under the number given first; whoever asks under another finds none.
        may=("LINK-003", "LINK-004", "LINK-005", "LINK-006", "LINK-014"),
        pattern="numbered-anew-each-time",
    ),
    Defect(
        "numbered-by-the-local-number",
        Title(
            "住基システムの宛名番号をそのまま団体内統合宛名番号とする",
            "Takes the registry's local addressee number for the integrated number",
        ),
        _numbers_alike,
        must=("ATE-002",),
        pattern="number-in-place-of-a-code",
    ),
    Defect(
        "inquiries-unchecked",
        Title(
            "部署に認められていない情報の照会を通す",
            "Passes on inquiries that the department may not make",
        ),
        _asks_anything,
        must=("ATE-005",),
        pattern="permission-not-looked-up",
    ),
    Defect(
        "register-asks-along",
        Title(
            "部署の照会のたびに、住民基本台帳の事務のためにも照会する",
            "Asks for the affairs of the resident register too, whenever a department inquires",
        ),
        _asks_for_the_register_too,
        must=("LINK-007",),
        pattern="act-without-basis",
    ),
    Defect(
        "copy-under-a-new-number",
        Title(
            "副本を、付番していない新しい番号で渡す", "Passes a copy on under a number that it gave nobody"
        ),
        _copies_under_a_new_number,
        must=("LINK-003",),
        # Whoever asks under the number of the person finds no copy, or an old one.
        may=("LINK-004", "LINK-005", "LINK-006", "LINK-009", "LINK-011", "LINK-014"),
        pattern="answer-under-another-number",
    ),
    Defect(
        "refused-inquiries-forgotten",
        Title("断った照会を記録に残さない", "Keeps no record of an inquiry that it refused"),
        _forgets_refusals,
        must=("ATE-005",),
        pattern="only-success-recorded",
    ),
    Defect(
        "letters-handed-on-raw",
        Title(
            "中間サーバーにない文字を変換せずに引き渡す",
            "Hands letters on that the intermediary server does not have",
        ),
        _hands_on(_as_written),
        must=("ATE-005",),
        pattern="not-converted",
    ),
    Defect(
        "inquiry-under-the-individual-number",
        Title(
            "団体内統合宛名番号の代わりに個人番号で照会を引き渡す",
            "Hands an inquiry on under the Individual Number",
        ),
        _hands_on(_under_the_number),
        must=("ATE-005",),
        # The server finds nobody under such a number.
        may=("LINK-007", "LINK-014"),
        pattern="number-as-key",
    ),
    Defect(
        "one-number-for-one-name",
        Title(
            "氏名及び生年月日の同じ二人に一つの団体内統合宛名番号を用いる",
            "Takes two people of one name and birth for one",
        ),
        _one_for_a_name,
        must=("ATE-002",),
        may=("LINK-003", "LINK-004", "LINK-005"),
        pattern="matched-by-name",
    ),
    Defect(
        "code-asked-anew-for-another-number",
        Title(
            "個人番号の変更のたびに符号の取得を依頼する",
            "Asks for a linkage code whenever the Individual Number changes",
        ),
        _asks_anew,
        must=("JUKI-011",),
        may=("LINK-001",),
        pattern="asked-although-known",
    ),
    Defect(
        "number-not-told",
        Title(
            "付番の求めに、番号の対応を返さない", "Answers a request for a number without saying which it is"
        ),
        _numbers_untold,
        must=("ATE-002",),
        pattern="answer-without-its-content",
    ),
    Defect(
        "renumbered-with-the-individual-number",
        Title(
            "個人番号が変わった者に、新たな団体内統合宛名番号を付番する",
            "Gives another integrated number to somebody whose Individual Number changed",
        ),
        _numbered_by_the_individual_number,
        must=("ATE-002",),
        # The copy and the mapping stay under the number before.
        may=("JUKI-011", "LINK-003", "LINK-004"),
        pattern="change-makes-another-person",
        acts=2,
    ),
    Defect(
        "answers-whoever-asks",
        Title(
            "同じ処理通番の照会には、どの部署にも前の回答を返す",
            "Gives the first answer to whichever department asks under its processing number",
        ),
        _whoever_asks,
        must=("ATE-005",),
        pattern="asker-not-looked-at",
    ),
)
