"""
The households in which an act may meet somebody: alone or with another, with a card, under support.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from harness.port.commands import ApplyForSupport, DecideSupport
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.card_acts import holds_a_card
from scenarios.steps.change_of_address import learn_household
from scenarios.steps.counter import enter, identity_of, moving_in, recorded_elsewhere, resident_of
from scenarios.steps.household_changes import file_split
from scenarios.steps.register import updates

HOLDS = "holds a card"
"""The note of whoever is handed a card on moving in."""
OTHER = "太郎"
"""Who lives in one household with whoever the act meets."""


def enters(scene: Scene, people: list[Character], moved_days_ago: int = 0, **changes: Any) -> None:
    """
    They file together today, the first as householder; ``changes`` as of ``moving_in``. Whoever is noted to hold a
    card is handed one before anything else happens.
    """
    cast = cast_of(scene)
    recorded_elsewhere(scene, people, scene.today - timedelta(days=900))
    moved = scene.today - timedelta(days=moved_days_ago)
    kept = scene.do(moving_in(scene, cast, people, moved, scene.today, **changes))
    scene.accepted_or_inconclusive(kept)
    enter(cast, kept)
    scene.expect.witness(all(updates(scene, each) for each in people))
    holds_a_card(scene, [each.called for each in people if each.notes.get(HOLDS)])


def at_home(scene: Scene, person: Character) -> None:
    """
    Moved in with somebody who heads the household.
    """
    person.relationship = "妻"
    enters(scene, [cast_of(scene)[OTHER], person])


def head(scene: Scene, person: Character) -> None:
    """
    Heads a household of two.
    """
    cast_of(scene)[OTHER].relationship = "夫"
    enters(scene, [person, cast_of(scene)[OTHER]])


def child(scene: Scene, person: Character) -> None:
    """
    The child in another's household.
    """
    person.relationship = "子"
    enters(scene, [cast_of(scene)[OTHER], person])


def joined(scene: Scene, person: Character) -> None:
    """
    Moved into a household that stood.
    """
    other = cast_of(scene)[OTHER]
    enters(scene, [other])
    person.relationship = "同居人"
    enters(scene, [person], household=str(other.household))


def left_household(scene: Scene, person: Character) -> None:
    """
    世帯分離: heads a household of one at the old address.
    """
    at_home(scene, person)
    file_split(scene, scene.today, [person.called], {}, scene.today)
    learn_household(scene, [person])


def _supported(scene: Scene, applicant: Character, accompanying: list[Character]) -> str:
    applied = scene.must(
        ApplyForSupport(
            scene.counter(),
            identity_of(applicant),
            resident_of(applicant),
            scene.today.isoformat(),
            [resident_of(each) for each in accompanying],
            "police",
        )
    )
    for each in (applicant, *accompanying):
        each.notes["measure"] = str(applied.measure)
    return str(applied.measure)


def applied(scene: Scene, person: Character) -> None:
    """
    Applied for support, with the other of the household; undecided.
    """
    head(scene, person)
    _supported(scene, person, [cast_of(scene)[OTHER]])


def granted(scene: Scene, person: Character) -> None:
    """
    Support was confirmed.
    """
    head(scene, person)
    measure = _supported(scene, person, [cast_of(scene)[OTHER]])
    today = scene.today.isoformat()
    scene.must(DecideSupport(scene.counter(), measure, today, "confirm", today))


def accompanies(scene: Scene, person: Character) -> None:
    """
    Another asked for support for this one too.
    """
    at_home(scene, person)
    _supported(scene, cast_of(scene)[OTHER], [person])
