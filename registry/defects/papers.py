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
)
