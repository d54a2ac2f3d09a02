"""
Steps of records that are switched as nationality is gained or lost (REL-019).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.port.commands import ChangeOfNationality, Foreign
from harness.running.scene import Message, Scene
from harness.words.codes import ReasonForChange
from scenarios.cast import CITIES, DOMICILE, DOMICILE_CITY, Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.register import record_of, refs
from scenarios.steps.to_the_agency import to_the_agency
from scenarios.wording import then, when

KINDS: dict[str, Literal["naturalisation", "acquisition"]] = {
    "帰化": "naturalisation",
    "国籍の取得": "acquisition",
}
SWITCHES = {"14", "15", "24", "25"}


def switched(scene: Scene, character: Character) -> list[Message]:
    """
    Updates under the code that delete or enter by the change of nationality, in order, taken or refused.
    """
    return [
        message
        for message in scene.messages(
            "J01",
            outcomes=("accepted", "refused"),
            resident_record_code=character.resident_record_code,
        )
        if message.body["reason"] in SWITCHES
    ]


@when(
    "{who:names}が{day:date}に{kind:word}により{name:text}となり、{notified:date}に住民票が切り替えられる",
    "{who:names} become {name:text} on {day:date} by {kind:word}, and their records are switched on {notified:date}",
)
def gain(scene: Scene, who: list[str], day: date, kind: str, name: str, notified: date) -> None:
    """
    住基令8条の2.
    """
    cast = cast_of(scene)
    scene.know_person(name)
    for character in cast.all(who):
        character.notes["former name"] = character.name
        _noted_number(scene, character)
        kept = scene.do(
            ChangeOfNationality(
                counter=scene.counter(),
                notified_on=notified.isoformat(),
                resident=resident_of(character),
                kind=KINDS[kind],
                occurred_on=day.isoformat(),
                name=name,
                name_kana="たなか　まり",
                registered_domicile=DOMICILE,
                head_of_family_register=name,
                registered_domicile_municipality=CITIES[DOMICILE_CITY][0],
            )
        )
        scene.accepted_or_inconclusive(kept)
        character.name = name
        remember(scene, cast, kept)


@when(
    "{who:names}が{day:date}に国籍を失って{name:text}となり、{notified:date}に住民票が切り替えられる",
    "{who:names} lose nationality on {day:date}, become {name:text}, and their records are switched on"
    " {notified:date}",
)
def lose(scene: Scene, who: list[str], day: date, name: str, notified: date) -> None:
    """
    住基令8条の2, the reverse: by loss of nationality a transitional resident (住基法30条の45).
    """
    cast = cast_of(scene)
    scene.know_person(name)
    for character in cast.all(who):
        character.notes["former name"] = character.name
        _noted_number(scene, character)
        kept = scene.do(
            ChangeOfNationality(
                counter=scene.counter(),
                notified_on=notified.isoformat(),
                resident=resident_of(character),
                kind="loss",
                occurred_on=day.isoformat(),
                name=name,
                name_kana="たなか　けん",
                foreign=Foreign(nationality="USA", resident_class="transitional"),
            )
        )
        scene.accepted_or_inconclusive(kept)
        character.name = name
        remember(scene, cast, kept)


@then(
    "{who:names}について従前の住民票の消除一件と新しい住民票の記載一件が順に行われている",
    "of {who:names} the former record is deleted and the new one entered, once each and in this order",
)
def in_order(scene: Scene, who: list[str]) -> None:
    """
    REL-019.1.
    """
    for character in cast_of(scene).all(who):
        found = [each for each in switched(scene, character) if each.outcome == "accepted"]
        states = [each.body["record_status"] for each in found]
        same(scene, "REL-019.1", ["deleted", "current"], states, refs(found))


@then(
    "{who:names}の切替えの本人確認情報の異動事由は{deletion:text}、{entry:text}である",
    "the updates of {who:names} have the reasons {deletion:text} and {entry:text}",
)
def reasons(scene: Scene, who: list[str], deletion: str, entry: str) -> None:
    """
    REL-019.2.
    """
    expected = [ReasonForChange.parse(deletion).code, ReasonForChange.parse(entry).code]
    for character in cast_of(scene).all(who):
        found = switched(scene, character)
        same(scene, "REL-019.2", expected, [each.body["reason"] for each in found], refs(found))


@then(
    "出入国在留管理庁は{who:names}の切替えによる消除の通知を受け取る",
    "the Agency takes the notice of deletion of {who:names}, whose records were switched",
)
def agency_told_of_deletion(scene: Scene, who: list[str]) -> None:
    """
    REL-019.4: the foreign resident's record is deleted, under the name it had.
    """
    for character in cast_of(scene).all(who):
        found = to_the_agency(scene, "I01", name=character.notes["former name"], born_on=character.born_on)
        acts = [each.body["act"] for each in found]
        same(scene, "REL-019.4", ["entry", "deletion"], acts, refs(found))


@then(
    "出入国在留管理庁は{who:names}の切替えによる記載の通知を受け取る",
    "the Agency takes the notice of entry of {who:names}, whose records were switched",
)
def agency_told_of_entry(scene: Scene, who: list[str]) -> None:
    """
    REL-019.4: a foreign resident's record is entered, under the name it has.
    """
    for character in cast_of(scene).all(who):
        found = to_the_agency(scene, "I01", name=character.name, born_on=character.born_on)
        same(scene, "REL-019.4", ["entry"], [each.body["act"] for each in found], refs(found))


@then(
    "住民票の切替えによって{who:names}の個人番号カードは失効していない",
    "the cards of {who:names} do not lapse by the switch of records",
)
def card_lives(scene: Scene, who: list[str]) -> None:
    """
    REL-019.3 (番号令14条4号): active at the card management system, after the switch was seen.
    """
    for character in cast_of(scene).all(who):
        found = switched(scene, character)
        told = scene.messages("K05", outcomes=("accepted", "refused"), card_id=character.card_id)
        shown = scene.state("card_management", "card", {"card_id": character.card_id})
        state = shown["card"]["state"] if shown.get("card") else None
        actual = (len(found), len(told), state)
        same(scene, "REL-019.3", (2, 0, "active"), actual, refs([*found, *told]))


@then(
    "{who:names}に現に有効な住民票が二つあることはない",
    "{who:names} do not have two current records",
)
def single(scene: Scene, who: list[str]) -> None:
    """
    REL-019.5: by the register, where the code shows one record, and by the network.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        current = [
            each.body["record_status"]
            for each in scene.messages("J01", resident_record_code=character.resident_record_code)
        ]
        open_records = current.count("current") - 2 * current.count("deleted")
        named = (record and record.state, record and record.name, open_records)
        unchanged(scene, "REL-019.5", ("current", character.name, 0), named, [kept.ref])


