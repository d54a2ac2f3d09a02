"""
What a resident, an official or a neighbour can ask of a registry.

One frozen struct per thing; the class name is the name of the endpoint. Dates are ISO 8601 civil dates;
a birth or death date may have unknown parts (``1940-XX-XX``). A person inside a command is named by
``ref``, a handle that only this command knows; a person on the register by ``resident``, the registry's
own local addressee number, which it gives in its answer.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Sex = Literal["male", "female", "unknown"]
Evidence = Literal[
    "individual-number-card",
    "drivers-licence",
    "passport",
    "residence-card",
    "other-papers",
    "questions-answered",
]


class Command(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What every command obeys: frozen, and no unknown field.
    """


class Counter(Command, frozen=True):
    """
    Where and by whom the command is given. ``trace_id`` should come back on every message it causes.
    """

    operator: str
    terminal: str
    trace_id: str


class Identity(Command, frozen=True):
    """
    Who files, and how that was checked (住基法27条, 住基規則8条〜8条の3).

    ``evidence`` is None when nothing was shown; ``substitute`` records what stood in for it.
    ``authority`` is needed of a proxy outside the household.
    """

    filer: Literal["self", "householder", "same-household", "proxy"]
    filer_name: str
    evidence: Evidence | None = None
    authority: Literal["power-of-attorney", "statutory"] | None = None
    substitute: str | None = None


class Address(Command, frozen=True):
    """
    An address in this municipality or elsewhere, as it is written on the record.
    """

    address: str
    building: str | None = None
    postal_code: str = ""
    town_code: str = ""


class Foreign(Command, frozen=True):
    """
    What a foreign resident's record holds in addition (住基法30条の45).
    """

    nationality: str
    resident_class: Literal[
        "medium-to-long-term", "special-permanent", "temporary-refuge", "provisional-stay", "transitional"
    ]
    status_of_residence: str | None = None
    period_of_stay: str | None = None
    period_expires_on: str | None = None
    residence_card_number: str | None = None
    special_permanent_certificate_number: str | None = None


class NotedInsurance(Command, frozen=True):
    """
    What a notification notes on national health insurance (住基法28条).
    """

    insured: bool
    symbol_and_number: str | None = None


class Person(Command, frozen=True):
    """
    A person as a notification or a family-register document states them.
    """

    ref: str
    name: str
    name_kana: str
    born_on: str
    sex: Sex
    relationship: str
    resident_record_code: str | None = None
    individual_number: str | None = None
    registered_domicile: str | None = None
    head_of_family_register: str | None = None
    former_surname: str | None = None
    former_surname_kana: str | None = None
    common_name: str | None = None
    foreign: Foreign | None = None
    health_insurance: NotedInsurance | None = None


class PresentedCard(Command, frozen=True):
    """
    A card laid on the counter for one mover. The PIN itself is never passed, only what checking it gave.
    """

    ref: str
    card_id: str
    pin_check: Literal["passed", "failed", "not-asked"]


class MovingIn(Command, frozen=True):
    """
    Notification of moving in (住基法22条, 30条の46).

    ``document`` is the moving-out certificate of a person from another municipality; None where none was
    brought. ``exemption`` names the class that needs none (住基令22条). ``household`` joins an existing one.
    ``provisional`` saves the entry without deciding it: nothing may leave the registry.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_in_on: str
    to_address: Address
    persons: list[Person]
    from_municipality: str | None = None
    from_address: str | None = None
    document: Literal["moving-out-certificate"] | None = None
    exemption: Literal["from-abroad", "never-recorded", "unavoidable"] | None = None
    household: str | None = None
    provisional: bool = False


class Mover(Command, frozen=True):
    """
    One person of a special moving in, found in the moving-out data by Resident Record Code.

    ``amendments`` are items that the clerk put right before the entry.
    """

    ref: str
    resident_record_code: str
    amendments: list[Amendment] = []


class SpecialMovingIn(Command, frozen=True):
    """
    Notification of moving in with an Individual Number Card and without paper (住基法24条の2).

    ``variant`` household: the householder's card stands for the members. Data come from J07.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_in_on: str
    to_address: Address
    movers: list[Mover]
    presented: list[PresentedCard]
    variant: Literal["holder", "household"]
    from_municipality: str


