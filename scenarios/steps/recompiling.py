"""
A record that is recompiled (改製), and what nobody is told of it (JUKI-002).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import RecompileRecord
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import none_sent, same
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.noted_updates import since
from scenarios.steps.register import record_by_number
from scenarios.wording import then, when


@when(
    "{who:names}の住民票が{day:date}に改製される", "the records of {who:names} are recompiled on {day:date}"
)
def recompile(scene: Scene, who: list[str], day: date) -> None:
    """
    住基令16条.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        kept = scene.do(RecompileRecord(scene.counter(), resident_of(character), day.isoformat()))
        scene.accepted_or_inconclusive(kept)
        remember(scene, cast, kept)


@then(
    "{who:names}の住民票の改製は{times:number}回を数え、改製についてJ01は送られていない",
    "the records of {who:names} count {times:number} recompilations, and no update is sent of any",
)
def recompiled_quietly(scene: Scene, who: list[str], times: int) -> None:
    """
    JUKI-002.12: the act is seen on the register, and the network heard nothing since the moment noted.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        same(scene, "JUKI-002.12", times, getattr(record, "recompilation", None), [kept.ref])
        none_sent(scene, "JUKI-002.12", since(scene, character), [kept.ref])
