"""
Notices of the Resident Record Code on paper (CERT-004).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.port.commands import ChangeResidentRecordCode, ReprintNotice
from harness.port.outcomes import Document, Refused
from harness.port.reads import ReadDocuments
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import identity_of, remember
from scenarios.steps.observing import as_text, resident_of
from scenarios.steps.register import record_by_number
from scenarios.wording import then, when

FORMS = {
    "新規": "resident-record-code-notice",
    "変更": "resident-record-code-change-notice",
    "修正": "resident-record-code-correction-notice",
}


def notices(scene: Scene, character: Character) -> tuple[list[Document], Invocation]:
    """
    Notices of the code printed for a character so far, oldest first, and the read as evidence.
    """
    kept = scene.ask(ReadDocuments(resident_of(character)))
    found = getattr(kept.outcome, "documents", None) or []
    return [document for document in found if document.kind in FORMS.values()], kept


@when("{who:word}が住民票コードの変更を請求する", "{who:word} claims a change of the Resident Record Code")
def claimed(scene: Scene, who: str) -> None:
    """
    住基法30条の4, in person.
    """
    character = cast_of(scene)[who]
    scene.must(
        ChangeResidentRecordCode(
            counter=scene.counter(),
            resident=resident_of(character),
            requested_on=scene.today.isoformat(),
            cause="claim",
            identity=identity_of(character),
        )
    )


@when(
    "{who:word}の住民票コードを職権で修正する",
    "the Resident Record Code of {who:word} is corrected ex officio",
)
def corrected(scene: Scene, who: str) -> None:
    """
    住基令30条の4.
    """
    scene.must(
        ChangeResidentRecordCode(
            counter=scene.counter(),
            resident=resident_of(cast_of(scene)[who]),
            requested_on=scene.today.isoformat(),
            cause="ex-officio",
        )
    )


@when("{who:word}の通知票が再発行される", "the notice of {who:word} is printed again")
def reprinted(scene: Scene, who: str) -> None:
    """
    The newest one.
    """
    character = cast_of(scene)[who]
    found, kept = notices(scene, character)
    if not found:
        scene.expect.observed(
            "CERT-004.1", False, both("通知票", "a notice"), both("なし", "none"), [kept.ref]
        )
        raise Inconclusive(both("通知票がない。", "There is no notice."))
    scene.memory["first notice"] = found[-1]
    kept = scene.do(
        ReprintNotice(
            counter=scene.counter(),
            identity=identity_of(character),
            resident=resident_of(character),
            issue_number=found[-1].issue_number,
        )
    )
    remember(scene, cast_of(scene), kept)
    if not isinstance(kept.outcome, Refused):
        scene.accepted_or_inconclusive(kept)
    # That it can be printed again is what CERT-004.3 says: a refusal is judged there.
    documents = getattr(kept.outcome, "documents", [])
    scene.memory["reprint"] = (documents[0] if documents else None, kept.ref)


@then(
    "その日のうちに、{who:word}の住民票コードを記した新規の通知票が{same:word}に宛てて作られている",
    "within the day a notice of a new code is made, with the code of {who:word} and addressed to {same:word}",
)
def new_notice(scene: Scene, who: str, same: str) -> None:
    """
    CERT-004.1 and .2.
    """
    _made(scene, who, same, "新規")


@then(
    "その日のうちに、{who:word}の新しい住民票コードを記した{form:word}の通知票が{same:word}に宛てて作られている",
    "within the day a notice ({form:word}) is made, with the new code of {who:word} and addressed to {same:word}",
)
def notice_of_form(scene: Scene, who: str, form: str, same: str) -> None:
    """
    CERT-004.1 and .2.
    """
    _made(scene, who, same, form)


@then(
    "{who:word}の通知票は、他の世帯員の住所にも氏名にも宛てられていない",
    "the notice of {who:word} is addressed to no other member of the household",
)
def addressed_to_nobody_else(scene: Scene, who: str) -> None:
    """
    CERT-004.4.
    """
    cast = cast_of(scene)
    found, kept = notices(scene, cast[who])
    others = [each.name for each in cast.everybody() if each.called != who]
    wrong = [document for document in found if as_text(document.addressed_to or "") in map(as_text, others)]
    scene.expect.absent(
        "CERT-004.4",
        bool(found) and not wrong,
        both("本人宛のみ", "to the person only"),
        both(f"{len(found)}通のうち{len(wrong)}通が他の者宛", f"{len(wrong)} of {len(found)} to others"),
        [kept.ref],
    )


@then(
    "再発行された{who:word}の通知票は再発行である旨を示す",
    "the notice of {who:word} printed again says so",
)
def says_reprint(scene: Scene, who: str) -> None:
    """
    CERT-004.3.
    """
    del who
    document, ref = scene.memory["reprint"]
    marks = list(document.marks) if document else []
    scene.expect.observed(
        "CERT-004.3",
        "reprint" in marks,
        both("再発行の表示", "marked as a reprint"),
        both(marks, marks),
        [ref],
    )


@then(
    "再発行された{who:word}の通知票の様式は、初めの通知票のものである",
    "the notice of {who:word} printed again has the form of the first one",
)
def same_form(scene: Scene, who: str) -> None:
    """
    CERT-004.2: new, change or correction, also where it is printed again. Says nothing where nothing was printed.
    """
    del who
    document, ref = scene.memory["reprint"]
    if document is not None:
        kinds = scene.memory["first notice"].kind, document.kind
        scene.expect.observed(
            "CERT-004.2", kinds[0] == kinds[1], both(*kinds[:1] * 2), both(*kinds[1:] * 2), [ref]
        )


@then(
    "再発行された{who:word}の通知票は、初めの通知票と同じ住民票コードを記す",
    "the notice of {who:word} printed again shows the same code as the first one",
)
def same_code(scene: Scene, who: str) -> None:
    """
    CERT-004.5. Says nothing where nothing was printed.
    """
    document, ref = scene.memory["reprint"]
    if document is None:
        return
    record, kept = record_by_number(scene, resident_of(cast_of(scene)[who]))
    code = record.resident_record_code if record else ""
    holds = bool(code) and code in as_text(document.text)
    scene.expect.absent(
        "CERT-004.5",
        holds,
        both("同じコード", "the same code"),
        both("同じ" if holds else "異なる", "the same" if holds else "another"),
        [ref, kept.ref],
    )


def _made(scene: Scene, who: str, same: str, form: str) -> None:
    cast = cast_of(scene)
    character = cast[who]
    record, read = record_by_number(scene, resident_of(character))
    found, kept = notices(scene, character)
    newest = found[-1:]
    code = record.resident_record_code if record else ""
    shows = bool(newest and code) and code in as_text(newest[0].text)
    to = newest[0].addressed_to if newest else None
    scene.expect.observed(
        "CERT-004.1",
        shows and to == cast[same].name,
        both(f"{cast[same].name}宛、コードあり", f"to {cast[same].name}, with the code"),
        both(f"{to}宛、コード{shows}", f"to {to}, code {shows}"),
        [kept.ref, read.ref],
    )
    kind = newest[0].kind if newest else None
    scene.expect.observed(
        "CERT-004.2", kind == FORMS[form], both(FORMS[form], FORMS[form]), both(kind, kind), [kept.ref]
    )
