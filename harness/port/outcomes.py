"""
What became of a command: accepted, refused with a reason, or never learned.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

RefusalReason = Literal[
    "document-missing",
    "moving-out-data-missing",
    "window-passed",
    "card-not-presented",
    "card-not-usable",
    "pin-check-failed",
    "pin-format",
    "recorded-elsewhere",
    "future-date",
    "invalid-date",
    "invalid-number",
    "invalid-characters",
    "identity-missing",
    "authority-missing",
    "data-mismatch",
    "card-not-in-stock",
    "unknown-resident",
    "unknown-card",
    "unknown-change",
    "duplicate-person",
    "not-resident",
    "not-permitted",
    "no-codes-left",
]


class Entered(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A person of the command and the resident they became or are.
    """

    ref: str
    resident: str
    household: str


class DocumentItem(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One item printed on a document: for whom, which, under what label, with which value.
    """

    resident: str
    item: str
    label: str
    value: str


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Something printed or written to a file: certificate, notice, media extract.

    ``text`` is everything a reader or a scanner could find in it, hidden layers included.
    """

    kind: Literal[
        "copy-of-record",
        "moving-out-certificate",
        "resident-record-code-notice",
        "acceptance-notice",
        "media-extract",
    ]
    issue_number: str
    addressed_to: str | None
    items: list[DocumentItem]
    text: str
    file_name: str | None = None


class Accepted(Struct, frozen=True, forbid_unknown_fields=True, tag_field="outcome", tag="accepted"):
    """
    The registry did what was asked. ``present_card_by`` holds, per ref, the last day for a card not presented.
    """

    change_id: str | None = None
    residents: list[Entered] = []
    documents: list[Document] = []
    present_card_by: dict[str, str] = {}
    notes: list[str] = []


class Refused(Struct, frozen=True, forbid_unknown_fields=True, tag_field="outcome", tag="refused"):
    """
    The registry did not do it and nothing changed. ``field`` is the path of the field at fault, if one is.
    """

    reason: RefusalReason
    field: str | None = None
    message: str | None = None


class Unknown(Struct, frozen=True):
    """
    The answer was never learned. Never sent by a registry; made by the driver, and stays Unknown.
    """

    cause: Literal[
        "timeout", "connection-lost", "server-error", "malformed-answer", "too-large", "redirect", "problem"
    ]
    detail: str


Answer = Accepted | Refused
Outcome = Accepted | Refused | Unknown
