"""
Changes that a scenario only needs to have happened: each is accepted, or the scenario decides nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.port.commands import (
    Amendment,
    ChangeOfAddress,
    ChangeOfHousehold,
    DeletionByDeath,
    EntryByBirth,
    ExOfficioCorrection,
    MovingOut,
    NotedInsurance,
    Relation,
)
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.counter import enter, identity_of, moving_in, recorded_elsewhere
from scenarios.steps.observing import household_of, resident_of
from scenarios.wording import given, when

Cause = Literal["family-register-notice", "clerical-error", "court", "request"]
Item = Literal["name", "name_kana", "common_name", "born_on", "sex"]
CAUSES: dict[str, Cause] = {
    "戸籍の通知": "family-register-notice",
    "誤記": "clerical-error",
    "裁判": "court",
    "申出": "request",
}
ITEMS: dict[str, Item] = {
    "氏名": "name",
    "氏名のフリガナ": "name_kana",
    "通称": "common_name",
    "生年月日": "born_on",
    "性別": "sex",
}
SEXES = {"男": "male", "女": "female"}


@when(
    "窓口が{who:names}の{moved:date}の転居届を受理する",
    "the counter takes the notification of change of address of {who:names} on {moved:date}",
)
def change_of_address(scene: Scene, who: list[str], moved: date) -> None:
    """
    住基法23条, filed today.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    scene.must(
        ChangeOfAddress(
            counter=scene.counter(),
            identity=identity_of(movers[0]),
            notified_on=scene.today.isoformat(),
            moved_on=moved.isoformat(),
            residents=[resident_of(mover) for mover in movers],
            to_address=cast.address("本町2番7号"),
        )
    )


@when(
    "窓口が{new:word}を新しい世帯主、{old:word}をその{relationship:word}とする世帯主変更届を受理する",
    "the counter takes a change of householder to {new:word}, with {old:word} as {relationship:word}",
)
def change_of_householder(scene: Scene, new: str, old: str, relationship: str) -> None:
    """
    住基法25条, changed and filed today.
    """
    cast = cast_of(scene)
    head, former = cast[new], cast[old]
    scene.must(
        ChangeOfHousehold(
            counter=scene.counter(),
            identity=identity_of(head),
            notified_on=scene.today.isoformat(),
            changed_on=scene.today.isoformat(),
            household=household_of(head),
            householder=resident_of(head),
            relationships=[
                Relation(resident=resident_of(head), relationship="世帯主"),
                Relation(resident=resident_of(former), relationship=relationship),
            ],
        )
    )


@when(
    "{cause:text}を事由として{who:word}の{item:word}を職権で{value:text}と修正する",
    "{item:word} of {who:word} is corrected ex officio to {value:text}, the cause being {cause:text}",
)
def corrected_ex_officio(scene: Scene, cause: str, who: str, item: str, value: str) -> None:
    """
    住基令12条, today.
    """
    scene.know_person(value)
    scene.must(
        ExOfficioCorrection(
            counter=scene.counter(),
            resident=resident_of(cast_of(scene)[who]),
            changed_on=scene.today.isoformat(),
            cause=CAUSES[cause],
            amendments=[Amendment(item=ITEMS[item], value=SEXES.get(value, value))],
        )
    )


@when(
    "死亡届により{who:word}を{died:date}の死亡として消除する",
    "{who:word} is deleted by death on {died:date}, on a notification of death",
)
def deleted_by_death(scene: Scene, who: str, died: date) -> None:
    """
    住基令8条, notified today.
    """
    scene.must(
        DeletionByDeath(
            counter=scene.counter(),
            notified_on=scene.today.isoformat(),
            resident=resident_of(cast_of(scene)[who]),
            died_on=died.isoformat(),
        )
    )


@when(
    "窓口が{planned:date}を予定日とする{who:names}の国外への転出届を受理する",
    "the counter takes the notification of moving out abroad of {who:names}, planned for {planned:date}",
)
def moving_out_abroad(scene: Scene, planned: date, who: list[str]) -> None:
    """
    住基法24条, filed today, without a destination in Japan.
    """
    leaving = cast_of(scene).all(who)
    scene.must(
        MovingOut(
            counter=scene.counter(),
            identity=identity_of(leaving[0]),
            notified_on=scene.today.isoformat(),
            planned_on=planned.isoformat(),
            residents=[resident_of(each) for each in leaving],
            destination="英国",
        )
    )


@when(
    "出生届により{child:word}を{born:date}生まれとして{parent:word}の世帯に職権で記載する",
    "{child:word}, born on {born:date}, is entered ex officio in the household of {parent:word}",
)
def entered_by_birth(scene: Scene, child: str, born: date, parent: str) -> None:
    """
    住基令12条2項; code and number are not yet there.
    """
    cast = cast_of(scene)
    newborn = cast[child]
    newborn.born_on, newborn.relationship = born.isoformat(), "子"
    scene.know_person(newborn.born_on)
    kept = scene.do(
        EntryByBirth(
            counter=scene.counter(),
            notified_on=scene.today.isoformat(),
            household=household_of(cast[parent]),
            person=newborn.person(resident_record_code=None, individual_number=None),
        )
    )
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    scene.expect.witness(bool(scene.messages("J01", name=newborn.name, born_on=newborn.born_on)))


@when(
    "{who:names}が{moved:date}に転入し、{noted:names}が記号番号{number:text}の国民健康保険の被保険者である旨を付記して届け出る",
    "{who:names} move in on {moved:date}, noting that {noted:names} are insured under {number:text}",
)
def moved_in_with_note(scene: Scene, who: list[str], moved: date, noted: list[str], number: str) -> None:
    """
    住基法28条: the facts noted on the notification filed today.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    recorded_elsewhere(scene, characters, moved)
    note = NotedInsurance(insured=True, symbol_and_number=number)
    persons = [
        each.person(health_insurance=note) if each.called in noted else each.person() for each in characters
    ]
    kept = scene.do(moving_in(scene, cast, characters, moved, scene.today, persons=persons))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    seen = [scene.messages("J01", resident_record_code=each.resident_record_code) for each in characters]
    scene.expect.witness(all(seen))


@given(
    "{who:word}は旧氏{surname:text}及びその振り仮名{kana:text}とともに和光市に住民登録されている",
    "{who:word} is recorded in Wako City with the former surname {surname:text} and its phonetic name {kana:text}",
)
def recorded_with_former_surname(scene: Scene, who: str, surname: str, kana: str) -> None:
    """
    The certificate of the former municipality carries the former surname (住基令30条の14).
    """
    cast = cast_of(scene)
    character = cast[who]
    scene.know_person(surname, kana)
    recorded_elsewhere(scene, [character], scene.today)
    person = character.person(former_surname=surname, former_surname_kana=kana)
    kept = scene.do(moving_in(scene, cast, [character], scene.today, scene.today, persons=[person]))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    scene.expect.witness(
        bool(
            scene.messages("J01", resident_record_code=character.resident_record_code, former_surname=surname)
        )
    )
