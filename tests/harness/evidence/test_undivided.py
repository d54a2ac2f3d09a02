"""
An interrupt does not divide what belongs together.
"""

from __future__ import annotations

import pytest

from harness.evidence.undivided import Undivided


def test_an_interrupt_comes_at_once_where_nothing_is_under_way() -> None:
    """
    Before and after.
    """
    work = Undivided()
    with pytest.raises(KeyboardInterrupt):
        work.interrupt()
    with work:
        pass
    with pytest.raises(KeyboardInterrupt):
        work.interrupt()


def test_an_interrupt_waits_until_the_outermost_work_is_done() -> None:
    """
    And comes once.
    """
    work, done = Undivided(), []

    def interrupted() -> None:
        with work:
            with work:
                work.interrupt()
                done.append("inner")
            done.append("outer")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with work:
        done.append("after")
    assert done == ["inner", "outer", "after"]
