"""
Defects of a word that is seldom said: another authority's opinion, a relationship of two links, an item that the Agency
rarely corrects, a person never recorded anywhere; and of who joined between a change and its cancelling.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from registry import changes
from registry.defects.defect import afterwards, arrival, defect, handler, rewritten, rules
from registry.handlers import from_agency
from registry.wire.control import Accepted, ApplyForSupport, CancelChange, MergeHouseholds, MovingIn
from registry.wire.town import AgencyNotice

replace = msgspec.structs.replace


def _joined_since_untold(desk: Any, command: CancelChange, outcome: Accepted) -> Accepted:
    """
    Who came into the household after the change that is undone hears nothing of another householder.
    """
    rows = changes.rows(desk.conn, command.resident)
    undone = next(row for row in rows if row.shown.sequence == command.sequence)
    told = set(changes.together(desk.conn, undone.change))
    if undone.shown.reason in ("51", "52", "53", "54"):
        desk.drafts = [draft for draft in desk.drafts if draft.resident in told]
    return outcome


def _unmarked_unless_police(desk: Any, command: ApplyForSupport, outcome: Accepted) -> Accepted:
    """
    With the opinion of anybody but the police the neighbours are told when a clerk has decided, and not before.
    """
    if command.opinion != "police":
        desk.drafts = [draft for draft in desk.drafts if draft.message_type not in ("A01", "D01", "L09")]
    return outcome


def _last_link(command: MergeHouseholds) -> MergeHouseholds:
    short = [
        replace(each, relationship=each.relationship.rsplit("の", 1)[-1]) for each in command.relationships
    ]
    return replace(command, relationships=short)


def _nationality_stays(desk: Any, body: AgencyNotice) -> None:
    if body.change != "nationality":
        from_agency.agency_notice(desk, body)


def _unknown_filled_in(command: MovingIn) -> MovingIn:
    if command.exemption != "never-recorded":
        return command
    persons = [
        replace(
            person,
            registered_domicile=person.registered_domicile or "不明",
            head_of_family_register=person.head_of_family_register or "不明",
        )
        for person in command.persons
    ]
    return replace(command, persons=persons)


def _month_before_in_its_year(end: date) -> date:
    month = end.month - 1 or 12
    return date(end.year, month, min(end.day, 28))


DEFECTS = (
    defect(
        "joined-since-untold-when-undone",
        "世帯の異動を取り消しても、その後に加わった者については知らせない。",
        "When a change of household is cancelled, nobody is told of those who joined since.",
        handler("CancelChange", afterwards(_joined_since_untold)),
        must="REL-015",
        may="LINK-004 DEPT-001 ATE-001 REL-024",
        pattern="joined-since-forgotten",
        acts=3,
    ),
    defect(
        "marked-at-once-for-police-alone",
        "警察以外の機関の意見による申出は、決定まで表示を伝えない。",
        "An application with another opinion than that of the police is told of only when it is decided.",
        handler("ApplyForSupport", afterwards(_unmarked_unless_police)),
        must="SEC-007",
        may="LINK-009",
        pattern="one-authority-believed",
    ),
    defect(
        "relationship-by-last-link",
        "「妻の母」のような続柄を、最後の語だけで記載する。",
        "A relationship of two links is entered by its last word alone.",
        handler("MergeHouseholds", rewritten(_last_link)),
        must="REL-015",
        may="ATE-001 DEPT-001 LINK-004",
        pattern="last-word-alone",
    ),
    defect(
        "nationality-not-put-right",
        "国籍・地域を改める入管庁の知らせを用いない。",
        "The Agency's correction of a nationality is not used.",
        arrival("I02", _nationality_stays),
        must="IMM-004",
        pattern="one-correction-unknown",
    ),
    defect(
        "never-recorded-without-domicile",
        "どこにも記録されたことのない者の転入届を、戸籍の表示のないまま受理する。",
        "Of somebody never recorded anywhere the notification is taken without the particulars of the family register.",
        handler("MovingIn", rewritten(_unknown_filled_in)),
        must="REL-002",
        may="REL-001",
        pattern="missing-filled-with-unknown",
    ),
    defect(
        "alert-looked-for-within-the-year",
        "一月に終わる支援措置の警告を、その年の十二月から行う。",
        "For a measure that ends in January the alert is looked for in December of the same year.",
        rules(support_alert_from=_month_before_in_its_year),
        must="SEC-005",
        pattern="year-not-looked-at",
        acts=3,
    ),
)
