"""
What is known of people from what was filed and told, and from when to when: nothing that the registry alone says.

A value that cannot be known is `UNKNOWN`, and stays so until somebody files it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import inf
from typing import Final

from msgspec import Struct


class _Unknown:
    """
    The value of what cannot be known.
    """

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
HOUSEHOLDER = "世帯主"
NAMES = ("name", "name_kana", "former_surname", "former_surname_kana", "common_name")
STAY = ("nationality", "resident_class", "residence_card_number", "special_permanent_certificate_number")
DOMICILE = ("registered_domicile", "head_of_family_register")
PLACE = ("address", "building", "town_code", "postal_code")
ARRIVAL = ("became_resident_on", "settled_on", "notified_on", "previous_municipality", "previous_address")
HOUSE = ("household", "relationship", "householder_name")
NUMBERS = ("resident_record_code", "individual_number")
ITEMS = (
    *NAMES,
    "born_on",
    "sex",
    *DOMICILE,
    *STAY,
    *PLACE,
    *ARRIVAL,
    *HOUSE,
    *NUMBERS,
    "living",
    "planned_on",
)


class Version(Struct):
    """
    A value with the moments (monotonic, ns) from which and until which it held.
    """

    value: object
    since: float
    until: float = inf


class People:
    """
    Everybody by local addressee number: item → its versions, oldest first.
    """

    def __init__(self) -> None:
        self._items: defaultdict[str, defaultdict[str, list[Version]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._codes: defaultdict[object, dict[str, float]] = defaultdict(dict)

    def put(self, who: str, since: float, **items: object) -> None:
        """
        What holds of somebody from a moment on.
        """
        for name, value in items.items():
            versions = self._items[who][name]
            if versions:
                versions[-1].until = min(versions[-1].until, since)
            versions.append(Version(value, since))
            if name == "resident_record_code" and value is not UNKNOWN:
                self._codes[value].setdefault(who, since)

    def forget(self, who: str, since: float, names: Iterable[str] = ITEMS) -> None:
        """
        From a moment on nothing is known of these items.
        """
        self.put(who, since, **dict.fromkeys(names, UNKNOWN))

    def forget_everybody(self, since: float, names: Iterable[str] = ITEMS) -> None:
        """
        From a moment on nothing is known of these items of anybody.
        """
        for who in [*self._items]:
            self.forget(who, since, names)

    def also(self, who: str, name: str, value: object, since: float, until: float) -> None:
        """
        A new value that may have held from ``since``, while the old one may have held up to ``until``.
        """
        versions = self._items[who][name]
        if versions:
            versions[-1].until = min(versions[-1].until, until)
        versions.append(Version(value, since))

    def now(self, who: str, name: str) -> object:
        """
        The newest value.
        """
        versions = self._items[who][name] if who in self._items else []
        return versions[-1].value if versions else UNKNOWN

    def between(self, who: str, name: str, since: float, until: float) -> list[object]:
        """
        Every value that held at some time between two moments; none where one of them is unknown.
        """
        if who not in self._items or name not in self._items[who]:
            return []
        versions = self._items[who][name]
        held = [one.value for one in versions if one.since <= until and one.until > since]
        return [] if UNKNOWN in held else held

    def coded(self, code: object, moment: float) -> str | None:
        """
        Who bears a Resident Record Code: the one of whom it was said last before a moment.
        """
        found = [(since, who) for who, since in self._codes.get(code, {}).items() if since <= moment]
        return max(found)[1] if found else None

    def knows(self, who: str) -> bool:
        """
        Whether anything was filed of somebody.
        """
        return who in self._items

    def alike(self, name: str, value: object) -> list[str]:
        """
        Those of whom an item has a value now.
        """
        return [who for who in self._items if self.now(who, name) == value and value is not UNKNOWN]

    def everybody(self) -> list[str]:
        """
        All of whom something is known.
        """
        return [*self._items]
