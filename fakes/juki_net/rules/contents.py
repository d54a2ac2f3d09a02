"""
What the network refuses in an update: contents against what it holds, and the letters of the text.
"""

from __future__ import annotations

from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.juki_net.model.network import DELETION, State, held_before, kind_of
from fakes.juki_net.wire import IdentificationUpdate
from harness.words.letters import KanaBase, KanaRules, LongVowel, gaiji_count, unvoiced
from harness.words.terms import MunicipalityCode

Update = Received[IdentificationUpdate]
CONTENTS: RuleBook[State] = RuleBook()
NUMBER_CHANGES = ("34", "35")
CODE_CHANGES = ("37", "38")
_COARSE = KanaRules(long_vowel=LongVowel.DROP, base=KanaBase.KATAKANA)
_AS_WRITTEN = KanaRules(enlarge_small=False)


def _coarse(reading: str) -> str:
    return unvoiced("".join(reading.split()), _COARSE)


@CONTENTS.rule(
    "JN-15",
    messages=("J01",),
    ja="国内転入には他の市町村である転入前市町村コードがある",
    en="A moving in from within Japan names another municipality as the previous one",
    source="住基法22条, 30条の6第1項",
)
def previous_municipality_is_named(state: State, received: Update) -> None:
    """
    The notice of moving in goes there.
    """
    body = received.body
    before = body.previous_municipality
    if body.reason == "11" and (before == state.municipality or not MunicipalityCode.is_valid(before)):
        raise RuleBroken("previous_municipality", "No other municipality is named.")


@CONTENTS.rule(
    "JN-16",
    messages=("J01",),
    ja="個人番号は機構が通知したもの",
    en="The Individual Number is the one that the organisation gave the person",
    source="番号法8条",
)
def number_was_given(state: State, received: Update) -> None:
    """
    A number that the network does not hold for the code was made up, or belongs to somebody else.
    """
    body = received.body
    code = body.former_resident_record_code or body.resident_record_code
    if body.individual_number is not None and body.individual_number != state.number_of(code):
        raise RuleBroken("individual_number", "The network holds no such number for this code.")


@CONTENTS.rule(
    "JN-17",
    messages=("J01",),
    ja="一度通知した個人番号を欠かない",
    en="A number once told is not left out later",
    source="住基法7条8号の2, 30条の6第1項",
)
def number_is_not_lost(state: State, received: Update) -> None:
    """
    The number may be missing only until the organisation has given one.
    """
    record = held_before(state, received.body)
    if (
        record is not None
        and record.last.individual_number is not None
        and received.body.individual_number is None
    ):
        raise RuleBroken("individual_number", "The number told before is missing.")


@CONTENTS.rule(
    "JN-18",
    messages=("J01",),
    ja="個人番号の職権記載等・変更には個人番号がある",
    en="An entry or change of the Individual Number carries one",
    source="住基規則11条4項",
)
def number_reason_has_number(_state: State, received: Update) -> None:
    """
    Reasons 34, 35 and 36 are about the number.
    """
    body = received.body
    if body.reason in ("36", *NUMBER_CHANGES) and body.individual_number is None:
        raise RuleBroken("individual_number", "The reason is about a number, and there is none.")


@CONTENTS.rule(
    "JN-19",
    messages=("J01",),
    ja="旧住民票コードは住民票コードの変更のときに限り、変更請求には必ずある",
    en="A former code stands with a change of the code only, and with a claim always",
    source="住基令30条の5第5号, 住基規則11条5項",
)
def former_code_fits_reason(_state: State, received: Update) -> None:
    """
    Reason 37 names the former code and from when the new one is used.
    """
    body = received.body
    former = body.former_resident_record_code
    if former is not None and body.reason not in CODE_CHANGES:
        raise RuleBroken("former_resident_record_code", "The reason is not a change of the code.")
    if body.reason == "37" and (former is None or body.code_used_from is None):
        raise RuleBroken(
            "former_resident_record_code", "The former code, or the day of the new one, is missing."
        )


@CONTENTS.rule(
    "JN-20",
    messages=("J01",),
    ja="変更後の住民票コードは未使用の指定されたもの",
    en="A new code for the old one is assigned and unused",
    source="住基法30条の4",
)
def new_code_is_unused(state: State, received: Update) -> None:
    """
    Nobody is given somebody else's code.
    """
    body = received.body
    code, former = body.resident_record_code, body.former_resident_record_code
    if former is not None and (code not in state.assigned or state.is_known(code)):
        raise RuleBroken("resident_record_code", "The new code is not in the stock, or used.")


