"""
What must be seen of codes and numbers: given, changed, asked for (JUKI-008, JUKI-010, JUKI-011).
"""

from __future__ import annotations

from datetime import date

from harness.running.scene import Message, Scene
from harness.words.numbers import IndividualNumber
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import answer, last, resident_of
from scenarios.steps.noted_updates import since
from scenarios.steps.observing import carries
from scenarios.steps.register import (
    REASONS,
    about,
    addressees,
    offered_updates,
    record_by_number,
    refs,
    updates,
)
from scenarios.wording import then


def told(scene: Scene, character: Character) -> list[Message]:
    """
    The number that the organisation told of somebody (J21), by the code the record has.
    """
    record, _ = record_by_number(scene, resident_of(character))
    code = getattr(record, "resident_record_code", None)
    return scene.messages("J21", direction="out", resident_record_code=code)


@then(
    "市町村CSは{who:names}の変更前の住民票コードと新しい住民票コードの使用年月日{day:date}を備えたJ01を受け取る",
    "the municipal communication server takes an update of {who:names} with the former code and {day:date} as the"
    " first day of the new one",
)
def former_code_told(scene: Scene, who: list[str], day: date) -> None:
    """
    JUKI-008.1 and JUKI-008.2.
    """
    for character in cast_of(scene).all(who):
        found = [each for each in since(scene, character) if each.outcome == "accepted"]
        reasons = [each.body["reason"] for each in found]
        same(scene, "JUKI-008.1", [REASONS["住民票コードの変更請求"]], reasons, refs(found))
        former = [
            (
                each.body["former_resident_record_code"] == character.notes.get("former-code"),
                each.body["code_used_from"],
            )
            for each in found
        ]
        same(scene, "JUKI-008.2", [(True, day.isoformat())], former, refs(found))


@then(
    "住民票コードの変更により{who:names}のカードが失効した旨のK05が送られ、カードは失効している",
    "the lapse of the cards of {who:names} by the change of the code is told by K05, and the cards have lapsed",
)
def code_ends_card(scene: Scene, who: list[str]) -> None:
    """
    JUKI-008.3.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("K05", card_id=character.card_id)
        shown = scene.state("card_management", "card", {"card_id": character.card_id})["card"]
        actual = ([(each.body["state"], each.body["cause"]) for each in found], shown["state"])
        same(scene, "JUKI-008.3", ([("lapsed", "code-corrected")], "lapsed"), actual, refs(found))


@then(
    "{who:names}に宛てて新しい住民票コードを知らせる書面が作成されている",
    "a notice that tells {who:names} the new Resident Record Code is made",
)
def code_notice(scene: Scene, who: list[str]) -> None:
    """
    JUKI-008.4.
    """
    for character in cast_of(scene).all(who):
        papers = getattr(answer(scene), "documents", [])
        actual = [
            (paper.kind, character.resident_record_code in paper.text)
            for paper in papers
            if paper.kind.startswith("resident-record-code")
        ]
        same(scene, "JUKI-008.4", [("resident-record-code-change-notice", True)], actual, [last(scene).ref])


@then("{who:names}の個人番号は変わっていない", "the Individual Numbers of {who:names} have not changed")
def number_stays(scene: Scene, who: list[str]) -> None:
    """
    JUKI-008.5.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        same(
            scene,
            "JUKI-008.5",
            character.notes.get("former-number"),
            getattr(record, "individual_number", None),
            [kept.ref],
        )


@then(
    "変更前の住民票コードは、{who:names}のその後の更新に用いられていない",
    "the former code is not used in later updates of {who:names}",
)
def old_code_unused(scene: Scene, who: list[str]) -> None:
    """
    JUKI-008.6: neither sent nor taken.
    """
    for character in cast_of(scene).all(who):
        former = character.notes["former-code"]
        later = since(scene, character)[1:]
        wrong = [
            each
            for each in later
            if former in (each.body["resident_record_code"], each.body["former_resident_record_code"])
        ]
        scene.expect.witness(bool(later))
        none_sent(scene, "JUKI-008.6", wrong, refs(later))


