"""Tests of the HTTP driver against a server that misbehaves on a real socket."""

import contextlib
import socket
import struct
import threading
import time

import pytest

from harness.port.commands import Counter, InquireAsRegisterOffice
from harness.port.http import HttpDriver
from harness.port.outcomes import Accepted, Unknown
from harness.port.wire import Limits
from harness.words.errors import ConnectError

COMMAND = InquireAsRegisterOffice(Counter("o", "t", "trace"), "10", "JUMIN-04")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Misbehaving:
    """A server of one behaviour, on loopback."""

    def __init__(self, behave):
        self._behave = behave
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.taken = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.taken += 1
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                self._behave(connection, self._closing)

    def close(self):
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        assert not self._thread.is_alive()


@pytest.fixture
def asked():
    servers = []

    def ask(behave, **limits):
        server = Misbehaving(behave)
        servers.append(server)
        driver = HttpDriver(server.url, "secret", limits=Limits(**limits))
        started = time.monotonic()
        outcome = driver.do(COMMAND)
        took = time.monotonic() - started
        driver.close()
        assert server.taken == 1
        return outcome, took

    yield ask
    for server in servers:
        server.close()


def drip(first, forever):
    def behave(connection, closing):
        connection.sendall(first)
        while not closing.wait(0.02):
            connection.sendall(forever)

    return behave


@pytest.mark.parametrize(
    "behave",
    [
        drip(HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        drip(b"", b""),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    ],
    ids=["body", "header", "silence", "chunks"],
)
def test_a_dripping_answer_ends_at_the_deadline(asked, behave):
    """However the bytes drip, the whole answer has one deadline."""
    outcome, took = asked(behave, seconds=0.3)
    assert isinstance(outcome, Unknown)
    assert outcome.cause == "timeout"
    assert took < 2


def test_a_huge_answer_is_not_read_to_its_end(asked):
    """An endless body ends when the limit of bytes is passed."""

    def behave(connection, closing):
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while not closing.is_set():
            connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")

    outcome, _ = asked(behave, answer_bytes=1_000_000)
    assert outcome == Unknown("too-large", "more than 1000000 bytes")


def test_a_reset_in_the_body_is_a_lost_connection(asked):
    """A connection that is reset inside the body leaves the outcome unknown."""

    def behave(connection, closing):
        connection.sendall(HEAD + b'Content-Length: 23\r\n\r\n{"outcome": ')
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    outcome, _ = asked(behave)
    assert isinstance(outcome, Unknown)
    assert outcome.cause == "connection-lost"


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH\r\n", HEAD + b"Content-Length: 50\r\n\r\n{}"])
def test_what_is_no_whole_http_answer_is_a_lost_connection(asked, said):
    """A closed, foreign or cut-off conversation leaves the outcome unknown."""
    outcome, _ = asked(lambda connection, closing: connection.sendall(said))
    assert isinstance(outcome, Unknown)
    assert outcome.cause == "connection-lost"


def test_a_whole_answer_over_a_socket_is_read(asked):
    """The same driver reads a lawful answer."""
    said = HEAD + b'Content-Length: 23\r\n\r\n{"outcome": "accepted"}'
    outcome, _ = asked(lambda connection, closing: connection.sendall(said))
    assert outcome == Accepted()


def test_nobody_there_is_a_lost_connection_or_a_connect_error():
    """Where nobody listens, a command is unknown and the doctor hears that there is no connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    driver = HttpDriver(f"http://127.0.0.1:{port}", "secret")
    assert driver.do(COMMAND) == Unknown("connection-lost", "ConnectError")
    with pytest.raises(ConnectError):
        driver.set_clock("2026-04-01T00:00:00+09:00")
    driver.close()
