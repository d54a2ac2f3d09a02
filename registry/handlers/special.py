"""
Notification of moving in with an Individual Number Card and without paper (住基法24条の2, 住基令24条の2).
"""

from __future__ import annotations

from datetime import date

import msgspec

from registry import card_events, changes, households, moving_out_data, residents
from registry.changes import JUKI_NET
from registry.desk import Desk, Inquiry
from registry.handlers import amending, card_presented, entry, forms
from registry.handlers.entry import Named, Place
from registry.handlers.moving_in import acceptance_notice, filed_by, new_change_id
from registry.messages.told import Event
from registry.moving_out_data import Held
from registry.outbox import Draft
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.card_management import CardAnswer, CardInquiry
from registry.wire.control import (
    Accepted,
    Entered,
    Foreign,
    Mover,
    NotedInsurance,
    Person,
    PresentedCard,
    SpecialMovingIn,
)
from registry.wire.juki_net import FoundPerson, IdentityAnswer, IdentityInquiry, MovingOutDataRequest

CARD_MANAGEMENT = "card_management"
ENTRIES = frozenset({"11", "12", "14", "15", "16"})
ALIVE_ELSEWHERE = ENTRIES | {"31", "32", "33"}


def _check_form(desk: Desk, command: SpecialMovingIn) -> tuple[date, date]:
    forms.check_address(command.to_address, "to_address")
    forms.check_municipality(desk, command.from_municipality, "from_municipality")
    forms.check_distinct([mover.ref for mover in command.movers], "movers")
    for index, mover in enumerate(command.movers):
        forms.check_code(desk, mover.resident_record_code, f"movers[{index}].resident_record_code")
        amending.check(desk, mover.amendments, f"movers[{index}].amendments")
    forms.check_distinct([mover.resident_record_code for mover in command.movers], "movers")
    refs = {mover.ref for mover in command.movers}
    for index, presented in enumerate(command.presented):
        forms.check_trace(presented.card_id, f"presented[{index}].card_id")
        if presented.ref not in refs:
            raise Refusal("data-mismatch", f"presented[{index}].ref")
    dated = forms.notified_and_happened(desk, command.notified_on, command.moved_in_on, "moved_in_on")
    forms.alert_late(desk, *dated)
    desk.book.rules.check_identity(command.identity)
    return dated


def held_for(desk: Desk, command: SpecialMovingIn) -> dict[str, Held]:
    """
    Per ref, the moving-out data in hand that came from the municipality named.
    """
    found = {
        mover.ref: moving_out_data.find(desk.conn, mover.resident_record_code) for mover in command.movers
    }
    return {
        ref: held
        for ref, held in found.items()
        if held is not None and held.from_municipality == command.from_municipality
    }


def needed_cards(command: SpecialMovingIn, held: dict[str, Held]) -> list[Mover]:
    """
    Whose card must lie on the counter: every mover's, or in the household variant the householder's.
    """
    if command.variant == "holder":
        return list(command.movers)
    return [mover for mover in command.movers if mover.ref in held and held[mover.ref].person.householder]


def _check_cards(desk: Desk, command: SpecialMovingIn, held: dict[str, Held]) -> None:
    if not command.presented:
        raise Refusal("card-not-presented", "presented")
    shown = {presented.ref: presented for presented in command.presented}
    needed = needed_cards(command, held)
    if command.variant == "household" and not needed and len(held) == len(command.movers):
        raise Refusal("card-not-presented", "presented", "the householder is not among the movers")
    for mover in desk.book.rules.holders_checked(needed):
        if mover.ref not in shown:
            raise Refusal("card-not-presented", "presented")
        if shown[mover.ref].pin_check != "passed":
            index = command.presented.index(shown[mover.ref])
            raise Refusal("pin-check-failed", f"presented[{index}].pin_check")


def _check_window(desk: Desk, held: dict[str, Held], moved_in_on: date, notified_on: date) -> None:
    for planned in desk.book.rules.windows_checked([data.planned_on for data in held.values()]):
        planned_on = date.fromisoformat(planned)
        last = desk.book.rules.last_day_of_special_window(planned_on, moved_in_on, desk.settings)
        if notified_on > last:
            raise Refusal("window-passed", "notified_on")


