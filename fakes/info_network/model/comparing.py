"""
Whether somebody else holds a linkage code: the values are compared here, so that no code is ever told.
"""

from __future__ import annotations

import hashlib
from typing import Annotated

from msgspec import Meta, Struct

from fakes.info_network.model.network import State

DIGESTS = ("md5", "sha1", "sha256")
"""Digests in common use; a code is compared with as much of a digest as it is long."""

Value = Annotated[str, Meta(max_length=4000)]


class ComparedQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Values that somebody else holds.
    """

    values: Annotated[list[Value], Meta(max_length=20_000)]


class Compared(Struct, frozen=True):
    """
    How many codes there are, how many of the values are one, and how many have one for a digest. Never which.
    """

    codes: int
    equal: int
    hashed: int


def compare(state: State, query: ComparedQuery) -> Compared:
    """
    Compare values with all linkage codes (番号令27条5項: a code cannot be turned back).
    """
    codes = {code.casefold() for code in state.holders}
    lengths = {len(code) for code in codes}
    values = {value.casefold() for value in query.values}
    hashed = sum(_hashes_to(value, codes, lengths) for value in values)
    return Compared(codes=len(codes), equal=len(values & codes), hashed=hashed)


def _hashes_to(value: str, codes: set[str], lengths: set[int]) -> bool:
    said = value.encode("utf-8", "surrogatepass")
    digests = [hashlib.new(name, said, usedforsecurity=False).hexdigest() for name in DIGESTS]
    return any(digest[:length] in codes for digest in digests for length in lengths)
