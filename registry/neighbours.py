"""
The client side: sends one message to one neighbour and says what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import httpx
import msgspec

from registry.wire.control import Neighbour
from registry.wire.town import Ack

REFUSALS = frozenset({400, 403, 404, 405, 409, 413, 415, 422})
"""Statuses that would be the same again. 401 is not among them: a credential may come with the next town."""

TIMEOUT = httpx.Timeout(20.0, connect=5.0)


class Answer(msgspec.Struct, frozen=True):
    """
    What became of a message: `taken` with the acknowledgement, `refused` with the problem's code, or not `learned`.
    """

    result: Literal["taken", "refused", "unlearned"]
    status: int | None
    ack: Ack | None = None
    code: str | None = None


class Neighbours:
    """
    The address book and the connection. `transport` replaces the network, in one process with the town.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport | None) -> None:
        self._client = httpx.AsyncClient(transport=transport, timeout=TIMEOUT, trust_env=False)
        self.book: Mapping[str, Neighbour] = {}

    async def post(self, name: str, message_type: str, content: bytes) -> Answer:
        """
        Send one parcel to `<neighbour>/messages/<type>`; an unknown neighbour or a broken line is not learned.
        """
        neighbour = self.book.get(name)
        if neighbour is None:
            return Answer("unlearned", None, code="no-address")
        try:
            response = await self._client.post(
                f"{neighbour.url.rstrip('/')}/messages/{message_type}",
                content=content,
                headers={
                    "Authorization": f"Bearer {neighbour.credential}",
                    "Content-Type": "application/json",
                },
            )
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            return Answer("unlearned", None, code="no-answer")
        if response.status_code == 200:
            try:
                ack = msgspec.json.decode(response.content, type=Ack)
            except msgspec.DecodeError:
                return Answer("unlearned", 200, code="malformed-acknowledgement")
            return Answer("taken", 200, ack=ack)
        if response.status_code in REFUSALS:
            return Answer("refused", response.status_code, code=_problem_code(response.content))
        return Answer("unlearned", response.status_code, code=f"status-{response.status_code}")

    async def close(self) -> None:
        """
        Close the connections.
        """
        await self._client.aclose()


class _Problem(msgspec.Struct):
    code: str = "problem"


def _problem_code(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=_Problem).code[:60]
    except msgspec.DecodeError:
        return "problem"
