"""
Steps of national health insurance as a department of the municipality (DEPT-001).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from harness.judgement.expect import both
from harness.port.commands import IssueCopyOfRecord
from harness.port.records import Insurance
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import identity_of
from scenarios.steps.observing import household_of, record_of, refs, resident_of
from scenarios.wording import given, when

HEALTH_INSURANCE = "dept-health-insurance"


def told_department(
    scene: Scene,
    kind: str,
    character: Character,
    department: str,
    outcomes: tuple[str, ...] = ("accepted",),
) -> list[Message]:
    """
    Messages about one person that a department took from the registry; those of other outcomes if asked for.
    """
    return scene.messages(
        kind,
        by="departments",
        to=department,
        outcomes=outcomes,
        local_addressee_number=resident_of(character),
    )


def insurance_of(scene: Scene, character: Character) -> tuple[Insurance | None, Invocation]:
    """
    National health insurance as the record shows it. Raises Inconclusive where there is no record at all.
    """
    record, kept = record_of(scene, character)
    if record is None:
        raise Inconclusive(
            both(f"{character.called}の住民票が照会できない。", f"There is no record of {character.called}.")
        )
    return record.health_insurance, kept


def send_qualification(scene: Scene, character: Character, **insurance: Any) -> dict[str, Any]:
    """
    D02 from national health insurance.
    """
    plain: dict[str, Any] = {
        "household_number": household_of(character),
        "relationship_class": "世帯主",
        "acquired_on": None,
        "acquired_by": None,
        "lost_on": None,
        "lost_by": None,
        "insured": True,
    }
    body = {
        "local_addressee_number": resident_of(character),
        "health_insurance": {**plain, **insurance},
    }
    return scene.act(
        "departments",
        "send",
        {
            "message_type": "D02",
            "sender": HEALTH_INSURANCE,
            "body": body,
            "trace_id": None,
            "idempotency_key": None,
        },
    )


@when(
    "国民健康保険の業務が、{who:word}の資格を{cause:text}により{day:date}に取得した旨をD02で知らせる",
    "national health insurance tells by D02 that {who:word} is insured from {day:date} by {cause:text}",
)
def insurance_acquired(scene: Scene, who: str, cause: str, day: date) -> None:
    """
    The department's decision, which the record must follow.
    """
    send_qualification(scene, cast_of(scene)[who], acquired_on=day.isoformat(), acquired_by=cause)


@when(
    "国民健康保険の業務が、{acquired:date}に{cause:text}により取得された{who:word}の資格が"
    "{lost:date}に{reason:text}により失われた旨をD02で知らせる",
    "national health insurance tells by D02 that {who:word}, insured from {acquired:date} by {cause:text}, "
    "lost it on {lost:date} by {reason:text}",
)
def insurance_lost(scene: Scene, acquired: date, cause: str, who: str, lost: date, reason: str) -> None:
    """
    The end of the qualification.
    """
    send_qualification(
        scene,
        cast_of(scene)[who],
        insured=False,
        acquired_on=acquired.isoformat(),
        acquired_by=cause,
        lost_on=lost.isoformat(),
        lost_by=reason,
    )


@when(
    "後期高齢者医療の業務が、{who:word}がその被保険者である旨をD02で知らせる",
    "medical care for the elderly tells by D02 that {who:word} is insured there",
)
def insured_as_elderly(scene: Scene, who: str) -> None:
    """
    Another affair's notice, which says nothing of national health insurance.
    """
    character = cast_of(scene)[who]
    insured = {
        "insured": True,
        "insured_number": None,
        "acquired_on": scene.today.isoformat(),
        "lost_on": None,
    }
    body = {"local_addressee_number": resident_of(character), "elderly_care": insured}
    message = {"message_type": "D02", "sender": "dept-elderly-care", "body": body}
    scene.act("departments", "send", message)
    taken = scene.messages("D02", direction="out", to=scene.municipality)
    if not any("elderly_care" in each.body for each in taken):
        raise Inconclusive(both("D02が受け取られなかった。", "The registry did not take D02."))


@given(
    "{who:word}の国民健康保険の資格は{cause:text}により{day:date}に取得されたと記載されている",
    "the record of {who:word} says: insured from {day:date} by {cause:text}",
)
def insured_already(scene: Scene, who: str, cause: str, day: date) -> None:
    """
    A precondition, seen on the register.
    """
    character = cast_of(scene)[who]
    send_qualification(scene, character, acquired_on=day.isoformat(), acquired_by=cause)
    shown, kept = insurance_of(scene, character)
    if shown is None or not shown.insured:
        told = scene.messages("D02", outcomes=("accepted", "refused"), direction="out", to=scene.municipality)
        judged = both("被保険者", "insured"), both("記載なし", "not entered")
        scene.expect.observed("DEPT-001.3", False, *judged, [kept.ref, *refs(told)])
        raise Inconclusive(
            both("D02の資格が記載されなかった。", "The qualification told by D02 was not entered.")
        )
    scene.expect.witness(True)


@when(
    "{who:word}が国民健康保険の事項を入れた自分の住民票の写しを請求する",
    "{who:word} claims a copy of their own record with the items of national health insurance",
)
def claim_with_insurance(scene: Scene, who: str) -> None:
    """
    住基法12条1項, specially asked for.
    """
    character = cast_of(scene)[who]
    scene.memory["copy"] = scene.do(
        IssueCopyOfRecord(
            counter=scene.counter(),
            identity=identity_of(character),
            requester="self",
            residents=[resident_of(character)],
            options=["health-insurance"],
        )
    )


@when(
    "第三者が{purpose:text}のために{who:word}の住民票の写しを、国民健康保険の事項を入れ、また入れずに請求する",
    "a third party claims copies of the record of {who:word} with and without insurance items for {purpose:text}",
)
def third_party_claims(scene: Scene, purpose: str, who: str) -> None:
    """
    住基法12条の3. Whether one is issued with these items is not judged here; one without them must be, to see anything.
    """
    claim = IssueCopyOfRecord(
        counter=scene.counter(),
        identity=identity_of(cast_of(scene)[who]),
        requester="third-party",
        residents=[resident_of(cast_of(scene)[who])],
        purpose=purpose,
        options=["health-insurance"],
    )
    scene.memory["copy with items"] = scene.do(claim)
    scene.memory["copy"] = scene.do(msgspec.structs.replace(claim, counter=scene.counter(), options=[]))