def inquiries(desk: Desk, command: SpecialMovingIn) -> list[Inquiry]:
    """
    J15 for every mover, and K08 for every presented card once all data are in hand.
    """
    _notified_on, _moved_in_on = _check_form(desk, command)
    held = held_for(desk, command)
    _check_cards(desk, command, held)
    _check_window(desk, held, _moved_in_on, _notified_on)
    asked = [
        Inquiry(
            key=f"j15-{mover.ref}",
            neighbour=JUKI_NET,
            message_type="J15",
            body=IdentityInquiry(
                resident_record_code=mover.resident_record_code,
                purpose="special-moving-in",
                operator=desk.actor.operator,
                terminal=desk.actor.terminal,
            ),
            purpose="special-moving-in",
        )
        for mover in command.movers
    ]
    if len(held) == len(command.movers):
        asked += [
            Inquiry(
                key=f"k08-{presented.card_id}",
                neighbour=CARD_MANAGEMENT,
                message_type="K08",
                body=CardInquiry(
                    card_id=presented.card_id, pin_check=presented.pin_check, purpose="special-moving-in"
                ),
            )
            for presented in command.presented
        ]
    return asked


def _identity_of(desk: Desk, mover: Mover) -> IdentityAnswer | None:
    raw = desk.answers.get(f"j15-{mover.ref}")
    return None if raw is None else msgspec.json.decode(raw, type=IdentityAnswer)


def _own_name(command: SpecialMovingIn) -> str | None:
    """
    The mover's name where the network does not know it: the filer's, if the filer is the only mover. Nobody else's.
    """
    alone = command.identity.filer == "self" and len(command.movers) == 1
    return command.identity.filer_name if alone else None


def _requests(desk: Desk, command: SpecialMovingIn, held: dict[str, Held]) -> list[Draft]:
    """
    J08 for everyone whose data are missing: the first notification arrived, the data did not (住基法24条の2第5項).
    """
    drafts = []
    for mover in command.movers:
        if mover.ref in held:
            continue
        answer = _identity_of(desk, mover)
        found: FoundPerson | None = answer.persons[0] if answer is not None and answer.persons else None
        body = MovingOutDataRequest(
            from_municipality=command.from_municipality,
            resident_record_code=mover.resident_record_code,
            name=found.name if found else _own_name(command),
            born_on=found.born_on if found else "XXXX-XX-XX",
            sex=found.sex if found else "unknown",
            notified_on=command.notified_on,
        )
        subject = f"code-{mover.ref}-{desk.actor.trace_id}"
        drafts.append(desk.draft(command.from_municipality, body, "J08", subject, neighbour=JUKI_NET))
    return drafts


def _is_elsewhere(data: Held, found: FoundPerson) -> bool:
    """
    Whether the network shows an entry in another municipality after the notification of moving out.

    An answer names no municipality, so it is told by its reason, its date and its address.
    """
    if found.changed_on is None or found.reason is None:
        return False
    if found.reason in ENTRIES and found.changed_on >= data.notified_on:
        return found.address != data.previous_address
    return found.reason in ALIVE_ELSEWHERE and found.changed_on > data.planned_on


def _check_not_elsewhere(desk: Desk, command: SpecialMovingIn, held: dict[str, Held]) -> None:
    for index, mover in enumerate(desk.book.rules.sought_elsewhere(command.movers)):
        answer = _identity_of(desk, mover)
        path = f"movers[{index}].resident_record_code"
        if answer is None:
            raise Refusal("data-mismatch", path, "the network did not answer the inquiry")
        if any(_is_elsewhere(held[mover.ref], found) for found in answer.persons):
            raise Refusal("recorded-elsewhere", path)


def _card_answer(desk: Desk, presented: PresentedCard) -> CardAnswer | None:
    raw = desk.answers.get(f"k08-{presented.card_id}")
    return None if raw is None else msgspec.json.decode(raw, type=CardAnswer)


def _usable(desk: Desk, answer: CardAnswer | None, code: str) -> bool:
    return (
        answer is not None
        and answer.found
        and desk.book.rules.card_state_is_good(answer.state, desk.settings)
        and answer.resident_record_code == code
        and (answer.expires_on is None or answer.expires_on >= desk.today.isoformat())
    )


def _person(ref: str, data: Held, relationship: str) -> Person:
    moved = data.person
    foreign = None
    if moved.nationality is not None:
        special = moved.resident_class == "special-permanent"
        number = "special_permanent_certificate_number" if special else "residence_card_number"
        foreign = msgspec.convert(
            {
                "nationality": moved.nationality,
                "resident_class": moved.resident_class or "medium-to-long-term",
                "status_of_residence": moved.status_of_residence,
                "period_of_stay": moved.period_of_stay,
                "period_expires_on": moved.period_expires_on,
                number: moved.residence_card_number,
            },
            Foreign,
        )
    return Person(
        ref=ref,
        name=moved.name,
        name_kana=moved.name_kana,
        born_on=moved.born_on,
        sex=moved.sex,
        relationship=relationship,
        registered_domicile=moved.registered_domicile,
        head_of_family_register=moved.head_of_family_register,
        former_surname=moved.former_surname,
        former_surname_kana=moved.former_surname_kana,
        common_name=moved.common_name,
        foreign=foreign,
        registered_domicile_municipality=moved.registered_domicile_municipality,
        health_insurance=NotedInsurance(insured=True) if moved.health_insurance else None,
    )


