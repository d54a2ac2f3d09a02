"""
Steps of moving in from abroad (REL-021).
"""

from __future__ import annotations

from datetime import date, timedelta

from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import none_sent, same
from scenarios.steps.counter import recorded_elsewhere
from scenarios.steps.moving_in import UNCODED, file, from_abroad
from scenarios.steps.register import notices, offered_updates, refs, updates
from scenarios.steps.to_the_agency import to_the_agency
from scenarios.wording import given, then, when


@given("全国の照会がしばらく受け付けられない", "the nationwide inquiry is not taken for some time")
def inquiry_busy(scene: Scene) -> None:
    """
    Nothing can have been answered.
    """
    busy = [
        {"message_type": kind, "receiver": None, "action": "busy", "times": 50} for kind in ("J15", "J17")
    ]
    scene.faults("juki_net", busy)


@given(
    "{who:names}は個人番号のないまま国外に転出しており、以前の住民票コードが分かっている",
    "{who:names} moved abroad without an Individual Number; their former codes are known",
)
def moved_abroad_before_numbers(scene: Scene, who: list[str]) -> None:
    """
    番号法附則3条2項: they left before October 2015.
    """
    characters = cast_of(scene).all(who)
    for character in characters:
        character.notes["cast number"] = character.individual_number
        character.individual_number = None  # type: ignore[assignment]  # nobody gave one
    recorded_elsewhere(scene, characters, scene.today - timedelta(days=5000), reason="22", current=False)


