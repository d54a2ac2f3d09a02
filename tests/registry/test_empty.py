"""
The systems that are no registry: each speaks the interface, so that a run begins, and none tells anybody anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest

from registry.api.parrot import Parrot
from registry.defects import empty
from registry.wire.control import COMMANDS, READS, Found
from tests.registry.town import code, moving_in, person, town_setting

SAID = {
    "null_registry": ("accepted", []),
    "always_200": (None, []),
    "echo": ("accepted", ["a", "b"]),
    "refuse_everything": ("refused", []),
    "accept_everything": ("accepted", ["a", "b"]),
}
"""What each answers to a moving in of two, and whom it names."""


def test_all_are_looked_at() -> None:
    """
    There are five, and each is here.
    """
    assert set(SAID) == set(empty.__all__)


@pytest.mark.parametrize("name", SAID)
def test_each_speaks_the_interface_and_sends_nothing(name: str) -> None:
    """
    Each claims every command and read, gives its one answer, wants the credential and the shape, and uses no line.
    """
    asyncio.run(_talk(getattr(empty, name), *SAID[name]))


async def _talk(maker: Callable[..., Any], outcome: str | None, refs: list[str]) -> None:
    def called(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    transport = httpx.ASGITransport(app=maker({}, httpx.MockTransport(called)))
    headers = {"Authorization": "Bearer tekigo-local"}
    async with httpx.AsyncClient(transport=transport, base_url="http://x", headers=headers) as client:
        said = (await client.get("/control/capabilities")).json()
        assert set(said["commands"]) == set(COMMANDS)
        assert set(said["reads"]) == set(READS)
        assert (await client.get("/control/capabilities", headers={"Authorization": ""})).status_code == 401
        await client.put("/control/town", json=town_setting())
        now = {"now": "2026-04-10T09:00:00+09:00"}
        assert (await client.put("/control/clock", json=now)).json() == now
        command = {
            "counter": {"operator": "o", "terminal": "t", "trace_id": "x"},
            **moving_in(person("a", 1), person("b", 2, "妻")),
        }
        answer = (await client.post("/control/commands/MovingIn", json=command)).json()
        assert answer.get("outcome") == outcome
        assert [one["ref"] for one in answer.get("residents", [])] == refs
        assert (await client.post("/control/settle", json={"bound_ms": 1})).json()["settled"] is True
        read = await client.post("/control/reads/ReadResidentRecord", json={"resident": "r"})
        assert read.json() == {}
        assert (await client.post("/control/commands/MovingIn", json={"x": 1})).status_code == 422
        assert (await client.post("/control/commands/MovingIn", content=b"{")).status_code == 400


def test_the_echo_says_what_it_heard_in_the_published_shape() -> None:
    """
    A record under the names of the command, by number and by code, and the household; nothing that nobody said.
    """
    parrot = Parrot("112291")
    heard = parrot.hear(moving_in(person("a", 1), person("b", 2, "妻")))
    a, b = heard.residents
    record = msgspec.convert(parrot.say("ReadResidentRecord", {"resident": a.resident}), Found).record
    assert record is not None
    assert (record.name, record.became_resident_on, record.previous_municipality) == (
        "和光 a",
        "2026-04-07",
        "111007",
    )
    assert (
        parrot.say("ReadResidentRecord", {"resident_record_code": code(2)})["record"]["resident"]
        == b.resident
    )
    members = parrot.say("ReadHousehold", {"household": a.household})["household"]["members"]
    assert members == [a.resident, b.resident]
    assert parrot.say("ReadDocuments", {"resident": a.resident}) == {}
