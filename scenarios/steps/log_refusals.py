"""
Actions of the scripted day that are refused or come from elsewhere: each leaves its line too (AUD-001).
"""

from __future__ import annotations

from collections.abc import Callable

from harness.judgement.expect import both
from harness.port.commands import (
    ClaimAtConvenienceStore,
    Command,
    Counter,
    DecideChange,
    EndSupport,
    IssueMovingOutCertificate,
    ReportCardLoss,
    ResendNumberNotice,
    SplitHousehold,
    WithdrawMovingOut,
)
from harness.port.outcomes import Refused
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.access_log import desk, note
from scenarios.steps.counter import identity_of
from scenarios.steps.observing import resident_of
from scenarios.wording import when

NOBODYS = "NONE-00000000"
REFUSED: dict[str, Callable[[Counter, Character, str], Command]] = {
    "予定のない転出の取消し": lambda counter, who, today: WithdrawMovingOut(
        counter, identity_of(who), today, [resident_of(who)]
    ),
    "転出のない転出証明書の再交付": lambda counter, who, _today: IssueMovingOutCertificate(
        counter, identity_of(who), [resident_of(who)], "lost"
    ),
    "ただ一人の世帯の世帯分離": lambda counter, who, today: SplitHousehold(
        counter=counter,
        identity=identity_of(who),
        notified_on=today,
        changed_on=today,
        residents=[resident_of(who)],
        householder=resident_of(who),
    ),
    "仮登録のない決裁": lambda counter, _who, _today: DecideChange(
        counter=counter, change_id=NOBODYS, decision="decide"
    ),
    "申出のない支援措置の終了": lambda counter, _who, today: EndSupport(counter, NOBODYS, today, "request"),
    "存在しないカードの紛失": lambda counter, who, today: ReportCardLoss(
        counter, identity_of(who), resident_of(who), NOBODYS, today
    ),
    "存在しない通知書の再送": lambda counter, who, _today: ResendNumberNotice(
        counter, resident_of(who), NOBODYS, "returned"
    ),
}
"""What nobody can do with somebody who only lives here."""
OF_THE_RECORD = frozenset(
    {"予定のない転出の取消し", "転出のない転出証明書の再交付", "ただ一人の世帯の世帯分離"}
)
"""Acts that are refused for what the person's own record holds: it was opened, and the line names it (AUD-001.2)."""


@when(
    "台本：{who:word}についての{act:text}を断る",
    "script: {act:text} of {who:word} is refused",
)
def refused(scene: Scene, who: str, act: str) -> None:
    """
    Of what is not refused nothing is said here.
    """
    command = REFUSED[act](desk(scene), cast_of(scene)[who], scene.today.isoformat())
    who_was_looked_at = resident_of(cast_of(scene)[who]) if act in OF_THE_RECORD else None
    kept = note(scene, act, command, who_was_looked_at)
    if not isinstance(kept.outcome, Refused):
        raise Inconclusive(both("断られなかった。", "It was not refused."))


@when(
    "台本：{who:word}がコンビニの端末で個人番号を入れない写しの交付を受ける",
    "script: {who:word} gets a copy without the Individual Number at a convenience store",
)
def store_print(scene: Scene, who: str) -> None:
    """
    A print that no clerk made.
    """
    _claimed(scene, cast_of(scene)[who], with_number=False)


@when(
    "台本：{who:word}がコンビニの端末で個人番号を入れた写しの交付を受ける",
    "script: {who:word} gets a copy with the Individual Number at a convenience store",
)
def store_print_with_number(scene: Scene, who: str) -> None:
    """
    A print that shows the number.
    """
    _claimed(scene, cast_of(scene)[who], with_number=True)


def _claimed(scene: Scene, character: Character, *, with_number: bool) -> None:
    command = ClaimAtConvenienceStore(
        desk(scene), str(character.card_id), "passed", ["individual-number"] if with_number else []
    )
    kept = note(scene, "写しの交付", command, resident_of(character), with_number)
    scene.accepted_or_inconclusive(kept)
