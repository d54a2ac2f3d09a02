"""
Steps of numbers and codes that do not follow their rule, at the counter and at each interface (DATA-004).
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from harness.judgement.expect import both
from harness.port.commands import DeletionByDeath, IssueCopyOfRecord
from harness.port.outcomes import Refused
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from harness.words.errors import TermError
from harness.words.numbers import IndividualNumber, LocalNumber, MunicipalityCode, ResidentRecordCode
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import enter, identity_of, moving_in
from scenarios.steps.observing import carries, household_of, resident_of
from scenarios.wording import then, when

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
TERMS = {
    "個人番号": IndividualNumber,
    "住民票コード": ResidentRecordCode,
    "団体コード": MunicipalityCode,
    "宛名番号": LocalNumber,
    "世帯番号": LocalNumber,
}
KINDS = {"個人番号": "individual-number", "住民票コード": "resident-record-code"}


class Wrong(Struct, frozen=True):
    """
    A value that does not follow its rule, where it was put, and what became of it.
    """

    value: str
    field: str
    kept: Invocation


def follows(kind: str, value: str) -> bool:
    """
    Whether a value follows the rule of its kind.
    """
    try:
        TERMS[kind].parse(value)
    except TermError:
        return False
    return True


def one_digit(kind: str, value: str) -> str:
    """
    The last digit but three changed so that the check digit no longer agrees.
    """
    place = len(value) - 3
    made = [value[:place] + digit + value[place + 1 :] for digit in "0123456789" if digit != value[place]]
    return next(each for each in made if not follows(kind, each))


def transposed(kind: str, value: str) -> str:
    """
    Two neighbouring digits exchanged so that the check digit no longer agrees.
    """
    made = [
        value[:place] + value[place + 1] + value[place] + value[place + 2 :]
        for place in range(len(value) - 1)
    ]
    return next(each for each in reversed(made) if each != value and not follows(kind, each))


def spoiled(kind: str, error: str, value: str) -> str:
    """
    A lawful value made wrong in one named way.
    """
    if kind == "在留カード番号":
        return misshapen(error, value)
    made = {
        "一けた違い": one_digit(kind, value),
        "隣接けた入替え": transposed(kind, value),
        "一けた不足": value[:-1],
        "一けた過多": value + "0",
        "全角数字": value.translate(FULL_WIDTH),
    }
    return made[error]


def misshapen(error: str, value: str) -> str:
    """
    A number of a residence card, which has a form but no public check digit, made wrong in its form.
    """
    made = {
        "一字不足": value[:-1],
        "一字過多": value + "A",
        "英字不足": "1" + value[1:],
        "全角文字": "".join(chr(ord(sign) + 0xFEE0) for sign in value),
    }
    return made[error]


def make_known(scene: Scene, kind: str, value: str) -> None:
    """
    A wrong number must be masked like a right one.
    """
    if kind in KINDS and value.isascii():
        scene.know(KINDS[kind], value)


@when(
    "{error:word}の{kind:word}を{who:word}の転入届に入力する",
    "{kind:word} with the error {error:word} is entered on the moving in of {who:word}",
)
def entered_wrongly(scene: Scene, error: str, kind: str, who: str) -> None:
    """
    The person's own number or code, or the code of the municipality that they come from.
    """
    cast = cast_of(scene)
    person = cast[who]
    places = {
        "個人番号": ("individual_number", person.individual_number),
        "住民票コード": ("resident_record_code", person.resident_record_code),
        "団体コード": ("from_municipality", person.from_municipality),
    }
    name, right = places[kind]
    value = spoiled(kind, error, right)
    make_known(scene, kind, value)
    of_person = name != "from_municipality"
    changes: dict[str, Any] = {"persons": [person.person(**{name: value})]} if of_person else {name: value}
    field = f"persons[0].{name}" if of_person else name
    kept = scene.do(moving_in(scene, cast, [person], scene.today, scene.today, **changes))
    enter(cast, kept)
    scene.memory["wrong"] = Wrong(value, field, kept)


@when(
    "{error:word}の宛名番号で{who:word}の住民票の写しを請求する",
    "a copy of {who:word} is claimed with a local addressee number with the error {error:word}",
)
def claimed_wrongly(scene: Scene, error: str, who: str) -> None:
    """
    宛名番号 at entry.
    """
    person = cast_of(scene)[who]
    value = spoiled("宛名番号", error, resident_of(person))
    kept = scene.do(
        IssueCopyOfRecord(
            counter=scene.counter(), identity=identity_of(person), requester="self", residents=[value]
        )
    )
    scene.memory["wrong"] = Wrong(value, "residents[0]", kept)


@when(
    "{error:word}の宛名番号で{who:word}の死亡による消除を入力する",
    "a deletion of {who:word} is entered with a local addressee number with the error {error:word}",
)
def deleted_wrongly(scene: Scene, error: str, who: str) -> None:
    """
    宛名番号 at another entry, which would change a record.
    """
    value = spoiled("宛名番号", error, resident_of(cast_of(scene)[who]))
    today = scene.today.isoformat()
    kept = scene.do(
        DeletionByDeath(counter=scene.counter(), notified_on=today, resident=value, died_on=today)
    )
    scene.memory["wrong"] = Wrong(value, "resident", kept)


@when(
    "{error:word}の世帯番号を指定して{who:word}が{host:word}の世帯に入る転入届を入力する",
    "{who:word} is entered into the household of {host:word} by a number with the error {error:word}",
)
def joined_wrongly(scene: Scene, error: str, who: str, host: str) -> None:
    """
    世帯番号 at entry.
    """
    cast = cast_of(scene)
    value = spoiled("世帯番号", error, household_of(cast[host]))
    kept = scene.do(moving_in(scene, cast, [cast[who]], scene.today, scene.today, household=value))
    enter(cast, kept)
    scene.memory["wrong"] = Wrong(value, "household", kept)


def judge_entry(scene: Scene, clause: str) -> None:
    """
    The entry was refused because of its number.
    """
    wrong: Wrong = scene.memory["wrong"]
    scene.expect.refused(clause, wrong.kept.outcome, ["invalid-number"], [wrong.kept.ref])  # type: ignore[arg-type]


@then("個人番号の誤りとして受付の時に拒否される", "it is refused at entry for its Individual Number")
def number_refused(scene: Scene) -> None:
    """
    DATA-004.1.
    """
    judge_entry(scene, "DATA-004.1")


@then(
    "住民票コードのけた数の誤りとして受付の時に拒否される", "it is refused at entry for the form of its code"
)
def code_form_refused(scene: Scene) -> None:
    """
    DATA-004.2.
    """
    judge_entry(scene, "DATA-004.2")


@then(
    "住民票コードの検査数字の誤りとして受付の時に拒否される",
    "it is refused at entry for the check digit of its code",
)
def code_digit_refused(scene: Scene) -> None:
    """
    DATA-004.3.
    """
    judge_entry(scene, "DATA-004.3")


@then("団体コードの誤りとして受付の時に拒否される", "it is refused at entry for the local government code")
def municipality_refused(scene: Scene) -> None:
    """
    DATA-004.4.
    """
    judge_entry(scene, "DATA-004.4")


@then(
    "宛名番号又は世帯番号の誤りとして受付の時に拒否される",
    "it is refused at entry for the local addressee or household number",
)
def local_number_refused(scene: Scene) -> None:
    """
    DATA-004.6.
    """
    judge_entry(scene, "DATA-004.6")


@then("拒否は規則に合わない項目の名称を示す", "the refusal names the field at fault")
def field_named(scene: Scene) -> None:
    """
    DATA-004.8, at entry. Says nothing where it was not refused.
    """
    wrong: Wrong = scene.memory["wrong"]
    if isinstance(wrong.kept.outcome, Refused):
        scene.expect.refused("DATA-004.8", wrong.kept.outcome, [], [wrong.kept.ref], field=wrong.field)


@then("その誤った値はいかなる電文にも含まれて出ていかない", "the wrong value goes out in no message")
def value_goes_nowhere(scene: Scene) -> None:
    """
    DATA-004.9: nothing that the town took from the registry in this scenario, or refused, holds it.
    """
    wrong: Wrong = scene.memory["wrong"]
    scene.settle()
    found = [
        message.ref
        for message in scene.lane.messages_of(scene.scenario)
        if message.direction == "in"
        and message.envelope.get("sender") == scene.municipality
        and holds_value(message.body, wrong.value)
    ]
    scene.expect.absent(
        "DATA-004.9",
        not found,
        both("その値の電文なし", "no message with it"),
        both(f"{len(found)}件", len(found)),
        [wrong.kept.ref, *found],
    )


def holds_value(thing: Any, value: str) -> bool:
    """
    Whether a value stands alone somewhere in a body.
    """
    if isinstance(thing, dict):
        return any(holds_value(each, value) for each in thing.values())
    if isinstance(thing, list):
        return any(holds_value(each, value) for each in thing)
    return isinstance(thing, str) and thing == value


@then(
    "誤りのない{who:word}の転入届は受理され、住基ネットに届く",
    "the moving in of {who:word} without error is accepted and reaches the network",
)
def lawful_neighbour(scene: Scene, who: str) -> None:
    """
    The same notification with right numbers: the witness that the refusals need.
    """
    cast = cast_of(scene)
    person: Character = cast[who]
    kept = scene.do(moving_in(scene, cast, [person], scene.today, scene.today))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    sent = scene.messages("J01", resident_record_code=person.resident_record_code)
    scene.expect.witness(any(carries(message.body, person.individual_number) for message in sent))
