"""
From bytes to typed values: every way to be unreadable becomes a problem that names the field, never a value.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from fakes._core.problem import Problem, Refused

T = TypeVar("T")
DEEPEST = 32
LARGEST_INTEGER = 2**63
_AT = re.compile(r" - at (?:the key in )?`\$?(.*)`$")
_UNKNOWN = re.compile(r"unknown field `(.*)`", re.DOTALL)
_MISSING = re.compile(r"missing required field `(.*)`", re.DOTALL)
_SHOWS_VALUE = re.compile(r"Invalid (enum )?value")


def decode(raw: bytes, wanted: type[T], under: str = "") -> T:
    """
    Decode JSON; raise Problem 400 (not JSON, not UTF-8, too deep) or 422 (unknown or malformed field).

    ``under`` is put before the path of the field at fault.
    """
    try:
        return msgspec.json.decode(raw, type=wanted)
    except msgspec.ValidationError as error:
        raise _refusal(error, under) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Problem(400, "malformed-json", "The text is not JSON in UTF-8.") from None
    except RecursionError:
        raise Problem(400, "too-deep", "The JSON is nested too deeply.") from None


def convert(value: Any, wanted: type[T], under: str) -> T:
    """
    Turn decoded JSON into a struct; raise Refused naming the field.
    """
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        raise _refusal(error, under) from None


def refuse_unwritable(value: Any, field: str) -> None:
    """
    Refuse free JSON that could not be written out again: nested deeper than DEEPEST, or a whole number above 64 bits.
    """
    level = [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                below += node.values()
            elif isinstance(node, list):
                below += node
            elif isinstance(node, int) and abs(node) >= LARGEST_INTEGER:
                raise Refused(field, "A number is too large.", code="invalid-field")
        if not below:
            return
        level = below
    raise Refused(field, "The JSON is nested too deeply.", code="too-deep")


def _refusal(error: msgspec.ValidationError, under: str) -> Refused:
    text = str(error)
    found = _AT.search(text)
    path = (found[1] if found else "").removeprefix(".")
    reason = text[: found.start()] if found else text
    for pattern in (_UNKNOWN, _MISSING):
        if named := pattern.search(reason):
            path = f"{path}.{named[1]}" if path else named[1]
            reason = "The field is not known." if pattern is _UNKNOWN else "The field is missing."
    if _SHOWS_VALUE.search(reason):
        reason = "The value is not one of those allowed."
    field = ".".join(part for part in (under, path) if part)
    return Refused(field or None, reason, code="invalid-field")
