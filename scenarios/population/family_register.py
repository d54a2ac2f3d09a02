"""
In whose family register (戸籍) a Japanese national is recorded: a couple and their unmarried children, never three
generations (戸籍法6条, 18条3項).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenarios.population.counters import Ints
from scenarios.population.deck import PARTS, Deck
from scenarios.population.people import People, Peopling

ONESELF = -1
HEADS = ("head", "head_male", "head_female")
UNREGISTERED = "couple_unregistered"


@cache
def _firsts(deck: Deck) -> NDArray[np.int8]:
    """
    For each composition and part, the place in the household of whom the register bears the name.
    """
    made = np.full((len(deck.compositions), len(PARTS)), ONESELF, dtype=np.int8)
    for number, composition in enumerate(deck.compositions):
        members = composition.members
        parts = [member.part for member in members]
        couple = next(
            (n for n, m in enumerate(members[:2]) if not m.foreign), 0
        )  # A foreigner has no register.
        married_child = parts.index("child") if "childs_spouse" in parts else None
        for part in parts:
            first = ONESELF
            if part in HEADS or (part == "spouse" and composition.name != UNREGISTERED):
                first = couple
            elif part == "child":
                first = couple if married_child is None else married_child
            elif part in {"childs_spouse", "grandchild", "late_grandchild"} and married_child is not None:
                first = married_child
            elif part in {"parent", "other_parent"}:
                first = parts.index("parent")
            made[number, PARTS.index(part)] = first
    return made


def place_of_head(deck: Deck, people: People) -> Ints:
    """
    The place in the household, from 0, of the one whose name the register of each resident bears.
    """
    first = _firsts(deck)[deck.composition[people.place], deck.families.part[people.member]].astype(np.int64)
    return np.where(first == ONESELF, people.part.position, first)


def given_name_of_head(peopling: Peopling, people: People) -> Ints:
    """
    The given name of that person; the family name is everybody's in the register.
    """
    part = people.part
    place = place_of_head(peopling.deck, people)
    member = people.member - part.position + place
    return peopling.given_names(part, place, member, np.zeros(len(place), dtype=np.int64))
