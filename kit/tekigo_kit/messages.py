"""
The published form of each message that a registry sends to a neighbour, and what is wrong with one that is not of it.

Values are never repeated in a fault: what is tested here may be a copy of something real.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema_rs import ValidationError, validator_for

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HIDDEN = "the value"


@dataclass(frozen=True)
class Fault:
    """
    What is wrong with a message: the field as `body.persons[0].born_on`, and the reason.
    """

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


@cache
def published() -> Mapping[str, Any]:
    """
    Messages and schemas by neighbour.
    """
    known: Mapping[str, Any] = json.loads((files("tekigo_kit") / "messages.json").read_text(encoding="utf-8"))
    return known


def faults(neighbour: str, kind: str, message: Any) -> list[Fault]:
    """
    Everything that is wrong with a message, with its envelope, in the order of its fields.
    """
    return list(_faults(_message(neighbour, kind), message))


def faults_of_reply(neighbour: str, kind: str, body: Any) -> list[Fault]:
    """
    Everything that is wrong with the body of a neighbour's answer to a message.
    """
    return list(_faults(_reply(neighbour, kind), {"reply": body}))


def reply_type(neighbour: str, kind: str) -> str | None:
    """
    The type of the answer that comes with the acknowledgement, where the exchange has one.
    """
    found: str | None = published()[neighbour]["messages"][kind]["reply_type"]
    return found


@cache
def _message(neighbour: str, kind: str) -> Any:
    body = published()[neighbour]["messages"][kind]["body"]
    return _validator(neighbour, {"envelope": {"$ref": "#/components/schemas/Envelope"}, "body": body})


@cache
def _reply(neighbour: str, kind: str) -> Any:
    return _validator(neighbour, {"reply": published()[neighbour]["messages"][kind]["reply"]})


def _validator(neighbour: str, fields: Mapping[str, Any]) -> Any:
    schema = {
        "$schema": DIALECT,
        "type": "object",
        "properties": dict(fields),
        "required": list(fields),
        "additionalProperties": False,
        "components": {"schemas": published()[neighbour]["schemas"]},
    }
    return validator_for(schema, mask=HIDDEN)


def _faults(validator: Any, message: Any) -> Iterator[Fault]:
    for error in validator.iter_errors(message):
        yield from _named(error)


def _named(error: ValidationError) -> Iterator[Fault]:
    at = list(error.instance_path)
    if (missing := getattr(error.kind, "property", None)) is not None:
        yield Fault(_path([*at, missing]), "is missing")
    elif (unexpected := getattr(error.kind, "unexpected", None)) is not None:
        yield from (Fault(_path([*at, name]), "is not a field of this message") for name in unexpected)
    else:
        yield Fault(_path(at), error.message.removeprefix(f"{HIDDEN} "))


def _path(steps: list[Any]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".") or "message"
