"""
Defects that leave a part of what was undone, apply what came for somebody gone since, or log an act without what it
showed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import msgspec

from registry import residents
from registry.defects.defect import builders, defect, handler, rules
from registry.desk import Desk
from registry.messages.house import addressee_change
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import Handler
from registry.residents import Record
from registry.wire.addressee import AddresseeChange
from registry.wire.control import Accepted, AccessLine, ConfirmNotice
from registry.wire.juki_net import IdentificationUpdate

UNDONE = "59"
"""The reason for change of a cancellation."""


def _town_left(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    return msgspec.structs.replace(sound, town_code="000") if told.event.reason == UNDONE else sound


def _post_left(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    return msgspec.structs.replace(sound, postal_code="0000000") if told.event.reason == UNDONE else sound


@contextmanager
def _gone_taken_for_resident(desk: Desk) -> Iterator[None]:
    sound = desk.resident

    def whoever(number: str, path: str) -> Record:
        record = residents.find(desk.conn, number)
        return record if record is not None and record.planned_out_on is not None else sound(number, path)

    desk.resident = whoever  # type: ignore[method-assign]  # for this one command
    try:
        yield
    finally:
        desk.resident = sound  # type: ignore[method-assign]  # the sound one again


def _confirmed_of_gone(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ConfirmNotice) -> Accepted:
        with _gone_taken_for_resident(desk):
            outcome: Accepted = sound(desk, command)
        return outcome

    return inner


def _unflagged(kind: Literal["command", "look-up"]) -> object:
    def line(line: AccessLine) -> AccessLine:
        looked_up = line.operator == "control"
        if line.kind != "operation" or looked_up != (kind == "look-up"):
            return line
        return msgspec.structs.replace(line, individual_number_access=False)

    return line


DEFECTS = (
    defect(
        "cancelled-move-told-with-other-town",
        "転居の取消しを、転居前の住所の町字コードなしに知らせる。",
        "A cancelled change of address is told without the town code of the former address.",
        builders(j01=_town_left),
        must="REL-024",
        pattern="undone-in-part",
        acts=3,
    ),
    defect(
        "cancelled-move-addressed-by-other-post",
        "転居の取消しの宛名の異動に、転居前の住所の郵便番号を入れない。",
        "The addressee of a cancelled change of address lacks the postal code of the former address.",
        builders(a01=_post_left),
        must="REL-024",
        pattern="undone-in-part",
        acts=3,
    ),
    defect(
        "notice-applied-to-somebody-gone",
        "通知の後に転出した者にも、職員の確認により通知を適用する。",
        "A notice is applied on confirmation to somebody who moved out after it came.",
        handler("ConfirmNotice", _confirmed_of_gone),
        must="JUKI-015",
        may="JUKI-001 JUKI-003 LINK-003 LINK-004 REL-018 AUD-001",
        pattern="state-of-yesterday-trusted",
        acts=3,
    ),
    defect(
        "commands-logged-without-the-number",
        "操作の行に個人番号の参照を記録しない。",
        "No line of a command says that the Individual Number was accessed.",
        rules(access_line=_unflagged("command")),
        must="AUD-001",
        pattern="access-not-flagged",
    ),
    defect(
        "look-ups-logged-without-the-number",
        "照会の行に個人番号の参照を記録しない。",
        "No line of a look-up says that the Individual Number was accessed.",
        rules(access_line=_unflagged("look-up")),
        must="AUD-001",
        pattern="access-not-flagged",
    ),
)
