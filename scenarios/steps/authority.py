"""
Acts of the mayor's own authority and switches of nationality (住基法8条, 住基令8条の2, 12条).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.port.commands import (
    ChangeOfNationality,
    ExOfficioDeletion,
    ExOfficioEntry,
    Foreign,
    Ground,
)
from harness.running.scene import Scene
from scenarios.cast import DOMICILE, cast_of
from scenarios.steps.counter import remember, resident_of
from scenarios.wording import when

GROUNDS: dict[str, Ground] = {
    "届出の懈怠": "failure-to-notify",
    "戸籍の届出": "family-register",
    "他の機関の通知": "other-organ",
    "裁判": "court",
    "記載漏れ": "omission-or-error",
}
"""Why the mayor acts, by the word of the text."""

EVENTS: dict[str, Literal["not-living-here", "disappearance-declared", "double-entry", "outside-the-act"]] = {
    "居住していない": "not-living-here",
    "失踪宣告": "disappearance-declared",
    "二重の記載": "double-entry",
    "法の適用を受けなくなった": "outside-the-act",
}
"""What a deletion by authority rests on, by the word of the text."""


@when(
    "{who:names}が{ground:text}を理由に、{occurred:date}に住所を定めた者として{decided:date}に職権で記載される",
    "{who:names} are entered ex officio on {decided:date}, resident since {occurred:date}, on the ground {ground:text}",
)
def enter_ex_officio(scene: Scene, who: list[str], ground: str, occurred: date, decided: date) -> None:
    """
    住基法8条: under the code that they have.
    """
    cast = cast_of(scene)
    people = cast.all(who)
    people[0].relationship = "世帯主"
    kept = scene.do(
        ExOfficioEntry(
            counter=scene.counter(),
            decided_on=decided.isoformat(),
            occurred_on=occurred.isoformat(),
            ground=GROUNDS[ground],
            persons=[each.person() for each in people],
            to_address=cast.address(),
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "{who:names}が{event:text}ことを理由に、{occurred:date}の異動として{decided:date}に職権で消除される",
    "{who:names} are deleted ex officio on {decided:date}, as of {occurred:date}, because of {event:text}",
)
def delete_ex_officio(scene: Scene, who: list[str], event: str, occurred: date, decided: date) -> None:
    """
    住基令8条, 12条.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        kept = scene.do(
            ExOfficioDeletion(
                counter=scene.counter(),
                decided_on=decided.isoformat(),
                occurred_on=occurred.isoformat(),
                resident=resident_of(character),
                ground="omission-or-error",
                event=EVENTS[event],
            )
        )
        scene.accepted_or_inconclusive(kept)
        remember(scene, cast, kept)


@when(
    "{who:word}が{occurred:date}に帰化し、{notified:date}に帰化届により日本人の住民票に改められる",
    "{who:word} is naturalised on {occurred:date}; the record becomes that of a national on {notified:date}",
)
def naturalise(scene: Scene, who: str, occurred: date, notified: date) -> None:
    """
    住基令8条の2: a Japanese name, reading and family register.
    """
    cast = cast_of(scene)
    character = cast[who]
    character.name, character.name_kana = f"{cast.surname}　真理", f"{character.name_kana}"
    scene.know_person(character.name)
    kept = scene.do(
        ChangeOfNationality(
            counter=scene.counter(),
            notified_on=notified.isoformat(),
            resident=resident_of(character),
            kind="naturalisation",
            occurred_on=occurred.isoformat(),
            name=character.name,
            name_kana=character.name_kana,
            registered_domicile=DOMICILE,
            head_of_family_register=character.name,
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "{who:word}が{occurred:date}に国籍を喪失し、{notified:date}に国籍喪失届により外国人住民の住民票に改められる",
    "{who:word} loses nationality on {occurred:date}; the record becomes that of a foreign resident on"
    " {notified:date}",
)
def lose_nationality(scene: Scene, who: str, occurred: date, notified: date) -> None:
    """
    住基令8条の2: a transitional resident, until a status is granted.
    """
    cast = cast_of(scene)
    character = cast[who]
    character.name = "SATO KEN"
    scene.know_person(character.name)
    kept = scene.do(
        ChangeOfNationality(
            counter=scene.counter(),
            notified_on=notified.isoformat(),
            resident=resident_of(character),
            kind="loss",
            occurred_on=occurred.isoformat(),
            name=character.name,
            name_kana=character.name_kana,
            foreign=Foreign(nationality="USA", resident_class="transitional"),
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)
