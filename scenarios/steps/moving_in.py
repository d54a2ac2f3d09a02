"""
Acts of the notification of moving in (REL-001, REL-002, REL-003, JUKI-007).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from harness.port.commands import DecideChange, MovingIn
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import last, moving_in, remember
from scenarios.wording import when

FROM_ABROAD: dict[str, Any] = {
    "from_municipality": None,
    "from_address": None,
    "document": None,
    "exemption": "from-abroad",
}
UNCODED = {"resident_record_code": None, "individual_number": None}
WITHOUT: dict[str, dict[str, object]] = {
    "出生の年月日": {"born_on": ""},
    "本籍": {"registered_domicile": None},
    "筆頭者": {"head_of_family_register": None},
    "戸籍の表示": {"registered_domicile": None, "head_of_family_register": None},
}
"""What is left out of a notification of a Japanese national, by its Japanese name."""

FOREIGN_WITHOUT: dict[str, dict[str, object]] = {
    "国籍等": {"nationality": ""},
    "在留資格": {"status_of_residence": None},
    "在留期間": {"period_of_stay": None},
    "在留期間の満了の日": {"period_expires_on": None},
    "在留カードの番号": {"residence_card_number": None},
    "特別永住者証明書の番号": {"special_permanent_certificate_number": None},
    "許可された期間": {"period_of_stay": None, "period_expires_on": None},
}
"""What is left out of a notification of a foreign resident, by its Japanese name."""


def file(scene: Scene, command: MovingIn) -> None:
    """
    Give the notification, once, and keep what came of it.
    """
    remember(scene, cast_of(scene), scene.do(command))


def from_abroad(scene: Scene, who: list[str], moved: date, notified: date, **of_person: object) -> MovingIn:
    """
    A moving in from abroad: no certificate, and what ``of_person`` says otherwise than the cast.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    persons = [character.person(**of_person) for character in characters]
    return moving_in(scene, cast, characters, moved, notified, persons=persons, **FROM_ABROAD)


