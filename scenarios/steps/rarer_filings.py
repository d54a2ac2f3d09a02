"""
Notifications as they are seldom filed: for several people, for a household that stands, from abroad, late.

Each is lawful as it stands here; what is amiss with it is the scenario's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from harness.port.commands import (
    ChangeOfAddress,
    ChangeOfHousehold,
    Command,
    DecideChange,
    Identity,
    MergeHouseholds,
    MovingIn,
    Relation,
    SplitHousehold,
    WithdrawMovingOut,
)
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import Cast, Character, cast_of
from scenarios.steps.card_acts import holds_a_card
from scenarios.steps.change_of_address import learn_household
from scenarios.steps.counter import identity_of, moving_in, recorded_elsewhere, resident_of
from scenarios.steps.family_events import change_of_address
from scenarios.steps.moving_in import FROM_ABROAD, UNCODED
from scenarios.steps.moving_out import moving_out
from scenarios.steps.special_moving_in import data_have_arrived, special_moving_in
from scenarios.steps.special_moving_out import special_moving_out

DAY = timedelta(days=1)
HOST = "健"
"""Who lives here already, and whose household somebody joins."""
WIFE, CHILD = "花子", "一郎"
"""Who files together with the person that the text names."""
ABROAD: Mapping[str, Any] = {"destination": "英国", "destination_municipality": None}

Build = Callable[[Scene, Cast, Character, Identity], Command]


def attempt(scene: Scene, command: Command) -> Invocation:
    """
    Give the notification; one that is saved provisionally is decided, so that it is refused then if not before.
    """
    kept = scene.do(command)
    change = getattr(kept.outcome, "change_id", None)
    if not getattr(command, "provisional", False) or change is None:
        return kept
    return scene.do(DecideChange(scene.counter(), str(change), "decide"))


def _into_household(scene: Scene, people: list[Character]) -> dict[str, Any]:
    for each in people:
        each.relationship = "同居人"
    return {"household": cast_of(scene)[HOST].household}


def _never_recorded(_scene: Scene, people: list[Character]) -> dict[str, Any]:
    del people
    return {**FROM_ABROAD, "exemption": "never-recorded"}


MOVINGS_IN: Mapping[str, Callable[[Scene, list[Character]], dict[str, Any]]] = {
    "転入届": lambda _scene, _people: {},
    "転出証明書を添えない転入届": lambda _scene, _people: {"document": None},
    "既にある世帯への転入届": _into_household,
    "転出証明書を添えない、既にある世帯への転入届": lambda scene, people: {
        **_into_household(scene, people),
        "document": None,
    },
    "国外からの転入届": lambda _scene, _people: FROM_ABROAD,
    "国外から既にある世帯への転入届": lambda scene, people: {
        **FROM_ABROAD,
        **_into_household(scene, people),
    },
    "記録されたことのない者の転入届": _never_recorded,
    "やむを得ない理由により転出証明書のない転入届": lambda _scene, _people: {
        "document": None,
        "exemption": "unavoidable",
    },
    "仮登録を経る転入届": lambda _scene, _people: {"provisional": True},
    "転出証明書を添えず、仮登録を経る転入届": lambda _scene, _people: {
        "provisional": True,
        "document": None,
    },
}
"""A moving in by the word of the text, and how it differs from the ordinary one."""


def rarer_moving_in(
    scene: Scene,
    kind: str,
    people: list[Character],
    dates: tuple[date, date],
    **otherwise: Mapping[str, object],
) -> MovingIn:
    """
    Moved in and notified on ``dates``; ``otherwise`` says by who is meant what is stated of them otherwise.
    """
    changes = dict(MOVINGS_IN[kind](scene, people))
    for each in people[1:]:
        each.relationship = "同居人" if each.relationship == "世帯主" else each.relationship
    if "household" not in changes:
        people[0].relationship = "世帯主"
    unknown = UNCODED if changes.get("exemption") == "never-recorded" else {}
    persons = [each.person(**{**unknown, **otherwise.get(each.called, {})}) for each in people]
    return moving_in(scene, cast_of(scene), people, *dates, **{"persons": persons, **changes})


def _moving_in(kind: str, *others: str, moved: int = 0, notified: int = 0) -> Build:
    """
    With others, moved in and notified so many days ago.
    """

    def build(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
        days = scene.today - moved * DAY, scene.today - notified * DAY
        along = cast.all(list(others))
        recorded_elsewhere(scene, along, scene.today - 900 * DAY)
        command = rarer_moving_in(scene, kind, [mover, *along], days)
        return msgspec.structs.replace(command, identity=identity)

    return build


def _special_moving_in(*others: str, moved: int = 0, notified: int = 0, household: bool = False) -> Build:
    def build(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
        people = [mover, *cast.all(list(others))]
        data_have_arrived(scene, scene.today - max(moved, notified) * DAY, [each.called for each in people])
        days = scene.today - moved * DAY, scene.today - notified * DAY
        owners = people[:1] if household else people
        variant = "household" if household else "holder"
        return special_moving_in(scene, cast, people, owners, *days, identity=identity, variant=variant)

    return build


def _change_of_address(*others: str, moved: int = 0, notified: int = 0, **choices: Any) -> Build:
    def build(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
        people = [mover, *cast.all(list(others))]
        days = scene.today - moved * DAY, scene.today - notified * DAY
        command = change_of_address(scene, cast, people, *days, identity)
        return msgspec.structs.replace(command, **choices)

    return build


def founds_household(scene: Scene, command: ChangeOfAddress, members: list[Character]) -> ChangeOfAddress:
    """
    The first of the movers heads a household of their own, the others are related to that one.
    """
    del scene
    return msgspec.structs.replace(
        command,
        new_household=True,
        householder=resident_of(members[0]),
        relationships=[Relation(resident_of(each), "子") for each in members[1:]],
    )


def _new_household(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    people = [mover, cast[CHILD]]
    command = change_of_address(scene, cast, people, scene.today, scene.today, identity)
    return founds_household(scene, command, people)


def _moving_out(*others: str, planned: int = 0, **choices: Any) -> Build:
    """
    Planned so many days ahead, or, with a minus, so many days ago.
    """

    def build(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
        people = [mover, *cast.all(list(others))]
        command = moving_out(scene, people, scene.today + planned * DAY, scene.today, "さいたま市", identity)
        return msgspec.structs.replace(command, **choices)

    return build


def _special_moving_out(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    people = [mover, cast[WIFE]]
    holds_a_card(scene, [each.called for each in people])
    return special_moving_out(scene, people, scene.today + DAY, scene.today, identity=identity)


def _abroad_with_cards(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    people = [mover, cast[WIFE]]
    holds_a_card(scene, [each.called for each in people])
    command = moving_out(scene, people, scene.today + DAY, scene.today, "さいたま市", identity)
    return msgspec.structs.replace(command, presented=[str(each.card_id) for each in people], **ABROAD)


def _withdrawal_of_two(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    people = [mover, cast[WIFE]]
    planned = scene.today + 3 * DAY
    scene.must(moving_out(scene, people, planned, scene.today, "さいたま市", identity_of(mover)))
    numbers = [resident_of(each) for each in people]
    return WithdrawMovingOut(scene.counter(), identity, scene.today.isoformat(), numbers)


def _household_of_three(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    """
    Yesterday's change of householder, with a relationship for each of three.
    """
    wife, child = cast[WIFE], cast[CHILD]
    words = ((wife, "世帯主"), (mover, "夫"), (child, "子"))
    return ChangeOfHousehold(
        counter=scene.counter(),
        identity=identity,
        notified_on=scene.today.isoformat(),
        changed_on=(scene.today - DAY).isoformat(),
        household=str(mover.household),
        householder=resident_of(wife),
        relationships=[Relation(resident_of(each), word) for each, word in words],
    )


def _split_of_two(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    """
    The householder goes with the child; nobody but the wife stays.
    """
    return SplitHousehold(
        counter=scene.counter(),
        identity=identity,
        notified_on=scene.today.isoformat(),
        changed_on=scene.today.isoformat(),
        residents=[resident_of(mover), resident_of(cast[CHILD])],
        householder=resident_of(mover),
        relationships=[Relation(resident_of(cast[CHILD]), "子")],
        remaining_householder=resident_of(cast[WIFE]),
    )


def _merger_of_two(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    scene.must(_split_of_two(scene, cast, mover, identity_of(mover)))
    learn_household(scene, [mover, cast[WIFE]])
    return MergeHouseholds(
        counter=scene.counter(),
        identity=identity,
        notified_on=scene.today.isoformat(),
        changed_on=scene.today.isoformat(),
        household=str(mover.household),
        into=str(cast[WIFE].household),
        relationships=[Relation(resident_of(mover), "夫"), Relation(resident_of(cast[CHILD]), "子")],
    )


RARER: Mapping[str, Build] = {
    "前日に転入した者の転入届": _moving_in("転入届", moved=1),
    "二十日前に転入した者の転入届": _moving_in("転入届", moved=20),
    "前日付けの転入届": _moving_in("転入届", moved=1, notified=1),
    "二人の転入届": _moving_in("転入届", WIFE),
    "三人の転入届": _moving_in("転入届", WIFE, CHILD),
    "既にある世帯への転入届": _moving_in("既にある世帯への転入届"),
    "国外からの転入届": _moving_in("国外からの転入届"),
    "二人の国外からの転入届": _moving_in("国外からの転入届", WIFE),
    "記録されたことのない者の転入届": _moving_in("記録されたことのない者の転入届"),
    "やむを得ない理由により転出証明書のない転入届": _moving_in(
        "やむを得ない理由により転出証明書のない転入届"
    ),
    "仮登録を経る転入届": _moving_in("仮登録を経る転入届"),
    "前日に転入した者の特例転入": _special_moving_in(moved=1),
    "前日付けの特例転入": _special_moving_in(moved=1, notified=1),
    "二人の特例転入": _special_moving_in(WIFE),
    "三人の特例転入": _special_moving_in(WIFE, CHILD),
    "世帯員に係る特例転入": _special_moving_in(WIFE, household=True),
    "一人の転居届": _change_of_address(),
    "三人の転居届": _change_of_address(WIFE, CHILD),
    "前日に転居した者の転居届": _change_of_address(moved=1),
    "前日付けの転居届": _change_of_address(moved=1, notified=1),
    "新しい世帯を設ける転居届": _new_household,
    "仮登録を経る転居届": _change_of_address(provisional=True),
    "三人の転出届": _moving_out(WIFE, CHILD, planned=3),
    "当日の転出届": _moving_out(),
    "前日に転出した者の転出届": _moving_out(planned=-1),
    "二十日前に転出した者の転出届": _moving_out(planned=-20),
    "二人の国外への転出届": _moving_out(WIFE, planned=3, **ABROAD),
    "カードを示す二人の国外への転出届": _abroad_with_cards,
    "二人の特例転出": _special_moving_out,
    "二人の転出の取消し": _withdrawal_of_two,
    "三人の世帯の前日の世帯変更届": _household_of_three,
    "二人の世帯分離届": _split_of_two,
    "二人の世帯合併届": _merger_of_two,
}
"""The rarer notifications by name, each as one person files it."""
