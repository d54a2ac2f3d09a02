"""
The commands and reads of a run once more, as bare httpx calls to a fresh registry and town over the same transport.

A run is played in this process and everything that the instrument sends is kept in memory, unmasked, and nowhere else.
Then a fresh registry and town, wired alike, are sent the same in the same order. What is drawn by lot is drawn from the
same seed both times, so that numbers and codes of the first time fit the second; how many exchanges came to the same
outcome is told.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import secrets
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
import msgspec
import pytest
from msgspec import Struct

from harness.port.inprocess import Bridge, Mesh, Reply, TownLoop
from harness.running.entries import features_folder, found
from harness.running.job import VARIABLE, Job, to_environment
from harness.running.statement import Statement, parse_connect
from harness.running.workers import INNER

SEED = 20260401
DEPTH = 7
REGISTRY = "registry.town"
TIMED = ("/control/commands/", "/control/reads/")


class Call(Struct):
    """
    One thing that the instrument sent, and what came of it. ``port``: to the registry, by the driver.
    """

    port: bool
    method: str
    url: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    outcome: Any = None

    @property
    def timed(self) -> bool:
        """
        Whether it is a command or a read, which the bare replay is about.
        """
        return self.port and any(part in self.url for part in TIMED)


class Replayed(Struct):
    """
    Seconds and number of the bare exchanges, and how many came to the outcome that they had in the run.
    """

    seconds: float
    exchanges: int
    same: int


def replayed(selection: list[str], folder: Path) -> Replayed:
    """
    Play a run of ``selection`` and send its exchanges once more, bare. ``folder`` takes the run's masked events.
    """
    with _drawn_alike():
        calls = _recorded(selection, folder)
    with _drawn_alike():
        return _sent(calls)


@contextlib.contextmanager
def _drawn_alike() -> Iterator[None]:
    """
    Draw by lot from one seed. Only here: a registry that keeps real records must never be foreseeable.
    """
    lots: dict[Any, random.Random] = {}

    def lot() -> random.Random:
        # One for each place that draws, by who called it: what is sent meanwhile draws in no certain order.
        stack = traceback.StackSummary.extract(traceback.walk_stack(None), limit=DEPTH, lookup_lines=False)
        place = [(frame.filename, frame.lineno) for frame in stack]
        return lots.setdefault(tuple(place), random.Random(f"{SEED} {place}"))

    with (
        mock.patch.object(secrets, "choice", lambda some: lot().choice(some)),
        mock.patch.object(secrets, "token_hex", lambda size=16: lot().randbytes(size).hex()),
        mock.patch.object(secrets, "token_urlsafe", lambda size=16: lot().randbytes(size).hex()),
    ):
        yield


def _recorded(selection: list[str], folder: Path) -> list[Call]:
    calls: list[Call] = []
    bridge, exchange = Bridge.exchange, Mesh.exchange

    def bridged(
        way: Bridge, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes, seconds: float
    ) -> Reply:
        call = Call(port=True, method=method, url=url, headers=headers, body=body)
        calls.append(call)
        reply = bridge(way, method, url, headers, body, seconds)
        call.outcome = _outcome(reply.status_code, reply.body)
        return reply

    async def exchanged(
        mesh: Mesh, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes = b""
    ) -> tuple[int, bytes]:
        calls.append(Call(port=False, method=method, url=url, headers=headers, body=body))
        return await exchange(mesh, method, url, headers, body)

    job = Job(
        run="bench",
        lane=0,
        lanes=1,
        folder=str(folder),
        statement=Statement(parse_connect("reference")),
        language="en",
        selection=selection,
        catalogue=str(features_folder() / "requirements"),
        key="00" * 32,
    )
    surroundings = {VARIABLE: to_environment(job), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    words = ["-c", str(INNER), "--rootdir", str(features_folder().parent), "-p", "pytest_bdd.plugin"]
    words += ["-p", "harness.plugin", "-p", "no:cacheprovider", "-q", str(features_folder())]
    with (
        mock.patch.object(Bridge, "exchange", bridged),
        mock.patch.object(Mesh, "exchange", exchanged),
        mock.patch.dict(os.environ, surroundings),
        contextlib.redirect_stdout(io.StringIO()) as said,
    ):
        code = pytest.main(words)
    if code != pytest.ExitCode.OK:
        raise RuntimeError(f"the run to be replayed ended with {int(code)}: {said.getvalue()[-400:]}")
    return calls


def _sent(calls: list[Call]) -> Replayed:
    result = Replayed(0.0, 0, 0)
    loop = TownLoop()
    try:
        mesh = Mesh()
        for host, create, config in _parts(calls):
            mesh.put(host, create(config, mesh))
        with httpx.Client(transport=Bridge(loop, mesh)) as client:
            for call in calls:
                if not call.port:
                    loop.run(mesh.exchange(call.method, call.url, call.headers, call.body))
                    continue
                began = time.monotonic()
                response = client.request(call.method, call.url, content=call.body, headers=call.headers)
                if call.timed:
                    result.seconds += time.monotonic() - began
                    result.exchanges += 1
                    result.same += _outcome(response.status_code, response.content) == call.outcome
    finally:
        loop.stop()
    return result


def _parts(calls: list[Call]) -> Iterator[tuple[str, Callable[..., Any], dict[str, Any]]]:
    """
    Every service that was spoken to, with the credential that was shown to it.
    """
    shown = {httpx.URL(call.url).host: _credential(call) for call in calls}
    for name, entry in found("tekigo.fakes").items():
        host = f"{name.replace('_', '-')}.town"
        yield host, entry.load(), {"control_credential": shown[host]}
    create = found("tekigo.registries")["reference"].load()
    yield REGISTRY, create, {"municipality": "112291", "control_credential": shown[REGISTRY], "defects": []}


def _credential(call: Call) -> str:
    value = next(value for name, value in call.headers if name.lower() == b"authorization")
    return value.decode("ascii").removeprefix("Bearer ")


def _outcome(status: int, body: bytes) -> Any:
    """
    What an answer comes to: its status, its word, the reason of a refusal, and which answers of a read are filled.
    """
    try:
        plain = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return status
    if not isinstance(plain, dict):
        return status
    filled = sorted(name for name, value in plain.items() if value is not None)
    return status, plain.get("outcome"), plain.get("reason"), filled
