"""
Defects of what a notification is taken for: refused although complete, put right in silence, dated or announced
otherwise than it was filed, taken from somebody whom the search passes over.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry import changes, residents
from registry.certified import Shown, items_of
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rewritten, rules
from registry.desk import Desk, Inquiry
from registry.handlers import arrivals, moving_out
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import INQUIRIES, Handler, Parts
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.relationship import FALLBACK, HOUSEHOLDER
from registry.wire.card_management import CardInquiry
from registry.wire.control import (
    Accepted,
    ChangeOfHousehold,
    ExOfficioEntry,
    FiledBy,
    MovingIn,
    MovingOut,
    Relation,
    SpecialMovingIn,
    SplitHousehold,
)
from registry.wire.juki_net import IdentificationUpdate
from registry.wire.town import DeliveredNotice, MovingInNotice


def _came_from_where_they_are(told: Told) -> IdentificationUpdate:
    return msgspec.structs.replace(identification_update(told), previous_address=told.record.full_address)


def _wants_the_certificate(exemption: str | None) -> bool:
    return exemption in (None, "from-abroad")


def _on_the_first_of_march(command: MovingIn) -> MovingIn:
    if not command.moved_in_on.endswith("-02-29"):
        return command
    return msgspec.structs.replace(command, moved_in_on=f"{command.moved_in_on[:4]}-03-01")


def _second_head_put_right(command: ChangeOfHousehold) -> ChangeOfHousehold:
    relations = [
        Relation(resident=each.resident, relationship=FALLBACK)
        if each.relationship == HOUSEHOLDER and each.resident != command.householder
        else each
        for each in command.relationships
    ]
    return msgspec.structs.replace(command, relationships=relations)


def _first_takes_over(sound: Handler) -> Handler:
    def inner(desk: Desk, command: SplitHousehold) -> Accepted:
        household = desk.resident(command.residents[0], "residents[0]").household
        staying = [
            member
            for member in residents.members(desk.conn, household)
            if member.resident not in command.residents
        ]
        headed = any(member.relationship == HOUSEHOLDER for member in staying)
        if command.remaining_householder is None and len(staying) > 1 and not headed:
            first, *others = [member.resident for member in staying]
            command = msgspec.structs.replace(
                command,
                remaining_householder=first,
                remaining_relationships=[Relation(resident=other, relationship=FALLBACK) for other in others],
            )
        return sound(desk, command)

    return inner


def _alert_always(desk: Desk, _command: MovingOut, outcome: Accepted) -> Accepted:
    desk.alert("planned-far-ahead")
    return outcome


def _told_however_far(desk: Desk, command: MovingOut, outcome: Accepted) -> Accepted:
    if "planned-far-ahead" in desk.alerts:
        for number in command.residents:
            record = desk.resident(number, "residents")
            changes.tell_addressee(desk, record, moving_out.event_of(desk, record, planned=True))
    return outcome


def _listed_at_once(desk: Desk, command: MovingOut, outcome: Accepted) -> Accepted:
    for number in command.residents:
        desk.task(moving_out.MISSING, ["planned_out_on"], number)
    return outcome


def _nationality_left_out(record: Record, householder_name: str) -> list[Shown]:
    shown = items_of(record, householder_name)
    return [each for each in shown if each[0] != "nationality" or record.common_name is not None]


def _only_who_moves_out(conn: sa.Connection, notice: MovingInNotice) -> Record | None:
    found = residents.with_code(conn, notice.resident_record_code)
    return found if found is not None and found.out_notified_on is not None else None


def _pin_not_mentioned(parts: Parts) -> Parts:
    sound = INQUIRIES["SpecialMovingIn"]

    def asked(desk: Desk, command: SpecialMovingIn) -> list[Inquiry]:
        found = []
        for inquiry in sound(desk, command):
            body = inquiry.body
            if isinstance(body, CardInquiry):
                body = msgspec.structs.replace(body, pin_check="not-asked")
            found.append(msgspec.structs.replace(inquiry, body=body))
        return found

    return msgspec.structs.replace(parts, inquiries={**parts.inquiries, "SpecialMovingIn": asked})


def _householder_as_filer(desk: Desk, _command: ExOfficioEntry, outcome: Accepted) -> Accepted:
    filed = FiledBy(filer="householder", evidence=None, authority=None, substitute=None)
    for one in outcome.residents:
        record = desk.resident(one.resident, "persons")
        residents.save(desk.conn, msgspec.structs.replace(record, filed_by=filed))
    return outcome


def _without_the_field(desk: Desk, body: DeliveredNotice) -> None:
    try:
        arrivals.moving_in_notices(desk, body)
    except Refusal as refusal:
        raise Refusal(refusal.reason) from None


def _evidence_not_kept(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for one in outcome.residents:
        record = desk.resident(one.resident, "residents")
        if record.filed_by is not None:
            filed = msgspec.structs.replace(record.filed_by, evidence=None)
            residents.save(desk.conn, msgspec.structs.replace(record, filed_by=filed))
    return outcome


DEFECTS = (
    defect(
        "new-address-told-as-the-previous-one",
        "本人確認情報に、転入前の住所として新しい住所を入れる。",
        "The update carries the new address as the previous one.",
        builders(j01=_came_from_where_they_are),
        must="REL-001",
        may="JUKI-001",
        pattern="where-to-told-as-where-from",
    ),
    defect(
        "certificate-wanted-from-abroad",
        "国外からの転入にも転出証明書を求めて、届出を受理しない。",
        "A notification from abroad is refused for want of a certificate.",
        rules(needs_document=_wants_the_certificate),
        must="REL-002",
        pattern="exemption-not-known",
    ),
    defect(
        "leap-day-moved-to-march",
        "2月29日の転入を3月1日として記録する。",
        "A moving in on 29 February is recorded as of 1 March.",
        handler("MovingIn", rewritten(_on_the_first_of_march)),
        must="REL-028",
        may="ATE-001 JUKI-003 JUKI-012 REL-001",
        pattern="leap-day-not-known",
    ),
    defect(
        "second-householder-taken-for-a-relative",
        "二人を世帯主とする届出を、一人を縁故者として受理する。",
        "A notification that names two householders is taken, the second as a relative.",
        handler("ChangeOfHousehold", rewritten(_second_head_put_right)),
        must="REL-015",
        pattern="contradiction-settled-in-silence",
    ),
    defect(
        "householder-of-the-rest-guessed",
        "残る世帯員の世帯主が定められていない世帯分離届を、先に記載された者を世帯主として受理する。",
        "A split that names no householder for those who stay makes the first of them the householder.",
        handler("SplitHousehold", _first_takes_over),
        must="REL-015",
        pattern="missing-choice-guessed",
    ),
    defect(
        "far-ahead-alert-always",
        "どの転出届にも、予定日が遠い旨の注意を示す。",
        "Every moving out raises the alert of a date far ahead.",
        handler("MovingOut", afterwards(_alert_always)),
        must="REL-028",
        pattern="alert-always-raised",
    ),
    defect(
        "far-ahead-plan-told",
        "遠い先の転出の予定も、注意を示しながら宛名システムに伝える。",
        "A plan far ahead is told to the addressee system although the alert is raised.",
        handler("MovingOut", afterwards(_told_however_far)),
        must="REL-028",
        pattern="told-despite-the-alert",
    ),
    defect(
        "missing-notice-listed-when-filed",
        "転出届を受けた日に、転入通知未着の一覧に載せる。",
        "Whoever files a moving out is on the list of missing notices the same day.",
        handler("MovingOut", afterwards(_listed_at_once)),
        must="REL-012",
        pattern="listed-before-it-is-due",
        acts=2,
    ),
    defect(
        "nationality-missing-without-a-common-name",
        "通称のない外国人住民の転出証明書に国籍等を記載しない。",
        "The certificate of a foreign resident without a common name bears no nationality.",
        rules(certificate_items=_nationality_left_out),
        must="REL-007",
        pattern="item-bound-to-another",
    ),
    defect(
        "notice-listed-without-its-person",
        "転出届のない者の転入通知を、だれのものとも示さずに一覧に載せる。",
        "The notice of somebody who filed no moving out is listed as nobody's.",
        rules(person_of_notice=_only_who_moves_out),
        must="REL-004",
        pattern="search-too-narrow",
    ),
    defect(
        "card-asked-for-without-the-pin-check",
        "カードの照会に、暗証番号を照合した旨を添えない。",
        "The inquiry of a card does not say that the PIN was checked.",
        _pin_not_mentioned,
        must="REL-009",
        pattern="check-not-told",
    ),
    defect(
        "ex-officio-entry-filed-by-the-householder",
        "職権による記載に、届出人として世帯主を記録する。",
        "The householder is recorded as the filer of an entry by authority.",
        handler("ExOfficioEntry", afterwards(_householder_as_filer)),
        must="REL-023",
        pattern="filer-made-up",
    ),
    defect(
        "notice-refused-without-the-field",
        "転入通知を断るとき、規則に合わない項目を示さない。",
        "A notice of moving in is refused without the field at fault.",
        arrival("J05", _without_the_field),
        must="DATA-004",
        pattern="refusal-without-place",
    ),
    defect(
        "evidence-not-kept-of-a-change-of-address",
        "転居届の本人確認の資料の種類を記録に残さない。",
        "The kind of evidence shown for a change of address is not kept.",
        handler("ChangeOfAddress", afterwards(_evidence_not_kept)),
        must="SEC-001",
        pattern="evidence-not-kept",
    ),
)
