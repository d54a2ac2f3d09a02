"""
Steps of moving-out data that their sender takes back before anybody came (REL-010, REL-011).
"""

from __future__ import annotations

from datetime import date

from harness.running.scene import Scene
from scenarios.cast import CITIES, cast_of
from scenarios.steps.comparing import same
from scenarios.steps.register import refs
from scenarios.steps.special_moving_in import send_data
from scenarios.wording import then, when


@when(
    "{city:word}が{planned:date}を予定とする{who:names}の転出の取消しを知らせる",
    "{city:word} tells that the moving out of {who:names}, planned for {planned:date}, is withdrawn",
)
def data_withdrawn(scene: Scene, city: str, planned: date, who: list[str]) -> None:
    """
    Our own message: J07 once more, withdrawn.
    """
    characters = cast_of(scene).all(who)
    came_from = characters[0].from_municipality
    characters[0].from_municipality = CITIES[city][0]
    send_data(scene, characters, planned, withdrawn=True)
    characters[0].from_municipality = came_from
    scene.settle()


@then(
    "取り消された{who:names}の転出証明書情報は用いられず、転出地の{city:word}はその送信の求めを受け取る",
    "the withdrawn data of {who:names} are not used: {city:word}, from where they moved, is asked for them",
)
def asked_for_again(scene: Scene, who: list[str], city: str) -> None:
    """
    REL-010.1: each whose data are gone, once.
    """
    for character in cast_of(scene).all(who):
        code = character.resident_record_code
        found = scene.messages("J08", to=CITIES[city][0], resident_record_code=code)
        same(scene, "REL-010.1", 1, len(found), refs(found))
