"""
Moving in, moving out, change of address (住基法22条〜24条の2).
"""

from __future__ import annotations

from datetime import date, timedelta

from harness.law.deadlines import limit
from harness.port.commands import ChangeOfAddress, MovingIn, MovingOut, SpecialMovingIn
from harness.port.outcomes import Accepted
from scenarios.model import card_life, counter, household
from scenarios.model.owed import Owed, owed
from scenarios.model.register import HOUSEHOLDER, Register, Resident, Row
from scenarios.model.ruling import UNKNOWN, Ruling, first, unlawful

IN, ABROAD_IN, OUT, ABROAD_OUT, MOVED = "11", "12", "21", "22", "31"
NETWORK, ADDRESSEE, IMMIGRATION = "juki_net", "addressee", "immigration"


def moving_in(register: Register, act: MovingIn) -> Ruling:
    """
    住基法22条: papers of the former municipality or what stands in for them, no future, nobody twice.
    """
    forms = [counter.numbers(person) for person in act.persons]
    twice = [
        unlawful("住基法5条", "duplicate-person", "data-mismatch")
        for person in act.persons
        if register.living_with(person.resident_record_code) is not None
    ]
    unsure = [UNKNOWN for person in act.persons if person.resident_record_code in register.unsure]
    born = [counter.in_order(person.born_on, act.moved_in_on) for person in act.persons]
    return first(
        counter.identity(act.identity),
        counter.not_future(register, act.notified_on, act.moved_in_on),
        counter.in_order(act.moved_in_on, act.notified_on),
        counter.municipality(act.from_municipality),
        *born,
        *forms,
        *twice,
        *unsure,
        _papers(register, act),
        _heads(register, act),
    )


def _papers(register: Register, act: MovingIn) -> Ruling | None:
    if act.document is not None or act.exemption is not None:
        return None if act.exemption is None else _stated(act)
    if all(person.resident_record_code in register.data for person in act.persons):
        return UNKNOWN
    return unlawful("住基法22条2項", "document-missing", "moving-out-data-missing")


def _stated(act: MovingIn) -> Ruling | None:
    """
    住基令22条: without a certificate the filing states what the record must hold; of a national from abroad name, birth
    and family register. Of a foreign resident, and of the other classes, it alone does not tell.
    """
    known = act.exemption == "from-abroad" and all(
        # Where code or number is missing, the network is asked, and may know more than the filing.
        person.resident_record_code and person.individual_number and person.foreign is None
        for person in act.persons
    )
    whole = all(
        person.name.strip()
        and counter.day(person.born_on)
        and person.registered_domicile
        and person.head_of_family_register
        for person in act.persons
    )
    return None if known and whole else UNKNOWN


def _heads(register: Register, act: MovingIn) -> Ruling | None:
    named = sum(person.relationship == HOUSEHOLDER for person in act.persons)
    if act.household is None:
        return None if named == 1 else UNKNOWN
    standing = register.head(act.household)
    if standing is None:
        return UNKNOWN
    return UNKNOWN if named else None


def enter(register: Register, act: MovingIn, answer: Accepted) -> list[Owed]:
    """
    One record per person (住基法7条, 8条): resident from the day of moving in, settled on the same day.
    """
    if act.provisional:
        register.saved[str(answer.change_id)] = act
        return []
    by_ref = {entered.ref: entered for entered in answer.residents}
    due: list[Owed] = []
    for person in act.persons:
        entered = by_ref.get(person.ref)
        if entered is None:
            continue
        reason = ABROAD_IN if act.exemption == "from-abroad" else IN
        resident = Resident(
            number=entered.resident,
            household=entered.household,
            name=person.name,
            born_on=person.born_on,
            sex=person.sex,
            relationship=person.relationship,
            address=act.to_address.address,
            became_resident_on=act.moved_in_on,
            settled_on=act.moved_in_on,
            code=person.resident_record_code,
            individual_number=person.individual_number,
            domicile=person.registered_domicile,
            register_head=person.head_of_family_register,
            foreign=person.foreign is not None,
            origin=act.from_municipality,
            history=[Row(reason, act.moved_in_on)],
        )
        register.enter(resident)
        due += entry_owed(register, resident, reason)
        if act.from_municipality is not None and reason == IN:
            due.append(owed("J05", resident.number, act.from_municipality, after(register.today)))
    return due


