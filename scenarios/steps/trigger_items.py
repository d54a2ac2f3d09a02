"""
Which items of the record trigger a notice to the network, and which do not (JUKI-002).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import Amendment, CorrectionCause, ExOfficioCorrection, Item
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.counter import remember, resident_of
from scenarios.steps.noted_updates import reasons, since
from scenarios.steps.register import REASONS, record_by_number, refs
from scenarios.wording import then, when

ITEMS: dict[str, Item] = {
    "氏名": "name",
    "氏名の振り仮名": "name_kana",
    "生年月日": "born_on",
    "性別": "sex",
    "住所": "address",
    "建物の名称": "building",
    "旧氏": "former_surname",
    "旧氏の振り仮名": "former_surname_kana",
    "通称": "common_name",
    "住所を定めた日": "settled_on",
    "本籍": "registered_domicile",
    "筆頭者": "head_of_family_register",
    "電話番号": "telephone",
    "行政区": "administrative_district",
    "学校区": "school_district",
    "投票区": "polling_district",
    "住民となった日": "became_resident_on",
    "届出日": "notified_on",
    "転入前住所": "previous_address",
    "未届地の住所": "unreported_address",
    "実際の続柄": "actual_relationship",
    "続柄": "relationship",
    "記載順位": "order_of_entry",
    "備考": "remarks",
    "準世帯": "quasi_household",
    "支所": "branch_office",
    "地区": "district",
    "班": "neighbourhood_group",
    "中学校区": "junior_high_school_district",
    "賦課団体": "assessing_body",
    "漢字氏名": "name_in_kanji",
    "片仮名氏名": "name_in_katakana",
    "通称の振り仮名": "common_name_kana",
    "郵送用氏名": "mailing_name",
    "国籍・地域": "nationality",
    "在留資格": "status_of_residence",
    "在留期間": "period_of_stay",
    "在留期間の満了の日": "period_expires_on",
    "在留カードの番号": "residence_card_number",
    "在留区分": "resident_class",
    "本籍地の市町村": "registered_domicile_municipality",
}
"""Items that a correction may name, by the word of the text."""

CAUSES: dict[str, CorrectionCause] = {
    "戸籍の届出": "family-register-notice",
    "誤記": "clerical-error",
    "裁判": "court",
    "申出": "request",
    "届出の懈怠": "failure-to-notify",
    "他の機関の通知": "other-organ",
    "常用漢字への置換え": "ordinary-characters",
    "文字の同定": "character-identification",
    "行政区画の名称の変更": "district-renaming",
    "地番の変更": "lot-number-change",
    "住居表示の実施": "residence-indication",
    "建物の名称の変更": "building-renaming",
    "総務大臣が認める原因": "recognised-by-minister",
}
"""Causes of a correction by the word of the text; the last seven are those of 住基規則11条3項2号イ〜ト."""

SEXES = {"男": "male", "女": "female"}
NONE = "なし"


@when(
    "{who:word}の{item:word}が{cause:text}により{day:date}に{value:text}と修正される",
    "{item:word} of {who:word} is corrected to {value:text} on {day:date}, by {cause:text}",
)
def correct(scene: Scene, who: str, item: str, cause: str, day: date, value: str) -> None:
    """
    住基令12条. The word なし deletes the item.
    """
    _correct(scene, who, [(item, value)], cause, day)


@when(
    "{who:word}の{first:word}と{second:word}が{cause:text}により{day:date}に{value:text}と{other:text}に修正される",
    "{first:word} and {second:word} of {who:word} are corrected to {value:text} and {other:text} on {day:date},"
    " by {cause:text}",
)
def correct_both(
    scene: Scene, who: str, first: str, second: str, cause: str, day: date, value: str, other: str
) -> None:
    """
    Two items in one correction, as name and reading go together.
    """
    _correct(scene, who, [(first, value), (second, other)], cause, day)


def _correct(scene: Scene, who: str, items: list[tuple[str, str]], cause: str, day: date) -> None:
    cast = cast_of(scene)
    character = cast[who]
    values = [(ITEMS[item], None if value == NONE else SEXES.get(value, value)) for item, value in items]
    scene.know_person(*(value for _, value in values if value))
    kept = scene.do(
        ExOfficioCorrection(
            counter=scene.counter(),
            resident=resident_of(character),
            changed_on=day.isoformat(),
            cause=CAUSES[cause],
            amendments=[Amendment(item, value) for item, value in values],
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)
    for item, value in values:
        if item in ("name", "name_kana", "born_on", "sex", "common_name"):
            setattr(character, item, value)


def _counted(scene: Scene, clause: str, who: list[str], expected: list[str]) -> None:
    for character in cast_of(scene).all(who):
        found = since(scene, character)
        actual = reasons(found)
        scene.expect.observed(
            clause, actual == expected, both(expected, expected), both(actual, actual), refs(found)
        )


@then(
    "{who:names}の{event:text}についてJ01がちょうど一通送られている",
    "exactly one update of {who:names} is sent for {event:text}",
)
def one_for_event(scene: Scene, who: list[str], event: str) -> None:
    """
    JUKI-002.1: entries, deletions and corrections, by their reason.
    """
    for character in cast_of(scene).all(who):
        found = [each for each in since(scene, character) if each.body.get("reason") == REASONS[event]]
        scene.expect.observed(
            "JUKI-002.1", len(found) == 1, both(1, 1), both(len(found), len(found)), refs(found)
        )


@then(
    "{who:names}の{item:word}の修正一件についてJ01がちょうど一通送られている",
    "exactly one update of {who:names} is sent for the one correction of {item:word}",
)
def one_for_item(scene: Scene, who: list[str], item: str) -> None:
    """
    JUKI-002.1: whatever its reason.
    """
    for character in cast_of(scene).all(who):
        found = since(scene, character)
        scene.expect.observed(
            "JUKI-002.1",
            len(found) == 1,
            both(f"{item}につき1", f"1 for {item}"),
            both(len(found), len(found)),
            refs(found),
        )


@then(
    "日本人である{who:names}の氏名の読みを改めたJ01がちょうど一通送られている",
    "exactly one update of the Japanese national {who:names} is sent for the one correction of the reading",
)
def one_for_reading(scene: Scene, who: list[str]) -> None:
    """
    JUKI-002.2.
    """
    for character in cast_of(scene).all(who):
        found = since(scene, character)
        scene.expect.observed(
            "JUKI-002.2", len(found) == 1, both(1, 1), both(len(found), len(found)), refs(found)
        )


@then(
    "{who:word}の住民票の{item:word}は{value:text}となり、J01は一通も送られていない",
    "{item:word} of the record of {who:word} is now {value:text}, and no update is sent",
)
def none_for_item(scene: Scene, who: str, item: str, value: str) -> None:
    """
    JUKI-002.3: the correction stands on the register, and the network heard nothing.
    """
    character = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(character))
    foreign = getattr(record, "foreign", None)
    shown = str(getattr(record, ITEMS[item], getattr(foreign, ITEMS[item], None)))
    found = since(scene, character)
    scene.expect.observed(
        "JUKI-002.3",
        shown == value and not found,
        both(f"{value}、J01なし", f"{value}, no update"),
        both(f"{shown}、J01 {len(found)}通", f"{shown}, {len(found)} updates"),
        [kept.ref, *refs(found)],
    )


@then(
    "記録されている旧氏の変更について、異動事由「職権修正等」の{who:names}のJ01が一通送られている",
    "for the change of the recorded former surname one update of {who:names} is sent, as an ex officio correction",
)
def former_surname_changed(scene: Scene, who: list[str]) -> None:
    """
    JUKI-002.4.
    """
    _counted(scene, "JUKI-002.4", who, ["33"])


@then(
    "旧氏の初めての記載又は削除について、異動事由「職権修正等」の{who:names}のJ01が一通送られている",
    "for the first entry or the striking out of the former surname one update of {who:names} is sent, as an ex"
    " officio correction",
)
def former_surname_entered(scene: Scene, who: list[str]) -> None:
    """
    JUKI-002.5.
    """
    _counted(scene, "JUKI-002.5", who, ["33"])


@then(
    "通称の記載又は削除について、異動事由「職権修正等」の{who:names}のJ01が一通送られている",
    "for the entry or the striking out of the common name one update of {who:names} is sent, as an ex officio"
    " correction",
)
def common_name_entered(scene: Scene, who: list[str]) -> None:
    """
    JUKI-002.6.
    """
    _counted(scene, "JUKI-002.6", who, ["33"])


@then(
    "旧氏又は通称のその修正の{who:names}のJ01の異動事由は{reason:text}である",
    "the update of {who:names} about that correction of former surname or common name says {reason:text}",
)
def minor_or_not(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-002.7: minor for an identification of characters or what the Minister recognised, and for nothing else.
    """
    _counted(scene, "JUKI-002.7", who, [REASONS[reason]])


