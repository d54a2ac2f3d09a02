"""
Which free text says nothing of anybody: codes, dates of acts, and the words of the interface itself.

A text is kept only so far as it is made of these. The lists are our own choice and closed on purpose: a word that is
missing costs a readable report one word, a word too many could be somebody's name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CODE = re.compile(r"[A-Za-z0-9._:+/#\[\]\-]{1,160}")
"""What an identifier, a path of a field, a code, a date or a moment looks like."""

FIRST_YEAR_OF_ACTS = 2015
"""An earlier date in free text may be a date of birth."""

PIECE = re.compile(r"[^\s、。，,;；「」『』()（）\"'!?！？…=|]+")
_DATE = re.compile(r"(?P<year>[12][0-9]{3})-[0-9]{2}-[0-9]{2}(?:T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:[0-9]{2})?)?")
_DIGITS = re.compile(r"[0-9]{1,6}|00[0-9]{2,18}")
_MARKED = re.compile(r"(?=[^0-9]*[0-9])(?=.*[A-Za-z])[A-Za-z0-9._:+/\-]{2,80}")
_TELEPHONE = re.compile(r"(?<![0-9])0(?:[-.]?[0-9]){9,10}(?![0-9])|[0-9]{10,}")
_SIGNS = re.compile(r"[\W_]+")

ENGLISH = frozenset(
    """
    a abroad accepted access active address addressed addressee after again already amendment amendments an and answer
    any applied are as asked at authority basis be been before birth body born building busy but by cannot card
    cards cause certificate change changed changes check claim clerk clock code codes collector command committed
    common communication conflict copies copy correction counter current data date day death decided decision
    deleted deletion delivery departments department destination digit digits discarded document documents does due
    duplicate earlier employee entered entry envelope error evidence ex exemption expired expires extract failed
    falling family field fields file filed filer foreign former format found from future handed has have
    head health held here household householder identity immigration in individual information institution insurance
    internal invalid is issue issued it item items its juki kana kind known later limit line linkage lines local lost
    malformed management many may media member members message missing mode moved movers moving municipality must
    name nationality needs net network new no nobody none not nothing notice notification notified number numbers of
    office officio on once one only open operation operator option options or order other out own paper people period
    permitted person persons pin place planned port present presented previous print printed printer problem process
    processed processing provided provision purpose queued read reading received receiver record recorded refused
    register registered registry relationship repeat repeated reply request resident residents response result
    returned row rule saved seal search sealed second seconds see seen send sender sent sequence server set several
    sex shown signed since small special state stated status stock stream substitute succeeded surname suspended
    system taken terminal than that the their there this time timeout to told too town trace transferred twice type
    unit unknown unprocessable until updated usable used valid value variant version wait was were which while window
    with within without written wrong yes yet male female entity bad s csv pdf xml json txt
    """.split()  # noqa: SIM905 - a list of words, not of quotes
)

JAPANESE = frozenset(
    """
    の を に は が で と も へ や 等 様 殿 年 月 日 時 分 号 名 第 条 項 件 通 男 女 妻 夫 子 父 母 未 無 有 及び 又は
    から まで より こと する した して しました します しない ない ません です ます された されました である について
    ため もの この その ほか なし あり
    世帯主 世帯員 世帯 続柄 氏名 氏 旧氏 通称 振り仮名 フリガナ ふりがな 生年月日 出生 年月日 男女 別 性別 住所
    方書 郵便番号 本籍 筆頭者 住民票コード 住民票 住民 異動 異動届 届 届出 届出日 写し 記載 事項 記載事項 証明書
    個人番号 番号 カード 個人番号カード 暗証番号 在留カード 在留資格 在留期間 国籍 地域 外国人 外国人住民 特別永住者
    転入 転出 転居 転出証明書 特例転入 世帯変更 職権 修正 消除 死亡 予定 予定日 受理 通知 通知書 通知日 決定 仮登録
    国民健康保険 国民年金 介護保険 後期高齢者 児童手当 資格 取得 喪失 社会保険 加入 脱退 記号 被保険者 被保険者証
    発行 発行番号 交付 交付日 有効期限 有効 無効 失効 返納 市町村 市区町村 市町村長 都道府県 知事 市役所 区役所 役場
    登録 照会 回答 確認 本人 本人確認 代理人 委任状 必要 不明 該当 誤り 不備 不一致 一致 重複 存在 処理 完了 済み 済
    エラー システム 端末 操作 操作者 印刷 窓口 変更 定めた なった 地方税 賦課 徴収 債権 保全 質問
    質問書 照会書 回答書 文書 書類 日本人 配偶者 配偶者等 定住者 永住者 留学 教授 技術 人文知識 国際業務 技能実習
    特定技能 家族滞在 短期 介護 経営 管理 高度専門職 兄 弟 姉 妹 祖父 祖母 孫 同居人 縁故者 養子 里子
    """.split()  # noqa: SIM905 - a list of words, not of quotes
)
LONGEST_RUN = 120
DIGITS_OF_A_DATE = 8
_KIN = re.compile(
    r"(?:[妻夫子父母兄弟姉妹孫]|祖父|祖母|養子|世帯主|縁故者)(?:の(?:[妻夫子父母兄弟姉妹孫]|祖父|祖母|養子))*"
)
_COUNTED = re.compile(r"[0-9]{1,4}(?:年|月|日|号|件|名|時|分|通|回|か月|月間|年間)?")
_LONGEST = max(map(len, JAPANESE))

_OFFICE_FIELDS = frozenset({"inquirer", "provider"})
_OFFICE = re.compile(
    r".*(?:大臣|市町村長|区長|知事等?|長官|[都府]県の?長|団体の長|事業者|施行者|組合等?|連合会|協会|基金|機構|委員会|共済)"
)


@lru_cache(maxsize=8192)
def says_nothing(piece: str, field: str = "") -> bool:
    """
    Whether a piece of free text, without blanks, can be nobody's particular.
    """
    if field in _OFFICE_FIELDS and _OFFICE.fullmatch(piece):
        return True
    plain = unicodedata.normalize("NFKC", piece).strip(".:・/*-_~〜→<>[]")
    if not plain or not _SIGNS.sub("", plain):
        return True
    date = _DATE.fullmatch(plain)
    if date is not None:
        return int(date["year"]) >= FIRST_YEAR_OF_ACTS
    if _DIGITS.fullmatch(plain):
        return True
    if plain.isascii():
        if _MARKED.fullmatch(plain):
            return _TELEPHONE.search(plain) is None
        words = [part for part in _SIGNS.split(plain.casefold()) if part]
        return all(word in ENGLISH or _DIGITS.fullmatch(word) for word in words) and not _long(plain)
    return all(_made_of_words(run) for run in re.split(r"[:：・/\-~〜]+", plain) if run)


def _long(plain: str) -> bool:
    # A date has eight digits; more could be a telephone number.
    return sum(sign.isdigit() for sign in plain) > DIGITS_OF_A_DATE


def _made_of_words(run: str) -> bool:
    if run in JAPANESE or _KIN.fullmatch(run):
        return True
    if len(run) > LONGEST_RUN:
        return False
    # Single signs alone make names (月子): reached are places after at least one whole word, and places without.
    whole: set[int] = set()
    weak = {0}
    for place in range(len(run)):
        if place not in whole and place not in weak:
            continue
        steps = [length for length in range(1, _LONGEST + 1) if run[place : place + length] in JAPANESE]
        steps += [number.end() - place for number in _COUNTED.finditer(run, place) if number.start() == place]
        for length in steps:
            if place + length <= len(run):
                (whole if place in whole or length > 1 else weak).add(place + length)
    return len(run) in whole
