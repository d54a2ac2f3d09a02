"""
Steps that judge what national health insurance and the record were told (DEPT-001).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.port.outcomes import Document
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from harness.words.codes import ReasonForChange
from scenarios.cast import HERE, Character, cast_of
from scenarios.steps.department import HEALTH_INSURANCE, insurance_of, told_department
from scenarios.steps.observing import as_text, household_of, refs, written
from scenarios.wording import then


@then(
    "国民健康保険の業務は{who:word}について、宛名番号と世帯、異動事由{reason:text}、異動日{changed:date}、"
    "届出日{notified:date}を備えたD01を受け取る",
    "national health insurance receives D01 on {who:word} with numbers, reason {reason:text}, "
    "changed on {changed:date}, notified on {notified:date}",
)
def change_told(scene: Scene, who: str, reason: str, changed: date, notified: date) -> None:
    """
    DEPT-001.1.
    """
    character = cast_of(scene)[who]
    found = told_department(scene, "D01", character, HEALTH_INSURANCE)
    names = ("household_number", "reason", "changed_on", "notified_on")
    expected = (
        household_of(character),
        ReasonForChange.parse(reason).code,
        changed.isoformat(),
        notified.isoformat(),
    )
    actual = [tuple(message.body.get(name) for name in names) for message in found]
    scene.expect.observed(
        "DEPT-001.1", expected in actual, both(expected, expected), both(actual, actual), refs(found)
    )


@then(
    "国民健康保険の業務が受け取る{who:word}の最後のD01は、住所{place:text}、世帯主{head:word}、続柄{relationship:text}を示す",
    "the last D01 on {who:word} that national health insurance receives shows the address {place:text}, the"
    " householder {head:word} and the relationship {relationship:text}",
)
def change_repeats(scene: Scene, who: str, place: str, head: str, relationship: str) -> None:
    """
    DEPT-001.7.
    """
    cast = cast_of(scene)
    found = told_department(scene, "D01", cast[who], HEALTH_INSURANCE)[-1:]
    names = ("name", "householder_name", "relationship", "state")
    expected = [(True, cast[who].name, cast[head].name, relationship, "current")]
    actual = [
        (str(message.body.get("address")).startswith(f"{HERE}{place}"), *map(message.body.get, names))
        for message in found
    ]
    scene.expect.observed(
        "DEPT-001.7", actual == expected, both(expected, expected), both(actual, actual), refs(found)
    )


@then(
    "国民健康保険の業務が受け取る{who:names}の最後のD01は、現に住民でないことを示す",
    "the last D01 on {who:names} that national health insurance receives says that they are residents no more",
)
def deletion_repeated(scene: Scene, who: list[str]) -> None:
    """
    DEPT-001.7: of each who was deleted.
    """
    _last_told(scene, who, "deleted")


@then(
    "国民健康保険の業務が受け取る{who:names}の最後のD01は、現に住民であることを示す",
    "the last D01 on {who:names} that national health insurance receives says that they are residents",
)
def still_resident(scene: Scene, who: list[str]) -> None:
    """
    DEPT-001.7: of each whose moving out was withdrawn; the newest D01 repeats the record after the change.
    """
    _last_told(scene, who, "current")


@then(
    "国民健康保険の業務が受け取る{who:names}の最後のD01は、転出の予定されていることを示す",
    "the last D01 on {who:names} that national health insurance receives says that they plan to move out",
)
def still_planned(scene: Scene, who: list[str]) -> None:
    """
    DEPT-001.7: of each who plans to, whatever else has changed since.
    """
    _last_told(scene, who, "planned-out")


@then(
    "国民健康保険の業務が受け取る{who:names}の最後のD01は、世帯主の氏名{name:text}を示す",
    "the last D01 on {who:names} that national health insurance receives shows the householder's name {name:text}",
)
def householder_repeated(scene: Scene, who: list[str], name: str) -> None:
    """
    DEPT-001.7: of each whose householder is called otherwise now.
    """
    for character in cast_of(scene).all(who):
        found = told_department(scene, "D01", character, HEALTH_INSURANCE)[-1:]
        actual = [message.body.get("householder_name") for message in found]
        scene.expect.observed(
            "DEPT-001.7", actual == [name], both([name], [name]), both(actual, actual), refs(found)
        )


@then(
    "{who:word}について付記された事項、記号番号{number:text}がD03により{noted:date}付けで伝えられる",
    "the facts noted of {who:word}, number {number:text}, are told by D03 as noted on {noted:date}",
)
def note_told(scene: Scene, who: str, number: str, noted: date) -> None:
    """
    DEPT-001.2.
    """
    found = told_department(scene, "D03", cast_of(scene)[who], HEALTH_INSURANCE)
    expected = [(True, number, noted.isoformat())]
    actual = [
        (message.body.get("insured"), message.body.get("symbol_and_number"), message.body.get("noted_on"))
        for message in found
    ]
    scene.expect.observed(
        "DEPT-001.2", actual == expected, both(expected, expected), both(actual, actual), refs(found)
    )


@then(
    "付記のない{who:names}についてD03は伝えられない", "no D03 tells of {who:names}, of whom nothing was noted"
)
def no_note_told(scene: Scene, who: list[str]) -> None:
    """
    DEPT-001.2, the other side: only what was noted is told.
    """
    found = [
        message
        for character in cast_of(scene).all(who)
        for message in told_department(scene, "D03", character, HEALTH_INSURANCE)
    ]
    scene.expect.absent(
        "DEPT-001.2", not found, both("D03なし", "no D03"), both(f"{len(found)}件", len(found)), refs(found)
    )


@then(
    "{who:word}の住民票の国民健康保険の資格は、{cause:text}により{acquired:date}取得、被保険者である",
    "the record of {who:word} shows: insured, acquired on {acquired:date} by {cause:text}",
)
def shown_insured(scene: Scene, who: str, cause: str, acquired: date) -> None:
    """
    DEPT-001.3: acquisition, with household number and class as the department gave them.
    """
    character = cast_of(scene)[who]
    expected = (True, acquired.isoformat(), cause, None, household_of(character), "世帯主")
    judge_record(scene, "DEPT-001.3", character, expected)


@then(
    "{who:word}の住民票の国民健康保険の資格は、{acquired:date}取得、{reason:text}により{lost:date}喪失である",
    "the record of {who:word} shows: acquired on {acquired:date}, lost on {lost:date} by {reason:text}",
)
def shown_lost(scene: Scene, who: str, acquired: date, reason: str, lost: date) -> None:
    """
    DEPT-001.3: loss.
    """
    character = cast_of(scene)[who]
    shown, kept = insurance_of(scene, character)
    expected = (False, acquired.isoformat(), lost.isoformat(), reason)
    actual = (shown.insured, shown.acquired_on, shown.lost_on, shown.lost_by) if shown else None
    scene.expect.observed(
        "DEPT-001.3", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
    )


def judge_record(scene: Scene, clause: str, character: Character, expected: tuple[Any, ...]) -> None:
    """
    Compare insured, acquired on and by, lost on, household number and class on the record.
    """
    shown, kept = insurance_of(scene, character)
    actual = shown and (
        shown.insured,
        shown.acquired_on,
        shown.acquired_by,
        shown.lost_on,
        shown.household_number,
        shown.relationship_class,
    )
    scene.expect.observed(
        clause, actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
    )


@then(
    "D02のない間、{who:word}の住民票の国民健康保険の資格は変わらず{acquired:date}取得のままである",
    "without D02 the record of {who:word} still says: insured, acquired on {acquired:date}",
)
def unchanged_without_notice(scene: Scene, who: str, acquired: date) -> None:
    """
    DEPT-001.5 after another change of the record.
    """
    shown, kept = insurance_of(scene, cast_of(scene)[who])
    actual = (shown.insured, shown.acquired_on, shown.lost_on) if shown else None
    expected = (True, acquired.isoformat(), None)
    scene.expect.absent(
        "DEPT-001.5", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
    )


@then(
    "D02のない間、{who:word}の住民票に国民健康保険の資格の取得は記載されていない",
    "without D02 the record of {who:word} shows no acquisition of national health insurance",
)
def nothing_entered_without_notice(scene: Scene, who: str) -> None:
    """
    DEPT-001.5: the note alone decides nothing; the department does (住基令12条2項).
    """
    shown, kept = insurance_of(scene, cast_of(scene)[who])
    holds = shown is None or (shown.acquired_on is None and shown.acquired_by is None)
    actual = (shown.insured, shown.acquired_on) if shown else None
    scene.expect.absent(
        "DEPT-001.5", holds, both("取得の記載なし", "no acquisition"), both(actual, actual), [kept.ref]
    )


def issued(scene: Scene) -> tuple[list[Document], Invocation]:
    """
    Documents of the newest claim, and the claim as evidence.
    """
    kept: Invocation = scene.memory["copy"]
    documents: list[Document] = getattr(kept.outcome, "documents", [])
    return documents, kept


@then(
    "その写しは国民健康保険の{what:word}の年月日として{day:date}を示す",
    "that copy shows {day:date} as the date of {what:word} of national health insurance",
)
def copy_shows_date(scene: Scene, what: str, day: date) -> None:
    """
    DEPT-001.4. Says nothing where no copy was issued.
    """
    documents, kept = issued(scene)
    if not documents:
        raise Inconclusive(both("写しが交付されなかった。", "No copy was issued."))
    insurance = [
        item for item in documents[0].items if "insurance" in item.item or "国民健康保険" in item.label
    ]
    text = as_text([(item.label, item.value) for item in insurance])
    scene.expect.observed(
        "DEPT-001.4",
        any(as_text(form) in text for form in written(day)),
        both(f"{what} {day}", f"{what} {day}"),
        both(text, text),
        [kept.ref],
    )


@then(
    "そのいずれの写しにも記号番号{number:text}は印字されない",
    "the number {number:text} is printed on neither copy",
)
def number_not_printed(scene: Scene, number: str) -> None:
    """
    DEPT-001.6: nowhere in the text, hidden layers included. Says nothing where no copy was issued.
    """
    documents, kept = issued(scene)
    if not documents:
        raise Inconclusive(both("写しが交付されなかった。", "No copy was issued."))
    first: Invocation = scene.memory["copy with items"]
    documents = [*documents, *getattr(first.outcome, "documents", [])]
    parts = [as_text(part) for part in number.replace("　", " ").split()]
    shown = as_text([(each.text, [item.value for item in each.items]) for each in documents])
    found = [part for part in parts if part.isdigit() and part in shown]
    scene.expect.absent(
        "DEPT-001.6",
        not found,
        both("記号番号なし", "no symbol and number"),
        both("印字なし" if not found else "印字あり", "not printed" if not found else "printed"),
        [first.ref, kept.ref],
    )


def _last_told(scene: Scene, who: list[str], state: str) -> None:
    """
    Taken or refused: one that contradicts itself the department does not keep, and it was the last word all the same.
    """
    sent = ("accepted", "refused")
    for character in cast_of(scene).all(who):
        found = told_department(scene, "D01", character, HEALTH_INSURANCE, sent)[-1:]
        expected = [(character.name, state)]
        actual = [(message.body.get("name"), message.body.get("state")) for message in found]
        scene.expect.observed(
            "DEPT-001.7", actual == expected, both(expected, expected), both(actual, actual), refs(found)
        )
