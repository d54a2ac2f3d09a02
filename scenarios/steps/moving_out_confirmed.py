"""
Steps of the notice of moving in that confirms a moving out (REL-004).
"""

from __future__ import annotations

from datetime import date

from harness.port.reads import ReadTasks
from harness.port.records import Task
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.register import record_by_number, refs
from scenarios.wording import then, when

UNMATCHED = "moving-in-notice-unmatched"
NEW_ADDRESS = "本町一丁目1番1号"


def tasks_since(scene: Scene, kind: str) -> tuple[list[Task], Invocation]:
    """
    Tasks of a kind that were made since the scenario's notice, and the read as evidence.
    """
    kept = scene.ask(ReadTasks(after=scene.memory.get("tasks before", 0)))
    found: list[Task] = getattr(kept.outcome, "tasks", None) or []
    return [task for task in found if task.kind == kind], kept


def note_tasks(scene: Scene) -> None:
    """
    What waits already is of others.
    """
    found = getattr(scene.ask(ReadTasks()).outcome, "tasks", None) or []
    scene.memory.setdefault("tasks before", max((task.n for task in found), default=0))


def send_notice(
    scene: Scene, character: Character, code: str, moved: date, notified: date, city: str
) -> None:
    """
    J05 to the municipality under test, where the person was recorded before.
    """
    note_tasks(scene)
    body = notice_body(scene, character, code, moved.isoformat(), notified.isoformat(), city)
    scene.act("juki_net", "send", {"message_type": "J05", "sender": CITIES[city][0], "body": body})


def notice_body(
    scene: Scene, character: Character, code: str, moved: str, notified: str, city: str
) -> dict[str, object]:
    """
    What J05 says of one person.
    """
    record = record_by_number(scene, character.resident)[0] if character.resident else None
    return {
        "resident_record_code": code,
        "name": character.name,
        "name_kana": character.name_kana,
        "born_on": character.born_on,
        "sex": character.sex,
        "previous_address": record.address if record else character.from_address,
        "new_address": f"{CITIES[city][1]}{NEW_ADDRESS}",
        "moved_in_on": moved,
        "notified_on": notified,
        "previous_municipality": scene.municipality,
    }


@when(
    "{who:names}の{moved:date}の転入を{notified:date}に届け出られた{city:word}が転入通知を送る",
    "{city:word}, where the moving in of {who:names} on {moved:date} was filed on {notified:date}, sends its notice",
)
def notice_arrives(scene: Scene, who: list[str], moved: date, notified: date, city: str) -> None:
    """
    住基法9条1項, from the other side.
    """
    for character in cast_of(scene).all(who):
        send_notice(scene, character, character.resident_record_code, moved, notified, city)


@when(
    "知られていない住民票コードで{who:word}と同じ氏名の者の{moved:date}の転入を{notified:date}に届け出られた"
    "{city:word}が転入通知を送る",
    "{city:word} sends the notice, under an unknown code, of a namesake of {who:word} who moved in on {moved:date}"
    " and filed on {notified:date}",
)
def namesake_notice_arrives(scene: Scene, who: str, moved: date, notified: date, city: str) -> None:
    """
    The four items fit, the code fits nobody here.
    """
    cast = cast_of(scene)
    send_notice(scene, cast[who], cast.resident_record_code(), moved, notified, city)


@then(
    "{who:names}の転出確定年月日は{out:date}、転出確定通知年月日は{noted:date}、転出確定地は{city:word}である",
    "the moving out of {who:names} is confirmed as of {out:date}, by the notice of {noted:date}, to {city:word}",
)
def confirmed(scene: Scene, who: list[str], out: date, noted: date, city: str) -> None:
    """
    REL-004.1.
    """
    expected = (out.isoformat(), noted.isoformat(), f"{CITIES[city][1]}{NEW_ADDRESS}")
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        actual = record and (
            record.confirmed_out_on,
            record.confirmation_notified_on,
            record.confirmed_destination,
        )
        same(scene, "REL-004.1", expected, actual, [kept.ref])


@then(
    "{who:word}の転出予定年月日は{planned:date}、転出予定地は{city:word}のまま残っている",
    "the planned moving out of {who:word} still shows {planned:date} and {city:word}",
)
def plan_stays(scene: Scene, who: str, planned: date, city: str) -> None:
    """
    REL-004.2.
    """
    actual, kept = _plan(scene, who, city)
    same(scene, "REL-004.2", (planned.isoformat(), True), actual, [kept.ref])
    scene.memory["planned"] = (planned.isoformat(), city)


@then(
    "{who:word}の転出予定の値は確定の値で上書きされていない",
    "the planned values of {who:word} are not overwritten by the confirmed ones",
)
def plan_not_overwritten(scene: Scene, who: str) -> None:
    """
    REL-004.9: what was confirmed stands elsewhere on the record.
    """
    planned, city = scene.memory["planned"]
    actual, kept = _plan(scene, who, city)
    unchanged(scene, "REL-004.9", (planned, True), actual, [kept.ref])


