"""
The families that may exist: who lives with whom, in the words of the record.

Shares among the compositions of one type and size, and the priors of ages, are assumptions of this project: the
published tables fix types, sizes and ages, and `raking` makes the priors give way to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ONE, COUPLE, COUPLE_CHILDREN = "one_person", "couple_only", "couple_with_children"
FATHER, MOTHER, OTHER = "father_with_children", "mother_with_children", "other"
INSTITUTIONAL: Final = "institutional"
TYPES = (ONE, COUPLE, COUPLE_CHILDREN, FATHER, MOTHER, OTHER)
SIZES = (1, 2, 3, 4, 5, 6, 7, 8)
"""Sizes that are made; 7 and 8 stand for the published 7 and more, whose mean is assumed 7.35."""

Prior = tuple[tuple[int, int], ...]
"""Ages of the householder with a weight each; between two of them the weight goes in a straight line."""


@dataclass(frozen=True)
class Member:
    """
    One place in a composition: what its age follows from, and what the record calls it.
    """

    part: str
    male: str
    female: str
    name: int = 0
    """Whose family name: 0 the household's, 1 the spouse's, OWN one's own."""
    foreign: bool = False


OWN = 2

HEAD = Member("head", "世帯主", "世帯主")
HEAD_M = Member("head_male", "世帯主", "世帯主")
HEAD_F = Member("head_female", "世帯主", "世帯主")
SPOUSE = Member("spouse", "夫", "妻")
PARTNER = Member("spouse", "夫（未届）", "妻（未届）", name=1)
CHILD = Member("child", "子", "子")
PARENT = Member("parent", "父", "母")
OTHER_PARENT = Member("other_parent", "父", "母")
SIBLING = Member("sibling", "兄", "姉")
CHILDS_SPOUSE = Member("childs_spouse", "子の夫", "子の妻")
GRANDCHILD = Member("grandchild", "子の子", "子の子")
LATE_GRANDCHILD = Member("late_grandchild", "子の子", "子の子")
KIN = Member("adult", "縁故者", "縁故者", name=OWN)
LODGER = Member("adult", "同居人", "同居人", name=OWN)
INMATE_HEAD = Member("inmate", "世帯主", "世帯主", name=OWN)
INMATE = Member("inmate", "同居人", "同居人", name=OWN)


def _foreign(member: Member) -> Member:
    return Member(member.part, member.male, member.female, member.name, foreign=True)


@dataclass(frozen=True)
class Composition:
    """
    One kind of household. `share` is its part among those of the same type and size, in thousandths; for foreign
    compositions its part of all foreign residents.
    """

    name: str
    type: str
    members: tuple[Member, ...]
    prior: Prior
    share: int = 1000

    @property
    def size(self) -> int:
        """
        How many people live in it.
        """
        return len(self.members)

    @property
    def foreigners(self) -> int:
        """
        How many of them are foreign residents.
        """
        return sum(member.foreign for member in self.members)


_ALONE: Prior = ((15, 0), (18, 20), (22, 90), (30, 60), (50, 45), (65, 50), (80, 60), (90, 30), (104, 1))
_PAIR: Prior = ((18, 0), (27, 20), (33, 30), (45, 15), (62, 60), (74, 70), (88, 20), (104, 0))
_FAMILY: Prior = ((19, 0), (26, 12), (36, 80), (48, 90), (60, 40), (75, 16), (92, 3), (104, 0))
_ALONE_WITH: Prior = ((19, 0), (28, 15), (42, 60), (55, 50), (78, 30), (95, 12), (104, 1))
_MIDDLE: Prior = ((22, 0), (35, 40), (50, 70), (65, 40), (75, 4), (80, 0))
_ELDER: Prior = ((56, 0), (62, 30), (72, 50), (85, 20), (104, 1))
_ADULT: Prior = ((18, 5), (25, 40), (50, 35), (80, 20), (95, 2))
_CARED_FOR: Prior = ((18, 6), (30, 3), (60, 6), (75, 25), (86, 60), (95, 35), (104, 2))
_NEWCOMER: Prior = ((18, 0), (20, 60), (26, 90), (38, 50), (55, 20), (75, 6), (90, 0))
_NEWCOMERS: Prior = ((21, 0), (28, 60), (38, 60), (55, 20), (72, 4), (80, 0))
_MOTHERS: Prior = ((22, 0), (30, 40), (40, 60), (52, 20), (62, 0))


