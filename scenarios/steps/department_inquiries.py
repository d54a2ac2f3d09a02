"""
Steps of inquiries by own departments: what the addressee system lets through, and how it hands it on (ATE-005).
"""

from __future__ import annotations

from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import none_sent, same
from scenarios.steps.linkage import INFORMATION
from scenarios.steps.observing import arrived, carries, refs, resident_of
from scenarios.steps.provision_copy import addressee_number
from scenarios.wording import then, when

DEPARTMENTS = {
    "税務": "dept-tax",
    "国民健康保険": "dept-health-insurance",
    "選挙": "dept-election",
}
REASONS = {"根拠なし": "no-basis"}
ANY = ("accepted", "refused", "duplicate", "undelivered")


def ask(
    scene: Scene, department: str, who: str, information: str, purpose: str, number: str
) -> dict[str, Any]:
    """
    A department's clerk has A04 sent, and what came back for it: A05.
    """
    return scene.act(
        "departments",
        "inquire",
        {
            "department": DEPARTMENTS[department],
            "information": INFORMATION[information],
            "local_addressee_number": resident_of(cast_of(scene)[who]),
            "purpose": purpose,
            "affairs": "ROW-48",
            "processing_number": number,
        },
    )


def fresh_number(scene: Scene) -> str:
    """
    A processing number that nobody has used.
    """
    return f"DQ-{scene.random.randrange(10**12):012d}"


@when(
    "{department:word}の職員が{who:word}の{information:word}を{purpose:text}のために照会する",
    "a clerk of {department:word} asks about {who:word}: {information:word}, for {purpose:text}",
)
def inquires(scene: Scene, department: str, who: str, information: str, purpose: str) -> None:
    """
    番号法19条8号.
    """
    _inquire(scene, department, who, information, purpose, fresh_number(scene))


@when(
    "{department:word}の職員がその処理通番による{who:word}の{information:word}の照会を{purpose:text}のために重ねる",
    "under the processing number of that inquiry a clerk of {department:word} asks about {who:word}:"
    " {information:word}, for {purpose:text}",
)
def inquires_under_it(scene: Scene, department: str, who: str, information: str, purpose: str) -> None:
    """
    A processing number is a department's own: another's answer is not for this one.
    """
    number, _answer = scene.memory["department inquiry"]
    _inquire(scene, department, who, information, purpose, number)


def _inquire(scene: Scene, department: str, who: str, information: str, purpose: str, number: str) -> None:
    answer = ask(scene, department, who, information, purpose, number)
    scene.memory["department inquiry"] = (number, answer)
    scene.memory["asked"] = refs(
        arrived(scene, "A04", "addressee", DEPARTMENTS[department], outcomes=ANY, processing_number=number)
    )


def _passed_on(scene: Scene, outcomes: tuple[str, ...] = ("accepted",)) -> list[Message]:
    number, _answer = scene.memory["department inquiry"]
    return arrived(
        scene, "L04", "intermediary_server", "addressee", outcomes=outcomes, processing_number=number
    )


@then(
    "中間サーバーは、{who:word}の団体内統合宛名番号を備え個人番号を含まないL04を一通受け取る",
    "the intermediary server takes one L04 with the integrated number of {who:word} and no Individual Number",
)
def handed_on(scene: Scene, who: str) -> None:
    """
    ATE-005.1, and .6 of whatever was handed on.
    """
    character = cast_of(scene)[who]
    found = _passed_on(scene)
    number = addressee_number(scene, character)
    if number is None:
        raise Inconclusive(both("団体内統合宛名番号がない。", "There is no integrated number."))
    numbers = [message.body.get("addressee_number") for message in found]
    same(scene, "ATE-005.1", [number], numbers, refs(found))
    leaking = [each for each in _passed_on(scene, ANY) if carries(each.body, character.individual_number)]
    none_sent(scene, "ATE-005.6", leaking, refs(found))


@then(
    "その照会は団体内統合宛名システムにおいて断られ、誤りの区分{reason:text}を備えたA05が返される",
    "that inquiry is refused by the addressee system, and A05 comes back with the kind of error {reason:text}",
)
def refused(scene: Scene, reason: str) -> None:
    """
    ATE-005.2, .4.
    """
    number, answer = scene.memory["department inquiry"]
    asked = scene.memory["asked"]
    same(scene, "ATE-005.2", "refused", answer["result"], asked)
    same(
        scene,
        "ATE-005.4",
        (number, REASONS[reason]),
        (answer["processing_number"], answer["reason"]),
        asked,
    )


@then(
    "断られたその照会は、中間サーバーに届いていない",
    "that inquiry, refused, did not reach the intermediary server",
)
def not_handed_on(scene: Scene) -> None:
    """
    ATE-005.3.
    """
    none_sent(scene, "ATE-005.3", _passed_on(scene, ANY))


@then(
    "断られたその照会は、団体内統合宛名システムの記録に、部署と誤りの区分とともに残っている",
    "that inquiry, refused, stands in the addressee system's records with its department and kind of error",
)
def recorded(scene: Scene) -> None:
    """
    ATE-005.5.
    """
    number, _answer = scene.memory["department inquiry"]
    asked = scene.memory["asked"]
    shown = scene.state("addressee", "inquiries", {"processing_number": number})["inquiries"]
    actual = [(each["department"], each["result"], each["reason"]) for each in shown]
    same(scene, "ATE-005.5", [("dept-tax", "refused", "no-basis")], actual, asked)


@then(
    "引き渡された照会の目的に、中間サーバーの文字集合にない{letters:text}はない",
    "the purpose that was handed on holds nothing of {letters:text}, which the intermediary server does not have",
)
def converted(scene: Scene, letters: str) -> None:
    """
    ATE-005.7: the inquiry was handed on, and each of these letters was replaced.
    """
    found = _passed_on(scene)
    if not found:
        raise Inconclusive(both("照会が引き渡されなかった。", "The inquiry was not handed on."))
    raw = [letter for letter in letters for each in found if letter in str(each.body.get("purpose"))]
    scene.expect.absent(
        "ATE-005.7",
        not raw,
        both("そのままの文字は0字", "0 letters as they were"),
        both(f"そのままの文字は{len(raw)}字", f"{len(raw)} letters as they were"),
        refs(found),
    )
