"""
Defects of whoever or whatever is already in another state: gone, planned out, withdrawn, protected, suspended, lost;
and of the second of several that stand in one message, one measure, one household.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from registry import audit, cards, dispatches, residents
from registry.audit import Line
from registry.cards import Kept
from registry.defects.defect import arrival, builders, defect, handler, rules
from registry.deliveries import Deliveries
from registry.desk import Desk
from registry.handlers import arrivals, from_agency, from_card_management
from registry.measures import Measure
from registry.messages.card import Order, state_change
from registry.messages.house import addressee_change, hold_mark, resident_change
from registry.messages.told import Told
from registry.neighbours import Answer
from registry.outbox import Waiting
from registry.parts import Handler, Parts
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.addressee import AddresseeChange, HoldMark
from registry.wire.card_management import StateChange
from registry.wire.control import Accepted, AccessLine, PresentCard, RequestCardReplacement
from registry.wire.departments import ResidentChange
from registry.wire.town import AgencyNotice, DeliveredNotice, DispatchStatus, Qualification

NUMBER_CHANGES = ("34", "35")
"""Reasons of another Individual Number: as claimed, and by authority."""


def _stops_at_householder(desk: Desk, body: AgencyNotice) -> None:
    from_agency.agency_notice(desk, body)
    if body.change == "name" and desk.drafts:
        concerned = desk.drafts[0].resident
        desk.drafts = [draft for draft in desk.drafts if draft.resident == concerned]


def _return_of_mover_ignored(desk: Desk, body: DispatchStatus) -> None:
    mailing = dispatches.find(desk.conn, body.dispatch_id)
    record = None if mailing is None else residents.find(desk.conn, mailing.resident)
    if record is None or record.living or body.state != "returned":
        from_card_management.mailing_status(desk, body)


def _other_than_the_last(reason: str, before: Sequence[str]) -> bool:
    return bool(reason.strip()) and reason not in before[-1:]


def _proxy_unlogged(line: AccessLine) -> AccessLine | None:
    refused = line.function == "HandOverCard" and line.result == "refused:authority-missing"
    return None if refused else line


def _taken_on_although(state: str) -> Callable[[Handler], Handler]:
    """
    What the organisation answers of a card in this state is passed over when it is presented later.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: PresentCard) -> Accepted:
            key = f"k08-{command.card_id}"
            raw = desk.answers.get(key)
            answer = {} if raw is None else msgspec.json.decode(raw)
            if answer.get("state") == state:
                good = msgspec.Raw(msgspec.json.encode({**answer, "state": "active"}))
                desk.answers = {**desk.answers, key: good}
            return sound(desk, command)

        return inner

    return wrap


def _lost_card_replaced(sound: Handler) -> Handler:
    def inner(desk: Desk, command: RequestCardReplacement) -> Accepted:
        before = cards.find(desk.conn, command.card_id)
        outcome = sound(desk, command)
        if before is not None and before.state == "suspended":
            desk.drafts = [draft for draft in desk.drafts if draft.message_type != "K05"]
        return outcome

    return inner


def _lost_card_ends(parts: Parts) -> Parts:
    lost: set[str] = set()

    def k05(card: Kept, state: str, cause: str, order: Order) -> StateChange | None:
        sound = state_change(card, state, cause, order)
        if state in cards.IN_USE:
            (lost.add if cause == "loss" else lost.discard)(card.card_id)
            return sound
        return None if card.card_id in lost and cause != "replacement" else sound

    return builders(k05=k05)(parts)


