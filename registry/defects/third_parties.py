"""
Defects of copies of the resident record that are issued to third parties.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from registry.copies import check_options
from registry.defects.defect import afterwards, defect, handler, rules
from registry.desk import Desk
from registry.wire.control import Accepted, IssueCopyOfRecord


def _granted(option: str) -> Callable[[str, Collection[str], str | None], None]:
    """
    A check that lets an option pass for third parties.
    """

    def checked(requester: str, options: Collection[str], purpose: str | None) -> None:
        left = [one for one in options if one != option] if requester == "third-party" else options
        check_options(requester, left, purpose)

    return checked


def _without_previous_address(_desk: Desk, command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
    if command.requester != "third-party":
        return outcome
    papers = [
        msgspec.structs.replace(
            paper, items=[item for item in paper.items if item.item != "previous_address"]
        )
        for paper in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=papers)


DEFECTS = (
    defect(
        "third-party-told-the-relationship",
        "第三者に交付する写しに、世帯主及び続柄を記載する。",
        "A third party who asks for the relationship gets a copy with it.",
        rules(check_options=_granted("relationship")),
        must="CERT-003",
        may="CERT-001 CERT-002",
        pattern="outsider-granted-an-option",
        acts=2,
    ),
    defect(
        "third-party-told-the-family-register",
        "第三者に交付する写しに、本籍及び筆頭者を記載する。",
        "A third party who asks for the registered domicile gets a copy with it.",
        rules(check_options=_granted("registered-domicile")),
        must="CERT-003",
        may="CERT-001 CERT-002",
        pattern="outsider-granted-an-option",
        acts=2,
    ),
    defect(
        "third-party-not-told-where-from",
        "第三者に交付する写しに、従前の住所を記載しない。",
        "A copy for a third party leaves the previous address out.",
        handler("IssueCopyOfRecord", afterwards(_without_previous_address)),
        must="CERT-003",
        pattern="item-left-off-for-outsiders",
        acts=2,
    ),
)
