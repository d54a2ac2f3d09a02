"""
Defects of what is printed: an address cut short, and papers addressed to another or to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry.certified import Shown, items_of as certified_items
from registry.defects.defect import afterwards, defect, handler, rules
from registry.desk import Desk
from registry.parts import Override
from registry.residents import Record
from registry.wire.control import Accepted, Document

Papers = Callable[[Any, list[Document]], list[Document]]


def _printed(command: str, change: Papers) -> Override:
    def after(_desk: Desk, request: Any, outcome: Accepted) -> Accepted:
        return msgspec.structs.replace(outcome, documents=change(request, list(outcome.documents)))

    return handler(command, afterwards(after))


def _without_building(_request: Any, papers: list[Document]) -> list[Document]:
    return [
        msgspec.structs.replace(
            each,
            items=[
                msgspec.structs.replace(one, value=one.value.partition("　")[0])
                if one.item == "address"
                else one
                for one in each.items
            ],
        )
        for each in papers
    ]


def _same_address_twice(present: str, former: str) -> Papers:
    """
    The present address in the place of the former one.
    """

    def change(_request: Any, papers: list[Document]) -> list[Document]:
        return [_spoilt(each, former, _value(each, present)) for each in papers]

    return change


def _spoilt(document: Document, item: str, value: str) -> Document:
    items = [msgspec.structs.replace(one, value=value) if one.item == item else one for one in document.items]
    return msgspec.structs.replace(document, items=items)


def _value(document: Document, item: str) -> str:
    return next((one.value for one in document.items if one.item == item), "")


def _third_parties(request: Any, papers: list[Document]) -> list[Document]:
    if request.requester != "third-party":
        return papers
    return _same_address_twice("address", "previous_address")(request, papers)


def _foreigners_without_building(record: Record, householder_name: str) -> list[Shown]:
    shown = certified_items(record, householder_name)
    if record.foreign is None:
        return shown
    return [(item, label, record.address if item == "address" else value) for item, label, value in shown]


def _to_the_proxy(request: Any, papers: list[Document]) -> list[Document]:
    notices = [each for each in papers if each.kind == "acceptance-notice"]
    return [
        msgspec.structs.replace(each, addressed_to=request.identity.filer_name)
        if each in notices[1:]
        else each
        for each in papers
    ]


def _address_alone(request: Any, papers: list[Document]) -> list[Document]:
    if all(each.foreign is None for each in request.persons):
        return papers
    return [
        msgspec.structs.replace(each, addressed_to=(each.addressed_to or "").partition("　")[0])
        if each.kind == "notice-to-person"
        else each
        for each in papers
    ]


DEFECTS = (
    defect(
        "newborn-code-notice-without-building",
        "出生した者の住民票コード通知票の住所に方書を印字しない。",
        "On the notice of a newborn's code the building is missing from the address.",
        _printed("EntryByBirth", _without_building),
        must="CERT-004",
        pattern="address-cut-on-paper",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "certificate-of-foreigners-without-building",
        "外国人住民の転出証明書の住所に方書を印字しない。",
        "On the certificate of a foreign resident the building is missing from the address.",
        rules(certificate_items=_foreigners_without_building),
        must="REL-007",
        pattern="address-cut-on-paper",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "second-acceptance-notice-to-the-proxy",
        "代理人による転居届で、二人目以降の受理通知を代理人に宛てる。",
        "Of a change of address filed by a proxy, all notices of acceptance but the first go to the proxy.",
        _printed("ChangeOfAddress", _to_the_proxy),
        must="SEC-001",
        pattern="addressed-to-who-filed",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "ex-officio-notice-to-an-address-alone",
        "職権で記載した外国人住民への通知に宛名を印字しない。",
        "The notice to a foreign resident who was entered by authority is addressed to no name.",
        _printed("ExOfficioEntry", _address_alone),
        must="REL-023",
        pattern="addressed-to-nobody",
        seen_by="checks",
    ),
    defect(
        "third-party-copy-with-present-address-twice",
        "第三者に交付する写しの従前の住所に、現在の住所を印字する。",
        "A copy for a third party gives the present address as the previous one.",
        _printed("IssueCopyOfRecord", _third_parties),
        must="CERT-003",
        pattern="one-address-for-another-on-paper",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "store-copy-with-present-address-twice",
        "コンビニで交付する写しの従前の住所に、現在の住所を印字する。",
        "A copy at a convenience store gives the present address as the previous one.",
        _printed("ClaimAtConvenienceStore", _same_address_twice("address", "previous_address")),
        must="CERT-009",
        pattern="one-address-for-another-on-paper",
        acts=3,
        seen_by="checks",
    ),
    defect(
        "paper-notice-with-new-address-twice",
        "書面による転入通知の転出前の住所に、新しい住所を印字する。",
        "The notice of moving in on paper gives the new address as the previous one.",
        _printed("SendOnPaper", _same_address_twice("new_address", "previous_address")),
        must="REL-003",
        pattern="one-address-for-another-on-paper",
        acts=2,
        seen_by="checks",
    ),
)
