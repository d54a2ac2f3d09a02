"""
Where mail goes instead of the address, whose address stands where, and what is told of a return (CARD-001, CARD-002).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.port.commands import Address, RegisterDispatchPlace
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import cast_of
from scenarios.steps.card_acts import counter
from scenarios.steps.comparing import same, without_spaces
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.mailings import BLOCKS, notice_of, ordered
from scenarios.steps.register import about, record_by_number, refs
from scenarios.wording import then, when

WAKO = "和光市"

PLACE = Address(
    address="埼玉県和光市新倉2番1号", building="居所荘5号", postal_code="3510115", town_code="002"
)
OTHER_PLACE = Address(
    address="埼玉県和光市白子3番7号", building="第二居所荘2号", postal_code="3510101", town_code="003"
)
BARE_PLACE = Address(address="埼玉県和光市南1番9号", postal_code="3510111", town_code="004")


@when(
    "{who:word}が{day:date}に居所への送付を申し出る",
    "{who:word} asks on {day:date} for mail to a place of stay",
)
def register_place(scene: Scene, who: str, day: date) -> None:
    """
    番号カード省令36条.
    """
    _register(scene, who, day, PLACE)


@when(
    "{who:word}が{day:date}に別の居所への送付を申し出る",
    "{who:word} asks on {day:date} for mail to another place of stay",
)
def register_other_place(scene: Scene, who: str, day: date) -> None:
    """
    番号カード省令36条: the person has gone on to another place.
    """
    _register(scene, who, day, OTHER_PLACE)


@when(
    "{who:word}が{day:date}に建物のない居所への送付を申し出る",
    "{who:word} asks on {day:date} for mail to a place of stay without a building",
)
def register_bare_place(scene: Scene, who: str, day: date) -> None:
    """
    番号カード省令36条: nothing of an earlier place is left in it.
    """
    _register(scene, who, day, BARE_PLACE)


def _register(scene: Scene, who: str, day: date, place: Address) -> None:
    cast = cast_of(scene)
    character = cast[who]
    scene.know_person(*filter(None, (place.address, place.building)))
    remember(
        scene,
        cast,
        scene.do(
            RegisterDispatchPlace(
                counter(scene), identity_of(character), resident_of(character), day.isoformat(), place
            )
        ),
    )


@then(
    "カード管理システムは{who:names}について、居所を送付先とする送付先情報を受け取る",
    "the card management system takes dispatch data of {who:names} that go to the place of stay",
)
def to_the_place(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.1.
    """
    _goes_to(scene, who, PLACE)


@then(
    "カード管理システムは{who:names}について、別の居所を送付先とする送付先情報を受け取る",
    "the card management system takes dispatch data of {who:names} that go to the other place of stay",
)
def to_the_other_place(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.1: the place asked for last.
    """
    _goes_to(scene, who, OTHER_PLACE)


@then(
    "カード管理システムは{who:names}について、建物のない居所を送付先とする送付先情報を受け取る",
    "the card management system takes dispatch data of {who:names} that go to the place without a building",
)
def to_the_bare_place(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.1: that place and nothing more.
    """
    _goes_to(scene, who, BARE_PLACE)


def _goes_to(scene: Scene, who: list[str], place: Address) -> None:
    for character in cast_of(scene).all(who):
        found = scene.messages("K01", where=about(scene, character))[-1:]
        body = found[0].body if found else {}
        whole = without_spaces(place.address, place.building)
        expected = (whole, place.postal_code, character.name)
        actual = (
            without_spaces(body.get("destination_address")),
            body.get("destination_postal_code"),
            body.get("destination_name"),
        )
        same(scene, "CARD-001.1", expected, actual, refs(found))


@then(
    "{who:names}の送付先情報の住所は住民票の住所である",
    "the address in the dispatch data of {who:names} is that of the record",
)
def own_address(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.3: whole, with the building, whatever the destination is.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        if record is None:
            raise Inconclusive(both("住民票が照会できない。", "There is no record."))
        whole = without_spaces(record.address, record.building)
        found = ordered(scene, character)[-1:]
        told = [without_spaces(message.body.get("address")) for message in found]
        same(scene, "CARD-001.3", [whole], told, [kept.ref, *refs(found)])


@then(
    "{who:names}の送付先情報の市町村は和光市であり、市町村、交付場所及びカード送付場所の住所は本人の住所でない",
    "the dispatch data of {who:names} name Wako City, and none of the three places has the person's own address",
)
def places_of_the_municipality(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.2: the blocks are the municipality's. Which of its offices they name is its own affair.
    """
    for character in cast_of(scene).all(who):
        found = ordered(scene, character)[-1:]
        actual = [
            (
                str(message.body.get("municipality_name")).endswith(WAKO),
                [block for block in BLOCKS if _is_home(message.body, block)],
            )
            for message in found
        ]
        same(scene, "CARD-001.2", [(True, [])], actual, refs(found))


@then(
    "{who:word}の返戻を伝えるK02は、返戻の日を{day:date}、理由を{reason:text}とする",
    "K02, which tells that the mailing of {who:word} came back, gives the day {day:date} and the reason {reason:text}",
)
def day_and_reason(scene: Scene, who: str, day: date, reason: str) -> None:
    """
    CARD-002.3.
    """
    found = scene.messages("K02", dispatch_id=notice_of(scene, cast_of(scene)[who]), state="returned")
    told = [(message.body.get("on"), message.body.get("reason")) for message in found]
    same(scene, "CARD-002.3", [(day.isoformat(), reason)], told, refs(found))


@then(
    "{who:word}の二度の返戻は、それぞれ返戻の日を{first:date}及び{second:date}とするK02により機構に伝えられている",
    "the mailing of {who:word} came back twice, each time told by K02, with the days {first:date} and {second:date}",
)
def each_return_told(scene: Scene, who: str, first: date, second: date) -> None:
    """
    CARD-002.3.
    """
    found = scene.messages("K02", dispatch_id=notice_of(scene, cast_of(scene)[who]), state="returned")
    told = [message.body.get("on") for message in found]
    same(scene, "CARD-002.3", [first.isoformat(), second.isoformat()], told, refs(found))


def _is_home(body: dict[str, Any], block: str) -> bool:
    return without_spaces(body.get(f"{block}_address")) == without_spaces(body.get("address"))
