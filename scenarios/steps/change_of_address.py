"""
Steps of the notification of change of address (REL-013).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import ChangeOfAddress, Relation
from harness.port.reads import ReadHousehold
from harness.running.scene import Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import identity_of, last, remember, resident_of
from scenarios.steps.register import (
    REASONS,
    about,
    notices,
    offered_updates,
    record_of,
    refs,
    updates,
)
from scenarios.wording import then, when


def learn_household(scene: Scene, characters: list[Character]) -> None:
    """
    To which household the register shows people to belong now.
    """
    for character in characters:
        record, _ = record_of(scene, character)
        character.household = record.household if record else None


@when(
    "{who:names}が{moved:date}に転居して{head:word}を世帯主、{other:word}を{relationship:text}とする新しい世帯を設け、"
    "{notified:date}に転居届を出す",
    "{who:names} change address on {moved:date} into a new household of {head:word}, with {other:word} as"
    " {relationship:text}, and file on {notified:date}",
)
def file_into_new_household(
    scene: Scene, who: list[str], moved: date, head: str, other: str, relationship: str, notified: date
) -> None:
    """
    住基法23条, with the household that the movers make.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    command = ChangeOfAddress(
        counter=scene.counter(),
        identity=identity_of(movers[0]),
        notified_on=notified.isoformat(),
        moved_on=moved.isoformat(),
        residents=[resident_of(each) for each in movers],
        to_address=cast.address("本町31番2号"),
        new_household=True,
        householder=resident_of(cast[head]),
        relationships=[Relation(resident_of(cast[other]), relationship)],
    )
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@when(
    "{who:names}が{moved:date}に同じ建物の別の部屋に転居し、{notified:date}に転居届を出す",
    "{who:names} move to another room of the same house on {moved:date} and file on {notified:date}",
)
def file_for_another_room(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    住基法23条: the block stays, the room is another.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    command = ChangeOfAddress(
        counter=scene.counter(),
        identity=identity_of(movers[0]),
        notified_on=notified.isoformat(),
        moved_on=moved.isoformat(),
        residents=[resident_of(each) for each in movers],
        to_address=cast.address(),
    )
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@then(
    "市町村CSは{who:names}について異動事由「転居」の本人確認情報を一件ずつ受け取る",
    "the municipal communication server takes one update of {who:names} each with the reason change of address",
)
def one_update_each(scene: Scene, who: list[str]) -> None:
    """
    REL-013.1.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character, reason="31")
        same(scene, "REL-013.1", 1, len(found), refs(found))


@then(
    "{who:names}の転居の本人確認情報及び住民票の住所を定めた年月日は{day:date}である",
    "the updates and records of {who:names} say that the address was settled on {day:date}",
)
def settled_on(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-013.2: both on the wire and on the register.
    """
    expected = [day.isoformat()]
    for character in cast_of(scene).all(who):
        found = updates(scene, character, reason="31")
        told = [message.body["settled_on"] for message in found]
        same(scene, "REL-013.2", expected, told, refs(found))
        record, kept = record_of(scene, character)
        same(scene, "REL-013.2", expected, [record.settled_on] if record else None, [kept.ref])


@then(
    "転居した{who:names}は、{other:word}の世帯と異なる一つの新しい世帯に属する",
    "{who:names}, who changed address, belong to one new household, not that of {other:word}",
)
def new_household(scene: Scene, who: list[str], other: str) -> None:
    """
    REL-013.3: another number than any household had before.
    """
    cast = cast_of(scene)
    before = cast[other].household
    learn_household(scene, [*cast.all(who), cast[other]])
    after = {each.household for each in cast.all(who)}
    _, kept = record_of(scene, cast[who[0]])
    actual = (len(after), before not in after, None in after, cast[other].household == before)
    same(scene, "REL-013.3", (1, True, False, True), actual, [kept.ref])


@then(
    "{member:word}の世帯の世帯主は{head:word}ただ一人である",
    "the household of {member:word} has {head:word} as its only householder",
)
def one_householder(scene: Scene, member: str, head: str) -> None:
    """
    REL-013.4: by the household, by the records of its members, and by the name that each record bears.
    """
    judge_householder(scene, "REL-013.4", cast_of(scene)[member], cast_of(scene)[head])


def judge_householder(scene: Scene, clause: str, member: Character, head: Character) -> None:
    """
    One householder, whom the household and each member's record name.
    """
    cast = cast_of(scene)
    learn_household(scene, [member])
    kept = scene.ask(ReadHousehold(household=str(member.household)))
    household = getattr(kept.outcome, "household", None)
    members = [each for each in cast.everybody() if household and each.resident in household.members]
    records = [(each, record_of(scene, each)[0]) for each in members]
    heads = [each.called for each, record in records if record and record.householder]
    names = {record.householder_name for _, record in records if record}
    actual = (household and household.householder, heads, names, len(members))
    expected_members = len(household.members) if household else 0
    expected = (head.resident, [head.called], {head.name}, expected_members)
    same(scene, clause, expected, actual, [kept.ref])


@then(
    "転居の後、団体内統合宛名システムは新しい住所を示す{who:names}の宛名の異動を受け取る",
    "after the change of address the integrated addressee system takes the new address of {who:names}",
)
def addressee_told(scene: Scene, who: list[str]) -> None:
    """
    REL-013.6.
    """
    new = last(scene).request["to_address"]
    expected = (new["address"], new["building"])
    for character in cast_of(scene).all(who):
        found = scene.messages("A01", local_addressee_number=resident_of(character))[-1:]
        told = [(message.body["address"], message.body["building"]) for message in found]
        same(scene, "REL-013.6", [expected], told, refs(found))


@then(
    "転居の後、庁内の業務は{who:names}の「転居」の通知を受け取る",
    "after the change of address departments take the change of {who:names}",
)
def departments_told(scene: Scene, who: list[str]) -> None:
    """
    REL-013.7: with the new address, each department of the table of transfers that the registry was told.
    """
    new = last(scene).request["to_address"]["address"]
    for character in cast_of(scene).all(who):
        found = _told(scene, character, "31")
        told = [
            (str(message.envelope.get("receiver")), str(message.body["address"]).startswith(new))
            for message in found
        ]
        same(
            scene,
            "REL-013.7",
            sorted((name, True) for name in scene.lane.basis),
            sorted(set(told)),
            refs(found),
        )


@then(
    "転居の後も{who:names}の住民となった年月日は{day:date}である",
    "after the change of address {who:names} still became residents on {day:date}",
)
def became_resident_on(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-013.8.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        sent = offered_updates(scene, character, reason="31")
        actual = {record.became_resident_on if record else None} | {
            message.body["became_resident_on"] for message in sent
        }
        unchanged(scene, "REL-013.8", {day.isoformat()}, actual, [kept.ref, *refs(sent)])


@then(
    "転居した{who:names}について転入通知は送られていない",
    "no notice of moving in follows the change of address of {who:names}",
)
def no_notice(scene: Scene, who: list[str]) -> None:
    """
    REL-013.9: none tells of the new address.
    """
    new = str(last(scene).request["to_address"]["address"])
    for character in cast_of(scene).all(who):
        found = [
            message
            for message in notices(scene, character)
            if str(message.body["new_address"]).startswith(new)
        ]
        none_sent(scene, "REL-013.9", found)


@then(
    "転居した{who:names}について「国内転入」の本人確認情報は転入のときのほかに送られていない",
    "no update of moving in follows the change of address of {who:names}",
)
def no_moving_in(scene: Scene, who: list[str]) -> None:
    """
    REL-013.10.
    """
    new = str(last(scene).request["to_address"]["address"])
    for character in cast_of(scene).all(who):
        found = [
            message
            for message in offered_updates(scene, character, reason=REASONS["国内転入"])
            if str(message.body["address"]).startswith(new)
        ]
        none_sent(scene, "REL-013.10", found)


@then(
    "本籍地の{city:word}は転居した{who:names}の戸籍の附票記載事項の通知を受け取る",
    "{city:word}, the place of the family register, takes the supplementary notice of {who:names}",
)
def register_told(scene: Scene, city: str, who: list[str]) -> None:
    """
    REL-013.5: to the municipality of the registered domicile, once each, with the new address.
    """
    new = last(scene).request["to_address"]["address"]
    for character in cast_of(scene).all(who):
        found = scene.messages(
            "J09", to=CITIES[city][0], where=about(scene, character), reason=REASONS["転居"]
        )
        actual = [str(message.body["address"]).startswith(new) for message in found]
        same(scene, "REL-013.5", [True], actual, refs(found))


def _told(scene: Scene, character: Character, reason: str) -> list[Message]:
    return scene.messages("D01", local_addressee_number=resident_of(character), reason=reason)
