"""
Messages of the Basic Resident Registration Network.

Layouts of the real network are not public; these are the project's own. Each field that carries a record
item names it in its schema (``x-record-items``).
"""

from __future__ import annotations

from fakes.juki_net.wire.body import (
    Body,
)
from fakes.juki_net.wire.copies import (
    CopiedPerson,
    WideAreaAnswer,
    WideAreaClaim,
)
from fakes.juki_net.wire.inquiries import (
    FoundPerson,
    IdentityAnswer,
    IdentityInquiry,
    NationwideInquiry,
)
from fakes.juki_net.wire.numbers import (
    CodeBatch,
    CodeBatchRequest,
    CodeResolution,
    LinkageCodeRequest,
    LinkageCodeResult,
    NumberNotice,
    NumberRequest,
)
from fakes.juki_net.wire.registers import (
    FamilyRegisterEvent,
    ProtectionFlag,
    SupplementaryItem,
    SupplementaryMismatch,
    SupplementaryNotice,
)
from fakes.juki_net.wire.relocations import (
    DeliveredNotice,
    MovedPerson,
    MovingInNotice,
    MovingOutData,
    MovingOutDataRequest,
)
from fakes.juki_net.wire.updates import (
    IdentificationUpdate,
    MovingOutConfirmed,
    PrefectureNotice,
    UpdateResult,
)

__all__ = [
    "FROM_REGISTRY",
    "FROM_TOWN",
    "INSIDE",
    "REPLIES",
    "REPLY_TYPES",
    "TO_REGISTRY",
    "Body",
    "CodeBatch",
    "CodeBatchRequest",
    "CodeResolution",
    "CopiedPerson",
    "DeliveredNotice",
    "FamilyRegisterEvent",
    "FoundPerson",
    "IdentificationUpdate",
    "IdentityAnswer",
    "IdentityInquiry",
    "LinkageCodeRequest",
    "LinkageCodeResult",
    "MovedPerson",
    "MovingInNotice",
    "MovingOutConfirmed",
    "MovingOutData",
    "MovingOutDataRequest",
    "NationwideInquiry",
    "NumberNotice",
    "NumberRequest",
    "PrefectureNotice",
    "ProtectionFlag",
    "SupplementaryItem",
    "SupplementaryMismatch",
    "SupplementaryNotice",
    "UpdateResult",
    "WideAreaAnswer",
    "WideAreaClaim",
]

FROM_REGISTRY = {
    "J01": IdentificationUpdate,
    "J05": MovingInNotice,
    "J06": MovingOutConfirmed,
    "J07": MovingOutData,
    "J08": MovingOutDataRequest,
    "J09": SupplementaryNotice,
    "J14": WideAreaAnswer,
    "J15": IdentityInquiry,
    "J17": NationwideInquiry,
    "J19": CodeBatchRequest,
    "J20": NumberRequest,
    "J23": ProtectionFlag,
    "J24": LinkageCodeRequest,
}
FROM_TOWN = {"L01": CodeResolution}
INSIDE = {"J03": PrefectureNotice, "J04": PrefectureNotice}
TO_REGISTRY = {
    "J05": DeliveredNotice,
    "J07": MovingOutData,
    "J08": MovingOutDataRequest,
    "J10": SupplementaryMismatch,
    "J13": WideAreaClaim,
    "J21": NumberNotice,
    "J22": FamilyRegisterEvent,
}
REPLIES = {
    "J01": UpdateResult,
    "J15": IdentityAnswer,
    "J17": IdentityAnswer,
    "J19": CodeBatch,
    "J24": LinkageCodeResult,
}
REPLY_TYPES = {"J01": "J02", "J15": "J16", "J17": "J16", "J19": "J19", "J24": "J24"}
