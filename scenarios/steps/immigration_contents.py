"""
What a municipal notice to the Immigration Services Agency says of each kind of change (IMM-002).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.judgement.expect import both
from harness.running.plan import day_of
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.immigration import ITEMS, notices
from scenarios.steps.observing import carries, record_of, refs
from scenarios.steps.to_the_agency import to_the_agency
from scenarios.wording import given, then

ACTS = {"記載": "entry", "消除": "deletion", "修正": "correction"}
ARTICLES = {
    "住基法22条": "22",
    "住基法23条": "23",
    "住基法24条": "24",
    "住基法30条の46": "30-46",
}
SEXES = {"男": "male", "女": "female"}


def _day(text: str) -> str:
    return str(day_of(text) or text)


def _items(text: str) -> list[str]:
    return sorted(ITEMS[word] for word in text.split("、"))


ROWS: dict[str, tuple[str, Callable[[str], object]]] = {
    "記載、消除又は修正": ("act", ACTS.__getitem__),
    "修正した事項": ("corrected_items", _items),
    "届出の根拠条": ("notification_article", ARTICLES.__getitem__),
    "届出の年月日": ("notified_on", _day),
    "転出の予定年月日": ("planned_moving_out_on", _day),
    "職権による旨": ("ex_officio", {"あり": True}.__getitem__),
    "職権による記載等又は事由の年月日": ("event_on", _day),
    "氏名": ("name", str),
    "生年月日": ("born_on", _day),
    "性別": ("sex", SEXES.__getitem__),
    "国籍等": ("nationality", str),
    "区分": ("resident_class", str),
    "在留カード等の番号": ("residence_card_number", str),
}
"""What a table may say → item of I01, and how the text writes its value."""

DEMANDS = {
    ("entry", "22"): "IMM-001.1",
    ("entry", "30-46"): "IMM-001.1",
    ("entry", None): "IMM-001.1",
    ("correction", "23"): "IMM-001.2",
    ("correction", None): "IMM-001.3",
    ("deletion", "24"): "IMM-001.4",
    ("deletion", None): "IMM-001.4",
}
"""What is told, and on which article's notification → the clause that demands a notice of it at all."""

NOT_CALLED_FOR: dict[str, object] = {
    "corrected_items": [],
    "notification_article": None,
    "notified_on": None,
    "planned_moving_out_on": None,
    "ex_officio": False,
}
"""Items 5 to 8 where the table is silent. Of a filing, the law leaves open whether a day of the event is given."""


def since_counting(scene: Scene, character: Character) -> list[Message]:
    """
    The municipal notices about a person since the counting began, taken or refused: a wrong one may be refused.

    Raises Inconclusive where there is none; whether the Agency was told is not for the contents to say (IMM-001).
    """
    before: set[str] = scene.memory.get("notices before", set())
    every = notices(scene, character, outcomes=("accepted", "refused"))
    found = [message for message in every if message.ref not in before]
    if not found:
        raise Inconclusive(both("市町村通知がない。", "There is no municipal notice."))
    return found


def demanded(scene: Scene, clause: str) -> None:
    """
    A notice must have gone at all since the counting began, about whomever: without one the clause is broken.
    """
    before: set[str] = scene.memory.get("notices before", set())
    every = scene.messages("I01", outcomes=("accepted", "refused"))
    if not any(message.ref not in before for message in every):
        scene.expect.observed(
            clause, False, both("市町村通知", "a municipal notice"), both("なし", "none"), []
        )


def offered(scene: Scene, character: Character) -> list[Message]:
    """
    Every municipal notice about whoever was born on the person's date of birth, taken or refused.
    """
    return to_the_agency(scene, "I01", ("accepted", "refused"), born_on=character.born_on)


@given("{who:word}の転居前の住所を控えておく", "the address of {who:word} before the move is noted")
def note_address(scene: Scene, who: str) -> None:
    """
    With the building, as the record shows it now.
    """
    character = cast_of(scene)[who]
    record, _ = record_of(scene, character)
    character.notes["address before"] = _closed(
        f"{record.address}{record.building or ''}" if record else None
    )


