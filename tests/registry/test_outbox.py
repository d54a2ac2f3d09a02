"""
The outbox: at least once, in order, the same message again, and what a refusal becomes.
"""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.registry.town import CREDENTIAL, FOREIGN, Bench, moving_in, person, town_setting


def places(messages: list[dict[str, Any]]) -> dict[str, list[int]]:
    """
    Per stream, the places of its messages in the order seen.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for message in messages:
        found[message["envelope"]["stream"]].append(message["envelope"]["sequence"])
    return dict(found)


@pytest.mark.parametrize("status", [429, 500, 503, 504])
def test_what_was_not_taken_is_sent_again_unchanged(status: int) -> None:
    """
    After a passing failure the very same envelope comes again, and nothing of its stream comes before it.
    """
    with Bench() as bench:
        failures = {"J01": 2, "A01": 1}

        def answer(kind: str, _message: dict[str, Any]) -> httpx.Response | None:
            if failures.get(kind, 0) > 0:
                failures[kind] -= 1
                return httpx.Response(status)
            return None

        bench.town.answer = answer
        bench.do("MovingIn", **moving_in(person("a", 1), person("b", 2, "妻")))
        assert bench.settle() == {"settled": True, "undelivered": 0}
        tries = [m["envelope"] for m in bench.town.tried if m["envelope"]["message_type"] == "J01"]
        assert len(tries) == 4
        assert len({envelope["message_id"] for envelope in tries}) == 2
        assert all(envelope in [m["envelope"] for m in bench.town.taken] for envelope in tries)
        for stream, order in places(bench.town.taken).items():
            assert order == list(range(1, len(order) + 1)), stream


def test_a_lost_answer_is_a_repetition_not_a_second_message() -> None:
    """
    When the answer is lost, the repetition has the same message id and idempotency key.
    """
    with Bench() as bench:
        lost = {"L03": 1}

        def answer(kind: str, _message: dict[str, Any]) -> httpx.Response | None:
            if lost.pop(kind, 0):
                raise httpx.ReadTimeout("lost")
            return None

        bench.town.answer = answer
        bench.do("MovingIn", **moving_in(person("a", 1)))
        first, second = [m["envelope"] for m in bench.town.tried if m["envelope"]["message_type"] == "L03"]
        assert first == second


def test_a_neighbour_that_stays_down_is_said_to_be_unsettled() -> None:
    """
    Settle says no while a message is undelivered, drops nothing, and a later settle delivers all in order.
    """
    with Bench() as bench:
        bench.town.answer = lambda kind, _message: (
            httpx.Response(503) if kind in ("A01", "A02", "L03") else None
        )
        bench.do("MovingIn", **moving_in(person("a", 1)))
        assert bench.settle() == {"settled": False, "undelivered": 3}
        assert not bench.town.of("A02"), "overtook the message before it"
        bench.town.answer = lambda _kind, _message: None
        bench.ok("PUT", "/control/clock", {"now": "2026-04-10T10:00:00+09:00"})
        assert bench.settle() == {"settled": True, "undelivered": 0}
        assert [kind for kind in bench.town.kinds() if kind in ("A01", "A02", "L03")] == ["A01", "A02", "L03"]


@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_is_final_and_becomes_a_task(status: int) -> None:
    """
    A refused message is not sent again; it leaves a task, and the stream goes on with the next place.
    """
    with Bench() as bench:
        problem = httpx.Response(status, json={"code": "rule-broken"})
        bench.town.answer = lambda kind, _message: problem if kind == "A01" else None
        bench.do("MovingIn", **moving_in(person("a", 1)))
        assert bench.settle() == {"settled": True, "undelivered": 0}
        assert sum(m["envelope"]["message_type"] == "A01" for m in bench.town.tried) == 1
        (task,) = bench.read("ReadTasks")["tasks"]
        assert (task["kind"], task["message_type"], task["keys"]) == (
            "message-refused",
            "A01",
            ["rule-broken"],
        )
        assert bench.town.of("A02")


def test_many_commands_at_once_keep_every_stream_in_order() -> None:
    """
    Twenty filings at the same time leave every stream gapless and every message sent once.
    """
    with Bench() as bench:

        async def all_at_once() -> list[httpx.Response]:
            return await asyncio.gather(
                *(
                    bench.client.post(
                        "/control/commands/MovingIn",
                        json={
                            "counter": {"operator": f"op-{n}", "terminal": "t", "trace_id": f"trace-{n}"},
                            **moving_in(person("a", 100 + n)),
                        },
                        headers={"Authorization": f"Bearer {CREDENTIAL}"},
                    )
                    for n in range(20)
                )
            )

        answers = bench.runner.run(all_at_once())
        assert {answer.json()["outcome"] for answer in answers} == {"accepted"}
        bench.settle()
        assert all(order == list(range(1, len(order) + 1)) for order in places(bench.town.taken).values())
        ids = [message["envelope"]["message_id"] for message in bench.town.taken]
        assert len(ids) == len(set(ids)) == len(bench.town.tried)
        for message in bench.town.taken:
            n = message["envelope"]["trace_id"].removeprefix("trace-")
            assert message["envelope"]["operator"] == f"op-{n}"


class _Neighbour(BaseHTTPRequestHandler):
    """
    A neighbour over a real socket; it never answers while its server is told to hang.
    """

    server: _Server

    def do_POST(self) -> None:
        """
        Take a message, or hold on to it without an answer.
        """
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append(message)
        self.server.arrived.set()
        if self.server.hangs:
            self.server.released.wait(30)
            return
        applied = {"envelope": message["envelope"], "body": {"result": "applied"}}
        reply = applied if message["envelope"]["message_type"] == "J01" else None
        ack = {
            "message_id": message["envelope"]["message_id"],
            "received": "new",
            "journal": 1,
            "reply": reply,
        }
        body = json.dumps(ack).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """
        Say nothing.
        """


class _Server(ThreadingHTTPServer):
    """
    The stand-in town for a registry that is a process of its own.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Neighbour)
        self.seen: list[dict[str, Any]] = []
        self.hangs = True
        self.arrived = threading.Event()
        self.released = threading.Event()


