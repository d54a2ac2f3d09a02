"""
Requests generated from the published documents, valid and not, are answered by the registry without a server error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from harness.port.inprocess import Bridge, Mesh, TownLoop
from registry.bootstrap import create
from tests import ndjson

DOCUMENTS = Path(__file__).parents[2] / "docs" / "openapi"
EXAMPLES = 8
NEIGHBOURS = ("juki_net", "card_management", "addressee", "departments", "immigration")


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """
    A registry in process that knows its neighbours, of whom none answers.
    """
    loop, mesh = TownLoop(), Mesh()
    mesh.put("registry.test", create({"municipality": "112291"}, mesh))
    neighbour = {"url": "http://nobody.test", "credential": "x", "inbound_credential": "tekigo-local"}
    town = {"neighbours": dict.fromkeys(NEIGHBOURS, neighbour), "assigned_codes": [], "basis": {}}
    with httpx.Client(base_url="http://registry.test", transport=Bridge(loop, mesh)) as opened:
        told = opened.put("/control/town", json=town, headers={"authorization": "Bearer tekigo-local"})
        assert told.status_code == 200, told.text
        yield opened
    loop.stop()


@pytest.mark.parametrize("document", ["registry-control.json", "registry-town.json"])
def test_no_generated_request_breaks_the_registry(document: str, client: httpx.Client) -> None:
    """
    Every operation of both documents, with and without its credential, in shape and out of shape: never a 5xx.
    """
    schema: Any = schemathesis.openapi.from_dict(
        json.loads((DOCUMENTS / document).read_text(encoding="utf-8"))
    )
    seen: dict[int, str] = {}
    for operation in (result.ok() for result in schema.get_all_operations()):
        for mode in GenerationMode:
            seen.update(_answers(client, operation, mode))
    assert not {status: place for status, place in seen.items() if status >= 500}
    assert {401, 422} <= set(seen)
    assert document != "registry-control.json" or ndjson.NDJSON in json.dumps(schema.raw_schema)


def _answers(client: httpx.Client, operation: Any, mode: GenerationMode) -> dict[int, str]:
    found: dict[int, str] = {}

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(mode), st.sampled_from(["tekigo-local", "tekigo-local", "wrong"]))
    def ask(case: Any, credential: str) -> None:
        asked: dict[str, Any] = case.as_transport_kwargs(base_url="http://registry.test")
        content = asked["data"] if "data" in asked else json.dumps(asked.get("json")).encode()
        headers = {**(asked.get("headers") or {}), "authorization": f"Bearer {credential}"}
        answer = client.request(asked["method"], asked["url"], content=content, headers=headers)
        found[answer.status_code] = f"{operation.label}: {answer.text[:200]}"

    try:
        ask()
    except Unsatisfiable:
        # An operation without a body has nothing to spoil.
        return found
    return found