@when(
    "{who:names}が{moved:date}に転入し、転出証明書を添えて{notified:date}に転入届を出す",
    "{who:names} move in on {moved:date} and file the notification with the certificate on {notified:date}",
)
def file_with_certificate(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    The ordinary case of 住基法22条.
    """
    cast = cast_of(scene)
    file(scene, moving_in(scene, cast, cast.all(who), moved, notified))


@when(
    "{who:names}が{moved:date}に{host:names}の世帯に転入し、転出証明書を添えて{notified:date}に転入届を出す",
    "{who:names} move into the household of {host:names} on {moved:date} and file with the certificate"
    " on {notified:date}",
)
def file_into_a_household(scene: Scene, who: list[str], moved: date, host: list[str], notified: date) -> None:
    """
    A household stands already; the movers join it.
    """
    cast = cast_of(scene)
    household = cast[host[0]].household
    file(scene, moving_in(scene, cast, cast.all(who), moved, notified, household=household))


@when(
    "{who:names}が{moved:date}に転入し、転出証明書を添えずに{notified:date}に転入届を出す",
    "{who:names} move in on {moved:date} and file the notification without the certificate on"
    " {notified:date}",
)
def file_without_certificate(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    Neither paper nor data, and no exempt class.
    """
    cast = cast_of(scene)
    file(scene, moving_in(scene, cast, cast.all(who), moved, notified, document=None))


@when(
    "{who:names}が{moved:date}に転入し、転出証明書も住民票コードもなく{notified:date}に転入届を出す",
    "{who:names} move in on {moved:date} and file with neither certificate nor code on {notified:date}",
)
def file_without_certificate_or_code(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    The case in which a registry could be tempted to draw a new code.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    persons = [character.person(**UNCODED) for character in characters]
    file(scene, moving_in(scene, cast, characters, moved, notified, document=None, persons=persons))


@when(
    "{who:names}が{moved:date}に転入し、転出証明書を添えて{notified:date}に転入届が仮登録される",
    "{who:names} move in on {moved:date} and the notification with the certificate of {notified:date}"
    " is saved"
    " provisionally",
)
def save_provisionally(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    Entered by the clerk, not decided.
    """
    cast = cast_of(scene)
    file(scene, moving_in(scene, cast, cast.all(who), moved, notified, provisional=True))


@when("仮登録された転入届が決裁される", "the notification saved provisionally is decided")
def decide(scene: Scene) -> None:
    """
    The decision makes it an entry.
    """
    saved = scene.accepted_or_inconclusive(last(scene))
    kept = scene.do(DecideChange(scene.counter(), str(saved.change_id), "decide"))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


@when("仮登録された転入届が取り消される", "the notification saved provisionally is discarded")
def discard(scene: Scene) -> None:
    """
    Nothing becomes of it.
    """
    saved = scene.accepted_or_inconclusive(last(scene))
    scene.must(DecideChange(scene.counter(), str(saved.change_id), "discard"))


@when(
    "{who:names}が{moved:date}に国外から転入し、{notified:date}に転入届を出す",
    "{who:names} move in from abroad on {moved:date} and file the notification on {notified:date}",
)
def file_from_abroad(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    No certificate is needed; the former code is known.
    """
    file(scene, from_abroad(scene, who, moved, notified))


@when(
    "{who:names}が{moved:date}に国外から初めて転入し、{notified:date}に転入届を出す",
    "{who:names} move in from abroad for the first time on {moved:date} and file the notification on"
    " {notified:date}",
)
def file_first_time(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    Neither certificate nor code nor number: none exists.
    """
    file(scene, from_abroad(scene, who, moved, notified, **UNCODED))


@when(
    "{who:names}が{moved:date}に国外から初めて転入し、{host:word}の世帯に{relationship:text}として入る"
    "転入届を{notified:date}に出す",
    "{who:names} move in from abroad for the first time on {moved:date} and file on {notified:date} that they"
    " join the household of {host:word} as {relationship:text}",
)
def file_first_time_into_a_household(
    scene: Scene, who: list[str], moved: date, host: str, relationship: str, notified: date
) -> None:
    """
    The household stands already and keeps its householder; the newcomers are new all the same.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    for character in characters:
        character.relationship = relationship
    persons = [character.person(**UNCODED) for character in characters]
    changes = FROM_ABROAD | {"persons": persons, "household": cast[host].household}
    file(scene, moving_in(scene, cast, characters, moved, notified, **changes))


@when(
    "{who:names}が{moved:date}に国外から転入し、{item:text}のない転入届を{notified:date}に出す",
    "{who:names} move in from abroad on {moved:date} and file a notification without {item:text} on"
    " {notified:date}",
)
def file_incomplete(scene: Scene, who: list[str], moved: date, item: str, notified: date) -> None:
    """
    An exempt class, but an item of 住基令22条 is missing.
    """
    file(scene, from_abroad(scene, who, moved, notified, **WITHOUT[item]))


@when(
    "{who:word}がどの市区町村にも記録されたことのない者として{moved:date}に住所を定め、{notified:date}に転入届を出す",
    "{who:word}, never recorded anywhere, settles on {moved:date} and files the notification on {notified:date}",
)
def file_never_recorded(scene: Scene, who: str, moved: date, notified: date) -> None:
    """
    住基令22条, with every item.
    """
    _never_recorded(scene, who, moved, notified)


@when(
    "{who:word}がどの市区町村にも記録されたことのない者として{moved:date}に住所を定め、{item:text}のない転入届を"
    "{notified:date}に出す",
    "{who:word}, never recorded anywhere, settles on {moved:date} and files a notification without {item:text} on"
    " {notified:date}",
)
def file_never_recorded_incomplete(scene: Scene, who: str, moved: date, item: str, notified: date) -> None:
    """
    住基令22条, one item missing.
    """
    _never_recorded(scene, who, moved, notified, **WITHOUT[item])


def _never_recorded(scene: Scene, who: str, moved: date, notified: date, **lacking: object) -> None:
    cast = cast_of(scene)
    person = cast[who].person(**UNCODED, **lacking)
    changes = FROM_ABROAD | {"exemption": "never-recorded", "persons": [person]}
    file(scene, moving_in(scene, cast, [cast[who]], moved, notified, **changes))


@when(
    "{who:names}が{moved:date}に国外から転入し、{lacking:word}だけ{item:text}のない転入届を{notified:date}に出す",
    "{who:names} move in from abroad on {moved:date} and file on {notified:date} a notification that lacks"
    " {item:text} of {lacking:word} only",
)
def file_incomplete_of_one(
    scene: Scene, who: list[str], moved: date, lacking: str, item: str, notified: date
) -> None:
    """
    住基令22条 asks for the items of everybody who moved in.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    persons = [each.person(**(WITHOUT[item] if each.called == lacking else {})) for each in characters]
    file(scene, moving_in(scene, cast, characters, moved, notified, persons=persons, **FROM_ABROAD))


@when(
    "外国人住民の{who:names}が{moved:date}に国外から転入し、{lacking:word}だけ{item:text}のない"
    "転入届を{notified:date}に出す",
    "the foreign residents {who:names} move in from abroad on {moved:date} and file on {notified:date} a"
    " notification that lacks {item:text} of {lacking:word} only",
)
def file_incomplete_of_one_foreign(
    scene: Scene, who: list[str], moved: date, lacking: str, item: str, notified: date
) -> None:
    """
    住基法30条の45, for everybody who moved in.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    for each in characters[1:]:
        # Nothing else is amiss, or a refusal would tell nothing of the item.
        each.relationship = "同居人"
    persons = [
        each.person(**UNCODED, foreign=_lacking(each, item) if each.called == lacking else each.foreign)
        for each in characters
    ]
    file(scene, moving_in(scene, cast, characters, moved, notified, persons=persons, **FROM_ABROAD))


@when(
    "外国人住民の{who:names}が{moved:date}に国外から転入し、{item:text}のない転入届を{notified:date}に出す",
    "the foreign residents {who:names} move in from abroad on {moved:date} and file a notification"
    " without {item:text}"
    " on {notified:date}",
)
def file_incomplete_foreign(scene: Scene, who: list[str], moved: date, item: str, notified: date) -> None:
    """
    An exempt class, but an item of the lower column of 住基法30条の45 is missing.
    """
    foreign = [_lacking(character, item) for character in cast_of(scene).all(who)]
    file(scene, from_abroad(scene, who, moved, notified, foreign=foreign[0], **UNCODED))


@when(
    "{who:names}が{moved:date}に転入し、住民票コードが分からず、やむを得ない理由により転出証明書のないまま"
    "{notified:date}に転入届を出す",
    "{who:names} move in on {moved:date} and, their codes unknown and the certificate unavoidably"
    " missing, file on"
    " {notified:date}",
)
def file_with_lost_code(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    住基令22条, 30条の2: recorded before or not, nobody at the counter knows under which code.
    """
    cast = cast_of(scene)
    characters = cast.all(who)
    persons = [character.person(**UNCODED) for character in characters]
    changes: dict[str, Any] = {"document": None, "exemption": "unavoidable", "persons": persons}
    file(scene, moving_in(scene, cast, characters, moved, notified, **changes))


@when(
    "{who:names}が{moved:date}に転入し、"
    "検査数字の誤った住民票コードを記した転出証明書を添えて{notified:date}に"
    "転入届を出す",
    "{who:names} move in on {moved:date} and file with a certificate whose code has a wrong check digit on"
    " {notified:date}",
)
def file_with_wrong_code(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    The last digit of each code is raised by one.
    """
    cast = cast_of(scene)
    for character in cast.all(who):
        code = character.resident_record_code
        character.resident_record_code = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
    file(scene, moving_in(scene, cast, cast.all(who), moved, notified))


def _lacking(character: Character, item: str) -> object:
    return msgspec.structs.replace(character.foreign, **FOREIGN_WITHOUT[item])  # type: ignore[type-var]
