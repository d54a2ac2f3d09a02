"""
Runs the standing checks over a scene's slice of the history and turns breaches into findings.
"""

from __future__ import annotations

from harness.evidence.events import Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks import CHECKS, JUDGED, LACKING, Context
from harness.judgement.checks.cards_as_ordered import cards_of
from harness.port.reads import ReadAccessLog, ReadCard, ReadResidentRecord
from harness.port.records import Found
from harness.running.known import Inconclusive
from harness.running.lane import Lane
from harness.running.message import Message
from harness.running.scene import Scene
from harness.words.errors import HarnessFault

MOST_LOOKS = 8
PAGE = 1000
CARDS_TOLD = ("K05", "K06")


def look_again(lane: Lane, scene: Scene) -> None:
    """
    Read the records of whom anybody was told and of whom a paper speaks, the newest first, the cards that were ordered
    or told of, and the access log, so that what was told, printed and done can be held against them.

    Nothing is learned where the registry shows no records or does not answer.
    """
    commands = [event for event in lane.slice if isinstance(event, Invoked) and trace_of(event) is not None]
    if not commands or ReadResidentRecord.__name__ not in lane.offered:
        return
    told = dict.fromkeys(
        str(message.body["local_addressee_number"])
        for message in reversed(lane.messages_of(scene.scenario))
        if message.outcome == "accepted" and "local_addressee_number" in message.body
    )
    newest = [*told][:MOST_LOOKS]
    newest += [who for who in printed_of(commands) if who not in newest][:MOST_LOOKS]
    try:
        for number in newest:
            lane.invoke(ReadResidentRecord(resident=number), scene.scenario, scene.step)
        if ReadCard.__name__ in lane.offered:
            for card in named_cards(commands, lane.messages_of(scene.scenario))[:MOST_LOOKS]:
                lane.invoke(ReadCard(card_id=card), scene.scenario, scene.step)
        read_log(lane, scene)
    except Inconclusive:
        return


def named_cards(commands: list[Invoked], messages: list[Message]) -> list[str]:
    """
    The cards that accepted commands name, the newest first, and then those whose state a message told.
    """
    accepted = [one for one in reversed(commands) if one.outcome.get("outcome") == "accepted"]
    named = [card for one in accepted for card in cards_of(one.request)]
    told = [str(one.body["card_id"]) for one in reversed(messages) if one.kind in CARDS_TOLD]
    return [*dict.fromkeys((*named, *told))]


def printed_of(commands: list[Invoked]) -> list[str]:
    """
    Of whom the papers speak that came with accepted commands, the newest first.
    """
    papers = [
        paper
        for command in reversed(commands)
        if command.outcome.get("outcome") == "accepted"
        for paper in command.outcome.get("documents") or ()
    ]
    return [*dict.fromkeys(str(item["resident"]) for paper in papers for item in paper.get("items") or ())]


def read_log(lane: Lane, scene: Scene) -> None:
    """
    Read the access log from where the scenario began, page by page; one that does not go on is left. The registry
    comes to rest first: it may write its lines a moment after it answered.

    Where that fails, the lines are passed over, and nothing is read until that is done: they would be taken for those
    of a later scenario, whose clerks have the same names.
    """
    unread, lane.log_lost = lane.log_lost, True
    lane.settle()
    if ReadAccessLog.__name__ not in lane.offered:
        return
    if unread or not _read_on(lane, scene):
        lane.log_lost = not _passed_over(lane)
    else:
        lane.log_lost = False


def _read_on(lane: Lane, scene: Scene) -> bool:
    after = scene.log_start
    while True:
        kept = lane.invoke(ReadAccessLog(after=after, limit=PAGE), scene.scenario, scene.step)
        if not isinstance(kept.outcome, Found):
            return False
        lines = kept.outcome.lines or []
        if len(lines) < PAGE or lines[-1].n <= after:
            return True
        after = lines[-1].n


def _passed_over(lane: Lane) -> bool:
    while True:
        found = lane.driver.driver.read(ReadAccessLog(after=lane.log_read, limit=PAGE))
        if not isinstance(found, Found):
            return False
        lines = found.lines or []
        newest = lines[-1].n if lines else lane.log_read
        if len(lines) < PAGE or newest <= lane.log_read:
            lane.log_read = max(lane.log_read, newest)
            return True
        lane.log_read = newest


def run_checks(lane: Lane, scene: Scene, *, settled: bool) -> None:
    """
    Check what this scenario added to the history; if it is not ``settled``, more may come. Raises HarnessFault where a
    check says that it cannot judge.
    """
    look_again(lane, scene)
    history = History.of(lane.slice, lane.municipality)
    context = Context(
        municipality=lane.municipality,
        roles=lane.roles,
        basis=lane.basis,
        number_departments=frozenset(name for name, uses in lane.basis.items() if uses),
        today=lane.clock.today,
    )
    faults = []
    for name, check in CHECKS.items():
        result = check(history, context)
        for breach in result.findings:
            if breach.clause not in JUDGED[name]:
                faults.append(f"{name}: it judges {breach.clause} and does not say so in JUDGES")
                continue
            scene.expect.standing(
                name,
                breach.clause,
                breach.expected,
                breach.actual,
                breach.evidence,
                lacking=name in LACKING,
                settled=settled,
            )
        lane.checked(scene.scenario, name, result.examined, len(result.findings), result.notes)
        faults += [f"{name}: {fault}" for fault in result.faults]
    if faults:
        raise HarnessFault(
            f"常時検査が判定できない：{'; '.join(faults)}", "; ".join(faults), code="check-cannot-judge"
        )
