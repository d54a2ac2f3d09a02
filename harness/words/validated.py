"""
The base of all terms: text that was checked before it became a value.
"""

from typing import Any, ClassVar, Self

from harness.words.checkdigits import DEFAULT_RULES, CheckRules
from harness.words.errors import Reason, TermError

_DIGITS = frozenset("0123456789")


class Term(str):
    """
    Text that is known to be the term its class names; immutable, hashable, equal to the same text.

    A term that identifies a person hides its digits in `repr`, so that no log, assertion or traceback shows
    them; `str()` and formatting give the text.
    """

    __slots__ = ()
    kind: ClassVar[str] = "term"
    identifies_person: ClassVar[bool] = False
    pattern: ClassVar[str] = r"^.+$"

    def __new__(cls, text: str) -> Self:
        """
        Check `text` by the default rules.
        """
        return cls.parse(text)

    @classmethod
    def parse(cls, text: object, field: str | None = None, rules: CheckRules = DEFAULT_RULES) -> Self:
        """
        Check `text` and make it a value; raise TermError naming field, kind and reason, never the value.
        """
        reason = cls.fault(text, rules)
        if reason is not None:
            raise TermError(kind=cls.kind, reason=reason, field=field)
        return str.__new__(cls, text)

    @classmethod
    def is_valid(cls, text: object, rules: CheckRules = DEFAULT_RULES) -> bool:
        """
        Say whether `parse` would accept `text`.
        """
        return cls.fault(text, rules) is None

    @classmethod
    def fault(cls, text: object, rules: CheckRules = DEFAULT_RULES) -> Reason | None:
        """
        Say why `text` is not this term, or None if it is.
        """
        if not isinstance(text, str):
            return Reason.NOT_TEXT
        if not text:
            return Reason.EMPTY
        return cls._fault_in(str(text), rules)

    @classmethod
    def _fault_in(cls, _text: str, _rules: CheckRules, /) -> Reason | None:
        return None

    def __repr__(self) -> str:
        shown = "*" * len(self) if self.identifies_person else str.__str__(self)
        return f"{type(self).__name__}('{shown}')"

    def __reduce__(self) -> tuple[Any, ...]:
        # Not through __new__: a value accepted under other rules must survive copying and pickling.
        return _restore, (type(self), str(self))

    def __str__(self) -> str:
        return str.__str__(self)


def _restore(kind: type[Term], text: str) -> Term:
    return str.__new__(kind, text)


def digit_fault(text: str, length: int | None = None) -> Reason | None:
    """
    Say why `text` is not `length` ASCII digits (any number of them if None), or None if it is.
    """
    if has_full_width(text):
        return Reason.FULL_WIDTH
    if not _DIGITS.issuperset(text):
        return Reason.NOT_DIGITS
    if length is not None and len(text) != length:
        return Reason.LENGTH
    return None


def has_full_width(text: str) -> bool:
    """
    Say whether `text` holds a full-width form of an ASCII character, or the ideographic space.
    """
    return any("\uff01" <= letter <= "\uff5e" or letter == "\u3000" for letter in text)
