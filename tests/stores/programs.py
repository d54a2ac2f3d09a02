"""
PostgreSQL's programs as Debian installs them, and who may run them: the server refuses to be started by root.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import socket
import subprocess
import threading
from pathlib import Path
from typing import IO

UNPRIVILEGED = ("postgres", "nobody")


def binaries() -> Path | None:
    """
    The folder of the newest server that is installed, or None.
    """
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in re.findall(r"\d+", path.parts[4])],
    )
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


def account() -> pwd.struct_passwd | None:
    """
    The account that the server must be given where we are root, or None where it runs as we do.
    """
    if os.getuid() != 0:
        return None
    return next(entry for name in UNPRIVILEGED if (entry := _named(name)) is not None)


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def ends_with_us(*command: str) -> list[str]:
    """
    The command so that the kernel ends it when this process dies, however it dies.
    """
    return ["setpriv", "--pdeathsig", "TERM", "--", *command]


def as_account(*command: str) -> list[str]:
    """
    The command under the unprivileged account, ended when this process dies.
    """
    entry = account()
    if entry is None:
        return ends_with_us(*command)
    who = ["--reuid", str(entry.pw_uid), "--regid", str(entry.pw_gid), "--clear-groups"]
    return ["setpriv", *who, "--pdeathsig", "TERM", "--", *command]


def free_port() -> int:
    """
    A port of the loopback interface that nobody listens on now.
    """
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_until(process: subprocess.Popen[str], says: str) -> str | None:
    """
    Read what a server writes until it says that it is ready, and let the rest run off. Its last words where it ended.
    """
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said = line.strip() or said
        if says in line:
            threading.Thread(target=_drain, args=(process.stderr,), daemon=True).start()
            return None
    return said or "it said nothing"


def _drain(stream: IO[str]) -> None:
    # The server's end closes the stream, and its `with` may be quicker than this thread.
    with contextlib.suppress(ValueError):
        for _line in stream:
            pass


def output(*command: str) -> str:
    """
    What a program that must succeed prints.
    """
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
