"""
Steps of departments outside the number system, online and by medium (DEPT-009).
"""

from __future__ import annotations

import itertools
import re

from harness.judgement.expect import both
from harness.port.commands import MakeMediaExtract
from harness.port.outcomes import Document
from harness.port.reads import ReadAccessLog
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.department import told_department
from scenarios.steps.log_lines import log_end
from scenarios.steps.observing import as_text, carries, refs, resident_of
from scenarios.wording import then, when

DEPARTMENTS = {"選挙": "dept-election", "町会": "dept-neighbourhood"}
LENGTH = 12


def numbers(people: list[Character]) -> list[str]:
    """
    The Individual Numbers of the people concerned.
    """
    return [person.individual_number for person in people]


def shape(text: str) -> tuple[int, ...]:
    """
    Which signs of a text are equal, whatever they are: what every simple substitution keeps.
    """
    seen: dict[str, int] = {}
    return tuple(seen.setdefault(sign, len(seen)) for sign in text)


def substituted(thing: object, number: str) -> bool:
    """
    Whether a run of twelve digits, or a word of twelve letters, is the number under some substitution of its signs.
    """
    text = as_text(thing)
    joined = re.sub(r"(?<=\d)[\s\-_,.](?=\d)", "", text)
    runs = itertools.chain(
        re.findall(rf"(?=(\d{{{LENGTH}}}))", joined),
        re.findall(rf"(?<![A-Za-z])([A-Za-z]{{{LENGTH}}})(?![A-Za-z])", text),
    )
    shapes = {shape(number), shape(number[::-1])}
    return any(shape(run) in shapes for run in runs)


@when(
    "{department:word}の業務のために{who:names}の媒体を作成する",
    "a media extract of {who:names} is made for {department:word}",
)
def make_extract(scene: Scene, department: str, who: list[str]) -> None:
    """
    D06. The position of the access log before it is remembered.
    """
    cast = cast_of(scene)
    scene.memory["log before"] = log_end(scene)
    kept = scene.do(
        MakeMediaExtract(
            counter=scene.counter(),
            department=DEPARTMENTS[department],
            residents=[resident_of(each) for each in cast.all(who)],
        )
    )
    scene.accepted_or_inconclusive(kept)
    scene.memory["extract"] = kept


@when(
    "{department:word}の業務がD01に二度続けて混雑を答える",
    "{department:word} answers D01 twice with busy",
)
def department_busy(scene: Scene, department: str) -> None:
    """
    What is sent to it next is tried in vain first.
    """
    scene.memory["log before"] = log_end(scene)
    receiver = DEPARTMENTS[department]
    scene.faults("departments", [{"message_type": "D01", "receiver": receiver, "action": "busy", "times": 2}])


def extract_of(scene: Scene, people: list[Character]) -> tuple[Document, Invocation]:
    """
    The file that was made. Raises Inconclusive unless every person is in it: an empty file proves nothing.
    """
    kept: Invocation = scene.memory["extract"]
    files = [each for each in kept.outcome.documents if each.kind == "media-extract"]  # type: ignore[union-attr]
    held = {item.resident for each in files for item in each.items}
    if not files or not {person.resident for person in people} <= held:
        raise Inconclusive(
            both("媒体に対象者の行がない。", "The extract has no rows of the people concerned.")
        )
    return files[0], kept


def judge_extract(scene: Scene, clause: str, found: list[str], kept: Invocation) -> None:
    """
    A file with the people in it was seen, and nothing was found in it.
    """
    scene.expect.observed(
        clause,
        not found,
        both("見いだされない", "nothing found"),
        both(found or "見いだされない", found or "nothing found"),
        [kept.ref],
    )


@then(
    "媒体の全ての文字を調べても{who:names}の個人番号は見いだされない",
    "a scan of the whole extract finds no Individual Number of {who:names}",
)
def scan_extract(scene: Scene, who: list[str]) -> None:
    """
    DEPT-009.1: text, items and name of the file.
    """
    people = cast_of(scene).all(who)
    file, kept = extract_of(scene, people)
    whole = (file.text, [(item.item, item.label, item.value) for item in file.items])
    found = [person.called for person in people if carries(whole, person.individual_number)]
    judge_extract(scene, "DEPT-009.1", found, kept)


@then(
    "{department:word}の業務へのD01の全ての文字を調べても{who:names}の個人番号は見いだされない",
    "a scan of all D01 to {department:word} finds no Individual Number of {who:names}",
)
def scan_changes(scene: Scene, department: str, who: list[str]) -> None:
    """
    DEPT-009.2: envelope and body of every D01 about the people concerned.
    """
    people = cast_of(scene).all(who)
    messages = changes_to(scene, department, people)
    found = [
        message.ref
        for message in messages
        if any(carries((message.envelope, message.body), number) for number in numbers(people))
    ]
    scene.expect.observed(
        "DEPT-009.2",
        not found,
        both(f"D01 {len(messages)}件に個人番号なし", f"{len(messages)} D01 without the number"),
        both(f"個人番号のあるD01 {len(found)}件", f"{len(found)} with the number"),
        refs(messages),
    )