@then(
    "{who:names}の住民票の状態は転出確定である",
    "the records of {who:names} are in the state moving out confirmed",
)
def state_confirmed(scene: Scene, who: list[str]) -> None:
    """
    REL-004.4.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        same(scene, "REL-004.4", "moved-out-confirmed", record and record.state, [kept.ref])


@then(
    "都道府県知事は市町村CSを通じて{who:names}の転出の確定を受け取る",
    "the prefecture takes the confirmed moving out of {who:names} through the municipal communication server",
)
def prefecture_told(scene: Scene, who: list[str]) -> None:
    """
    REL-004.3: sent once for each, with what the record shows, and held by the prefecture.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        code = character.resident_record_code
        found = scene.messages("J06", by="juki_net", resident_record_code=code)
        expected = [(record.confirmed_out_on, record.confirmed_destination)] if record else None
        sent = [(each.body["confirmed_on"], each.body["confirmed_destination"]) for each in found]
        same(scene, "REL-004.3", expected, sent, [*refs(found), kept.ref])
        shown = scene.state("juki_net", "confirmations", {"resident_record_code": code})["confirmations"]
        held = [(each["confirmed_on"], each["confirmed_destination"]) for each in shown]
        same(scene, "REL-004.3", expected, held, [*refs(found), kept.ref])


@then("{who:names}の消除日は{day:date}である", "the records of {who:names} are deleted on {day:date}")
def deleted_as_of(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-004.7.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        same(scene, "REL-004.7", day.isoformat(), record and record.deleted_on, [kept.ref])


@then(
    "{who:word}の除票に記載された事由の生じた年月日は{day:date}である",
    "the deleted record of {who:word} dates its cause {day:date}",
)
def cause_dated(scene: Scene, who: str, day: date) -> None:
    """
    REL-004.8.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    same(scene, "REL-004.8", day.isoformat(), record and record.cause_dated_on, [kept.ref])


@then(
    "{who:word}については最も新しい{day:date}の{city:word}の転入通知が用いられている",
    "of the notices about {who:word} the newest is used, that of {city:word} of {day:date}",
)
def newest_used(scene: Scene, who: str, day: date, city: str) -> None:
    """
    REL-004.5: in whichever order they arrive, on the record and in what the prefecture was told last.
    """
    character = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(character))
    expected = (day.isoformat(), f"{CITIES[city][1]}{NEW_ADDRESS}")
    actual = record and (record.confirmed_out_on, record.confirmed_destination)
    same(scene, "REL-004.5", expected, actual, [kept.ref])
    found = scene.messages("J06", by="juki_net", resident_record_code=character.resident_record_code)[-1:]
    told = [(each.body["confirmed_on"], each.body["confirmed_destination"]) for each in found]
    same(scene, "REL-004.5", [expected], told, [kept.ref, *refs(found)])


@then(
    "処理できない転入通知が誤りの一覧に載っている",
    "the notice that could not be processed is on the error list",
)
def listed(scene: Scene) -> None:
    """
    REL-004.6.
    """
    found, kept = tasks_since(scene, UNMATCHED)
    actual = [(task.message_type, task.open) for task in found]
    same(scene, "REL-004.6", [("J05", True)], actual, [kept.ref])


@then(
    "転出届のない{who:names}についての転入通知が誤りの一覧に載っている",
    "the notices of {who:names}, who filed no moving out, are on the error list",
)
def listed_by_person(scene: Scene, who: list[str]) -> None:
    """
    REL-004.6: whatever else came in the delivery.
    """
    for character in cast_of(scene).all(who):
        found, kept = tasks_since(scene, UNMATCHED)
        actual = [(task.message_type, task.open) for task in found if task.resident == character.resident]
        same(scene, "REL-004.6", [("J05", True)], actual, [kept.ref])


@then(
    "住民票コードの知られていない者についての転入通知が{count:number}件、誤りの一覧に載っている",
    "{count:number} notices of people whose codes are not known here are on the error list",
)
def listed_of_nobody(scene: Scene, count: int) -> None:
    """
    REL-004.6: each of them, wherever in the delivery it stands.
    """
    found, kept = tasks_since(scene, UNMATCHED)
    actual = [(task.message_type, task.open) for task in found if task.resident is None]
    same(scene, "REL-004.6", [("J05", True)] * count, actual, [kept.ref])


@then(
    "転出届のない{who:word}についての転入通知は黙って捨てられておらず、職権による処理を待っている",
    "the notice of {who:word}, who filed no moving out, is not dropped: it waits for a clerk, the record unchanged",
)
def not_dropped(scene: Scene, who: str) -> None:
    """
    REL-004.11: on the list with the resident, and no moving out is made up meanwhile.
    """
    resident = resident_of(cast_of(scene)[who])
    found, kept = tasks_since(scene, UNMATCHED)
    record, read = record_by_number(scene, resident)
    actual = ([task.resident for task in found], record and record.state)
    unchanged(scene, "REL-004.11", ([resident], "current"), actual, [kept.ref, read.ref])


@then(
    "氏名の一致だけで{who:word}の転出は確定されていない",
    "the moving out of {who:word} is not confirmed by the name alone",
)
def not_by_name(scene: Scene, who: str) -> None:
    """
    REL-004.10.
    """
    character = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(character))
    sent = scene.messages(
        "J06", outcomes=("accepted", "refused"), resident_record_code=character.resident_record_code
    )
    actual = (record is not None, record and record.confirmed_out_on, record and record.confirmed_destination)
    unchanged(scene, "REL-004.10", ((True, None, None), 0), (actual, len(sent)), [kept.ref, *refs(sent)])


def _plan(scene: Scene, who: str, city: str) -> tuple[object, Invocation]:
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    place = CITIES[city][1]
    shown = record and (record.planned_out_on, str(record.planned_destination).startswith(place))
    return shown, kept
