"""
Defects after which somebody keeps a stale copy, and acts of which the access log says too little.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from registry.defects.defect import builders, defect, outbox, rules
from registry.messages.house import resident_change
from registry.messages.moving_out import UsableCard, moving_out_data
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.outbox import Draft
from registry.parts import Parts
from registry.residents import Record
from registry.wire.control import AccessLine
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import IdentificationUpdate, MovingOutData


def _plan_forgotten(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    return sound if told.event.planned else msgspec.structs.replace(sound, planned=False, planned_on=None)


def _dated_as_planned(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    planned = told.record.planned_out_on
    return msgspec.structs.replace(sound, changed_on=planned) if planned and sound.reason == "21" else sound


def _one_correction_a_day(parts: Parts) -> Parts:
    told: dict[str | None, str] = {}

    def outgoing(drafts: list[Draft]) -> list[Draft]:
        first = []
        for draft in drafts:
            minor = draft.message_type == "D01" and getattr(draft.body, "reason", None) in ("32", "33")
            key = draft.resident if minor and draft.receiver == "dept-health-insurance" else None
            day = draft.at.date().isoformat()
            if key is None or told.get(key) != day:
                first.append(draft)
            if key is not None:
                told[key] = day
        return first

    return outbox(outgoing=outgoing)(parts)


def _no_refused_change_of_address(line: AccessLine) -> AccessLine | None:
    refused = line.function == "ChangeOfAddress" and line.result.startswith("refused")
    return None if refused else line


def _refused_of_nobody(line: AccessLine) -> AccessLine:
    refused = line.kind == "operation" and line.result.startswith("refused")
    return msgspec.structs.replace(line, resident=None) if refused else line


def _left_of_nobody(line: AccessLine) -> AccessLine:
    left = line.kind == "operation" and line.result == "refused:not-resident"
    return msgspec.structs.replace(line, resident=None) if left else line


def _first_record_only(parts: Parts) -> Parts:
    last: list[tuple[str, ...]] = [()]

    def access_line(line: AccessLine) -> AccessLine | None:
        key = (line.operator, line.terminal, line.function, line.at)
        if line.kind != "operation" or line.operator == "control":
            return line
        repeated = key == last[0]
        last[0] = key
        return None if repeated else line

    return rules(access_line=access_line)(parts)


def _reissue_unflagged(line: AccessLine) -> AccessLine:
    again = line.function == "IssueMovingOutCertificate" and line.kind == "operation"
    return msgspec.structs.replace(line, individual_number_access=False) if again else line


def _look_again_unlogged(parts: Parts) -> Parts:
    seen: set[tuple[str | None, str]] = set()

    def access_line(line: AccessLine) -> AccessLine | None:
        key = (line.resident, line.at)
        if line.function != "ReadResidentRecord":
            return line
        again = key in seen
        seen.add(key)
        return None if again else line

    return rules(access_line=access_line)(parts)


def _number_of_the_first_print(parts: Parts) -> Parts:
    last: dict[tuple[str, str, str], str | None] = {}

    def access_line(line: AccessLine) -> AccessLine:
        if line.kind != "print":
            return line
        printed = last.setdefault((line.operator, line.terminal, line.at), line.printed)
        return msgspec.structs.replace(line, printed=printed)

    return rules(access_line=access_line)(parts)


def _card_number_alone(
    movers: list[Record],
    cards: Mapping[str, UsableCard],
    municipality: str,
    receiver: str,
    *,
    withdrawn: bool = False,
) -> MovingOutData | None:
    sound = moving_out_data(movers, cards, municipality, receiver, withdrawn=withdrawn)
    if sound is None:
        return None
    persons = [
        msgspec.structs.replace(one, residence_card_number=None)
        if one.resident_class == "special-permanent"
        else one
        for one in sound.persons
    ]
    return msgspec.structs.replace(sound, persons=persons)


DEFECTS = (
    defect(
        "data-without-number-of-special-certificate",
        "特別永住者の転出証明書情報に、特別永住者証明書の番号を入れない。",
        "The moving-out data of a special permanent resident lack the number of the certificate.",
        builders(j07=_card_number_alone),
        must="REL-008",
        pattern="one-class-of-stay-only",
        acts=2,
    ),
    defect(
        "plan-forgotten-in-later-change",
        "転出を予定する者のその後の異動のD01に、予定の表示も予定日も入れない。",
        "D01 of a later change of somebody who plans to leave lacks the mark and the date of the plan.",
        builders(d01=_plan_forgotten),
        must="DEPT-001",
        may="REL-013 REL-015",
        pattern="state-of-the-event-for-that-of-the-record",
        acts=2,
    ),
    defect(
        "early-confirmed-deletion-dated-ahead",
        "予定日より前に転入通知が届いた者の消除のJ01に、まだ来ていない予定日を書く。",
        "J01 of a deletion that a notice brought forward gives the planned day, which is still to come.",
        builders(j01=_dated_as_planned),
        must="JUKI-001",
        may="REL-004 REL-005 JUKI-003",
        pattern="planned-day-for-the-day-that-came",
        acts=2,
    ),
    defect(
        "second-correction-untold",
        "同じ日の二度目の職権修正を国民健康保険の業務に伝えない。",
        "National health insurance is not told of a second ex officio correction on one day.",
        _one_correction_a_day,
        must="DEPT-001",
        may="REL-023 REL-024 JUKI-015",
        pattern="taken-for-a-repetition",
        acts=2,
    ),
    defect(
        "refused-change-of-address-without-line",
        "断られた転居届の行をログに残さない。",
        "A change of address that is refused leaves no line in the log.",
        rules(access_line=_no_refused_change_of_address),
        must="AUD-001",
        pattern="one-branch-unlogged",
        seen_by="checks",
    ),
    defect(
        "refusals-logged-of-nobody",
        "断られた操作の行に、対象の記録を残さない。",
        "The lines of refused commands do not say whose record was looked at.",
        rules(access_line=_refused_of_nobody),
        must="AUD-001",
        may="CARD-004",
        pattern="object-left-out-of-the-line",
    ),
    defect(
        "refusal-of-a-deleted-record-of-nobody",
        "住民票が消除されていることを理由に断った操作の行に、その者の記録を残さない。",
        "The line of a command refused because the record is deleted does not say whose record that is.",
        rules(access_line=_left_of_nobody),
        must="AUD-001",
        pattern="one-reason-of-refusal-apart",
        seen_by="checks",
    ),
    defect(
        "line-of-the-first-record-only",
        "一つの届出で扱った者のうち一人目の行だけをログに残す。",
        "Of several people in one notification only the first is named in the log.",
        _first_record_only,
        must="AUD-001",
        pattern="only-the-first-logged",
    ),
    defect(
        "reissue-without-number-flag",
        "転出証明書の再交付の操作の行に、個人番号の参照を記録しない。",
        "The line of issuing a moving-out certificate again does not say that the number was seen.",
        rules(access_line=_reissue_unflagged),
        must="AUD-001",
        pattern="mark-forgotten-on-one-line",
    ),
    defect(
        "look-again-without-line",
        "同じ時刻に同じ者の住民票をもう一度照会した行をログに残さない。",
        "A second look at one record in one moment leaves no line in the log.",
        _look_again_unlogged,
        must="AUD-001",
        pattern="taken-for-a-repetition",
        seen_by="checks",
    ),
    defect(
        "print-line-of-the-first-paper",
        "一つの操作で刷った二枚目からの行に、一枚目の発行番号を書く。",
        "The lines of further papers of one operation bear the issue number of the first.",
        _number_of_the_first_print,
        must="AUD-001",
        pattern="value-of-the-first",
        seen_by="checks",
    ),
)
