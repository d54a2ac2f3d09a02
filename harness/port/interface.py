"""
The registry control interface as a table: one line per endpoint, with the clauses it serves.

``docs/control-interface.md`` and ``docs/openapi/registry-control.json`` are made from this table.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from harness.port import commands, lifecycle, outcomes, records

VERSION = "1"


class Operation(Struct, frozen=True):
    """
    One endpoint: method, path under the registry's address, what goes in and out, what it serves, what it must not do.
    """

    name: str
    method: str
    path: str
    request: Any
    response: Any
    serves: tuple[str, ...]
    must_not: str


def _command(struct: type[commands.Command], serves: str, must_not: str) -> Operation:
    name = struct.__name__
    return Operation(
        name, "POST", f"/control/commands/{name}", struct, outcomes.Answer, tuple(serves.split()), must_not
    )


def _read(struct: type[records.Read], serves: str, must_not: str) -> Operation:
    name = struct.__name__
    return Operation(
        name, "POST", f"/control/reads/{name}", struct, records.Found, tuple(serves.split()), must_not
    )


LIFECYCLE: tuple[Operation, ...] = (
    Operation(
        "Capabilities", "GET", "/control/capabilities", None, lifecycle.Capabilities, (), "Change anything."
    ),
    Operation(
        "Town",
        "PUT",
        "/control/town",
        lifecycle.Town,
        lifecycle.Done,
        (),
        "Send anything to a neighbour yet.",
    ),
    Operation(
        "Clock",
        "PUT",
        "/control/clock",
        lifecycle.ClockSetting,
        lifecycle.Done,
        ("REL-005",),
        "Go back, or answer before what falls due by then is recorded.",
    ),
    Operation(
        "Settle",
        "POST",
        "/control/settle",
        lifecycle.SettleRequest,
        lifecycle.Settled,
        (),
        "Say settled while a due message is undelivered; drop a message to get there.",
    ),
)

COMMANDS: tuple[Operation, ...] = (
    _command(
        commands.MovingIn,
        "REL-001 REL-002 REL-003 JUKI-001 JUKI-007 LINK-003 DEPT-001 IMM-001 SEC-001 DATA-004",
        "Record anything when it refuses; send anything while provisional.",
    ),
    _command(
        commands.SpecialMovingIn,
        "REL-009 REL-003 CARD-006 JUKI-001",
        "Ask the resident for paper when the data are there; accept without the card.",
    ),
    _command(commands.MovingOut, "REL-005 SEC-001", "Delete before the planned date."),
    _command(commands.ChangeOfAddress, "JUKI-001 REL-003 IMM-001 DEPT-009", "Change 住民となった日."),
    _command(commands.ChangeOfHousehold, "IMM-001 LINK-003 JUKI-001", "Leave two householders, or none."),
    _command(
        commands.EntryByBirth, "JUKI-007 JUKI-001 LINK-003 REL-003", "Use a code from outside the stock."
    ),
    _command(commands.DeletionByDeath, "JUKI-001 IMM-001", "Delete history."),
    _command(commands.ExOfficioCorrection, "IMM-001 JUKI-001", "Pretend that a notification was filed."),
    _command(commands.DecideChange, "REL-001", "Decide a change twice."),
    _command(commands.HandOverCard, "CARD-004", "Keep the PIN anywhere."),
    _command(
        commands.IssueCopyOfRecord, "CERT-001 DEPT-001 REL-005 AUD-001", "Print what was not asked for."
    ),
    _command(
        commands.LoadProvisionCopies, "LINK-003 LINK-005", "Load a copy for a deleted record as current."
    ),
    _command(
        commands.MakeMediaExtract, "DEPT-009", "Put an Individual Number anywhere in the file or its name."
    ),
    _command(commands.InquireAsRegisterOffice, "LINK-007", "Send an inquiry."),
)

READS: tuple[Operation, ...] = (
    _read(
        records.ReadResidentRecord,
        "REL-001 REL-005 REL-009 JUKI-007 DEPT-001 SEC-001",
        "Show a provisional entry.",
    ),
    _read(records.ReadHousehold, "REL-001", "Show a provisional entry."),
    _read(records.ReadCard, "CARD-004 CARD-006", "Show a PIN."),
    _read(records.ReadMovingOutData, "REL-009", "Show erased data."),
    _read(records.ReadDocuments, "JUKI-007", "Print anything again."),
    _read(records.ReadAccessLog, "AUD-001 CARD-004", "Show a number or a PIN."),
    _read(records.ReadStatistics, "REL-005", "Count a provisional entry."),
    _read(records.ReadTasks, "REL-002 DATA-004", "Show a number."),
)

OPERATIONS: tuple[Operation, ...] = LIFECYCLE + COMMANDS + READS
