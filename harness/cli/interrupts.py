"""
What Ctrl-C makes of a command: an exit code, and how it is known when something else was raised in its place.
"""

from __future__ import annotations

INTERRUPTED = 130


def was_interrupted(error: BaseException | None) -> bool:
    """
    Whether an interrupt is behind an error: a library that was being imported may have made another of it.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, KeyboardInterrupt):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False
