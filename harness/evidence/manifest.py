"""
The manifest of a result folder: every file with its digest, written when the reports are.

Digests of events are written once, when their lane has ended, and never renewed: making the reports anew must not
cover up that events were altered in between. Digests of reports follow the reports.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from harness.evidence.chain import links
from harness.evidence.events import RunEnded, decode, lanes

NAME = "manifest.json"
FORMAT = 1


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A file of the folder. ``path`` is relative to it, with ``/``; ``lines`` only for events.
    """

    path: str
    bytes: int
    sha256: str
    lines: int | None = None


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The whole manifest; ``digest`` is that of everything else in it.
    """

    format: int
    run: str
    files: list[Entry]
    digest: str = ""

    def entries(self) -> dict[str, Entry]:
        """
        Its files by path.
        """
        return {entry.path: entry for entry in self.files}

    def events_digest(self) -> str:
        """
        One digest for the events of all lanes. It stays what it is, however often reports are made anew.
        """
        told = "".join(f"{entry.sha256}  {entry.path}\n" for entry in self.files if entry.lines is not None)
        return sha256(told.encode()).hexdigest()


def written(folder: Path) -> Manifest | None:
    """
    The manifest of a folder, None where there is none. Raises ValueError where it is not as it was written.
    """
    try:
        raw = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(error.strerror or type(error).__name__) from error
    try:
        found = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if raw != _encoded(found) or _sealed(found) != found:
        raise ValueError("its own digest does not fit")
    return found


def write(folder: Path, run: str) -> Manifest | None:
    """
    Write the manifest of a folder, or renew what it says of reports. None where one stands that was altered: it stays.
    """
    try:
        before = written(folder)
    except ValueError:
        return None
    known = before.entries() if before else {}
    files = [known.get(path) or entry for path, entry in _events(folder)]
    files += [_entry(folder, path) for path in _reports(folder)]
    made = _sealed(Manifest(FORMAT, run, files))
    handle, beside = tempfile.mkstemp(prefix=f".{NAME}.", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(_encoded(made))
    Path(beside).chmod(0o644)
    Path(beside).replace(folder / NAME)
    return made


def differing(folder: Path, manifest: Manifest) -> list[tuple[Entry, str]]:
    """
    Files that are not what the manifest says, each with ``missing`` or ``altered``.
    """
    found = []
    for entry in manifest.files:
        path = folder / entry.path
        if not path.is_file():
            found.append((entry, "missing"))
        elif path.stat().st_size != entry.bytes or _hash(path) != entry.sha256:
            found.append((entry, "altered"))
    return found


def _events(folder: Path) -> list[tuple[str, Entry]]:
    made = []
    for path in lanes(folder):
        last, lines = b"", 0
        for link in links(path):
            last, lines = link.line, link.number
        if _is_end(last):
            entry = _entry(folder, path, lines)
            made.append((entry.path, entry))
    return made


def _is_end(line: bytes) -> bool:
    try:
        return isinstance(decode(line), RunEnded)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _reports(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.is_file() and path.name[0] != "." and path.name != NAME
    )


def _entry(folder: Path, path: Path, lines: int | None = None) -> Entry:
    return Entry(path.relative_to(folder).as_posix(), path.stat().st_size, _hash(path), lines)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sealed(manifest: Manifest) -> Manifest:
    bare = msgspec.structs.replace(manifest, digest="")
    return msgspec.structs.replace(bare, digest=sha256(_encoded(bare)).hexdigest())


def _encoded(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
