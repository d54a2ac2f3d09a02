"""
How long a card is good where more than age decides: status, period of stay, renewal, extension (CARD-013).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from harness.port.commands import Foreign
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.card_items import card_waits, changes_told, mismatches
from scenarios.steps.card_states_seen import card_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import resident_of
from scenarios.steps.foreign import card_number
from scenarios.steps.hand_over import hand_over
from scenarios.steps.interface_codes import agency_notice, send
from scenarios.steps.register import record_by_number, refs
from scenarios.wording import given, then, when

Class = Literal[
    "medium-to-long-term", "special-permanent", "temporary-refuge", "provisional-stay", "transitional"
]
KINDS: dict[str, tuple[Class, str | None]] = {
    "永住者": ("medium-to-long-term", "永住者"),
    "高度専門職2号": ("medium-to-long-term", "高度専門職2号"),
    "家族滞在": ("medium-to-long-term", "家族滞在"),
    "教授": ("medium-to-long-term", "教授"),
    "特別永住者": ("special-permanent", "特別永住者"),
    "一時庇護許可者": ("temporary-refuge", None),
    "仮滞在許可者": ("provisional-stay", None),
}
"""Class of 住基法30条の45 and status of residence, by the word of the text."""

NUMBERS = {
    "medium-to-long-term": "residence_card_number",
    "special-permanent": "special_permanent_certificate_number",
}
"""Which number a class has; the others have neither."""


def _stays(
    scene: Scene, character: Character, kind: str, until: str | None, period: str | None = None
) -> None:
    resident_class, status = KINDS[kind]
    numbers = {NUMBERS[each]: card_number(scene) for each in NUMBERS if each == resident_class}
    character.registered_domicile = character.registered_domicile_municipality = None
    character.head_of_family_register = None
    plain = Foreign(
        nationality="KOR", resident_class=resident_class, status_of_residence=status, period_of_stay=period
    )
    character.foreign = msgspec.structs.replace(plain, period_expires_on=until, **numbers)


@given(
    "{who:word}は在留期間の定めのない{kind:text}である",
    "{who:word} is a foreign resident of the kind {kind:text}, without a period of stay",
)
def stays_without_end(scene: Scene, who: str, kind: str) -> None:
    """
    番号カード省令27条1項: such cards follow the birthday alone.
    """
    _stays(scene, cast_of(scene)[who], kind, None)


@given(
    "{who:word}は在留期間又は許可の期間の満了の日を{end:date}とする{kind:text}である",
    "{who:word} is a foreign resident of the kind {kind:text}, with a stay or permission to {end:date}",
)
def stays_until(scene: Scene, who: str, end: date, kind: str) -> None:
    """
    番号カード省令27条1項: the end of the stay or of the permission counts.
    """
    _stays(scene, cast_of(scene)[who], kind, end.isoformat())


@given(
    "{who:word}は許可された期間を{period:text}とし{end:date}に満了する{kind:text}である",
    "{who:word} is a foreign resident of the kind {kind:text}, permitted for {period:text}, to {end:date}",
)
def permitted_for(scene: Scene, who: str, period: str, end: date, kind: str) -> None:
    """
    The period of the landing or of the provisional stay (住基法30条の45).
    """
    _stays(scene, cast_of(scene)[who], kind, end.isoformat(), period)


@given(
    "作成日{made:date}、有効期間の満了の日を{expires:date}とする{who:word}のカードが交付されている",
    "a card of {who:word}, made on {made:date} and good to {expires:date}, is handed over",
)
def card_held(scene: Scene, made: date, expires: date, who: str) -> None:
    """
    Both sides know it; the holder collected it in person.
    """
    card_waits(scene, made, expires, who)
    scene.accepted_or_inconclusive(scene.do(hand_over(scene, cast_of(scene)[who])))


@when(
    "出入国在留管理庁が{who:word}の在留期間の満了の日が{end:date}に改められた旨を通知する",
    "the Agency tells that the stay of {who:word} now ends on {end:date}",
)
def stay_extended(scene: Scene, who: str, end: date) -> None:
    """
    住基法30条の50 (I02): the permission to stay longer; all else as the record shows it.
    """
    character = cast_of(scene)[who]
    record, _ = record_by_number(scene, resident_of(character))
    shown = record and record.foreign
    told = {
        "nationality": getattr(shown, "nationality", None),
        "status_of_residence": getattr(shown, "status_of_residence", None),
        "period_expires_on": end.isoformat(),
    }
    send(scene, "I02", agency_notice(scene, character) | told)
    scene.settle()


@when(
    "出入国在留管理庁が{who:word}の氏名が{name:text}に改められた旨を通知する",
    "the Agency tells that {who:word} is now called {name:text}",
)
def name_changed(scene: Scene, who: str, name: str) -> None:
    """
    住基法30条の50 (I02): another name, all else as the record shows it.
    """
    character = cast_of(scene)[who]
    scene.know_person(name)
    scene.settle()
    send(scene, "I02", agency_notice(scene, character) | {"change": "name", "name": name})
    scene.settle()


@when(
    "出入国在留管理庁が{who:word}の在留資格が{status:text}に改められた旨を通知する",
    "the Agency tells that {who:word} now stays as {status:text}, without an end",
)
def status_changed(scene: Scene, who: str, status: str) -> None:
    """
    住基法30条の50 (I02): a status that has no period of stay.
    """
    character = cast_of(scene)[who]
    record, _ = record_by_number(scene, resident_of(character))
    told = {
        "nationality": getattr(record and record.foreign, "nationality", None),
        "status_of_residence": status,
        "period_of_stay": "無期限",
        "period_expires_on": None,
    }
    send(scene, "I02", agency_notice(scene, character) | told)
    scene.settle()


@then(
    "算定した日と異なる満了の日の示された{who:names}のカードについて、案件が起こされている",
    "a task is opened about the cards of {who:names}, whose last day is not the one to be reckoned",
)
def other_day_noticed(scene: Scene, who: list[str]) -> None:
    """
    CARD-013.1: the registry reckons for itself, so another day does not pass, be it only one too early.
    """
    for character in cast_of(scene).all(who):
        found, asked = mismatches(scene, character)
        same(scene, "CARD-013.1", True, bool(found), [asked.ref])


@then(
    "在留期間又は許可の期間を超えて有効な{who:names}のカードについて、案件が起こされている",
    "a task is opened about the cards of {who:names}, which are good beyond the stay or the permission",
)
def beyond_stay_noticed(scene: Scene, who: list[str]) -> None:
    """
    CARD-013.4: nobody asked for that under 番号カード省令27条2項.
    """
    for character in cast_of(scene).all(who):
        found, asked = mismatches(scene, character)
        same(scene, "CARD-013.4", True, bool(found), [asked.ref])


@then(
    "延長の申請がないまま、{who:names}のカードの有効期間の満了の日は{day:date}のままである",
    "as nobody asked for more, the cards of {who:names} are still good to {day:date} and no longer",
)
def not_lengthened(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-013.4: on both sides, after the record shows the longer stay.
    """
    for character in cast_of(scene).all(who):
        record, shown = record_by_number(scene, resident_of(character))
        stay = record and record.foreign and record.foreign.period_expires_on
        scene.expect.witness(str(stay) > day.isoformat())
        card, kept = card_of(scene, character)
        there = scene.state("card_management", "card", {"card_id": character.card_id})["card"]
        told = [
            each
            for each in changes_told(scene, character)
            if any(change["item"] == "expires_on" for change in each.body["changes"])
        ]
        expected = (day.isoformat(), day.isoformat(), 0)
        actual = (card and card.expires_on, there["expires_on"], len(told))
        unchanged(scene, "CARD-013.4", expected, actual, [kept.ref, shown.ref, *refs(told)])


@then(
    "延長の申請の後の{who:names}のカードの有効期間の満了の日は{day:date}であり、在留期間を超えない",
    "after the request the cards of {who:names} are good to {day:date}, no longer than the stay",
)
def lengthened_to_stay(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-013.4: the lawful neighbour, the request of 番号カード省令27条2項.
    """
    _lengthened(scene, "CARD-013.4", who, day)


@then(
    "延長の申請の後の{who:names}のカードの有効期間の満了の日は{day:date}であり、法令の定める誕生日を超えない",
    "after the request the cards of {who:names} are good to {day:date}, no longer than the birthday of the order",
)
def lengthened_to_birthday(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-013.5: the stay ends later than the birthday.
    """
    _lengthened(scene, "CARD-013.5", who, day)


def _lengthened(scene: Scene, clause: str, who: list[str], day: date) -> None:
    for character in cast_of(scene).all(who):
        card, kept = card_of(scene, character)
        found = scene.messages("K07", card_id=character.card_id)
        told = [
            change["after"]
            for message in found
            for change in message.body["changes"]
            if change["item"] == "expires_on"
        ]
        actual = (card and card.expires_on, told)
        same(scene, clause, (day.isoformat(), [day.isoformat()]), actual, [kept.ref, *refs(found)])
