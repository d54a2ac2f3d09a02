"""
Steps of former residents who return (REL-026).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from harness.port.commands import ApplyForSupport, DecideSupport
from harness.port.outcomes import Accepted
from harness.port.reads import ReadSupportMeasures
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import answer, identity_of, last, moving_in, recorded_elsewhere, resident_of
from scenarios.steps.moving_in import FROM_ABROAD, file
from scenarios.steps.register import notices, record_of, refs, updates
from scenarios.wording import given, then, when

MATCHES: dict[str, tuple[str, ...]] = {
    "個人番号": ("individual_number",),
    "住民票コード": ("resident_record_code",),
    "在留カードの番号": ("foreign",),
}


def first_number(scene: Scene, character: Character) -> str | None:
    """
    The local addressee number under which somebody was first told of.
    """
    code = character.resident_record_code
    found = scene.messages("A01", resident_record_code=code)
    return str(found[0].body["local_addressee_number"]) if found else None


@given(
    "{who:word}は{day:date}からの支援措置を受けている",
    "{who:word} is under a support measure from {day:date}",
)
def under_support(scene: Scene, who: str, day: date) -> None:
    """
    Applied for and decided.
    """
    character = cast_of(scene)[who]
    applied = scene.must(
        ApplyForSupport(
            counter=scene.counter(),
            identity=identity_of(character),
            resident=resident_of(character),
            applied_on=day.isoformat(),
            opinion="police",
        )
    )
    scene.must(
        DecideSupport(
            counter=scene.counter(),
            measure=str(applied.measure),
            decided_on=day.isoformat(),
            decision="confirm",
            starts_on=day.isoformat(),
        )
    )
    scene.memory["measures"] = [measure for measure, _ in _measures(scene, character)[0]]


@when(
    "{who:names}が{day:date}に{city:word}で記録される",
    "{who:names} are recorded in {city:word} on {day:date}, having left",
)
def recorded_after_leaving(scene: Scene, who: list[str], day: date, city: str) -> None:
    """
    What they bring when they return is the certificate of that place.
    """
    code, place = CITIES[city]
    characters = cast_of(scene).all(who)
    address = f"{place}本町一丁目1番1号"
    for character in characters:
        character.notes["number"] = character.resident or ""
        character.from_municipality, character.from_address = code, address
        scene.know_person(address)
    recorded_elsewhere(scene, characters, day, reason="11")


@when(
    "{who:word}の{item:text}を記した新規の者の国外からの転入が{notified:date}に届け出られる",
    "a moving in from abroad of a new person who gives {item:text} of {who:word} is filed on {notified:date}",
)
def file_as_new(scene: Scene, who: str, item: str, notified: date) -> None:
    """
    Said never to have been recorded here; but one number is that of a deleted record.
    """
    cast = cast_of(scene)
    character = cast[who]
    given_as: dict[str, Any] = {"resident_record_code": None, "individual_number": None}
    for name in MATCHES[item]:
        if name != "foreign":
            given_as[name] = getattr(character, name)
    persons = [character.person(**given_as)]
    command = moving_in(scene, cast, [character], notified, notified, persons=persons, **FROM_ABROAD)
    scene.memory["last"] = scene.do(command)


@when(
    "{who:word}と氏名、性別及び生年月日の同じ別人が{notified:date}に転入届を出す",
    "another person with the name, sex and date of birth of {who:word} files a moving in on {notified:date}",
)
def file_namesake(scene: Scene, who: str, notified: date) -> None:
    """
    With a certificate, a code and a number of their own.
    """
    cast = cast_of(scene)
    character = cast[who]
    other = msgspec.structs.replace(
        character.person(),
        ref="別人",
        resident_record_code=cast.resident_record_code(),
        individual_number=cast.individual_number(),
    )
    twin = Character(**{**vars(character), "resident_record_code": str(other.resident_record_code)})
    twin.individual_number = str(other.individual_number)
    recorded_elsewhere(scene, [twin], scene.today)
    file(scene, moving_in(scene, cast, [character], notified, notified, persons=[other]))


@then(
    "除票と番号の一致する{who:word}は新規の者として登録されていない",
    "{who:word}, whose number matches a deleted record, is not registered as a new person",
)
def not_new(scene: Scene, who: str) -> None:
    """
    REL-026.1: refused, or taken as the person who returns, under the former local addressee number.
    """
    former = resident_of(cast_of(scene)[who])
    outcome = answer(scene)
    fresh = [each.resident for each in outcome.residents] if isinstance(outcome, Accepted) else []
    unchanged(scene, "REL-026.1", [], [each for each in fresh if each != former], [last(scene).ref])


@then(
    "除票と氏名、性別及び生年月日の一致する者について注意が示される",
    "an alert is shown of the person whose name, sex and date of birth match a deleted record",
)
def similar_alerted(scene: Scene) -> None:
    """
    REL-026.2.
    """
    outcome = answer(scene)
    alerts = outcome.alerts if isinstance(outcome, Accepted) else []
    same(scene, "REL-026.2", True, "similar-person" in alerts, [last(scene).ref])


@then(
    "再び転入した{who:word}の宛名番号は以前と同じであり、現存区分は現存に戻っている",
    "the addressee change of {who:word}, who returned, bears the former number and the state current",
)
def same_number(scene: Scene, who: str) -> None:
    """
    REL-026.3.
    """
    character = cast_of(scene)[who]
    found = scene.messages("A01", resident_record_code=character.resident_record_code)
    actual = [(each.body["local_addressee_number"], each.body["state"]) for each in found[-1:]]
    same(scene, "REL-026.3", [(character.notes["number"], "current")], actual, refs(found))


@then(
    "再び転入した{who:word}についても、団体内統合宛名システムは宛名の異動を受け取る",
    "the integrated addressee system takes an addressee change of {who:word}, who returned, as of anybody who moves in",
)
def told_again(scene: Scene, who: str) -> None:
    """
    REL-001.6: what was told before the person had left is not about this moving in.
    """
    character = cast_of(scene)[who]
    found = scene.messages("A01", resident_record_code=character.resident_record_code)
    left = [n for n, each in enumerate(found) if each.body["state"] == "deleted"]
    later = found[left[-1] + 1 :] if left else []
    same(scene, "REL-001.6", True, bool(later), refs(later))


@then(
    "再び転入した{who:word}の住民票コードは以前と同じである",
    "the Resident Record Code of {who:word}, who returned, is the former one",
)
def same_code(scene: Scene, who: str) -> None:
    """
    REL-026.4.
    """
    character = cast_of(scene)[who]
    found = updates(scene, character, reason="11")
    codes = [each.body["resident_record_code"] for each in found]
    same(scene, "REL-026.4", [character.resident_record_code] * 2, codes, refs(found))


@then(
    "再び転入した{who:word}の住民となった年月日は{day:date}である",
    "{who:word}, who returned, became a resident on {day:date}",
)
def new_day(scene: Scene, who: str, day: date) -> None:
    """
    REL-026.5: on the record and on the wire.
    """
    character = cast_of(scene)[who]
    record, kept = record_of(scene, character)
    found = updates(scene, character, reason="11")[-1:]
    told = [each.body["became_resident_on"] for each in found]
    expected = (day.isoformat(), [day.isoformat()])
    same(scene, "REL-026.5", expected, (record and record.became_resident_on, told), [kept.ref, *refs(found)])


@then(
    "再び転入した{who:word}に二つ目の宛名番号は付されていない",
    "{who:word}, who returned, has no second local addressee number",
)
def no_second_number(scene: Scene, who: str) -> None:
    """
    REL-026.6.
    """
    character = cast_of(scene)[who]
    found = scene.messages("A01", resident_record_code=character.resident_record_code)
    numbers = {each.body["local_addressee_number"] for each in found}
    unchanged(scene, "REL-026.6", {character.notes["number"]}, numbers, refs(found))


@then(
    "再び転入した{who:word}に二つ目の団体内統合宛名番号は付されていない",
    "{who:word}, who returned, has no second integrated addressee number",
)
def no_second_integrated_number(scene: Scene, who: str) -> None:
    """
    REL-026.7: as the addressee system holds the person.
    """
    character = cast_of(scene)[who]
    record, kept = record_of(scene, character)
    numbers = set()
    for resident in {character.notes["number"], record.resident if record else ""} - {""}:
        shown = scene.state("addressee", "addressee", {"local_addressee_number": resident})
        numbers.add(shown["addressee_number"])
    unchanged(scene, "REL-026.7", 1, len(numbers), [kept.ref])


@then(
    "{city:word}は再び転入した{who:word}の転入通知を一度受け取る",
    "{city:word} takes one notice of the moving in of {who:word}, who returned",
)
def told_of_return(scene: Scene, city: str, who: str) -> None:
    """
    REL-003.1: caused by this notification; the notice of the first moving in is another.
    """
    trace = last(scene).request["counter"]["trace_id"]
    sent = notices(scene, cast_of(scene)[who], to=CITIES[city][0], outcomes=("accepted",))
    found = [each for each in sent if each.envelope.get("trace_id") == trace]
    same(scene, "REL-003.1", 1, len(found), refs(found))


@then(
    "再び転入した{who:word}の以前の支援措置の記録は失われていない",
    "the former support measure of {who:word}, who returned, is not lost",
)
def measure_kept(scene: Scene, who: str) -> None:
    """
    REL-026.8.
    """
    before = scene.memory["measures"]
    found, kept = _measures(scene, cast_of(scene)[who])
    unchanged(
        scene,
        "REL-026.8",
        (True, before),
        (bool(before), [each for each, _ in found if each in before]),
        [kept.ref],
    )


def _measures(scene: Scene, character: Character) -> tuple[list[tuple[str, str]], Invocation]:
    kept = scene.ask(ReadSupportMeasures(resident=resident_of(character)))
    measures = getattr(kept.outcome, "measures", None) or []
    return [(each.measure, each.state) for each in measures], kept
