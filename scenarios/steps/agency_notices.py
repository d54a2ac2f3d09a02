"""
What the Agency tells of a foreign resident, by the item that it corrects (住基法30条の50; IMM-003, IMM-004).
"""

from __future__ import annotations

from typing import Any

from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.foreign import card_number
from scenarios.steps.interface_codes import agency_notice, send
from scenarios.steps.noted_updates import since
from scenarios.steps.register import record_by_number, refs
from scenarios.wording import then, when

CHANGES = {
    "氏名": ("name", "name"),
    "出生の年月日": ("born_on", "born_on"),
    "国籍・地域": ("nationality", "nationality"),
    "在留資格": ("status", "status_of_residence"),
    "在留期間": ("period", "period_of_stay"),
    "在留カードの番号": ("card_number", "residence_card_number"),
}
"""Item by the word of the text → the kind of change in I02, and the item there and on the record."""
WITHOUT_END = "永住者"
"""The status of residence that is held without an end (入管法22条), so that its notice gives none."""
RENEWED_UNTIL = "2031-09-09"
"""The end of a renewed period: five years from the day of the feature."""
KEPT = ("nationality", "status_of_residence", "period_of_stay", "period_expires_on", "residence_card_number")


def as_recorded(scene: Scene, person: Character) -> dict[str, Any]:
    """
    What the record shows of somebody that the Agency may tell of.
    """
    record, _ = record_by_number(scene, resident_of(person))
    foreign = record.foreign if record else None
    shown = {name: getattr(foreign, name, None) for name in KEPT}
    return {"name": getattr(record, "name", None), "born_on": getattr(record, "born_on", None), **shown}


@when(
    "出入国在留管理庁が{who:word}の{item:word}を{value:text}に改める旨を知らせる",
    "the Agency tells that {item:word} of {who:word} becomes {value:text}",
)
def item_told(scene: Scene, who: str, item: str, value: str) -> None:
    """
    All else as the record shows it, save that a period has its end: permanent residence none, a renewed one a new one.
    The text cannot name a fresh number of a card; 「新しい番号」 stands for one.
    """
    person = cast_of(scene)[who]
    before = as_recorded(scene, person)
    change, name = CHANGES[item]
    new = card_number(scene) if value == "新しい番号" else value
    scene.know_person(new)
    told = {**before, name: new}
    if new == WITHOUT_END:
        told |= {"period_of_stay": "無期限", "period_expires_on": None}
    elif item == "在留期間":
        told["period_expires_on"] = RENEWED_UNTIL
    scene.memory["agency told"] = told
    send(scene, "I02", agency_notice(scene, person) | told | {"change": change})
    scene.settle()


@then(
    "{who:word}の住民票は出入国在留管理庁の知らせのとおりに改められ、その他の事項は元のままである",
    "the record of {who:word} says what the Agency told, and all else as before",
)
def as_told(scene: Scene, who: str) -> None:
    """
    IMM-004.1.
    """
    person = cast_of(scene)[who]
    told = scene.memory["agency told"]
    _, kept = record_by_number(scene, resident_of(person))
    same(scene, "IMM-004.1", told, as_recorded(scene, person), [kept.ref])
    person.name, person.born_on = told["name"], told["born_on"]


@then(
    "その知らせによる{who:word}のJ01は{count:number}通である",
    "by that notice {count:number} updates of {who:word} are sent",
)
def updates_by_notice(scene: Scene, who: str, count: int) -> None:
    """
    IMM-004.2: only where an item of identification information changed.
    """
    found = since(scene, cast_of(scene)[who])
    judge = same if count else unchanged
    judge(scene, "IMM-004.2", count, len(found), refs(found))


@then(
    "その知らせは市町村通知として送り返されていない",
    "that notice is not sent back as a municipal notice",
)
def not_sent_back(scene: Scene) -> None:
    """
    IMM-003.2: neither taken nor tried.
    """
    told = scene.memory["agency told"]
    found = [
        message
        for message in scene.messages("I01", outcomes=("accepted", "refused"), name=told["name"])
        if message.body["act"] == "correction"
    ]
    unchanged(scene, "IMM-003.2", 0, len(found), refs(found))
