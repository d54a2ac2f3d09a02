"""
What every neighbour must know of support measures (SEC-007, LINK-009.6, ATE-001.5).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.observing import arrived, refs, resident_of
from scenarios.steps.provision_copy import addressee_number
from scenarios.steps.support import shown
from scenarios.wording import then

FLAGGED = ("A01", "J23", "D01", "L09")


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


def _with_period(
    scene: Scene,
    clause: str,
    found: list[Message],
    period: tuple[str | None, str | None] | None,
    kept: Invocation,
) -> None:
    """
    The newest of the messages that set the flag says how long the measure lasts, as the registry shows it.
    """
    newest = [(message.body.get("starts_on"), message.body.get("ends_on")) for message in found[-1:]]
    scene.expect.observed(
        clause,
        bool(period) and newest == [period],
        both(f"期間を示す表示 {period}", f"the flag with its period {period}"),
        both(f"{len(found)}通 {newest}", f"{len(found)} {newest}"),
        [*refs(found), kept.ref],
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
    measure, kept = shown(scene, character)
    period = (measure.starts_on, measure.ends_on) if measure else None
    told = flags(scene, character)
    _with_period(scene, "SEC-007.2", told, period, kept)
    scene.expect.observed(
        "SEC-007.2",
        bool(told) and not told[-1].body.get("temporary"),
        both("認められた支援措置", "a measure that was granted"),
        both("仮の支援措置", "a temporary one"),
        refs(told[-1:]),
    )
    departments = about(scene, character, "before support", "D01")
    _flagged(scene, "SEC-007.3", departments, "protected")
    held = [message for message in marks(scene, character) if message.body.get("held")]
    _with_period(scene, "SEC-007.4", held, period, kept)
    marked_first(scene, character)
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


@then(
    "{who:word}の支援措置の表示は、J23とL09により、住所の更新より前に伝わっている",
    "the flag of {who:word} has been told by J23 and L09 before any update of the address",
)
def flag_before_address(scene: Scene, who: str) -> None:
    """
    SEC-007.2 and .4: since the application, in the journal of whoever takes both.
    """
    character = cast_of(scene)[who]
    code = character.resident_record_code
    numbers = {message.number for message in since(scene, "before support") if message.fake == "juki_net"}
    updates = [
        message for message in scene.messages("J01", resident_record_code=code) if message.number in numbers
    ]
    set_first(scene, "SEC-007.2", flags(scene, character), updates)
    marked_first(scene, character)


def marked_first(scene: Scene, character: Character) -> None:
    """
    SEC-007.4: the addressee system, which passes both on, takes the mark before the address or with it.
    """
    mark = [
        message for message in about(scene, character, "before support", "L09") if message.body.get("held")
    ]
    set_first(scene, "SEC-007.4", mark, about(scene, character, "before support", "A01"))


def set_first(scene: Scene, clause: str, mark: list[Message], updates: list[Message]) -> None:
    """
    The first message that sets the flag stands before the first that tells the address.
    """
    order = [("flag", mark[0].number)] if mark else []
    order += [("address", updates[0].number)] if updates else []
    told = [name for name, _ in sorted(order, key=lambda each: each[1])]
    scene.expect.observed(
        clause,
        told == ["flag", "address"],
        both("表示、住所の更新の順", "the flag, then the address"),
        both(told, told),
        refs([*mark[:1], *updates[:1]]),
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
