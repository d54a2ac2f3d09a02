"""
Defects of what the Agency tells: taken in where it does not fit the record, or left where it has to be looked at.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from registry import residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler
from registry.desk import Desk
from registry.handlers import from_agency
from registry.messages.agency import municipal_notice
from registry.messages.told import Told
from registry.residents import Record
from registry.wire.control import Accepted, MovingIn
from registry.wire.immigration import MunicipalNotice
from registry.wire.town import AgencyNotice

WEEK = timedelta(days=7)


def _one_with(desk: Desk, number: str) -> Record | None:
    found = residents.with_residence_card(desk.conn, number)
    return found[0] if len(found) == 1 else None


def _number_will_do(desk: Desk, body: AgencyNotice) -> None:
    record = _one_with(desk, body.residence_card_number)
    if record is not None:
        said: dict[str, Any] = {"name": record.name, "born_on": record.born_on}
        said.pop(body.change, None)
        body = msgspec.structs.replace(body, **said)
    from_agency.agency_notice(desk, body)


def _nobody_is_nothing(desk: Desk, body: AgencyNotice) -> None:
    record = _one_with(desk, body.residence_card_number)
    if body.change == "card_number" or (record is not None and record.living):
        from_agency.agency_notice(desk, body)


def _name_will_do(desk: Desk, body: AgencyNotice) -> None:
    if _one_with(desk, body.residence_card_number) is None and body.change != "card_number":
        named = [
            record.foreign.residence_card_number
            for record in residents.foreign_living(desk.conn)
            if record.foreign is not None and record.name == body.name and record.born_on == body.born_on
        ]
        if len(named) == 1 and named[0] is not None:
            body = msgspec.structs.replace(body, residence_card_number=named[0])
    from_agency.agency_notice(desk, body)


def _also_of_the_gone(desk: Desk, body: AgencyNotice) -> None:
    record = _one_with(desk, body.residence_card_number)
    if record is None or record.living or record.foreign is None:
        from_agency.agency_notice(desk, body)
        return
    foreign = msgspec.structs.replace(record.foreign, nationality=body.nationality)
    residents.save(desk.conn, msgspec.structs.replace(record, foreign=foreign))


def _special_like_others(desk: Desk, body: AgencyNotice) -> None:
    for record in residents.foreign_living(desk.conn):
        held = record.foreign
        if held is not None and held.special_permanent_certificate_number == body.residence_card_number:
            like_others = {
                "resident_class": "medium-to-long-term",
                "residence_card_number": body.residence_card_number,
            }
            foreign = msgspec.structs.replace(held, **like_others)
            residents.save(desk.conn, msgspec.structs.replace(record, foreign=foreign))
            from_agency.agency_notice(desk, body)
            now = residents.find(desk.conn, record.resident)
            if now is not None and now.foreign is not None:
                own = {"resident_class": held.resident_class, "residence_card_number": None}
                kept = msgspec.structs.replace(now.foreign, **own)
                residents.save(desk.conn, msgspec.structs.replace(now, foreign=kept))
            return
    from_agency.agency_notice(desk, body)


def _common_name_goes(desk: Desk, body: AgencyNotice) -> None:
    from_agency.agency_notice(desk, body)
    record = _one_with(desk, body.residence_card_number)
    if body.change == "name" and record is not None and record.common_name is not None:
        residents.save(desk.conn, msgspec.structs.replace(record, common_name=body.name))


def _stay_with_the_address(change: Told) -> MunicipalNotice | None:
    corrected = change.event.corrected
    if change.event.act == "correction" and "address" in corrected:
        corrected = (*corrected, "nationality")
        change = msgspec.structs.replace(
            change, event=msgspec.structs.replace(change.event, corrected=corrected)
        )
    return municipal_notice(change)


def _leaves_when_the_stay_ends(desk: Desk, _command: MovingIn, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        end = None if record is None or record.foreign is None else record.foreign.period_expires_on
        if record is not None and end is not None and date.fromisoformat(end) - desk.today < WEEK:
            plan = {"planned_out_on": end, "planned_destination": "国外"}
            residents.save(desk.conn, msgspec.structs.replace(record, state="planned-out", **plan))
    return outcome


DEFECTS = (
    defect(
        "agency-notice-not-compared",
        "出入国在留管理庁の知らせの氏名及び出生の年月日を、記録と比べずに反映する。",
        "A notice of the Agency is applied by the number of the residence card, whatever name and birth it gives.",
        arrival("I02", _number_will_do),
        must="IMM-004",
        may="JUKI-002",
        pattern="notice-not-compared",
    ),
    defect(
        "agency-notice-found-by-the-name",
        "在留カードの番号の合わない知らせを、氏名及び出生の年月日の合う者に反映する。",
        "A notice with a number that nobody has is applied to who has the name and date of birth.",
        arrival("I02", _name_will_do),
        must="IMM-004",
        may="JUKI-002",
        pattern="notice-not-compared",
    ),
    defect(
        "agency-notice-of-nobody-lost",
        "住民に当たる者のない知らせを、誤りの一覧に載せずに捨てる。",
        "A notice of somebody who is no resident is dropped and listed nowhere.",
        arrival("I02", _nobody_is_nothing),
        must="IMM-004",
        pattern="error-not-listed",
    ),
    defect(
        "agency-notice-of-the-gone-applied",
        "消除された者についての知らせを、その住民票に反映する。",
        "A notice of somebody whose record is deleted is applied to it.",
        arrival("I02", _also_of_the_gone),
        must="IMM-004",
        pattern="deleted-record-changed",
        acts=2,
    ),
    defect(
        "agency-notice-of-special-permanent-applied",
        "特別永住者についての知らせを、そのまま反映する。",
        "A notice of a special permanent resident is taken in by itself.",
        arrival("I02", _special_like_others),
        must="IMM-004",
        pattern="exempt-class-taken-in",
    ),
    defect(
        "agency-notice-overwrites-the-common-name",
        "氏名の修正の知らせにより、通称をその氏名に改める。",
        "A notice of another name overwrites the common name with it.",
        arrival("I02", _common_name_goes),
        must="IMM-004",
        pattern="neighbouring-item-overwritten",
        acts=2,
    ),
    defect(
        "agency-told-more-with-the-address",
        "知らせの後の転居の市町村通知に、住所のほかの事項の修正も示す。",
        "The municipal notice of a change of address names another item beside the address.",
        builders(i01=_stay_with_the_address),
        must="IMM-003",
        may="IMM-001 IMM-002",
        pattern="list-names-more",
        acts=2,
    ),
    defect(
        "stay-that-ends-deletes",
        "在留期間の満了の日を転出の予定の日として扱い、その経過により住民票を消除する。",
        "The end of a stay counts as a planned moving out, and the record is deleted when it passes.",
        handler("MovingIn", afterwards(_leaves_when_the_stay_ends)),
        must="IMM-004",
        may="REL-001 REL-012 JUKI-001 IMM-001",
        pattern="deleted-by-the-calendar",
        acts=2,
    ),
)
