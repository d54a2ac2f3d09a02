"""
Defects of waiting and of sending again: moving-out data that are not waited for, asked for, sent or kept as they should
be, notices that go again wrongly.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from registry.defects.defect import defect, handler, rules
from registry.desk import Desk
from registry.handlers import moving_in
from registry.neighbours import Answer, Neighbours
from registry.opaque import opaque
from registry.outbox import Draft
from registry.parts import Handler, Parts
from registry.refusal import Refusal
from registry.rulebook import line_as_is
from registry.rules.periods import Settings
from registry.wire.control import Accepted, AccessLine, MovingIn, Person, SpecialMovingIn
from registry.wire.juki_net import FoundPerson, IdentityAnswer


def _entered_without_data(sound: Handler) -> Handler:
    def inner(desk: Desk, command: SpecialMovingIn) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            if refusal.reason != "moving-out-data-missing":
                raise
            asked = [draft for draft in refusal.sends if isinstance(draft, Draft)]
        found = [one for mover in command.movers for one in _found(desk, mover.ref)]
        entered = MovingIn(
            counter=command.counter,
            identity=command.identity,
            notified_on=command.notified_on,
            moved_in_on=command.moved_in_on,
            to_address=command.to_address,
            persons=[_stranger(index, one) for index, one in enumerate(found)],
            from_municipality=command.from_municipality,
            from_address=found[0].address,
            document="moving-out-certificate",
        )
        accepted = moving_in.handle(desk, entered)
        desk.drafts.extend(asked)
        return accepted

    return inner


def _found(desk: Desk, ref: str) -> list[FoundPerson]:
    raw = desk.answers.get(f"j15-{ref}")
    return [] if raw is None else msgspec.json.decode(raw, type=IdentityAnswer).persons[:1]


def _stranger(index: int, found: FoundPerson) -> Person:
    return Person(
        ref=f"found-{index}",
        name=found.name,
        name_kana=found.name,
        born_on=found.born_on,
        sex=found.sex,
        relationship="縁故者" if index else "世帯主",
        resident_record_code=found.resident_record_code,
        individual_number=found.individual_number,
    )


class _AnewEachTime(Neighbours):
    """
    A line that sends a notice of moving in again under another id.
    """

    async def post(self, name: str, message_type: str, content: bytes) -> Answer:
        """
        The first attempt as it is.
        """
        answer = await super().post(name, message_type, content)
        if message_type != "J05" or answer.result != "unlearned":
            return answer
        parcel = msgspec.json.decode(content)
        parcel["envelope"]["message_id"] = f"m-{opaque()}"
        return await super().post(name, message_type, msgspec.json.encode(parcel))


def _anew(parts: Parts) -> Parts:
    return msgspec.structs.replace(parts, neighbours=_AnewEachTime)


def _data_not_asked_for(sound: Handler) -> Handler:
    def inner(desk: Desk, command: SpecialMovingIn) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            raise Refusal(refusal.reason, refusal.field, refusal.message) from refusal

    return inner


def _kept(extra: int) -> Any:
    def kept(planned_on: date, today: date, settings: Settings) -> bool:
        return today <= planned_on + timedelta(days=settings.moving_out_data_kept_days + extra)

    return kept


def _erasure_unlogged(line: AccessLine) -> AccessLine | None:
    return None if line.function == "moving-out-data" else line_as_is(line)


DEFECTS = (
    defect(
        "entered-before-data",
        "転出証明書情報を待たず、本人確認情報から特例転入を記載する。",
        "Who has no moving-out data in hand is entered from what the network answered.",
        handler("SpecialMovingIn", _entered_without_data),
        must="REL-010",
        pattern="not-waited-for",
    ),
    defect(
        "notice-sent-again-as-another",
        "応答のなかった転入通知を、別の通知として送り直す。",
        "A notice of moving in that was not answered goes again as another one.",
        _anew,
        must="REL-003",
        pattern="repetition-as-new",
    ),
    defect(
        "requested-data-to-announced-place",
        "求めた市町村ではなく、届け出られた転出先に転出証明書情報を送る。",
        "Data that were asked for go to the announced destination, not to who asked.",
        rules(receiver_of_requested_data=lambda _asking, record: record.destination_municipality or ""),
        must="REL-010",
        may="REL-008",
        pattern="other-place-of-two",
    ),
    defect(
        "requested-data-after-ordinary",
        "通常の転出の者についても、求められれば転出証明書情報を送る。",
        "Data are sent on request for a person who moved out on the ordinary route.",
        rules(data_may_be_sent=lambda record: record.planned_out_on is not None),
        must="REL-010",
        pattern="condition-dropped",
    ),
    defect(
        "missing-data-not-asked-for",
        "転出証明書情報が届いていなくても送信を求めない。",
        "Missing moving-out data are not asked for.",
        handler("SpecialMovingIn", _data_not_asked_for),
        must="REL-010",
        may="REL-009",
        pattern="not-asked-for",
    ),
    defect(
        "data-erased-a-day-early",
        "転出証明書情報を三十一日目に消去する。",
        "Moving-out data are erased on the thirty-first day after the planned date.",
        rules(data_are_kept=_kept(-1)),
        must="REL-011",
        pattern="limit-a-day-short",
    ),
    defect(
        "data-kept-a-day-long",
        "転出証明書情報を三十二日目まで残す。",
        "Moving-out data are still there on the thirty-second day after the planned date.",
        rules(data_are_kept=_kept(1)),
        must="REL-011",
        pattern="limit-a-day-long",
    ),
    defect(
        "erasure-unlogged",
        "転出証明書情報の消去を記録しない。",
        "The erasure of moving-out data leaves no line in the log.",
        rules(access_line=_erasure_unlogged),
        must="REL-011",
        pattern="log-line-missing",
    ),
)
