"""
What a support measure holds back at the counter (SEC-006), each as the municipality has set it: blocked, or warned of.
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.port.commands import (
    Amendment,
    ApplyForSupport,
    ChangeOfAddress,
    Command,
    ExOfficioCorrection,
    InquireIdentity,
    IssueCopyOfRecord,
    IssueMovingOutCertificate,
    SplitHousehold,
)
from harness.port.outcomes import Accepted, Refused
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import identity_of, last
from scenarios.steps.observing import as_text, refs, resident_of
from scenarios.steps.support_flags import about, flags, marked_first, marks
from scenarios.wording import then, when


def claim_of_copy(scene: Scene, *characters: Character) -> IssueCopyOfRecord:
    """
    住基法12条の3: a third party with a purpose claims the copy; the collector is nobody of the household.
    """
    third = cast_of(scene)["次郎"]
    return IssueCopyOfRecord(
        counter=scene.counter(),
        identity=identity_of(third),
        requester="third-party",
        residents=[resident_of(character) for character in characters],
        purpose="債権の回収のため",
    )


def held(kept: Invocation) -> bool:
    """
    Whether the act was refused as not permitted, or the clerk was warned of the measure.
    """
    outcome = kept.outcome
    if isinstance(outcome, Refused):
        return outcome.reason == "not-permitted"
    return isinstance(outcome, Accepted) and "support-measure" in outcome.alerts


def judge_hold(scene: Scene, clause: str, command: Command, *, shows: str | None = None) -> Invocation:
    """
    Give the command; pass where it is held back or warned of. It waits for a witness: a dead registry holds all.

    Where it ``shows`` nothing at all, there is nothing to hold: Inconclusive.
    """
    kept = scene.do(command)
    if shows and isinstance(kept.outcome, Accepted) and not getattr(kept.outcome, shows):
        raise Inconclusive(both("該当する者が示されなかった。", "Nobody was shown."))
    judge_held(scene, clause, kept)
    return kept


def judge_held(scene: Scene, clause: str, kept: Invocation) -> None:
    """
    Pass where what was done is held back or warned of.
    """
    word = getattr(kept.outcome, "reason", None) or "・".join(getattr(kept.outcome, "alerts", [])) or "受理"
    scene.expect.absent(
        clause,
        held(kept),
        both("抑止又は警告", "held back, or warned of"),
        both(word, word),
        [kept.ref],
    )


@when(
    "{who:word}が{children:names}とともに警察の意見を添えて支援措置を申し出る",
    "{who:word}, together with {children:names}, applies for a support measure with the opinion of the police",
)
def applies_with(scene: Scene, who: str, children: list[str]) -> None:
    """
    併せて支援を求める者.
    """
    cast = cast_of(scene)
    character = cast[who]
    scene.settle()
    scene.memory["before support"] = len(scene.lane.messages_of(scene.scenario))
    accepted = scene.must(
        ApplyForSupport(
            counter=scene.counter(),
            identity=identity_of(character),
            resident=resident_of(character),
            applied_on=scene.today.isoformat(),
            accompanying=[resident_of(each) for each in cast.all(children)],
            opinion="police",
        )
    )
    character.notes["measure"] = str(accepted.measure)


@when(
    "団体内統合宛名システムが副本を受け取れない間に、{who:word}の続柄が{relationship:text}と修正される",
    "while the addressee system takes no copies, the relationship of {who:word} is corrected to {relationship:text}",
)
def corrected_while_copies_wait(scene: Scene, who: str, relationship: str) -> None:
    """
    What that system is told later of this person has to wait behind the copy, and nothing that it is told of others.
    """
    scene.settle()
    scene.interrupt("addressee", "L03", "busy")
    scene.must(
        ExOfficioCorrection(
            counter=scene.counter(),
            resident=resident_of(cast_of(scene)[who]),
            changed_on=scene.today.isoformat(),
            cause="clerical-error",
            amendments=[Amendment("relationship", relationship)],
        )
    )


@when("団体内統合宛名システムが副本を再び受け取る", "the addressee system takes copies again")
def copies_taken_again(scene: Scene) -> None:
    """
    What waited can go.
    """
    scene.restore("addressee")


@then(
    "第三者による{who:word}の住民票の写しの請求は抑止されない",
    "a third party's claim for a copy of the record of {who:word} is not held back",
)
def not_held(scene: Scene, who: str) -> None:
    """
    The lawful neighbour: who is not protected is not held back. It is a witness, and judges nothing.
    """
    character = cast_of(scene)[who]
    kept = scene.do(claim_of_copy(scene, character))
    documents = getattr(kept.outcome, "documents", [])
    scene.expect.witness(any(as_text(character.name) in as_text(document.text) for document in documents))


@then(
    "第三者による{who:names}の住民票の写しの請求は抑止され又は警告される",
    "a third party's claim for a copy of the record of {who:names} is held back or warned of",
)
def copy_is_held(scene: Scene, who: list[str]) -> None:
    """
    SEC-006.1, 証明書発行.
    """
    kept = judge_hold(scene, "SEC-006.1", claim_of_copy(scene, *cast_of(scene).all(who)))
    scene.memory["held as"] = type(kept.outcome)


@then(
    "夫の{filer:word}による{who:word}の転居の入力は抑止され又は警告される",
    "the entry of a change of address of {who:word}, filed by {filer:word}, is held back or warned of",
)
def entry_is_held(scene: Scene, filer: str, who: str) -> None:
    """
    SEC-006.1, 異動入力.
    """
    cast = cast_of(scene)
    today = scene.today.isoformat()
    change = ChangeOfAddress(
        counter=scene.counter(),
        identity=identity_of(cast[filer]),
        notified_on=today,
        moved_on=today,
        residents=[resident_of(cast[who])],
        to_address=cast.address("本町2番7号"),
        new_household=True,
        householder=resident_of(cast[who]),
    )
    judge_hold(scene, "SEC-006.1", change)


@then(
    "夫の{filer:word}による{who:word}の世帯分離の入力は抑止され又は警告される",
    "the entry of a split of the household by {who:word}, filed by {filer:word}, is held back or warned of",
)
def split_is_held(scene: Scene, filer: str, who: str) -> None:
    """
    SEC-006.1, 異動入力 of another kind.
    """
    cast = cast_of(scene)
    today = scene.today.isoformat()
    split = SplitHousehold(
        counter=scene.counter(),
        identity=identity_of(cast[filer]),
        notified_on=today,
        changed_on=today,
        residents=[resident_of(cast[who])],
        householder=resident_of(cast[who]),
    )
    judge_hold(scene, "SEC-006.1", split)


@then(
    "夫の{filer:word}による{who:word}の転出証明書の再交付の求めは抑止され又は警告される",
    "a request of {filer:word} to issue the moving-out certificate of {who:word} again is held back or warned of",
)
def certificate_is_held(scene: Scene, filer: str, who: str) -> None:
    """
    SEC-006.1, 証明書発行 of another kind (住基令24条2項).
    """
    cast = cast_of(scene)
    again = IssueMovingOutCertificate(
        scene.counter(), identity_of(cast[filer]), [resident_of(cast[who])], "lost"
    )
    judge_hold(scene, "SEC-006.1", again)


@then(
    "対象者についてのその行為は抑止され又は警告されている",
    "that act about the protected person is held back or was warned of",
)
def act_is_held(scene: Scene) -> None:
    """
    SEC-006.1, whatever was done. Of whom an inquiry does not find, nobody can be warned.
    """
    kept = last(scene)
    if kept.operation == InquireIdentity.__name__ and not getattr(kept.outcome, "found", True):
        raise Inconclusive(both("該当する者が示されなかった。", "Nobody was shown."))
    judge_held(scene, "SEC-006.1", kept)


@then(
    "併せて支援を求める者についてのその行為も抑止され又は警告されている",
    "that act about somebody protected together is held back or was warned of too",
)
def act_about_another_is_held(scene: Scene) -> None:
    """
    SEC-006.2, whatever was done.
    """
    judge_held(scene, "SEC-006.2", last(scene))


@then(
    "職員による{who:word}の住民票コードを用いた照会は抑止され又は警告される",
    "a clerk's inquiry about {who:word} by Resident Record Code is held back or warned of",
)
def inquiry_is_held(scene: Scene, who: str) -> None:
    """
    SEC-006.1, 照会. Of whom the inquiry does not find, nobody can be warned.
    """
    judge_hold(scene, "SEC-006.1", inquiry_by_code(scene, who), shows="found")


@then("職員による{who:word}の照会は抑止されない", "a clerk's inquiry about {who:word} is not held back")
def inquiry_not_held(scene: Scene, who: str) -> None:
    """
    The lawful neighbour, a witness: who is not protected is found without a warning.
    """
    kept = scene.do(inquiry_by_code(scene, who))
    found = getattr(kept.outcome, "found", [])
    asked = scene.messages("J15", resident_record_code=cast_of(scene)[who].resident_record_code)
    scene.expect.witness(bool(asked) and len(found) == 1 and not held(kept))


def inquiry_by_code(scene: Scene, who: str) -> InquireIdentity:
    """
    住基法30条の10, for work of the register.
    """
    return InquireIdentity(
        counter=scene.counter(),
        purpose="registry-work",
        reach="own-prefecture",
        resident_record_code=cast_of(scene)[who].resident_record_code,
    )


@then(
    "一時解除の終わった{who:word}の住民票の写しの請求は抑止され又は警告される",
    "a claim for a copy of the record of {who:word}, whose release is over, is held back or warned of",
)
def held_again(scene: Scene, who: str) -> None:
    """
    SEC-005.4: the release ended by itself, and the hold is what it was before.
    """
    kept = scene.do(claim_of_copy(scene, cast_of(scene)[who]))
    before = scene.memory["held as"]
    scene.expect.absent(
        "SEC-005.4",
        held(kept) and isinstance(kept.outcome, before),
        both(f"解除の前と同じ抑止（{before.__name__}）", f"the same hold as before ({before.__name__})"),
        both(type(kept.outcome).__name__, type(kept.outcome).__name__),
        [kept.ref],
    )


@then(
    "併せて支援を求める{who:word}の住民票の写しの請求も抑止され又は警告され、住所は交付されない",
    "a claim for a copy of {who:word}, protected together, is held back or warned of too, and no address is issued",
)
def accompanying_is_held(scene: Scene, who: str) -> None:
    """
    SEC-006.2 and .3. The same hold as that of who applied, which was seen before: whoever only lives with a protected
    person may be warned of, where the person is held back.
    """
    kept = scene.do(claim_of_copy(scene, cast_of(scene)[who]))
    before = scene.memory["held as"]
    word = getattr(kept.outcome, "reason", None) or "・".join(getattr(kept.outcome, "alerts", [])) or "受理"
    scene.expect.absent(
        "SEC-006.2",
        held(kept) and isinstance(kept.outcome, before),
        both(f"申出者と同じ抑止又は警告（{before.__name__}）", f"held as who applied ({before.__name__})"),
        both(word, word),
        [kept.ref],
    )
    documents = getattr(kept.outcome, "documents", [])
    shown = [item for document in documents for item in document.items if item.item == "address"]
    scene.expect.absent(
        "SEC-006.3",
        not shown,
        both("住所なし", "no address"),
        both(f"{len(shown)}件", len(shown)),
        [kept.ref],
    )


@then(
    "併せて支援を求める{who:word}の表示も、A01とJ23とL09により伝わっている",
    "the flag of {who:word}, protected together, has been told by A01, J23 and L09 too",
)
def accompanying_is_flagged(scene: Scene, who: str) -> None:
    """
    SEC-007.1, .2 and .4.
    """
    character = cast_of(scene)[who]
    changes = about(scene, character, "before support", "A01")
    flagged = [message for message in changes if message.body.get("protected") is True]
    scene.expect.observed(
        "SEC-007.1",
        bool(changes) and len(flagged) == len(changes),
        both("表示あり", "with the flag"),
        both(f"{len(changes)}通のうち{len(flagged)}通", f"{len(flagged)} of {len(changes)}"),
        refs(changes),
    )
    held = [message for message in marks(scene, character) if message.body.get("held")]
    for clause, kind, found in (("SEC-007.2", "J23", flags(scene, character)), ("SEC-007.4", "L09", held)):
        scene.expect.observed(
            clause,
            bool(found),
            both(f"{kind}あり", f"{kind} sent"),
            both(f"{len(found)}通", len(found)),
            refs(found),
        )
    marked_first(scene, character)
