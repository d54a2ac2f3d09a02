"""
Where the command begins: half a second of imports, in which Ctrl-C is understood already.
"""

from __future__ import annotations

import _thread
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

from harness.cli.interrupts import INTERRUPTED, was_interrupted
from harness.cli.languages import language_among

NOT_BEGUN = {
    "ja": "中断した。まだ何も始めていない。",
    "en": "interrupted before anything had begun",
}


def main() -> None:
    """
    Import the command and run it. An interrupt meanwhile ends it with 130 and a sentence.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _imported()()
    except KeyboardInterrupt:
        _left()
    except Exception as error:
        if not was_interrupted(error):
            raise
        _left()


def _imported() -> Callable[[], None]:
    usual, sys.unraisablehook = sys.unraisablehook, _again
    try:
        from harness.cli.main import main as run  # noqa: PLC0415 - it takes its time
    finally:
        sys.unraisablehook = usual
    return run


def _again(lost: sys.UnraisableHookArgs) -> None:
    # Where Python can raise nothing, as in the callback of a weak reference, it would drop the interrupt.
    if isinstance(lost.exc_value, KeyboardInterrupt):
        _thread.interrupt_main()
    else:
        sys.__unraisablehook__(lost)


def _left() -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # A second one has nothing more to end.
    sys.stderr.write(f"{NOT_BEGUN[language_among(sys.argv)]}\n")
    sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
