"""
Defects that leave out one message of a rare act: everything else is told, and nobody waits for it at the counter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from registry import residents
from registry.defects.defect import afterwards, arrival, defect, handler
from registry.handlers.numbers import number_notice
from registry.outbox import Draft
from registry.parts import Override
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted

Concerns = Callable[[Any, list[Draft], Draft], bool]


def _without(command: str, kinds: str, concerns: Concerns) -> Override:
    """
    After a command, messages of some kinds are not sent where they concern what they must concern.
    """

    def more(desk: Any, said: Any, outcome: Accepted) -> Accepted:
        desk.drafts = [
            draft
            for draft in desk.drafts
            if draft.message_type not in kinds.split() or not concerns(said, desk.drafts, draft)
        ]
        return outcome

    return handler(command, afterwards(more))


def _has(drafts: list[Draft], kind: str) -> bool:
    return any(draft.message_type == kind for draft in drafts)


def _is_foreign(command: Any, _drafts: list[Draft], _draft: Draft) -> bool:
    return bool(command.person.foreign is not None)


def _is_second(command: Any, drafts: list[Draft], draft: Draft) -> bool:
    first = next(each.resident for each in drafts if each.message_type == "J01")
    return command.exemption == "from-abroad" and draft.resident != first


def _is_second_of_a_domicile(_command: Any, drafts: list[Draft], draft: Draft) -> bool:
    first = next(
        each.resident
        for each in drafts
        if each.message_type == draft.message_type and each.receiver == draft.receiver
    )
    return draft.resident != first


def _heads(command: Any, drafts: list[Draft], draft: Draft) -> bool:
    bodies: list[Any] = [each.body for each in drafts if each.message_type == "D01"]
    head = any(
        body.local_addressee_number == command.resident and body.relationship == HOUSEHOLDER
        for body in bodies
    )
    return head and draft.resident == command.resident


def _succeeds(command: Any, _drafts: list[Draft], draft: Draft) -> bool:
    return bool(draft.resident == command.remaining_householder)


def _is_a_member(_command: Any, _drafts: list[Draft], draft: Draft) -> bool:
    body: Any = draft.body
    return not any(person.householder for person in body.persons)


def _unmapped(desk: Any, body: Any) -> None:
    number_notice(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and record.foreign is not None:
        desk.drafts = [draft for draft in desk.drafts if draft.message_type != "A02"]


DEFECTS = (
    defect(
        "foreign-child-without-number",
        "外国人住民として記載した子について、個人番号の生成を求めない。",
        "No Individual Number is asked for of a child that is entered as a foreign resident.",
        _without("EntryByBirth", "J20", _is_foreign),
        must="REL-017",
        pattern="foreign-child-forgotten",
        acts=2,
    ),
    defect(
        "first-of-two-from-abroad-alone",
        "共に国外から転入し初めて記録される者のうち、二人目以後の個人番号の生成を求めず、住居地を入管庁に伝えない。",
        "Of several recorded for the first time, only the first has a number asked for and a place of residence told.",
        _without("MovingIn", "J20 I03", _is_second),
        must="REL-021",
        pattern="second-from-abroad-left-out",
    ),
    defect(
        "foreign-residents-number-not-mapped",
        "外国人住民の個人番号を改めても、団体内統合宛名システムの番号の対応を改めない。",
        "When the number of a foreign resident is changed, its mapping at the addressee system is not renewed.",
        arrival("J21", _unmapped),
        must="JUKI-011",
        pattern="mapping-left-abroad",
        acts=2,
    ),
    defect(
        "second-of-one-domicile-untold",
        "共に転入し本籍地の同じ者について、一人目のほかは本籍地の市町村に通知しない。",
        "Of several who move in and have one registered domicile, it hears of the first alone.",
        _without("MovingIn", "J09", _is_second_of_a_domicile),
        must="JUKI-012",
        pattern="domicile-told-of-one",
    ),
    defect(
        "restored-householder-untold",
        "住民票を回復した世帯主について、市町村CSにも宛名にも庁内の業務にも副本にも伝えない。",
        "Nobody hears that the record of a householder stands again: no J01, A01, D01 or L03.",
        _without("RestoreRecord", "J01 A01 D01 L03", _heads),
        must="REL-024",
        may="ATE-001 DEPT-001 JUKI-001 LINK-004",
        pattern="restored-householder-forgotten",
        acts=3,
    ),
    defect(
        "successor-untold-after-split",
        "世帯分離により残る世帯の新しい世帯主について、庁内の業務に伝えない。",
        "The departments do not hear of who heads those who stay behind in a split.",
        _without("SplitHousehold", "D01", _succeeds),
        must="REL-015",
        may="DEPT-001",
        pattern="successor-forgotten",
        acts=2,
    ),
    defect(
        "members-withdrawal-untold",
        "世帯主でない者の特例転出の取消しを、転出先の市町村に知らせない。",
        "The destination does not hear that a special moving out is withdrawn of whoever is no householder.",
        _without("WithdrawMovingOut", "J07", _is_a_member),
        must="REL-012",
        pattern="withdrawn-members-forgotten",
        acts=3,
    ),
)
