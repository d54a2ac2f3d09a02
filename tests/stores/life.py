"""
Some days of a registry that is a process of its own and may die at a point, and is then started again on its store.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.registry.town import CREDENTIAL, ELSEWHERE, IDENTITY, code, moving_in, number, person
from tests.stores.town import Town, serving

OPAQUE = re.compile(r"\b([a-z]-)?[a-p]{24}\b")
HEAD, WIFE = "0000000019", "0000000027"
"""The first two local numbers that any registry of ours gives."""


class Registry:
    """
    The process, started anew where it died. `crashes` counts its deaths; any other end than SIGKILL is an error.
    """

    def __init__(self, store: str, town: Town, options: list[str], first: list[str]) -> None:
        self._store = store
        self._town = town
        self._options = options
        self.crashes = 0
        self.seen_at_crash: list[dict[str, Any]] = []
        self._start([*options, *first])

    def _start(self, options: list[str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "registry", "--port", "0", *options],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TEKIGO_STORE": self._store},
        )
        assert self.process.stdout is not None
        url = json.loads(self.process.stdout.readline())["url"]
        self.client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {CREDENTIAL}"}, timeout=30, trust_env=False
        )
        self.client.put("/control/town", json=self._town.setting).raise_for_status()

    def asked(self, ask: Callable[[httpx.Client], httpx.Response], happened: Callable[[], bool]) -> Any:
        """
        What the registry answers; where it dies instead, it is started again and asked again if nothing had happened.
        """
        try:
            return ask(self.client).raise_for_status().json()
        except httpx.TransportError:
            self.started_again()
        return None if happened() else ask(self.client).raise_for_status().json()

    def started_again(self) -> None:
        """
        See that the process died of SIGKILL, and start it on the same store without the point.
        """
        assert self.process.wait(30) == -signal.SIGKILL
        self.crashes += 1
        self.seen_at_crash = list(self._town.came)
        self.let_go()
        self._start(self._options)

    def let_go(self) -> None:
        """
        Close what belongs to the process.
        """
        self.client.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def read(self, name: str, **query: Any) -> Any:
        """
        What a read shows.
        """
        return self.client.post(f"/control/reads/{name}", json=query).raise_for_status().json()

    def record(self, resident: str) -> Any:
        """
        A record, or None.
        """
        return self.read("ReadResidentRecord", resident=resident).get("record")

    def settle(self) -> None:
        """
        Come to rest.
        """
        told = self.asked(
            lambda client: client.post("/control/settle", json={"bound_ms": 20000}), lambda: False
        )
        assert told == {"settled": True, "undelivered": 0}


class Lived:
    """
    What is seen of a life. `messages` are by stream, without what is opaque by nature.
    """

    def __init__(self, registry: Registry, town: Town, acks: list[str]) -> None:
        self.came = list(town.came)
        self.seen_at_crash = registry.seen_at_crash
        self.crashes = registry.crashes
        self.acks = acks
        self.shown = [registry.record(resident) for resident in (HEAD, WIFE)]
        self.shown += [registry.read("ReadDocuments", resident=resident) for resident in (HEAD, WIFE)]
        self.shown += [registry.read("ReadTasks")]

    @property
    def first(self) -> list[dict[str, Any]]:
        """
        The messages that came for the first time.
        """
        known: dict[str, dict[str, Any]] = {}
        for message in self.came:
            known.setdefault(message["envelope"]["message_id"], message)
        return list(known.values())

    @property
    def streams(self) -> list[str]:
        """
        Each stream's messages in the order of arrival, without opaque names.
        """
        found: dict[str, list[Any]] = {}
        for message in self.first:
            found.setdefault(message["envelope"]["stream"], []).append(message)
        return sorted(_plain(messages) for messages in found.values())


def _plain(value: Any) -> str:
    return OPAQUE.sub("#", json.dumps(value, ensure_ascii=False, sort_keys=True))


def plain(value: Any) -> str:
    """
    As text, without opaque names.
    """
    return _plain(value)


@contextmanager
def _registry(store: str, town: Town, options: list[str], first: list[str]) -> Iterator[Registry]:
    registry = Registry(store, town, options, first)
    try:
        yield registry
    finally:
        registry.let_go()


def live(store: str, point: str | None = None, defect: str | None = None) -> Lived:
    """
    A moving in of two, a number from the network, a filing of moving out, and the day on which it falls due.
    """
    options = [] if defect is None else ["--defect", defect]
    first = [] if point is None else ["--crash-at", point]
    with serving() as town, _registry(store, town, options, first) as registry:
        acks: list[str] = []
        _to(registry, "2026-04-10T09:00:00+09:00")
        wife = person("b", 2, "妻", sex="female", individual_number=None)
        _do(registry, "MovingIn", moving_in(person("a", 1), wife), lambda: registry.record(HEAD) is not None)
        _delivered(registry, acks)
        going = {
            "identity": IDENTITY, "notified_on": "2026-04-10", "planned_on": "2026-04-20", "residents": [WIFE],
            "destination": "さいたま市", "destination_municipality": ELSEWHERE,
        }  # fmt: skip
        _do(registry, "MovingOut", going, lambda: registry.record(WIFE)["state"] == "planned-out")
        _to(registry, "2026-04-21T09:00:00+09:00")
        _delivered(registry, acks)
        return Lived(registry, town, acks)


def _do(registry: Registry, name: str, fields: dict[str, Any], happened: Callable[[], bool]) -> None:
    command = {"counter": {"operator": "op", "terminal": "t", "trace_id": f"trace-{name}"}, **fields}
    told = registry.asked(lambda client: client.post(f"/control/commands/{name}", json=command), happened)
    assert told is None or told["outcome"] == "accepted", told
    registry.settle()


def _to(registry: Registry, now: str) -> None:
    def there() -> bool:
        return bool(registry.client.get("/control/capabilities").json()["now"] == now)

    registry.asked(lambda client: client.put("/control/clock", json={"now": now}), there)
    registry.settle()


def _delivered(registry: Registry, acks: list[str]) -> None:
    """
    The network's notice of the wife's number, which the network repeats until it is acknowledged.
    """
    envelope = {
        "message_id": "town-1", "message_type": "J21", "schema_version": "1", "trace_id": "town-trace",
        "stream": "town-stream", "sequence": 1, "sender": "juki_net", "receiver": "112291",
        "sent_at": "2026-04-10T09:00:00+09:00", "operator": "op-town", "terminal": "t-town",
        "idempotency_key": "town-key",
    }  # fmt: skip
    message = {
        "envelope": envelope,
        "body": {"resident_record_code": code(2), "individual_number": number(2)},
    }
    shown = {"Authorization": "Bearer inbound"}
    told = registry.asked(lambda client: client.post("/town/J21", json=message, headers=shown), lambda: False)
    acks.append(told["received"])
    registry.settle()
