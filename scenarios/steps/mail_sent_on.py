"""
What becomes of a number notice: sent, delivered, returned, sent again; and that what did not return is not taken for it
(CARD-002).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import ResendNumberNotice
from harness.port.reads import ReadTasks
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.card_acts import counter
from scenarios.steps.comparing import none_sent, unchanged
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.mailings import dispatches, notice_of, ordered
from scenarios.wording import then, when


@when(
    "{who:word}の個人番号通知書が{day:date}に{reason:text}により返戻される",
    "the number notice of {who:word} comes back on {day:date}: {reason:text}",
)
def comes_back(scene: Scene, who: str, day: date, reason: str) -> None:
    """
    The organisation tells the registry.
    """
    _becomes(scene, who, day, "returned", reason)


@when(
    "{who:word}の個人番号通知書を新たな事由なしに再び送ろうとする",
    "it is tried to send the number notice of {who:word} again without a new reason",
)
def resend_without_reason(scene: Scene, who: str) -> None:
    """
    番号カード省令23条の2第1号.
    """
    _resend(scene, who, None)


@when(
    "{who:word}の個人番号通知書を{reason:text}を事由として再び送る",
    "the number notice of {who:word} is sent again because of {reason:text}",
)
def resend(scene: Scene, who: str, reason: str) -> None:
    """
    The municipality sends it itself.
    """
    _resend(scene, who, reason)


@when(
    "{who:word}の個人番号通知書が{day:date}に{what:word}される",
    "the number notice of {who:word} is {what:word} on {day:date}",
)
def goes_on(scene: Scene, who: str, day: date, what: str) -> None:
    """
    The organisation tells the registry that it sent or delivered the notice.
    """
    _becomes(scene, who, day, {"発送": "sent", "配達": "delivered"}[what], None)


def _becomes(scene: Scene, who: str, day: date, state: str, reason: str | None) -> None:
    dispatch_id = notice_of(scene, cast_of(scene)[who])
    told = {"dispatch_id": dispatch_id, "state": state, "on": day.isoformat(), "reason": reason}
    scene.act("card_management", "change_mailing", told)


def _resend(scene: Scene, who: str, reason: str | None) -> None:
    cast = cast_of(scene)
    character = cast[who]
    scene.memory["orders-before"] = len(ordered(scene, character))
    command = ResendNumberNotice(counter(scene), resident_of(character), notice_of(scene, character), reason)
    remember(scene, cast, scene.do(command))


@then(
    "{who:names}の個人番号通知書は返戻とされず、追跡する案件も機構への返戻の通知もない",
    "the number notice of {who:names} is not taken for returned: no task, and nothing told to the organisation",
)
def not_returned(scene: Scene, who: list[str]) -> None:
    """
    CARD-002.1, .2 and .3, their reverse: what was sent or delivered did not come back.
    """
    for character in cast_of(scene).all(who):
        notice = notice_of(scene, character)
        scene.expect.witness(bool(scene.messages("K02", direction="out", dispatch_id=notice)))
        found, kept = dispatches(scene, character)
        back = [each.dispatch_id for each in found if each.state == "returned"]
        unchanged(scene, "CARD-002.1", 0, len(back), [kept.ref])
        tasks = scene.ask(ReadTasks())
        followed = [
            each
            for each in getattr(tasks.outcome, "tasks", None) or []
            if each.kind == "mail-returned" and each.resident == character.resident
        ]
        unchanged(scene, "CARD-002.2", 0, len(followed), [tasks.ref])
        told = scene.messages("K02", outcomes=("accepted", "refused"), dispatch_id=notice)
        none_sent(scene, "CARD-002.3", told, [kept.ref])