def changes_to(scene: Scene, department: str, people: list[Character]) -> list[Message]:
    """
    D01 of the people to a department, also those that it refused: they were sent. Raises Inconclusive where one of
    them has none.
    """
    sent = ("accepted", "refused")
    each = [told_department(scene, "D01", person, DEPARTMENTS[department], sent) for person in people]
    if not all(each):
        raise Inconclusive(both(f"{department}へのD01がない。", f"There is no D01 to {department}."))
    return [message for messages in each for message in messages]


@then(
    "媒体にも{department:word}の業務への{who:names}のD01にも、個人番号の列又は項目がない",
    "neither the extract nor D01 of {who:names} to {department:word} has a column for the Individual Number",
)
def no_column(scene: Scene, department: str, who: list[str]) -> None:
    """
    DEPT-009.3: no item of that name or label in the file, no value in the field that D01 has for others.
    """
    people = cast_of(scene).all(who)
    messages = changes_to(scene, department, people)
    file, kept = extract_of(scene, people)
    columns = sorted(
        {item.item for item in file.items if "個人番号" in item.label or "individual" in item.item.lower()}
    )
    heading = "個人番号" in as_text(file.text) or "individual_number" in file.text.lower()
    filled = [message.ref for message in messages if message.body.get("individual_number") is not None]
    scene.expect.observed(
        "DEPT-009.3",
        not columns and not heading and not filled,
        both("列・項目なし", "no column, no field"),
        both(
            f"媒体{columns}、見出し{heading}、D01 {len(filled)}件",
            f"{columns}, heading {heading}, {len(filled)} D01",
        ),
        [kept.ref, *refs(messages)],
    )


@then(
    "媒体の隠れた列に{who:names}の個人番号がない",
    "no hidden column of the extract holds an Individual Number of {who:names}",
)
def no_hidden_column(scene: Scene, who: list[str]) -> None:
    """
    DEPT-009.4: what the text holds beyond the items that are shown.
    """
    people = cast_of(scene).all(who)
    file, kept = extract_of(scene, people)
    found = [person.called for person in people if carries(file.text, person.individual_number)]
    scene.expect.absent(
        "DEPT-009.4", not found, both("なし", "none"), both(found or "なし", found or "none"), [kept.ref]
    )


@then(
    "媒体のファイル名に{who:names}の個人番号がない",
    "the name of the extract's file holds no Individual Number of {who:names}",
)
def no_number_in_name(scene: Scene, who: list[str]) -> None:
    """
    DEPT-009.5. The file must have a name.
    """
    people = cast_of(scene).all(who)
    file, kept = extract_of(scene, people)
    if not file.file_name:
        raise Inconclusive(both("ファイル名が示されない。", "No name of the file is told."))
    name = file.file_name
    found = [each.called for each in people if carries(name, each.individual_number)]
    scene.expect.absent(
        "DEPT-009.5", not found, both("なし", "none"), both(found or "なし", found or "none"), [kept.ref]
    )


@then(
    "媒体の作成と連携の記録に{who:names}の個人番号が残らない",
    "the log of the extract and of the transfer holds no Individual Number of {who:names}",
)
def no_number_in_log(scene: Scene, who: list[str]) -> None:
    """
    DEPT-009.6: lines of the access log since the extract was asked for. There must be some.
    """
    people = cast_of(scene).all(who)
    kept = scene.ask(ReadAccessLog(after=scene.memory["log before"]))
    lines = getattr(kept.outcome, "lines", None) or []
    if not lines:
        raise Inconclusive(both("記録の行がない。", "The log has no lines."))
    text = [(line.function, line.result, line.printed, line.text, line.resident) for line in lines]
    found = [each.called for each in people if carries(text, each.individual_number)]
    scene.expect.absent(
        "DEPT-009.6", not found, both("なし", "none"), both(found or "なし", found or "none"), [kept.ref]
    )


@then(
    "媒体にも{department:word}の業務への{who:names}のD01にも、数字を置き換えただけの個人番号がない",
    "neither the extract nor D01 of {who:names} to {department:word} holds a merely substituted Individual Number",
)
def no_substitution(scene: Scene, department: str, who: list[str]) -> None:
    """
    DEPT-009.7: any one-to-one exchange of the digits, forwards or backwards.
    """
    people = cast_of(scene).all(who)
    messages = changes_to(scene, department, people)
    file, kept = extract_of(scene, people)
    whole = [
        (file.text, file.file_name, [item.value for item in file.items]),
        *[message.body for message in messages],
    ]
    found = [
        each.called for each in people if any(substituted(part, each.individual_number) for part in whole)
    ]
    scene.expect.absent(
        "DEPT-009.7", not found, both("なし", "none"), both(found or "なし", found or "none"), [kept.ref]
    )
