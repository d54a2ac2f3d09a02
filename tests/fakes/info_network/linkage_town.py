"""
The five fakes of the linkage together in one process, wired as the town is: every message goes over HTTP.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
from typing import Any

import httpx
import msgspec

from tests.fakes.station import CONTROL, MUNICIPALITY, NOW, acknowledge, credential_of

FAKES = ("addressee", "intermediary_server", "info_network", "departments", "juki_net")
DEPARTMENTS = {
    "dept-tax": {"number_use": True, "inquiries": ["JUMIN-04"]},
    "dept-election": {"number_use": False, "inquiries": []},
}


class Line(httpx.AsyncBaseTransport):
    """
    Carries a message to the fake whose name is the host; the registry takes everything.
    """

    def __init__(self) -> None:
        self.fakes: dict[str, httpx.ASGITransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Deliver the request.
        """
        host = request.url.host.removesuffix(".test")
        if host in self.fakes:
            return await self.fakes[host].handle_async_request(request)
        await request.aread()
        return acknowledge(request)


class LinkageTown:
    """
    Set-up, messages in the registry's name, acts and reads, over all five.
    """

    def __init__(self, **changes: dict[str, Any]) -> None:
        self.loop = asyncio.new_event_loop()
        self.line = Line()
        self.numbers = itertools.count(1)
        for name in FAKES:
            create = importlib.import_module(f"fakes.{name}.app").create
            app = create({"control_credential": CONTROL}, self.line)
            self.line.fakes[name] = httpx.ASGITransport(app=app)
        self.http = httpx.AsyncClient(transport=self.line)
        for name in FAKES:
            addresses = {
                other: {"url": f"http://{other}.test", "credential": credential_of(name)}
                for other in ("registry", *FAKES)
            }
            senders = (MUNICIPALITY, *FAKES)
            setup = {
                "municipality": MUNICIPALITY,
                "now": NOW,
                "addresses": addresses,
                "accepts": {sender: credential_of(sender) for sender in senders},
                **({"data": {"departments": DEPARTMENTS}} if name == "addressee" else {}),
                **changes.get(name, {}),
            }
            answer = self.control(name, "PUT", "setup", setup)
            assert answer.status_code == 200, answer.text

    def close(self) -> None:
        """
        End the loop.
        """
        self.loop.run_until_complete(self.http.aclose())
        self.loop.close()

    def control(self, name: str, method: str, path: str, content: Any = None) -> httpx.Response:
        """
        One call of a fake's control plane.
        """
        raw = None if content is None else msgspec.json.encode(content)
        headers = {"authorization": f"Bearer {CONTROL}"}
        url = f"http://{name}.test/_control/{path}"
        return self.loop.run_until_complete(self.http.request(method, url, content=raw, headers=headers))

    def ask(self, name: str, path: str, **request: Any) -> Any:
        """
        An act or a read that must succeed.
        """
        answer = self.control(name, "POST", path, request)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, receiver: str, message_type: str, body: dict[str, Any]) -> httpx.Response:
        """
        A message of the registry, and everything that follows from it.
        """
        number = next(self.numbers)
        envelope = {
            "message_id": f"m-{number}",
            "message_type": message_type,
            "schema_version": "1.0",
            "trace_id": f"t-{number}",
            "stream": f"s-{number}",
            "sequence": 1,
            "sender": MUNICIPALITY,
            "receiver": receiver,
            "sent_at": NOW,
            "operator": "clerk",
            "terminal": "counter-1",
            "idempotency_key": f"k-{number}",
        }
        raw = msgspec.json.encode({"envelope": envelope, "body": body})
        headers = {"authorization": f"Bearer {credential_of(MUNICIPALITY)}"}
        url = f"http://{receiver}.test/messages/{message_type}"
        answer = self.loop.run_until_complete(self.http.post(url, content=raw, headers=headers))
        self.settle()
        return answer

    def settle(self) -> None:
        """
        Wait until nothing is on the way anywhere: round the fakes until a whole round finds nothing to do.
        """
        seen = -1
        while (now := sum(len(self.journal(name)) for name in FAKES)) != seen:
            seen = now
            for name in FAKES:
                assert self.control(name, "POST", "settle", {"bound_ms": 2000}).json()["settled"], name

    def journal(
        self, name: str, kind: str | None = None, direction: str | None = None
    ) -> list[dict[str, Any]]:
        """
        A fake's journal, of one message type and direction if named.
        """
        entries = self.control(name, "GET", "journal?after=0&limit=1000").json()["entries"]
        return [
            entry
            for entry in entries
            if kind in (None, entry["message_type"]) and direction in (None, entry["direction"])
        ]
