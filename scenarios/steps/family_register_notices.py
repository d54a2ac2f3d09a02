"""
Notices of family-register events that another municipality accepted (JUKI-015).
"""

from __future__ import annotations

import dataclasses
from datetime import date

from harness.port.commands import ConfirmNotice
from harness.port.reads import ReadTasks
from harness.port.records import Task
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.births import noticed_task, send_event
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.noted_updates import since
from scenarios.steps.register import addressees, record_by_number, refs, updates
from scenarios.wording import then, when

NAME, READING = "name", "name_kana"
EVENTS = {"婚姻": "marriage", "離婚": "divorce", "養子縁組": "adoption", "氏の変更": "change-of-name"}
"""Events of a family register that change a name, by the word of the text."""


def _tasks(scene: Scene) -> tuple[list[Task], Invocation]:
    kept = scene.ask(ReadTasks(after=scene.memory["tasks before"]))
    found = [each for each in getattr(kept.outcome, "tasks", None) or [] if each.message_type == "J22"]
    return found, kept


@when(
    "{city:word}が、{who:word}の氏名を{name:text}、振り仮名を{kana:text}に改める{day:date}の{event:word}の届出を受理した旨を通知する",
    "{city:word} tells that it accepted the {event:word} of {day:date} by which {who:word} becomes {name:text}, read"
    " {kana:text}",
)
def change_notified(scene: Scene, city: str, who: str, name: str, kana: str, day: date, event: str) -> None:
    """
    住基法9条2項 (J22).
    """
    scene.know_person(name, kana)
    items = {NAME: name, READING: kana}
    send_event(scene, city, cast_of(scene)[who], EVENTS[event], day, scene.today, items)


@when(
    "{city:word}が、住民票コードを示さず、{who:word}の氏名を{name:text}に改める{day:date}の{event:word}の届出を受理した旨を通知する",
    "{city:word} tells, without a code, that it accepted the {event:word} of {day:date} by which {who:word} becomes"
    " {name:text}",
)
def change_without_code(scene: Scene, city: str, who: str, name: str, day: date, event: str) -> None:
    """
    Whom it is about is said by name, birth and address, as the network was told it: several live in one building.
    """
    scene.know_person(name)
    person = cast_of(scene)[who]
    whole = str(updates(scene, person)[-1].body["address"])
    keys: dict[str, str | None] = {"resident_record_code": None, "address": whole}
    send_event(scene, city, person, EVENTS[event], day, scene.today, {NAME: name}, **keys)


@when(
    "{city:word}が、住民票コードを示さず、{who:word}と{item:word}だけが異なる者についての{day:date}の婚姻の届出を受理した旨を"
    "通知する",
    "{city:word} tells, without a code, of a marriage of {day:date} of somebody who differs from {who:word} in"
    " {item:word} alone",
)
def change_of_another(scene: Scene, city: str, who: str, item: str, day: date) -> None:
    """
    Somebody who lives elsewhere, or a twin: two of the three keys are a resident's.
    """
    person = cast_of(scene)[who]
    born = date.fromisoformat(person.born_on)
    stated: dict[str, str] = {
        "氏名": {"name": f"{person.name}江"},
        "出生の日": {"born_on": born.replace(day=born.day % 28 + 1).isoformat()},
        "出生の年": {"born_on": born.replace(year=born.year - 1).isoformat()},
        "住所": {"address": "埼玉県川口市青木2番1号"},
    }[item]
    scene.know_person(*stated.values())
    whole = str(updates(scene, person)[-1].body["address"])
    keys = {"resident_record_code": None, "address": whole} | stated
    send_event(scene, city, person, "marriage", day, scene.today, {NAME: "青木　花子"}, **keys)


@when(
    "{city:word}が、変更前の住民票コードにより、{who:word}の氏名を{name:text}に改める{day:date}の婚姻の届出を受理した旨を"
    "通知する",
    "{city:word} tells, under the former code, that it accepted the marriage of {day:date} by which {who:word} becomes"
    " {name:text}",
)
def marriage_under_former_code(scene: Scene, city: str, who: str, name: str, day: date) -> None:
    """
    The municipality of the family register did not learn of the change of the code.
    """
    scene.know_person(name, name)
    person = cast_of(scene)[who]
    by_former = dataclasses.replace(person, resident_record_code=str(person.notes["former-code"]))
    send_event(scene, city, by_former, "marriage", day, scene.today, {NAME: name})


@when(
    "{city:word}が、本市の住民でない{other:word}について{who:word}の名の婚姻の届出を{day:date}に受理した旨を通知する",
    "{city:word} tells on {day:date} of a marriage of {other:word}, no resident here, in the name of {who:word}",
)
def marriage_of_stranger(scene: Scene, city: str, other: str, who: str, day: date) -> None:
    """
    The code is somebody's who lives elsewhere; name and birth are those of a resident.
    """
    cast = cast_of(scene)
    stranger, resident = cast[other], cast[who]
    kept = scene.ask(ReadTasks())
    scene.memory["tasks before"] = max(
        (each.n for each in getattr(kept.outcome, "tasks", None) or []), default=0
    )
    scene.act(
        "juki_net",
        "send",
        {
            "message_type": "J22",
            "sender": "111007" if city == "さいたま市" else "112038",
            "body": {
                "event": "marriage",
                "occurred_on": day.isoformat(),
                "accepted_on": day.isoformat(),
                "resident_record_code": stranger.resident_record_code,
                "name": resident.name,
                "born_on": resident.born_on,
                "address": stranger.from_address,
                "items": {NAME: "青木　花子"},
            },
        },
    )


