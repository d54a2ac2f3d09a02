"""
Client of the fakes' control planes: set up, clock, journals, acts, state, faults, settle.

All seven are asked at once, on the town's loop; the caller is synchronous.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from harness.port.inprocess import Mesh, TownLoop
from harness.words.errors import ConfigurationError, TownFault

ANSWER_BOUND_S = 30.0
JSON = b"application/json"
LINES_AT_ONCE = 256
"""So many lines of a bulk load go into one chunk of its request."""

PAGE = 500
"""So many journal entries are asked for at a time."""


class TownControl:
    """
    The control planes of a town. ``addresses`` maps a fake's name to its base address.

    Real time spent waiting for the town is summed in ``spent_ns`` by the caller's clock.
    """

    def __init__(
        self,
        loop: TownLoop,
        addresses: dict[str, str],
        credential: str,
        transport: httpx.AsyncBaseTransport,
    ) -> None:
        self.addresses = addresses
        self._loop = loop
        self._mesh = transport if isinstance(transport, Mesh) else None
        self._shown = [(b"authorization", f"Bearer {credential}".encode("ascii")), (b"content-type", JSON)]
        self._client = httpx.AsyncClient(
            transport=transport,
            timeout=httpx.Timeout(ANSWER_BOUND_S),
            headers=[(name, value) for name, value in self._shown],
            trust_env=False,
        )
        self._read: dict[str, int] = dict.fromkeys(addresses, 0)
        self._hosts = {name: urlsplit(address).hostname or "" for name, address in addresses.items()}
        self._on_the_way: dict[str, int] = {}

    def setup(self, configurations: dict[str, dict[str, Any]]) -> None:
        """
        Set every fake up afresh. ``configurations`` is by fake, in the form of docs/town.md.
        """
        self._read = dict.fromkeys(self.addresses, 0)
        self._on_the_way = {}
        self._each({name: self._send("PUT", name, "setup", body) for name, body in configurations.items()})

    def clock(self, now: str) -> None:
        """
        Set the clock of every fake.
        """
        self._each({name: self._send("PUT", name, "clock", {"now": now}) for name in self.addresses})

    def settle(self, bound_ms: int) -> bool:
        """
        Wait until no fake has a message of its own on the way, or the bound of real time is over.
        """
        answers = self._each(
            {name: self._send("POST", name, "settle", {"bound_ms": bound_ms}) for name in self.addresses}
        )
        return all(bool(answer.get("settled")) for answer in answers.values())

    def journals(self) -> dict[str, list[dict[str, Any]]]:
        """
        Entries of every journal since the last call, by fake. ``undelivered`` then holds what they have on the way.
        """
        stirred = set(self.addresses)
        if self._mesh is not None:
            # Whom nobody asked, who asked nobody and has nothing on the way has written nothing down.
            moved = self._mesh.stirred
            stirred = {
                name for name, host in self._hosts.items() if host in moved or self._on_the_way.get(name, 1)
            }
            moved.clear()
        if not stirred:
            return {}
        answers = self._each({name: self._journal(name) for name in self.addresses if name in stirred})
        return {name: list(answer) for name, answer in answers.items() if answer}

    @property
    def undelivered(self) -> int:
        """
        How many messages the fakes had on the way when their journals were read last.
        """
        return sum(self._on_the_way.values())

    def act(self, fake: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """
        Make the system behind ``fake`` act.
        """
        return self._one(fake, self._send("POST", fake, f"acts/{name}", body))

    def load(self, fake: str, lines: Iterable[bytes], bound_s: float) -> dict[str, Any]:
        """
        Let ``fake`` hold from the start what stands in these lines (docs/town.md), within ``bound_s`` of real time.
        """
        return self._one(fake, self._send_lines(fake, iter(lines), bound_s))

    def state(self, fake: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """
        Read a named part of a fake's state.
        """
        return self._one(fake, self._send("POST", fake, f"state/{name}", body))

    def faults(self, fake: str, faults: list[dict[str, Any]]) -> None:
        """
        Let ``fake`` answer wrongly from now on; an empty list ends it.
        """
        self._one(fake, self._send("PUT", fake, "faults", {"faults": faults}))

    def close(self) -> None:
        """
        Close the connections.
        """
        self._loop.run(self._client.aclose())

    async def _send(self, method: str, fake: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"{self.addresses[fake]}/_control/{path}"
        answer = await self._answer(method, url, msgspec.json.encode(body))
        if self._mesh is not None:
            self._mesh.stirred.add(self._hosts[fake])
        return self._decoded(fake, path, *answer)

    async def _send_lines(self, fake: str, lines: Iterator[bytes], bound_s: float) -> dict[str, Any]:
        url = f"{self.addresses[fake]}/_control/load"
        if self._mesh is not None:
            async with asyncio.timeout(bound_s):
                answer = await self._mesh.exchange("POST", url, self._shown, b"\n".join(lines))
            return self._decoded(fake, "load", *answer)

        async def chunks() -> AsyncIterator[bytes]:
            while some := list(islice(lines, LINES_AT_ONCE)):
                yield b"".join(line + b"\n" for line in some)

        said = await self._client.post(url, content=chunks(), timeout=bound_s)
        return self._decoded(fake, "load", said.status_code, said.content)

    async def _answer(self, method: str, url: str, body: bytes = b"") -> tuple[int, bytes]:
        if self._mesh is None:
            answer = await self._client.request(method, url, content=body)
            return answer.status_code, answer.content
        try:
            async with asyncio.timeout(ANSWER_BOUND_S):
                return await self._mesh.exchange(method, url, self._shown, body)
        except TimeoutError as error:
            raise httpx.ReadTimeout("no answer in time") from error

    async def _journal(self, fake: str) -> list[dict[str, Any]]:
        url = f"{self.addresses[fake]}/_control/journal"
        found: list[dict[str, Any]] = []
        while True:
            asked = f"{url}?after={self._read[fake]}&wait_ms=0&limit={PAGE}"
            page = self._decoded(fake, "journal", *await self._answer("GET", asked))
            entries: list[dict[str, Any]] = page["entries"]
            found += entries
            if entries:
                self._read[fake] = int(entries[-1]["n"])
            if len(entries) < PAGE:
                self._on_the_way[fake] = int(page["undelivered"])
                return found

    @staticmethod
    def _decoded(fake: str, path: str, status: int, content: bytes) -> dict[str, Any]:
        if status != 200:
            said = content.decode("utf-8", "replace")[:200]
            if path == "setup" and status == 422 and '"field":"defects[' in said.replace(" ", ""):
                raise ConfigurationError(
                    f"模擬サービス{fake}に欠陥を仕込めない：{said}",
                    f"the fake {fake} cannot be defective: {said}",
                    code="defect-unfit",
                )
            raise TownFault(
                f"模擬サービス{fake}が/_control/{path}に{status}と応答した：{said}",
                f"the fake {fake} answered {status} at /_control/{path}: {said}",
                code="town-control",
            )
        decoded = msgspec.json.decode(content)
        return decoded if isinstance(decoded, dict) else {"value": decoded}

    def _one(self, fake: str, work: Coroutine[Any, Any, dict[str, Any]]) -> dict[str, Any]:
        answer: dict[str, Any] = self._each({fake: work})[fake]
        return answer

    def _each(self, work: dict[str, Coroutine[Any, Any, Any]]) -> dict[str, Any]:
        async def together() -> list[Any]:
            return await asyncio.gather(*work.values())

        try:
            answers = self._loop.run(together())
        except httpx.HTTPError as error:
            raise TownFault(
                f"模擬サービスに接続できない：{type(error).__name__}: {error}",
                f"a fake cannot be reached: {type(error).__name__}: {error}",
                code="town-gone",
            ) from error
        return dict(zip(work, answers, strict=True))
