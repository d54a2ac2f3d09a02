"""
Steps of the checks of dates (REL-028).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import ChangeOfAddress, DecideChange, MovingOut
from harness.port.outcomes import Accepted
from harness.running.scene import Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.steps.family_events import change_of_address
from scenarios.steps.register import about, record_of, refs, updates
from scenarios.steps.special_moving_out import data_sent
from scenarios.wording import then, when

TOLD = ("J01", "J05", "J09", "A01", "D01", "I01")


def all_about(scene: Scene, character: Character) -> list[Message]:
    """
    What was sent about somebody to whichever counterpart, taken or refused.
    """
    code = character.resident_record_code
    return [
        *(
            message
            for kind in TOLD
            for message in scene.messages(
                kind, outcomes=("accepted", "refused"), where=about(scene, character)
            )
        ),
        *scene.messages("J23", outcomes=("accepted", "refused"), resident_record_code=code),
        *(message for message, _ in data_sent(scene, character)),
    ]


@when(
    "{who:names}が{moved:date}に転居するとして{notified:date}に転居届を試みる",
    "{who:names} try to file on {notified:date} a change of address dated {moved:date}",
)
def try_change_of_address(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    Whether it is accepted is what the scenario asks.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    _count(scene, movers)
    command = ChangeOfAddress(
        counter=scene.counter(),
        identity=identity_of(movers[0]),
        notified_on=notified.isoformat(),
        moved_on=moved.isoformat(),
        residents=[resident_of(each) for each in movers],
        to_address=cast.address("本町31番2号"),
    )
    remember(scene, cast, scene.do(command))


@when(
    "{who:names}が予定年月日を{planned:date}として{notified:date}に転出届を試みる",
    "{who:names} try to file on {notified:date} a moving out planned for {planned:date}",
)
def try_moving_out(scene: Scene, who: list[str], planned: date, notified: date) -> None:
    """
    To another city of the prefecture, with the certificate.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    _count(scene, movers)
    code, place = CITIES["さいたま市"]
    command = MovingOut(
        counter=scene.counter(),
        identity=identity_of(movers[0]),
        notified_on=notified.isoformat(),
        planned_on=planned.isoformat(),
        residents=[resident_of(each) for each in movers],
        destination=f"{place}本町三丁目3番3号",
        destination_municipality=code,
    )
    remember(scene, cast, scene.do(command))


@when(
    "{who:word}の{moved:date}の転居届の仮登録と決裁が{notified:date}に試みられる",
    "the change of address of {who:word} on {moved:date} is tried to be saved provisionally and decided on"
    " {notified:date}",
)
def try_to_save_and_decide(scene: Scene, who: str, moved: date, notified: date) -> None:
    """
    Where it stops is the registry's; it must not come to pass.
    """
    cast = cast_of(scene)
    mover = cast[who]
    _count(scene, [mover])
    command = change_of_address(scene, cast, [mover], moved, notified, identity_of(mover), provisional=True)
    saved = scene.do(command)
    decided = DecideChange(scene.counter(), getattr(saved.outcome, "change_id", None) or "none", "decide")
    remember(scene, cast, scene.do(decided))


@then(
    "異動日が将来の日である転居届は誤りとして止まる",
    "the change of address dated ahead is stopped as an error",
)
def future_stopped(scene: Scene) -> None:
    """
    REL-028.1.
    """
    scene.expect.refused("REL-028.1", answer(scene), ["future-date"], [last(scene).ref])


@then(
    "転入をした日が出生の日より前である転入届は誤りとして止まる",
    "the moving in dated before the birth is stopped as an error",
)
def before_birth_stopped(scene: Scene) -> None:
    """
    REL-028.2.
    """
    scene.expect.refused("REL-028.2", answer(scene), ["invalid-date"], [last(scene).ref])


@then(
    "止められた届出について{who:names}の通知はどこにも届いていない",
    "nothing about {who:names} was sent anywhere for the stopped notification",
)
def nothing_sent_when_stopped(scene: Scene, who: list[str]) -> None:
    """
    REL-028.4: beyond what had been sent before.
    """
    _nothing_new(scene, who)


@then(
    "注意が示された届出について{who:names}の通知はどこにも届いていない",
    "nothing about {who:names} was sent anywhere for the notification that raised the alert",
)
def nothing_sent_when_alerted(scene: Scene, who: list[str]) -> None:
    """
    REL-028.4: a plan so far ahead is told to nobody yet.
    """
    _nothing_new(scene, who)


