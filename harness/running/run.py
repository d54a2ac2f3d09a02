"""
A run: one worker process per lane, followed live, and what came of it.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from harness.evidence.events import lanes as event_files, read
from harness.judgement.catalogue import Catalogue
from harness.judgement.fold import Tally, tally
from harness.judgement.waivers import check as check_waivers
from harness.port import tls
from harness.running.entries import features_folder
from harness.running.job import Job
from harness.running.statement import Statement, check_first_day
from harness.running.stores import lent
from harness.running.workers import MOST_LANES, Progress, Told, follow
from harness.words.causes import of_system
from harness.words.errors import ConfigurationError, ExitCode, UsageError

MOST_REPEATS = 10_000
"""More are a slip of the finger: each is a file of events."""


class Ended(Struct, frozen=True):
    """
    A run that came to its end: where it is written, its exit code, and the faults that workers told, if any.

    ``blames`` says of each fault whose it is.
    """

    folder: Path
    exit_code: int
    tally: Tally
    faults: list[str]
    blames: list[str] = []
    interrupted: bool = False


def new_run_id() -> str:
    """
    The id of a run: when it was started by the wall, and four random bytes.
    """
    return f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"


def check(
    statement: Statement, selection: list[str], jobs: int, catalogue: Catalogue, repeats: int = 1
) -> None:
    """
    What can be refused before anything starts. Raises UsageError, ConfigurationError or CatalogueError.
    """
    if not 1 <= jobs <= MOST_LANES:
        raise UsageError(
            f"-j {jobs}：系列の数は1から{MOST_LANES}まで",
            f"-j {jobs}: there can be 1 to {MOST_LANES} lanes",
        )
    if not 1 <= repeats <= MOST_REPEATS:
        raise UsageError(
            f"--repeat {repeats}：回数は1から{MOST_REPEATS}まで",
            f"--repeat {repeats}: it can be done 1 to {MOST_REPEATS} times",
        )
    if statement.connect.kind == "http" and repeats > 1:
        raise UsageError(
            f"--repeat {repeats}には毎回新しい対象システムが要るが、アドレスは一つである",
            f"--repeat {repeats} needs a fresh registry each time, and one address was given",
            code="one-address",
            hint=(
                "対象システムの時計は戻らない。試験器に起動させる（app:…、process）。",
                "A registry's clock never goes back. Let the instrument start the registry (app:…, process).",
            ),
        )
    if statement.connect.kind == "http" and jobs > 1:
        raise UsageError(
            f"-j {jobs}には系列ごとに対象システムが要るが、アドレスは一つである",
            f"-j {jobs} needs a registry per lane, and one address was given",
            code="one-address",
            hint=(
                "-jを外すか、試験器に起動させる（app:…、process）。",
                "Leave -j out, or let the instrument start the registry (app:…, process).",
            ),
        )
    if statement.connect.over_tls:
        tls.context(statement.tls)
    catalogue.select(selection)
    check_first_day(statement.settings, catalogue)
    check_waivers(statement.waivers, catalogue)


def perform(  # noqa: PLR0913 - what a run depends on, each by name
    statement: Statement,
    *,
    out: Path,
    selection: list[str],
    language: str,
    jobs: int,
    progress: Progress,
    overrides: dict[str, list[str]] | None = None,
    features: Path | None = None,
    run: str | None = None,
    thin: bool = False,
    repeats: int = 1,
) -> Ended:
    """
    Carry out a run and fold its events. ``out`` is where result folders go; the run makes its own inside.

    ``thin``: play only a few rows of each table of examples.
    ``repeats``: carry out the whole plan so many times, each on fresh lanes, ``jobs`` of them side by side.

    Raises what ``check`` raises, and ConfigurationError where the result folder or the store cannot be used.
    """
    root = features or features_folder()
    catalogue = Catalogue.load(root / "requirements")
    check(statement, selection, jobs, catalogue, repeats)
    run = run or new_run_id()
    with lent(statement, run, jobs * repeats, progress) as (told, stores):
        folder = _folder(out, run)
        key = secrets.token_hex(32)
        work = [
            Job(
                run,
                number % jobs,
                jobs,
                str(folder),
                told,
                language,
                selection,
                str(root / "requirements"),
                key,
                overrides or {},
                thin,
                store,
                repeat=number // jobs,
                repeats=repeats,
            )
            for number, store in enumerate(stores)
        ]
        faults, interrupted = follow(work, root, jobs, progress)
    counted = tally(read(event_files(folder)))
    return _ended(folder, counted, catalogue, faults, selection, interrupted=interrupted, language=language)


def _ended(
    folder: Path,
    counted: Tally,
    catalogue: Catalogue,
    faults: list[Told],
    selection: list[str],
    *,
    interrupted: bool,
    language: str,
) -> Ended:
    if faults:
        # A breach that was seen stays one, whatever broke afterwards; the run is then incomplete as well.
        failed = counted.exit_code(catalogue) == int(ExitCode.NON_CONFORMANT)
        code = int(ExitCode.NON_CONFORMANT) if failed else max(fault.exit for fault in faults)
        messages = [fault.message for fault in faults]
        return Ended(folder, code, counted, messages, [fault.blame for fault in faults])
    if interrupted and not counted.lanes:
        message = {
            "ja": "何も判定しないうちに中断された",
            "en": "interrupted before anything was judged",
        }[language]
        return Ended(folder, int(ExitCode.INCONCLUSIVE), counted, [message], ["configuration"], interrupted)
    if counted.planned == 0:
        message = {
            "ja": f"{'、'.join(selection) or '要件一覧'}に属するシナリオがなく、何も検査していない",
            "en": f"no scenario belongs to {', '.join(selection) or 'the catalogue'}: nothing was tested",
        }[language]
        return Ended(folder, 2, counted, [message], ["configuration"])
    return Ended(folder, counted.exit_code(catalogue), counted, [], interrupted=interrupted)


def _folder(out: Path, run: str) -> Path:
    folder = out / run
    try:
        (folder / "events").mkdir(parents=True)
    except OSError as error:
        raise out_folder(folder, error) from error
    return folder


def out_folder(folder: Path, error: OSError) -> ConfigurationError:
    """
    What is said where a folder for results cannot be made.
    """
    why = of_system(error)
    return ConfigurationError(
        f"結果のフォルダ{folder}を作れない：{why.ja}",
        f"the result folder {folder} cannot be made: {why.en}",
        code="out-folder",
        hint=("--outで別の場所を示す。", "Name another place: --out."),
    )
