"""
A transport that keeps one deadline for a whole answer.

The timeouts of an HTTP client run anew with every byte that arrives, so a server that drips its answer is never
late. Here every single wait, for the connection, the headers or the body, ends at the deadline at the latest.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx


class Deadline(threading.local):
    """
    When the answer under way in this thread must be complete, on the monotonic clock.
    """

    until: float = float("inf")

    def start(self, seconds: float) -> None:
        """
        Allow ``seconds`` from now.
        """
        self.until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """
        Seconds left; below zero when it has passed.
        """
        return self.until - time.monotonic()


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._deadline.left <= 0:
            raise httpcore.ReadTimeout
        return self._inner.read(max_bytes, _sooner(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._deadline.left <= 0:
            raise httpcore.WriteTimeout
        self._inner.write(buffer, _sooner(timeout, self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, _sooner(timeout, self._deadline))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        wait = _sooner(timeout, self._deadline)
        inner = self._inner.connect_tcp(host, port, wait, local_address, socket_options)
        return _Stream(inner, self._deadline)


def _sooner(timeout: float | None, deadline: Deadline) -> float | None:
    left = max(deadline.left, 0.001)
    if left == float("inf"):
        return timeout
    return left if timeout is None else min(timeout, left)


class DeadlineTransport(httpx.HTTPTransport):
    """
    HTTP over sockets, without proxies of the environment, bounded by ``deadline``.

    ``ssl_context`` is for a registry with certificates of its own; the default trusts the usual authorities.
    """

    def __init__(self, deadline: Deadline, ssl_context: ssl.SSLContext | None = None) -> None:
        context = ssl_context or httpx.create_ssl_context()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, keepalive_expiry=5.0, network_backend=_Backend(deadline)
        )