@then(
    "変更を請求していない{who:names}の住民票コードは変わっていない",
    "the codes of {who:names}, who claimed nothing, have not changed",
)
def unclaimed_code_stays(scene: Scene, who: list[str]) -> None:
    """
    JUKI-008.7.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        shown = getattr(record, "resident_record_code", None)
        unchanged(scene, "JUKI-008.7", True, shown == character.resident_record_code, [kept.ref])


@then(
    "住民票コードの変更を請求していない{who:names}の{reason:text}の後も、その住民票コードは記載の時のままである",
    "after {reason:text} of {who:names}, who claimed no change of code, the code is still the one of the entry",
)
def code_of_entry_stays(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-008.7: on the record and in what the network was told last, which is of that reason.
    """
    for character in cast_of(scene).all(who):
        told = offered_updates(scene, character)
        entered = [each.body["resident_record_code"] for each in told[:1]]
        later = [each for each in told[1:] if each.body["reason"] == REASONS[reason]]
        record, kept = record_by_number(scene, resident_of(character))
        shown = [getattr(record, "resident_record_code", None)]
        scene.expect.witness(bool(later))
        unchanged(scene, "JUKI-008.7", True, entered == shown, [kept.ref, *refs(told[:1])])
        codes = {each.body["resident_record_code"] for each in later}
        unchanged(scene, "JUKI-008.7", True, codes <= set(entered), refs(later))


