"""
Steps of entries, corrections and deletions by authority (REL-023).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.port.commands import (
    Amendment,
    Counter,
    ExOfficioCorrection,
    ExOfficioDeletion,
    ExOfficioEntry,
    Ground,
)
from harness.port.outcomes import Accepted
from harness.port.reads import ReadDocuments
from harness.port.records import Change, ResidentRecord
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from harness.words.codes import NotificationKind, ReasonForChange
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import answer, last, remember, resident_of
from scenarios.steps.family_events import learn_code
from scenarios.steps.noted_updates import all_updates
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.wording import then, when

GROUNDS: dict[str, Ground] = {
    "他の機関": "other-organ",
    "誤記又は脱漏": "omission-or-error",
    "裁判": "court",
}
Notice = Literal["notice-to-person", "public-notice"]


def newest(scene: Scene, character: Character) -> tuple[ResidentRecord | None, Change | None, Invocation]:
    """
    The record, the last row of its history, and the read as evidence.
    """
    record, kept = record_by_number(scene, resident_of(character))
    rows = sorted(record.history, key=lambda row: row.sequence) if record else []
    return record, rows[-1] if rows else None, kept


def _notices(scene: Scene, character: Character) -> tuple[list[str], list[str]]:
    """
    Notices to a person that the register or the answer shows, by kind, and the evidence.
    """
    kept = scene.ask(ReadDocuments(resident=resident_of(character)))
    printed = list(getattr(kept.outcome, "documents", None) or [])
    outcome = answer(scene)
    all_now = outcome.documents if isinstance(outcome, Accepted) else []
    now = [document for document in all_now if document.addressed_to in (None, character.name)]
    numbers = {document.issue_number: document.kind for document in [*printed, *now]}
    kinds = sorted(kind for kind in numbers.values() if kind in ("notice-to-person", "public-notice"))
    return kinds, [kept.ref, last(scene).ref]


def _do(scene: Scene, command: ExOfficioEntry | ExOfficioDeletion | ExOfficioCorrection) -> None:
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


def _delete(scene: Scene, who: str, ground: Ground, occurred: date, decided: date, *, unknown: bool) -> None:
    _do(
        scene,
        ExOfficioDeletion(
            counter=scene.counter(),
            decided_on=decided.isoformat(),
            occurred_on=occurred.isoformat(),
            resident=resident_of(cast_of(scene)[who]),
            ground=ground,
            event="not-living-here",
            whereabouts_unknown=unknown,
        ),
    )


@when(
    "届出がされないため、{who:names}が{occurred:date}の異動として{decided:date}に職権で記載される",
    "as nobody files, {who:names} are entered ex officio on {decided:date} for a change of {occurred:date}",
)
def enter(scene: Scene, who: list[str], occurred: date, decided: date) -> None:
    """
    住基令12条1項.
    """
    _enter(scene, cast_of(scene).all(who), occurred, decided)


@when(
    "届出がされず住民票コードもない{who:word}が{occurred:date}の異動として{decided:date}に職権で記載される",
    "as nobody files, {who:word}, who has no code, is entered ex officio on {decided:date} for a change of"
    " {occurred:date}",
)
def enter_without_code(scene: Scene, who: str, occurred: date, decided: date) -> None:
    """
    住基法30条の3: a code is given with the entry. Which one, the register tells.
    """
    character = cast_of(scene)[who]
    _enter(scene, [character], occurred, decided, resident_record_code=None, individual_number=None)
    learn_code(scene, character)


def _enter(
    scene: Scene, characters: list[Character], occurred: date, decided: date, **of_person: None
) -> None:
    _do(
        scene,
        ExOfficioEntry(
            counter=scene.counter(),
            decided_on=decided.isoformat(),
            occurred_on=occurred.isoformat(),
            ground="failure-to-notify",
            persons=[each.person(**of_person) for each in characters],
            to_address=cast_of(scene).address(),
        ),
    )


@when(
    "届出がされず居所も明らかでないため、{who:word}が{occurred:date}の異動として{decided:date}に職権で消除される",
    "as nobody files and the whereabouts are unknown, {who:word} is deleted ex officio on {decided:date} for a change"
    " of {occurred:date}",
)
def delete_unknown(scene: Scene, who: str, occurred: date, decided: date) -> None:
    """
    住基令12条1項, 4項.
    """
    _delete(scene, who, "failure-to-notify", occurred, decided, unknown=True)


@when(
    "{ground:text}により、{who:word}が{occurred:date}の異動として{decided:date}に職権で消除される",
    "on the ground {ground:text} {who:word} is deleted ex officio on {decided:date} for a change of {occurred:date}",
)
def delete_on_ground(scene: Scene, ground: str, who: str, occurred: date, decided: date) -> None:
    """
    住基令12条2項, 3項.
    """
    _delete(scene, who, GROUNDS[ground], occurred, decided, unknown=False)


@when(
    "{who:word}の氏名の誤記が{day:date}に{name:text}と職権で修正される",
    "the name of {who:word}, written wrongly, is corrected ex officio to {name:text} on {day:date}",
)
def correct_name(scene: Scene, who: str, day: date, name: str) -> None:
    """
    住基令12条3項.
    """
    character = cast_of(scene)[who]
    scene.know_person(name)
    _correct(scene, character, day, "clerical-error", [Amendment("name", name)])
    character.name = name


@when(
    "届出がされず居所が明らかなため、{who:word}の住所が{day:date}に職権で修正される",
    "as nobody files, the address of {who:word} is corrected ex officio on {day:date}",
)
def correct_address(scene: Scene, who: str, day: date) -> None:
    """
    住基令12条1項: the place of the person is known.
    """
    _correct_address(scene, who, day, unknown=False)


@when(
    "届出がされず居所が明らかでないため、{who:word}の住所が{day:date}に職権で修正される",
    "as nobody files and the whereabouts are unknown, the address of {who:word} is corrected ex officio on"
    " {day:date}",
)
def correct_address_unknown(scene: Scene, who: str, day: date) -> None:
    """
    住基令12条4項.
    """
    _correct_address(scene, who, day, unknown=True)


@then(
    "{who:word}の職権による異動の異動届出区分は{kind:text}、異動事由は{reason:text}である",
    "the ex officio change of {who:word} is of the kind {kind:text}, with the reason {reason:text}",
)
def kind_and_reason(scene: Scene, who: str, kind: str, reason: str) -> None:
    """
    REL-023.1.
    """
    _, row, kept = newest(scene, cast_of(scene)[who])
    expected = (NotificationKind.parse(kind).code, ReasonForChange.parse(reason).code)
    same(scene, "REL-023.1", expected, row and (row.kind, row.reason), [kept.ref])


@then(
    "{who:names}の住民票の世帯主の氏名は{name:text}である",
    "the records of {who:names} name {name:text} as householder",
)
def householder_name(scene: Scene, who: list[str], name: str) -> None:
    """
    REL-023.2.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        same(scene, "REL-023.2", name, record and record.householder_name, [kept.ref])


