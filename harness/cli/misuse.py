"""
What the library of the command line refuses, in both languages, as one of our own errors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from typer.exceptions import TyperException

from harness.words.errors import UsageError

SENTENCES = (
    (r"Invalid value for (.+?): (?:Value error, )?(.*)", r"\1の値が使えない：\2"),
    (r"No such option: (.+?) \(Possible options: (.*)\)", r"\1という選択肢はない（近いもの：\2）"),
    (r"No such option: (.+)", r"\1という選択肢はない"),
    (r"Option (.+) requires an argument\.", r"\1に値がない"),
    (r"Option (.+) does not take a value\.", r"\1は値をとらない"),
    (r"Missing argument (.+?)\.(.*)", r"引数\1がない\2"),
    (r"Missing option (.+?)\.(.*)", r"\1がない\2"),
    (r"Got unexpected extra argument\(?s?\)? \((.*)\)", r"余分な引数がある（\1）"),
    (r"No such command (.+?)\. Did you mean (.+)\?", r"\1というコマンドはない（近いもの：\2）"),
    (r"No such command (.+?)\.", r"\1というコマンドはない"),
    (r"Missing command\.", r"コマンドがない"),
)
VALUES = (
    (r"Input should be a valid integer.*", "整数でない"),
    (r"Input should be a valid number.*", "数でない"),
    (r"Input should be greater than or equal to (\S+)", r"\1以上でない"),
    (r"(.+) does not match the formats? (.+?)\.?", r"\1が\2の形でない"),
    (r"(.+) is not one of (.+?)\.?", r"\1は\2のいずれでもない"),
)


def misuse(error: TyperException, words: Sequence[str], commands: Sequence[str]) -> UsageError:
    """
    The same refusal as an error of ours; the hint names the help of the command that was asked for in ``words``.
    """
    en = " ".join(error.format_message().split())
    command = getattr(getattr(error, "ctx", None), "command_path", None) or " ".join(
        ["tekigo", *words[:1]] if words[:1] and words[0] in commands else ["tekigo"]
    )
    return UsageError(
        _japanese(en),
        en.rstrip("."),
        hint=(f"使い方は`{command} --help`で見られる。", f"`{command} --help` tells how it is used."),
    )


def _japanese(en: str) -> str:
    for pattern, ja in SENTENCES:
        if found := re.fullmatch(pattern, en, re.DOTALL):
            said = found.expand(ja)
            for value, words in VALUES:
                said = re.sub(rf"(?<=：){value}$", words, said)
            return said
    return en


def asks_for_help(error: TyperException) -> bool:
    """
    Whether nothing was asked for at all, so that the help is shown.
    """
    return error.format_message().startswith("Usage:")
