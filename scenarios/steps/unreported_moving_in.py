"""
Steps of moving in after a place where nothing was filed (REL-014).
"""

from __future__ import annotations

from datetime import date

from harness.running.scene import Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import moving_in
from scenarios.steps.moving_in import file
from scenarios.steps.register import notices, record_of, refs
from scenarios.wording import then, when

PLACE = "本町二丁目2番2号"
MARK = "（未届）"


def unreported(city: str) -> str:
    """
    Where the person lived in between.
    """
    return f"{CITIES[city][1]}{PLACE}"


@when(
    "{who:names}が{city:word}での未届の居住の後に{moved:date}に転入し、転出証明書を添えて{notified:date}に転入届を出す",
    "{who:names}, after living unrecorded in {city:word}, move in on {moved:date} and file with the certificate on"
    " {notified:date}",
)
def file_after_unreported(scene: Scene, who: list[str], city: str, moved: date, notified: date) -> None:
    """
    The certificate is of the place that holds the record.
    """
    cast = cast_of(scene)
    scene.know_person(unreported(city), f"{unreported(city)}{MARK}")
    command = moving_in(
        scene,
        cast,
        cast.all(who),
        moved,
        notified,
        unreported_municipality=CITIES[city][0],
        unreported_address=unreported(city),
    )
    file(scene, command)


@then(
    "最後に住民票に記録されていた{city:word}は{who:names}の転入通知を受け取る",
    "{city:word}, which recorded {who:names} last, takes the notice of moving in",
)
def last_recorded_told(scene: Scene, city: str, who: list[str]) -> None:
    """
    REL-014.1.
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character, to=CITIES[city][0], outcomes=("accepted",))
        same(scene, "REL-014.1", 1, len(found), refs(found))


@then(
    "設定で認めていないので、未届地の{city:word}に{who:names}の追加の転入通知は送られていない",
    "as the setting does not allow it, {city:word} is sent no further notice of {who:names}",
)
def no_further_notice(scene: Scene, city: str, who: list[str]) -> None:
    """
    REL-014.2: the default of our own setting.
    """
    for character in cast_of(scene).all(who):
        none_sent(scene, "REL-014.2", notices(scene, character, to=CITIES[city][0]))


@then(
    "{who:names}の転入前の住所には{city:word}の住所が未届である旨とともに示されている",
    "the previous address of {who:names} is that in {city:word}, marked as unreported",
)
def marked_address(scene: Scene, who: list[str], city: str) -> None:
    """
    REL-014.3.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        same(scene, "REL-014.3", f"{unreported(city)}{MARK}", record and record.previous_address, [kept.ref])


@then(
    "{who:names}の最終登録住所地は住民票の記載事項とは別に残っている",
    "the last recorded address of {who:names} is kept beside the items of the record",
)
def last_recorded_kept(scene: Scene, who: list[str]) -> None:
    """
    REL-014.4.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        expected = (character.from_municipality, character.from_address)
        actual = record and (record.previous_municipality, record.last_recorded_address)
        same(scene, "REL-014.4", expected, actual, [kept.ref])


@then(
    "{who:names}の転入通知は未届地の{city:word}だけに送られてはいない",
    "the notice of {who:names} does not go to {city:word} alone",
)
def not_there_alone(scene: Scene, who: list[str], city: str) -> None:
    """
    REL-014.5.
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character)
        unchanged(scene, "REL-014.5", False, _only_to(found, CITIES[city][0]), refs(found))


@then(
    "{who:names}の最終登録住所地も未届地の{city:word}も失われていない",
    "neither the last recorded address of {who:names} nor the place in {city:word} is lost",
)
def nothing_lost(scene: Scene, who: list[str], city: str) -> None:
    """
    REL-014.6.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        unchanged(scene, "REL-014.6", _both_places(character, city), _shown(record), [kept.ref])


def _both_places(character: Character, city: str) -> tuple[str | None, ...]:
    return (character.from_municipality, character.from_address, CITIES[city][0], unreported(city))


def _shown(record: object) -> tuple[object, ...]:
    names = (
        "previous_municipality",
        "last_recorded_address",
        "unreported_municipality",
        "unreported_address",
    )
    return tuple(getattr(record, name, None) for name in names)


def _only_to(found: list[Message], code: str) -> bool:
    return bool(found) and {message.envelope.get("receiver") for message in found} == {code}