@then(
    "{who:word}の市町村通知は次の事項を示す",
    "the municipal notice about {who:word} shows what stands below",
)
def contents(scene: Scene, who: str, datatable: list[list[str]]) -> None:
    """
    IMM-002.1: what the table says, and nothing of items 5 to 8 that the change does not call for.
    """
    told: dict[str, Any] = {ROWS[word][0]: ROWS[word][1](value) for word, value in datatable[1:]}
    expected: dict[str, Any] = {**NOT_CALLED_FOR, **told}
    demanded(scene, DEMANDS[expected["act"], expected["notification_article"]])
    found = since_counting(scene, cast_of(scene)[who])
    actual = [_shown(message, expected) for message in found]
    same(scene, "IMM-002.1", [expected] * len(found), actual, refs(found))


@then(
    "{who:word}の市町村通知の氏名、生年月日、性別、国籍等、区分及び番号は届け出たとおりである",
    "the municipal notice about {who:word} gives name, date of birth, sex, nationality, class and numbers as filed",
)
def items_as_filed(scene: Scene, who: str) -> None:
    """
    IMM-002.1: items 1 to 4, which every notice has.
    """
    character = cast_of(scene)[who]
    stay = character.foreign
    expected = {
        "name": character.name,
        "born_on": character.born_on,
        "sex": character.sex,
        "nationality": stay and stay.nationality,
        "resident_class": stay and stay.resident_class,
        "residence_card_number": stay and stay.residence_card_number,
        "special_permanent_certificate_number": stay and stay.special_permanent_certificate_number,
    }
    found = since_counting(scene, character)
    actual = [_shown(message, expected) for message in found]
    same(scene, "IMM-002.1", [expected] * len(found), actual, refs(found))


@then(
    "{who:word}の市町村通知の修正前の住所は控えた住所であり、住所はそれと異なる",
    "the municipal notice about {who:word} gives the address noted as the former one, and another address",
)
def former_address(scene: Scene, who: str) -> None:
    """
    IMM-002.2.
    """
    noted = cast_of(scene)[who].notes["address before"]
    found = since_counting(scene, cast_of(scene)[who])
    actual = [
        (_closed(message.body["former_address"]), _closed(message.body["address"]) == noted)
        for message in found
    ]
    same(scene, "IMM-002.2", [(noted, False)] * len(found), actual, refs(found))


@then(
    "{who:word}の死亡の市町村通知は{died:text}を死亡の年月日とする",
    "the municipal notice of the death of {who:word} gives {died:text} as the date of death",
)
def date_of_death(scene: Scene, who: str, died: str) -> None:
    """
    IMM-002.3: as it is known, not the day of processing.
    """
    found = since_counting(scene, cast_of(scene)[who])
    days = [message.body["event_on"] for message in found]
    same(scene, "IMM-002.3", [died] * len(found), days, refs(found))


@then(
    "{who:word}の市町村通知に個人番号及び住民票コードは含まれていない",
    "no municipal notice about {who:word} holds the Individual Number or the Resident Record Code",
)
def no_numbers(scene: Scene, who: str) -> None:
    """
    IMM-002.4: in any text of a notice, taken or refused.
    """
    character = cast_of(scene)[who]
    numbers = (character.individual_number, character.resident_record_code)
    found = offered(scene, character)
    held = [message.ref for message in found if any(carries(message.body, number) for number in numbers)]
    scene.expect.witness(bool(found))
    unchanged(scene, "IMM-002.4", [], held, refs(found))


@then(
    "通称のある{who:word}の市町村通知の氏名は、通称でなく氏名である",
    "the municipal notice about {who:word}, who uses a common name, gives the name and not the common name",
)
def name_not_common_name(scene: Scene, who: str) -> None:
    """
    IMM-002.5: in every notice, taken or refused.
    """
    character = cast_of(scene)[who]
    found = offered(scene, character)
    common = [message.ref for message in found if message.body["name"] == character.common_name]
    scene.expect.witness(any(message.body["name"] == character.name for message in found))
    unchanged(scene, "IMM-002.5", [], common, refs(found))


def _closed(text: str | None) -> str:
    return "".join((text or "").split())


def _shown(message: Message, expected: Mapping[str, object]) -> dict[str, object]:
    body = {**message.body, "corrected_items": sorted(message.body.get("corrected_items") or [])}
    return {name: body.get(name) for name in expected}
