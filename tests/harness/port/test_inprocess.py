"""Tests of the town in one process: what is seen is what would be seen over sockets."""

import asyncio
import contextlib

import httpx
import pytest

from harness.port import inprocess
from harness.port.commands import Counter, InquireAsRegisterOffice
from harness.port.http import HttpDriver
from harness.port.inprocess import Bridge, Mesh, TownLoop
from harness.port.outcomes import Accepted, Unknown
from harness.port.wire import Limits
from harness.words.errors import HarnessFault

COMMAND = InquireAsRegisterOffice(Counter("o", "t", "trace"), "10", "JUMIN-04")
START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]}


@pytest.fixture
def loop():
    made = TownLoop()
    yield made
    made.stop()
    assert not made.alive


@pytest.fixture
def mesh(loop):
    made = Mesh()
    yield made
    loop.run(made.aclose(), 5)


def saying(body):
    async def application(scope, receive, send):
        await send(START)
        await send({"type": "http.response.body", "body": body})

    return application


def done(loop, mesh, application, **limits):
    mesh.put("registry.test", application)
    driver = HttpDriver("http://registry.test", "secret", Bridge(loop, mesh), Limits(**limits))
    outcome = driver.do(COMMAND)
    driver.close()
    return outcome


def test_the_driver_reaches_an_application_on_the_loop(loop, mesh):
    """The synchronous driver speaks to an application that lives on the loop."""
    seen = []

    async def application(scope, receive, send):
        message = await receive()
        seen.append((scope["path"], message["body"][:1]))
        await saying(b'{"outcome": "accepted"}')(scope, receive, send)

    assert done(loop, mesh, application) == Accepted()
    assert seen == [("/control/commands/InquireAsRegisterOffice", b"{")]


async def crash(scope, receive, send):
    raise ValueError("broken")


async def leave(scope, receive, send):
    raise SystemExit(3)


async def say_nothing(scope, receive, send):
    return


@pytest.mark.parametrize("application", [crash, leave, say_nothing])
def test_a_crash_is_a_server_error_and_the_town_goes_on(loop, mesh, application):
    """An application that crashes, ends the process or says nothing answers 500, and others still answer."""
    assert done(loop, mesh, application) == Unknown("server-error", "status 500")
    assert done(loop, mesh, saying(b'{"outcome": "accepted"}')) == Accepted()


def test_an_application_that_does_not_answer_is_a_timeout_and_goes_on(loop, mesh):
    """The client's time holds for the whole answer; the application finishes what it began, as a server does."""
    go, finished = asyncio.Event(), asyncio.Event()

    async def application(scope, receive, send):
        await go.wait()
        finished.set()

    outcome = done(loop, mesh, application, seconds=0.05)
    assert isinstance(outcome, Unknown)
    assert outcome.cause == "timeout"

    async def release():
        go.set()
        await finished.wait()

    loop.run(release(), 5)
    assert finished.is_set()


def test_a_large_answer_is_taken_up_to_the_limit(loop, mesh):
    """A body above the limit reaches the driver only as far as it must to be too large."""
    assert done(loop, mesh, saying(b" " * 5_000_000)) == Unknown("too-large", "more than 4194304 bytes")


def test_hosts_can_be_taken_down(loop, mesh):
    """Where a host was taken down, or never was, the connection is refused."""
    assert done(loop, mesh, saying(b'{"outcome": "accepted"}')) == Accepted()
    mesh.take_down("Registry.test")
    driver = HttpDriver("http://registry.test", "secret", Bridge(loop, mesh))
    assert driver.do(COMMAND) == Unknown("connection-lost", "ConnectError")


@pytest.mark.parametrize(
    "host", ["example.com", "192.0.2.1", "10.0.0.1", "localhost.example", "[2001:db8::1]"]
)
def test_nobody_leaves_the_machine(loop, mesh, host):
    """A host that is neither in town nor on this machine is never looked for."""

    async def ask():
        async with httpx.AsyncClient(transport=mesh) as client:
            await client.get(f"http://{host}/")

    with pytest.raises(httpx.ConnectError, match="no such host in the town"):
        loop.run(ask(), 5)


def test_this_machine_is_reached_over_sockets(loop, mesh):
    """A loopback address that no application has is asked over a socket."""

    async def talk(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    async def ask():
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, httpx.AsyncClient(transport=mesh) as client:
            return (await client.get(f"http://127.0.0.1:{port}/")).text

    assert loop.run(ask(), 5) == "ok"


def test_applications_reach_each_other(loop, mesh):
    """An application on the loop asks another through the same mesh, within its own time."""
    mesh.put("fake.test", saying(b"fake"))
    mesh.put("slow.test", lambda *_: asyncio.Event().wait())

    async def ask(host):
        async with httpx.AsyncClient(transport=mesh, timeout=0.05) as client:
            return (await client.get(f"http://{host}/")).text

    assert loop.run(ask("fake.test"), 5) == "fake"
    with pytest.raises(httpx.ReadTimeout):
        loop.run(ask("slow.test"), 5)


def test_run_gives_results_errors_and_timeouts(loop):
    """Work on the loop gives its result, its error, or a timeout that cancels it."""
    cancelled = []

    async def forever():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async def number():
        return 5

    async def broken():
        raise KeyError

    assert loop.run(number()) == 5
    with pytest.raises(KeyError):
        loop.run(broken())
    with pytest.raises(TimeoutError):
        loop.run(forever(), 0.05)
    assert cancelled == [True]


def test_a_stopped_or_own_loop_is_not_waited_for():
    """Waiting where no answer can ever come is a fault at once, not a wait."""
    loop = TownLoop()

    async def nested():
        async def inner():
            return None

        loop.run(inner())

    with pytest.raises(HarnessFault):
        loop.run(nested(), 5)
    loop.stop()
    loop.stop()
    with pytest.raises(HarnessFault):
        loop.run(nested(), 5)


def test_what_nobody_waits_for_goes_on_with_the_next_work(loop):
    """What was begun on the loop stands still in between, and goes on where it was."""
    begun, went_on = [], []

    async def later():
        await asyncio.sleep(0)
        went_on.append(True)

    async def begin():
        begun.append(asyncio.ensure_future(later()))

    async def wait():
        await begun[0]

    loop.run(begin())
    assert went_on == []
    loop.run(wait())
    assert went_on == [True]


def test_what_does_not_let_itself_be_cancelled_is_a_fault(monkeypatch):
    """Something on the loop that outlives its cancelling is told, and the loop is closed all the same."""
    monkeypatch.setattr(inprocess, "STOP_SECONDS", 0.05)
    loop, kept = TownLoop(), []

    async def stubborn():
        while True:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)

    async def begin():
        kept.append(asyncio.ensure_future(stubborn()))
        await asyncio.sleep(0)

    loop.run(begin())
    with pytest.raises(HarnessFault, match="does not stop"):
        loop.stop()
    assert not loop.alive


def test_stopping_cancels_what_still_runs():
    """When the loop stops, what still runs on it is cancelled."""
    loop = TownLoop()
    cancelled, kept = [], []

    async def forever():
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append(True)

    async def begin():
        kept.append(asyncio.ensure_future(forever()))
        await asyncio.sleep(0)

    loop.run(begin(), 5)
    loop.stop()
    assert cancelled == [True]
    assert not loop.alive