@when("職員がその通知を審査し、退ける", "a clerk examines that notice and rejects it")
def reject(scene: Scene) -> None:
    """
    Nothing may change.
    """
    kept = scene.do(ConfirmNotice(scene.counter(), noticed_task(scene), "reject"))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


@when("職員がその通知の処理を試みる", "a clerk tries to confirm that notice")
def try_to_confirm(scene: Scene) -> None:
    """
    It may be refused.
    """
    remember(scene, cast_of(scene), scene.do(ConfirmNotice(scene.counter(), noticed_task(scene), "confirm")))


@then(
    "{who:word}について、氏名を{name:text}とする異動をあらかじめ入力した案件が一件作られている",
    "one task about {who:word} is made, with the change of the name to {name:text} filled in",
)
def task_made(scene: Scene, who: str, name: str) -> None:
    """
    JUKI-015.1.
    """
    found, kept = _tasks(scene)
    actual = [
        (each.resident, [change.value for change in each.proposed if change.item == "name"]) for each in found
    ]
    same(scene, "JUKI-015.1", [(resident_of(cast_of(scene)[who]), [name])], actual, [kept.ref])


@then(
    "{who:word}について、氏名を{name:text}とする案件も審査を待ったままである",
    "the task about {who:word} with the name {name:text} still waits for the clerk",
)
def still_waits(scene: Scene, who: str, name: str) -> None:
    """
    JUKI-015.1: each notice has a task of its own, and what becomes of one says nothing of the other.
    """
    kept = scene.ask(ReadTasks())
    number = resident_of(cast_of(scene)[who])
    actual = [
        each.open
        for each in getattr(kept.outcome, "tasks", None) or []
        if each.message_type == "J22" and each.resident == number
        if name in [change.value for change in each.proposed if change.item == NAME]
    ]
    same(scene, "JUKI-015.1", [True], actual, [kept.ref])


@then(
    "確認の後、{who:word}の氏名を{name:text}とするJ01、A01及びD01が送られている",
    "after the confirmation J01, A01 and D01 of {who:word} with the name {name:text} are sent",
)
def three_told(scene: Scene, who: str, name: str) -> None:
    """
    JUKI-015.2, JUKI-015.3 and JUKI-015.4: whichever department was told of the entry, within the number system or not.
    """
    character = cast_of(scene)[who]
    character.name = name
    found = since(scene, character)
    same(scene, "JUKI-015.2", [name], [each.body["name"] for each in found], refs(found))
    told = addressees(scene, character)
    same(scene, "JUKI-015.3", True, bool(told), refs(told))
    number = resident_of(character)
    departments = {each.envelope["receiver"] for each in scene.messages("D01", local_addressee_number=number)}
    handed = scene.messages("D01", local_addressee_number=number, name=name)
    reached = sorted({each.envelope["receiver"] for each in handed})
    same(scene, "JUKI-015.4", (True, sorted(departments)), (bool(handed), reached), refs(handed))


@then(
    "審査の前に{who:word}の氏名は改められておらず、J01も送られていない",
    "before the examination the name of {who:word} has not changed, and no update is sent",
)
def not_overwritten(scene: Scene, who: str) -> None:
    """
    JUKI-015.5.
    """
    _untouched(scene, "JUKI-015.5", who)


@then(
    "本市の住民でない者についての通知は{who:word}に適用されていない",
    "the notice about somebody who is no resident is not applied to {who:word}",
)
def not_applied(scene: Scene, who: str) -> None:
    """
    JUKI-015.6: no case about the resident is opened either.
    """
    _untouched(scene, "JUKI-015.6", who)
    found, kept = _tasks(scene)
    wrong = [each for each in found if each.proposed and each.resident == cast_of(scene)[who].resident]
    unchanged(scene, "JUKI-015.6", 0, len(wrong), [kept.ref])


@then(
    "本市の住民でなくなった{who:word}に通知は適用されていない",
    "the notice is not applied to {who:word}, who is no resident any more",
)
def not_applied_any_more(scene: Scene, who: str) -> None:
    """
    JUKI-015.6: the case was opened while it was a resident's.
    """
    _untouched(scene, "JUKI-015.6", who)


@then(
    "変更前の住民票コードによる通知は、{who:word}の異動として受け付けられていない",
    "the notice under the former code is not taken for a change of {who:word}",
)
def former_code_not_taken(scene: Scene, who: str) -> None:
    """
    JUKI-008.6: no change of the person is filled in, and the name stands. A case about nobody is the clerk's.
    """
    character = cast_of(scene)[who]
    found, kept = _tasks(scene)
    wrong = [each for each in found if each.proposed and each.resident == character.resident]
    record, shown = record_by_number(scene, resident_of(character))
    unchanged(scene, "JUKI-008.6", 0, len(wrong), [kept.ref])
    unchanged(scene, "JUKI-008.6", character.name, getattr(record, "name", None), [shown.ref])


def _untouched(scene: Scene, clause: str, who: str) -> None:
    character = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(character))
    scene.expect.witness(bool(updates(scene, character)))
    unchanged(scene, clause, character.name, getattr(record, "name", None), [kept.ref])
    none_sent(scene, clause, since(scene, character), [kept.ref])
