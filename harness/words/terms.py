"""
The one door to the validated terms and the code tables, and the hooks that make them field types of messages.

    class Message(msgspec.Struct):
        number: IndividualNumber

    msgspec.json.decode(body, type=Message, dec_hook=dec_hook)
    msgspec.json.encode(message, enc_hook=enc_hook)
"""

from collections.abc import Callable
from typing import Any

from harness.words.checkdigits import DEFAULT_RULES, CheckRules
from harness.words.codes import (
    ChangeClass,
    CodedEnum,
    MinorCause,
    NotificationKind,
    PersonKind,
    ReasonForChange,
    RecordState,
    ResidentKind,
    ResidentState,
    Sex,
)
from harness.words.errors import HarnessFault, Reason, TermError
from harness.words.foreign import ResidentClass, StatusOfResidence
from harness.words.numbers import (
    CorporateNumber,
    HouseholdNumber,
    IndividualNumber,
    LocalAddresseeNumber,
    MunicipalityCode,
    ResidenceCardNumber,
    ResidentRecordCode,
)
from harness.words.relationships import Relation, Relationship, RelationshipClass
from harness.words.validated import Term

__all__ = [
    "DEFAULT_RULES",
    "ChangeClass",
    "CheckRules",
    "CodedEnum",
    "CorporateNumber",
    "HouseholdNumber",
    "IndividualNumber",
    "LocalAddresseeNumber",
    "MinorCause",
    "MunicipalityCode",
    "NotificationKind",
    "PersonKind",
    "Reason",
    "ReasonForChange",
    "RecordState",
    "Relation",
    "Relationship",
    "RelationshipClass",
    "ResidenceCardNumber",
    "ResidentClass",
    "ResidentKind",
    "ResidentRecordCode",
    "ResidentState",
    "Sex",
    "StatusOfResidence",
    "Term",
    "TermError",
    "dec_hook",
    "dec_hook_by",
    "enc_hook",
    "schema_hook",
]


def dec_hook_by(rules: CheckRules) -> Callable[[type, Any], Any]:
    """
    Make a decoding hook that checks terms by `rules`.
    """

    def hook(wanted: type, given: Any) -> Any:
        return _term_type(wanted).parse(given, rules=rules)

    return hook


dec_hook = dec_hook_by(DEFAULT_RULES)


def enc_hook(value: Any) -> str:
    """
    Give the text of a term; msgspec asks, because it writes no subclasses of text by itself.
    """
    _term_type(type(value))
    return str(value)


def schema_hook(wanted: type) -> dict[str, Any]:
    """
    Give the JSON schema of a term: text of a pattern. Check digits are beyond a schema.
    """
    term = _term_type(wanted)
    return {"type": "string", "pattern": term.pattern, "title": term.__name__}


def _term_type(wanted: type) -> type[Term]:
    if issubclass(wanted, Term):
        return wanted
    # Not a ValueError or TypeError: msgspec would report the program's mistake as the sender's.
    raise HarnessFault(
        f"{wanted.__name__}という型の語はない",
        f"the words have no term of the type {wanted.__name__}",
        code="unknown-term-type",
    )
