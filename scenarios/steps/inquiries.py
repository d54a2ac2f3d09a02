"""
Identity inquiries at the counter (JUKI-016).
"""

from __future__ import annotations

from typing import Any

from harness.port.commands import InquireIdentity
from harness.running.scene import Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import answer, last, recorded_elsewhere, remember
from scenarios.steps.log_lines import lines, log_end
from scenarios.steps.observing import carries
from scenarios.steps.register import refs
from scenarios.wording import given, then, when

PURPOSES = {
    "転入": "moving-in",
    "特例転入": "special-moving-in",
    "カードの交付": "hand-over",
    "住民票の記載": "registry-work",
    "滞納の調査": "arrears",
}
REFUSALS = {"氏名の一部": ["data-mismatch", "not-permitted"], "氏名だけ": ["data-mismatch", "not-permitted"]}
CLERK, TERMINAL = "staff-inquiry", "counter-7"


def _keys(character: Character, by: str) -> dict[str, Any]:
    four = {
        "name": character.name,
        "address": character.from_address,
        "born_on": character.born_on,
        "sex": character.sex,
    }
    return {
        "住民票コード": {"resident_record_code": character.resident_record_code},
        "個人番号": {"individual_number": character.individual_number},
        "四情報": four,
        "氏名の一部": {"name": character.name.partition("　")[0]},
        "氏名だけ": {"name": character.name},
    }[by]


@given(
    "住民登録されている{who:names}の住所は{city:word}にある",
    "{who:names} are recorded, and have their address, in {city:word}",
)
def recorded_in(scene: Scene, who: list[str], city: str) -> None:
    """
    In another prefecture, where the text says so; recorded since 2024.
    """
    code, place = CITIES[city]
    characters = cast_of(scene).all(who)
    for character in characters:
        character.from_municipality = code
        character.from_address = character.from_address.replace(CITIES["さいたま市"][1], place)
        scene.know_person(character.from_address)
    recorded_elsewhere(scene, characters, scene.today.replace(year=2024), reason="11")


@when(
    "職員が{purpose:text}のために{who:word}を{by:text}により県内で照会する",
    "a clerk inquires about {who:word} in the own prefecture by {by:text}, for {purpose:text}",
)
def inquire(scene: Scene, purpose: str, who: str, by: str) -> None:
    """
    住基法30条の10.
    """
    _inquire(scene, purpose, who, by, "own-prefecture")


@when(
    "職員が{purpose:text}のために{who:word}を{by:text}により全国に照会する",
    "a clerk inquires about {who:word} in the whole country by {by:text}, for {purpose:text}",
)
def inquire_widely(scene: Scene, purpose: str, who: str, by: str) -> None:
    """
    住基法30条の12.
    """
    _inquire(scene, purpose, who, by, "nationwide")


def _inquire(scene: Scene, purpose: str, who: str, by: str, reach: Any) -> None:
    cast = cast_of(scene)
    scene.memory["noted-line"] = log_end(scene)
    kept = scene.do(
        InquireIdentity(
            counter=scene.counter(CLERK, TERMINAL),
            purpose=PURPOSES[purpose],
            reach=reach,
            **_keys(cast[who], by),
        )
    )
    remember(scene, cast, kept)


@then(
    "市町村CSは{who:word}について{by:text}だけを鍵とする照会を受け取る",
    "the municipal communication server takes an inquiry about {who:word} with {by:text} as its only key",
)
def one_key(scene: Scene, who: str, by: str) -> None:
    """
    JUKI-016.1.
    """
    wanted = _keys(cast_of(scene)[who], by)
    names = ("resident_record_code", "individual_number", "name", "address", "born_on", "sex")
    found = scene.messages("J15")[-1:]
    actual = [{name: each.body[name] for name in names if each.body.get(name) is not None} for each in found]
    same(scene, "JUKI-016.1", [wanted], actual, refs(found))


@then(
    "その照会は操作者、操作端末及び{purpose:text}の目的を示す",
    "that inquiry names operator, terminal and the purpose {purpose:text}",
)
def says_why(scene: Scene, purpose: str) -> None:
    """
    JUKI-016.2.
    """
    found = scene.messages("J15")[-1:]
    actual = [(each.body["operator"], each.body["terminal"], each.body["purpose"]) for each in found]
    same(scene, "JUKI-016.2", [(CLERK, TERMINAL, PURPOSES[purpose])], actual, refs(found))


@then(
    "照会の結果は{who:word}の四情報、異動事由及び異動年月日を示す",
    "the answer shows the four items of {who:word}, the reason for change and its date",
)
def four_items(scene: Scene, who: str) -> None:
    """
    JUKI-016.3.
    """
    character = cast_of(scene)[who]
    found = scene.messages("J15")[-1:]
    persons = ((found[0].reply or {}).get("body") or {}).get("persons", []) if found else []
    names = ("name", "address", "born_on", "sex", "reason", "changed_on")
    actual = [[each.get(name) for name in names] for each in persons]
    expected = [character.name, character.from_address, character.born_on, character.sex, "11"]
    shown = [[*row[:5], bool(row[5])] for row in actual]
    same(scene, "JUKI-016.3", [[*expected, True]], shown, refs(found))


@then(
    "他の都道府県の{who:word}の照会はJ17により行われ、{who2:word}が見つかる",
    "the inquiry about {who:word} of another prefecture goes by J17, and {who2:word} is found",
)
def by_the_prefecture(scene: Scene, who: str, who2: str) -> None:
    """
    JUKI-016.4.
    """
    cast = cast_of(scene)
    found = scene.messages("J17", resident_record_code=cast[who].resident_record_code)
    names = [each.name for each in getattr(answer(scene), "found", [])]
    same(scene, "JUKI-016.4", (1, [cast[who2].name]), (len(found), names), [*refs(found), last(scene).ref])


