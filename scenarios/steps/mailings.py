"""
Where number notices and delivery notices go, and what comes back (CARD-001, CARD-002, JUKI-010).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.port.commands import ApplyForCard
from harness.port.reads import ReadDispatches, ReadTasks
from harness.port.records import Dispatch
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.card_acts import CLERK, TERMINAL, counter
from scenarios.steps.comparing import none_sent, same, unchanged, without_spaces
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.steps.register import about, record_by_number, refs, updates
from scenarios.wording import given, then, when

BLOCKS = ("municipality", "place_of_issue", "delivery_place")


def ordered(scene: Scene, character: Character) -> list[Message]:
    """
    Mailings about somebody that were ordered at all, in order.
    """
    return scene.messages("K01", outcomes=("accepted", "refused"), where=about(scene, character))


def dispatches(scene: Scene, character: Character) -> tuple[list[Dispatch], Invocation]:
    """
    Mailings about somebody as the registry shows them.
    """
    kept = scene.ask(ReadDispatches(resident=resident_of(character)))
    return getattr(kept.outcome, "dispatches", None) or [], kept


def notice_of(scene: Scene, character: Character) -> str:
    """
    The management number of the number notice. Raises Inconclusive where none was ordered, which breaks JUKI-010.6
    where a number is on the record.
    """
    found = [each for each in ordered(scene, character) if each.body["print_class"] == "number-notice"]
    if not found:
        record, kept = record_by_number(scene, resident_of(character))
        if record is not None and record.individual_number is not None:
            judged = both("個人番号通知書", "a number notice"), both("なし", "none")
            scene.expect.observed("JUKI-010.6", False, *judged, [kept.ref])
        raise Inconclusive(
            both("個人番号通知書の送付先情報が送られていない。", "No number notice was ordered.")
        )
    return str(found[0].body["dispatch_id"])


@given(
    "個人番号を求める電文は機構に断られる", "the organisation refuses the request for an Individual Number"
)
def number_refused(scene: Scene) -> None:
    """
    No number is given, so nobody may receive one.
    """
    refuse = {"message_type": "J20", "receiver": None, "action": "refuse", "times": 10}
    scene.faults("juki_net", [refuse])


@when(
    "{who:word}が{day:date}に窓口でカードを申請する",
    "{who:word} applies for a card at the counter on {day:date}",
)
def apply(scene: Scene, who: str, day: date) -> None:
    """
    番号法16条の2.
    """
    cast = cast_of(scene)
    character = cast[who]
    remember(
        scene,
        cast,
        scene.do(
            ApplyForCard(counter(scene), identity_of(character), resident_of(character), day.isoformat())
        ),
    )


@then(
    "カード管理システムは{who:names}について、送付先管理番号と送付先の郵便番号、住所及び氏名を備えた送付先情報を受け取る",
    "the card management system takes dispatch data of {who:names} with number, postal code, address and name",
)
def dispatch_data(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.1: the newest one goes to the address of the record.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        found = scene.messages("K01", where=about(scene, character))[-1:]
        body = found[0].body if found else {}
        home = without_spaces(record.address, record.building) if record else None
        filled = all(body.get(name) for name in ("dispatch_id", "destination_postal_code"))
        expected = (True, home, character.name)
        actual = (filled, without_spaces(body.get("destination_address")), body.get("destination_name"))
        same(scene, "CARD-001.1", expected, actual, [kept.ref, *refs(found)])


@then(
    "{who:names}の送付先情報は市町村、交付場所及びカード送付場所の項目を備える",
    "the dispatch data of {who:names} have the blocks of municipality, place of issue and place of delivery",
)
def blocks(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.2.
    """
    for character in cast_of(scene).all(who):
        for message in ordered(scene, character):
            empty = [
                f"{block}_{part}"
                for block in BLOCKS
                for part in ("name", "postal_code", "address", "telephone")
                if not message.body.get(f"{block}_{part}")
            ]
            actual = (message.body["municipality"], empty)
            same(scene, "CARD-001.2", ("112291", []), actual, [message.ref])


