"""
Registries that pass the doctor and then misbehave at the control interface: the reference behind a spoiling wrapper.

``tests.harness.running.hostile:<name>`` as ``--sut app:…``.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from registry.bootstrap import create

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def answer(status: int, kind: str, body: bytes) -> Callable[[Send], Awaitable[None]]:
    """
    Send this answer.
    """

    async def send_it(send: Send) -> None:
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return send_it


def spoiled(prefix: str, status: int, kind: str, body: bytes, every: int = 1) -> Application:
    """
    The reference, except that every so-many-th request under ``prefix`` gets the answer given.
    """
    inner = create({"municipality": "112291"}, None)
    seen = 0

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal seen
        if scope["type"] == "http" and str(scope["path"]).startswith(prefix):
            seen += 1
            # The first read is the doctor's.
            if seen > 1 and seen % every == 0:
                await answer(status, kind, body)(send)
                return
        await inner(scope, receive, send)

    return application


def saying(change: Callable[[dict[str, Any]], None]) -> Application:
    """
    The reference, whose capabilities are changed before they are told.
    """
    inner = create({"municipality": "112291"}, None)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/control/capabilities":
            await inner(scope, receive, send)
            return
        body = bytearray()

        async def kept(message: Scope) -> None:
            body.extend(message.get("body", b""))

        await inner(scope, receive, kept)
        told = json.loads(body)
        change(told)
        await answer(200, "application/json", json.dumps(told).encode())(send)

    return application


def undeclared(*commands: str) -> Application:
    """
    The reference, which leaves commands out of its capabilities.
    """

    def change(told: dict[str, Any]) -> None:
        told["commands"] = [name for name in told["commands"] if name not in commands]

    return saying(change)


def hanging(prefix: str, after: int) -> Application:
    """
    The reference, which never answers again under ``prefix`` once it has answered so many requests there.
    """
    inner = create({"municipality": "112291"}, None)
    seen = 0

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal seen
        if scope["type"] == "http" and str(scope["path"]).startswith(prefix):
            seen += 1
            if seen > after:
                await asyncio.Event().wait()
        await inner(scope, receive, send)

    return application


def mortal(prefix: str, after: int) -> Application:
    """
    The reference, whose process ends at the next request under ``prefix`` after so many.
    """
    inner = create({"municipality": "112291"}, None)
    seen = 0

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal seen
        if scope["type"] == "http" and str(scope["path"]).startswith(prefix):
            seen += 1
            if seen > after:
                os._exit(1)
        await inner(scope, receive, send)

    return application


commands_500 = spoiled("/control/commands/", 500, "text/plain", b"boom", every=3)
reads_500 = spoiled("/control/reads/", 500, "text/plain", b"boom", every=2)
html = spoiled("/control/commands/", 200, "text/html", b"<html>login</html>", every=3)
clock_500 = spoiled("/control/clock", 500, "text/plain", b"boom", every=4)
without_household = undeclared("ChangeOfHousehold", "MovingOut")
commands_hang = hanging("/control/commands/", 0)
commands_die = mortal("/control/commands/", 0)
without_moving_in = undeclared("MovingIn")
used_before = saying(lambda told: told.update(now="2030-01-01T09:00:00+09:00"))
without_roles = saying(lambda told: told.update(roles=[]))
