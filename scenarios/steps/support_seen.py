"""
What must be seen of support measures: on the register, and at every neighbour (SEC-005, SEC-007, LINK-009, ATE-001.5).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.reads import ReadSupportMeasures, ReadTasks
from harness.port.records import SupportMeasure
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.observing import arrived, refs, resident_of
from scenarios.steps.provision_copy import addressee_number
from scenarios.steps.support import measure_of
from scenarios.wording import then, when

FLAGGED = ("A01", "J23", "D01", "L09")


def shown(scene: Scene, character: Character) -> tuple[SupportMeasure | None, Invocation]:
    """
    The character's measure as the registry shows it now, and the read as evidence.
    """
    kept = scene.ask(ReadSupportMeasures(resident_of(character)))
    found = getattr(kept.outcome, "measures", None) or []
    return next((each for each in found if each.measure == measure_of(character)), None), kept


def since(scene: Scene, moment: str) -> list[Message]:
    """
    What the neighbours took from the registry since a moment of the script.
    """
    scene.settle()
    later = scene.lane.messages_of(scene.scenario)[scene.memory[moment] :]
    return [message for message in later if message.direction == "in" and message.outcome == "accepted"]


def about(scene: Scene, character: Character, moment: str, kind: str) -> list[Message]:
    """
    Messages of one type about a character since then, by local addressee number.
    """
    number = resident_of(character)
    return [
        message
        for message in since(scene, moment)
        if message.kind == kind
        and message.envelope.get("sender") == scene.municipality
        and message.body.get("local_addressee_number") == number
    ]


def flags(scene: Scene, character: Character) -> list[Message]:
    """
    J23 that sets the flag of a character, whoever took it from the registry.
    """
    return scene.messages("J23", resident_record_code=character.resident_record_code, held=True)


def marks(scene: Scene, character: Character) -> list[Message]:
    """
    L09 about a character as the intermediary server took them.
    """
    number = addressee_number(scene, character)
    return arrived(scene, "L09", "intermediary_server", "addressee", addressee_number=number)


@then(
    "{who:word}の支援措置は{starts:date}に始まり{ends:date}に終わる",
    "the support measure of {who:word} runs from {starts:date} to {ends:date}",
)
def runs(scene: Scene, who: str, starts: date, ends: date) -> None:
    """
    SEC-005.1: to the day before its first anniversary.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    expected = (starts.isoformat(), ends.isoformat())
    actual = (measure.starts_on, measure.ends_on) if measure else None
    scene.expect.observed(
        "SEC-005.1", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
    )


@then(
    "{who:word}の支援措置の表示は、A01とJ23とD01とL09により、すべての連携先に伝わっている",
    "the flag of {who:word} has reached every neighbour by A01, J23, D01 and L09",
)
def flag_everywhere(scene: Scene, who: str) -> None:
    """
    SEC-007.1〜4 and .6: since the application the address goes nowhere without the flag.
    """
    character = cast_of(scene)[who]
    changes = about(scene, character, "before support", "A01")
    _flagged(scene, "SEC-007.1", changes, "protected")
    told = flags(scene, character)
    scene.expect.observed(
        "SEC-007.2", bool(told), both("J23あり", "J23 sent"), both(f"{len(told)}通", len(told)), refs(told)
    )
    departments = about(scene, character, "before support", "D01")
    _flagged(scene, "SEC-007.3", departments, "protected")
    held = [message for message in marks(scene, character) if message.body.get("held")]
    scene.expect.observed(
        "SEC-007.4", bool(held), both("L09あり", "L09 sent"), both(f"{len(held)}通", len(held)), refs(held)
    )
    _never_bare(scene, departments)


@then(
    "申出の後に届いた{who:word}のA01は、どれも支援措置の表示を備える",
    "every A01 of {who:word} that came after the application carries the flag",
)
def changes_are_flagged(scene: Scene, who: str) -> None:
    """
    SEC-007.1 and ATE-001.5.
    """
    found = about(scene, cast_of(scene)[who], "before support", "A01")
    _flagged(scene, "SEC-007.1", found, "protected")
    bare = [message for message in found if not message.body.get("protected")]
    scene.expect.absent(
        "ATE-001.5",
        bool(found) and not bare,
        both("表示のないA01なし", "no A01 without the flag"),
        both(f"{len(found)}通のうち{len(bare)}通", f"{len(bare)} of {len(found)}"),
        refs(bare or found),
    )


@then("{who:word}のA01に支援措置の表示はない", "no A01 of {who:word} carries the flag")
def others_are_not_flagged(scene: Scene, who: str) -> None:
    """
    ATE-001.5: a flag on everybody would tell nothing.
    """
    found = scene.messages("A01", local_addressee_number=resident_of(cast_of(scene)[who]))
    flagged = [message for message in found if message.body.get("protected")]
    scene.expect.absent(
        "ATE-001.5",
        not flagged,
        both("なし", "none"),
        both(f"{len(flagged)}通", len(flagged)),
        refs(flagged or found),
    )


