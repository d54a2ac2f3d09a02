"""
What must be seen of the states of a card: loss, finding, causes of lapse, ninety days (CARD-007, 008, 010, 011).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from harness.port.outcomes import Accepted
from harness.port.reads import ReadCard
from harness.port.records import Card
from harness.running.recorded import Invocation
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.continued_use import continued
from scenarios.steps.counter import answer, last
from scenarios.steps.register import refs, updates
from scenarios.wording import then

CAUSES = {
    "紛失": "loss",
    "発見": "found",
    "九十日の経過": "ninety-days",
    "転入届の未了": "no-moving-in",
    "再度の転出": "moved-out-again",
    "国外転出": "moved-abroad",
    "死亡": "death",
    "職権による消除": "ex-officio-deletion",
    "住民票コードの修正": "code-corrected",
    "個人番号の変更": "number-changed",
    "法の適用を受けなくなったこと": "outside-the-act",
    "返納": "returned",
    "返納命令": "return-ordered",
    "再交付の申請": "replacement",
}
"""Causes of a change of state, as the interface writes them."""

AT_ONCE = timedelta(minutes=10)
"""直ちに (sla.tadachi); the number is the instrument's own."""

ENDED = ("lapsed", "returned")


def told_changes(scene: Scene, character: Character) -> list[Message]:
    """
    Changes of state that the registry told of a card at all, in order.
    """
    return scene.messages("K05", outcomes=("accepted", "refused"), card_id=character.card_id)


def endings(scene: Scene, character: Character) -> list[Message]:
    """
    Those that end the card; it may have been lost and found before, which is told for itself.
    """
    return [message for message in told_changes(scene, character) if message.body.get("state") in ENDED]


def pairs(messages: list[Message]) -> list[tuple[str, str]]:
    """
    State and cause of each.
    """
    return [(str(message.body.get("state")), str(message.body.get("cause"))) for message in messages]


def card_of(scene: Scene, character: Character) -> tuple[Card | None, Invocation]:
    """
    The card as the registry knows it, and the read as evidence.
    """
    kept = scene.ask(ReadCard(card_id=str(character.card_id)))
    return getattr(kept.outcome, "card", None), kept


def at_the_organisation(scene: Scene, character: Character) -> str | None:
    """
    The state of the card at the card management system.
    """
    shown = scene.state("card_management", "card", {"card_id": character.card_id})["card"]
    return shown["state"] if shown else None


@then(
    "提出期間内の{who:names}のカードは継続利用とされ、八十九日目のK06が一通送られている",
    "the cards of {who:names}, presented on the eighty-ninth day, are in continued use, told by one K06",
)
def used_on_89(scene: Scene, who: list[str]) -> None:
    """
    CARD-007.1.
    """
    _used(scene, "CARD-007.1", who)


@then(
    "期間の末日に提出された{who:names}のカードは継続利用とされ、K06が一通送られている",
    "the cards of {who:names}, presented on the last day, are in continued use, told by one K06",
)
def used_on_90(scene: Scene, who: list[str]) -> None:
    """
    CARD-007.2.
    """
    _used(scene, "CARD-007.2", who)


@then(
    "九十日を過ぎた{who:names}のカードは失効し、事由を九十日の経過とするK05が一通送られている",
    "the cards of {who:names} have lapsed after ninety days, told by one K05 with that cause",
)
def lapsed_on_91(scene: Scene, who: list[str]) -> None:
    """
    CARD-007.3.
    """
    _lapsed(scene, "CARD-007.3", who, "ninety-days")


@then(
    "再び転出した{who:names}のカードは失効し、事由を再度の転出とするK05が一通送られている",
    "the cards of {who:names}, who moved out again, have lapsed, told by one K05 with that cause",
)
def lapsed_by_leaving(scene: Scene, who: list[str]) -> None:
    """
    CARD-007.4.
    """
    _lapsed(scene, "CARD-007.4", who, "moved-out-again")


@then(
    "遅れて提出された{who:names}のカードは回復していない", "the cards of {who:names}, late, are not revived"
)
@then(
    "発見の届出によっても、失効した{who:names}のカードは回復していない",
    "the cards of {who:names}, which lapsed, are not revived where they are found",
)
def not_revived(scene: Scene, who: list[str]) -> None:
    """
    CARD-007.5: refused, no K06 and lapsed on both sides.
    """
    scene.expect.refused("CARD-007.5", answer(scene), ["card-not-usable", "window-passed"], [last(scene).ref])
    for character in cast_of(scene).all(who):
        card, kept = card_of(scene, character)
        actual = (getattr(card, "state", None), at_the_organisation(scene, character))
        unchanged(scene, "CARD-007.5", ("lapsed", "lapsed"), actual, [kept.ref])
        none_sent(scene, "CARD-007.5", continued(scene, character), [kept.ref])


