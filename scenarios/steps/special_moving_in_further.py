"""
What may be special about the moving-out data, or about the people, of a special moving in (REL-009).
"""

from __future__ import annotations

from datetime import date

from harness.running.scene import Scene
from scenarios.cast import CITIES, cast_of
from scenarios.steps.counter import recorded_elsewhere
from scenarios.wording import given


@given(
    "{who:word}の転出証明書情報には、令和7年に記載され、令和8年に削除された通称{name:text}に関する事項がある",
    "the moving-out data of {who:word} have the particulars of the common name {name:text}, entered in 2025 and struck"
    " out in 2026",
)
def former_common_name(scene: Scene, who: str, name: str) -> None:
    """
    住基令30条の17第3項: written as the other municipality writes it.
    """
    character = cast_of(scene)[who]
    city = CITIES["さいたま市"][0]
    scene.know_person(name)
    character.notes["common-name-history"] = f"2025-04-01 {city} 記載 {name}; 2026-02-01 {city} 削除 {name}"


@given(
    "転出届の後の{day:date}に、{city:word}で{who:names}の住所の地番が改められている",
    "after the notification of moving out, on {day:date}, {city:word} has renumbered the lots of {who:names}",
)
def renumbered(scene: Scene, day: date, city: str, who: list[str]) -> None:
    """
    A minor correction where they are recorded still: nobody else has entered them.
    """
    code, place = CITIES[city]
    recorded_elsewhere(
        scene,
        cast_of(scene).all(who),
        day,
        municipality=code,
        address=f"{place}浦和区常盤七丁目2番4号",
        reason="32",
    )
