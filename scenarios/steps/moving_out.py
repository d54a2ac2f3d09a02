"""
Steps of the notification of moving out and the deletion on the planned date (REL-005).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import Identity, IssueCopyOfRecord, MovingOut
from harness.port.outcomes import Accepted
from harness.port.reads import ReadStatistics
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.register import offered_updates, record_of, refs, updates
from scenarios.wording import given, then, when


def moving_out(
    scene: Scene, who: list[Character], planned: date, notified: date, city: str, identity: Identity
) -> MovingOut:
    """
    An ordinary notification of moving out, before the move.
    """
    code, place = CITIES[city]
    return MovingOut(
        counter=scene.counter(),
        identity=identity,
        notified_on=notified.isoformat(),
        planned_on=planned.isoformat(),
        residents=[resident_of(each) for each in who],
        destination=f"{place}本町三丁目3番3号",
        destination_municipality=code,
    )


def counted(scene: Scene, on: date) -> tuple[int, Invocation]:
    """
    Residents counted on a day. Raises Inconclusive where the registry shows no count.
    """
    kept = scene.ask(ReadStatistics(on=on.isoformat()))
    statistics = getattr(kept.outcome, "statistics", None)
    if statistics is None:
        raise Inconclusive(both("統計が得られなかった。", "No statistics were shown."))
    number: int = statistics.residents
    return number, kept


@given("{day:date}現在の住民の数を控えておく", "the number of residents on {day:date} is noted")
def note_count(scene: Scene, day: date) -> None:
    """
    The number before the scenario's act; later ones are compared with it.
    """
    scene.memory["counted"] = counted(scene, day)[0]


@when(
    "{who:names}が転出の予定年月日を{planned:date}とする{city:word}への転出届を{notified:date}に出す",
    "{who:names} file on {notified:date} the notification of moving out to {city:word} planned for"
    " {planned:date}",
)
def file_moving_out(scene: Scene, who: list[str], planned: date, city: str, notified: date) -> None:
    """
    住基法24条.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    kept = scene.do(moving_out(scene, movers, planned, notified, city, identity_of(movers[0])))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@then(
    "{day:date}現在の住民の数は控えた数と同じである", "the number of residents on {day:date} is the one noted"
)
def still_counted(scene: Scene, day: date) -> None:
    """
    REL-005.1 and, as its reverse, REL-005.8: whoever plans to move out is counted.
    """
    now, kept = counted(scene, day)
    before = scene.memory["counted"]
    expected, actual = both(before, before), both(now, now)
    scene.expect.observed("REL-005.1", now == before, expected, actual, [kept.ref])
    scene.expect.absent("REL-005.8", now >= before, expected, actual, [kept.ref])


@then("{day:date}現在の住民の数は控えた数より一人少ない", "the number of residents on {day:date} is one less")
def counted_no_more(scene: Scene, day: date) -> None:
    """
    REL-005.1: until the day before, and no longer.
    """
    now, kept = counted(scene, day)
    before = scene.memory["counted"] - 1
    scene.expect.observed("REL-005.1", now == before, both(before, before), both(now, now), [kept.ref])


@then(
    "{who:names}の住民票の写しは、転出の記載のない現に住民である者のものとして交付される",
    "a copy of the record of {who:names} is issued as of a resident, without a word on moving out",
)
def copy_says_nothing(scene: Scene, who: list[str]) -> None:
    """
    REL-005.2: nobody reads the plan, its day or its place out of the copy.
    """
    for character in cast_of(scene).all(who):
        kept = scene.do(
            IssueCopyOfRecord(
                counter=scene.counter(),
                identity=identity_of(character),
                requester="self",
                residents=[resident_of(character)],
            )
        )
        answer = kept.outcome if isinstance(kept.outcome, Accepted) else Accepted()
        copies = [document for document in answer.documents if document.kind == "copy-of-record"]
        text = "".join(document.text for document in copies)
        mentions = [word for word in ("転出", "除票", "本町三丁目3番3号") if word in text]
        scene.expect.observed(
            "REL-005.2",
            character.name in text and not mentions,
            both("氏名があり、転出の記載がない写し", "a copy with the name and no word on moving out"),
            both(f"写し{len(copies)}通、{mentions}", f"{len(copies)} copies, {mentions}"),
            [kept.ref],
        )


@then(
    "{who:names}の住民票は{day:date}を消除の年月日とする除票である",
    "the records of {who:names} are deleted as of {day:date}",
)
def deleted_on(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-005.3.
    """
    expected = (True, day.isoformat())
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        actual = (record.state not in ("current", "planned-out"), record.deleted_on) if record else None
        scene.expect.observed(
            "REL-005.3", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
        )


@then(
    "市町村CSは異動年月日を{day:date}とする{who:names}の「国内転出」の本人確認情報を受け取る",
    "the municipal communication server takes an update of {who:names} for moving out, dated {day:date}",
)
def update_of_moving_out(scene: Scene, day: date, who: list[str]) -> None:
    """
    REL-005.4.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character, reason="21")
        dates = [message.body["changed_on"] for message in found]
        expected = [day.isoformat()]
        scene.expect.observed(
            "REL-005.4", dates == expected, both(expected, expected), both(dates, dates), refs(found)
        )


@then(
    "庁内の業務は{who:names}が{day:date}に転出する予定の者である旨の通知を受け取る",
    "departments take a resident change that says {who:names} plan to move out on {day:date}",
)
def departments_know_the_plan(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-005.5: at least one department, for which ones have an arrangement is the municipality's own matter.
    """
    for character in cast_of(scene).all(who):
        resident = resident_of(character)
        found = scene.messages("D01", local_addressee_number=resident, planned=True)
        dates = sorted({str(message.body["planned_on"]) for message in found})
        expected = [day.isoformat()]
        scene.expect.observed(
            "REL-005.5", dates == expected, both(expected, expected), both(dates, dates), refs(found)
        )


@then("{who:names}の住民票は消除されていない", "the records of {who:names} are not deleted")
def not_deleted(scene: Scene, who: list[str]) -> None:
    """
    REL-005.6: neither on the register nor at the network.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        sent = refs(offered_updates(scene, character, record_status="deleted"))
        state = (record.state, record.deleted_on) if record else None
        scene.expect.absent(
            "REL-005.6",
            state is not None and state[0] in ("current", "planned-out") and state[1] is None and not sent,
            both("消除なし", "no deletion"),
            both(f"{state}、消除の通知{len(sent)}件", f"{state}, {len(sent)} messages of deletion"),
            [kept.ref, *sent],
        )


@then(
    "異動年月日を{day:date}とする{who:names}の「国内転出」の本人確認情報は送られていない",
    "no update of {who:names} for moving out is dated {day:date}",
)
def no_update_dated(scene: Scene, day: date, who: list[str]) -> None:
    """
    REL-005.7: the day of the notification is no day of moving out.
    """
    for character in cast_of(scene).all(who):
        found = offered_updates(scene, character, reason="21", changed_on=day.isoformat())
        scene.expect.absent(
            "REL-005.7", not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )
