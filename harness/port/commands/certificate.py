"""
Documents that are asked for at the counter, and extracts for those outside the network.
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands.basis import Command, Counter, Identity

CopyOption = Literal[
    "relationship",
    "registered-domicile",
    "individual-number",
    "resident-record-code",
    "health-insurance",
    "nationality",
]


class IssueCopyOfRecord(Command, frozen=True):
    """
    Claim for issue of a copy of the resident record (住基法12条, 12条の3). The answer carries the document (C01).
    """

    counter: Counter
    identity: Identity
    requester: Literal["self", "household-member", "third-party", "state-organ"]
    residents: list[str]
    purpose: str | None = None
    options: list[CopyOption] = []


class ClaimAtConvenienceStore(Command, frozen=True):
    """
    The holder claims the copy of the own record at a terminal in a convenience store, with the card (C02).

    Layout and grounds of refusal are our own: neither is public. The card stands for the identity check; ``pin_check``
    is what the terminal learned, never the PIN. ``terminal`` of the counter is the one in the store.
    """

    counter: Counter
    card_id: str
    pin_check: Literal["passed", "failed"]
    options: list[CopyOption] = []


class MakeMediaExtract(Command, frozen=True):
    """
    Write the extract for a department that is not on the network (D06). The answer carries the file.
    """

    counter: Counter
    department: str
    residents: list[str]
