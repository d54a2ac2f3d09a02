"""
What the municipality of the registered domicile says of a notice that does not match its records (住基法19条2項).
"""

from __future__ import annotations

from typing import Any

from harness.port.reads import ReadTasks
from harness.port.records import Task
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.register import record_by_number
from scenarios.wording import then, when

ITEMS = {
    "氏名": "name",
    "本籍": "registered_domicile",
    "筆頭者の氏名": "head_of_family_register",
    "住所": "address",
    "住所を定めた年月日": "settled_on",
}
KEPT = (
    *ITEMS.values(),
    "building",
    "name_kana",
    "born_on",
    "sex",
    "resident_record_code",
    "became_resident_on",
)
"""Items of the resident record that J10 cannot change."""


@when(
    "{city:word}が、{who:word}についての附票の通知の{items:text}が合わない旨を通知する",
    "{city:word} tells that {items:text} in the supplementary notice of {who:word} do not match",
)
def mismatch_told(scene: Scene, city: str, who: str, items: str) -> None:
    """
    住基法19条2項 (J10): which items, never their values.
    """
    person = cast_of(scene)[who]
    if "mismatches before" not in scene.memory:
        scene.memory["mismatches before"] = max((each.n for each in _tasks(scene)[0]), default=0)
        scene.memory["unlike"] = _shown(scene, person)[0]
    record, _ = record_by_number(scene, resident_of(person))
    body = {
        "resident_record_code": record.resident_record_code if record else person.resident_record_code,
        "items": [ITEMS[each] for each in items.split("、")],
    }
    scene.act("juki_net", "send", {"message_type": "J10", "sender": CITIES[city][0], "body": body})
    scene.settle()


@then(
    "{who:word}についての附票の不一致の通知は、職員の処理を待つ案件となっている",
    "the mismatch notice about {who:word} is a task that waits for a clerk",
)
def waits_for_a_clerk(scene: Scene, who: str) -> None:
    """
    JUKI-013.3: about that person.
    """
    found, kept = _tasks(scene)
    actual = [(each.resident, each.open) for each in found]
    same(scene, "JUKI-013.3", [(resident_of(cast_of(scene)[who]), True)], actual, [kept.ref])


@then(
    "{who:word}の住民票は、附票の不一致の通知を受ける前のままである",
    "the record of {who:word} is as it was before the mismatch notice came",
)
def left_as_it_was(scene: Scene, who: str) -> None:
    """
    JUKI-013.3: nothing changes by itself.
    """
    shown, ref = _shown(scene, cast_of(scene)[who])
    same(scene, "JUKI-013.3", scene.memory["unlike"], shown, [ref])


@then(
    "{who:word}についての附票の不一致の通知は{count:number}件とも失われていない",
    "none of the {count:number} mismatch notices about {who:word} is lost",
)
def none_lost(scene: Scene, who: str, count: int) -> None:
    """
    JUKI-013.5: each has a task of its own. Of somebody who has left, it need not name a record.
    """
    found, kept = _tasks(scene)
    theirs = [each for each in found if each.resident in (None, resident_of(cast_of(scene)[who]))]
    unchanged(scene, "JUKI-013.5", count, len(theirs), [kept.ref])


def _tasks(scene: Scene) -> tuple[list[Task], Invocation]:
    kept = scene.ask(ReadTasks(after=scene.memory.get("mismatches before", 0)))
    return [each for each in getattr(kept.outcome, "tasks", None) or [] if each.message_type == "J10"], kept


def _shown(scene: Scene, person: Character) -> tuple[dict[str, Any], str]:
    record, kept = record_by_number(scene, resident_of(person))
    return {name: getattr(record, name, None) for name in KEPT}, kept.ref