def _plan_outlives(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    withdrawn = told.event.reason in ("21", "22") and sound.state == "current"
    return msgspec.structs.replace(sound, state="planned-out") if withdrawn else sound


def _plan_outlives_as_addressee(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    withdrawn = told.event.reason in ("21", "22") and sound.state == "current"
    return msgspec.structs.replace(sound, state="planned-out") if withdrawn else sound


def _planned_mover_not_insured(desk: Desk, body: Qualification) -> None:
    record = residents.find(desk.conn, body.local_addressee_number)
    if record is None or record.state != "planned-out":
        arrivals.qualification(desk, body)


def _first_notice_checked(desk: Desk, body: DeliveredNotice) -> None:
    try:
        arrivals.moving_in_notices(desk, body)
    except Refusal as refusal:
        if "further" not in (refusal.field or ""):
            raise
        arrivals.moving_in_notices(desk, msgspec.structs.replace(body, further=[]))


def _number_unmarked(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    return msgspec.structs.replace(sound, protected=False) if told.event.reason in NUMBER_CHANGES else sound


def _mark_of_applicant(record: Record, measure: Measure, operator: str) -> HoldMark | None:
    return hold_mark(record, measure, operator) if record.resident == measure.resident else None


class _Explained(Deliveries):
    """
    Notes of whom a change was that a department did not take.
    """

    def _settle(self, stream: str, message: Waiting, answer: Answer, left: list[Waiting]) -> list[Waiting]:
        if answer.result != "taken" and message.message_type == "D01":
            with self._store.begin() as conn:
                record = residents.find(conn, message.resident or "")
                number = None if record is None else record.individual_number
                line = Line(
                    operator="system",
                    terminal="system",
                    function="D01",
                    kind="communication",
                    result="error",
                    resident=message.resident,
                    text=audit.batch(f"delivery of {number}", message.neighbour),
                )
                audit.log(conn, self._now(), line, self._book.rules.access_line)
        return super()._settle(stream, message, answer, left)


def _explained(parts: Parts) -> Parts:
    return msgspec.structs.replace(parts, deliveries=_Explained)


DEFECTS = (
    defect(
        "agency-name-stops-at-householder",
        "入管庁から通知された世帯主の氏名を、世帯員について伝えない。",
        "When the Agency tells another name of a householder, nobody is told of the members.",
        arrival("I02", _stops_at_householder),
        must="LINK-004 DEPT-001",
        may="LINK-003 ATE-001",
        pattern="members-left-with-the-former-name",
    ),
    defect(
        "returned-mail-of-mover-ignored",
        "転出した者の個人番号通知書が返戻されても、何もしない。",
        "A number notice that comes back after its addressee has left is ignored.",
        arrival("K02", _return_of_mover_ignored),
        must="CARD-002",
        may="CARD-001",
        pattern="gone-so-passed-over",
        acts=3,
    ),
    defect(
        "reason-before-last-is-new",
        "再び送る事由を、直前の事由とだけ比べる。",
        "A reason for sending a notice again is compared with the last one only.",
        rules(reason_is_new=_other_than_the_last),
        must="CARD-001",
        pattern="compared-with-the-last-only",
        acts=6,
    ),
    defect(
        "refused-proxy-unlogged",
        "代理人に断った交付を記録に残さない。",
        "A hand-over refused to a representative leaves no line.",
        rules(access_line=_proxy_unlogged),
        must="CARD-004",
        may="AUD-001",
        pattern="one-refusal-unlogged",
    ),
    defect(
        "suspended-card-taken-on-later",
        "一時停止中のカードを、後の提出により継続利用とする。",
        "A suspended card is taken into continued use when it is presented later.",
        handler("PresentCard", _taken_on_although("suspended")),
        must="CARD-006",
        may="CARD-014",
        pattern="guarded-at-one-door-only",
        acts=2,
    ),
    defect(
        "lapsed-card-taken-on-later",
        "機構において失効したカードを、後の提出により継続利用とする。",
        "A card that lapsed at the organisation is taken into continued use when it is presented later.",
        handler("PresentCard", _taken_on_although("lapsed")),
        must="CARD-006",
        may="CARD-014",
        pattern="guarded-at-one-door-only",
        acts=2,
    ),
    defect(
        "lost-card-replaced-untold",
        "紛失したカードの再交付の申請による失効を伝えない。",
        "That a lost card ends by the application for another is not told.",
        handler("RequestCardReplacement", _lost_card_replaced),
        must="CARD-011",
        may="CARD-010 CARD-014",
        pattern="told-once-and-no-more",
        acts=3,
    ),
    defect(
        "lost-card-ends-untold",
        "紛失の届出のあったカードが、再交付の申請によらずに効力を失っても伝えない。",
        "That a lost card ends, other than by the application for another, is not told.",
        _lost_card_ends,
        must="CARD-011",
        may="CARD-010 CARD-014 CARD-012 JUKI-008 JUKI-011 REL-018",
        pattern="told-once-and-no-more",
        acts=3,
    ),
    defect(
        "plan-outlives-withdrawal",
        "転出の取消しの後も、庁内の業務に転出予定の者として伝える。",
        "After a withdrawal departments are told that the person still plans to move out.",
        builders(d01=_plan_outlives),
        must="DEPT-001",
        may="REL-024",
        pattern="withdrawn-plan-still-shown",
        acts=3,
    ),
    defect(
        "plan-outlives-withdrawal-as-addressee",
        "転出の取消しの後も、宛名システムに転出予定の者として伝える。",
        "After a withdrawal the addressee system is told that the person still plans to move out.",
        builders(a01=_plan_outlives_as_addressee),
        must="ATE-001",
        may="REL-024",
        pattern="withdrawn-plan-still-shown",
        acts=3,
    ),
    defect(
        "planned-mover-not-insured",
        "転出を予定する者についての資格の知らせを記載しない。",
        "A notice of insurance about somebody who plans to move out is not entered.",
        arrival("D02", _planned_mover_not_insured),
        must="DEPT-001",
        pattern="leaving-so-passed-over",
        acts=2,
    ),
    defect(
        "further-notice-unchecked",
        "二件目以後の転入通知に誤りがあっても、電文を受け付ける。",
        "A message whose second notice of moving in has a wrong number is taken all the same.",
        arrival("J05", _first_notice_checked),
        must="DATA-004",
        pattern="first-of-list-checked",
    ),
    defect(
        "another-number-told-unmarked",
        "支援措置の対象者の個人番号の変更を、表示なしに宛名システムに伝える。",
        "Another Individual Number of a protected person is told to the addressee system without the mark.",
        builders(a01=_number_unmarked),
        must="ATE-001",
        may="SEC-005 SEC-007",
        pattern="mark-left-out-of-one-change",
        acts=3,
    ),
    defect(
        "complete-with-one-mark",
        "併せて支援を求める者の自動応答不可を設定せずに、登録を完了と示す。",
        "A measure is shown as complete although the mark of who is protected together was not set.",
        builders(l09=_mark_of_applicant),
        must="LINK-009 SEC-007",
        may="SEC-005",
        pattern="applicant-stands-for-all",
        acts=2,
    ),
    defect(
        "number-in-line-of-untaken-change",
        "庁内の業務が受け付けなかった異動の記録に、個人番号を書く。",
        "The line about a change that a department did not take holds the Individual Number.",
        _explained,
        must="DEPT-009",
        may="AUD-001 AUD-002 SEC-001 DEPT-008",
        pattern="number-in-line-of-a-failure",
        acts=2,
    ),
)
