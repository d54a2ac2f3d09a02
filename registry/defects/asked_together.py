"""
Defects of copies and notices on which more is asked for at once, of more than one person, or a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import msgspec

from registry.copies import NUMBERS, OF_THE_HOUSE, check_options, items_of
from registry.defects.defect import afterwards, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers.reprint import MARK
from registry.messages.wide_area import Shown, wide_area_answer
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.tables import CopyItem
from registry.wire.control import Accepted, Document, DocumentItem, IssueCopyOfRecord
from registry.wire.juki_net import CopiedPerson, WideAreaAnswer
from registry.wire.town import WideAreaClaim

HOUSEHOLD = ("householder_name", "relationship")


def _not_both(requester: str, options: Collection[str], purpose: str | None) -> None:
    if set(options) >= NUMBERS:
        raise Refusal("not-permitted", "options")
    check_options(requester, options, purpose)


def _alone(requester: str, options: Collection[str], purpose: str | None) -> None:
    several = requester not in OF_THE_HOUSE and len(options) > 1
    check_options("self" if several else requester, options, purpose)


def _first_option(record: Record, options: Collection[str]) -> list[CopyItem]:
    return items_of(record, list(options)[:1])


def _reworded(change: Callable[[DocumentItem, str], DocumentItem | None]) -> Any:
    """
    A copy with some of its items changed or left out, in its list of items and in its text; the second argument is the
    first of the people.
    """

    def inner(_desk: Desk, command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
        papers = []
        for paper in outcome.documents:
            pairs = [(item, change(item, command.residents[0])) for item in paper.items]
            lines = paper.text.split("\n")
            for old, new in pairs:
                line = f"{old.label}　{old.value}"
                at = lines.index(line)
                lines[at : at + 1] = [] if new is None else [f"{new.label}　{new.value}"]
            kept = [new for _, new in pairs if new is not None]
            papers.append(msgspec.structs.replace(paper, items=kept, text="\n".join(lines)))
        return msgspec.structs.replace(outcome, documents=papers)

    return inner


def _number_of_the_first(item: DocumentItem, first: str) -> DocumentItem | None:
    return None if item.item == "individual_number" and item.resident != first else item


def _relation_of_the_first(item: DocumentItem, first: str) -> DocumentItem | None:
    return None if item.item in HOUSEHOLD and item.resident != first else item


def _birth_of_the_day_before(item: DocumentItem, _first: str) -> DocumentItem:
    wrong = item.item == "born_on" and item.value.endswith("-02")
    return msgspec.structs.replace(item, value=f"{item.value[:-2]}01") if wrong else item


def _no_reprint_again(_record: Record, document: Document) -> Document:
    if document.text.count(MARK) > 1:
        raise Refusal("already-done", "issue_number")
    return document


def _unmarked_again(_record: Record, document: Document) -> Document:
    if document.text.count(MARK) > 1:
        return msgspec.structs.replace(document, marks=[mark for mark in document.marks if mark != "reprint"])
    return document


def _as_a_change(_record: Record, document: Document) -> Document:
    if document.kind == "resident-record-code-correction-notice":
        return msgspec.structs.replace(document, kind="resident-record-code-change-notice")
    return document


def _answered(change: Callable[[WideAreaClaim], WideAreaClaim]) -> Any:
    def inner(claim: WideAreaClaim, people: Sequence[Shown]) -> WideAreaAnswer:
        return wide_area_answer(change(claim), people)

    return inner


def _one_of_them(claim: WideAreaClaim) -> WideAreaClaim:
    if claim.relationship or claim.show_resident_record_code:
        claim = msgspec.structs.replace(claim, show_individual_number=False)
    return msgspec.structs.replace(claim, show_resident_record_code=False) if claim.relationship else claim


def _numbers_of_the_claimant(claim: WideAreaClaim, people: Sequence[Shown]) -> WideAreaAnswer:
    sound = wide_area_answer(claim, people)

    def without(person: CopiedPerson) -> CopiedPerson:
        own = person.name == claim.claimant_name
        return person if own else msgspec.structs.replace(person, individual_number=None)

    return msgspec.structs.replace(sound, persons=[without(person) for person in sound.persons])


DEFECTS = (
    defect(
        "both-numbers-refused-together",
        "個人番号と住民票コードの双方の記載を求めると、写しを交付しない。",
        "Whoever asks for number and code on one copy is refused.",
        rules(check_options=_not_both),
        must="CERT-002",
        pattern="refused-when-asked-together",
    ),
    defect(
        "second-item-asked-for-left-out",
        "二つ以上の事項の記載を求めても、初めの一つだけを記載する。",
        "Of several items that were asked for the copy shows the first only.",
        rules(copy_items=_first_option),
        must="CERT-002",
        may="CERT-007",
        pattern="first-of-several-asked-for",
    ),
    defect(
        "third-party-asking-for-more-unchecked",
        "第三者が二つ以上の事項の記載を求めると、その可否を確かめない。",
        "Where a third party asks for several items at once, nobody checks whether it may have them.",
        rules(check_options=_alone),
        must="CERT-002",
        may="CERT-003",
        pattern="checked-when-alone",
    ),
    defect(
        "number-of-the-first-member-only",
        "世帯の写しに、初めの者の個人番号だけを記載する。",
        "The copy of a household shows the number of the first person only.",
        handler("IssueCopyOfRecord", afterwards(_reworded(_number_of_the_first))),
        must="CERT-002",
        pattern="first-of-several-on-paper",
    ),
    defect(
        "relationship-of-the-first-member-only",
        "世帯の写しに、初めの者の世帯主及び続柄だけを記載する。",
        "The copy of a household shows the relationship of the first person only.",
        handler("IssueCopyOfRecord", afterwards(_reworded(_relation_of_the_first))),
        must="CERT-001",
        may="CERT-002",
        pattern="first-of-several-on-paper",
    ),
    defect(
        "copy-with-birth-a-day-early",
        "月の二日に生まれた者の写しに、一日の生まれと記載する。",
        "The copy of somebody born on the second of a month says the first.",
        handler("IssueCopyOfRecord", afterwards(_reworded(_birth_of_the_day_before))),
        must="CERT-001",
        may="CERT-003",
        pattern="printed-otherwise-than-kept",
    ),
    defect(
        "reprint-not-printed-again",
        "再発行された通知票を、重ねて再発行しない。",
        "A notice that was printed again is not printed once more.",
        rules(reprint=_no_reprint_again),
        must="CERT-004",
        pattern="again-once-only",
        acts=3,
    ),
    defect(
        "second-reprint-unmarked",
        "重ねて再発行された通知票に、再発行である旨を示さない。",
        "A notice that is printed again for the second time does not say so.",
        rules(reprint=_unmarked_again),
        must="CERT-004",
        pattern="mark-left-out-the-second-time",
        acts=3,
    ),
    defect(
        "correction-notice-printed-again-as-a-change",
        "修正の通知票を、変更の通知票の様式により再発行する。",
        "The notice of a corrected code is printed again as one of a changed code.",
        rules(reprint=_as_a_change),
        must="CERT-004",
        pattern="form-of-another-case",
        acts=2,
    ),
    defect(
        "wide-area-answers-one-of-several",
        "広域交付で二つ以上の記載が求められても、その一つだけを示す。",
        "The answer for wide-area issue shows one only of several items that were asked for.",
        builders(j14=_answered(_one_of_them)),
        must="CERT-007",
        pattern="first-of-several-asked-for",
    ),
    defect(
        "wide-area-number-of-the-claimant-only",
        "広域交付の世帯全員の写しで、請求者の個人番号だけを示す。",
        "The answer for a whole household shows the number of the claimant only.",
        builders(j14=_numbers_of_the_claimant),
        must="CERT-007",
        pattern="first-of-several-on-paper",
    ),
)
