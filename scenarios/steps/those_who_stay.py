"""
Steps of changes of address by which the household that stays, or the one that moves, gets another householder.
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import ChangeOfAddress, Relation
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import none_sent
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.register import offered_updates
from scenarios.wording import then, when


@when(
    "{who:names}が{moved:date}に転居し、{head:word}を世帯主、{others:relations}とする転居届を{notified:date}に出す",
    "{who:names} change address on {moved:date}, and it is filed on {notified:date} with {head:word} as householder"
    " and {others:relations}",
)
def file_with_householder(
    scene: Scene, who: list[str], moved: date, head: str, others: dict[str, str], notified: date
) -> None:
    """
    住基法23条 with 25条: whoever is named heads the household that moves, or the one that stays.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    scene.memory["sent before"] = {
        message.ref for each in cast.everybody() for message in offered_updates(scene, each)
    }
    command = ChangeOfAddress(
        counter=scene.counter(),
        identity=identity_of(movers[0]),
        notified_on=notified.isoformat(),
        moved_on=moved.isoformat(),
        residents=[resident_of(each) for each in movers],
        to_address=cast.address("本町31番2号"),
        householder=resident_of(cast[head]) if head in who else None,
        relationships=[
            Relation(resident_of(cast[each]), kind) for each, kind in {head: "世帯主", **others}.items()
        ],
    )
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)


@then(
    "転居しない{who:names}について「転居」の本人確認情報は送られていない",
    "no update with the reason change of address is sent of {who:names}, who stay",
)
def stayers_not_moved(scene: Scene, who: list[str]) -> None:
    """
    JUKI-002.8: the householder became another, and nothing else.
    """
    before: set[str] = scene.memory["sent before"]
    for character in cast_of(scene).all(who):
        found = [each for each in offered_updates(scene, character) if each.ref not in before]
        none_sent(scene, "JUKI-002.8", found)
