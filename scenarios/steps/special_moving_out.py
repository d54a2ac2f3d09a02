"""
Steps of the special moving out and its data (REL-008).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from harness.port.commands import IssueMovingOutCertificate, MovingOut
from harness.port.outcomes import Accepted
from harness.running.scene import Message, Scene
from scenarios.cast import CITIES, Character, cast_of
from scenarios.steps.cards import change_state, make_card
from scenarios.steps.comparing import none_sent, same, unchanged, without_spaces
from scenarios.steps.counter import answer, identity_of, last, recorded_elsewhere, remember, resident_of
from scenarios.steps.register import record_of, refs, updates
from scenarios.steps.special_moving_in import NUMBER, number_of_stay, special_moving_in
from scenarios.wording import given, then, when

ITEMS = (
    "name",
    "name_kana",
    "born_on",
    "sex",
    "individual_number",
    "relationship",
    "registered_domicile",
    "head_of_family_register",
    "former_surname",
    "former_surname_kana",
    "common_name",
)
"""Of a person in the data and on the record alike (住基令23条2項, 24条の3)."""

STAY = (
    "nationality",
    "resident_class",
    "status_of_residence",
    "period_of_stay",
    "period_expires_on",
)
"""Of a foreign resident besides (住基令24条の3, 住基法30条の45); of a Japanese national none."""

QUALIFIED = ("health_insurance", "elderly_care", "long_term_care", "child_allowance")
"""Facts of being insured, and of receiving child allowance (住基令24条の3)."""

LONG_TERM_CARE = {"long_term_care"}
"""What the order lists for 介護保険: the fact of being insured, nothing more (住基令24条の3第4号)."""


def data_sent(
    scene: Scene, character: Character, to: str | None = None
) -> list[tuple[Message, dict[str, Any]]]:
    """
    Moving-out data that were sent about somebody, taken or refused: the message and the person's part.
    """
    return [
        (message, person)
        for message in scene.messages("J07", to=to, outcomes=("accepted", "refused"))
        for person in message.body.get("persons") or []
        if person["resident_record_code"] == character.resident_record_code
    ]


def special_moving_out(
    scene: Scene, who: list[Character], planned: date, notified: date, **changes: Any
) -> MovingOut:
    """
    To 朝霞市 or where ``changes`` says, each with the card laid before the clerk.
    """
    code, place = CITIES["朝霞市"]
    plain: dict[str, Any] = {
        "counter": scene.counter(),
        "identity": identity_of(who[0]),
        "notified_on": notified.isoformat(),
        "planned_on": planned.isoformat(),
        "residents": [resident_of(each) for each in who],
        "destination": f"{place}本町三丁目3番3号",
        "destination_municipality": code,
        "route": "special",
        "presented": [str(each.card_id) for each in who[:1]],
    }
    return MovingOut(**{**plain, **changes})


@given(
    "有効なカードを持つ{who:names}は{city:word}に住民登録されている",
    "{who:names}, with valid cards, are recorded in {city:word}",
)
def card_holders_elsewhere(scene: Scene, who: list[str], city: str) -> None:
    """
    No data have been sent yet.
    """
    characters = cast_of(scene).all(who)
    recorded_elsewhere(scene, characters, scene.today - timedelta(days=900))
    for character in characters:
        make_card(scene, character, municipality=CITIES[city][0], state="active", notify=False)


@given(
    "{who:names}は{owner:word}のカードによる世帯員に係る特例転入により和光市に住民登録されている",
    "{who:names} are recorded in Wako City by a special moving in with the card of {owner:word}",
)
def recorded_as_household(scene: Scene, who: list[str], owner: str) -> None:
    """
    The data have arrived; all today, seen at the network.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    command = special_moving_in(
        scene, cast, characters, [cast[owner]], scene.today, scene.today, variant="household"
    )
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)
    scene.expect.witness(all(updates(scene, each) for each in characters))


@given(
    "{who:names}のカードは{state:text}となり、その旨が知らされている",
    "the cards of {who:names} have become {state:text}, and the registry is told",
)
def card_changed(scene: Scene, who: list[str], state: str) -> None:
    """
    No inquiry of a card's state is named for a moving out: what the registry was told is what it can know.
    """
    for character in cast_of(scene).all(who):
        change_state(scene, character, state, notify=True)


@when(
    "{who:names}が{planned:date}を予定として{city:word}への特例転出を{notified:date}に届け出る",
    "{who:names} file on {notified:date} the special moving out to {city:word} planned for {planned:date}",
)
def file_special(scene: Scene, who: list[str], planned: date, city: str, notified: date) -> None:
    """
    住基法24条の2第1項, 第2項. Whether it is accepted is for the scenario to say.
    """
    code, place = CITIES[city]
    command = special_moving_out(
        scene,
        cast_of(scene).all(who),
        planned,
        notified,
        destination=f"{place}本町三丁目3番3号",
        destination_municipality=code,
    )
    remember(scene, cast_of(scene), scene.do(command))


