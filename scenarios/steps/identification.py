"""
What the network must be told after an entry, deletion or correction (JUKI-001).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same
from scenarios.steps.counter import answer, last
from scenarios.steps.register import REASONS, code_of, offered_updates, refs, updates
from scenarios.wording import given, then

ITEMS = 40
"""Items of the identification information file (別添１)."""

BESIDE = {"former_individual_number"}
"""What J01 carries beside the forty items."""

BIRTH = "13"
ENTRIES = ("11", "12", "13", "14", "15", "16")


def told(scene: Scene, level: str, character: Character, reason: str) -> list[dict[str, Any]]:
    """
    What the prefecture or the organisation was told about a character with that reason.
    """
    shown = scene.state("juki_net", level, {"resident_record_code": code_of(scene, character)})
    return [notice for notice in shown["notices"] if notice["reason"] == reason]


@given("本人確認情報への応答が一度失われる", "the answer to an update is lost once")
def answer_lost_once(scene: Scene) -> None:
    """
    The update arrives, its answer does not: the registry must send it again.
    """
    lost = {"message_type": "J01", "receiver": None, "action": "lost-answer", "times": 1}
    scene.faults("juki_net", [lost])


@then(
    "市町村CSは{who:names}の異動事由{reason:text}の四十項目の本人確認情報を受け取る",
    "the municipal communication server takes the forty items of {who:names}, reason {reason:text}",
)
def forty_items(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-001.1.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character, reason=REASONS[reason])
        items = [len(set(message.body) - BESIDE) for message in found]
        scene.expect.observed(
            "JUKI-001.1", items == [ITEMS], both([ITEMS], [ITEMS]), both(items, items), refs(found)
        )


@then(
    "市町村CSは{who:names}のその本人確認情報に更新結果で応答する",
    "the municipal communication server answers those updates of {who:names} with their results",
)
def answered(scene: Scene, who: list[str]) -> None:
    """
    JUKI-001.2: the reply carries J02, for the same request.
    """
    for character in cast_of(scene).all(who):
        for message in updates(scene, character):
            reply = message.reply or {}
            body = reply.get("body") or {}
            kind = (reply.get("envelope") or {}).get("message_type")
            actual = (kind, body.get("request_id"), body.get("result"))
            expected = ("J02", message.body["request_id"], "applied")
            scene.expect.observed(
                "JUKI-001.2",
                actual == expected,
                both(expected, expected),
                both(actual, actual),
                [message.ref],
            )


@then(
    "都道府県知事は{who:names}の{reason:text}について氏名から個人番号までの七つの事項を受け取る",
    "the prefecture takes the seven items of {who:names}, from name to number, reason {reason:text}",
)
def prefecture_items(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-001.3: name, reading, birth, sex, address, code and number. The number of a newborn follows the first notice.
    """
    for character in cast_of(scene).all(who):
        evidence = updates(scene, character, reason=REASONS[reason])
        for message, notice in zip(
            evidence, told(scene, "prefecture", character, REASONS[reason]), strict=False
        ):
            expected = (
                character.name,
                character.name_kana,
                character.born_on,
                character.sex,
                message.body["address"],
                message.body["resident_record_code"],
                {BIRTH: message.body["individual_number"]}.get(REASONS[reason], character.individual_number),
            )
            actual = (
                notice["name"],
                notice["name_kana"],
                notice["born_on"],
                notice["sex"],
                notice["address"],
                notice["resident_record_code"],
                notice["individual_number"],
            )
            scene.expect.observed(
                "JUKI-001.3",
                actual == expected,
                both(expected, expected),
                both(actual, actual),
                [message.ref],
            )


@then(
    "{who:names}についての都道府県知事への通知の異動事由は{reason:text}、異動年月日は{day:date}である",
    "the notices of {who:names} to the prefecture say reason {reason:text}, dated {day:date}",
)
def prefecture_reason(scene: Scene, who: list[str], reason: str, day: date) -> None:
    """
    JUKI-001.4.
    """
    for character in cast_of(scene).all(who):
        evidence = offered_updates(scene, character)
        notices = told(scene, "prefecture", character, REASONS[reason])
        actual = [(notice["reason"], notice["changed_on"]) for notice in notices]
        expected = [(REASONS[reason], day.isoformat())]
        scene.expect.observed(
            "JUKI-001.4", actual == expected, both(expected, expected), both(actual, actual), refs(evidence)
        )