@then(
    "{who:names}の送付先情報は印刷区分{kind:text}及び住民票の事項を記録のとおりに備える",
    "the dispatch data of {who:names}, to print {kind:text}, have the items as on the record",
)
def items(scene: Scene, who: list[str], kind: str) -> None:
    """
    CARD-001.3.
    """
    kinds = {"個人番号通知書": "number-notice", "交付通知書": "delivery-notice"}
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        if record is None:
            raise Inconclusive(both("住民票が照会できない。", "There is no record."))
        foreign = record.foreign
        expected: dict[str, Any] = {
            "print_class": kinds[kind],
            "resident_record_code": record.resident_record_code,
            "name": record.name,
            "name_kana": record.name_kana,
            "born_on": record.born_on,
            "sex": record.sex,
            "individual_number": record.individual_number,
            "resident_class": foreign.resident_class if foreign else None,
            "period_expires_on": foreign.period_expires_on if foreign else None,
            "former_surname": record.former_surname,
            "former_surname_kana": record.former_surname_kana,
        }
        found = scene.messages("K01", where=about(scene, character))[-1:]
        body = found[0].body if found else {}
        actual = {name: body.get(name) for name in expected}
        same(scene, "CARD-001.3", expected, actual, [kept.ref, *refs(found)])


@then(
    "{who:word}の送付先情報は、代替文字による置換えを氏名に{names:number}字、住所に{places:number}字示す",
    "the dispatch data of {who:word} show {names:number} letters of the name and {places:number} of the address as"
    " replaced",
)
def substitutes(scene: Scene, who: str, names: int, places: int) -> None:
    """
    CARD-001.3: which letter stands for another is nobody's rule, but where, and that there is such a text.
    """
    found = scene.messages("K01", where=about(scene, cast_of(scene)[who]))[-1:]
    actual = [
        (
            message.body["substituted"],
            (bool(message.body["substitute_name"]), len(message.body["substitute_name_positions"])),
            (bool(message.body["substitute_address"]), len(message.body["substitute_address_positions"])),
        )
        for message in found
    ]
    expected = (names + places > 0, (names > 0, names), (places > 0, places))
    same(scene, "CARD-001.3", [expected], actual, refs(found))


@then(
    "{who:word}の送付先情報のローマ字の氏名は、その氏名のとおりである",
    "the dispatch data of {who:word} give the name in Roman letters as it is",
)
def roman_name(scene: Scene, who: str) -> None:
    """
    CARD-001.3, of one whose name is written in them.
    """
    character = cast_of(scene)[who]
    found = scene.messages("K01", where=about(scene, character))[-1:]
    actual = [message.body["name_roman"] for message in found]
    same(scene, "CARD-001.3", [character.name], actual, refs(found))


