"""
What every step at the counter shares: who files, with which papers, and where a person is recorded so far.
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import Address, Identity, MovingIn
from harness.port.outcomes import Accepted, Refused, Unknown
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Cast, Character


def identity_of(character: Character) -> Identity:
    """
    The person files in person and shows a driving licence.
    """
    return Identity(filer="self", filer_name=character.name, evidence="drivers-licence")


def recorded_elsewhere(
    scene: Scene,
    characters: list[Character],
    on: date,
    *,
    municipality: str | None = None,
    address: str | None = None,
    reason: str | None = None,
    current: bool = True,
) -> None:
    """
    Another municipality holds these people, so the network knows them. ``on`` is the date of ``reason`` too.
    """
    for character in characters:
        scene.act(
            "juki_net",
            "record_elsewhere",
            {
                "municipality": municipality or character.from_municipality,
                "person": {
                    "resident_record_code": character.resident_record_code,
                    "individual_number": character.individual_number,
                    "name": character.name,
                    "address": address or character.from_address,
                    "born_on": character.born_on,
                    "sex": character.sex,
                    "reason": reason,
                    "changed_on": on.isoformat() if reason else None,
                },
                "recorded_on": on.isoformat(),
                "current": current,
            },
        )


def moving_in(
    scene: Scene,
    cast: Cast,
    characters: list[Character],
    moved: date,
    notified: date,
    address: Address | None = None,
    **changes: object,
) -> MovingIn:
    """
    An ordinary notification of moving in with the certificate, by the first of the characters, who heads
    a new household; ``changes`` overrides.
    """
    first = characters[0]
    if "household" not in changes:
        first.relationship = "世帯主"
    plain: dict[str, object] = {
        "counter": scene.counter(),
        "identity": identity_of(first),
        "notified_on": notified.isoformat(),
        "moved_in_on": moved.isoformat(),
        "to_address": address or cast.address(),
        "persons": [character.person() for character in characters],
        "from_municipality": first.from_municipality,
        "from_address": first.from_address,
        "document": "moving-out-certificate",
    }
    return MovingIn(**{**plain, **changes})  # type: ignore[arg-type]  # the fields of MovingIn, by name


def enter(cast: Cast, kept: Invocation) -> None:
    """
    Remember which resident and household each character became, if the command was accepted.
    """
    for entered in getattr(kept.outcome, "residents", []):
        if entered.ref in cast:
            cast[entered.ref].resident = entered.resident
            cast[entered.ref].household = entered.household


def remember(scene: Scene, cast: Cast, kept: Invocation) -> None:
    """
    Keep what a when-step did for the then-steps, and enter the residents it answered.
    """
    scene.memory["last"] = kept
    enter(cast, kept)


def last(scene: Scene) -> Invocation:
    """
    What the last when-step at the counter did.
    """
    kept: Invocation = scene.memory["last"]
    return kept


def answer(scene: Scene) -> Accepted | Refused | Unknown:
    """
    The outcome of what the last when-step did at the counter.
    """
    outcome: Accepted | Refused | Unknown = scene.memory["last"].outcome
    return outcome


def resident_of(character: Character) -> str:
    """
    The character's local addressee number. Raises Inconclusive where the register never gave one.
    """
    if character.resident is None:
        raise Inconclusive(
            both(f"{character.called}は記載されなかった。", f"{character.called} was never entered.")
        )
    return character.resident
