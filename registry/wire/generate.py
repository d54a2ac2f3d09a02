"""
Write the wire structs of this package from the published OpenAPI documents: `python -m registry.wire.generate`.

The documents are the contract and this code is its echo: nobody edits the generated files, and a test compares them
with what this module would write. Patterns lose their `$`, which in Python would also accept a final line break.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCUMENTS = HERE.parents[1] / "docs" / "openapi"
MODULES = {
    "control": "registry-control",
    "town": "registry-town",
    "juki_net": "juki_net",
    "card_management": "card_management",
    "addressee": "addressee",
    "departments": "departments",
    "immigration": "immigration",
}
"""Module of this package and the document that it is written from."""

PORTS = ("/messages/", "/town/", "/control/")
"""Paths whose schemas are wanted; a document may also describe what the registry has no part in."""

OPEN = frozenset({"Capabilities", "Problem"})
"""The schemas that allow further fields."""

CONSTRAINTS = {
    "pattern": "pattern",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minimum": "ge",
    "maximum": "le",
}
PLAIN = {"string": "str", "integer": "int", "boolean": "bool", "null": "None", "number": "float"}

HEADER = '''"""
Generated from docs/openapi/{document}.json by `python -m registry.wire.generate`; not edited by hand.
"""

# ruff: noqa
from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
'''


def _constrained(schema: dict[str, Any], plain: str) -> str:
    parts = []
    for key, name in CONSTRAINTS.items():
        if key in schema:
            value = schema[key]
            if key == "pattern" and value.endswith("$"):
                value = value[:-1] + r"\Z"
            parts.append(f"{name}={value!r}")
    return f"Annotated[{plain}, Meta({', '.join(parts)})]" if parts else plain


def type_of(schema: dict[str, Any]) -> str:
    """
    The Python type of a JSON schema, as source text.
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return f"Literal[{', '.join(repr(value) for value in schema['enum'])}]"
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "anyOf" in schema:
        return " | ".join(type_of(one) for one in schema["anyOf"])
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(PLAIN[one] for one in kind)
    if kind == "array":
        return f"list[{type_of(schema['items'])}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {type_of(values)}]" if isinstance(values, dict) else "dict[str, Any]"
    return _constrained(schema, PLAIN[str(kind)]) if kind else "Any"


def struct_of(name: str, schema: dict[str, Any]) -> str:
    """
    The struct of one object schema, as source text; required fields first, as in the document.
    """
    required = set(schema.get("required", ()))
    strict = "" if name in OPEN else ", forbid_unknown_fields=True"
    lines = [f"class {name}(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True{strict}):"]
    text = str(schema.get("description", name)).strip()
    lines += ['    """', *(f"    {line}".rstrip() for line in text.splitlines()), '    """', ""]
    for field, what in schema["properties"].items():
        declared = type_of(what)
        if field in required:
            lines.append(f"    {field}: {declared}")
        else:
            optional = declared if "None" in declared or "default" in what else f"{declared} | None"
            lines.append(f"    {field}: {optional} = {what.get('default')!r}")
    return "\n".join(lines)


def bodies_of(document: dict[str, Any]) -> dict[str, str]:
    """
    Message type and the schema of its body, for a document that has messages.
    """
    bodies = {}
    for path, methods in document["paths"].items():
        if not path.startswith(PORTS):
            continue
        schema = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json", {})
        body = schema.get("schema", {}).get("properties", {}).get("body")
        if body is not None:
            bodies[path.rsplit("/", 1)[-1]] = type_of(body)
    return bodies


def endpoints_of(document: dict[str, Any], under: str) -> dict[str, str]:
    """
    Name of an endpoint below `under` and the schema that it takes.
    """
    found = {}
    for path, methods in document["paths"].items():
        if path.startswith(under):
            schema = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
            found[path.rsplit("/", 1)[-1]] = type_of(schema)
    return found


def _referred(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {str(value["$ref"]).rsplit("/", 1)[-1]} if "$ref" in value else set()
        return own.union(*(_referred(one) for one in value.values()))
    return set().union(*(_referred(one) for one in value)) if isinstance(value, list) else set()


def wanted(document: dict[str, Any]) -> list[str]:
    """
    The schemas that the wanted paths reach, in the order of the document.
    """
    schemas = document["components"]["schemas"]
    reached: set[str] = set()
    new = _referred({path: value for path, value in document["paths"].items() if path.startswith(PORTS)})
    while new:
        reached |= new
        new = _referred([schemas[name] for name in new]) - reached
    return [name for name in schemas if name in reached]


def module_text(module: str) -> str:
    """
    The whole source of one generated module.
    """
    name = MODULES[module]
    document = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    parts = [HEADER.format(document=name)]
    schemas = document["components"]["schemas"]
    for schema_name in wanted(document):
        schema = schemas[schema_name]
        if "properties" in schema:
            parts.append(struct_of(schema_name, schema))
        else:
            parts.append(f"{schema_name} = {type_of(schema)}")
    tables = {
        "BODIES": bodies_of(document),
        "COMMANDS": endpoints_of(document, "/control/commands/"),
        "READS": endpoints_of(document, "/control/reads/"),
    }
    for table, rows in tables.items():
        if rows:
            inner = "".join(f'    "{key}": {value},\n' for key, value in rows.items())
            parts.append(f"{table}: dict[str, type[msgspec.Struct]] = {{\n{inner}}}")
    return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"


def main() -> None:
    """
    Write every module of the package.
    """
    for module in MODULES:
        (HERE / f"{module}.py").write_text(module_text(module), encoding="utf-8")
        sys.stdout.write(f"registry/wire/{module}.py\n")


if __name__ == "__main__":
    main()
