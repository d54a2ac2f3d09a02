"""
Defects of an act that meets somebody in a second state: what is right for whoever just moved in is wrong for whoever
plans to leave, came back, was renamed or renumbered, or holds a card that is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import cards, changes, residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler
from registry.desk import Desk
from registry.handlers import from_agency, numbers
from registry.messages.agency import municipal_notice
from registry.messages.house import resident_change
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import Handler, Parts
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.tables import REASONS
from registry.wire.control import Accepted
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import IdentificationUpdate
from registry.wire.town import AgencyNotice, NumberNotice

Met = Callable[[Desk, Record], bool]
STAYS: dict[str, Any] = {
    "state": "current",
    "planned_out_on": None,
    "planned_destination": None,
    "destination_municipality": None,
    "out_notified_on": None,
    "out_kind": None,
    "out_route": None,
}


def _rows(desk: Desk, record: Record) -> set[str]:
    return {row.reason for row in changes.history(desk.conn, record.resident)}


def _planned(_desk: Desk, record: Record) -> bool:
    return record.state == "planned-out"


def _came_back(desk: Desk, record: Record) -> bool:
    return any(REASONS[reason].act == "deletion" for reason in _rows(desk, record))


def _renamed(desk: Desk, record: Record) -> bool:
    return "33" in _rows(desk, record)


def _lost(desk: Desk, record: Record) -> bool:
    return any(card.state == "suspended" for card in cards.of_code(desk.conn, record.resident_record_code))


def _had(reason: str) -> Met:
    return lambda desk, record: reason in _rows(desk, record)


def _concerned(command: Any) -> list[str]:
    named = [getattr(command, "resident", None), *getattr(command, "residents", [])]
    return [*filter(None, named), *(one.resident for one in getattr(command, "relationships", []))]


def _untold(kind: str, met: Met) -> Callable[[Handler], Handler]:
    """
    Whoever is in that state when the command comes is left out of messages of a kind.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            found = [residents.find(desk.conn, one) for one in _concerned(command)]
            left_out = {one.resident for one in found if one is not None and met(desk, one)}
            outcome = sound(desk, command)
            desk.drafts = [
                draft for draft in desk.drafts if draft.message_type != kind or draft.resident not in left_out
            ]
            return outcome

        return inner

    return wrap


