"""
What an item of a message may say: from what is known of the person, or from what was filed.

A prediction is the values that an item may have; none says that nobody can know, and nothing is examined.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from harness.judgement.checks.as_filed_people import HOUSEHOLDER
from harness.judgement.checks.as_filed_sent import Predictor, Sent

OFFICIAL = "2"
"""職権, in the table of kinds of notification."""
MEDIUM_TO_LONG, SPECIAL = "medium-to-long-term", "special-permanent"


def of(name: str) -> Predictor:
    """
    An item of the person.
    """
    return lambda sent: sent.held(name)


def whole_address(sent: Sent) -> list[object]:
    """
    Address and building in one text; unknown where either is masked.
    """
    return _joined(sent.held("address"), sent.held("building"))


def _joined(addresses: list[object], buildings: list[object]) -> list[object]:
    texts = [f"{address or ''}{building or ''}" for address, building in product(addresses, buildings)]
    return [] if any("⟦" in text for text in texts) else list(texts)


def former_address(sent: Sent) -> list[object]:
    """
    The address before the command, where it is changed: notified or ex officio, the building alone as well.
    """
    amended = {one["item"] for one in sent.request.get("amendments") or ()}
    corrected_there = sent.kind == "ExOfficioCorrection" and bool(amended & {"address", "building"})
    if not sent.direct or not (corrected_there or sent.kind == "ChangeOfAddress"):
        return []
    before = sent.since - 1
    return _joined(*(sent.people.between(sent.who, name, before, before) for name in ("address", "building")))


def state(sent: Sent) -> list[object]:
    """
    Whether somebody is a resident: planned out up to the planned date, and afterwards nobody knows from when.
    """
    today = str((sent.message.envelope or {}).get("sent_at"))[:10]
    plans, living = sent.held("planned_on"), sent.held("living")
    if plans == [None] and len(living) == 1:
        return ["current" if living[0] else "deleted"]
    known = len(plans) == 1 and isinstance(plans[0], str)
    return ["planned-out"] if known and today < str(plans[0]) else []


def record_status(sent: Sent) -> list[object]:
    """
    The same in two words.
    """
    return ["deleted" if one == "deleted" else "current" for one in state(sent)]


def householder(sent: Sent) -> list[object]:
    """
    Whether somebody heads a household.
    """
    return [one == HOUSEHOLDER for one in sent.held("relationship")]


def class_only(resident_class: str, name: str) -> Predictor:
    """
    An item that only residents of one class have in what the Agency is told.
    """

    def predict(sent: Sent) -> list[object]:
        classes = sent.held("resident_class")
        return sent.held(name) if classes == [resident_class] else [None] if classes else []

    return predict


def municipality(sent: Sent) -> list[object]:
    """
    The municipality under test.
    """
    return [sent.here]


HAPPENED: Mapping[str, str] = {
    "MovingIn": "moved_in_on",
    "SpecialMovingIn": "moved_in_on",
    "ChangeOfAddress": "moved_on",
    "ChangeOfHousehold": "changed_on",
    "SplitHousehold": "changed_on",
    "MergeHouseholds": "changed_on",
    "TransferMembers": "changed_on",
    "MovingOut": "planned_on",
    "DeletionByDeath": "died_on",
    "ExOfficioEntry": "occurred_on",
    "ExOfficioDeletion": "occurred_on",
    "ExOfficioCorrection": "changed_on",
    "ChangeOfNationality": "occurred_on",
}
"""Command → where it says on what day the change happened."""

REASONS: Mapping[str, str] = {
    "SpecialMovingIn": "11",
    "ChangeOfAddress": "31",
    "EntryByBirth": "13",
    "DeletionByDeath": "23",
    "ExOfficioDeletion": "26",
    "ExOfficioEntry": "16",
}
"""Command → the one reason for change that the table of the network has for it."""

BY_CAUSE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("ChangeResidentRecordCode", "claim"): ("37",),
    ("ChangeResidentRecordCode", "ex-officio"): ("38",),
    ("ChangeIndividualNumber", "claim"): ("34",),
    ("ChangeIndividualNumber", "ex-officio"): ("35",),
    ("ChangeOfNationality", "loss"): ("15", "25"),
    ("ChangeOfNationality", "acquisition"): ("14", "24"),
    ("ChangeOfNationality", "naturalisation"): ("14", "24"),
    **{
        ("ExOfficioCorrection", cause): ("33",)
        for cause in (
            "clerical-error",
            "court",
            "failure-to-notify",
            "family-register-notice",
            "other-organ",
            "request",
        )
    },
}
"""Command and its cause → the reasons. A cause of a minor correction is left to the steps."""


def reason(sent: Sent) -> list[object]:
    """
    The reason for change that the network is told.
    """
    request = sent.request
    if not sent.direct:
        return []
    if sent.kind == "MovingIn":
        return ["11"] if sent.inside else ["12"] if request.get("exemption") == "from-abroad" else []
    if sent.kind == "MovingOut":
        planned = str(request["planned_on"]) >= str(request["notified_on"])
        return ["21" if request.get("destination_municipality") else "22"] if planned else []
    cause = str(request.get("cause") or request.get("kind"))
    one = REASONS.get(sent.kind)
    return [one] if one is not None else list(BY_CAUSE.get((sent.kind, cause), ()))


def own_reason(sent: Sent) -> list[object]:
    """
    The register's own reason, where it has no other words for it than the network.
    """
    return [] if sent.kind == "ExOfficioCorrection" else reason(sent)


def changed_on(sent: Sent) -> list[object]:
    """
    The day on which the change happened; of a moving out the planned date.
    """
    if not sent.direct:
        return []
    if sent.kind == "EntryByBirth":
        return [sent.request["person"]["born_on"]]
    name = HAPPENED.get(sent.kind)
    return [sent.request[name]] if name else []


def applies_from(sent: Sent) -> list[object]:
    """
    The day from which a change applies: where its day is not fully known, that is left open.
    """
    return [day for day in changed_on(sent) if "X" not in str(day)]


def planned_on(sent: Sent) -> list[object]:
    """
    The date of a plan, as long as it is one.
    """
    return [sent.request["planned_on"]] if state(sent) == ["planned-out"] and sent.kind == "MovingOut" else []


def planned(sent: Sent) -> list[object]:
    """
    Whether somebody is said to plan to move out; that nobody does, is left to the state.
    """
    return [True] if planned_on(sent) else []


def by_authority(sent: Sent) -> list[object]:
    """
    The kind of notification of what nobody notified and no court or register decided.
    """
    causes = ("clerical-error", "failure-to-notify")
    alone = sent.kind == "ExOfficioCorrection" and sent.request.get("cause") in causes
    entered = sent.kind in ("ExOfficioEntry", "ExOfficioDeletion") and sent.request.get("ground") in (
        "failure-to-notify",
        "omission-or-error",
    )
    return [OFFICIAL] if sent.direct and (alone or entered) else []


def no_new_code(sent: Sent) -> list[object]:
    """
    Nothing since when a new code is used, where there is none.
    """
    return [None] if sent.direct and sent.kind in HAPPENED else []


def noted(predict: Predictor) -> Predictor:
    """
    The same, where the notification noted something on health insurance (住基法28条).
    """
    return lambda sent: predict(sent) if sent.filed_person.get("health_insurance") else []


def settled_on(sent: Sent) -> list[object]:
    """
    The day on which the address was settled.
    """
    return sent.held("settled_on")


def filed(name: str, *kinds: str) -> Predictor:
    """
    What the command says, if it is one of these kinds.
    """

    def predict(sent: Sent) -> list[object]:
        says = sent.direct and sent.kind in kinds and name in sent.request
        return [sent.request[name]] if says else []

    return predict


def always(value: object, *kinds: str) -> Predictor:
    """
    The same of every command of these kinds.
    """
    return lambda sent: [value] if sent.direct and sent.kind in kinds else []


def today(sent: Sent) -> list[object]:
    """
    The day of processing.
    """
    return [sent.day] if sent.direct else []


def previous_address(sent: Sent) -> list[object]:
    """
    The address in the municipality that held the record.
    """
    if sent.direct and sent.kind == "MovingIn" and sent.inside:
        return [sent.request.get("from_address")]
    return sent.held("previous_address")


def former_code(sent: Sent) -> list[object]:
    """
    The code that is replaced.
    """
    if sent.kind == "ChangeResidentRecordCode" and sent.direct:
        return sent.people.between(sent.who, "resident_record_code", sent.since - 1, sent.since - 1)
    return [None] if sent.direct and sent.kind in HAPPENED else []


def former_number(sent: Sent) -> list[object]:
    """
    The number that is replaced.
    """
    if sent.kind == "ChangeIndividualNumber" and sent.direct:
        return sent.people.between(sent.who, "individual_number", sent.since - 1, sent.since - 1)
    return [None] if sent.direct and sent.kind in HAPPENED else []


def corrected(sent: Sent) -> list[object]:
    """
    What the supplementary record must say otherwise now; a code that was drawn here among it.
    """
    if not sent.direct:
        return []
    if sent.kind == "ChangeOfAddress":
        return [["address", "settled_on"]]
    if sent.kind in ("MovingIn", "SpecialMovingIn") and sent.held("resident_record_code"):
        return [["address", "settled_on"]]
    if sent.kind == "ChangeResidentRecordCode":
        return [["resident_record_code"]]
    return [["abroad", "planned_out_on"]] if sent.kind == "MovingOut" else []


def abroad(sent: Sent) -> list[object]:
    """
    Whether the person lives abroad from now on.
    """
    return [sent.kind == "MovingOut"] if sent.direct and sent.kind in HAPPENED else []


def unless_abroad(predict: Predictor) -> Predictor:
    """
    Nothing of whoever moves abroad.
    """
    return lambda sent: [None] if sent.body.get("abroad") else predict(sent)


def article(sent: Sent) -> list[object]:
    """
    The article under which was filed.
    """
    if not sent.direct:
        return []
    if sent.kind == "MovingIn":
        return ["22"] if sent.inside else ["30-46"]
    one = {"SpecialMovingIn": "22", "ChangeOfAddress": "23", "MovingOut": "24"}.get(sent.kind)
    return [one] if one else [None] if sent.kind in EX_OFFICIO else []


EX_OFFICIO = ("EntryByBirth", "DeletionByDeath", "ExOfficioDeletion", "ExOfficioEntry", "ExOfficioCorrection")
NOTIFIED = ("MovingIn", "SpecialMovingIn", "ChangeOfAddress")
ACTS = {
    **dict.fromkeys(("MovingIn", "SpecialMovingIn", "EntryByBirth", "ExOfficioEntry"), "entry"),
    **dict.fromkeys(("MovingOut", "DeletionByDeath", "ExOfficioDeletion"), "deletion"),
    **dict.fromkeys(("ChangeOfAddress", "ExOfficioCorrection"), "correction"),
}


def act(sent: Sent) -> list[object]:
    """
    Whether a record is entered, deleted or corrected.
    """
    return [ACTS[sent.kind]] if sent.direct and sent.kind in ACTS else []


def ex_officio(sent: Sent) -> list[object]:
    """
    Whether nobody filed.
    """
    return (
        [sent.kind in EX_OFFICIO]
        if sent.direct and sent.kind in (*EX_OFFICIO, *NOTIFIED, "MovingOut")
        else []
    )


def unless_late(predict: Predictor) -> Predictor:
    """
    Of a moving out that was filed after the day it is left to the steps whether it counts as a notification (REL-006).
    """

    def predicted(sent: Sent) -> list[object]:
        planned_on, notified_on = sent.request.get("planned_on"), sent.request.get("notified_on")
        late = sent.kind == "MovingOut" and str(planned_on) < str(notified_on)
        return [] if late else predict(sent)

    return predicted