@then(
    "カード管理システムで{who:names}のカードはまだ有効である",
    "the cards of {who:names} are still active at the card management system",
)
def still_good(scene: Scene, who: list[str]) -> None:
    """
    CARD-008.1.
    """
    _at_organisation(scene, "CARD-008.1", who, "active")


@then(
    "カード管理システムで{who:names}のカードは失効している",
    "the cards of {who:names} have lapsed at the card management system",
)
def lapsed_there(scene: Scene, who: list[str]) -> None:
    """
    CARD-008.2.
    """
    _at_organisation(scene, "CARD-008.2", who, "lapsed")


@then(
    "失効したカードによるその特例転入は断られる",
    "the special moving in with the lapsed card is refused",
)
def lapsed_refused(scene: Scene) -> None:
    """
    CARD-008.3: whether the window or the card is named, both have passed.
    """
    scene.expect.refused("CARD-008.3", answer(scene), ["card-not-usable", "window-passed"], [last(scene).ref])


@then(
    "失効した{who:names}のカードを、登録システムはコンビニ交付に用いることのできるものとして示さない",
    "the registry does not show the lapsed cards of {who:names} as good for issue at a convenience store",
)
def not_good_for_issue(scene: Scene, who: list[str]) -> None:
    """
    CARD-008.4: issue follows the state that the registry holds.
    """
    for character in cast_of(scene).all(who):
        card, kept = card_of(scene, character)
        unchanged(scene, "CARD-008.4", "lapsed", getattr(card, "state", None), [kept.ref])


@then(
    "届出から十分以内に、{who:names}のカードの一時停止のK05が送られている",
    "within ten minutes of the report, the suspension of the cards of {who:names} is told by K05",
)
def suspended_at_once(scene: Scene, who: list[str]) -> None:
    """
    CARD-010.1: judged on the town's clock, from which the report has not moved.
    """
    for character in cast_of(scene).all(who):
        found = told_changes(scene, character)
        soon = [
            scene.lane.clock.now - datetime.fromisoformat(message.at) <= AT_ONCE for message in found[-1:]
        ]
        same(
            scene,
            "CARD-010.1",
            ([("suspended", "loss")], [True]),
            (pairs(found)[-1:], soon),
            refs(found[-1:]),
        )


@then(
    "紛失を届け出た後のカードによるその特例転入は断られる",
    "the special moving in with the card reported lost is refused",
)
def lost_refused(scene: Scene) -> None:
    """
    CARD-010.2.
    """
    scene.expect.refused("CARD-010.2", answer(scene), ["card-not-usable"], [last(scene).ref])


@then(
    "所持者であることが確かめられた{who:names}のカードの一時停止の解除のK05が送られている",
    "the end of the suspension of the cards of {who:names}, whose holders were verified, is told by K05",
)
def lifted(scene: Scene, who: list[str]) -> None:
    """
    CARD-010.3: the finding was taken; suspension, then its end, and active on both sides.
    """
    for character in cast_of(scene).all(who):
        found = told_changes(scene, character)
        card, kept = card_of(scene, character)
        expected = (True, [("suspended", "loss"), ("active", "found")], "active", "active")
        states = (getattr(card, "state", None), at_the_organisation(scene, character))
        actual = (isinstance(answer(scene), Accepted), pairs(found), *states)
        same(scene, "CARD-010.3", expected, actual, [kept.ref, *refs(found)])


@then(
    "その申出は断られ、{who:names}のカードの一時停止は解除されていない",
    "that is refused, and the suspension of the cards of {who:names} is not lifted",
)
def not_lifted(scene: Scene, who: list[str]) -> None:
    """
    CARD-010.4.
    """
    reasons = ["identity-missing", "authority-missing", "not-permitted", "data-mismatch"]
    scene.expect.refused("CARD-010.4", answer(scene), reasons, [last(scene).ref])
    for character in cast_of(scene).all(who):
        found = told_changes(scene, character)
        unchanged(scene, "CARD-010.4", [("suspended", "loss")], pairs(found), [last(scene).ref, *refs(found)])
        unchanged(scene, "CARD-010.4", "suspended", at_the_organisation(scene, character), refs(found))


@then(
    "一時停止中の{who:names}のカードを、登録システムはコンビニ交付に用いることのできるものとして示さない",
    "the registry does not show the suspended cards of {who:names} as good for issue at a convenience store",
)
def suspended_not_good(scene: Scene, who: list[str]) -> None:
    """
    CARD-010.5: issue follows the state that the registry holds.
    """
    for character in cast_of(scene).all(who):
        card, kept = card_of(scene, character)
        unchanged(scene, "CARD-010.5", "suspended", getattr(card, "state", None), [kept.ref])


