"""
What must be seen of the moving-out certificate (REL-007).
"""

from __future__ import annotations

from harness.port.reads import ReadDocuments
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import same, unchanged, without_spaces
from scenarios.steps.counter import last, resident_of
from scenarios.steps.moving_out_certificate import (
    CARE_NUMBER,
    COMMON,
    ELDERLY_NUMBER,
    FOREIGN,
    INSURED,
    JAPANESE,
    OTHERS,
    certificates,
    items_of,
    judge_printed,
)
from scenarios.steps.register import record_by_number
from scenarios.wording import then

SEXES = {"male": ("男", "male"), "female": ("女", "female")}
"""How the sex may be printed."""


@then(
    "{who:names}の転出証明書には法令の定める氏名から転出の予定年月日までの事項が記載されている",
    "the certificates of {who:names} bear the items of the order, from name to planned date",
)
def statutory_items(scene: Scene, who: list[str]) -> None:
    """
    REL-007.1: with the values of the record and of the notification.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        request = last(scene).request
        expected = {
            "name": character.name,
            "born_on": character.born_on,
            "relationship": record.relationship if record else "",
            "householder_name": record.householder_name if record else "",
            "individual_number": str(record.individual_number) if record else "",
            "resident_record_code": character.resident_record_code,
            "registered_domicile": str(character.registered_domicile),
            "head_of_family_register": str(character.head_of_family_register),
            "planned_on": request["planned_on"],
        }
        printed = items_of(scene, character)
        places = {
            "address": without_spaces(record.address, record.building) if record else "?",
            "destination": without_spaces(request["destination"]),
        }
        actual = {name: printed.get(name) for name in expected}
        shown = {name: without_spaces(printed.get(name)) for name in places}
        sex = printed.get("sex", "").startswith(SEXES[character.sex])
        same(
            scene,
            "REL-007.1",
            (expected, places, True),
            (actual, shown, sex),
            [last(scene).ref, kept.ref],
        )


@then(
    "{who:names}の転出証明書には氏名の振り仮名が記載されている",
    "the certificates of {who:names} bear the reading of the name",
)
def reading_printed(scene: Scene, who: list[str]) -> None:
    """
    REL-007.2.
    """
    for character in cast_of(scene).all(who):
        judge_printed(scene, "REL-007.2", character, {"name_kana": character.name_kana})


@then(
    "{who:names}の転出証明書には国民健康保険、後期高齢者医療及び介護保険の被保険者である旨が記載されている",
    "the certificates of {who:names} say that they are insured in the three insurances",
)
def insured_printed(scene: Scene, who: list[str]) -> None:
    """
    REL-007.3: the fact alone.
    """
    for character in cast_of(scene).all(who):
        printed = {name for name, value in items_of(scene, character).items() if value} & INSURED
        same(scene, "REL-007.3", INSURED, printed, [last(scene).ref])


@then(
    "{who:names}の転出証明書には、失われた国民健康保険、後期高齢者医療、介護保険、国民年金及び児童手当の資格がいずれも記載されていない",
    "the certificates of {who:names} bear none of the five qualifications, which they lost",
)
def lost_not_printed(scene: Scene, who: list[str]) -> None:
    """
    REL-007.3 to REL-007.5: who is insured no more is not said to be.
    """
    wanted = {
        "REL-007.3": INSURED,
        "REL-007.4": {"pension_class", "basic_pension_number"},
        "REL-007.5": {"child_allowance"},
    }
    for character in cast_of(scene).all(who):
        printed = {name for name, value in items_of(scene, character).items() if value}
        for clause, names in wanted.items():
            unchanged(scene, clause, [], sorted(printed & names), [last(scene).ref])


@then(
    "{who:names}の転出証明書には国民年金の種別{kind:text}及び基礎年金番号{number:text}が記載されている",
    "the certificates of {who:names} bear the pension class {kind:text} and the number {number:text}",
)
def pension_printed(scene: Scene, who: list[str], kind: str, number: str) -> None:
    """
    REL-007.4.
    """
    for character in cast_of(scene).all(who):
        printed = items_of(scene, character)
        actual = (kind in printed.get("pension_class", ""), printed.get("basic_pension_number"))
        same(scene, "REL-007.4", (True, number), actual, [last(scene).ref])


@then(
    "{who:names}の転出証明書には児童手当の支給を受けている旨が記載されている",
    "the certificates of {who:names} say that child allowance is received",
)
def allowance_printed(scene: Scene, who: list[str]) -> None:
    """
    REL-007.5.
    """
    for character in cast_of(scene).all(who):
        printed = bool(items_of(scene, character).get("child_allowance"))
        same(scene, "REL-007.5", True, printed, [last(scene).ref])


@then(
    "{who:names}の転出証明書には旧氏{surname:text}及びその振り仮名{kana:text}が記載されている",
    "the certificates of {who:names} bear the former surname {surname:text} and its reading {kana:text}",
)
def former_surname_printed(scene: Scene, who: list[str], surname: str, kana: str) -> None:
    """
    REL-007.6.
    """
    for character in cast_of(scene).all(who):
        expected = {"former_surname": surname, "former_surname_kana": kana}
        judge_printed(scene, "REL-007.6", character, expected)


@then(
    "{who:names}の転出証明書には通称{common_name:text}が記載されている",
    "the certificates of {who:names} bear the common name {common_name:text}",
)
def common_name_printed(scene: Scene, who: list[str], common_name: str) -> None:
    """
    REL-007.7.
    """
    for character in cast_of(scene).all(who):
        judge_printed(scene, "REL-007.7", character, {"common_name": common_name})


@then(
    "{who:names}の転出証明書には国籍等、住基法30条の45の表の下欄に掲げる事項並びに通称の記載及び削除に関する事項が"
    "記載されている",
    "the certificates of {who:names} bear nationality, the items of the lower column and those on the common name",
)
def foreign_and_common_name_printed(scene: Scene, who: list[str]) -> None:
    """
    REL-007.8, with 住基令30条の17第3項.
    """
    _foreign_printed(scene, who)
    for character in cast_of(scene).all(who):
        printed = bool(items_of(scene, character).get("common_name_history"))
        same(scene, "REL-007.8", True, printed, [last(scene).ref])


@then(
    "{who:names}の転出証明書の通称の記載及び削除に関する事項には{common_name:text}がある",
    "the particulars of entry and deletion on the certificates of {who:names} name {common_name:text}",
)
def particulars_printed(scene: Scene, who: list[str], common_name: str) -> None:
    """
    REL-007.8: of a name that was struck out or replaced, too.
    """
    for character in cast_of(scene).all(who):
        printed = common_name in items_of(scene, character).get("common_name_history", "")
        same(scene, "REL-007.8", True, printed, [last(scene).ref])


@then(
    "{who:names}の転出証明書に、削除された通称は通称として記載されていない",
    "the certificates of {who:names} bear no common name, for it was struck out",
)
def no_common_name_printed(scene: Scene, who: list[str]) -> None:
    """
    REL-007.7: what is recorded no more.
    """
    for character in cast_of(scene).all(who):
        printed = items_of(scene, character)
        actual = (printed.get("name"), printed.get("common_name") or None)
        same(scene, "REL-007.7", (character.name, None), actual, [last(scene).ref])


@then(
    "{who:names}の転出証明書には国籍等及び住基法30条の45の表の下欄に掲げる事項が記載されている",
    "the certificates of {who:names} bear nationality and the items of the lower column",
)
def foreign_printed(scene: Scene, who: list[str]) -> None:
    """
    REL-007.8 where no common name was ever recorded.
    """
    _foreign_printed(scene, who)


@then(
    "{who:names}の転出証明書には氏名の振り仮名も戸籍の表示も記載されていない",
    "the certificates of {who:names} bear neither the reading of the name nor a family register",
)
def no_japanese_items(scene: Scene, who: list[str]) -> None:
    """
    REL-007.9: seen on a certificate that is there.
    """
    for character in cast_of(scene).all(who):
        printed = items_of(scene, character)
        actual = (printed.get("name"), sorted(JAPANESE & set(printed)))
        same(scene, "REL-007.9", (character.name, []), actual, [last(scene).ref])


@then(
    "再交付された{who:word}の転出証明書には再交付である旨が示されている",
    "the certificate of {who:word} issued again says so",
)
def marked_reissue(scene: Scene, who: str) -> None:
    """
    REL-007.10.
    """
    resident = resident_of(cast_of(scene)[who])
    marks = [
        ("reissue" in document.marks, "再交付" in document.text)
        for document in certificates(scene)
        if any(item.resident == resident for item in document.items)
    ]
    same(scene, "REL-007.10", [(True, True)], marks, [last(scene).ref])


@then(
    "再交付された{who:word}の転出証明書は最初に交付したときの内容である",
    "the certificate of {who:word} issued again shows the contents of the first",
)
def as_first_issued(scene: Scene, who: str) -> None:
    """
    REL-007.11: a name that was corrected since is not on it.
    """
    first = scene.memory["first certificates"]
    again = [[(item.item, item.value) for item in document.items] for document in certificates(scene)]
    new = cast_of(scene)[who].name
    renamed = not any(("name", new) in items for items in first)
    holds = [renamed and new in document.text for document in certificates(scene)]
    same(scene, "REL-007.11", (first, [False]), (again, holds), [last(scene).ref])


@then(
    "再交付された{who:word}の転出証明書は最後の届出により最初に交付したときの内容である",
    "the certificate of {who:word} issued again shows the contents of the first by the last notification",
)
def as_last_notified(scene: Scene, who: str) -> None:
    """
    REL-007.11: an earlier notification was withdrawn, and its certificate is no other's.
    """
    resident = resident_of(cast_of(scene)[who])
    first = scene.memory["first certificates"]
    again = [
        [(item.item, item.value) for item in document.items]
        for document in certificates(scene)
        if any(item.resident == resident for item in document.items)
    ]
    same(scene, "REL-007.11", (True, first[-1:]), (len(first) > 1, again), [last(scene).ref])


@then(
    "国外へ転出する{who:names}に転出証明書は交付されていない",
    "no certificate is issued to {who:names}, who move out abroad",
)
def none_abroad(scene: Scene, who: list[str]) -> None:
    """
    REL-007.12: neither with the answer nor among the documents printed.
    """
    _no_certificate(scene, "REL-007.12", who)


@then(
    "特例転出の{who:names}に転出証明書は交付されていない",
    "no certificate is issued to {who:names}, who move out on the special route",
)
def none_special(scene: Scene, who: list[str]) -> None:
    """
    REL-007.13. The data sent in its place are the witness.
    """
    scene.expect.witness(bool(scene.messages("J07")))
    _no_certificate(scene, "REL-007.13", who)


@then(
    "{who:names}の転出証明書に法令に掲げられていない細目は記載されていない",
    "the certificates of {who:names} bear no detail that the order does not list",
)
def no_details(scene: Scene, who: list[str]) -> None:
    """
    REL-007.14: no other item, and the insured numbers nowhere in the text.
    """
    text = "".join(document.text for document in certificates(scene))
    hidden = [number for number in (CARE_NUMBER, ELDERLY_NUMBER) if number in text]
    for character in cast_of(scene).all(who):
        more = set(items_of(scene, character)) - COMMON - JAPANESE - FOREIGN - INSURED - OTHERS
        unchanged(scene, "REL-007.14", ([], []), (sorted(more), hidden), [last(scene).ref])


def _foreign_printed(scene: Scene, who: list[str]) -> None:
    # Each class of resident has other items: what the person has, with its value, and no more.
    for character in cast_of(scene).all(who):
        printed = items_of(scene, character)
        wanted = {name: getattr(character.foreign, name) or "" for name in sorted(FOREIGN)}
        actual = {name: printed.get(name) or "" for name in sorted(FOREIGN)}
        same(scene, "REL-007.8", wanted, actual, [last(scene).ref])


def _no_certificate(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        kept = scene.ask(ReadDocuments(resident=resident_of(character)))
        documents = getattr(kept.outcome, "documents", None) or []
        printed = [each.kind for each in documents if each.kind == "moving-out-certificate"]
        given_now = [each.kind for each in certificates(scene)]
        unchanged(scene, clause, ([], []), (printed, given_now), [last(scene).ref, kept.ref])
