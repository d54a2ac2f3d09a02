"""
Items on a card, its last day, and what is told of it in order (CARD-008, CARD-009, CARD-013, CARD-014).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import ExtendCardValidity
from harness.port.reads import ReadTasks
from harness.port.records import Task
from harness.running.recorded import Invocation
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.card_acts import CLERK, TERMINAL, counter
from scenarios.steps.card_made import make_at_organisation
from scenarios.steps.card_states_seen import card_of, pairs, told_changes
from scenarios.steps.comparing import none_sent, same, unchanged, without_spaces
from scenarios.steps.counter import identity_of, last, remember, resident_of
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.wording import given, then, when

KINDS = ("K04", "K05", "K06", "K07")
ITEMS = {
    "住所": "address",
    "氏名": "name",
    "氏名の振り仮名": "name_kana",
    "旧氏": "former_surname",
    "通称": "common_name",
    "個人番号": "individual_number",
    "旧氏の振り仮名": "former_surname_kana",
    "生年月日": "born_on",
    "性別": "sex",
}


def changes_told(scene: Scene, character: Character) -> list[Message]:
    """
    Changes of items on a card that were sent at all.
    """
    return scene.messages("K07", outcomes=("accepted", "refused"), card_id=character.card_id)


@given(
    "{who:names}のカードの転出の予定年月日は{planned:date}であると機構に伝わっている",
    "the organisation knows that the holders {who:names} planned to move out on {planned:date}",
)
def plan_known(scene: Scene, who: list[str], planned: date) -> None:
    """
    The former municipality told the network.
    """
    for character in cast_of(scene).all(who):
        scene.act(
            "card_management",
            "plan_moving_out",
            {"card_id": character.card_id, "planned_on": planned.isoformat()},
        )


@given(
    "作成日{made:date}、有効期間の満了の日を{expires:date}とする{who:word}のカードが交付を待っている",
    "a card of {who:word}, made on {made:date} and good to {expires:date}, waits to be handed over",
)
def card_waits(scene: Scene, made: date, expires: date, who: str) -> None:
    """
    The last day is literal, as the order gives it for this person (番号カード省令26条).
    """
    make_at_organisation(scene, cast_of(scene)[who], made, expires)


@given("{who:word}の生年月日は{born:date}である", "{who:word} was born on {born:date}")
def born_on(scene: Scene, who: str, born: date) -> None:
    """
    A boundary person.
    """
    cast_of(scene)[who].born_on = born.isoformat()
    scene.know_person(born.isoformat())


@when(
    "{who:word}が{day:date}にカードの有効期間の延長を求める",
    "{who:word} asks on {day:date} for a longer validity of the card",
)
def ask_for_extension(scene: Scene, who: str, day: date) -> None:
    """
    番号カード省令27条2項.
    """
    cast = cast_of(scene)
    character = cast[who]
    command = ExtendCardValidity(
        counter(scene),
        identity_of(character),
        resident_of(character),
        str(character.card_id),
        day.isoformat(),
    )
    remember(scene, cast, scene.do(command))


@then(
    "{who:names}の新しい{item:word}を備えたカードの記載事項の変更が一通送られている",
    "one change of items with the new {item:word} is sent for the cards of {who:names}",
)
def new_item_told(scene: Scene, who: list[str], item: str) -> None:
    """
    CARD-009.1: the value is the one that the record has now.
    """
    _item(scene, "CARD-009.1", who, item)


@then(
    "{who:names}の改められた振り仮名を備えたK07が一通送られている",
    "one K07 with the corrected reading is sent for the cards of {who:names}",
)
def new_reading_told(scene: Scene, who: list[str]) -> None:
    """
    CARD-009.2.
    """
    _item(scene, "CARD-009.2", who, "氏名の振り仮名")


@then(
    "{who:names}のその変更の変更前の{item:word}は、カードの交付の時の住民票のものである",
    "the {item:word} before that change of {who:names} is the one on the record when the card was handed over",
)
def former_item_told(scene: Scene, who: list[str], item: str) -> None:
    """
    CARD-009.1: what stood on the card, as somebody was told at the entry.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("K07", card_id=character.card_id)
        changes = [change for message in found for change in message.body["changes"]]
        before = [_closed(change["before"]) for change in changes if change["item"] == ITEMS[item]]
        entry = [
            updates(scene, character)[:1],
            scene.messages("A01", local_addressee_number=character.resident)[:1],
        ]
        known = [message for messages in entry for message in messages]
        texts = {_closed(message.body[ITEMS[item]]) + _building(message, item) for message in known}
        actual = (len(before), all(text in texts for text in before))
        same(scene, "CARD-009.1", (1, True), actual, refs([*found, *known]))