def _silent(scene: Scene, clause: str, who: list[str], done: bool, evidence: list[str]) -> None:
    """
    Nothing was sent of people whose change was seen on the register: that is the witness.
    """
    scene.expect.witness(done)
    for character in cast_of(scene).all(who):
        found = since(scene, character)
        scene.expect.absent(
            clause, not found, both("なし", "none"), both(len(found), len(found)), [*evidence, *refs(found)]
        )


@then(
    "{head:word}が世帯主となった後も、世帯主又は続柄の変わった{who:names}のJ01は送られていない",
    "{head:word} is now householder, and no update of {who:names}, whose standing in the household changed, is sent",
)
def none_for_householder(scene: Scene, head: str, who: list[str]) -> None:
    """
    JUKI-002.8.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[head]))
    _silent(scene, "JUKI-002.8", who, record is not None and record.householder, [kept.ref])


@then(
    "国民健康保険の被保険者と記載された後も、{who:names}のJ01は送られていない",
    "{who:names} are recorded as insured in national health insurance, and no update is sent",
)
def none_for_insurance(scene: Scene, who: list[str]) -> None:
    """
    JUKI-002.9.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        insured = bool(record and record.health_insurance and record.health_insurance.insured)
        _silent(scene, "JUKI-002.9", [character.called], insured, [kept.ref])


@then(
    "電話番号が{number:text}と記載された後も、{who:word}のJ01は送られていない",
    "the telephone number {number:text} is on the record, and no update of {who:word} is sent",
)
def none_for_telephone(scene: Scene, number: str, who: str) -> None:
    """
    JUKI-002.10.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    _silent(scene, "JUKI-002.10", [who], getattr(record, "telephone", None) == number, [kept.ref])


@then(
    "行政区が{district:text}と記載された後も、{who:word}のJ01は送られていない",
    "the administrative district {district:text} is on the record, and no update of {who:word} is sent",
)
def none_for_district(scene: Scene, district: str, who: str) -> None:
    """
    JUKI-002.11.
    """
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    done = getattr(record, "administrative_district", None) == district
    _silent(scene, "JUKI-002.11", [who], done, [kept.ref])
