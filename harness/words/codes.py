"""
Code tables: every member has a code for the wire, a Japanese label and an English word.

No national code values are public for these tables. A table says in its first lines whether its codes come from a
public data model or are **our own**.
"""

import re
from enum import Enum
from typing import Self

from harness.words.errors import Reason, TermError


class CodedEnum(Enum):
    """
    A table of codes; the member's value is its code, so that messages carry the code.
    """

    ja: str
    en: str

    def __new__(cls, code: str, ja: str, en: str) -> Self:
        """
        Make a member whose value is `code`.
        """
        member = object.__new__(cls)
        member._value_ = code
        member.ja = ja
        member.en = en
        return member

    @property
    def code(self) -> str:
        """
        The code as messages carry it.
        """
        return str(self.value)

    @classmethod
    def parse(cls, label: str, field: str | None = None) -> Self:
        """
        Find the member by its Japanese label; raise TermError with reason `unknown` otherwise.
        """
        for member in cls:
            if label == member.ja:
                return member
        raise TermError(kind=_kebab(cls.__name__), reason=Reason.UNKNOWN, field=field)

    @classmethod
    def from_code(cls, code: str, field: str | None = None) -> Self:
        """
        Find the member by its code; raise TermError with reason `unknown` otherwise.
        """
        for member in cls:
            if code == member.code:
                return member
        raise TermError(kind=_kebab(cls.__name__), reason=Reason.UNKNOWN, field=field)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class ChangeClass(CodedEnum):
    """
    What a change does to the resident record (住基法8条); codes are our own.
    """

    ENTRY = ("1", "記載", "entry")
    DELETION = ("2", "消除", "deletion")
    CORRECTION = ("3", "修正", "correction")


_ENTRY = (ChangeClass.ENTRY,)
_DELETION = (ChangeClass.DELETION,)
_CORRECTION = (ChangeClass.CORRECTION,)


class ReasonForChange(CodedEnum):
    """
    異動事由; codes are our own, labels of those sent to the network are of 住基規則11条.

    `classes`: what it does to the record. `sent_as`: the code under which the Basic Resident Registration Network
    hears of it (its own, or 33 for former surnames and common names), or None if it does not.
    """

    classes: tuple[ChangeClass, ...]
    sent_as: str | None

    def __new__(
        cls, code: str, ja: str, en: str, classes: tuple[ChangeClass, ...], sent_as: str | None = None
    ) -> Self:
        """
        Make a member whose value is `code`.
        """
        member = object.__new__(cls)
        member._value_ = code
        member.ja = ja
        member.en = en
        member.classes = classes
        member.sent_as = sent_as
        return member

    @property
    def goes_to_network(self) -> bool:
        """
        Whether the change updates the identification information.
        """
        return self.sent_as is not None

    @property
    def on_network(self) -> "ReasonForChange | None":
        """
        The reason that the network hears; None if it hears nothing.

        A former surname or common name that only has its characters identified is sent as MINOR_CORRECTION
        instead (住基規則44条, 46条); the caller knows, the reason alone does not.
        """
        return None if self.sent_as is None else self.from_code(self.sent_as)

    MOVING_IN = ("11", "国内転入", "moving in from within Japan", _ENTRY, "11")
    MOVING_IN_FROM_ABROAD = ("12", "国外転入等", "moving in from abroad and the like", _ENTRY, "12")
    BIRTH = ("13", "出生", "birth", _ENTRY, "13")
    EX_OFFICIO_ENTRY_NATURALISATION = (
        "14", "職権記載等（帰化等）", "ex officio entry (naturalisation and the like)", _ENTRY, "14",
    )  # fmt: skip
    EX_OFFICIO_ENTRY_LOSS_OF_NATIONALITY = (
        "15", "職権記載等（国籍喪失）", "ex officio entry (loss of nationality)", _ENTRY, "15",
    )  # fmt: skip
    EX_OFFICIO_ENTRY = ("16", "職権記載等", "ex officio entry", _ENTRY, "16")
    MOVING_OUT = ("21", "国内転出", "moving out within Japan", _DELETION, "21")
    MOVING_OUT_ABROAD = ("22", "国外転出", "moving out abroad", _DELETION, "22")
    DEATH = ("23", "死亡", "death", _DELETION, "23")
    EX_OFFICIO_DELETION_NATURALISATION = (
        "24", "職権消除等（帰化等）", "ex officio deletion (naturalisation and the like)", _DELETION, "24",
    )  # fmt: skip
    EX_OFFICIO_DELETION_LOSS_OF_NATIONALITY = (
        "25", "職権消除等（国籍喪失）", "ex officio deletion (loss of nationality)", _DELETION, "25",
    )  # fmt: skip
    EX_OFFICIO_DELETION = ("26", "職権消除等", "ex officio deletion", _DELETION, "26")
    CHANGE_OF_ADDRESS = ("31", "転居", "change of address", _CORRECTION, "31")
    MINOR_CORRECTION = ("32", "軽微な修正", "minor correction", _CORRECTION, "32")
    EX_OFFICIO_CORRECTION = ("33", "職権修正等", "ex officio correction", _CORRECTION, "33")
    INDIVIDUAL_NUMBER_CLAIM = (
        "34", "個人番号の変更請求", "change of the Individual Number on claim", _CORRECTION, "34",
    )  # fmt: skip
    INDIVIDUAL_NUMBER_EX_OFFICIO_CORRECTION = (
        "35", "個人番号の職権修正", "ex officio correction of the Individual Number", _CORRECTION, "35",
    )  # fmt: skip
    INDIVIDUAL_NUMBER_EX_OFFICIO_ENTRY = (
        "36", "個人番号の職権記載等", "ex officio entry of the Individual Number", _CORRECTION, "36",
    )  # fmt: skip
    RECORD_CODE_CLAIM = (
        "37", "住民票コードの変更請求", "change of the Resident Record Code on claim", _CORRECTION, "37",
    )  # fmt: skip
    RECORD_CODE_EX_OFFICIO_ENTRY = (
        "38", "住民票コードの職権記載等", "ex officio entry of the Resident Record Code", _CORRECTION, "38",
    )  # fmt: skip
    HOUSEHOLD_SPLIT = ("51", "世帯分離", "split of the household", _CORRECTION)
    HOUSEHOLD_MERGE = ("52", "世帯合併", "merge of households", _CORRECTION)
    CHANGE_OF_HOUSEHOLD = ("53", "世帯変更", "change of household", _CORRECTION)
    CHANGE_OF_HOUSEHOLDER = ("54", "世帯主変更", "change of householder", _CORRECTION)
    FORMER_SURNAME = ("55", "旧氏の記載等", "former surname entered, changed or deleted", _CORRECTION, "33")
    COMMON_NAME = ("56", "通称の記載等", "common name entered or deleted", _CORRECTION, "33")
    CLERICAL_CORRECTION = ("57", "誤記修正", "correction of a clerical error", _CORRECTION)
    RECOMPILATION = ("58", "改製・再製", "recompiled record", (ChangeClass.ENTRY, ChangeClass.DELETION))
    CANCELLATION = ("59", "異動の取消し", "cancellation of a change", tuple(ChangeClass))


