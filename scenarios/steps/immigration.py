"""
Steps of the municipal notice to the Immigration Services Agency (IMM-001).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from harness.judgement.expect import both
from harness.port.reads import ReadResidentRecord
from harness.running.clock import JST
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.background import corrected_ex_officio
from scenarios.steps.department import insurance_of, send_qualification
from scenarios.steps.observing import refs, resident_of
from scenarios.steps.to_the_agency import to_the_agency
from scenarios.wording import given, then, when

AT_ONCE = timedelta(minutes=10)
"""sla.tadachi, the project's own reading of 直ちに."""

ITEMS = {
    "氏名": "name",
    "生年月日": "born_on",
    "性別": "sex",
    "国籍等": "nationality",
    "住所": "address",
    "区分": "resident_class",
    "在留カード等の番号": "card_number",
}


def notices(
    scene: Scene,
    character: Character,
    act: str | None = None,
    outcomes: tuple[str, ...] = ("accepted",),
) -> list[Message]:
    """
    I01 about a person that the Agency took, by name (as it was or is) and date of birth.
    """
    names = {character.name, character.notes.get("former name"), character.notes.get("new name")}
    return to_the_agency(
        scene,
        "I01",
        by="immigration",
        outcomes=outcomes,
        where=lambda message: (
            message.body.get("name") in names
            and message.body.get("born_on") == character.born_on
            and (act is None or message.body.get("act") == act)
        ),
    )


def soon(message: Message, since: datetime) -> bool:
    """
    Whether a message was taken within the span of sla.tadachi after ``since``.
    """
    return datetime.fromisoformat(message.at) - since <= AT_ONCE


@given("ここから市町村通知を数え始める", "the counting of municipal notices begins here")
def count_from_here(scene: Scene) -> None:
    """
    What was sent before belongs to the preparation.
    """
    scene.memory["notices before"] = {message.ref for message in scene.messages("I01", by="immigration")}
    scene.memory["since"] = scene.lane.clock.now


def judge_notice(scene: Scene, clause: str, who: str, act: str, items: list[str]) -> None:
    """
    One I01 since the counting began, of this act, with these corrected items, at once.
    """
    before: set[str] = scene.memory.get("notices before", set())
    since: datetime = scene.memory.get("since", scene.lane.clock.now)
    found = [message for message in notices(scene, cast_of(scene)[who], act) if message.ref not in before]
    expected = [(act, sorted(items), True)]
    actual = [
        (
            message.body.get("act"),
            sorted(message.body.get("corrected_items") or []),
            soon(message, since),
        )
        for message in found
    ]
    scene.expect.observed(
        clause, actual == expected, both(expected, expected), both(actual, actual), refs(found)
    )


@then(
    "{who:word}について記載の市町村通知が直ちに一件届く",
    "one municipal notice of entry about {who:word} arrives at once",
)
def entry_told(scene: Scene, who: str) -> None:
    """
    IMM-001.1.
    """
    judge_notice(scene, "IMM-001.1", who, "entry", [])


@then(
    "{who:word}について住所の修正の市町村通知が直ちに一件届く",
    "one municipal notice of a corrected address of {who:word} arrives at once",
)
def address_told(scene: Scene, who: str) -> None:
    """
    IMM-001.2.
    """
    judge_notice(scene, "IMM-001.2", who, "correction", ["address"])


@then(
    "{who:word}について{item:word}の職権修正の市町村通知が直ちに一件届く",
    "one municipal notice of {item:word} of {who:word}, corrected ex officio, arrives at once",
)
def item_told(scene: Scene, who: str, item: str) -> None:
    """
    IMM-001.3.
    """
    judge_notice(scene, "IMM-001.3", who, "correction", [ITEMS[item]])


@then(
    "{who:word}について消除の市町村通知が直ちに一件届く",
    "one municipal notice of deletion of {who:word} arrives at once",
)
def deletion_told(scene: Scene, who: str) -> None:
    """
    IMM-001.4.
    """
    judge_notice(scene, "IMM-001.4", who, "deletion", [])


@then(
    "{who:word}について消除の市町村通知が{planned:date}の転出により一件届いている",
    "one municipal notice of deletion of {who:word} has arrived, for the moving out on {planned:date}",
)
def deletion_told_on_date(scene: Scene, who: str, planned: date) -> None:
    """
    IMM-001.4 where the clock causes it: on the planned date, or when that date has just ended.
    """
    found = notices(scene, cast_of(scene)[who], "deletion")
    last = datetime.combine(planned + timedelta(days=1), time(9, 0), JST)
    days = [message.at[:10] for message in found]
    early = [day for day in days if day < planned.isoformat()]
    scene.expect.observed(
        "IMM-001.4",
        len(found) == 1 and not early and soon(found[0], last),
        both(f"{planned}の消除一件", f"one, of {planned}"),
        both(days, days),
        refs(found),
    )


@given(
    "{who:word}の個人番号が後から職権で記載された",
    "the Individual Number of {who:word} was entered later, ex officio",
)
def number_entered_later(scene: Scene, who: str) -> None:
    """
    A correction that the Agency has no part in, seen on the register.
    """
    character = cast_of(scene)[who]
    kept = scene.ask(ReadResidentRecord(resident=resident_of(character)))
    record = getattr(kept.outcome, "record", None)
    if record is None or record.individual_number is None:
        raise Inconclusive(
            both("個人番号がまだ記載されていない。", "The Individual Number is not entered yet.")
        )
    scene.expect.witness(True)


