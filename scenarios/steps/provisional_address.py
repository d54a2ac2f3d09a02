"""
A change of address that is saved and not decided, seen from elsewhere (REL-020).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import DecideChange, IssueCopyOfRecord
from harness.running.scene import Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, same
from scenarios.steps.convenience_store import claim, printed
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.family_events import change_of_address
from scenarios.steps.register import record_by_number, refs
from scenarios.wording import then, when

KINDS = ("J01", "J09", "A01", "D01", "L03", "I01", "I03", "K07")
MOVED = "31"


@when(
    "{who:names}の{moved:date}の転居届が{notified:date}に仮登録される",
    "the change of address of {who:names} on {moved:date} is saved provisionally on {notified:date}",
)
def save_move(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    By one clerk; the second check is still to come.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    command = change_of_address(
        scene, cast, movers, moved, notified, identity_of(movers[0]), provisional=True
    )
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)
    scene.memory["provisional"] = getattr(kept.outcome, "change_id", None)


@when("仮登録された転居届が{decision:word}される", "the provisional change of address is {decision:word}")
def settle_move(scene: Scene, decision: str) -> None:
    """
    決裁, or 取消し of what was only entered.
    """
    words = {"決裁": "decide", "破棄": "discard"}
    kept = scene.do(DecideChange(scene.counter(), scene.memory["provisional"], words[decision]))  # type: ignore[arg-type]
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


def told(scene: Scene, character: Character) -> list[Message]:
    """
    Messages of a change of address that concern somebody, by name or local number.
    """

    def concerns(message: Message) -> bool:
        body = message.body
        named = body.get("name") == character.name or body.get("local_addressee_number") == character.resident
        return named and body.get("reason") == MOVED

    return [
        message
        for kind in KINDS
        for message in scene.messages(kind, outcomes=("accepted", "refused"), where=concerns)
    ]


@then(
    "仮登録の間、{who:names}の転居についての通知はどの連携先にも届いていない",
    "while the change is provisional, no neighbour hears of the move of {who:names}",
)
def nothing_told(scene: Scene, who: list[str]) -> None:
    """
    REL-020.1 and, of the updates, REL-020.5.
    """
    for character in cast_of(scene).all(who):
        found = told(scene, character)
        none_sent(scene, "REL-020.1", found)
        none_sent(scene, "REL-020.5", [message for message in found if message.kind == "J01"])


@then(
    "他の窓口で交付された{who:word}の住民票の写しの住所は{place:text}である",
    "the copy of {who:word} issued at another counter shows the address {place:text}",
)
def shown_at_another_counter(scene: Scene, who: str, place: str) -> None:
    """
    REL-020.2: another clerk at another terminal.
    """
    character = cast_of(scene)[who]
    kept = scene.do(
        IssueCopyOfRecord(
            counter=scene.counter("staff-02", "branch-2"),
            identity=identity_of(character),
            requester="self",
            residents=[resident_of(character)],
        )
    )
    same(scene, "REL-020.2", [place], _places(printed(kept)), [kept.ref])


@then(
    "コンビニの端末で交付された{who:word}の住民票の写しの住所は{place:text}である",
    "the copy of {who:word} issued at a convenience store shows the address {place:text}",
)
def shown_at_the_store(scene: Scene, who: str, place: str) -> None:
    """
    REL-020.2.
    """
    kept = claim(scene, cast_of(scene)[who])
    same(scene, "REL-020.2", [place], _places(printed(kept)), [kept.ref])


@then(
    "広域交付により{city:word}に示された{who:word}の住所は{place:text}である",
    "by wide-area issue {city:word} is shown the address {place:text} of {who:word}",
)
def shown_to_another_municipality(scene: Scene, city: str, who: str, place: str) -> None:
    """
    REL-020.2: J13 from there, answered by J14 (住基法12条の4).
    """
    character = cast_of(scene)[who]
    claim_id = f"wide-{scene.random.randrange(10**9):09d}"
    body = {
        "claim_id": claim_id,
        "issuing_municipality": CITIES[city][0],
        "claimant_name": character.name,
        "resident_record_code": character.resident_record_code,
        "concerns": "claimant",
    }
    scene.act("juki_net", "send", {"message_type": "J13", "sender": CITIES[city][0], "body": body})
    found = scene.messages("J14", claim_id=claim_id)
    texts = [str(person["address"]) for each in found for person in each.body["persons"]]
    same(scene, "REL-020.2", [place], _places("".join(texts)), refs(found))


@then(
    "登録システムが示す{who:word}の住所は{place:text}である",
    "the register shows the address {place:text} of {who:word}",
)
def shown_by_the_register(scene: Scene, who: str, place: str) -> None:
    """
    REL-020.2: as every other office reads it.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    same(scene, "REL-020.2", [place], _places(record.address if record else ""), [kept.ref])


@then(
    "決裁により初めて、{who:names}の転居が{day:date}の異動として履歴に一行ある",
    "only the decision makes the move of {who:names} on {day:date} one row of history",
)
def row_when_decided(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-020.4.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        rows = [row.changed_on for row in record.history if row.reason == MOVED] if record else []
        same(scene, "REL-020.4", [day.isoformat()], rows, [kept.ref])


@then(
    "破棄された{who:names}の転居は履歴に残っていない",
    "the discarded move of {who:names} is no history",
)
def no_row_when_discarded(scene: Scene, who: list[str]) -> None:
    """
    REL-020.4: what nobody decided never happened.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        rows = [row.changed_on for row in record.history if row.reason == MOVED] if record else ["no record"]
        same(scene, "REL-020.4", [], rows, [kept.ref])


def _places(text: str) -> list[str]:
    """
    Which of the two addresses of these scenarios a text shows.
    """
    return [place for place in ("埼玉県和光市広沢1番5号", "埼玉県和光市本町31番2号") if place in text]
