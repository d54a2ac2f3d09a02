"""
The OpenAPI documents: the ones in the tree are the ones served, and no request of their making breaks a fake.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from fakes._core.openapi import FAKES, document_of, documents, messages
from tests import ndjson
from tests.fakes.station import CONTROL, MUNICIPALITY, Station, credential_of

DOCUMENTS = Path(__file__).parents[2] / "docs" / "openapi"
PRESENT = [name for name in FAKES if importlib.util.find_spec(f"fakes.{name}.app")]
EXAMPLES = 6


@pytest.mark.parametrize("name", [*(f"{name}.json" for name in FAKES), "registry-town.json"])
def test_the_documents_in_the_tree_are_the_served_ones(name: str) -> None:
    """
    docs/openapi/ is what `python -m fakes._core.openapi` writes.
    """
    kept = json.loads((DOCUMENTS / name).read_text(encoding="utf-8"))
    assert kept == documents()[name], "run: python -m fakes._core.openapi"


def test_the_kit_has_the_published_messages() -> None:
    """
    What tekigo-kit checks by is what the documents say, without the prose.
    """
    kept = json.loads((DOCUMENTS.parents[1] / "kit" / "tekigo_kit" / "messages.json").read_text("utf-8"))
    assert kept == messages(), "run: python -m fakes._core.openapi"
    for name, spoken in kept.items():
        whole = documents()[f"{name}.json"]
        assert {f"/messages/{kind}" for kind in spoken["messages"]} <= set(whole["paths"])
        for schema, fields in spoken["schemas"].items():
            assert set(fields.get("properties", {})) == set(
                whole["components"]["schemas"][schema].get("properties", {})
            )


@pytest.mark.parametrize("name", PRESENT)
def test_everything_served_is_described(name: str) -> None:
    """
    Every message, act and read of a fake stands in its document, and messages have an example of a problem.
    """
    paths = document_of(name)["paths"]
    definition = importlib.import_module(f"fakes.{name}.app").DEFINITION
    served = {f"/messages/{kind}" for kind in definition.handlers}
    served |= {f"/_control/acts/{act}" for act in definition.acts}
    served |= {f"/_control/state/{read}" for read in definition.reads}
    assert served <= set(paths)
    assert {path for path in paths if path.startswith("/messages/")} == {p for p in served if "messages" in p}


@pytest.mark.parametrize("name", PRESENT)
def test_no_generated_request_breaks_a_fake(name: str) -> None:
    """
    Requests made from the document, valid and not, are answered without a server error, and messages are journalled.
    """
    station = Station(name, longest_wait_ms=5)
    reached: set[str] = set()
    try:
        schema: Any = schemathesis.openapi.from_dict(document_of(name))
        for operation in (result.ok() for result in schema.get_all_operations()):
            station.set_up()
            for mode in GenerationMode:
                codes = _try(station, operation, mode)
                if mode is GenerationMode.POSITIVE and operation.path.startswith("/messages/"):
                    reached |= {*codes}
        # Otherwise every message would have failed by its shape, and no rule or handler have been tried.
        assert reached & {"taken", "rule-broken", "not-yours-to-send"}, reached
        assert ndjson.NDJSON in json.dumps(schema.raw_schema)
        assert station.set_up().status_code == 200
    finally:
        station.close()


def _try(station: Station, operation: Any, mode: GenerationMode) -> list[str]:
    """
    Try one operation; gives the codes of its problems, or "taken".
    """
    seen: list[str] = []
    is_message = operation.path.startswith("/messages/")
    credential = credential_of(MUNICIPALITY) if is_message else CONTROL

    @seed(1)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(mode))
    def attempt(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and isinstance(case.body, dict):
            case.body = _possible(case.body)
            if is_message:
                _address(case.body["envelope"], station, operation.path.rpartition("/")[2])
        asked: dict[str, Any] = case.as_transport_kwargs(base_url="http://fake.test")
        headers = {**(asked.get("headers") or {}), "Authorization": f"Bearer {credential}"}
        content = asked["data"] if "data" in asked else json.dumps(asked.get("json")).encode()
        sent = station.http.request(
            asked["method"], asked["url"], params=asked.get("params"), content=content, headers=headers
        )
        answer = station.run(sent)
        assert answer.status_code < 500, (operation.label, answer.text)
        seen.append("taken" if answer.status_code == 200 else answer.json()["code"])

    try:
        attempt()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, operation.label
    return seen


def _possible(value: Any) -> Any:
    """
    The same JSON with days of the calendar where the patterns of the wire allow others.
    """
    if isinstance(value, dict):
        return {name: _possible(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_possible(part) for part in value]
    if isinstance(value, str) and re.fullmatch(r"[0-9X]{4}-[0-9X]{2}-[0-9X]{2}(T.*)?", value):
        return f"2026-04-{10 + len(value) % 7}{value[10:] and 'T10:00:00+09:00'}"
    return value


def _address(envelope: dict[str, Any], station: Station, message_type: str) -> None:
    """
    Address a generated message rightly, so that it gets as far as the rules.
    """
    envelope.update(
        message_type=message_type,
        sender=MUNICIPALITY,
        receiver="dept-tax" if station.name == "departments" else station.name,
        stream=envelope["idempotency_key"],
        sequence=1,
    )
