"""
Defects that need a person, a card or a state that is seldom met: a lost card that still waits to be presented, several
people of one filing with unequal cards, a foreign resident where a national is thought of, a third event after two.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from registry import cards, measures, residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rewritten, rules
from registry.handlers import arrivals
from registry.messages import agency, card, house, moving_out, network
from registry.messages.told import Told
from registry.parts import Handler
from registry.refusal import Refusal
from registry.rules import tables
from registry.wire.addressee import AddresseeChange
from registry.wire.card_management import ContinuedUse, DispatchInformation
from registry.wire.control import Accepted
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import LinkageCodeRequest, MovingOutData


def _continued_since_last_filing(card_id: str, told: Told) -> ContinuedUse:
    """
    Right on the day of the moving in; of a card that is presented later the newest filing is taken for it.
    """
    sound = card.continued_use(card_id, told)
    filed = told.record.notified_on
    return sound if filed in (None, sound.processed_on) else msgspec.structs.replace(sound, moved_in_on=filed)


def _loss_of_waiting_refused(sound: Handler) -> Handler:
    def inner(desk: Any, command: Any) -> Accepted:
        lost = cards.find(desk.conn, command.card_id)
        if lost is not None and lost.waiting:
            raise Refusal("card-not-usable", "card_id")
        return sound(desk, command)

    return inner


def _own_card_only(command: Any) -> Any:
    """
    Of several who go abroad only the first may show a card.
    """
    if command.destination_municipality is not None or len(command.residents) < 2:
        return command
    return msgspec.structs.replace(command, presented=[])


def _limit_from_request(sound: Handler) -> Handler:
    def inner(desk: Any, command: Any) -> Accepted:
        before = cards.find(desk.conn, command.card_id)
        if before is None:
            return sound(desk, command)
        cards.save(desk.conn, msgspec.structs.replace(before, issued_on=command.requested_on))
        done = sound(desk, command)
        after = cards.find(desk.conn, command.card_id)
        if after is not None:
            cards.save(desk.conn, msgspec.structs.replace(after, issued_on=before.issued_on))
        return done

    return inner


def _only_medium_to_long_term(record: residents.Record, processing_number: str) -> LinkageCodeRequest | None:
    foreign = record.foreign
    if foreign is not None and foreign.resident_class == "special-permanent":
        return None
    return network.linkage_code_request(record, processing_number)


def _drafts(desk: Any, keep: Callable[[Any], bool]) -> None:
    desk.drafts[:] = [draft for draft in desk.drafts if keep(draft)]


def _others_untold(desk: Any, command: Any, outcome: Accepted) -> Accepted:
    _drafts(desk, lambda draft: draft.resident in (None, command.resident))
    return outcome


def _addressee_untold(desk: Any, command: Any, outcome: Accepted) -> Accepted:
    if command.cause == "ex-officio":
        _drafts(desk, lambda draft: draft.message_type != "A01")
    return outcome


def _unmarked_once_expired(desk: Any, _command: Any, outcome: Accepted) -> Accepted:
    def unmarked(draft: Any) -> Any:
        if draft.message_type not in ("A01", "D01") or draft.resident is None:
            return draft
        states = {one.state for one in measures.of(desk.conn, draft.resident) if not one.over}
        body: AddresseeChange | ResidentChange = draft.body
        return (
            draft
            if states != {"expired-alert"}
            else msgspec.structs.replace(draft, body=msgspec.structs.replace(body, protected=False))
        )

    desk.drafts[:] = [unmarked(draft) for draft in desk.drafts]
    return outcome


def _lost_for_good(desk: Any, body: Any) -> None:
    record = residents.find(desk.conn, body.local_addressee_number)
    held = record.health_insurance if record is not None else None
    if body.health_insurance is not None and held is not None and held.lost_on:
        return
    arrivals.qualification(desk, body)


def _planned_as_gone(told: Told, with_number: bool) -> ResidentChange:
    sound = house.resident_change(told, with_number)
    if sound.state != "planned-out" or told.event.planned:
        return sound
    return msgspec.structs.replace(sound, state="deleted")


def _but_card_number(item: str, foreign: bool, on: date) -> tables.AgencyItem | None:
    return None if item == "residence_card_number" else tables.agency_item(item, foreign, on)


def _history_of_medium_term_only(*given: Any, **named: Any) -> MovingOutData | None:
    sound = moving_out.moving_out_data(*given, **named)
    if sound is None:
        return None
    persons = [
        one
        if one.resident_class != "special-permanent"
        else msgspec.structs.replace(one, common_name_history=None)
        for one in sound.persons
    ]
    return msgspec.structs.replace(sound, persons=persons)


def _departure_kept_inside(told: Told) -> MunicipalNotice | None:
    return None if told.event.reason == "21" else agency.municipal_notice(told)


def _of_today_only(desk: Any, body: Any) -> None:
    told = body.health_insurance
    if told is None or told.acquired_on is None or told.acquired_on >= desk.today.isoformat():
        arrivals.qualification(desk, body)


def _one_substitute(told: Told, mailing: card.Dispatching) -> DispatchInformation | None:
    sound = card.dispatch_information(told, mailing)
    if sound is None or sound.substitute_name is None:
        return sound
    return msgspec.structs.replace(sound, substitute_address=None, substitute_address_positions=[])


def _without_roman(told: Told, mailing: card.Dispatching) -> DispatchInformation | None:
    sound = card.dispatch_information(told, mailing)
    return None if sound is None else msgspec.structs.replace(sound, name_roman=None)


DEFECTS = (
    defect(
        "departure-kept-from-the-agency",
        "国内への転出による消除を出入国在留管理庁に通知しない。",
        "A deletion by moving out inside Japan is not told to the Agency.",
        builders(i01=_departure_kept_inside),
        must="IMM-001",
        may="IMM-002",
        pattern="only-one-of-two-ways-told",
        acts=2,
    ),
    defect(
        "past-insurance-not-entered",
        "過去の日に取得された国民健康保険の資格の知らせを取り込まない。",
        "Notice of a qualification that was acquired on a past day is not entered.",
        arrival("D02", _of_today_only),
        must="DEPT-001",
        may="CERT-001 REL-007 REL-008",
        pattern="past-taken-for-settled",
    ),
    defect(
        "one-substitute-a-notice",
        "氏名に代替文字のあるとき、住所の代替文字を送付先情報に入れない。",
        "Where the name has substitute characters, those of the address are not told.",
        builders(k01=_one_substitute),
        must="CARD-001",
        pattern="second-of-two-items-lost",
        acts=2,
    ),
    defect(
        "roman-name-left-out",
        "ローマ字の氏名を送付先情報に入れない。",
        "The name in Roman letters is not in the dispatch data.",
        builders(k01=_without_roman),
        must="CARD-001",
        pattern="listed-item-left-out",
    ),
    defect(
        "continued-use-since-last-filing",
        "後から提出されたカードの継続利用で、最後の届出の日を転入年月日とする。",
        "Continued use of a card presented later gives the day of the newest filing as that of moving in.",
        builders(k06=_continued_since_last_filing),
        must="CARD-006",
        may="CARD-007",
        pattern="newest-for-the-first",
        acts=3,
    ),
    defect(
        "waiting-card-cannot-be-lost",
        "提出を待つカードの紛失の届出を断る。",
        "The loss of a card that waits to be presented is refused.",
        handler("ReportCardLoss", _loss_of_waiting_refused),
        must="CARD-010",
        pattern="lawful-in-that-state-refused",
        acts=2,
    ),
    defect(
        "abroad-one-card-a-filing",
        "二人以上の国外転出の届出では、示されたカードを処理しない。",
        "Cards shown when several move abroad together are not processed.",
        handler("MovingOut", rewritten(_own_card_only)),
        must="REL-022",
        may="CARD-011 CARD-014",
        pattern="several-of-one-filing",
        acts=2,
    ),
    defect(
        "extension-limit-from-the-request",
        "有効期間の延長の限度の誕生日を、カードの作成の日でなく延長を求めた日から数える。",
        "The birthday that limits an extension is counted from the request, not from the making of the card.",
        handler("ExtendCardValidity", _limit_from_request),
        must="CARD-013",
        may="CARD-014",
        pattern="counted-from-the-later-day",
        acts=2,
    ),
    defect(
        "no-code-for-special-permanent",
        "特別永住者についての符号の取得依頼を市町村CSに伝えない。",
        "A request for the linkage code of a special permanent resident is not passed on.",
        builders(j24=_only_medium_to_long_term),
        must="LINK-001",
        may="LINK-002 LINK-005 LINK-008",
        pattern="class-forgotten",
    ),
    defect(
        "naturalised-head-told-alone",
        "帰化した世帯主の新しい氏名を、ほかの世帯員について伝えない。",
        "The new name of a householder who is naturalised is not told of the other members.",
        handler("ChangeOfNationality", afterwards(_others_untold)),
        must="LINK-004",
        may="LINK-003 ATE-001 DEPT-001",
        pattern="members-of-the-changed-left-out",
        acts=2,
    ),
    defect(
        "code-corrected-untold-in-house",
        "職権で修正した住民票コードを団体内統合宛名システムに伝えない。",
        "A code that was corrected ex officio is not told to the addressee system.",
        handler("ChangeResidentRecordCode", afterwards(_addressee_untold)),
        must="ATE-001",
        may="JUKI-008 ATE-002 JUKI-012",
        pattern="told-outside-only",
        acts=2,
    ),
    defect(
        "unmarked-once-expired",
        "終了日を過ぎ、まだ終えられていない支援措置の対象者の転居を、表示なしに伝える。",
        "A change of address after the end date of a measure that nobody ended goes without its mark.",
        handler("ChangeOfAddress", afterwards(_unmarked_once_expired)),
        must="ATE-001 SEC-007",
        may="SEC-005 SEC-006",
        pattern="expired-taken-for-ended",
        acts=4,
    ),
    defect(
        "never-insured-again",
        "一度喪失した国民健康保険の資格の、再びの取得の知らせを取り込まない。",
        "Notice that somebody who lost the qualification is insured again is not entered.",
        arrival("D02", _lost_for_good),
        must="DEPT-001",
        may="REL-007 REL-008",
        pattern="third-event-after-two",
        acts=2,
    ),
    defect(
        "planned-mover-told-as-gone",
        "転出の予定された者のほかの異動を、既に消除された者のものとして各課に伝える。",
        "Another change of somebody who plans to move out is told to the departments as that of one who is gone.",
        builders(d01=_planned_as_gone),
        must="DEPT-001",
        may="JUKI-015 REL-005 REL-013 REL-015",
        pattern="plan-taken-for-done",
        acts=2,
    ),
    defect(
        "agency-untold-of-card-number",
        "在留カードの番号の修正を出入国在留管理庁に通知しない。",
        "A corrected number of the residence card is not told to the Agency.",
        rules(agency_item=_but_card_number),
        must="IMM-001",
        may="IMM-002",
        pattern="correction-kept-inside",
    ),
    defect(
        "common-name-history-kept-back",
        "特別永住者の転出証明書情報に、通称の記載及び削除に関する事項を入れない。",
        "The moving-out data of a special permanent resident lack the particulars of the common name.",
        builders(j07=_history_of_medium_term_only),
        must="REL-008",
        may="REL-007 REL-009",
        pattern="class-forgotten",
        acts=2,
    ),
)
