"""
What a provision may hold (LINK-008), and whose householder it names (LINK-004.3).
"""

from __future__ import annotations

from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.linkage import last, told
from scenarios.steps.observing import as_text, carries, record_of, refs
from scenarios.wording import then

ITEMS = {"householder", "householder_name", "relationship"}


def provision(scene: Scene) -> Message:
    """
    L05 of the newest inquiry. Raises Inconclusive where nothing was provided.
    """
    found = told(scene, "L05", last(scene))
    if not found:
        raise Inconclusive(both("提供がされなかった。", "Nothing was provided."))
    return found[-1]


def said(message: Message) -> dict[str, Any]:
    """
    The items of a provision.
    """
    items = message.body.get("items")
    return items if isinstance(items, dict) else {}


@then(
    "その提供は世帯主であるか否か、{head:word}の氏名、続柄{relationship:text}及び照合のための項目のみを備える",
    "that provision holds whether householder, the name of {head:word}, the relationship {relationship:text} and keys"
    " only",
)
def items_only(scene: Scene, head: str, relationship: str) -> None:
    """
    LINK-008.1.
    """
    message = provision(scene)
    items = said(message)
    expected = (sorted(ITEMS), relationship == "世帯主", cast_of(scene)[head].name, relationship)
    actual = (
        sorted(items),
        items.get("householder"),
        items.get("householder_name"),
        items.get("relationship"),
    )
    scene.expect.observed(
        "LINK-008.1", actual == expected, both(expected, expected), both(actual, actual), [message.ref]
    )


@then(
    "その提供に{who:word}の住所、個人番号、住民票コード、本籍がない",
    "that provision holds no address, Individual Number, Resident Record Code or registered domicile of {who:word}",
)
def nothing_more(scene: Scene, who: str) -> None:
    """
    LINK-008.2.
    """
    _holds_none(scene, cast_of(scene)[who])


@then(
    "その提供に{who:word}の住所、個人番号、住民票コード、在留資格がない",
    "that provision holds no address, Individual Number, Resident Record Code or status of residence of {who:word}",
)
def nothing_more_of_a_foreign_resident(scene: Scene, who: str) -> None:
    """
    LINK-008.2.
    """
    _holds_none(scene, cast_of(scene)[who])


def _holds_none(scene: Scene, character: Character) -> None:
    message = provision(scene)
    record, kept = record_of(scene, character)
    if record is None:
        return
    text = as_text(message.body)
    foreign = record.foreign.status_of_residence if record.foreign else None
    words = [as_text(word) for word in (record.address, record.registered_domicile, foreign) if word]
    numbers = [number for number in (record.individual_number, record.resident_record_code) if number]
    found = [word for word in words if word in text] + [
        "number" for each in numbers if carries(message.body, each)
    ]
    scene.expect.absent(
        "LINK-008.2",
        not found,
        both("なし", "none"),
        both(f"{len(found)}項目", f"{len(found)} items"),
        [message.ref, kept.ref],
    )


@then(
    "提供された世帯主は{new:word}であり、{old:word}ではない",
    "the householder provided is {new:word} and not {old:word}",
)
def householder_provided(scene: Scene, new: str, old: str) -> None:
    """
    LINK-004.3: the day after the change; the law says 遅滞なく, one business day is our own number for it.
    """
    cast = cast_of(scene)
    message = provision(scene)
    actual = said(message).get("householder_name")
    scene.expect.observed(
        "LINK-004.3",
        actual == cast[new].name and actual != cast[old].name,
        both(cast[new].name, cast[new].name),
        both(actual, actual),
        refs([message]),
    )
