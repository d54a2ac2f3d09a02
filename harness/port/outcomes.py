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
    "householder-missing",
    "invalid-relationship",
    "already-done",
    "unknown-household",
    "unknown-task",
    "unknown-measure",
    "unknown-document",
    "line-in-order",
    "new-reason-missing",
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


Mark = Literal["reissue", "special-moving-out-done", "equivalent", "reprint"]


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Something printed or written to a file: certificate, notice, media extract.

    ``text`` is everything a reader or a scanner could find in it, hidden layers included. ``marks`` say what is written
    across it: issued again, printed after a special moving out, standing for a certificate as the mover filed late,
    a notice printed again.
    """

    kind: Literal[
        "copy-of-record",
        "moving-out-certificate",
        "resident-record-code-notice",
        "acceptance-notice",
        "media-extract",
        "resident-record-code-change-notice",
        "resident-record-code-correction-notice",
        "notice-to-person",
        "public-notice",
        "notice-on-paper",
    ]
    issue_number: str
    addressed_to: str | None
    items: list[DocumentItem]
    text: str
    file_name: str | None = None
    marks: list[Mark] = []


Alert = Literal[
    "planned-far-ahead",
    "similar-person",
    "household-without-householder",
    "filed-late",
    "card-to-be-presented",
    "support-measure",
]
"""What a registry tells the clerk beside the answer; the command was carried out."""


class FoundIdentity(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One person found by an identity inquiry: four items, the last change, and the number where its use is lawful.
    """

    resident_record_code: str | None
    individual_number: str | None
    name: str
    address: str
    born_on: str
    sex: str
    reason: str | None
    changed_on: str | None


class Accepted(Struct, frozen=True, forbid_unknown_fields=True, tag_field="outcome", tag="accepted"):
    """
    The registry did what was asked. ``present_card_by`` holds, per ref, the last day for a card not presented.

    ``found`` answers an identity inquiry; ``measure`` is the handle of a support measure.
    """

    change_id: str | None = None
    residents: list[Entered] = []
    documents: list[Document] = []
    present_card_by: dict[str, str] = {}
    notes: list[str] = []
    alerts: list[Alert] = []
    found: list[FoundIdentity] = []
    measure: str | None = None


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
