"""
What a moving-out certificate shows of a record (住基令23条2項1号〜5号, 30条の14第8項, 30条の16第7項, 30条の17第3項,
30条の21).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from registry.residents import Record
from registry.wire.control import DocumentItem

Mark = Literal["equivalent", "reissue", "reprint", "special-moving-out-done"]
Shown = tuple[str, str, str | None]


def items_of(record: Record, householder_name: str) -> list[Shown]:
    """
    The items of a certificate for this record and no others; without value, what the person does not have.
    """
    foreign = record.foreign
    national = record if foreign is None else None
    insured = record.health_insurance is not None and record.health_insurance.insured
    return [
        ("name", "氏名", record.name),
        ("name_kana", "氏名の振り仮名", national.name_kana if national else None),
        ("born_on", "出生の年月日", record.born_on),
        ("sex", "男女の別", record.sex),
        ("householder_name", "世帯主の氏名", householder_name),
        ("relationship", "世帯主との続柄", record.relationship),
        ("registered_domicile", "本籍", national.registered_domicile if national else None),
        ("head_of_family_register", "筆頭者の氏名", national.head_of_family_register if national else None),
        ("individual_number", "個人番号", record.individual_number),
        ("resident_record_code", "住民票コード", record.resident_record_code),
        ("address", "住所", record.full_address),
        ("destination", "転出先", record.planned_destination),
        ("planned_on", "転出の予定年月日", record.planned_out_on),
        ("former_surname", "旧氏", record.former_surname),
        ("former_surname_kana", "旧氏の振り仮名", record.former_surname_kana),
        ("common_name", "通称", record.common_name),
        ("common_name_history", "通称の記載及び削除に関する事項", record.common_name_history),
        ("nationality", "国籍・地域", foreign.nationality if foreign else None),
        ("resident_class", "法第三十条の四十五に規定する区分", foreign.resident_class if foreign else None),
        ("status_of_residence", "在留資格", foreign.status_of_residence if foreign else None),
        ("period_of_stay", "在留期間", foreign.period_of_stay if foreign else None),
        ("period_expires_on", "在留期間の満了の日", foreign.period_expires_on if foreign else None),
        ("residence_card_number", "在留カード番号", foreign.residence_card_number if foreign else None),
        (
            "special_permanent_certificate_number",
            "特別永住者証明書番号",
            foreign.special_permanent_certificate_number if foreign else None,
        ),
        ("health_insurance", "国民健康保険の被保険者", "該当" if insured else None),
        ("elderly_care", "後期高齢者医療の被保険者", "該当" if record.elderly_care else None),
        ("long_term_care", "介護保険の被保険者", "該当" if record.long_term_care else None),
        ("pension_class", "国民年金の被保険者の種別", record.pension_class),
        ("basic_pension_number", "基礎年金番号", record.basic_pension_number),
        ("child_allowance", "児童手当の受給", "該当" if record.child_allowance else None),
    ]


def as_first_issued(first: Sequence[DocumentItem], _now: Sequence[DocumentItem]) -> list[DocumentItem]:
    """
    What a certificate that is issued again shows: the state at the first issue, whatever changed since.
    """
    return list(first)


def marks_on_demand() -> list[Mark]:
    """
    What is written across a certificate printed after a special moving out (the standard specification 4.1.3.0.4).
    """
    return ["special-moving-out-done"]


def marks_again(first: Sequence[Mark]) -> list[Mark]:
    """
    What is written across a certificate that is issued again.
    """
    return [*first, "reissue"]
