"""
The running digest of a lane's file: each line carries the digest of everything up to it.

A line is an event with one more key at its end, ``chain``: the first half of the SHA-256 of the digest before it and of
the event's own bytes. Whoever reads events passes it over. It shows where a file was altered, not by whom: whoever can
write the file can make a new chain, so a digest of it has to be kept elsewhere too (``harness.evidence.manifest``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

START = "0" * 32
_TAIL = re.compile(rb',"chain":"([0-9a-f]{32})"\}\n\Z')


def sealed(previous: str, line: bytes) -> tuple[str, bytes]:
    """
    The digest after ``line`` (an event as written, with its newline), and the line that carries it.
    """
    body = line[:-1]
    digest = _digest(previous, body)
    return digest, b'%s,"chain":"%s"}\n' % (body[:-1], digest.encode())


class Link(Struct, frozen=True):
    """
    A line of a lane's file. ``number`` counts events from 1. ``flaw`` is None where the chain holds up to it.

    ``altered``: it does not fit what stands before it. ``cut``: the file ends in the middle of it.
    """

    number: int
    line: bytes
    flaw: str | None


def links(path: Path) -> Iterator[Link]:
    """
    The lines of a lane's file, each held against the chain; one altered line does not make those after it altered.
    """
    before: set[str] | None = {START}
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            tail = _TAIL.search(line)
            if tail is None:
                flaw = "altered" if line.endswith(b"\n") else "cut"
                before = None
                yield Link(number, line, flaw)
                continue
            written, body = tail.group(1).decode(), line[: tail.start()] + b"}"
            # After a line whose digest cannot be read, nothing can be held against the next one.
            made = {written} if before is None else {_digest(digest, body) for digest in before}
            yield Link(number, line, None if written in made else "altered")
            before = {written, *made}


def _digest(previous: str, body: bytes) -> str:
    return sha256(previous.encode() + body).hexdigest()[:32]
