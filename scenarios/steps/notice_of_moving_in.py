"""
Steps of the notice of moving in to the previous municipality (REL-003).
"""

from __future__ import annotations

from datetime import date, datetime

from harness.judgement.expect import both
from harness.running.scene import Scene
from scenarios.cast import CITIES, cast_of
from scenarios.steps.counter import last, moving_in
from scenarios.steps.moving_in import file
from scenarios.steps.register import code_of, notices, refs, updates
from scenarios.wording import given, then, when


@given("転入通知への応答が一度失われる", "the answer to a notice of moving in is lost once")
def answer_lost_once(scene: Scene) -> None:
    """
    The notice arrives, its answer does not: the registry must send it again.
    """
    lost = {"message_type": "J05", "receiver": None, "action": "lost-answer", "times": 1}
    scene.faults("juki_net", [lost])


@given("転入通知が二度受け付けられない", "a notice of moving in is not taken twice")
def busy_twice(scene: Scene) -> None:
    """
    The network is busy two times.
    """
    scene.faults("juki_net", [{"message_type": "J05", "receiver": None, "action": "busy", "times": 2}])


@when(
    "{who:names}が{city:word}の未届地を経て{moved:date}に転入し、"
    "転出証明書を添えて{notified:date}に転入届を出す",
    "{who:names}, by way of an unreported place in {city:word}, move in on {moved:date} and file with"
    " the certificate"
    " on {notified:date}",
)
def file_by_way_of(scene: Scene, who: list[str], city: str, moved: date, notified: date) -> None:
    """
    The certificate is of the municipality that holds the record; the notification names the other place by its code.
    """
    cast = cast_of(scene)
    unreported = f"{CITIES[city][1]}本町二丁目2番2号"
    scene.know_person(unreported, f"{unreported}（未届）")
    command = moving_in(
        scene,
        cast,
        cast.all(who),
        moved,
        notified,
        unreported_municipality=CITIES[city][0],
        unreported_address=unreported,
    )
    file(scene, command)


@then(
    "{city:word}は{who:names}の転入通知を一度ずつ受け取る",
    "{city:word} takes one notice of moving in each of {who:names}",
)
def one_notice_each(scene: Scene, city: str, who: list[str]) -> None:
    """
    REL-003.1: to the previous municipality, once. The message is about one person, so each has one.
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character, to=CITIES[city][0], outcomes=("accepted",))
        scene.expect.observed(
            "REL-003.1", len(found) == 1, both("一度", "once"), both(len(found), len(found)), refs(found)
        )


@then(
    "{who:names}の転入通知は{day:date}までに届いている",
    "the notices of moving in of {who:names} have arrived by {day:date}",
)
def arrived_by(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-003.2: 遅滞なく, in the instrument's own number (sla.chinaku: one working day).
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character, outcomes=("accepted",))
        arrived = [datetime.fromisoformat(message.at).date() for message in found]
        # One that never arrived has not arrived by the day.
        scene.expect.observed(
            "REL-003.2",
            bool(arrived) and max(arrived) <= day,
            both(f"{day}まで（本ツールの設定値）", f"by {day} (the instrument's own number)"),
            both("、".join(map(str, arrived)) or "届いていない", ", ".join(map(str, arrived)) or "never"),
            [last(scene).ref, *refs(found)],
        )


@then(
    "{who:names}の転入通知には氏名などのほか、新住所、転入年月日{moved:date}、届出年月日{notified:date}、"
    "転入前の住所がある",
    "the notices of {who:names} carry, beside name and so on, the new address, moved in on"
    " {moved:date}, notified on"
    " {notified:date} and the previous address",
)
def content_of_notice(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    REL-003.3: the eight contents.
    """
    new = last(scene).request["to_address"]["address"]
    for character in cast_of(scene).all(who):
        expected = (
            code_of(scene, character),
            character.name,
            character.born_on,
            character.sex,
            moved.isoformat(),
            notified.isoformat(),
            character.from_address,
            True,
        )
        for message in notices(scene, character):
            body = message.body
            actual = (
                body["resident_record_code"],
                body["name"],
                body["born_on"],
                body["sex"],
                body["moved_in_on"],
                body["notified_on"],
                body["previous_address"],
                str(body["new_address"]).startswith(new),
            )
            scene.expect.observed(
                "REL-003.3", actual == expected, both(expected, expected), both(actual, actual), [message.ref]
            )


@then(
    "転居した{who:names}の転入通知はどの市町村にも送られていない",
    "no notice of moving in of {who:names}, who changed address, is sent anywhere",
)
def none_for_change_of_address(scene: Scene, who: list[str]) -> None:
    """
    REL-003.4: beyond the one of the moving in that came before.
    """
    _none_after(scene, "REL-003.4", who, "31")


@then(
    "生まれた{who:names}の転入通知はどの市町村にも送られていない",
    "no notice of moving in of {who:names}, who was born, is sent anywhere",
)
def none_for_birth(scene: Scene, who: list[str]) -> None:
    """
    REL-003.5.
    """
    _none_after(scene, "REL-003.5", who, "13")


@then(
    "国外から転入した{who:names}の転入通知はどの市町村にも送られていない",
    "no notice of moving in of {who:names}, who came from abroad, is sent anywhere",
)
def none_from_abroad(scene: Scene, who: list[str]) -> None:
    """
    REL-003.6.
    """
    _none_after(scene, "REL-003.6", who, "12")


@then(
    "{city:word}に{who:names}の転入通知は送られていない",
    "no notice of moving in of {who:names} is sent to {city:word}",
)
def none_to(scene: Scene, city: str, who: list[str]) -> None:
    """
    REL-003.7: not to the unreported place.
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character, to=CITIES[city][0])
        scene.expect.absent(
            "REL-003.7", not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )


@then(
    "再送があっても{who:names}の転入通知は二通目として届いていない",
    "whatever was sent again, no second notice of moving in of {who:names} arrives",
)
def no_second(scene: Scene, who: list[str]) -> None:
    """
    REL-003.8: a repetition is recognised as one; another notice of the same change is not, though it be refused.
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character)
        again = notices(scene, character, outcomes=("duplicate",))
        scene.expect.absent(
            "REL-003.8",
            len(found) <= 1,
            both("一通以下", "one at most"),
            both(
                f"{len(found)}通（重複として扱われたもの{len(again)}通）",
                f"{len(found)} ({len(again)} as repetitions)",
            ),
            refs([*found, *again]),
        )


def _none_after(scene: Scene, clause: str, who: list[str], reason: str) -> None:
    """
    No notice bears a date of that change; the update of the change itself is the witness.
    """
    for character in cast_of(scene).all(who):
        change = updates(scene, character, reason=reason)
        scene.expect.witness(bool(change))
        entry = updates(scene, character, reason="11")
        found = notices(scene, character)
        scene.expect.absent(
            clause,
            len(found) <= len(entry),
            both(f"{len(entry)}通", len(entry)),
            both(f"{len(found)}通", len(found)),
            refs([*change, *found]),
        )
