"""
What an answer of a registry must be before anything in it is believed.

Every fault is told by what and where (``$.residents[0].ref``), never by the value that was found: it may be a
person's number, and a registry in error may put it anywhere.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from harness.port.outcomes import Unknown

T = TypeVar("T")

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_PLACE = re.compile(r"`(\$(?:\.[A-Za-z_]{1,60}|\[\d{1,6}\]|\[\.\.\.\])*)`$")
_FIELD = re.compile(r"^Object (missing required|contains unknown) field `([A-Za-z_]{1,60})`(?: - at |$)")
_TYPES = re.compile(r"^Expected `[a-z| ]{1,60}`(?:, got `[a-z]{1,20}`)?(?= - at |$)")
_MEDIA_TYPE = re.compile(r"^[a-z]{1,20}/[a-z.+-]{1,40}$")
_CODE = re.compile(r"^[a-z]+(?:-[a-z]+){0,9}$")
_FIELD_PATH = re.compile(r"^[A-Za-z_]{1,60}(?:\.[A-Za-z_]{1,60}|\[\d{1,9}\]){0,20}$")


class Limits(Struct, frozen=True):
    """
    What an answer may take: seconds of real time in all, bytes, and levels of JSON inside one another.
    """

    seconds: float = 10.0
    answer_bytes: int = 4 * 1024 * 1024
    nesting: int = 64


def malformed(detail: str) -> Unknown:
    """
    The outcome of an answer that is not of the published shape.
    """
    return Unknown(cause="malformed-answer", detail=detail)


def decode(body: bytes, content_type: str, decoder: msgspec.json.Decoder[T], limits: Limits) -> T | Unknown:
    """
    The value of an answer, or Unknown with what is wrong with it.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != "application/json":
        shown = media_type if _MEDIA_TYPE.match(media_type) else "another"
        return malformed(f"$: content type {shown if media_type else 'missing'}, not application/json")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return malformed(f"$: not UTF-8 at byte {error.start}")
    if too_deep(body, limits.nesting):
        return malformed(f"$: more than {limits.nesting} levels of JSON inside one another")
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        return malformed(_shape_fault(str(error)))
    except msgspec.DecodeError:
        return malformed("$: not JSON")


def too_deep(body: bytes, nesting: int) -> bool:
    """
    Whether objects and arrays stand inside one another on more than ``nesting`` levels.
    """
    if body.count(b"[") + body.count(b"{") <= nesting:
        return False
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > nesting:
            return True
    return False


def _shape_fault(message: str) -> str:
    place = _PLACE.search(message)
    where = place.group(1) if place else "$"
    field = _FIELD.match(message)
    if field:
        verb = "is missing" if field.group(1) == "missing required" else "is not known here"
        return f"{where}.{field.group(2)}: the field {verb}"
    types = _TYPES.match(message)
    if types:
        return f"{where}: {types.group(0)[0].lower()}{types.group(0)[1:]}"
    if message.startswith("Object contains unknown field"):
        return f"{where}: a field is not known here"
    return f"{where}: not one of the values that may stand here"


class _Problem(Struct):
    code: Any = None
    field: Any = None


_problem = msgspec.json.Decoder(_Problem)


def problem(status: int, body: bytes, limits: Limits) -> Unknown:
    """
    The outcome of a problem document (RFC 9457): its status, code and field, where they are fit to be shown.
    """
    detail = f"status {status}"
    try:
        found = _Problem() if too_deep(body, limits.nesting) else _problem.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Unknown(cause="problem", detail=f"{detail}, no problem document")
    if isinstance(found.code, str) and _CODE.match(found.code):
        detail += f", code {found.code}"
    if isinstance(found.field, str) and _FIELD_PATH.match(found.field):
        detail += f", field {found.field}"
    return Unknown(cause="problem", detail=detail)
