"""
Every error that a command can end with is said in Japanese and in English where it is raised.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.words import errors
from harness.words.errors import TekigoError

ROOT = Path(__file__).parents[2]
ROOMS = ("harness", "reports", "scenarios")
KINDS = {"TekigoError", *(kind.__name__ for kind in TekigoError.__subclasses__())} - {"TermError"}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def raised(source: str) -> Iterator[ast.Call]:
    """
    Every call that makes an error of ours.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
            yield node


def words(text: ast.expr) -> str | None:
    """
    What is written in a text literally; None where it is written elsewhere.
    """
    if isinstance(text, ast.IfExp):
        return f"{words(text.body) or ''}{words(text.orelse) or ''}" or None
    if not isinstance(text, (ast.Constant, ast.JoinedStr)):
        return None
    parts = [part.value for part in ast.walk(text) if isinstance(part, ast.Constant)]
    return "".join(part for part in parts if isinstance(part, str))


def faults(source: str) -> list[str]:
    """
    Errors that lack a language, or hold them in the wrong order.
    """
    found = []
    for call in raised(source):
        pairs = [(call.args, "message")]
        pairs += [
            (keyword.value.elts, "hint")
            for keyword in call.keywords
            if keyword.arg == "hint" and isinstance(keyword.value, ast.Tuple)
        ]
        pairs += [
            ([keyword.value], "hint")
            for keyword in call.keywords
            if keyword.arg == "hint" and isinstance(keyword.value, (ast.Constant, ast.JoinedStr))
        ]
        for texts, what in pairs:
            if len(texts) != 2:
                found.append(f"line {call.lineno}: {what} in {len(texts)} languages")
                continue
            ja, en = map(words, texts)
            if ja is not None and not JAPANESE.search(ja):
                found.append(f"line {call.lineno}: {what}: the first is not Japanese: {ja}")
            if en is not None and JAPANESE.search(en):
                found.append(f"line {call.lineno}: {what}: the second is not English: {en}")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_error_is_raised_in_both_languages(room: str) -> None:
    """
    Message and hint come in Japanese and English, in this order.
    """
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in sorted((ROOT / room).rglob("*.py"))
        if (wrong := faults(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_search_finds_errors() -> None:
    """
    It sees the errors of the instrument, and each way of leaving a language out.
    """
    assert sum(1 for path in (ROOT / "harness").rglob("*.py") for _ in raised(path.read_text("utf-8"))) > 60
    for wrong in (
        'UsageError("only English")',
        'UsageError("only English", "twice")',
        'UsageError("日本語", "日本語")',
        'UsageError(f"{one}", "English")',
        'UsageError("日本語", "English", hint="one language")',
        'UsageError("日本語", "English", hint=("one language", "twice"))',
        'ConfigurationError("一つ" if one else "two", "one" if one else "二つ")',
    ):
        assert faults(wrong), wrong
    assert not faults('UsageError("日本語", "English", code="x", hint=("日本語", "English"))')


def test_the_hints_of_kinds_are_in_both_languages() -> None:
    """
    What a kind of error says by itself is in both languages too.
    """
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TekigoError)
    ]
    for ja, en in {kind.hint for kind in kinds} - {("", "")}:
        assert JAPANESE.search(ja)
        assert not JAPANESE.search(en)
