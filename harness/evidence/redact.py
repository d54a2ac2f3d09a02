"""
Masks every value before it is written, and finds the run's own numbers before they are masked.

A masked number is a token like ``⟦IN✓a1b2c3d4e5⟧``: kind, whether its check digit is right, and a keyed digest. Equal
numbers of one run have equal tokens, so that checks can be repeated on what was written; the key is made for the
run and never written, so that nobody can get from a token to a number by trying them all.

Particulars of persons stay readable where the cast made them up (``know_person``). Anything else in such a field
is masked too: a vendor's system may answer with real people.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

import msgspec
from msgspec import Struct

from harness.evidence import fields
from harness.evidence.forms import Form, Known, Numbers, base64_cores, plain_number
from harness.words.errors import HarnessFault
from harness.words.letters import unvoiced

SECRET = "⟦secret⟧"
DIGEST = 10
REMEMBERED = 20_000
LONG_SECRET = 8
DEEPEST = 200

_TOKEN = re.compile(
    rf"⟦(?:(?:IN|RC|CARD|CN)[✓✗]|(?:name|kana|address|born|number|text):)[0-9a-f]{{{DIGEST}}}⟧|{SECRET}"
)
_BLANK = re.compile(r"[\s\-()（）・,、/]+")
_LONELY = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{11,13}|[A-Z]{2}[0-9]{8}[A-Z]{2})(?![0-9A-Za-z])")
_NO_PIN_IN = frozenset({"postal_code", "town_code", "address", "building", "symbol_and_number", "household_number"})


class Hit(Struct, frozen=True):
    """
    One of the run's own numbers, found before masking. ``path`` is where (``$.body.name``), never the value.
    """

    kind: str
    path: str
    form: Form
    token: str


class Redactor:
    """
    What one run knows, and how it writes. ``key`` is given only where several processes write one run.
    """

    def __init__(self, key: bytes | None = None) -> None:
        self._key = secrets.token_bytes(32) if key is None else key
        self._numbers = Numbers()
        self._persons: set[str] = set()
        self._secrets: dict[str, Known] = {}
        self._person_lengths: list[int] = []
        self._secret_pattern: re.Pattern[str] | None = None
        self._remembered: dict[str, str] = {}

    def know(self, kind: str, value: str) -> None:
        """
        Make an issued number known: from now on it is found and masked wherever it stands.

        ``kind`` is that of the term (``individual-number`` …), or ``pin`` or ``secret``. A wrong number can be made
        known too.
        """
        if kind in ("pin", "secret"):
            self.know_secret(value, "pin" if kind == "pin" else "secret")
            return
        if kind not in fields.KINDS:
            raise HarnessFault(f"nothing is known of numbers of the kind {kind}", code="unknown-kind")
        plain = plain_number(value)
        self._numbers.add(plain, Known(kind, self._number_token(kind, plain)))
        self._remembered.clear()

    def know_secret(self, value: str, kind: Literal["secret", "pin"] = "secret") -> None:
        """
        Make a credential or PIN known. One of less than eight signs is found only where it stands alone.
        """
        if value:
            self._secrets[value] = Known(kind, SECRET)
            self._secret_pattern = None
            self._remembered.clear()

    def know_person(self, value: str) -> None:
        """
        Make a particular of an invented person known: a name, a reading, an address, a date of birth.
        """
        for form in (value, unvoiced(value)):
            plain = _plain(form)
            if plain and plain not in self._persons:
                self._persons.add(plain)
                self._person_lengths = sorted({len(plain), *self._person_lengths})

    def token(self, kind: str, value: str) -> str:
        """
        The token of a number, whether known or not.
        """
        return self._number_token(kind, plain_number(value))

    def text(self, text: str) -> str:
        """
        ``text`` without any known number or secret.
        """
        known = self._remembered.get(text)
        if known is None:
            known = self._masked(text)
            if len(text) <= 200 and len(self._remembered) < REMEMBERED:
                self._remembered[text] = known
        return known

    def mask(self, value: Any) -> Any:
        """
        A copy of a JSON-like value (or struct), fit to be written. Keys are masked too.
        """
        if isinstance(value, Struct):
            value = msgspec.to_builtins(value)
        return self._walk(value, "", 0)

    def scan(self, value: Any) -> list[Hit]:
        """
        Every place where a known number or PIN stands in a JSON-like value (or struct), keys included.
        """
        if isinstance(value, Struct):
            value = msgspec.to_builtins(value)
        return list(self._scan(value, "$", "", 0))

    def _scan(self, value: Any, path: str, field: str, depth: int) -> Iterator[Hit]:
        if depth > DEEPEST:
            return
        if isinstance(value, Mapping):
            for key, item in value.items():
                name = str(key)
                place = f"{path}.{self.text(name)}"
                yield from self._hits(name, place, "")
                yield from self._scan(item, place, name, depth + 1)
        elif isinstance(value, list | tuple):
            for place_in, item in enumerate(value):
                yield from self._scan(item, f"{path}[{place_in}]", field, depth + 1)
        elif isinstance(value, str):
            yield from self._hits(value, path, field)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield from self._hits(str(value), path, "number")

    def _hits(self, text: str, path: str, field: str) -> Iterator[Hit]:
        for span in self._numbers.find(text):
            yield Hit(span.known.kind, path, span.form, span.known.token)
        pattern = self._secret_search()
        if pattern is None or field == "number":
            return
        for match in pattern.finditer(text):
            known = self._secrets.get(match.group())
            if known is None:
                yield Hit("secret", path, "base64", SECRET)
            elif known.kind != "pin" or field not in _NO_PIN_IN:
                yield Hit(known.kind, path, "exact", known.token)

    def _walk(self, value: Any, field: str, depth: int) -> Any:
        if isinstance(value, str):
            return self._string(value, field)
        if depth > DEEPEST:
            return "⟦deep⟧"
        if isinstance(value, Mapping):
            return self._walk_mapping(value, field, depth)
        if isinstance(value, list | tuple):
            return [self._walk(item, field, depth + 1) for item in value]
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            return self._walk_number(value, field)
        return self._string(str(value), field)

    def _walk_mapping(self, value: Mapping[Any, Any], field: str, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        inherited = field if field in fields.SECRET_FIELDS else ""
        labelled = value.get("item") if isinstance(value.get("item"), str) and "value" in value else None
        foreign = "issue_number" in value and not self._is_ours(value.get("text"))
        for key, item in value.items():
            name = str(key)
            wanted = labelled if labelled is not None and name == "value" else (inherited or name)
            written = self.text(name)
            while written in made:
                written += "′"
            if foreign and name == "text" and isinstance(item, str) and not _TOKEN.fullmatch(item):
                made[written] = self._person_token("text", item)
            else:
                made[written] = self._walk(item, wanted, depth + 1)
        return made

    def _walk_number(self, value: float, field: str) -> Any:
        if field in fields.NUMBER_FIELDS or field in fields.SECRET_FIELDS:
            return self._string(str(value), field)
        written = str(value)
        masked = self.text(written)
        return value if masked == written else masked

    def _string(self, text: str, field: str) -> str:
        if not text or _TOKEN.fullmatch(text):
            return text
        if field in fields.SECRET_FIELDS:
            return text if text in fields.NO_SECRETS else SECRET
        kind = fields.NUMBER_FIELDS.get(field)
        if kind is not None:
            return self._number_token(kind, plain_number(text) or text)
        masked = self.text(text)
        word = fields.personal(field)
        if word is not None and not self._is_ours_alone(masked):
            return self._person_token(word, text)
        if field in fields.FREE_TEXT:
            masked = _LONELY.sub(self._lonely, masked)
        return masked

    def _masked(self, text: str) -> str:
        pattern = self._secret_search()
        if pattern is not None:
            text = pattern.sub(SECRET, text)
        pieces: list[str] = []
        last = 0
        for span in self._numbers.find(text):
            pieces += (text[last : span.start], span.known.token)
            last = span.end
        return "".join((*pieces, text[last:])) if pieces else text

    def _secret_search(self) -> re.Pattern[str] | None:
        if self._secret_pattern is None and self._secrets:
            ordered = sorted(self._secrets, key=len, reverse=True)
            alone = [re.escape(secret) for secret in ordered if len(secret) < LONG_SECRET]
            long = [secret for secret in ordered if len(secret) >= LONG_SECRET]
            parts = [re.escape(form) for secret in long for form in (secret, *base64_cores(secret))]
            if alone:
                parts.append(rf"(?<![0-9A-Za-z\-:/.])(?:{'|'.join(alone)})(?![0-9A-Za-z\-:/])(?!\.[0-9A-Za-z])")
            self._secret_pattern = re.compile("|".join(parts))
        return self._secret_pattern

    def _lonely(self, match: re.Match[str]) -> str:
        raw = match.group()
        kind = next((kind for kind, (_, term) in fields.KINDS.items() if term.is_valid(raw)), None)
        return raw if kind is None else self._number_token(kind, raw)

    def _is_ours(self, text: Any) -> bool:
        plain = _plain(str(text))
        lengths = [length for length in self._person_lengths if length > 1]
        return any(
            plain[place : place + length] in self._persons for place in range(len(plain)) for length in lengths
        )

    def _is_ours_alone(self, text: str) -> bool:
        # One particular after the other counts too: an address and its building, a surname and a name.
        plain = _plain(_TOKEN.sub("", text))
        if plain in self._persons:
            return True
        reached = {0}
        for place in range(len(plain)):
            if place in reached:
                reached |= {
                    place + length
                    for length in self._person_lengths
                    if plain[place : place + length] in self._persons and place + length <= len(plain)
                }
        return len(plain) in reached

    def _number_token(self, kind: str, plain: str) -> str:
        mark, term = fields.KINDS[kind]
        valid = "✓" if term.is_valid(plain) else "✗"
        return f"⟦{mark}{valid}{self._digest(kind, plain)}⟧"

    def _person_token(self, word: str, text: str) -> str:
        return f"⟦{word}:{self._digest(word, _plain(text))}⟧"

    def _digest(self, kind: str, plain: str) -> str:
        said = f"{kind}\0{plain}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, said, "sha256").hex()[:DIGEST]


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()
