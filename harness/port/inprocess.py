"""
A whole town in one process: registry and fakes as ASGI applications on one event loop.

The instrument stays synchronous and reaches them through ``Bridge``; they reach each other through ``Mesh``. What
is seen must be what would be seen over sockets: a crash is a 500, an application that does not answer is a
timeout and goes on working, a host that does not exist refuses the connection.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from harness.words.errors import HarnessFault

T = TypeVar("T")
Messages = MutableMapping[str, Any]
Application = Callable[
    [Messages, Callable[[], Awaitable[Messages]], Callable[[Messages], Awaitable[None]]], Awaitable[None]
]
"""An ASGI application."""

READ_AT_MOST = 4 * 1024 * 1024 + 1
STOP_SECONDS = 5.0


class TownLoop:
    """
    An event loop that runs while somebody waits for work on it, in the thread of who waits.

    What was begun and not waited for stands still in between, and goes on with the next work. One thread, because two
    would hand each other the interpreter twice for every message.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    @property
    def alive(self) -> bool:
        """
        Whether work can still be done.
        """
        return not self._loop.is_closed()

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """
        Do ``work`` on the loop and give its result, or raise what it raised.

        Raises TimeoutError after ``timeout`` seconds of real time and cancels the work. Raises HarnessFault where a
        loop runs in this thread already, which could never go on, and after ``stop``.
        """
        if not self.alive or _inside_a_loop():
            work.close()
            raise HarnessFault(
                "ループが自分自身を待つよう求められたか、すでに止まっている",
                "the loop was asked to wait for itself, or has stopped",
                code="loop-not-running",
            )
        return self._loop.run_until_complete(work if timeout is None else asyncio.wait_for(work, timeout))

    def stop(self) -> None:
        """
        Cancel what still stands on the loop and close it. Safe to call twice.

        Raises HarnessFault if something on the loop does not let itself be cancelled in five seconds.
        """
        if not self.alive:
            return
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        try:
            if left and self._loop.run_until_complete(asyncio.wait(left, timeout=STOP_SECONDS))[1]:
                raise HarnessFault(
                    "模擬サービスのループが止まらない",
                    "the loop of the town does not stop",
                    code="loop-does-not-stop",
                )
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()


def _inside_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@dataclass(frozen=True)
class Reply:
    """
    An answer as it was given; names of ``headers`` in small letters. Read as the response of a client is.
    """

    status_code: int
    headers: Mapping[str, str]
    body: bytes

    def iter_bytes(self) -> Iterator[bytes]:
        """
        The body, in one piece.
        """
        yield self.body


class Bridge(httpx.BaseTransport):
    """
    Lets a synchronous client reach what lives on the loop, through ``inner``.

    The time that the client allows (its read timeout) holds for the whole answer. Of a body, at most
    ``read_at_most`` bytes and the chunk they end in are taken.
    """

    def __init__(
        self, loop: TownLoop, inner: httpx.AsyncBaseTransport, read_at_most: int = READ_AT_MOST
    ) -> None:
        self._loop = loop
        self._inner = inner
        self._read_at_most = read_at_most

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """
        Pass one request to the loop and bring its answer back.
        """
        request.read()
        return self._loop.run(self._answer(request))

    def exchange(
        self, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes, seconds: float
    ) -> Reply:
        """
        One request without a client around it, as ``Mesh.exchange``, answered within ``seconds`` of real time.

        A run asks its registry some twenty times for every scenario, and a client's requests and responses cost more
        than the exchange. Raises httpx.ReadTimeout, and httpx.ConnectError where nobody is at that address.
        """
        if not isinstance(self._inner, Mesh):
            raise HarnessFault("この橋の先は町ではない", "this bridge does not lead to a town")
        return self._loop.run(self._inner.reply(method, url, headers, body, seconds))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(_allowed(request)):
                response = await self._inner.handle_async_request(request)
                body = await self._taken(response)
        except TimeoutError as error:
            raise httpx.ReadTimeout("no complete answer in time", request=request) from error
        return httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(body))

    async def _taken(self, response: httpx.Response) -> bytes:
        body = bytearray()
        try:
            async for chunk in response.stream:  # type: ignore[union-attr]  # of an asynchronous transport
                body += chunk
                if len(body) >= self._read_at_most:
                    break
        finally:
            await response.aclose()
        return bytes(body)


