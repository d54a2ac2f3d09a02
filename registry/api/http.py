"""
The control interface and the inbound messages over HTTP: decode, ask the service, encode.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from registry import VERSION, clock
from registry.api.problems import (
    ProblemError,
    field_at_fault,
    is_wrong_number,
    response,
    with_indexes,
)
from registry.api.spool import Spool
from registry.handlers.arrivals import AFFAIRS
from registry.refusal import Refusal
from registry.rules import dates
from registry.rules.check_digits import resident_record_code_is_valid
from registry.service import INTERFACE, AnotherMessageError, NotReadyError, Service
from registry.wire import town as town_wire
from registry.wire.control import (
    COMMANDS,
    READS,
    Capabilities,
    ClockSetting,
    Done,
    SettleRequest,
    StandingResident,
    Town,
)

LARGEST = 1024 * 1024
"""Bytes of a request that are read at most."""

FROM: dict[str, tuple[str, str]] = {
    "J05": ("juki_net", "municipality"),
    "J07": ("juki_net", "municipality"),
    "J08": ("juki_net", "municipality"),
    "J10": ("juki_net", "municipality"),
    "J13": ("juki_net", "municipality"),
    "J21": ("juki_net", "juki_net"),
    "J22": ("juki_net", "municipality"),
    "K02": ("card_management", "card_management"),
    "K03": ("card_management", "card_management"),
    "K05": ("card_management", "card_management"),
    "A06": ("addressee", "addressee"),
    "D02": ("departments", "department"),
    "I02": ("immigration", "immigration"),
}
"""Message type: the neighbour whose credential it must come with, and the sender that may send it."""

Shape = TypeVar("Shape", bound=msgspec.Struct)
Endpoint = Callable[[Request], Awaitable[Response]]


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    An inbound message before its body is understood.
    """

    envelope: town_wire.Envelope
    body: msgspec.Raw


async def read_body(request: Request) -> bytes:
    """
    The whole body, or a problem where it is larger than this registry reads.
    """
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large")
        chunks.append(chunk)
    return b"".join(chunks)


def decode(content: bytes, shape: type[Shape], under: str = "") -> Shape:
    """
    The content as the published shape, or a problem that names the field.
    """
    try:
        content.decode("utf-8")
        return msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError as error:
        field = with_indexes(field_at_fault(error) or "", content, shape)
        path = ".".join(part for part in (under, field) if part) or None
        code = "invalid-number" if is_wrong_number(error, field, content) else "malformed"
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, code, path) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "not-json", under or None) from error


def shows(request: Request, credential: str) -> bool:
    """
    Whether the request shows the credential.
    """
    header = request.headers.get("authorization", "")
    return bool(credential) and hmac.compare_digest(
        header.encode("utf-8", "surrogatepass"), f"Bearer {credential}".encode()
    )


def answered(value: Any) -> Response:
    """
    A 200 with the value as JSON.
    """
    return Response(msgspec.json.encode(value), media_type="application/json")


