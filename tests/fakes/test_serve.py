"""
The town as processes: real sockets, one line of JSON, an end that is asked for.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from fakes._core.openapi import FAKES
from fakes.serve import listen
from tests.fakes.station import CONTROL, MUNICIPALITY, NOW

ENVIRONMENT = {**os.environ, "TEKIGO_CONTROL_CREDENTIAL": CONTROL}
HEADERS = {"authorization": f"Bearer {CONTROL}"}


@contextmanager
def town(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """
    A town in a process of its own, and the line that it prints.
    """
    command = [sys.executable, "-m", "fakes", "--json", *options]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_the_whole_town_is_served_and_wired() -> None:
    """
    Seven fakes answer at their addresses, standalone they know each other, and closing standard input ends them.
    """
    with town("--standalone") as (process, told), httpx.Client(headers=HEADERS, trust_env=False) as client:
        assert set(told["fakes"]) == set(FAKES)
        assert told["control_credential"] == CONTROL
        for name, url in told["fakes"].items():
            assert client.get(f"{url}/health").json()["name"] == name
            journal = client.get(f"{url}/_control/journal").json()
            assert journal["entries"] == []
        shown = told["setup"]["accepts"][MUNICIPALITY]
        body = {"municipality": MUNICIPALITY, "quantity": 2}
        envelope = {
            "message_id": "m-1",
            "message_type": "J19",
            "schema_version": "1.0",
            "trace_id": "t-1",
            "stream": "s-1",
            "sequence": 1,
            "sender": MUNICIPALITY,
            "receiver": "juki_net",
            "sent_at": NOW,
            "operator": "clerk",
            "terminal": "counter-1",
            "idempotency_key": "k-1",
        }
        answer = client.post(
            f"{told['fakes']['juki_net']}/messages/J19",
            json={"envelope": envelope, "body": body},
            headers={"authorization": f"Bearer {shown}"},
        )
        assert len(answer.json()["reply"]["body"]["codes"]) == 2
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_a_part_of_the_town_stops_on_sigterm() -> None:
    """
    ``--only`` serves the named fakes, and SIGTERM ends them in order.
    """
    with town("--only", "immigration,card_management") as (process, told):
        assert set(told["fakes"]) == {"immigration", "card_management"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize("options", [["--only", "nobody"], ["--port-base", "x"]])
def test_wrong_options_end_with_2(options: list[str]) -> None:
    """
    A fake that there is not, or a port that is none, ends the command with 2 and no traceback.
    """
    command = [sys.executable, "-m", "fakes", *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=60)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_a_taken_port_ends_with_2() -> None:
    """
    Where another program listens the town says so.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [
            sys.executable,
            "-m",
            "fakes",
            "--only",
            "juki_net",
            "--port-base",
            str(taken.getsockname()[1]),
        ]
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=60
        )
    assert ended.returncode == 2
    assert "cannot listen" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_answers_leave_at_once() -> None:
    """
    A connection taken at a socket of the town does not wait for an acknowledgement between two small writes.
    """

    async def taken() -> int:
        got: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            got.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = listen(0)
        async with await asyncio.start_server(talk, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            writer.close()
            return await got

    assert asyncio.run(taken())


def test_one_fake_runs_alone() -> None:
    """
    ``python -m fakes.juki_net --port N`` serves one fake over a real socket.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "fakes.juki_net", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().split() == ["juki_net", f"http://127.0.0.1:{port}"]
            transport = httpx.HTTPTransport(retries=8)
            with httpx.Client(transport=transport, trust_env=False) as client:
                assert client.get(f"http://127.0.0.1:{port}/health").json()["name"] == "juki_net"
            process.terminate()
            process.wait(timeout=20)
        finally:
            process.kill()
