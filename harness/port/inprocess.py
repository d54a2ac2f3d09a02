"""
A whole town in one process: registry and fakes as ASGI applications on one event-loop thread.

The instrument stays synchronous and reaches them through ``Bridge``; they reach each other through ``Mesh``. What
is seen must be what would be seen over sockets: a crash is a 500, an application that does not answer is a
timeout and goes on working, a host that does not exist refuses the connection.
"""

from __future__ import annotations

import asyncio
import ipaddress
import threading
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import TimeoutError as Late
from typing import Any, TypeVar

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


class LoopThread:
    """
    One daemon thread with an event loop, running from construction to ``stop``.
    """

    def __init__(self, name: str = "town") -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """
        Whether the loop still runs.
        """
        return self._thread.is_alive() and not self._loop.is_closed()

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """
        Do ``work`` on the loop and give its result, or raise what it raised.

        Raises TimeoutError after ``timeout`` seconds of real time and cancels the work. Raises HarnessFault on
        the loop's own thread, where waiting would never end, and after ``stop``.
        """
        if threading.current_thread() is self._thread or not self.alive:
            work.close()
            raise HarnessFault(
                "the loop was asked to wait for itself, or has stopped", code="loop-not-running"
            )
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(timeout)
        except Late:
            future.cancel()
            raise

    def stop(self) -> None:
        """
        Cancel what still runs and end the thread. Safe to call twice.

        Raises HarnessFault if something on the loop does not let itself be cancelled in five seconds.
        """
        if not self.alive:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOP_SECONDS)
        if self._thread.is_alive():
            raise HarnessFault("the loop of the town does not stop", code="loop-does-not-stop")

    def _live(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()


class Bridge(httpx.BaseTransport):
    """
    Lets a synchronous client reach what lives on the loop, through ``inner``.

    The time that the client allows (its read timeout) holds for the whole answer. Of a body, at most
    ``read_at_most`` bytes and the chunk they end in are taken.
    """

    def __init__(
        self, loop: LoopThread, inner: httpx.AsyncBaseTransport, read_at_most: int = READ_AT_MOST
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
        self._routes: dict[str, httpx.ASGITransport] = {}
        self._sockets: httpx.AsyncHTTPTransport | None = None
        self._working: set[asyncio.Task[httpx.Response]] = set()

    def put(self, host: str, application: Application) -> None:
        """
        Let ``application`` be what answers at ``host``.
        """
        self._routes[host.lower()] = httpx.ASGITransport(_no_way_out(application), raise_app_exceptions=False)

    def take_down(self, host: str) -> None:
        """
        Let nobody answer at ``host`` any more: connections to it are refused.
        """
        self._routes.pop(host.lower(), None)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Answer one request. What is asked goes on when nobody waits for it any longer, as on a server.
        """
        route = self._routes.get(request.url.host.lower())
        if route is None:
            if not _on_this_machine(request.url.host):
                raise httpx.ConnectError("no such host in the town", request=request)
            return await self._by_socket().handle_async_request(request)
        task = asyncio.ensure_future(self._asked(route, request))
        self._working.add(task)
        task.add_done_callback(self._finished)
        done, _ = await asyncio.wait({task}, timeout=_allowed(request))
        if not done:
            raise httpx.ReadTimeout("no complete answer in time", request=request)
        return task.result()

    async def aclose(self) -> None:
        """
        Close the sockets, if any were opened.
        """
        if self._sockets is not None:
            await self._sockets.aclose()
            self._sockets = None

    def _finished(self, task: asyncio.Task[httpx.Response]) -> None:
        self._working.discard(task)
        if not task.cancelled():
            task.exception()  # Looked at, or the loop would complain of an answer that came too late for anybody.

    async def _asked(self, route: httpx.ASGITransport, request: httpx.Request) -> httpx.Response:
        try:
            return await route.handle_async_request(request)
        except AssertionError:
            # The transport's own words for an application that broke the protocol; a server says 500.
            return httpx.Response(500, stream=httpx.ByteStream(b""))

    def _by_socket(self) -> httpx.AsyncHTTPTransport:
        if self._sockets is None:
            self._sockets = httpx.AsyncHTTPTransport(trust_env=False)
        return self._sockets


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


def _no_way_out(application: Application) -> Application:
    async def guarded(
        scope: Messages,
        receive: Callable[[], Awaitable[Messages]],
        send: Callable[[Messages], Awaitable[None]],
    ) -> None:
        try:
            await application(scope, receive, send)
        except SystemExit as error:
            # It would end the loop and the instrument with it; of a server it would end one request.
            raise RuntimeError("the application tried to end the process") from error

    return guarded
