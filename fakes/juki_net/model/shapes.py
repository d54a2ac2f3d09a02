"""
Set-up data, settings, acts and reads of the network fake.
"""

from __future__ import annotations

from msgspec import Struct

from fakes._core.definition import Settings
from fakes._core.fields import Date, Municipality, RecordCode, Short
from fakes.juki_net.wire import FoundPerson, IdentificationUpdate, PrefectureNotice


class NetworkData(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    ``assigned_codes``: Resident Record Codes assigned to the municipality, unused. ``prefecture``: its code.
    """

    assigned_codes: list[RecordCode] = []
    prefecture: Municipality | None = None


class NetworkSettings(Settings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    ``number_purposes``: purposes of an identity inquiry for which the answer shows the Individual Number; null: all.
    """

    number_purposes: list[Short] | None = None


class RecordElsewhere(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Another municipality holds this person's record, or held it (``current`` false).
    """

    municipality: Municipality
    person: FoundPerson
    recorded_on: Date
    current: bool


class CodeQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What the network holds under a Resident Record Code.
    """

    resident_record_code: RecordCode


class StockQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The stock of Resident Record Codes.
    """


class UpdateShown(Struct, frozen=True):
    """
    One update, in short.
    """

    update_sequence: int
    reason: str
    changed_on: str
    record_status: str


class IdentificationShown(Struct, frozen=True):
    """
    The last update as it was taken (its ``record_status`` says whether the record stands), and all in short.
    """

    current: IdentificationUpdate | None
    updates: list[UpdateShown]


class NoticesShown(Struct, frozen=True):
    """
    Notices in the order in which they were passed on.
    """

    notices: list[PrefectureNotice]


class StockShown(Struct, frozen=True):
    """
    Codes ever assigned to the municipality, and those of them on a record.
    """

    assigned: list[str]
    used: list[str]
