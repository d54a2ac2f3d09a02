"""
Steps of integrated addressee numbers: one for each person, whoever asks and however often (ATE-002).
"""

from __future__ import annotations

from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Scene
from harness.words.numbers import LocalAddresseeNumber
from scenarios.cast import cast_of
from scenarios.steps.comparing import same
from scenarios.steps.department_inquiries import DEPARTMENTS
from scenarios.steps.observing import arrived, refs, resident_of
from scenarios.steps.provision_copy import addressee_number
from scenarios.wording import given, then, when

OWN, LENGTH = 98 * 10**12, 15
"""Where the local numbers of the departments' own systems begin, and how long they are."""


@given(
    "{other:word}は氏名、振り仮名、生年月日及び性別が{who:word}と同じで、個人番号が異なる",
    "{other:word} has the name, reading, birth and sex of {who:word}, and another Individual Number",
)
def alike(scene: Scene, other: str, who: str) -> None:
    """
    Two people whom only their numbers tell apart.
    """
    cast = cast_of(scene)
    first, second = cast[who], cast[other]
    second.name, second.name_kana = first.name, first.name_kana
    second.born_on, second.sex = first.born_on, first.sex
    second.relationship = "世帯主"


@when(
    "{department:word}が自らの宛名番号で{who:word}の団体内統合宛名番号の付番を求める",
    "{department:word} asks for the integrated number of {who:word}, under a local number of its own",
)
def asks(scene: Scene, department: str, who: str) -> None:
    """
    Another affairs' system, in which the person has another local number.
    """
    local = str(next(LocalAddresseeNumber.running(OWN + scene.random.randrange(10**11), LENGTH)))
    answer = scene.act(
        "departments",
        "ask_number",
        {
            "department": DEPARTMENTS[department],
            "local_addressee_number": local,
            "individual_number": cast_of(scene)[who].individual_number,
        },
    )
    scene.memory.setdefault("numbered", {}).setdefault(who, []).append((local, answer))
    scene.memory.setdefault("asked for", {}).setdefault(who, []).extend(
        refs(arrived(scene, "A02", "addressee", DEPARTMENTS[department], local_addressee_number=local))
    )


@given("ここまでの{who:word}の団体内統合宛名番号を控えておく", "the integrated number of {who:word} is noted")
def noted(scene: Scene, who: str) -> None:
    """
    Before the person goes.
    """
    scene.memory["number before"] = addressee_number(scene, cast_of(scene)[who])


def _answers(scene: Scene, who: str) -> list[tuple[str, dict[str, Any]]]:
    answers: list[tuple[str, dict[str, Any]]] = scene.memory["numbered"][who]
    return answers


@then(
    "{who:names}の一人ごとに、住基システムの付番の求めにより団体内統合宛名番号が一つ付番されている",
    "each of {who:names} has been given one integrated number at the registry's request",
)
def assigned(scene: Scene, who: list[str]) -> None:
    """
    ATE-002.1.
    """
    people = cast_of(scene).all(who)
    asked = [scene.messages("A02", local_addressee_number=resident_of(each)) for each in people]
    numbers = {addressee_number(scene, each) for each in people} - {None}
    actual = ([bool(each) for each in asked], len(numbers))
    evidence = [ref for each in asked for ref in refs(each)]
    same(scene, "ATE-002.1", ([True] * len(people), len(people)), actual, evidence)


@then(
    "{who:word}についてのどの回答も、住基システムの求めにより付番された番号と同じ番号を返す",
    "every answer about {who:word} gives the number that was assigned at the registry's request",
)
def the_same(scene: Scene, who: str) -> None:
    """
    ATE-002.2.
    """
    number = addressee_number(scene, cast_of(scene)[who])
    told = [answer["addressee_number"] for _local, answer in _answers(scene, who)]
    same(
        scene,
        "ATE-002.2",
        ([number] * len(told), True),
        (told, number is not None),
        scene.memory["asked for"][who],
    )


@then(
    "{who:word}についてのどの回答も、求めた部署の宛名番号と団体内統合宛名番号の対応を備える",
    "every answer about {who:word} ties the department's own local number to the integrated one",
)
def tied(scene: Scene, who: str) -> None:
    """
    ATE-002.3.
    """
    answers = _answers(scene, who)
    actual = [
        (answer["local_addressee_number"] == local, bool(answer["addressee_number"]))
        for local, answer in answers
    ]
    same(scene, "ATE-002.3", [(True, True)] * len(answers), actual, scene.memory["asked for"][who])


@then(
    "{who:word}に団体内統合宛名番号は二つ付番されていない",
    "{who:word} has not been given two integrated numbers",
)
def not_two(scene: Scene, who: str) -> None:
    """
    ATE-002.5: by whichever local number one looks.
    """
    numbers = {answer["addressee_number"] for _local, answer in _answers(scene, who)}
    for local, _answer in _answers(scene, who):
        shown = scene.state("addressee", "addressee", {"local_addressee_number": local})
        numbers.add(shown["addressee_number"])
    numbers.add(addressee_number(scene, cast_of(scene)[who]))
    _no_more_than_one(scene, len(numbers), scene.memory["asked for"][who])


@then(
    "再び転入した{who:word}の団体内統合宛名番号は、控えた番号と同じである",
    "{who:word}, who moved in again, has the integrated number that was noted",
)
def again(scene: Scene, who: str) -> None:
    """
    ATE-002.2, .5.
    """
    _as_noted(scene, who)


@then(
    "個人番号の変わった{who:word}の団体内統合宛名番号は、控えた番号と同じである",
    "{who:word}, whose Individual Number changed, has the integrated number that was noted",
)
def as_before(scene: Scene, who: str) -> None:
    """
    ATE-002.2, .5.
    """
    _as_noted(scene, who)


def _as_noted(scene: Scene, who: str) -> None:
    character = cast_of(scene)[who]
    before, now = scene.memory["number before"], addressee_number(scene, character)
    told = refs(scene.messages("A01", local_addressee_number=resident_of(character)))
    same(scene, "ATE-002.2", (True, before), (now is not None, now), told)
    _no_more_than_one(scene, len({before, now}), told)


def _no_more_than_one(scene: Scene, found: int, evidence: list[str]) -> None:
    scene.expect.absent(
        "ATE-002.5", found == 1, both("番号は一つ", "one number"), both(f"{found}個", f"{found}"), evidence
    )


@then(
    "{who:word}と{other:word}に同じ団体内統合宛名番号は付番されていない",
    "{who:word} and {other:word} have not been given the same integrated number",
)
def not_one(scene: Scene, who: str, other: str) -> None:
    """
    ATE-002.6.
    """
    cast = cast_of(scene)
    numbers = [addressee_number(scene, cast[each]) for each in (who, other)]
    scene.expect.absent(
        "ATE-002.6",
        len(set(numbers)) == len(numbers) and None not in numbers,
        both("二つの番号", "two numbers"),
        both(f"{len(set(numbers))}個の番号", f"{len(set(numbers))} numbers"),
        refs(scene.messages("A02", local_addressee_number=resident_of(cast[other]))),
    )
