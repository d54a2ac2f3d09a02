"""
What the network refuses in notices between municipalities, inquiries, code batches and number requests.
"""

from __future__ import annotations

from fakes._core.clock import known_day
from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.juki_net.model.network import LARGEST_BATCH, State
from fakes.juki_net.wire import (
    CodeBatchRequest,
    CodeResolution,
    IdentityInquiry,
    LinkageCodeRequest,
    MovingInNotice,
    MovingOutData,
    MovingOutDataRequest,
    NumberRequest,
    WideAreaAnswer,
)
from harness.words.terms import IndividualNumber, MunicipalityCode, ResidentRecordCode

NOTICES: RuleBook[State] = RuleBook()
MOVING_IN = "11"


@NOTICES.rule(
    "JN-30",
    messages=("J05", "J07", "J08", "J14"),
    ja="通知先は内容に示された他の市町村である",
    en="The notice goes to the other municipality that its contents name",
    source="住基法9条1項, 12条の4第3項, 24条の2",
)
def receiver_is_named(
    state: State,
    received: Received[MovingInNotice]
    | Received[MovingOutData]
    | Received[MovingOutDataRequest]
    | Received[WideAreaAnswer],
) -> None:
    """
    Never to the network itself, to the own municipality, or to a third one.
    """
    body = received.body
    if isinstance(body, MovingInNotice):
        field, named = "previous_municipality", body.previous_municipality
    elif isinstance(body, MovingOutData):
        field, named = "destination_municipality", body.destination_municipality
    elif isinstance(body, WideAreaAnswer):
        field, named = "issuing_municipality", body.issuing_municipality
    else:
        field, named = "from_municipality", body.from_municipality
    wrong = named != received.envelope.receiver or named == state.municipality
    if wrong or not MunicipalityCode.is_valid(named):
        raise RuleBroken(field, "This is not the other municipality to which the notice goes.")


@NOTICES.rule(
    "JN-31",
    messages=("J05", "J08"),
    ja="住民票コードは他の市町村で記載されていたもの",
    en="The code stood on a record of another municipality",
    source="住基法9条1項, 24条の2第5項",
)
def person_is_known_elsewhere(state: State, received: Received[MovingInNotice]) -> None:
    """
    Who was born here or comes from abroad has no previous municipality.
    """
    if received.body.resident_record_code not in state.elsewhere:
        raise RuleBroken("resident_record_code", "No other municipality holds, or held, this person.")


@NOTICES.rule(
    "JN-32",
    messages=("J05",),
    ja="転入通知は国内転入による記載についてだけする",
    en="A notice of moving in follows an entry by moving in from within Japan",
    source="住基法9条1項",
)
def entry_was_by_moving_in(state: State, received: Received[MovingInNotice]) -> None:
    """
    Judged where the network holds a current record here; the update may arrive after the notice.
    """
    record = state.records.get(received.body.resident_record_code)
    if record is not None and record.stands and record.entry_reason != MOVING_IN:
        raise RuleBroken("resident_record_code", "The record was not entered by moving in.")


@NOTICES.rule(
    "JN-33",
    messages=("J05",),
    ja="転入通知は一つの転入につき一度",
    en="There is one notice for one moving in",
    source="住基法9条1項",
)
def one_notice_for_a_move(state: State, received: Received[MovingInNotice]) -> None:
    """
    A move is a person and a day.
    """
    if (received.body.resident_record_code, received.body.moved_in_on) in state.moves:
        raise RuleBroken("moved_in_on", "This moving in was told before.")


@NOTICES.rule(
    "JN-34",
    messages=("J05",),
    ja="転入通知は直前の住所地の市町村にする",
    en="The notice goes to the municipality where the person was recorded last",
    source="住基法9条1項",
)
def previous_municipality_held_the_person(state: State, received: Received[MovingInNotice]) -> None:
    """
    Another one could do nothing with it.
    """
    held = state.elsewhere.get(received.body.resident_record_code)
    if held is not None and held.municipality != received.body.previous_municipality:
        raise RuleBroken("previous_municipality", "The person was recorded in another municipality.")


@NOTICES.rule(
    "JN-35",
    messages=("J05",),
    ja="転入年月日は届出日以前で、いずれも未来の日でない",
    en="The moving in is not after its notification, and neither is in the future",
    source="住基法22条1項",
)
def moving_in_happened(_state: State, received: Received[MovingInNotice]) -> None:
    """
    A moving in is notified after it happened.
    """
    moved, notified = known_day(received.body.moved_in_on), known_day(received.body.notified_on)
    if moved is not None and notified is not None and not moved <= notified <= received.today:
        raise RuleBroken("moved_in_on", "The day is after the notification, or in the future.")


