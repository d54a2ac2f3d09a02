"""
One set-up of a fake, alive: its clock, state, journal, faults, queue. A new set-up makes a new one.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

import httpx

from fakes._core.clock import Clock, moment
from fakes._core.decoding import convert
from fakes._core.definition import Defect, Definition, Start
from fakes._core.faults import Faults
from fakes._core.inbox import Inbox
from fakes._core.journal import Journal
from fakes._core.problem import Refused
from fakes._core.sender import Sender, new_trace
from fakes._core.setup import Setup, refuse_bad_addresses

GROUP = "tekigo.defects"


def defects_of(name: str) -> dict[str, Defect[Any]]:
    """
    The defects of the fake of that name, by id. Found by name: a fake's defects stand above its app.

    With those of installed packages: their entry points in the group are called ``<fake>.<anything>``.
    """
    module = importlib.import_module(f"fakes.{name}.defects")
    installed = [entry.load() for entry in entry_points(group=GROUP) if entry.name.startswith(f"{name}.")]
    return {defect.id: defect for listed in (module.DEFECTS, *installed) for defect in listed}


class Town:
    """
    What one fake knows between two set-ups; raises Refused where the set-up is not right.
    """

    def __init__(
        self, definition: Definition[Any], setup: Setup, client: Callable[[], httpx.AsyncClient]
    ) -> None:
        refuse_bad_addresses(setup.addresses)
        data = convert(setup.data, definition.data, "data")
        settings = convert(setup.settings, definition.settings, "settings")
        for place, rule_id in enumerate(settings.rules_off):
            rule = {rule.id: rule for rule in definition.rules}.get(rule_id)
            if rule is None or rule.status == "law":
                raise Refused(f"settings.rules_off[{place}]", "No such rule, or one of the law.")
        definition = dataclasses.replace(definition, rules=definition.rules.without(*settings.rules_off))
        self.definition = _defective(definition, setup.defects)
        self.setup = setup
        self.clock = Clock(moment(setup.now))
        self.start = Start(setup.municipality, self.clock.now, data, settings)
        self.state = self.definition.fresh(self.start)
        self.journal = Journal()
        self.faults = Faults()
        self.sender = Sender(
            definition.name,
            self.clock,
            self.journal,
            setup.addresses,
            setup.municipality,
            client,
            self.faults,
        )
        self.inbox = Inbox()
        self.touched = False
        """Whether a message was taken, an act made or a load done since the set-up."""

    def move_clock(self, now: str) -> None:
        """
        Move the clock, do what falls due, try again what waits.
        """
        moved = self.clock.move(now)
        if self.definition.clock_moved is not None:
            for outgoing in self.definition.clock_moved(self.state, moved):
                self.sender.put(outgoing, new_trace())
        self.sender.retry()


def _defective(definition: Definition[Any], defects: list[str]) -> Definition[Any]:
    known = defects_of(definition.name) if defects else {}
    for place, defect_id in enumerate(defects):
        if defect_id not in known:
            raise Refused(f"defects[{place}]", "The fake has no such defect.")
        try:
            definition = known[defect_id].apply(definition)
        except Exception as error:  # It may be anybody's: the set-up that names it is what is wrong.
            raise Refused(f"defects[{place}]", f"It cannot be planted: {type(error).__name__}.") from error
    return definition
