"""
The Immigration Services Agency: notices and places of residence it was told of, each answered with a result (I04).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from fakes._core.definition import Settings, Start
from fakes._core.fields import BirthDate, Short
from fakes._core.traffic import Handled, Received
from fakes.immigration.wire import MunicipalNotice, NoticeResult, PlaceOfResidence

Person = tuple[str, str]


class AgencySettings(Settings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    ``queued``: the Agency answers that it looks at what came later, instead of ``taken``.
    """

    queued: bool = False


class ResidentQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A person as the Agency finds one: name and date of birth, never a number.
    """

    name: Short
    born_on: BirthDate


class ResidentShown(Struct, frozen=True):
    """
    What was told of the person, in order.
    """

    notices: list[MunicipalNotice]
    places: list[PlaceOfResidence]


@dataclass
class State:
    """
    Notices and places of residence by person.
    """

    settings: AgencySettings
    notices: dict[Person, list[MunicipalNotice]] = field(default_factory=dict)
    places: dict[Person, list[PlaceOfResidence]] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)

    def result(self, reference: str) -> Handled:
        """
        I04 for what was taken.
        """
        self.references.add(reference)
        result = NoticeResult(
            reference=reference, result="queued" if self.settings.queued else "taken", error=None
        )
        return Handled(reply=result)


def fresh(start: Start) -> State:
    """
    An Agency that was told nothing.
    """
    return State(start.settings)


def take_notice(state: State, received: Received[MunicipalNotice]) -> Handled:
    """
    I01: keep the notice.
    """
    body = received.body
    state.notices.setdefault((body.name, body.born_on), []).append(body)
    return state.result(body.reference)


def take_place(state: State, received: Received[PlaceOfResidence]) -> Handled:
    """
    I03: keep the place of residence.
    """
    body = received.body
    state.places.setdefault((body.name, body.born_on), []).append(body)
    return state.result(body.reference)


def show_resident(state: State, query: ResidentQuery) -> ResidentShown:
    """
    Everything told of one person.
    """
    person = (query.name, query.born_on)
    return ResidentShown(list(state.notices.get(person, ())), list(state.places.get(person, ())))
