"""
A vendor's own code, as small as it can be: the part of a registry that tells its neighbours.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx

TRIES = 3


class Outbox:
    """
    Sends messages in order, and again while a neighbour is away.
    """

    def __init__(self, addresses: dict[str, str], credential: str) -> None:
        self._addresses = addresses
        self._headers = {"Authorization": f"Bearer {credential}"}
        self._sequences: Counter[tuple[str, str]] = Counter()

    def message(self, neighbour: str, kind: str, about: str, body: dict[str, Any]) -> dict[str, Any]:
        """
        The next message about somebody.
        """
        self._sequences[neighbour, about] += 1
        name = f"{kind}-{about}-{self._sequences[neighbour, about]}"
        return {
            "envelope": {
                "message_id": name,
                "message_type": kind,
                "schema_version": "1.0",
                "trace_id": "trace-1",
                "stream": about,
                "sequence": self._sequences[neighbour, about],
                "sender": "112291",
                "receiver": neighbour,
                "sent_at": "2026-04-01T09:00:00+09:00",
                "operator": "op-1",
                "terminal": "t-1",
                "idempotency_key": name,
            },
            "body": body,
        }

    def _url(self, neighbour: str, kind: str) -> str:
        return f"{self._addresses[neighbour]}/messages/{kind}"

    def send(self, neighbour: str, kind: str, about: str, body: dict[str, Any]) -> dict[str, Any]:
        """
        Send, and give what the neighbour answered.
        """
        message = self.message(neighbour, kind, about, body)
        with httpx.Client(headers=self._headers) as client:
            answer = client.post(self._url(neighbour, kind), json=message)
            for _ in range(TRIES - 1):
                if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                    answer = client.post(self._url(neighbour, kind), json=message)
        told: dict[str, Any] = answer.json()
        return told

    async def send_soon(self, neighbour: str, kind: str, about: str, body: dict[str, Any]) -> int:
        """
        The same without waiting for it in this thread.
        """
        async with httpx.AsyncClient(headers=self._headers) as client:
            answer = await client.post(
                self._url(neighbour, kind), json=self.message(neighbour, kind, about, body)
            )
            return answer.status_code