@then(
    "{who:names}の送付先情報は処理年月日{day:date}、操作者ID及び操作端末IDを備える",
    "the dispatch data of {who:names} have the day {day:date}, operator and terminal",
)
def processed(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-001.4: for what a neighbour caused the operator is the system.
    """
    for character in cast_of(scene).all(who):
        for message in ordered(scene, character)[-1:]:
            body = message.body
            actual = (body["processed_on"], bool(body["operator"]), bool(body["terminal"]))
            same(scene, "CARD-001.4", (day.isoformat(), True, True), actual, [message.ref])


@then(
    "窓口での{who:names}の申請の送付先情報は、その操作者IDと操作端末IDを備える",
    "the dispatch data of the application of {who:names} name its operator and terminal",
)
def by_the_clerk(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.4.
    """
    for character in cast_of(scene).all(who):
        for message in ordered(scene, character)[-1:]:
            actual = (message.body["operator"], message.body["terminal"])
            same(scene, "CARD-001.4", (CLERK, TERMINAL), actual, [message.ref])


@then(
    "個人番号のない{who:names}の送付先情報は送られていない",
    "no dispatch data of {who:names}, who have no number, are sent",
)
def none_without_number(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.5: the entry itself was seen at the network.
    """
    for character in cast_of(scene).all(who):
        scene.expect.witness(bool(updates(scene, character)))
        none_sent(scene, "CARD-001.5", ordered(scene, character), [last(scene).ref])


@then(
    "返戻された{who:names}の個人番号通知書は、新たな事由なしには再び送られない",
    "the number notice of {who:names}, which came back, is not sent again without a new reason",
)
def not_again(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.7.
    """
    scene.expect.refused("CARD-001.7", answer(scene), ["new-reason-missing"], [last(scene).ref])
    for character in cast_of(scene).all(who):
        found = ordered(scene, character)
        unchanged(
            scene, "CARD-001.7", scene.memory["orders-before"], len(found), [last(scene).ref, *refs(found)]
        )


@then(
    "登録システムは{who:names}の個人番号通知書の状態を返戻とする",
    "the registry shows the number notice of {who:names} as returned",
)
def shown_returned(scene: Scene, who: list[str]) -> None:
    """
    CARD-002.1.
    """
    for character in cast_of(scene).all(who):
        found, kept = dispatches(scene, character)
        states = [each.state for each in found if each.kind == "number-notice"]
        same(scene, "CARD-002.1", ["returned"], states, [kept.ref])


@then(
    "{who:names}の返戻を追跡する案件が一件起こされている",
    "one task is open to follow the return of {who:names}",
)
def followed(scene: Scene, who: list[str]) -> None:
    """
    CARD-002.2.
    """
    for character in cast_of(scene).all(who):
        kept = scene.ask(ReadTasks())
        tasks = [
            each
            for each in getattr(kept.outcome, "tasks", None) or []
            if each.kind == "mail-returned" and each.resident == character.resident
        ]
        same(scene, "CARD-002.2", 1, len(tasks), [kept.ref])


@then(
    "{who:names}の返戻の事実はK02により機構に伝えられている",
    "the return of the mailing of {who:names} is told to the organisation by K02",
)
def return_told(scene: Scene, who: list[str]) -> None:
    """
    CARD-002.3.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("K02", dispatch_id=notice_of(scene, character))
        states = [each.body["state"] for each in found]
        same(scene, "CARD-002.3", ["returned"], states, refs(found))


@then(
    "カード管理システムは{who:names}の個人番号通知書を自ら再び送っていない",
    "the card management system did not send the number notice of {who:names} again by itself",
)
def not_by_itself(scene: Scene, who: list[str]) -> None:
    """
    CARD-002.4.
    """
    for character in cast_of(scene).all(who):
        sent = scene.messages("K02", direction="out", dispatch_id=notice_of(scene, character))
        states = [each.body["state"] for each in sent]
        same(scene, "CARD-002.4", ["returned"], states, refs(sent))


@then(
    "一つの個人番号について{who:names}の個人番号通知書は一通だけ求められている",
    "one number notice only is ordered of {who:names}, for one number",
)
def one_notice(scene: Scene, who: list[str]) -> None:
    """
    CARD-002.5.
    """
    for character in cast_of(scene).all(who):
        found = [each for each in ordered(scene, character) if each.body["print_class"] == "number-notice"]
        scene.expect.witness(bool(found))
        unchanged(scene, "CARD-002.5", 1, len(found), refs(found))


@then(
    "支援措置の対象者{who:names}の送付先情報は、抑止された住所を送付先としていない",
    "the dispatch data of {who:names}, under a support measure, do not go to the held address",
)
def not_to_held_address(scene: Scene, who: list[str]) -> None:
    """
    CARD-001.6: what was ordered since the place of stay was registered; that something was is the witness.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        held = getattr(record, "address", "?")
        found = ordered(scene, character)
        wrong = [each for each in found if str(each.body["destination_address"]).startswith(held)]
        scene.expect.witness(any(each.outcome == "accepted" for each in found))
        none_sent(scene, "CARD-001.6", wrong, [kept.ref])
