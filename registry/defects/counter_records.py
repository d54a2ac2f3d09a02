"""
Defects of moving in that one clause alone forbids: what is asked for at the counter, and what is told of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import changes, residents
from registry.defects.defect import afterwards, both, builders, defect, handler, rewritten
from registry.desk import Desk, Inquiry
from registry.handlers import special
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import Handler, Override, Parts
from registry.residents import Record
from registry.wire.control import Accepted, EntryByBirth, MovingIn, Person, PresentedCard, SpecialMovingIn
from registry.wire.juki_net import IdentificationUpdate, IdentityAnswer, MovingInNotice


def _before_asking(name: str, change: Callable[[Desk, Any], Any]) -> Override:
    """
    The parts with a command that is changed before anybody is asked about it, and before it is handled.
    """

    def handled(sound: Handler) -> Handler:
        return lambda desk, command: sound(desk, change(desk, command))

    def override(parts: Parts) -> Parts:
        sound = parts.inquiries[name]

        def asked(desk: Desk, command: Any) -> list[Inquiry]:
            return sound(desk, change(desk, command))

        return msgspec.structs.replace(parts, inquiries={**parts.inquiries, name: asked})

    return both(handler(name, handled), override)


def _settled_when_filed(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    if sound.reason != "11" or sound.notified_on is None:
        return sound
    return msgspec.structs.replace(sound, settled_on=sound.notified_on)


def _not_ahead(command: MovingIn) -> MovingIn:
    return msgspec.structs.replace(command, moved_in_on=min(command.moved_in_on, command.notified_on))


def _head_assumed(_desk: Desk, command: MovingIn) -> MovingIn:
    persons = [
        msgspec.structs.replace(one, head_of_family_register=one.head_of_family_register or one.name)
        for one in command.persons
    ]
    return command if command.exemption is None else msgspec.structs.replace(command, persons=persons)


def _stay_assumed(_desk: Desk, command: MovingIn) -> MovingIn:
    def assumed(one: Person) -> Person:
        if one.foreign is None or one.foreign.period_of_stay:
            return one
        return msgspec.structs.replace(
            one, foreign=msgspec.structs.replace(one.foreign, period_of_stay="3年")
        )

    return msgspec.structs.replace(command, persons=[assumed(one) for one in command.persons])


def _records(desk: Desk, outcome: Accepted) -> list[Record]:
    found = [residents.find(desk.conn, entered.resident) for entered in outcome.residents]
    return [record for record in found if record is not None]


def _as_of(record: Record, municipality: str) -> MovingInNotice:
    return MovingInNotice(
        resident_record_code=record.resident_record_code,
        name=record.name,
        name_kana=record.name_kana,
        born_on=record.born_on,
        sex=record.sex,
        previous_address=record.previous_address or record.full_address,
        new_address=record.full_address,
        moved_in_on=record.became_resident_on,
        notified_on=record.notified_on or record.became_resident_on,
        previous_municipality=municipality,
    )


def _born_told(desk: Desk, _command: EntryByBirth, outcome: Accepted) -> Accepted:
    for record in _records(desk, outcome):
        for member in residents.members(desk.conn, record.household):
            if member.previous_municipality is not None and member.resident != record.resident:
                place = member.previous_municipality
                desk.send(place, "J05", _as_of(record, place), record, by=changes.JUKI_NET)
                return outcome
    return outcome


def _skipped_told_too(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
    place = command.unreported_municipality
    for record in _records(desk, outcome):
        if place is not None:
            desk.send(place, "J05", _as_of(record, place), record, by=changes.JUKI_NET)
    return outcome


def _pin_believed(_desk: Desk, command: SpecialMovingIn) -> SpecialMovingIn:
    shown = [msgspec.structs.replace(card, pin_check="passed") for card in command.presented]
    return msgspec.structs.replace(command, presented=shown)


def _of_data(desk: Desk, command: SpecialMovingIn, *, heads_only: bool) -> list[PresentedCard]:
    return [
        PresentedCard(ref=ref, card_id=held.person.card_id, pin_check="passed")
        for ref, held in special.held_for(desk, command).items()
        if held.person.card_id is not None and (held.person.householder or not heads_only)
    ]


def _card_of_data(desk: Desk, command: SpecialMovingIn) -> SpecialMovingIn:
    if command.presented:
        return command
    return msgspec.structs.replace(command, presented=_of_data(desk, command, heads_only=False))


def _head_of_data(desk: Desk, command: SpecialMovingIn) -> SpecialMovingIn:
    shown = {card.ref for card in command.presented}
    if command.variant != "household" or not shown:
        return command
    more = [card for card in _of_data(desk, command, heads_only=True) if card.ref not in shown]
    return msgspec.structs.replace(command, presented=[*command.presented, *more])


def _elsewhere_unread(sound: Handler) -> Handler:
    def inner(desk: Desk, command: SpecialMovingIn) -> Accepted:
        desk.answers = {key: _undated(key, raw) for key, raw in desk.answers.items()}
        return sound(desk, command)

    return inner


def _undated(key: str, raw: msgspec.Raw | None) -> msgspec.Raw | None:
    if raw is None or not key.startswith("j15-"):
        return raw
    answer = msgspec.json.decode(raw, type=IdentityAnswer)
    persons = [msgspec.structs.replace(found, changed_on=None) for found in answer.persons]
    return msgspec.Raw(msgspec.json.encode(msgspec.structs.replace(answer, persons=persons)))


def _domicile_at_home(desk: Desk, _command: SpecialMovingIn, outcome: Accepted) -> Accepted:
    for record in _records(desk, outcome):
        residents.save(desk.conn, msgspec.structs.replace(record, registered_domicile=record.full_address))
    return outcome


def _as_received(command: SpecialMovingIn) -> SpecialMovingIn:
    movers = [msgspec.structs.replace(mover, amendments=[]) for mover in command.movers]
    return msgspec.structs.replace(command, movers=movers)


def _network_untold(sound: Handler) -> Handler:
    def inner(desk: Desk, command: SpecialMovingIn) -> Accepted:
        accepted = sound(desk, command)
        desk.drafts = [draft for draft in desk.drafts if draft.message_type != "J01"]
        return accepted

    return inner


DEFECTS = (
    defect(
        "update-settled-when-filed",
        "転入の本人確認情報の住所を定めた年月日に届出の日を書く。",
        "The update of a moving in gives the day of filing as settled on.",
        builders(j01=_settled_when_filed),
        must="REL-001",
        may="JUKI-001 JUKI-005 JUKI-002",
        pattern="told-the-day-of-filing",
    ),
    defect(
        "future-moving-in-altered",
        "将来の日の転入届を、届出の日の転入として受理する。",
        "A moving in dated in the future is accepted as one of today.",
        handler("MovingIn", rewritten(_not_ahead)),
        must="REL-001",
        may="ATE-001 JUKI-003 JUKI-012 REL-028",
        pattern="date-put-right-in-silence",
    ),
    defect(
        "head-of-family-register-assumed",
        "筆頭者のない届出で、本人を筆頭者とみなして受理する。",
        "Who names no head of the family register is taken to be it.",
        _before_asking("MovingIn", _head_assumed),
        must="REL-002",
        may="REL-001",
        pattern="missing-input-assumed",
    ),
    defect(
        "period-of-stay-assumed",
        "在留期間のない届出を、三年とみなして受理する。",
        "A foreign resident who states no period of stay is taken to have three years.",
        _before_asking("MovingIn", _stay_assumed),
        must="REL-002",
        may="REL-001",
        pattern="missing-input-assumed",
    ),
    defect(
        "birth-told-to-previous-place",
        "出生を世帯員の前住所地に転入通知で伝える。",
        "A birth is told to the previous municipality of a member of the household.",
        handler("EntryByBirth", afterwards(_born_told)),
        must="REL-003",
        pattern="missing-receiver-borrowed",
    ),
    defect(
        "skipped-place-told-too",
        "前住所地のほか、未届地にも転入通知を送る。",
        "The place without notification gets a notice of moving in as well.",
        handler("MovingIn", afterwards(_skipped_told_too)),
        must="REL-003",
        may="REL-014",
        pattern="sent-to-one-more",
    ),
    defect(
        "failed-pin-believed",
        "暗証番号の照合の結果を見ずに、成功したものとする。",
        "A PIN check counts as passed, whatever it gave.",
        _before_asking("SpecialMovingIn", _pin_believed),
        must="REL-009",
        may="CARD-006",
        pattern="result-unread",
    ),
    defect(
        "absent-card-taken-from-data",
        "カードの提示がなくても、転出証明書情報のカードを提示されたものとする。",
        "Where no card lies on the counter, that of the moving-out data counts as presented.",
        _before_asking("SpecialMovingIn", _card_of_data),
        must="REL-009",
        may="CARD-006",
        pattern="data-instead-of-card",
    ),
    defect(
        "absent-householder-taken-from-data",
        "世帯員のカードだけでも、世帯主のカードを転出証明書情報から補う。",
        "A member's card opens the household variant: the householder's is taken from the data.",
        _before_asking("SpecialMovingIn", _head_of_data),
        must="REL-009",
        may="CARD-006",
        pattern="data-instead-of-card",
    ),
    defect(
        "recorded-elsewhere-unread",
        "本人確認情報の照会の結果にある他の市町村の記録を見ない。",
        "What the network answers of an entry elsewhere is not looked at.",
        handler("SpecialMovingIn", _elsewhere_unread),
        must="REL-009",
        may="REL-003",
        pattern="result-unread",
    ),
    defect(
        "special-moving-in-domicile-at-home",
        "特例転入の本籍に新しい住所を記載する。",
        "A special moving in writes the new address as the registered domicile.",
        handler("SpecialMovingIn", afterwards(_domicile_at_home)),
        must="REL-009",
        may="JUKI-012",  # The notice to the registered domicile goes where the record does not say.
        pattern="address-of-another-item",
    ),
    defect(
        "clerk-not-heeded",
        "職員が改めた項目を捨て、受信したとおりに記載する。",
        "What the clerk put right is dropped, and the data are entered as they came.",
        handler("SpecialMovingIn", rewritten(_as_received)),
        must="REL-009",
        pattern="input-dropped",
    ),
    defect(
        "special-moving-in-untold",
        "特例転入を本人確認情報として送らない。",
        "A special moving in is not told to the network.",
        handler("SpecialMovingIn", _network_untold),
        must="REL-009",
        may="JUKI-001 JUKI-003 REL-010",
        pattern="special-route-forgotten",
    ),
)
