"""
Deliberate defects of the addressee system.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from fakes._core.definition import Defect, Definition, Start
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Received
from fakes.addressee.model import State, convert_copy, fresh, inquire
from fakes.addressee.wire import CopyRegistration, InquiryRequest, ProvisionCopy


class _Forgetful(State):
    """
    Numbers every request anew.
    """

    def assign(self, local_number: str, individual: str | None) -> str:
        self.numbers[local_number] = number = self.issue()
        if individual is not None:
            self.know(local_number, individual)
        return number


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