@then(
    "一時停止中のカードによる{who:names}の特例転入は行われていない",
    "no special moving in of {who:names} with the suspended card has happened",
)
def suspended_not_accepted(scene: Scene, who: list[str]) -> None:
    """
    CARD-010.6: nothing was told to the network, and the card is not in continued use.
    """
    for character in cast_of(scene).all(who):
        none_sent(
            scene,
            "CARD-010.6",
            [*updates(scene, character), *continued(scene, character)],
            [last(scene).ref],
        )


@then(
    "{who:names}のカードが{cause:text}により失効した旨のK05が、その事由を記して一通送られている",
    "the lapse of the cards of {who:names}, by {cause:text}, is told by one K05 with that cause",
)
def lapse_told(scene: Scene, who: list[str], cause: str) -> None:
    """
    CARD-011.1.
    """
    _ended(scene, "CARD-011.1", who, CAUSES[cause])


@then(
    "{who:names}のカードが{cause:text}により返納と同じく効力を失った旨のK05が、その事由を記して一通送られている",
    "the end of the cards of {who:names}, by {cause:text} as by a return, is told by one K05 with that cause",
)
def return_told(scene: Scene, who: list[str], cause: str) -> None:
    """
    CARD-011.2.
    """
    _ended(scene, "CARD-011.2", who, CAUSES[cause])


@then(
    "国籍の変更に伴う消除は{who:names}のカードを失効させていない",
    "the deletion that follows the change of nationality does not end the cards of {who:names}",
)
def spared_by_nationality(scene: Scene, who: list[str]) -> None:
    """
    CARD-011.3: the deletion was told, the card is as it was.
    """
    _spared(scene, "CARD-011.3", who)


@then(
    "転出届による消除は{who:names}のカードを職権による消除として失効させていない",
    "the deletion on a notification of moving out does not end the cards of {who:names}",
)
def spared_by_moving_out(scene: Scene, who: list[str]) -> None:
    """
    CARD-011.4.
    """
    _spared(scene, "CARD-011.4", who)


@then(
    "国外転出による{who:names}のカードの失効の事由は、職権による消除でなく国外転出である",
    "the cards of {who:names} lapse by moving abroad, not by an ex officio deletion",
)
def abroad_is_the_cause(scene: Scene, who: list[str]) -> None:
    """
    CARD-011.5.
    """
    _ended(scene, "CARD-011.5", who, "moved-abroad")


@then(
    "除外される消除の後も{who:names}のカードの失効のK05は送られていない",
    "no lapse of the cards of {who:names} is told after an exempted deletion",
)
def no_lapse_told(scene: Scene, who: list[str]) -> None:
    """
    CARD-011.6: the deletion itself was seen at the network.
    """
    for character in cast_of(scene).all(who):
        deleted = updates(scene, character, record_status="deleted")
        scene.expect.witness(bool(deleted))
        none_sent(scene, "CARD-011.6", told_changes(scene, character), refs(deleted))


def _used(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        found = scene.messages("K06", card_id=character.card_id)
        actual = (len(found), at_the_organisation(scene, character))
        same(scene, clause, (1, "active"), actual, refs(found))


def _lapsed(scene: Scene, clause: str, who: list[str], cause: str) -> None:
    for character in cast_of(scene).all(who):
        found = endings(scene, character)
        card, kept = card_of(scene, character)
        actual = (pairs(found), getattr(card, "state", None), at_the_organisation(scene, character))
        same(scene, clause, ([("lapsed", cause)], "lapsed", "lapsed"), actual, [kept.ref, *refs(found)])


def _ended(scene: Scene, clause: str, who: list[str], cause: str) -> None:
    for character in cast_of(scene).all(who):
        found = told_changes(scene, character)
        # A card that was lost before has been told as suspended; only what ended it is looked at.
        ended = [each for each in pairs(found) if each != ("suspended", "loss")]
        actual = (
            [each for _, each in ended],
            [state in ENDED for state, _ in ended],
            at_the_organisation(scene, character) in ENDED,
        )
        same(scene, clause, ([cause], [True], True), actual, refs(found))


def _spared(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        deleted = scene.messages(
            "J01", resident_record_code=character.resident_record_code, record_status="deleted"
        )
        actual = (bool(deleted), pairs(told_changes(scene, character)), at_the_organisation(scene, character))
        same(scene, clause, (True, [], "active"), actual, refs(deleted))


def _at_organisation(scene: Scene, clause: str, who: list[str], state: str) -> None:
    for character in cast_of(scene).all(who):
        shown = at_the_organisation(scene, character)
        evidence = refs(
            scene.messages("J01", outcomes=("accepted",), resident_record_code=character.resident_record_code)
        )
        same(scene, clause, state, shown, evidence or [scene.scenario])
