"""
Real PostgreSQL servers for the tests, each by its name: in a container, from the system's binaries, or one given.

`TEKIGO_TEST_POSTGRES` names them (`container`, `binaries`, `url:postgresql://…`, by commas); both of the first are the
default. None stands in for another: a test that ran on something else than it names would prove nothing.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stores import engine, programs

VARIABLE = "TEKIGO_TEST_POSTGRES"
DEFAULT = "container,binaries"
READY = "database system is ready to accept connections"


class UnavailableError(Exception):
    """
    A server that was asked for cannot be had here; the text says why.
    """


def wanted() -> list[str]:
    """
    The servers asked for, by name. Raises ValueError for one that does not exist.
    """
    names = [name.strip() for name in os.environ.get(VARIABLE, DEFAULT).split(",") if name.strip()]
    unknown = [
        name for name in names if name not in ("container", "binaries") and not name.startswith("url:")
    ]
    if unknown or not names:
        raise ValueError(
            f"{VARIABLE}={os.environ.get(VARIABLE)!r}: use container, binaries or url:postgresql://…, by commas"
        )
    return names


@contextmanager
def serving(name: str) -> Iterator[str]:
    """
    The URL of the server of this name while it runs. Raises UnavailableError.
    """
    if name.startswith("url:"):
        yield name.removeprefix("url:")
    elif name == "container":
        with _container() as url:
            yield url
    else:
        with _binaries() as url:
            yield url


@contextmanager
def _binaries() -> Iterator[str]:
    where = programs.binaries()
    if where is None:
        raise UnavailableError("no PostgreSQL server is installed")
    folder = Path(tempfile.mkdtemp(prefix="tekigo-pg-"))
    password, port = secrets.token_urlsafe(12), programs.free_port()
    (folder / "password").write_text(password + "\n", encoding="ascii")
    entry = programs.account()
    for path in (folder, folder / "password"):
        path.chmod(0o700)
        if entry is not None:
            os.chown(path, entry.pw_uid, entry.pw_gid)
    data = str(folder / "data")
    make = [str(where / "initdb"), "-D", data, "-U", "tekigo", "-E", "UTF8", "--locale=C", "--no-sync"]
    make += ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}"]
    serve = [str(where / "postgres"), "-D", data, "-p", str(port), "-k", str(folder)]
    serve += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    surroundings = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    try:
        made = subprocess.run(
            programs.as_account(*make), capture_output=True, text=True, check=False, env=surroundings, cwd="/"
        )
        if made.returncode != 0:
            raise UnavailableError(
                f"initdb failed: {(made.stderr.strip() or 'it said nothing').splitlines()[-1]}"
            )
        with subprocess.Popen(
            programs.as_account(*serve), stderr=subprocess.PIPE, text=True, env=surroundings, cwd="/"
        ) as process:
            try:
                ended = programs.wait_until(process, READY)
                if ended is not None:
                    raise UnavailableError(f"postgres ended: {ended}")
                yield f"postgresql://tekigo:{password}@127.0.0.1:{port}/postgres"
            finally:
                process.send_signal(signal.SIGINT)  # A fast shutdown: it does not wait for clients.
                process.wait(timeout=30)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _container() -> Iterator[str]:
    reason = engine.missing()
    if reason is not None:
        raise UnavailableError(reason)
    try:
        with engine.running() as docker, engine.postgres(docker) as url:
            yield url
    except engine.EngineError as error:
        raise UnavailableError(str(error)) from error
