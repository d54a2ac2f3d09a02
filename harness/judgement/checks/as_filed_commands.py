"""
What a command or a word of the town makes of the people whom it concerns.

A command that is not described here may have changed anything about anybody: then nothing is known any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.evidence.events import Exchanged, Invoked
from harness.judgement.checks import as_filed_households as households
from harness.judgement.checks.as_filed_people import (
    AMENDED,
    ARRIVAL,
    DOMICILE,
    HOUSE,
    HOUSEHOLDER,
    ITEMS,
    NAMES,
    NUMBERS,
    PLACE,
    STAY,
    UNKNOWN,
    Cause,
    People,
)

Request = Mapping[str, Any]
LEAVE_RECORDS = frozenset(
    {
        "ApplyForCard",
        "ApplyForSupport",
        "ClaimAtConvenienceStore",
        "DecideSupport",
        "DestroyCard",
        "EndSupport",
        "ExtendCardValidity",
        "ExtendSupport",
        "HandOverCard",
        "InquireAsRegisterOffice",
        "InquireIdentity",
        "IssueCopyOfRecord",
        "IssueMovingOutCertificate",
        "LoadProvisionCopies",
        "MakeMediaExtract",
        "OrderCardReturn",
        "PresentCard",
        "RecompileRecord",
        "ReleaseSupport",
        "ReportCardFound",
        "ReportCardLoss",
        "ReprintNotice",
        "RequestCardReplacement",
        "ResendNumberNotice",
        "ReturnCard",
        "SendOnPaper",
    }
)
"""Commands after which every record says what it said before."""

OTHER_CODE = "ChangeResidentRecordCode"
AT_HOME = {"mailed_elsewhere": False}


class Filed:
    """
    People, and what else the commands need: moving-out data that came, changes that were saved provisionally.
    """

    def __init__(self, people: People) -> None:
        self.people = people
        self.data: dict[object, tuple[Mapping[str, Any], Mapping[str, Any]]] = {}
        self.saved: dict[object, Invoked] = {}
        self.borne: dict[str, str] = {}
        self.processing: dict[object, str] = {}
        self.register_events: list[Mapping[str, Any]] = []
        self.founded: set[object] = set()
        """Households that were founded before our eyes: all their members are known."""

    def command(self, command: Invoked) -> None:
        """
        Take in an accepted command.
        """
        request, moment = command.request, command.sent_ns
        if request.get("provisional"):
            self.saved[command.outcome.get("change_id")] = command
            return
        kind = command.operation
        if kind == "DecideChange":
            saved = self.saved.get(request.get("change_id"))
            if request.get("decision") == "discard":
                return
            if saved is None:
                self.people.forget_everybody(moment)
                return
            kind, request = saved.operation, saved.request
        if kind in LEAVE_RECORDS:
            return
        self.people.cause = Cause(kind, command, request)
        self.effect(kind, request, command)

    def effect(self, kind: str, request: Request, command: Invoked) -> None:
        """
        What a decided command makes of everybody.
        """
        effect = EFFECTS.get(kind)
        if effect is None:
            self.people.forget_everybody(command.sent_ns)
        else:
            effect(self, request, command)

    def told(self, message: Exchanged, floor: float) -> None:
        """
        Take in what the town told the registry; ``floor`` is the moment since when that may have had effect.
        """
        body = message.body if isinstance(message.body, dict) else {}
        self.people.cause = Cause(message.message_type or "", message, body)
        if message.message_type == "J07":
            for person in body.get("persons", ()):
                gone = bool(body.get("withdrawn"))
                self.data[person.get("resident_record_code")] = ({}, {}) if gone else (body, person)
        elif message.message_type == "J21":
            who = self.whose(body.get("resident_record_code"), message.monotonic_ns)
            if who is not None:
                number = body.get("individual_number")
                self.people.also(who, "individual_number", number, floor, message.monotonic_ns)
            else:
                self.people.forget_everybody(floor, ("individual_number",))
        elif message.message_type == "A06":
            self.processing[body.get("processing_number")] = str(body.get("local_addressee_number"))
        elif message.message_type == "J22":
            self.register_events.append(body)
        elif message.message_type == "I02":
            self.people.forget_everybody(floor, (*NAMES, "born_on", "sex", *STAY, "householder_name"))

    def whose(self, code: object, moment: float) -> str | None:
        """
        Who bears a code that was filed, or one that was drawn here; nobody once it may have been changed.
        """
        who = self.people.coded(code, moment) or self.borne.get(str(code), "")
        newest = self.people.newest(who, "resident_record_code")
        if newest is None or newest.value is UNKNOWN:
            changed = newest is not None and newest.cause is not None and newest.cause.kind == OTHER_CODE
        else:
            changed = newest.value != code
        return who if self.people.knows(who) and not changed else None


def _entered(command: Invoked) -> dict[object, tuple[str, str]]:
    return {
        one["ref"]: (str(one["resident"]), str(one["household"]))
        for one in command.outcome.get("residents", ())
    }


def _person(person: Request) -> dict[str, object]:
    """
    What a filing says of a person.
    """
    foreign = person.get("foreign") or {}
    said: dict[str, object] = {name: person.get(name) for name in (*NAMES, "born_on", "sex", *DOMICILE)}
    said |= {name: foreign.get(name) for name in STAY}
    said["relationship"] = person.get("relationship")
    said |= {name: person.get(name) or UNKNOWN for name in NUMBERS}
    return said


def _place(address: Request) -> dict[str, object]:
    return {name: address.get(name) for name in PLACE}


def _moving_in(filed: Filed, request: Request, command: Invoked) -> None:
    moment, entered = command.sent_ns, _entered(command)
    if not entered:
        return
    inside = request.get("exemption") in (None, "unavoidable")
    reported = inside and not request.get("unreported_address")
    arrival = {
        "became_resident_on": request["moved_in_on"],
        "settled_on": request["moved_in_on"],
        "notified_on": request["notified_on"],
        "previous_municipality": request.get("from_municipality") if inside else UNKNOWN,
        "previous_address": request.get("from_address") if reported else UNKNOWN,
    }
    movers: dict[str, Mapping[str, object]] = {}
    for person in request.get("persons", ()):
        if person["ref"] not in entered:
            continue
        who, household = entered[person["ref"]]
        movers[who] = _person(person)
        place = _place(request["to_address"])
        here = {"household": household, "living": True, "planned_on": None, **AT_HOME}
        filed.people.put(who, moment, **movers[who], **place, **arrival, **here)
        households.enter(filed.people, moment, household, movers)
        if request.get("household") is None:
            filed.founded.add(household)


def _special(filed: Filed, request: Request, command: Invoked) -> None:
    moment, entered = command.sent_ns, _entered(command)
    movers: dict[str, Mapping[str, object]] = {}
    for mover in request.get("movers", ()):
        if mover["ref"] not in entered:
            continue
        who, household = entered[mover["ref"]]
        data, person = filed.data.get(mover["resident_record_code"], ({}, {}))
        arrival = {
            "became_resident_on": request["moved_in_on"],
            "settled_on": request["moved_in_on"],
            "notified_on": request["notified_on"],
            "previous_municipality": request["from_municipality"],
            "previous_address": data.get("previous_address", UNKNOWN),
        }
        said = dict.fromkeys((*NAMES, "born_on", "sex", *DOMICILE, *STAY, *NUMBERS, "relationship"), UNKNOWN)
        said |= {name: value for name, value in person.items() if name in said}
        said["resident_record_code"] = mover["resident_record_code"]
        for one in mover.get("amendments", ()):
            said[AMENDED.get(one["item"], one["item"])] = one["value"]
        if not person.get("individual_number"):
            said["individual_number"] = UNKNOWN
        known = {name: value for name, value in said.items() if name in ITEMS}
        movers[who] = known
        here = {**_place(request["to_address"]), **arrival, "household": household, "living": True}
        filed.people.put(who, moment, **{**here, **known, "planned_on": None, **AT_HOME})
        households.enter(filed.people, moment, household, movers)


def _change_of_address(filed: Filed, request: Request, command: Invoked) -> None:
    moment, people = command.sent_ns, filed.people
    movers = [str(who) for who in request["residents"]]
    left = {people.now(who, "household") for who in movers}
    for who in movers:
        people.put(who, moment, **_place(request["to_address"]), settled_on=request["moved_on"])
    if not request.get("new_household") and households.all_together(people, filed.founded, movers):
        return
    behind = (
        people.everybody()
        if UNKNOWN in left
        else [who for one in left for who in people.alike("household", one)]
    )
    for who in {*behind, *movers}:
        people.forget(who, moment, HOUSE if who in movers else ("relationship", "householder_name"))
    households.related(people, moment, movers, request.get("householder"), request.get("relationships", ()))


def _other_head(filed: Filed, request: Request, command: Invoked) -> None:
    households.change(filed.people, request, command.sent_ns)


def _regrouped(filed: Filed, request: Request, command: Invoked) -> None:
    households.regroup(filed.people, request, command.sent_ns)


def _moving_out(filed: Filed, request: Request, command: Invoked) -> None:
    moment, people = command.sent_ns, filed.people
    for who in map(str, request["residents"]):
        later = str(request["planned_on"]) > command.now[:10]
        people.put(who, moment, planned_on=request["planned_on"] if later else UNKNOWN, living=UNKNOWN)
        households.left(filed.people, moment, who)


def _withdraw(filed: Filed, request: Request, command: Invoked) -> None:
    for who in map(str, request["residents"]):
        filed.people.put(who, command.sent_ns, living=True, planned_on=None)


def _birth(filed: Filed, request: Request, command: Invoked) -> None:
    moment, people = command.sent_ns, filed.people
    person = request.get("person") or {}
    for ref, (who, household) in _entered(command).items():
        if ref != person.get("ref"):
            continue
        others = people.alike("household", household)
        said = _person(person)
        people.forget(who, moment)
        people.put(who, moment, **said, household=household, living=True, planned_on=None, **AT_HOME)
        people.put(who, moment, became_resident_on=person["born_on"])
        if others:
            people.put(who, moment, **{name: people.now(others[0], name) for name in PLACE})
            heads = {people.now(one, "householder_name") for one in others}
            people.put(who, moment, householder_name=heads.pop() if len(heads) == 1 else UNKNOWN)


def _death(filed: Filed, request: Request, command: Invoked) -> None:
    who = str(request["resident"])
    filed.people.put(who, command.sent_ns, living=False, planned_on=None)
    households.left(filed.people, command.sent_ns, who)


def _nationality(filed: Filed, request: Request, command: Invoked) -> None:
    who, moment = str(request["resident"]), command.sent_ns
    # One record is deleted and another entered: which of them a message tells of, is not known here.
    filed.people.forget(who, moment, (*NAMES, *DOMICILE, *STAY, *ARRIVAL, "living", "householder_name"))
    households.left(filed.people, moment, who)


def _correction(filed: Filed, request: Request, command: Invoked) -> None:
    who, moment, people = str(request["resident"]), command.sent_ns, filed.people
    for one in request["amendments"]:
        name = AMENDED.get(one["item"])
        if name is None:
            if one["item"] in ITEMS:
                people.forget(who, moment, (one["item"],))
            continue
        people.put(who, moment, **{name: one["value"]})
        if name in (*NAMES, "relationship"):
            head = people.now(who, "relationship")
            house = people.now(who, "household")
            alone = name == "name" and head == HOUSEHOLDER and house is not UNKNOWN
            told = one["value"] if alone and people.now(who, "common_name") is None else UNKNOWN
            for other in people.everybody():
                same = other == who or house is UNKNOWN or people.now(other, "household") in (house, UNKNOWN)
                if same and (head in (HOUSEHOLDER, UNKNOWN) or name == "relationship"):
                    people.put(other, moment, householder_name=told)


def _ex_officio_entry(filed: Filed, request: Request, command: Invoked) -> None:
    moment, entered = command.sent_ns, _entered(command)
    movers: dict[str, Mapping[str, object]] = {}
    for person in request.get("persons", ()):
        if person["ref"] not in entered:
            continue
        who, household = entered[person["ref"]]
        movers[who] = _person(person)
        filed.people.forget(who, moment)
        here = {"household": household, "living": True, "planned_on": None, **AT_HOME}
        filed.people.put(who, moment, **movers[who], **_place(request["to_address"]), **here)
        households.enter(filed.people, moment, household, movers)


def _undone(filed: Filed, request: Request, command: Invoked) -> None:
    """
    What is cancelled or restored may be anything of that person; of the household, how they are related.
    """
    filed.people.forget(str(request["resident"]), command.sent_ns)
    filed.people.forget_everybody(command.sent_ns, HOUSE)


def _other_code(filed: Filed, request: Request, command: Invoked) -> None:
    filed.people.forget(str(request["resident"]), command.sent_ns, ("resident_record_code",))


def _other_number(filed: Filed, request: Request, command: Invoked) -> None:
    filed.people.forget(str(request["resident"]), command.sent_ns, ("individual_number",))


def _confirmed(filed: Filed, request: Request, command: Invoked) -> None:
    """
    A notice of a family register is confirmed: where several came, it is not known which.
    """
    if request.get("decision") == "reject":
        return
    people, moment = filed.people, command.sent_ns
    events = {str(one.get("event")): one for one in filed.register_events}
    if len(filed.register_events) != 1:
        people.forget_everybody(moment)
        return
    kind, event = events.popitem()
    who = people.coded(event.get("resident_record_code"), moment)
    if kind == "birth":
        _birth(filed, request, command)
    elif who is None:
        people.forget_everybody(moment)
    elif kind == "death":
        _death(filed, {"resident": who}, command)
    else:
        changed = [{"item": item, "value": value} for item, value in (event.get("items") or {}).items()]
        _correction(filed, {"resident": who, "amendments": changed}, command)


def _elsewhere(filed: Filed, request: Request, command: Invoked) -> None:
    filed.people.put(str(request["resident"]), command.sent_ns, mailed_elsewhere=True)


EFFECTS: Mapping[str, Callable[[Filed, Request, Invoked], None]] = {
    "MovingIn": _moving_in,
    "SpecialMovingIn": _special,
    "ChangeOfAddress": _change_of_address,
    "ChangeOfHousehold": _other_head,
    "SplitHousehold": _regrouped,
    "MergeHouseholds": _regrouped,
    "TransferMembers": _regrouped,
    "MovingOut": _moving_out,
    "WithdrawMovingOut": _withdraw,
    "EntryByBirth": _birth,
    "DeletionByDeath": _death,
    "ExOfficioDeletion": _death,
    "ExOfficioEntry": _ex_officio_entry,
    "ExOfficioCorrection": _correction,
    "ChangeOfNationality": _nationality,
    "ConfirmNotice": _confirmed,
    "CancelChange": _undone,
    "RestoreRecord": _undone,
    OTHER_CODE: _other_code,
    "ChangeIndividualNumber": _other_number,
    "RegisterDispatchPlace": _elsewhere,
}
"""Command → what becomes of people by it."""
