"""
What is told and shown of one person over time does not contradict itself, whatever a scenario is about.

History numbers rise, insurance changes only behind a notice of its department, a number has one notice sheet, and the
Agency hears nothing of nationals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History
from harness.judgement.checks.everyone_told_agency import concerned_of
from harness.judgement.checks.result import CheckResult, Context, text

NUMBER = "local_addressee_number"
HISTORY, INSURANCE, SHEETS, NATIONALS = "ATE-001.4", "DEPT-001.5", "CARD-002.5", "IMM-001.5"
JUDGES = frozenset({HISTORY, INSURANCE, SHEETS, NATIONALS})
RESIDENT = ("current", "planned-out")
ENTERING = frozenset({"MovingIn", "SpecialMovingIn", "ExOfficioEntry"})
UNDOING = frozenset({"CancelChange", "RestoreRecord"})
"""Commands after which a record says what it says without a notice of the department: a new one, or a former one."""
TAKEN = ("accepted", "refused")


def check(history: History, context: Context) -> CheckResult:
    """
    Look at A01, K01 and I01, and at what looks at records show of insurance and nationality.
    """
    del context
    result = CheckResult()
    sent = [one for one in history.from_registry() if isinstance(one.body, dict) and one.outcome in TAKEN]
    _history_numbers(result, [one for one in sent if one.message_type == "A01"])
    _number_notices(result, [one for one in sent if one.message_type == "K01"])
    _nationals(result, history, [one for one in sent if one.message_type == "I01"])
    _insurance(result, history)
    return result


def _history_numbers(result: CheckResult, told: list[Exchanged]) -> None:
    last: dict[str, Exchanged] = {}
    for one in told:
        number, before = str(one.body.get(NUMBER)), last.get(str(one.body.get(NUMBER)))
        result.examined += before is not None
        if before is not None and _history(one) <= _history(before) and one.message_id != before.message_id:
            result.breach(
                HISTORY,
                text(
                    f"履歴連番{_history(before)}より大きい番号",
                    f"a history number above {_history(before)}",
                ),
                text(f"履歴連番は{_history(one)}である。", f"The history number is {_history(one)}."),
                before,
                one,
            )
        if one.outcome == "accepted":
            last[number] = one


def _history(message: Exchanged) -> int:
    said = message.body.get("history_sequence")
    return said if isinstance(said, int) else 0


def _number_notices(result: CheckResult, told: list[Exchanged]) -> None:
    """
    Whoever asks for another sheet once one is under way breaks the duty, also where the organisation refuses it.
    """
    sheets: dict[object, dict[object, Exchanged]] = defaultdict(dict)
    for one in told:
        of_number = sheets[one.body.get("individual_number")]
        if one.body.get("print_class") == "number-notice" and (of_number or one.outcome == "accepted"):
            of_number.setdefault(one.body.get("dispatch_id"), one)
    for several in sheets.values():
        result.examined += bool(several)
        if len(several) > 1:
            result.breach(
                SHEETS,
                text("一つの個人番号について一通の通知書", "one notice sheet for one Individual Number"),
                text(f"{len(several)}通が求められた。", f"{len(several)} were asked for."),
                *several.values(),
            )


def _nationals(result: CheckResult, history: History, told: list[Exchanged]) -> None:
    """
    More notices than the command concerns people who may be foreign.
    """
    under: dict[str, list[Exchanged]] = defaultdict(list)
    for one in told:
        if one.outcome == "accepted":
            under[one.trace_id or ""].append(one)
    for trace, several in under.items():
        command = history.command_of(trace)
        concerned = concerned_of(command) if command is not None else set()
        if command is None or not concerned:
            continue
        national = {who for who in concerned if _was_national(history, who, command)}
        result.examined += 1
        if len(several) > len(concerned - national):
            result.breach(
                NATIONALS,
                text("日本の国籍を有する者について送らないこと", "none for a Japanese national"),
                text(
                    f"外国人でありうる{len(concerned - national)}人に対し{len(several)}通が届いた。",
                    f"{len(several)} came, and {len(concerned - national)} concerned may be foreign.",
                ),
                command,
                *several,
            )


def _was_national(history: History, who: str, command: Invoked) -> bool:
    """
    Whether somebody surely was no foreign resident when the command was given: the last look before it, or the first
    one after it, says so, with no change of nationality in between.
    """
    looks = list(_looks(history, who))
    before = [one for one in looks if one.answered_ns < command.sent_ns]
    after = [one for one in looks if one.sent_ns > command.answered_ns]
    for near in (*before[-1:], *after[:1]):
        first, last = sorted((near.sent_ns, command.sent_ns))
        changed = any(
            one.operation == "ChangeOfNationality" and first <= one.sent_ns <= last
            for one in history.invocations
        )
        if not changed and near.outcome["record"].get("foreign") is None:
            return True
    return False


def _insurance(result: CheckResult, history: History) -> None:
    notices = [
        one
        for one in history.exchanges()
        if one.direction == "out" and one.message_type == "D02" and isinstance(one.body, dict)
    ]
    for who in {str(one.outcome["record"]["resident"]) for one in _looks(history)}:
        looks = list(_looks(history, who))
        for before, after in pairwise(looks):
            was, now = (_insured(one) for one in (before, after))
            told = any(
                one.body.get(NUMBER) == who and before.sent_ns <= one.monotonic_ns <= after.answered_ns
                for one in notices
            )
            begun = any(
                before.sent_ns <= one.sent_ns <= after.answered_ns
                and (one.operation in UNDOING or (one.operation in ENTERING and who in concerned_of(one)))
                for one in history.invocations
            )
            result.examined += 1
            if was != now and not told and not begun and None not in (was, now):
                result.breach(
                    INSURANCE,
                    text("D02によらずに改められないこと", "no change without D02"),
                    text(
                        "D02が届いていないのに、国民健康保険の資格が改められた。",
                        "The insurance status changed, and no D02 had come.",
                    ),
                    before,
                    after,
                )


def _insured(look: Invoked) -> bool | None:
    """
    Whether a resident is shown as insured; None of somebody who is none any more.
    """
    record = look.outcome["record"]
    if record.get("state") not in RESIDENT:
        return None
    return bool((record.get("health_insurance") or {}).get("insured"))


def _looks(history: History, who: str | None = None) -> Iterator[Invoked]:
    for one in history.invocations:
        record = one.outcome.get("record")
        shown = one.operation == "ReadResidentRecord" and isinstance(record, dict) and record.get("resident")
        if shown and who in (None, record["resident"]):
            yield one
