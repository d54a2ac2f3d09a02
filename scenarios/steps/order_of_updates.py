"""
Updates in order, applied once, and kept while the line is out of order (JUKI-005, JUKI-006).
"""

from __future__ import annotations

from typing import Any

from harness.judgement.expect import both
from harness.port.commands import SendOnPaper
from harness.port.reads import ReadDeliveries, ReadTasks
from harness.port.records import AccessLine, Delivery, Task
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, unchanged
from scenarios.steps.counter import answer, last, remember, resident_of
from scenarios.steps.log_lines import lines, log_end
from scenarios.steps.noted_updates import reasons, since
from scenarios.steps.register import REASONS, record_by_number, refs, updates
from scenarios.wording import given, then, when

ACTIONS = {"話中": "busy", "停止": "error", "応答の喪失": "lost-answer"}
"""What the network answers, by the word of the text."""


@given(
    "市町村CSは更新を{times:number}回、{action:text}により受け取れない",
    "the municipal communication server fails to take updates {times:number} times, by {action:text}",
)
def not_taken(scene: Scene, times: int, action: str) -> None:
    """
    Each attempt fails, then the line is in order.
    """
    fault = {"message_type": "J01", "receiver": None, "action": ACTIONS[action], "times": times}
    scene.faults("juki_net", [fault])


@given("市町村CSとの回線に障害が起きる", "the line to the municipal communication server goes out of order")
def out_of_order(scene: Scene) -> None:
    """
    Until it is restored.
    """
    scene.settle()
    scene.interrupt("juki_net", "J01")


@given("転入通知のための回線に障害が起きる", "the line for notices of moving in goes out of order")
def notices_out_of_order(scene: Scene) -> None:
    """
    Until it is restored; updates still arrive.
    """
    scene.settle()
    scene.interrupt("juki_net", "J05")


@given(
    "市町村CSはJ01を受け取るが、更新結果を返さない",
    "the municipal communication server takes updates and answers no result",
)
def no_result(scene: Scene) -> None:
    """
    Until the line is restored: acknowledged, without a J02.
    """
    scene.settle()
    scene.interrupt("juki_net", "J01", "no-reply")


@when("回線が回復する", "the line is restored")
def restored(scene: Scene) -> None:
    """
    What waits can go.
    """
    scene.restore("juki_net")


@given(
    "アクセスログのここまでの行を控えておく",
    "the lines of the access log so far are noted",
)
def note_lines(scene: Scene) -> None:
    """
    Later lines are those of what follows.
    """
    scene.memory["noted-line"] = log_end(scene)


@given(
    "支障なく届いた{who:word}の一通のJ01がアクセスログに残した行の数を控えておく",
    "the number of lines that the one undisturbed update of {who:word} left in the access log is noted",
)
def note_undisturbed(scene: Scene, who: str) -> None:
    """
    Whether a first attempt leaves a line too is the registry's choice.
    """
    found, _ = _lines(scene, cast_of(scene)[who])
    scene.memory["undisturbed-lines"] = len(found)
    scene.memory["noted-line"] = log_end(scene)


def deliveries(scene: Scene, character: Character) -> tuple[list[Delivery], Invocation]:
    """
    What the registry shows of updates about somebody. Raises Inconclusive where it shows no list.
    """
    kept = scene.ask(ReadDeliveries(resident=resident_of(character)))
    found = getattr(kept.outcome, "deliveries", None)
    if found is None:
        raise Inconclusive(both("送信の状態が得られなかった。", "No deliveries were shown."))
    return [each for each in found if each.message_type == "J01"], kept


@then(
    "{who:names}のJ01の更新順番号は抜けなく増えている",
    "the sequence numbers of the updates of {who:names} increase without a gap",
)
def gapless(scene: Scene, who: list[str]) -> None:
    """
    JUKI-005.1: from 1 for whoever was entered in this scenario; what the network refused was given a number too.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages(
            "J01",
            outcomes=("accepted", "refused"),
            resident_record_code=character.resident_record_code,
        )
        actual = [message.body["update_sequence"] for message in found]
        same(scene, "JUKI-005.1", list(range(1, len(found) + 1)), actual, refs(found))


@then(
    "市町村CSの{who:names}の内容は住民票と一致する",
    "what the municipal communication server holds of {who:names} equals the record",
)
def equal(scene: Scene, who: list[str]) -> None:
    """
    JUKI-005.2.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        current = _identification(scene, character)["current"] or {}
        names = ("name", "name_kana", "born_on", "sex", "settled_on", "individual_number")
        expected = [getattr(record, name, None) for name in names]
        actual = [current.get(name) for name in names]
        address = record is not None and str(current.get("address")).startswith(record.address)
        same(scene, "JUKI-005.2", [*expected, True], [*actual, address], [kept.ref])


