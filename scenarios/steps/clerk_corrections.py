"""
What a clerk puts right at the counter before the entry of a special moving in (REL-009.8).
"""

from __future__ import annotations

from datetime import date

import msgspec

from harness.judgement.expect import both
from harness.port.commands import Amendment
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.counter import remember
from scenarios.steps.register import record_of
from scenarios.steps.special_moving_in import special_moving_in
from scenarios.wording import then, when


@when(
    "{who:word}が{moved:date}に転入し、職員がふりがなを{reading:text}に改めて、"
    "{owner:word}のカードにより{notified:date}に特例転入を届け出る",
    "{who:word} moves in on {moved:date}; the clerk puts the phonetic name right to {reading:text} and, with the"
    " card of {owner:word}, the special moving in is filed on {notified:date}",
)
def file_with_correction(
    scene: Scene, who: str, moved: date, reading: str, owner: str, notified: date
) -> None:
    """
    The data say one reading, the papers at the counter another.
    """
    cast = cast_of(scene)
    command = special_moving_in(scene, cast, [cast[who]], [cast[owner]], moved, notified)
    scene.know_person(reading)
    right = [Amendment("name_kana", reading)]
    movers = [msgspec.structs.replace(mover, amendments=right) for mover in command.movers]
    kept = scene.do(msgspec.structs.replace(command, movers=movers))
    remember(scene, cast, kept)


@when(
    "{who:names}が{moved:date}に転入し、職員が{wrong:word}のふりがなを{reading:text}に改めて、"
    "{owner:word}のカードにより{notified:date}に世帯員に係る特例転入を届け出る",
    "{who:names} move in on {moved:date}; the clerk puts the phonetic name of {wrong:word} right to {reading:text}"
    " and, with the card of {owner:word}, the special moving in of a household is filed on {notified:date}",
)
def file_with_correction_of_member(
    scene: Scene, who: list[str], moved: date, wrong: str, reading: str, owner: str, notified: date
) -> None:
    """
    The papers of one of the household say another reading.
    """
    cast = cast_of(scene)
    command = special_moving_in(
        scene, cast, cast.all(who), [cast[owner]], moved, notified, variant="household"
    )
    scene.know_person(reading)
    right = {wrong: [Amendment("name_kana", reading)]}
    movers = [msgspec.structs.replace(mover, amendments=right.get(mover.ref, [])) for mover in command.movers]
    kept = scene.do(msgspec.structs.replace(command, movers=movers))
    remember(scene, cast, kept)


@then(
    "{who:word}の住民票のふりがなは{reading:text}、その他の事項は受信したとおりである",
    "the record of {who:word} has the phonetic name {reading:text} and everything else as received",
)
def entered_as_put_right(scene: Scene, who: str, reading: str) -> None:
    """
    REL-009.8: what was put right stands on the record; what was not stays as the data say.
    """
    character = cast_of(scene)[who]
    record, kept = record_of(scene, character)
    expected = (reading, character.name, character.born_on)
    actual = record and (record.name_kana, record.name, record.born_on)
    scene.expect.observed(
        "REL-009.8", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
    )
