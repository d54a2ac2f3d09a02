"""
Defects that leave out whoever is concerned along with somebody else, or who comes by a rarer way: a member without a
card, a household that is put back, a copy that waited, a notice that was confirmed, a change that was decided later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import changes, residents
from registry.defects.defect import afterwards, both, builders, defect, handler, rules
from registry.deliveries import Deliveries
from registry.desk import Desk
from registry.handlers import moving_out
from registry.messages.house import provision_copy
from registry.messages.told import Told
from registry.neighbours import Answer
from registry.outbox import OPEN, Waiting, close
from registry.parts import Handler, Parts
from registry.residents import Record
from registry.rulebook import certificate_is_due
from registry.store import DOCUMENTS, HISTORY, OUTBOX
from registry.wire.addressee import CopyRegistration
from registry.wire.control import Accepted, Document, Person

replace = msgspec.structs.replace


# Paper beside the data.


def _certified_too(met: Callable[[Desk, Record], bool]) -> Callable[[Handler], Handler]:
    """
    At a special moving out whoever the condition meets is handed a certificate as well.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            def due(record: Record) -> bool:
                special = record.out_route == "special" and record.destination_municipality is not None
                return certificate_is_due(record) or (special and met(desk, record))

            desk.book = replace(desk.book, rules=replace(desk.book.rules, certificate_is_due=due))
            return sound(desk, command)

        return inner

    return wrap


def _without_usable_card(desk: Desk, record: Record) -> bool:
    return not moving_out.usable_cards(desk, [record])


def _holder_of_a_household(desk: Desk, record: Record) -> bool:
    """
    Who holds a card and leaves along with somebody else's.
    """
    return bool(moving_out.usable_cards(desk, [record])) and record.position > 1


# Copies that wait.


class _NewestOnly(Deliveries):
    """
    When the line comes back, of several copies of a person that wait the newest alone is sent.
    """

    def wake(self) -> None:
        with self._store.begin() as conn:
            due = OUTBOX.c.state.in_(OPEN) & (OUTBOX.c.message_type == "L03")
            rows = conn.execute(sa.select(OUTBOX).where(due).order_by(OUTBOX.c.sequence)).all()
            newest = {row.stream: row.n for row in rows}
            for row in rows:
                if row.n != newest[row.stream]:
                    close(conn, row.n, "taken")
        super().wake()


class _ThreeTries(Deliveries):
    """
    A copy that met an error three times is put aside.
    """

    def _judged(self, message: Waiting, answer: Answer) -> Answer:
        judged = super()._judged(message, answer)
        if judged.result != "unlearned" or message.message_type != "L03":
            return judged
        tried: dict[int, int] = self.__dict__.setdefault("_tried", {})
        tried[message.n] = tried.get(message.n, 0) + 1
        return judged if tried[message.n] < 3 else replace(judged, result="refused", code="put-aside")


def _delivering(kind: type[Deliveries]) -> Callable[[Parts], Parts]:
    return lambda parts: replace(parts, deliveries=kind)


# Rows of those who are put back along.


def _unwritten(met: Callable[[str, list[str]], list[str]]) -> Callable[[Handler], Handler]:
    """
    Of a cancelled change of household some of those who are put back get no row; ``met`` says who, by its reason.
    """

    def more(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
        rows = changes.rows(desk.conn, command.resident)
        undone = next(row for row in rows if row.shown.sequence == command.sequence)
        others = [each.resident for each in outcome.residents if each.resident != command.resident]
        for who in met(undone.shown.reason, others):
            here = (HISTORY.c.resident == who) & (HISTORY.c.change == desk.change)
            desk.conn.execute(HISTORY.delete().where(here))
        return outcome

    return afterwards(more)


# Stays.


def _stated(resident_class: str, **item: str) -> Callable[[Any], list[Person]]:
    """
    Of this class of foreign residents an item is not looked for.
    """

    def persons(filed: Any) -> list[Person]:
        return [
            replace(each, foreign=replace(each.foreign, **item))
            if each.foreign is not None and each.foreign.resident_class == resident_class
            else each
            for each in filed
        ]

    return persons


# Papers of a change that was decided later, and of who came from elsewhere.


def _to_the_new_address(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        rows = desk.conn.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.resident == entered.resident)).all()
        for row in rows:
            document = msgspec.json.decode(row.body, type=Document)
            if record is None or document.kind != "acceptance-notice":
                continue
            there = replace(document, addressed_to=f"{record.full_address}　{record.name}")
            body = msgspec.json.encode(there).decode()
            desk.conn.execute(DOCUMENTS.update().where(DOCUMENTS.c.n == row.n).values(body=body))
    return outcome


