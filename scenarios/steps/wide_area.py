"""
Steps of wide-area issue (広域交付), with the registry as the municipality of residence (CERT-007).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.observing import as_text, carries, resident_of
from scenarios.steps.register import record_by_number, refs
from scenarios.wording import then, when

MARKS = {
    "基本の事項": None,
    "世帯主及び続柄": "relationship",
    "住民票コード": "show_resident_record_code",
    "個人番号": "show_individual_number",
    "在留に関する事項": "residence",
}
"""What may be asked for in addition, and the mark of J13 that says so."""

ASKED = ("householder_name", "relationship", "resident_record_code", "individual_number")
OF_STAY = (
    "nationality",
    "resident_class",
    "status_of_residence",
    "period_of_stay",
    "period_expires_on",
    "residence_card_number",
)


def _claim(scene: Scene, city: str, who: str, concerns: str, asked: str) -> None:
    cast = cast_of(scene)
    claimant = cast[who]
    claim_id = f"wide-{scene.random.randrange(10**9):09d}"
    marks = [mark for each in asked.split("と") if (mark := MARKS[each])]
    body: dict[str, Any] = {
        "claim_id": claim_id,
        "issuing_municipality": CITIES[city][0],
        "claimant_name": claimant.name,
        "resident_record_code": claimant.resident_record_code,
        "concerns": concerns,
        **dict.fromkeys(marks, True),
    }
    scene.act("juki_net", "send", {"message_type": "J13", "sender": CITIES[city][0], "body": body})
    scene.memory["wide-area claim"] = claim_id


@when(
    "{who:word}の{asked:word}を記載した本人の写しの請求を、{city:word}が広域交付のために通知する",
    "{city:word} tells of a claim for wide-area issue: the own copy of {who:word}, with {asked:word}",
)
def claimed_for_oneself(scene: Scene, who: str, asked: str, city: str) -> None:
    """
    住基法12条の4第2項, concerning the claimant alone.
    """
    _claim(scene, city, who, "claimant", asked)


@when(
    "{who:word}の{asked:word}を記載した世帯全員の写しの請求を、{city:word}が広域交付のために通知する",
    "{city:word} tells of a claim for wide-area issue by {who:word}: the household's copy, with {asked:word}",
)
def claimed_for_the_household(scene: Scene, who: str, asked: str, city: str) -> None:
    """
    住基法12条の4第2項, concerning everyone of the household.
    """
    _claim(scene, city, who, "household", asked)


def _answers(scene: Scene, outcomes: tuple[str, ...] = ("accepted",)) -> list[Message]:
    return scene.messages("J14", outcomes=outcomes, claim_id=scene.memory["wide-area claim"])


def _shown(scene: Scene, character: Character) -> tuple[dict[str, Any], list[str]]:
    found = _answers(scene)
    of_them = [each for one in found for each in one.body["persons"] if each["name"] == character.name]
    return (of_them[0] if len(of_them) == 1 else {}), refs(found)


@then(
    "広域交付の回答は{who:word}の住所を{address:text}、住民となった年月日を{became:date}、届出の年月日を{notified:date}とし、氏名、生年月日、性別及び従前の住所を示す",
    "the answer shows {who:word} at {address:text}, a resident since {became:date}, notified on {notified:date},"
    " with the name, birth, sex and previous address",
)
def base_items(scene: Scene, who: str, address: str, became: date, notified: date) -> None:
    """
    CERT-007.1: 住基法7条1号から3号まで, 6号から8号まで.
    """
    character = cast_of(scene)[who]
    shown, evidence = _shown(scene, character)
    expected = (
        character.name_kana,
        character.born_on,
        character.sex,
        became.isoformat(),
        notified.isoformat(),
        character.from_address,
    )
    names = ("name_kana", "born_on", "sex", "became_resident_on", "notified_on", "previous_address")
    same(scene, "CERT-007.1", expected, tuple(shown.get(name) for name in names), evidence)
    same(scene, "CERT-007.1", True, str(shown.get("address")).startswith(address), evidence)


@then(
    "広域交付の回答は{who:word}がその住所を定めた年月日を{day:date}と示す",
    "the answer shows {day:date} as the day on which {who:word} took up the address",
)
def settled(scene: Scene, who: str, day: date) -> None:
    """
    CERT-007.1: 住基法7条7号, of who changed the address within the municipality.
    """
    shown, evidence = _shown(scene, cast_of(scene)[who])
    same(scene, "CERT-007.1", day.isoformat(), shown.get("settled_on"), evidence)


@then(
    "広域交付の回答は{who:word}の旧氏{surname:text}とその振り仮名{kana:text}を示す",
    "the answer shows the former surname {surname:text} of {who:word} with its phonetic name {kana:text}",
)
def former_surname(scene: Scene, who: str, surname: str, kana: str) -> None:
    """
    CERT-007.1: 住基令30条の14第8項.
    """
    shown, evidence = _shown(scene, cast_of(scene)[who])
    actual = (shown.get("former_surname"), shown.get("former_surname_kana"))
    same(scene, "CERT-007.1", (surname, kana), actual, evidence)


@then(
    "広域交付の回答は{who:word}の通称{name:text}を示す",
    "the answer shows the common name {name:text} of {who:word}",
)
def common_name(scene: Scene, who: str, name: str) -> None:
    """
    CERT-007.1: 住基令30条の16第7項.
    """
    shown, evidence = _shown(scene, cast_of(scene)[who])
    same(scene, "CERT-007.1", name, shown.get("common_name"), evidence)


@then(
    "広域交付の回答は世帯主{head:word}の妻{who:word}の世帯主及び続柄を示し、住民票コードも個人番号も示さない",
    "the answer shows that {who:word} is the wife of the householder {head:word}, and neither code nor number",
)
def relationship_shown(scene: Scene, head: str, who: str) -> None:
    """
    CERT-007.2.
    """
    cast = cast_of(scene)
    _asked(scene, cast[who], (cast[head].name, "妻", None, None))


@then(
    "広域交付の回答は{who:word}の住民票コードを示し、世帯主及び続柄も個人番号も示さない",
    "the answer shows the code of {who:word}, and neither relationship nor number",
)
def code_shown(scene: Scene, who: str) -> None:
    """
    CERT-007.2.
    """
    character = cast_of(scene)[who]
    _asked(scene, character, (None, None, character.resident_record_code, None))


@then(
    "広域交付の回答は{who:word}の個人番号を示し、世帯主及び続柄も住民票コードも示さない",
    "the answer shows the number of {who:word}, and neither relationship nor code",
)
def number_shown(scene: Scene, who: str) -> None:
    """
    CERT-007.2.
    """
    character = cast_of(scene)[who]
    _asked(scene, character, (None, None, None, character.individual_number))


@then(
    "広域交付の回答は{who:names}の{asked:word}を一人ごとに示し、求めのないその他のものを示さない",
    "the answer shows {asked:word} of each of {who:names}, and nothing else that was not asked for",
)
def all_asked_shown(scene: Scene, who: list[str], asked: str) -> None:
    """
    CERT-007.2: several of them together, and of several people.
    """
    wanted = asked.split("と")
    for character in cast_of(scene).all(who):
        record, _ = record_by_number(scene, resident_of(character))
        if record is None:
            raise Inconclusive(both("住民票が照会できない。", "There is no record."))
        head = (record.householder_name, record.relationship)
        expected = (
            *(head if "世帯主及び続柄" in wanted else (None, None)),
            character.resident_record_code if "住民票コード" in wanted else None,
            character.individual_number if "個人番号" in wanted else None,
        )
        _asked(scene, character, expected)


def _asked(scene: Scene, character: Character, expected: tuple[str | None, ...]) -> None:
    shown, evidence = _shown(scene, character)
    same(scene, "CERT-007.2", expected, tuple(shown.get(name) for name in ASKED), evidence)


@then(
    "広域交付の回答は{who:names}を示し、そのいずれについても世帯主及び続柄、住民票コード並びに個人番号を示さない",
    "the answer shows {who:names}, and of none of them householder, relationship, code or number",
)
def nothing_unasked(scene: Scene, who: list[str]) -> None:
    """
    CERT-007.2: nothing of it was asked for. The people are seen first: an empty answer shows nothing either.
    """
    characters = cast_of(scene).all(who)
    for character in characters:
        shown, evidence = _shown(scene, character)
        if not shown:
            raise Inconclusive(both("回答に示されていない人がいる。", "Somebody is not shown in the answer."))
        unchanged(scene, "CERT-007.2", [None] * 4, [shown.get(name) for name in ASKED], evidence)
        found = _answers(scene)
        numbers = [character.individual_number, character.resident_record_code]
        leaked = [number for number in numbers for each in found if carries(each.body["persons"], number)]
        unchanged(scene, "CERT-007.2", 0, len(leaked), evidence)


@then(
    "広域交付の回答に、{who:word}の戸籍の表示も{insurance:text}の国民健康保険の資格もない",
    "the answer holds neither the family register of {who:word} nor the insurance {insurance:text}",
)
def never_shown(scene: Scene, who: str, insurance: str) -> None:
    """
    CERT-007.3: under whatever name, in whatever item.
    """
    character = cast_of(scene)[who]
    found = _answers(scene)
    shown, evidence = _shown(scene, character)
    if not shown:
        raise Inconclusive(both("回答に示されていない人がいる。", "Somebody is not shown in the answer."))
    text = as_text([each.body["persons"] for each in found])
    wanted = [character.registered_domicile, character.head_of_family_register, insurance]
    named = {each["name"] for one in found for each in one.body["persons"]}
    leaked = [value for value in wanted if value and value not in named and as_text(value) in text]
    unchanged(scene, "CERT-007.3", [], [f"…{value[-3:]}" for value in leaked], evidence)


@then(
    "広域交付の回答は外国人住民{who:word}の外国人住民となった年月日を{became:date}とし、振り仮名も国籍等も在留に関する事項も示さない",
    "the answer shows {who:word}, a foreign resident since {became:date}, without reading, nationality and stay",
)
def foreign_base(scene: Scene, who: str, became: date) -> None:
    """
    CERT-007.4.
    """
    shown, evidence = _shown(scene, cast_of(scene)[who])
    expected = [became.isoformat(), None, *[None] * len(OF_STAY)]
    actual = [shown.get("became_resident_on"), shown.get("name_kana"), *(shown.get(n) for n in OF_STAY)]
    same(scene, "CERT-007.4", expected, actual, evidence)


@then(
    "広域交付の回答は外国人住民{who:word}の国籍等、在留資格、在留期間、その満了の日及び在留カードの番号を示し、振り仮名を示さない",
    "the answer shows nationality, status, period, its end and card of {who:word}, and no phonetic reading",
)
def foreign_with_stay(scene: Scene, who: str) -> None:
    """
    CERT-007.4: 住基令30条の21.
    """
    character = cast_of(scene)[who]
    shown, evidence = _shown(scene, character)
    stay = character.foreign
    if stay is None:
        raise Inconclusive(both("外国人住民でない。", "Not a foreign resident."))
    expected = [
        None,
        stay.nationality,
        stay.resident_class,
        stay.status_of_residence,
        stay.period_of_stay,
        stay.period_expires_on,
        stay.residence_card_number,
    ]
    actual = [shown.get("name_kana"), *(shown.get(name) for name in OF_STAY)]
    same(scene, "CERT-007.4", expected, actual, evidence)


@then(
    "広域交付の回答は{who:names}を示す",
    "the answer shows {who:names}",
)
def shows(scene: Scene, who: list[str]) -> None:
    """
    CERT-007.1, and the lawful neighbour of what must not be answered.
    """
    people = cast_of(scene).all(who)
    found = _answers(scene)
    names = sorted(each["name"] for one in found for each in one.body["persons"])
    same(scene, "CERT-007.1", sorted(each.name for each in people), names, refs(found))


@then(
    "発行を抑止された{who:word}を示す広域交付の回答は送られていない",
    "no answer shows {who:word}, whose copies are held",
)
def held(scene: Scene, who: str) -> None:
    """
    CERT-007.5.
    """
    _absent(scene, "CERT-007.5", who)


@then(
    "消除された{who:word}を現に住民である者として示す広域交付の回答は送られていない",
    "no answer shows {who:word}, whose record is deleted, as a resident",
)
def deleted(scene: Scene, who: str) -> None:
    """
    CERT-007.6.
    """
    _absent(scene, "CERT-007.6", who)


def _absent(scene: Scene, clause: str, who: str) -> None:
    character = cast_of(scene)[who]
    found = _answers(scene, ("accepted", "refused"))
    text = as_text([each.body["persons"] for each in found])
    there = [value for value in (character.name, character.resident_record_code) if as_text(value) in text]
    scene.expect.absent(
        clause,
        not there,
        both("示されていない", "not shown"),
        both("示されている" if there else "示されていない", "shown" if there else "not shown"),
        refs(found),
    )
