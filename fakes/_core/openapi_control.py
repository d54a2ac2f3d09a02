"""
The part of a fake's OpenAPI document that is about driving and reading it: health, rules, control plane, acts, state.
"""

from __future__ import annotations

import inspect
from typing import Any

import msgspec
from msgspec import Struct

from fakes._core import control
from fakes._core.bulk import Loaded, LoadLine
from fakes._core.definition import Definition
from fakes._core.faults import FaultList
from fakes._core.journal import Page
from fakes._core.rules import RuleEntry
from fakes._core.setup import ClockSetting, Health, Now, Settled, SettleRequest, Setup

STATUS = {
    "400": "Not JSON, or not UTF-8.",
    "401": "No or wrong control credential.",
    "409": "Not set up yet, or too late for it.",
    "413": "Too large.",
    "422": "An unknown or malformed field, or what cannot be done.",
}
Line = tuple[str, str, str, Any, Any, str]


def _lines(definition: Definition[Any]) -> list[Line]:
    """
    Path, method, operation, request, answer, summary of every endpoint under the control credential.
    """
    lines: list[Line] = [
        ("/_control/setup", "put", "setup", Setup, Now, "Forget everything and start."),
        ("/_control/clock", "put", "clock", ClockSetting, Now, "Set the town's time; never back."),
        (
            "/_control/journal",
            "get",
            "journal",
            None,
            Page,
            "Entries after a number; waits for the first of them.",
        ),
        ("/_control/faults", "put", "faults", FaultList, FaultList, "What happens to the next messages."),
        (
            "/_control/settle",
            "post",
            "settle",
            SettleRequest,
            Settled,
            "Try again and wait until nothing is on the way.",
        ),
        (
            "/_control/load",
            "post",
            "load",
            LoadLine,
            Loaded,
            "What it held before, line by line: all or nothing.",
        ),
    ]
    for name, read in sorted(definition.reads.items()):
        lines.append(
            (
                f"/_control/state/{name}",
                "post",
                f"state_{name}",
                read.request,
                read.answer,
                _first(read.request),
            )
        )
    acts = {name: (act.request, act.answer) for name, act in definition.acts.items()}
    if control.sends(definition):
        acts["send"] = (control.Send, control.Sent)
    for name, (request, answer) in sorted(acts.items()):
        lines.append((f"/_control/acts/{name}", "post", f"act_{name}", request, answer, _first(request)))
    return lines


def control_paths(definition: Definition[Any], ref: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Paths and component schemas of everything that is not a message.
    """
    lines = _lines(definition)
    own: list[Any] = [definition.data, definition.settings]
    types = list(
        dict.fromkeys(
            [Health, list[RuleEntry], *(t for line in lines for t in line[3:5] if t is not None), *own]
        )
    )
    schemas, components = msgspec.json.schema_components(types, ref_template=ref)
    schema_of = dict(zip(types, schemas, strict=True))
    # The set-up's free parts are the fake's own structs.
    setup = components["Setup"]["properties"]
    setup["data"] = schema_of[definition.data]
    setup["settings"] = schema_of[definition.settings]
    problem = {"application/problem+json": {"schema": {"$ref": ref.format(name="Problem")}}}
    paths: dict[str, Any] = {
        "/health": _open("health", "Who answers.", schema_of[Health]),
        "/rules": _open("rules", "The fake's own rules.", schema_of[list[RuleEntry]]),
    }
    for path, method, operation, request, answer, summary in lines:
        entry: dict[str, Any] = {
            "operationId": operation,
            "summary": summary,
            "responses": {
                "200": {
                    "description": "Done.",
                    "content": {"application/json": {"schema": schema_of[answer]}},
                },
                **{status: {"description": text, "content": problem} for status, text in STATUS.items()},
            },
        }
        if request is not None:
            form = "application/x-ndjson" if request is LoadLine else "application/json"
            entry["requestBody"] = {"required": True, "content": {form: {"schema": schema_of[request]}}}
        if operation == "journal":
            entry["parameters"] = _parameters(control.JournalQuery)
        paths[path] = {method: entry}
    return paths, components


def _open(operation: str, summary: str, schema: Any) -> dict[str, Any]:
    responses = {"200": {"description": "Answered.", "content": {"application/json": {"schema": schema}}}}
    return {"get": {"operationId": operation, "summary": summary, "security": [], "responses": responses}}


def _parameters(query: type[Struct]) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([query])
    properties = components[query.__name__]["properties"]
    return [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for name, schema in properties.items()
    ]


def _first(documented: Any) -> str:
    return (inspect.getdoc(documented) or documented.__name__).strip().splitlines()[0]
