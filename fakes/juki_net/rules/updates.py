"""
What the network refuses in an update of identification information (J01).
"""

from __future__ import annotations

from fakes._core.clock import known_day
from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.juki_net.model.network import CORRECTION, DELETION, ENTRY, State, held_before, kind_of
from fakes.juki_net.wire import IdentificationUpdate
from harness.words.terms import IndividualNumber, ResidentRecordCode

Update = Received[IdentificationUpdate]
UPDATES: RuleBook[State] = RuleBook()
MOVES_OUT = ("21", "22")


@UPDATES.rule(
    "JN-01",
    messages=("J01",),
    ja="住民票コードの検査数字が正しい",
    en="The Resident Record Code has the right check digit",
    source="住基規則1条",
    status="unverified",
)
def code_is_valid(_state: State, received: Update) -> None:
    """
    The formula is in a notice whose text was not found; so the rule can be switched off.
    """
    if not ResidentRecordCode.is_valid(received.body.resident_record_code):
        raise RuleBroken("resident_record_code", "This is not a Resident Record Code.")


@UPDATES.rule(
    "JN-02",
    messages=("J01",),
    ja="個人番号の検査用数字が正しい",
    en="The Individual Number has the right check digit",
    source="番号令6条",
)
def number_is_valid(_state: State, received: Update) -> None:
    """
    Where there is a number it can be one.
    """
    number = received.body.individual_number
    if number is not None and not IndividualNumber.is_valid(number):
        raise RuleBroken("individual_number", "This is not an Individual Number.")


@UPDATES.rule(
    "JN-03",
    messages=("J01",),
    ja="市町村コードは通知する市町村のもの",
    en="The municipality is the one that sends the update",
    source="住基法30条の6第1項",
)
def municipality_is_the_sender(state: State, received: Update) -> None:
    """
    A mayor notifies of the municipality's own records.
    """
    if received.body.municipality != state.municipality:
        raise RuleBroken("municipality", "This is not the sender's code.")


@UPDATES.rule(
    "JN-04",
    messages=("J01",),
    ja="記載の住民票コードは、当該市町村に指定されたもの又は他で記載されていたもの",
    en="The code of an entry was assigned to the municipality or stood on a record before",
    source="住基法30条の2, 30条の3",
)
def code_comes_from_the_stock(state: State, received: Update) -> None:
    """
    A code from outside the stock belongs to nobody, or to somebody else.
    """
    code = received.body.resident_record_code
    if kind_of(received.body) == ENTRY and code not in state.assigned and not state.is_known(code):
        raise RuleBroken("resident_record_code", "The code was never assigned here and stands on no record.")


@UPDATES.rule(
    "JN-05",
    messages=("J01",),
    ja="一つの住民票コードに現存する記載は一つ",
    en="One code stands on one current record",
    source="住基法30条の3",
)
def entry_is_single(state: State, received: Update) -> None:
    """
    A second entry for a record that stands is refused.
    """
    record = held_before(state, received.body)
    if kind_of(received.body) == ENTRY and record is not None and record.stands:
        raise RuleBroken("resident_record_code", "A current record stands under this code.")


@UPDATES.rule(
    "JN-06",
    messages=("J01",),
    ja="修正又は消除は現存する記載に対してする",
    en="What is corrected or deleted stands on a current record",
    source="住基法30条の6第1項",
)
def change_has_a_record(state: State, received: Update) -> None:
    """
    A correction or deletion of what the network does not hold as current is refused.
    """
    record = held_before(state, received.body)
    if kind_of(received.body) in (CORRECTION, DELETION) and (record is None or not record.stands):
        raise RuleBroken("resident_record_code", "No current record stands under this code.")


