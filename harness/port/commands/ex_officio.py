"""
What the mayor does by his own authority, and the decision of what was saved (住基法8条, 14条, 住基令12条).
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands.basis import Address, Amendment, Command, Counter, Person

Ground = Literal["failure-to-notify", "family-register", "other-organ", "court", "omission-or-error"]
"""Why the mayor acts (住基令12条1項〜3項): only the first wants a notice to the person."""

CorrectionCause = Literal[
    "family-register-notice",
    "clerical-error",
    "court",
    "request",
    "failure-to-notify",
    "other-organ",
    "ordinary-characters",
    "character-identification",
    "district-renaming",
    "lot-number-change",
    "residence-indication",
    "building-renaming",
    "recognised-by-minister",
]
"""The last seven are the minor ones of 住基規則11条3項2号イ〜ト."""


class ExOfficioEntry(Command, frozen=True):
    """
    People are entered by authority (住基法8条, 住基令12条), in a new household or in an existing one.
    """

    counter: Counter
    decided_on: str
    occurred_on: str
    ground: Ground
    persons: list[Person]
    to_address: Address
    household: str | None = None
    whereabouts_unknown: bool = False


class ExOfficioCorrection(Command, frozen=True):
    """
    Ex officio correction of a record (住基令12条), with its cause.

    ``whereabouts_unknown`` counts where the cause is a failure to notify: the person is then told by public notice
    (住基令12条4項).
    """

    counter: Counter
    resident: str
    changed_on: str
    cause: CorrectionCause
    amendments: list[Amendment]
    whereabouts_unknown: bool = False


class ExOfficioDeletion(Command, frozen=True):
    """
    A record is deleted by authority (住基法8条, 住基令8条, 12条).
    """

    counter: Counter
    decided_on: str
    occurred_on: str
    resident: str
    ground: Ground
    event: Literal["not-living-here", "disappearance-declared", "double-entry", "outside-the-act"]
    whereabouts_unknown: bool = False


class CancelChange(Command, frozen=True):
    """
    A change that was wrong is cancelled by a row that undoes it (the standard specification 4.6).

    ``sequence`` is the row of the record's history; everyone whom the change told of the wrong state is told again.
    """

    counter: Counter
    resident: str
    sequence: int
    decided_on: str


class RestoreRecord(Command, frozen=True):
    """
    A record that was wrongly deleted is entered again (the standard specification 4.6), history unbroken.
    """

    counter: Counter
    resident: str
    decided_on: str


class RecompileRecord(Command, frozen=True):
    """
    The record is recompiled (改製): nothing of it changes, and what it showed is kept as the recompiled original.

    ``recompiled_on`` is written on the original (改製日), and the record counts one recompilation more (改製連番).
    """

    counter: Counter
    resident: str
    recompiled_on: str


class DecideChange(Command, frozen=True):
    """
    Decide a change that was saved provisionally, or discard it.
    """

    counter: Counter
    change_id: str
    decision: Literal["decide", "discard"]
