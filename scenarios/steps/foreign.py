"""
Steps that make members of the cast foreign residents (住基法30条の45).
"""

from __future__ import annotations

from harness.port.commands import Foreign
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.wording import given

NAMES = {
    "メアリ": ("SMITH MARY", "すみす　めありー", "female", "1990-04-21", "USA", "世帯主"),
    "ジョン": ("SMITH JOHN", "すみす　じょん", "male", "1988-09-13", "USA", "夫"),
    "リン": ("WANG LIN", "わん　りん", "female", "1993-01-30", "CHN", "世帯主"),
    "エミ": ("SMITH EMI", "すみす　えみ", "female", "2026-09-01", "USA", "子"),
}


@given(
    "{who:names}は在留資格{status:text}、在留期間{period:text}の中長期在留者である",
    "{who:names} are medium-to-long-term residents: status {status:text}, period {period:text}",
)
def medium_to_long_term(scene: Scene, who: list[str], status: str, period: str) -> None:
    """
    中長期在留者 with a residence card of their own; the first is the householder unless said otherwise.
    """
    for called in who:
        character = named(scene, called)
        character.foreign = Foreign(
            nationality=NAMES[called][4],
            resident_class="medium-to-long-term",
            status_of_residence=status,
            period_of_stay=period,
            period_expires_on=scene.today.replace(year=scene.today.year + 2).isoformat(),
            residence_card_number=card_number(scene),
        )


@given("{who:word}は特別永住者である", "{who:word} is a special permanent resident")
def special_permanent(scene: Scene, who: str) -> None:
    """
    特別永住者 with a certificate of their own, and no period of stay.
    """
    character = named(scene, who)
    character.foreign = Foreign(
        nationality="KOR",
        resident_class="special-permanent",
        status_of_residence="特別永住者",
        special_permanent_certificate_number=card_number(scene),
    )


@given("{who:word}は出生による経過滞在者である", "{who:word} is a transitional resident by birth")
def transitional_by_birth(scene: Scene, who: str) -> None:
    """
    出生による経過滞在者: neither status nor card yet.
    """
    character = named(scene, who)
    character.foreign = Foreign(nationality=NAMES[who][4], resident_class="transitional")


@given("{who:word}は通称{common_name:text}を使う", "{who:word} uses the common name {common_name:text}")
def uses_common_name(scene: Scene, who: str, common_name: str) -> None:
    """
    通称 as the certificate of the former municipality carries it (住基令30条の16).
    """
    cast_of(scene)[who].common_name = common_name
    scene.know_person(common_name)


def named(scene: Scene, called: str) -> Character:
    """
    A member of the cast with a foreign name, fresh by its last part, without a family register.
    """
    character = cast_of(scene)[called]
    name, kana, sex, born, _, relationship = NAMES[called]
    name = f"{name} {''.join(scene.random.choices('ABCDEFGHIJKLMNOPRSTVYZ', k=6))}"
    character.name, character.name_kana, character.sex, character.born_on = name, kana, sex, born
    character.relationship = relationship
    character.registered_domicile = character.registered_domicile_municipality = None
    character.head_of_family_register = None
    scene.know_person(name, kana, born)
    return character


def card_number(scene: Scene) -> str:
    """
    A fresh number of a residence card or certificate with the cast's marker.
    """
    number = f"ZZ{scene.random.randrange(10**8):08d}ZZ"
    scene.know("residence-card-number", number)
    return number
