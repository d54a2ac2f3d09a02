"""
What the card management system refuses of mailings.
"""

from __future__ import annotations

from fakes._core.clock import known_day
from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.card_management.model.state import Mailing, State
from fakes.card_management.wire import DispatchInformation, DispatchStatus
from harness.words.letters import gaiji_count
from harness.words.terms import IndividualNumber, ResidentRecordCode

Order = Received[DispatchInformation]
MAILING: RuleBook[State] = RuleBook()
COUNTED = (
    "destination_address", "destination_name", "municipality_address", "place_of_issue_name",
    "place_of_issue_address", "delivery_place_name", "delivery_place_address", "name", "address",
    "former_surname",
)  # fmt: skip
PERSONAL = ("destination_address", "destination_name", "name", "address", "former_surname")


@MAILING.rule(
    "CM-20",
    messages=("K01",),
    ja="送付先情報は住所地の市町村が通知する",
    en="Dispatch data are told by the municipality of the address",
    source="番号カード省令35条, 36条",
)
def told_by_the_municipality(state: State, received: Order) -> None:
    """
    The municipality of the message is its sender.
    """
    if received.body.municipality != state.municipality:
        raise RuleBroken("municipality", "This is not the sender's municipality.")


@MAILING.rule(
    "CM-21",
    messages=("K01",),
    ja="住民票コードの検査数字が正しい",
    en="The Resident Record Code has the right check digit",
    source="住基規則1条",
    status="unverified",
)
def code_is_valid(_state: State, received: Order) -> None:
    """
    A mistyped code is nobody's.
    """
    if not ResidentRecordCode.is_valid(received.body.resident_record_code):
        raise RuleBroken("resident_record_code", "This is not a Resident Record Code.")


@MAILING.rule(
    "CM-22",
    messages=("K01",),
    ja="個人番号の検査用数字が正しい",
    en="The Individual Number has the right check digit",
    source="番号令6条",
)
def number_is_valid(_state: State, received: Order) -> None:
    """
    Nothing is printed for somebody without a number.
    """
    if not IndividualNumber.is_valid(received.body.individual_number):
        raise RuleBroken("individual_number", "This is not an Individual Number.")


@MAILING.rule(
    "CM-23",
    messages=("K01",),
    ja="送付先管理番号は通知ごとに新しい",
    en="Every mailing has a management number of its own",
    source="送付先情報-1",
    status="own",
)
def dispatch_id_is_new(state: State, received: Order) -> None:
    """
    What becomes of a mailing is told by it. Of one not sent yet another destination may be told under its number, and
    the municipality may order one again that came back.
    """
    before = state.mailings.get(received.body.dispatch_id)
    if before is not None and not _is_the_same(before, received.body):
        raise RuleBroken("dispatch_id", "The number was used before.")


def _is_the_same(before: Mailing, told: DispatchInformation) -> bool:
    ordered = before.ordered
    redirected = before.state == "requested" and ordered.destination_address != told.destination_address
    return (ordered.resident_record_code, ordered.print_class) == (
        told.resident_record_code,
        told.print_class,
    ) and (redirected or before.state == "returned")


@MAILING.rule(
    "CM-24",
    messages=("K01",),
    ja="一つの個人番号の個人番号通知書は一通（返戻の後を除く）",
    en="One number notice goes out for one number, unless the one before came back",
    source="番号カード省令7条, 23条の2",
)
def one_notice_for_a_number(state: State, received: Order) -> None:
    """
    Delivery notices may be many.
    """
    body = received.body
    standing = [
        each
        for each in state.mailings.values()
        if each.ordered.print_class == "number-notice"
        and each.ordered.individual_number == body.individual_number
        and each.state != "returned"
        and each.ordered.dispatch_id != body.dispatch_id
    ]
    if body.print_class == "number-notice" and standing:
        raise RuleBroken("individual_number", "A number notice was ordered for this number before.")


@MAILING.rule(
    "CM-25",
    messages=("K01",),
    ja="処理年月日は未来の日でない",
    en="Dispatch data are not processed in the future",
    source="送付先情報-34",
)
def processed_by_now(_state: State, received: Order) -> None:
    """
    The day of processing is today's or an earlier one.
    """
    on = known_day(received.body.processed_on)
    if on is not None and on > received.today:
        raise RuleBroken("processed_on", "The day lies in the future.")


@MAILING.rule(
    "CM-26",
    messages=("K01",),
    ja="外字数は文字列中の外字の数に等しい",
    en="Counts of letters outside the ordinary set equal those in the text",
    source="送付先情報-5, 8, 15, 19, 23, 27, 31, 41, 47, 63",
    status="own",
)
def letters_are_counted(_state: State, received: Order) -> None:
    """
    Which letters are ordinary is our own choice: those of JIS X 0213.
    """
    body = received.body
    for name in COUNTED:
        if getattr(body, f"{name}_gaiji_count") != gaiji_count(getattr(body, name) or ""):
            raise RuleBroken(f"{name}_gaiji_count", "The text has another number of them.")


@MAILING.rule(
    "CM-27",
    messages=("K01",),
    ja="外字フラグは外字の有無に合う",
    en="The flag says whether any letter of the person's items is outside the ordinary set",
    source="送付先情報-60",
    status="own",
)
def letters_are_flagged(_state: State, received: Order) -> None:
    """
    Judged by the counts of the same message.
    """
    body = received.body
    if body.gaiji != any(getattr(body, f"{name}_gaiji_count") for name in PERSONAL):
        raise RuleBroken("gaiji", "The flag does not fit the counts.")


@MAILING.rule(
    "CM-30",
    messages=("K02",),
    ja="送付先管理番号の通知がある",
    en="The mailing was ordered",
    source="番号カード省令36条2項3号",
)
def mailing_exists(state: State, received: Received[DispatchStatus]) -> None:
    """
    Only what was ordered can come back.
    """
    if received.body.dispatch_id not in state.mailings:
        raise RuleBroken("dispatch_id", "There is no such mailing.")


@MAILING.rule(
    "CM-31",
    messages=("K02",),
    ja="返戻又は再送の日は未来の日でない",
    en="What became of a mailing is not told ahead",
    source="番号カード省令36条2項3号",
)
def not_told_ahead(_state: State, received: Received[DispatchStatus]) -> None:
    """
    The day is today's or an earlier one.
    """
    on = known_day(received.body.on)
    if on is not None and on > received.today:
        raise RuleBroken("on", "The day lies in the future.")
