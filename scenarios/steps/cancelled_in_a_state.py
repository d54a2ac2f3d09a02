"""
Steps that cancel an act about somebody in a state (REL-024): whoever was told of it is told what stood before.
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.port.commands import CancelChange
from harness.running.scene import Inconclusive, Message, Scene
from harness.words.codes import ReasonForChange
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import answer, last, remember, resident_of
from scenarios.steps.register import refs
from scenarios.steps.restoration import history
from scenarios.wording import then, when

PUT_RIGHT = {"J01": "REL-024.4", "A01": "REL-024.5", "D01": "REL-024.6", "L03": "REL-024.7"}
"""Who has to be put right, by what it is told, and the clause that says so."""

ITEMS = ("name", "name_kana", "address", "building", "postal_code", "town_code", "settled_on", "relationship")
"""What a change of address or a correction of a name may have told wrong."""


@when(
    "{who:word}についてのその行為が誤りとして取り消される", "that act about {who:word} is cancelled as wrong"
)
def cancelled(scene: Scene, who: str) -> None:
    """
    The newest row of the history. Whether it may be cancelled is judged afterwards.
    """
    scene.accepted_or_inconclusive(last(scene))
    person = cast_of(scene)[who]
    rows, _ = history(scene, person)
    if not rows:
        raise Inconclusive(both("取り消す異動の行がない。", "There is no row to be cancelled."))
    scene.memory["rows before"] = [(row.sequence, row.reason, row.changed_on) for row in rows]
    scene.memory["told wrong"] = {
        message.ref
        for kind in PUT_RIGHT
        for message in scene.messages(kind, outcomes=("accepted", "refused"))
    }
    command = CancelChange(scene.counter(), resident_of(person), rows[-1].sequence, scene.today.isoformat())
    remember(scene, cast_of(scene), scene.do(command))
    person.name, person.name_kana = scene.memory["record met"].name, scene.memory["record met"].name_kana


@then(
    "その取消しは受理され、{who:word}について誤りを伝えられた相手はみな元の事項を伝えられている",
    "the cancellation is accepted, and all who were told wrong of {who:word} are told what stood before",
)
def put_right(scene: Scene, who: str) -> None:
    """
    REL-024.1, .2 and .8 of the history, .4 to .7 of the messages: the newest one before the act and the newest now
    say the same.
    """
    scene.expect.accepted("REL-024.1", answer(scene), [last(scene).ref])
    person = cast_of(scene)[who]
    _history(scene, person)
    for kind, clause in PUT_RIGHT.items():
        found = [one for one in scene.messages(kind) if _is_of(one, person)]
        for receiver in sorted({one.envelope["receiver"] for one in found}):
            told = [one for one in found if one.envelope["receiver"] == receiver]
            before = [one for one in told if one.ref in scene.memory["met before"]]
            wrong = [one for one in told if one not in before and one.ref in scene.memory["told wrong"]]
            after = [one for one in told if one.ref not in scene.memory["told wrong"]]
            if before and wrong:
                expected, actual = ([_items(one) for one in some[-1:]] for some in (before, after))
                same(scene, clause, expected, actual, refs(told))
            if kind == "J01" and wrong:
                code = ReasonForChange.parse("職権修正等").code
                same(scene, clause, [code], [one.body["reason"] for one in after[-1:]], refs(told))


@then(
    "取消しの後、記載を取り消された{who:word}の副本は閉じられている",
    "after the cancellation the copy of {who:word}, whose entry was cancelled, is closed",
)
def copy_closed(scene: Scene, who: str) -> None:
    """
    REL-024.7: no copy is the right value of a record that is none.
    """
    found = scene.messages("L03", by="addressee", local_addressee_number=resident_of(cast_of(scene)[who]))
    actions = [one.body["action"] for one in found]
    same(scene, "REL-024.7", ("register", "close"), (*actions[:1], *actions[-1:]), refs(found))


def _history(scene: Scene, person: Character) -> None:
    rows, kept = history(scene, person)
    before = scene.memory["rows before"]
    now = [(row.sequence, row.reason, row.changed_on) for row in rows]
    unchanged(scene, "REL-024.8", before, now[: len(before)], [kept.ref])
    code = ReasonForChange.parse("異動の取消し").code
    added = [(row.cancels, row.reason, row.effect) for row in rows[len(before) :]]
    same(scene, "REL-024.1", [before[-1][0]], [cancels for cancels, _, _ in added], [kept.ref])
    effects = [(reason, effect) for _, reason, effect in added]
    same(scene, "REL-024.2", [(code, "correction")], effects, [kept.ref])


def _is_of(message: Message, person: Character) -> bool:
    number, code = (message.body.get(name) for name in ("local_addressee_number", "resident_record_code"))
    return number == person.resident if number is not None else code == person.resident_record_code


def _items(message: Message) -> dict[str, object]:
    return {name: message.body[name] for name in ITEMS if name in message.body}
