"""
Steps that say where people are recorded before the scenario's own act.
"""

from __future__ import annotations

from datetime import date, timedelta

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.counter import enter, moving_in, recorded_elsewhere
from scenarios.steps.register import record_of, updates
from scenarios.wording import given


@given("{who:names}は他の市区町村に住民登録されている", "{who:names} are recorded in another municipality")
def recorded_in_another_municipality(scene: Scene, who: list[str]) -> None:
    """
    The other municipality and the network know them; this municipality does not.
    """
    recorded_elsewhere(scene, cast_of(scene).all(who), scene.today - timedelta(days=900))


@given("{who:names}は和光市に住民登録されている", "{who:names} are recorded in Wako City")
def recorded_here(scene: Scene, who: list[str]) -> None:
    """
    One household, moved in and notified today with the certificate. Seen at the network, so a witness too.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    recorded_elsewhere(scene, characters, scene.today - timedelta(days=900))
    kept = scene.do(moving_in(scene, cast, characters, scene.today, scene.today))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    _seen(scene, characters)


@given(
    "{who:names}は{day:date}に和光市に転入して住民登録されている",
    "{who:names} moved into Wako City on {day:date} and are recorded there",
)
def recorded_here_since(scene: Scene, who: list[str], day: date) -> None:
    """
    As above, with an earlier day of moving in; notified today.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    recorded_elsewhere(scene, characters, scene.today - timedelta(days=900))
    kept = scene.do(moving_in(scene, cast, characters, day, scene.today))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    _seen(scene, characters, day)


@given(
    "{who:names}は日本のどの市区町村にも記録されたことがない",
    "{who:names} have never been recorded in any municipality of Japan",
)
def never_recorded(scene: Scene, who: list[str]) -> None:
    """
    Nobody knows them: neither code nor number exists.
    """
    for character in cast_of(scene).all(who):
        character.notes["code"] = "none"


@given(
    "{who:names}は国外に転出しており、以前の住民票コードが分かっている",
    "{who:names} have moved abroad, and their former Resident Record Codes are known",
)
def moved_abroad(scene: Scene, who: list[str]) -> None:
    """
    Recorded in another municipality until they left the country.
    """
    characters = cast_of(scene).all(who)
    recorded_elsewhere(scene, characters, scene.today - timedelta(days=400), reason="22", current=False)


@given(
    "{who:names}は{day:date}に{city:word}に記録された",
    "{who:names} were recorded in {city:word} on {day:date}",
)
def recorded_in_between(scene: Scene, who: list[str], day: date, city: str) -> None:
    """
    Yet another municipality has entered them since: a moving in there.
    """
    code, place = CITIES[city]
    recorded_elsewhere(
        scene,
        cast_of(scene).all(who),
        day,
        municipality=code,
        address=f"{place}本町一丁目1番1号",
        reason="11",
    )


def _seen(scene: Scene, characters: list[Character], since: date | None = None) -> None:
    """
    The entries as the network saw them: a witness. The code is from now on the one they were entered under, so that
    a wrong one fails where codes are judged and nowhere else. ``since`` is the day of becoming a resident, where
    later acts depend on it.
    """
    entries = [updates(scene, each) for each in characters]
    if not all(entries) or (since is not None and not all(_since(scene, each, since) for each in characters)):
        raise Inconclusive(
            both(
                "前提となる記載が住基ネットで確認できなかった。",
                "A precondition, the entry, was not seen at the network.",
            )
        )
    scene.expect.witness(True)
    for each, found in zip(characters, entries, strict=True):
        if found:
            each.resident_record_code = str(found[0].body["resident_record_code"])


def _since(scene: Scene, character: Character, day: date) -> bool:
    """
    Whether the register shows the day of becoming a resident that the scenario rests on.
    """
    record, _ = record_of(scene, character)
    return record is not None and record.became_resident_on == day.isoformat()
