"""
What must be seen of a birth (REL-017).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import ConfirmNotice
from harness.port.reads import ReadTasks
from harness.running.scene import Inconclusive, Scene
from harness.words.codes import NotificationKind
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import enter, remember, resident_of
from scenarios.steps.family_events import learn_code
from scenarios.steps.register import (
    about,
    notices,
    offered_updates,
    record_by_number,
    refs,
    updates,
)
from scenarios.wording import given, then, when

MOVING_IN = ("11", "12")


@given(
    "個人番号の生成の求めがしばらく受け付けられない",
    "the request for an Individual Number is not taken for some time",
)
def number_request_busy(scene: Scene) -> None:
    """
    The organisation cannot have answered yet.
    """
    busy = {"message_type": "J20", "receiver": None, "action": "busy", "times": 3}
    scene.faults("juki_net", [busy])


@when(
    "{city:word}が{parent:word}の子である{child:word}の{born:date}の出生を{accepted:date}に受理した旨を通知する",
    "{city:word} tells that it accepted on {accepted:date} the birth of {child:word}, child of {parent:word},"
    " on {born:date}",
)
def birth_notified(scene: Scene, city: str, parent: str, child: str, born: date, accepted: date) -> None:
    """
    住基法9条2項 (J22): keyed by the parent, with the child's items.
    """
    cast = cast_of(scene)
    newborn = cast[child]
    newborn.born_on = born.isoformat()
    scene.know_person(newborn.born_on)
    items = {
        "name": newborn.name,
        "name_kana": newborn.name_kana,
        "born_on": newborn.born_on,
        "sex": newborn.sex,
        "relationship": "子",
    }
    send_event(scene, city, cast[parent], "birth", born, accepted, items)


def send_event(
    scene: Scene,
    city: str,
    about_whom: Character,
    event: str,
    on: date,
    accepted: date,
    items: dict[str, str],
    **stated: str | None,
) -> None:
    """
    J22 about a resident, from the municipality that accepted the notification; `stated` is said otherwise than it is.
    """
    record, _ = record_by_number(scene, resident_of(about_whom))
    tasks = getattr(scene.ask(ReadTasks()).outcome, "tasks", None) or []
    scene.memory["tasks before"] = max((task.n for task in tasks), default=0)
    scene.act(
        "juki_net",
        "send",
        {
            "message_type": "J22",
            "sender": CITIES[city][0],
            "body": {
                "event": event,
                "occurred_on": on.isoformat(),
                "accepted_on": accepted.isoformat(),
                "resident_record_code": about_whom.resident_record_code,
                "name": about_whom.name,
                "born_on": about_whom.born_on,
                "address": record.address if record else "",
                "items": items,
                **stated,
            },
        },
    )


def noticed_task(scene: Scene) -> int:
    """
    The task that the notice made. Raises Inconclusive where it made none.
    """
    kept = scene.ask(ReadTasks(after=scene.memory["tasks before"]))
    found = [
        task.n
        for task in getattr(kept.outcome, "tasks", None) or []
        if task.kind == "family-register-notice" and task.message_type == "J22"
    ]
    if len(found) != 1:
        raise Inconclusive(
            both(f"通知による事案が{len(found)}件である。", f"The notice made {len(found)} tasks.")
        )
    number: int = found[0]
    return number


@when(
    "職員がその通知を確かめ、{child:word}を{parent:word}の世帯に記載する",
    "a clerk confirms that notice and enters {child:word} in the household of {parent:word}",
)
def confirm_birth(scene: Scene, child: str, parent: str) -> None:
    """
    The clerk examined it; the code is drawn by the registry.
    """
    cast = cast_of(scene)
    newborn = cast[child]
    kept = scene.do(
        ConfirmNotice(
            counter=scene.counter(),
            task=noticed_task(scene),
            decision="confirm",
            person=newborn.person(resident_record_code=None, individual_number=None, relationship="子"),
            household=str(cast[parent].household),
        )
    )
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    learn_code(scene, newborn)


@when("職員がその通知を確かめて処理する", "a clerk confirms that notice")
def confirm(scene: Scene) -> None:
    """
    Nothing but the decision is entered.
    """
    kept = scene.do(ConfirmNotice(scene.counter(), noticed_task(scene), "confirm"))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


@then(
    "生まれた{who:names}の住民となった年月日は{day:date}である",
    "{who:names}, who were born, became residents on {day:date}",
)
def became_resident_at_birth(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-017.1.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        actual = (record.became_resident_on, record.state) if record else None
        same(scene, "REL-017.1", (day.isoformat(), "current"), actual, [kept.ref])


@then(
    "生まれた{who:names}の記載の異動届出区分は{kind:text}である",
    "the entries of {who:names}, who were born, are of the kind {kind:text}",
)
def kind_of_entry(scene: Scene, who: list[str], kind: str) -> None:
    """
    REL-017.2.
    """
    code = NotificationKind.parse(kind).code
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        rows = [row.kind for row in record.history if row.reason == "13"] if record else []
        same(scene, "REL-017.2", [code], rows, [kept.ref])


@then(
    "市町村CSは生まれた{who:names}について異動年月日を{day:date}とする「出生」の本人確認情報を一件受け取る",
    "the municipal communication server takes one update of birth of {who:names}, dated {day:date}",
)
def update_of_birth(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-017.3.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character, reason="13")
        dates = [message.body["changed_on"] for message in found]
        same(scene, "REL-017.3", [day.isoformat()], dates, refs(found))


@then(
    "生まれた{who:names}の個人番号の生成が一度求められる",
    "an Individual Number is asked for once for {who:names}, who were born",
)
def number_asked(scene: Scene, who: list[str]) -> None:
    """
    REL-017.4: under the code of the entry.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("J20", resident_record_code=character.resident_record_code)
        kinds = [message.body["kind"] for message in found]
        same(scene, "REL-017.4", ["first"], kinds, refs(found))


