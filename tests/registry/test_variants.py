"""
The lawful variants are really otherwise: what they may do differently they do, and what they may not they do not.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import msgspec
import pytest

from registry.defects import DEFECTS
from registry.variants import otherwise, unhurried
from registry.variants.wire import foreign, ours
from registry.wire.control import Found
from tests.registry import test_counter as counter
from tests.registry.town import StandIn, moving_in, person, town_setting

KNOWN = {"authorization": "Bearer tekigo-local"}
FILING = {"counter": {"operator": "op", "terminal": "t", "trace_id": "trace"}}


class Talk:
    """
    A variant with a stand-in town.
    """

    def __init__(self, maker: Any, **config: Any) -> None:
        self.town = StandIn()
        self.app = maker(config, httpx.MockTransport(self.town))
        transport = httpx.ASGITransport(app=self.app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://registry", headers=KNOWN)

    async def ready(self) -> None:
        """
        Tell of the town and the time.
        """
        await self.client.put("/control/town", json=town_setting())
        await self.client.put("/control/clock", json={"now": "2026-04-10T09:00:00+09:00"})

    async def do(self, name: str, **fields: Any) -> Any:
        """
        One command.
        """
        answer = await self.client.post(f"/control/commands/{name}", json={**FILING, **fields})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def settle(self) -> Any:
        """
        Come to rest.
        """
        return (await self.client.post("/control/settle", json={"bound_ms": 5000})).json()

    async def read(self, name: str, **query: Any) -> Any:
        """
        One read.
        """
        return (await self.client.post(f"/control/reads/{name}", json=query)).json()


def test_the_unhurried_one_sends_when_it_is_asked_and_the_newest_first() -> None:
    """
    Nothing leaves at a commit; at settle all does, later residents first, and each resident's own in order.
    """

    async def talk() -> None:
        one = Talk(unhurried.create)
        await one.ready()
        for n in (1, 2, 3):
            await one.do("MovingIn", **moving_in(person(f"p{n}", n)))
        await asyncio.sleep(0)
        assert one.town.tried == []
        assert await one.settle() == {"settled": True, "undelivered": 0}
        names = [
            message["body"]["name"]
            for message in one.town.taken
            if message["envelope"]["message_type"] == "J01"
        ]
        assert names == ["和光 p3", "和光 p2", "和光 p1"]
        places: dict[str, list[int]] = {}
        for message in one.town.taken:
            places.setdefault(message["envelope"]["stream"], []).append(message["envelope"]["sequence"])
        assert all(found == list(range(1, len(found) + 1)) for found in places.values())
        await one.do("MovingIn", **moving_in(person("p4", 4)))
        before = len(one.town.tried)
        await one.client.put("/control/clock", json={"now": "2026-04-11T09:00:00+09:00"})
        await one.app.state.service._deliveries.idle()
        assert len(one.town.tried) > before

    asyncio.run(talk())


def test_the_other_one_speaks_otherwise() -> None:
    """
    Numbers, identifiers, texts and written-out nulls are other; shapes are those of the interface.
    """

    async def talk() -> None:
        one = Talk(otherwise.create)
        await one.ready()
        told = await one.do("MovingIn", **moving_in(person("a", 1)))
        assert told["change_id"].startswith("ID.CHANGE.")
        assert told["notes"]
        resident = told["residents"][0]["resident"]
        assert resident.startswith("412")
        refused = await one.do("MovingIn", **moving_in(person("z", 9), document=None))
        assert (refused["outcome"], refused["reason"]) == ("refused", "document-missing")
        assert "担当者" in refused["message"]
        shown = await one.read("ReadResidentRecord", resident=resident)
        assert shown["card"] is None
        assert list(shown) == list(reversed(Found.__struct_fields__))
        assert msgspec.convert(shown, Found).record is not None
        copied = await one.do("IssueCopyOfRecord", **counter.copy(resident))
        assert copied["documents"][0]["issue_number"].startswith("No.")
        lines = (await one.read("ReadAccessLog"))["lines"]
        assert [line for line in lines if line["function"] == "cross-check"]
        await one.settle()
        ids = {message["envelope"]["message_id"] for message in one.town.taken}
        assert ids
        assert all(each.startswith("ID.M.") for each in ids)
        assert len(ids) == len(one.town.taken)

    asyncio.run(talk())


def test_what_was_named_otherwise_is_known_when_it_comes_back() -> None:
    """
    A provisional change is decided under the name that the registry itself gave it.
    """

    async def talk() -> None:
        one = Talk(otherwise.create)
        await one.ready()
        saved = await one.do("MovingIn", **moving_in(person("a", 1), provisional=True))
        decided = await one.do("DecideChange", change_id=saved["change_id"], decision="decide")
        assert decided["outcome"] == "accepted"

    asyncio.run(talk())


@pytest.mark.parametrize(
    "text",
    [
        "change-abcdefghijklmnopabcdefgh", "m-" + "abcdefghijkl" * 2, "x s-aaaaaaaaaaaaaaaaaaaaaaaa, y",
        "CR-2026-000012", "x MO-2026-000001 y", "support-00000007", "support-measure", "2026-04-10",
        "card-1",
    ],
)  # fmt: skip
def test_words_go_there_and_back(text: str) -> None:
    """
    What is said otherwise is understood again; what is no name of ours is left alone.
    """
    said = foreign(text.encode())
    assert ours(said) == text.encode()
    assert (said == text.encode()) == (text in ("support-measure", "2026-04-10", "card-1"))


def test_a_defect_can_be_planted_in_a_variant() -> None:
    """
    Variants take the same configuration: with a defect, what it spoils is spoilt there as well.
    """

    async def talk(defects: list[str]) -> str:
        one = Talk(unhurried.create, defects=defects)
        await one.ready()
        told = await one.do("MovingIn", **moving_in(person("a", 1)))
        shown = await one.read("ReadResidentRecord", resident=told["residents"][0]["resident"])
        return str(shown["record"]["became_resident_on"])

    assert "moving-in-dated-by-filing" in DEFECTS
    assert asyncio.run(talk([])) == "2026-04-07"
    assert asyncio.run(talk(["moving-in-dated-by-filing"])) == "2026-04-10"
