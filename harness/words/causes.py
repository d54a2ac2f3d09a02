"""
Why something of the system or of a library failed, in both languages: what an error of ours quotes.
"""

from __future__ import annotations

import errno
import re
from typing import NamedTuple


class Cause(NamedTuple):
    """
    The same words in both languages.
    """

    ja: str
    en: str


SYSTEM = {
    errno.ENOENT: "存在しない",
    errno.EACCES: "権限がない",
    errno.EPERM: "許されていない",
    errno.EISDIR: "フォルダである",
    errno.ENOTDIR: "途中にフォルダでないものがある",
    errno.EEXIST: "すでに存在する",
    errno.ENOSPC: "空きがない",
    errno.EROFS: "書込みのできない場所である",
    errno.ENAMETOOLONG: "名前が長すぎる",
    errno.EADDRINUSE: "すでに使われている",
    errno.ENOEXEC: "実行できる形式でない",
}

SHAPES = (
    (re.compile(r"Object contains unknown field (`.*?`)"), r"知らない項目\1がある"),
    (re.compile(r"Object missing required field (`.*?`)"), r"項目\1がない"),
    (re.compile(r"Expected (`.*?`), got (`.*?`)"), r"型が\1でなく\2である"),
    (re.compile(r"Expected (`.*?`) of length (<=|>=) (\d+)"), r"\1の長さが\2 \3でない"),
    (re.compile(r"Expected (`.*?`) (<=|>=|<|>) (\S+)"), r"\1が\2 \3でない"),
    (re.compile(r"Expected (`.*?`) matching regex (.+?)(?= - at |$)"), r"\1が\2の形でない"),
    (re.compile(r"Invalid enum value (.+?)(?= - at |$)"), r"\1という値は使えない"),
    (re.compile(r"Invalid RFC3339 encoded date"), "日付の形でない"),
    (re.compile(r" - at (`.*`)$"), r"（\1）"),
)
"""What msgspec says of a value that has not the shape, and the same in Japanese."""


def of_system(error: OSError | ValueError) -> Cause:
    """
    Why the system refused a file or an address; ValueError where it was none at all.
    """
    if not isinstance(error, OSError):
        return Cause("名前として使えない", "this is no name of a file")
    said = error.strerror or str(error) or type(error).__name__
    return Cause(SYSTEM.get(error.errno or 0, said), said)


def of_shape(error: Exception) -> Cause:
    """
    What is wrong with the shape of something that was read. What has no translation is quoted as it is.
    """
    said = str(error)
    words = said
    for pattern, ja in SHAPES:
        words = pattern.sub(ja, words)
    return Cause(words, said)