class MovingOut(Command, frozen=True):
    """
    Notification of moving out, made before the move (住基法24条); ``special`` uses the card instead of paper.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    planned_on: str
    residents: list[str]
    destination: str
    destination_municipality: str | None = None
    route: Literal["certificate", "special"] = "certificate"


class ChangeOfAddress(Command, frozen=True):
    """
    Notification of change of address inside the municipality (住基法23条).

    ``new_household`` puts the movers in a household of their own with ``householder`` at its head.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    moved_on: str
    residents: list[str]
    to_address: Address
    new_household: bool = False
    householder: str | None = None
    relationships: list[Relation] = []


class Relation(Command, frozen=True):
    """
    A resident's relationship to the householder after a change, as the clerk confirmed it.
    """

    resident: str
    relationship: str


class ChangeOfHousehold(Command, frozen=True):
    """
    Notification of change of household (住基法25条): here, a change of householder.
    """

    counter: Counter
    identity: Identity
    notified_on: str
    changed_on: str
    household: str
    householder: str
    relationships: list[Relation]


class EntryByBirth(Command, frozen=True):
    """
    Ex officio entry on a notification of birth (住基令12条2項). ``person.ref`` is answered with a resident.
    """

    counter: Counter
    notified_on: str
    household: str
    person: Person


class DeletionByDeath(Command, frozen=True):
    """
    Ex officio deletion on a notification of death (住基令8条, 12条2項).
    """

    counter: Counter
    notified_on: str
    resident: str
    died_on: str


class Amendment(Command, frozen=True):
    """
    One item and its new value; None deletes the item.
    """

    item: Literal[
        "name", "name_kana", "born_on", "sex", "common_name", "former_surname", "former_surname_kana"
    ]
    value: str | None


class ExOfficioCorrection(Command, frozen=True):
    """
    Ex officio correction of a record (住基令12条), with its cause.
    """

    counter: Counter
    resident: str
    changed_on: str
    cause: Literal["family-register-notice", "clerical-error", "court", "character-identification", "request"]
    amendments: list[Amendment]


class DecideChange(Command, frozen=True):
    """
    Decide a change that was saved provisionally, or discard it.
    """

    counter: Counter
    change_id: str
    decision: Literal["decide", "discard"]


class HandOverCard(Command, frozen=True):
    """
    Hand a card over at the counter (番号法17条1項, 番号令13条の2).

    ``shown_*`` is what the collector's papers say; the registry matches it with the record. ``pin`` is passed
    on to the card writer and may be kept nowhere; ``no_pin_card`` asks for a card without PIN.
    """

    counter: Counter
    card_id: str
    resident: str
    collector: Literal["self", "proxy"]
    shown_name: str
    shown_born_on: str
    shown_individual_number: str
    document: Evidence | None
    pin: str | None = None
    no_pin_card: bool = False


CopyOption = Literal[
    "relationship",
    "registered-domicile",
    "individual-number",
    "resident-record-code",
    "health-insurance",
    "nationality",
]


class IssueCopyOfRecord(Command, frozen=True):
    """
    Claim for issue of a copy of the resident record (住基法12条, 12条の3). The answer carries the document (C01).
    """

    counter: Counter
    identity: Identity
    requester: Literal["self", "household-member", "third-party", "state-organ"]
    residents: list[str]
    purpose: str | None = None
    options: list[CopyOption] = []


class LoadProvisionCopies(Command, frozen=True):
    """
    First load of provision copies for the residents named (番号法22条).
    """

    counter: Counter
    residents: list[str]


class MakeMediaExtract(Command, frozen=True):
    """
    Write the extract for a department that is not on the network (D06). The answer carries the file.
    """

    counter: Counter
    department: str
    residents: list[str]


class InquireAsRegisterOffice(Command, frozen=True):
    """
    A clerk of the register's office tries to inquire about a person over the linkage. No basis exists for it.
    """

    counter: Counter
    resident: str
    information: str
