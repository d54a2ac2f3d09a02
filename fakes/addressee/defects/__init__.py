"""
Deliberate defects of the addressee system.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from fakes._core.definition import Defect, Definition, Start
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Outgoing, Received
from fakes.addressee.model import INTERMEDIARY, State, convert_copy, fresh, inquire
from fakes.addressee.wire import CopyRegistration, DepartmentInquiry, InquiryRequest, ProvisionCopy


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
        awaits=("ATE-002.2", "ATE-002.5"),
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
        awaits=("ATE-005.2",),
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
    ),
)
