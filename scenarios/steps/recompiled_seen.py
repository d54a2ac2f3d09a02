"""
What must be seen of a recompiled record: the count, the original, the silence, and that the original is kept (REL-025).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.reads import ReadRecompiledOriginal
from harness.port.records import ResidentRecord
from harness.running.recorded import Invocation
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import none_sent, same
from scenarios.steps.counter import resident_of
from scenarios.steps.register import record_by_number
from scenarios.steps.shown import sent_by_registry
from scenarios.wording import given, then


@given("ここまでに登録システムから送られた電文を控えておく", "what the registry has sent so far is noted")
def note(scene: Scene) -> None:
    """
    What comes after the moment is seen by what came before.
    """
    scene.memory["sent before"] = {each.ref for each in sent_by_registry(scene)}


@then(
    "{who:word}の改製連番は{times:number}であり、改製日は{day:date}である",
    "the record of {who:word} counts {times:number} recompilations, the last on {day:date}",
)
def counted(scene: Scene, who: str, times: int, day: date) -> None:
    """
    REL-025.1.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    actual = (getattr(record, "recompilation", None), getattr(record, "recompiled_on", None))
    same(scene, "REL-025.1", (times, day.isoformat()), actual, [kept.ref])


def original(scene: Scene, character: Character, number: int) -> tuple[ResidentRecord | None, Invocation]:
    """
    The recompiled original of that number, and the read as evidence.
    """
    kept = scene.ask(ReadRecompiledOriginal(resident_of(character), number))
    return getattr(kept.outcome, "record", None), kept


@then(
    "{who:word}の改製連番{number:number}の改製原住民票は、改製日{day:date}と住所{address:text}を示す",
    "the recompiled original {number:number} of {who:word} shows {day:date} as its last day, and {address:text}",
)
def shows_the_former(scene: Scene, who: str, number: int, day: date, address: str) -> None:
    """
    REL-025.2: as the record stood before, marked with the day.
    """
    record, kept = original(scene, cast_of(scene)[who], number)
    actual = (
        getattr(record, "recompiled_on", None),
        str(getattr(record, "address", None)).startswith(address),
    )
    same(scene, "REL-025.2", (day.isoformat(), True), actual, [kept.ref])


def _since(scene: Scene) -> list[Message]:
    before: set[str] = scene.memory["sent before"]
    return [each for each in sent_by_registry(scene) if each.ref not in before]


@then(
    "改製について、市町村CS、出入国在留管理庁及び庁内の業務のいずれにも通知が届いていない",
    "of recompiling neither the network nor the Agency nor a department heard anything",
)
def told_to_nobody(scene: Scene) -> None:
    """
    REL-025.3.
    """
    fakes = ("juki_net", "immigration", "departments")
    none_sent(scene, "REL-025.3", [each for each in _since(scene) if each.fake in fakes])


@then("改製についてJ01は送られていない", "of recompiling no update is sent")
def no_update(scene: Scene) -> None:
    """
    REL-025.4: taken or refused.
    """
    none_sent(scene, "REL-025.4", [each for each in _since(scene) if each.kind == "J01"])


@then(
    "{day:date}にも、{who:word}の改製連番{number:number}の改製原住民票は住所{address:text}を示して残っている",
    "on {day:date} the recompiled original {number:number} of {who:word} is still there, with {address:text}",
)
def still_kept(scene: Scene, day: date, who: str, number: int, address: str) -> None:
    """
    REL-025.5.
    """
    record, kept = original(scene, cast_of(scene)[who], number)
    there = str(getattr(record, "address", None)).startswith(address)
    now = scene.lane.clock.now.date()
    scene.expect.absent(
        "REL-025.5",
        there,
        both(f"{day}に残っている", f"kept on {day}"),
        both(f"{now}に{'あり' if there else 'なし'}", f"{'there' if there else 'gone'} on {now}"),
        [kept.ref],
    )
