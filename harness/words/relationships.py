"""
続柄: the relationship to the householder, as one word or a chain of up to four joined by の.
"""

from collections.abc import Iterable

from harness.words.checkdigits import CheckRules
from harness.words.codes import CodedEnum
from harness.words.errors import Reason
from harness.words.validated import Term

LONGEST_CHAIN = 4
_JOIN = "の"


class RelationshipClass(CodedEnum):
    """
    続柄区分; codes are our own.
    """

    HOUSEHOLDER = ("1", "世帯主", "householder")
    SPOUSE = ("2", "配偶者", "spouse")
    CHILD = ("3", "子", "child")
    PARENT = ("4", "父母", "parent")
    SIBLING = ("5", "兄弟姉妹", "sibling")
    CHAINED = ("6", "連結", "chained")
    RELATIVE = ("7", "縁故者", "relative")
    COHABITANT = ("8", "同居人", "cohabitant")


class Relation(CodedEnum):
    """
    One link; labels of the standard specification 1.1.11, codes of one public data model, no national standard.

    The codes 21 and 22 are our own. 孫, 祖父, おじ and the like are not managed: they are chains (子の子).
    """

    HOUSEHOLDER = ("02", "世帯主", "householder")
    HUSBAND = ("11", "夫", "husband")
    WIFE = ("12", "妻", "wife")
    HUSBAND_UNREGISTERED = ("13", "夫（未届）", "husband (marriage not notified)")
    WIFE_UNREGISTERED = ("14", "妻（未届）", "wife (marriage not notified)")
    CHILD = ("20", "子", "child")
    CHILD_HUSBANDS = ("21", "子（子の夫）", "child (husband of a child)")
    CHILD_WIFES = ("22", "子（子の妻）", "child (wife of a child)")
    FATHER = ("51", "父", "father")
    MOTHER = ("52", "母", "mother")
    ELDER_BROTHER = ("71", "兄", "elder brother")
    YOUNGER_BROTHER = ("74", "弟", "younger brother")
    ELDER_SISTER = ("81", "姉", "elder sister")
    YOUNGER_SISTER = ("84", "妹", "younger sister")
    RELATIVE = ("96", "縁故者", "relative")
    COHABITANT = ("99", "同居人", "cohabitant")


STANDS_ALONE = frozenset({Relation.HOUSEHOLDER, Relation.RELATIVE, Relation.COHABITANT})

_CLASSES = {
    Relation.HOUSEHOLDER: RelationshipClass.HOUSEHOLDER,
    Relation.HUSBAND: RelationshipClass.SPOUSE,
    Relation.WIFE: RelationshipClass.SPOUSE,
    Relation.HUSBAND_UNREGISTERED: RelationshipClass.SPOUSE,
    Relation.WIFE_UNREGISTERED: RelationshipClass.SPOUSE,
    Relation.CHILD: RelationshipClass.CHILD,
    Relation.CHILD_HUSBANDS: RelationshipClass.CHILD,
    Relation.CHILD_WIFES: RelationshipClass.CHILD,
    Relation.FATHER: RelationshipClass.PARENT,
    Relation.MOTHER: RelationshipClass.PARENT,
    Relation.ELDER_BROTHER: RelationshipClass.SIBLING,
    Relation.YOUNGER_BROTHER: RelationshipClass.SIBLING,
    Relation.ELDER_SISTER: RelationshipClass.SIBLING,
    Relation.YOUNGER_SISTER: RelationshipClass.SIBLING,
    Relation.RELATIVE: RelationshipClass.RELATIVE,
    Relation.COHABITANT: RelationshipClass.COHABITANT,
}
_BY_LABEL = {relation.ja: relation for relation in Relation}


class Relationship(Term):
    """
    The printed relationship, such as 妻 or 子の子, known to be made of managed links.

    At most four links; 世帯主, 縁故者 and 同居人 stand alone. Whether a chain is the right expression for two people
    is not judged here.
    """

    __slots__ = ()
    kind = "relationship"

    @classmethod
    def of(cls, *links: Relation) -> "Relationship":
        """
        Make the relationship of these links, from the householder outwards.
        """
        return cls.parse(_JOIN.join(link.ja for link in links))

    @classmethod
    def from_codes(cls, codes: Iterable[str], field: str | None = None) -> "Relationship":
        """
        Make the relationship of the code slots 1 to 4; empty slots may only follow the last used one.
        """
        slots = list(codes)
        while slots and not slots[-1]:
            slots.pop()
        return cls.parse(_JOIN.join(Relation.from_code(slot, field).ja for slot in slots), field)

    @property
    def links(self) -> tuple[Relation, ...]:
        """
        The links, from the householder outwards.
        """
        return tuple(_BY_LABEL[label] for label in _split(self))

    @property
    def codes(self) -> tuple[str, str, str, str]:
        """
        The four code slots; unused ones are empty.
        """
        first, second, third, fourth = (*(link.code for link in self.links), "", "", "")[:LONGEST_CHAIN]
        return first, second, third, fourth

    @property
    def relationship_class(self) -> RelationshipClass:
        """
        The class of the relationship; CHAINED for more than one link.
        """
        links = self.links
        return _CLASSES[links[0]] if len(links) == 1 else RelationshipClass.CHAINED

    @classmethod
    def _fault_in(cls, text: str, _rules: CheckRules, /) -> Reason | None:
        links = [_BY_LABEL.get(label) for label in _split(text)]
        if None in links:
            return Reason.UNKNOWN
        if len(links) > LONGEST_CHAIN:
            return Reason.TOO_LONG
        if len(links) > 1 and STANDS_ALONE.intersection(link for link in links if link is not None):
            return Reason.NOT_ALONE
        return None


def _split(text: str) -> list[str]:
    # 子（子の夫）is one link, so a の inside brackets joins nothing.
    labels, depth = [""], 0
    for letter in text:
        depth += (letter == "（") - (letter == "）")
        if letter == _JOIN and depth == 0:
            labels.append("")
        else:
            labels[-1] += letter
    return labels
