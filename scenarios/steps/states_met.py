"""
States in which an act may meet somebody, by the words of the text: each is reached by lawful acts at the counter.

A state that cannot be reached decides nothing: its preparations are accepted, or the scenario is INCONCLUSIVE.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from harness.port.commands import (
    Amendment,
    CancelChange,
    DeletionByDeath,
    ExOfficioCorrection,
    ExOfficioDeletion,
    MovingOut,
    RecompileRecord,
    RestoreRecord,
    WithdrawMovingOut,
)
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.births import confirm
from scenarios.steps.card_acts import replace, report_loss, return_card
from scenarios.steps.counter import enter, identity_of, moving_in, resident_of
from scenarios.steps.department import send_qualification
from scenarios.steps.family_events import change_of_address
from scenarios.steps.family_register_notices import change_notified
from scenarios.steps.hand_over import waiting
from scenarios.steps.homes_met import (
    HOLDS,
    OTHER,
    accompanies,
    applied,
    at_home,
    child,
    enters,
    granted,
    head,
    joined,
    left_household,
)
from scenarios.steps.moving_out import moving_out
from scenarios.steps.nationality import gain
from scenarios.steps.number_changes import claim_code, claim_number
from scenarios.steps.register import record_by_number
from scenarios.steps.returning import recorded_after_leaving
from scenarios.steps.special_moving_in import recorded_by_special_moving_in
from scenarios.steps.special_moving_out import special_moving_out

State = Callable[[Scene, Character], None]
WEEK = timedelta(days=7)


def planned_out(scene: Scene, person: Character) -> None:
    """
    Moves to another city in a week, the other stays.
    """
    at_home(scene, person)
    scene.must(moving_out(scene, [person], scene.today + WEEK, scene.today, "朝霞市", identity_of(person)))


def planned_head(scene: Scene, person: Character) -> None:
    """
    As above, and heads the household.
    """
    head(scene, person)
    scene.must(moving_out(scene, [person], scene.today + WEEK, scene.today, "朝霞市", identity_of(person)))


def planned_with_card(scene: Scene, person: Character) -> None:
    """
    The special moving out: the data go ahead.
    """
    with_card(scene, person)
    scene.must(special_moving_out(scene, [person], scene.today + WEEK, scene.today))


def planned_abroad(scene: Scene, person: Character) -> None:
    """
    Leaves the country in a week, with a card that was not presented.
    """
    with_card(scene, person)
    scene.must(
        MovingOut(
            scene.counter(),
            identity_of(person),
            scene.today.isoformat(),
            (scene.today + WEEK).isoformat(),
            [resident_of(person)],
            "英国",
        )
    )


def withdrawn(scene: Scene, person: Character) -> None:
    """
    Planned to move, and stays.
    """
    planned_out(scene, person)
    scene.must(
        WithdrawMovingOut(
            scene.counter(), identity_of(person), scene.today.isoformat(), [resident_of(person)]
        )
    )


def by_card(scene: Scene, person: Character) -> None:
    """
    Moved in by the card, which is in continued use.
    """
    person.relationship = "世帯主"
    recorded_by_special_moving_in(scene, [person.called])


def with_card(scene: Scene, person: Character) -> None:
    """
    Was handed a card.
    """
    person.notes[HOLDS] = "yes"
    at_home(scene, person)


def card_lost(scene: Scene, person: Character) -> None:
    """
    Said that the card is lost.
    """
    with_card(scene, person)
    report_loss(scene, person.called, scene.today)


def card_waits(scene: Scene, person: Character) -> None:
    """
    The card lies in stock.
    """
    at_home(scene, person)
    waiting(scene, [person.called])


def _moves(scene: Scene, people: list[Character]) -> None:
    cast = cast_of(scene)
    scene.must(change_of_address(scene, cast, people, scene.today, scene.today, identity_of(people[0])))


def card_back(scene: Scene, person: Character) -> None:
    """
    Gave the card back.
    """
    with_card(scene, person)
    return_card(scene, person.called, scene.today, "任意")


def card_replaced(scene: Scene, person: Character) -> None:
    """
    Applied for another card, by which the old one ended.
    """
    with_card(scene, person)
    replace(scene, person.called, scene.today)


def moved(scene: Scene, person: Character) -> None:
    """
    Changed address together with the other.
    """
    at_home(scene, person)
    _moves(scene, [cast_of(scene)[OTHER], person])


def move_cancelled(scene: Scene, person: Character) -> None:
    """
    A change of address that never was, and was cancelled.
    """
    moved(scene, person)
    for each in (cast_of(scene)[OTHER], person):
        record, _ = record_by_number(scene, resident_of(each))
        last = max((row.sequence for row in record.history), default=0) if record else 0
        scene.must(CancelChange(scene.counter(), resident_of(each), last, scene.today.isoformat()))


def restored(scene: Scene, person: Character) -> None:
    """
    Deleted by mistake, and entered again.
    """
    at_home(scene, person)
    deleted_ex_officio(scene, person)
    scene.must(RestoreRecord(scene.counter(), resident_of(person), scene.today.isoformat()))


def deleted_ex_officio(scene: Scene, person: Character) -> None:
    """
    Said not to live here.
    """
    today = scene.today.isoformat()
    scene.must(
        ExOfficioDeletion(
            scene.counter(), today, today, resident_of(person), "omission-or-error", "not-living-here"
        )
    )


def renumbered(scene: Scene, person: Character) -> None:
    """
    Has another Individual Number than at first.
    """
    at_home(scene, person)
    claim_number(scene, person.called, scene.today)


def recoded(scene: Scene, person: Character) -> None:
    """
    Has another Resident Record Code than at first.
    """
    at_home(scene, person)
    claim_code(scene, person.called, scene.today)


def renamed(scene: Scene, person: Character) -> None:
    """
    Married in another municipality; the notice was examined and confirmed.
    """
    at_home(scene, person)
    name, kana = f"青木　{person.called}", "あおき　はなこ"
    change_notified(scene, "さいたま市", person.called, name, kana, scene.today, "婚姻")
    confirm(scene)
    person.name, person.name_kana = name, kana


def insured(scene: Scene, person: Character) -> None:
    """
    The department told that this one is insured.
    """
    at_home(scene, person)
    send_qualification(scene, person, acquired_on=scene.today.isoformat(), acquired_by="転入")
    scene.settle()


def naturalised(scene: Scene, person: Character) -> None:
    """
    Came as a foreign resident and became a Japanese national.
    """
    at_home(scene, person)
    gain(scene, [person.called], scene.today, "帰化", "田中　まり", scene.today)
    person.foreign = None


def returned(scene: Scene, person: Character) -> None:
    """
    Moved out today, was recorded elsewhere, and is back in the old household; a second moving in of one day would be
    the first one told again.
    """
    person.relationship = "妻"
    enters(scene, [cast_of(scene)[OTHER], person], moved_days_ago=2)
    scene.must(moving_out(scene, [person], scene.today, scene.today, "朝霞市", identity_of(person)))
    recorded_after_leaving(scene, [person.called], scene.today, "朝霞市")
    cast = cast_of(scene)
    household = str(cast[OTHER].household)
    kept = scene.do(moving_in(scene, cast, [person], scene.today, scene.today, household=household))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)


def recompiled(scene: Scene, person: Character) -> None:
    """
    The record was recompiled.
    """
    at_home(scene, person)
    scene.must(RecompileRecord(scene.counter(), resident_of(person), scene.today.isoformat()))


def with_former_surname(scene: Scene, person: Character) -> None:
    """
    A former surname was entered on request.
    """
    at_home(scene, person)
    surname, kana = "渡辺", "わたなべ"
    scene.know_person(surname, kana)
    person.former_surname, person.former_surname_kana = surname, kana
    items = [Amendment("former_surname", surname), Amendment("former_surname_kana", kana)]
    today = scene.today.isoformat()
    scene.must(ExOfficioCorrection(scene.counter(), resident_of(person), today, "request", items))


def dead(scene: Scene, person: Character) -> None:
    """
    Died today.
    """
    at_home(scene, person)
    today = scene.today.isoformat()
    scene.must(DeletionByDeath(scene.counter(), today, resident_of(person), today))


def deleted(scene: Scene, person: Character) -> None:
    """
    Said not to live here, and deleted.
    """
    at_home(scene, person)
    deleted_ex_officio(scene, person)


def gone(scene: Scene, person: Character) -> None:
    """
    Moved out today.
    """
    at_home(scene, person)
    scene.must(moving_out(scene, [person], scene.today, scene.today, "朝霞市", identity_of(person)))


STATES: Mapping[str, State] = {
    "転入したばかり": at_home,
    "世帯主": head,
    "親の世帯の子": child,
    "後から世帯に加わった者": joined,
    "世帯を分離した者": left_household,
    "支援措置を申し出ている者": applied,
    "支援措置を認められた者": granted,
    "支援措置を併せて求められた者": accompanies,
    "転出を予定する者": planned_out,
    "転出を予定する世帯主": planned_head,
    "カードにより転出を予定する者": planned_with_card,
    "国外への転出を予定する者": planned_abroad,
    "転出を取りやめた者": withdrawn,
    "カードにより転入した者": by_card,
    "カードの交付を受けた者": with_card,
    "カードの紛失を届け出た者": card_lost,
    "カードの交付を待つ者": card_waits,
    "カードを返納した者": card_back,
    "カードの再交付を申請した者": card_replaced,
    "転居した者": moved,
    "転居を取り消された者": move_cancelled,
    "消除から回復された者": restored,
    "個人番号を変更した者": renumbered,
    "住民票コードを変更した者": recoded,
    "婚姻により氏を改めた者": renamed,
    "国民健康保険の被保険者": insured,
    "帰化した者": naturalised,
    "再び転入した者": returned,
    "住民票を改製された者": recompiled,
    "旧氏を記載された者": with_former_surname,
    "転出した者": gone,
    "死亡した者": dead,
    "職権により消除された者": deleted,
}
"""The words of the text, and how it comes to that."""


def day_of_plan(scene: Scene) -> date:
    """
    The planned date of all who plan to leave: a week after the day of the filing.
    """
    planned: date = scene.memory["met on"] + WEEK
    return planned
