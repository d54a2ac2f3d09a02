"""
Steps of the four items of a former surname: its characters, how many are unmapped, its reading and the running number
of their changes (DATA-002.2, and of dispatch data CARD-001.3).
"""

from __future__ import annotations

from harness.running.scene import Message, Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import same
from scenarios.steps.mailings import ordered
from scenarios.steps.register import offered_updates, refs
from scenarios.wording import then


def _four_items(scene: Scene, clause: str, found: list[Message], expected: tuple[str, int, str]) -> None:
    """
    Of the newest, taken or not. Where the running number begins is nobody's rule, but that there is one.
    """
    body = found[-1].body if found else {}
    items = (
        body.get("former_surname"),
        body.get("former_surname_gaiji_count"),
        body.get("former_surname_kana"),
    )
    numbered = isinstance(body.get("former_surname_gaiji_sequence"), int)
    same(scene, clause, (*expected, True), (*items, numbered), refs(found[-1:]))


@then(
    "{who:word}の最後の本人確認情報は、旧氏{surname:text}、旧氏外字数{count:number}、旧氏ふりがな{kana:text}及び旧氏外字変更連番を"
    "備える",
    "the newest update of {who:word} has the former surname {surname:text}, {count:number} unmapped letters of it, its"
    " reading {kana:text} and the running number of its changes",
)
def in_update(scene: Scene, who: str, surname: str, count: int, kana: str) -> None:
    """
    DATA-002.2.
    """
    found = offered_updates(scene, cast_of(scene)[who])
    _four_items(scene, "DATA-002.2", found, (surname, count, kana))


@then(
    "{who:word}の最後の送付先情報は、旧氏{surname:text}、旧氏外字数{count:number}、旧氏ふりがな{kana:text}及び旧氏外字変更連番を"
    "備える",
    "the newest dispatch data of {who:word} have the former surname {surname:text}, {count:number} unmapped letters of"
    " it, its reading {kana:text} and the running number of its changes",
)
def in_dispatch_data(scene: Scene, who: str, surname: str, count: int, kana: str) -> None:
    """
    CARD-001.3.
    """
    found = ordered(scene, cast_of(scene)[who])
    _four_items(scene, "CARD-001.3", found, (surname, count, kana))
