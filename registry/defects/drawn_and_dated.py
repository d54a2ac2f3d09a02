"""
Defects of the draw of codes, and of what a message repeats of another day, article or head.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import codes, households, residents
from registry.defects.defect import afterwards, both, builders, defect, handler, reading, rules
from registry.messages.agency import place_of_residence
from registry.messages.house import resident_change
from registry.messages.told import Told
from registry.parts import Parts
from registry.reads import Reading
from registry.store import CODES
from registry.wire.control import Accepted, DeletionByDeath, Found, ReadResidentRecord
from registry.wire.departments import ResidentChange
from registry.wire.immigration import PlaceOfResidence

MOVED_IN = "11"


def _once_and_again(parts: Parts) -> Parts:
    last: list[str] = []

    def draw(stock: list[str]) -> str:
        if last:
            return last.pop()
        last.append(codes.at_random(stock))
        return last[0]

    return rules(draw=draw)(parts)


def _freed_by_death(parts: Parts) -> Parts:
    freed: list[str] = []

    def free(desk: Any, command: DeletionByDeath, outcome: Accepted) -> Accepted:
        dead = residents.find(desk.conn, command.resident)
        if dead is not None:
            freed.append(dead.resident_record_code)
            desk.conn.execute(CODES.update().where(CODES.c.code == freed[-1]).values(used=False))
        return outcome

    def draw(stock: list[str]) -> str:
        again = [code for code in freed if code in stock]
        return again[-1] if again else codes.at_random(stock)

    return both(handler("DeletionByDeath", afterwards(free)), rules(draw=draw))(parts)


def _former_head(parts: Parts) -> Parts:
    heads: dict[str, tuple[str, str]] = {}

    def wrap(sound: Reading) -> Reading:
        def inner(conn: Any, query: ReadResidentRecord) -> Found:
            found = sound(conn, query)
            shown = found.record
            head = shown and shown.household and households.head(conn, shown.household)
            if shown is None or not head or shown.householder:
                return found
            first, name = heads.setdefault(shown.household, (head, str(shown.householder_name)))
            kept = msgspec.structs.replace(shown, householder_name=name) if first == head else shown
            return msgspec.structs.replace(found, record=kept)

        return inner

    return reading("ReadResidentRecord", wrap)(parts)


def _dated_as_filed(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    moved_in = sound.reason == MOVED_IN and sound.notified_on is not None
    return msgspec.structs.replace(sound, changed_on=sound.notified_on) if moved_in else sound


def _always_from_elsewhere(told: Told) -> PlaceOfResidence | None:
    sound = place_of_residence(told)
    return None if sound is None else msgspec.structs.replace(sound, article="22")


DEFECTS = [
    defect(
        "one-code-drawn-for-two",
        "選んだ住民票コードを、次の者にもう一度用いる。",
        "A code that was drawn is used for the next one once more.",
        _once_and_again,
        must="JUKI-007",
        may=(
            "ATE-001 CARD-001 CARD-002 CERT-004 DEPT-001 IMM-001 JUKI-001 JUKI-005 JUKI-008 REL-001 "
            "REL-005 REL-013 REL-017 REL-018 REL-021 REL-023"
        ),
        pattern="code-used-twice",
    ),
    defect(
        "code-of-the-dead-drawn",
        "死亡した者の住民票コードを、次に記載される者に用いる。",
        "The code of somebody who died is drawn for the next one.",
        _freed_by_death,
        must="JUKI-007",
        may="CARD-002 JUKI-001 JUKI-005 REL-017 REL-018",
        pattern="code-used-twice",
        acts=3,
    ),
    defect(
        "members-under-the-former-name-of-the-head",
        "世帯主の氏名が改められても、世帯員の住民票は前の氏名を示す。",
        "When the householder's name has changed, the records of the members show the former one.",
        _former_head,
        must="DEPT-001 LINK-003",
        may="LINK-004 JUKI-015 REL-023 REL-024 REL-015",
        pattern="former-name-kept",
        acts=2,
    ),
    defect(
        "moving-in-told-departments-as-filed",
        "転入のD01の異動日に、届出の日を書く。",
        "D01 of a moving in is dated by the filing.",
        builders(d01=_dated_as_filed),
        must="DEPT-001",
        may="REL-013 REL-001",
        pattern="dated-by-the-other-day",
    ),
    defect(
        "place-always-told-under-article-22",
        "住居地の届出とみなされた届出を、いつも法22条の届出として知らせる。",
        "A notification of the place of residence is always told as one under article 22.",
        builders(i03=_always_from_elsewhere),
        must="IMM-005",
        may="REL-021 IMM-001",
        pattern="wrong-article",
    ),
]
