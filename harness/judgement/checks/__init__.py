"""
Standing checks: what must hold of every history, whatever the scenario was about.

They run after every scenario on its slice, and can be repeated on written events.
"""

from harness.judgement.checks import (
    envelope,
    legal_basis,
    numbers_confined,
    order_and_loss,
    provision_records,
)
from harness.judgement.checks.result import Breach, Check, CheckResult, Context

__all__ = ["CHECKS", "Breach", "Check", "CheckResult", "Context"]

CHECKS: dict[str, Check] = {
    "numbers_confined": numbers_confined.check,
    "legal_basis": legal_basis.check,
    "provision_records": provision_records.check,
    "order_and_loss": order_and_loss.check,
    "envelope": envelope.check,
}
"""Every standing check by name, in the order in which they run."""
