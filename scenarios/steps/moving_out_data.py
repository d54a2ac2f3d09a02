"""
Steps of moving-out data that nobody came for (REL-011).
"""

from __future__ import annotations

from harness.port.reads import ReadMovingOutData
from harness.port.records import AccessLine, HeldMovingOutData
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.log_lines import lines_after
from scenarios.steps.observing import as_text, carries
from scenarios.steps.register import record_of
from scenarios.wording import then


def held(scene: Scene, character: Character) -> tuple[HeldMovingOutData | None, Invocation]:
    """
    The data in hand, and the read as evidence.
    """
    kept = scene.ask(ReadMovingOutData(resident_record_code=character.resident_record_code))
    return getattr(kept.outcome, "moving_out_data", None), kept


@then("{who:names}の転出証明書情報は保存されている", "the moving-out data of {who:names} are kept")
def kept_still(scene: Scene, who: list[str]) -> None:
    """
    REL-011.1.
    """
    for character in cast_of(scene).all(who):
        found, kept = held(scene, character)
        code = found.resident_record_code if found else None
        same(scene, "REL-011.1", character.resident_record_code, code, [kept.ref])


@then(
    "転入届のない{who:names}の転出証明書情報は消去されていない",
    "the moving-out data of {who:names}, who filed no moving in, are not erased",
)
def not_erased(scene: Scene, who: list[str]) -> None:
    """
    REL-011.6.
    """
    for character in cast_of(scene).all(who):
        found, kept = held(scene, character)
        unchanged(scene, "REL-011.6", True, found is not None, [kept.ref])


@then(
    "{who:names}の転出証明書情報は消去され、監査の記録に、消去した値を含まない形で残る",
    "the moving-out data of {who:names} are erased, and the log says so without the values",
)
def erased(scene: Scene, who: list[str]) -> None:
    """
    REL-011.2 and REL-011.4: gone, and a line of the day that tells of an erasure and holds nothing of the person.
    """
    told, log = _erasures(scene)
    for character in cast_of(scene).all(who):
        found, kept = held(scene, character)
        same(scene, "REL-011.2", None, found, [kept.ref])
        text = as_text([[line.function, line.text, line.result, line.resident] for line in told])
        shown = [value for value in _values(character) if carries(text, value)]
        same(scene, "REL-011.4", (True, []), (bool(told), shown), [log.ref])


@then("消去の行は処理名と処理の場所を備える", "the line of the erasure holds process and place")
def erasure_line(scene: Scene) -> None:
    """
    AUD-001.3, as far as the port shows lines. Says nothing where there is no line.
    """
    told, log = _erasures(scene)
    for line in told:
        actual = (bool(line.function.strip()), bool(line.terminal.strip() or line.text.strip()))
        same(scene, "AUD-001.3", (True, True), actual, [log.ref])


def _erasures(scene: Scene) -> tuple[list[AccessLine], Invocation]:
    lines, log = lines_after(scene, scene.log_start)
    today = [line for line in lines if line.at.startswith(scene.today.isoformat()) and line.kind == "event"]
    return [line for line in today if _tells_of_erasure(line)], log


@then(
    "消去された{who:names}の転出証明書情報を照会しても何も返らない",
    "asking for the erased moving-out data of {who:names} gives nothing",
)
def nothing_returned(scene: Scene, who: list[str]) -> None:
    """
    REL-011.3: of any kind.
    """
    for character in cast_of(scene).all(who):
        found, kept = held(scene, character)
        record, read = record_of(scene, character)
        same(scene, "REL-011.3", (None, None), (found, record), [kept.ref, read.ref])


@then(
    "期間の経過後、{who:names}の転出証明書情報は閲覧にも記録にも現れない",
    "after the period the moving-out data of {who:names} appear in no reading and no log",
)
def nowhere(scene: Scene, who: list[str]) -> None:
    """
    REL-011.5: what can be seen of the registry from outside: its reads and its log.
    """
    lines, log = lines_after(scene, scene.log_start)
    text = as_text([[line.function, line.text, line.result] for line in lines])
    for character in cast_of(scene).all(who):
        found, kept = held(scene, character)
        shown = [value for value in _values(character) if carries(text, value)]
        unchanged(scene, "REL-011.5", (None, []), (found, shown), [kept.ref, log.ref])


def _values(character: Character) -> list[str]:
    return [
        character.resident_record_code,
        character.individual_number,
        character.name,
        character.from_address,
    ]


def _tells_of_erasure(line: AccessLine) -> bool:
    words = f"{line.function} {line.result} {line.text}".lower()
    return "eras" in words or "消去" in words