@then(
    "{who:names}の個人番号の求めが含む番号は住民票コードだけである",
    "the request for the number of {who:names} carries no number but the code",
)
def only_the_code(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.1.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("J20", resident_record_code=character.resident_record_code)
        actual = [sorted(name for name, value in each.body.items() if value is not None) for each in found]
        same(scene, "JUKI-010.1", [["kind", "resident_record_code"]], actual, refs(found))


@then(
    "{who:names}に通知された個人番号は十二桁で、検査数字が正しい",
    "the number told of {who:names} has twelve digits and the right check digit",
)
def well_formed(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.2.
    """
    for character in cast_of(scene).all(who):
        found = told(scene, character)
        actual = [IndividualNumber.is_valid(str(each.body["individual_number"])) for each in found]
        same(scene, "JUKI-010.2", [True], actual, refs(found))


@then(
    "{who:names}の住民票に記載された個人番号は、機構から通知されたものである",
    "the number on the record of {who:names} is the one that the organisation told",
)
def number_entered(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.3 and, as its reverse, JUKI-010.7.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        shown = getattr(record, "individual_number", None)
        found = told(scene, character)
        numbers = [each.body["individual_number"] for each in found]
        same(scene, "JUKI-010.3", True, numbers == [shown], [kept.ref, *refs(found)])
        unchanged(scene, "JUKI-010.7", True, shown in numbers, [kept.ref, *refs(found)])


@then(
    "個人番号の記載の後、{who:names}の宛名の個人番号は改められている",
    "after the entry of the number the addressee record of {who:names} carries it",
)
def addressee_numbered(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.4: the newest A01.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        found = addressees(scene, character)[-1:]
        actual = [
            each.body.get("individual_number") == getattr(record, "individual_number", 0) for each in found
        ]
        same(scene, "JUKI-010.4", [True], actual, [kept.ref, *refs(found)])


@then(
    "個人番号のないまま通知された{who:names}について、「個人番号の職権記載等」のJ01が一通送られている",
    "as {who:names} were told of without a number, one update with the number entered ex officio follows",
)
def number_follows(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.5.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character)
        actual = [(each.body["reason"], each.body["individual_number"] is not None) for each in found]
        entered_without = bool(actual) and not actual[0][1]
        same(
            scene,
            "JUKI-010.5",
            (True, [("36", True)]),
            (entered_without, actual[1:]),
            refs(found),
        )


@then(
    "{who:names}の個人番号通知書のための送付先情報が一通送られている",
    "one set of dispatch data for the number notice of {who:names} is sent",
)
def notice_ordered(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.6.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("K01", print_class="number-notice", where=about(scene, character))
        same(scene, "JUKI-010.6", 1, len(found), refs(found))


@then(
    "住民票に個人番号の記載のない{who:names}に、個人番号は送付されていない",
    "no number is sent to {who:names}, on whose records none stands",
)
def nothing_sent(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.8: the entry was seen, the number was refused.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        scene.expect.witness(bool(updates(scene, character)))
        found = scene.messages("K01", outcomes=("accepted", "refused"), where=about(scene, character))
        unchanged(scene, "JUKI-010.8", None, getattr(record, "individual_number", None), [kept.ref])
        none_sent(scene, "JUKI-010.8", found, [kept.ref])


@then(
    "住民票コードの記載のない者への個人番号は、{who:names}を含め誰にも記録されていない",
    "the number for a code on no record is recorded for nobody, {who:names} included",
)
def number_for_nobody(scene: Scene, who: list[str]) -> None:
    """
    JUKI-010.9: the stray number stands on no record of the cast, and nothing that was sent carries it.
    """
    stray = scene.memory["stray-number"]
    for character in cast_of(scene).all(who):
        record, kept = record_by_number(scene, resident_of(character))
        held = getattr(record, "individual_number", None) == stray
        unchanged(scene, "JUKI-010.9", False, held, [kept.ref])
    spread = [
        message
        for kind in ("J01", "A01", "A02", "K01")
        for message in scene.messages(kind, outcomes=("accepted", "refused"))
        if carries(message.body, stray)
    ]
    none_sent(scene, "JUKI-010.9", spread)


@then(
    "市町村CSは{who:names}の{reason:text}と変更前の個人番号を示したJ01を受け取る",
    "the municipal communication server takes an update of {who:names}, {reason:text}, with the former number",
)
def former_number_told(scene: Scene, who: list[str], reason: str) -> None:
    """
    JUKI-011.1.
    """
    for character in cast_of(scene).all(who):
        found = [each for each in since(scene, character) if each.outcome == "accepted"]
        former = character.notes.get("former-number")
        actual = [
            (each.body["reason"], each.body.get("former_individual_number") == former) for each in found
        ]
        same(scene, "JUKI-011.1", [(REASONS[reason], True)], actual, refs(found))


@then(
    "団体内統合宛名システムは{who:names}の番号の対応を改めるA02を受け取る",
    "the addressee system takes a mapping of {who:names} to the new number",
)
def mapping_changed(scene: Scene, who: list[str]) -> None:
    """
    JUKI-011.2.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("A02", local_addressee_number=resident_of(character))[-1:]
        actual = [each.body.get("individual_number") == character.individual_number for each in found]
        same(scene, "JUKI-011.2", [True], actual, refs(found))


@then(
    "変更前の個人番号は{who:names}のその後の庁内連携に用いられていない",
    "the former number is not used in later linkage about {who:names}",
)
def old_number_unused(scene: Scene, who: list[str]) -> None:
    """
    JUKI-011.4: D01 that say a later change.
    """
    for character in cast_of(scene).all(who):
        former = character.notes["former-number"]
        changed = [each for each in since(scene, character) if each.body["reason"] in ("34", "35")]
        later = scene.messages("D01", local_addressee_number=resident_of(character), reason="31")
        scene.expect.witness(bool(changed) and bool(later))
        wrong = [each for each in later if carries(each.body, former)]
        none_sent(scene, "JUKI-011.4", wrong, refs(changed))


@then(
    "変更前の個人番号の記載された{who:names}のカードは有効なままではない",
    "the cards of {who:names}, which bear the former number, are no longer good",
)
def old_card_ended(scene: Scene, who: list[str]) -> None:
    """
    JUKI-011.5: at the organisation.
    """
    for character in cast_of(scene).all(who):
        found = [each for each in since(scene, character) if each.outcome == "accepted"]
        shown = scene.state("card_management", "card", {"card_id": character.card_id})["card"]
        scene.expect.witness(bool(found))
        unchanged(scene, "JUKI-011.5", True, shown["state"] in ("lapsed", "returned"), refs(found))