@then(
    "その照会の操作者及び{purpose:text}の目的がアクセスログに残っている",
    "operator and purpose {purpose:text} of the inquiry are in the access log",
)
def logged(scene: Scene, purpose: str) -> None:
    """
    JUKI-016.5.
    """
    found = [
        line
        for line in lines(scene)
        if line.n > scene.memory["noted-line"]
        and line.operator == CLERK
        and line.terminal == TERMINAL
        and PURPOSES[purpose] in f"{line.function} {line.text}"
    ]
    same(scene, "JUKI-016.5", True, bool(found), [last(scene).ref])


@then(
    "記載に先立つ照会の操作者及び{purpose:text}の目的がアクセスログに残っている",
    "operator and purpose {purpose:text} of the inquiry before the entry are in the access log",
)
def logged_before_entry(scene: Scene, purpose: str) -> None:
    """
    JUKI-016.5: of a search that the registry makes for a notification, by the clerk who took it.
    """
    operator = last(scene).request["counter"]["operator"]
    found = [
        line
        for line in lines(scene)
        if line.operator == operator and line.function == "J15" and PURPOSES[purpose] in line.text
    ]
    scene.expect.witness(bool(scene.messages("J15")))
    same(scene, "JUKI-016.5", True, bool(found), [last(scene).ref])


@then(
    "{by:text}によるその照会は断られ、市町村CSに送られていない",
    "that inquiry by {by:text} is refused and not sent to the municipal communication server",
)
def no_fragment(scene: Scene, by: str) -> None:
    """
    JUKI-016.6: what is sent always has a whole key.
    """
    scene.expect.witness(bool(scene.messages("J15")))
    scene.expect.refused("JUKI-016.6", answer(scene), REFUSALS[by], [last(scene).ref])
    incomplete = [
        message
        for kind in ("J15", "J17")
        for message in scene.messages(kind, outcomes=("accepted", "refused"))
        if message.body.get("name") and not message.body.get("born_on")
    ]
    none_sent(scene, "JUKI-016.6", incomplete, [last(scene).ref])


@then(
    "認められた利用でない{purpose:text}のための照会では、{who:word}の個人番号は示されない",
    "the inquiry for {purpose:text}, no lawful use, does not show the number of {who:word}",
)
def number_not_shown(scene: Scene, purpose: str, who: str) -> None:
    """
    JUKI-016.7: refused, and no inquiry with that purpose went out.
    """
    scene.expect.refused("JUKI-016.7", answer(scene), ["not-permitted"], [last(scene).ref])
    shown = carries(str(answer(scene)), cast_of(scene)[who].individual_number)
    unchanged(scene, "JUKI-016.7", False, shown, [last(scene).ref])
    asked = scene.messages("J15", outcomes=("accepted", "refused"), purpose=PURPOSES[purpose])
    none_sent(scene, "JUKI-016.7", asked, [last(scene).ref])


@then(
    "照会の結果の{who:word}は庁内のどの業務にも渡されていない",
    "{who:word}, found by the inquiry, is handed to no department",
)
def not_handed_on(scene: Scene, who: str) -> None:
    """
    JUKI-016.8: nothing goes to a department or to the addressee system about somebody who was only looked up. What the
    clock brings may be about somebody else of that name.
    """
    character = cast_of(scene)[who]
    kinds = ("D01", "D03", "A01", "A02")
    spread = [
        message
        for kind in kinds
        for message in scene.messages(kind, outcomes=("accepted", "refused"))
        if carries(message.body, character.resident_record_code)
        or (scene.caused(message) and message.body.get("name") == character.name)
    ]
    asked = scene.messages("J15")
    scene.expect.witness(bool(asked))
    none_sent(scene, "JUKI-016.8", spread, refs(asked))


@then(
    "{by:text}による{who:word}の全国への照会は断られ、J17も送られていない",
    "the inquiry about {who:word} in the whole country by {by:text} is refused, and no J17 is sent",
)
def no_fragment_widely(scene: Scene, by: str, who: str) -> None:
    """
    JUKI-016.6: the prefecture is asked by a whole key, too.
    """
    del who
    scene.expect.refused("JUKI-016.6", answer(scene), REFUSALS[by], [last(scene).ref])
    none_sent(scene, "JUKI-016.6", _asked(scene), [last(scene).ref])


@then(
    "認められた利用でない{purpose:text}のための全国への照会では、{who:word}の個人番号は示されず、J17も送られていない",
    "the inquiry in the whole country for {purpose:text}, no lawful use, shows no number of {who:word}, and no J17",
)
def number_not_shown_widely(scene: Scene, purpose: str, who: str) -> None:
    """
    JUKI-016.7: however far it reaches.
    """
    del purpose
    scene.expect.refused("JUKI-016.7", answer(scene), ["not-permitted"], [last(scene).ref])
    shown = carries(str(answer(scene)), cast_of(scene)[who].individual_number)
    unchanged(scene, "JUKI-016.7", False, shown, [last(scene).ref])
    none_sent(scene, "JUKI-016.7", _asked(scene), [last(scene).ref])


def _asked(scene: Scene) -> list[Message]:
    """
    Inquiries of this scenario so far, near and far, taken or not.
    """
    kinds = ("J15", "J17")
    return [one for kind in kinds for one in scene.messages(kind, outcomes=("accepted", "refused"))]
