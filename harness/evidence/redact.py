"""
Masks every value before it is written, and finds the run's own numbers before they are masked.

A masked number is a token like ``⟦IN✓a1b2c3d4e5⟧``: kind, whether its check digit is right, and a keyed digest. Equal
numbers of one run have equal tokens, so that checks can be repeated on what was written; the key is made for the
run and never written, so that nobody can get from a token to a number by trying them all.

Particulars of persons stay readable where the cast made them up (``know_person``). Anything else in such a field
is masked too: a vendor's system may answer with real people. What was masked so is remembered, and masked in free text
(``text``) from then on. Of free text, and of codes that do not look like codes, only what ``wording`` knows to say
nothing of anybody is written, unless the source is our own (``trusted``).
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Literal

import msgspec
from msgspec import Struct

from harness.evidence import fields
from harness.evidence.forms import DIGIT_RUN, Form, Known, Numbers, plain_number
from harness.evidence.memory import Memory
from harness.evidence.particulars import Particulars, plain
from harness.evidence.secret_values import Secrets
from harness.evidence.texts import DEEPEST, NUMBER, Place, each_text
from harness.evidence.wording import CODE, PIECE, says_nothing
from harness.words.errors import HarnessFault
from harness.words.letters import unvoiced

SECRET = "⟦secret⟧"
DIGEST = 10
REMEMBERED = 20_000
LONGEST_SAID = 500
TEXT = "⟦text⟧"
"""In place of a field: a text that stands in none."""

_TOKEN = re.compile(
    rf"⟦(?:(?:IN|RC|CARD|CN)[✓✗]|(?:name|kana|address|born|contact|number|text):)[0-9a-f]{{{DIGEST}}}⟧"
    rf"|{SECRET}|⟦deep⟧"
)
_LONELY_CARD = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{13}|[A-Z]{2}[0-9]{8}[A-Z]{2})(?![0-9A-Za-z])")
_LONELY_KINDS = ("individual-number", "resident-record-code")
_WORD = 4


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
        self._particulars = Particulars()
        self._secrets = Secrets()
        self._memory = Memory(self._numbers.never_in)
        self._said: set[str] = set()

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
            raise HarnessFault(
                f"{kind}という種類の番号は知られていない",
                f"nothing is known of numbers of the kind {kind}",
                code="unknown-kind",
            )
        plain = plain_number(value)
        if self._numbers.add(plain, Known(kind, self._number_token(kind, plain))):
            self._memory.anew_number()

    def know_secret(self, value: str, kind: Literal["secret", "pin"] = "secret") -> None:
        """
        Make a credential or PIN known. One of less than eight signs is found only where it stands alone.
        """
        if value:
            self._secrets.add(value, Known(kind, SECRET))
            self._memory.anew()

    def forget_pins(self) -> None:
        """
        Know no PIN any more: a scenario's PIN is nobody's in the next, and its few digits stand in much by chance.
        """
        if self._secrets.forget("pin"):
            self._memory.anew()

    def know_person(self, value: str) -> None:
        """
        Make a particular of an invented person known: a name, a reading, an address, a date of birth.
        """
        for form in (value, unvoiced(value)):
            if self._particulars.own(form):
                self._memory.anew()

    def token(self, kind: str, value: str) -> str:
        """
        The token of a number, whether known or not.
        """
        return self._number_token(kind, plain_number(value))

    def text(self, text: str) -> str:
        """
        ``text`` without any number, secret or particular of another person that is known by now.
        """
        known = self._memory.answer(text, TEXT, False)
        if known is None:
            since = self._memory.known
            known = self._between(self._issued(text), self._free)
            self._memory.keep(text, TEXT, False, known, since)
        return known

    def mask(self, value: Any, trusted: bool = False) -> Any:
        """
        A copy of a JSON-like value (or struct), fit to be written. Keys are masked too.

        ``trusted``: our own parts wrote it (a command, a fake's problem), so its words are fixed words of ours and stay
        readable, also where an answer repeats them. Fields of particulars are masked all the same.
        """
        if isinstance(value, Struct):
            value = msgspec.to_builtins(value)
        return self._walk(value, "", trusted, 0)

    def scan(self, value: Any) -> list[Hit]:
        """
        Every place where a known number or PIN stands in a JSON-like value (or struct), keys included.
        """
        if isinstance(value, Struct):
            value = msgspec.to_builtins(value)
        hits: list[Hit] = []
        each_text(value, partial(self._hits, hits))
        return hits

    def _hits(self, hits: list[Hit], text: str, place: Place, field: str) -> None:
        searched = field if field == NUMBER or field in fields.NO_PIN_IN else ""
        if self._memory.is_clean(text, searched):
            return
        found = list(self._hits_in(text, self._path(place), field))
        if not found:
            self._memory.keep_clean(text, searched)
        hits += found

    def _path(self, place: Place) -> str:
        steps = [
            f"[{each}]" if isinstance(each, int) else f".{self._string(each, '', False)}" for each in place
        ]
        return f"${''.join(steps)}"

    def _hits_in(self, text: str, path: str, field: str) -> Iterator[Hit]:
        for span in self._numbers.find(text):
            yield Hit(span.known.kind, path, span.form, span.known.token)
        if field == NUMBER:
            return
        patterns = [self._secrets.search(), None if field in fields.NO_PIN_IN else self._secrets.pin_search()]
        for pattern in filter(None, patterns):
            for match in pattern.finditer(text):
                known = self._secrets.get(match.group())
                if known is None:
                    yield Hit("secret", path, "base64", SECRET)
                else:
                    yield Hit(known.kind, path, "exact", known.token)

    def _walk(self, value: Any, field: str, trusted: bool, depth: int) -> Any:
        if isinstance(value, str):
            return self._string(value, field, trusted)
        if depth > DEEPEST:
            return "⟦deep⟧"
        if isinstance(value, Mapping):
            return self._walk_mapping(value, field, trusted, depth)
        if isinstance(value, list | tuple):
            return [self._walk(item, field, trusted, depth + 1) for item in value]
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            return self._walk_number(value, field)
        return self._string(str(value), field, trusted)

    def _walk_mapping(
        self, value: Mapping[Any, Any], field: str, trusted: bool, depth: int
    ) -> dict[str, Any]:
        made: dict[str, Any] = {}
        inherited = field if field in fields.SECRET_FIELDS else ""
        labelled = value.get("item") if isinstance(value.get("item"), str) and "value" in value else None
        foreign = "issue_number" in value and not self._holds_own(str(value.get("text")))
        for key, item in value.items():
            name = str(key)
            wanted = labelled if labelled is not None and name == "value" else (inherited or name)
            written = self._string(name, "", trusted)
            while written in made:
                written += "′"
            if foreign and name == "text" and isinstance(item, str) and item and not _TOKEN.fullmatch(item):
                made[written] = self._person_token("text", item)
            else:
                made[written] = self._walk(item, wanted, trusted, depth + 1)
        return made

    def _walk_number(self, value: float, field: str) -> Any:
        if (
            field in fields.NUMBER_FIELDS
            or field in fields.SECRET_FIELDS
            or fields.personal(field) in fields.COUNTED
        ):
            return self._string(str(value), field, False)
        written = str(value)
        masked = self._issued(written)
        return value if masked == written else masked

    def _string(self, text: str, field: str, trusted: bool) -> str:
        known = self._memory.answer(text, field, trusted)
        if known is None:
            since = self._memory.known
            known = self._string_anew(text, field, trusted)
            self._memory.keep(text, field, trusted, known, since)
        return known

    def _string_anew(self, text: str, field: str, trusted: bool) -> str:
        if not text or _TOKEN.fullmatch(text):
            return text
        if field in fields.SECRET_FIELDS:
            return text if text in fields.NO_SECRETS else SECRET
        kind = fields.NUMBER_FIELDS.get(field)
        if kind is not None:
            return self._number_token(kind, plain_number(text) or text)
        word = fields.personal(field)
        return self._other(text, field, trusted) if word is None else self._particular(text, word)

    def _other(self, text: str, field: str, trusted: bool) -> str:
        pin = self._secrets.get(text)
        if pin is not None and (pin.kind != "pin" or field not in fields.NO_PIN_IN):
            return pin.token
        issued = self._issued(text)
        if field not in fields.FREE_TEXT and CODE.fullmatch(_TOKEN.sub("", issued) or "-"):
            return issued
        if trusted:
            self._say(text)
            return self._between(issued, self._free)
        if text in self._said:
            return self._between(issued, self._free)
        if self._particulars.is_own_alone(_TOKEN.sub("", issued)):
            return issued
        if field in fields.FREE_TEXT:
            issued = _LONELY_CARD.sub(self._lonely_card, issued)
        return self._between(issued, lambda part: self._free(part, lambda gap: self._words(gap, field)))

    def _particular(self, text: str, word: str) -> str:
        issued = self._issued(text)
        if self._particulars.is_own_alone(_TOKEN.sub("", issued)):
            return issued
        token = self._person_token(word, text)
        self._remember(text, token)
        if word in ("name", "kana"):
            for part in text.split():
                if not self._particulars.is_part_of_own(part):
                    self._remember(part, self._person_token(word, part))
        return token

    def _remember(self, text: str, token: str) -> None:
        if not says_nothing(text) and not _TOKEN.search(text) and self._particulars.other(text, token):
            self._memory.anew()

    def _say(self, text: str) -> None:
        if text not in self._said and len(self._said) < REMEMBERED and len(text) <= LONGEST_SAID:
            self._said.add(text)
            self._memory.anew()

    def _issued(self, text: str) -> str:
        """
        Without issued numbers and credentials: known ones in any form, and digits whose check digit is right.
        """
        pattern = self._secrets.search()
        if pattern is not None:
            text = pattern.sub(SECRET, text)
        pieces: list[str] = []
        last = 0
        for span in self._numbers.find(text):
            pieces += (text[last : span.start], span.known.token)
            last = span.end
        text = "".join((*pieces, text[last:])) if pieces else text
        return self._between(text, lambda part: DIGIT_RUN.sub(self._lonely, part))

    def _between(self, text: str, mask: Callable[[str], str]) -> str:
        # What is masked already stays as it is.
        if "⟦" not in text:
            return mask(text)
        pieces: list[str] = []
        last = 0
        for token in _TOKEN.finditer(text):
            pieces += (mask(text[last : token.start()]), token.group())
            last = token.end()
        return "".join((*pieces, mask(text[last:])))

    def _free(self, text: str, gap: Callable[[str], str] = str) -> str:
        """
        Without others' particulars; the cast's stay whole, what is between goes through ``gap``.
        """
        pieces: list[str] = []
        last = 0
        for found in self._particulars.find(text):
            own = text[found.start : found.end]
            pieces += (self._gap(text, last, found.start, gap), own if found.token is None else found.token)
            last = found.end
        pieces.append(self._gap(text, last, len(text), gap))
        return "".join(pieces)

    def _gap(self, text: str, start: int, end: int, gap: Callable[[str], str]) -> str:
        pattern = self._secrets.pin_search()
        if pattern is None:
            return gap(text[start:end])
        pieces: list[str] = []
        # Looked at in the whole text, so that what stands before and after counts.
        for match in pattern.finditer(text, start):
            if match.end() > end:
                break
            pieces += (gap(text[start : match.start()]), SECRET)
            start = match.end()
        return "".join((*pieces, gap(text[start:end])))

    def _words(self, text: str, field: str) -> str:
        pieces: list[str] = []
        last = 0
        unknown: tuple[int, int] | None = None
        for match in PIECE.finditer(text):
            if match.group() in self._said or says_nothing(match.group(), field):
                continue
            if unknown is not None and not text[unknown[1] : match.start()].strip(" \u3000"):
                unknown = (unknown[0], match.end())
                continue
            if unknown is not None:
                pieces += (text[last : unknown[0]], self._unknown(text[slice(*unknown)]))
                last = unknown[1]
            unknown = match.span()
        if unknown is not None:
            pieces += (text[last : unknown[0]], self._unknown(text[slice(*unknown)]))
            last = unknown[1]
        return "".join((*pieces, text[last:]))

    def _unknown(self, text: str) -> str:
        token = self._person_token("text", text)
        if len(text) >= _WORD:
            self._remember(text, token)
        return token

    def _lonely(self, match: re.Match[str]) -> str:
        plain_digits = plain_number(match.group())
        for kind in _LONELY_KINDS:
            if fields.KINDS[kind][1].is_valid(plain_digits):
                return self._number_token(kind, plain_digits)
        return match.group()

    def _lonely_card(self, match: re.Match[str]) -> str:
        raw = match.group()
        kind = next((kind for kind, (_, term) in fields.KINDS.items() if term.is_valid(raw)), None)
        return raw if kind is None else self._number_token(kind, raw)

    def _holds_own(self, text: str) -> bool:
        return any(found.token is None for found in self._particulars.find(text))

    def _number_token(self, kind: str, number: str) -> str:
        return _number_token(self._key, kind, number)

    def _person_token(self, word: str, text: str) -> str:
        return f"⟦{word}:{_digest(self._key, word, plain(text))}⟧"


@lru_cache(maxsize=REMEMBERED)
def _number_token(key: bytes, kind: str, number: str) -> str:
    """
    Remembered, because a proof makes the same codes known again in every round.
    """
    mark, term = fields.KINDS[kind]
    valid = "✓" if term.is_valid(number) else "✗"
    return f"⟦{mark}{valid}{_digest(key, kind, number)}⟧"


def _digest(key: bytes, kind: str, said: str) -> str:
    signs = f"{kind}\0{said}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, signs, "sha256").hex()[:DIGEST]