def _plain() -> list[Composition]:
    made = [
        Composition("one", ONE, (HEAD,), _ALONE),
        Composition("couple", COUPLE, (HEAD, SPOUSE), _PAIR, 985),
        Composition("couple_unregistered", COUPLE, (HEAD, PARTNER), _PAIR, 15),
    ]
    made += [
        Composition(f"family_{n}", COUPLE_CHILDREN, (HEAD, SPOUSE, *[CHILD] * n), _FAMILY)
        for n in range(1, 6)
    ]
    made += [Composition(f"father_{n}", FATHER, (HEAD_M, *[CHILD] * n), _ALONE_WITH) for n in range(1, 5)]
    made += [Composition(f"mother_{n}", MOTHER, (HEAD_F, *[CHILD] * n), _ALONE_WITH) for n in range(1, 5)]
    wifes = (Member("wifes_parent", "妻の父", "妻の母", name=OWN),)
    made += [
        Composition("siblings", OTHER, (HEAD, SIBLING), _ADULT, 400),
        Composition("grandparent", OTHER, (HEAD, GRANDCHILD), _ELDER, 150),
        Composition("kin", OTHER, (HEAD, KIN), _ADULT, 150),
        Composition("lodgers", OTHER, (HEAD, LODGER), _ADULT, 300),
        Composition("couple_parent", OTHER, (HEAD, SPOUSE, PARENT), _MIDDLE, 400),
        Composition("couple_wifes_parent", OTHER, (HEAD_M, SPOUSE, *wifes), _MIDDLE, 100),
        Composition("three_in_line", OTHER, (HEAD, CHILD, PARENT), _MIDDLE, 400),
        Composition("lodgers_3", OTHER, (HEAD, LODGER, LODGER), _ADULT, 100),
        Composition("three_generations_4", OTHER, (HEAD, SPOUSE, CHILD, PARENT), _MIDDLE, 700),
        Composition("three_in_line_4", OTHER, (HEAD, CHILD, CHILD, PARENT), _MIDDLE, 300),
        Composition("three_generations_5", OTHER, (HEAD, SPOUSE, CHILD, CHILD, PARENT), _MIDDLE, 700),
        Composition("elders_5", OTHER, (HEAD, SPOUSE, CHILD, CHILDS_SPOUSE, GRANDCHILD), _ELDER, 300),
        Composition(
            "three_generations_6", OTHER, (HEAD, SPOUSE, CHILD, CHILD, PARENT, OTHER_PARENT), _MIDDLE, 600
        ),
        Composition(
            "elders_6", OTHER, (HEAD, SPOUSE, CHILD, CHILDS_SPOUSE, GRANDCHILD, LATE_GRANDCHILD), _ELDER, 400
        ),
        Composition(
            "three_generations_7", OTHER, (HEAD, SPOUSE, *[CHILD] * 3, PARENT, OTHER_PARENT), _MIDDLE
        ),
        Composition(
            "three_generations_8", OTHER, (HEAD, SPOUSE, *[CHILD] * 4, PARENT, OTHER_PARENT), _MIDDLE
        ),
    ]
    return made


def _from_abroad() -> list[Composition]:
    head, head_m, head_f = _foreign(HEAD), _foreign(HEAD_M), _foreign(HEAD_F)
    spouse, child, lodger = _foreign(SPOUSE), _foreign(CHILD), _foreign(LODGER)
    named = Member("spouse", "夫", "妻", name=1, foreign=True)
    japanese = Member("spouse", "夫", "妻", name=1)
    brought = Member("child", "子", "子", name=1, foreign=True)
    mothers = Member("child", "子", "子", name=1)
    return [
        Composition("foreign_one", ONE, (head,), _NEWCOMER, 480),
        Composition("foreign_couple", COUPLE, (head, spouse), _NEWCOMERS, 130),
        Composition("foreign_family_1", COUPLE_CHILDREN, (head, spouse, child), _NEWCOMERS, 110),
        Composition("foreign_family_2", COUPLE_CHILDREN, (head, spouse, child, child), _NEWCOMERS, 80),
        Composition("foreign_mother_1", MOTHER, (head_f, child), _MOTHERS, 20),
        Composition("foreign_lodgers", OTHER, (head, lodger), _NEWCOMER, 50),
        Composition("mixed_couple", COUPLE, (HEAD_M, named), _NEWCOMERS, 50),
        Composition("mixed_family_1", COUPLE_CHILDREN, (HEAD_M, named, CHILD), _NEWCOMERS, 40),
        Composition("mixed_family_2", COUPLE_CHILDREN, (HEAD_M, named, CHILD, CHILD), _NEWCOMERS, 15),
        Composition("mixed_brought_child", COUPLE_CHILDREN, (HEAD_M, named, brought), _NEWCOMERS, 10),
        # The householder is foreign; spouse and child are Japanese and bear the spouse's name.
        Composition("foreign_head_family", COUPLE_CHILDREN, (head_m, japanese, mothers), _NEWCOMERS, 15),
    ]


def institution(size: int) -> Composition:
    """
    A facility of so many residents: one record, the first resident its householder, the others 同居人.
    """
    return Composition(
        f"institution_{size}", INSTITUTIONAL, (INMATE_HEAD, *[INMATE] * (size - 1)), _CARED_FOR
    )


PLAIN = tuple(_plain())
FROM_ABROAD = tuple(_from_abroad())

SEED_SIZES: dict[str, dict[int, int]] = {
    ONE: {1: 1000},
    COUPLE: {2: 1000},
    COUPLE_CHILDREN: {3: 440, 4: 420, 5: 120, 6: 15, 7: 3},
    FATHER: {2: 620, 3: 300, 4: 70, 5: 10},
    MOTHER: {2: 580, 3: 320, 4: 80, 5: 20},
    OTHER: {2: 270, 3: 220, 4: 180, 5: 170, 6: 100, 7: 40, 8: 20},
}
"""What sizes each type has before the published totals are known; raked to both totals in `marginals`."""
