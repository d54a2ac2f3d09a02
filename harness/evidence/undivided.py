"""
What an interrupt must not divide: it waits until the piece of work is done.
"""

from __future__ import annotations


class Undivided:
    """
    ``with UNDIVIDED:`` around work of the main thread that is done wholly or not at all. Whoever handles the signal
    calls ``interrupt``.
    """

    def __init__(self) -> None:
        self._held = 0
        self._waits = False

    def interrupt(self) -> None:
        """
        Raise KeyboardInterrupt, now or as soon as the work under way is done.
        """
        if self._held:
            self._waits = True
        else:
            raise KeyboardInterrupt

    def __enter__(self) -> None:
        self._held += 1

    def __exit__(self, *_failed: object) -> None:
        self._held -= 1
        if self._waits and not self._held:
            self._waits = False
            raise KeyboardInterrupt


UNDIVIDED = Undivided()