@UPDATES.rule(
    "JN-07",
    messages=("J01",),
    ja="更新順番号は同一人について1から欠けることなく続く",
    en="The update sequence of a person counts from 1 without a gap, across deletion and re-entry",
    source="本人確認情報-29",
    status="own",
)
def sequence_is_gapless(state: State, received: Update) -> None:
    """
    The number after the last one taken for this person in this municipality.
    """
    record = held_before(state, received.body)
    last = record.last.update_sequence if record else 0
    if received.body.update_sequence != last + 1:
        raise RuleBroken("update_sequence", "The number does not follow the last one taken.")


@UPDATES.rule(
    "JN-08",
    messages=("J01",),
    ja="異動事由は住基規則11条の定めるもの",
    en="The reason is one that the order names for the network",
    source="住基規則11条",
)
def reason_is_told(_state: State, received: Update) -> None:
    """
    Changes of household and the like are not told to the network.
    """
    if kind_of(received.body) is None:
        raise RuleBroken("reason", "The network hears of no such reason.")


@UPDATES.rule(
    "JN-09",
    messages=("J01",),
    ja="レコード状況は異動事由の区分に合う",
    en="The state of the record fits the reason: deleted after a deletion, current otherwise",
    source="住基規則11条",
)
def state_fits_reason(_state: State, received: Update) -> None:
    """
    A planned deletion leaves the record current.
    """
    body, kind = received.body, kind_of(received.body)
    deleted = kind == DELETION and not body.planned
    if kind is not None and (body.record_status == "deleted") != deleted:
        raise RuleBroken("record_status", "The state does not fit the reason.")


@UPDATES.rule(
    "JN-10",
    messages=("J01",),
    ja="異動年月日は未来の日でない（予定者を除く）",
    en="The date of change is not in the future, unless planned",
    source="住基規則11条",
)
def change_is_not_ahead(_state: State, received: Update) -> None:
    """
    Only a planned moving out may carry a day to come.
    """
    body = received.body
    on = known_day(body.changed_on)
    if on is not None and on > received.today and not body.planned:
        raise RuleBroken("changed_on", "The day lies in the future.")


@UPDATES.rule(
    "JN-11",
    messages=("J01",),
    ja="予定者は転出に限る",
    en="Only a moving out is planned",
    source="住基法24条",
)
def only_moving_out_is_planned(_state: State, received: Update) -> None:
    """
    Moving out is the one change that is notified ahead.
    """
    if received.body.planned and received.body.reason not in MOVES_OUT:
        raise RuleBroken("planned", "This change cannot be planned.")


@UPDATES.rule(
    "JN-12",
    messages=("J01",),
    ja="転出の異動年月日は確定した日で、住民となった日以後",
    en="The day of a moving out is a known day, not before the person became a resident",
    source="住基令13条",
)
def moving_out_day_fits(_state: State, received: Update) -> None:
    """
    A moving out has a planned day, so no part of it is unknown.
    """
    body = received.body
    if body.reason not in MOVES_OUT:
        return
    on, since = known_day(body.changed_on), known_day(body.became_resident_on)
    if on is None or (since is not None and on < since):
        raise RuleBroken("changed_on", "The day is not known, or before the person became a resident.")


@UPDATES.rule(
    "JN-13",
    messages=("J01",),
    ja="出生の異動年月日は生年月日",
    en="The date of change of a birth is the date of birth",
    source="住基規則11条1項",
    status="own",
)
def birth_happened_at_birth(_state: State, received: Update) -> None:
    """
    The event's date, not that of its notification.
    """
    body = received.body
    if body.reason == "13" and body.changed_on != body.born_on:
        raise RuleBroken("changed_on", "The day is not that of the birth.")


@UPDATES.rule(
    "JN-14",
    messages=("J01",),
    ja="住所を定めた日は住民となった日以後",
    en="The address was settled on or after the day of becoming a resident",
    source="住基法7条6号, 7号",
)
def settled_after_becoming(_state: State, received: Update) -> None:
    """
    Nobody has an address in a municipality before being its resident.
    """
    settled, since = known_day(received.body.settled_on), known_day(received.body.became_resident_on)
    if settled is not None and since is not None and settled < since:
        raise RuleBroken("settled_on", "The day is before the one of becoming a resident.")
