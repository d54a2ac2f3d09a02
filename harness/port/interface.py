"""
The registry control interface as a table: one line per endpoint, with the clauses it serves.

``docs/control-interface.md`` and ``docs/openapi/registry-control.json`` are made from this table.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from harness.port import bulk, commands, lifecycle, outcomes, reads, records

VERSION = "1"


class Operation(Struct, frozen=True):
    """
    One endpoint: method, path under the registry's address, what goes in and out, what it serves, what it must not do.

    With ``lines``, the request is NDJSON and its shape that of each line.
    """

    name: str
    method: str
    path: str
    request: Any
    response: Any
    serves: tuple[str, ...]
    must_not: str
    lines: bool = False


def _command(struct: type[commands.Command], serves: str, must_not: str) -> Operation:
    name = struct.__name__
    return Operation(
        name, "POST", f"/control/commands/{name}", struct, outcomes.Answer, tuple(serves.split()), must_not
    )


def _read(struct: type[reads.Read], serves: str, must_not: str) -> Operation:
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
    Operation(
        "Load",
        "POST",
        "/control/load",
        bulk.StandingResident,
        bulk.Loaded,
        (),
        "Keep anything of a load with a bad line; tell a neighbour of it; give a number that is taken over again.",
        lines=True,
    ),
)

COMMANDS: tuple[Operation, ...] = (
    _command(
        commands.MovingIn,
        "REL-001 REL-002 REL-003 REL-010 REL-014 REL-020 REL-021 REL-026 REL-028 JUKI-001 JUKI-003 JUKI-007 JUKI-012 "
        "CARD-007 LINK-003 DEPT-001 IMM-001 SEC-001 DATA-004",
        "Record anything when it refuses; send anything while provisional.",
    ),
    _command(
        commands.SpecialMovingIn,
        "REL-009 REL-010 REL-003 CARD-006 CARD-008 JUKI-001 JUKI-016",
        "Ask the resident for paper when the data are there; accept without the card.",
    ),
    _command(
        commands.MovingOut,
        "REL-005 REL-006 REL-007 REL-008 REL-022 CARD-007 CARD-011 JUKI-012 SEC-001 SEC-005",
        "Delete before the planned date.",
    ),
    _command(commands.WithdrawMovingOut, "REL-012", "Erase what was planned from the history."),
    _command(
        commands.IssueMovingOutCertificate, "REL-007 REL-008", "Print a state newer than the first issue."
    ),
    _command(
        commands.ChangeOfAddress,
        "REL-013 REL-020 REL-028 JUKI-001 JUKI-003 JUKI-004 JUKI-012 CARD-009 REL-003 IMM-001 DEPT-009",
        "Change 住民となった日; send anything while provisional.",
    ),
    _command(
        commands.ChangeOfHousehold,
        "REL-015 IMM-001 LINK-003 LINK-004 JUKI-001 JUKI-002",
        "Leave two householders, or none.",
    ),
    _command(commands.SplitHousehold, "REL-015 LINK-004 JUKI-002", "Leave two householders, or none."),
    _command(commands.MergeHouseholds, "REL-015 LINK-004 JUKI-002", "Leave two householders, or none."),
    _command(commands.TransferMembers, "REL-015 LINK-004 JUKI-002", "Leave two householders, or none."),
    _command(
        commands.EntryByBirth,
        "REL-017 JUKI-007 JUKI-010 JUKI-001 CARD-001 LINK-003 LINK-004 REL-003",
        "Use a code from outside the stock.",
    ),
    _command(
        commands.DeletionByDeath, "REL-018 REL-016 CARD-011 JUKI-001 LINK-004 IMM-001", "Delete history."
    ),
    _command(
        commands.ChangeOfNationality,
        "REL-019 JUKI-003 CARD-011 IMM-001",
        "Leave two current records, or draw a new code.",
    ),
    _command(
        commands.ConfirmNotice, "JUKI-015 REL-017 REL-018", "Change anything when the notice is rejected."
    ),
    _command(commands.ExOfficioEntry, "REL-023 JUKI-003 JUKI-007", "Pretend that a notification was filed."),
    _command(
        commands.ExOfficioCorrection,
        "REL-023 JUKI-001 JUKI-002 JUKI-003 JUKI-004 JUKI-012 CARD-009 LINK-004 IMM-001",
        "Pretend that a notification was filed.",
    ),
    _command(
        commands.ExOfficioDeletion,
        "REL-023 REL-018 JUKI-003 CARD-011",
        "Pretend that a notification was filed.",
    ),
    _command(commands.CancelChange, "REL-024 JUKI-005", "Delete a row of the history."),
    _command(commands.RestoreRecord, "REL-024 JUKI-003", "Draw a new code; begin a new history."),
    _command(
        commands.RecompileRecord, "REL-025 JUKI-002", "Send anything; lose what the record showed before."
    ),
    _command(commands.DecideChange, "REL-001 REL-020", "Decide a change twice."),
    _command(
        commands.ChangeResidentRecordCode,
        "JUKI-008 JUKI-012 CERT-004 CARD-011",
        "Change the code by authority without a reason; keep the old one as a key.",
    ),
    _command(
        commands.ChangeIndividualNumber,
        "JUKI-011 CARD-011",
        "Make the number here; leave the old one usable.",
    ),
    _command(
        commands.InquireIdentity,
        "JUKI-016",
        "Search by part of a name; show the number where its use is not lawful.",
    ),
    _command(commands.ReprintNotice, "CERT-004", "Print another code than the first time."),
    _command(commands.SendOnPaper, "JUKI-006", "Print while the line is in order."),
    _command(commands.HandOverCard, "CARD-004 CARD-013 CARD-014", "Keep the PIN anywhere."),
    _command(
        commands.PresentCard,
        "CARD-007 CARD-009 CARD-014",
        "Revive a lapsed card; update before the record is final.",
    ),
    _command(commands.ReportCardLoss, "CARD-010 CARD-014", "Report a lapse instead of a suspension."),
    _command(
        commands.ReportCardFound, "CARD-010 CARD-014", "Lift the suspension for anybody but the holder."
    ),
    _command(commands.ReturnCard, "CARD-011 CARD-012 CARD-014 JUKI-011", "Put a returned card back in use."),
    _command(commands.OrderCardReturn, "CARD-011 CARD-012", "Wait for the card before it lapses."),
    _command(commands.RequestCardReplacement, "CARD-011", "Leave the old card in use."),
    _command(commands.DestroyCard, "CARD-012", "Destroy a card that was not returned."),
    _command(commands.ExtendCardValidity, "CARD-013", "Go beyond the stay or the statutory birthday."),
    _command(commands.ApplyForCard, "CARD-001", "Send K01 for a person without Individual Number."),
    _command(
        commands.RegisterDispatchPlace,
        "CARD-001",
        "Send to the address after a place of stay was registered.",
    ),
    _command(commands.ResendNumberNotice, "CARD-001 CARD-002", "Send again without a new reason."),
    _command(
        commands.ApplyForSupport, "SEC-005 SEC-007 LINK-009", "Show the address before the flag is set."
    ),
    _command(
        commands.DecideSupport,
        "SEC-005 LINK-009",
        "End the hold by rejecting without telling the neighbours.",
    ),
    _command(commands.ExtendSupport, "SEC-005", "Extend earlier than a month before the end."),
    _command(commands.EndSupport, "SEC-005 LINK-009", "Leave a flag behind at a neighbour."),
    _command(commands.ReleaseSupport, "SEC-005 SEC-007", "Tell a neighbour of the release."),
    _command(
        commands.IssueCopyOfRecord,
        "CERT-001 CERT-002 DEPT-001 REL-005 REL-018 REL-020 AUD-001",
        "Print what was not asked for.",
    ),
    _command(
        commands.ClaimAtConvenienceStore,
        "CARD-008 CARD-010 REL-020 CERT-009",
        "Accept a card that lapsed, expired or is suspended; print a provisional entry.",
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
        reads.ReadResidentRecord,
        "REL-001 REL-004 REL-005 REL-009 REL-013 REL-015 REL-019 REL-023 REL-024 JUKI-007 DEPT-001 SEC-001",
        "Show a provisional entry.",
    ),
    _read(reads.ReadRecompiledOriginal, "REL-025", "Show the record as it stands now."),
    _read(reads.ReadHousehold, "REL-001 REL-013 REL-015", "Show a provisional entry."),
    _read(reads.ReadCard, "CARD-004 CARD-006 CARD-007 CARD-010 CARD-011", "Show a PIN."),
    _read(reads.ReadMovingOutData, "REL-009 REL-011", "Show erased data."),
    _read(reads.ReadDocuments, "JUKI-007 CERT-004 REL-007 REL-023", "Print anything again."),
    _read(reads.ReadAccessLog, "AUD-001 CARD-004 REL-011 JUKI-006", "Show a number or a PIN."),
    _read(reads.ReadStatistics, "REL-005 REL-020", "Count a provisional entry."),
    _read(reads.ReadTasks, "REL-002 REL-004 JUKI-006 JUKI-015 CARD-009 DATA-004", "Show a number."),
    _read(reads.ReadDeliveries, "JUKI-006", "Show a message as taken before it was."),
    _read(reads.ReadDispatches, "CARD-001 CARD-002", "Show a number."),
    _read(
        reads.ReadSupportMeasures, "SEC-005 LINK-009", "Show a measure as complete before every flag is set."
    ),
    _read(reads.ReadSupplementaryRecord, "JUKI-012", "Show a number."),
    _read(reads.ReadLogAnalyses, "AUD-001", "Show a number."),
)

OPERATIONS: tuple[Operation, ...] = LIFECYCLE + COMMANDS + READS
