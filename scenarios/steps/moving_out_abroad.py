"""
Steps of moving out abroad (REL-022).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import MovingOut
from harness.port.outcomes import Accepted
from harness.port.reads import ReadDocuments
from harness.running.scene import Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.steps.register import refs, updates
from scenarios.steps.special_moving_out import data_sent
from scenarios.wording import then, when


def file_abroad(
    scene: Scene, who: list[Character], planned: date, notified: date, presented: list[str]
) -> None:
    """
    住基法24条, with the cards that lie on the counter (番号法17条6項).
    """
    kept = scene.do(
        MovingOut(
            counter=scene.counter(),
            identity=identity_of(who[0]),
            notified_on=notified.isoformat(),
            planned_on=planned.isoformat(),
            residents=[resident_of(each) for each in who],
            destination="英国",
            presented=presented,
        )
    )
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


@when(
    "{who:word}が{planned:date}を予定とする国外転出をカードとともに{notified:date}に届け出る",
    "{who:word} files on {notified:date}, presenting the card, a moving out abroad planned for {planned:date}",
)
def file_with_card(scene: Scene, who: str, planned: date, notified: date) -> None:
    """
    番号法17条6項: so that the card may stay in use.
    """
    character = cast_of(scene)[who]
    file_abroad(scene, [character], planned, notified, [str(character.card_id)])


@when(
    "{who:names}が{planned:date}を予定とする国外転出を、{owners:names}のカードのみを示して{notified:date}に届け出る",
    "{who:names} file on {notified:date} a moving out abroad planned for {planned:date}, showing the cards of"
    " {owners:names} only",
)
def file_together(scene: Scene, who: list[str], planned: date, owners: list[str], notified: date) -> None:
    """
    In one filing; the other cards stay at home.
    """
    cast = cast_of(scene)
    shown = [str(each.card_id) for each in cast.all(owners)]
    file_abroad(scene, cast.all(who), planned, notified, shown)


@when(
    "{who:word}が{planned:date}を予定とする国外転出をカードを示さずに{notified:date}に届け出る",
    "{who:word} files on {notified:date}, without the card, a moving out abroad planned for {planned:date}",
)
def file_without_card(scene: Scene, who: str, planned: date, notified: date) -> None:
    """
    The card stays at home.
    """
    file_abroad(scene, [cast_of(scene)[who]], planned, notified, [])


@then(
    "市町村CSは{day:date}を異動年月日とする{who:names}の「国外転出」の本人確認情報を受け取る",
    "the municipal communication server takes the updates of {who:names} for moving out abroad, dated {day:date}",
)
def update_abroad(scene: Scene, day: date, who: list[str]) -> None:
    """
    REL-022.1.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character, record_status="deleted")
        actual = [(each.body["reason"], each.body["changed_on"]) for each in found]
        same(scene, "REL-022.1", [("22", day.isoformat())], actual, refs(found))


@then(
    "本籍地の{city:word}は{who:names}が国外転出者である旨及び転出予定年月日{planned:date}の通知を受け取る",
    "{city:word}, the place of the family register, learns that {who:names} moved out abroad, planned for"
    " {planned:date}",
)
def register_told(scene: Scene, city: str, who: list[str], planned: date) -> None:
    """
    REL-022.2: held there.
    """
    for character in cast_of(scene).all(who):
        code = character.resident_record_code
        found = scene.messages("J09", to=CITIES[city][0], resident_record_code=code)
        shown = scene.state("juki_net", "supplementary", {"resident_record_code": code})["notices"]
        held = [
            (each["municipality"], each["notice"]["abroad"], each["notice"]["planned_out_on"])
            for each in shown[-1:]
        ]
        same(scene, "REL-022.2", [(CITIES[city][0], True, planned.isoformat())], held, refs(found))


def _lapsed(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        told = scene.messages("K05", card_id=character.card_id, state="lapsed")
        causes = [each.body["cause"] for each in told]
        actual = (causes, card_state(scene, character))
        same(scene, clause, (["moved-abroad"], "lapsed"), actual, refs(told))


def card_state(scene: Scene, character: Character) -> str | None:
    """
    The state of somebody's card at the card management system.
    """
    shown = scene.state("card_management", "card", {"card_id": character.card_id})
    state: str | None = shown["card"]["state"] if shown.get("card") else None
    return state


@then(
    "届出の際に提示されなかった{who:names}のカードは国外転出によって失効している",
    "the cards of {who:names}, not presented with the notification, have lapsed by moving out abroad",
)
def not_presented_lapses(scene: Scene, who: list[str]) -> None:
    """
    REL-022.3.
    """
    _lapsed(scene, "REL-022.3", who)


@then(
    "戸籍の附票に記録されていない{who:names}のカードは国外転出によって失効している",
    "the cards of {who:names}, who stand on no supplementary record, have lapsed by moving out abroad",
)
def without_supplementary_lapses(scene: Scene, who: list[str]) -> None:
    """
    REL-022.3: a foreign resident has none, presented or not.
    """
    _lapsed(scene, "REL-022.3", who)


@then(
    "戸籍の附票に記録されている{who:names}が届出とともに提示したカードは失効していない",
    "the cards that {who:names}, who stand on a supplementary record, presented have not lapsed",
)
def presented_lives(scene: Scene, who: list[str]) -> None:
    """
    REL-022.4: seen at the card management system once the moving out was told.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character, reason="22")
        told = scene.messages("K05", card_id=character.card_id, state="lapsed")
        actual = (len(found), len(told), card_state(scene, character))
        same(scene, "REL-022.4", (1, 0, "active"), actual, refs([*found, *told]))


@then("{who:names}のカードは有効なまま残されていない", "the cards of {who:names} are not left valid")
def not_left_valid(scene: Scene, who: list[str]) -> None:
    """
    REL-022.7.
    """
    for character in cast_of(scene).all(who):
        told = scene.messages("K05", card_id=character.card_id)
        valid = card_state(scene, character) in ("active", "in-stock", "suspended")
        unchanged(scene, "REL-022.7", False, valid, refs(told))


@then(
    "国外転出の{who:names}について転出証明書情報は送られていない",
    "no moving-out data of {who:names}, who move out abroad, are sent",
)
def no_data(scene: Scene, who: list[str]) -> None:
    """
    REL-022.5.
    """
    for character in cast_of(scene).all(who):
        none_sent(scene, "REL-022.5", [message for message, _ in data_sent(scene, character)])


@then(
    "国外転出の{who:names}に紙の転出証明書は交付されていない",
    "no paper certificate is issued to {who:names}, who move out abroad",
)
def no_paper(scene: Scene, who: list[str]) -> None:
    """
    REL-022.6: neither with the answer nor since.
    """
    outcome = answer(scene)
    now = [each.kind for each in outcome.documents] if isinstance(outcome, Accepted) else []
    for character in cast_of(scene).all(who):
        kept = scene.ask(ReadDocuments(resident=resident_of(character)))
        documents = getattr(kept.outcome, "documents", None) or []
        printed = [
            kind for kind in [*now, *(each.kind for each in documents)] if kind == "moving-out-certificate"
        ]
        unchanged(scene, "REL-022.6", [], printed, [last(scene).ref, kept.ref])