def entry_owed(register: Register, resident: Resident, reason: str) -> list[Owed]:
    """
    What every entry owes: the network (住基法30条の6), the addressee system, the Agency for a foreign resident.
    """
    today = register.today
    changed = resident.history[-1].changed_on
    due = [
        owed("J01", resident.number, NETWORK, after(today), reason=reason, changed_on=changed),
        owed("A01", resident.number, ADDRESSEE, today),
        owed("L03", resident.number, ADDRESSEE, after(today), action="register"),
    ]
    if resident.foreign:
        due.append(owed("I01", resident.number, IMMIGRATION, today))
    return due


def after(today: date) -> date:
    """
    遅滞なく as a day: a number of our own.
    """
    return today + timedelta(days=limit("T08").amount)


def special_moving_in(register: Register, act: SpecialMovingIn) -> Ruling:
    """
    住基法24条の2: the card, its PIN, the data, and the window of 住基令24条の2.
    """
    usual = first(
        counter.identity(act.identity),
        counter.not_future(register, act.notified_on, act.moved_in_on),
        counter.in_order(act.moved_in_on, act.notified_on),
        counter.municipality(act.from_municipality),
    )
    if usual.unlawful:
        return usual
    shown = {card.ref for card in act.presented}
    if act.variant == "holder" and not {mover.ref for mover in act.movers} <= shown:
        return unlawful("住基法24条の2第1項", "card-not-presented")
    if not shown:
        return unlawful("住基法24条の2第2項", "card-not-presented")
    if any(card.pin_check == "failed" for card in act.presented):
        return unlawful("番号カード省令33条8項", "pin-check-failed")
    held = [register.data.get(mover.resident_record_code) for mover in act.movers]
    if not all(held):
        return unlawful(
            "住基法24条の2第5項", "moving-out-data-missing", "recorded-elsewhere", "window-passed"
        )
    moved, notified = counter.day(act.moved_in_on), counter.day(act.notified_on)
    for data in held:
        planned = counter.day(data.planned_on) if data is not None else None
        if planned and moved and notified and notified > last_day_of_window(planned, moved):
            return unlawful("住基令24条の2", "window-passed")
    # Whether the person was recorded anywhere in between, and what the card's state is, others know.
    return UNKNOWN


def last_day_of_window(planned: date, moved_in: date) -> date:
    """
    住基令24条の2第1項2号: the earlier of thirty days from the planned day and fourteen from the moving in.
    """
    return min(
        planned + timedelta(days=limit("T06.planned").amount),
        moved_in + timedelta(days=limit("T06.moved-in").amount),
    )


def moving_out(register: Register, act: MovingOut) -> Ruling:
    """
    住基法24条: filed beforehand, also for people who have left; the special route needs a card that may be used.
    """
    usual = first(
        counter.identity(act.identity),
        counter.not_future(register, act.notified_on),
        counter.municipality(act.destination_municipality),
        counter.residents(register, act.residents),
    )
    if usual.lawful is not True:
        return usual
    movers = [register.residents[handle] for handle in act.residents]
    if any(mover.state == "planned-out" for mover in movers):
        return unlawful("住基法24条", "not-resident", "already-done", "data-mismatch")
    early = [counter.in_order(mover.became_resident_on, act.planned_on) for mover in movers]
    if (ruled := first(*early)).unlawful:
        return ruled
    if act.route == "special":
        if act.destination_municipality is None:
            return unlawful("住基法24条の2", "not-permitted", "data-mismatch")
        return UNKNOWN
    return first()


def plan_out(register: Register, act: MovingOut, _answer: Accepted) -> list[Owed]:
    """
    住基令13条1項: the record stays current until the planned date; one in the past falls due at once.
    """
    due: list[Owed] = []
    for handle in act.residents:
        mover = register.residents.get(handle)
        if mover is None:
            continue
        mover.state, mover.planned_out_on = "planned-out", act.planned_on
        mover.destination = act.destination_municipality
        mover.special_out = act.route == "special"
        register.leaving[handle] = None
        if act.route == "special" and act.destination_municipality is not None:
            due.append(owed("J07", handle, act.destination_municipality, after(register.today)))
    return due + fall_due(register)


