"""
What is known of people from what was filed and told, and from when to when.

A value that cannot be known is `UNKNOWN`, and stays so until somebody files it again or a record shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import inf
from typing import Any, Final

from msgspec import Struct

from harness.evidence.events import Exchanged, Invoked


class _Unknown:
    """
    The value of what cannot be known.
    """

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
HOUSEHOLDER = "世帯主"
NAMES = ("name", "name_kana", "former_surname", "former_surname_kana", "common_name")
PERIOD = ("status_of_residence", "period_of_stay", "period_expires_on")
STAY = (
    "nationality",
    "resident_class",
    "residence_card_number",
    "special_permanent_certificate_number",
    *PERIOD,
)
DOMICILE = ("registered_domicile", "head_of_family_register")
PLACE = ("address", "building", "town_code", "postal_code")
ARRIVAL = ("became_resident_on", "settled_on", "notified_on", "previous_municipality", "previous_address")
HOUSE = ("household", "relationship", "householder_name")
NUMBERS = ("resident_record_code", "individual_number")
LEAVING = ("planned_out_on", "planned_destination", "confirmed_out_on", "confirmed_destination")
SKIPPED = ("unreported_municipality", "unreported_address", "last_recorded_address")
BY_CORRECTION = (
    "telephone",
    "administrative_district",
    "school_district",
    "polling_district",
    "actual_relationship",
    "order_of_entry",
    "remarks",
    "quasi_household",
    "branch_office",
    "district",
    "neighbourhood_group",
    "junior_high_school_district",
    "assessing_body",
    "name_in_kanji",
    "name_in_katakana",
    "common_name_kana",
    "mailing_name",
)
"""Items that nobody files but by a correction."""
ON_RECORD_ONLY = (*LEAVING, *SKIPPED, *BY_CORRECTION)
"""Items that no message is held against here."""
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
    "mailed_elsewhere",
    *ON_RECORD_ONLY,
)

SHOWN = (*NAMES, "born_on", "sex", *DOMICILE, *STAY, "address", "building", *ARRIVAL, *HOUSE, *NUMBERS)
"""Items that a record shows by the same name."""


AMENDED = {
    "residence_card_number": "residence_card_number",
    **{name: name for name in (*NAMES, "born_on", "sex", *DOMICILE, *PLACE)},
    **{
        name: name
        for name in (
            "nationality",
            "resident_class",
            *PERIOD,
            "relationship",
            "settled_on",
            "became_resident_on",
        )
    },
}
"""Item of an amendment → item of a person. Others are no item of a person here."""


class Cause(Struct, frozen=True):
    """
    What makes something known: a command by the kind and request that were decided, a word of the town, a look.
    """

    kind: str
    event: Invoked | Exchanged
    request: Mapping[str, Any]


class Version(Struct):
    """
    A value with the moments (monotonic, ns) from which and until which it held, and what made it known.
    """

    value: object
    since: float
    until: float = inf
    cause: Cause | None = None


class People:
    """
    Everybody by local addressee number: item → its versions, oldest first.
    """

    def __init__(self) -> None:
        self._items: defaultdict[str, defaultdict[str, list[Version]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._codes: defaultdict[object, dict[str, float]] = defaultdict(dict)
        self.cause: Cause | None = None
        """What is being taken in."""

    def put(self, who: str, since: float, **items: object) -> None:
        """
        What holds of somebody from a moment on.
        """
        for name, value in items.items():
            versions = self._items[who][name]
            if versions:
                versions[-1].until = min(versions[-1].until, since)
            versions.append(Version(value, since, cause=self.cause))
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
        versions.append(Version(value, since, cause=self.cause))

    def learn(self, record: Mapping[str, Any], since: float) -> None:
        """
        What a look at a record showed, of what nobody knows otherwise: it stands until somebody changes it.
        """
        who = str(record.get("resident"))
        shown = {**record, **(record.get("foreign") or {})}
        for name in SHOWN:
            if name in shown and self.now(who, name) is UNKNOWN:
                self.put(who, since, **{name: shown[name]})
        if record.get("foreign") is None and "foreign" in record:
            for name in STAY:
                if self.now(who, name) is UNKNOWN:
                    self.put(who, since, **{name: None})

    def now(self, who: str, name: str) -> object:
        """
        The newest value.
        """
        newest = self.newest(who, name)
        return UNKNOWN if newest is None else newest.value

    def newest(self, who: str, name: str) -> Version | None:
        """
        The newest value with what made it known; None of which nothing was ever said.
        """
        versions = self._items[who][name] if who in self._items else []
        return versions[-1] if versions else None

    def between(self, who: str, name: str, since: float, until: float) -> list[object]:
        """
        Every value that held at some time between two moments; none where one of them is unknown.
        """
        held = [one.value for one in self.versions(who, name, since, until)]
        return [] if UNKNOWN in held else held

    def versions(self, who: str, name: str, since: float, until: float) -> list[Version]:
        """
        The same with what made each known, also where one is unknown.
        """
        if who not in self._items or name not in self._items[who]:
            return []
        return [one for one in self._items[who][name] if one.since <= until and one.until > since]

    def items(self, who: str) -> list[str]:
        """
        The items of which something was ever known of somebody.
        """
        return [*self._items[who]] if who in self._items else []

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
