"""
Defects of the card counter, and of what the counter prints and holds back.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import sqlalchemy as sa

from registry import card_events, cards, moving_out_data, residents
from registry.defects.defect import afterwards, both, builders, defect, handler, rewritten, rules
from registry.desk import Desk
from registry.messages.card import Dispatching, continued_use, dispatch_information
from registry.messages.told import Event, Told
from registry.parts import Handler
from registry.refusal import Refusal
from registry.rules.periods import Settings, last_day_to_present_card
from registry.store import DOCUMENTS, MOVING_OUT_DATA
from registry.wire.card_management import ContinuedUse, DispatchInformation, HandOver
from registry.wire.control import (
    Accepted,
    AccessLine,
    ChangeOfAddress,
    ChangeResidentRecordCode,
    Document,
    HandOverCard,
    Insurance,
    MovingIn,
    SpecialMovingIn,
)


def _papers_taken_for_granted(command: HandOverCard) -> HandOverCard:
    return msgspec.structs.replace(command, document=command.document or "other-papers")


def _dated_by_making(desk: Desk, command: HandOverCard, outcome: Accepted) -> Accepted:
    card = cards.find(desk.conn, command.card_id)
    made_on = card.issued_on if card is not None else None
    for n, draft in enumerate(desk.drafts):
        if isinstance(draft.body, HandOver) and made_on is not None:
            body = msgspec.structs.replace(draft.body, handed_over_on=made_on)
            desk.drafts[n] = msgspec.structs.replace(draft, body=body)
    return outcome


def _still_in_stock(desk: Desk, command: HandOverCard, outcome: Accepted) -> Accepted:
    card = cards.find(desk.conn, command.card_id)
    if card is not None:
        cards.save(desk.conn, msgspec.structs.replace(card, state="in-stock"))
    return outcome


def _processed_when_moved(card_id: str, told: Told) -> ContinuedUse:
    return msgspec.structs.replace(continued_use(card_id, told), processed_on=told.record.became_resident_on)


def _who_stays_too(desk: Desk, command: SpecialMovingIn, outcome: Accepted) -> Accepted:
    record = residents.find(desk.conn, outcome.residents[0].resident) if outcome.residents else None
    if record is None:
        return outcome
    movers = {mover.resident_record_code for mover in command.movers}
    today = desk.today.isoformat()
    told = desk.told(record, Event(reason="11", kind="1", changed_on=today, notified_on=None))
    for code in desk.conn.execute(sa.select(MOVING_OUT_DATA.c.resident_record_code)).scalars().all():
        held = moving_out_data.find(desk.conn, code)
        if code in movers or held is None or held.person.card_id is None:
            continue
        if held.from_municipality == command.from_municipality:
            body = msgspec.structs.replace(
                continued_use(held.person.card_id, told), resident_record_code=code
            )
            desk.send(card_events.CARD_MANAGEMENT, "K06", body, record)
    return outcome


def _twelve_weeks(notified_on: date, settings: Settings) -> date:
    return min(notified_on + timedelta(weeks=12), last_day_to_present_card(notified_on, settings))


def _fortnight_alone(_planned_on: date, moved_in_on: date, _settings: Settings) -> date:
    return moved_in_on + timedelta(days=14)


def _ordered_by_system(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    return dispatch_information(msgspec.structs.replace(told, operator="system", terminal="system"), mailing)


def _readdressed(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    """
    The notice goes to the address that a proxy has just given.
    """
    for number in command.residents:
        record = residents.find(desk.conn, number)
        rows = desk.conn.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.resident == number)).all()
        for row in rows:
            document = msgspec.json.decode(row.body, type=Document)
            if record is None or document.kind != "acceptance-notice":
                continue
            there = msgspec.structs.replace(document, addressed_to=f"{record.full_address}　{record.name}")
            body = msgspec.json.encode(there).decode()
            desk.conn.execute(DOCUMENTS.update().where(DOCUMENTS.c.n == row.n).values(body=body))
    return outcome


def _said_aloud(_desk: Desk, _command: ChangeResidentRecordCode, outcome: Accepted) -> Accepted:
    left = [each for each in outcome.documents if each.kind != "resident-record-code-change-notice"]
    return msgspec.structs.replace(outcome, documents=left)


def _insured_by_moving(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    """
    A change of address begins the qualification anew.
    """
    for number in command.residents:
        record = residents.find(desk.conn, number)
        shown = record.health_insurance if record is not None else None
        if record is not None and shown is not None:
            moved: Insurance = msgspec.structs.replace(shown, acquired_on=command.moved_on)
            residents.save(desk.conn, msgspec.structs.replace(record, health_insurance=moved))
    return outcome


def _field_unnamed(sound: Handler) -> Handler:
    def inner(desk: Desk, command: MovingIn) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refused:
            raise Refusal(refused.reason, None) from refused

    return inner


def _batch_elsewhere(line: AccessLine) -> AccessLine:
    return (
        msgspec.structs.replace(line, terminal="server") if line.function == "LoadProvisionCopies" else line
    )


DEFECTS = (
    defect(
        "hand-over-without-papers",
        "本人確認書類の提示がなくてもカードを交付する。",
        "A card is handed over although no papers are shown.",
        handler("HandOverCard", rewritten(_papers_taken_for_granted)),
        must="CARD-004",
        pattern="evidence-taken-for-granted",
    ),
    defect(
        "hand-over-dated-by-making",
        "カードの作成日を交付日として伝える。",
        "The day on which a card was made is told as the day of its hand-over.",
        handler("HandOverCard", afterwards(_dated_by_making)),
        must="CARD-004",
        pattern="day-of-another-step",
    ),
    defect(
        "handed-over-still-in-stock",
        "交付したカードを交付待ちのまま記録する。",
        "A card that was handed over is still recorded as waiting in stock.",
        handler("HandOverCard", afterwards(_still_in_stock)),
        must="CARD-004",
        pattern="state-not-advanced",
    ),
    defect(
        "continued-use-dated-by-moving",
        "継続利用の処理日に転入年月日を書く。",
        "Continued use is told with the day of the moving in as its day.",
        builders(k06=_processed_when_moved),
        must="CARD-006",
        pattern="day-of-another-step",
    ),
    defect(
        "card-of-who-stays-continued",
        "転入しない世帯員のカードも継続利用とする。",
        "The cards of household members who do not move in are taken on too.",
        handler("SpecialMovingIn", afterwards(_who_stays_too)),
        must="CARD-006",
        pattern="others-included",
    ),
    defect(
        "twelve-weeks-to-present",
        "カードの提出期間を十二週間と数える。",
        "The ninety days to present a card are counted as twelve weeks.",
        rules(last_day_to_present_card=_twelve_weeks),
        must="CARD-007",
        may="CARD-006",
        pattern="another-unit-of-time",
        acts=2,
    ),
    defect(
        "fortnight-alone-counts",
        "転入から十四日以内であれば、予定日から三十日を過ぎて失効したカードも認める。",
        "Within fourteen days of the moving in, a card that lapsed thirty days after the planned date still serves.",
        both(
            rules(last_day_of_special_window=_fortnight_alone),
            rules(card_state_is_good=lambda _state, _settings: True),
        ),
        must="CARD-008",
        may="CARD-006 CARD-010 REL-009",
        pattern="wrong-limit-of-two",
        acts=2,
    ),
    defect(
        "mail-ordered-by-the-system",
        "窓口の申請による送付先情報の操作者をシステムとする。",
        "Dispatch information of an application at the counter names the system as operator.",
        builders(k01=_ordered_by_system),
        must="CARD-001",
        may="AUD-004",
        pattern="system-for-the-clerk",
    ),
    defect(
        "copies-never-held",
        "支援措置の対象者の写しの請求を抑止も警告もしない。",
        "A claim for a copy of a protected person is neither held back nor warned of.",
        rules(is_held=lambda command: command != "IssueCopyOfRecord"),
        must="SEC-006",
        may="SEC-005",
        pattern="one-command-forgotten",
        acts=2,
    ),
    defect(
        "acceptance-notice-to-the-new-address",
        "異動届受理通知を異動後の住所に宛てる。",
        "The notice of acceptance is addressed to the address after the change.",
        handler("ChangeOfAddress", afterwards(_readdressed)),
        must="SEC-001",
        pattern="other-place-of-two",
    ),
    defect(
        "code-change-not-in-writing",
        "住民票コードの変更を書面で知らせない。",
        "A changed Resident Record Code is not told in writing.",
        handler("ChangeResidentRecordCode", afterwards(_said_aloud)),
        must="JUKI-008",
        may="CERT-004",
        pattern="paper-left-out",
    ),
    defect(
        "insurance-begins-with-address",
        "転居により国民健康保険の資格取得日を改める。",
        "A change of address changes the day on which national health insurance was acquired.",
        handler("ChangeOfAddress", afterwards(_insured_by_moving)),
        must="DEPT-001",
        pattern="changed-by-another-act",
        acts=2,
    ),
    defect(
        "refusal-names-no-field",
        "番号の誤りによる拒否で項目の名称を示さない。",
        "A refusal because of a number does not name the field.",
        handler("MovingIn", _field_unnamed),
        must="DATA-004",
        pattern="reason-without-place",
    ),
    defect(
        "local-number-unread",
        "宛名番号の検査数字を確かめない。",
        "A local addressee number is not checked at all, neither its form nor its check digit.",
        rules(local_number_is_valid=lambda _number: True),
        must="DATA-004",
        pattern="form-unchecked",
    ),
    defect(
        "batch-logged-elsewhere",
        "一括処理の行に、処理の場所でなくサーバーの名称を書く。",
        "The line of a batch names the server and not the place of the process.",
        rules(access_line=_batch_elsewhere),
        must="AUD-001",
        pattern="place-untrue",
    ),
)