class MinorCause(CodedEnum):
    """
    The seven causes of a minor correction (住基規則11条3項2号イ to ト), in its order and by its letters.
    """

    ORDINARY_CHARACTERS = ("イ", "常用の文字への変更", "ordinary characters for others")
    IDENTIFIED_CHARACTERS = ("ロ", "文字の同定", "identification of characters")
    RENAMED_DISTRICT = ("ハ", "町名等の変更", "renaming of a district")
    LOT_NUMBER = ("ニ", "地番の変更", "change of a lot number")
    RESIDENCE_INDICATION = ("ホ", "住居表示の実施等", "residence-indication work")
    COMMUNAL_BUILDING = ("ヘ", "共同住宅の名称等", "name or landlord of a communal building")
    BY_THE_MINISTER = ("ト", "総務大臣が認めるもの", "recognised by the Minister")


class NotificationKind(CodedEnum):
    """
    異動届出区分: how the municipality came to know; codes and labels are our own.
    """

    NOTIFICATION = ("1", "届出", "notification")
    EX_OFFICIO = ("2", "職権", "ex officio")
    REQUEST = ("3", "申出", "request")
    CLAIM = ("4", "請求", "claim")
    FAMILY_REGISTER = ("5", "戸籍届出・通知", "family-register notification or notice")
    NOTICE_OF_MOVING_IN = ("6", "転入通知", "notice of moving in")
    IMMIGRATION = ("7", "入管庁通知", "notice of the Immigration Services Agency")
    DEPARTMENT = ("8", "庁内連携", "linkage within the municipality")
    COURT = ("9", "裁判・裁決", "judgment or ruling on an appeal")


class Sex(CodedEnum):
    """
    性別; codes of one public data model, not a national standard.
    """

    MALE = ("1", "男", "male")
    FEMALE = ("2", "女", "female")


class ResidentKind(CodedEnum):
    """
    住民種別; codes of one public data model, not a national standard.
    """

    JAPANESE = ("1", "日本人", "Japanese national")
    FOREIGN = ("2", "外国人", "foreign resident")


class ResidentState(CodedEnum):
    """
    住民状態; codes of one public data model, not a national standard.
    """

    RESIDENT = ("1", "住民", "resident")
    MOVED_OUT = ("2", "転出者", "moved out")
    DEAD = ("3", "死亡者", "dead")
    OTHERWISE_DELETED = ("9", "その他消除者", "otherwise deleted")


class RecordState(CodedEnum):
    """
    現存区分 of a resident record; codes are our own.
    """

    CURRENT = ("1", "現存", "current")
    DELETED = ("2", "消除", "deleted")
    MOVING_OUT_PLANNED = ("3", "転出予定", "moving out planned")


class PersonKind(CodedEnum):
    """
    人格区分 of an addressee; codes are our own.
    """

    NATURAL = ("1", "個人", "natural person")
    CORPORATE = ("2", "法人", "corporation")
    JOINT = ("3", "共有", "joint owners")
    BODY = ("4", "団体", "body without personality")
