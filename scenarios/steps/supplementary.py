"""
What the municipality of the registered domicile is told (JUKI-012).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from harness.port.reads import ReadSupplementaryRecord
from harness.running.scene import Message, Scene
from scenarios.cast import CITIES, HERE, Character, cast_of
from scenarios.steps.comparing import none_sent, same, without_spaces
from scenarios.steps.counter import last, resident_of
from scenarios.steps.register import REASONS, about, code_of, record_by_number, refs, updates
from scenarios.wording import given, then

DAY = timedelta(days=1)
"""遅滞なく (sla.chinaku); the number is the instrument's own."""

ITEMS = {
    "住所": "address",
    "国外転出者である旨": "abroad",
    "住所を定めた年月日": "settled_on",
    "転出予定年月日": "planned_out_on",
    "住民票コード": "resident_record_code",
}


def sent(scene: Scene, character: Character) -> list[Message]:
    """
    Notices about somebody's supplementary record that went out at all, wherever to.
    """
    return scene.messages("J09", outcomes=("accepted", "refused"), where=about(scene, character))


@given("{who:names}の本籍は和光市にある", "the registered domicile of {who:names} is in Wako City")
def domicile_here(scene: Scene, who: list[str]) -> None:
    """
    The supplementary record is kept here.
    """
    _register(scene, who, scene.municipality, HERE)


@given(
    "{who:names}の本籍は他の{city:word}にある",
    "the registered domicile of {who:names} is elsewhere, in {city:word}",
)
def domicile_elsewhere(scene: Scene, who: list[str], city: str) -> None:
    """
    The supplementary record is kept in another municipality than that of the rest of the cast.
    """
    _register(scene, who, *CITIES[city])


def _register(scene: Scene, who: list[str], code: str, place: str) -> None:
    for character in cast_of(scene).all(who):
        character.registered_domicile = f"{place}本町五丁目6番"
        character.registered_domicile_municipality = code
        scene.know_person(character.registered_domicile)


@then(
    "本籍地の{city:word}は、{who:names}について{items:text}を修正をすべき事項とする{reason:text}の附票の通知を受け取る",
    "{city:word}, where the register of {who:names} is kept, takes a notice of {reason:text} that names {items:text}",
)
def notified(scene: Scene, city: str, who: list[str], items: str, reason: str) -> None:
    """
    JUKI-012.1, JUKI-012.3: the last one, with what has to be corrected and what the resident record says of it.
    """
    named = sorted(ITEMS[each] for each in items.split("、"))
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        found = scene.messages("J09", to=CITIES[city][0], where=about(scene, character))[-1:]
        reasons = [each.body["reason"] for each in found]
        same(scene, "JUKI-012.1", [REASONS[reason]], reasons, refs(found))
        same(scene, "JUKI-012.3", [named], [sorted(each.body["corrected"]) for each in found], refs(found))
        right = record and {
            "address": without_spaces(record.address, record.building),
            "abroad": True,
            "settled_on": record.settled_on,
            "planned_out_on": record.planned_out_on,
            "resident_record_code": record.resident_record_code,
        }
        told = [each.body | {"address": without_spaces(each.body["address"])} for each in found]
        expected = [right and {name: right[name] for name in named}]
        actual = [{name: body[name] for name in named} for body in told]
        same(scene, "JUKI-012.3", expected, actual, [*refs(found), kept.ref])


@then(
    "{who:names}の附票の通知は記載又は修正から遅れずに届いている",
    "the notices of {who:names} arrive without delay after the change",
)
def in_time(scene: Scene, who: list[str]) -> None:
    """
    JUKI-012.2: by the town's clock, within a day of the update that the network took.
    """
    for character in cast_of(scene).all(who):
        found, told = sent(scene, character)[-1:], updates(scene, character)[-1:]
        late = [
            datetime.fromisoformat(each.at) - datetime.fromisoformat(told[0].at) > DAY
            for each in found
            if told
        ]
        same(scene, "JUKI-012.2", [False], late, refs([*found, *told]))


