"""
What the Agency refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from fakes._core.clock import known_day
from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.immigration.model import State
from fakes.immigration.wire import MunicipalNotice, PlaceOfResidence
from harness.words.letters import half_width_digits
from harness.words.terms import IndividualNumber, ResidenceCardNumber, ResidentRecordCode

RULES: RuleBook[State] = RuleBook()
_DIGITS = re.compile(r"[0-9]+")
_JOINTS = re.compile(r"(?<=[0-9])[\s\u3000.\-‐－ー](?=[0-9])")
CHANGES_OF_PLACE = ("22", "23")

Notice = Received[MunicipalNotice]
Place = Received[PlaceOfResidence]


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts(part, f"{path}[{place}]")
    elif isinstance(value, str):
        yield path, value


def holds_number(text: str, *, joined: bool) -> bool:
    """
    Whether the text holds digits that are an Individual Number or a Resident Record Code by their check digits.

    Full-width digits count, and with ``joined`` digits split by hyphens or spaces; digits inside a longer run do not.
    """
    plain = half_width_digits(text)
    candidates = _DIGITS.findall(plain) + (_DIGITS.findall(_JOINTS.sub("", plain)) if joined else [])
    return any(IndividualNumber.is_valid(run) or ResidentRecordCode.is_valid(run) for run in candidates)


@RULES.rule(
    "IM-01",
    messages=("I01", "I03"),
    ja="個人番号及び住民票コードを含まない",
    en="No Individual Number and no Resident Record Code, anywhere in the text",
    source="入管法施行令24条2項（列挙の外）; 番号法19条",
    status="own",
)
def no_number_anywhere(_state: State, received: Notice | Place) -> None:
    """
    Searched by shape and check digit in every text of the message.
    """
    for path, text in _texts(msgspec.to_builtins(received.body), ""):
        # A reference may be a date and a running number with hyphens between: joined, they would look like a number.
        if holds_number(text, joined=path != "reference"):
            raise RuleBroken(path, "The text holds a number that is not for the Agency.")


@RULES.rule(
    "IM-02",
    messages=("I01", "I03"),
    ja="通知は一つの事由につき一度",
    en="An event is told once",
    source="入管法61条の7の2",
)
def event_is_told_once(state: State, received: Notice | Place) -> None:
    """
    Every notice has a reference of its own; sending again what was taken is a repetition, not a second notice.
    """
    if received.body.reference in state.references:
        raise RuleBroken("reference", "The reference was used before.")


@RULES.rule(
    "IM-03",
    messages=("I01", "I03"),
    ja="国籍・地域が示され、日本の国民でない",
    en="A nationality or region is given, and it is not Japan",
    source="住基法30条の45; 入管法61条の7の2",
)
def person_is_foreign(_state: State, received: Notice | Place) -> None:
    """
    Japanese nationals are none of the Agency's business.
    """
    if received.body.nationality.strip().upper() in ("", "日本", "日本国", "JP", "JPN", "JAPAN"):
        raise RuleBroken("nationality", "No foreign nationality is given.")


@RULES.rule(
    "IM-04",
    messages=("I01",),
    ja="中長期在留者には在留カードの番号がある",
    en="A medium-to-long-term resident has a residence card number",
    source="入管法施行令24条2項3号",
)
def card_number_stands(_state: State, received: Notice) -> None:
    """
    Of the form two letters, eight digits, two letters.
    """
    body = received.body
    if body.resident_class == "medium-to-long-term" and not ResidenceCardNumber.is_valid(
        body.residence_card_number
    ):
        raise RuleBroken("residence_card_number", "This is no residence card number.")


@RULES.rule(
    "IM-05",
    messages=("I01",),
    ja="特別永住者には特別永住者証明書の番号がある",
    en="A special permanent resident has a certificate number",
    source="入管法施行令24条2項4号",
)
def certificate_number_stands(_state: State, received: Notice) -> None:
    """
    Of the same form as a residence card number.
    """
    body = received.body
    number = body.special_permanent_certificate_number
    if body.resident_class == "special-permanent" and not ResidenceCardNumber.is_valid(number):
        raise RuleBroken("special_permanent_certificate_number", "This is no certificate number.")


@RULES.rule(
    "IM-06",
    messages=("I01",),
    ja="番号は在留区分に合うものだけ",
    en="Only the number that belongs to the class of resident is given",
    source="入管法施行令24条2項3号・4号",
)
def only_the_class_number(_state: State, received: Notice) -> None:
    """
    A special permanent resident has no residence card, and the other way round.
    """
    body = received.body
    if body.resident_class != "medium-to-long-term" and body.residence_card_number is not None:
        raise RuleBroken("residence_card_number", "This class of resident has no residence card.")
    if body.resident_class != "special-permanent" and body.special_permanent_certificate_number is not None:
        raise RuleBroken("special_permanent_certificate_number", "This class of resident has no certificate.")


@RULES.rule(
    "IM-07",
    messages=("I01",),
    ja="修正には修正した事項（1号から4号まで）があり、他の通知にはない",
    en="A correction says which of items 1 to 4 were corrected; other notices say nothing of it",
    source="入管法施行令24条1項, 2項6号",
)
def corrected_items_fit(_state: State, received: Notice) -> None:
    """
    A correction of anything else is not told to the Agency.
    """
    body = received.body
    if (body.act == "correction") != bool(body.corrected_items):
        raise RuleBroken("corrected_items", "A correction names items, and only a correction does.")


@RULES.rule(
    "IM-08",
    messages=("I01",),
    ja="修正した事項は重ならない",
    en="No corrected item is named twice",
    source="入管法施行令24条2項6号",
    status="own",
)
def corrected_items_are_single(_state: State, received: Notice) -> None:
    """
    A list of items is a set.
    """
    items = received.body.corrected_items
    if len(set(items)) < len(items):
        raise RuleBroken("corrected_items", "An item is named twice.")


@RULES.rule(
    "IM-09",
    messages=("I01",),
    ja="住所の修正には修正前の住所があり、他の通知にはない",
    en="A correction of the address says the former one, and no other notice does",
    source="入管法施行令24条2項6号",
)
def former_address_fits(_state: State, received: Notice) -> None:
    """
    The former address differs from the new one.
    """
    body = received.body
    moved = "address" in body.corrected_items
    if moved != bool(body.former_address) or (moved and body.former_address == body.address):
        raise RuleBroken("former_address", "The former address is missing, the same, or not called for.")


@RULES.rule(
    "IM-10",
    messages=("I01",),
    ja="届出による通知には条名と届出日があり、職権によるものにはない",
    en="A notice after a notification gives article and date; one ex officio does not",
    source="入管法施行令24条2項7号・8号",
)
def notification_or_ex_officio(_state: State, received: Notice) -> None:
    """
    It is either the one or the other.
    """
    body = received.body
    if (body.notification_article is None) != (body.notified_on is None):
        raise RuleBroken("notified_on", "Article and date of a notification belong together.")
    if body.ex_officio != (body.notification_article is None):
        raise RuleBroken("ex_officio", "It was either notified or done ex officio.")


@RULES.rule(
    "IM-11",
    messages=("I01",),
    ja="転出届（24条）による通知には転出予定年月日があり、他の通知にはない",
    en="A notice after a notification of moving out gives the planned date, and no other does",
    source="入管法施行令24条2項7号",
)
def planned_date_fits(_state: State, received: Notice) -> None:
    """
    Article 24 has a planned date of moving out.
    """
    body = received.body
    if (body.notification_article == "24") != (body.planned_moving_out_on is not None):
        raise RuleBroken("planned_moving_out_on", "The planned date is missing, or not called for.")


@RULES.rule(
    "IM-12",
    messages=("I01",),
    ja="転出による消除の通知は転出予定日にする",
    en="A deletion by moving out is told from the planned date on, not before",
    source="入管法施行令24条1項; 住基令13条1項",
)
def moving_out_is_not_told_ahead(_state: State, received: Notice) -> None:
    """
    Nobody is deleted before the planned date.
    """
    planned = known_day(received.body.planned_moving_out_on)
    if planned is not None and planned > received.today:
        raise RuleBroken("planned_moving_out_on", "The planned date has not come.")


@RULES.rule(
    "IM-13",
    messages=("I01",),
    ja="条名は記載・消除・修正の別に合う（22条・30条の46は記載、24条は消除、23条は修正）",
    en="The article fits the act: 22 and 30-46 entry, 24 deletion, 23 correction",
    source="住基法22条〜24条, 30条の46, 30条の47",
)
def article_fits_act(_state: State, received: Notice) -> None:
    """
    Article 30-47 is about a person who is on the register already, or enters it.
    """
    body = received.body
    acts = {"22": ("entry",), "30-46": ("entry",), "24": ("deletion",), "23": ("correction",)}
    article = body.notification_article
    if article is not None and body.act not in acts.get(article, (body.act,)):
        raise RuleBroken("notification_article", "The article does not fit the act.")


@RULES.rule(
    "IM-14",
    messages=("I01",),
    ja="職権による通知には記載等の日又は事由発生の日がある",
    en="A notice of an act ex officio gives its date or that of the event",
    source="入管法施行令24条2項8号",
)
def ex_officio_has_a_date(_state: State, received: Notice) -> None:
    """
    A part of the date may be unknown.
    """
    if received.body.ex_officio and received.body.event_on is None:
        raise RuleBroken("event_on", "The date is missing.")


@RULES.rule(
    "IM-15",
    messages=("I01", "I03"),
    ja="届出日は未来の日でない",
    en="The date of the notification is not in the future",
    source="入管法施行令24条2項7号; 入管法施行令2条",
)
def notified_in_the_past(_state: State, received: Notice | Place) -> None:
    """
    What is told has happened.
    """
    notified = known_day(received.body.notified_on)
    if notified is not None and notified > received.today:
        raise RuleBroken("notified_on", "The day lies in the future.")


@RULES.rule(
    "IM-20",
    messages=("I03",),
    ja="住居地届出の伝達には在留カード等の番号がある",
    en="A place of residence is told with the number of the card that was presented",
    source="入管法19条の7第3項, 入管法施行令2条",
)
def presented_card_is_named(_state: State, received: Place) -> None:
    """
    Without the card the filing does not count as the notification of the place of residence.
    """
    if not ResidenceCardNumber.is_valid(received.body.residence_card_number):
        raise RuleBroken("residence_card_number", "This is no residence card number.")


@RULES.rule(
    "IM-21",
    messages=("I03",),
    ja="住居地の変更には移転日と変更前の住居地があり、新規にはない",
    en="A change of the place of residence gives the day of the move and the former place",
    source="入管法施行令2条5号・6号",
)
def move_gives_former_place(_state: State, received: Place) -> None:
    """
    The two go together; a moving in (22条) and a change of address (23条) always have them.
    """
    body = received.body
    if (body.moved_on is None) != (not body.former_address) or (
        body.article in CHANGES_OF_PLACE and body.moved_on is None
    ):
        raise RuleBroken("former_address", "Day of the move and former place belong together.")


@RULES.rule(
    "IM-22",
    messages=("I03",),
    ja="住居地を定めた日は届出日以前",
    en="The place was settled on or before the day of the notification",
    source="入管法19条の7第1項",
)
def settled_before_notified(_state: State, received: Place) -> None:
    """
    A place is notified after it was settled.
    """
    settled, notified = known_day(received.body.settled_on), known_day(received.body.notified_on)
    if settled is not None and notified is not None and settled > notified:
        raise RuleBroken("settled_on", "The day is after the notification.")
