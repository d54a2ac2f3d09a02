"""
Steps of messages from the town that hold a number or code not following its rule (DATA-004.7, .8).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.codes import make_known, spoiled
from scenarios.steps.foreign import card_number
from scenarios.steps.observing import arrived, household_of, record_of, resident_of
from scenarios.wording import then, when

OTHER = "111007"
SENDERS = {
    "J05": ("juki_net", OTHER),
    "J07": ("juki_net", OTHER),
    "J08": ("juki_net", OTHER),
    "J21": ("juki_net", "juki_net"),
    "K03": ("card_management", "card_management"),
    "D02": ("departments", "dept-health-insurance"),
    "I02": ("immigration", "immigration"),
}


def notice_of_moving_in(scene: Scene, person: Character) -> dict[str, Any]:
    """
    J05 about a person of ours who went to another municipality.
    """
    today = scene.today.isoformat()
    return {
        "resident_record_code": person.resident_record_code,
        "name": person.name,
        "name_kana": person.name_kana,
        "born_on": person.born_on,
        "sex": person.sex,
        "previous_address": "埼玉県和光市広沢1番5号",
        "new_address": person.from_address,
        "moved_in_on": today,
        "notified_on": today,
        "previous_municipality": scene.municipality,
    }


def moving_out_data(scene: Scene, person: Character) -> dict[str, Any]:
    """
    J07 about one person who comes here.
    """
    today = scene.today.isoformat()
    nothing = dict.fromkeys(
        (
            "former_surname",
            "former_surname_kana",
            "common_name",
            "nationality",
            "resident_class",
            "status_of_residence",
            "period_of_stay",
            "period_expires_on",
            "residence_card_number",
            "pension_class",
            "basic_pension_number",
            "card_id",
            "card_issued_on",
            "card_expires_on",
        )
    )
    moved: dict[str, Any] = {
        **nothing,
        "resident_record_code": person.resident_record_code,
        "individual_number": person.individual_number,
        "name": person.name,
        "name_kana": person.name_kana,
        "born_on": person.born_on,
        "sex": person.sex,
        "householder": True,
        "relationship": "世帯主",
        "registered_domicile": person.registered_domicile,
        "head_of_family_register": person.head_of_family_register,
        **dict.fromkeys(("health_insurance", "elderly_care", "long_term_care", "child_allowance"), False),
    }
    return {
        "from_municipality": OTHER,
        "previous_address": person.from_address,
        "destination": "埼玉県和光市広沢1番5号",
        "destination_municipality": scene.municipality,
        "planned_on": today,
        "notified_on": today,
        "persons": [moved],
    }


def data_request(scene: Scene, person: Character) -> dict[str, Any]:
    """
    J08 about a person of ours.
    """
    return {
        "from_municipality": scene.municipality,
        "resident_record_code": person.resident_record_code,
        "name": person.name,
        "born_on": person.born_on,
        "sex": person.sex,
        "notified_on": scene.today.isoformat(),
    }


def number_notice(_scene: Scene, person: Character) -> dict[str, Any]:
    """
    J21 about a person of ours.
    """
    return {
        "resident_record_code": person.resident_record_code,
        "individual_number": person.individual_number,
    }


def card_issued(scene: Scene, person: Character) -> dict[str, Any]:
    """
    K03 about a person of ours.
    """
    today = scene.today.isoformat()
    mark = f"{scene.random.randrange(10**9):09d}"
    return {
        "application_id": f"app-{mark}",
        "card_id": f"card-{mark}",
        "resident_record_code": person.resident_record_code,
        "applied_on": today,
        "issued_on": today,
        "expires_on": scene.today.replace(year=scene.today.year + 10).isoformat(),
        "state": "in-stock",
    }


def qualification(scene: Scene, person: Character) -> dict[str, Any]:
    """
    D02 about a person of ours.
    """
    return {
        "local_addressee_number": resident_of(person),
        "health_insurance": {
            "household_number": household_of(person),
            "relationship_class": "世帯主",
            "acquired_on": scene.today.isoformat(),
            "acquired_by": "転入",
            "lost_on": None,
            "lost_by": None,
            "insured": True,
        },
    }


def agency_notice(scene: Scene, person: Character) -> dict[str, Any]:
    """
    I02 about a person of ours; of a Japanese national only the form of the number matters.
    """
    number = person.foreign.residence_card_number if person.foreign else card_number(scene)
    return {
        "reference": f"agency-{scene.random.randrange(10**9):09d}",
        "residence_card_number": number,
        "name": person.name,
        "born_on": person.born_on,
        "nationality": "USA",
        "status_of_residence": "教授",
        "period_of_stay": "3年",
        "period_expires_on": scene.today.replace(year=scene.today.year + 3).isoformat(),
        "change": "period",
    }


BODIES: dict[str, Callable[[Scene, Character], dict[str, Any]]] = {
    "J05": notice_of_moving_in,
    "J07": moving_out_data,
    "J08": data_request,
    "J21": number_notice,
    "K03": card_issued,
    "D02": qualification,
    "I02": agency_notice,
}
PLACES: dict[tuple[str, str], tuple[str | int, ...]] = {
    ("J05", "住民票コード"): ("resident_record_code",),
    ("J05", "団体コード"): ("previous_municipality",),
    ("J07", "住民票コード"): ("persons", 0, "resident_record_code"),
    ("J07", "個人番号"): ("persons", 0, "individual_number"),
    ("J07", "団体コード"): ("from_municipality",),
    ("J08", "住民票コード"): ("resident_record_code",),
    ("J08", "団体コード"): ("from_municipality",),
    ("J21", "住民票コード"): ("resident_record_code",),
    ("J21", "個人番号"): ("individual_number",),
    ("K03", "住民票コード"): ("resident_record_code",),
    ("D02", "宛名番号"): ("local_addressee_number",),
    ("I02", "在留カード番号"): ("residence_card_number",),
}


def send(scene: Scene, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """
    Let the neighbour send a body to the registry as it is.
    """
    fake, sender = SENDERS[kind]
    return scene.act(
        fake,
        "send",
        {"message_type": kind, "sender": sender, "body": body, "trace_id": None, "idempotency_key": None},
    )


@when(
    "{error:word}の{kind:word}を含む{message:word}が{who:word}について届く",
    "{message:word} about {who:word} arrives with {kind:word} that has the error {error:word}",
)
def arrives_wrong(scene: Scene, error: str, kind: str, message: str, who: str) -> None:
    """
    The body is lawful but for one value.
    """
    person = cast_of(scene)[who]
    _send_wrong(scene, error, kind, message, person, BODIES[message](scene, person), PLACES[message, kind])


@when(
    "{error:text}を二人目の{second:word}の{kind:word}に含むJ07が、{who:word}とともに届く",
    "J07 about {who:word} and, second, {second:word} arrives with {kind:word} of the second that has the error"
    " {error:text}",
)
def second_arrives_wrong(scene: Scene, second: str, error: str, kind: str, who: str) -> None:
    """
    The first person's part is lawful.
    """
    cast = cast_of(scene)
    body = moving_out_data(scene, cast[who])
    further = moving_out_data(scene, cast[second])["persons"][0]
    body["persons"].append({**further, "householder": False, "relationship": "同居人"})
    _list, _first, name = PLACES["J07", kind]
    _send_wrong(scene, error, kind, "J07", cast[who], body, ("persons", 1, name))


@when(
    "{error:text}を二件目の{second:word}の{kind:word}に含むJ05が、{who:word}の転入通知とともに届く",
    "J05 about {who:word} and, second, {second:word} arrives with {kind:word} of the second that has the error"
    " {error:text}",
)
def second_notice_arrives_wrong(scene: Scene, second: str, error: str, kind: str, who: str) -> None:
    """
    The first notice is lawful.
    """
    cast = cast_of(scene)
    body = {**notice_of_moving_in(scene, cast[who]), "further": [notice_of_moving_in(scene, cast[second])]}
    place = ("further", 0, *PLACES["J05", kind])
    _send_wrong(scene, error, kind, "J05", cast[who], body, place)


def _send_wrong(
    scene: Scene,
    error: str,
    kind: str,
    message: str,
    person: Character,
    body: dict[str, Any],
    place: tuple[str | int, ...],
) -> None:
    *path, name = place
    holder: Any = body
    for part in path:
        holder = holder[part]
    value = spoiled(kind, error, str(holder[name]))
    make_known(scene, kind, value)
    holder[name] = value
    scene.memory["record before"] = record_of(scene, person)
    scene.memory["answer"] = send(scene, message, body)
    scene.memory["place"] = (message, str(name))


@then("その電文は登録システムに受け付けられない", "the registry does not take that message")
def message_refused(scene: Scene) -> None:
    """
    DATA-004.7: refused for good (4xx with a problem), not put off, and the record is as before.
    """
    answer: dict[str, Any] = scene.memory["answer"]
    status = int(answer["status"])
    scene.expect.absent(
        "DATA-004.7",
        status in (400, 409, 422) and not answer.get("ack"),
        both("受け付けない", "not taken"),
        both(f"状態{status}", f"status {status}"),
        sent_refs(scene),
    )


def sent_refs(scene: Scene) -> list[str]:
    """
    References of what the neighbours sent of the type in question.
    """
    kind, _ = scene.memory["place"]
    every = ("accepted", "refused", "duplicate", "undelivered")
    return [message.ref for message in scene.messages(kind, direction="out", outcomes=every)]


@then("その拒否は規則に合わない項目の名称を示す", "that refusal names the field at fault")
def message_field_named(scene: Scene) -> None:
    """
    DATA-004.8, at an interface. Says nothing where it was taken.
    """
    answer: dict[str, Any] = scene.memory["answer"]
    if int(answer["status"]) < 400:
        return
    _, name = scene.memory["place"]
    told = str((answer.get("problem") or {}).get("field"))
    scene.expect.absent("DATA-004.8", name in told, both(name, name), both(told, told), sent_refs(scene))


@then(
    "誤りのない{message:word}は{who:word}について受け付けられる",
    "{message:word} about {who:word} without error is taken",
)
def lawful_message(scene: Scene, message: str, who: str) -> None:
    """
    The same message with right values. That the person's record is there is the witness; an answer alone is none.
    """
    person = cast_of(scene)[who]
    answer = send(scene, message, BODIES[message](scene, person))
    known = bool(arrived(scene, "J01", "juki_net", scene.municipality))
    scene.expect.witness(int(answer["status"]) == 200 and known)
