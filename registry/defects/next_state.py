"""
Defects of the next case: right for the first person, the first code, the first of a delivery, the usual cause; wrong
for the next, for another room of the same house, under the code of yesterday, once the record is deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import audit, certified, residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rewritten, rules
from registry.desk import Inquiry
from registry.handlers import arrivals, succession, wide_area
from registry.messages import network
from registry.messages.told import Told
from registry.parts import Parts
from registry.residents import Record
from registry.rulebook import data_may_be_sent
from registry.store import HISTORY, TASKS
from registry.wire.control import Accepted, MovingIn
from registry.wire.juki_net import IdentificationUpdate, SupplementaryNotice
from registry.wire.town import DeliveredNotice, MovingOutData

MOVED = "31"
NOBODY = msgspec.Raw(b'{"result":"none","persons":[]}')
replace = msgspec.structs.replace


def _first_notice_of_unknown(desk: Any, body: DeliveredNotice) -> None:
    """
    Of those in one delivery whose codes are not known only the first of all is listed.
    """
    valid = desk.book.rules.resident_record_code_is_valid
    further = [
        notice
        for notice in body.further
        if not valid(notice.resident_record_code)
        or residents.with_code(desk.conn, notice.resident_record_code) is not None
    ]
    arrivals.moving_in_notices(desk, replace(body, further=further))


def _until_unknown(desk: Any, body: DeliveredNotice) -> None:
    """
    What follows a notice whose code is not known is not looked at.
    """
    known = residents.with_code(desk.conn, body.resident_record_code) is not None
    arrivals.moving_in_notices(desk, body if known else replace(body, further=[]))


def _data_without(**lost: Any) -> Callable[[Any, MovingOutData], None]:
    def take(desk: Any, body: MovingOutData) -> None:
        arrivals.moving_out_data_arrived(
            desk, replace(body, persons=[replace(person, **lost) for person in body.persons])
        )

    return take


def _gone_at_all(record: Record) -> bool:
    return data_may_be_sent(record) or (record.deletion_reason == "21" and record.out_route == "certificate")


def _abroad_too(record: Record) -> bool:
    return data_may_be_sent(record) or record.deletion_reason == "22"


def _same_house(told: Told) -> bool:
    former = told.event.former_address or ""
    return told.event.reason == MOVED and former.startswith(told.record.address)


def _update_of_another_house(told: Told) -> IdentificationUpdate | None:
    return None if _same_house(told) else network.identification_update(told)


def _notice_of_another_house(told: Told, corrected: Any) -> SupplementaryNotice | None:
    return None if _same_house(told) else network.supplementary_notice(told, corrected)


def _one_search(parts: Parts) -> Parts:
    """
    Only the first of several people whose codes are lost is searched for; the others count as not found.
    """
    sound, entered = parts.inquiries["MovingIn"], parts.handlers["MovingIn"]

    def ask(desk: Any, command: MovingIn) -> list[Inquiry]:
        return sound(desk, command)[:1]

    def enter(desk: Any, command: MovingIn) -> Accepted:
        if desk.answers:
            desk.answers = {person.ref: NOBODY for person in command.persons} | dict(desk.answers)
        return entered(desk, command)

    return replace(
        parts,
        inquiries={**parts.inquiries, "MovingIn": ask},
        handlers={**parts.handlers, "MovingIn": enter},
    )


def _newest_code(desk: Any, code: str) -> str:
    """
    Today's code of who once had this one.
    """
    rows = desk.conn.execute(sa.select(HISTORY.c.resident, HISTORY.c.snapshot)).all()
    had = {row.resident for row in rows if f'"resident_record_code":"{code}"' in row.snapshot}
    now = [record.resident_record_code for each in had if (record := residents.find(desk.conn, each))]
    return now[0] if now else code


def _under_any_code(sound: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def take(desk: Any, body: Any) -> None:
        sound(desk, replace(body, resident_record_code=_newest_code(desk, body.resident_record_code)))

    return take


def _former_of_notice(desk: Any, body: DeliveredNotice) -> None:
    code = _newest_code(desk, body.resident_record_code)
    arrivals.moving_in_notices(desk, replace(body, resident_record_code=code))


def _lost_as_held(record: Record, head: str) -> list[certified.Shown]:
    return [
        (item, label, "該当" if item == "health_insurance" and record.health_insurance else value)
        for item, label, value in certified.items_of(record, head)
    ]


def _own_register_at_home(told: Told, corrected: Any) -> SupplementaryNotice | None:
    here = told.record.registered_domicile_municipality == told.municipality
    return None if here and "abroad" in corrected else network.supplementary_notice(told, corrected)


def _own_register_keeps_code(told: Told, corrected: Any) -> SupplementaryNotice | None:
    here = told.record.registered_domicile_municipality == told.municipality
    renewed = corrected != ("resident_record_code",)
    return network.supplementary_notice(told, corrected) if renewed or not here else None


def _own_register_keeps_block(told: Told, corrected: Any) -> SupplementaryNotice | None:
    here = told.record.registered_domicile_municipality == told.municipality
    minor = here and told.event.network_reason == "32"
    return None if minor else network.supplementary_notice(told, corrected)


def _left_unchecked(desk: Any, command: Any, outcome: Accepted) -> Accepted:
    if command.event == "disappearance-declared":
        household = outcome.residents[0].household
        waiting = [
            task.n for task in audit.open_tasks(desk.conn, succession.MISSING) if household in task.keys
        ]
        desk.conn.execute(TASKS.delete().where(TASKS.c.n.in_(waiting)))
        desk.alerts = [alert for alert in desk.alerts if alert != "household-without-householder"]
    return outcome


def _anybody(command: Any) -> Any:
    """
    A proxy's authority is taken for granted.
    """
    identity = command.identity
    if identity.filer != "proxy" or identity.authority is not None:
        return command
    return replace(command, identity=replace(identity, authority="power-of-attorney"))


def _special_by_anybody(parts: Parts) -> Parts:
    """
    The search before the entry looks at the authority, too.
    """
    sound = parts.inquiries["SpecialMovingIn"]

    def ask(desk: Any, command: Any) -> list[Inquiry]:
        return sound(desk, _anybody(command))

    parts = replace(parts, inquiries={**parts.inquiries, "SpecialMovingIn": ask})
    return handler("SpecialMovingIn", rewritten(_anybody))(parts)


DEFECTS = (
    defect(
        "unknown-further-dropped",
        "一度に届いた転入通知のうち、二件目以降の住民票コードの知られていないものを捨てる。",
        "Of the notices of moving in of one delivery, those after the first whose code is not known are dropped.",
        arrival("J05", _first_notice_of_unknown),
        must="REL-004",
        pattern="rest-of-a-delivery-dropped",
    ),
    defect(
        "delivery-stops-at-unknown-code",
        "一度に届いた転入通知の最初の住民票コードが知られていないと、続くものを取り込まない。",
        "Where the first notice of a delivery bears a code that is not known, the others are not taken in.",
        arrival("J05", _until_unknown),
        must="REL-004",
        pattern="rest-of-a-delivery-dropped",
    ),
    defect(
        "common-name-lost-on-special-route",
        "特例転入で、転出証明書情報の通称を記載しない。",
        "A special moving in enters nobody's common name from the moving-out data.",
        arrival("J07", _data_without(common_name=None, common_name_history=None)),
        must="REL-009",
        may="REL-001 JUKI-001 IMM-001",
        pattern="item-of-the-data-lost",
    ),
    defect(
        "former-surname-lost-on-special-route",
        "特例転入で、転出証明書情報の旧氏を記載しない。",
        "A special moving in enters nobody's former surname from the moving-out data.",
        arrival("J07", _data_without(former_surname=None, former_surname_kana=None)),
        must="REL-009",
        may="REL-001 JUKI-001",
        pattern="item-of-the-data-lost",
    ),
    defect(
        "ordinary-data-sent-after-deletion",
        "通常の転出をした者の転出証明書情報を、消除の後は求めに応じて送る。",
        "Once the record is deleted the data of an ordinary moving out are sent to whoever asks.",
        rules(data_may_be_sent=_gone_at_all),
        must="REL-010",
        may="REL-008",
        pattern="looser-once-deleted",
        acts=3,
    ),
    defect(
        "data-of-who-went-abroad-sent",
        "国外へ転出した者の転出証明書情報を求めに応じて送る。",
        "Moving-out data of somebody who moved abroad are sent to whoever asks.",
        rules(data_may_be_sent=_abroad_too),
        must="REL-010",
        may="REL-008",
        pattern="looser-once-deleted",
        acts=3,
    ),
    defect(
        "move-in-same-house-untold",
        "同じ建物の別の部屋への転居について本人確認情報を送らない。",
        "A move to another room of the same house is not told to the network.",
        builders(j01=_update_of_another_house),
        must="REL-013",
        may="JUKI-001 JUKI-002 JUKI-003 JUKI-004",
        pattern="same-house-counts-as-no-move",
    ),
    defect(
        "move-in-same-house-untold-to-register",
        "同じ建物の別の部屋への転居を本籍地の市町村に知らせない。",
        "A move to another room of the same house is not told to the municipality of the registered domicile.",
        builders(j09=_notice_of_another_house),
        must="REL-013",
        may="JUKI-012",
        pattern="same-house-counts-as-no-move",
    ),
    defect(
        "second-lost-code-unsearched",
        "住民票コードの分からない二人目からは照会をせず、新たな住民票コードを記載する。",
        "Of several people whose codes are lost only the first is searched for; the others get new codes.",
        _one_search,
        must="JUKI-007",
        may="JUKI-016 REL-001 REL-002",
        pattern="first-of-those-searched-for",
    ),
    defect(
        "wide-area-claim-by-former-code",
        "変更前の住民票コードによる広域交付の請求に応じる。",
        "A claim for wide-area issue under a former code is answered with the person's data.",
        arrival("J13", _under_any_code(wide_area.copy_claimed)),
        must="JUKI-008",
        may="CERT-007",
        pattern="former-key-still-taken",
        acts=2,
    ),
    defect(
        "moving-in-notice-by-former-code",
        "変更前の住民票コードによる転入通知により転出を確定する。",
        "A notice of moving in under a former code confirms the moving out.",
        arrival("J05", _former_of_notice),
        must="JUKI-008",
        may="REL-004",
        pattern="former-key-still-taken",
        acts=3,
    ),
    defect(
        "lost-insurance-certified",
        "失われた国民健康保険の資格を、転出証明書に記載する。",
        "A moving-out certificate says of somebody that they are insured, who no longer are.",
        rules(certificate_items=_lost_as_held),
        must="REL-007",
        pattern="lost-counts-as-held",
        acts=2,
    ),
    defect(
        "disappearance-leaves-household-unchecked",
        "失踪宣告により世帯主が消除された世帯を、確認しないまま残す。",
        "A household whose householder is deleted on a declaration of disappearance is left unchecked.",
        handler("ExOfficioDeletion", afterwards(_left_unchecked)),
        must="REL-018",
        may="REL-016",
        pattern="other-cause-unchecked",
    ),
    defect(
        "own-register-untold-of-abroad",
        "本籍が本市にある者の国外転出を、本市の戸籍の附票に記載しない。",
        "The supplementary record kept here does not learn that somebody moved out abroad.",
        builders(j09=_own_register_at_home),
        must="JUKI-012",
        pattern="own-register-passed-over",
        acts=2,
    ),
    defect(
        "own-register-keeps-former-code",
        "本籍が本市にある者の住民票コードの変更を、本市の戸籍の附票に記載しない。",
        "The supplementary record kept here keeps the former code.",
        builders(j09=_own_register_keeps_code),
        must="JUKI-012",
        pattern="own-register-passed-over",
        acts=2,
    ),
    defect(
        "own-register-keeps-former-block",
        "本籍が本市にある者の住所の軽微な修正を、本市の戸籍の附票に記載しない。",
        "The supplementary record kept here does not follow a minor correction of the address.",
        builders(j09=_own_register_keeps_block),
        must="JUKI-012",
        pattern="own-register-passed-over",
        acts=2,
    ),
    defect(
        "merger-by-anybody",
        "世帯合併届では代理人の権限を確かめない。",
        "A merger of households is taken from any proxy.",
        handler("MergeHouseholds", rewritten(_anybody)),
        must="SEC-001",
        pattern="authority-of-some-unasked",
        acts=2,
    ),
    defect(
        "transfer-by-anybody",
        "世帯間の異動の届出では代理人の権限を確かめない。",
        "A transfer between households is taken from any proxy.",
        handler("TransferMembers", rewritten(_anybody)),
        must="SEC-001",
        pattern="authority-of-some-unasked",
        acts=2,
    ),
    defect(
        "special-moving-in-by-anybody",
        "特例転入では代理人の権限を確かめない。",
        "A special moving in is taken from any proxy.",
        _special_by_anybody,
        must="SEC-001",
        may="REL-009",
        pattern="authority-of-some-unasked",
        acts=2,
    ),
)