# Keys in the log.


def _keys_of_searches(parts: Parts) -> Parts:
    sound = parts.inquiries["InquireIdentity"]

    def inner(desk: Desk, command: Any) -> Any:
        return [
            replace(each, purpose=f"{each.purpose} {command.individual_number}")
            if each.message_type == "J17" and command.individual_number is not None
            else each
            for each in sound(desk, command)
        ]

    return replace(parts, inquiries={**parts.inquiries, "InquireIdentity": inner})


def _former_number_noted(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        outcome = sound(desk, command)
        desk.purpose = f"{desk.purpose or ''} {record.individual_number if record else ''}"
        return outcome

    return inner


# Copies of entries that are cancelled.


def _left_open(met: Callable[[Record], bool]) -> Callable[[Told, Any], CopyRegistration | None]:
    def copied(told: Told, action: Any) -> CopyRegistration | None:
        undone = action == "close" and told.event.cancels is not None
        return None if undone and met(told.record) else provision_copy(told, action)

    return copied


def _held_but(*commands: str) -> Callable[[Parts], Parts]:
    return rules(is_held=lambda command: command not in commands)


DEFECTS = (
    defect(
        "paper-for-members-without-a-card",
        "特例転出で、使えるカードのない世帯員に、求めがなくても転出証明書を交付する。",
        "At a special moving out members without a card of use are handed a certificate unasked.",
        handler("MovingOut", _certified_too(_without_usable_card)),
        must="REL-008",
        may="REL-007",
        pattern="paper-beside-the-data",
        acts=2,
    ),
    defect(
        "paper-for-members-with-a-card",
        "特例転出で、自分のカードも持つ世帯員に、求めがなくても転出証明書を交付する。",
        "At a special moving out a member who holds a card as well is handed a certificate unasked.",
        handler("MovingOut", _certified_too(_holder_of_a_household)),
        must="REL-008",
        may="REL-007",
        pattern="paper-beside-the-data",
        acts=2,
    ),
    defect(
        "waiting-copies-merged",
        "誤りの間に待っていた一人の副本のうち、最後のものだけを送る。",
        "Of several copies of a person that waited for an error to be over the newest alone is sent.",
        _delivering(_NewestOnly),
        must="LINK-014",
        may="LINK-003 LINK-004 ATE-001 REL-015",
        pattern="waiting-is-dropped",
        acts=3,
    ),
    defect(
        "copy-put-aside-after-three-tries",
        "三度続けて誤りを返された副本を送らない。",
        "A copy that met an error three times is sent no more.",
        _delivering(_ThreeTries),
        must="LINK-014",
        may="LINK-003 LINK-004 LINK-009 ATE-001 REL-015 SEC-007",
        pattern="waiting-is-dropped",
        acts=4,
    ),
    defect(
        "householders-household-put-back-unwritten",
        "世帯主変更を取り消しても、指定した者以外の履歴に取消しの行を加えない。",
        "A cancelled change of householder adds a row for the person named and for nobody else of the household.",
        handler("CancelChange", _unwritten(lambda reason, others: others if reason == "54" else [])),
        must="REL-024",
        pattern="others-put-back-unwritten",
        acts=3,
    ),
    defect(
        "last-of-a-split-put-back-unwritten",
        "世帯分離を取り消すと、一緒に元に戻る者のうち最後の者の履歴に取消しの行を加えない。",
        "A cancelled split adds no row for the last of those who are put back along.",
        handler("CancelChange", _unwritten(lambda reason, others: others[-1:] if reason == "51" else [])),
        must="REL-024",
        pattern="others-put-back-unwritten",
        acts=3,
    ),
    defect(
        "merged-along-put-back-unwritten",
        "世帯合併を取り消しても、一緒に合わせられた者の履歴に取消しの行を加えない。",
        "A cancelled merger adds no row for who was merged along.",
        handler("CancelChange", _unwritten(lambda reason, others: others if reason == "52" else [])),
        must="REL-024",
        pattern="others-put-back-unwritten",
        acts=4,
    ),
    defect(
        "notices-confirmed-in-spite-of-hold",
        "支援措置の対象者についての通知を確かめて処理するとき、抑止も警告もしない。",
        "A notice about a protected person is confirmed, neither held back nor warned of.",
        _held_but("ConfirmNotice"),
        must="SEC-006",
        pattern="rarer-ways-unheld",
        acts=4,
    ),
    defect(
        "undone-in-spite-of-hold",
        "支援措置の対象者の異動の取消し、回復及び転出の取りやめを、抑止も警告もしない。",
        "What concerned a protected person is undone, neither held back nor warned of.",
        _held_but("CancelChange", "RestoreRecord", "WithdrawMovingOut"),
        must="SEC-006",
        pattern="rarer-ways-unheld",
        acts=4,
    ),
    defect(
        "decided-in-spite-of-hold",
        "支援措置の対象者の仮登録された異動の決裁を、抑止も警告もしない。",
        "A change of a protected person that was saved provisionally is decided, neither held back nor warned of.",
        _held_but("DecideChange"),
        must="SEC-006",
        pattern="rarer-ways-unheld",
        acts=4,
    ),
    defect(
        "period-of-refuge-unasked",
        "一時庇護許可者の転入届を、上陸期間の記載がなくても受理する。",
        "Of who is permitted temporary refuge a notification is taken without the period.",
        rules(stating_items=_stated("temporary-refuge", period_of_stay="－")),
        must="REL-002",
        may="REL-021",
        pattern="item-of-a-rarer-class-unasked",
    ),
    defect(
        "period-of-provisional-stay-unasked",
        "仮滞在許可者の転入届を、仮滞在期間の記載がなくても受理する。",
        "Of who is permitted a provisional stay a notification is taken without the period.",
        rules(stating_items=_stated("provisional-stay", period_of_stay="－")),
        must="REL-002",
        may="REL-021",
        pattern="item-of-a-rarer-class-unasked",
    ),
    defect(
        "number-of-special-permanent-unasked",
        "特別永住者の転入届を、特別永住者証明書の番号の記載がなくても受理する。",
        "Of a special permanent resident a notification is taken without the number of the certificate.",
        rules(stating_items=_stated("special-permanent", special_permanent_certificate_number="－")),
        must="REL-002",
        may="REL-021 IMM-001",
        pattern="item-of-a-rarer-class-unasked",
    ),
    defect(
        "decided-change-noticed-at-the-new-address",
        "仮登録の後に決裁された異動の受理通知を、異動後の住所に宛てる。",
        "The notice of acceptance of a change that was decided later is addressed to the address after it.",
        handler("DecideChange", afterwards(_to_the_new_address)),
        must="SEC-001",
        pattern="notice-read-from-the-new-record",
        acts=2,
    ),
    defect(
        "moving-in-noticed-at-the-new-address",
        "転入届及び特例転入の受理通知を、転入後の住所に宛てる。",
        "The notice of acceptance of a moving in is addressed to the address after it.",
        both(*(handler(name, afterwards(_to_the_new_address)) for name in ("MovingIn", "SpecialMovingIn"))),
        must="SEC-001",
        pattern="notice-read-from-the-new-record",
    ),
    defect(
        "key-of-a-wide-search-in-the-log",
        "全国の照会に用いた個人番号を、アクセスログに記録する。",
        "The number by which the whole country was searched is written into the log.",
        _keys_of_searches,
        must="AUD-001",
        may="JUKI-016",
        pattern="key-named-in-the-log",
    ),
    defect(
        "former-number-in-the-log",
        "個人番号の変更の行に、変更前の個人番号を記録する。",
        "The line of a change of the Individual Number holds the former one.",
        handler("ChangeIndividualNumber", _former_number_noted),
        must="AUD-001",
        pattern="key-named-in-the-log",
        acts=2,
    ),
    defect(
        "copy-of-a-cancelled-entry-stays",
        "記載を取り消しても、副本を閉じない。",
        "When an entry is cancelled, the copy stays open.",
        builders(l03=_left_open(lambda record: record.born_on != record.became_resident_on)),
        must="REL-024",
        may="LINK-003 LINK-004 LINK-005",
        pattern="copy-outlives-its-entry",
        acts=2,
    ),
    defect(
        "copy-of-a-cancelled-birth-stays",
        "出生による記載を取り消しても、副本を閉じない。",
        "When the entry of a birth is cancelled, the copy stays open.",
        builders(l03=_left_open(lambda record: record.born_on == record.became_resident_on)),
        must="REL-024",
        may="LINK-003 LINK-004 LINK-005",
        pattern="copy-outlives-its-entry",
        acts=2,
    ),
)