@then(
    "切替えによって{who:names}に新しい住民票コードは記載されていない",
    "no new Resident Record Code is entered for {who:names} by the switch",
)
def no_new_code(scene: Scene, who: list[str]) -> None:
    """
    REL-019.6.
    """
    for character in cast_of(scene).all(who):
        names = {character.name, character.notes["former name"]}
        sent = scene.messages(
            "J01",
            outcomes=("accepted", "refused"),
            where=lambda message, names=names: message.body["name"] in names,  # type: ignore[misc]
        )
        mine = {character.resident_record_code}
        codes = {str(each.body["resident_record_code"]) for each in sent}
        others = {code for code in codes if cast_of(scene).of_another(code)}
        unchanged(scene, "REL-019.6", mine, codes - others, refs(sent))


@then(
    "切替えによって{who:names}の新しい個人番号は求められず、記載されていない",
    "no new Individual Number is asked for or entered for {who:names} by the switch",
)
def no_new_number(scene: Scene, who: list[str]) -> None:
    """
    REL-019.7.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        asked = scene.messages(
            "J20",
            outcomes=("accepted", "refused"),
            resident_record_code=character.resident_record_code,
        )
        none_sent(scene, "REL-019.7", asked, [kept.ref])
        number = record.individual_number if record else None
        unchanged(scene, "REL-019.7", character.notes["number"], number, [kept.ref])


def _noted_number(scene: Scene, character: Character) -> None:
    record, _ = record_of(scene, character)
    character.notes["number"] = str(record.individual_number) if record else ""
