"""
Codes and numbers of a person, inquiries about identity, and notices that go on paper.
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands.basis import Command, Counter, Identity, Sex


class ChangeResidentRecordCode(Command, frozen=True):
    """
    Claim for change of the Resident Record Code (住基法30条の4), or its correction by authority (住基令30条の4).
    """

    counter: Counter
    resident: str
    requested_on: str
    cause: Literal["claim", "ex-officio"]
    identity: Identity | None = None


class ChangeIndividualNumber(Command, frozen=True):
    """
    Claim for change of the Individual Number, misuse being feared, or its change by authority (番号法7条2項).
    """

    counter: Counter
    resident: str
    requested_on: str
    cause: Literal["claim", "ex-officio"]
    identity: Identity | None = None


class InquireIdentity(Command, frozen=True):
    """
    Identity inquiry through the network (住基法30条の10, 30条の12): by code, by number, or by four items.

    ``purpose`` is one of the uses the municipality may make; ``reach`` says whether the own prefecture is enough.
    The answer carries what was found.
    """

    counter: Counter
    purpose: str
    reach: Literal["own-prefecture", "nationwide"] = "own-prefecture"
    resident_record_code: str | None = None
    individual_number: str | None = None
    name: str | None = None
    address: str | None = None
    born_on: str | None = None
    sex: Sex | None = None


class ReprintNotice(Command, frozen=True):
    """
    A notice that was printed is printed again, marked as a reprint.
    """

    counter: Counter
    identity: Identity
    resident: str
    issue_number: str


class SendOnPaper(Command, frozen=True):
    """
    A notice to another municipality goes on paper, because the line is out of order (住基規則2条2項, 5条の2第2項).
    """

    counter: Counter
    resident: str
    message_type: Literal["J05", "J09"]
