"""
The statement of a run: what is tested, how it is reached, what it claims (``tekigo.toml`` and the command line).
"""

from __future__ import annotations

import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeVar

import msgspec
from msgspec import Meta, Struct

from harness.judgement.catalogue import Catalogue, Role
from harness.judgement.waivers import Waiver
from harness.port import tls
from harness.port.tls import Tls
from harness.words.causes import of_shape, of_system
from harness.words.errors import ConfigurationError, Where
from harness.words.numbers import MunicipalityCode

T = TypeVar("T")
REGISTRY: Role = "registry"


class Connect(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Where the registry is. ``kind`` reference: the bundled one in this process; process: the bundled one, and the town,
    as processes of their own; http: a running one; app: ``module:attribute`` started as a child; entry: an entry point.
    """

    kind: str
    target: str

    @property
    def over_tls(self) -> bool:
        """
        Whether the registry is reached by TLS.
        """
        return self.kind == "http" and self.target.lower().startswith("https:")


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
        f"--sut {text!r}は対象システムを示していない",
        f"--sut {text!r} names no registry",
        code="connect-form",
        hint=(f"次のいずれかを書く：{FRIENDLY}。", f"Use one of: {FRIENDLY}."),
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
    settle_ms: Annotated[int, Meta(ge=1, le=600_000)] = 10_000
    answer_timeout_s: Annotated[float, Meta(gt=0, le=600)] = 10.0
    most_timeouts: Annotated[int, Meta(ge=1)] = 3
    assigned_codes: Annotated[int, Meta(ge=1, le=100_000)] = 400
    linkage_code_route: Literal["registry", "intermediary"] = "registry"


class Statement(Struct, frozen=True, forbid_unknown_fields=True):
    """
    All that a run needs to know before it starts. ``store`` is where the bundled registry keeps its register.

    ``tls``: the files with which a registry at an https address is spoken to.
    """

    connect: Connect
    roles: list[str] = msgspec.field(default_factory=lambda: ["registry"])
    settings: Settings = Settings()
    store: str | None = None
    waivers: list[Waiver] = []
    tls: Tls = tls.NOTHING


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    sut: str = "reference"
    roles: Annotated[list[Role], Meta(min_length=1)] = msgspec.field(default_factory=lambda: [REGISTRY])
    settings: Settings = Settings()
    store: str | None = None
    tls: Tls = tls.NOTHING
    waiver: list[Waiver] = []
    waivers: str | None = None


class _Waivers(Struct, frozen=True, forbid_unknown_fields=True):
    waiver: list[Waiver] = []


WHERE_TOLD = (
    "設定できるものはREADME.ja.mdとdocs/verdicts.mdにある。",
    "README.md and docs/verdicts.md tell what can be stated.",
)


def load(path: Path | None, sut: str | None, store: str | None = None) -> Statement:
    """
    The statement of ``path`` (or the defaults), with ``sut`` and ``store`` from the command line taking precedence.

    The surroundings take precedence for the files of TLS.
    """
    read = _File() if path is None else _read(path, _File)
    waivers, files = read.waiver, read.tls
    if path is not None:
        files = files.beside(path.parent)
        _check(read.settings, path)
        waivers = waivers + (_read(path.parent / read.waivers, _Waivers).waiver if read.waivers else [])
    connect = parse_connect(sut if sut is not None else read.sut)
    kept = store if store is not None else read.store
    return Statement(connect, [*read.roles], read.settings, kept, waivers, files.overridden({**os.environ}))


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except OSError as error:
        why = of_system(error)
        raise ConfigurationError(
            f"読み取れない：{why.ja}",
            f"it cannot be read: {why.en}",
            code="statement-unreadable",
            where=Where(str(path)),
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"UTF-8のTOMLでない：{error}",
            f"it is not TOML in UTF-8: {error}",
            code="statement-unreadable",
            where=Where(str(path)),
        ) from error
    except msgspec.ValidationError as error:
        why = of_shape(error)
        raise ConfigurationError(
            why.ja, why.en, code="statement-malformed", where=Where(str(path)), hint=WHERE_TOLD
        ) from error


def _check(settings: Settings, path: Path) -> None:
    """
    What types alone do not tell. Raises ConfigurationError naming file and key.
    """

    def refuse(field: str, ja: str, en: str) -> NoReturn:
        where = Where(str(path), field=f"settings.{field}")
        raise ConfigurationError(ja, en, code="statement-malformed", where=where)

    for field in ("municipality", "prefecture"):
        if not MunicipalityCode.is_valid(getattr(settings, field)):
            refuse(
                field,
                "検査数字を含む6桁の全国地方公共団体コードでない",
                "this is no local-government code of six digits with its check digit",
            )
    try:
        date.fromisoformat(settings.first_day)
    except ValueError:
        refuse("first_day", "2026-02-09のような日付でない", "this is no day like 2026-02-09")


def check_first_day(settings: Settings, catalogue: Catalogue) -> None:
    """
    Refuse a first day on which the law of the catalogue was not read yet: nothing would be known to be in force.
    """
    read = min(
        (item.in_force.from_ for item in catalogue.requirements.values() if item.in_force.basis == "read"),
        default=date.min,
    )
    if date.fromisoformat(settings.first_day) < read:
        raise ConfigurationError(
            f"実行が{settings.first_day}に始まるが、法令を読んだのは{read}である",
            f"the run would begin on {settings.first_day}, before the law was read ({read})",
            code="first-day",
            where=Where(field="settings.first_day"),
            hint=(f"書かないか、{read}以後の日を書く。", f"Leave it out, or name {read} or a later day."),
        )
