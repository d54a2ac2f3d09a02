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
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0)
_ACK = msgspec.json.Decoder(Ack)


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
        # The transport itself and not a client: cookies, redirects and authentication of a client serve nobody here
        # and cost more than the exchange.
        self._transport = transport or httpx.AsyncHTTPTransport(trust_env=False, limits=LIMITS)
        self._routes: dict[tuple[str, str], tuple[httpx.URL, dict[str, str]]] = {}
        self._book: dict[str, Neighbour] = {}

    @property
    def book(self) -> Mapping[str, Neighbour]:
        """
        The neighbours by name.
        """
        return self._book

    @book.setter
    def book(self, book: Mapping[str, Neighbour]) -> None:
        self._book = dict(book)
        self._routes = {}

    def _route(self, name: str, neighbour: Neighbour, message_type: str) -> tuple[httpx.URL, dict[str, str]]:
        """
        Address and headers, made once per neighbour and message type.
        """
        known = self._routes.get((name, message_type))
        if known is None:
            url = httpx.URL(f"{neighbour.url.rstrip('/')}/messages/{message_type}")
            if url.scheme not in ("http", "https") or not url.host:
                raise httpx.UnsupportedProtocol("not an address of a neighbour")
            headers = {
                "Host": url.netloc.decode("ascii"),
                "Authorization": f"Bearer {neighbour.credential}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            }
            known = self._routes[(name, message_type)] = (url, headers)
        return known

    async def _exchange(self, url: httpx.URL, headers: dict[str, str], content: bytes) -> tuple[int, bytes]:
        request = httpx.Request(
            "POST", url, headers=headers, content=content, extensions={"timeout": TIMEOUT.as_dict()}
        )
        response = await self._transport.handle_async_request(request)
        try:
            return response.status_code, await response.aread()
        finally:
            await response.aclose()

    async def post(self, name: str, message_type: str, content: bytes) -> Answer:
        """
        Send one parcel to `<neighbour>/messages/<type>`; an unknown neighbour or a broken line is not learned.
        """
        neighbour = self._book.get(name)
        if neighbour is None:
            return Answer("unlearned", None, code="no-address")
        try:
            status, answer = await self._exchange(*self._route(name, neighbour, message_type), content)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            return Answer("unlearned", None, code="no-answer")
        if status == 200:
            try:
                ack = _ACK.decode(answer)
            except msgspec.DecodeError:
                return Answer("unlearned", 200, code="malformed-acknowledgement")
            return Answer("taken", 200, ack=ack)
        if status in REFUSALS:
            return Answer("refused", status, code=_problem_code(answer))
        return Answer("unlearned", status, code=f"status-{status}")

    async def close(self) -> None:
        """
        Close the connections.
        """
        await self._transport.aclose()


class _Problem(msgspec.Struct):
    code: str = "problem"


def _problem_code(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=_Problem).code[:60]
    except msgspec.DecodeError:
        return "problem"
