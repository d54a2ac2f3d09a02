"""
A container image of PostgreSQL, made from the server files that the system installed: nothing is pulled from anywhere.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

from tests.stores import programs

NAME = "localhost/tekigo-postgres"
TAG = "system"
OWNER = 999
PROGRAMS = ("initdb", "postgres", "psql")
MODULES = ("plpgsql.so", "dict_snowball.so")
"""What initdb loads; the server needs no other module."""

TOOLS = ("sh", "cat", "printf", "rm")
ENTRYPOINT = """#!/bin/sh
set -eu
umask 077
printf '%s\\n' "$POSTGRES_PASSWORD" > /tmp/password
initdb -D "$PGDATA" -U "$POSTGRES_USER" --pwfile=/tmp/password -E UTF8 --locale=C --auth=scram-sha-256 --no-sync
rm /tmp/password
if [ "$POSTGRES_DB" != postgres ]; then
  echo "CREATE DATABASE \\"$POSTGRES_DB\\";" | postgres --single -D "$PGDATA" postgres
fi
exec postgres -D "$PGDATA" -c listen_addresses=127.0.0.1 -k /tmp -c fsync=off
"""
"""The part of the usual image's behaviour that testcontainers relies on; it listens on the loopback interface only."""


def changes(where: Path) -> list[str]:
    """
    What the image's configuration says.
    """
    return [
        f"ENV PATH={where}:/bin",
        "ENV PGDATA=/var/lib/postgresql/data",
        "ENV LC_ALL=C",
        "ENV TZ=UTC",
        f"USER {OWNER}:{OWNER}",
        'ENTRYPOINT ["/entrypoint.sh"]',
    ]


def write(where: Path, busybox: Path, to: Path) -> None:
    """
    Write the image's root as a tar file. `where` is the folder of the server's programs.
    """
    config = str(where / "pg_config")
    modules = Path(programs.output(config, "--pkglibdir").strip())
    shared = Path(programs.output(config, "--sharedir").strip())
    run = [where / name for name in PROGRAMS] + [modules / name for name in MODULES]
    with tarfile.open(to, "w") as tar:
        for folder in ("tmp", "var/lib/postgresql"):
            _folder(tar, folder)
        for path in {*run, *_libraries(run)}:
            _file(tar, str(path), path.read_bytes(), 0o755)
        for path in (*shared.rglob("*"), *_zones()):
            if path.is_file():
                _file(tar, str(path), path.read_bytes(), 0o644)
        _file(tar, "bin/busybox", busybox.read_bytes(), 0o755)
        for name in TOOLS:
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
        users = f"root:x:0:0::/:/bin/sh\npostgres:x:{OWNER}:{OWNER}::/var/lib/postgresql:/bin/sh\n"
        _file(tar, "etc/passwd", users.encode(), 0o644)
        _file(tar, "entrypoint.sh", ENTRYPOINT.encode(), 0o755)


def _libraries(files: Iterable[Path]) -> set[Path]:
    """
    The shared libraries that these files load, at the paths where the loader looks for them.
    """
    lines = programs.output("ldd", *map(str, files)).splitlines()
    words = [line.split() for line in lines if not line.rstrip().endswith(":")]
    named = [each[2] if "=>" in each else each[0] for each in words if each]
    return {Path(name) for name in named if name.startswith("/")}


def _zones() -> list[Path]:
    return [Path("/usr/share/zoneinfo") / name for name in ("UTC", "GMT", "Etc/UTC")]


def _folder(tar: tarfile.TarFile, name: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode, entry.uid, entry.gid = tarfile.DIRTYPE, 0o700, OWNER, OWNER
    tar.addfile(entry)


def _file(tar: tarfile.TarFile, name: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(name.lstrip("/"))
    entry.size, entry.mode = len(content), mode
    tar.addfile(entry, io.BytesIO(content))
