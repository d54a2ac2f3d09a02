"""
Changes of address and of household of the rarer kinds that must not be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import msgspec

from harness.port.commands import ChangeOfAddress, Identity, MergeHouseholds, Relation, TransferMembers
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.dates import all_about
from scenarios.steps.family_events import change_of_address
from scenarios.steps.rarer_filings import attempt, founds_household
from scenarios.wording import when

Choice = Callable[[Scene, ChangeOfAddress, list[Character]], ChangeOfAddress]


def _by_proxy(scene: Scene, command: ChangeOfAddress, movers: list[Character]) -> ChangeOfAddress:
    del movers
    proxy = cast_of(scene)["葵"]
    identity = Identity("proxy", proxy.name, evidence="passport", authority="power-of-attorney")
    return msgspec.structs.replace(command, identity=identity)


def _by_member(scene: Scene, command: ChangeOfAddress, movers: list[Character]) -> ChangeOfAddress:
    del movers
    identity = Identity("same-household", cast_of(scene)["花子"].name, evidence="individual-number-card")
    return msgspec.structs.replace(command, identity=identity)


def _dated_back(scene: Scene, command: ChangeOfAddress, movers: list[Character]) -> ChangeOfAddress:
    del movers
    return msgspec.structs.replace(command, notified_on=(scene.today - timedelta(days=1)).isoformat())


def _provisional(_scene: Scene, command: ChangeOfAddress, _movers: list[Character]) -> ChangeOfAddress:
    return msgspec.structs.replace(command, provisional=True)


CHANGES_OF_ADDRESS: Mapping[str, Choice] = {
    "転居届": lambda _scene, command, _movers: command,
    "代理人による転居届": _by_proxy,
    "同一の世帯の者による転居届": _by_member,
    "新しい世帯を設ける転居届": founds_household,
    "前日付けの転居届": _dated_back,
    "仮登録を経る転居届": _provisional,
}
"""A change of address by the word of the text, and how it differs from the ordinary one."""


@when(
    "{who:names}が{moved:date}に転居したとする{kind:text}が試みられる",
    "it is tried to file {kind:text}, by which {who:names} changed address on {moved:date}",
)
def try_change_of_address(scene: Scene, who: list[str], moved: date, kind: str) -> None:
    """
    Whether it is accepted is what the scenario asks.
    """
    cast = cast_of(scene)
    movers = cast.all(who)
    scene.memory["told before"] = {message.ref for each in movers for message in all_about(scene, each)}
    command = change_of_address(scene, cast, movers, moved, scene.today, identity_of(movers[0]))
    command = CHANGES_OF_ADDRESS[kind](scene, command, movers)
    remember(scene, cast, attempt(scene, command))


@when(
    "{changed:date}に{leaver:word}の世帯を{host:word}の世帯に合わせ、{others:relations}とする世帯合併届を"
    "{notified:date}に試みる",
    "a merger on {changed:date} of the household of {leaver:word} into that of {host:word}, with {others:relations},"
    " is tried on {notified:date}",
)
def try_merger(
    scene: Scene, changed: date, leaver: str, host: str, others: dict[str, str], notified: date
) -> None:
    """
    世帯合併; whether it is accepted is what the scenario asks.
    """
    cast = cast_of(scene)
    command = MergeHouseholds(
        counter=scene.counter(),
        identity=identity_of(cast[host]),
        notified_on=notified.isoformat(),
        changed_on=changed.isoformat(),
        household=str(cast[leaver].household),
        into=str(cast[host].household),
        relationships=[Relation(resident_of(cast[who]), word) for who, word in others.items()],
    )
    remember(scene, cast, scene.do(command))


@when(
    "{changed:date}に{others:relations}とする{host:word}の世帯への世帯変更届を、残る者の世帯主を定めずに"
    "{notified:date}に試みる",
    "a transfer on {changed:date} into the household of {host:word}, with {others:relations}, is tried on"
    " {notified:date}, nobody being named to head those who remain",
)
def try_transfer(scene: Scene, changed: date, others: dict[str, str], host: str, notified: date) -> None:
    """
    世帯変更; whether it is accepted is what the scenario asks.
    """
    cast = cast_of(scene)
    movers = cast.all(list(others))
    command = TransferMembers(
        counter=scene.counter(),
        identity=identity_of(movers[0]),
        notified_on=notified.isoformat(),
        changed_on=changed.isoformat(),
        residents=[resident_of(each) for each in movers],
        into=str(cast[host].household),
        relationships=[Relation(resident_of(each), others[each.called]) for each in movers],
    )
    remember(scene, cast, scene.do(command))