@CONTENTS.rule(
    "JN-21",
    messages=("J01",),
    ja="転居では住所が変わる",
    en="A change of address changes the address",
    source="住基法23条",
)
def moving_changes_address(state: State, received: Update) -> None:
    """
    An update of a change that did not happen is refused.
    """
    record, body = held_before(state, received.body), received.body
    if body.reason == "31" and record is not None and record.last.address == body.address:
        raise RuleBroken("address", "The address is the one that is held already.")


@CONTENTS.rule(
    "JN-22",
    messages=("J01",),
    ja="軽微な修正は氏名・振り仮名・旧氏・住所の表記に限る",
    en="A minor correction touches the writing of name, reading, former surname and address only",
    source="住基規則11条3項2号, 44条",
)
def minor_correction_is_minor(state: State, received: Update) -> None:
    """
    Birth, sex, numbers and the days of residence are never minor.
    """
    record, body = held_before(state, received.body), received.body
    if body.reason != "32" or record is None:
        return
    for name in ("born_on", "sex", "individual_number", "became_resident_on", "settled_on"):
        if getattr(body, name) != getattr(record.last, name):
            raise RuleBroken(name, "This is more than a minor correction.")


@CONTENTS.rule(
    "JN-23",
    messages=("J01",),
    ja="依頼管理番号は更新ごとに新しい",
    en="Every update has a request id of its own",
    source="本人確認情報-26",
    status="own",
)
def request_id_is_new(state: State, received: Update) -> None:
    """
    The result (J02) is matched by it.
    """
    if received.body.request_id in state.request_ids:
        raise RuleBroken("request_id", "The id was used before.")


@CONTENTS.rule(
    "JN-24",
    messages=("J01",),
    ja="外字数は文字列中の外字の数に等しい",
    en="Counts of letters outside the ordinary set equal those in the text",
    source="本人確認情報-3, 12, 19, 38",
    status="own",
)
def gaiji_are_counted(_state: State, received: Update) -> None:
    """
    Which letters are ordinary is our own choice: those of JIS X 0213.
    """
    body = received.body
    for name in ("name", "address", "previous_address", "former_surname"):
        if getattr(body, f"{name}_gaiji_count") != gaiji_count(getattr(body, name) or ""):
            raise RuleBroken(f"{name}_gaiji_count", "The text has another number of them.")


@CONTENTS.rule(
    "JN-25",
    messages=("J01",),
    ja="外字フラグは外字の有無に合う",
    en="The flag says whether any letter is outside the ordinary set",
    source="本人確認情報-34",
    status="own",
)
def gaiji_flag_fits(_state: State, received: Update) -> None:
    """
    Judged by the counts of the same message.
    """
    body = received.body
    counts = (
        body.name_gaiji_count,
        body.address_gaiji_count,
        body.previous_address_gaiji_count,
        body.former_surname_gaiji_count,
    )
    if body.gaiji != any(counts):
        raise RuleBroken("gaiji", "The flag does not fit the counts.")


@CONTENTS.rule(
    "JN-26",
    messages=("J01",),
    ja="清音化かなは、ふりがなから濁点・半濁点を除いたもの",
    en="The unvoiced reading is the reading without voicing marks",
    source="本人確認情報-5",
    status="own",
)
def reading_is_unvoiced(_state: State, received: Update) -> None:
    """
    Small kana, long vowels, spaces and the kind of kana may be written either way: the real rule is not public.
    """
    plain = received.body.name_kana_unvoiced
    marks_left = plain != unvoiced(plain, _AS_WRITTEN)
    if marks_left or _coarse(plain) != _coarse(received.body.name_kana):
        raise RuleBroken("name_kana_unvoiced", "This is not the reading without voicing marks.")


@CONTENTS.rule(
    "JN-27",
    messages=("J01",),
    ja="消除では個人番号・住民票コード以外の事項を変えない",
    en="A deletion changes neither name, birth nor sex",
    source="住基規則11条2項",
    status="own",
)
def deletion_changes_nothing_else(state: State, received: Update) -> None:
    """
    A deletion and a correction are two updates.
    """
    record, body = held_before(state, received.body), received.body
    if kind_of(received.body) != DELETION or record is None:
        return
    for name in ("name", "born_on", "sex"):
        if getattr(body, name) != getattr(record.last, name):
            raise RuleBroken(name, "A deletion does not change this.")


@CONTENTS.rule(
    "JN-28",
    messages=("J01",),
    ja="変更前の個人番号は個人番号の変更のときに必ず、そのときに限り示す",
    en="The former Individual Number stands with a change of the number, always and only then",
    source="住基令30条の5第4号, 住基規則11条4項",
)
def former_number_fits_reason(state: State, received: Update) -> None:
    """
    It is the one that the last update carried.
    """
    record, body = held_before(state, received.body), received.body
    held = record.last.individual_number if record is not None and body.reason in NUMBER_CHANGES else None
    if body.former_individual_number != held:
        raise RuleBroken("former_individual_number", "This is not the number that stood before.")