def _refused(met: Met) -> Callable[[Handler], Handler]:
    """
    Whoever is in that state is told that it is done already.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            found = [residents.find(desk.conn, one) for one in _concerned(command)]
            if any(one is not None and met(desk, one) for one in found):
                raise Refusal("already-done", "resident")
            return sound(desk, command)

        return inner

    return wrap


def _without(**values: Any) -> Callable[[Any, Any, Accepted], Accepted]:
    """
    After the command the record of whoever it names has these values, and nobody is told.
    """

    def more(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
        for number in _concerned(command):
            record = residents.find(desk.conn, number)
            if record is not None:
                residents.save(desk.conn, msgspec.structs.replace(record, **values))
        return outcome

    return more


def _surname_lost(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        if any(each.item == "name" for each in command.amendments):
            _without(former_surname=None, former_surname_kana=None)(
                desk, command, Accepted(outcome="accepted")
            )
        return sound(desk, command)

    return inner


def _plan_dropped(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    for number in _concerned(command):
        record = residents.find(desk.conn, number)
        if record is not None and record.state == "planned-out":
            residents.save(desk.conn, msgspec.structs.replace(record, **STAYS))
    return outcome


def _plan_dropped_with_number(desk: Desk, body: NumberNotice) -> None:
    numbers.number_notice(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and record.state == "planned-out":
        residents.save(desk.conn, msgspec.structs.replace(record, **STAYS))


def _asked_for_good(desk: Desk, body: NumberNotice) -> None:
    before = residents.with_code(desk.conn, body.resident_record_code)
    numbers.number_notice(desk, body)
    after = residents.with_code(desk.conn, body.resident_record_code)
    if before is not None and after is not None and before.number_change is not None:
        residents.save(desk.conn, msgspec.structs.replace(after, number_change=before.number_change))


def _agency_of_mover_ignored(desk: Desk, body: AgencyNotice) -> None:
    found = residents.with_residence_card(desk.conn, body.residence_card_number)
    if not any(record.state == "planned-out" for record in found):
        from_agency.agency_notice(desk, body)


def _counted_once(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    record = residents.find(desk.conn, command.resident)
    if record is not None and record.recompilation > 1:
        residents.save(desk.conn, msgspec.structs.replace(record, recompilation=1))
    return outcome


def _marked_with_the_plan_only(told: Told, with_number: bool) -> ResidentChange:
    """
    The mark goes with the plan's own message and is not put on what comes after it: no department takes that.
    """
    sound = resident_change(told, with_number)
    if not sound.planned or told.event.planned:
        return sound
    return msgspec.structs.replace(sound, planned=False, planned_on=None)


def _leaves_by_dying(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    if told.event.reason != "23" or told.record.planned_out_on is None:
        return sound
    return msgspec.structs.replace(sound, reason="21")


def _foreign_for_good(parts: Parts) -> Parts:
    was: dict[str, Record] = {}

    def i01(told: Told) -> MunicipalNotice | None:
        if told.record.foreign is not None:
            was[told.record.resident] = told.record
        before = was.get(told.record.resident)
        if told.record.foreign is None and before is not None and told.event.ground is None:
            foreign = msgspec.structs.replace(told.record, foreign=before.foreign)
            return municipal_notice(msgspec.structs.replace(told, record=foreign))
        return municipal_notice(told)

    return builders(i01=i01)(parts)


DEFECTS = (
    defect(
        "later-change-of-mover-unmarked",
        "転出を予定する者の後の異動を、予定の表示なしに庁内の業務に伝える。",
        "Later changes of somebody who plans to move out are told to departments without the mark of the plan.",
        builders(d01=_marked_with_the_plan_only),
        must="REL-013",
        may="DEPT-001 REL-015 JUKI-015 REL-005 REL-018 SEC-007",
        pattern="marked-once-and-no-more",
        acts=3,
    ),
    defect(
        "moving-house-after-return-untold",
        "一度消除された者の転居を庁内の業務に伝えない。",
        "Departments are not told of a change of address of whoever was deleted once.",
        handler("ChangeOfAddress", _untold("D01", _came_back)),
        must="REL-013",
        may="DEPT-001 SEC-007",
        pattern="back-so-passed-over",
        acts=3,
    ),
    defect(
        "new-head-after-return-uncopied",
        "一度消除された者の世帯主の交替を副本に反映しない。",
        "A change of householder does not reach the copy of whoever was deleted once.",
        handler("ChangeOfHousehold", _untold("L03", _came_back)),
        must="REL-015",
        may="LINK-003 LINK-004",
        pattern="back-so-passed-over",
        acts=3,
    ),
    defect(
        "second-death-leaves-the-copy",
        "一度消除された者が死亡しても、その副本を閉じない。",
        "The copy of whoever was deleted once stays open when the person dies.",
        handler("DeletionByDeath", _untold("L03", _came_back)),
        must="LINK-004",
        may="LINK-003 REL-018",
        pattern="back-so-passed-over",
        acts=3,
    ),
    defect(
        "plan-dropped-by-split",
        "世帯を分離した者の転出の予定を失う。",
        "The planned moving out of whoever leaves a household is forgotten.",
        handler("SplitHousehold", afterwards(_plan_dropped)),
        must="REL-005",
        may="ATE-001 DEPT-001 REL-015 LINK-003 LINK-004",
        pattern="plan-lost-on-the-way",
        acts=3,
    ),
    defect(
        "plan-dropped-by-another-code",
        "住民票コードを変更した者の転出の予定を失う。",
        "The planned moving out of whoever changes the Resident Record Code is forgotten.",
        handler("ChangeResidentRecordCode", afterwards(_plan_dropped)),
        must="REL-005",
        may="ATE-001 DEPT-001 LINK-003 LINK-004",
        pattern="plan-lost-on-the-way",
        acts=3,
    ),
    defect(
        "plan-dropped-by-another-number",
        "個人番号の通知された者の転出の予定を失う。",
        "The planned moving out of whoever is given an Individual Number is forgotten.",
        arrival("J21", _plan_dropped_with_number),
        must="REL-005",
        may="ATE-001 DEPT-001 LINK-003 LINK-004 REL-022",
        pattern="plan-lost-on-the-way",
        acts=3,
    ),
    defect(
        "number-changes-once",
        "個人番号を変更した者の再度の変更の請求を断る。",
        "Whoever changed the Individual Number once is refused another change.",
        arrival("J21", _asked_for_good),
        must="JUKI-011",
        pattern="once-in-a-life",
        acts=3,
    ),
    defect(
        "code-changes-once",
        "住民票コードを変更した者の再度の変更の請求を断る。",
        "Whoever changed the Resident Record Code once is refused another change.",
        handler("ChangeResidentRecordCode", _refused(_had("37"))),
        must="JUKI-008",
        may="AUD-001",
        pattern="once-in-a-life",
        acts=3,
    ),
    defect(
        "recompiled-once",
        "二度目の改製を数えない。",
        "A second recompilation is not counted.",
        handler("RecompileRecord", afterwards(_counted_once)),
        must="REL-025",
        pattern="once-in-a-life",
        acts=3,
    ),
    defect(
        "loss-by-mover-untold",
        "転出を予定する者のカードの紛失を機構に伝えない。",
        "The organisation is not told of a card that somebody who plans to move out has lost.",
        handler("ReportCardLoss", _untold("K05", _planned)),
        must="CARD-010",
        may="CARD-014",
        pattern="planned-so-untold",
        acts=3,
    ),
    defect(
        "agency-passed-over-for-mover",
        "転出を予定する外国人住民についての入管庁の通知を用いない。",
        "What the Agency tells of a foreign resident who plans to move out is not used.",
        arrival("I02", _agency_of_mover_ignored),
        must="IMM-004",
        pattern="planned-so-untold",
        acts=2,
    ),
    defect(
        "support-of-mover-unflagged",
        "転出を予定する者の支援措置の申出を住基ネットに伝えない。",
        "The network is not told of the support that somebody who plans to move out applies for.",
        handler("ApplyForSupport", _untold("J23", _planned)),
        must="SEC-007",
        may="SEC-005",
        pattern="planned-so-untold",
        acts=3,
    ),
    defect(
        "lost-card-returned-untold",
        "紛失を届け出たカードの返納を機構に伝えない。",
        "The organisation is not told that a card which was lost is returned.",
        handler("ReturnCard", _untold("K05", _lost)),
        must="CARD-011 CARD-012",
        may="CARD-010 CARD-014",
        pattern="suspended-so-untold",
        acts=3,
    ),
    defect(
        "former-surname-lost-by-renaming",
        "氏名を職権で修正した者の旧氏を失う。",
        "Whoever is renamed ex officio loses the former surname.",
        handler("ExOfficioCorrection", _surname_lost),
        must="DATA-002",
        may="JUKI-001 JUKI-002 JUKI-005",
        pattern="lost-by-another-item",
        acts=3,
    ),
    defect(
        "insurance-lost-by-another-code",
        "住民票コードを変更した者の国民健康保険の資格を失う。",
        "Whoever changes the Resident Record Code is not shown as insured any more.",
        handler("ChangeResidentRecordCode", afterwards(_without(health_insurance=None))),
        must="DEPT-001",
        pattern="lost-by-another-item",
        acts=2,
    ),
    defect(
        "naturalised-told-to-agency",
        "帰化した者の後の異動を入管庁に通知する。",
        "The Agency is told of later changes of whoever was naturalised.",
        _foreign_for_good,
        must="IMM-001",
        may="IMM-002",
        pattern="former-state-goes-on",
        acts=3,
    ),
    defect(
        "death-of-mover-told-as-leaving",
        "転出を予定する者の死亡を国内転出として住基ネットに伝える。",
        "The death of somebody who plans to move out is told to the network as the moving out.",
        builders(j01=_leaves_by_dying),
        must="REL-018",
        may="JUKI-003 REL-005",
        pattern="former-state-goes-on",
        acts=3,
    ),
    defect(
        "withdrawn-for-good",
        "転出を取りやめた者の新たな転出届を断る。",
        "Whoever withdrew a moving out is refused another one.",
        handler("MovingOut", _refused(_had("59"))),
        must="REL-005",
        may="REL-012 REL-024 IMM-002 AUD-001",
        pattern="refused-for-what-was",
        acts=3,
    ),
    defect(
        "no-card-items-for-the-renamed",
        "氏を改めた者のカードの記載事項の変更を機構に伝えない。",
        "The organisation is not told of new items on the card of whoever was renamed.",
        handler("PresentCard", _untold("K07", _renamed)),
        must="CARD-009",
        may="CARD-014",
        pattern="renamed-so-forgotten",
        acts=3,
    ),
)