@then(
    "{who:names}の{reason:text}についての都道府県知事への通知は、変更前の住民票コードを備える",
    "the notices of {who:names} to the prefecture, reason {reason:text}, give the former Resident Record Code",
)
def prefecture_former_code(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-001.4, of a code that changed.
    """
    _former_told(scene, who, reason, "former_resident_record_code", "former-code")


@then(
    "{who:names}の{reason:text}についての都道府県知事への通知は、変更前の個人番号を備える",
    "the notices of {who:names} to the prefecture, reason {reason:text}, give the former Individual Number",
)
def prefecture_former_number(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-001.4, of a number that changed.
    """
    _former_told(scene, who, reason, "former_individual_number", "former-number")


def _former_told(scene: Scene, who: list[str], reason: str, item: str, noted: str) -> None:
    for character in cast_of(scene).all(who):
        code = character.resident_record_code
        notices = scene.state("juki_net", "prefecture", {"resident_record_code": code})["notices"]
        given = [notice[item] for notice in notices if notice["reason"] == REASONS[reason]]
        evidence = refs(offered_updates(scene, character))
        same(scene, "JUKI-001.4", [character.notes[noted]], given, evidence)


@then(
    "機構は{who:names}の{reason:text}について都道府県知事と同じ内容を受け取る",
    "the organisation takes the same as the prefecture about {who:names}, reason {reason:text}",
)
def organisation_same(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-001.5.
    """
    for character in cast_of(scene).all(who):
        evidence: list[Message] = updates(scene, character, reason=REASONS[reason])
        expected = told(scene, "prefecture", character, REASONS[reason])
        if not expected:
            continue
        actual = told(scene, "nation", character, REASONS[reason])
        scene.expect.observed(
            "JUKI-001.5", actual == expected, both(expected, expected), both(actual, actual), refs(evidence)
        )


@then(
    "{who:names}の{reason:text}について都道府県知事への通知は欠けていない",
    "no notice to the prefecture about {who:names}, reason {reason:text}, is missing",
)
def none_missing(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-001.6.
    """
    for character in cast_of(scene).all(who):
        evidence = offered_updates(scene, character)
        count = len(told(scene, "prefecture", character, REASONS[reason]))
        scene.expect.witness(bool(updates(scene, character)))
        scene.expect.absent(
            "JUKI-001.6", count > 0, both("一件以上", "one or more"), both(count, count), refs(evidence)
        )


@then("{who:names}の記載は二度通知されていない", "the entry of {who:names} is not told twice")
def not_told_twice(scene: Scene, who: list[str]) -> None:
    """
    JUKI-001.7: by code, whatever was sent again.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages(
            "J01",
            outcomes=("accepted", "refused"),
            resident_record_code=code_of(scene, character),
            where=lambda message: message.body.get("reason") in ENTRIES,
        )
        scene.expect.witness(bool(updates(scene, character)))
        scene.expect.absent(
            "JUKI-001.7",
            len(found) <= 1,
            both("一件以下", "one at most"),
            both(len(found), len(found)),
            refs(found),
        )


@then(
    "検査数字の誤った{who:names}の本人確認情報は送信されていない",
    "no update of {who:names}, whose code has a wrong check digit, is sent",
)
def wrong_code_not_sent(scene: Scene, who: list[str]) -> None:
    """
    JUKI-001.8: under the wrong code.
    """
    for character in cast_of(scene).all(who):
        found = offered_updates(scene, character, resident_record_code=character.resident_record_code)
        scene.expect.absent(
            "JUKI-001.8", not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )


@then(
    "その転入届は住民票コードの検査数字が誤っているとして断られる",
    "the notification is refused for the check digit of the code",
)
def wrong_code_refused(scene: Scene) -> None:
    """
    JUKI-007.11: the code is not entered.
    """
    scene.expect.refused("JUKI-007.11", answer(scene), ["invalid-number"], [last(scene).ref])
