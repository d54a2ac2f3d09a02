"""
Defects that put an issued number where none may stand, at places that no scenario looks at: for the standing checks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import residents
from registry.defects.defect import afterwards, builders, defect, handler, outbox, reading, rules
from registry.desk import Desk
from registry.messages import agency, house
from registry.messages.told import Told
from registry.outbox import Draft
from registry.parts import Handler
from registry.reads import Reading
from registry.rulebook import Action
from registry.wire.addressee import AddresseeChange, CopyRegistration
from registry.wire.control import (
    Accepted,
    AccessLine,
    Document,
    Found,
    HandOverCard,
    MakeMediaExtract,
    ReadAccessLog,
)
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice, PlaceOfResidence


def _in_fours(number: str | None) -> str:
    digits = number or ""
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _full_width(number: str | None) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in number or "")


def _code_in_reference(told: Told) -> MunicipalNotice | None:
    sound = agency.municipal_notice(told)
    numbered = f"{_in_fours(told.record.resident_record_code)}-{told.reference}"
    return None if sound is None else msgspec.structs.replace(sound, reference=numbered)


def _number_in_reference(told: Told) -> PlaceOfResidence | None:
    sound = agency.place_of_residence(told)
    if sound is None or told.record.individual_number is None:
        return sound
    return msgspec.structs.replace(
        sound, reference=f"{_in_fours(told.record.individual_number)}-{told.reference}"
    )


def _code_as_record_id(told: Told, action: Action) -> CopyRegistration:
    return msgspec.structs.replace(
        house.provision_copy(told, action), record_id=f"c-{told.record.resident_record_code}"
    )


def _number_as_record_id(told: Told, action: Action) -> CopyRegistration:
    sound = house.provision_copy(told, action)
    number = told.record.individual_number
    return sound if number is None else msgspec.structs.replace(sound, record_id=f"c-{_in_fours(number)}")


def _number_in_building(told: Told) -> AddresseeChange:
    sound = house.addressee_change(told)
    number = told.record.individual_number
    if number is None or told.event.act == "entry":
        return sound
    return msgspec.structs.replace(sound, building=f"{sound.building or ''} {_in_fours(number)}".strip())


def _code_in_relationship(told: Told, with_number: bool) -> ResidentChange:
    sound = house.resident_change(told, with_number)
    # At entries only: a department refuses what it sees, and a flag that was refused is another duty's.
    if with_number or told.event.act != "entry":
        return sound
    return msgspec.structs.replace(
        sound, relationship=f"{sound.relationship}{_full_width(told.record.resident_record_code)}"
    )


def _code_with_a_deletion(told: Told, with_number: bool) -> ResidentChange:
    sound = house.resident_change(told, with_number)
    if with_number or told.event.act != "deletion":
        return sound
    return msgspec.structs.replace(
        sound, householder_name=f"{sound.householder_name} {told.record.resident_record_code}"
    )


def _numbers_of_children(told: Told, with_number: bool) -> ResidentChange:
    child = told.record.relationship.startswith("子")
    return house.resident_change(told, with_number or child)


def _about(desk: Desk, command: MakeMediaExtract) -> residents.Record | None:
    return residents.find(desk.conn, command.residents[0]) if command.residents else None


def _extract(change: Callable[[Document, residents.Record], Document]) -> Callable[..., Accepted]:
    def more(desk: Desk, command: MakeMediaExtract, accepted: Accepted) -> Accepted:
        record = _about(desk, command)
        if record is None or record.individual_number is None:
            return accepted
        documents = [change(document, record) for document in accepted.documents]
        return msgspec.structs.replace(accepted, documents=documents)

    return more


def _named_by_number(document: Document, record: residents.Record) -> Document:
    return msgspec.structs.replace(document, file_name=f"{record.individual_number}.csv")


def _named_by_code(document: Document, record: residents.Record) -> Document:
    return msgspec.structs.replace(document, file_name=f"{record.resident_record_code}.csv")


def _issued_under_number(document: Document, record: residents.Record) -> Document:
    return msgspec.structs.replace(document, issue_number=f"ME-{_in_fours(record.individual_number)}")


def _pin_in_notes(_desk: Desk, command: HandOverCard, accepted: Accepted) -> Accepted:
    return (
        accepted if command.pin is None else msgspec.structs.replace(accepted, notes=[f"PIN {command.pin}"])
    )


def _pin_with_operator(sound: Handler) -> Handler:
    def inner(desk: Desk, command: HandOverCard) -> Accepted:
        accepted = sound(desk, command)
        desk.drafts = [_with_pin(draft, command.pin) for draft in desk.drafts]
        return accepted

    return inner


def _with_pin(draft: Draft, pin: str | None) -> Draft:
    if pin is None or draft.message_type != "K04":
        return draft
    by = msgspec.structs.replace(draft.actor, operator=f"{draft.actor.operator}-{pin}")
    body: Any = draft.body
    return msgspec.structs.replace(draft, actor=by, body=msgspec.structs.replace(body, operator=by.operator))


def _hidden_in_text(document: Document, record: residents.Record) -> Document:
    return msgspec.structs.replace(document, text=f"{document.text}\x00{record.individual_number}")


def _number_in_log(sound: Reading) -> Reading:
    """
    Who looks at the log sees whose number was seen.
    """

    def inner(conn: sa.Connection, query: ReadAccessLog) -> Found:
        found = sound(conn, query)
        return msgspec.structs.replace(found, lines=[_with_number(conn, line) for line in found.lines or []])

    return inner


def _with_number(conn: sa.Connection, line: AccessLine) -> AccessLine:
    record = residents.find(conn, line.resident) if line.resident and line.individual_number_access else None
    if record is None or record.individual_number is None:
        return line
    return msgspec.structs.replace(line, text=f"{line.text} {_in_fours(record.individual_number)}".strip())


def _noted_to_pension(drafts: list[Draft]) -> list[Draft]:
    also = [
        msgspec.structs.replace(draft, receiver="dept-pension")
        for draft in drafts
        if draft.message_type == "D03"
    ]
    return [*drafts, *also]


DEFECTS = (
    defect(
        "code-in-agency-reference",
        "市町村通知の整理番号を住民票コードから作る。",
        "The reference of a municipal notice is made of the Resident Record Code.",
        builders(i01=_code_in_reference),
        must="IMM-002",
        pattern="number-made-of-a-number",
    ),
    defect(
        "number-in-residence-reference",
        "住居地届出の整理番号を個人番号から作る。",
        "The reference of a place of residence passed on is made of the Individual Number.",
        builders(i03=_number_in_reference),
        must="IMM-005",
        pattern="number-made-of-a-number",
        seen_by="checks",
    ),
    defect(
        "copies-kept-under-code",
        "副本の識別に住民票コードを用いる。",
        "Provision copies are kept under the Resident Record Code.",
        builders(l03=_code_as_record_id),
        must="LINK-003",
        pattern="number-as-key",
    ),
    defect(
        "copies-kept-under-number",
        "副本の識別に個人番号を区切って用いる。",
        "Provision copies are kept under the Individual Number, in groups of four.",
        builders(l03=_number_as_record_id),
        must="LINK-003",
        pattern="number-disguised",
    ),
    defect(
        "number-in-addressee-building",
        "異動後の宛名の方書に個人番号を書き加える。",
        "After a change the building in the addressee record holds the Individual Number.",
        builders(a01=_number_in_building),
        must="ATE-001",
        may="REL-013",
        pattern="number-in-text",
    ),
    defect(
        "code-in-relationship",
        "記載のとき、個人番号を利用しない業務に伝える続柄に、住民票コードを全角で書き加える。",
        "An entry told to departments without a basis ends its relationship in the Resident Record Code, full width.",
        builders(d01=_code_in_relationship),
        must="SEC-008",
        may="REL-024",
        pattern="number-disguised",
    ),
    defect(
        "code-with-a-deletion",
        "消除のとき、世帯主の氏名に住民票コードを添えて伝える。",
        "With a deletion departments learn the Resident Record Code beside the householder's name.",
        builders(d01=_code_with_a_deletion),
        must="SEC-008",
        pattern="internal-code-told",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "numbers-of-children-everywhere",
        "子の個人番号を、利用する根拠のない業務にも送る。",
        "A child's Individual Number goes to departments without a basis.",
        builders(d01=_numbers_of_children),
        must="DEPT-009",
        may="DEPT-008",
        pattern="number-beyond-basis",
    ),
    defect(
        "extract-named-by-number",
        "媒体のファイル名に個人番号を用いる。",
        "The file of a media extract is named by an Individual Number.",
        handler("MakeMediaExtract", afterwards(_extract(_named_by_number))),
        must="DEPT-009",
        may="DEPT-008",
        pattern="number-as-name-of-file",
    ),
    defect(
        "extract-issued-under-number",
        "媒体の発行番号を個人番号から作る。",
        "The issue number of a media extract is made of the Individual Number.",
        handler("MakeMediaExtract", afterwards(_extract(_issued_under_number))),
        must="DEPT-009",
        may="DEPT-008",
        pattern="number-made-of-a-number",
        seen_by="checks",
    ),
    defect(
        "code-in-extract",
        "媒体の抽出に住民票コードの列を入れる。",
        "The media extract has a column with the Resident Record Code.",
        rules(extract_columns=lambda columns: (*columns, "resident_record_code")),
        must="SEC-008",
        pattern="column-too-many",
        seen_by="checks",
    ),
    defect(
        "extract-named-by-code",
        "媒体のファイル名に住民票コードを用いる。",
        "The file of a media extract is named by a Resident Record Code.",
        handler("MakeMediaExtract", afterwards(_extract(_named_by_code))),
        must="SEC-008",
        pattern="number-as-name-of-file",
        seen_by="checks",
    ),
    defect(
        "pin-repeated-to-clerk",
        "交付の応答に暗証番号を繰り返す。",
        "The answer to a hand-over repeats the PIN.",
        handler("HandOverCard", afterwards(_pin_in_notes)),
        must="CARD-004",
        pattern="secret-repeated",
        seen_by="checks",
    ),
    defect(
        "pin-with-the-operator",
        "交付の通知の操作者に暗証番号を添える。",
        "The message on a hand-over names the operator with the PIN.",
        handler("HandOverCard", _pin_with_operator),
        must="CARD-004",
        may="CARD-014",
        pattern="secret-repeated",
    ),
    defect(
        "number-hidden-in-extract",
        "媒体の見えないところに個人番号を残す。",
        "A hidden place of a media extract holds the Individual Number.",
        handler("MakeMediaExtract", afterwards(_extract(_hidden_in_text))),
        must="DEPT-009",
        may="DEPT-008",
        pattern="hidden-layer",
    ),
    defect(
        "number-in-access-log",
        "個人番号を見た記録に、その番号を書く。",
        "A line that an Individual Number was seen holds the number.",
        reading("ReadAccessLog", _number_in_log),
        must="AUD-001",
        pattern="number-in-log",
    ),
    defect(
        "insurance-noted-to-pension",
        "届出に付記された国民健康保険の事項を、年金の業務にも送る。",
        "What a notification notes on health insurance goes to the pension office as well.",
        outbox(outgoing=_noted_to_pension),
        must="DEPT-008",
        pattern="sent-to-one-more",
        seen_by="checks",
    ),
)
