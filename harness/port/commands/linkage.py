"""
Provision copies, and the inquiry that no clerk of the register may send.
"""

from __future__ import annotations

from harness.port.commands.basis import Command, Counter


class LoadProvisionCopies(Command, frozen=True):
    """
    First load of provision copies for the residents named (番号法22条).
    """

    counter: Counter
    residents: list[str]


class InquireAsRegisterOffice(Command, frozen=True):
    """
    A clerk of the register's office tries to inquire about a person over the linkage. No basis exists for it.
    """

    counter: Counter
    resident: str
    information: str
