"""
Steps that compare the scripted day with the access log (AUD-001).
"""

from __future__ import annotations

from datetime import datetime

from harness.judgement.expect import both
from harness.port.outcomes import Accepted
from harness.port.records import AccessLine
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import cast_of
from scenarios.steps.access_log import Done, lines_of
from scenarios.steps.counter import resident_of
from scenarios.steps.log_lines import lines_after
from scenarios.steps.observing import carries
from scenarios.wording import then

KINDS_OF_ACTION = ("operation", "print", "event", "setting", "error")
PEOPLE = ("太郎", "花子", "健")


def script_of(scene: Scene) -> list[Done]:
    """
    What was done. Raises Inconclusive where nothing was.
    """
    done: list[Done] = scene.memory["script"]
    if not done:
        raise Inconclusive(both("台本に操作がない。", "The script has no action."))
    return done


def line_of(lines: list[AccessLine], done: Done) -> AccessLine | None:
    """
    The line of an action: the one of its operator and terminal that is no communication.
    """
    own = _own(lines, done)
    prints = [line for line in own if line.kind == "print"]
    return next(iter(prints or own), None)


def _own(lines: list[AccessLine], done: Done) -> list[AccessLine]:
    return [line for line in lines if line.operator == done.counter.operator and line.kind in KINDS_OF_ACTION]


def shows_number(scene: Scene, done: Done) -> bool:
    """
    Whether a copy that was issued shows the Individual Number of its person, asked for or not.
    """
    cast = cast_of(scene)
    numbers = [cast[name].individual_number for name in PEOPLE]
    documents = getattr(done.kept.outcome, "documents", None) or []
    return any(
        carries((document.text, [item.value for item in document.items]), number)
        for document in documents
        for number in numbers
    )


@then("台本の操作の一つ一つが一行を残している", "each action of the script has left a line")
def line_per_action(scene: Scene) -> None:
    """
    AUD-001.1, action by action.
    """
    lines = lines_of(scene)
    for done in script_of(scene):
        found = line_of(lines, done)
        scene.expect.observed(
            "AUD-001.1",
            found is not None,
            both(f"{done.what}の行", f"a line of {done.kept.operation}"),
            both("あり" if found else "なし", "there" if found else "missing"),
            [scene.memory["log ref"], done.kept.ref],
        )


@then(
    "その行は操作者、端末、時刻、対象の記録、機能及び個人番号の参照の有無を正しく備える",
    "the lines rightly hold operator, terminal, time, record, function and access to the Individual Number",
)
def line_holds(scene: Scene) -> None:
    """
    AUD-001.2, as far as the port shows lines. Says nothing of an action without a line.
    """
    lines = lines_of(scene)
    for done in script_of(scene):
        line = line_of(lines, done)
        if line is None:
            continue
        wrong = [
            name
            for name, right in (
                ("terminal", line.terminal == done.counter.terminal),
                ("at", abs((datetime.fromisoformat(line.at) - done.at).total_seconds()) < 60),
                ("resident", done.resident is None or line.resident == done.resident),
                ("function", bool(line.function.strip())),
                ("result", bool(line.result.strip())),
                (
                    "individual_number_access",
                    not done.number_accessed
                    or all(each.individual_number_access for each in _own(lines, done)),
                ),
                (
                    "individual_number_access",
                    done.what != "写しの交付" or line.individual_number_access == shows_number(scene, done),
                ),
            )
            if not right
        ]
        scene.expect.observed(
            "AUD-001.2",
            not wrong,
            both(f"{done.what}の行に違いなし", f"the line of {done.kept.operation} is right"),
            both(f"違い{wrong}", f"wrong: {wrong}"),
            [scene.memory["log ref"], done.kept.ref],
        )
    resident, count = scene.memory["lookup"]
    shown = [line.individual_number_access for line in lines if line.resident == resident][count:]
    scene.expect.observed(
        "AUD-001.2",
        any(shown) or not shown,
        both("照会の行に個人番号の参照あり", "the line of the look-up tells of access to the number"),
        both("なし", "none"),
        [scene.memory["log ref"]],
    )


@then("一括処理の行は処理名と処理の場所を備える", "the line of the batch holds process and place")
def batch_line(scene: Scene) -> None:
    """
    AUD-001.3.
    """
    lines = lines_of(scene)
    for done in script_of(scene):
        line = line_of(lines, done)
        if done.what != "一括処理" or line is None:
            continue
        actual = (bool(line.function.strip()), line.terminal)
        scene.expect.observed(
            "AUD-001.3",
            actual == (True, done.counter.terminal),
            both("処理名と場所", "process and place"),
            both(f"{line.function}、{line.terminal}", f"{line.function}, {line.terminal}"),
            [scene.memory["log ref"], done.kept.ref],
        )


