"""
A memory without any law: what a command said of somebody is kept field by field and shown again under the same names.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from registry.rules.check_digits import local_number
from registry.wire.control import Accepted, Entered

SAID_ELSEWHERE = {
    "became_resident_on": ("moved_in_on", "born_on", "notified_on"),
    "settled_on": ("moved_on", "moved_in_on", "born_on", "notified_on"),
    "previous_municipality": ("from_municipality",),
    "previous_address": ("from_address",),
    "planned_out_on": ("planned_on",),
    "planned_destination": ("destination",),
    "deleted_on": ("died_on",),
}
"""Fields of a record whose words in a command are others, with those words, the likeliest first."""

PLAIN = (
    "individual_number", "building", "notified_on", "previous_municipality", "previous_address", "registered_domicile",
    "head_of_family_register", "former_surname", "former_surname_kana", "common_name", "foreign", "planned_out_on",
    "planned_destination", "deleted_on", "deletion_reason", "health_insurance", "filed_by",
)  # fmt: skip
"""Fields of a record that may be null."""

TEXTS = (
    "resident_record_code", "name", "name_kana", "born_on", "sex", "relationship", "householder_name", "address",
    "became_resident_on", "settled_on",
)  # fmt: skip
"""Fields of a record that may not."""


class Parrot:
    """
    Hears commands and says records.
    """

    def __init__(self, municipality: str) -> None:
        self._municipality = municipality
        self._numbers = (number for n in count(1) if (number := local_number(n)) is not None)
        self._known: dict[str, dict[str, Any]] = {}
        self._held: dict[str, dict[str, Any]] = {}

    def hear(self, command: dict[str, Any]) -> Accepted:
        """
        Accept a command, and keep what it says of each person in it.
        """
        persons = [*command.get("persons", []), *command.get("movers", [])]
        persons += [command["person"]] if isinstance(command.get("person"), dict) else []
        household = command.get("household") or next(self._numbers)
        said = _said(command)
        entered = []
        for person in persons:
            resident = next(self._numbers)
            self._known[resident] = {**said, **person, "resident": resident, "household": household}
            entered.append(Entered(ref=str(person.get("ref", "")), resident=resident, household=household))
        named = [*command.get("residents", []), command.get("resident")]
        for known in (one for one in named if isinstance(one, str)):
            before = self._known.setdefault(known, {"resident": known, "household": household})
            before |= said
            entered.append(Entered(ref=known, resident=known, household=before["household"]))
        if isinstance(command.get("card_id"), str):
            self._held[command["card_id"]] = said
        return Accepted(outcome="accepted", change_id="echo", residents=entered)

    def say(self, name: str, query: dict[str, Any]) -> dict[str, Any]:
        """
        Say again what was heard of the one who is asked for.
        """
        if name == "ReadResidentRecord":
            code = query.get("resident_record_code")
            found = self._known.get(str(query.get("resident")))
            coded = [one for one in self._known.values() if code and one.get("resident_record_code") == code]
            known = found or (coded[-1] if coded else None)
            return {} if known is None else {"record": self._record(known)}
        if name == "ReadHousehold":
            members = [key for key, one in self._known.items() if one["household"] == query.get("household")]
            shown = (
                {"household": query.get("household"), "householder": members[0], "members": members}
                if members
                else {}
            )
            return {"household": shown} if shown else {}
        if name == "ReadCard" and query.get("card_id") in self._held:
            return {"card": self._card(str(query["card_id"]))}
        return {}

    def _record(self, known: dict[str, Any]) -> dict[str, Any]:
        shown = {field: known.get(field) or "" for field in TEXTS}
        shown |= {field: known.get(field) for field in PLAIN}
        return {
            **shown,
            "resident": known["resident"],
            "household": known["household"],
            "sex": known.get("sex") or "unknown",
            "state": "planned-out" if known.get("planned_out_on") else "current",
            "householder": known.get("relationship") == "世帯主",
            "municipality": self._municipality,
            "foreign": None,
            "health_insurance": None,
            "filed_by": None,
            "history": [],
        }

    def _card(self, card_id: str) -> dict[str, Any]:
        said = self._held[card_id]
        return {
            "card_id": card_id,
            "resident_record_code": said.get("resident_record_code") or "",
            "state": "active",
            "municipality": self._municipality,
            "handed_over_on": said.get("now"),
            "expires_on": None,
            "present_by": None,
        }


def _said(command: dict[str, Any]) -> dict[str, Any]:
    """
    What a command says, under the names of a record.
    """
    said: dict[str, Any] = {key: value for key, value in command.items() if isinstance(value, str | bool)}
    place = command.get("to_address")
    if isinstance(place, dict):
        said |= {"address": place.get("address"), "building": place.get("building")}
    for field, words in SAID_ELSEWHERE.items():
        heard = next((command[word] for word in words if isinstance(command.get(word), str)), None)
        if heard is not None:
            said[field] = heard
    for amendment in command.get("amendments", []):
        if isinstance(amendment, dict) and isinstance(amendment.get("item"), str):
            said[amendment["item"]] = amendment.get("value")
    return said