@when(
    "{who:names}が個人番号のないまま{moved:date}に国外から転入し、{notified:date}に転入届を出す",
    "{who:names}, without an Individual Number, move in from abroad on {moved:date} and file on {notified:date}",
)
def file_without_number(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    The former code is known.
    """
    file(scene, from_abroad(scene, who, moved, notified, individual_number=None))


@when(
    "{who:names}が以前の住民票コードの分からないまま{moved:date}に国外から転入し、{notified:date}に転入届を出す",
    "{who:names}, their former codes unknown, move in from abroad on {moved:date} and file on {notified:date}",
)
def file_without_code(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    The four items of the last record are what is known of them.
    """
    command = from_abroad(scene, who, moved, notified, **UNCODED)
    first = cast_of(scene)[who[0]]
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    file(scene, type(command)(**{**fields, "from_address": first.from_address}))


@when(
    "{who:names}が以前の住民票コードの分からないまま{moved:date}に国外から転入し、{notified:date}に転入届を試みる",
    "{who:names}, their former codes unknown, move in from abroad on {moved:date} and try to file on"
    " {notified:date}",
)
def try_without_code(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    As above; whether it is accepted meanwhile is the registry's choice.
    """
    file_without_code(scene, who, moved, notified)


@then(
    "市町村CSは以前の住民票コードと異動事由「国外転入等」を示す{who:names}の本人確認情報を受け取る",
    "the municipal communication server takes the update of {who:names} under the former code, from abroad",
)
def former_code_told(scene: Scene, who: list[str]) -> None:
    """
    REL-021.1.
    """
    _former_code(scene, "REL-021.1", who)


@then(
    "全国の照会の後に、市町村CSは以前の住民票コードと異動事由「国外転入等」を示す{who:names}の本人確認情報を受け取る",
    "after the inquiry the municipal communication server takes the update of {who:names} under the former code",
)
def former_code_found(scene: Scene, who: list[str]) -> None:
    """
    REL-021.2: the inquiry comes first.
    """
    _former_code(scene, "REL-021.2", who)
    for character in cast_of(scene).all(who):
        asked = [*scene.messages("J15"), *scene.messages("J17")]
        found = updates(scene, character, reason="12")
        first = min((each.number for each in asked), default=None)
        holds = first is not None and bool(found) and first < found[0].number
        same(scene, "REL-021.2", True, holds, refs([*asked, *found]))


@then(
    "個人番号のない{who:names}について個人番号の生成が一度求められる",
    "an Individual Number is asked for once for {who:names}, who have none",
)
def number_asked(scene: Scene, who: list[str]) -> None:
    """
    REL-021.3.
    """
    _asked(scene, "REL-021.3", who)


@then(
    "初めて記録された{who:names}には新しい住民票コードが記載されている",
    "{who:names}, recorded for the first time, are entered under a new code",
)
def new_code(scene: Scene, who: list[str]) -> None:
    """
    REL-021.4: out of the stock, on no record before.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character)[:1]
        codes = [str(each.body["resident_record_code"]) for each in found]
        stock = scene.state("juki_net", "codes", {})["assigned"]
        actual = (len(codes), all(code in stock for code in codes), character.resident_record_code in codes)
        same(scene, "REL-021.4", (1, True, False), actual, refs(found))


@then(
    "初めて記録された{who:names}について個人番号の生成が一度求められる",
    "an Individual Number is asked for once for {who:names}, recorded for the first time",
)
def first_number_asked(scene: Scene, who: list[str]) -> None:
    """
    REL-021.5.
    """
    _asked(scene, "REL-021.5", who)


@then(
    "初めて記録された{who:names}の本人確認情報の異動事由は「国外転入等」である",
    "the first update of {who:names}, recorded for the first time, has the reason from abroad",
)
def reason_from_abroad(scene: Scene, who: list[str]) -> None:
    """
    REL-021.6.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character)[:1]
        same(scene, "REL-021.6", ["12"], [each.body["reason"] for each in found], refs(found))


@then(
    "初めて記録された{who:names}について出入国在留管理庁は記載の市町村通知を受け取る",
    "the Agency takes the municipal notice of entry of {who:names}, recorded for the first time",
)
def agency_told(scene: Scene, who: list[str]) -> None:
    """
    REL-021.7.
    """
    for character in cast_of(scene).all(who):
        found = to_the_agency(scene, "I01", name=character.name, born_on=character.born_on)
        same(scene, "REL-021.7", ["entry"], [each.body["act"] for each in found], refs(found))


@then(
    "初めて記録された{who:names}について出入国在留管理庁は住居地の届出の通知を受け取る",
    "the Agency takes the place of residence of {who:names}, recorded for the first time",
)
def residence_told(scene: Scene, who: list[str]) -> None:
    """
    REL-021.8: under the article of the notification (住基法30条の46).
    """
    for character in cast_of(scene).all(who):
        found = to_the_agency(scene, "I03", name=character.name, born_on=character.born_on)
        same(scene, "REL-021.8", ["30-46"], [each.body["article"] for each in found], refs(found))


@then(
    "国外から転入した{who:names}についてどの市町村にも転入通知は送られていない",
    "no municipality is sent a notice of moving in of {who:names}, who came from abroad",
)
def no_notice(scene: Scene, who: list[str]) -> None:
    """
    REL-021.9. The entry seen at the network is the witness.
    """
    for character in cast_of(scene).all(who):
        scene.expect.witness(bool(updates(scene, character, reason="12")))
        none_sent(scene, "REL-021.9", notices(scene, character))


@then(
    "該当なしと回答される前に、{who:names}に新しい住民票コードは記載されていない",
    "{who:names} are not entered under a new code before the nation answers that there is none",
)
def no_new_code(scene: Scene, who: list[str]) -> None:
    """
    REL-021.10: in this scenario it never answers so.
    """
    for character in cast_of(scene).all(who):
        found = [
            each
            for each in offered_updates(scene, character)
            if each.body["resident_record_code"] != character.resident_record_code
        ]
        none_sent(scene, "REL-021.10", found)


def _former_code(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        found = updates(scene, character, reason="12")
        codes = [each.body["resident_record_code"] for each in found]
        same(scene, clause, [character.resident_record_code], codes, refs(found))


def _asked(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        first = updates(scene, character)[:1]
        codes = {str(each.body["resident_record_code"]) for each in first}
        found = [each for each in scene.messages("J20") if each.body["resident_record_code"] in codes]
        same(scene, clause, ["first"], [each.body["kind"] for each in found], refs(found))
