"""
The cast: a name in the text is the same fresh person to the end of the scenario, and nobody else's.

Numbers of the cast carry a marker (they begin with 99) and valid check digits; they differ by run, scenario
and name. No two scenarios share a resident.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from harness.port.commands import Address, Foreign, Person
from harness.running.scene import Scene
from harness.words.numbers import IndividualNumber, ResidentRecordCode
from scenarios.difficult import DIFFICULT, Difficult

HERE = "埼玉県和光市"
MARK = "99"
"""How numbers of any scenario's cast begin."""

_TAKEN: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()
"""The numbers that scenarios of a lane, which share a register, have given out."""

CITIES = {
    "さいたま市": ("111007", "埼玉県さいたま市"),
    "川口市": ("112038", "埼玉県川口市"),
    "朝霞市": ("112275", "埼玉県朝霞市"),
    "新座市": ("112305", "埼玉県新座市"),
    "千代田区": ("131016", "東京都千代田区"),
}
"""Other municipalities by the name in the text: local-government code, and how addresses begin."""

KANA = {"山田": "やまだ", "佐藤": "さとう", "鈴木": "すずき", "田中": "たなか", "高橋": "たかはし"}
SURNAMES = list(KANA)
GIVEN_NAMES: dict[str, tuple[str, str, str, str]] = {
    "太郎": ("たろう", "male", "1985-05-17", "世帯主"),
    "花子": ("はなこ", "female", "1987-11-02", "妻"),
    "一郎": ("いちろう", "male", "2014-08-30", "子"),
    "桜": ("さくら", "female", "2018-02-11", "子"),
    "翼": ("つばさ", "male", "2026-03-20", "子"),
    "光": ("ひかり", "female", "2026-03-20", "子"),
    "次郎": ("じろう", "male", "1979-03-04", "世帯主"),
    "健": ("けん", "male", "1992-12-24", "世帯主"),
    "葵": ("あおい", "female", "1995-07-07", "世帯主"),
    "茜": ("あかね", "female", "2001-06-15", "妹"),
    "千代": ("ちよ", "female", "1948-01-09", "世帯主"),
}
"""Given names of Japanese nationals: reading, sex, date of birth, relationship to the householder."""

FOREIGN_NAMES: dict[str, tuple[str, str, str, str, str, str]] = {
    "マリア": ("SANTOS MARIA", "さんとす　まりあ", "female", "1990-04-23", "PHL", "世帯主"),
    "ジョン": ("MILLER JOHN", "みらー　じょん", "male", "1988-09-14", "USA", "世帯主"),
    "リン": ("TRAN THI LINH", "ちゃん　てぃ　りん", "female", "1997-01-30", "VNM", "世帯主"),
}
"""Foreign residents: name as on the card, reading, sex, date of birth, nationality, relationship."""

DOMICILE = "埼玉県さいたま市浦和区高砂三丁目15番"
DOMICILE_CITY = "さいたま市"


@dataclass
class Character:
    """
    One member of the cast: what a certificate would say of them, and who they became on the register.
    """

    called: str
    name: str
    name_kana: str
    born_on: str
    sex: str
    relationship: str
    resident_record_code: str
    individual_number: str
    registered_domicile: str | None
    head_of_family_register: str | None
    from_municipality: str
    from_address: str
    foreign: Foreign | None = None
    common_name: str | None = None
    former_surname: str | None = None
    former_surname_kana: str | None = None
    registered_domicile_municipality: str | None = None
    resident: str | None = None
    household: str | None = None
    card_id: str | None = None
    notes: dict[str, str] = field(default_factory=dict)

    def person(self, **changes: object) -> Person:
        """
        As a notification states them, with changes for what a scenario wants different.
        """
        plain: dict[str, object] = {
            "ref": self.called,
            "name": self.name,
            "name_kana": self.name_kana,
            "born_on": self.born_on,
            "sex": self.sex,
            "relationship": self.relationship,
            "resident_record_code": self.resident_record_code,
            "individual_number": self.individual_number,
            "registered_domicile": self.registered_domicile,
            "head_of_family_register": self.head_of_family_register,
            "foreign": self.foreign,
            "common_name": self.common_name,
            "former_surname": self.former_surname,
            "former_surname_kana": self.former_surname_kana,
            "registered_domicile_municipality": self.registered_domicile_municipality,
        }
        return Person(**{**plain, **changes})  # type: ignore[arg-type]  # the fields of Person, by name