@then(
    "申出の後に各課に届いた{who:word}のD01は、どれも支援措置の表示を備える",
    "every D01 of {who:word} that came after the application carries the flag",
)
def departments_are_flagged(scene: Scene, who: str) -> None:
    """
    SEC-007.3 and .6.
    """
    found = about(scene, cast_of(scene)[who], "before support", "D01")
    _flagged(scene, "SEC-007.3", found, "protected")
    _never_bare(scene, found)


@when(
    "{who:word}の支援措置の登録の状況を直ちに見る",
    "the state of the measure of {who:word} is looked at once",
)
def looked_at_once(scene: Scene, who: str) -> None:
    """
    While what it tells the neighbours may still be under way.
    """
    scene.memory["glance"] = scene.glance(ReadSupportMeasures(resident_of(cast_of(scene)[who])))


@then(
    "{who:word}の支援措置の登録は、自動応答不可が設定される前には完了と示されていない",
    "the measure of {who:word} was not shown as complete before the hold on automatic answers was set",
)
def not_complete_before_mark(scene: Scene, who: str) -> None:
    """
    LINK-009.1: whichever came first decides, by the clock of this host.
    """
    character = cast_of(scene)[who]
    kept: Invocation = scene.memory["glance"]
    found = getattr(kept.outcome, "measures", None) or []
    complete = any(each.complete for each in found if each.measure == measure_of(character))
    held = [message for message in marks(scene, character) if message.body.get("held")]
    earlier = [message for message in held if message.monotonic_ns < kept.answered_ns]
    scene.expect.absent(
        "LINK-009.1",
        not complete or bool(earlier),
        both("設定前は完了でない", "not complete before the mark"),
        both(f"完了：{complete}、設定済：{bool(earlier)}", f"complete: {complete}, set: {bool(earlier)}"),
        [kept.ref, *refs(held)],
    )


@then(
    "自動応答不可が設定されており、{who:word}の支援措置の登録は完了と示される",
    "the hold on automatic answers is set, and the measure of {who:word} is shown as complete",
)
def complete_with_mark(scene: Scene, who: str) -> None:
    """
    LINK-009.1: in the end both.
    """
    character = cast_of(scene)[who]
    measure, kept = shown(scene, character)
    held = [message for message in marks(scene, character) if message.body.get("held")]
    complete = measure is not None and measure.complete
    scene.expect.observed(
        "LINK-009.1",
        bool(held) and complete,
        both("設定済、完了", "set and complete"),
        both(f"設定{len(held)}件、完了：{complete}", f"{len(held)} set, complete: {complete}"),
        [*refs(held), kept.ref],
    )


@then("{who:word}の支援措置は一時解除の間にある", "the hold of {who:word} is lifted for the time being")
def is_released(scene: Scene, who: str) -> None:
    """
    SEC-005.4: while the minutes last.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    until = measure.released_until if measure else None
    scene.expect.observed(
        "SEC-005.4", until is not None, both("一時解除中", "released"), both(until, until), [kept.ref]
    )


@then("{who:word}の支援措置の一時解除は終わっている", "the hold of {who:word} is in force again")
def release_is_over(scene: Scene, who: str) -> None:
    """
    SEC-005.4: by itself.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    actual = (measure.state, measure.released_until) if measure else None
    scene.expect.observed(
        "SEC-005.4",
        actual == ("active", None),
        both("支援中、解除なし", "active, no release"),
        both(actual, actual),
        [kept.ref],
    )


@then(
    "一時解除について連携先に伝えられた電文は一通もなく、表示は残っている",
    "no neighbour was told of the release, and the flags stand",
)
def release_is_told_to_nobody(scene: Scene) -> None:
    """
    SEC-005.6, SEC-007.7.
    """
    told = [
        message
        for message in since(scene, "before release")
        if message.kind in FLAGGED and message.envelope.get("sender") == scene.municipality
    ]
    lifted = [
        message for message in told if not message.body.get("held", message.body.get("protected", True))
    ]
    for clause in ("SEC-005.6", "SEC-007.7"):
        scene.expect.absent(
            clause,
            not told,
            both("なし", "none"),
            both(f"{len(told)}通、うち解除{len(lifted)}通", f"{len(told)}, of them lifting {len(lifted)}"),
            refs(told),
        )


