"""
The kinds of store, each a real one: every test that asks for `store` or `base` runs on all of them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest

from registry.lending import lend
from tests.stores import servers

try:
    SERVERS = servers.wanted()
except ValueError as error:
    raise pytest.UsageError(str(error)) from error


def _kind(name: str) -> str:
    return "url" if name.startswith("url:") else name


@pytest.fixture(scope="session", params=[pytest.param(name, id=_kind(name)) for name in SERVERS])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """
    The URL of each PostgreSQL server asked for. What was named and cannot run fails; what is there by default skips.
    """
    yield from _served(request.param)


@pytest.fixture(
    scope="session",
    params=["sqlite-memory", "sqlite-file", *(pytest.param(name, id=_kind(name)) for name in SERVERS)],
)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    The URL of each kind of store, as somebody would give it to a run.
    """
    yield from _based(request.param, tmp_path_factory)


@pytest.fixture(
    scope="session", params=["sqlite-file", *(pytest.param(name, id=_kind(name)) for name in SERVERS)]
)
def durable_base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    The URL of each kind of store that outlives a process.
    """
    yield from _based(request.param, tmp_path_factory)


def _based(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if name == "sqlite-memory":
        yield "sqlite://"
    elif name == "sqlite-file":
        yield f"sqlite:///{tmp_path_factory.mktemp('store')}/register.db"
    else:
        yield from _served(name)


def _served(name: str) -> Iterator[str]:
    try:
        with servers.serving(name) as url:
            yield url
    except servers.UnavailableError as error:
        if servers.VARIABLE in os.environ:
            pytest.fail(f"{servers.VARIABLE} names {_kind(name)}, which cannot run here: {error}")
        pytest.skip(f"{_kind(name)}: {error} (make test installs it as root on Debian)")


@pytest.fixture
def store(base: str) -> Iterator[str]:
    """
    The URL of an empty store of its own, of each kind.
    """
    yield from _lent(base)


@pytest.fixture
def durable(durable_base: str) -> Iterator[str]:
    """
    The URL of an empty store of its own, of each kind that outlives a process.
    """
    yield from _lent(durable_base)


def _lent(base: str) -> Iterator[str]:
    lent = lend(base, f"test_{secrets.token_hex(4)}")
    yield lent.url
    lent.remove()