@when(
    "{who:names}が{planned:date}を予定として国外への転出を特例により{notified:date}に届け出る",
    "{who:names} file on {notified:date} a moving out abroad planned for {planned:date} on the special route",
)
def file_special_abroad(scene: Scene, who: list[str], planned: date, notified: date) -> None:
    """
    There is no such route.
    """
    command = special_moving_out(
        scene,
        cast_of(scene).all(who),
        planned,
        notified,
        destination="英国",
        destination_municipality=None,
    )
    remember(scene, cast_of(scene), scene.do(command))


@when("{who:names}が求めに応じて書面の印刷を受ける", "{who:names} have papers printed on demand")
def print_on_demand(scene: Scene, who: list[str]) -> None:
    """
    The standard specification 4.1.3.0.4.
    """
    characters = cast_of(scene).all(who)
    scene.accepted_or_inconclusive(last(scene))
    command = IssueMovingOutCertificate(
        scene.counter(), identity_of(characters[0]), [resident_of(each) for each in characters], "on-demand"
    )
    remember(scene, cast_of(scene), scene.do(command))


@then(
    "{city:word}は{planned:date}を予定とする{who:names}の転出証明書情報を受け取り、その事項は住民票のとおりである",
    "{city:word} takes the moving-out data of {who:names}, planned for {planned:date}, with the items of the record",
)
def data_taken(scene: Scene, city: str, planned: date, who: list[str]) -> None:
    """
    REL-008.1: the certificate's items (住基令23条2項) as the record shows them.
    """
    code, place = CITIES[city]
    for character in cast_of(scene).all(who):
        found = data_sent(scene, character, to=code)
        record, kept = record_of(scene, character)
        items = [record and getattr(record, item) for item in ITEMS]
        items += [getattr(record and record.foreign, item, None) for item in STAY]
        items.append(number_of_stay(record.foreign if record else None))
        expected = [(planned.isoformat(), code, True, record and record.householder, items)]
        actual = [
            (
                message.body["planned_on"],
                message.body["destination_municipality"],
                str(message.body["destination"]).startswith(place),
                person["householder"],
                [person[item] for item in (*ITEMS, *STAY, NUMBER)],
            )
            for message, person in found
            if message.outcome == "accepted"
        ]
        same(scene, "REL-008.1", expected, actual, [*refs([each for each, _ in found]), kept.ref])


@then(
    "{who:word}の転出証明書情報は、国民健康保険、後期高齢者医療及び介護保険の被保険者である旨、国民年金の種別{pension:text}、"
    "基礎年金番号{number:text}並びに児童手当の支給を受けている旨を備える",
    "the moving-out data of {who:word} say: insured in all three, class {pension:text} and number {number:text} of"
    " the national pension, receiving child allowance",
)
def qualifications_sent(scene: Scene, who: str, pension: str, number: str) -> None:
    """
    REL-008.1.
    """
    _qualifications(scene, who, (True, True, True, True, pension, number))


@then(
    "{who:word}の転出証明書情報は、通称{name:text}の記載に関する事項を備える",
    "the moving-out data of {who:word} carry the particulars of the entry of the common name {name:text}",
)
def common_name_particulars_sent(scene: Scene, who: str, name: str) -> None:
    """
    REL-008.1, with 住基令30条の17第3項: how they are put is nobody's rule, but they name it.
    """
    found = data_sent(scene, cast_of(scene)[who])
    actual = [name in str(person["common_name_history"]) for _, person in found]
    same(scene, "REL-008.1", [True], actual, refs([each for each, _ in found]))


@then(
    "{who:word}の転出証明書情報は、いずれの被保険者である旨も児童手当の支給を受けている旨も備えない",
    "the moving-out data of {who:word} say: insured in nothing, receiving no child allowance",
)
def no_qualifications_sent(scene: Scene, who: str) -> None:
    """
    REL-008.1, the other side: what is another's is not theirs.
    """
    _qualifications(scene, who, (False, False, False, False, None, None))