@then(
    "{who:word}の支援措置は前住所地としての支援措置である",
    "the support measure of {who:word} goes on as that of the previous address",
)
def goes_on_as_previous(scene: Scene, who: str) -> None:
    """
    SEC-005.5.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    state = measure.state if measure else None
    scene.expect.observed(
        "SEC-005.5",
        state == "previous-address",
        both("previous-address", "previous-address"),
        both(state, state),
        [kept.ref],
    )


@then(
    "{city:word}に、前住所地としての{who:word}の支援措置を知らせるJ23が届いている",
    "{city:word} has received J23 with the measure of {who:word} as that of the previous address",
)
def destination_knows(scene: Scene, city: str, who: str) -> None:
    """
    SEC-005.5.
    """
    code, _ = CITIES[city]
    found = scene.messages(
        "J23",
        to=code,
        resident_record_code=cast_of(scene)[who].resident_record_code,
        held=True,
        previous_address=True,
    )
    scene.expect.observed(
        "SEC-005.5",
        bool(found),
        both("J23あり", "J23 sent"),
        both(f"{len(found)}通", len(found)),
        refs(found),
    )


@then(
    "{who:word}の支援措置の終了の警告はまだない", "there is no alert yet that the measure of {who:word} ends"
)
def no_alert_yet(scene: Scene, who: str) -> None:
    """
    SEC-005.2: earlier than a month before the end an alert would be lost among others.
    """
    tasks, kept = _alerts(scene, cast_of(scene)[who])
    scene.expect.absent(
        "SEC-005.2", not tasks, both("警告なし", "no alert"), both(f"{tasks}件", tasks), [kept.ref]
    )


@then("{who:word}の支援措置の終了の警告がある", "there is an alert that the measure of {who:word} ends")
def alert(scene: Scene, who: str) -> None:
    """
    SEC-005.2.
    """
    tasks, kept = _alerts(scene, cast_of(scene)[who])
    scene.expect.observed(
        "SEC-005.2", tasks > 0, both("警告あり", "an alert"), both(f"{tasks}件", tasks), [kept.ref]
    )


@then(
    "{who:word}の支援措置は終了日を過ぎても続いている",
    "the measure of {who:word} goes on after its end date",
)
def goes_on(scene: Scene, who: str) -> None:
    """
    SEC-005.3: the state says so, and an address that is asked for now is still held by the flag.
    """
    measure, kept = shown(scene, cast_of(scene)[who])
    state = measure.state if measure else None
    scene.expect.observed(
        "SEC-005.3",
        state in ("active", "expired-alert"),
        both("続いている", "going on"),
        both(state, state),
        [kept.ref],
    )


@then(
    "{who:word}についての自動応答不可は、職員の操作なしに外されていない",
    "the hold on automatic answers about {who:word} was not taken off without a clerk",
)
def mark_stands(scene: Scene, who: str) -> None:
    """
    LINK-009.6.
    """
    found = marks(scene, cast_of(scene)[who])
    if not found:
        raise Inconclusive(both("自動応答不可が設定されていない。", "The mark was never set."))
    lifted = [message for message in found if not message.body.get("held")]
    scene.expect.absent(
        "LINK-009.6",
        not lifted,
        both("外す電文なし", "nothing takes it off"),
        both(f"{len(lifted)}通", len(lifted)),
        refs(lifted or found),
    )


@then(
    "{who:word}についての自動応答不可を外すL09が届いている",
    "L09 that takes the hold on automatic answers about {who:word} off has arrived",
)
def mark_is_lifted(scene: Scene, who: str) -> None:
    """
    The lawful neighbour of LINK-009.6: an act of a clerk takes it off.
    """
    found = marks(scene, cast_of(scene)[who])
    scene.expect.witness(bool(found) and not found[-1].body.get("held"))


def _alerts(scene: Scene, character: Character) -> tuple[int, Invocation]:
    kept = scene.ask(ReadTasks())
    tasks = getattr(kept.outcome, "tasks", None) or []
    number = resident_of(character)
    kinds = ("support-ends-soon", "support-expired")
    return sum(task.resident == number and task.kind in kinds for task in tasks), kept


def _flagged(scene: Scene, clause: str, found: list[Message], field: str) -> None:
    flagged = [message for message in found if message.body.get(field) is True]
    scene.expect.observed(
        clause,
        bool(found) and len(flagged) == len(found),
        both(f"{len(found)}通とも表示あり", f"all of {len(found)} with the flag"),
        both(f"表示あり{len(flagged)}通", f"{len(flagged)} with the flag"),
        refs(found),
    )


def _never_bare(scene: Scene, found: list[Message]) -> None:
    bare = [message for message in found if not message.body.get("protected")]
    scene.expect.absent(
        "SEC-007.6",
        bool(found) and not bare,
        both("表示のないD01なし", "no D01 without the flag"),
        both(f"{len(found)}通のうち{len(bare)}通", f"{len(bare)} of {len(found)}"),
        refs(bare or found),
    )
