"""
Defects of one duty met by another door: a second kind of paper, a second occasion of the same message, a word of the
town about somebody who is in another state. What is done by the first door is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import cards, changes, dispatches, measures, residents
from registry.certified import Mark, marks_again
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers.arrivals import linkage_code_wanted
from registry.handlers.certificates import EQUIVALENT
from registry.messages.moving_out import UsableCard, moving_out_data
from registry.messages.wide_area import Shown, wide_area_answer
from registry.parts import Handler, Override
from registry.residents import Record
from registry.rulebook import by_code_alone
from registry.store import DISPATCH_PLACES
from registry.wire.control import Accepted, IssueMovingOutCertificate, PresentCard, ResendNumberNotice
from registry.wire.juki_net import MovingOutData, WideAreaAnswer
from registry.wire.town import CodeRequest, MovingInNotice as ArrivedNotice, WideAreaClaim

INSURANCES: Mapping[str, Any] = {
    "health_insurance": False,
    "elderly_care": False,
    "long_term_care": False,
}


def _to_others(
    *, cards: bool = True, building: bool = True, person: Mapping[str, Any] | None = None
) -> Override:
    """
    What goes to the announced destination is whole; what another municipality asks for lacks something.
    """

    def j07(
        movers: list[Record],
        held: Mapping[str, UsableCard],
        municipality: str,
        receiver: str,
        *,
        withdrawn: bool = False,
    ) -> MovingOutData | None:
        other = receiver != movers[0].destination_municipality
        known = held if cards or not other else {}
        sound = moving_out_data(movers, known, municipality, receiver, withdrawn=withdrawn)
        if sound is None or not other:
            return sound
        return msgspec.structs.replace(
            sound,
            previous_address=sound.previous_address if building else movers[0].address,
            persons=[msgspec.structs.replace(each, **(person or {})) for each in sound.persons],
        )

    return builders(j07=j07)


def _ex_officio_unmarked(first: Sequence[Mark]) -> list[Mark]:
    return list(first) if "equivalent" in first else marks_again(first)


def _title_of_the_other(_desk: Desk, _command: IssueMovingOutCertificate, outcome: Accepted) -> Accepted:
    papers = [
        msgspec.structs.replace(
            paper,
            text=paper.text.replace(EQUIVALENT, "転出証明書"),
            marks=[mark for mark in paper.marks if mark != "equivalent"],
        )
        for paper in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=papers)


def _taken_for_a_stranger(met: Callable[[Desk, Record], bool]) -> Override:
    """
    A06 about somebody in that state makes a task, as if nobody were known by the number.
    """

    def wanted(desk: Desk, body: CodeRequest) -> None:
        record = residents.find(desk.conn, body.local_addressee_number)
        if record is not None and met(desk, record):
            desk.task("unknown-person", ["local_addressee_number"], message_type="A06")
        else:
            linkage_code_wanted(desk, body)

    return arrival("A06", wanted)


def _leaves(_desk: Desk, record: Record) -> bool:
    return record.planned_out_on is not None


def _was_deleted(desk: Desk, record: Record) -> bool:
    return any(not row.after.living for row in changes.rows(desk.conn, record.resident))


def _protected(desk: Desk, record: Record) -> bool:
    return _is_protected(desk.conn, record)


def _without_movers(claim: WideAreaClaim, people: Sequence[Shown]) -> WideAreaAnswer:
    return wide_area_answer(claim, [each for each in people if each.record.planned_out_on is None])


def _sent_to_the_address(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ResendNumberNotice) -> Accepted:
        place = dispatches.place_of(desk.conn, command.resident)
        if place is None:
            return sound(desk, command)
        desk.conn.execute(DISPATCH_PLACES.delete().where(DISPATCH_PLACES.c.resident == command.resident))
        outcome = sound(desk, command)
        dispatches.set_place(desk.conn, command.resident, place)
        return outcome

    return inner


def _longer_with_the_items(desk: Desk, command: PresentCard, outcome: Accepted) -> Accepted:
    record, card = residents.find(desk.conn, command.resident), cards.find(desk.conn, command.card_id)
    ends_on = record.foreign.period_expires_on if record is not None and record.foreign else None
    if command.purpose == "change-of-items" and card is not None and ends_on and card.expires_on:
        longer = msgspec.structs.replace(card, expires_on=max(card.expires_on, ends_on))
        cards.save(desk.conn, longer)
    return outcome


def _missed(met: Callable[[sa.Connection, Record], bool]) -> Override:
    """
    Nobody in that state is found by a notice of moving in.
    """

    def found(conn: sa.Connection, notice: ArrivedNotice) -> Record | None:
        record = by_code_alone(conn, notice)
        return None if record is None or met(conn, record) else record

    return rules(person_of_notice=found)


def _changed_since(*names: str) -> Callable[[sa.Connection, Record], bool]:
    def met(conn: sa.Connection, record: Record) -> bool:
        planned = [row.after for row in changes.rows(conn, record.resident) if row.after.planned_out_on]
        return any(getattr(planned[0], name) != getattr(record, name) for name in names) if planned else False

    return met


def _is_protected(conn: sa.Connection, record: Record) -> bool:
    return measures.is_protected(conn, record.resident)


DEFECTS = (
    defect(
        "data-asked-for-without-card",
        "求めに応じて予定の転出先でない市町村に送る転出証明書情報に、カードの事項を入れない。",
        "Moving-out data that another municipality asked for lack the items of the card.",
        _to_others(cards=False),
        must="REL-008",
        pattern="less-by-the-second-occasion",
        acts=2,
    ),
    defect(
        "data-asked-for-without-insurance",
        "求めに応じて予定の転出先でない市町村に送る転出証明書情報に、保険の被保険者である旨を入れない。",
        "Moving-out data that another municipality asked for say of nobody that they are insured.",
        _to_others(person=INSURANCES),
        must="REL-008",
        pattern="less-by-the-second-occasion",
        acts=2,
    ),
    defect(
        "data-asked-for-without-building",
        "求めに応じて予定の転出先でない市町村に送る転出証明書情報の転出前の住所に、方書を入れない。",
        "The former address in moving-out data that another municipality asked for lacks the building.",
        _to_others(building=False),
        must="REL-008",
        pattern="less-by-the-second-occasion",
        acts=2,
    ),
    defect(
        "equivalent-issued-again-unmarked",
        "職権により交付した転出証明書に準ずる証明書の再交付に、再交付である旨を示さない。",
        "What stands for the certificate of a late moving out is issued again without saying so.",
        rules(marks_again=_ex_officio_unmarked),
        must="REL-007",
        pattern="second-paper-forgotten",
        acts=2,
    ),
    defect(
        "equivalent-issued-again-as-certificate",
        "職権により交付した転出証明書に準ずる証明書を、転出証明書として再交付する。",
        "What stands for the certificate of a late moving out is issued again as a plain certificate.",
        handler("IssueMovingOutCertificate", afterwards(_title_of_the_other)),
        must="REL-006",
        pattern="second-paper-forgotten",
        acts=2,
    ),
    defect(
        "code-of-who-leaves-not-asked-for",
        "転出を予定する者についての符号の取得依頼を取り次がない。",
        "A request for the linkage code of somebody who plans to move out is not passed on.",
        _taken_for_a_stranger(_leaves),
        must="LINK-001",
        pattern="stranger-by-state",
        acts=2,
    ),
    defect(
        "code-of-who-was-restored-not-asked-for",
        "消除されたことのある者についての符号の取得依頼を取り次がない。",
        "A request for the linkage code of somebody who was deleted once is not passed on.",
        _taken_for_a_stranger(_was_deleted),
        must="LINK-001",
        may="LINK-002 LINK-003",
        pattern="stranger-by-state",
        acts=3,
    ),
    defect(
        "code-of-the-protected-not-asked-for",
        "支援措置の対象者についての符号の取得依頼を取り次がない。",
        "A request for the linkage code of a protected person is not passed on.",
        _taken_for_a_stranger(_protected),
        must="LINK-001",
        pattern="stranger-by-state",
        acts=2,
    ),
    defect(
        "renamed-mover-missed-by-the-notice",
        "転出届の後に氏名又は住所の改められた者を、転入通知により見付けない。",
        "Whose name or address was put right after the moving out was filed is not found by the notice of moving in.",
        _missed(_changed_since("name", "address")),
        must="REL-004",
        pattern="missed-by-state",
        acts=3,
    ),
    defect(
        "recoded-mover-missed-by-the-notice",
        "転出届の後に住民票コード又は個人番号の改められた者を、転入通知により見付けない。",
        "Whose code or number changed after the moving out was filed is not found by the notice of moving in.",
        _missed(_changed_since("resident_record_code", "individual_number")),
        must="REL-004",
        pattern="missed-by-state",
        acts=3,
    ),
    defect(
        "protected-mover-missed-by-the-notice",
        "支援措置の対象者を、転入通知により見付けない。",
        "Whoever is under a support measure is not found by the notice of moving in.",
        _missed(_is_protected),
        must="REL-004",
        pattern="missed-by-state",
        acts=3,
    ),
    defect(
        "wide-area-copy-refused-to-who-leaves",
        "転出を予定する者の広域交付に、該当する者がないと答える。",
        "A claim for wide-area issue about somebody who plans to move out is answered with nobody.",
        builders(j14=_without_movers),
        must="CERT-007",
        pattern="planned-taken-for-done",
        acts=2,
    ),
    defect(
        "sent-again-to-the-held-address",
        "返戻された個人番号通知書を、登録された居所でなく住所に再び送る。",
        "A returned number notice is sent again to the address, not to the place of stay.",
        handler("ResendNumberNotice", _sent_to_the_address),
        must="CARD-001",
        pattern="place-forgotten-the-second-time",
        acts=4,
    ),
    defect(
        "card-lengthened-with-its-items",
        "記載事項の変更のときに、申請なしに外国人住民のカードを在留期間の満了の日まで延ばす。",
        "When the items of a foreign resident's card are changed, it is lengthened to the end of the stay unasked.",
        handler("PresentCard", afterwards(_longer_with_the_items)),
        must="CARD-013",
        may="CARD-014",
        pattern="more-than-was-asked",
        acts=4,
    ),
)
