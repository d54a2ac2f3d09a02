"""
What must be seen of Resident Record Codes: inherited, or drawn from the stock (JUKI-007).
"""

from __future__ import annotations

from datetime import date, timedelta

from harness.judgement.expect import both
from harness.port.reads import ReadDocuments
from harness.running.scene import Inconclusive, Message, Scene
from harness.words.errors import TermError
from harness.words.numbers import ResidentRecordCode
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import recorded_elsewhere, resident_of
from scenarios.steps.register import REASONS, offered_updates, refs, updates
from scenarios.wording import given, then

ENTRIES = ("11", "12", "13", "14", "15", "16")
CODE_ENTERED = "38"


def entries(scene: Scene, character: Character) -> list[Message]:
    """
    Entries of a character that were sent at all.
    """
    found = offered_updates(scene, character)
    return [message for message in found if message.body["reason"] in ENTRIES]


def drawn(scene: Scene, character: Character) -> list[str]:
    """
    Codes under which a character was entered.
    """
    return [str(message.body["resident_record_code"]) for message in entries(scene, character)]


def assigned(scene: Scene) -> set[str]:
    """
    Codes that the organisation assigned to the municipality.
    """
    return set(scene.state("juki_net", "codes", {})["assigned"])


@given("これまでに使われた住民票コードを控えておく", "the Resident Record Codes used so far are noted")
def note_used(scene: Scene) -> None:
    """
    As the organisation knows them.
    """
    scene.memory["used"] = set(scene.state("juki_net", "codes", {})["used"])


@given(
    "{who:names}と氏名、住所、生年月日及び性別の同じ者がほかにも記録されている",
    "others with the name, address, birth and sex of {who:names} are recorded too",
)
def namesakes(scene: Scene, who: list[str]) -> None:
    """
    Under a code and a number of their own.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        own = (character.resident_record_code, character.individual_number)
        character.resident_record_code = cast.resident_record_code()
        character.individual_number = cast.individual_number()
        recorded_elsewhere(scene, [character], scene.today - timedelta(days=900))
        character.resident_record_code, character.individual_number = own


@then(
    "{who:names}には指定された未使用の住民票コードが記載されている",
    "{who:names} are entered under assigned codes not used before",
)
def unused_code(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.1: what the network refused was drawn too; an entry never sent is another requirement's.
    """
    stock, used = assigned(scene), scene.memory["used"]
    for character in cast_of(scene).all(who):
        found = entries(scene, character)
        if not found:
            raise Inconclusive(both("記載の通知が送られていない。", "No entry was sent."))
        codes = {str(message.body["resident_record_code"]) for message in found}
        actual = [(code in stock, code in used) for code in sorted(codes)]
        scene.expect.observed(
            "JUKI-007.1",
            actual == [(True, False)],
            both("指定され、未使用", "assigned, not used"),
            both(f"（指定、使用済み）{actual}", f"(assigned, used) {actual}"),
            refs(found),
        )


