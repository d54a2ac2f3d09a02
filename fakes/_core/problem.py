"""
Problems: why something was refused, as RFC 9457 documents. None ever carries a value that was sent.
"""

from __future__ import annotations

import re

from msgspec import Struct

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The request is not readable.",
    401: "No or wrong credential.",
    403: "This sender may not do this.",
    404: "There is nothing here.",
    405: "The method is not served here.",
    409: "The message does not fit what came before.",
    413: "The request is too large.",
    422: "The request is refused.",
    429: "Busy: send again later.",
    500: "The fake itself broke.",
    503: "Not in service: send again later.",
    504: "The answer was lost.",
}
LONGEST_FIELD = 200
_DIGITS = re.compile(r"[0-9\uff10-\uff19]{6,}")


class ProblemDocument(Struct, frozen=True, kw_only=True):
    """
    An RFC 9457 document. ``code`` is stable; ``field`` is the path of the field at fault; ``rule`` names a rule.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: str | None = None
    rule: str | None = None


class Problem(Exception):  # noqa: N818 - it is the problem of RFC 9457
    """
    Ends the handling of a request with a problem document.
    """

    def __init__(
        self, status: int, code: str, detail: str, *, field: str | None = None, rule: str | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.rule = rule

    @property
    def document(self) -> ProblemDocument:
        """
        The document; runs of digits in a field's name are starred, because a sender may name one by a number.
        """
        return ProblemDocument(
            type=f"urn:tekigo:problem:{self.code}",
            title=TITLES.get(self.status, "The request is refused."),
            status=self.status,
            code=self.code,
            detail=self.detail,
            field=None if self.field is None else _DIGITS.sub("*", self.field)[:LONGEST_FIELD],
            rule=self.rule,
        )


class Refused(Problem):
    """
    Refused with status 422: a field is not right, for a reason that is not a rule of the list.
    """

    def __init__(
        self, field: str | None, detail: str, *, code: str = "refused", rule: str | None = None
    ) -> None:
        super().__init__(422, code, detail, field=field, rule=rule)