@then(
    "印刷の行は発行番号と個人番号の有無を備える",
    "the lines of prints hold the issue number and whether the Individual Number was printed",
)
def print_line(scene: Scene) -> None:
    """
    AUD-001.4, as far as the port shows lines.
    """
    lines = lines_of(scene)
    for done in script_of(scene):
        if done.what != "写しの交付" or not isinstance(done.kept.outcome, Accepted):
            continue
        own = [line for line in lines if line.operator == done.counter.operator and line.kind == "print"]
        numbers = [document.issue_number for document in done.kept.outcome.documents]
        told = " ".join(f"{line.printed or ''} {line.text}" for line in own)
        flags = {line.individual_number_access for line in own}
        printed = shows_number(scene, done)
        holds = bool(own and numbers) and all(number in told for number in numbers)
        scene.expect.observed(
            "AUD-001.4",
            holds and flags == {printed},
            both(
                f"発行番号{numbers}、個人番号{printed}",
                f"issue {numbers}, number {printed}",
            ),
            both(f"{told}、個人番号{flags}", f"{told}, number {flags}"),
            [scene.memory["log ref"], done.kept.ref],
        )


@then("台本とログとの突合により欠けた行はない", "the comparison of script and log finds no line missing")
def no_gap(scene: Scene) -> None:
    """
    AUD-001.6: no action without a line, none of the numbers of lines left out, the lookup counted.
    """
    lines = lines_of(scene)
    missing = [done.what for done in script_of(scene) if line_of(lines, done) is None]
    numbers = [line.n for line in lines]
    before: int = scene.memory["log before"]
    gaps = numbers != list(range(before + 1, before + 1 + len(numbers)))
    resident, count = scene.memory["lookup"]
    if len([line for line in lines if line.resident == resident]) <= count:
        missing.append("照会")
    scene.expect.observed(
        "AUD-001.6",
        not missing and not gaps and bool(lines),
        both("欠けなし", "none missing"),
        both(f"欠けた操作{missing}、行番号の抜け{gaps}", f"missing {missing}, gaps in numbers {gaps}"),
        [scene.memory["log ref"]],
    )


@then("ログのどの行にも個人番号の値はない", "no line of the log holds the value of an Individual Number")
def no_value(scene: Scene) -> None:
    """
    AUD-001.7: nobody's of this scenario, the refused wrong one included.
    """
    lines = lines_of(scene)
    cast = cast_of(scene)
    numbers = [cast[name].individual_number for name in PEOPLE]
    numbers += [number[:-1] for number in numbers]
    found = [
        line.n
        for line in lines
        if any(
            carries((line.function, line.result, line.printed, line.text, line.resident), number)
            for number in numbers
        )
    ]
    scene.expect.absent(
        "AUD-001.7",
        bool(lines) and not found,
        both("値なし", "no value"),
        both(f"{len(lines)}行のうち{len(found)}行", f"{len(found)} of {len(lines)} lines"),
        [scene.memory["log ref"]],
    )


@then(
    "{who:word}の個人番号をもたらした電文の後、その者についての通信の行は個人番号の参照を示す",
    "after the message that brought the Individual Number of {who:word}, lines of communication about"
    " that person tell of access to it",
)
def number_brought(scene: Scene, who: str) -> None:
    """
    AUD-001.2: at least one of them does. Says nothing where no number came, or no line is of a communication.
    """
    character = cast_of(scene)[who]
    told = scene.messages("J21", direction="out", resident_record_code=character.resident_record_code)
    lines, kept = lines_after(scene, scene.log_start)
    number = resident_of(character)
    since = min((datetime.fromisoformat(each.at) for each in told), default=None)
    own = [
        line.individual_number_access
        for line in lines
        if line.kind == "communication" and line.resident == number
        if since is not None and datetime.fromisoformat(line.at) >= since
    ]
    if own:
        scene.expect.observed(
            "AUD-001.2",
            any(own),
            both("個人番号の参照あり", "access to the Individual Number"),
            both(f"{len(own)}行のいずれにもなし", f"in none of {len(own)} lines"),
            [kept.ref, *(each.ref for each in told)],
        )
