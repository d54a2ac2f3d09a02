"""
Steps of cards that come back and are destroyed (CARD-012).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import DestroyCard, ReportCardFound, ReturnCard
from harness.port.outcomes import Accepted
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.card_acts import RETURNS, TERMINAL, counter, present
from scenarios.steps.card_states_seen import at_the_organisation, card_of, told_changes
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.convenience_store import claim, printed
from scenarios.steps.counter import identity_of, remember, resident_of
from scenarios.steps.hand_over import hand_over
from scenarios.steps.log_lines import lines_after, log_end
from scenarios.steps.register import refs
from scenarios.wording import then, when


@when(
    "職員「{operator:word}」が{who:word}のカードの{cause:word}による返納を{day:date}に受け付ける",
    "the clerk {operator:word} takes back the card of {who:word} on {day:date}, by {cause:word}",
)
def returned(scene: Scene, operator: str, who: str, cause: str, day: date) -> None:
    """
    番号令15条; of who died, the family brings it.
    """
    character = cast_of(scene)[who]
    scene.memory.setdefault("log before", log_end(scene))
    at = scene.counter(_named(scene, operator), TERMINAL)
    command = ReturnCard(at, resident_of(character), str(character.card_id), day.isoformat(), RETURNS[cause])
    remember(scene, cast_of(scene), scene.do(command))


@when(
    "職員「{operator:word}」が{who:word}のカードを{day:date}に廃棄する",
    "the clerk {operator:word} destroys the card of {who:word} on {day:date}",
)
def destroy(scene: Scene, operator: str, who: str, day: date) -> None:
    """
    番号令17条.
    """
    character = cast_of(scene)[who]
    scene.memory.setdefault("log before", log_end(scene))
    at = scene.counter(_named(scene, operator), TERMINAL)
    command = DestroyCard(at, str(character.card_id), day.isoformat())
    remember(scene, cast_of(scene), scene.do(command))


def _named(scene: Scene, operator: str) -> str:
    """
    The clerk's name in the log, of this scenario alone.
    """
    names: dict[str, str] = scene.memory.setdefault("clerks", {})
    return names.setdefault(operator, f"op-{len(names)}-{scene.random.randrange(10**6):06d}")


@then(
    "{who:word}のカードは返納となり、{day:date}の職員「{operator:word}」の操作として残る",
    "the card of {who:word} is returned, and stands as an act of the clerk {operator:word} on {day:date}",
)
def is_returned(scene: Scene, who: str, day: date, operator: str) -> None:
    """
    CARD-012.1.
    """
    _stands(scene, who, "returned", day, operator)


@then(
    "{who:word}のカードは次いで廃棄となり、{day:date}の職員「{operator:word}」の操作として残る",
    "the card of {who:word} is then destroyed, and stands as an act of the clerk {operator:word} on {day:date}",
)
def is_destroyed(scene: Scene, who: str, day: date, operator: str) -> None:
    """
    CARD-012.1.
    """
    _stands(scene, who, "destroyed", day, operator)


def _stands(scene: Scene, who: str, state: str, day: date, operator: str) -> None:
    character = cast_of(scene)[who]
    card, kept = card_of(scene, character)
    days = _days_of(scene, operator, resident_of(character))
    same(scene, "CARD-012.1", (state, [day.isoformat()]), (getattr(card, "state", None), days), [kept.ref])


def _days_of(scene: Scene, operator: str, resident: str) -> list[str]:
    """
    The days on which the log shows acts of this clerk about this resident.
    """
    name = _named(scene, operator)
    lines = lines_after(scene, scene.memory["log before"])[0]
    acts = [each for each in lines if each.operator == name and each.kind in ("operation", "event")]
    return sorted({each.at[:10] for each in acts if each.resident == resident})


@then(
    "{who:word}のカードの返納は一通のK05により機構に伝えられ、機構でも返納されている",
    "the return of the card of {who:word} is told to the organisation by one K05, and the card is returned there",
)
def told(scene: Scene, who: str) -> None:
    """
    CARD-012.2.
    """
    character = cast_of(scene)[who]
    found = [each for each in told_changes(scene, character) if each.body.get("state") == "returned"]
    actual = (len(found), at_the_organisation(scene, character))
    same(scene, "CARD-012.2", (1, "returned"), actual, refs(found))


@when(
    "返納された{who:word}のカードを、提出、交付若しくは発見の届出により、又はコンビニの端末で使おうとする",
    "it is tried to use the returned card of {who:word}: to present it, to hand it over, to have it found, at a store",
)
def tried(scene: Scene, who: str) -> None:
    """
    Every way in which a card comes into use.
    """
    character = cast_of(scene)[who]
    commands = [
        present(scene, character, scene.today, "continued-use"),
        present(scene, character, scene.today, "change-of-items"),
        hand_over(scene, character),
        ReportCardFound(
            counter(scene),
            identity_of(character),
            resident_of(character),
            str(character.card_id),
            scene.today.isoformat(),
        ),
    ]
    attempts: list[Invocation] = [scene.do(command) for command in commands]
    scene.memory["attempts"] = attempts
    scene.memory["at the store"] = claim(scene, character)


@then(
    "返納された{who:word}のカードは再び使えるようになっていない",
    "the returned card of {who:word} has not come back into use",
)
def not_used_again(scene: Scene, who: str) -> None:
    """
    CARD-012.3: on neither side, and nothing was issued with it.
    """
    character = cast_of(scene)[who]
    card, kept = card_of(scene, character)
    states = (getattr(card, "state", None), at_the_organisation(scene, character))
    unchanged(scene, "CARD-012.3", ("returned", "returned"), states, [kept.ref])
    attempts = scene.memory["attempts"]
    taken = [each for each in attempts if isinstance(each.outcome, Accepted)]
    unchanged(scene, "CARD-012.3", 0, len(taken), [each.ref for each in attempts])
    store = scene.memory["at the store"]
    unchanged(scene, "CARD-012.3", "", printed(store)[:1], [store.ref])
    handed = scene.messages("K04", card_id=character.card_id)
    unchanged(scene, "CARD-012.3", 1, len(handed), refs(handed))


@then(
    "返納されていない{who:word}のカードは廃棄されず、{state:word}のままである",
    "the card of {who:word}, which was not returned, is not destroyed and remains {state:word}",
)
def not_destroyed(scene: Scene, who: str, state: str) -> None:
    """
    CARD-012.4.
    """
    character = cast_of(scene)[who]
    card, kept = card_of(scene, character)
    unchanged(scene, "CARD-012.4", STATES[state], getattr(card, "state", None), [kept.ref])
    gone = [each for each in told_changes(scene, character) if each.body.get("state") == "destroyed"]
    none_sent(scene, "CARD-012.4", gone, [kept.ref])


@then(
    "廃棄された{who:word}のカードについて、職員「{operator:word}」の記録がある",
    "of the destroyed card of {who:word} there is a record by the clerk {operator:word}",
)
def recorded(scene: Scene, who: str, operator: str) -> None:
    """
    CARD-012.4: a line of the log, and the card is not gone from the register.
    """
    character = cast_of(scene)[who]
    card, kept = card_of(scene, character)
    days = _days_of(scene, operator, resident_of(character))
    scene.expect.absent(
        "CARD-012.4",
        bool(days) and card is not None,
        both("記録あり", "recorded"),
        both(f"記録{len(days)}日、カード{card is not None}", f"{len(days)} days, card {card is not None}"),
        [kept.ref],
    )


STATES = {"有効": "active", "失効": "lapsed", "一時停止": "suspended"}
