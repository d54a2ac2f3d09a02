"""
Acts of the special moving in with an Individual Number Card (REL-009, CARD-006).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from harness.port.commands import Foreign, Mover, PresentedCard, SpecialMovingIn
from harness.running.scene import Scene
from scenarios.cast import CITIES, Cast, Character, cast_of
from scenarios.steps.cards import change_state, make_card
from scenarios.steps.counter import identity_of, last, moving_in, recorded_elsewhere, remember
from scenarios.steps.register import updates
from scenarios.wording import given, when

NUMBER = "residence_card_number"


def moved_person(character: Character) -> dict[str, Any]:
    """
    One person of moving-out data: the certificate's items and the card's three.
    """
    return {
        "resident_record_code": character.resident_record_code,
        "individual_number": character.individual_number,
        "name": character.name,
        "name_kana": character.name_kana,
        "born_on": character.born_on,
        "sex": character.sex,
        "householder": character.relationship == "世帯主",
        "relationship": character.relationship,
        "registered_domicile": character.registered_domicile,
        "head_of_family_register": character.head_of_family_register,
        "former_surname": character.former_surname,
        "former_surname_kana": character.former_surname_kana,
        "common_name": character.common_name,
        "common_name_history": character.notes.get("common-name-history"),
        **_stay(character.foreign),
        "health_insurance": False,
        "elderly_care": False,
        "long_term_care": False,
        "child_allowance": False,
        "pension_class": None,
        "basic_pension_number": None,
        "card_id": character.card_id,
        "card_issued_on": character.notes["card-issued-on"],
        "card_expires_on": character.notes["card-expires-on"],
        "registered_domicile_municipality": character.registered_domicile_municipality,
    }


def _stay(foreign: Foreign | None) -> dict[str, Any]:
    names = (
        "nationality",
        "resident_class",
        "status_of_residence",
        "period_of_stay",
        "period_expires_on",
    )
    return {**{name: getattr(foreign, name, None) for name in names}, NUMBER: number_of_stay(foreign)}


def number_of_stay(foreign: Foreign | None) -> str | None:
    """
    Of the residence card or, of a special permanent resident, of the certificate: one item of the data.
    """
    card = getattr(foreign, NUMBER, None)
    return card or getattr(foreign, "special_permanent_certificate_number", None)


def send_data(scene: Scene, characters: list[Character], planned: date, **stated: object) -> None:
    """
    The previous municipality sends the moving-out data of these people, planned for one day; `stated` is said beside.
    """
    first = characters[0]
    scene.act(
        "juki_net",
        "send",
        {
            "message_type": "J07",
            "sender": first.from_municipality,
            "body": {
                "from_municipality": first.from_municipality,
                "previous_address": first.from_address,
                "destination": "埼玉県和光市",
                "destination_municipality": scene.municipality,
                "planned_on": planned.isoformat(),
                "notified_on": (planned - timedelta(days=7)).isoformat(),
                "persons": [moved_person(character) for character in characters],
                **stated,
            },
        },
    )


def special_moving_in(
    scene: Scene,
    cast: Cast,
    who: list[Character],
    owners: list[Character],
    moved: date,
    notified: date,
    **changes: Any,
) -> SpecialMovingIn:
    """
    The first of the movers files with the cards of ``owners``; ``changes`` overrides.
    """
    plain: dict[str, Any] = {
        "counter": scene.counter(),
        "identity": identity_of(who[0]),
        "notified_on": notified.isoformat(),
        "moved_in_on": moved.isoformat(),
        "to_address": cast.address("白子2丁目28番3号"),
        "movers": [Mover(each.called, each.resident_record_code) for each in who],
        "presented": [PresentedCard(each.called, str(each.card_id), "passed") for each in owners],
        "variant": "holder",
        "from_municipality": who[0].from_municipality,
    }
    return SpecialMovingIn(**{**plain, **changes})


@given(
    "転出の予定年月日を{planned:date}とする{who:names}の転出証明書情報が届いている",
    "the moving-out data of {who:names}, planned for {planned:date}, have arrived",
)
def data_have_arrived(scene: Scene, planned: date, who: list[str]) -> None:
    """
    Recorded in the other municipality, each with a card that it handed over, and the data sent.
    """
    characters = cast_of(scene).all(who)
    recorded_elsewhere(scene, characters, scene.today - timedelta(days=900))
    for character in characters:
        make_card(scene, character, municipality=character.from_municipality, state="active", notify=False)
    send_data(scene, characters, planned)


@given(
    "{who:names}は特例転入により和光市に住民登録されている",
    "{who:names} are recorded in Wako City by a special moving in",
)
def recorded_by_special_moving_in(scene: Scene, who: list[str]) -> None:
    """
    The lawful neighbour of whatever is refused: all today, seen at the network, so a witness.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    data_have_arrived(scene, scene.today, who)
    command = special_moving_in(scene, cast, characters, characters, scene.today, scene.today)
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast, kept)
    scene.expect.witness(all(updates(scene, each) for each in characters))


