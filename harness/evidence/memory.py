"""
What was found out of texts before: most texts of a run come again and again.
"""

from __future__ import annotations

MOST = 20_000
LONGEST = 500


class Memory:
    """
    Answers by text, good as long as nothing more becomes known: ``anew`` says that something did.

    An answer is kept only where finding it taught nothing, so that what is remembered is what would be found again.
    """

    def __init__(self) -> None:
        self._known = 0
        self._answers: dict[tuple[str, str, bool], str] = {}
        self._clean: set[tuple[str, str]] = set()

    @property
    def known(self) -> int:
        """
        How often something became known so far.
        """
        return self._known

    def anew(self) -> None:
        """
        Forget everything: something more is known.
        """
        self._known += 1
        self._answers.clear()
        self._clean.clear()

    def answer(self, text: str, field: str, trusted: bool) -> str | None:
        """
        How the text is written in such a field, if that was found out already.
        """
        return self._answers.get((text, field, trusted))

    def keep(self, text: str, field: str, trusted: bool, answer: str, since: int) -> None:
        """
        Keep an answer that began to be looked for when ``known`` was ``since``.
        """
        if since == self._known and len(text) <= LONGEST and len(self._answers) < MOST:
            self._answers[text, field, trusted] = answer

    def is_clean(self, text: str, searched: str) -> bool:
        """
        Whether nothing was found in the text when ``searched`` for the same.
        """
        return (text, searched) in self._clean

    def keep_clean(self, text: str, searched: str) -> None:
        """
        Keep that nothing was found.
        """
        if len(text) <= LONGEST and len(self._clean) < MOST:
            self._clean.add((text, searched))