class Mesh(httpx.AsyncBaseTransport):
    """
    Takes each request to the application of its host name; other hosts only on this machine, over sockets.

    Belongs to one loop. Hosts can be put up and taken down while others run.
    """

    def __init__(self) -> None:
        self._routes: dict[str, Application] = {}
        self._sockets: httpx.AsyncHTTPTransport | None = None
        self._working: set[asyncio.Task[Any]] = set()
        self.stirred: set[str] = set()
        """Hosts that others asked, or that asked others, since somebody emptied this."""

    def put(self, host: str, application: Application) -> None:
        """
        Let ``application`` be what answers at ``host``.
        """
        self._routes[host.lower()] = application

    def side(self, host: str) -> Side:
        """
        The line of the one at ``host`` to all others.
        """
        return Side(self, host)

    def take_down(self, host: str) -> None:
        """
        Let nobody answer at ``host`` any more: connections to it are refused.
        """
        self._routes.pop(host.lower(), None)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Answer one request. What is asked goes on when nobody waits for it any longer, as on a server.
        """
        host = request.url.host.lower()
        self.stirred.add(host)
        route = self._routes.get(host)
        if route is None:
            if not _on_this_machine(request.url.host):
                raise httpx.ConnectError("no such host in the town", request=request)
            return await self._by_socket().handle_async_request(request)
        response = await self._waited_for(self._asked(route, request, host), _allowed(request))
        if response is None:
            raise httpx.ReadTimeout("no complete answer in time", request=request)
        return response

    async def aclose(self) -> None:
        """
        Close the sockets, if any were opened.
        """
        if self._sockets is not None:
            await self._sockets.aclose()
            self._sockets = None

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._working.discard(task)
        if not task.cancelled():
            task.exception()  # Looked at, or the loop would complain of an answer that came too late for anybody.

    async def exchange(
        self, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes = b""
    ) -> tuple[int, bytes]:
        """
        One request without a client around it: status and body of the answer.

        For the instrument's own talk with the town, which is half of all requests of a run.
        """
        answer = await _answer_of(*self._addressed(method, url, headers, body), body)
        return answer.status, bytes(answer.body)

    async def reply(
        self, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes, seconds: float
    ) -> Reply:
        """
        The same with the headers of the answer, if it comes in time; what is asked goes on in any case.
        """
        work = _answer_of(*self._addressed(method, url, headers, body), body)
        answer = await self._waited_for(work, seconds)
        if answer is None:
            raise httpx.ReadTimeout("no complete answer in time")
        said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Reply(answer.status, said, bytes(answer.body))

    def _addressed(
        self, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes
    ) -> tuple[Application, Messages]:
        place = urlsplit(url)
        application = self._routes.get((place.hostname or "").lower())
        if application is None:
            raise httpx.ConnectError("no such host in the town")
        path, query = place.path.encode("ascii"), place.query.encode("ascii")
        length = (b"content-length", str(len(body)).encode("ascii"))
        more = [(b"host", place.netloc.encode("ascii")), length, *headers]
        return application, _scope(method, (place.path, path), query, more, place.netloc)

    async def _waited_for(self, work: Coroutine[Any, Any, T], seconds: float | None) -> T | None:
        """
        What came of it within so many seconds, or None; it goes on when nobody waits for it any longer.
        """
        task = asyncio.ensure_future(work)
        self._working.add(task)
        task.add_done_callback(self._finished)
        done, _ = await asyncio.wait({task}, timeout=seconds)
        return task.result() if done else None

    async def _asked(self, application: Application, request: httpx.Request, host: str) -> httpx.Response:
        raw_path, _, query = request.url.raw_path.partition(b"?")
        headers = [(name.lower(), value) for name, value in request.headers.raw]
        path = (request.url.path, raw_path)
        scope = _scope(request.method, path, query, headers, request.url.host)
        answer = await _answer_of(application, scope, await request.aread())
        self.stirred.add(host)  # Again: who waited may have looked in between.
        return httpx.Response(
            answer.status, headers=answer.headers, stream=httpx.ByteStream(bytes(answer.body))
        )

    def _by_socket(self) -> httpx.AsyncHTTPTransport:
        if self._sockets is None:
            self._sockets = httpx.AsyncHTTPTransport(trust_env=False)
        return self._sockets


class Side(httpx.AsyncBaseTransport):
    """
    One party's line into a mesh, so that it is known who asked. The mesh stays open when it is closed.
    """

    def __init__(self, mesh: Mesh, host: str) -> None:
        self._mesh = mesh
        self._host = host.lower()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Answer one request.
        """
        self._mesh.stirred.add(self._host)
        try:
            return await self._mesh.handle_async_request(request)
        finally:
            self._mesh.stirred.add(self._host)


def _allowed(request: httpx.Request) -> float | None:
    timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
    return timeouts.get("read")


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _scope(
    method: str, path: tuple[str, bytes], query: bytes, headers: list[tuple[bytes, bytes]], host: str
) -> Messages:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "headers": headers,
        "scheme": "http",
        "path": path[0],
        "raw_path": path[1],
        "query_string": query,
        "server": (host, 80),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }


@dataclass
class _Answer:
    """
    What an application answers. One that crashes, or breaks the protocol, answers 500, as on a server.
    """

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    begun: bool = False
    complete: bool = False


async def _answer_of(application: Application, scope: Messages, body: bytes) -> _Answer:
    answer = _Answer()
    read = False
    ended = asyncio.Event()

    async def receive() -> Messages:
        nonlocal read
        if not read:
            read = True
            return {"type": "http.request", "body": body, "more_body": False}
        await ended.wait()
        return {"type": "http.disconnect"}

    async def send(message: Messages) -> None:
        if message["type"] == "http.response.start":
            if answer.begun:
                raise RuntimeError("the answer was begun twice")
            answer.begun = True
            answer.status, answer.headers = message["status"], list(message.get("headers", []))
        elif message["type"] == "http.response.body":
            if not answer.begun or answer.complete:
                raise RuntimeError("a body came before its answer, or after its end")
            answer.body += b"" if scope["method"] == "HEAD" else message.get("body", b"")
            if not message.get("more_body", False):
                answer.complete = True
                ended.set()

    try:
        await application(scope, receive, send)
    except (Exception, SystemExit):  # noqa: BLE001 - whatever it is, of a server it would end one request
        if not answer.begun:
            return _Answer()
    return answer if answer.complete else _Answer()
