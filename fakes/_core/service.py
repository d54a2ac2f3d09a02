"""
A fake as an HTTP service. How one is made:

``wire.py`` declares the bodies: ``FROM_REGISTRY``, ``FROM_TOWN``, ``TO_REGISTRY``, ``REPLIES``, ``REPLY_TYPES``.

``model.py`` holds the state and what each message does to it. Pure: no HTTP; the time is ``received.now``:

    class State: ...                                                      # fresh(start: Start) -> State
    def hand_over(state: State, received: Received[HandOver]) -> Handled:
        ...change the state...
        return Handled(reply=None, outgoing=(Outgoing(REGISTRY, "K05", StateChange(...), subject=card_id),))

A handler runs only after every rule has passed; every date in the body is then one that the calendar has. It may be
``async`` and ``await received.ask(Outgoing(...))`` to use another fake's answer (``answer.reply`` is the reply's body)
before it gives its own.

``rules.py`` holds a ``RuleBook`` (see ``fakes/_core/rules.py``): what the fake refuses, one rule each. Taking a rule
away must lead to the message being accepted, never to a crash.

``app.py`` puts it together:

    DEFINITION = Definition(name="card_management", wire=wire, fresh=fresh, rules=RULES,
        handlers={"K04": hand_over, ...},                                 # one for every type in FROM_*
        data=SetupData, settings=CardSettings,                            # msgspec structs, unknown fields refused
        acts={"make_card": Act(MakeCard, Done, make_card)},               # run(state, asked) -> Acted; may be async
        reads={"card": StateRead(CardQuery, CardShown, show_card)},       # run(state, request) -> Struct
        receives=..., clock_moved=...)                                    # only where the defaults do not fit

    def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
        return service(DEFINITION, config, transport)

``defects/__init__.py`` holds ``DEFECTS: tuple[Defect[State], ...]``; each makes another Definition with
``dataclasses.replace`` (``rules=definition.rules.without("CM-03")``, another handler …). ``__main__.py`` is
``alone.main("card_management", create)``.

The core does the rest: credentials, size, envelope, unknown fields, repetitions, order, faults, journal, delivery (at
least once, in order per sender, receiver and subject), settle, problems, ``/rules``, ``/openapi.json``, the act
``send``. ``config``: ``control_credential`` (required), ``longest_wait_ms``, ``timeout_s``.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from fakes._core import bulk, control, trust
from fakes._core.clock import written
from fakes._core.decoding import decode
from fakes._core.definition import Definition
from fakes._core.openapi import document_of
from fakes._core.problem import MEDIA_TYPE, Problem
from fakes._core.reception import Reception, Unsaid
from fakes._core.setup import Health, Now, Setup
from fakes._core.town import Town

VERSION = "1.0"
LARGEST_BODY = 1024 * 1024
SHORTEST_CREDENTIAL = 8


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    How a fake is started. ``timeout_s``: how long it waits for an answer to a message of its own.
    """

    control_credential: str
    longest_wait_ms: int = control.LONGEST_WAIT_MS
    timeout_s: float = 10.0


def service(
    definition: Definition[Any], config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None
) -> Starlette:
    """
    The ASGI application of a fake; ``transport`` carries its own messages (None: the network).

    Raise ValueError where the config is wrong.
    """
    checked = msgspec.convert(config, Config)
    if len(checked.control_credential) < SHORTEST_CREDENTIAL:
        raise ValueError(f"the control credential has fewer than {SHORTEST_CREDENTIAL} characters")
    return _Service(definition, checked, transport).application()


