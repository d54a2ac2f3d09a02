"""
What a message is made from: an event, the record after it, and who gave the order.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from registry.residents import Record
from registry.rules import dates
from registry.rules.tables import REASONS, AgencyItem

Article = Literal["22", "23", "24", "30-46"]
Effect = Literal["correction", "decrease", "increase"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """
    One change of a record: reason and kind as codes, its dates, and what the Agency must know of it.

    `changed_on` may have unknown parts. `article` is that of the notification (22, 23, 24, 30-46), None ex officio.
    `event_on` is the day named to the Agency for an ex officio act. `corrected` holds the Agency's item names.
    `ground`: the event of an ex officio deletion, as the command names it.
    `told_as` is the reason told to the network where the register's own is none of the network's; `cancels` the row of
    history that the event undoes, with its `effect`. `former_*` are a code or number that was replaced.
    """

    reason: str
    kind: str
    changed_on: str
    notified_on: str | None
    article: Article | None = None
    event_on: str | None = None
    corrected: tuple[AgencyItem, ...] = ()
    former_address: str | None = None
    planned: bool = False
    moved_on: str | None = None
    ground: str | None = None
    told_as: str | None = None
    cancels: int | None = None
    effect: Effect | None = None
    former_code: str | None = None
    code_used_from: str | None = None
    former_number: str | None = None

    @property
    def network_reason(self) -> str:
        """
        The reason that the network is told.
        """
        return self.told_as or self.reason

    @property
    def act(self) -> Literal["entry", "deletion", "correction"]:
        """
        Whether the event enters, deletes or corrects a record.
        """
        return REASONS[self.network_reason].act


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """
    Everything a message may be made from. `reference` is opaque and new for each event; `protected` says that a
    support measure covers the person, whether or not it is released for the moment.
    """

    record: Record
    event: Event
    householder_name: str
    municipality: str
    now: datetime
    operator: str
    terminal: str
    reference: str
    protected: bool = False

    def applies_from(self) -> str:
        """
        The day from which the change applies: its date, or the day of recording where that is not fully known.
        """
        day = dates.civil(self.event.changed_on)
        return (day or self.now.date()).isoformat()
