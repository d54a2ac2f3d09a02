"""
Codes and numbers of people (J19–J21, J24, L01).
"""

from __future__ import annotations

from typing import Annotated, Literal

from fakes._core.fields import (
    Municipality,
    Number,
    RecordCode,
    Sequence,
    Token,
    item,
)
from fakes.juki_net.wire.body import Body


class CodeBatchRequest(Body, frozen=True):
    """
    J19 out: the municipality asks the organisation for more Resident Record Codes (住基法30条の2).
    """

    municipality: Municipality
    quantity: Sequence


class CodeBatch(Body, frozen=True):
    """
    J19 in: codes assigned to the municipality, each unused.
    """

    municipality: Municipality
    codes: list[RecordCode]


class NumberRequest(Body, frozen=True):
    """
    J20: the code was entered for the first time; an Individual Number is asked for (番号法8条).
    """

    resident_record_code: Annotated[RecordCode, item("本人確認情報-1")]
    kind: Literal["first", "change"]
    former_individual_number: Annotated[Number | None, item("本人確認情報-13")] = None


class NumberNotice(Body, frozen=True):
    """
    J21: the organisation's answer to J20, sent to the municipality as a message of its own.
    """

    resident_record_code: Annotated[RecordCode, item("本人確認情報-1")]
    individual_number: Annotated[Number, item("本人確認情報-13")]


class LinkageCodeRequest(Body, frozen=True):
    """
    J24: the registry passes the request for a linkage code on (番号法21条の2, 番号令27条1項).

    ``processing_number`` is the acquisition number; the Resident Record Code never goes this way.
    """

    processing_number: Token
    individual_number: Annotated[Number, item("本人確認情報-13")]


class LinkageCodeResult(Body, frozen=True):
    """
    The reply to J24: whether the request went on its way, or a code stands already. Never the code.
    """

    processing_number: Token
    result: Literal["accepted", "already-acquired", "unknown-person"]


class CodeResolution(Body, frozen=True):
    """
    L01, first leg: the intermediary server's acquisition number and the Individual Number (番号令27条1項).
    """

    acquisition_number: Token
    individual_number: Number