def _building(message: Message, item: str) -> str:
    return _closed(message.body.get("building")) if item == "住所" else ""


def _closed(text: object) -> str:
    return "".join(str(text or "").split())


def _item(scene: Scene, clause: str, who: list[str], item: str) -> None:
    for character in cast_of(scene).all(who):
        found = scene.messages("K07", card_id=character.card_id)
        actual = [
            change["after"]
            for message in found
            for change in message.body["changes"]
            if change["item"] == ITEMS[item]
        ]
        record, kept = record_by_number(scene, resident_of(character))
        values = {name: getattr(record, name, None) for name in ITEMS.values()}
        values["address"] = without_spaces(values["address"], getattr(record, "building", None))
        fits = _fits(actual, [str(values[ITEMS[item]])])
        same(scene, clause, (True, len(found) or 1), (fits, len(found)), [kept.ref, *refs(found)])


def _fits(actual: list[str], wanted: list[str]) -> bool:
    return len(actual) == 1 == len(wanted) and without_spaces(actual[0]) == without_spaces(wanted[0])


@then(
    "提出の時に改められた{who:word}の{item:word}を備えたK07が一通送られている",
    "one K07 with the {item:word} of {who:word} as corrected is sent at the presentation",
)
def item_told(scene: Scene, who: str, item: str) -> None:
    """
    CARD-014.1: 番号法17条8項 is of every item on the card.
    """
    _item(scene, "CARD-014.1", [who], item)


@then(
    "十四日を過ぎてもカードを提出しない者の一覧に{who:names}がある",
    "{who:names} are on the list of holders who have not presented the card after fourteen days",
)
def listed(scene: Scene, who: list[str]) -> None:
    """
    CARD-009.3.
    """
    for character in cast_of(scene).all(who):
        found, kept = _overdue(scene, character)
        same(scene, "CARD-009.3", True, bool(found), [kept.ref])


@then(
    "十四日を過ぎてもカードを提出しない者の一覧に{who:names}はない",
    "{who:names} are not on the list of holders who have not presented the card after fourteen days",
)
def not_listed(scene: Scene, who: list[str]) -> None:
    """
    CARD-009.3: the last day is not past, or the card was presented.
    """
    for character in cast_of(scene).all(who):
        found, kept = _overdue(scene, character)
        unchanged(scene, "CARD-009.3", 0, len(found), [kept.ref])


def _overdue(scene: Scene, character: Character) -> tuple[list[Task], Invocation]:
    kept = scene.ask(ReadTasks())
    tasks = getattr(kept.outcome, "tasks", None) or []
    found = [
        each
        for each in tasks
        if each.kind == "card-update-overdue" and each.resident == character.resident and each.open
    ]
    return found, kept