@then(
    "重ねて届いた{who:names}のJ01は応答されたが、二度は適用されていない",
    "an update of {who:names} that arrived again was answered and not applied twice",
)
def applied_once(scene: Scene, who: list[str]) -> None:
    """
    JUKI-005.3: each sequence number stands once at the server.
    """
    for character in cast_of(scene).all(who):
        twice = scene.messages(
            "J01", outcomes=("duplicate",), resident_record_code=character.resident_record_code
        )
        shown = [update["update_sequence"] for update in _identification(scene, character)["updates"]]
        same(
            scene,
            "JUKI-005.3",
            (True, sorted(set(shown))),
            (bool(twice), shown),
            refs(twice or _accepted(scene, character)),
        )


@then(
    "{who:names}の異動{told:text}のJ01は、この順に一通ずつ届いている",
    "the updates of {who:names}, {told:text}, arrive one each, in this order",
)
def in_order(scene: Scene, who: list[str], told: str) -> None:
    """
    JUKI-005.4: in the order of occurrence, whatever the line did.
    """
    expected = [REASONS[label] for label in told.split("、")]
    for character in cast_of(scene).all(who):
        found = [message for message in since(scene, character) if message.outcome == "accepted"]
        scene.expect.witness(bool(found))
        unchanged(scene, "JUKI-005.4", expected, reasons(found), refs(found))


