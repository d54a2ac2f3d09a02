"""
What every notification must obey: identity and authority, real dates, valid numbers.
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import Identity, Person
from harness.words.terms import IndividualNumber, MunicipalityCode, ResidentRecordCode
from scenarios.model.register import Register
from scenarios.model.ruling import UNKNOWN, Ruling, unlawful


def identity(filed: Identity | None) -> Ruling | None:
    """
    住基法27条: something was shown, or what stood in for it is recorded; a proxy shows authority.
    """
    if filed is None:
        return None
    if filed.evidence is None and not (filed.substitute or "").strip():
        return unlawful("住基法27条2項", "identity-missing", "authority-missing")
    if filed.filer == "proxy" and filed.authority is None:
        return unlawful("住基法27条3項", "authority-missing")
    return None


def day(text: str) -> date | None:
    """
    A civil date that exists, or None.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def not_future(register: Register, *texts: str) -> Ruling | None:
    """
    住基令11条: except for a moving out, nothing that is notified lies in the future.
    """
    for text in texts:
        found = day(text)
        if found is None:
            return UNKNOWN if "X" in text else unlawful("住基令11条", "invalid-date", "future-date")
        if found > register.today:
            return unlawful("住基令11条", "future-date")
    return None


def _earliest(text: str) -> str:
    """
    The first day that a date with an unknown month or day could be.
    """
    return text if text.startswith("X") else text.partition(";")[0].replace("XX", "01")


def in_order(earlier: str | None, later: str | None) -> Ruling | None:
    """
    住基令11条: a fact does not precede what it rests on.
    """
    before, after = day(_earliest(earlier or "")), day(later or "")
    if before is not None and after is not None and after < before:
        return unlawful("住基令11条", "invalid-date", "data-mismatch", "future-date")
    partial = "X" in f"{earlier}{later}"
    return UNKNOWN if partial else None


def municipality(code: str | None) -> Ruling | None:
    """
    A local-government code that fails its check digit is no municipality's.
    """
    if code is None or MunicipalityCode.is_valid(code):
        return None
    return unlawful("全国地方公共団体コード", "invalid-number")


def numbers(person: Person) -> Ruling | None:
    """
    番号令6条, 住基規則1条: a number or code that fails its check digit is nobody's.
    """
    if person.individual_number is not None and not IndividualNumber.is_valid(person.individual_number):
        return unlawful("番号令6条", "invalid-number")
    code = person.resident_record_code
    if code is not None and not ResidentRecordCode.is_valid(code):
        return unlawful("住基規則1条", "invalid-number")
    return None


def residents(register: Register, handles: list[str]) -> Ruling | None:
    """
    Everybody named is a resident now.
    """
    for handle in handles:
        found = register.residents.get(handle)
        if found is None:
            return UNKNOWN
        if not found.living:
            return unlawful("住基法8条", "not-resident", "unknown-resident")
    return None
