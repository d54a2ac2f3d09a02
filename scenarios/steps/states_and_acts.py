"""
Steps that let an act meet somebody in a state: what the law lets be done is done, everybody is told, the rest remains.
"""

from __future__ import annotations

from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.acts_met import ACTS
from scenarios.steps.card_states_seen import CAUSES, at_the_organisation, card_of
from scenarios.steps.comparing import none_sent, same, unchanged, without_spaces
from scenarios.steps.counter import answer, last, remember, resident_of
from scenarios.steps.homes_met import HOLDS
from scenarios.steps.register import REASONS, record_by_number, refs
from scenarios.steps.states_met import STATES, day_of_plan
from scenarios.steps.states_seen import REMAINS, both_sides_agree, card_agrees, nothing, one_head
from scenarios.steps.told_of_acts import TOLD, card_told, since
from scenarios.steps.words_met import WORDS
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
ENDS = {
    "死亡": "REL-018.3",
    "個人番号の変更": "JUKI-011.5",
    "住民票コードの修正": "JUKI-008.3",
    "職権による消除": "CARD-011.1",
    "国外転出": "REL-022.3",
}
"""Why a card lapses by an act about its holder, and the clause that says so."""
CARD_STATES = {"有効": "active", "一時停止": "suspended", "返納": "returned", "失効": "lapsed"}


@given("{who:word}の状態は「{state:word}」である", 'the state of {who:word} is "{state:word}"')
def in_state(scene: Scene, who: str, state: str) -> None:
    """
    Reached by lawful acts today.
    """
    scene.memory["met on"] = scene.today
    scene.memory["state met"] = state
    STATES[state](scene, cast_of(scene)[who])


@given(
    "カードの交付を受けた{who:word}は「{state:word}」になっている",
    'the state of {who:word}, who holds a valid card, is "{state:word}"',
)
def in_state_with_card(scene: Scene, who: str, state: str) -> None:
    """
    The card was handed over before that state was reached.
    """
    cast_of(scene)[who].notes[HOLDS] = "yes"
    in_state(scene, who, state)


@when("{who:word}に「{act:word}」が行われる", '"{act:word}" is done to {who:word}')
def act_is_done(scene: Scene, who: str, act: str) -> None:
    """
    Whether it is accepted is judged afterwards. What was told before belongs to the state.
    """
    person = cast_of(scene)[who]
    begin(scene, person)
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
    "入管庁はその行為により{who:word}の従前の住所を備えた住所の市町村通知を一件受け取る",
    "the Agency takes one notice by that act, of the address of {who:word}, with the former one",
)
def agency_told_of_address(scene: Scene, who: str) -> None:
    """
    IMM-001.2 and IMM-002.2.
    """
    found = since(scene, "I01", "accepted", "refused")
    actual = [(one.body["name"], one.body["act"], one.body["corrected_items"]) for one in found]
    same(scene, "IMM-001.2", [(cast_of(scene)[who].name, "correction", ["address"])], actual, refs(found))
    before = scene.memory["record met"]
    former = [without_spaces(one.body["former_address"]) for one in found]
    expected = [without_spaces(before and before.address, before and before.building)]
    same(scene, "IMM-002.2", expected, former, refs(found))


@then(
    "入管庁はその行為により{who:word}の消除の市町村通知を一件受け取る",
    "the Agency takes one notice by that act, of the deletion of {who:word}",
)
def agency_told_of_deletion(scene: Scene, who: str) -> None:
    """
    IMM-001.4 and REL-018.5.
    """
    found = since(scene, "I01", "accepted", "refused")
    actual = [(one.body["name"], one.body["act"]) for one in found]
    same(scene, "IMM-001.4", [(cast_of(scene)[who].name, "deletion")], actual, refs(found))
    days = [one.body["event_on"] for one in found]
    same(scene, "REL-018.5", [scene.today.isoformat()], days, refs(found))


@then(
    "入管庁はその行為により{who:word}について何も受け取らない",
    "the Agency takes nothing by that act about {who:word}",
)
def agency_not_told(scene: Scene, who: str) -> None:
    """
    IMM-001.6: nobody else is concerned by the act either.
    """
    del who
    none_sent(scene, "IMM-001.6", since(scene, "I01", "accepted", "refused"), [last(scene).ref])


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
    "予定の日が来ても、{who:word}の消除はただ一つであり「{reason:word}」を異動事由とする",
    'even after the planned day {who:word} is deleted once, with the reason "{reason:word}"',
)
def deleted_once(scene: Scene, who: str, reason: str) -> None:
    """
    REL-018.1.
    """
    found = deletions(scene, cast_of(scene)[who])
    same(scene, "REL-018.1", [REASONS[reason]], [message.body["reason"] for message in found], refs(found))