@then(
    "通知された個人番号が生まれた{who:names}の住民票に記載されている",
    "the Individual Number told is entered in the records of {who:names}, who were born",
)
def number_entered(scene: Scene, who: list[str]) -> None:
    """
    REL-017.5.
    """
    for character in cast_of(scene).all(who):
        told = scene.messages("J21", direction="out", resident_record_code=character.resident_record_code)
        numbers = [message.body["individual_number"] for message in told]
        record, kept = record_by_number(scene, resident_of(character))
        for number in numbers:
            scene.know("individual-number", number)
        actual = [record.individual_number] if record and numbers else None
        same(scene, "REL-017.5", numbers, actual, [kept.ref, *refs(told)])


@then(
    "後から記載された{who:names}の個人番号は「個人番号の職権記載等」の本人確認情報で一度通知される",
    "the number of {who:names}, entered later, is told by one update with the reason of its entry",
)
def second_update(scene: Scene, who: list[str]) -> None:
    """
    REL-017.6: the first update had none, the second has it.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character)
        actual = [(each.body["reason"], each.body["individual_number"] is not None) for each in found]
        same(scene, "REL-017.6", [("13", False), ("36", True)], actual, refs(found))


@then(
    "最初の本人確認情報に個人番号がある{who:names}について、二通目の本人確認情報は送られない",
    "no second update follows for {who:names}, whose number stood in the first",
)
def no_second_update(scene: Scene, who: list[str]) -> None:
    """
    REL-017.7. In this town a child's first update never has the number, for it is asked for after the entry.
    """
    for character in cast_of(scene).all(who):
        found = offered_updates(scene, character)
        actual = [each.body["individual_number"] is not None for each in found]
        same(scene, "REL-017.7", [True], actual, refs(found))


@when(
    "機構が{who:names}の同じ個人番号をもう一度通知する",
    "the organisation tells the same number of {who:names} once more",
)
def number_told_again(scene: Scene, who: list[str]) -> None:
    """
    J21 as another message with the number that the record has.
    """
    for character in cast_of(scene).all(who):
        record, _ = record_by_number(scene, resident_of(character))
        body = {
            "resident_record_code": character.resident_record_code,
            "individual_number": record and record.individual_number,
        }
        scene.act("juki_net", "send", {"message_type": "J21", "sender": "juki_net", "body": body})
    scene.settle()


@then(
    "{who:names}の個人番号は本人確認情報でただ一度通知されている",
    "the numbers of {who:names} are told by one update only, the first or the second",
)
def number_told_once(scene: Scene, who: list[str]) -> None:
    """
    REL-017.7: whichever update carried the number, none repeats it.
    """
    for character in cast_of(scene).all(who):
        found = offered_updates(scene, character)
        carrying = [each for each in found if each.body["individual_number"] is not None]
        same(scene, "REL-017.7", 1, len(carrying), refs(found))


@then(
    "カード管理システムは生まれた{who:names}の個人番号通知書の送付先情報を受け取る",
    "the card management system takes the dispatch data of the number notice of {who:names}, who were born",
)
def dispatch_data(scene: Scene, who: list[str]) -> None:
    """
    REL-017.8.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("K01", where=about(scene, character), print_class="number-notice")
        codes = [message.body["resident_record_code"] for message in found]
        same(scene, "REL-017.8", [character.resident_record_code], codes, refs(found))


