"""
What the departments refuse.
"""

from __future__ import annotations

import re
import unicodedata

from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.departments.model import State
from fakes.departments.wire import NotedFacts, ResidentChange
from harness.words.codes import NotificationKind, ReasonForChange
from harness.words.numbers import HouseholdNumber, IndividualNumber, LocalAddresseeNumber
from harness.words.relationships import Relationship

RULES: RuleBook[State] = RuleBook()
TEXTS = ("name", "address", "householder_name", "relationship")
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fb./_,:]+")
TWELVE = re.compile(r"(?=([0-9]{12}))")


def hides_number(text: str) -> bool:
    """
    Whether twelve digits with a fitting check digit stand in the text: in full width or split, too.
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    return any(IndividualNumber.is_valid(found[1]) for found in TWELVE.finditer(plain))


@RULES.rule(
    "DP-01",
    messages=("D01",),
    ja="個人番号は、個人番号を利用する部署にだけ渡される",
    en="Only a department that uses the Individual Number is given one",
    source="番号法9条1項・2項, 19条, 20条",
)
def number_only_where_used(state: State, received: Received[ResidentChange]) -> None:
    """
    No basis, no number: not even a right one.
    """
    if received.body.individual_number is not None and not state.number_use[received.envelope.receiver]:
        raise RuleBroken("individual_number", "The department does not use the Individual Number.")


@RULES.rule(
    "DP-02",
    messages=("D01",),
    ja="個人番号を利用しない部署への文字項目に、個人番号が隠れていない",
    en="No Individual Number hides in a text to a department that does not use it",
    source="番号法19条, 20条",
)
def no_number_in_texts(state: State, received: Received[ResidentChange]) -> None:
    """
    Names, addresses and relationships hold no number, however it is written.
    """
    if state.number_use[received.envelope.receiver]:
        return
    for name in TEXTS:
        if hides_number(getattr(received.body, name)):
            raise RuleBroken(name, "The text holds an Individual Number.")


@RULES.rule(
    "DP-03",
    messages=("D01",),
    ja="個人番号の検査用数字が合う",
    en="The check digit of the Individual Number fits",
    source="番号令6条, 番号カード省令5条",
)
def number_fits(state: State, received: Received[ResidentChange]) -> None:
    """
    Twelve half-width digits, the last computed from the others.
    """
    del state
    number = received.body.individual_number
    if number is not None and not IndividualNumber.is_valid(number):
        raise RuleBroken("individual_number", "This is not an Individual Number.")


@RULES.rule(
    "DP-04",
    messages=("D01", "D03"),
    ja="宛名番号の検査数字が合う",
    en="The check digit of the local addressee number fits",
    source="標準仕様書1.1.13",
    status="own",
)
def local_number_fits(state: State, received: Received[ResidentChange] | Received[NotedFacts]) -> None:
    """
    Own, because numbers issued before the specification need not have the digit.
    """
    del state
    if not LocalAddresseeNumber.is_valid(received.body.local_addressee_number):
        raise RuleBroken("local_addressee_number", "This is not a local addressee number.")


@RULES.rule(
    "DP-05",
    messages=("D01",),
    ja="世帯番号の検査数字が合う",
    en="The check digit of the household number fits",
    source="標準仕様書1.1.13",
    status="own",
)
def household_is_known(state: State, received: Received[ResidentChange]) -> None:
    """
    A change without a readable household cannot be put to one.
    """
    del state
    if not HouseholdNumber.is_valid(received.body.household_number):
        raise RuleBroken("household_number", "This is not a household number.")


@RULES.rule(
    "DP-06",
    messages=("D01",),
    ja="予定者の表示、転出予定日、現存区分が互いに合う",
    en="The mark of a plan, the planned date and the state agree",
    source="住基法24条, 住基令13条1項",
)
def plan_is_whole(state: State, received: Received[ResidentChange]) -> None:
    """
    A plan has its date and leaves the resident on the register; a date may remain on the record afterwards.
    """
    del state
    change = received.body
    if change.planned != (change.state == "planned-out"):
        raise RuleBroken("planned", "The mark does not agree with the state.")
    if change.planned and change.planned_on is None:
        raise RuleBroken("planned_on", "A plan has a date.")


@RULES.rule(
    "DP-07",
    messages=("D01",),
    ja="異動事由と届出の種別が表にある",
    en="The reason for change and the kind of notification are in the tables",
    source="町のメッセージの取決め",
    status="own",
)
def codes_are_known(state: State, received: Received[ResidentChange]) -> None:
    """
    The tables are the project's own; the national ones are not public.
    """
    del state
    if received.body.reason not in {reason.code for reason in ReasonForChange}:
        raise RuleBroken("reason", "The table has no such reason for change.")
    if received.body.notification_kind not in {kind.code for kind in NotificationKind}:
        raise RuleBroken("notification_kind", "The table has no such kind of notification.")


@RULES.rule(
    "DP-08",
    messages=("D01",),
    ja="続柄が管理された語で書かれている",
    en="The relationship is written in the managed words",
    source="標準仕様書1.1.11",
    status="own",
)
def relationship_is_managed(state: State, received: Received[ResidentChange]) -> None:
    """
    世帯主, 妻, 子の子 and the like; not 孫.
    """
    del state
    if not Relationship.is_valid(received.body.relationship):
        raise RuleBroken("relationship", "This is not a managed relationship.")


@RULES.rule(
    "DP-09",
    messages=("D03",),
    ja="国民健康保険の付記事項は、国民健康保険の部署にだけ渡される",
    en="Facts noted for health insurance go to the department of health insurance",
    source="住基法28条",
)
def noted_facts_find_their_department(state: State, received: Received[NotedFacts]) -> None:
    """
    What is noted on a notification serves the affairs it is noted for.
    """
    del state
    if received.envelope.receiver != "dept-health-insurance":
        raise RuleBroken(None, "These facts do not concern the department.")


@RULES.rule(
    "DP-10",
    messages=("D03",),
    ja="被保険者記号・番号は、被保険者についてだけ渡される",
    en="The insured person's symbol and number are told of an insured person only",
    source="住基法28条",
    status="own",
)
def symbol_of_the_insured(state: State, received: Received[NotedFacts]) -> None:
    """
    Who is not insured has no symbol and number.
    """
    del state
    if received.body.symbol_and_number and not received.body.insured:
        raise RuleBroken("symbol_and_number", "The person is not insured.")