@then(
    "予定の日が来ても、{who:word}は住民であり、消除は伝えられていない",
    "even after the planned day {who:word} is a resident, and no deletion is told",
)
def not_left(scene: Scene, who: str) -> None:
    """
    REL-012.1.
    """
    person = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(person))
    shown = record and (record.state, record.planned_out_on, record.deleted_on)
    unchanged(scene, "REL-012.1", ("current", None, None), shown, [kept.ref])
    found = deletions(scene, person)
    unchanged(scene, "REL-012.1", 0, len(found), [kept.ref, *refs(found)])


@then(
    "その転出の本人確認情報は「{reason:word}」を異動事由とし、{who:word}の予定の日を異動年月日とする",
    'the update of that moving out has the reason "{reason:word}" and the planned day of {who:word}',
)
def update_of_leaving(scene: Scene, reason: str, who: str) -> None:
    """
    REL-005.4 or, of who leaves the country, REL-022.1: one update that deletes.
    """
    clause, code = {"国内転出": ("REL-005.4", "21"), "国外転出": ("REL-022.1", "22")}[reason]
    found = deletions(scene, cast_of(scene)[who])
    actual = [(message.body["reason"], message.body["changed_on"]) for message in found]
    same(scene, clause, [(code, day_of_plan(scene).isoformat())], actual, refs(found))


@then(
    "{who:word}のカードはその行為により「{cause:word}」を事由として失効し、機構もそう伝えられている",
    'the card of {who:word} lapses by that act, the cause being "{cause:word}", and the organisation is told so',
)
def card_ends(scene: Scene, who: str, cause: str) -> None:
    """
    REL-018.3, JUKI-011.5, JUKI-008.3 or CARD-011.1, by the cause.
    """
    card_told("lapsed", CAUSES[cause], ENDS[cause])(scene, cast_of(scene)[who])


@then("{who:word}のカードはなお「{state:word}」である", 'the card of {who:word} still is "{state:word}"')
def card_stays(scene: Scene, who: str, state: str) -> None:
    """
    CARD-014.1: on both sides.
    """
    card, kept = card_of(scene, cast_of(scene)[who])
    sides = (getattr(card, "state", None), at_the_organisation(scene, cast_of(scene)[who]))
    unchanged(scene, "CARD-014.1", (CARD_STATES[state],) * 2, sides, [kept.ref])


@when("{who:word}について「{word:word}」が知らされる", '"{word:word}" is told about {who:word}')
def town_tells(scene: Scene, who: str, word: str) -> None:
    """
    By a neighbour; where a clerk has to confirm it, a clerk does.
    """
    person = cast_of(scene)[who]
    begin(scene, person)
    scene.memory["word met"] = word
    WORDS[word].told(scene, person)
    scene.settle()


@then(
    "{who:word}についてのその知らせは用いられ、定められた相手に伝えられている",
    "that word about {who:word} is used, and told to whom the law says",
)
def word_is_used(scene: Scene, who: str) -> None:
    """
    By the clauses of the word, whatever the state.
    """
    WORDS[scene.memory["word met"]].seen(scene, cast_of(scene)[who])


def begin(scene: Scene, person: Character) -> None:
    """
    What stands and what was told before the act.
    """
    before, _ = record_by_number(scene, resident_of(person))
    scene.memory["record met"] = before
    person.notes["recompilations"] = str(before.recompilation if before else 0)
    scene.memory["met before"] = {
        message.ref for kind in KINDS for message in scene.messages(kind, outcomes=("accepted", "refused"))
    }


def deletions(scene: Scene, person: Character) -> list[Message]:
    """
    Updates that delete, by the present code: another scenario's people may bear the same name.
    """
    code = person.resident_record_code
    return scene.messages("J01", resident_record_code=code, record_status="deleted")


def _entered(scene: Scene) -> list[Character]:
    return [person for person in cast_of(scene).everybody() if person.resident is not None]
