"""
Messages of others under a Resident Record Code that was replaced (JUKI-008.6).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.port.records import ResidentRecord
from harness.running.scene import Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.moving_out_confirmed import notice_body
from scenarios.steps.observing import as_text
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.wording import then, when

Body = Callable[[Scene, Character, str], dict[str, Any]]


def _claim(scene: Scene, person: Character, city: str) -> dict[str, Any]:
    return {
        "claim_id": f"wide-{scene.random.randrange(10**9):09d}",
        "issuing_municipality": CITIES[city][0],
        "claimant_name": person.name,
        "resident_record_code": person.notes["former-code"],
        "concerns": "claimant",
    }


def _moved_in(scene: Scene, person: Character, city: str) -> dict[str, Any]:
    today = scene.today.isoformat()
    return notice_body(scene, person, person.notes["former-code"], today, today, city)


MESSAGES: dict[str, tuple[str, Body]] = {
    "広域交付の請求の通知": ("J13", _claim),
    "転入通知": ("J05", _moved_in),
}
ANSWERS = ("J06", "J14")


def _shown(record: ResidentRecord | None) -> tuple[object, ...] | None:
    if record is None:
        return None
    return (record.state, record.individual_number, record.confirmed_out_on, record.name)


@when(
    "{city:word}が{message:text}を{who:word}の変更前の住民票コードにより送る",
    "{city:word} sends {message:text} under the former code of {who:word}",
)
def sent_under_former_code(scene: Scene, city: str, message: str, who: str) -> None:
    """
    The sender did not learn of the change. What the record shows before is kept.
    """
    person = cast_of(scene)[who]
    kind, body = MESSAGES[message]
    record, _ = record_by_number(scene, resident_of(person))
    scene.memory["shown before"] = _shown(record)
    order = {"message_type": kind, "sender": CITIES[city][0], "body": body(scene, person, city)}
    scene.act("juki_net", "send", order)
    scene.settle()


@then(
    "変更前の住民票コードによるその電文は{who:word}について受け付けられておらず、その応答は{same:word}を示さない",
    "that message under the former code is not taken for one of {who:word}, and no answer shows {same:word}",
)
def not_taken(scene: Scene, who: str, same: str) -> None:
    """
    JUKI-008.6: the record shows what it showed, and nothing that answers carries the person's name or code.
    """
    person = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(person))
    scene.expect.witness(bool(updates(scene, person)))
    unchanged(scene, "JUKI-008.6", scene.memory["shown before"], _shown(record), [kept.ref])
    marks = (cast_of(scene)[same].name, person.resident_record_code, person.notes["former-code"])
    answers = [
        message
        for kind in ANSWERS
        for message in scene.messages(kind, outcomes=("accepted", "refused"))
        if any(as_text(mark) in as_text(message.body) for mark in marks) and message.body.get("persons") != []
    ]
    none_sent(scene, "JUKI-008.6", answers, [kept.ref, *refs(answers)])
