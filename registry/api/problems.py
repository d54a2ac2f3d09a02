"""
Problem documents (RFC 9457): a stable code, and the path of the field at fault; never a value, never a traceback.
"""

from __future__ import annotations

import re
from http import HTTPStatus

import msgspec
from starlette.responses import Response

PATH = re.compile(r" - at `\$\.?([^`]*)`")
UNKNOWN = re.compile(r"unknown field `([^`]*)`")
MISSING = re.compile(r"missing required field `([^`]*)`")
MISWRITTEN = ("Expected `str` matching regex", "Expected `str` of length")

NUMBERS = frozenset(
    {
        "destination_municipality",
        "from_municipality",
        "household_number",
        "individual_number",
        "local_addressee_number",
        "previous_municipality",
        "resident_record_code",
        "residence_card_number",
    }
)
"""Fields of inbound messages that hold an issued number or code."""

PARTIES = frozenset({"envelope.receiver", "envelope.sender"})
"""Fields that hold a local-government code or the name of a system."""


class ProblemError(Exception):
    """
    A request that gets a problem document for an answer.
    """

    def __init__(self, status: int, code: str, field: str | None = None, detail: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.field = field
        self.detail = detail


def response(problem: ProblemError) -> Response:
    """
    The problem document on the wire.
    """
    title = HTTPStatus(problem.status).phrase
    document: dict[str, object] = {
        "type": f"urn:tekigo:registry:{problem.code}",
        "title": title,
        "status": problem.status,
        "code": problem.code,
    }
    if problem.detail:
        document["detail"] = problem.detail
    if problem.field is not None:
        document["field"] = problem.field
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else None
    return Response(
        msgspec.json.encode(document),
        status_code=problem.status,
        media_type="application/problem+json",
        headers=headers,
    )


def field_at_fault(error: msgspec.ValidationError) -> str | None:
    """
    The path of the field that a decoder complained of, its lists as `[...]`; the value it found is not repeated.
    """
    text = str(error)
    found = PATH.search(text)
    path = found.group(1) if found else ""
    for pattern in (UNKNOWN, MISSING):
        named = pattern.search(text)
        if named:
            return f"{path}.{named.group(1)}" if path else named.group(1)
    return path or None


def is_wrong_number(error: msgspec.ValidationError, path: str, content: bytes) -> bool:
    """
    Whether the decoder complained of how a number is written, its length or its digits, and not of the shape.
    """
    if not str(error).startswith(MISWRITTEN):
        return False
    if path in PARTIES:
        outer, _dot, name = path.partition(".")
        return bool(msgspec.json.decode(content)[outer][name].isdigit())
    return path.rpartition(".")[2] in NUMBERS


def with_indexes(path: str, content: bytes, shape: type[msgspec.Struct]) -> str:
    """
    The path with the place in each list, which the decoder does not tell: found by trying the members one by one.
    """
    head, dots, tail = path.partition("[...]")
    if not dots:
        return path
    whole = msgspec.json.decode(content)
    holder = whole
    *outer, last = head.split(".")
    for name in outer:
        holder = holder[name]
    members = holder[last]
    for index, member in enumerate(members):
        holder[last] = [member]
        try:
            msgspec.convert(whole, shape)
        except msgspec.ValidationError:
            return f"{head}[{index}]{tail}"
    return path
