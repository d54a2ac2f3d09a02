"""
Steps of changes that are cancelled after something else has come: what came later stays (REL-024, REL-015).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import CancelChange
from harness.running.scene import Inconclusive, Message, Scene
from harness.words.codes import ReasonForChange
from scenarios.cast import cast_of
from scenarios.steps.comparing import same
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.steps.restoration import history
from scenarios.wording import then, when

ITEMS = {"氏名": "name", "住所": "address"}


def _command(scene: Scene, who: str, reason: str, decided: date, place: int) -> CancelChange:
    character = cast_of(scene)[who]
    rows, _ = history(scene, character)
    code = ReasonForChange.parse(reason).code
    wrong = [row.sequence for row in rows if row.reason == code]
    if not wrong:
        raise Inconclusive(both("取り消す異動の行がない。", "There is no row to be cancelled."))
    return CancelChange(scene.counter(), resident_of(character), wrong[place], decided.isoformat())


@when(
    "{who:word}の{reason:text}の異動のうち先のものが{decided:date}に取り消される",
    "the earlier of the changes {reason:text} of {who:word} is cancelled on {decided:date}",
)
def cancel_earlier(scene: Scene, who: str, reason: str, decided: date) -> None:
    """
    The standard specification 4.6: whether one that another followed can be cancelled is the registry's matter.
    """
    kept = scene.do(_command(scene, who, reason, decided, 0))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


@when(
    "{who:word}の{reason:text}の異動の取消しが{decided:date}に試みられる",
    "it is tried on {decided:date} to cancel the change {reason:text} of {who:word}",
)
def try_to_cancel(scene: Scene, who: str, reason: str, decided: date) -> None:
    """
    Whether it is taken is left to the registry; what it leaves behind is not.
    """
    remember(scene, cast_of(scene), scene.do(_command(scene, who, reason, decided, -1)))


@then(
    "取消しの後も{who:word}の{item:word}は後に改められた{value:text}であり、相手方もそのように知っている",
    "after the cancellation {item:word} of {who:word} is still {value:text}, as it became later, and all know it so",
)
def later_value_stays(scene: Scene, who: str, item: str, value: str) -> None:
    """
    REL-024.4, REL-024.5 and REL-024.6: the right value is the later one.
    """
    character, name = cast_of(scene)[who], ITEMS[item]
    record, kept = record_by_number(scene, resident_of(character))
    shown = bool(record and str(getattr(record, name)).startswith(value))
    network = updates(scene, character)[-1:]
    same(scene, "REL-024.4", (True, [True]), (shown, _says(network, name, value)), [kept.ref, *refs(network)])
    number = resident_of(character)
    addressee = scene.messages("A01", local_addressee_number=number)[-1:]
    same(scene, "REL-024.5", [True], _says(addressee, name, value), refs(addressee))
    latest = {
        str(each.envelope["receiver"]): each for each in scene.messages("D01", local_addressee_number=number)
    }
    same(
        scene,
        "REL-024.6",
        (True, {True}),
        (bool(latest), set(_says(list(latest.values()), name, value))),
        refs(list(latest.values())),
    )


def _says(found: list[Message], name: str, value: str) -> list[bool]:
    return [str(each.body[name]).startswith(value) for each in found]
