"""
A lawful no: the command is refused and nothing of it happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

Reason = Literal[
    "already-done",
    "authority-missing",
    "card-not-in-stock",
    "card-not-presented",
    "card-not-usable",
    "data-mismatch",
    "document-missing",
    "duplicate-person",
    "future-date",
    "householder-missing",
    "identity-missing",
    "invalid-characters",
    "invalid-date",
    "invalid-number",
    "invalid-relationship",
    "line-in-order",
    "moving-out-data-missing",
    "new-reason-missing",
    "no-codes-left",
    "not-permitted",
    "not-resident",
    "pin-check-failed",
    "pin-format",
    "recorded-elsewhere",
    "unknown-card",
    "unknown-change",
    "unknown-document",
    "unknown-household",
    "unknown-measure",
    "unknown-resident",
    "unknown-task",
    "window-passed",
]


class Todo(msgspec.Struct, frozen=True):
    """
    Something for a clerk that a refusal leaves behind; `keys` names what conflicts, never its value.
    """

    kind: str
    message_type: str
    keys: tuple[str, ...]


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """
    Raised by a handler: the transaction is rolled back and the reason is answered.

    `sends` are drafts of messages that the law wants in spite of the refusal (J08 asks for the data that are missing);
    `task` is what a clerk must settle by hand before the command can succeed.
    """

    def __init__(
        self,
        reason: Reason,
        field: str | None = None,
        message: str | None = None,
        *,
        sends: Sequence[object] = (),
        task: Todo | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.field = field
        self.message = message
        self.sends = sends
        self.task = task