class Cast:
    """
    The characters of one scenario by the name that the text calls them.

    They come from a house of the scenario's own, so that no four items fit somebody of another scenario.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._called: dict[str, Character] = {}
        self._codes: set[str] = set()
        self._cards: set[str] = set()
        self._room = scene.random.randrange(100, 900)
        self.surname = scene.random.choice(SURNAMES)
        block, house = scene.random.randrange(1, 100), scene.random.randrange(1, 1000)
        self.from_address = f"{CITIES['さいたま市'][1]}浦和区常盤六丁目{block}番{house}号"

    def __contains__(self, called: str) -> bool:
        return called in self._called

    def __getitem__(self, called: str) -> Character:
        """
        The character of that name; made the first time.
        """
        if called not in self._called:
            self._called[called] = made = self._made(called)
            self._scene.know_person(made.name, made.name_kana, made.born_on, made.from_address)
            self._scene.know_person(*filter(None, (made.registered_domicile, made.head_of_family_register)))
        return self._called[called]

    def all(self, names: list[str]) -> list[Character]:
        """
        Several characters, in the order of the text.
        """
        return [self[name] for name in names]

    def everybody(self) -> list[Character]:
        """
        All who were called so far.
        """
        return list(self._called.values())

    def of_another(self, code: str) -> bool:
        """
        Whether a Resident Record Code belongs to the cast of another scenario, whose people may bear the same names.
        """
        return code.startswith(MARK) and not self.bears(code)

    def card_of_another(self, number: str) -> bool:
        """
        Whether a residence card belongs to the cast of another scenario, whose people may bear the same names.
        """
        return number not in self._cards and number in _TAKEN.get(self._scene.lane, ())

    def bears(self, code: str) -> bool:
        """
        Whether a Resident Record Code is one that a character has or had.
        """
        return code in self._codes or any(one.resident_record_code == code for one in self._called.values())

    def _fresh(self, digits: int, number_of: Callable[[str], str]) -> str:
        # Among some thousand codes of eight free digits two are alike in one run of fifty: the second would be refused.
        taken = _TAKEN.setdefault(self._scene.lane, set())
        while (number := number_of(f"{self._scene.random.randrange(10**digits):0{digits}d}")) in taken:
            pass
        taken.add(number)
        return number

    def individual_number(self) -> str:
        """
        A fresh Individual Number with the cast's marker.
        """
        number = self._fresh(9, lambda digits: str(IndividualNumber.from_base(f"{MARK}{digits}")))
        self._scene.know("individual-number", number)
        return number

    def resident_record_code(self) -> str:
        """
        A fresh Resident Record Code with the cast's marker.
        """
        code = self._fresh(8, lambda digits: str(ResidentRecordCode.from_base(f"{MARK}{digits}")))
        self._scene.know("resident-record-code", code)
        self._codes.add(code)
        return code

    def residence_card_number(self) -> str:
        """
        A fresh number of a residence card: two letters, eight digits, two letters.
        """
        number = self._fresh(8, lambda digits: f"TK{digits}GO")
        self._cards.add(number)
        self._scene.know("residence-card-number", number)
        return number

    def address(self, block: str = "広沢1番5号") -> Address:
        """
        An address in the municipality under test, each time another room of a house of the scenario's own.

        Its codes are others each time, too: what is alike everywhere cannot be seen to be forgotten.
        """
        self._room += 1
        address = Address(
            address=f"{HERE}{block}",
            building=f"和光荘{self._room}号",
            postal_code=f"35101{self._room % 15 + 1:02d}",
            town_code=f"{self._room % 90 + 1:03d}",
        )
        self._scene.know_person(address.address, str(address.building))
        return address

    def _made(self, called: str) -> Character:
        if called in DIFFICULT:
            return self._difficult(called, DIFFICULT[called])
        return self._foreign(called) if called in FOREIGN_NAMES else self._japanese(called)

    def _difficult(self, called: str, special: Difficult) -> Character:
        surname = self.surname if special.surname is None else special.surname
        surname_kana = KANA[self.surname] if special.surname is None else special.surname_kana
        made = self._japanese(called)
        made.name = "　".join(filter(None, (surname, special.given)))
        made.name_kana = "　".join(filter(None, (surname_kana, special.given_kana)))
        made.born_on, made.sex, made.relationship = special.born_on, special.sex, special.relationship
        made.common_name = special.common_name
        made.former_surname, made.former_surname_kana = special.former_surname, special.former_surname_kana
        if special.nationality:
            made.registered_domicile = made.registered_domicile_municipality = None
            made.head_of_family_register = None
            made.foreign = self._stay(special.nationality)
        self._scene.know_person(
            *filter(None, (special.common_name, special.former_surname, special.former_surname_kana))
        )
        return made

    def _stay(self, nationality: str) -> Foreign:
        return Foreign(
            nationality=nationality,
            resident_class="medium-to-long-term",
            status_of_residence="技術・人文知識・国際業務",
            period_of_stay="3年",
            period_expires_on="2028-12-15",
            residence_card_number=self.residence_card_number(),
        )

    def _japanese(self, called: str) -> Character:
        kana, sex, born, relationship = GIVEN_NAMES.get(called, (called, "unknown", "1980-01-01", "世帯主"))
        return Character(
            called=called,
            name=f"{self.surname}　{called}",
            name_kana=f"{KANA[self.surname]}　{kana}",
            born_on=born,
            sex=sex,
            relationship=relationship,
            resident_record_code=self.resident_record_code(),
            individual_number=self.individual_number(),
            registered_domicile=DOMICILE,
            registered_domicile_municipality=CITIES[DOMICILE_CITY][0],
            head_of_family_register=f"{self.surname}　太郎",
            from_municipality=CITIES["さいたま市"][0],
            from_address=self.from_address,
        )

    def _foreign(self, called: str) -> Character:
        name, kana, sex, born, nationality, relationship = FOREIGN_NAMES[called]
        return Character(
            called=called,
            name=name,
            name_kana=kana,
            born_on=born,
            sex=sex,
            relationship=relationship,
            resident_record_code=self.resident_record_code(),
            individual_number=self.individual_number(),
            registered_domicile=None,
            head_of_family_register=None,
            from_municipality=CITIES["さいたま市"][0],
            from_address=self.from_address,
            foreign=self._stay(nationality),
        )


def cast_of(scene: Scene) -> Cast:
    """
    The cast of a scene; made the first time.
    """
    if "cast" not in scene.memory:
        scene.memory["cast"] = Cast(scene)
    cast: Cast = scene.memory["cast"]
    return cast


def age_on(born: str, day: date) -> int:
    """
    Full years of age on a day, for a date of birth that is wholly known.
    """
    birthday = date.fromisoformat(born)
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))
