"""
Changes that provision copies must follow, and neighbours that are out of order meanwhile (LINK-004, LINK-014).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.port.commands import ChangeOfHousehold, Relation, SplitHousehold
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same
from scenarios.steps.counter import identity_of
from scenarios.steps.observing import household_of, refs, resident_of
from scenarios.steps.provision_copy import stored
from scenarios.wording import then, when

BROKEN = {"中間サーバー": "intermediary_server", "団体内統合宛名システム": "addressee"}


def change_of_householder(scene: Scene, head: Character, others: dict[str, str]) -> ChangeOfHousehold:
    """
    住基法25条: the new householder, and what each of the others is to them; changed and filed today.
    """
    cast = cast_of(scene)
    return ChangeOfHousehold(
        counter=scene.counter(),
        identity=identity_of(head),
        notified_on=scene.today.isoformat(),
        changed_on=scene.today.isoformat(),
        household=household_of(head),
        householder=resident_of(head),
        relationships=[
            Relation(resident=resident_of(head), relationship="世帯主"),
            *(Relation(resident=resident_of(cast[who]), relationship=word) for who, word in others.items()),
        ],
    )


@when(
    "窓口が{new:word}を新しい世帯主とし、{one:word}を{first:word}、{two:word}を{second:word}とする世帯主変更届を受理する",
    "the counter takes a change of householder to {new:word}, with {one:word} as {first:word} and {two:word} as"
    " {second:word}",
)
def householder_of_three(scene: Scene, new: str, one: str, first: str, two: str, second: str) -> None:
    """
    A household of three.
    """
    scene.must(change_of_householder(scene, cast_of(scene)[new], {one: first, two: second}))


@when(
    "{head:word}が{child:word}とともに世帯を分け、{same:word}を世帯主、{other:word}をその{word:word}とする世帯分離の届出をする",
    "{head:word} leaves the household with {child:word} and files a split: {same:word} as householder, {other:word} as"
    " {word:word}",
)
def split(scene: Scene, head: str, child: str, same: str, other: str, word: str) -> None:
    """
    住基法25条; the one who heads the old household stays its head.
    """
    cast = cast_of(scene)
    leaver, with_them = cast[head], cast[child]
    scene.must(
        SplitHousehold(
            counter=scene.counter(),
            identity=identity_of(leaver),
            notified_on=scene.today.isoformat(),
            changed_on=scene.today.isoformat(),
            residents=[resident_of(leaver), resident_of(with_them)],
            householder=resident_of(cast[same]),
            relationships=[
                Relation(resident=resident_of(cast[same]), relationship="世帯主"),
                Relation(resident=resident_of(cast[other]), relationship=word),
            ],
        )
    )


@when(
    "{fake:word}が副本に二度続けて誤りを答える間に、窓口が{new:word}を新しい世帯主、{old:word}をその{word:word}とする"
    "世帯主変更届を受理する",
    "while {fake:word} answers copies twice with an error, the counter takes a change of householder to {new:word},"
    " with {old:word} as {word:word}",
)
def changed_while_broken(scene: Scene, fake: str, new: str, old: str, word: str) -> None:
    """
    Only L03 meets the error.
    """
    fault = {"message_type": "L03", "receiver": None, "action": "error", "times": 2}
    scene.faults(BROKEN[fake], [fault])
    scene.must(change_of_householder(scene, cast_of(scene)[new], {old: word}))


@when(
    "{fake:word}が副本に誤りを答え続ける間に、窓口が{new:word}を新しい世帯主、{old:word}をその{word:word}とする"
    "世帯主変更届を受理する",
    "while {fake:word} answers copies with errors, the counter takes a change of householder to {new:word},"
    " with {old:word} as {word:word}",
)
def changed_while_out_of_order(scene: Scene, fake: str, new: str, old: str, word: str) -> None:
    """
    Until the error is over; only L03 meets it.
    """
    scene.interrupt(BROKEN[fake], "L03")
    scene.must(change_of_householder(scene, cast_of(scene)[new], {old: word}))


@when("{fake:word}の誤りが解ける", "the error of {fake:word} is over")
def error_is_over(scene: Scene, fake: str) -> None:
    """
    What waits can go.
    """
    scene.restore(BROKEN[fake])


@then(
    "世帯主氏名を{name:text}とする{who:names}の副本の更新が届く",
    "updates of the copies of {who:names} arrive: householder {name:text}",
)
def name_reaches_all(scene: Scene, name: str, who: list[str]) -> None:
    """
    LINK-004.1: nobody of the household keeps the former name.
    """
    for character in cast_of(scene).all(who):
        found = stored(scene, character)[-1:]
        body = found[0].body if found else {}
        actual = (body.get("action"), body.get("householder_name"))
        scene.expect.observed(
            "LINK-004.1",
            actual == ("update", name),
            both(("update", name), ("update", name)),
            both(actual, actual),
            refs(found),
        )


@then(
    "待っていた{who:names}の副本の更新が、中間サーバーに一件ずつ届いている",
    "the updates of {who:names} that waited have arrived at the intermediary server, one each",
)
def waiting_copies_arrived(scene: Scene, who: list[str]) -> None:
    """
    LINK-014.3: nothing lost, nothing twice.
    """
    for character in cast_of(scene).all(who):
        found = [message for message in stored(scene, character) if message.body["action"] == "update"]
        scene.expect.observed(
            "LINK-014.3",
            len(found) == 1,
            both("更新一件", "one update"),
            both(f"{len(found)}件", len(found)),
            refs(found),
        )


@then(
    "待っていた{who:word}の副本の更新は、{first:text}、{second:text}の順にすべて中間サーバーに届いている",
    "the updates of {who:word} that waited have all arrived at the intermediary server: {first:text}, then"
    " {second:text}",
)
def all_copies_arrived(scene: Scene, who: str, first: str, second: str) -> None:
    """
    LINK-014.3: each of several about one person, told by the relationship, and the newest last.
    """
    found = [one for one in stored(scene, cast_of(scene)[who]) if one.body["action"] == "update"]
    actual = [one.body["relationship"] for one in found]
    same(scene, "LINK-014.3", [first, second], actual, refs(found))
