"""
Standing checks: what must hold of every history, whatever the scenario was about.

They run after every scenario on its slice, and can be repeated on written events.
"""

from harness.judgement.checks import (
    as_filed,
    cards_as_ordered,
    envelope,
    every_act_logged,
    everyone_told,
    history_kept,
    last_word,
    legal_basis,
    no_contradiction,
    numbers_confined,
    order_and_loss,
    papers_true,
    protection_marked,
    provision_records,
    questions_answered,
    record_as_filed,
    register_mirrored,
    support_held,
)
from harness.judgement.checks.result import Breach, Check, CheckResult, Context

__all__ = ["CHECKS", "JUDGED", "LACKING", "Breach", "Check", "CheckResult", "Context"]

CHECKS: dict[str, Check] = {
    "numbers_confined": numbers_confined.check,
    "legal_basis": legal_basis.check,
    "provision_records": provision_records.check,
    "order_and_loss": order_and_loss.check,
    "envelope": envelope.check,
    "register_mirrored": register_mirrored.check,
    "as_filed": as_filed.check,
    "record_as_filed": record_as_filed.check,
    "history_kept": history_kept.check,
    "protection_marked": protection_marked.check,
    "support_held": support_held.check,
    "everyone_told": everyone_told.check,
    "no_contradiction": no_contradiction.check,
    "last_word": last_word.check,
    "questions_answered": questions_answered.check,
    "papers_true": papers_true.check,
    "every_act_logged": every_act_logged.check,
    "cards_as_ordered": cards_as_ordered.check,
}
"""Every standing check by name, in the order in which they run."""

LACKING = frozenset({"cards_as_ordered", "everyone_told", "last_word", "questions_answered"})
"""Checks whose breaches are that something is not there."""

JUDGED: dict[str, frozenset[str]] = {
    "numbers_confined": numbers_confined.JUDGES,
    "legal_basis": legal_basis.JUDGES,
    "provision_records": provision_records.JUDGES,
    "order_and_loss": order_and_loss.JUDGES,
    "envelope": envelope.JUDGES,
    "register_mirrored": register_mirrored.JUDGES,
    "as_filed": as_filed.JUDGES,
    "record_as_filed": record_as_filed.JUDGES,
    "history_kept": history_kept.JUDGES,
    "protection_marked": protection_marked.JUDGES,
    "support_held": support_held.JUDGES,
    "everyone_told": everyone_told.JUDGES,
    "no_contradiction": no_contradiction.JUDGES,
    "last_word": last_word.JUDGES,
    "questions_answered": questions_answered.JUDGES,
    "papers_true": papers_true.JUDGES,
    "every_act_logged": every_act_logged.JUDGES,
    "cards_as_ordered": cards_as_ordered.JUDGES,
}
"""Every clause that a standing check may find broken. One that finds another is broken itself."""
