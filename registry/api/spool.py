"""
A long request of many lines, put by as it comes: it is read once it is whole, and never all of it in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from http import HTTPStatus
from types import TracebackType
from typing import Self

from registry.api.problems import ProblemError

IN_MEMORY = 8 * 1024 * 1024
"""Bytes kept in memory; beyond them a file of the system's own folder for such holds them, without a name."""

LONGEST_LINE = 64 * 1024


class Spool:
    """
    Lines of NDJSON, counted from 1; empty ones are passed over.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the spool
        self._line, self._length = 1, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, chunk: bytes) -> None:
        """
        Put by a piece, which may end anywhere. Raises `ProblemError` where a line is longer than any resident's.
        """
        first, *further = chunk.split(b"\n")
        self._grow(len(first))
        for piece in further:
            self._line, self._length = self._line + 1, 0
            self._grow(len(piece))
        self._file.write(chunk)

    def _grow(self, by: int) -> None:
        self._length += by
        if self._length > LONGEST_LINE:
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", f"line[{self._line}]")

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """
        Each line that holds something, with its number.
        """
        self._file.seek(0)
        for number, line in enumerate(self._file, start=1):
            if line.strip():
                yield number, line
