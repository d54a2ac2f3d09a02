"""
A container engine for one session of tests: started, used and ended here, with nothing of it left on the machine.

It is Debian's dockerd with a socket, storage and configuration of its own, without a bridge and without rules of a
firewall: containers share the network of the host and listen on the loopback interface only.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.stores import image, programs

READY = "API listen on"
USER, DATABASE = "tekigo", "register"


class EngineError(Exception):
    """
    The engine or a container in it did not start; the text says why.
    """


def missing() -> str | None:
    """
    Why no engine can be started here, or None.
    """
    if os.getuid() != 0:
        return "a container engine is started by root only"
    for program, package in (
        ("dockerd", "docker.io"),
        ("busybox", "busybox-static"),
        ("setpriv", "util-linux"),
    ):
        if _program(program) is None:
            return f"no {program} is installed (Debian: {package})"
    return (
        None
        if programs.binaries()
        else "no PostgreSQL server is installed, and the image is made from its files"
    )


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@contextmanager
def running() -> Iterator[Any]:
    """
    A started engine, as the client of testcontainers sees it. Raises EngineError.
    """
    # Not below pytest's folders: the path of a socket may have 107 bytes.
    state = Path(tempfile.mkdtemp(prefix="tekigo-engine-"))
    address = f"unix://{state / 'socket'}"
    command = [str(_program("dockerd")), "-H", address, "-p", str(state / "pid")]
    command += [
        "--data-root",
        str(state / "data"),
        "--exec-root",
        str(state / "exec"),
        "--userland-proxy=false",
    ]
    command += [
        "--config-file",
        str(state / "none.json"),
        "--bridge=none",
        "--iptables=false",
        "--ip6tables=false",
    ]
    command += ["--ip-forward=false", "--ip-masq=false"]
    (state / "none.json").write_text("{}", encoding="ascii")
    before = dict(os.environ)
    os.environ |= {
        "DOCKER_HOST": address,
        "TESTCONTAINERS_RYUK_DISABLED": "true",  # Its image would have to be pulled.
        "TESTCONTAINERS_CONNECTION_MODE": "docker_host",
    }
    try:
        with subprocess.Popen(programs.ends_with_us(*command), stderr=subprocess.PIPE, text=True) as process:
            try:
                ended = programs.wait_until(process, READY)
                if ended is not None:
                    raise EngineError(f"dockerd ended: {ended}")
                with _client() as client:
                    yield client
            finally:
                process.terminate()
                process.wait(timeout=60)
    finally:
        os.environ.clear()
        os.environ.update(before)
        _unmount(state)
        shutil.rmtree(state)


def _unmount(state: Path) -> None:
    """
    Let go of what the engine keeps mounted in its own folder, such as the name of the host's network.
    """
    mounted = [line.split()[1] for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    for place in reversed([each for each in mounted if Path(each).is_relative_to(state)]):
        subprocess.run(["umount", place], check=True, timeout=30)


@contextmanager
def _client() -> Iterator[Any]:
    # Imported here: testcontainers reads the surroundings when it is imported.
    from testcontainers.core.docker_client import DockerClient

    client = DockerClient().client
    try:
        yield client
    finally:
        client.close()


@contextmanager
def postgres(client: Any) -> Iterator[str]:
    """
    The URL of a PostgreSQL container; every container of testcontainers is removed at the end. Raises EngineError.
    """
    from docker.errors import DockerException
    from testcontainers.community.postgres import PostgresContainer

    where, busybox = programs.binaries(), _program("busybox")
    assert where is not None
    assert busybox is not None
    port = programs.free_port()
    container = PostgresContainer(
        f"{image.NAME}:{image.TAG}",
        username=USER,
        password=secrets.token_urlsafe(12),
        dbname=DATABASE,
        driver=None,
    )
    container.ports = {}  # The network is the host's: there is nothing to be exposed.
    container.with_kwargs(network_mode="host").with_env("PGPORT", str(port))
    try:
        _load(client, where, Path(busybox))
        container.start()
    except (DockerException, TimeoutError) as error:
        _remove_all(client)
        raise EngineError(f"the container did not start: {error}") from error
    try:
        yield f"postgresql://{USER}:{container.password}@127.0.0.1:{port}/{DATABASE}"
    finally:
        _remove_all(client)


def _load(client: Any, where: Path, busybox: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="tekigo-image-") as folder:
        tar = Path(folder) / "root.tar"
        image.write(where, busybox, tar)
        with tar.open("rb") as content:
            client.api.import_image_from_data(
                content, repository=image.NAME, tag=image.TAG, changes=image.changes(where)
            )


def _remove_all(client: Any) -> None:
    for each in client.containers.list(all=True, filters={"label": "org.testcontainers=true"}):
        each.remove(force=True, v=True)