@then(
    "{who:word}の個人番号の記載による市町村通知はない",
    "no municipal notice arises from the Individual Number of {who:word}",
)
def none_for_number(scene: Scene, who: str) -> None:
    """
    IMM-001.6: nothing but the entry itself.
    """
    found = [
        message for message in notices(scene, cast_of(scene)[who]) if message.body.get("act") == "correction"
    ]
    scene.expect.absent(
        "IMM-001.6", not found, both("I01なし", "no I01"), both(f"{len(found)}件", len(found)), refs(found)
    )


@then("{who:names}について市町村通知は届かない", "no municipal notice about {who:names} arrives")
def none_of_japanese(scene: Scene, who: list[str]) -> None:
    """
    IMM-001.5: of a Japanese national, taken or refused.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages(
            "I01", outcomes=("accepted", "refused"), name=character.name, born_on=character.born_on
        )
        scene.expect.absent(
            "IMM-001.5",
            not found,
            both("I01なし", "no I01"),
            both(f"{len(found)}件", len(found)),
            refs(found),
        )


@then("その後に市町村通知は一件も届かない", "after that not one municipal notice arrives")
def none_since(scene: Scene) -> None:
    """
    IMM-001.6: since the counting began, about whomever of this scenario.
    """
    before: set[str] = scene.memory["notices before"]
    every = to_the_agency(scene, "I01", ("accepted", "refused"))
    found = [message for message in every if message.ref not in before]
    scene.expect.absent(
        "IMM-001.6", not found, both("I01なし", "no I01"), both(f"{len(found)}件", len(found)), refs(found)
    )


@then(
    "月末を過ぎて新たに届いた{who:word}の市町村通知はない",
    "no municipal notice about {who:word} is new after the end of the month",
)
def none_batched(scene: Scene, who: str) -> None:
    """
    IMM-001.7: everything arrived when it was due, nothing in a batch.
    """
    since: datetime = scene.memory["since"]
    late = [message for message in notices(scene, cast_of(scene)[who]) if not soon(message, since)]
    scene.expect.absent(
        "IMM-001.7",
        not late,
        both("遅れたI01なし", "no late I01"),
        both(f"{len(late)}件", len(late)),
        refs(late),
    )


@given(
    "入管庁は次の市町村通知を受け取りながら、その応答が失われる",
    "the Agency takes the next municipal notice, but its answer is lost",
)
def answer_lost(scene: Scene) -> None:
    """
    The registry must send again what it cannot know to have arrived.
    """
    scene.faults(
        "immigration", [{"message_type": "I01", "receiver": None, "action": "lost-answer", "times": 1}]
    )


@when("応答の失われた市町村通知が再び送られる", "the municipal notice whose answer was lost is sent again")
def sent_again(scene: Scene) -> None:
    """
    A retry is due when rest is asked for: the first asking may end with the lost answer, the second sends again.
    """
    try:
        scene.settle()
    except Inconclusive:
        scene.settle()


@then(
    "再送があっても、{who:word}の住所の修正の市町村通知は一件として扱われる",
    "although it was sent again, the municipal notice of the corrected address of {who:word} counts once",
)
def counted_once(scene: Scene, who: str) -> None:
    """
    IMM-001.8: one notice, one reference, held once. That it was sent again must be seen.
    """
    character = cast_of(scene)[who]
    found = notices(scene, character, "correction")
    again = scene.messages("I01", by="immigration", outcomes=("duplicate",), act="correction")
    if not again and len(found) < 2:
        raise Inconclusive(both("再送が見られなかった。", "It was not seen to be sent again."))
    shown = scene.state("immigration", "resident", {"name": character.name, "born_on": character.born_on})
    held = [notice for notice in shown["notices"] if notice.get("act") == "correction"]
    actual = both(
        f"受領{len(found)}件、保有{len(held)}件、再送{len(again)}件",
        f"{len(found)} taken, {len(held)} held, {len(again)} repeated",
    )
    holds = len(found) == 1 and len(held) == 1
    scene.expect.absent("IMM-001.8", holds, both("一件", "one"), actual, refs([*found, *again]))


@when(
    "国民健康保険の業務が{who:word}の資格の取得をD02で知らせる",
    "national health insurance tells by D02 that {who:word} is insured",
)
def only_insurance_changes(scene: Scene, who: str) -> None:
    """
    A correction of the record that the Agency has no part in.
    """
    character = cast_of(scene)[who]
    send_qualification(scene, character, acquired_on=scene.today.isoformat(), acquired_by="転入")
    shown, _ = insurance_of(scene, character)
    scene.expect.witness(shown is not None and shown.insured)


@when(
    "{who:word}の氏名を職権で{name:text}と改める",
    "the name of {who:word} is corrected ex officio to {name:text}",
)
def renamed(scene: Scene, who: str, name: str) -> None:
    """
    A clerical error in the name; the cast remembers both names, so that notices are found by either.
    """
    character = cast_of(scene)[who]
    character.notes["former name"] = character.name
    character.notes["new name"] = name
    corrected_ex_officio(scene, "誤記", who, "氏名", name)
