"""
Acts beside moving in and out: birth, death, change of address, of household, ex officio correction.
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import (
    Amendment,
    ChangeOfAddress,
    ChangeOfHousehold,
    DeletionByDeath,
    EntryByBirth,
    ExOfficioCorrection,
    Identity,
    Relation,
)
from harness.running.scene import Scene
from scenarios.cast import Cast, Character, cast_of
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.register import record_by_number
from scenarios.wording import when


def change_of_address(
    scene: Scene,
    cast: Cast,
    who: list[Character],
    moved: date,
    notified: date,
    identity: Identity,
    *,
    provisional: bool = False,
) -> ChangeOfAddress:
    """
    A notification of change of address to another house.
    """
    return ChangeOfAddress(
        counter=scene.counter(),
        identity=identity,
        notified_on=notified.isoformat(),
        moved_on=moved.isoformat(),
        residents=[resident_of(each) for each in who],
        to_address=cast.address("本町31番2号"),
        provisional=provisional,
    )


def change_of_householder(
    scene: Scene, old: Character, new: Character, on: date, identity: Identity
) -> ChangeOfHousehold:
    """
    A notification of change of household: the second becomes householder in the place of the first.
    """
    return ChangeOfHousehold(
        counter=scene.counter(),
        identity=identity,
        notified_on=on.isoformat(),
        changed_on=on.isoformat(),
        household=str(old.household),
        householder=resident_of(new),
        relationships=[Relation(resident_of(new), "世帯主"), Relation(resident_of(old), "夫")],
    )


@when(
    "{who:names}が{moved:date}に転居し、{notified:date}に転居届を出す",
    "{who:names} change address on {moved:date} and file the notification on {notified:date}",
)
def file_change_of_address(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    住基法23条.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    command = change_of_address(scene, cast, movers, moved, notified, identity_of(movers[0]))
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "{children:names}が{born:date}に{parent:names}の世帯に生まれ、{notified:date}に出生届により記載される",
    "{children:names} are born into the household of {parent:names} on {born:date} and entered on the"
    " notification of"
    " birth of {notified:date}",
)
def enter_births(scene: Scene, children: list[str], born: date, parent: list[str], notified: date) -> None:
    """
    住基令12条2項: one entry each. The code that the register gives becomes the child's.
    """
    cast = cast_of(scene)
    household = str(cast[parent[0]].household)
    for child in cast.all(children):
        child.born_on = born.isoformat()
        scene.know_person(child.born_on)
        person = child.person(resident_record_code=None, individual_number=None)
        kept = scene.do(EntryByBirth(scene.counter(), notified.isoformat(), household, person))
        scene.accepted_or_inconclusive(kept)
        remember(scene, cast, kept)
        learn_code(scene, child)


@when(
    "{who:names}が{died:date}に死亡し、{notified:date}に死亡届により消除される",
    "{who:names} die on {died:date} and are deleted on the notification of death of {notified:date}",
)
def delete_by_death(scene: Scene, who: list[str], died: date, notified: date) -> None:
    """
    住基令8条.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        command = DeletionByDeath(
            scene.counter(), notified.isoformat(), resident_of(character), died.isoformat()
        )
        kept = scene.do(command)
        scene.accepted_or_inconclusive(kept)
        remember(scene, cast, kept)


@when(
    "{who:names}の氏名が戸籍の届出に基づいて{day:date}に職権で修正される",
    "the name of {who:names} is corrected ex officio on {day:date}, on an event of the family register",
)
def correct_name(scene: Scene, who: list[str], day: date) -> None:
    """
    住基令12条2項: another surname.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        given = character.name.partition("　")[2]
        reading = character.name_kana.partition("　")[2]
        character.name, character.name_kana = f"青木　{given}", f"あおき　{reading}"
        scene.know_person(character.name, character.name_kana)
        command = ExOfficioCorrection(
            counter=scene.counter(),
            resident=resident_of(character),
            changed_on=day.isoformat(),
            cause="family-register-notice",
            amendments=[Amendment("name", character.name), Amendment("name_kana", character.name_kana)],
        )
        kept = scene.do(command)
        scene.accepted_or_inconclusive(kept)
        remember(scene, cast, kept)


@when(
    "{who:names}の通称{common_name:text}が申出に基づいて{day:date}に記載される",
    "the common name {common_name:text} of {who:names} is entered on {day:date} on request",
)
def enter_common_name(scene: Scene, who: list[str], common_name: str, day: date) -> None:
    """
    住基令30条の16.
    """
    cast = cast_of(scene)
    scene.know_person(common_name)
    for character in cast.all(who):
        kept = scene.do(
            ExOfficioCorrection(
                counter=scene.counter(),
                resident=resident_of(character),
                changed_on=day.isoformat(),
                cause="request",
                amendments=[Amendment("common_name", common_name)],
            )
        )
        scene.accepted_or_inconclusive(kept)
        remember(scene, cast, kept)


def learn_code(scene: Scene, character: Character) -> None:
    """
    What code the register shows for somebody who came without one; the cast's own is forgotten.
    """
    record, _ = record_by_number(scene, resident_of(character))
    character.notes["given-code"] = record.resident_record_code if record else ""
    if record:
        character.resident_record_code = record.resident_record_code
        scene.know("resident-record-code", record.resident_record_code)