@then(
    "止められた転入届により{who:names}は記載されておらず、通知はどこにも届いていない",
    "{who:names} were not entered on the stopped notification, and nothing was sent anywhere",
)
def nobody_entered(scene: Scene, who: list[str]) -> None:
    """
    REL-028.4 and REL-028.5: neither as filed nor under another day.
    """
    for character in cast_of(scene).all(who):
        none_sent(scene, "REL-028.4", all_about(scene, character))
        record, kept = record_of(scene, character)
        day = record.became_resident_on if record else None
        unchanged(scene, "REL-028.5", None, day, [kept.ref])


@then(
    "{who:names}の住民票の住所を定めた年月日は{day:date}のままである",
    "the records of {who:names} still say that the address was settled on {day:date}",
)
def still_settled(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-028.5: the date was not put right in silence.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        unchanged(scene, "REL-028.5", day.isoformat(), record and record.settled_on, [kept.ref])


@then(
    "受理された{who:names}の転居届の異動日は{day:date}のまま記録されている",
    "the accepted change of address of {who:names} is recorded as of {day:date}",
)
def recorded_change(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-028.5: on the record, in its history and on the wire.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        found = updates(scene, character, reason="31")
        rows = [row.changed_on for row in record.history if row.reason == "31"] if record else []
        actual = {record and record.settled_on, *rows, *(message.body["changed_on"] for message in found)}
        unchanged(scene, "REL-028.5", {day.isoformat()}, actual, [kept.ref, *refs(found)])


@then(
    "受理された{who:names}の転居届の届出年月日は{day:date}のまま記録されている",
    "the accepted change of address of {who:names} is recorded as notified on {day:date}",
)
def recorded_notification(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-028.5: the day of the notification is not the day on which it was processed.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        # J01 has the notification of moving in (住基法7条8号), not this one.
        found = scene.messages("D01", local_addressee_number=resident_of(character), reason="31")
        rows = [row.notified_on for row in record.history if row.reason == "31"] if record else []
        actual = {*rows, *(message.body["notified_on"] for message in found)}
        unchanged(scene, "REL-028.5", {day.isoformat()}, actual, [kept.ref, *refs(found)])


@then(
    "受理された{who:names}の転入届の異動日は{day:date}のまま記録されている",
    "the accepted moving in of {who:names} is recorded as of {day:date}",
)
def recorded_moving_in(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-028.5; the entry seen at the network is the witness.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        found = updates(scene, character, reason="11")
        scene.expect.witness(bool(found))
        told = {message.body["changed_on"] for message in found}
        unchanged(
            scene,
            "REL-028.5",
            {day.isoformat()},
            {record and record.became_resident_on, *told},
            [kept.ref, *refs(found)],
        )


@then("四百日先を予定日とする転出届には注意が示される", "the moving out planned far ahead raises an alert")
def alert_shown(scene: Scene) -> None:
    """
    REL-028.3: the clerk is told.
    """
    outcome = answer(scene)
    alerts = outcome.alerts if isinstance(outcome, Accepted) else []
    same(scene, "REL-028.3", ["planned-far-ahead"], alerts, [last(scene).ref])


@then(
    "七日先を予定日とする{who:names}の転出届には遠い予定日の注意が示されず、予定が記録される",
    "the moving out of {who:names} planned for a week ahead raises no such alert and is recorded",
)
def no_alert(scene: Scene, who: list[str]) -> None:
    """
    REL-028.3, the other side: an alert that is always shown tells nothing.
    """
    planned = last(scene).request["planned_on"]
    outcome = answer(scene)
    alerts = outcome.alerts if isinstance(outcome, Accepted) else ["refused"]
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        same(
            scene,
            "REL-028.3",
            (planned, False),
            (record and record.planned_out_on, "planned-far-ahead" in alerts),
            [last(scene).ref, kept.ref],
        )


def _count(scene: Scene, characters: list[Character]) -> None:
    scene.memory["told before"] = {
        message.ref for character in characters for message in all_about(scene, character)
    }


def _nothing_new(scene: Scene, who: list[str]) -> None:
    before: set[str] = scene.memory["told before"]
    for character in cast_of(scene).all(who):
        found = [message for message in all_about(scene, character) if message.ref not in before]
        none_sent(scene, "REL-028.4", found)