@then("{who:names}本人への通知をしたことが記録されている", "a notice to {who:names} is recorded")
def notice_recorded(scene: Scene, who: list[str]) -> None:
    """
    REL-023.3: to each person.
    """
    for character in cast_of(scene).all(who):
        kinds, evidence = _notices(scene, character)
        same(scene, "REL-023.3", ["notice-to-person"], kinds, evidence)


@then(
    "{who:word}への通知に代わる公示をしたことが記録されている",
    "a public notice in place of one to {who:word} is recorded",
)
def public_notice_recorded(scene: Scene, who: str) -> None:
    """
    REL-023.3: where the whereabouts are unknown (住基令12条4項).
    """
    kinds, evidence = _notices(scene, cast_of(scene)[who])
    same(scene, "REL-023.3", ["public-notice"], kinds, evidence)


@then(
    "{who:word}本人への通知がなくても処理は完了している",
    "the act is complete although {who:word} was told nothing",
)
def complete_without_notice(scene: Scene, who: str) -> None:
    """
    REL-023.4: whether a notice is given all the same is left to the municipality.
    """
    record, row, kept = newest(scene, cast_of(scene)[who])
    sent = updates(scene, cast_of(scene)[who], record_status="deleted")
    actual = (record is not None and record.state, row is not None, len(sent))
    same(scene, "REL-023.4", ("deleted", True, 1), actual, [kept.ref, *refs(sent)])


