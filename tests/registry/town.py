"""
A stand-in town for the tests of the registry: it takes every message, keeps it, and answers what a test tells it to.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx

from registry.bootstrap import create
from registry.rules.check_digits import check_digit

CREDENTIAL = "tekigo-local"
NAMES = ("juki_net", "card_management", "addressee", "departments", "immigration")
BASIS = {
    "dept-election": False,
    "dept-health-insurance": True,
    "dept-neighbourhood": False,
    "dept-pension": True,
}
ELSEWHERE = "111007"

Answerer = Callable[[str, dict[str, Any]], httpx.Response | None]


def code(n: int) -> str:
    """
    A made-up Resident Record Code with a right check digit.
    """
    return f"{n:010d}{check_digit(f'{n:010d}')}"


def number(n: int) -> str:
    """
    A made-up Individual Number with a right check digit.
    """
    return f"{n:011d}{check_digit(f'{n:011d}')}"


class StandIn:
    """
    What the registry talks to. `answer` may give a response of its own, or None for the usual one.
    """

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.tried: list[dict[str, Any]] = []
        self.answer: Answerer = lambda _type, _message: None
        self.replies: dict[str, Any] = {
            "J15": {"result": "none", "persons": []},
            "K08": {"found": False},
            "J01": {"result": "applied"},
        }
        self.reply_to: Callable[[str, dict[str, Any]], Any] = lambda kind, _message: self.replies.get(kind)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """
        Take one message.
        """
        kind = request.url.path.rsplit("/", 1)[-1]
        message = json.loads(request.content)
        message["neighbour"] = request.url.host
        self.tried.append(message)
        own = self.answer(kind, message)
        if own is not None:
            return own
        self.taken.append(message)
        body = self.reply_to(kind, message)
        reply = None if body is None else {"envelope": message["envelope"], "body": body}
        ack = {"message_id": message["envelope"]["message_id"], "received": "new", "journal": len(self.taken)}
        return httpx.Response(200, json={**ack, "reply": reply})

    def of(self, kind: str, **body: Any) -> list[dict[str, Any]]:
        """
        Bodies of the messages taken of one type, with these values in them.
        """
        return [
            message["body"]
            for message in self.taken
            if message["envelope"]["message_type"] == kind
            and all(message["body"].get(key) == value for key, value in body.items())
        ]

    def kinds(self) -> list[str]:
        """
        The types of the messages taken, in order.
        """
        return [message["envelope"]["message_type"] for message in self.taken]


class Bench:
    """
    A registry with its stand-in town, on an event loop of its own, driven through the control interface.
    """

    def __init__(self, now: str = "2026-04-10T09:00:00+09:00", **config: Any) -> None:
        self.runner = asyncio.Runner()
        self.town = StandIn()
        self.app = create(config, httpx.MockTransport(self.town))
        transport = httpx.ASGITransport(app=self.app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://registry")
        self.sent = 0
        self.ok("PUT", "/control/town", town_setting())
        self.clock(now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.runner.run(self._close())
        self.runner.close()

    async def _close(self) -> None:
        await self.client.aclose()
        await self.app.state.service.close()

    def request(
        self, method: str, path: str, content: Any = None, credential: str = CREDENTIAL
    ) -> httpx.Response:
        """
        One request, with JSON unless bytes are given.
        """
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.runner.run(
            self.client.request(
                method, path, content=body, headers={b"Authorization": f"Bearer {credential}".encode()}
            )
        )

    def ok(self, method: str, path: str, content: Any = None) -> Any:
        """
        One request that must be answered with 200.
        """
        response = self.request(method, path, content)
        assert response.status_code == 200, response.text
        return response.json()

    def clock(self, now: str) -> None:
        """
        Set the time and come to rest.
        """
        self.ok("PUT", "/control/clock", {"now": now})
        self.settle()

    def settle(self) -> Any:
        """
        Come to rest.
        """
        return self.ok("POST", "/control/settle", {"bound_ms": 5000})

    def do(self, name: str, /, **fields: Any) -> Any:
        """
        One command, and everything that it sends.
        """
        command = {"counter": {"operator": "op-1", "terminal": "t-1", "trace_id": "trace-1"}, **fields}
        outcome = self.ok("POST", f"/control/commands/{name}", command)
        self.settle()
        return outcome

    def read(self, name: str, **fields: Any) -> Any:
        """
        One read.
        """
        return self.ok("POST", f"/control/reads/{name}", fields)

    def record(self, resident: str) -> Any:
        """
        The record of a resident.
        """
        return self.read("ReadResidentRecord", resident=resident)["record"]

    def deliver(self, kind: str, body: Any, sender: str, **envelope: Any) -> httpx.Response:
        """
        A message of the town to the registry.
        """
        self.sent += 1
        whole = {
            "message_id": f"town-{self.sent}",
            "message_type": kind,
            "schema_version": "1",
            "trace_id": "town-trace",
            "stream": f"town-stream-{self.sent}",
            "sequence": 1,
            "sender": sender,
            "receiver": "112291",
            "sent_at": "2026-04-10T09:00:00+09:00",
            "operator": "op-town",
            "terminal": "t-town",
            "idempotency_key": f"town-key-{self.sent}",
            **envelope,
        }
        response = self.request(
            "POST", f"/town/{kind}", {"envelope": whole, "body": body}, credential="inbound"
        )
        self.settle()
        return response


def town_setting(stock: int = 8) -> dict[str, Any]:
    """
    The address book, with a stock of codes.
    """
    return {
        "neighbours": {
            name: {"url": f"http://{name}", "credential": "out", "inbound_credential": "inbound"}
            for name in NAMES
        },
        "assigned_codes": [code(9000 + index) for index in range(stock)],
        "basis": BASIS,
    }


IDENTITY = {"filer": "householder", "filer_name": "和光 太郎", "evidence": "drivers-licence"}
ADDRESS = {"address": "埼玉県和光市広沢1-5", "postal_code": "3510104", "town_code": "0001"}


def person(ref: str, n: int, relationship: str = "世帯主", **more: Any) -> dict[str, Any]:
    """
    A person of a notification, with a code and a number of their own.
    """
    return {
        "ref": ref,
        "name": f"和光 {ref}",
        "name_kana": "わこう たろう",
        "born_on": "1980-02-03",
        "sex": "male",
        "relationship": relationship,
        "resident_record_code": code(n),
        "individual_number": number(n),
        "registered_domicile": "埼玉県和光市本町1番",
        "head_of_family_register": "和光 太郎",
        **more,
    }


def moving_in(*persons: dict[str, Any], **more: Any) -> dict[str, Any]:
    """
    A notification of moving in from another municipality, with its certificate.
    """
    return {
        "identity": IDENTITY,
        "notified_on": "2026-04-10",
        "moved_in_on": "2026-04-07",
        "to_address": ADDRESS,
        "persons": list(persons),
        "from_municipality": ELSEWHERE,
        "from_address": "埼玉県さいたま市浦和区常盤6-4-4",
        "document": "moving-out-certificate",
        **more,
    }


FOREIGN = {
    "nationality": "BRA",
    "resident_class": "medium-to-long-term",
    "status_of_residence": "定住者",
    "period_of_stay": "3年",
    "period_expires_on": "2028-01-01",
    "residence_card_number": "AB12345678CD",
}