@NOTICES.rule(
    "JN-36",
    messages=("J07",),
    ja="転出証明書情報は自らの住民について送る",
    en="Moving-out data are about the municipality's own residents",
    source="住基法24条の2第4項, 住基令24条の3",
)
def moving_out_data_are_own(state: State, received: Received[MovingOutData]) -> None:
    """
    At least one person, each on a record here.
    """
    body = received.body
    unknown = [person for person in body.persons if person.resident_record_code not in state.records]
    if not body.persons or unknown or body.from_municipality != state.municipality:
        raise RuleBroken("persons", "Not every person is recorded here.")


@NOTICES.rule(
    "JN-40",
    messages=("J15", "J17"),
    ja="照会のかぎは、住民票コード・個人番号・4情報のいずれか一つ",
    en="An inquiry has exactly one key: the code, the number, or all four items",
    source="住基法30条の10, 30条の12",
)
def inquiry_has_one_key(_state: State, received: Received[IdentityInquiry]) -> None:
    """
    A part of the four items is no key: nobody is searched for by a name alone.
    """
    body = received.body
    four = (body.name, body.address, body.born_on, body.sex)
    given = [item for item in four if item]
    keys = sum(key is not None for key in (body.resident_record_code, body.individual_number)) + bool(given)
    if keys != 1 or (given and len(given) != len(four)):
        raise RuleBroken(None, "There is no key, more than one, or a part of the four items.")


@NOTICES.rule(
    "JN-41",
    messages=("J15", "J17"),
    ja="照会には目的と操作者が記録される",
    en="An inquiry says for what purpose and by whom",
    source="住基法30条の29, 本人確認情報-27",
)
def inquiry_says_why(_state: State, received: Received[IdentityInquiry]) -> None:
    """
    Blank is not said.
    """
    for name in ("purpose", "operator", "terminal"):
        if not getattr(received.body, name).strip():
            raise RuleBroken(name, "This is blank.")


@NOTICES.rule(
    "JN-42",
    messages=("J15", "J17", "J20"),
    ja="住民票コードの検査数字が正しい",
    en="The Resident Record Code has the right check digit",
    source="住基規則1条",
    status="unverified",
)
def asked_code_is_valid(_state: State, received: Received[IdentityInquiry] | Received[NumberRequest]) -> None:
    """
    A mistyped code is nobody's.
    """
    code = received.body.resident_record_code
    if code is not None and not ResidentRecordCode.is_valid(code):
        raise RuleBroken("resident_record_code", "This is not a Resident Record Code.")


@NOTICES.rule(
    "JN-43",
    messages=("J15", "J17", "J24", "L01"),
    ja="個人番号の検査用数字が正しい",
    en="The Individual Number has the right check digit",
    source="番号令6条",
)
def asked_number_is_valid(
    _state: State,
    received: Received[IdentityInquiry] | Received[CodeResolution] | Received[LinkageCodeRequest],
) -> None:
    """
    A mistyped number is nobody's.
    """
    number = received.body.individual_number
    if number is not None and not IndividualNumber.is_valid(number):
        raise RuleBroken("individual_number", "This is not an Individual Number.")


@NOTICES.rule(
    "JN-46",
    messages=("J14",),
    ja="広域交付の回答は、応じるときに限り人を示す",
    en="An answer for wide-area issue shows people exactly when it gives something",
    source="住基法12条の4第3項",
    status="own",
)
def refusal_shows_nobody(_state: State, received: Received[WideAreaAnswer]) -> None:
    """
    What a refusal would show is what it refuses.
    """
    if (received.body.result == "given") != bool(received.body.persons):
        raise RuleBroken("persons", "People are shown exactly where something is given.")


@NOTICES.rule(
    "JN-50",
    messages=("J19",),
    ja="住民票コードの追加要求は自らのためにする",
    en="A municipality asks for codes for itself",
    source="住基法30条の2",
)
def codes_are_for_the_sender(state: State, received: Received[CodeBatchRequest]) -> None:
    """
    Codes are assigned to the municipality that asks.
    """
    if received.body.municipality != state.municipality:
        raise RuleBroken("municipality", "This is not the sender's code.")


