"""
Changes of the Resident Record Code and of the Individual Number (住基法30条の4, 番号法7条2項).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import ChangeIndividualNumber, ChangeResidentRecordCode
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.register import record_by_number
from scenarios.wording import when


def _learn(scene: Scene, character: Character, kept: Invocation) -> None:
    """
    Keep what the register now shows, and what it showed before.
    """
    remember(scene, cast_of(scene), kept)
    record, _ = record_by_number(scene, resident_of(character))
    if record is not None:
        character.notes["former-code"] = character.resident_record_code
        character.notes["former-number"] = character.individual_number
        scene.know("resident-record-code", record.resident_record_code)
        character.resident_record_code = record.resident_record_code
        if record.individual_number:
            scene.know("individual-number", record.individual_number)
            character.individual_number = record.individual_number


@when(
    "{who:word}が本人確認書類を示して{day:date}に住民票コードの変更を請求する",
    "{who:word}, showing papers, claims a change of the Resident Record Code on {day:date}",
)
def claim_code(scene: Scene, who: str, day: date) -> None:
    """
    住基法30条の4.
    """
    character = cast_of(scene)[who]
    kept = scene.do(
        ChangeResidentRecordCode(
            scene.counter(), resident_of(character), day.isoformat(), "claim", identity_of(character)
        )
    )
    scene.accepted_or_inconclusive(kept)
    _learn(scene, character, kept)


@when(
    "{who:word}の住民票コードが{day:date}に職権で修正される",
    "the Resident Record Code of {who:word} is corrected ex officio on {day:date}",
)
def correct_code(scene: Scene, who: str, day: date) -> None:
    """
    住基令30条の4.
    """
    character = cast_of(scene)[who]
    kept = scene.do(
        ChangeResidentRecordCode(scene.counter(), resident_of(character), day.isoformat(), "ex-officio")
    )
    scene.accepted_or_inconclusive(kept)
    _learn(scene, character, kept)


@when(
    "{who:word}が漏えいを理由に{day:date}に個人番号の変更を請求する",
    "{who:word} claims a change of the Individual Number on {day:date}, because it leaked",
)
def claim_number(scene: Scene, who: str, day: date) -> None:
    """
    番号法7条2項, 番号令3条.
    """
    character = cast_of(scene)[who]
    kept = scene.do(
        ChangeIndividualNumber(
            scene.counter(), resident_of(character), day.isoformat(), "claim", identity_of(character)
        )
    )
    scene.accepted_or_inconclusive(kept)
    _learn(scene, character, kept)


@when(
    "{who:word}の個人番号が漏えいを理由に{day:date}に職権で変更される",
    "the Individual Number of {who:word} is changed ex officio on {day:date}, because it leaked",
)
def change_number(scene: Scene, who: str, day: date) -> None:
    """
    番号法7条2項, 番号令4条.
    """
    character = cast_of(scene)[who]
    kept = scene.do(
        ChangeIndividualNumber(scene.counter(), resident_of(character), day.isoformat(), "ex-officio")
    )
    scene.accepted_or_inconclusive(kept)
    _learn(scene, character, kept)


@when(
    "住民票コードがどの住民票にも記載されていない者への個人番号が通知される",
    "a number is told for a code that stands on no record",
)
def stray_number(scene: Scene) -> None:
    """
    J21 for nobody here.
    """
    cast = cast_of(scene)
    stray = cast.individual_number()
    scene.memory["stray-number"] = stray
    body = {"resident_record_code": cast.resident_record_code(), "individual_number": stray}
    scene.act("juki_net", "send", {"message_type": "J21", "sender": "juki_net", "body": body})
