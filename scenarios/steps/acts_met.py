"""
Acts that may meet somebody in any state, by the words of the text: the command, and the clause that lets it be done.

What the town is told is in ``told_of_acts``; what remains of the state in ``states_seen``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from harness.port.commands import (
    Amendment,
    ApplyForCard,
    ApplyForSupport,
    ChangeIndividualNumber,
    ChangeOfHousehold,
    ChangeResidentRecordCode,
    Command,
    DeletionByDeath,
    EndSupport,
    EntryByBirth,
    ExOfficioCorrection,
    ExOfficioDeletion,
    IssueMovingOutCertificate,
    MergeHouseholds,
    MovingOut,
    OrderCardReturn,
    RecompileRecord,
    Relation,
    ReportCardFound,
    ReportCardLoss,
    RequestCardReplacement,
    ReturnCard,
    SplitHousehold,
    WithdrawMovingOut,
)
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.card_acts import counter, present
from scenarios.steps.counter import identity_of, moving_in, resident_of
from scenarios.steps.family_events import change_of_address
from scenarios.steps.hand_over import hand_over
from scenarios.steps.homes_met import OTHER
from scenarios.steps.moving_out import moving_out
from scenarios.steps.special_moving_out import special_moving_out
from scenarios.steps.states_met import WEEK
from scenarios.steps.support import measure_of

NEWBORN = "桜"
NEIGHBOUR = "葵"
RENAMED = ("高橋　直", "たかはし　なお")
"""What somebody is called after a correction of the name."""


class Act(Struct, frozen=True):
    """
    A command about somebody, and the clause that fails where it is refused although the law lets it be done.
    """

    command: Callable[[Scene, Character], Command]
    clause: str


def _moves(scene: Scene, person: Character) -> Command:
    return change_of_address(scene, cast_of(scene), [person], scene.today, scene.today, identity_of(person))


def _moves_tomorrow(scene: Scene, person: Character) -> Command:
    tomorrow = scene.today + WEEK / 7
    return change_of_address(scene, cast_of(scene), [person], tomorrow, scene.today, identity_of(person))


def _leaves(scene: Scene, person: Character) -> Command:
    return moving_out(scene, [person], scene.today + WEEK, scene.today, "朝霞市", identity_of(person))


def _leaves_by_card(scene: Scene, person: Character) -> Command:
    return special_moving_out(scene, [person], scene.today + WEEK, scene.today)


def _leaves_the_country(scene: Scene, person: Character) -> Command:
    return MovingOut(
        scene.counter(),
        identity_of(person),
        scene.today.isoformat(),
        (scene.today + WEEK).isoformat(),
        [resident_of(person)],
        "英国",
    )


def _stays(scene: Scene, person: Character) -> Command:
    return WithdrawMovingOut(
        scene.counter(), identity_of(person), scene.today.isoformat(), [resident_of(person)]
    )


def _enters_again(scene: Scene, person: Character) -> Command:
    return moving_in(scene, cast_of(scene), [person], scene.today, scene.today)


def _dies(scene: Scene, person: Character) -> Command:
    today = scene.today.isoformat()
    return DeletionByDeath(scene.counter(), today, resident_of(person), today)


def _is_deleted(scene: Scene, person: Character) -> Command:
    today = scene.today.isoformat()
    return ExOfficioDeletion(
        scene.counter(), today, today, resident_of(person), "omission-or-error", "not-living-here"
    )


def _is_renamed(scene: Scene, person: Character) -> Command:
    person.notes["former name"] = person.name
    person.name, person.name_kana = RENAMED
    scene.know_person(*RENAMED)
    items = [Amendment("name", person.name), Amendment("name_kana", person.name_kana)]
    return ExOfficioCorrection(
        scene.counter(), resident_of(person), scene.today.isoformat(), "family-register-notice", items
    )


def _claims_number(scene: Scene, person: Character) -> Command:
    today = scene.today.isoformat()
    return ChangeIndividualNumber(scene.counter(), resident_of(person), today, "claim", identity_of(person))


def _claims_code(scene: Scene, person: Character) -> Command:
    today = scene.today.isoformat()
    return ChangeResidentRecordCode(scene.counter(), resident_of(person), today, "claim", identity_of(person))


def _becomes_head(scene: Scene, person: Character) -> Command:
    other = cast_of(scene)[OTHER]
    today = scene.today.isoformat()
    return ChangeOfHousehold(
        counter=scene.counter(),
        identity=identity_of(person),
        notified_on=today,
        changed_on=today,
        household=str(person.household),
        householder=resident_of(person),
        relationships=[Relation(resident_of(person), "世帯主"), Relation(resident_of(other), "夫")],
    )


def _leaves_household(scene: Scene, person: Character) -> Command:
    today = scene.today.isoformat()
    return SplitHousehold(
        counter=scene.counter(),
        identity=identity_of(person),
        notified_on=today,
        changed_on=today,
        residents=[resident_of(person)],
        householder=resident_of(person),
    )


def _joins_neighbours(scene: Scene, person: Character) -> Command:
    """
    With the other of the household, into one that stands at the same address.
    """
    cast, today = cast_of(scene), scene.today.isoformat()
    host = cast[NEIGHBOUR]
    return MergeHouseholds(
        counter=scene.counter(),
        identity=identity_of(host),
        notified_on=today,
        changed_on=today,
        household=str(person.household),
        into=str(host.household),
        relationships=[Relation(resident_of(each), "同居人") for each in (person, cast[OTHER])],
    )


def _has_a_child(scene: Scene, person: Character) -> Command:
    newborn = cast_of(scene)[NEWBORN]
    newborn.born_on, newborn.relationship = scene.today.isoformat(), "子"
    scene.know_person(newborn.born_on)
    return EntryByBirth(
        scene.counter(),
        scene.today.isoformat(),
        str(person.household),
        newborn.person(resident_record_code=None, individual_number=None),
    )


def _is_recompiled(scene: Scene, person: Character) -> Command:
    return RecompileRecord(scene.counter(), resident_of(person), scene.today.isoformat())


def _asks_for_support(scene: Scene, person: Character) -> Command:
    today = scene.today.isoformat()
    return ApplyForSupport(scene.counter(), identity_of(person), resident_of(person), today, opinion="police")


def _support_ends(scene: Scene, person: Character) -> Command:
    return EndSupport(scene.counter(), measure_of(person), scene.today.isoformat(), "request")


def _wants_certificate(scene: Scene, person: Character) -> Command:
    return IssueMovingOutCertificate(scene.counter(), identity_of(person), [resident_of(person)], "lost")


def _loses_card(scene: Scene, person: Character) -> Command:
    return ReportCardLoss(counter(scene), identity_of(person), resident_of(person), *_card(scene, person))


def _finds_card(scene: Scene, person: Character) -> Command:
    return ReportCardFound(counter(scene), identity_of(person), resident_of(person), *_card(scene, person))


def _returns_card(scene: Scene, person: Character) -> Command:
    return ReturnCard(counter(scene), resident_of(person), *_card(scene, person), "voluntary")


def _is_ordered_to_return(scene: Scene, person: Character) -> Command:
    return OrderCardReturn(counter(scene), resident_of(person), *_card(scene, person), "letter")


def _wants_another_card(scene: Scene, person: Character) -> Command:
    return RequestCardReplacement(
        counter(scene), identity_of(person), resident_of(person), *_card(scene, person)
    )


def _applies_for_card(scene: Scene, person: Character) -> Command:
    return ApplyForCard(counter(scene), identity_of(person), resident_of(person), scene.today.isoformat())


def _continues_card(scene: Scene, person: Character) -> Command:
    return present(scene, person, scene.today, "continued-use")


def _renews_card(scene: Scene, person: Character) -> Command:
    return present(scene, person, scene.today, "change-of-items")


def _card(scene: Scene, person: Character) -> tuple[str, str]:
    return str(person.card_id), scene.today.isoformat()


ACTS: Mapping[str, Act] = {
    "転居": Act(_moves, "REL-013.1"),
    "明日の日付の転居": Act(_moves_tomorrow, "REL-013.1"),
    "転出": Act(_leaves, "REL-005.5"),
    "カードによる転出": Act(_leaves_by_card, "REL-008.1"),
    "国外への転出": Act(_leaves_the_country, "REL-022.1"),
    "転出の取りやめ": Act(_stays, "REL-012.1"),
    "重ねての転入": Act(_enters_again, "REL-001.3"),
    "死亡による消除": Act(_dies, "REL-018.1"),
    "職権による消除": Act(_is_deleted, "REL-023.5"),
    "氏名の修正": Act(_is_renamed, "JUKI-002.1"),
    "個人番号の変更": Act(_claims_number, "JUKI-011.1"),
    "住民票コードの変更": Act(_claims_code, "JUKI-008.1"),
    "世帯主の交替": Act(_becomes_head, "REL-015.1"),
    "世帯の分離": Act(_leaves_household, "REL-015.1"),
    "世帯の合併": Act(_joins_neighbours, "REL-015.1"),
    "子の出生": Act(_has_a_child, "REL-017.3"),
    "改製": Act(_is_recompiled, "REL-025.1"),
    "支援措置の申出": Act(_asks_for_support, "SEC-007.2"),
    "支援措置の終了": Act(_support_ends, "SEC-005.3"),
    "転出証明書の再交付": Act(_wants_certificate, "REL-007.10"),
    "カードの紛失": Act(_loses_card, "CARD-010.1"),
    "カードの発見": Act(_finds_card, "CARD-010.3"),
    "カードの返納": Act(_returns_card, "CARD-011.2"),
    "カードの返納の命令": Act(_is_ordered_to_return, "CARD-011.2"),
    "カードの再交付の申請": Act(_wants_another_card, "CARD-011.2"),
    "カードの申請": Act(_applies_for_card, "CARD-001.1"),
    "カードの交付": Act(hand_over, "CARD-004.1"),
    "カードの継続利用": Act(_continues_card, "CARD-006.1"),
    "カードの記載事項の変更": Act(_renews_card, "CARD-009.1"),
}
"""The words of the text, and what is done."""
