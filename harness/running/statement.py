"""
The statement of a run: what is tested, how it is reached, what it claims (``tekigo.toml`` and the command line).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from harness.words.errors import ConfigurationError, Where


class Connect(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Where the registry is. ``kind`` reference: the bundled one in this process; process: the bundled one, and the town,
    as processes of their own; http: a running one; app: ``module:attribute`` started as a child; entry: an entry point.
    """

    kind: str
    target: str


FRIENDLY = "reference, process, http://…, app:<module>:<attribute>, entry:<name>"


def parse_connect(text: str) -> Connect:
    """
    The connect string of ``--sut``. Raises ConfigurationError naming the forms there are.
    """
    if text in ("", "reference"):
        return Connect("entry", "reference")
    if text == "process":
        return Connect("process", "reference")
    if text.startswith(("http://", "https://")):
        return Connect("http", text.rstrip("/"))
    if text.startswith("http:http"):
        return Connect("http", text.removeprefix("http:").rstrip("/"))
    kind, _, target = text.partition(":")
    if kind == "entry" and target:
        return Connect("entry", target)
    if kind == "app" and target.count(":") == 1 and all(target.split(":")):
        return Connect("app", target)
    raise ConfigurationError(
        f"--sut {text!r} names no registry", code="connect-form", hint=f"Use one of: {FRIENDLY}."
    )


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Numbers that are the project's own, or unverified, and so can be set. Units are in the names.

    ``first_day``: where a lane's clock stands before its first scenario; the earliest day whose law was read.
    ``linkage_code_route``: who passes the request for a linkage code on; the real path is not public.
    ``most_timeouts``: after so many in a row the registry is not driven any further.
    """

    municipality: str = "112291"
    prefecture: str = "110001"
    first_day: str = "2026-02-09"
    settle_ms: int = 10_000
    answer_timeout_s: float = 10.0
    most_timeouts: int = 3
    assigned_codes: int = 400
    linkage_code_route: Literal["registry", "intermediary"] = "registry"


class Statement(Struct, frozen=True, forbid_unknown_fields=True):
    """
    All that a run needs to know before it starts. ``store`` is where the bundled registry keeps its register.
    """

    connect: Connect
    roles: list[str] = msgspec.field(default_factory=lambda: ["registry"])
    settings: Settings = Settings()
    store: str | None = None


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    sut: str = "reference"
    roles: list[str] = msgspec.field(default_factory=lambda: ["registry"])
    settings: Settings = Settings()
    store: str | None = None


def load(path: Path | None, sut: str | None, store: str | None = None) -> Statement:
    """
    The statement of ``path`` (or the defaults), with ``sut`` and ``store`` from the command line taking precedence.
    """
    plain: dict[str, Any] = {}
    if path is not None:
        try:
            plain = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigurationError(
                str(error), code="statement-unreadable", where=Where(str(path))
            ) from error
    try:
        read = msgspec.convert(plain, _File)
    except msgspec.ValidationError as error:
        raise ConfigurationError(str(error), code="statement-malformed", where=Where(str(path))) from error
    connect = parse_connect(sut if sut is not None else read.sut)
    return Statement(connect, read.roles, read.settings, store if store is not None else read.store)