@then(
    "市町村CSの{who:names}の内容は、後の異動の後に古い内容に戻っていない",
    "what the municipal communication server holds of {who:names} did not go back to an older state",
)
def not_overwritten(scene: Scene, who: list[str]) -> None:
    """
    JUKI-005.5: the newest name and address stand.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        current = _identification(scene, character)["current"] or {}
        scene.expect.witness(bool(_accepted(scene, character)))
        expected = (getattr(record, "name", None), getattr(record, "settled_on", None))
        unchanged(scene, "JUKI-005.5", expected, (current.get("name"), current.get("settled_on")), [kept.ref])


@then(
    "{who:names}のJ01は、更新結果を受けるまで未完了として示される",
    "the update of {who:names} is shown as waiting until its result has come",
)
def waiting(scene: Scene, who: list[str]) -> None:
    """
    JUKI-006.1.
    """
    for character in cast_of(scene).all(who):
        found, kept = deliveries(scene, character)
        same(scene, "JUKI-006.1", ["waiting"], [each.state for each in found][-1:], [kept.ref])


@then(
    "更新結果を受けた{who:names}のJ01は、届いたものとして示される",
    "the update of {who:names}, whose result has come, is shown as taken",
)
def taken(scene: Scene, who: list[str]) -> None:
    """
    JUKI-006.1: and not before.
    """
    for character in cast_of(scene).all(who):
        found, kept = deliveries(scene, character)
        same(scene, "JUKI-006.1", {"taken"}, {each.state for each in found}, [kept.ref])


@then(
    "回復の後、待っていた{who:names}のJ01は{told:text}の順に一度ずつ届いている",
    "after the restoration the waiting updates of {who:names} arrive once each, as {told:text}",
)
def arrived_once(scene: Scene, who: list[str], told: str) -> None:
    """
    JUKI-006.2.
    """
    expected = [REASONS[label] for label in told.split("、")]
    for character in cast_of(scene).all(who):
        found = [message for message in since(scene, character) if message.outcome == "accepted"]
        same(scene, "JUKI-006.2", expected, reasons(found), refs(found))


@then(
    "{who:names}のJ01が限度を超えて届かない旨の警告が示される",
    "the clerk is warned that an update of {who:names} is overdue",
)
def warned(scene: Scene, who: list[str]) -> None:
    """
    JUKI-006.3.
    """
    for character in cast_of(scene).all(who):
        found, kept = _warnings(scene, character)
        same(scene, "JUKI-006.3", True, bool(found), [kept.ref])


@then(
    "{who:names}のJ01が限度を超えて届かない旨の警告はまだ示されない",
    "the clerk is not yet warned of an update of {who:names}",
)
def not_yet_warned(scene: Scene, who: list[str]) -> None:
    """
    JUKI-006.3: a warning says that the limit was passed.
    """
    for character in cast_of(scene).all(who):
        found, kept = _warnings(scene, character)
        unchanged(scene, "JUKI-006.3", 0, len(found), [kept.ref])


@then(
    "{who:names}のJ01の{times:number}回の再送は一回につき一行、アクセスログに残っている",
    "each of the {times:number} repetitions of the update of {who:names} has a line in the access log",
)
def logged(scene: Scene, who: list[str], times: int) -> None:
    """
    JUKI-006.4: lines of communication about the person that name J01, from the noted one on.
    """
    for character in cast_of(scene).all(who):
        found, kept = _lines(scene, character)
        more = len(found) - scene.memory["undisturbed-lines"]
        same(scene, "JUKI-006.4", times, more, [kept])


@then(
    "届いていない{who:names}のJ01は、完了したものとして示されていない",
    "the update of {who:names}, not arrived, is not shown as done",
)
def not_shown_as_done(scene: Scene, who: list[str]) -> None:
    """
    JUKI-006.5.
    """
    for character in cast_of(scene).all(who):
        found, kept = deliveries(scene, character)
        states = [each.state for each in found]
        arrived = len([message for message in since(scene, character) if message.outcome == "accepted"])
        done = states.count("taken")
        before = len(_accepted(scene, character)) - arrived
        unchanged(scene, "JUKI-006.5", before + arrived, done, [kept.ref])


@then(
    "更新結果のない{who:names}のJ01は、完了したものとして示されていない",
    "the update of {who:names}, of which no result came, is not shown as done",
)
def not_done_without_result(scene: Scene, who: list[str]) -> None:
    """
    JUKI-006.5: it arrived, and nobody knows yet what became of it.
    """
    for character in cast_of(scene).all(who):
        found, kept = deliveries(scene, character)
        scene.expect.witness(bool(since(scene, character)))
        unchanged(scene, "JUKI-006.5", "waiting", found[-1].state if found else None, [kept.ref])


@when(
    "{who:word}の転入通知を紙により送ることを求める",
    "it is asked that the notice of moving in of {who:word} go on paper",
)
def ask_for_paper(scene: Scene, who: str) -> None:
    """
    住基規則2条2項.
    """
    cast = cast_of(scene)
    kept = scene.do(SendOnPaper(scene.counter(), resident_of(cast[who]), "J05"))
    remember(scene, cast, kept)


@then("回線が使える間の紙による送付は断られる", "paper is refused while the line is in order")
def paper_refused(scene: Scene) -> None:
    """
    JUKI-006.6.
    """
    scene.expect.refused("JUKI-006.6", answer(scene), ["line-in-order"], [last(scene).ref])


@then(
    "回線の使えない間、{who:word}の転入通知は紙により作成される",
    "while the line is out of order, the notice of moving in of {who:word} is made on paper",
)
def paper_made(scene: Scene, who: str) -> None:
    """
    JUKI-006.6: only then; the neighbouring act of what is refused.
    """
    papers = [
        (paper.kind, paper.addressed_to is not None) for paper in getattr(answer(scene), "documents", [])
    ]
    scene.expect.witness(bool(updates(scene, cast_of(scene)[who])))
    same(scene, "JUKI-006.6", [("notice-on-paper", True)], papers, [last(scene).ref])


def _accepted(scene: Scene, character: Character) -> list[Message]:
    return scene.messages("J01", resident_record_code=character.resident_record_code)


def _identification(scene: Scene, character: Character) -> dict[str, Any]:
    return scene.state("juki_net", "identification", {"resident_record_code": character.resident_record_code})


def _warnings(scene: Scene, character: Character) -> tuple[list[Task], Invocation]:
    kept = scene.ask(ReadTasks())
    found = [
        task
        for task in getattr(kept.outcome, "tasks", None) or []
        if (task.kind, task.message_type) == ("delivery-overdue", "J01")
        and task.resident == resident_of(character)
    ]
    return found, kept


def _lines(scene: Scene, character: Character) -> tuple[list[AccessLine], str]:
    found = [
        line
        for line in lines(scene)
        if line.n > scene.memory["noted-line"]
        and (line.kind, line.function, line.resident) == ("communication", "J01", resident_of(character))
    ]
    return found, last(scene).ref