@NOTICES.rule(
    "JN-51",
    messages=("J19",),
    ja="一度に要求できる住民票コードの数に限りがある",
    en="A batch of codes has a largest size",
    source="一度に1万件",
    status="own",
)
def batch_is_not_too_large(_state: State, received: Received[CodeBatchRequest]) -> None:
    """
    Ten thousand at once.
    """
    if received.body.quantity > LARGEST_BATCH:
        raise RuleBroken("quantity", f"At most {LARGEST_BATCH} codes are given at once.")


@NOTICES.rule(
    "JN-60",
    messages=("J20",),
    ja="個人番号は住民票に記載された住民票コードについて求める",
    en="A number is asked for a code that stands on a current record",
    source="番号法8条1項",
)
def number_is_for_a_record(state: State, received: Received[NumberRequest]) -> None:
    """
    The update of the entry comes first.
    """
    record = state.records.get(received.body.resident_record_code)
    if record is None or not record.stands:
        raise RuleBroken("resident_record_code", "No current record stands under this code.")


@NOTICES.rule(
    "JN-61",
    messages=("J20",),
    ja="最初の個人番号は一人に一度だけ求める",
    en="The first number of a person is asked for once",
    source="番号法7条1項, 8条1項",
)
def first_number_is_first(state: State, received: Received[NumberRequest]) -> None:
    """
    Who has a number keeps it.
    """
    body = received.body
    if body.kind == "first" and state.number_of(body.resident_record_code) is not None:
        raise RuleBroken("resident_record_code", "The person has a number.")


@NOTICES.rule(
    "JN-62",
    messages=("J20",),
    ja="従前の個人番号は変更のときに限り示し、現在のものと一致する",
    en="A former number is given for a change only, and is the one that stands",
    source="番号法7条2項, 番号令3条, 4条",
)
def former_number_stands(state: State, received: Received[NumberRequest]) -> None:
    """
    A first number has none before it.
    """
    body = received.body
    standing = state.number_of(body.resident_record_code) if body.kind == "change" else None
    missing = body.kind == "change" and body.former_individual_number is None
    if missing or body.former_individual_number != standing:
        raise RuleBroken("former_individual_number", "This is not the number that stands.")


@NOTICES.rule(
    "JN-70",
    messages=("L01",),
    ja="取得番号は中間サーバーから通知される",
    en="An acquisition number comes from the intermediary server",
    source="番号令27条1項",
)
def acquisition_comes_from_the_server(_state: State, received: Received[CodeResolution]) -> None:
    """
    No other neighbour asks for a linkage code.
    """
    if received.envelope.sender != "intermediary_server":
        raise RuleBroken(None, "The sender is not the intermediary server.")


@NOTICES.rule(
    "JN-71",
    messages=("L01",),
    ja="取得番号は個人番号でも住民票コードでもない",
    en="An acquisition number is neither an Individual Number nor a Resident Record Code",
    source="番号法21条の2第2項, 行政機関個人番号省令41条の2",
)
def acquisition_number_tells_nothing(state: State, received: Received[CodeResolution]) -> None:
    """
    Judged against the numbers that the network holds for the person.
    """
    body = received.body
    if body.acquisition_number in (body.individual_number, state.code_of(body.individual_number)):
        raise RuleBroken("acquisition_number", "The acquisition number is a number of the person.")


@NOTICES.rule(
    "JN-72",
    messages=("L01",),
    ja="個人番号は機構の知るものである",
    en="The nation knows who has the Individual Number",
    source="番号令27条2項",
)
def number_belongs_to_somebody(state: State, received: Received[CodeResolution]) -> None:
    """
    Otherwise there is no Resident Record Code to pass on.
    """
    if state.code_of(received.body.individual_number) is None:
        raise RuleBroken("individual_number", "Nobody has this number.")


@NOTICES.rule(
    "JN-63",
    messages=("J24",),
    ja="取得番号は個人番号でも住民票コードでもない",
    en="The acquisition number is neither an Individual Number nor a Resident Record Code",
    source="番号法21条の2第2項, 行政機関個人番号省令41条の2",
)
def acquisition_names_nobody(state: State, received: Received[LinkageCodeRequest]) -> None:
    """
    Judged against the numbers that the network holds for the person.
    """
    body = received.body
    if body.processing_number in (body.individual_number, state.code_of(body.individual_number)):
        raise RuleBroken("processing_number", "The acquisition number names the person.")
