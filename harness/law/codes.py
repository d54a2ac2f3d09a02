"""
Code tables: the labels are the law's or a published model's, most codes are our own, and each line says which.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from harness.law.citation import Citation, parse_all
from harness.law.table import FROM, TABLES, Status, check_sources, once, ordered, read_table, refuse
from harness.words.errors import CatalogueError


class ReasonForChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    異動事由: `kinds` are entry, deletion, correction; `sent_as` is the code it is sent to the network under.
    """

    code: str
    label_ja: str
    label_en: str
    kinds: str
    network: bool
    sent_as: str | None = None
    code_status: Status
    label_status: Status
    law: str
    source: str

    @property
    def citations(self) -> tuple[Citation, ...]:
        """
        The rules that name the reason.
        """
        return parse_all(self.law)


class MinorCorrection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    軽微な修正: one of the seven causes, and which items it may touch (name, furigana, address).
    """

    code: str
    label_ja: str
    label_en: str
    covers: str
    code_status: Status
    label_status: Status
    law: str
    source: str


class NotificationKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    異動届出区分: what set the change in motion.
    """

    code: str
    label_ja: str
    label_en: str
    code_status: Status
    label_status: Status
    law: str
    source: str


class RelationshipCode(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"class_": "class"}
):
    """
    続柄: one link of a relationship, its class, and the sexes it can be said of.
    """

    code: str
    label_ja: str
    label_en: str
    class_: str
    sexes: str
    code_status: Status
    label_status: Status
    law: str
    source: str


class RelationshipClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    続柄区分.
    """

    code: str
    label_ja: str
    label_en: str
    code_status: Status
    label_status: Status
    source: str


class RecordState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FROM):
    """
    One value of one set (`state_of_existence`, `sex`, `foreign_resident_class` and others).
    """

    set_: str
    item_ja: str = ""
    code: str
    label_ja: str
    label_en: str
    code_status: Status
    label_status: Status
    source: str


class StatusOfResidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FROM):
    """
    在留資格: `on_register` says whether a medium-to-long-term resident can hold it.

    `from_` and `until` are the days on which it stands in the law's list; `date_status` says how far they can be
    trusted. A period of stay of three months or less, and four kinds of 特定活動, are off the register whatever
    the line says (入管法19条の3).
    """

    code: str
    label_ja: str
    label_en: str
    listed_in: Literal["別表第一", "別表第二", "入管特例法"]
    divisions: str = ""
    on_register: bool
    from_: dt.date | None = None
    until: dt.date | None = None
    code_status: Status
    label_status: Status
    date_status: Status
    source: str

    def stands(self, on: dt.date) -> bool:
        """
        Tell whether the status stands in the list on a day.
        """
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)


@functools.cache
def reasons_for_change(tables: Path = TABLES) -> Mapping[str, ReasonForChange]:
    """
    Give the reasons by code. A `sent_as` is the code of a reason of the network.
    """
    path = tables / "reasons_for_change.csv"
    lines = read_table(path, ReasonForChange)
    _once(path, [(number, line.code, line.label_ja, line.source) for number, line in lines])
    known = {line.code: line for _, line in lines}
    for number, line in lines:
        if not set(line.kinds.split()) <= {"entry", "deletion", "correction"}:
            refuse(path, number, "kinds are entry, deletion, correction", "kinds")
        if line.sent_as is not None and (line.sent_as not in known or not known[line.sent_as].network):
            refuse(path, number, "names no reason of the network", "sent_as")
        _cited(path, number, line.law)
    return MappingProxyType(known)


@functools.cache
def minor_corrections(tables: Path = TABLES) -> Mapping[str, MinorCorrection]:
    """
    Give the causes of a minor correction by their letter.
    """
    path = tables / "minor_corrections.csv"
    lines = read_table(path, MinorCorrection)
    _once(path, [(number, line.code, line.label_ja, line.source) for number, line in lines])
    for number, line in lines:
        _cited(path, number, line.law)
    return MappingProxyType({line.code: line for _, line in lines})


@functools.cache
def notification_kinds(tables: Path = TABLES) -> Mapping[str, NotificationKind]:
    """
    Give the kinds of notification by code.
    """
    path = tables / "notification_kinds.csv"
    lines = read_table(path, NotificationKind)
    _once(path, [(number, line.code, line.label_ja, line.source) for number, line in lines])
    for number, line in lines:
        _cited(path, number, line.law)
    return MappingProxyType({line.code: line for _, line in lines})


@functools.cache
def relationship_classes(tables: Path = TABLES) -> Mapping[str, RelationshipClass]:
    """
    Give the classes of relationships by code.
    """
    path = tables / "relationship_classes.csv"
    lines = read_table(path, RelationshipClass)
    _once(path, [(number, line.code, line.label_ja, line.source) for number, line in lines])
    return MappingProxyType({line.code: line for _, line in lines})


@functools.cache
def relationship_codes(tables: Path = TABLES) -> Mapping[str, RelationshipCode]:
    """
    Give the links of relationships by code. Each belongs to a class that exists.
    """
    path = tables / "relationship_codes.csv"
    lines = read_table(path, RelationshipCode)
    _once(path, [(number, line.code, line.label_ja, line.source) for number, line in lines])
    for number, line in lines:
        if line.class_ not in relationship_classes(tables):
            refuse(path, number, "names a class that relationship_classes.csv does not have", "class")
        if not set(line.sexes.split()) <= {"male", "female"}:
            refuse(path, number, "sexes are male, female", "sexes")
        _cited(path, number, line.law)
    return MappingProxyType({line.code: line for _, line in lines})


@functools.cache
def record_states(tables: Path = TABLES) -> Mapping[str, Mapping[str, RecordState]]:
    """
    Give the values of each set by code.
    """
    path = tables / "record_states.csv"
    lines = read_table(path, RecordState)
    once(path, ((number, (line.set_, line.code)) for number, line in lines), "code of the set")
    once(path, ((number, (line.set_, line.label_ja)) for number, line in lines), "label of the set")
    check_sources(path, ((number, line.source) for number, line in lines))
    names = dict.fromkeys(line.set_ for _, line in lines)
    return MappingProxyType(
        {
            name: MappingProxyType({line.code: line for _, line in lines if line.set_ == name})
            for name in names
        }
    )


@functools.cache
def statuses_of_residence(tables: Path = TABLES) -> Mapping[str, StatusOfResidence]:
    """
    Give the statuses of residence by code.
    """
    path = tables / "statuses_of_residence.csv"
    lines = read_table(path, StatusOfResidence)
    _once(path, [(number, line.code, line.label_ja, line.source) for number, line in lines])
    for number, line in lines:
        ordered(path, number, line.from_, line.until)
    return MappingProxyType({line.code: line for _, line in lines})


def _once(path: Path, lines: list[tuple[int, str, str, str]]) -> None:
    once(path, ((number, code) for number, code, _, _ in lines), "code")
    once(path, ((number, label) for number, _, label, _ in lines), "label")
    check_sources(path, ((number, source) for number, _, _, source in lines))


def _cited(path: Path, number: int, law: str) -> None:
    try:
        parse_all(law)
    except CatalogueError as error:
        refuse(path, number, error.en, "law")
