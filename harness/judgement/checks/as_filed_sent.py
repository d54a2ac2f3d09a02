"""
A message about a person, with what was filed and what is known of that person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from harness.evidence.events import Exchanged, Invoked
from harness.judgement.checks.as_filed_people import People

NUMBERED = "36"
"""The reason of an update that follows the answer with an Individual Number: it has dates of its own."""


class Sent(Struct, frozen=True, kw_only=True):
    """
    A message about a person, and what was filed: the command by kind, its request and the whole of it.

    ``since`` and ``until``: the message tells of some moment between them. ``named``: the command is about this person,
    and not only about the household. ``here``: the municipality under test. ``word``: what the town said under the
    same trace.
    """

    message: Exchanged
    body: Mapping[str, Any]
    who: str
    people: People
    since: float
    until: float
    here: str
    kind: str = ""
    request: Mapping[str, Any] = {}
    command: Invoked | None = None
    named: bool = False
    word: Mapping[str, Any] = {}

    def held(self, name: str) -> list[object]:
        """
        What an item of the person may be.
        """
        return self.people.between(self.who, name, self.since, self.until)

    @property
    def day(self) -> str:
        """
        The day on which the command was given.
        """
        return self.command.now[:10] if self.command is not None else ""

    @property
    def direct(self) -> bool:
        """
        Whether the message tells of what was filed about this person, and not of what followed from it later.
        """
        reason = self.body.get("reason", self.body.get("registered_by"))
        return self.named and self.command is not None and reason != NUMBERED

    @property
    def inside(self) -> bool:
        """
        Whether people moved in from a municipality that has their record.
        """
        return self.request.get("exemption") in (None, "unavoidable")

    @property
    def filed_person(self) -> Mapping[str, Any]:
        """
        What the command says of the person, as one of those who are entered.
        """
        entered = (
            self.command.outcome.get("residents", ()) if self.command is not None and self.direct else ()
        )
        refs = [one["ref"] for one in entered if str(one["resident"]) == self.who]
        said = [one for one in self.request.get("persons", ()) if one["ref"] in refs]
        return said[0] if said else {}


Predictor = Callable[[Sent], list[object]]