class _Service:
    def __init__(
        self, definition: Definition[Any], config: Config, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        self._definition = definition
        self._config = config
        self._transport = transport
        self._town: Town | None = None
        self._http: httpx.AsyncClient | None = None

    def application(self) -> Starlette:
        open_routes = [
            Route("/health", self._health),
            Route("/rules", self._rules),
            Route("/openapi.json", self._openapi),
        ]
        controls: list[tuple[str, str, Callable[[Request], Awaitable[Any]]]] = [
            ("/_control/setup", "PUT", self._setup),
            ("/_control/clock", "PUT", self._clock),
            ("/_control/journal", "GET", self._journal),
            ("/_control/faults", "PUT", self._faults),
            ("/_control/settle", "POST", self._settle),
            ("/_control/load", "POST", self._load),
            ("/_control/state/{name}", "POST", self._state),
            ("/_control/acts/{name}", "POST", self._act),
        ]
        return Starlette(
            routes=[
                *open_routes,
                *(
                    Route(path, self._controlled(answer), methods=[method])
                    for path, method, answer in controls
                ),
                Route("/messages/{type}", self._message, methods=["POST"]),
            ],
            exception_handlers={HTTPException: _routing_problem, Exception: _crash},
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        yield
        if self._town is not None:
            self._town.sender.drop()
        if self._http is not None:
            await self._http.aclose()

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            transport = self._transport or httpx.AsyncHTTPTransport(verify=trust.context(), trust_env=False)
            self._http = httpx.AsyncClient(
                transport=transport, timeout=self._config.timeout_s, trust_env=False
            )
        return self._http

    def _controlled(
        self, answer: Callable[[Request], Awaitable[Any]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            shown = (_credential(request) or "").encode("utf-8", "surrogateescape")
            if not hmac.compare_digest(self._config.control_credential.encode(), shown):
                return _problem(
                    Problem(401, "unauthenticated", "The control credential is missing or wrong.")
                )
            try:
                return _answer(await answer(request))
            except Problem as problem:
                return _problem(problem)

        return endpoint

    def _running(self) -> Town:
        if self._town is None:
            raise Problem(409, "not-set-up", "The fake has not been set up.")
        return self._town

    async def _health(self, _request: Request) -> Response:
        return _answer(Health(self._definition.name, VERSION, "ok"))

    async def _rules(self, _request: Request) -> Response:
        return _answer([rule.entry for rule in self._definition.rules])

    async def _openapi(self, _request: Request) -> Response:
        return Response(_document(self._definition.name), media_type="application/json")

    async def _setup(self, request: Request) -> Now:
        setup = decode(await _body(request), Setup)
        town = Town(self._definition, setup, self._client)
        if self._town is not None:
            self._town.sender.drop()
        self._town = town
        return Now(written(town.clock.now))

    async def _clock(self, request: Request) -> Now:
        return control.move_clock(self._running(), await _body(request))

    async def _journal(self, request: Request) -> Any:
        return await control.journal(self._running(), request.query_params, self._config.longest_wait_ms)

    async def _faults(self, request: Request) -> Any:
        return control.order_faults(self._running(), await _body(request))

    async def _settle(self, request: Request) -> Any:
        return await control.settle(self._running(), await _body(request), self._config.longest_wait_ms)

    async def _load(self, request: Request) -> Any:
        return await bulk.load(self._running(), request.stream())

    async def _state(self, request: Request) -> Any:
        return control.read_state(self._running(), request.path_params["name"], await _body(request))

    async def _act(self, request: Request) -> Any:
        return await control.act(self._running(), request.path_params["name"], await _body(request))

    async def _message(self, request: Request) -> Response:
        if self._town is None:
            return _problem(Problem(503, "not-set-up", "The fake has not been set up."))
        reception = Reception(self._town, request.path_params["type"])
        try:
            reception.authenticate(_credential(request))
            return _answer(await reception.take(await _body(request)))
        except Unsaid as unsaid:
            return _problem(unsaid.problem)
        except Problem as problem:
            reception.journal_refusal(problem)
            return _problem(problem)
        except ClientDisconnect:
            reception.journal_refusal(Problem(400, "cut-off", "The sender hung up."))
            raise
        except Exception:
            reception.journal_refusal(Problem(500, "broken", "The fake itself broke."))
            raise


def _credential(request: Request) -> str | None:
    scheme, _, credential = request.headers.get("authorization", "").partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else None


@cache
def _document(name: str) -> bytes:
    """
    The published document of a fake: made once, and only where somebody asks for it.
    """
    return msgspec.json.encode(document_of(name))


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise Problem(413, "too-large", f"The body is larger than {LARGEST_BODY} bytes.")
        parts.append(part)
    return b"".join(parts)


def _answer(content: Any) -> Response:
    return Response(msgspec.json.encode(content), media_type="application/json")


def _problem(problem: Problem) -> Response:
    headers = {"www-authenticate": "Bearer"} if problem.status == 401 else {}
    return Response(
        msgspec.json.encode(problem.document),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


async def _routing_problem(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    codes = {404: "nothing-here", 405: "method-not-served"}
    answer = _problem(Problem(status, codes.get(status, "not-served"), "The fake does not serve this."))
    for name, value in (getattr(error, "headers", None) or {}).items():
        answer.headers[name] = value
    return answer


async def _crash(_request: Request, _error: Exception) -> Response:
    # The server still logs the error; the caller learns only that it is not their fault.
    return _problem(Problem(500, "broken", "The fake itself broke."))
