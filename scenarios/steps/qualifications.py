"""
Qualifications that one department at a time tells by D02, with each value that they can have (住基法7条10号〜11号の2).
"""

from __future__ import annotations

import unicodedata
from typing import Any

from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import last, resident_of
from scenarios.steps.moving_out_certificate import INSURED, items_of
from scenarios.steps.register import refs
from scenarios.steps.special_moving_out import QUALIFIED, data_sent
from scenarios.wording import given, then

PENSION_NUMBER = "2468-135790"
CLASSES = {"1": ("1",), "2": ("2",), "3": ("3",), "任意": ("voluntary", "任意")}
"""国民年金の種別 as the text has it, and how it may be printed."""
AFFAIRS = {
    "国民健康保険": ("dept-health-insurance", "health_insurance"),
    "後期高齢者医療": ("dept-elderly-care", "elderly_care"),
    "介護保険": ("dept-long-term-care", "long_term_care"),
    "国民年金": ("dept-pension", "pension"),
    "児童手当": ("dept-child-allowance", "child_allowance"),
}


def _tell(scene: Scene, who: str, kind: str, body: dict[str, Any]) -> None:
    department, name = AFFAIRS[kind]
    told = {"local_addressee_number": resident_of(cast_of(scene)[who]), name: body}
    scene.act("departments", "send", {"message_type": "D02", "sender": department, "body": told})


def _pension(scene: Scene, who: str, kind: str, number: str) -> None:
    body = {
        "pension_class": "voluntary" if kind == "任意" else kind,
        "basic_pension_number": number,
        "acquired_on": scene.today.isoformat(),
        "lost_on": None,
    }
    _tell(scene, who, "国民年金", body)


@given(
    "{who:word}の国民年金の種別{kind:text}及び基礎年金番号{number:text}が年金の業務から知らされている",
    "the pension department has told the class {kind:text} and the number {number:text} of {who:word}",
)
def pension_told(scene: Scene, who: str, kind: str, number: str) -> None:
    """
    住基法7条11号.
    """
    _pension(scene, who, kind, number)


@given(
    "{who:word}の{kinds:text}の資格だけが各業務から知らされている",
    "the departments have told of {who:word} the qualifications {kinds:text} and no other",
)
def only_told(scene: Scene, who: str, kinds: str) -> None:
    """
    D02 of these departments; the others are silent.
    """
    since = scene.today.isoformat()
    insured: dict[str, Any] = {"insured": True, "acquired_on": since, "lost_on": None}
    bodies: dict[str, dict[str, Any]] = {
        "国民健康保険": {
            **insured,
            "household_number": cast_of(scene)[who].household,
            "relationship_class": "世帯主",
            "acquired_by": "転入",
            "lost_by": None,
        },
        "後期高齢者医療": {**insured, "insured_number": None},
        "介護保険": {**insured, "insured_number": None},
        "児童手当": {"receiving": True, "began_on": since, "ended_on": None},
    }
    for kind in kinds.split("、"):
        if kind == "国民年金":
            _pension(scene, who, "1", PENSION_NUMBER)
        else:
            _tell(scene, who, kind, bodies[kind])


@then(
    "{who:word}の転出証明書に示された国民年金の種別は{kind:text}、基礎年金番号は{number:text}である",
    "the certificate of {who:word} shows the pension class {kind:text}, no other, and the number {number:text}",
)
def class_printed(scene: Scene, who: str, kind: str, number: str) -> None:
    """
    REL-007.4: the class is told from the others, however it is put.
    """
    printed = items_of(scene, cast_of(scene)[who])
    words = unicodedata.normalize("NFKC", printed.get("pension_class", ""))
    named = [each for each, wordings in CLASSES.items() if any(wording in words for wording in wordings)]
    actual = (named, printed.get("basic_pension_number"))
    same(scene, "REL-007.4", ([kind], number), actual, [last(scene).ref])


@then(
    "{who:word}の転出証明書に記載された資格は{kinds:text}だけである",
    "the certificate of {who:word} bears the qualifications {kinds:text} and no other",
)
def only_printed(scene: Scene, who: str, kinds: str) -> None:
    """
    REL-007.3 to REL-007.5: each by itself.
    """
    wanted = {AFFAIRS[kind][1] for kind in kinds.split("、")}
    printed = {name for name, value in items_of(scene, cast_of(scene)[who]).items() if value}
    shown = printed & INSURED | {"child_allowance"} & printed
    shown |= {"pension"} if printed & {"pension_class", "basic_pension_number"} else set()
    for clause, names in (
        ("REL-007.3", INSURED),
        ("REL-007.4", {"pension"}),
        ("REL-007.5", {"child_allowance"}),
    ):
        judge = same if wanted & names else unchanged
        judge(scene, clause, sorted(wanted & names), sorted(shown & names), [last(scene).ref])


@then(
    "{who:word}の転出証明書情報が示す国民年金の種別は{kind:text}、基礎年金番号は{number:text}である",
    "the moving-out data of {who:word} show the pension class {kind:text} and the number {number:text}",
)
def class_sent(scene: Scene, who: str, kind: str, number: str) -> None:
    """
    REL-008.1.
    """
    found = data_sent(scene, cast_of(scene)[who])
    actual = [(person["pension_class"], person["basic_pension_number"]) for _, person in found]
    wanted = ("voluntary" if kind == "任意" else kind, number)
    same(scene, "REL-008.1", [wanted], actual, refs([each for each, _ in found]))


@then(
    "{who:word}の転出証明書情報が示す資格は{kinds:text}だけである",
    "the moving-out data of {who:word} show the qualifications {kinds:text} and no other",
)
def only_sent(scene: Scene, who: str, kinds: str) -> None:
    """
    REL-008.1: each by itself.
    """
    wanted = sorted(AFFAIRS[kind][1] for kind in kinds.split("、"))
    found = data_sent(scene, cast_of(scene)[who])
    actual = [
        sorted(
            [name for name in QUALIFIED if person[name]]
            + (["pension"] if person["pension_class"] or person["basic_pension_number"] else [])
        )
        for _, person in found
    ]
    same(scene, "REL-008.1", [wanted], actual, refs([each for each, _ in found]))
