"""
Steps of copies with the Individual Number or the Resident Record Code: who gets them, and who does not (CERT-002).
"""

from __future__ import annotations

from typing import Literal

from harness.judgement.expect import both
from harness.port.commands import CopyOption, Identity, IssueCopyOfRecord
from harness.port.outcomes import Document
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.certificate import FAMILY_REGISTER, HOUSEHOLDER, printed
from scenarios.steps.comparing import same
from scenarios.steps.counter import answer, last, remember, resident_of
from scenarios.steps.log_lines import lines_after, log_end
from scenarios.steps.observing import as_text, carries
from scenarios.wording import then, when

OPTIONS: dict[str, list[CopyOption]] = {
    "個人番号": ["individual-number"],
    "住民票コード": ["resident-record-code"],
    "続柄": ["relationship"],
    "本籍": ["registered-domicile"],
    "国籍・地域": ["nationality"],
    "基本の事項": [],
}
ITEMS: dict[str, set[str]] = {
    "個人番号": {"individual_number"},
    "住民票コード": {"resident_record_code"},
    "続柄": HOUSEHOLDER,
    "本籍": FAMILY_REGISTER,
    "国籍・地域": {"nationality"},
}
"""What a copy may leave out, by the word of the text that asks for it."""
OUTSIDERS: dict[str, tuple[Literal["third-party", "state-organ"], str]] = {
    "国の機関": ("state-organ", "国税の徴収のため"),
    "債権者": ("third-party", "債権の回収のため"),
    "弁護士": ("third-party", "受任した訴訟の提起のため（特定事務受任者）"),
}

CLAUSES = {"self": "CERT-002.1", "household-member": "CERT-002.2"}


def _claim(
    scene: Scene, who: list[str], identity: Identity, requester: str, asked: str, purpose: str | None
) -> None:
    scene.memory["log before"] = log_end(scene)
    scene.memory["requester"] = requester
    cast = cast_of(scene)
    command = IssueCopyOfRecord(
        counter=scene.counter(),
        identity=identity,
        requester=requester,  # type: ignore[arg-type]  # one of the words of the command
        residents=[resident_of(each) for each in cast.all(who)],
        purpose=purpose,
        options=[option for each in asked.split("と") for option in OPTIONS[each]],
    )
    remember(scene, cast, scene.do(command))


@when(
    "{who:word}が{asked:word}の記載を特に求めて自分の写しを請求する",
    "{who:word} claims the own copy and specially asks for {asked:word}",
)
def by_oneself(scene: Scene, who: str, asked: str) -> None:
    """
    住基法12条1項.
    """
    identity = Identity(filer="self", filer_name=cast_of(scene)[who].name, evidence="drivers-licence")
    _claim(scene, [who], identity, "self", asked, None)


@when(
    "同じ世帯の{member:word}が{asked:word}の記載を特に求めて{who:names}の写しを請求する",
    "{member:word} of the same household claims the copy of {who:names} and specially asks for {asked:word}",
)
def by_a_member(scene: Scene, member: str, asked: str, who: list[str]) -> None:
    """
    住基法12条1項.
    """
    name = cast_of(scene)[member].name
    identity = Identity(filer="same-household", filer_name=name, evidence="drivers-licence")
    _claim(scene, who, identity, "household-member", asked, None)


@when(
    "{proxy:word}が{who:word}の委任状を示し、{asked:word}の記載を求めて{whose:word}の写しを請求する",
    "{proxy:word}, with a letter of {who:word}, claims the copy of {whose:word} with {asked:word}",
)
def by_a_proxy(scene: Scene, proxy: str, who: str, asked: str, whose: str) -> None:
    """
    A voluntary proxy, in the name of the person.
    """
    del who  # The letter is the person's; the name is for the reader.
    identity = Identity(
        filer="proxy",
        filer_name=cast_of(scene)[proxy].name,
        evidence="drivers-licence",
        authority="power-of-attorney",
    )
    _claim(scene, [whose], identity, "self", asked, None)


@when(
    "{outsider:word}として{proxy:word}が{asked:word}の記載を求めて{who:word}の写しを請求する",
    "{proxy:word}, as {outsider:word}, claims the copy of {who:word} with {asked:word}",
)
def by_an_outsider(scene: Scene, outsider: str, proxy: str, asked: str, who: str) -> None:
    """
    住基法12条の2第1項, 12条の3第1項・2項.
    """
    requester, purpose = OUTSIDERS[outsider]
    identity = Identity(
        filer="proxy",
        filer_name=cast_of(scene)[proxy].name,
        evidence="drivers-licence",
        authority="power-of-attorney",
    )
    _claim(scene, [who], identity, requester, asked, purpose)


def _documents(scene: Scene) -> list[Document]:
    return [each for each in getattr(answer(scene), "documents", []) if each.kind == "copy-of-record"]


def _whole(document: Document) -> str:
    return document.text + "\n" + "\n".join(item.value for item in document.items)


def _value(character: Character, asked: str) -> str:
    return character.individual_number if asked == "個人番号" else character.resident_record_code


@then(
    "交付された{who:word}の写しには{asked:word}が記載されており、{other:word}は記載されていない",
    "the copy of {who:word} that was issued shows {asked:word} and not {other:word}",
)
def issued_with(scene: Scene, who: str, asked: str, other: str) -> None:
    """
    CERT-002.1, .2: by whom it was claimed says which.
    """
    character, documents = cast_of(scene)[who], _documents(scene)
    actual = (
        len(documents),
        any(carries(_whole(each), _value(character, asked)) for each in documents),
        any(carries(_whole(each), _value(character, other)) for each in documents),
    )
    same(scene, CLAUSES[scene.memory["requester"]], (1, True, False), actual, [last(scene).ref])


