"""
Movings in of the rarer kinds that must not be taken, and that nothing is left of one that was refused.
"""

from __future__ import annotations

from datetime import date

import msgspec

from harness.port.commands import Foreign
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.codes import Wrong, make_known, spoiled
from scenarios.steps.comparing import none_sent, unchanged
from scenarios.steps.counter import answer, enter, last, remember
from scenarios.steps.moving_in import FOREIGN_WITHOUT, WITHOUT
from scenarios.steps.rarer_filings import attempt, rarer_moving_in
from scenarios.steps.register import record_of
from scenarios.steps.states_and_acts import KINDS
from scenarios.wording import then, when

NUMBERS = {"個人番号": "individual_number", "住民票コード": "resident_record_code"}


def look(scene: Scene, people: list[Character]) -> None:
    """
    What stands and what was told before the attempt.
    """
    scene.settle()
    scene.memory["stood before"] = {each.called: record_of(scene, each)[0] for each in people}
    scene.memory["told before the attempt"] = {
        message.ref for kind in KINDS for message in scene.messages(kind, outcomes=("accepted", "refused"))
    }


@when(
    "{who:names}が{moved:date}に転入したとする{kind:text}が{notified:date}に試みられる",
    "it is tried on {notified:date} to file {kind:text}, by which {who:names} moved in on {moved:date}",
)
def try_moving_in(scene: Scene, who: list[str], moved: date, kind: str, notified: date) -> None:
    """
    Whether it is accepted is what the scenario asks.
    """
    people = cast_of(scene).all(who)
    look(scene, people)
    command = rarer_moving_in(scene, kind, people, (moved, notified))
    remember(scene, cast_of(scene), attempt(scene, command))


@when(
    "{wrong:word}だけ{error:word}の{number:word}とする、{who:names}の{kind:text}が試みられる",
    "it is tried to file {kind:text} of {who:names}, in which the {number:word} of {wrong:word} alone has the"
    " error {error:word}",
)
def try_with_wrong_number(
    scene: Scene, wrong: str, error: str, number: str, who: list[str], kind: str
) -> None:
    """
    DATA-004: of several persons one number is wrong.
    """
    cast = cast_of(scene)
    people, name = cast.all(who), NUMBERS[number]
    value = spoiled(number, error, getattr(cast[wrong], name))
    make_known(scene, number, value)
    look(scene, people)
    command = rarer_moving_in(scene, kind, people, (scene.today, scene.today), **{wrong: {name: value}})
    kept = attempt(scene, command)
    enter(cast, kept)
    scene.memory["wrong"] = Wrong(value, f"persons[{who.index(wrong)}].{name}", kept)


@when(
    "{lacking:word}だけ{item:text}を欠く、{who:names}の{kind:text}が試みられる",
    "it is tried to file {kind:text} of {who:names}, which lacks {item:text} of {lacking:word} alone",
)
def try_incomplete(scene: Scene, lacking: str, item: str, who: list[str], kind: str) -> None:
    """
    住基令22条, 住基法30条の45: every person's items are wanted in place of the certificate.
    """
    cast = cast_of(scene)
    people = cast.all(who)
    look(scene, people)
    foreign = cast[lacking].foreign
    left_out = WITHOUT[item] if foreign is None else {"foreign": _without(foreign, item)}
    command = rarer_moving_in(scene, kind, people, (scene.today, scene.today), **{lacking: left_out})
    remember(scene, cast, attempt(scene, command))


@then(
    "その転入届は既に住民である者についてのものとして断られる",
    "the notification is refused, being about somebody who is a resident already",
)
def resident_already(scene: Scene) -> None:
    """
    JUKI-001.7.
    """
    scene.expect.refused("JUKI-001.7", answer(scene), ["duplicate-person"], [last(scene).ref])


@then(
    "「{clause:word}」のとおり、断られたその届出は{who:names}の住民票にも相手方にも何も残していない",
    'by "{clause:word}" the notification that was refused has left nothing on the records of {who:names} nor anywhere',
)
def nothing_left(scene: Scene, clause: str, who: list[str]) -> None:
    """
    The clause is written in the text. Of several persons the one without a fault is not entered either.
    """
    before = scene.memory["stood before"]
    for each in cast_of(scene).all(who):
        record, kept = record_of(scene, each)
        unchanged(scene, clause, True, record == before[each.called], [kept.ref])
    earlier: set[str] = scene.memory["told before the attempt"]
    found = [message for kind in KINDS for message in scene.messages(kind, outcomes=("accepted", "refused"))]
    none_sent(scene, clause, [message for message in found if message.ref not in earlier])


def _without(foreign: Foreign, item: str) -> Foreign:
    return msgspec.structs.replace(foreign, **FOREIGN_WITHOUT[item])