@then(
    "{who:names}に宛てた住民票コード通知票が作成されている",
    "a notice of the Resident Record Code is printed for {who:names}",
)
def notice_printed(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.2: addressed to the person, with the code.
    """
    for character in cast_of(scene).all(who):
        found, evidence = _notices(scene, character)
        scene.expect.observed(
            "JUKI-007.2", bool(found), both("一通以上", "one or more"), both(len(found), len(found)), evidence
        )


@then(
    "{who:names}の住民票コード通知票は記載と同じ{day:date}のうちに作成されている",
    "the notice of the code of {who:names} is printed on {day:date}, the day of the entry",
)
def notice_same_day(scene: Scene, who: list[str], day: date) -> None:
    """
    JUKI-007.3: 速やかに, in the instrument's own number (sla.sumiyaka: the same working day).
    """
    for character in cast_of(scene).all(who):
        found, evidence = _notices(scene, character)
        holds = bool(found) and scene.today <= day
        scene.expect.observed(
            "JUKI-007.3",
            holds,
            both(f"{day}まで（本ツールの設定値）", f"by {day} (the instrument's own number)"),
            both(f"{scene.today}に{len(found)}通", f"{len(found)} on {scene.today}"),
            evidence,
        )


@then(
    "{who:names}には以前の住民票コードがそのまま記載されている",
    "{who:names} are entered under the codes they had",
)
def code_inherited(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.4.
    """
    for character in cast_of(scene).all(who):
        codes = sorted(set(drawn(scene, character)))
        expected = [character.resident_record_code]
        scene.expect.observed(
            "JUKI-007.4",
            codes == expected,
            both(expected, expected),
            both(codes, codes),
            refs(entries(scene, character)),
        )


@then(
    "{who:names}の記載に先立って本人確認情報の照会が行われている",
    "an identity inquiry was made before the entry of {who:names}",
)
def inquired_first(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.5: in the order of one journal.
    """
    for character in cast_of(scene).all(who):
        asked = scene.messages(
            "J15",
            where=lambda message, person=character: (  # type: ignore[misc]
                message.body.get("name") == person.name
                or message.body.get("individual_number") == person.individual_number
            ),
        )
        found = entries(scene, character)
        before = [message for message in asked if not found or message.number < found[0].number]
        scene.expect.observed(
            "JUKI-007.5",
            bool(before),
            both("記載より前の照会", "an inquiry before the entry"),
            both(
                f"照会{len(asked)}件、うち前{len(before)}件", f"{len(asked)} inquiries, {len(before)} before"
            ),
            refs([*asked, *found]),
        )


@then(
    "照会で該当のなかった{who:names}には同じ処理の中で新たな住民票コードが記載されている",
    "{who:names}, found by no inquiry, are entered under new codes in the same act",
)
def new_code_after_none(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.6, the inquiry finding nobody.
    """
    stock = assigned(scene)
    for character in cast_of(scene).all(who):
        found = entries(scene, character)
        codes = [message.body["resident_record_code"] in stock for message in found[:1]]
        scene.expect.observed(
            "JUKI-007.6", codes == [True], both([True], [True]), both(codes, codes), refs(found)
        )


@then(
    "{who:names}に新たに選んだ住民票コードは記載されていない",
    "no newly drawn code is entered for {who:names}",
)
def no_new_code_drawn(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.6, the inquiry finding somebody, or several.
    """
    stock = assigned(scene)
    for character in cast_of(scene).all(who):
        codes = [code for code in drawn(scene, character) if code in stock]
        scene.expect.absent(
            "JUKI-007.6", not codes, both("なし", "none"), both(codes, codes), refs(entries(scene, character))
        )


@then(
    "新たな住民票コードで記載された{who:names}の異動事由は{reason:text}のままである",
    "the reason of {who:names}, entered under new codes, is still {reason:text}",
)
def reason_of_the_event(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-007.7.
    """
    for character in cast_of(scene).all(who):
        for message in offered_updates(scene, character)[:1]:
            actual = message.body["reason"]
            expected = REASONS[reason]
            scene.expect.observed(
                "JUKI-007.7",
                actual == expected,
                both(expected, expected),
                both(actual, actual),
                [message.ref],
            )


@then(
    "{who:names}の記載に「住民票コードの職権記載等」の異動事由は用いられていない",
    "the reason of a code entered ex officio is not used for the entry of {who:names}",
)
def not_code_entered(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.8: that reason belongs to records that stood before.
    """
    for character in cast_of(scene).all(who):
        found = offered_updates(scene, character, reason=CODE_ENTERED)
        scene.expect.witness(bool(updates(scene, character)))
        scene.expect.absent(
            "JUKI-007.8", not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )


@then(
    "{who:names}に指定されていない住民票コードは記載されていない",
    "no code that was not assigned is entered for {who:names}",
)
def none_from_outside(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.9.
    """
    stock = assigned(scene)
    for character in cast_of(scene).all(who):
        outside = [code for code in drawn(scene, character) if code not in stock]
        scene.expect.witness(bool(updates(scene, character)))
        scene.expect.absent(
            "JUKI-007.9",
            not outside,
            both("なし", "none"),
            both(outside, outside),
            refs(entries(scene, character)),
        )


@then("{who:names}の住民票コードは互いに異なる", "the codes of {who:names} differ from each other")
def codes_differ(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.10.
    """
    characters = cast_of(scene).all(who)
    codes = [code for character in characters for code in sorted(set(drawn(scene, character)))]
    scene.expect.witness(all(updates(scene, character) for character in characters))
    scene.expect.absent(
        "JUKI-007.10",
        len(set(codes)) == len(codes),
        both("互いに異なる", "all different"),
        both(codes, codes),
        refs([message for character in characters for message in entries(scene, character)]),
    )


@then("{who:names}の住民票コードの検査数字は正しい", "the check digits of the codes of {who:names} are right")
def check_digits_right(scene: Scene, who: list[str]) -> None:
    """
    JUKI-007.11: the formula is the declared assumption juki.code.checkdigit.
    """
    for character in cast_of(scene).all(who):
        wrong = [code for code in drawn(scene, character) if not valid(code)]
        scene.expect.witness(bool(updates(scene, character)))
        scene.expect.absent(
            "JUKI-007.11",
            not wrong,
            both("なし", "none"),
            both(wrong, wrong),
            refs(entries(scene, character)),
        )


@then(
    "死亡した{dead:names}の住民票コードは{who:names}に用いられていない",
    "the code of {dead:names}, who died, is not used for {who:names}",
)
def not_used_again(scene: Scene, dead: list[str], who: list[str]) -> None:
    """
    JUKI-007.12.
    """
    cast = cast_of(scene)
    past = {code for character in cast.all(dead) for code in drawn(scene, character)}
    for character in cast.all(who):
        again = [code for code in drawn(scene, character) if code in past]
        scene.expect.witness(bool(updates(scene, character)))
        scene.expect.absent(
            "JUKI-007.12",
            not again,
            both("なし", "none"),
            both(again, again),
            refs(entries(scene, character)),
        )


def valid(code: str) -> bool:
    """
    Whether a code has the right length and check digit.
    """
    try:
        return str(ResidentRecordCode.from_base(code[:-1])) == code
    except TermError:
        return False


def _notices(scene: Scene, character: Character) -> tuple[list[object], list[str]]:
    kept = scene.ask(ReadDocuments(resident=resident_of(character)))
    documents = getattr(kept.outcome, "documents", None) or []
    codes = drawn(scene, character)
    found: list[object] = [
        document
        for document in documents
        if document.kind == "resident-record-code-notice"
        and character.name in str(document.addressed_to)
        and any(code in document.text for code in codes)
    ]
    return found, [kept.ref]
