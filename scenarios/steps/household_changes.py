"""
Steps of notifications of change of household (REL-015).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import (
    ChangeOfHousehold,
    Command,
    MergeHouseholds,
    Relation,
    SplitHousehold,
    TransferMembers,
)
from harness.port.reads import ReadHousehold
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.change_of_address import learn_household
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.steps.register import offered_updates, record_by_number, refs
from scenarios.wording import then, when

HOUSEHOLD_REASONS = {"51", "52", "53", "54"}


def _relations(scene: Scene, told: dict[str, str]) -> list[Relation]:
    cast = cast_of(scene)
    return [Relation(resident_of(cast[who]), kind) for who, kind in told.items()]


def _file(scene: Scene, command: Command, *, lawful: bool = True) -> None:
    scene.memory["sent before"] = {
        message.ref for each in cast_of(scene).everybody() for message in offered_updates(scene, each)
    }
    kept = scene.do(command)
    if lawful:
        scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


def _new_householder(
    scene: Scene, changed: date, head: str, others: dict[str, str], notified: date
) -> ChangeOfHousehold:
    new = cast_of(scene)[head]
    return ChangeOfHousehold(
        counter=scene.counter(),
        identity=identity_of(new),
        notified_on=notified.isoformat(),
        changed_on=changed.isoformat(),
        household=str(new.household),
        householder=resident_of(new),
        relationships=_relations(scene, others),
    )


@when(
    "{changed:date}に{head:word}を世帯主、{others:relations}とする世帯主変更届を{notified:date}に出す",
    "a change of householder to {head:word} on {changed:date}, with {others:relations}, is filed on {notified:date}",
)
def file_householder(scene: Scene, changed: date, head: str, others: dict[str, str], notified: date) -> None:
    """
    住基法25条.
    """
    _file(scene, _new_householder(scene, changed, head, others, notified))


@when(
    "{changed:date}に{head:word}を世帯主、{others:relations}とする世帯主変更届を{notified:date}に試みる",
    "a change of householder to {head:word} on {changed:date}, with {others:relations}, is tried on {notified:date}",
)
def try_householder(scene: Scene, changed: date, head: str, others: dict[str, str], notified: date) -> None:
    """
    Whether it is accepted is what the scenario asks.
    """
    _file(scene, _new_householder(scene, changed, head, others, notified), lawful=False)


def _split(
    scene: Scene,
    changed: date,
    leaving: list[str],
    told: dict[str, str],
    notified: date,
    remaining: tuple[str, dict[str, str]],
) -> SplitHousehold:
    cast = cast_of(scene)
    heir, others = remaining
    return SplitHousehold(
        counter=scene.counter(),
        identity=identity_of(cast[leaving[0]]),
        notified_on=notified.isoformat(),
        changed_on=changed.isoformat(),
        residents=[resident_of(each) for each in cast.all(leaving)],
        householder=resident_of(cast[leaving[0]]),
        relationships=_relations(scene, told),
        remaining_householder=resident_of(cast[heir]) if heir else None,
        remaining_relationships=_relations(scene, others),
    )


@when(
    "{changed:date}に{head:names}を世帯主、{others:relations}とする世帯分離届を{notified:date}に出す",
    "a split on {changed:date} that makes a household of {head:names}, with {others:relations}, is filed"
    " on {notified:date}",
)
def file_split(scene: Scene, changed: date, head: list[str], others: dict[str, str], notified: date) -> None:
    """
    世帯分離: the old householder stays.
    """
    leaving = [*head, *others]
    _file(scene, _split(scene, changed, leaving, others, notified, ("", {})))


@when(
    "{changed:date}に{head:word}が分離して世帯主となり、残る{heir:word}を世帯主、{others:relations}とする世帯分離届を"
    "{notified:date}に出す",
    "a split on {changed:date} by which {head:word} leaves and {heir:word} heads the rest, with {others:relations},"
    " is filed on {notified:date}",
)
def file_split_of_head(
    scene: Scene, changed: date, head: str, heir: str, others: dict[str, str], notified: date
) -> None:
    """
    世帯分離: the old householder leaves.
    """
    _file(scene, _split(scene, changed, [head], {}, notified, (heir, others)))


@when(
    "{changed:date}に{leaving:names}が分離し、残る二人の世帯主を定めない世帯分離届を{notified:date}に試みる",
    "a split on {changed:date} by which {leaving:names} leave and nobody heads the other two is tried on"
    " {notified:date}",
)
def try_split_without_heir(scene: Scene, changed: date, leaving: list[str], notified: date) -> None:
    """
    Nobody heads those who remain; whoever leaves with the first is that one's child.
    """
    told = dict.fromkeys(leaving[1:], "子")
    _file(scene, _split(scene, changed, leaving, told, notified, ("", {})), lawful=False)


@when(
    "{changed:date}に{leaver:word}の世帯を{host:word}の世帯に合わせ、{others:relations}とする世帯合併届を{notified:date}に出す",
    "a merger on {changed:date} of the household of {leaver:word} into that of {host:word}, with {others:relations},"
    " is filed on {notified:date}",
)
def file_merger(
    scene: Scene, changed: date, leaver: str, host: str, others: dict[str, str], notified: date
) -> None:
    """
    世帯合併.
    """
    cast = cast_of(scene)
    command = MergeHouseholds(
        counter=scene.counter(),
        identity=identity_of(cast[host]),
        notified_on=notified.isoformat(),
        changed_on=changed.isoformat(),
        household=str(cast[leaver].household),
        into=str(cast[host].household),
        relationships=_relations(scene, others),
    )
    _file(scene, command)


@when(
    "{changed:date}に{who:word}が{host:word}の世帯に{relationship:text}として移る世帯変更届を{notified:date}に出す",
    "a transfer on {changed:date} of {who:word} into the household of {host:word} as {relationship:text} is filed on"
    " {notified:date}",
)
def file_transfer(
    scene: Scene, changed: date, who: str, host: str, relationship: str, notified: date
) -> None:
    """
    世帯変更.
    """
    cast = cast_of(scene)
    command = TransferMembers(
        counter=scene.counter(),
        identity=identity_of(cast[host]),
        notified_on=notified.isoformat(),
        changed_on=changed.isoformat(),
        residents=[resident_of(cast[who])],
        into=str(cast[host].household),
        relationships=[Relation(resident_of(cast[who]), relationship)],
    )
    _file(scene, command)


@then(
    "世帯員の続柄と世帯主の氏名は、{head:word}を世帯主、{others:relations}として一度に改められている",
    "relationships and householder are put right at once: {head:word} heads, with {others:relations}",
)
def all_put_right(scene: Scene, head: str, others: dict[str, str]) -> None:
    """
    REL-015.1: every member's relationship and householder, by the one command that was given.
    """
    cast = cast_of(scene)
    wanted = {head: "世帯主", **others}
    name = cast[head].name
    expected = {who: (kind, name, who == head) for who, kind in wanted.items()}
    actual, evidence = {}, [last(scene).ref]
    for who in wanted:
        record, kept = record_by_number(scene, resident_of(cast[who]))
        actual[who] = record and (record.relationship, record.householder_name, record.householder)
        evidence.append(kept.ref)
    same(scene, "REL-015.1", expected, actual, evidence)


@then(
    "世帯の変更の後、団体内統合宛名システムは{who:names}の宛名の異動を受け取る",
    "after the change of household the integrated addressee system takes the changes of {who:names}",
)
def addressee_told(scene: Scene, who: list[str]) -> None:
    """
    REL-015.2: caused by that notification, and by nothing before it.
    """
    trace = last(scene).request["counter"]["trace_id"]
    for character in cast_of(scene).all(who):
        found = scene.messages(
            "A01",
            where=lambda message: message.envelope.get("trace_id") == trace,
            local_addressee_number=resident_of(character),
        )
        same(scene, "REL-015.2", True, bool(found), refs(found))


@then(
    "世帯の変更の後、国民健康保険と児童手当の業務は世帯主を{head:word}とする{who:names}の通知を受け取る",
    "after the change of household health insurance and child allowance take {who:names} with {head:word} as head",
)
def departments_told(scene: Scene, head: str, who: list[str]) -> None:
    """
    REL-015.3.
    """
    name = cast_of(scene)[head].name
    for character in cast_of(scene).all(who):
        for department in ("dept-health-insurance", "dept-child-allowance"):
            found = scene.messages("D01", to=department, local_addressee_number=resident_of(character))
            told = [
                message.body["householder_name"]
                for message in found
                if message.body["reason"] in HOUSEHOLD_REASONS
            ]
            same(scene, "REL-015.3", [name], told, refs(found))


@then(
    "世帯の変更の後、{who:word}の副本は世帯主を{head:word}、続柄を{relationship:text}とする",
    "after the change of household the copy of {who:word} names {head:word} as head and {relationship:text}",
)
def copy_put_right(scene: Scene, who: str, head: str, relationship: str) -> None:
    """
    REL-015.4: the newest L03.
    """
    cast = cast_of(scene)
    found = scene.messages("L03", by="addressee", local_addressee_number=resident_of(cast[who]))
    actual = [
        (each.body["action"] != "close", each.body["householder_name"], each.body["relationship"])
        for each in found[-1:]
    ]
    same(scene, "REL-015.4", [(True, cast[head].name, relationship)], actual, refs(found))


@then(
    "世帯主の変更だけを理由とする{who:names}の本人確認情報は送られていない",
    "no update of {who:names} is sent for the change of householder alone",
)
def no_update(scene: Scene, who: list[str]) -> None:
    """
    REL-015.5.
    """
    before: set[str] = scene.memory["sent before"]
    for character in cast_of(scene).all(who):
        found = [each for each in offered_updates(scene, character) if each.ref not in before]
        none_sent(scene, "REL-015.5", found)


def heads_of(scene: Scene, member: Character) -> tuple[list[str], str | None, Invocation]:
    """
    Who heads a member's household, by the members' records and by the household itself.
    """
    learn_household(scene, [member])
    kept = scene.ask(ReadHousehold(household=str(member.household)))
    household = getattr(kept.outcome, "household", None)
    heads = []
    for resident in household.members if household else []:
        record, _ = record_by_number(scene, resident)
        if record is not None and (record.householder or record.relationship == "世帯主"):
            heads.append(resident)
    return heads, household.householder if household else None, kept


@then("{who:word}の世帯に二人の世帯主はいない", "the household of {who:word} has no two householders")
def not_two(scene: Scene, who: str) -> None:
    """
    REL-015.6.
    """
    heads, _, kept = heads_of(scene, cast_of(scene)[who])
    unchanged(scene, "REL-015.6", True, len(heads) < 2, [kept.ref])


@then(
    "{who:word}の世帯に世帯主のいないことはない", "the household of {who:word} is not without a householder"
)
def not_none(scene: Scene, who: str) -> None:
    """
    REL-015.7.
    """
    heads, head, kept = heads_of(scene, cast_of(scene)[who])
    unchanged(scene, "REL-015.7", (True, True), (bool(heads), head in heads), [kept.ref])


@then("二人を世帯主とする届出は断られる", "the notification that names two householders is refused")
def two_refused(scene: Scene) -> None:
    """
    REL-015.6.
    """
    scene.expect.refused(
        "REL-015.6", answer(scene), ["invalid-relationship", "data-mismatch"], [last(scene).ref]
    )


@then("世帯主の定まらない届出は断られる", "the notification that leaves no householder is refused")
def none_refused(scene: Scene) -> None:
    """
    REL-015.7.
    """
    scene.expect.refused("REL-015.7", answer(scene), ["householder-missing"], [last(scene).ref])