@given("{who:names}のカードは{state:text}となっている", "the cards of {who:names} are {state:text}")
def card_is(scene: Scene, who: list[str], state: str) -> None:
    """
    The state stands at the card management system; the registry asks for it.
    """
    for character in cast_of(scene).all(who):
        change_state(scene, character, state)


@given(
    "{who:names}は転出届の後の{day:date}に{city:word}に転入している",
    "{who:names} have, after the notification of moving out, moved into {city:word} on {day:date}",
)
def moved_elsewhere(scene: Scene, who: list[str], day: date, city: str) -> None:
    """
    Yet another municipality has entered them since.
    """
    code, place = CITIES[city]
    recorded_elsewhere(
        scene,
        cast_of(scene).all(who),
        day,
        municipality=code,
        address=f"{place}本町一丁目1番1号",
        reason="11",
    )


@when(
    "{who:names}が{moved:date}に転入し、{owners:names}のカードを示して{notified:date}に特例転入を届け出る",
    "{who:names} move in on {moved:date} and, with the card of {owners:names}, file the special moving in on"
    " {notified:date}",
)
def file_special(scene: Scene, who: list[str], moved: date, owners: list[str], notified: date) -> None:
    """
    住基法24条の2第1項: each with a card of their own.
    """
    _file(scene, special_moving_in(scene, cast_of(scene), *_people(scene, who, owners), moved, notified))


@when(
    "{who:names}が{moved:date}に転入し、"
    "{owners:names}のカードを示して{notified:date}に世帯員に係る特例転入を届け出る",
    "{who:names} move in on {moved:date} and, with the card of {owners:names}, file the special moving"
    " in of a"
    " household on {notified:date}",
)
def file_special_household(
    scene: Scene, who: list[str], moved: date, owners: list[str], notified: date
) -> None:
    """
    住基法24条の2第2項: the householder's card stands for the members.
    """
    people = _people(scene, who, owners)
    _file(scene, special_moving_in(scene, cast_of(scene), *people, moved, notified, variant="household"))


@when(
    "{who:names}が{moved:date}に転入し、カードを示さずに{notified:date}に特例転入を届け出る",
    "{who:names} move in on {moved:date} and file the special moving in without a card on {notified:date}",
)
def file_special_without_card(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    Nothing is laid on the counter.
    """
    _file(scene, special_moving_in(scene, cast_of(scene), *_people(scene, who, []), moved, notified))


@when(
    "{who:names}が{moved:date}に転入し、"
    "暗証番号の照合に成功しないカードを示して{notified:date}に特例転入を届け出る",
    "{who:names} move in on {moved:date} and file the special moving in with a failed PIN check on"
    " {notified:date}",
)
def file_special_pin_failed(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    The card is there, its holder cannot give the PIN.
    """
    movers, _ = _people(scene, who, [])
    failed = [PresentedCard(each.called, str(each.card_id), "failed") for each in movers]
    _file(scene, special_moving_in(scene, cast_of(scene), movers, [], moved, notified, presented=failed))


@when(
    "{who:names}が同じ異動について、転出証明書を添えて通常の転入届を出す",
    "{who:names} file an ordinary notification with the certificate for the same change",
)
def file_ordinary_instead(scene: Scene, who: list[str]) -> None:
    """
    What the special route was refused for does not hinder the ordinary one.
    """
    cast = cast_of(scene)
    refused = last(scene).request
    moved, notified = date.fromisoformat(refused["moved_in_on"]), date.fromisoformat(refused["notified_on"])
    remember(scene, cast, scene.do(moving_in(scene, cast, cast.all(who), moved, notified)))


def _people(scene: Scene, who: list[str], owners: list[str]) -> tuple[list[Character], list[Character]]:
    cast = cast_of(scene)
    return cast.all(who), cast.all(owners)


def _file(scene: Scene, command: SpecialMovingIn) -> None:
    remember(scene, cast_of(scene), scene.do(command))