@then(
    "{who:word}本人への通知がなくても記載は完了している",
    "the entry is complete although {who:word} was told nothing",
)
def entered_without_notice(scene: Scene, who: str) -> None:
    """
    REL-023.4, of an entry.
    """
    record, row, kept = newest(scene, cast_of(scene)[who])
    sent = updates(scene, cast_of(scene)[who], record_status="current")
    actual = (record is not None and record.state, row is not None, len(sent))
    same(scene, "REL-023.4", ("current", True, 1), actual, [kept.ref, *refs(sent)])


@then(
    "市町村CSは{who:word}について{reason:text}の本人確認情報を受け取る",
    "the municipal communication server takes an update of {who:word} with the reason {reason:text}",
)
def update_taken(scene: Scene, who: str, reason: str) -> None:
    """
    REL-023.5: as the last one.
    """
    found = updates(scene, cast_of(scene)[who])[-1:]
    code = ReasonForChange.parse(reason).code
    same(scene, "REL-023.5", [code], [each.body["reason"] for each in found], refs(found))


@then(
    "職権による{who:word}の異動に届出人は記録されていない",
    "no filer is recorded for the ex officio entry of {who:word}",
)
def no_filer(scene: Scene, who: str) -> None:
    """
    REL-023.6: nobody filed.
    """
    record, _, kept = newest(scene, cast_of(scene)[who])
    shown = record.filed_by if record else "no record"
    unchanged(scene, "REL-023.6", None, shown, [kept.ref])


@then(
    "職権による{who:word}の修正に届出人は用いられていない",
    "no filer is used for the ex officio correction of {who:word}",
)
def filer_of_before(scene: Scene, who: str) -> None:
    """
    REL-023.6: neither the row nor the update shows a notification.
    """
    _, row, kept = newest(scene, cast_of(scene)[who])
    actual = row and (row.kind != NotificationKind.parse("届出").code, row.notified_on)
    unchanged(scene, "REL-023.6", (True, None), actual, [kept.ref])


@then(
    "職権による{who:word}の異動に実在しない届出の日は記録されていない",
    "no day of notification that never was is recorded for the ex officio change of {who:word}",
)
def no_fake_day(scene: Scene, who: str) -> None:
    """
    REL-023.7: none in the history; what is sent may repeat the day of an earlier notification that was real.
    """
    character = cast_of(scene)[who]
    _, row, kept = newest(scene, character)
    every = all_updates(scene, character)
    sent = [each for each in every if row and each.body["reason"] == row.reason]
    real = {None, *(each.body["notified_on"] for each in every[:1] if each not in sent)}
    invented = {each.body["notified_on"] for each in sent} - real
    shown = row.notified_on if row else "no row"
    unchanged(scene, "REL-023.7", (None, set()), (shown, invented), [kept.ref, *refs(sent)])


@then(
    "職権により記載された{who:names}の住民票に届出の日は記載されていない",
    "the records of {who:names}, entered ex officio, show no day of notification",
)
def no_day_on_record(scene: Scene, who: list[str]) -> None:
    """
    REL-023.7: the record itself, not only the row of its history.
    """
    for character in cast_of(scene).all(who):
        record, _, kept = newest(scene, character)
        shown = record.notified_on if record else "no record"
        unchanged(scene, "REL-023.7", None, shown, [kept.ref])


def _correct(
    scene: Scene,
    character: Character,
    day: date,
    cause: Literal["clerical-error", "failure-to-notify"],
    amendments: list[Amendment],
    *,
    unknown: bool = False,
) -> None:
    counter: Counter = scene.counter()
    _do(
        scene,
        ExOfficioCorrection(
            counter=counter,
            resident=resident_of(character),
            changed_on=day.isoformat(),
            cause=cause,
            amendments=amendments,
            whereabouts_unknown=unknown,
        ),
    )


def _correct_address(scene: Scene, who: str, day: date, *, unknown: bool) -> None:
    cast = cast_of(scene)
    new = cast.address("新倉1丁目1番1号")
    amendments = [
        Amendment("address", new.address),
        Amendment("building", new.building),
        Amendment("settled_on", day.isoformat()),
    ]
    _correct(scene, cast[who], day, "failure-to-notify", amendments, unknown=unknown)