@then(
    "{who:names}の転出証明書情報では、住所に代えて転出前の住所が示されている",
    "the moving-out data of {who:names} show the address before moving out",
)
def previous_address(scene: Scene, who: list[str]) -> None:
    """
    REL-008.2: with the building; what stands between the two is free.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        found = data_sent(scene, character)
        expected = [record and without_spaces(record.address, record.building)]
        actual = [without_spaces(message.body["previous_address"]) for message, _ in found]
        same(scene, "REL-008.2", expected, actual, [*refs([each for each, _ in found]), kept.ref])


@then(
    "{who:names}の転出証明書情報には、{owners:names}のカードの発行年月日、有効期限及びカードの符号がある",
    "the moving-out data of {who:names} carry issue date, expiry and key of the cards of {owners:names}",
)
def card_items(scene: Scene, who: list[str], owners: list[str]) -> None:
    """
    REL-008.3: as the card management system holds them (住基令24条の3第7号, 住基規則7条の2).
    """
    cast = cast_of(scene)
    for character, owner in zip(cast.all(who), cast.all(owners), strict=True):
        expected = [(owner.notes["card-issued-on"], owner.notes["card-expires-on"], owner.card_id)]
        found = data_sent(scene, character)
        actual = [
            (person["card_issued_on"], person["card_expires_on"], person["card_id"]) for _, person in found
        ]
        same(scene, "REL-008.3", expected, actual, refs([each for each, _ in found]))


@then(
    "{who:names}の転出証明書情報に介護保険について法令に定めのない項目はない",
    "the moving-out data of {who:names} carry no item of long-term care insurance that no rule names",
)
def nothing_more_on_care(scene: Scene, who: list[str]) -> None:
    """
    REL-008.4: by the names of the fields that were sent at all.
    """
    for character in cast_of(scene).all(who):
        found = data_sent(scene, character)
        names = {name for _, person in found for name in person if "care" in name and "elderly" not in name}
        same(scene, "REL-008.4", LONG_TERM_CARE, names, refs([each for each, _ in found]))


@then(
    "効力のないカードの{who:word}の転出証明書情報は送られず、{other:word}の転出証明書情報は送られている",
    "no data are sent for {who:word}, whose card is void, but for {other:word}",
)
def none_for_void_card(scene: Scene, who: str, other: str) -> None:
    """
    REL-008.5.
    """
    _none_but_other(scene, "REL-008.5", who, other)


@then(
    "一時停止中のカードの{who:word}の転出証明書情報は送られず、{other:word}の転出証明書情報は送られている",
    "no data are sent for {who:word}, whose card is suspended, but for {other:word}",
)
def none_for_suspended_card(scene: Scene, who: str, other: str) -> None:
    """
    REL-008.6: the default of our own setting.
    """
    _none_but_other(scene, "REL-008.6", who, other)


@then(
    "国外への転出の{who:word}の転出証明書情報は送られず、{other:word}の転出証明書情報は送られている",
    "no data are sent for {who:word}, who moves out abroad, but for {other:word}",
)
def none_abroad(scene: Scene, who: str, other: str) -> None:
    """
    REL-008.7.
    """
    _none_but_other(scene, "REL-008.7", who, other)


@then(
    "特例転出について紙の転出証明書は自動的に交付されていない",
    "no paper certificate is issued by itself for the special moving out",
)
def no_paper(scene: Scene) -> None:
    """
    REL-008.8.
    """
    outcome = answer(scene)
    documents = outcome.documents if isinstance(outcome, Accepted) else []
    papers = [each.kind for each in documents if each.kind == "moving-out-certificate"]
    unchanged(scene, "REL-008.8", [], papers, [last(scene).ref])


@then(
    "求めに応じて印刷された書面は、特例による転出の処理が済んでいる旨を欠いていない",
    "the paper printed on demand does not lack the words that the special moving out is done",
)
def marked_as_done(scene: Scene) -> None:
    """
    REL-008.9: each of them. That the data were sent is the witness.
    """
    scene.expect.witness(bool(scene.messages("J07")))
    outcome = answer(scene)
    documents = outcome.documents if isinstance(outcome, Accepted) else []
    marks = [("special-moving-out-done" in each.marks, "特例" in each.text) for each in documents]
    printed_for = last(scene).request["residents"]
    unchanged(scene, "REL-008.9", [(True, True)] * len(printed_for), marks, [last(scene).ref])


def _qualifications(scene: Scene, who: str, expected: tuple[object, ...]) -> None:
    found = data_sent(scene, cast_of(scene)[who])
    names = (*QUALIFIED, "pension_class", "basic_pension_number")
    actual = [tuple(person[name] for name in names) for _, person in found]
    same(scene, "REL-008.1", [expected], actual, refs([each for each, _ in found]))


def _none_but_other(scene: Scene, clause: str, who: str, other: str) -> None:
    cast = cast_of(scene)
    sound = [message for message, _ in data_sent(scene, cast[other])]
    scene.expect.witness(bool(sound))
    # Without the lawful neighbour's data nothing is shown: the line may be down, or the route unknown.
    unchanged(scene, clause, 1, len(sound), refs(sound))
    none_sent(scene, clause, [message for message, _ in data_sent(scene, cast[who])])
