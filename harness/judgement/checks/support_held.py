"""
Whatever is entered, issued or asked about somebody under a support measure is held back or warned of (SEC-006).

Judged is every command that was carried out and names such a person, or says itself that it concerned them: the
clerk must have been warned. The measure must surely have stood: a clerk had confirmed it with a day that had come, and
nothing had been asked that may end it or release it for a time. What a refusal was for is left to the steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from harness.evidence.events import Invoked
from harness.evidence.history import History
from harness.judgement.checks.result import CheckResult, Context, text

APPLICANT, TOGETHER = "SEC-006.1", "SEC-006.2"
JUDGES = frozenset({APPLICANT, TOGETHER})
APPLIED, DECIDED, CONFIRMED = "ApplyForSupport", "DecideSupport", "confirm"
ENDING = frozenset({"EndSupport", "ReleaseSupport", DECIDED})
ALERT = "support-measure"

CHANGES = frozenset(
    {
        "MovingIn", "SpecialMovingIn", "MovingOut", "WithdrawMovingOut", "ChangeOfAddress", "ChangeOfHousehold",
        "SplitHousehold", "MergeHouseholds", "TransferMembers", "EntryByBirth", "DeletionByDeath",
        "ChangeOfNationality", "ConfirmNotice", "ExOfficioEntry", "ExOfficioCorrection", "ExOfficioDeletion",
        "CancelChange", "RestoreRecord", "DecideChange", "ChangeResidentRecordCode", "ChangeIndividualNumber",
    }
)  # fmt: skip
"""異動入力: what enters, changes or deletes a record. What is done with a card is none."""
ISSUES = frozenset(
    {"IssueCopyOfRecord", "IssueMovingOutCertificate", "ReprintNotice", "ClaimAtConvenienceStore"}
)
"""証明書発行. Of an inquiry (照会) the answer shows no resident: left to the steps."""


class _Standing(Struct, frozen=True):
    """
    A measure that a clerk confirmed: whom it is for, who is covered together, and when it surely stood.
    """

    confirmed: Invoked
    applicant: str
    together: frozenset[str]
    until_ns: int | None

    def stood_at(self, command: Invoked) -> bool:
        """
        Whether the measure stood all the while that the command was carried out.
        """
        starts_on = self.confirmed.request.get("starts_on")
        if command.sent_ns < self.confirmed.answered_ns or (starts_on and command.now[:10] < starts_on):
            return False
        return self.until_ns is None or command.answered_ns < self.until_ns

    def clause_for(self, people: set[str]) -> str | None:
        """
        The clause that wants the warning, if anybody covered is among them.
        """
        if self.applicant in people:
            return APPLICANT
        return TOGETHER if self.together & people else None


def check(history: History, context: Context) -> CheckResult:
    """
    Look for the warning at every command that was carried out about somebody who is covered.
    """
    del context
    result = CheckResult()
    standing = list(_measures(history))
    for command in history.invocations if standing else ():
        if command.operation not in CHANGES | ISSUES or command.outcome.get("outcome") != "accepted":
            continue
        people = _people(command)
        found = [
            (clause, measure)
            for measure in standing
            if (clause := measure.clause_for(people)) is not None and measure.stood_at(command)
        ]
        if not found:
            continue
        result.examined += 1
        if ALERT not in command.outcome.get("alerts", ()):
            clause, measure = found[0]
            result.breach(
                clause,
                text(f"{command.operation}の抑止又は警告", f"{command.operation} held back or warned of"),
                text("警告なく受理", "carried out without a warning"),
                measure.confirmed,
                command,
            )
    return result


def _people(command: Invoked) -> set[str]:
    request, outcome = command.request, command.outcome
    named = [request.get("resident"), *request.get("residents", ())]
    named += [one["resident"] for one in outcome.get("residents", ())]
    return {str(one) for one in named if one}


def _measures(history: History) -> Iterator[_Standing]:
    applications = {
        one.outcome["measure"]: one
        for one in history.invocations
        if one.operation == APPLIED and one.outcome.get("measure")
    }
    for confirmed in history.invocations:
        applied = applications.get(confirmed.request.get("measure"))
        if applied is None or not _confirms(confirmed) or confirmed.outcome.get("outcome") != "accepted":
            continue
        ends = [
            one.sent_ns
            for one in history.invocations
            if one.operation in ENDING
            and one.request.get("measure") == confirmed.request["measure"]
            and not _confirms(one)
            and one.outcome.get("outcome") != "refused"  # an answer that was never learned may have been yes
        ]
        together = frozenset(map(str, applied.request.get("accompanying", ())))
        yield _Standing(confirmed, str(applied.request.get("resident")), together, min(ends, default=None))


def _confirms(command: Invoked) -> bool:
    return command.operation == DECIDED and command.request.get("decision") == CONFIRMED