def _relationships(command: SpecialMovingIn, held: dict[str, Held]) -> dict[str, str]:
    heads = [mover.ref for mover in command.movers if held[mover.ref].person.householder]
    head = heads[0] if heads else command.movers[0].ref
    return {
        mover.ref: HOUSEHOLDER
        if mover.ref == head
        else (held[mover.ref].person.relationship if heads and mover.ref not in heads else "縁故者")
        for mover in command.movers
    }


def handle(desk: Desk, command: SpecialMovingIn) -> Accepted:
    """
    Enter the movers from the data received, take their cards on, and tell whom the law names.
    """
    notified_on, moved_in_on = _check_form(desk, command)
    held = held_for(desk, command)
    _check_cards(desk, command, held)
    _check_window(desk, held, moved_in_on, notified_on)
    if len(held) < len(command.movers):
        raise Refusal("moving-out-data-missing", "movers", sends=_requests(desk, command, held))
    for index, mover in enumerate(command.movers):
        number = held[mover.ref].person.individual_number
        entry.check_not_resident(desk, mover.resident_record_code, number, f"movers[{index}]")
    by_ref = {mover.ref: mover for mover in command.movers}
    presented = {card.ref: card for card in command.presented}
    usable = {
        ref: answer
        for ref, card in presented.items()
        if card.pin_check == "passed"
        and (answer := _card_answer(desk, card)) is not None
        and _usable(desk, answer, by_ref[ref].resident_record_code)
    }
    for mover in desk.book.rules.holders_checked(needed_cards(command, held)):
        if mover.ref not in usable:
            index = command.presented.index(presented[mover.ref])
            raise Refusal("card-not-usable", f"presented[{index}].card_id")
    _check_not_elsewhere(desk, command, held)
    records = _enter(desk, command, held)
    present_by = _take_cards(desk, command, held, records, usable)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=ref, resident=record.resident, household=record.household)
            for ref, record in records.items()
        ],
        documents=desk.documents,
        present_card_by=present_by,
    )


def _enter(desk: Desk, command: SpecialMovingIn, held: dict[str, Held]) -> dict[str, Record]:
    household = residents.new_number(desk.conn, "household")
    households.set_head(desk.conn, household, None)
    words = _relationships(command, held)
    entered: list[tuple[Mover, Person, Record]] = []
    for mover in command.movers:
        data = held[mover.ref]
        place = Place(
            household=household,
            address=command.to_address.address,
            building=command.to_address.building,
            postal_code=command.to_address.postal_code,
            town_code=command.to_address.town_code,
            became_resident_on=command.moved_in_on,
            notified_on=command.notified_on,
            previous_municipality=command.from_municipality,
            previous_address=data.previous_address,
        )
        person = amending.amended(_person(mover.ref, data, words[mover.ref]), mover.amendments)
        named = Named(mover.resident_record_code, data.person.individual_number, drawn=False)
        record = entry.record_of(desk, person, named, place)
        record = msgspec.structs.replace(
            record,
            filed_by=filed_by(command.identity),
            common_name_history=data.person.common_name_history,
        )
        residents.save(desk.conn, record)
        entered.append((mover, person, record))
    desk.numbers_seen = True
    records = {}
    for mover, person, record in entered:
        event = Event(
            reason="11",
            kind="1",
            changed_on=command.moved_in_on,
            notified_on=command.notified_on,
            article="22",
            moved_on=command.moved_in_on,
            former_address=record.previous_address,
        )
        kept = changes.announce_entry(
            desk,
            record,
            event,
            number_wanted=False,
            noted=person.health_insurance,
            supplementary_items=("address", "settled_on"),
        )
        acceptance_notice(desk, command.identity, kept, record.previous_address)
        records[mover.ref] = kept
    return records


def _take_cards(
    desk: Desk,
    command: SpecialMovingIn,
    held: dict[str, Held],
    records: dict[str, Record],
    usable: dict[str, CardAnswer],
) -> dict[str, str]:
    """
    K06 for each card presented (番号法17条6項・7項); for a card not presented, the last day to present it.
    """
    present_by = {}
    for mover in command.movers:
        record, answer = records[mover.ref], usable.get(mover.ref)
        card_id = held[mover.ref].person.card_id
        if desk.book.rules.continues_in_use(answer is not None) and (answer is not None or card_id):
            card_presented.taken_on(desk, record, answer.card_id if answer else str(card_id), answer)
        elif answer is None and card_id is not None:
            last = card_events.moved_in(desk, record, held[mover.ref])
            if last is not None:
                present_by[mover.ref] = last
    return present_by