@then(
    "交付された{who:names}の写しは、求められた{asked:word}を一人ごとに記載し、その他の省略できる事項を記載しない",
    "the copy of {who:names} that was issued shows {asked:word} of each, and nothing else that may be left out",
)
def issued_with_all(scene: Scene, who: list[str], asked: str) -> None:
    """
    CERT-002.1, .2: everything that was asked for together, and nothing that was not.
    """
    clause, documents = CLAUSES[scene.memory["requester"]], _documents(scene)
    wanted: set[str] = set().union(*(ITEMS[each] for each in asked.split("と")))
    optional: set[str] = set().union(*ITEMS.values())
    for character in cast_of(scene).all(who):
        shown = set().union(*(printed(each, character) for each in documents)) & optional
        values = {
            "individual_number": character.individual_number,
            "resident_record_code": character.resident_record_code,
        }
        there = {name for name, value in values.items() if any(carries(_whole(d), value) for d in documents)}
        expected = (1, sorted(wanted), sorted(wanted & set(values)))
        same(scene, clause, expected, (len(documents), sorted(shown), sorted(there)), [last(scene).ref])


@then(
    "{proxy:word}には{who:word}の{asked:word}を記載した写しが渡されず、{who_again:word}の住所に送られるか、断られる",
    "{proxy:word} is not handed a copy of {who:word} with {asked:word}: it is sent to {who_again:word}, or refused",
)
def proxy_by_the_local_rule(scene: Scene, proxy: str, who: str, asked: str, who_again: str) -> None:
    """
    CERT-002.3: the local rule is our own reading; what is handed to the proxy is none.
    """
    del who_again
    cast = cast_of(scene)
    handed = [
        each
        for each in _documents(scene)
        if carries(_whole(each), _value(cast[who], asked))
        and (each.addressed_to is None or as_text(cast[proxy].name) in as_text(each.addressed_to))
    ]
    _none(scene, "CERT-002.3", len(handed))


@then(
    "{outsider:word}に{who:word}の{asked:word}を記載した写しは交付されない",
    "{outsider:word} gets no copy of {who:word} with {asked:word}",
)
def refused(scene: Scene, outsider: str, who: str, asked: str) -> None:
    """
    CERT-002.4.
    """
    del outsider
    number = _value(cast_of(scene)[who], asked)
    _none(scene, "CERT-002.4", sum(carries(_whole(each), number) for each in _documents(scene)))


@then(
    "{outsider:word}に渡された書面に{who:word}の個人番号はない",
    "no output given to {outsider:word} carries the number of {who:word}",
)
def without_number(scene: Scene, outsider: str, who: str) -> None:
    """
    CERT-002.6: whatever the paper is called.
    """
    del outsider
    number = cast_of(scene)[who].individual_number
    given = getattr(answer(scene), "documents", [])
    _none(scene, "CERT-002.6", sum(carries(_whole(each), number) for each in given))


@then(
    "{outsider:word}には{who:word}の写しが交付され、その個人番号も住民票コードも記載されていない",
    "{outsider:word} gets the copy of {who:word}, without number and code",
)
def issued_without(scene: Scene, outsider: str, who: str) -> None:
    """
    CERT-002.6: a copy was issued, and it holds neither.
    """
    del outsider
    documents, character = _documents(scene), cast_of(scene)[who]
    if not any(as_text(character.name) in as_text(each.text) for each in documents):
        raise Inconclusive(both("写しが交付されなかった。", "No copy was issued."))
    scene.expect.witness(True)
    numbers = (character.individual_number, character.resident_record_code)
    found = [each for each in documents for number in numbers if carries(_whole(each), number)]
    _none(scene, "CERT-002.6", len(found))


def _none(scene: Scene, clause: str, found: int) -> None:
    reason = getattr(answer(scene), "reason", "accepted")
    scene.expect.absent(
        clause,
        found == 0,
        both("記載した写しは0通", "0 copies with it"),
        both(f"{found}通（{reason}）", f"{found} ({reason})"),
        [last(scene).ref],
    )


@then(
    "その写しの操作の記録に、{who:word}の個人番号を参照した旨がある",
    "the line of that copy says that the number of {who:word} was looked at",
)
def logged(scene: Scene, who: str) -> None:
    """
    CERT-002.5.
    """
    same(scene, "CERT-002.5", (True, True), _logged(scene, who), [last(scene).ref])


@then(
    "その写しの操作の記録に、{who:word}の個人番号を参照した旨はない",
    "the line of that copy does not say that the number of {who:word} was looked at",
)
def not_logged(scene: Scene, who: str) -> None:
    """
    CERT-002.5: else the mark would say nothing.
    """
    same(scene, "CERT-002.5", (True, False), _logged(scene, who), [last(scene).ref])


def _logged(scene: Scene, who: str) -> tuple[bool, bool]:
    resident = resident_of(cast_of(scene)[who])
    lines = [
        line
        for line in lines_after(scene, scene.memory["log before"])[0]
        if line.resident == resident and line.kind in ("operation", "print")
    ]
    return bool(lines), any(line.individual_number_access for line in lines)
