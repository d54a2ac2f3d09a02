"""
Defects of the mail about numbers and cards, and of notices on paper.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry import dispatches, households, residents
from registry.defects.defect import afterwards, arrival, both, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers import forms
from registry.messages.card import Dispatching, dispatch_information, returned_mail
from registry.messages.told import Told
from registry.residents import Record
from registry.store import DOCUMENTS
from registry.wire.card_management import DispatchInformation, DispatchStatus as OutgoingStatus
from registry.wire.control import Accepted, Document, EntryByBirth
from registry.wire.town import DispatchStatus


def _without_number(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    if told.record.individual_number is not None:
        return dispatch_information(told, mailing)
    unnumbered = msgspec.structs.replace(told.record, individual_number="")
    return dispatch_information(msgspec.structs.replace(told, record=unnumbered), mailing)


def _no_number_notice(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    return None if mailing.kind == "number-notice" else dispatch_information(told, mailing)


def _number_notice_each_time(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    return dispatch_information(told, msgspec.structs.replace(mailing, kind="number-notice"))


def _city_hall_at_home(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = dispatch_information(told, mailing)
    if sound is None:
        return None
    return msgspec.structs.replace(
        sound, municipality_address=sound.address, municipality_address_gaiji_count=sound.address_gaiji_count
    )


def _living_at_city_hall(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = dispatch_information(told, mailing)
    if sound is None or mailing.kind != "delivery-notice":
        return sound
    office, count = sound.municipality_address, sound.municipality_address_gaiji_count
    return msgspec.structs.replace(sound, address=office, address_gaiji_count=count)


def _living_at_the_place_of_stay(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = dispatch_information(told, mailing)
    if sound is None:
        return None
    where, count = sound.destination_address, sound.destination_address_gaiji_count
    return msgspec.structs.replace(sound, address=where, address_gaiji_count=count)


def _returned_for_no_reason(dispatch_id: str, on: str, _reason: str | None) -> OutgoingStatus:
    return returned_mail(dispatch_id, on, None)


def _nobody_follows_up(desk: Desk, body: DispatchStatus) -> None:
    forms.civil(body.on, "body.on")
    mailing = dispatches.find(desk.conn, body.dispatch_id)
    if mailing is not None:
        returned = msgspec.structs.replace(mailing, state=body.state, returned_on=body.on)
        dispatches.save(desk.conn, returned)


def _still_sent(desk: Desk, body: DispatchStatus) -> None:
    forms.civil(body.on, "body.on")
    mailing = dispatches.find(desk.conn, body.dispatch_id)
    if mailing is not None:
        desk.task("mail-returned", ["dispatch_id"], mailing.resident, "K02")
        dispatches.save(desk.conn, msgspec.structs.replace(mailing, state="sent"))


def _unmarked(_record: Record, document: Document) -> Document:
    text = document.text.partition("\n")[2]
    return msgspec.structs.replace(document, marks=[], text=text)


def _another_code(record: Record, document: Document) -> Document:
    code = record.resident_record_code
    other = code[::-1]
    items = [
        msgspec.structs.replace(item, value=other) if item.item == "resident_record_code" else item
        for item in document.items
    ]
    return msgspec.structs.replace(document, items=items, text=document.text.replace(code, other))


def _documents(desk: Desk, outcome: Accepted) -> list[tuple[int, Document]]:
    found = []
    for one in outcome.residents:
        rows = desk.conn.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.resident == one.resident)).all()
        found += [(int(row.n), msgspec.json.decode(row.body, type=Document)) for row in rows]
    return [each for each in found if each[1].kind == "resident-record-code-notice"]


def _not_printed(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for n, _document in _documents(desk, outcome):
        desk.conn.execute(DOCUMENTS.delete().where(DOCUMENTS.c.n == n))
    left = [each for each in outcome.documents if each.kind != "resident-record-code-notice"]
    return msgspec.structs.replace(outcome, documents=left)


def _to_the_householder(desk: Desk, command: EntryByBirth, outcome: Accepted) -> Accepted:
    head = residents.find(desk.conn, households.head(desk.conn, command.household) or "")
    name = head.name if head is not None else ""

    def wrong(document: Document) -> Document:
        if document.kind != "resident-record-code-notice":
            return document
        return msgspec.structs.replace(document, addressed_to=name)

    for n, document in _documents(desk, outcome):
        body = msgspec.json.encode(wrong(document)).decode()
        desk.conn.execute(DOCUMENTS.update().where(DOCUMENTS.c.n == n).values(body=body))
    return msgspec.structs.replace(outcome, documents=[wrong(each) for each in outcome.documents])


DEFECTS = (
    defect(
        "mail-without-number",
        "個人番号のない者についても送付先情報を送る。",
        "Dispatch information goes for a person without Individual Number.",
        both(rules(may_be_mailed=lambda _number: True), builders(k01=_without_number)),
        must="CARD-001",
        pattern="prerequisite-not-looked-for",
    ),
    defect(
        "mail-to-the-held-address",
        "居所が登録されていても住所に送る。",
        "Mail goes to the address although a place of stay is registered.",
        rules(dispatch_place=lambda _place: None),
        must="CARD-001",
        may="SEC-007",
        pattern="registered-exception-ignored",
        acts=2,
    ),
    defect(
        "mail-again-without-reason",
        "返戻された通知を新たな事由なしに再び送付する。",
        "A returned notice is sent again without a new reason.",
        rules(reason_is_new=lambda _reason, _before: True),
        must="CARD-001",
        may="CARD-002",
        pattern="condition-dropped",
        acts=3,
    ),
    defect(
        "new-number-not-told",
        "個人番号が記載されても送付先情報を送らない。",
        "A number that was entered sends no dispatch information.",
        builders(k01=_no_number_notice),
        must="CARD-001 CARD-002",
        may="REL-017 JUKI-010",
        pattern="later-number-not-told",
    ),
    defect(
        "number-notice-with-every-application",
        "カードの申請のたびに個人番号通知書も送らせる。",
        "Every application for a card has another number notice sent.",
        builders(k01=_number_notice_each_time),
        must="CARD-002",
        may="CARD-001 CARD-003",
        pattern="another-kind-sent",
        acts=2,
    ),
    defect(
        "return-told-without-its-reason",
        "返戻を機構に伝えるときに、返戻の理由を示さない。",
        "The organisation is told of a return without the reason for it.",
        builders(k02=_returned_for_no_reason),
        must="CARD-002",
        pattern="reason-left-out",
        acts=3,
    ),
    defect(
        "mail-from-the-residents-own-address",
        "送付先情報の市町村の住所に、本人の住所を書く。",
        "Dispatch information gives the person's address as that of the municipality.",
        builders(k01=_city_hall_at_home),
        must="CARD-001",
        pattern="office-and-person-mixed-up",
    ),
    defect(
        "applicant-living-at-the-city-hall",
        "カードの申請の送付先情報で、本人の住所に市町村の住所を書く。",
        "Dispatch information of an application gives the municipality's address as the person's.",
        builders(k01=_living_at_city_hall),
        must="CARD-001",
        pattern="office-and-person-mixed-up",
    ),
    defect(
        "living-where-the-mail-goes",
        "居所に送る送付先情報で、本人の住所に居所を書く。",
        "Dispatch information to a place of stay gives that place as the address of the record.",
        builders(k01=_living_at_the_place_of_stay),
        must="CARD-001",
        pattern="address-of-another-item",
    ),
    defect(
        "return-not-followed-up",
        "返戻があっても追跡の仕事を起こさない。",
        "A notice that came back opens no task.",
        arrival("K02", _nobody_follows_up),
        must="CARD-002",
        may="CARD-001",
        pattern="follow-up-not-opened",
        acts=2,
    ),
    defect(
        "return-not-recorded",
        "返戻された通知書を発送済みのままにする。",
        "A notice that came back is still shown as sent.",
        arrival("K02", _still_sent),
        must="CARD-002",
        may="CARD-001",
        pattern="state-not-advanced",
        acts=2,
    ),
    defect(
        "code-notice-not-printed",
        "住民票コードを記載しても通知票を作らない。",
        "No notice is printed of a code that was assigned.",
        handler("MovingIn", afterwards(_not_printed)),
        must="CERT-004",
        may="JUKI-007",
        pattern="paper-left-out",
    ),
    defect(
        "code-notice-to-the-householder",
        "住民票コード通知票を世帯主に宛てる。",
        "The notice of a newborn's code is addressed to the householder.",
        handler("EntryByBirth", afterwards(_to_the_householder)),
        must="CERT-004",
        may="JUKI-007",
        pattern="addressed-to-another-person",
    ),
    defect(
        "reprint-unmarked",
        "再発行した通知票に再発行である旨を示さない。",
        "A notice printed again does not say so.",
        rules(reprint=_unmarked),
        must="CERT-004",
        pattern="mark-left-out",
        acts=2,
    ),
    defect(
        "reprint-with-another-code",
        "再発行した通知票に別の住民票コードを載せる。",
        "A notice printed again shows another code.",
        rules(reprint=_another_code),
        must="CERT-004",
        may="DATA-004",
        pattern="copy-unlike-the-first",
        acts=2,
    ),
)
