"""
Any sequence of acts: registry and oracle answer alike, show the same register, and nothing that is owed is missing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from harness.port.commands import (
    ChangeOfAddress,
    ChangeOfHousehold,
    DeletionByDeath,
    EntryByBirth,
    MovingIn,
    MovingOut,
    Relation,
)
from scenarios.model.register import HOUSEHOLDER, Resident
from tests.scenarios.model.acting import COUNTER, IDENTITY, Pair, address

OTHERS = ("妻", "子", "母")


class Acts(RuleBasedStateMachine):
    """
    A small town's counter, some days long.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pair = Pair()
        self.pair.__enter__()

    def teardown(self) -> None:
        """
        Compare once more, and close.
        """
        try:
            assert self.pair.differences() == []
        finally:
            self.pair.__exit__(None, None, None)

    def _living(self) -> list[Resident]:
        return [each for each in self.pair.oracle.register.residents.values() if each.living]

    def _homes(self) -> list[str]:
        register = self.pair.oracle.register
        return sorted(
            {each.household for each in self._living() if register.head(each.household) is not None}
        )

    @rule(size=st.integers(1, 3), days=st.integers(-1, 20), house=st.integers(1, 9))
    def moving_in(self, size: int, days: int, house: int) -> None:
        """
        A household comes, some of them with a day that has not come yet.
        """
        today = self.pair.today
        words = (HOUSEHOLDER, *OTHERS)[:size]
        self.pair.do(
            MovingIn(
                counter=COUNTER,
                identity=IDENTITY,
                notified_on=today.isoformat(),
                moved_in_on=(today - timedelta(days=days)).isoformat(),
                to_address=address(house),
                persons=[self.pair.next_person(word) for word in words],
                from_municipality="111007",
                from_address="埼玉県さいたま市浦和区常盤6-4-4",
                document="moving-out-certificate",
            )
        )

    @precondition(lambda self: self._homes())
    @rule(data=st.data(), house=st.integers(1, 9), days=st.integers(-1, 3))
    def change_of_address(self, data: Any, house: int, days: int) -> None:
        """
        A whole household moves within the town.
        """
        home = data.draw(st.sampled_from(self._homes()))
        today = self.pair.today
        self.pair.do(
            ChangeOfAddress(
                counter=COUNTER,
                identity=IDENTITY,
                notified_on=today.isoformat(),
                moved_on=(today - timedelta(days=days)).isoformat(),
                residents=[each.number for each in self.pair.oracle.register.members(home)],
                to_address=address(house),
            )
        )

    @precondition(lambda self: self._homes())
    @rule(data=st.data(), planned=st.integers(-3, 12), abroad=st.booleans())
    def moving_out(self, data: Any, planned: int, abroad: bool) -> None:
        """
        Somebody says that they will leave, or that they left.
        """
        mover = data.draw(st.sampled_from([each.number for each in self._living()]))
        today = self.pair.today
        self.pair.do(
            MovingOut(
                counter=COUNTER,
                identity=IDENTITY,
                notified_on=today.isoformat(),
                planned_on=(today + timedelta(days=planned)).isoformat(),
                residents=[mover],
                destination="英国" if abroad else "埼玉県朝霞市本町1-1-1",
                destination_municipality=None if abroad else "112275",
            )
        )

    @precondition(lambda self: self._homes())
    @rule(data=st.data())
    def change_of_householder(self, data: Any) -> None:
        """
        Another member heads the household from today.
        """
        home = data.draw(st.sampled_from(self._homes()))
        members = self.pair.oracle.register.members(home)
        head = data.draw(st.sampled_from([each.number for each in members]))
        others = [each.number for each in members if each.number != head]
        self.pair.do(
            ChangeOfHousehold(
                counter=COUNTER,
                identity=IDENTITY,
                notified_on=self.pair.today.isoformat(),
                changed_on=self.pair.today.isoformat(),
                household=home,
                householder=head,
                relationships=[Relation(head, HOUSEHOLDER), *(Relation(each, "縁故者") for each in others)],
            )
        )

    @precondition(lambda self: self._homes())
    @rule(data=st.data(), days=st.integers(-1, 3))
    def birth(self, data: Any, days: int) -> None:
        """
        A child, also one whose birth is dated tomorrow.
        """
        home = data.draw(st.sampled_from(self._homes()))
        born = (self.pair.today - timedelta(days=days)).isoformat()
        self.pair.do(
            EntryByBirth(
                counter=COUNTER,
                notified_on=self.pair.today.isoformat(),
                household=home,
                person=self.pair.next_person("子", born, coded=False),
            )
        )

    @precondition(lambda self: self._homes())
    @rule(data=st.data(), days=st.integers(-1, 2))
    def death(self, data: Any, days: int) -> None:
        """
        Somebody dies, also one who is dated tomorrow.
        """
        gone = data.draw(st.sampled_from([each.number for each in self._living()]))
        self.pair.do(
            DeletionByDeath(
                counter=COUNTER,
                notified_on=self.pair.today.isoformat(),
                resident=gone,
                died_on=(self.pair.today - timedelta(days=days)).isoformat(),
            )
        )

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        """
        Planned dates come.
        """
        self.pair.move(days)

    @invariant()
    def no_difference(self) -> None:
        """
        After every act.
        """
        assert self.pair.differences() == []


Acts.TestCase.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestActs = Acts.TestCase
