"""
Steps of deletions by death, disappearance and the like (REL-018).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import DeletionByDeath, ExOfficioDeletion, IssueCopyOfRecord
from harness.port.outcomes import Accepted
from harness.port.reads import ReadHousehold, ReadTasks
from harness.running.scene import Scene
from harness.words.codes import ReasonForChange
from scenarios.cast import cast_of
from scenarios.steps.births import send_event
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.steps.register import offered_updates, refs, updates
from scenarios.steps.to_the_agency import to_the_agency
from scenarios.wording import then, when


@when(
    "{who:word}が{died:text}に死亡したとして、{notified:date}に死亡届により消除される",
    "{who:word} is deleted on the notification of death of {notified:date}, the death dated {died:text}",
)
def delete_by_death(scene: Scene, who: str, died: str, notified: date) -> None:
    """
    住基令8条; the day may be known in part only.
    """
    cast = cast_of(scene)
    kept = scene.do(DeletionByDeath(scene.counter(), notified.isoformat(), resident_of(cast[who]), died))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "{who:word}が失踪宣告により{occurred:date}付けで{decided:date}に消除される",
    "{who:word} is deleted on {decided:date} on a declaration of disappearance of {occurred:date}",
)
def delete_by_disappearance(scene: Scene, who: str, occurred: date, decided: date) -> None:
    """
    住基令8条, 12条2項.
    """
    cast = cast_of(scene)
    kept = scene.do(
        ExOfficioDeletion(
            counter=scene.counter(),
            decided_on=decided.isoformat(),
            occurred_on=occurred.isoformat(),
            resident=resident_of(cast[who]),
            ground="family-register",
            event="disappearance-declared",
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "{city:word}が{who:word}の{died:date}の死亡を{accepted:date}に受理した旨を通知する",
    "{city:word} tells that it accepted on {accepted:date} the death of {who:word} on {died:date}",
)
def death_notified(scene: Scene, city: str, who: str, died: date, accepted: date) -> None:
    """
    住基法9条2項 (J22).
    """
    send_event(scene, city, cast_of(scene)[who], "death", died, accepted, {})


@then(
    "市町村CSは{who:word}について異動年月日を{died:text}とする「死亡」の本人確認情報を受け取る",
    "the municipal communication server takes the update of death of {who:word}, dated {died:text}",
)
def update_of_death(scene: Scene, who: str, died: str) -> None:
    """
    REL-018.1.
    """
    found = updates(scene, cast_of(scene)[who], record_status="deleted")
    actual = [(message.body["reason"], message.body["changed_on"]) for message in found]
    same(scene, "REL-018.1", [("23", died)], actual, refs(found))


@then(
    "市町村CSは{who:word}について「職権消除等」の本人確認情報を受け取り、「死亡」の本人確認情報を受け取らない",
    "the municipal communication server takes an update of ex officio deletion of {who:word}, and none of death",
)
def update_of_disappearance(scene: Scene, who: str) -> None:
    """
    REL-018.2.
    """
    found = updates(scene, cast_of(scene)[who], record_status="deleted")
    same(scene, "REL-018.2", ["26"], [message.body["reason"] for message in found], refs(found))


@then(
    "{who:word}の個人番号カードは死亡を事由として失効する",
    "the Individual Number Card of {who:word} lapses by death",
)
def card_lapses(scene: Scene, who: str) -> None:
    """
    REL-018.3: told by K05, and lapsed at the card management system.
    """
    character = cast_of(scene)[who]
    found = scene.messages("K05", card_id=character.card_id)
    told = [(message.body["state"], message.body["cause"]) for message in found]
    shown = scene.state("card_management", "card", {"card_id": character.card_id})
    actual = (told, shown["card"]["state"] if shown.get("card") else None)
    same(scene, "REL-018.3", ([("lapsed", "death")], "lapsed"), actual, refs(found))


@then(
    "庁内の業務は消除された{who:word}の{reason:text}の通知を受け取る",
    "departments take the change {reason:text} of {who:word}, whose record is deleted",
)
def departments_told(scene: Scene, who: str, reason: str) -> None:
    """
    REL-018.4.
    """
    code = ReasonForChange.parse(reason).code
    found = scene.messages("D01", local_addressee_number=resident_of(cast_of(scene)[who]), state="deleted")
    reasons = sorted({str(message.body["reason"]) for message in found})
    same(scene, "REL-018.4", [code], reasons, refs(found))


@then(
    "出入国在留管理庁は事由の生じた年月日を{died:text}とする{who:word}の消除の通知を受け取る",
    "the Agency takes the notice of deletion of {who:word}, the event dated {died:text}",
)
def agency_told(scene: Scene, died: str, who: str) -> None:
    """
    REL-018.5.
    """
    found = to_the_agency(scene, "I01", name=cast_of(scene)[who].name, act="deletion")
    same(scene, "REL-018.5", [died], [message.body["event_on"] for message in found], refs(found))


@then(
    "世帯主の消除された{who:word}の世帯は、確認しないまま残されていない",
    "the household of {who:word}, whose householder is deleted, is not left unchecked",
)
def household_checked(scene: Scene, who: str) -> None:
    """
    REL-018.6: an alert with the answer or an open task about the household; the deletion seen at the network is the
    witness. A task that another household left behind says nothing of this one.
    """
    character = cast_of(scene)[who]
    deleted = scene.messages("J01", record_status="deleted")
    scene.expect.witness(bool(deleted))
    outcome = answer(scene)
    alerts = outcome.alerts if isinstance(outcome, Accepted) else []
    kept = scene.ask(ReadTasks())
    mine = {each.resident for each in cast_of(scene).everybody() if each.household == character.household}
    tasks = [
        task
        for task in getattr(kept.outcome, "tasks", None) or []
        if task.kind == "householder-missing" and task.open and task.resident in mine
    ]
    read = scene.ask(ReadHousehold(household=str(character.household)))
    household = getattr(read.outcome, "household", None)
    noticed = (
        "household-without-householder" in alerts
        or bool(tasks)
        or (household is not None and household.householder in household.members)
    )
    unchanged(scene, "REL-018.6", True, noticed, [last(scene).ref, kept.ref, read.ref])


@then(
    "消除された{who:word}を現に住民である者とする写しは、{other:word}の求めによっても交付されない",
    "no copy as of a current resident is issued for the deleted {who:word}, though {other:word} asks",
)
def no_current_copy(scene: Scene, who: str, other: str) -> None:
    """
    REL-018.7: refused, or printed as that of a deleted record; nor beside the other on one paper. That the other
    still gets a copy is the witness.
    """
    cast = cast_of(scene)
    asked = [scene.do(_copy(scene, other, *named)) for named in ((who,), (other, who), (who, other))]
    documents = [each for kept in asked for each in getattr(kept.outcome, "documents", [])]
    current = [each.kind for each in documents if "除票" not in each.text and cast[who].name in each.text]
    own = scene.do(_copy(scene, other, other))
    text = "".join(each.text for each in own.outcome.documents) if isinstance(own.outcome, Accepted) else ""
    scene.expect.witness(cast[other].name in text)
    sent = offered_updates(scene, cast[who], record_status="deleted")
    unchanged(scene, "REL-018.7", [], current, [*(kept.ref for kept in asked), own.ref, *refs(sent)])


def _copy(scene: Scene, asking: str, *of: str) -> IssueCopyOfRecord:
    cast = cast_of(scene)
    return IssueCopyOfRecord(
        counter=scene.counter(),
        identity=identity_of(cast[asking]),
        requester="self" if of == (asking,) else "household-member",
        residents=[resident_of(each) for each in cast.all(list(of))],
    )
