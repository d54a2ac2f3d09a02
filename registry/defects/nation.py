"""
Defects towards the network and family registers: triggers, reasons, results, codes and numbers, notices, inquiries.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from registry import changes, residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler, outbox, rules
from registry.desk import Desk
from registry.handlers import correction, entry, notices, numbers
from registry.messages.house import numbering_request
from registry.messages.network import SupplementaryItem, identification_update, supplementary_notice
from registry.messages.told import Event, Told
from registry.outbox import Draft
from registry.rulebook import line_as_is
from registry.rules import tables
from registry.wire.addressee import NumberingRequest
from registry.wire.control import (
    Accepted,
    AccessLine,
    ChangeOfAddress,
    ChangeResidentRecordCode,
)
from registry.wire.juki_net import IdentificationUpdate, SupplementaryNotice
from registry.wire.town import FamilyRegisterEvent, NumberNotice


def _telephone_too(item: str, foreign: bool, on: date) -> bool:
    return item == "telephone" or tables.triggers_network(item, foreign, on)


def _surname_too_quiet(item: str, foreign: bool, on: date) -> bool:
    return not item.startswith("former_surname") and tables.triggers_network(item, foreign, on)


def _common_name_minor(cause: str, item: str, on: date) -> bool:
    return item == "common_name" or tables.is_minor(cause, item, on)


def _court_minor(cause: str, item: str, on: date) -> bool:
    return cause == "court" or tables.is_minor(cause, item, on)


def _changed(**values: Any) -> Any:
    def told_as(told: Told) -> IdentificationUpdate:
        return msgspec.structs.replace(identification_update(told), **values)

    return told_as


def _former_number_overwritten(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    if sound.former_individual_number is None:
        return sound
    return msgspec.structs.replace(sound, former_individual_number=sound.individual_number)


def _minor_move(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    return msgspec.structs.replace(sound, reason="32") if sound.reason == "31" else sound


def _moving_out_by_filing(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    filed = told.event.notified_on
    return msgspec.structs.replace(sound, changed_on=filed) if sound.reason == "21" and filed else sound


def _another_row_too(desk: Desk, _command: ChangeResidentRecordCode, outcome: Accepted) -> Accepted:
    claimed = {entered.resident for entered in outcome.residents}
    others = [record for record in residents.living(desk.conn) if record.resident not in claimed]
    for other in others[-1:] if claimed else []:
        residents.save(desk.conn, msgspec.structs.replace(other, resident_record_code=entry.draw(desk)))
    return outcome


def _another_code_on_moving(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    for number in command.residents:
        record = residents.find(desk.conn, number)
        if record is not None:
            residents.save(desk.conn, msgspec.structs.replace(record, resident_record_code=entry.draw(desk)))
    return outcome


def _told_again(desk: Desk, body: NumberNotice) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    numbers.number_notice(desk, body)
    if record is not None and record.individual_number == body.individual_number:
        event = Event(reason="36", kind="2", changed_on=desk.today.isoformat(), notified_on=None)
        changes.tell_network(desk, record, event)


def _number_too(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        if record is not None and record.individual_number is not None:
            waiting = msgspec.structs.replace(record, number_change="35")
            residents.save(desk.conn, waiting)
            changes.ask_other_number(desk, waiting)
    return outcome


def _mapping_left(told: Told) -> NumberingRequest | None:
    return None if told.event.former_number is not None else numbering_request(told)


def _no_request(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.message_type != "J20"]


def _domestic_out_too(told: Told, items: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    return supplementary_notice(told, ("address",) if told.event.reason == "21" else items)


def _everything_corrected(told: Told, items: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    sound = supplementary_notice(told, items)
    return None if sound is None else msgspec.structs.replace(sound, corrected=["resident_record_code"])


def _applied_at_once(desk: Desk, body: FamilyRegisterEvent) -> None:
    notices.family_register_event(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code or "")
    amendments, _unknown = notices.proposed(body)
    if record is not None and record.living and amendments and body.event not in ("birth", "death"):
        correction.apply(
            desk, record, amendments, cause="family-register-notice", kind="5", on=body.occurred_on
        )


def _applied_to_namesake(desk: Desk, body: FamilyRegisterEvent) -> None:
    if residents.with_code(desk.conn, body.resident_record_code or "") is None:
        for record in residents.living(desk.conn):
            if record.name == body.name:
                body = msgspec.structs.replace(body, resident_record_code=record.resident_record_code)
    _applied_at_once(desk, body)


def _purpose_unlogged(line: AccessLine) -> AccessLine | None:
    return line_as_is(msgspec.structs.replace(line, text="") if line.text.startswith("purpose") else line)


DEFECTS = (
    defect(
        "network-told-of-telephone",
        "電話番号の修正を本人確認情報として送る。",
        "A corrected telephone number is told to the network.",
        rules(triggers_network=_telephone_too),
        must="JUKI-002",
        may="JUKI-001 JUKI-003",
        pattern="item-too-many-in-table",
    ),
    defect(
        "network-not-told-of-surname",
        "旧氏の異動を本人確認情報として送らない。",
        "A change of a former surname is not told to the network.",
        rules(triggers_network=_surname_too_quiet),
        must="JUKI-002",
        may="JUKI-001 JUKI-004",
        pattern="item-missing-from-table",
    ),
    defect(
        "common-name-always-minor",
        "通称の記載と削除を軽微な修正として送る。",
        "Entry and deletion of a common name are told as minor corrections.",
        rules(is_minor=_common_name_minor),
        must="JUKI-002",
        may="JUKI-001 JUKI-003 JUKI-004",
        pattern="taken-for-minor",
    ),
    defect(
        "court-order-minor",
        "裁判による氏名の変更を軽微な修正として送る。",
        "A change of name by a court is told as a minor correction.",
        rules(is_minor=_court_minor),
        must="JUKI-003",
        may="JUKI-001 JUKI-004",
        pattern="taken-for-minor",
    ),
    defect(
        "moving-out-dated-by-filing",
        "国内転出の異動年月日に届出の日を送る。",
        "A moving out is told with the day of filing as its date.",
        builders(j01=_moving_out_by_filing),
        must="JUKI-003 REL-005",
        may="JUKI-001",
        pattern="told-the-day-of-filing",
    ),
    defect(
        "nothing-is-minor",
        "軽微な修正を職権修正等として送る。",
        "Minor corrections are told as ordinary ones, which costs a certificate.",
        rules(is_minor=lambda _cause, _item, _on: False),
        must="JUKI-004",
        may="JUKI-001 JUKI-002 JUKI-003",
        pattern="distinction-not-made",
    ),
    defect(
        "move-as-minor-correction",
        "転居を軽微な修正として送る。",
        "A change of address is told as a minor correction, which leaves a certificate alive.",
        builders(j01=_minor_move),
        must="JUKI-003 JUKI-004",
        may="JUKI-001 REL-013 JUKI-005",
        pattern="taken-for-minor",
    ),
    defect(
        "former-code-left-out",
        "住民票コードの変更で旧住民票コードを送らない。",
        "A change of code is told without the former code.",
        builders(j01=_changed(former_resident_record_code=None)),
        must="JUKI-008",
        may="JUKI-001 JUKI-003 CARD-011 JUKI-005 REL-013",
        pattern="former-value-not-told",
    ),
    defect(
        "code-changed-without-claim",
        "請求していない別の者の住民票コードまで変更する。",
        "Somebody else's code is changed on a claim, who claimed nothing.",
        handler("ChangeResidentRecordCode", afterwards(_another_row_too)),
        must="JUKI-008",
        may="JUKI-001 JUKI-012 CARD-011 CERT-004 ATE-001",
        pattern="others-included",
    ),
    defect(
        "code-changed-on-moving",
        "請求がないのに、転居した者の住民票コードを変更する。",
        "The code of whoever changes address is changed, though nobody claimed it.",
        handler("ChangeOfAddress", afterwards(_another_code_on_moving)),
        must="JUKI-008",
        may=(
            "ATE-001 CARD-009 JUKI-005 REL-005 CARD-010 CARD-011 JUKI-001 JUKI-002 JUKI-007 JUKI-011 "
            "JUKI-015 REL-013 REL-018 REL-022 REL-023 REL-026 SEC-007 REL-020 REL-028"
        ),  # The card is under the code of before.
        pattern="done-without-application",
    ),
    defect(
        "number-told-again",
        "記載済みの個人番号が再び通知されると、個人番号の職権記載等として再び通知する。",
        "A number that stands on the record and is told again leads to another update.",
        arrival("J21", _told_again),
        must="REL-017",
        pattern="repetition-as-new",
    ),
    defect(
        "code-change-changes-number",
        "住民票コードの変更で個人番号も変更する。",
        "A change of code changes the Individual Number as well.",
        handler("ChangeResidentRecordCode", afterwards(_number_too)),
        must="JUKI-008",
        may="ATE-001 JUKI-001 JUKI-003 JUKI-010 JUKI-011",
        pattern="changed-by-another-act",
    ),
    defect(
        "number-never-asked-for",
        "個人番号を求めない。",
        "No Individual Number is ever asked for.",
        outbox(outgoing=_no_request),
        must="REL-017 JUKI-010",
        may="JUKI-011 REL-021 CARD-001 CARD-002 LINK-001 ATE-006 JUKI-001 REL-002",
        pattern="outbox-loses",
    ),
    defect(
        "former-number-overwritten",
        "個人番号の変更で、変更前の個人番号として書き換えた後の番号を送る。",
        "A change of number is told with the new number as the former one, which was read after it was overwritten.",
        builders(j01=_former_number_overwritten),
        must="JUKI-011",
        may="JUKI-001 REL-013 JUKI-002 JUKI-005 JUKI-008 JUKI-015 REL-005 REL-018 REL-022",
        pattern="new-value-for-old",
    ),
    defect(
        "mapping-of-number-left",
        "個人番号の変更で宛名番号との対応を更新しない。",
        "The addressee system is not asked to renew the mapping of a changed number.",
        builders(a02=_mapping_left),
        must="JUKI-011",
        pattern="one-message-of-two-forgotten",
    ),
    defect(
        "register-never-told",
        "戸籍の附票の修正を本籍地に通知しない。",
        "The municipality of the registered domicile is never told.",
        builders(j09=lambda _told, _items: None),
        must="JUKI-012 REL-013 REL-022",
        pattern="message-never-sent",
    ),
    defect(
        "register-told-elsewhere",
        "戸籍の附票の通知を本籍地でない市町村に送る。",
        "The notice for the supplementary record goes to another municipality.",
        rules(keeper_of_supplementary=lambda _record: "131041"),
        must="JUKI-012",
        may="REL-013 REL-022",
        pattern="receiver-always-the-same",
    ),
    defect(
        "register-told-of-domestic-moving-out",
        "国内転出を本籍地に通知する。",
        "The municipality of the registered domicile is told of a moving out inside Japan.",
        builders(j09=_domestic_out_too),
        must="JUKI-012",
        pattern="message-uncalled-for",
    ),
    defect(
        "register-told-wrong-items",
        "附票の修正すべき事項として別の事項を示す。",
        "The notice names other items to be corrected than those that changed.",
        builders(j09=_everything_corrected),
        must="JUKI-012",
        may="REL-022 REL-013",
        pattern="list-names-another-item",
    ),
    defect(
        "family-register-notice-applied",
        "戸籍の通知を確認せずに住民票に反映する。",
        "A notice from a family register is applied without examination.",
        arrival("J22", _applied_at_once),
        must="JUKI-015",
        may="JUKI-001",
        pattern="not-waited-for",
    ),
    defect(
        "family-register-notice-to-namesake",
        "住民でない者についての戸籍の通知を、氏名の同じ住民に反映する。",
        "A notice about somebody who is no resident is applied to who has the same name.",
        arrival("J22", _applied_to_namesake),
        must="JUKI-015",
        may="JUKI-001",
        pattern="matched-by-name",
    ),
    defect(
        "any-purpose-may-inquire",
        "認められない目的の照会も行う。",
        "Identity is inquired about for a use that is not lawful.",
        rules(purpose_is_lawful=lambda _purpose: True, number_is_shown=lambda _purpose: True),
        must="JUKI-016",
        pattern="permission-not-looked-up",
    ),
    defect(
        "search-by-part-of-name",
        "氏名の一部だけで検索する。",
        "A search by a part of the four items is sent.",
        rules(part_is_enough=lambda _given: True),
        must="JUKI-016",
        pattern="key-incomplete",
    ),
    defect(
        "other-prefecture-asked-here",
        "他の都道府県の者も自らの都道府県の中で照会する。",
        "Who may live in another prefecture is inquired about in the own one.",
        rules(goes_nationwide=lambda _reach: False),
        must="JUKI-016",
        pattern="distinction-not-made",
    ),
    defect(
        "purpose-of-search-unlogged",
        "照会の目的を記録しない。",
        "The log does not say for what purpose somebody was searched for.",
        rules(access_line=_purpose_unlogged),
        must="JUKI-016",
        pattern="log-field-missing",
    ),
)
