"""
One fake in this process, driven as its neighbours and the harness drive it, with a stub for everybody else in town.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import httpx
import msgspec

CONTROL = "control-credential"
MUNICIPALITY = "112291"
NOW = "2026-04-10T10:00:00+09:00"
T = TypeVar("T")
Answering = Callable[[httpx.Request], httpx.Response]


class Neighbours(httpx.AsyncBaseTransport):
    """
    Everybody else in town: takes every message, or answers as ``answering`` says.
    """

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.requests: list[httpx.Request] = []
        self.answering: Answering = acknowledge

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Keep the message and answer it.
        """
        await request.aread()
        self.requests.append(request)
        self.messages.append(msgspec.json.decode(request.content))
        answer = self.answering(request)
        answer.request = request
        return answer

    def bodies(self, message_type: str) -> list[Any]:
        """
        Bodies of the messages of one type, in order.
        """
        return [m["body"] for m in self.messages if m["envelope"]["message_type"] == message_type]


def acknowledge(request: httpx.Request, reply: dict[str, Any] | None = None) -> httpx.Response:
    """
    200 with an Ack.
    """
    envelope = msgspec.json.decode(request.content)["envelope"]
    ack = {"message_id": envelope["message_id"], "received": "new", "journal": 1, "reply": reply}
    return httpx.Response(200, json=ack)


def credential_of(sender: str) -> str:
    """
    The credential that the station's set-up accepts from a sender.
    """
    return f"credential-of-{sender}"


class Station:
    """
    A fake, set up, with its neighbours stubbed; every call runs until it is answered.
    """

    def __init__(self, name: str, longest_wait_ms: int = 2000, **setup: Any) -> None:
        self.name = name
        self.neighbours = Neighbours()
        self.loop = asyncio.new_event_loop()
        create = importlib.import_module(f"fakes.{name}.app").create
        self.app = create(
            {"control_credential": CONTROL, "longest_wait_ms": longest_wait_ms}, self.neighbours
        )
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app), base_url="http://fake.test"
        )
        self._numbers = itertools.count(1)
        self.set_up(**setup)

    def close(self) -> None:
        """
        End the loop and everything in it.
        """
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.run(self.http.aclose())
        self.run(asyncio.wait(tasks)) if tasks else None
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """
        Run a coroutine in the fake's own loop.
        """
        return self.loop.run_until_complete(work)

    def set_up(self, **changes: Any) -> httpx.Response:
        """
        PUT /_control/setup: every sender known, every neighbour stubbed; ``changes`` replace parts.
        """
        fakes = importlib.import_module("fakes._core.openapi").FAKES
        senders = (MUNICIPALITY, *fakes)
        setup = {
            "municipality": MUNICIPALITY,
            "now": NOW,
            "addresses": {
                name: {"url": f"http://{name}.test", "credential": "shown"} for name in ("registry", *fakes)
            },
            "accepts": {sender: credential_of(sender) for sender in senders},
            **changes,
        }
        return self.control("PUT", "setup", setup)

    def control(self, method: str, path: str, content: Any = None) -> httpx.Response:
        """
        One call of the control plane.
        """
        headers = {"authorization": f"Bearer {CONTROL}"}
        raw = None if content is None else msgspec.json.encode(content)
        return self.run(self.http.request(method, f"/_control/{path}", content=raw, headers=headers))

    def act(self, name: str, /, **request: Any) -> Any:
        """
        One act that must succeed; gives its answer.
        """
        answer = self.control("POST", f"acts/{name}", request)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def state(self, name: str, /, **request: Any) -> Any:
        """
        One read of the state that must succeed.
        """
        answer = self.control("POST", f"state/{name}", request)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def settle(self) -> Any:
        """
        Wait until nothing of the fake's own is on the way.
        """
        return self.control("POST", "settle", {"bound_ms": 2000}).json()

    def journal(self, after: int = 0) -> list[dict[str, Any]]:
        """
        Entries of the journal.
        """
        entries: list[dict[str, Any]] = self.control("GET", f"journal?after={after}&limit=1000").json()[
            "entries"
        ]
        return entries

    def envelope(self, message_type: str, **changes: Any) -> dict[str, Any]:
        """
        A good envelope from the registry, in a stream of its own unless told otherwise.
        """
        number = next(self._numbers)
        return {
            "message_id": f"m-{number}",
            "message_type": message_type,
            "schema_version": "1.0",
            "trace_id": f"t-{number}",
            "stream": f"s-{number}",
            "sequence": 1,
            "sender": MUNICIPALITY,
            "receiver": self.name,
            "sent_at": NOW,
            "operator": "clerk",
            "terminal": "counter-1",
            "idempotency_key": f"k-{number}",
            **changes,
        }

    def send(
        self, message_type: str, body: Any, credential: str | None = None, **envelope: Any
    ) -> httpx.Response:
        """
        Send a message; by default the registry does.
        """
        wrapped = self.envelope(message_type, **envelope)
        raw = msgspec.json.encode({"envelope": wrapped, "body": body})
        return self.post(message_type, raw, credential or credential_of(wrapped["sender"]))

    def post(self, message_type: str, raw: bytes, credential: str | None) -> httpx.Response:
        """
        Send raw bytes.
        """
        headers = [] if credential is None else [(b"authorization", f"Bearer {credential}".encode())]
        return self.run(self.http.post(f"/messages/{message_type}", content=raw, headers=headers))
