"""
The deliberate defects taken together: many kinds of mistake, many that only show later or to a standing check.
"""

from __future__ import annotations

import re
from collections import Counter

from harness.judgement.checks import JUDGED
from harness.running.declared import REGISTRY, Declared, declared
from harness.running.matrix import MOST_OF_ONE_PATTERN
from registry.defects import GROUPS

LEAST = 150
LEAST_WITH_TWO_ACTS = 40
LEAST_BY_CHECKS_ONLY = 30


def counted() -> list[Declared]:
    """
    Those that something can judge: they name what must fail, and somebody outside can tell.
    """
    return [one for one in declared() if one.must and not one.indistinguishable]


def test_there_are_enough() -> None:
    """
    Of defects in all, of those that need a second act or a move of the clock, of those that only checks notice.

    That each is what it says is seen when it is played: `tekigo prove` fails over one that declares itself wrongly.
    """
    assert len(counted()) >= LEAST
    assert sum(one.acts >= 2 for one in counted()) >= LEAST_WITH_TWO_ACTS
    assert sum(one.seen_by == "checks" for one in counted()) >= LEAST_BY_CHECKS_ONLY


def test_no_kind_of_mistake_is_repeated_often() -> None:
    """
    A hundred defects of one kind prove one thing a hundred times. Each says of which kind it is, counted or not.
    """
    kinds = Counter(one.pattern for one in declared())
    assert {kind: n for kind, n in kinds.items() if n > MOST_OF_ONE_PATTERN} == {}
    assert [kind for kind in kinds if not re.fullmatch(r"[a-z]+(-[a-z]+)*", kind)] == []


def test_what_only_checks_see_names_what_they_judge() -> None:
    """
    A standing check can fail only the clauses that it says it judges.
    """
    judged = {clause.rpartition(".")[0] for clauses in JUDGED.values() for clause in clauses}
    blind = {
        one.name: one.must for one in counted() if one.seen_by == "checks" and not set(one.must) <= judged
    }
    assert blind == {}


def test_a_defect_says_what_is_wrong_in_both_languages() -> None:
    """
    And no two say the same: then they would be the same.
    """
    said = Counter(one.promise["en"] for one in declared())
    assert [words for words, n in said.items() if n > 1] == []
    assert [one.name for one in declared() if not one.promise["ja"].strip()] == []
    assert any(one.part != REGISTRY for one in declared())


def test_no_two_defects_of_the_registry_have_one_id() -> None:
    """
    The second of one id would take the place of the first, and nobody would miss it.
    """
    named = Counter(defect.id for group in GROUPS for defect in group)
    assert [name for name, n in named.items() if n > 1] == []
