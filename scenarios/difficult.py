"""
Difficult persons: members of the cast whose names, dates or lives a registry tends to get wrong.

Features call them by name like anybody else. Whoever is difficult by what happens to them (a twin, a record removed and
restored, a return after years) has a name here too, so that the same word means the same person in every feature.
"""

from __future__ import annotations

from msgspec import Struct


class Difficult(Struct, frozen=True):
    """
    What is special of one of them. ``nationality`` makes a foreign resident; a surname None is the scenario's own.
    """

    why: str
    given: str
    given_kana: str
    sex: str
    born_on: str
    surname: str | None = None
    surname_kana: str = ""
    relationship: str = "世帯主"
    nationality: str | None = None
    common_name: str | None = None
    former_surname: str | None = None
    former_surname_kana: str | None = None


LONG = "DE LA CRUZ Y VILLANUEVA GONZALEZ RODRIGUEZ JOSE MARIA FRANCISCO ALEJANDRO SEBASTIAN MAXIMILIANO BARTOLOME"

DIFFICULT: dict[str, Difficult] = {
    "薫": Difficult(
        "a variant selector: one written letter of two code points, outside the ordinary repertoire",
        "薫",
        "かおる",
        "female",
        "1991-10-08",
        surname="葛\U000e0100城",
        surname_kana="かつらぎ",
    ),
    "操": Difficult(
        "a letter beyond the basic multilingual plane",
        "操",
        "みさお",
        "female",
        "1969-02-27",
        surname="𠮷野",
        surname_kana="よしの",
    ),
    "剛": Difficult(
        "two letters outside the repertoire in one name",
        "剛\U000e0101",
        "つよし",
        "male",
        "1975-12-01",
        surname="渡邉\U000e0100",
        surname_kana="わたなべ",
    ),
    "オー": Difficult(
        "a name of one letter, without surname",
        "O",
        "お",
        "male",
        "1993-06-30",
        surname="",
        nationality="KOR",
    ),
    "ホセ": Difficult(
        "a very long name",
        LONG,
        "ほせ　まりあ　ふらんしすこ",
        "male",
        "1984-08-15",
        surname="",
        nationality="PHL",
    ),
    "エレナ": Difficult(
        "a common name beside the name",
        "PETROVA ELENA",
        "ぺとろば　えれな",
        "female",
        "1989-03-12",
        surname="",
        nationality="BGR",
        common_name="高木　恵理奈",
    ),
    "恵": Difficult(
        "a former surname beside the name",
        "恵",
        "めぐみ",
        "female",
        "1982-07-21",
        former_surname="小山",
        former_surname_kana="こやま",
    ),
    "松": Difficult("day and month of birth unknown", "松", "まつ", "female", "1940-XX-XX"),
    "梅": Difficult("day of birth unknown", "梅", "うめ", "female", "1941-05-XX"),
    "閏": Difficult("born on 29 February", "閏", "じゅん", "male", "2004-02-29"),
    "ハンス": Difficult(
        "a foreign husband in the household of a Japanese wife",
        "WEBER HANS",
        "うぇーばー　はんす",
        "male",
        "1986-11-19",
        surname="",
        relationship="夫",
        nationality="DEU",
    ),
    "明": Difficult(
        "a twin: only the given name differs", "明", "あきら", "male", "2019-04-04", relationship="子"
    ),
    "朗": Difficult("the other twin", "朗", "あきら", "male", "2019-04-04", relationship="子"),
    "修": Difficult("a record removed and restored", "修", "おさむ", "male", "1958-05-05"),
    "望": Difficult("somebody who returns after years", "望", "のぞみ", "female", "1996-01-31"),
}
"""By the name in the text."""
