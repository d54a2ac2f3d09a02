"""
Steps of the access log: one scripted day, and the comparison of what was done with what was logged (AUD-001).

Every action has an operator and a terminal of its own, so that a missing line is seen and none stands for another.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from harness.judgement.expect import both
from harness.port.commands import (
    Amendment,
    Command,
    Counter,
    DecideChange,
    ExOfficioCorrection,
    IssueCopyOfRecord,
    LoadProvisionCopies,
    MakeMediaExtract,
)
from harness.port.outcomes import Accepted
from harness.port.records import AccessLine, ReadAccessLog, ReadResidentRecord
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import enter, identity_of, moving_in
from scenarios.steps.media import log_end
from scenarios.steps.observing import carries, record_of, resident_of
from scenarios.wording import given, then, when

KINDS_OF_ACTION = ("operation", "print", "event", "setting", "error")


class Done(Struct, frozen=True):
    """
    One action of the scripted day: who, where, when, on whose record, and whether the number was accessed.
    """

    what: str
    counter: Counter
    at: datetime
    resident: str | None
    number_accessed: bool
    kept: Invocation


@given("台本の一日を記録し始める", "the scripted day begins to be written down")
def begin(scene: Scene) -> None:
    """
    Lines before this one are of the preparation.
    """
    scene.memory["log before"] = log_end(scene)
    scene.memory["script"] = []


def desk(scene: Scene) -> Counter:
    """
    A clerk and a terminal that only one action of the run has.
    """
    count = len(scene.memory["script"]) + 1
    mark = scene.random.randrange(10**6)
    return scene.counter(operator=f"aud-{mark:06d}-{count}", terminal=f"term-{mark:06d}-{count}")


def note(
    scene: Scene, what: str, command: Command, resident: str | None, number_accessed: bool = False
) -> Invocation:
    """
    Do it and write it into the script. A lawful action that is not accepted decides nothing here.
    """
    counter: Counter = command.counter  # type: ignore[attr-defined]  # every command of the script has one
    kept = scene.do(command)
    scene.memory["script"].append(Done(what, counter, scene.lane.clock.now, resident, number_accessed, kept))
    return kept


@when(
    "台本：{who:word}の転入届を仮登録し、決裁する",
    "script: the moving in of {who:word} is entered provisionally and decided",
)
def provisional_and_decided(scene: Scene, who: str) -> None:
    """
    Two actions: the provisional entry too leaves a line.
    """
    cast = cast_of(scene)
    counter = desk(scene)
    command = moving_in(scene, cast, [cast[who]], scene.today, scene.today, counter=counter, provisional=True)
    kept = note(scene, "仮登録", command, None)
    saved = scene.accepted_or_inconclusive(kept)
    decided = note(
        scene,
        "決裁",
        DecideChange(counter=desk(scene), change_id=str(saved.change_id), decision="decide"),
        None,
    )
    scene.accepted_or_inconclusive(decided)
    for answer in (kept, decided):
        enter(cast, answer)
    record, _ = record_of(scene, cast[who])
    scene.expect.witness(record is not None)


@when(
    "台本：{who:word}の氏名のフリガナを職権で{value:text}と修正する",
    "script: the phonetic name of {who:word} is corrected ex officio to {value:text}",
)
def corrected(scene: Scene, who: str, value: str) -> None:
    """
    A change by the mayor's own authority.
    """
    scene.know_person(value)
    resident = resident_of(cast_of(scene)[who])
    command = ExOfficioCorrection(
        counter=desk(scene),
        resident=resident,
        changed_on=scene.today.isoformat(),
        cause="clerical-error",
        amendments=[Amendment(item="name_kana", value=value)],
    )
    scene.accepted_or_inconclusive(note(scene, "職権修正", command, resident))


@when(
    "台本：{who:word}の住民票の写しを個人番号を入れずに交付する",
    "script: a copy of {who:word} is issued without the Individual Number",
)
def printed_plain(scene: Scene, who: str) -> None:
    """
    A print.
    """
    print_copy(scene, cast_of(scene)[who], with_number=False)


@when(
    "台本：{who:word}の住民票の写しを個人番号を入れて交付する",
    "script: a copy of {who:word} is issued with the Individual Number",
)
def printed_with_number(scene: Scene, who: str) -> None:
    """
    A print that shows the number.
    """
    print_copy(scene, cast_of(scene)[who], with_number=True)


def print_copy(scene: Scene, character: Character, with_number: bool) -> None:
    """
    The person claims their own copy.
    """
    resident = resident_of(character)
    command = IssueCopyOfRecord(
        counter=desk(scene),
        identity=identity_of(character),
        requester="self",
        residents=[resident],
        options=["individual-number"] if with_number else [],
    )
    scene.accepted_or_inconclusive(note(scene, "写しの交付", command, resident, with_number))


@when(
    "台本：誤った個人番号による転入届を断る", "script: a moving in with a wrong Individual Number is refused"
)
def refused_entry(scene: Scene) -> None:
    """
    An error leaves a line too.
    """
    cast = cast_of(scene)
    person = cast["健"]
    number = person.individual_number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    scene.know("individual-number", wrong)
    command = moving_in(
        scene,
        cast,
        [person],
        scene.today,
        scene.today,
        counter=desk(scene),
        persons=[person.person(individual_number=wrong)],
    )
    note(scene, "拒否された転入届", command, None)


@when("台本：{who:word}の住民票を照会する", "script: the record of {who:word} is looked up")
def looked_up(scene: Scene, who: str) -> None:
    """
    A read has no operator of its own at the port: its line is found by the record that was touched.
    """
    resident = resident_of(cast_of(scene)[who])
    before = lines_of(scene)
    scene.ask(ReadResidentRecord(resident=resident))
    scene.memory["lookup"] = (resident, len([line for line in before if line.resident == resident]))


@when(
    "台本：{who:word}の副本の初期登録を一括処理で行う",
    "script: the copies of {who:word} are loaded by a batch",
)
def batch(scene: Scene, who: str) -> None:
    """
    A batch: process and place stand for function and screen.
    """
    resident = resident_of(cast_of(scene)[who])
    command = LoadProvisionCopies(counter=desk(scene), residents=[resident])
    scene.accepted_or_inconclusive(note(scene, "一括処理", command, resident))


@when("台本：選挙のために{who:word}の媒体を作る", "script: an extract of {who:word} is made for elections")
def extract(scene: Scene, who: str) -> None:
    """
    A file leaves the registry.
    """
    resident = resident_of(cast_of(scene)[who])
    command = MakeMediaExtract(counter=desk(scene), department="dept-election", residents=[resident])
    scene.accepted_or_inconclusive(note(scene, "媒体の作成", command, resident))


def lines_of(scene: Scene) -> list[AccessLine]:
    """
    Lines of the access log since the scripted day began.
    """
    found: list[AccessLine] = []
    after: int = scene.memory["log before"]
    while True:
        kept = scene.ask(ReadAccessLog(after=after))
        lines: list[AccessLine] = getattr(kept.outcome, "lines", None) or []
        scene.memory["log ref"] = kept.ref
        if not lines:
            return found
        found += lines
        after = lines[-1].n


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
    own = [line for line in lines if line.operator == done.counter.operator and line.kind in KINDS_OF_ACTION]
    prints = [line for line in own if line.kind == "print"]
    return next(iter(prints or own), None)


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
                ("individual_number_access", not done.number_accessed or line.individual_number_access),
                (
                    "individual_number_access",
                    done.what != "写しの交付" or line.individual_number_access == done.number_accessed,
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
        holds = bool(own and numbers) and all(number in told for number in numbers)
        scene.expect.observed(
            "AUD-001.4",
            holds and flags == {done.number_accessed},
            both(
                f"発行番号{numbers}、個人番号{done.number_accessed}",
                f"issue {numbers}, number {done.number_accessed}",
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
    numbers = [cast[name].individual_number for name in ("太郎", "花子", "健")]
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