def fall_due(register: Register) -> list[Owed]:
    """
    Whoever's planned date has come is out (住基令8条, 13条1項), the date of the network's notice being the planned one.
    """
    gone: list[tuple[Resident, str]] = []
    for handle in list(register.leaving):
        mover = register.residents.get(handle)
        if mover is None or mover.state != "planned-out":
            del register.leaving[handle]
            continue
        planned = counter.day(mover.planned_out_on or "")
        if planned is None or planned > register.today:
            continue
        del register.leaving[handle]
        reason = ABROAD_OUT if mover.destination is None else OUT
        mover.state, mover.deleted_on = "moved-out", mover.planned_out_on
        mover.history.append(Row(reason, planned.isoformat()))
        gone.append((mover, reason))
    due: list[Owed] = []
    for (
        mover,
        reason,
    ) in gone:  # Who leaves on one day leaves together: nobody heads the household in between.
        due += card_life.moved_out(register, mover)
        due += deletion_owed(register, mover, reason)
    return due


def confirm_out(register: Register, code: str, moved_in_on: str) -> None:
    """
    住基令13条2項: the municipality moved to has told of the moving in, which is written down beside what was planned.
    """
    mover = register.last_with(code)
    if mover is not None and mover.state == "moved-out":
        mover.state = "moved-out-confirmed"
        mover.history.append(Row(OUT, moved_in_on))
        card_life.moved_in_elsewhere(register, mover)


def deletion_owed(register: Register, resident: Resident, reason: str) -> list[Owed]:
    """
    What every deletion owes, and what a householder's leaving does to the others.
    """
    today = register.today
    changed = resident.history[-1].changed_on
    due = [
        owed("J01", resident.number, NETWORK, after(today), reason=reason, changed_on=changed),
        owed("A01", resident.number, ADDRESSEE, today, state="deleted"),
        owed("L03", resident.number, ADDRESSEE, after(today), action="close"),
    ]
    if resident.foreign:
        due.append(owed("I01", resident.number, IMMIGRATION, today))
    return due + household.succeed(register, resident.household)


def change_of_address(register: Register, act: ChangeOfAddress) -> Ruling:
    """
    住基法23条: residents, not in the future, not before they came.
    """
    usual = first(
        counter.identity(act.identity),
        counter.not_future(register, act.notified_on, act.moved_on),
        counter.in_order(act.moved_on, act.notified_on),
        counter.residents(register, act.residents),
    )
    if usual.lawful is not True:
        return usual
    early = [
        counter.in_order(register.residents[handle].became_resident_on, act.moved_on)
        for handle in act.residents
    ]
    if (ruled := first(*early)).unlawful:
        return ruled
    settled = [
        counter.in_order(register.residents[handle].settled_on, act.moved_on) for handle in act.residents
    ]
    if first(*settled).unlawful:
        return UNKNOWN  # Before the present address was settled: which of the two dates is wrong, a clerk finds out.
    leavers = set(act.residents)
    homes = {register.residents[handle].household for handle in act.residents}
    whole = len(homes) == 1 and leavers == {each.number for each in register.members(next(iter(homes)))}
    return first() if whole and not act.new_household else UNKNOWN


def move(register: Register, act: ChangeOfAddress, answer: Accepted) -> list[Owed]:
    """
    The address and 住定日 change; 住民となった日 does not (住基法7条6号・7号).
    """
    homes = {entered.resident: entered.household for entered in answer.residents}
    words = {each.resident: each.relationship for each in act.relationships}
    due: list[Owed] = []
    left = set()
    for handle in act.residents:
        mover = register.residents.get(handle)
        if mover is None:
            continue
        left.add(mover.household)
        mover.address, mover.settled_on = act.to_address.address, act.moved_on
        register.rehouse(mover, homes.get(handle, mover.household))
        if act.new_household:
            mover.relationship = HOUSEHOLDER if handle == act.householder else words.get(handle, "")
        mover.history.append(Row(MOVED, act.moved_on))
        due.append(owed("J01", handle, NETWORK, after(register.today), reason=MOVED, changed_on=act.moved_on))
        due.append(owed("A01", handle, ADDRESSEE, register.today))
        if mover.foreign:
            due.append(owed("I01", handle, IMMIGRATION, register.today))
    for home in sorted(left):
        due += household.succeed(register, home)
    return due
