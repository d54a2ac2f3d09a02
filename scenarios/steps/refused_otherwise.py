"""
What is asked for in a rarer way, and refused all the same: with other papers, without a PIN, for several at once.
"""

from __future__ import annotations

from typing import Any, Literal

from harness.port.commands import (
    ClaimAtConvenienceStore,
    IssueMovingOutCertificate,
    LoadProvisionCopies,
)
from harness.port.reads import ReadDocuments
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import unchanged
from scenarios.steps.convenience_store import CLERK, TERMINAL
from scenarios.steps.copy_with_numbers import OPTIONS
from scenarios.steps.counter import answer, identity_of, last, remember, resident_of
from scenarios.steps.hand_over import hand_over, shown_otherwise
from scenarios.steps.states_and_acts import begin
from scenarios.wording import then, when

PAPERS = {"運転免許証": "drivers-licence", "旅券": "passport", "在留カード": "residence-card"}
UNSET = "設定しない"
"""What is said of a PIN where the holder chooses a card without one."""
LACKS: dict[str, dict[str, Any]] = {
    "本人確認書類": {"document": None},
    "本人確認書類及び暗証番号": {"document": None, "pin": None, "no_pin_card": True},
    "代理人の権限": {"collector": "proxy"},
    "代理人の権限及び暗証番号": {"collector": "proxy", "pin": None, "no_pin_card": True},
    "暗証番号の四桁目": {"document": "passport", "pin": "492"},
    "暗証番号の数字": {"document": "residence-card", "pin": "49a1"},
    "暗証番号及び設定しない旨の選択": {"document": "passport", "pin": None},
}
"""What is missing when a card is asked for, the choice of no PIN being made wherever a PIN is called missing alone."""
CAUSES: dict[str, Literal["lost", "damaged", "on-demand"]] = {
    "亡失した": "lost",
    "汚損した": "damaged",
    "特例転出の後に要る": "on-demand",
}


@when(
    "{who:word}が{item:text}の異なる{paper:text}を示し、暗証番号を{pin:text}としてカードの交付を求める",
    "{who:word} shows {paper:text} with another {item:text}, wants the PIN to be {pin:text} and asks for the card",
)
def collects_with_other_papers(scene: Scene, who: str, item: str, paper: str, pin: str) -> None:
    """
    番号法17条1項: whatever paper is shown and whatever PIN is wanted, the items are matched.
    """
    person = cast_of(scene)[who]
    wanted = {"pin": None, "no_pin_card": True} if pin == UNSET else {"pin": pin}
    _hand_over(scene, person, document=PAPERS[paper], **wanted, **shown_otherwise(scene, person, item))


@when(
    "{who:word}のカードの交付が、{lack:text}を欠いたまま求められる",
    "the card of {who:word} is asked for, {lack:text} being missing",
)
def collects_lacking(scene: Scene, who: str, lack: str) -> None:
    """
    番号法17条1項, 番号令13条, 番号カード省令33条.
    """
    _hand_over(scene, cast_of(scene)[who], **LACKS[lack])


def _hand_over(scene: Scene, person: Character, **changes: Any) -> None:
    begin(scene, person)
    remember(scene, cast_of(scene), scene.do(hand_over(scene, person, **changes)))


@when(
    "{who:names}について印刷された書面を控えておく",
    "the documents printed about {who:names} so far are noted",
)
def note_documents(scene: Scene, who: list[str]) -> None:
    """
    Whatever is printed afterwards is new.
    """
    for person in cast_of(scene).all(who):
        begin(scene, person)
        person.notes["documents"] = str(len(_documents(scene, person)[0]))


@when(
    "{who:word}がコンビニの端末でカードにより{asked:word}を入れた住民票の写しを求める",
    "{who:word} claims at a convenience store, with the card, a copy with {asked:word}",
)
def claims_at_store(scene: Scene, who: str, asked: str) -> None:
    """
    The terminal has checked the PIN; all that was told so far has arrived.
    """
    scene.settle()
    card = str(cast_of(scene)[who].card_id)
    options = [option for each in asked.split("と") for option in OPTIONS[each]]
    claim = ClaimAtConvenienceStore(scene.counter(CLERK, TERMINAL), card, "passed", options)
    remember(scene, cast_of(scene), scene.do(claim))


@when(
    "{who:names}の転出証明書が、{cause:text}ことを理由に求められる",
    "a moving-out certificate of {who:names} is asked for, the reason being {cause:text}",
)
def asks_for_certificate(scene: Scene, who: list[str], cause: str) -> None:
    """
    住基令23条, 24条2項: by the first of them, for all together.
    """
    people = cast_of(scene).all(who)
    numbers = [resident_of(each) for each in people]
    command = IssueMovingOutCertificate(scene.counter(), identity_of(people[0]), numbers, CAUSES[cause])
    remember(scene, cast_of(scene), scene.do(command))


@when(
    "{who:names}の副本を、消除された{gone:word}を含めて一括して初期登録するよう命じる",
    "a first load of {who:names}, among whom {gone:word} is deleted, is asked for",
)
def loads_with_one_deleted(scene: Scene, who: list[str], gone: str) -> None:
    """
    Whether it is refused, or loads the others only, is the registry's choice.
    """
    del gone
    numbers = [resident_of(each) for each in cast_of(scene).all(who)]
    scene.do(LoadProvisionCopies(counter=scene.counter(), residents=numbers))


@then(
    "「{clause:word}」によりその求めは断られ、{who:names}の書面は新たに印刷されていない",
    'by "{clause:word}" that is refused, and nothing is printed about {who:names}',
)
def refused_and_unprinted(scene: Scene, clause: str, who: list[str]) -> None:
    """
    The clause is written in the text.
    """
    scene.expect.refused(clause, answer(scene), [], [last(scene).ref])
    for person in cast_of(scene).all(who):
        printed, ref = _documents(scene, person)
        unchanged(scene, clause, person.notes["documents"], str(len(printed)), [last(scene).ref, ref])


def _documents(scene: Scene, person: Character) -> tuple[list[Any], str]:
    kept = scene.ask(ReadDocuments(resident=resident_of(person)))
    return getattr(kept.outcome, "documents", None) or [], kept.ref
