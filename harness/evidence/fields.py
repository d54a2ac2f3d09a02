"""
Which fields hold numbers, secrets and particulars of persons, by the names of the published documents.
"""

from __future__ import annotations

import re
from functools import lru_cache

from harness.words.numbers import CorporateNumber, IndividualNumber, ResidenceCardNumber, ResidentRecordCode
from harness.words.validated import Term

KINDS: dict[str, tuple[str, type[Term]]] = {
    "individual-number": ("IN", IndividualNumber),
    "resident-record-code": ("RC", ResidentRecordCode),
    "residence-card-number": ("CARD", ResidenceCardNumber),
    "corporate-number": ("CN", CorporateNumber),
}
"""Kind of number, its mark in a token, and the term that says whether it is valid."""

NUMBER_FIELDS: dict[str, str] = {
    "individual_number": "individual-number",
    "former_individual_number": "individual-number",
    "shown_individual_number": "individual-number",
    "resident_record_code": "resident-record-code",
    "former_resident_record_code": "resident-record-code",
    "codes": "resident-record-code",
    "assigned_codes": "resident-record-code",
    "assigned": "resident-record-code",
    "used": "resident-record-code",
    "residence_card_number": "residence-card-number",
    "special_permanent_certificate_number": "residence-card-number",
    "corporate_number": "corporate-number",
}

SECRET_FIELDS = frozenset(
    {"pin", "credential", "inbound_credential", "accepts", "authorization", "password", "secret", "api_key"}
)
NO_SECRETS = frozenset({"set", "no-pin-card"})
"""What a message says of a PIN without saying the PIN."""

PERSONAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:.*_)?kana(?:_.*)?$"), "kana"),
    (re.compile(r"^(?:.*_)?born_on$"), "born"),
    (
        re.compile(r"^(?:(?:.*_)?address(?:_.*)?|building|(?:planned_)?destination|registered_domicile|postal_code)$"),
        "address",
    ),
    (re.compile(r"^(?:symbol_and_number|basic_pension_number)$"), "number"),
    (re.compile(r"^(?:name|name_.*|.*_name|former_surname|head_of_family_register|addressed_to)$"), "name"),
)
NOT_PERSONAL = frozenset({"file_name"})

FREE_TEXT = frozenset({"text", "message", "detail", "value", "notes", "title", "printed", "reason_detail", "file_name"})
"""Here any digits that could be a number are masked, though nobody made them known."""


@lru_cache(maxsize=4096)
def personal(field: str) -> str | None:
    """
    What particular of a person a field of this name holds, or None.
    """
    if field in NOT_PERSONAL:
        return None
    return next((word for pattern, word in PERSONAL if pattern.match(field)), None)
