"""
Steps of the moving-out certificate (REL-007).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from harness.port.commands import IssueMovingOutCertificate, MovingOut
from harness.port.outcomes import Accepted, Document
from harness.port.reads import ReadDocuments
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.wording import given, when

PENSION_NUMBER = "1234-567890"
CARE_NUMBER = "0000456789"
ELDERLY_NUMBER = "39123456"
CAUSES: dict[str, Literal["lost", "damaged"]] = {"亡失": "lost", "損傷": "damaged"}
COMMON = {
    "name",
    "born_on",
    "sex",
    "householder_name",
    "relationship",
    "individual_number",
    "resident_record_code",
    "address",
    "destination",
    "planned_on",
}
JAPANESE = {"name_kana", "registered_domicile", "head_of_family_register"}
FOREIGN = {
    "nationality",
    "resident_class",
    "status_of_residence",
    "period_of_stay",
    "period_expires_on",
    "residence_card_number",
    "special_permanent_certificate_number",
}
INSURED = {"health_insurance", "elderly_care", "long_term_care"}
OTHERS = {
    "former_surname",
    "former_surname_kana",
    "common_name",
    "common_name_history",
    "pension_class",
    "basic_pension_number",
    "child_allowance",
}
"""Items by the words of docs/control-interface.md (住基令23条2項, 30条の14, 30条の16, 30条の17, 30条の21)."""


def certificates(scene: Scene) -> list[Document]:
    """
    Moving-out certificates in the answer of the last command.
    """
    outcome = answer(scene)
    documents = outcome.documents if isinstance(outcome, Accepted) else []
    return [document for document in documents if document.kind == "moving-out-certificate"]


def items_of(scene: Scene, character: Character) -> dict[str, str]:
    """
    What the certificates of the last answer print of a person, by item.
    """
    resident = resident_of(character)
    return {
        item.item: item.value
        for document in certificates(scene)
        for item in document.items
        if item.resident == resident
    }


def judge_printed(scene: Scene, clause: str, character: Character, expected: dict[str, str]) -> None:
    """
    Items with their values stand on the certificate, and where a reader finds them.
    """
    printed = items_of(scene, character)
    text = "".join(document.text for document in certificates(scene))
    actual = {name: (printed.get(name), value in text) for name, value in expected.items()}
    same(scene, clause, {name: (value, True) for name, value in expected.items()}, actual, [last(scene).ref])


@given(
    "{who:word}の国民健康保険、後期高齢者医療、介護保険、国民年金及び児童手当の資格が各業務から知らされている",
    "the departments have told the five qualifications of {who:word}",
)
def qualified_in_everything(scene: Scene, who: str) -> None:
    """
    D02 of each department, with details that the certificate must not show.
    """
    character = cast_of(scene)[who]
    since = scene.today.isoformat()
    _tell(scene, character, {"insured": True, "acquired_on": since, "lost_on": None}, held=True)


@given(
    "{who:word}のそれらの資格が失われたことが各業務から知らされている",
    "the departments have told that {who:word} lost those qualifications",
)
def lost_everything(scene: Scene, who: str) -> None:
    """
    D02 again, as each department tells of an end.
    """
    since = scene.today.isoformat()
    _tell(
        scene,
        cast_of(scene)[who],
        {"insured": False, "acquired_on": since, "lost_on": since},
        held=False,
    )


def _tell(scene: Scene, character: Character, insured: dict[str, Any], *, held: bool) -> None:
    since, lost = insured["acquired_on"], insured["lost_on"]
    told: dict[str, tuple[str, dict[str, Any]]] = {
        "dept-health-insurance": (
            "health_insurance",
            {
                **insured,
                "household_number": character.household,
                "relationship_class": "世帯主",
                "acquired_by": "転入",
                "lost_by": None,
            },
        ),
        "dept-elderly-care": ("elderly_care", {**insured, "insured_number": ELDERLY_NUMBER}),
        "dept-long-term-care": ("long_term_care", {**insured, "insured_number": CARE_NUMBER}),
        "dept-pension": (
            "pension",
            {
                "pension_class": "1" if held else None,
                "basic_pension_number": PENSION_NUMBER,
                "acquired_on": since,
                "lost_on": lost,
            },
        ),
        "dept-child-allowance": (
            "child_allowance",
            {"receiving": held, "began_on": since, "ended_on": lost},
        ),
    }
    for department, (name, body) in told.items():
        message = {
            "message_type": "D02",
            "sender": department,
            "body": {"local_addressee_number": resident_of(character), name: body},
        }
        scene.act("departments", "send", message)


@when(
    "{who:names}が{planned:date}を予定として国外への転出を{notified:date}に届け出る",
    "{who:names} file on {notified:date} a moving out abroad planned for {planned:date}",
)
def file_abroad(scene: Scene, who: list[str], planned: date, notified: date) -> None:
    """
    住基法24条, without a destination in Japan and without a card.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    kept = scene.do(
        MovingOut(
            counter=scene.counter(),
            identity=identity_of(movers[0]),
            notified_on=notified.isoformat(),
            planned_on=planned.isoformat(),
            residents=[resident_of(each) for each in movers],
            destination="英国",
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "{who:word}が転出証明書を{cause:word}して再交付を受ける",
    "{who:word} has the moving-out certificate issued again, for it is {cause:word}",
)
def issue_again(scene: Scene, who: str, cause: str) -> None:
    """
    住基令24条2項. What the first one said is noted from the documents printed so far.
    """
    character = cast_of(scene)[who]
    kept = scene.ask(ReadDocuments(resident=resident_of(character)))
    documents = getattr(kept.outcome, "documents", None) or []
    printed = [
        [(item.item, item.value) for item in document.items]
        for document in documents
        if document.kind == "moving-out-certificate"
    ]
    scene.memory.setdefault("first certificates", printed)
    command = IssueMovingOutCertificate(
        scene.counter(), identity_of(character), [resident_of(character)], CAUSES[cause]
    )
    remember(scene, cast_of(scene), scene.do(command))
