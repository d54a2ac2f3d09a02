"""
Steps of entries, births and corrections by authority of people who are known, or said to be, under a code or a number.
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import Amendment, EntryByBirth, ExOfficioCorrection, ExOfficioEntry, Person
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import unchanged
from scenarios.steps.counter import answer, last, remember, resident_of
from scenarios.steps.register import offered_updates, record_by_number, refs
from scenarios.wording import then, when

MARKS = {"住民票コード": "resident_record_code", "個人番号": "individual_number"}


def _enter(
    scene: Scene, persons: list[Person], occurred: date, decided: date, household: str | None = None
) -> Invocation:
    return scene.do(
        ExOfficioEntry(
            counter=scene.counter(),
            decided_on=decided.isoformat(),
            occurred_on=occurred.isoformat(),
            ground="failure-to-notify",
            persons=persons,
            to_address=cast_of(scene).address(),
            household=household,
        )
    )


@when(
    "届出がされず住民票コードの分からない{who:names}が{occurred:date}の異動として{decided:date}に職権で記載される",
    "as nobody files, {who:names}, whose codes are not known, are entered ex officio on {decided:date} for a change of"
    " {occurred:date}",
)
def enter_uncoded(scene: Scene, who: list[str], occurred: date, decided: date) -> None:
    """
    住基令30条の2: by the Individual Number the network finds them.
    """
    cast = cast_of(scene)
    persons = [each.person(resident_record_code=None) for each in cast.all(who)]
    kept = _enter(scene, persons, occurred, decided)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "住民票コードの分からない{who:word}の{occurred:date}の異動による職権記載が{decided:date}に試みられる",
    "it is tried on {decided:date} to enter {who:word}, whose code is not known, ex officio for a change of"
    " {occurred:date}",
)
def try_uncoded(scene: Scene, who: str, occurred: date, decided: date) -> None:
    """
    By the number it may turn out that this is a resident.
    """
    cast = cast_of(scene)
    kept = _enter(scene, [cast[who].person(resident_record_code=None)], occurred, decided)
    scene.memory["last"] = kept


@then(
    "その職権記載は既に住民である者についてのものとして断られる",
    "the entry ex officio is refused, being about somebody who is a resident already",
)
def resident_already(scene: Scene) -> None:
    """
    JUKI-001.7.
    """
    scene.expect.refused("JUKI-001.7", answer(scene), ["duplicate-person"], [last(scene).ref])


@when(
    "{who:word}を{host:word}の世帯の{relationship:text}とする{occurred:date}の異動による職権記載が{decided:date}に試みられる",
    "it is tried on {decided:date} to enter {who:word} ex officio as {relationship:text} in the household of"
    " {host:word}, for a change of {occurred:date}",
)
def try_into_household(
    scene: Scene, who: str, host: str, relationship: str, occurred: date, decided: date
) -> None:
    """
    住基令12条1項, into a household that stands.
    """
    cast = cast_of(scene)
    person = cast[who].person(relationship=relationship)
    kept = _enter(scene, [person], occurred, decided, str(cast[host].household))
    remember(scene, cast, kept)


@when(
    "{who:word}の届出の年月日を{day:date}とする職権修正が{on:date}に試みられる",
    "it is tried on {on:date} to correct the day of notification of {who:word} to {day:date}",
)
def try_to_date(scene: Scene, who: str, day: date, on: date) -> None:
    """
    A day of notification where nobody notified.
    """
    character = cast_of(scene)[who]
    scene.memory["last"] = scene.do(
        ExOfficioCorrection(
            counter=scene.counter(),
            resident=resident_of(character),
            changed_on=on.isoformat(),
            cause="clerical-error",
            amendments=[Amendment("notified_on", day.isoformat())],
        )
    )


@when(
    "{child:word}の{born:date}の出生届が、{parent:word}の世帯に{other:word}の{mark:text}を記して試みられる",
    "it is tried to notify the birth of {child:word} on {born:date} into the household of {parent:word}, with"
    " {mark:text} of {other:word}",
)
def try_birth(scene: Scene, child: str, born: date, parent: str, other: str, mark: str) -> None:
    """
    A child has neither code nor number before they are given.
    """
    cast = cast_of(scene)
    cast[child].born_on = born.isoformat()
    scene.know_person(cast[child].born_on)
    stated = {"resident_record_code": None, "individual_number": None}
    person = cast[child].person(**{**stated, MARKS[mark]: getattr(cast[other], MARKS[mark])})
    kept = scene.do(
        EntryByBirth(scene.counter(), scene.today.isoformat(), str(cast[parent].household), person)
    )
    remember(scene, cast, kept)


@then(
    "{child:word}は{other:word}の住民票コードで記載されていない",
    "{child:word} is not entered under the code of {other:word}",
)
def not_under_code(scene: Scene, child: str, other: str) -> None:
    """
    REL-017.11: refused, or under a code of its own.
    """
    cast = cast_of(scene)
    code = cast[other].resident_record_code
    sent = [each for each in offered_updates(scene, cast[other]) if each.body["reason"] == "13"]
    resident = cast[child].resident
    record, kept = record_by_number(scene, resident) if resident else (None, last(scene))
    actual = (len(sent), record is not None and record.resident_record_code == code)
    unchanged(scene, "REL-017.11", (0, False), actual, [kept.ref, *refs(sent)])


@then(
    "{child:word}の住民票に{other:word}の個人番号は記載されていない",
    "the Individual Number of {other:word} is not on the record of {child:word}",
)
def not_under_number(scene: Scene, child: str, other: str) -> None:
    """
    REL-017.12: refused, or left for the organisation to say.
    """
    cast = cast_of(scene)
    number, resident = cast[other].individual_number, cast[child].resident
    record, kept = record_by_number(scene, resident) if resident else (None, last(scene))
    sent = [each for each in scene.messages("J01", reason="13") if each.body["individual_number"] == number]
    actual = (len(sent), record is not None and record.individual_number == number)
    unchanged(scene, "REL-017.12", (0, False), actual, [kept.ref, *refs(sent)])
