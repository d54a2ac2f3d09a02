"""
Steps of the copy of the resident record and what it leaves out (CERT-001).

Items of a document are named as the fields of ``ResidentRecord`` are.
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import CopyOption, IssueCopyOfRecord
from harness.port.outcomes import Document, Refused
from harness.port.records import ResidentRecord
from harness.running.plan import day_of
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import same, without_spaces
from scenarios.steps.counter import identity_of
from scenarios.steps.observing import as_text, carries, record_of, resident_of
from scenarios.wording import then, when

BASE = {"name", "born_on", "sex", "became_resident_on", "address", "notified_on", "previous_address"}
PART_OF_THE_ADDRESS = {"building", "settled_on", "postal_code"}
OPTIONS: dict[str, CopyOption] = {
    "続柄": "relationship",
    "本籍": "registered-domicile",
    "個人番号": "individual-number",
    "住民票コード": "resident-record-code",
}
SEXES = {"male": "男", "female": "女", "unknown": "不明"}
HOUSEHOLDER = {"relationship", "householder_name"}
FAMILY_REGISTER = {"registered_domicile", "head_of_family_register"}
SENTENCE = "原本と相違ない"


def claim(scene: Scene, who: list[str], requester: str, options: list[CopyOption]) -> None:
    """
    住基法12条1項, by the first of the people or by someone of their household.
    """
    people = cast_of(scene).all(who)
    scene.memory["copy"] = scene.do(
        IssueCopyOfRecord(
            counter=scene.counter(),
            identity=identity_of(people[0]),
            requester=requester,  # type: ignore[arg-type]  # one of the words of the command
            residents=[resident_of(each) for each in people],
            options=options,
        )
    )


@when(
    "{who:word}が特別の請求をせずに自分の住民票の写しを請求する",
    "{who:word} claims a copy of their own record without asking for more",
)
def claim_plain(scene: Scene, who: str) -> None:
    """
    The ordinary copy.
    """
    claim(scene, [who], "self", [])


@when(
    "同じ世帯の者が特別の請求をせずに{who:names}の住民票の写しを請求する",
    "a member of the household claims a copy of the records of {who:names} without asking for more",
)
def claim_household(scene: Scene, who: list[str]) -> None:
    """
    The ordinary copy of a household.
    """
    claim(scene, who, "household-member", [])


@when(
    "{who:word}が{option:word}の記載を求めて自分の住民票の写しを請求する",
    "{who:word} claims a copy of their own record with {option:word}",
)
def claim_with(scene: Scene, who: str, option: str) -> None:
    """
    One item specially asked for.
    """
    claim(scene, [who], "self", [OPTIONS[option]])


@when(
    "同じ世帯の者が{option:word}の記載を求めて{who:names}の住民票の写しを請求する",
    "a member of the household claims a copy of the records of {who:names} with {option:word}",
)
def claim_household_with(scene: Scene, option: str, who: list[str]) -> None:
    """
    One item specially asked for, of several people.
    """
    claim(scene, who, "household-member", [OPTIONS[option]])


def copy_of(scene: Scene) -> tuple[Document, Invocation]:
    """
    The document of the newest claim. Raises Inconclusive where none was issued.
    """
    kept: Invocation = scene.memory["copy"]
    documents = [each for each in getattr(kept.outcome, "documents", []) if each.kind == "copy-of-record"]
    if not documents:
        raise Inconclusive(both("住民票の写しが交付されなかった。", "No copy of the record was issued."))
    return documents[0], kept


def printed(document: Document, character: Character) -> set[str]:
    """
    Names of the items printed for a person.
    """
    return {item.item for item in document.items if item.resident == character.resident}


def base_items(record: ResidentRecord) -> tuple[set[str], set[str]]:
    """
    What a copy of this record must print, and what it may print beside.
    """
    must = set(BASE)
    if record.foreign is None:
        must.add("name_kana")
    for item in ("former_surname", "former_surname_kana", "common_name"):
        if getattr(record, item) is not None:
            must.add(item)
    return must, must | PART_OF_THE_ADDRESS


def judge_items(scene: Scene, clause: str, who: list[str], more: set[str]) -> None:
    """
    Each person's items are the base items and ``more``, no fewer and no others; base values are the record's. A claim
    that is refused gives none of them.
    """
    claimed: Invocation = scene.memory["copy"]
    if isinstance(claimed.outcome, Refused):
        wanted = both(f"{sorted(more)}を含む写し", f"a copy, with {sorted(more)}")
        reason = claimed.outcome.reason
        refused = both(f"拒否（{reason}）", f"refused ({reason})")
        scene.expect.observed(clause, False, wanted, refused, [claimed.ref])
    document, kept = copy_of(scene)
    for character in cast_of(scene).all(who):
        record, read = record_of(scene, character)
        if record is None:
            raise Inconclusive(both("住民票が照会できない。", "There is no record to compare with."))
        must, may = base_items(record)
        actual = printed(document, character)
        missing, extra = sorted((must | more) - actual), sorted(actual - may - more)
        wrong = sorted(
            item.item
            for item in document.items
            if item.resident == character.resident
            and item.item in must | more
            and not _as_recorded(item.item, item.value, document, record)
        )
        scene.expect.observed(
            clause,
            not missing and not extra and not wrong,
            both(f"{sorted(must | more)}のみ", f"{sorted(must | more)} only"),
            both(
                f"不足{missing}、余分{extra}、値の違い{wrong}",
                f"missing {missing}, extra {extra}, wrong {wrong}",
            ),
            [kept.ref, read.ref],
        )


def _as_recorded(item: str, value: str, document: Document, record: ResidentRecord) -> bool:
    """
    Whether a copy prints a value as the record has it, however it writes a date or the sex. The building may stand in
    the address or beside it.
    """
    recorded = str(getattr(record, item))
    if item == "address":
        beside = [
            each.value
            for each in document.items
            if (each.resident, each.item) == (record.resident, "building")
        ]
        return without_spaces(value, *beside) == without_spaces(record.address, record.building)
    forms = {without_spaces(recorded), SEXES.get(recorded, recorded), str(day_of(recorded))}
    return bool({without_spaces(value), str(day_of(value))} & (forms - {str(None)}))


def as_text_raw(document: Document) -> str:
    """
    Text and values of a document, unchanged.
    """
    return document.text + "\n" + "\n".join(item.value for item in document.items)


@then(
    "その写しは{who:names}の基本の事項のみを過不足なく記載する",
    "that copy carries exactly the base items of {who:names}",
)
def base_only(scene: Scene, who: list[str]) -> None:
    """
    CERT-001.1.
    """
    judge_items(scene, "CERT-001.1", who, set())


@then(
    "その写しは{who:word}がその住所を定めた年月日を{day:date}と記載する",
    "that copy gives {day:date} as the day on which {who:word} took up the address",
)
def settled_printed(scene: Scene, who: str, day: date) -> None:
    """
    CERT-001.1: 住基法7条7号, of who changed the address within the municipality.
    """
    document, kept = copy_of(scene)
    resident = cast_of(scene)[who].resident
    shown = [item.value for item in document.items if (item.resident, item.item) == (resident, "settled_on")]
    same(scene, "CERT-001.1", [day.isoformat()], [str(day_of(each) or each) for each in shown], [kept.ref])


@then(
    "その写しは{who:names}の基本の事項に世帯主及び続柄のみを加える",
    "that copy adds the householder and the relationship of {who:names} only",
)
def relationship_added(scene: Scene, who: list[str]) -> None:
    """
    CERT-001.2.
    """
    judge_items(scene, "CERT-001.2", who, HOUSEHOLDER)


@then("その写しの末尾に原本と相違ない旨がある", "that copy ends with the words that it matches the original")
def ends_with_sentence(scene: Scene) -> None:
    """
    CERT-001.3: after all items, at the end of the text.
    """
    document, kept = copy_of(scene)
    at = document.text.rfind(SENTENCE)
    after = document.text[at:] if at >= 0 else ""
    behind = [item.label for item in document.items if len(item.value) > 1 and item.value in after]
    scene.expect.observed(
        "CERT-001.3",
        at >= 0 and not behind,
        both(f"末尾に「{SENTENCE}」", "the sentence at the end"),
        both(f"位置{at}、その後の項目{behind}", f"at {at}, items behind it {behind}"),
        [kept.ref],
    )


@then("その写しに{who:names}の個人番号がない", "that copy holds no Individual Number of {who:names}")
def no_individual_number(scene: Scene, who: list[str]) -> None:
    """
    CERT-001.4.
    """
    document, kept = copy_of(scene)
    people = cast_of(scene).all(who)
    items = {"individual_number"} & {item.item for item in document.items}
    found = [each.called for each in people if carries(as_text_raw(document), each.individual_number)]
    judge_left_out(scene, "CERT-001.4", bool(items or found), kept)


@then("その写しに{who:names}の住民票コードがない", "that copy holds no Resident Record Code of {who:names}")
def no_record_code(scene: Scene, who: list[str]) -> None:
    """
    CERT-001.5.
    """
    document, kept = copy_of(scene)
    people = cast_of(scene).all(who)
    items = {"resident_record_code"} & {item.item for item in document.items}
    found = [each.called for each in people if carries(as_text_raw(document), each.resident_record_code)]
    judge_left_out(scene, "CERT-001.5", bool(items or found), kept)


@then("その写しに{who:names}の戸籍の表示がない", "that copy holds no family register of {who:names}")
def no_family_register(scene: Scene, who: list[str]) -> None:
    """
    CERT-001.6: neither domicile nor head, as an item or as a value of one.
    """
    document, kept = copy_of(scene)
    items = FAMILY_REGISTER & {item.item for item in document.items}
    domiciles = [each.registered_domicile for each in cast_of(scene).all(who) if each.registered_domicile]
    found = [value for value in domiciles if value in as_text_raw(document)]
    judge_left_out(scene, "CERT-001.6", bool(items or found), kept)


@then(
    "その写しの隠れた層にも、省略した{who:names}の事項がない",
    "no hidden layer of that copy holds an item of {who:names} that was left out",
)
def nothing_hidden(scene: Scene, who: list[str]) -> None:
    """
    CERT-001.7: the text that a scanner finds holds no value that the shown items do not.
    """
    document, kept = copy_of(scene)
    shown = as_text([item.value for item in document.items])
    hidden = []
    for character in cast_of(scene).all(who):
        record, _ = record_of(scene, character)
        foreign = record.foreign if record else None
        left_out = [
            character.individual_number,
            character.resident_record_code,
            character.registered_domicile,
            foreign.residence_card_number if foreign else None,
        ]
        hidden += [
            character.called
            for value in left_out
            if value and as_text(value) not in shown and carries(document.text, as_text(value))
        ]
    judge_left_out(scene, "CERT-001.7", bool(hidden), kept)


def judge_left_out(scene: Scene, clause: str, there: bool, kept: Invocation) -> None:
    """
    A copy was issued, and something is not on it.
    """
    scene.expect.absent(
        clause,
        not there,
        both("記載なし", "left out"),
        both("記載あり" if there else "記載なし", "there" if there else "left out"),
        [kept.ref],
    )