class Api:
    """
    The endpoints of one service.
    """

    def __init__(self, service: Service, credential: str) -> None:
        self._service = service
        self._credential = credential

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """
        The endpoint behind the control credential.
        """

        async def inner(request: Request) -> Response:
            if not shows(request, self._credential):
                self._service.note("control", "authentication", "refused")
                raise ProblemError(HTTPStatus.UNAUTHORIZED, "credential")
            try:
                return await endpoint(request)
            except ProblemError as problem:
                self._service.note(request.url.path.rpartition("/")[2], "error", f"refused:{problem.code}")
                raise

        return inner

    async def capabilities(self, _request: Request) -> Response:
        """
        What this registry says of itself.
        """
        return answered(
            Capabilities(
                name="Tekigo reference registry",
                version=VERSION,
                interface=INTERFACE,
                municipality=self._service.municipality,
                roles=["registry"],
                clock=True,
                now=self._service.now(),
                commands=self._service.commands,
                reads=self._service.reads,
                load=True,
            )
        )

    async def town(self, request: Request) -> Response:
        """
        Take note of the town.
        """
        town = decode(await read_body(request), Town)
        for index, code in enumerate(town.assigned_codes):
            if not resident_record_code_is_valid(code):
                raise ProblemError(422, "invalid-number", f"assigned_codes[{index}]")
        self._service.set_town(town)
        return answered(Done(now=self._service.now()))

    async def clock(self, request: Request) -> Response:
        """
        Move the clock forward.
        """
        setting = decode(await read_body(request), ClockSetting)
        now = dates.instant(setting.now)
        if now is None:
            raise ProblemError(422, "invalid-date", "now")
        try:
            self._service.set_clock(now)
        except clock.ClockWentBackError as error:
            raise ProblemError(422, "clock-went-back", "now") from error
        return answered(Done(now=self._service.now()))

    async def load(self, request: Request) -> Response:
        """
        Take over residents in bulk: the body is put by as it comes, and read once it is whole.
        """
        with Spool() as spool:
            async for chunk in request.stream():
                spool.add(chunk)
            lines = (
                (number, decode(line, StandingResident, f"line[{number}]")) for number, line in spool.lines()
            )
            try:
                return answered(self._service.load(lines))
            except Refusal as refusal:
                raise ProblemError(422, refusal.reason, refusal.field) from refusal

    async def settle(self, request: Request) -> Response:
        """
        Come to rest.
        """
        asked = decode(await read_body(request), SettleRequest)
        return answered(await self._service.settle(asked.bound_ms))

    def command(self, name: str) -> Endpoint:
        """
        The endpoint of one command.
        """

        async def inner(request: Request) -> Response:
            command = decode(await read_body(request), COMMANDS[name])
            return answered(await self._service.command(name, command))

        return inner

    def read(self, name: str) -> Endpoint:
        """
        The endpoint of one read.
        """

        async def inner(request: Request) -> Response:
            query = decode(await read_body(request), READS[name])
            if name == "ReadStatistics" and dates.civil(query.on) is None:  # type: ignore[attr-defined]
                raise ProblemError(422, "invalid-date", "on")
            return answered(self._service.read(name, query))

        return inner

    def message(self, message_type: str) -> Endpoint:
        """
        The endpoint of one inbound message.
        """
        neighbour_name, sender = FROM[message_type]

        async def inner(request: Request) -> Response:
            neighbour = self._service.neighbours.book.get(neighbour_name)
            if neighbour is None or not shows(request, neighbour.inbound_credential):
                self._service.note(message_type, "authentication", "refused")
                raise ProblemError(HTTPStatus.UNAUTHORIZED, "credential")
            try:
                package = decode(await read_body(request), Package)
                self._check_envelope(package.envelope, message_type, sender)
                body = decode(bytes(package.body), town_wire.BODIES[message_type], "body")
            except ProblemError as problem:
                self._service.note(message_type, "communication", f"refused:{problem.code}")
                raise
            try:
                return answered(self._service.receive(message_type, package.envelope, body))
            except Refusal as refusal:
                self._service.note(message_type, "communication", f"refused:{refusal.reason}")
                raise ProblemError(422, refusal.reason, refusal.field) from refusal
            except AnotherMessageError as error:
                self._service.note(message_type, "communication", "refused:another-message")
                raise ProblemError(
                    HTTPStatus.CONFLICT, "another-message", "envelope.idempotency_key"
                ) from error

        return inner

    def _check_envelope(self, envelope: town_wire.Envelope, message_type: str, sender: str) -> None:
        if envelope.message_type != message_type:
            raise ProblemError(422, "wrong-type", "envelope.message_type")
        valid = self._service.parts.book.rules.municipality_code_is_valid
        for name in ("sender", "receiver"):
            party = getattr(envelope, name)
            if party.isdigit() and not valid(party):
                raise ProblemError(422, "invalid-number", f"envelope.{name}")
        if envelope.receiver != self._service.municipality:
            raise ProblemError(422, "wrong-receiver", "envelope.receiver")
        if dates.instant(envelope.sent_at) is None:
            raise ProblemError(422, "invalid-date", "envelope.sent_at")
        by_municipality = (
            sender == "municipality"
            and valid(envelope.sender)
            and envelope.sender != self._service.municipality
        )
        by_network = sender == "municipality" and envelope.sender == "juki_net"
        by_department = sender == "department" and envelope.sender in AFFAIRS
        if not (by_municipality or by_network or by_department or envelope.sender == sender):
            raise ProblemError(HTTPStatus.FORBIDDEN, "sender", "envelope.sender")


async def _problem(_request: Request, error: Exception) -> Response:
    if isinstance(error, ProblemError):
        return response(error)
    if isinstance(error, NotReadyError):
        return response(ProblemError(422, "clock-not-set"))
    if isinstance(error, HTTPException):
        return response(ProblemError(error.status_code, "no-such-endpoint"))
    if isinstance(error, ClientDisconnect):
        return response(ProblemError(HTTPStatus.BAD_REQUEST, "disconnected"))
    raise error


def application(service: Service, credential: str) -> Starlette:
    """
    The ASGI application of one service.
    """
    api = Api(service, credential)
    routes = [
        Route("/control/capabilities", api.guarded(api.capabilities), methods=["GET"]),
        Route("/control/town", api.guarded(api.town), methods=["PUT"]),
        Route("/control/clock", api.guarded(api.clock), methods=["PUT"]),
        Route("/control/settle", api.guarded(api.settle), methods=["POST"]),
        Route("/control/load", api.guarded(api.load), methods=["POST"]),
    ]
    routes += [
        Route(f"/control/commands/{name}", api.guarded(api.command(name)), methods=["POST"])
        for name in service.commands
    ]
    routes += [
        Route(f"/control/reads/{name}", api.guarded(api.read(name)), methods=["POST"])
        for name in service.reads
    ]
    routes += [Route(f"/town/{name}", api.message(name), methods=["POST"]) for name in FROM]
    handled = (ProblemError, NotReadyError, HTTPException, ClientDisconnect)
    app = Starlette(routes=routes, exception_handlers=dict.fromkeys(handled, _problem))
    app.state.service = service
    return app
