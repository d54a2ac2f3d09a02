"""
What the members of a household are called when another of them becomes householder.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SPOUSE_OF = {"male": "夫", "female": "妻"}
PARENT_OF = {"male": "父", "female": "母"}
SIBLINGS = {("male", True): "兄", ("male", False): "弟", ("female", True): "姉", ("female", False): "妹"}


@dataclass
class Member:
    """
    One person while a year passes. `part` is the place in the family as it was composed and never changes.
    """

    resident: int
    part: str
    relationship: str
    sex: str
    age: int
    born: int
    japanese: bool
    card: str | None = None
    card_until: int = 0
    """The last day of the card that was there on the first day; 0 for one of this year."""
    card_limit: int = 0
    """The last day that the birthday allows to that card, whatever the stay; 0 for one of this year."""
    stay_until: int = 0
    period: str | None = None
    """Period and last day of a stay that may be extended."""
    measures: list[str] = field(default_factory=list)
    """What support measures cover this person: `temporary` or `active`, the own, and `of N`, that of a parent."""
    measure_until: int = 0
    present: bool = True

    @property
    def protected(self) -> bool:
        """
        Whether a support measure holds for this person.
        """
        return bool(self.measures)


def related(head: Member, other: Member, first_head: Member) -> str:
    """
    The relationship of `other` to the new householder `head`, in a family composed around `first_head`.

    What no short chain expresses for certain is 縁故者, as the standard specification has it.
    """
    if other is head:
        return "世帯主"
    if "lodger" in (head.part, other.part):
        return "同居人"
    if "kin" in (head.part, other.part) or "unregistered" in (head.part, other.part):
        return "縁故者"
    return _TABLE.get((head.part, other.part), _nothing)(head, other, first_head)


def _nothing(_head: Member, _other: Member, _first: Member) -> str:
    return "縁故者"


def _spouse(_head: Member, other: Member, _first: Member) -> str:
    return SPOUSE_OF[other.sex]


def _parent(_head: Member, other: Member, _first: Member) -> str:
    return PARENT_OF[other.sex]


def _sibling(head: Member, other: Member, _first: Member) -> str:
    return SIBLINGS[other.sex, (other.born, other.resident) < (head.born, head.resident)]


def _parent_in_law(_head: Member, other: Member, first: Member) -> str:
    return f"{SPOUSE_OF[first.sex]}の{PARENT_OF[other.sex]}"


def _child_in_law(_head: Member, other: Member, _first: Member) -> str:
    return f"子の{SPOUSE_OF[other.sex]}"


def _grandparent(_head: Member, other: Member, first: Member) -> str:
    return f"{PARENT_OF[first.sex]}の{PARENT_OF[other.sex]}"


_TABLE = {
    ("spouse", "head"): _spouse,
    ("spouse", "child"): lambda *_: "子",
    ("spouse", "parent"): _parent_in_law,
    ("spouse", "wifes_parent"): _parent,
    ("spouse", "childs_spouse"): _child_in_law,
    ("spouse", "grandchild"): lambda *_: "子の子",
    ("child", "head"): _parent,
    ("child", "spouse"): _parent,
    ("child", "child"): _sibling,
    ("child", "parent"): _grandparent,
    ("child", "childs_spouse"): _spouse,
    ("child", "grandchild"): lambda *_: "子",
    ("childs_spouse", "child"): _spouse,
    ("childs_spouse", "grandchild"): lambda *_: "子",
    ("grandchild", "child"): _parent,
    ("grandchild", "childs_spouse"): _parent,
    ("grandchild", "grandchild"): _sibling,
    ("parent", "head"): lambda *_: "子",
    ("parent", "spouse"): _child_in_law,
    ("parent", "child"): lambda *_: "子の子",
    ("parent", "parent"): _spouse,
    ("wifes_parent", "spouse"): lambda *_: "子",
    ("sibling", "head"): _sibling,
    ("grandchild", "head"): _nothing,
}
"""By the places of the new householder and the other."""

_FAMILY = {
    "head": "head", "head_male": "head", "head_female": "head", "spouse": "spouse", "child": "child",
    "parent": "parent", "other_parent": "parent", "wifes_parent": "wifes_parent", "sibling": "sibling",
    "childs_spouse": "childs_spouse", "grandchild": "grandchild", "late_grandchild": "grandchild", "adult": "lodger",
    "inmate": "lodger",
}  # fmt: skip


def place(part: str, relationship: str) -> str:
    """
    The place in the family that a part of a composition is, by its name and how the record calls it.
    """
    if relationship == "縁故者":
        return "kin"
    if relationship.endswith("（未届）"):
        return "unregistered"
    return _FAMILY[part]


def successor(members: list[Member]) -> Member:
    """
    Who becomes householder after the householder: the spouse, else the eldest child, else the eldest.
    """
    order = {"spouse": 0, "unregistered": 1, "child": 2, "childs_spouse": 3}
    grown = [member for member in members if member.age >= 15] or members
    return min(grown, key=lambda member: (order.get(member.part, 4), member.born, member.resident))
