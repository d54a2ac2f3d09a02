"""
What must be seen of a special moving in (REL-009).
"""

from __future__ import annotations

from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import CITIES, cast_of
from scenarios.steps.counter import answer, last
from scenarios.steps.register import notices, offered_updates, record_of, refs, updates
from scenarios.wording import then

NOT_USABLE = ["card-not-usable"]


@then(
    "{who:names}の届出は転出の予定年月日からの期間内の特例転入として受理される",
    "the notification of {who:names} is accepted as a special moving in within the period from the"
    " planned date",
)
def within_planned(scene: Scene, who: list[str]) -> None:
    """
    REL-009.1: what the network is told shows that it was recorded.
    """
    _recorded(scene, "REL-009.1", who)


@then(
    "{who:names}の届出は転入をした日からの期間内の特例転入として受理される",
    "the notification of {who:names} is accepted as a special moving in within the period from the moving in",
)
def within_moved(scene: Scene, who: list[str]) -> None:
    """
    REL-009.2.
    """
    _recorded(scene, "REL-009.2", who)


@then(
    "その届出は転出の予定年月日からの期間を過ぎたとして断られる",
    "the notification is refused because the period from the planned date has passed",
)
def planned_passed(scene: Scene) -> None:
    """
    REL-009.3.
    """
    scene.expect.refused("REL-009.3", answer(scene), ["window-passed"], [last(scene).ref])


@then(
    "その届出は転入をした日からの期間を過ぎたとして断られる",
    "the notification is refused because the period from the moving in has passed",
)
def moved_passed(scene: Scene) -> None:
    """
    REL-009.4.
    """
    scene.expect.refused("REL-009.4", answer(scene), ["window-passed"], [last(scene).ref])


@then(
    "期間を過ぎた{who:names}は、転出証明書を要する通常の転入届によって記載される",
    "{who:names}, past the period, are entered on an ordinary notification with the certificate",
)
def entered_in_the_ordinary_way(scene: Scene, who: list[str]) -> None:
    """
    The other half of REL-009.3 and REL-009.4, seen at the network: the witness of the refusal before.
    """
    scene.expect.witness(all(updates(scene, character, reason="11") for character in cast_of(scene).all(who)))


@then(
    "カード管理システムは{who:names}のカードについて暗証番号の照合に成功した旨の照会を受け取る",
    "the card management system takes an inquiry of the cards of {who:names} that says the PIN check passed",
)
def asked_for_the_card(scene: Scene, who: list[str]) -> None:
    """
    REL-009.5.
    """
    for character in cast_of(scene).all(who):
        found = scene.messages("K08", card_id=character.card_id)
        checks = sorted({str(message.body["pin_check"]) for message in found})
        scene.expect.observed(
            "REL-009.5", checks == ["passed"], both("passed", "passed"), both(checks, checks), refs(found)
        )


@then(
    "その照会の後に、カード管理システムは{who:names}のカードの継続利用を受け取る",
    "after that inquiry the card management system takes the continued use of the cards of {who:names}",
)
def continued_after_inquiry(scene: Scene, who: list[str]) -> None:
    """
    REL-009.6: in the order of one journal.
    """
    for character in cast_of(scene).all(who):
        asked = scene.messages("K08", card_id=character.card_id)
        used = scene.messages("K06", card_id=character.card_id)
        holds = bool(asked) and bool(used) and asked[0].number < used[0].number
        order = [f"{message.kind}:{message.number}" for message in [*asked, *used]]
        scene.expect.observed(
            "REL-009.6",
            holds,
            both("K08、その後にK06", "K08, then K06"),
            both(order, order),
            refs([*asked, *used]),
        )


@then(
    "{who:names}の住民票は受信した転出証明書情報のとおりに記載されている",
    "the records of {who:names} are entered as the moving-out data say",
)
def as_the_data_say(scene: Scene, who: list[str]) -> None:
    """
    REL-009.7: the notification itself names but the code.
    """
    for character in cast_of(scene).all(who):
        expected: tuple[Any, ...] = (
            character.name,
            character.name_kana,
            character.born_on,
            character.sex,
            character.individual_number,
            character.registered_domicile,
            character.head_of_family_register,
            character.from_municipality,
            character.from_address,
            character.relationship,
            character.former_surname,
            character.former_surname_kana,
            character.common_name,
            character.foreign,
        )
        record, kept = record_of(scene, character)
        actual = record and (
            record.name,
            record.name_kana,
            record.born_on,
            record.sex,
            record.individual_number,
            record.registered_domicile,
            record.head_of_family_register,
            record.previous_municipality,
            record.previous_address,
            record.relationship,
            record.former_surname,
            record.former_surname_kana,
            record.common_name,
            record.foreign,
        )
        scene.expect.observed(
            "REL-009.7", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
        )