@then(
    "生まれた{who:names}は外国人住民として記載され、出入国在留管理庁は記載の通知を受け取る",
    "{who:names}, who were born, are entered as foreign residents, and the Agency takes the notice of entry",
)
def foreign_entry(scene: Scene, who: list[str]) -> None:
    """
    REL-017.9.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        found = scene.messages("I01", name=character.name, act="entry")
        shown = record.foreign.resident_class if record and record.foreign else None
        actual = (shown, [each.body["resident_class"] for each in found])
        same(scene, "REL-017.9", ("transitional", ["transitional"]), actual, [kept.ref, *refs(found)])


@then(
    "生まれた{who:names}の記載の異動事由は転入とされていない",
    "the entry of {who:names}, who were born, does not have moving in as its reason",
)
def not_moved_in(scene: Scene, who: list[str]) -> None:
    """
    REL-017.10: neither on the wire nor in the history, and no notice of moving in.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        found = [each for each in offered_updates(scene, character) if each.body["reason"] in MOVING_IN]
        none_sent(scene, "REL-017.10", [*found, *notices(scene, character)], [kept.ref])
        rows = [row.reason for row in record.history if row.reason in MOVING_IN] if record else []
        unchanged(scene, "REL-017.10", [], rows, [kept.ref])


@then(
    "生まれた{who:names}の住民票コードは互いに異なり、{dead:word}の除票の住民票コードでもない",
    "the codes of {who:names}, who were born, differ, and none is that of the deleted record of {dead:word}",
)
def code_is_fresh(scene: Scene, who: list[str], dead: str) -> None:
    """
    REL-017.11.
    """
    cast = cast_of(scene)
    children = cast.all(who)
    sent = [message for child in children for message in offered_updates(scene, child, reason="13")]
    codes = [str(message.body["resident_record_code"]) for message in sent]
    used = cast[dead].resident_record_code
    actual = (len(codes), len(set(codes)), used in codes)
    unchanged(scene, "REL-017.11", (len(children), len(children), False), actual, refs(sent))


@then(
    "機構の回答の前に、生まれた{who:names}の個人番号の項目は埋められていない",
    "the number of {who:names}, who were born, is not filled in before the organisation has answered",
)
def not_filled_before(scene: Scene, who: list[str]) -> None:
    """
    REL-017.12: neither in what was sent before the answer nor, where there is none yet, on the record.
    """
    for character in cast_of(scene).all(who):
        code = character.resident_record_code
        told = scene.messages("J21", direction="out", resident_record_code=code)
        first = min((message.at for message in told), default="9")
        early = [each for each in offered_updates(scene, character) if each.at < first or not told]
        filled = [each for each in early if each.body["individual_number"] is not None]
        record, kept = record_by_number(scene, resident_of(character))
        shown = record.individual_number if record and not told else None
        unchanged(scene, "REL-017.12", (0, None), (len(filled), shown), [kept.ref, *refs(early)])
