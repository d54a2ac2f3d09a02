"""
Writes the control interface down: ``python -m harness.port.openapi`` renews its two files under ``docs/``.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import msgspec

from harness.port import interface
from harness.port.interface import Operation

REF = "#/components/schemas/{name}"
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457. `code` is stable; `field` is the path of the field at fault.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "field": {"type": ["string", "null"]},
    },
    "required": ["type", "title", "status", "code"],
}


def _types(operations: tuple[Operation, ...]) -> list[Any]:
    found: list[Any] = []
    for operation in operations:
        found += [side for side in (operation.request, operation.response) if side is not None]
    return found


def document() -> dict[str, Any]:
    """
    The OpenAPI 3.1 document of the control interface.
    """
    types = list(dict.fromkeys(_types(interface.OPERATIONS)))
    schemas, components = msgspec.json.schema_components(types, ref_template=REF)
    schema_of = dict(zip(types, schemas, strict=True))
    paths: dict[str, Any] = {}
    for operation in interface.OPERATIONS:
        problem = {"content": {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}}}
        entry: dict[str, Any] = {
            "operationId": operation.name,
            "summary": _summary(operation),
            "description": f"Serves: {', '.join(operation.serves) or 'the run itself'}. Must not: {operation.must_not}",
            "responses": {
                "200": {
                    "description": "Answered.",
                    "content": {"application/json": {"schema": schema_of[operation.response]}},
                },
                "400": {"description": "Not JSON, or not of this shape.", **problem},
                "401": {"description": "No or wrong credential.", **problem},
                "413": {"description": "Too large.", **problem},
                "422": {"description": "An unknown or malformed field, named.", **problem},
            },
        }
        if operation.request is not None:
            form = "application/x-ndjson" if operation.lines else "application/json"
            content = {form: {"schema": schema_of[operation.request]}}
            entry["requestBody"] = {"required": True, "content": content}
        paths.setdefault(operation.path, {})[operation.method.lower()] = entry
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Registry control interface",
            "version": interface.VERSION,
            "description": "What a registry under test offers to be driven and read. Declared the project's own.",
        },
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {**components, "Problem": PROBLEM},
        },
    }


def _summary(operation: Operation) -> str:
    subject = operation.request or operation.response
    return (inspect.getdoc(subject) or operation.name).strip().splitlines()[0]


def _fields(struct: Any) -> str:
    if struct is None:
        return "–"
    parts = []
    for field in msgspec.structs.fields(struct):
        optional = "" if field.required else "?"
        parts.append(f"`{field.encode_name}{optional}`")
    return ", ".join(parts) or "–"


def table() -> str:
    """
    The Markdown table: endpoint, clauses served, fields, what it must not do.
    """
    lines = ["| Endpoint | Serves | Fields in | Fields out | Must not |", "|---|---|---|---|---|"]
    for operation in interface.OPERATIONS:
        answer = "`Accepted` or `Refused`" if operation in interface.COMMANDS else _fields(operation.response)
        each = "per line: " if operation.lines else ""
        lines.append(
            f"| `{operation.method} {operation.path}` | {' '.join(operation.serves) or 'the run'} "
            f"| {each}{_fields(operation.request)} | {answer} | {operation.must_not} |"
        )
    return "\n".join(lines) + "\n"


MARK = "<!-- the table below is generated: python -m harness.port.openapi -->\n"


def write(docs: Path) -> None:
    """
    Renew ``openapi/registry-control.json`` and the table at the end of ``control-interface.md``.
    """
    target = docs / "openapi" / "registry-control.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    page = docs / "control-interface.md"
    head = page.read_text(encoding="utf-8").split(MARK)[0]
    page.write_text(head + MARK + "\n" + table(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2] / "docs")
