"""
Steps that let an act meet somebody in a state: what the law lets be done is done, everybody is told, the rest remains.
"""

from __future__ import annotations

from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.acts_met import ACTS
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import answer, last, remember, resident_of
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.steps.states_met import STATES, day_of_plan
from scenarios.steps.states_seen import REMAINS, both_sides_agree, card_agrees, nothing, one_head
from scenarios.steps.told_of_acts import TOLD, since
from scenarios.wording import given, then, when

KINDS = (
    "J01",
    "J05",
    "J07",
    "J09",
    "J23",
    "A01",
    "D01",
    "L03",
    "L09",
    "I01",
    "K01",
    "K04",
    "K05",
    "K06",
    "K07",
)
"""What a registry tells of people and cards."""


@given("{who:word}の状態は「{state:word}」である", 'the state of {who:word} is "{state:word}"')
def in_state(scene: Scene, who: str, state: str) -> None:
    """
    Reached by lawful acts today.
    """
    scene.memory["met on"] = scene.today
    scene.memory["state met"] = state
    STATES[state](scene, cast_of(scene)[who])


@when("{who:word}に「{act:word}」が行われる", '"{act:word}" is done to {who:word}')
def act_is_done(scene: Scene, who: str, act: str) -> None:
    """
    Whether it is accepted is judged afterwards. What was told before belongs to the state.
    """
    person = cast_of(scene)[who]
    before, _ = record_by_number(scene, resident_of(person))
    scene.memory["record met"] = before
    kinds = (*KINDS, "K08", "J20")
    scene.memory["met before"] = {
        message.ref for kind in kinds for message in scene.messages(kind, outcomes=("accepted", "refused"))
    }
    person.notes["recompilations"] = str(before.recompilation if before else 0)
    scene.memory["act met"] = act
    remember(scene, cast_of(scene), scene.do(ACTS[act].command(scene, person)))


@then(
    "{who:word}についてのその行為は受理され、定められた相手に伝えられている",
    "that act is accepted, and of {who:word} is told to whom the law says",
)
def done_and_told(scene: Scene, who: str) -> None:
    """
    By the clauses of the act, whatever the state.
    """
    act = scene.memory["act met"]
    scene.expect.accepted(ACTS[act].clause, answer(scene), [last(scene).ref])
    TOLD[act](scene, cast_of(scene)[who])


@then(
    "{who:word}はなお元の状態にある",
    "{who:word} still is in the former state",
)
def remains(scene: Scene, who: str) -> None:
    """
    By the clauses of the state, whatever the act.
    """
    REMAINS.get(scene.memory["state met"], nothing)(scene, cast_of(scene)[who])


@then(
    "登場した者の今の住民票、世帯及びカードは、相手方の持つものと一致する",
    "records, households and cards of all who appear are now what the neighbours hold",
)
def everybody_agrees(scene: Scene) -> None:
    """
    JUKI-005.2, CARD-014.1 and REL-015.7; and everybody is looked at, so that the standing checks judge them.
    """
    for person in _entered(scene):
        both_sides_agree(scene, person)
        one_head(scene, person)
    for person in cast_of(scene).everybody():
        if person.card_id is not None:
            card_agrees(scene, person)


@then(
    "「{clause:word}」によりその行為は断られ、{who:word}の住民票も相手方も変わっていない",
    'by "{clause:word}" that act is refused, and neither the record of {who:word} nor any neighbour has changed',
)
def refused_and_untouched(scene: Scene, clause: str, who: str) -> None:
    """
    The clause is written in the text.
    """
    scene.expect.refused(clause, answer(scene), [], [last(scene).ref])
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    unchanged(scene, clause, True, record == scene.memory["record met"], [kept.ref])
    found = [message for kind in KINDS for message in since(scene, kind, "accepted", "refused")]
    unchanged(scene, clause, [], [message.kind for message in found], refs(found))


@then(
    "予定の日の来た{who:word}は、その日に転出した者として消除され、相手方にもそう伝えられている",
    "{who:word}, whose planned day has come, is deleted as moved out on that day, and the neighbours are told so",
)
def left_as_planned(scene: Scene, who: str) -> None:
    """
    REL-005.3, ATE-001.2 and LINK-003.6: whatever came in between.
    """
    person = cast_of(scene)[who]
    planned = day_of_plan(scene).isoformat()
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.deleted_on)
    same(scene, "REL-005.3", ("moved-out", planned), shown, [kept.ref])
    number = resident_of(person)
    for kind, name, clause, word in (
        ("A01", "state", "ATE-001.2", "deleted"),
        ("D01", "state", "DEPT-001.7", "deleted"),
        ("L03", "action", "LINK-003.6", "close"),
    ):
        found = scene.messages(kind, local_addressee_number=number)
        same(scene, clause, [word], [message.body[name] for message in found[-1:]], refs(found))


@then(
    "その転出の本人確認情報は「{reason:word}」を異動事由とし、{who:word}の予定の日を異動年月日とする",
    'the update of that moving out has the reason "{reason:word}" and the planned day of {who:word}',
)
def update_of_leaving(scene: Scene, reason: str, who: str) -> None:
    """
    REL-005.4 or, of who leaves the country, REL-022.1: one update that deletes.
    """
    clause, code = {"国内転出": ("REL-005.4", "21"), "国外転出": ("REL-022.1", "22")}[reason]
    found = updates(scene, cast_of(scene)[who], record_status="deleted")
    actual = [(message.body["reason"], message.body["changed_on"]) for message in found]
    same(scene, clause, [(code, day_of_plan(scene).isoformat())], actual, refs(found))


def _entered(scene: Scene) -> list[Character]:
    return [person for person in cast_of(scene).everybody() if person.resident is not None]
