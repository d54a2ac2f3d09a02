"""
Five systems that are no registry at all. A suite that passes any of them proves nothing.

All speak the interface, so that the run begins. What they answer then is nothing, the same, what they were told, or
one word; none of them sends a message to anybody.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from registry import VERSION
from registry.api.parrot import Parrot
from registry.opaque import opaque
from registry.wire import town as town_wire
from registry.wire.control import (
    COMMANDS,
    READS,
    Accepted,
    Capabilities,
    ClockSetting,
    Done,
    Entered,
    Found,
    Refused,
    Settled,
)

Answerer = Callable[[dict[str, Any]], Any]
Shower = Callable[[str, dict[str, Any]], Any]


def _refused(_command: dict[str, Any]) -> Refused:
    return Refused(outcome="refused", reason="not-permitted")


def _done(_command: dict[str, Any]) -> Accepted:
    return Accepted(outcome="accepted")


def _nothing(_name: str, _query: dict[str, Any]) -> Found:
    return Found()


def _references(command: dict[str, Any]) -> list[str]:
    named = [one.get("ref", "") for key in ("persons", "movers") for one in command.get(key, [])]
    named += [command["person"].get("ref", "")] if isinstance(command.get("person"), dict) else []
    named += [one for one in command.get("residents", []) if isinstance(one, str)]
    return [*named, command["resident"]] if isinstance(command.get("resident"), str) else named


def _accepted(command: dict[str, Any]) -> Accepted:
    household = f"h-{opaque()}"
    residents = [
        Entered(ref=ref, resident=f"r-{opaque()}", household=household) for ref in _references(command)
    ]
    return Accepted(outcome="accepted", change_id=f"change-{opaque()}", residents=residents)


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status_code=status, media_type="application/json")


def _problem(status: int, code: str) -> Response:
    document = {"type": f"urn:tekigo:empty:{code}", "title": code, "status": status, "code": code}
    return Response(msgspec.json.encode(document), status_code=status, media_type="application/problem+json")


class _Empty:
    """
    The shared shell: it checks credential and shape, and remembers the time.
    """

    def __init__(self, config: dict[str, Any], name: str, answer: Answerer, show: Shower) -> None:
        self._municipality = str(config.get("municipality", "112291"))
        self._credential = str(config.get("control_credential", "tekigo-local"))
        self._name = name
        self._answer = answer
        self._show = show
        self._now: str | None = None

    def _known(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(shown, f"Bearer {self._credential}".encode())

    async def control(self, request: Request) -> Response:
        """
        Every endpoint of the control interface.
        """
        if not self._known(request):
            return _problem(401, "credential")
        kind, name = request.url.path.split("/")[2], request.url.path.rsplit("/", 1)[-1]
        if kind == "capabilities":
            return _json(self._capabilities())
        try:
            return self._decided(kind, name, await request.body())
        except msgspec.ValidationError:
            return _problem(422, "malformed")
        except msgspec.DecodeError:
            return _problem(400, "not-json")

    def _decided(self, kind: str, name: str, content: bytes) -> Response:
        if kind == "clock":
            self._now = msgspec.json.decode(content, type=ClockSetting).now
        if kind in ("clock", "town"):
            return _json(Done(now=self._now))
        if kind == "settle":
            return _json(Settled(settled=True, undelivered=0))
        if kind == "reads":
            msgspec.json.decode(content, type=READS[name])
            return _json(self._show(name, msgspec.json.decode(content)))
        msgspec.json.decode(content, type=COMMANDS[name])
        return _json(self._answer(msgspec.json.decode(content)))

    def _capabilities(self) -> Capabilities:
        return Capabilities(
            name=self._name,
            version=VERSION,
            interface="1",
            municipality=self._municipality,
            roles=["registry"],
            clock=True,
            now=self._now,
            commands=sorted(COMMANDS),
            reads=sorted(READS),
        )

    async def message(self, request: Request) -> Response:
        """
        Take any message and do nothing with it.
        """
        try:
            whole = msgspec.json.decode(await request.body())
            message_id = msgspec.convert(whole["envelope"], town_wire.Envelope).message_id
        except (msgspec.DecodeError, KeyError, TypeError):
            return _problem(400, "not-json")
        return _json(town_wire.Ack(message_id=message_id, received="new", journal=1))


def _application(config: dict[str, Any], name: str, answer: Answerer, show: Shower = _nothing) -> Starlette:
    empty = _Empty(config, name, answer, show)
    control = [
        Route("/control/capabilities", empty.control, methods=["GET"]),
        Route("/control/town", empty.control, methods=["PUT"]),
        Route("/control/clock", empty.control, methods=["PUT"]),
        Route("/control/settle", empty.control, methods=["POST"]),
    ]
    commands = [Route(f"/control/commands/{one}", empty.control, methods=["POST"]) for one in COMMANDS]
    reads = [Route(f"/control/reads/{one}", empty.control, methods=["POST"]) for one in READS]
    messages = [Route(f"/town/{one}", empty.message, methods=["POST"]) for one in town_wire.BODIES]
    return Starlette(routes=[*control, *commands, *reads, *messages])


def null_registry(config: dict[str, Any], transport: object = None) -> Starlette:
    """
    A system that says it is done, enters nobody and shows nothing.
    """
    del transport
    return _application(config, "null registry", _done)


def always_200(config: dict[str, Any], transport: object = None) -> Starlette:
    """
    A system that answers every command and read with status 200 and an empty object.
    """
    del transport
    return _application(config, "always 200", lambda _command: {}, lambda _name, _query: {})


def echo(config: dict[str, Any], transport: object = None) -> Starlette:
    """
    A system that accepts everything, keeps it as it was said, and says it again when asked.
    """
    del transport
    parrot = Parrot(str(config.get("municipality", "112291")))
    return _application(config, "echo", parrot.hear, parrot.say)


def refuse_everything(config: dict[str, Any], transport: object = None) -> Starlette:
    """
    A system that refuses every command and shows nothing.
    """
    del transport
    return _application(config, "refuse everything", _refused)


def accept_everything(config: dict[str, Any], transport: object = None) -> Starlette:
    """
    A system that accepts every command with invented residents, shows nothing and tells nobody.
    """
    del transport
    return _application(config, "accept everything, tell nobody", _accepted)
