"""
What can be read from a registry. Nothing here changes anything.
"""

from __future__ import annotations

from msgspec import Struct


class Read(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What every read obeys: it changes nothing, not even a sequence number; the access log alone may grow.
    """


class ReadResidentRecord(Read, frozen=True):
    """
    The record of one resident, current or deleted, by local addressee number or Resident Record Code.
    """

    resident: str | None = None
    resident_record_code: str | None = None


class ReadRecompiledOriginal(Read, frozen=True):
    """
    The record as it stood before a recompilation (改製原住民票), by local addressee number and 改製連番.
    """

    resident: str
    recompilation: int


class ReadHousehold(Read, frozen=True):
    """
    Members of a household, in the order of the record.
    """

    household: str


class ReadCard(Read, frozen=True):
    """
    A card as the registry knows it.
    """

    card_id: str


class ReadMovingOutData(Read, frozen=True):
    """
    Moving-out data received and not erased, by Resident Record Code.
    """

    resident_record_code: str


class ReadDocuments(Read, frozen=True):
    """
    Documents printed for a resident so far, oldest first.
    """

    resident: str


class ReadAccessLog(Read, frozen=True):
    """
    Lines of the access log after line ``after``, at most ``limit``.
    """

    after: int = 0
    limit: int = 1000


class ReadStatistics(Read, frozen=True):
    """
    Residents counted on a day (F01).
    """

    on: str


class ReadTasks(Read, frozen=True):
    """
    What waits for a clerk: contradictory or unknown input, alerts.
    """

    after: int = 0


class ReadDeliveries(Read, frozen=True):
    """
    Messages about a resident, oldest first: on the way, taken, or refused for good.
    """

    resident: str


class ReadDispatches(Read, frozen=True):
    """
    What was, or is to be, sent by mail about a resident's number and card, by dispatch management number.
    """

    resident: str


class ReadSupportMeasures(Read, frozen=True):
    """
    Support measures that a resident is under, as applicant or together with one.
    """

    resident: str


class ReadSupplementaryRecord(Read, frozen=True):
    """
    The supplementary family-register record kept here (住基法16条, 17条), by local addressee number.
    """

    resident: str


class ReadLogAnalyses(Read, frozen=True):
    """
    The standard analyses of the access log between two days: access at night, failed authentication, mass searches.
    """

    from_day: str
    to_day: str
