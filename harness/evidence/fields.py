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
    (re.compile(r"^(?:(?:.*_)?kana(?:_.*)?|furigana|.*(?:振り?仮名|フリガナ|ふりがな|カナ).*)$"), "kana"),
    (
        re.compile(
            r"^(?:(?:.*_)?(?:born|born_on|birth|birth_?date|birthday|date_of_birth|dob)(?:_on)?|.*(?:生年月日|出生).*)$"
        ),
        "born",
    ),
    (
        re.compile(
            r"^(?:(?:.*_)?address(?:es)?(?:_.*)?|(?:.*_)?building|(?:planned_)?destination|(?:.*_)?domicile"
            r"|(?:.*_)?(?:postal_code|post_?code|zip)|.*(?:住所|居所|方書|本籍|転出先|郵便番号).*)$"
        ),
        "address",
    ),
    (
        re.compile(
            r"^(?:(?:.*_)?(?:phone|telephone|tel|mobile|fax)(?:_.*)?|(?:.*_)?e?_?mail(?:_address)?|.*電話.*|.*メール.*)$"
        ),
        "contact",
    ),
    (
        re.compile(
            r"^(?:symbol_and_number|basic_pension_number|(?:.*_)?(?:account|passport|licence|license)_number)$"
        ),
        "number",
    ),
    (
        re.compile(
            r"^(?:names?|name_.*|.*_names?|(?:.*_)?surname(?:_.*)?|head_of_family_register|addressed_to"
            r"|.*(?:氏名|旧氏|通称|筆頭者|世帯主名).*)$"
        ),
        "name",
    ),
)
"""What a field is called that holds a particular of a person; the first that fits counts."""

NOT_PERSONAL = re.compile(
    r"^(?:file_name|.*_(?:count|sequence)|住所を定めた年月日|外国人住民となった年月日)$"
)

COUNTED = frozenset({"born", "contact", "number"})
"""Particulars that may come as a number of JSON."""

FREE_TEXT = frozenset(
    {
        "text", "message", "detail", "value", "notes", "note", "title", "printed", "reason_detail", "file_name",
        "remarks", "comment", "description",
    }
)  # fmt: skip
"""Here a person may write anything: no shape alone makes it harmless."""

NO_PIN_IN = frozenset(
    {
        "postal_code", "town_code", "address", "building", "symbol_and_number", "household_number",
        "previous_address", "from_address", "last_recorded_address", "unreported_address", "new_address",
        "destination", "planned_destination", "confirmed_destination",
    }
)  # fmt: skip
"""Digits in such a field are no PIN: a malformed one of three digits is the number of many a house."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=4096)
def personal(field: str) -> str | None:
    """
    What particular of a person a field of this name holds, or None.
    """
    name = _HUMP.sub("_", field).replace("-", "_").casefold()
    if NOT_PERSONAL.match(name):
        return None
    return next((word for pattern, word in PERSONAL if pattern.match(name)), None)