def start(store: Path) -> tuple[subprocess.Popen[str], httpx.Client]:
    """
    A registry process on a free port, and a client for it.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "registry", "--port", "0", "--store", f"sqlite:///{store}"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = json.loads(process.stdout.readline())["url"]
    return process, httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {CREDENTIAL}"}, timeout=30, trust_env=False
    )


def test_a_killed_process_delivers_after_its_restart(tmp_path: Path) -> None:
    """
    Killed between commit and acknowledgement, the registry sends the same message ids again after a restart.
    """
    town = _Server()
    thread = threading.Thread(target=town.serve_forever)
    thread.start()
    setting = town_setting()
    for neighbour in setting["neighbours"].values():
        neighbour["url"] = f"http://127.0.0.1:{town.server_address[1]}"
    process, client = start(tmp_path / "registry.db")
    try:
        client.put("/control/town", json=setting).raise_for_status()
        client.put("/control/clock", json={"now": "2026-04-10T09:00:00+09:00"}).raise_for_status()
        command = {
            "counter": {"operator": "op", "terminal": "t", "trace_id": "trace"},
            **moving_in(person("a", 1)),
        }
        outcome = client.post("/control/commands/MovingIn", json=command).json()
        assert outcome["outcome"] == "accepted"
        assert town.arrived.wait(20)
        process.kill()
        assert process.wait(20) == -signal.SIGKILL
        before = {message["envelope"]["message_id"]: message for message in list(town.seen)}
        town.hangs = False
        town.released.set()
        client.close()
        assert process.stdout is not None
        process.stdout.close()
        process, client = start(tmp_path / "registry.db")
        assert client.get("/control/capabilities").json()["now"] == "2026-04-10T09:00:00+09:00"
        client.put("/control/town", json=setting).raise_for_status()
        assert client.post("/control/settle", json={"bound_ms": 20000}).json()["settled"] is True
        again = {message["envelope"]["message_id"]: message for message in town.seen[len(before) :]}
        assert before
        assert all(again[message_id] == message for message_id, message in before.items())
        assert sorted(message["envelope"]["message_type"] for message in again.values()) == sorted(
            ["J01", "J05", "A01", "A02", "L03", "D01", "D01", "D01", "D01"]
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.wait(20)
        client.close()
        if process.stdout is not None:
            process.stdout.close()
        town.shutdown()
        town.server_close()
        thread.join(20)


def test_port_zero_listens_where_it_says(tmp_path: Path) -> None:
    """
    The printed address answers at once, since it is bound before it is printed.
    """
    process, client = start(tmp_path / "registry.db")
    try:
        host, port = client.base_url.host, client.base_url.port
        assert port is not None
        with socket.create_connection((host, port), timeout=10):
            assert client.get("/control/capabilities").json()["roles"] == ["registry"]
    finally:
        process.kill()
        process.wait(20)
        client.close()
        assert process.stdout is not None
        process.stdout.close()


def test_no_identifier_could_be_taken_for_a_number() -> None:
    """
    Message ids, streams, references and record ids hold no digit run as long as an issued number.
    """
    with Bench() as bench:
        bench.do("MovingIn", **moving_in(person("a", 1, foreign=FOREIGN)))
        texts = [text for message in bench.town.taken for text in message["envelope"].values()]
        texts += [body[key] for body in bench.town.of("L03") for key in ("record_id",)]
        texts += [body["reference"] for kind in ("I01", "I03") for body in bench.town.of(kind)]
        texts = [text for text in texts if isinstance(text, str) and not text.startswith("2026-")]
        assert texts
        assert [text for text in texts if sum(letter.isdigit() for letter in text) > 10] == []