@then(
    "カードを持たない{who:names}について、カードの記載事項の変更は送られていない",
    "no change of items is sent of {who:names}, who have no card",
)
def none_without_card(scene: Scene, who: list[str]) -> None:
    """
    CARD-009.4: their own change was seen at the network.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages(
            "K07",
            outcomes=("accepted", "refused"),
            resident_record_code=character.resident_record_code,
        )
        scene.expect.witness(bool(updates(scene, character)))
        none_sent(scene, "CARD-009.4", found, [last(scene).ref])


@then(
    "住民票の修正の前に、{who:names}のカードの記載事項は改められていない",
    "the items on the cards of {who:names} are not changed before the record is corrected",
)
def not_before_record(scene: Scene, who: list[str]) -> None:
    """
    CARD-009.5.
    """
    for character in cast_of(scene).all(who):
        none_sent(scene, "CARD-009.5", changes_told(scene, character), [last(scene).ref])


@then(
    "有効期間の食違いについての案件は{who:names}に起こされていない",
    "no task about the validity of the cards of {who:names} is opened",
)
def validity_agrees(scene: Scene, who: list[str]) -> None:
    """
    CARD-013.1: the registry reckons the same last day as the order.
    """
    for character in cast_of(scene).all(who):
        card, kept = card_of(scene, character)
        found, asked = mismatches(scene, character)
        same(scene, "CARD-013.1", (True, 0), (card is not None, len(found)), [kept.ref, asked.ref])


@then(
    "有効期間の食違いについての案件が{who:names}に起こされている",
    "a task about the validity of the cards of {who:names} is opened",
)
def validity_differs(scene: Scene, who: list[str]) -> None:
    """
    CARD-013.5: a last day beyond the birthday, or beyond the stay, is not taken for granted.
    """
    for character in cast_of(scene).all(who):
        found, asked = mismatches(scene, character)
        same(scene, "CARD-013.5", True, bool(found), [asked.ref])


def mismatches(scene: Scene, character: Character) -> tuple[list[Task], Invocation]:
    """
    Tasks about the last day of somebody's card, and the read as evidence.
    """
    kept = scene.ask(ReadTasks())
    tasks = getattr(kept.outcome, "tasks", None) or []
    found = [
        each for each in tasks if each.kind == "validity-mismatch" and each.resident == character.resident
    ]
    return found, kept


@then(
    "継続利用の後も{who:names}のカードの有効期間の満了の日は変わっていない",
    "continued use leaves the last day of the cards of {who:names} as it was",
)
def validity_kept(scene: Scene, who: list[str]) -> None:
    """
    CARD-013.3: on both sides.
    """
    for character in cast_of(scene).all(who):
        card, kept = card_of(scene, character)
        shown = scene.state("card_management", "card", {"card_id": character.card_id})["card"]
        expected = character.notes["card-expires-on"]
        used = scene.messages("K06", card_id=character.card_id)
        actual = (len(used), getattr(card, "expires_on", None), shown["expires_on"])
        same(scene, "CARD-013.3", (1, expected, expected), actual, [kept.ref, *refs(used)])


@then(
    "{who:names}のカードの有効期間は在留期間の満了の日を超えて延びていない",
    "the cards of {who:names} are not good beyond the period of stay",
)
def not_beyond_stay(scene: Scene, who: list[str]) -> None:
    """
    CARD-013.4: no change of the last day was told, or none past the stay.
    """
    for character in cast_of(scene).all(who):
        stay = character.foreign.period_expires_on if character.foreign else None
        beyond = [
            message
            for message in changes_told(scene, character)
            for change in message.body["changes"]
            if change["item"] == "expires_on" and str(change["after"]) > str(stay)
        ]
        none_sent(scene, "CARD-013.4", beyond, [last(scene).ref])


def told_of_card(
    scene: Scene, character: Character, outcomes: tuple[str, ...] = ("accepted",)
) -> list[Message]:
    """
    All that was told of a card and taken, in that order; with further ``outcomes`` also what was not taken.
    """
    found = [
        message
        for kind in KINDS
        for message in scene.messages(
            kind, by="card_management", outcomes=outcomes, card_id=character.card_id
        )
    ]
    return sorted(found, key=lambda message: message.number)


@then(
    "{who:word}のカードの出来事は{told:text}の順に一通ずつ伝えられている",
    "the events of the card of {who:word} are told as {told:text}, one message each",
)
def told_once_each(scene: Scene, who: str, told: str) -> None:
    """
    CARD-014.1, CARD-014.2 and, as their reverse, CARD-014.4.
    """
    judge_events(scene, cast_of(scene)[who], told)


def judge_events(scene: Scene, character: Character, told: str) -> None:
    """
    What the text says against what was told of the character's card.
    """
    expected = told.split("、")
    found = told_of_card(scene, character)
    actual = [
        f"{message.kind}:{message.body['state']}" if message.kind == "K05" else message.kind
        for message in found
    ]
    same(scene, "CARD-014.1", sorted(expected), sorted(actual), refs(found))
    same(scene, "CARD-014.2", expected, actual, refs(found))
    # An event told again is told twice, also where the organisation does not take it.
    told_at_all = told_of_card(scene, character, ("accepted", "refused"))
    unchanged(scene, "CARD-014.4", len(expected), len(told_at_all), refs(told_at_all))


@then(
    "{who:word}のカードについての電文は住民票コード又はカードID、年月日{days:text}、操作者ID及び操作端末IDを備える",
    "the messages about the card of {who:word} carry code or card id, the days {days:text}, operator and terminal",
)
def carry_all(scene: Scene, who: str, days: str) -> None:
    """
    CARD-014.3: the days are those of the events, one for each message.
    """
    character = cast_of(scene)[who]
    for message, day in zip(told_of_card(scene, character), days.split("、"), strict=False):
        body = message.body
        named = body.get("handed_over_on") or body.get("changed_on") or body.get("processed_on")
        actual = (body["card_id"], named, body["operator"], body["terminal"])
        same(scene, "CARD-014.3", (character.card_id, day, CLERK, TERMINAL), actual, [message.ref])


@then(
    "{who:word}のカードの失効は一時停止として伝えられていない",
    "the lapse of the card of {who:word} is not told as a suspension",
)
def lapse_is_no_suspension(scene: Scene, who: str) -> None:
    """
    CARD-014.5.
    """
    found = told_changes(scene, cast_of(scene)[who])
    wrong = [pair for pair in pairs(found) if pair[0] == "suspended" and pair[1] != "loss"]
    scene.expect.witness(any(state == "lapsed" for state, _ in pairs(found)))
    unchanged(scene, "CARD-014.5", [], wrong, refs(found))
