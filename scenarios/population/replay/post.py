"""
Messages that reached the town, counted by whom they are about: what the oracle says is owed must be among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from scenarios.model.owed import Owed
from scenarios.model.register import Register

BY = {
    "J01": "resident_record_code", "J05": "resident_record_code", "J20": "resident_record_code",
    "J23": "resident_record_code", "K01": "resident_record_code", "K04": "card_id", "K05": "card_id", "K07": "card_id",
    "A01": "local_addressee_number", "L09": "local_addressee_number",
}  # fmt: skip
"""Messages that are counted, and the item of their body that says about whom or what."""


class Post:
    """
    What came, as numbers only. Provision copies (L03) are left out: whether one stands, the oracle does not know; so
    are notices to the Agency, which name nobody by a number of ours.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def saw(self, kind: str, body: dict[str, Any]) -> None:
        """
        A message was taken.
        """
        if kind in BY:
            self._seen[kind, str(body.get(BY[kind]))] += 1

    def missing(self, owed: Iterable[Owed], register: Register, named: dict[str, int]) -> Iterator[str]:
        """
        What is owed and did not come, oldest first; ``named`` tells rows of the population by the registry's number.
        """
        wanted: Counter[tuple[str, str]] = Counter()
        about: dict[tuple[str, str], str] = {}
        for each in owed:
            resident = register.residents.get(each.about)
            if each.message not in BY or resident is None:
                continue
            said = {
                **dict(each.says),
                "resident_record_code": resident.code,
                "local_addressee_number": each.about,
            }
            key = each.message, str(said.get(BY[each.message]))
            wanted[key] += 1
            about[key] = each.about
        for key, count in wanted.items():
            if self._seen[key] < count:
                yield (
                    f"resident {named.get(about[key])}: {key[0]} owed {count} times, taken {self._seen[key]} times"
                )
