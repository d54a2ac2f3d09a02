"""
OpenAPI 3.1 documents of the town's messages, made from the wire structs.

``python -m fakes._core.openapi`` renews ``docs/openapi/<fake>.json`` and ``docs/openapi/registry-town.json``.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
from pathlib import Path
from typing import Any

import msgspec

from fakes._core.envelope import Ack, Envelope
from fakes._core.messages import Exchange, incoming, to_registry
from fakes._core.openapi_control import control_paths

FAKES = (
    "juki_net",
    "card_management",
    "info_network",
    "intermediary_server",
    "addressee",
    "departments",
    "immigration",
)
NEIGHBOURS = ("juki_net", "card_management", "addressee", "departments", "immigration")
"""Those to whom a registry speaks, as `PUT /control/town` names them."""

REF = "#/components/schemas/{name}"
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457. `code` is stable; `field` is the path of the field at fault; `rule` names a rule.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "field": {"type": ["string", "null"]},
        "rule": {"type": ["string", "null"]},
    },
    "required": ["type", "title", "status", "code"],
}
PROBLEMS = {
    "400": "Not JSON, or not UTF-8.",
    "401": "No or wrong credential.",
    "403": "This sender may not send this.",
    "409": "Out of order: the message before it is missing; or the idempotency key stands for another message.",
    "413": "Too large.",
    "422": "An unknown or malformed field, or a rule that the message breaks.",
    "429": "Busy: send again later.",
    "503": "Not in service: send again later.",
    "504": "The answer was lost: send again later.",
}


def problem_responses() -> dict[str, Any]:
    """
    The problem answers that every message endpoint may give.
    """
    content = {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}}
    return {status: {"description": text, "content": content} for status, text in PROBLEMS.items()}


def message_paths(exchanges: dict[str, Exchange], prefix: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Paths and component schemas for the exchanges, each under ``<prefix>/<type>``.
    """
    types: list[Any] = [Envelope, Ack]
    for exchange in exchanges.values():
        types += [side for side in (exchange.body, exchange.reply_body) if side is not None]
    types = list(dict.fromkeys(types))
    schemas, components = msgspec.json.schema_components(types, ref_template=REF)
    schema_of = dict(zip(types, schemas, strict=True))
    paths: dict[str, Any] = {}
    for kind, exchange in exchanges.items():
        reply = (
            _message(schema_of[Envelope], schema_of[exchange.reply_body])
            if exchange.reply_body
            else {"type": "null"}
        )
        ack = {"allOf": [schema_of[Ack], {"type": "object", "properties": {"reply": reply}}]}
        doc = (inspect.getdoc(exchange.body) or kind).strip()
        paths[f"{prefix}/{kind}"] = {
            "post": {
                "operationId": f"send_{kind}",
                "summary": doc.splitlines()[0],
                "description": doc,
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": _message(schema_of[Envelope], schema_of[exchange.body])
                        }
                    },
                },
                "responses": {
                    "200": {"description": "Taken.", "content": {"application/json": {"schema": ack}}},
                    **problem_responses(),
                },
            }
        }
    return paths, components


def _message(envelope: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"envelope": envelope, "body": body},
        "required": ["envelope", "body"],
        "additionalProperties": False,
    }


def document(title: str, paths: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """
    A whole document around paths and components.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": "1.0",
            "description": "Declared the project's own; real layouts are not public.",
        },
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {**components, "Problem": PROBLEM},
        },
    }


def document_of(name: str) -> dict[str, Any]:
    """
    The document of the fake of that name: its messages, and the control plane once it has an ``app``.
    """
    package = f"fakes.{name}"
    title = (inspect.getdoc(importlib.import_module(package)) or name).strip().splitlines()[0]
    paths, components = message_paths(incoming(importlib.import_module(f"{package}.wire")), "/messages")
    if importlib.util.find_spec(f"{package}.app") is not None:
        definition = importlib.import_module(f"{package}.app").DEFINITION
        more_paths, more_components = control_paths(definition, REF)
        clash = sorted(set(components) & set(more_components))
        if any(components[name] != more_components[name] for name in clash):
            raise ValueError(f"{package}: two structs of one name among {clash}")
        paths, components = {**more_paths, **paths}, {**more_components, **components}
    return document(title, paths, components)


def documents() -> dict[str, dict[str, Any]]:
    """
    Every document by file name.
    """
    made: dict[str, dict[str, Any]] = {}
    towards: dict[str, Exchange] = {}
    for name in FAKES:
        made[f"{name}.json"] = document_of(name)
        towards.update(to_registry(importlib.import_module(f"fakes.{name}.wire")))
    title = "What the town sends to a registry"
    made["registry-town.json"] = document(title, *message_paths(dict(sorted(towards.items())), "/town"))
    return made


def messages() -> dict[str, dict[str, Any]]:
    """
    What tekigo-kit checks a vendor's messages by: of each neighbour of a registry, its messages and their schemas.
    """
    made: dict[str, dict[str, Any]] = {}
    for name in NEIGHBOURS:
        wire = importlib.import_module(f"fakes.{name}.wire")
        of_registry = {kind: each for kind, each in incoming(wire).items() if kind in wire.FROM_REGISTRY}
        paths, components = message_paths(of_registry, "/messages")
        kinds = {}
        for path, each in paths.items():
            said = each["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["body"]
            ack = each["post"]["responses"]["200"]["content"]["application/json"]["schema"]["allOf"][1]
            answered = ack["properties"]["reply"].get("properties", {}).get("body")
            kind = path.rpartition("/")[2]
            kinds[kind] = {"body": said, "reply": answered, "reply_type": of_registry[kind].reply_type}
        made[name] = {"messages": kinds, "schemas": _bare(components)}
    return made


def _bare(schema: Any) -> Any:
    """
    A schema without what only a reader needs.
    """
    if isinstance(schema, dict):
        prose = {"title", "description", "x-record-items"}
        return {
            key: _bare(value)
            for key, value in schema.items()
            if key not in prose or (isinstance(value, dict) and key != "x-record-items")
        }
    return [_bare(each) for each in schema] if isinstance(schema, list) else schema


def write(root: Path) -> None:
    """
    Renew the documents of a checkout, and what the kit has of them.
    """
    for name, content in documents().items():
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        (root / "docs" / "openapi" / name).write_text(text, encoding="utf-8")
    text = json.dumps(messages(), ensure_ascii=False, separators=(",", ":")) + "\n"
    (root / "kit" / "tekigo_kit" / "messages.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2])
