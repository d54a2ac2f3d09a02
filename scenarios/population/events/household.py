"""
One household's year: which of the things that chance proposes can happen after one another, and what they change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from typing import Protocol

from harness.words.working_days import OFFICE_DAYS
from scenarios.population.events import stay, support
from scenarios.population.events.act import Act, Becomes, Proposal, days, in_year, notified
from scenarios.population.events.kinship import Member, related, successor
from scenarios.population.events.rates import MILLION, Rates, day_of_move

FURTHER: dict[str, Becomes] = {**support.BECOMES, **stay.BECOMES}
"""What befalls one person and changes nothing in the household."""


def valid_on(member: Member, day: date) -> bool:
    """
    Whether somebody's card has not expired on a day; one that was handed over this year has not.
    """
    return not member.card_until or days(day) <= member.card_until


class Pool(Protocol):
    """
    What a household needs from outside: newcomers, new households, and chances that depend on the area.
    """

    rates: Rates

    def class_of_move(self, bits: int) -> str:
        """
        Whether a move between municipalities stays in the prefecture.
        """

    def elsewhere(self, moves: str, bits: int) -> int:
        """
        A municipality for such a move, as a place in the list of elsewhere.
        """

    def renewal_day(self, resident: int, bits: int) -> date:
        """
        A day in the last three months of a card.
        """

    def newborn(self, year: Year, born: date, sex: str, bits: int) -> int:
        """
        The number of a new resident who is born into a household.
        """

    def partner(self, year: Year, member: Member, sex: str, bits: int) -> tuple[int, int]:
        """
        The number and family name of one who marries into a household.
        """

    def new_household(self) -> int:
        """
        The number of a new household.
        """

    def japanese_name(self, bits: int) -> int:
        """
        A Japanese family name, as a place in the list of names.
        """


class Year:
    """
    The year of one household: its members change as acts follow one another.
    """

    def __init__(self, year: int, household: int, members: list[Member], pool: Pool) -> None:
        self.year = year
        self.household = household
        self.members = members
        self.first_head = members[0]
        self.head: Member | None = members[0]
        self.pool = pool
        self.rates = pool.rates
        self._queue: list[tuple[date, date, int, Proposal]] = []
        self._pushed = 0

    @property
    def present(self) -> list[Member]:
        """
        Who lives here now.
        """
        return [member for member in self.members if member.present]

    def acts(self, proposals: list[Proposal]) -> Iterator[Act]:
        """
        The acts that can follow one another, in the order in which they are notified.
        """
        self._queue = []
        for number, each in enumerate(proposals):
            changed, day = self._dated(each)
            self._queue.append((day, changed, number, each))
        heapify(self._queue)
        self._pushed = len(self._queue)
        while self._queue and self.head is not None:
            day, changed, _, proposal = heappop(self._queue)
            member = next((m for m in self.present if m.resident == proposal.resident), None)
            if proposal.resident >= 0 and member is None:
                continue
            act = Act(proposal.kind, changed, day, self.household, [])
            if member is not None and proposal.kind in FURTHER:
                yield from FURTHER[proposal.kind](self, act, member, proposal.bits)
            else:
                yield from getattr(self, f"_{proposal.kind}")(act, member, proposal.bits)

    def later(self, kind: str, member: Member, day: date, bits: int = 0) -> None:
        """
        Propose something for the next day on which the office is open, if that is still in this year.
        """
        day = OFFICE_DAYS.on_or_after(day)
        if day.year == self.year:  # What comes later belongs to another year.
            self._pushed += 1
            heappush(self._queue, (day, day, self._pushed, Proposal(kind, member.resident, bits)))

    def _later(self, kind: str, member: Member, after: date, delay: int) -> None:
        self.later(kind, member, after + timedelta(days=delay))

    def _dated(self, proposal: Proposal) -> tuple[date, date]:
        bits, kind = proposal.bits, proposal.kind
        lag = (bits >> 40) % 10
        if kind in {"leave", "leave_home", "move"}:
            moves = "within" if kind == "move" else self.pool.class_of_move(bits)
            changed = day_of_move(self.year, moves, bits)
            if kind == "move":
                return changed, notified(changed, lag)
            if (
                kind == "leave_home"
            ):  # On the day itself: what the others do meanwhile never concerns who is going.
                return changed, OFFICE_DAYS.on_or_after(changed)
            return changed, OFFICE_DAYS.on_or_after(max(changed - timedelta(days=lag), date(self.year, 1, 1)))
        first = date(self.year, 1, 1)
        changed = first + timedelta(days=(bits & 0xFFFF) * ((date(self.year + 1, 1, 1) - first).days) >> 16)
        if kind == "die":
            return changed, changed + timedelta(days=lag % 7)
        if kind == "bear":
            return changed, changed + timedelta(days=1 + lag)
        if kind == "renew":
            changed = self.pool.renewal_day(proposal.resident, bits)
        elif kind == support.STANDS:
            changed = first
        elif kind == stay.EXTENDS:
            (member,) = (each for each in self.members if each.resident == proposal.resident)
            changed = stay.day(member, first, bits)
        if kind != "convenience":
            changed = in_year(self.year, changed)
        return changed, changed

    # What each proposal becomes.

    def _leave_home(self, act: Act, member: Member, bits: int) -> Iterator[Act]:
        married = any(each.part in {"childs_spouse", "grandchild"} for each in self.present)
        if member is not self.head and not married:
            yield self._out(act, [member], bits)

    def _leave(self, act: Act, _member: Member | None, bits: int) -> Iterator[Act]:
        self.head, going = None, self.present
        yield self._out(act, going, bits)

    def _out(self, act: Act, going: list[Member], bits: int) -> Act:
        japanese = going[0].japanese
        abroad = (bits >> 33) % MILLION < self.pool.rates.abroad_of_leaving * (1 if japanese else 6)
        act.kind = "moving_out_abroad" if abroad else "moving_out"
        act.moves = None if abroad else self.pool.class_of_move(bits)
        act.elsewhere = None if abroad else self.pool.elsewhere(act.moves or "", bits >> 20)
        act.residents = [member.resident for member in going]
        for member in going:
            member.present = False
        return act

    def _move(self, act: Act, _member: Member | None, bits: int) -> Iterator[Act]:
        act.kind, act.moves, act.place = "change_of_address", "within", bits
        act.residents = [member.resident for member in self.present]
        yield act

    def _die(self, act: Act, member: Member, _bits: int) -> Iterator[Act]:
        staying = [each for each in self.present if each is not member]
        if staying and member is self.head and all(each.age < 15 for each in staying):
            return
        act.kind, act.residents = "death", [member.resident]
        member.present = False
        was_head = member is self.head
        if not staying:
            self.head = None
        yield act
        if was_head and staying:
            yield self._new_head(
                successor(staying), act, "ex-officio" if len(staying) == 1 else "notification"
            )

    def _new_head(self, head: Member, after: Act, detail: str) -> Act:
        self.head = head
        for member in self.present:
            member.relationship = related(head, member, self.first_head)
        return Act(
            "change_of_householder", after.changed_on, after.notified_on, self.household,
            [member.resident for member in self.present], householder=head.resident,
            relationships={member.resident: member.relationship for member in self.present}, detail=detail,
        )  # fmt: skip

    def _hand_on(self, act: Act, _member: Member | None, _bits: int) -> Iterator[Act]:
        grown = [m for m in self.present if m.part == "spouse" and m is not self.head]
        if grown and self.head is self.first_head:
            yield self._new_head(grown[0], act, "notification")

    def _bear(self, act: Act, mother: Member, bits: int) -> Iterator[Act]:
        born = days(act.changed_on)
        youngest = max((m.born for m in self.members if m.part == "child"), default=0)
        settled = mother is self.head or (self.head is not None and self.head.part in {"head", "spouse"})
        if born - youngest < 365 or not settled:
            return
        sex = "male" if (bits >> 50) % 205 < 105 else "female"
        child = Member(
            self.pool.newborn(self, act.changed_on, sex, bits), "child", "子", sex, 0, born, mother.japanese
        )
        self.members.append(child)
        act.kind, act.residents, act.relationships = "birth", [child.resident], {child.resident: "子"}
        act.detail = f"mother {mother.resident}"
        yield act

    def _marry(self, act: Act, member: Member, bits: int) -> Iterator[Act]:
        if self.head is not member or len(self.present) != 1:
            return
        sex = "female" if member.sex == "male" else "male"
        partner, name = self.pool.partner(self, member, sex, bits)
        act.kind, act.residents = "marriage", [member.resident]
        # A wife takes the husband's name: so in nineteen of twenty marriages.
        act.family_name = name if member.sex == "female" else None
        yield act
        relationship = "妻" if sex == "female" else "夫"
        self.members.append(
            Member(partner, "spouse", relationship, sex, member.age, member.born, japanese=True)
        )
        moves = self.pool.class_of_move(bits)
        yield Act(
            "moving_in", act.changed_on, act.notified_on, self.household, [partner], moves=None,
            relationships={partner: relationship}, elsewhere=self.pool.elsewhere(moves, bits >> 20), detail="joins",
        )  # fmt: skip

    def _split(self, act: Act, member: Member, bits: int) -> Iterator[Act]:
        if member is self.head or member.part != "child":
            return
        member.present = False
        act.kind, act.residents = "household_split", [member.resident]
        act.new_household = self.pool.new_household()
        act.householder = member.resident
        act.relationships = {member.resident: "世帯主"}
        del bits
        yield act

    def _naturalise(self, act: Act, member: Member, bits: int) -> Iterator[Act]:
        member.japanese = True
        act.kind, act.residents = "naturalisation", [member.resident]
        act.family_name = self.pool.japanese_name(bits)
        yield act

    def _apply(self, act: Act, member: Member, bits: int) -> Iterator[Act]:
        if member.card is not None:
            return
        yield from self._card(act, member, "card_application", "applied")
        self._later("hand_over", member, act.changed_on, 30 + (bits >> 44) % 30)

    def _renew(self, act: Act, member: Member, bits: int) -> Iterator[Act]:
        if member.card != "active" or not member.card_until:
            return
        act.kind, act.residents, act.detail = "card_renewal", [member.resident], "application"
        yield act
        self._later("hand_over", member, act.changed_on, 30 + (bits >> 44) % 20)

    def _hand_over(self, act: Act, member: Member, _bits: int) -> Iterator[Act]:
        if member.card in {"applied", "active"}:
            member.card_until = 0
            yield from self._card(act, member, "card_handover", "active")

    def _lose(self, act: Act, member: Member, bits: int) -> Iterator[Act]:
        if member.card != "active" or not valid_on(member, act.changed_on):
            return
        yield from self._card(act, member, "card_loss", "suspended")
        if (bits >> 30) % 5 == 0:
            self._later("find", member, act.changed_on, 1 + (bits >> 44) % 30)

    def _find(self, act: Act, member: Member, _bits: int) -> Iterator[Act]:
        if member.card == "suspended" and valid_on(member, act.changed_on):
            yield from self._card(act, member, "card_found", "active")

    def _card(self, act: Act, member: Member, kind: str, state: str) -> Iterator[Act]:
        member.card = state
        act.kind, act.residents = kind, [member.resident]
        yield act

    def _copy(self, act: Act, member: Member, _bits: int) -> Iterator[Act]:
        if member.age < 15:
            return
        for measure in member.measures:
            lifted = support.lifted(self, act, member, measure)
            if lifted is None:
                return
            yield lifted
        act.kind, act.residents = "copy_of_record", [member.resident]
        yield act

    def _convenience(self, act: Act, member: Member, _bits: int) -> Iterator[Act]:
        # At a terminal nobody gets a copy whom a support measure protects.
        if (
            member.age >= 15
            and member.card == "active"
            and valid_on(member, act.changed_on)
            and not member.protected
        ):
            act.kind, act.residents = "convenience_certificate", [member.resident]
            yield act