@then(
    "特例転入の後、{city:word}は{who:names}の転入通知を受け取る",
    "after the special moving in {city:word} takes the notice of moving in of {who:names}",
)
def notice_after_special(scene: Scene, city: str, who: list[str]) -> None:
    """
    REL-009.9.
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character, to=CITIES[city][0], outcomes=("accepted",))
        scene.expect.observed(
            "REL-009.9", bool(found), both("一通", "one"), both(len(found), len(found)), refs(found)
        )


@then(
    "特例転入の後、市町村CSは{who:names}の「国内転入」の本人確認情報を受け取る",
    "after the special moving in the municipal communication server takes the update of {who:names}",
)
def update_after_special(scene: Scene, who: list[str]) -> None:
    """
    REL-009.10.
    """
    _recorded(scene, "REL-009.10", who)


@then(
    "その届出はカードの提示がないとして断られる", "the notification is refused because no card is presented"
)
def no_card(scene: Scene) -> None:
    """
    REL-009.11.
    """
    scene.expect.refused("REL-009.11", answer(scene), ["card-not-presented"], [last(scene).ref])


@then(
    "その届出は暗証番号の照合に成功していないとして断られる",
    "the notification is refused because the PIN check failed",
)
def pin_failed(scene: Scene) -> None:
    """
    REL-009.5: the acceptance rests on a check that passed.
    """
    scene.expect.refused("REL-009.5", answer(scene), ["pin-check-failed"], [last(scene).ref])


@then(
    "その届出は他の市町村に記録されたとして断られる",
    "the notification is refused because another municipality has recorded the person",
)
def recorded_since(scene: Scene) -> None:
    """
    REL-009.12.
    """
    scene.expect.refused("REL-009.12", answer(scene), ["recorded-elsewhere"], [last(scene).ref])


@then(
    "その届出は失効等したカードによるとして断られる",
    "the notification is refused because the card is void",
)
def void_card(scene: Scene) -> None:
    """
    REL-009.13.
    """
    scene.expect.refused("REL-009.13", answer(scene), NOT_USABLE, [last(scene).ref])


@then(
    "その届出は一時停止中のカードによるとして断られる",
    "the notification is refused because the card is suspended",
)
def suspended_card(scene: Scene) -> None:
    """
    REL-009.14: the statute is silent; refused by the setting card.suspended_on_special_route.
    """
    scene.expect.refused("REL-009.14", answer(scene), NOT_USABLE, [last(scene).ref])


@then(
    "世帯員に係る特例転入は世帯主のカードがないとして断られる",
    "the special moving in of the household is refused because the householder's card is missing",
)
def no_card_of_householder(scene: Scene) -> None:
    """
    REL-009.15, the card missing.
    """
    scene.expect.refused("REL-009.15", answer(scene), ["card-not-presented"], [last(scene).ref])


@then(
    "世帯員に係る特例転入の受理は世帯主である{head:names}のカードの照会によっている",
    "the acceptance for the household rests on an inquiry of the card of {head:names}, the householder",
)
def householder_asked(scene: Scene, head: list[str]) -> None:
    """
    REL-009.15, the card there: it was asked for, with a passed check.
    """
    for character in cast_of(scene).all(head):
        entered = updates(scene, character, reason="11")
        if not entered:
            raise Inconclusive(both("特例転入が記録されなかった。", "No special moving in was recorded."))
        asked = scene.messages("K08", card_id=character.card_id, pin_check="passed")
        scene.expect.absent(
            "REL-009.15",
            bool(asked),
            both("世帯主のカードの照会", "an inquiry of the householder's card"),
            both(len(asked), len(asked)),
            refs([*asked, *entered]),
        )
        scene.expect.witness(True)


@then(
    "断られた特例転入の{who:names}は記載されていない",
    "{who:names}, whose special moving in was refused, are not entered",
)
def not_entered(scene: Scene, who: list[str]) -> None:
    """
    What is refused leaves nothing behind: judged at the clause of the card that was not there (REL-009.11).
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        sent = refs(offered_updates(scene, character))
        scene.expect.absent(
            "REL-009.11",
            record is None and not sent,
            both("記載なし", "no entry"),
            both(
                f"住民票{record is not None}、通知{len(sent)}件",
                f"record {record is not None}, {len(sent)} messages",
            ),
            [kept.ref, *sent],
        )


def _recorded(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        found = updates(scene, character)
        reasons = [message.body["reason"] for message in found]
        scene.expect.observed(
            clause, reasons == ["11"], both("国内転入(11)", "11"), both(reasons, reasons), refs(found)
        )
