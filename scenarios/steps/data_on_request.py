"""
Steps of asking for moving-out data that did not come, or were erased (REL-010).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import CITIES, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.register import offered_updates, record_of, refs, updates
from scenarios.steps.special_moving_in import send_data
from scenarios.steps.special_moving_out import data_sent
from scenarios.wording import then, when

CARD = ("card_id", "card_issued_on", "card_expires_on")


@when(
    "{city:word}が{who:word}の転出証明書情報の送信を求める",
    "{city:word} asks for the moving-out data of {who:word}",
)
def ask_for_data(scene: Scene, city: str, who: str) -> None:
    """
    J08 from a municipality that received the first notification of moving in (住基法24条の2第5項).
    """
    character = cast_of(scene)[who]
    scene.act(
        "juki_net",
        "send",
        {
            "message_type": "J08",
            "sender": CITIES[city][0],
            "body": {
                "from_municipality": scene.municipality,
                "resident_record_code": character.resident_record_code,
                "name": character.name,
                "born_on": character.born_on,
                "sex": character.sex,
                "notified_on": scene.today.isoformat(),
            },
        },
    )


@when(
    "{city:word}が{planned:date}を予定とする{who:names}の転出証明書情報を送信する",
    "{city:word} sends the moving-out data of {who:names}, planned for {planned:date}",
)
def send_data_now(scene: Scene, city: str, planned: date, who: list[str]) -> None:
    """
    The answer to J08, as a message of its own.
    """
    characters = cast_of(scene).all(who)
    characters[0].from_municipality = CITIES[city][0]
    send_data(scene, characters, planned)


@then(
    "転出地の{city:word}は{who:word}の転出証明書情報の送信の求めを受け取る",
    "{city:word}, from where {who:word} moved, takes the request for the moving-out data",
)
def request_taken(scene: Scene, city: str, who: str) -> None:
    """
    REL-010.1.
    """
    code = cast_of(scene)[who].resident_record_code
    found = scene.messages("J08", to=CITIES[city][0], resident_record_code=code)
    same(scene, "REL-010.1", 1, len(found), refs(found))


@then(
    "転出証明書情報が届く前に{who:names}の住民票は記載されていない",
    "{who:names} are not entered before the moving-out data arrive",
)
def not_entered_before(scene: Scene, who: list[str]) -> None:
    """
    REL-010.5: of several whose data did not all arrive, nobody.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        none_sent(scene, "REL-010.5", offered_updates(scene, character), [kept.ref])
        unchanged(scene, "REL-010.5", None, record, [kept.ref])


@then(
    "止まっていた{who:word}の届出は完了し、市町村CSは「国内転入」の本人確認情報を受け取る",
    "the notification of {who:word} that had stopped is completed, and the network takes the update",
)
def completed(scene: Scene, who: str) -> None:
    """
    REL-010.2.
    """
    found = updates(scene, cast_of(scene)[who], reason="11")
    same(scene, "REL-010.2", 1, len(found), refs(found))


@then(
    "求めた{city:word}は{who:word}の転出証明書情報を受け取る",
    "{city:word}, which asked, takes the moving-out data of {who:word}",
)
def asker_served(scene: Scene, city: str, who: str) -> None:
    """
    REL-010.3.
    """
    code = CITIES[city][0]
    found = [
        message
        for message, _ in data_sent(scene, cast_of(scene)[who], to=code)
        if message.outcome == "accepted"
    ]
    same(scene, "REL-010.3", 1, len(found), refs(found))


@then(
    "求めた{city:word}の受け取った{who:word}の転出証明書情報は、予定の転出先の{first:word}の受け取ったものと同じである",
    "the moving-out data of {who:word} that {city:word} asked for are those that went to {first:word}",
)
def same_as_announced(scene: Scene, city: str, who: str, first: str) -> None:
    """
    REL-008.1, .2 and .3, whatever the occasion: nothing was changed in between.
    """
    character = cast_of(scene)[who]
    told = data_sent(scene, character, to=CITIES[first][0])
    if not told:
        raise Inconclusive(both("比べる転出証明書情報がない。", "There are no data to compare with."))
    asked = data_sent(scene, character, to=CITIES[city][0])
    evidence = refs([message for message, _ in (*told, *asked)])
    for clause, part in (("REL-008.1", _certified), ("REL-008.2", _left), ("REL-008.3", _card)):
        same(scene, clause, [part(*told[-1])], [part(*one) for one in asked], evidence)


def _certified(message: Message, person: dict[str, Any]) -> dict[str, Any]:
    days = {name: message.body[name] for name in ("planned_on", "notified_on", "destination")}
    return days | {name: value for name, value in person.items() if name not in CARD}


def _left(message: Message, _person: dict[str, Any]) -> Any:
    return message.body["previous_address"]


def _card(_message: Message, person: dict[str, Any]) -> list[Any]:
    return [person[name] for name in CARD]


@then(
    "特例転出の届出をしていない{who:word}の転出証明書情報はどこにも送られていない",
    "no moving-out data are sent anywhere of {who:word}, who did not move out on the special route",
)
def none_without_special(scene: Scene, who: str) -> None:
    """
    REL-010.4.
    """
    none_sent(scene, "REL-010.4", [message for message, _ in data_sent(scene, cast_of(scene)[who])])


@then(
    "特例転出を取り消した{who:word}の転出証明書情報は求めた{city:word}に送られていない",
    "no moving-out data of {who:word}, whose special moving out was withdrawn, are sent to {city:word}, which asked",
)
def none_after_withdrawal(scene: Scene, who: str, city: str) -> None:
    """
    REL-010.4: what went to the announced destination before the withdrawal is another matter.
    """
    found = [message for message, _ in data_sent(scene, cast_of(scene)[who], to=CITIES[city][0])]
    none_sent(scene, "REL-010.4", found)
