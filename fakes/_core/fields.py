"""
Field types of the town's messages.

A type states what a field may look like on the wire. Whether its value is *right* (check digits,
dates in order, a code that belongs to someone) is a rule of the fake that receives it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
PARTIAL_DATE = r"^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)$"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?\+09:00$"


def item(*refs: str) -> Meta:
    """
    Tie a field to the numbered record items (別添１) that it carries, in the OpenAPI document.
    """
    return Meta(extra_json_schema={"x-record-items": list(refs)})


Text = Annotated[str, Meta(max_length=500)]
Short = Annotated[str, Meta(min_length=1, max_length=120)]
Token = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9._:-]+$")]
Date = Annotated[str, Meta(pattern=DATE, description="A civil date, ISO 8601.")]
BirthDate = Annotated[
    str, Meta(pattern=PARTIAL_DATE, description="A date whose unknown parts are X: 1940-XX-XX.")
]
Instant = Annotated[
    str, Meta(pattern=INSTANT, description="A moment of the town's clock, Japan standard time.")
]
RecordCode = Annotated[
    str, Meta(max_length=40, description="Resident Record Code, 11 digits with a check digit.")
]
Number = Annotated[str, Meta(max_length=40, description="Individual Number, 12 digits with a check digit.")]
Municipality = Annotated[
    str, Meta(pattern=r"^[0-9]{6}$", description="Local-government code, six digits with a check digit.")
]
LocalNumber = Annotated[str, Meta(max_length=40, description="Local addressee number of the sending system.")]
Reason = Annotated[
    str, Meta(pattern=r"^[0-9]{2}$", description="Reason for change; the project's own code table.")
]
NotificationKind = Annotated[
    str, Meta(pattern=r"^[1-9]$", description="Kind of notification; the project's own code.")
]
Sex = Literal["male", "female", "unknown"]
Count = Annotated[int, Meta(ge=0, le=1000)]
Sequence = Annotated[int, Meta(ge=1, le=2**53 - 1)]