@then(
    "{who:names}の附票の通知は、照合のための事項と異動年月日{day:date}を備える",
    "the notices of {who:names} have the items to be matched, and the day {day:date}",
)
def keys(scene: Scene, who: list[str], day: date) -> None:
    """
    JUKI-012.4.
    """
    names = ("registered_domicile", "head_of_family_register", "name", "name_kana", "born_on", "sex")
    for character in cast_of(scene).all(who):
        for message in sent(scene, character)[-1:]:
            expected = [*(getattr(character, name) for name in names), day.isoformat(), True]
            actual = [
                *(message.body[name] for name in names),
                message.body["changed_on"],
                bool(message.body["reason"]),
            ]
            same(scene, "JUKI-012.4", expected, actual, [message.ref])


@then(
    "外国人住民{who:names}について附票の通知は送られていない",
    "no notice about a supplementary record is sent of {who:names}, foreign residents",
)
def none_of_foreigners(scene: Scene, who: list[str]) -> None:
    """
    JUKI-012.5.
    """
    _none(scene, "JUKI-012.5", who, 0)


@then(
    "国内転出の{who:names}について新たな附票の通知は送られていない",
    "no further notice about a supplementary record is sent of {who:names}, who move out within Japan",
)
def none_of_moving_out(scene: Scene, who: list[str]) -> None:
    """
    JUKI-012.6: the one of the moving in stays the only one.
    """
    _none(scene, "JUKI-012.6", who, 1)


@then(
    "本籍地の記録した氏名の変更のあった{who:names}について新たな附票の通知は送られていない",
    "no further notice is sent of {who:names}, whose change of name the registered domicile recorded itself",
)
def none_of_names(scene: Scene, who: list[str]) -> None:
    """
    JUKI-012.7: by code, for the notice of the moving in bore the former name.
    """
    for character in cast_of(scene).all(who):
        scene.expect.witness(bool(updates(scene, character)))
        code = code_of(scene, character)
        found = scene.messages("J09", outcomes=("accepted", "refused"), resident_record_code=code)
        none_sent(scene, "JUKI-012.7", found[1:], [last(scene).ref])


def _none(scene: Scene, clause: str, who: list[str], before: int) -> None:
    for character in cast_of(scene).all(who):
        scene.expect.witness(bool(updates(scene, character)))
        none_sent(scene, clause, sent(scene, character)[before:], [last(scene).ref])


@then(
    "本籍が本市にある{who:names}の附票の通知は外に送られず、本市の附票が改められている",
    "no notice leaves for {who:names}, whose registered domicile is here, and the record kept here is corrected",
)
def kept_here(scene: Scene, who: list[str]) -> None:
    """
    JUKI-012.8: the supplementary record shows the address of the resident record.
    """
    for character in cast_of(scene).all(who):
        record, shown = record_by_number(scene, resident_of(character))
        kept = scene.ask(ReadSupplementaryRecord(resident=resident_of(character)))
        own = getattr(kept.outcome, "supplementary", None)
        address = record is not None and str(getattr(own, "address", None)).startswith(record.address)
        settled = getattr(own, "settled_on", None) == getattr(record, "settled_on", 0)
        code = getattr(own, "resident_record_code", None) == getattr(record, "resident_record_code", 0)
        scene.expect.witness(address)
        none_sent(scene, "JUKI-012.8", sent(scene, character), [kept.ref])
        same(scene, "JUKI-012.8", (True, True, True), (address, settled, code), [kept.ref, shown.ref])


@then(
    "本籍が本市にある{who:word}の附票の通知は外に送られず、本市の附票に国外転出者である旨及び転出予定年月日{day:date}が"
    "記載されている",
    "no notice leaves for {who:word}, whose registered domicile is here, and the record kept here says: abroad, planned"
    " for {day:date}",
)
def abroad_kept_here(scene: Scene, who: str, day: date) -> None:
    """
    JUKI-012.8: the fact of being a person moved out abroad, and the planned day.
    """
    character = cast_of(scene)[who]
    kept = scene.ask(ReadSupplementaryRecord(resident=resident_of(character)))
    own = getattr(kept.outcome, "supplementary", None)
    actual = (getattr(own, "abroad", None), getattr(own, "planned_out_on", None))
    none_sent(scene, "JUKI-012.8", sent(scene, character), [kept.ref])
    same(scene, "JUKI-012.8", (True, day.isoformat()), actual, [kept.ref])
