"""
What was found out of texts before: most texts of a run come again and again.
"""

from __future__ import annotations

from collections.abc import Callable

MOST = 20_000
LONGEST = 500


class Memory:
    """
    Answers by text, good as long as nothing more becomes known: ``anew`` says that something did.

    An answer is kept only where finding it taught nothing, so that what is remembered is what would be found again.
    ``barren`` tells of a text whether no number can ever stand in it: such answers outlast a further number.
    """

    def __init__(self, barren: Callable[[str], bool]) -> None:
        self._barren = barren
        self._known = 0
        self._answers: dict[tuple[str, str, bool], str] = {}
        self._lasting: dict[tuple[str, str, bool], str] = {}
        self._clean: set[tuple[str, str]] = set()
        self._lastingly_clean: set[tuple[str, str]] = set()

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
        self.anew_number()
        self._lasting.clear()
        self._lastingly_clean.clear()

    def anew_number(self) -> None:
        """
        Forget what a further number can change.
        """
        self._known += 1
        self._answers.clear()
        self._clean.clear()

    def answer(self, text: str, field: str, trusted: bool) -> str | None:
        """
        How the text is written in such a field, if that was found out already.
        """
        asked = (text, field, trusted)
        known = self._lasting.get(asked)
        return self._answers.get(asked) if known is None else known

    def keep(self, text: str, field: str, trusted: bool, answer: str, since: int) -> None:
        """
        Keep an answer that began to be looked for when ``known`` was ``since``.
        """
        if since == self._known and len(text) <= LONGEST:
            answers = self._lasting if self._barren(text) else self._answers
            if len(answers) < MOST:
                answers[text, field, trusted] = answer

    def is_clean(self, text: str, searched: str) -> bool:
        """
        Whether nothing was found in the text when ``searched`` for the same.
        """
        asked = (text, searched)
        return asked in self._lastingly_clean or asked in self._clean

    def keep_clean(self, text: str, searched: str) -> None:
        """
        Keep that nothing was found.
        """
        if len(text) <= LONGEST:
            clean = self._lastingly_clean if self._barren(text) else self._clean
            if len(clean) < MOST:
                clean.add((text, searched))
