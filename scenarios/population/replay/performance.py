"""
From a folder and a statement to what came of the year: an instance of its own is brought up, examined and closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from harness.port.lifecycle import Capabilities
from harness.running.clock import JST, OPENING, TownClock
from harness.running.doctor import examine
from harness.running.statement import Statement
from harness.running.town import open_instance
from harness.words.errors import DoctorError
from harness.words.numbers import ResidentRecordCode
from scenarios.population.replay.folder import Folder, read, refuse
from scenarios.population.replay.replay import FAULTS, Progress, Replay

FIRST_CODE = 8_000_000_000
"""Codes assigned to the municipality lie before those of populations."""

SPARE_CODES = 100
NEEDED = (
    "ApplyForCard", "ApplyForSupport", "ChangeOfAddress", "ChangeOfHousehold", "ChangeOfNationality",
    "ClaimAtConvenienceStore", "DecideSupport", "DeletionByDeath", "EndSupport", "EntryByBirth", "ExOfficioCorrection",
    "ExtendCardValidity", "ExtendSupport", "HandOverCard", "IssueCopyOfRecord", "MovingIn", "MovingOut",
    "ReleaseSupport", "ReportCardFound", "ReportCardLoss", "SplitHousehold", "ReadCard", "ReadResidentRecord",
    "ReadStatistics", "ReadSupportMeasures",
)  # fmt: skip
"""Endpoints without which a year cannot be played."""


def played(
    folder: Path,
    statement: Statement,
    *,
    progress: Progress,
    until: date | None = None,
    defects: Sequence[str] = (),
) -> dict[str, Any]:
    """
    Play a year, or its days up to ``until``. ``defects`` are deliberate ones of the bundled registry.
    """
    year = read(folder)
    if until is not None:
        year = year._replace(events=[event for event in year.events if event["notified_on"] <= until])
    refuse(folder, not year.events, NOTHING, LATER)
    settings = msgspec.structs.replace(statement.settings, municipality=year.municipality, first_day=year.day)
    stated = msgspec.structs.replace(statement, settings=settings)
    instance = open_instance(
        stated.connect, settings, _codes(year), {"registry": list(defects)}, stated.store
    )
    try:
        clock = TownClock(datetime.combine(date.fromisoformat(year.day), OPENING, JST))
        fit(examine(instance.driver, stated, instance.town, clock))
        result = Replay(year, instance, progress).play()
    finally:
        instance.close()
    told: dict[str, Any] = msgspec.to_builtins(result)
    return told | {"agreed": result.agreed, "settled": result.settled, "faults": list(FAULTS)}


NOTHING = (
    "その日までに届け出られる異動がない",
    "nothing in it is notified up to that day, and nothing would be tested",
)
LATER = (
    "--untilに後の日を示すか、住民を増やして作り直す。",
    "Name a later day with --until, or populate more residents.",
)


def _codes(year: Folder) -> list[str]:
    wanted = len(year.newcomers) + SPARE_CODES
    return [str(ResidentRecordCode.from_base(f"{FIRST_CODE + n:010d}")) for n in range(wanted)]


def fit(capabilities: Capabilities) -> None:
    """
    Refuse a registry into which no year can be played: DoctorError names what it lacks.
    """
    offered = {*capabilities.commands, *capabilities.reads}
    missing = [name for name in NEEDED if name not in offered]
    missing += [] if capabilities.load else ["POST /control/load (capabilities.load)"]
    missing += [] if capabilities.clock else ["PUT /control/clock (capabilities.clock)"]
    if missing:
        raise DoctorError(
            f"この登録システムでは一年を再現できない：{', '.join(missing)}がない",
            f"a year cannot be played into this registry: it does not offer {', '.join(missing)}",
            code="doctor-replay",
            hint=(
                "それぞれの意味はdocs/control-interface.mdにある。",
                "docs/control-interface.md says what each of them is.",
            ),
        )
