"""
The whole town in one process: ``python -m fakes [--port-base N] [--only a,b] [--json] [--standalone]``.

Every fake listens at a port of its own on the loopback. The caller sets the fakes up over their control planes, which
also tells them of each other; ``--standalone`` does it with a small set-up, to try things by hand. Stops on SIGTERM,
SIGINT, or when a pipe on standard input is closed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib
import os
import secrets
import signal
import socket
import stat
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import uvicorn

from fakes._core import trust
from fakes._core.alone import CREDENTIAL_VARIABLE
from fakes._core.openapi import FAKES
from harness.words.causes import Cause, of_system
from harness.words.terms import ResidentRecordCode

HOST = "127.0.0.1"
MUNICIPALITY = "112291"
STARTED = "2026-04-01T08:30:00+09:00"
CODES = 100


class Quiet(uvicorn.Server):
    """
    A server that leaves signals to the town, which has seven of them.
    """

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """
        Take no signal.
        """
        yield


def listen(port: int) -> socket.socket:
    """
    A socket on the loopback; port 0 is any free one. Raise OSError where the port is taken.
    """
    # With the protocol named, asyncio sends answers at once; otherwise a second small write waits 40 ms for an ACK.
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    return listening


def standalone_setup(urls: dict[str, str], registry: str | None) -> dict[str, Any]:
    """
    One set-up for every fake: each accepts every other and the registry; codes to give out, no people.
    """
    credentials = {name: secrets.token_urlsafe(12) for name in (MUNICIPALITY, *urls)}
    addresses = {name: {"url": url, "credential": ""} for name, url in urls.items()}
    if registry is not None:
        addresses["registry"] = {"url": registry, "credential": ""}
    return {"municipality": MUNICIPALITY, "now": STARTED, "addresses": addresses, "accepts": credentials}


def data_of(name: str) -> dict[str, Any]:
    """
    The data with which a fake starts standalone.
    """
    if name != "juki_net":
        return {}
    codes = [str(ResidentRecordCode.from_base(f"97{number:08d}")) for number in range(CODES)]
    return {"assigned_codes": codes, "prefecture": "110001"}


async def set_up(urls: dict[str, str], control: str, registry: str | None) -> dict[str, Any]:
    """
    Wire the fakes to each other; gives the set-up. Raise RuntimeError where a fake refuses it.
    """
    shared = standalone_setup(urls, registry)
    async with httpx.AsyncClient(trust_env=False, headers={"authorization": f"Bearer {control}"}) as client:
        for name, url in urls.items():
            # What a fake shows elsewhere is its own credential, which all others accept.
            shown = shared["accepts"][name]
            addresses = {
                other: {**address, "credential": shown} for other, address in shared["addresses"].items()
            }
            content = {**shared, "addresses": addresses, "data": data_of(name)}
            answer = await client.put(f"{url}/_control/setup", json=content)
            if answer.is_error:
                raise RuntimeError(f"{name} refuses the set-up: {answer.text}")
    return shared


async def serve(given: argparse.Namespace, control: str) -> None:
    """
    Serve until told to stop.
    """
    names = given.only.split(",") if given.only else list(FAKES)
    ports = [given.port_base + FAKES.index(name) if given.port_base else 0 for name in names]
    sockets = [listen(port) for port in ports]
    urls = {name: f"http://{HOST}:{s.getsockname()[1]}" for name, s in zip(names, sockets, strict=True)}
    servers = []
    for name in names:
        app = importlib.import_module(f"fakes.{name}.app").create({"control_credential": control})
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="on"
        )
        servers.append(Quiet(config))
    stop = asyncio.Event()
    _stop_when_told(stop)
    running = [
        asyncio.create_task(server.serve(sockets=[s])) for server, s in zip(servers, sockets, strict=True)
    ]
    for task in running:
        task.add_done_callback(lambda _task: stop.set())
    # The sockets listen already, so the first requests wait for the servers and none is lost.
    for s in sockets:
        s.listen()
    told: dict[str, Any] = {"fakes": urls, "control_credential": control}
    if given.standalone:
        told["setup"] = await set_up(urls, control, given.registry)
    _tell(told, as_json=given.json)
    await stop.wait()
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*running)


def _stop_when_told(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    standard_input = sys.stdin.fileno() if sys.stdin is not None else None
    if standard_input is not None and stat.S_ISFIFO(os.fstat(standard_input).st_mode):
        loop.add_reader(standard_input, _read_to_the_end, loop, standard_input, stop)


def _read_to_the_end(loop: asyncio.AbstractEventLoop, descriptor: int, stop: asyncio.Event) -> None:
    if not os.read(descriptor, 4096):
        loop.remove_reader(descriptor)
        stop.set()


def _tell(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    else:
        lines = [f"{name:<20} {url}" for name, url in told["fakes"].items()]
        lines.append(f"{'control credential':<20} {told['control_credential']}")
        if "setup" in told:
            lines.append(f"municipality {MUNICIPALITY}; the credential of each sender:")
            lines += [
                f"  {sender:<20} {credential}" for sender, credential in told["setup"]["accepts"].items()
            ]
        sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main() -> int:
    """
    Run the town; 2 where the options make no sense or a port is taken.
    """
    parser = argparse.ArgumentParser(prog="python -m fakes", description="Serve the town on the loopback.")
    parser.add_argument("--port-base", type=int, help="first of seven ports; any free ones without it")
    parser.add_argument("--only", help=f"names with commas between, of: {', '.join(FAKES)}")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument(
        "--standalone", action="store_true", help="wire the fakes to each other with a small set-up"
    )
    parser.add_argument("--registry", help="with --standalone: where the registry listens")
    parser.add_argument("--lang", choices=("ja", "en"), default="en", help="language of what is wrong")
    given = parser.parse_args()
    unknown = sorted(set((given.only or FAKES[0]).split(",")) - set(FAKES))
    if unknown:
        parser.error(f"no such fake: {', '.join(unknown)}")
    if wrong := trust.check():
        parser.error(wrong)
    try:
        asyncio.run(serve(given, os.environ.get(CREDENTIAL_VARIABLE) or secrets.token_urlsafe(24)))
    except (OSError, OverflowError) as error:
        why = of_system(error) if isinstance(error, OSError) else Cause(str(error), str(error))
        said = {"ja": f"模擬サービスが待ち受けられない：{why.ja}", "en": f"the town cannot listen: {why.en}"}
        sys.stderr.write(said[given.lang] + "\n")
        return 2
    return 0
