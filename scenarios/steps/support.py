"""
Support measures at the counter (支援措置; SEC-005).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from harness.port.commands import ApplyForSupport, DecideSupport, EndSupport, ExtendSupport, ReleaseSupport
from harness.port.reads import ReadSupportMeasures
from harness.port.records import SupportMeasure
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import identity_of
from scenarios.steps.observing import resident_of
from scenarios.wording import when

Opinion = Literal["police", "court", "counselling-centre", "child-guidance-centre"]


def measure_of(character: Character) -> str:
    """
    The handle of the character's measure, as the registry named it.
    """
    return character.notes["measure"]


def shown(scene: Scene, character: Character) -> tuple[SupportMeasure | None, Invocation]:
    """
    The character's measure as the registry shows it now, and the read as evidence.
    """
    kept = scene.ask(ReadSupportMeasures(resident_of(character)))
    found = getattr(kept.outcome, "measures", None) or []
    return next((each for each in found if each.measure == measure_of(character)), None), kept


OPINIONS: dict[str, Opinion] = {
    "警察": "police",
    "裁判所": "court",
    "配偶者暴力相談支援センター": "counselling-centre",
    "児童相談所": "child-guidance-centre",
}
"""Whose opinion comes with an application, by the word of the text."""


def apply(scene: Scene, character: Character, opinion: Opinion = "police") -> None:
    """
    The application with an opinion. What reached the neighbours before is remembered by number.
    """
    scene.settle()
    scene.memory["before support"] = len(scene.lane.messages_of(scene.scenario))
    accepted = scene.must(
        ApplyForSupport(
            counter=scene.counter(),
            identity=identity_of(character),
            resident=resident_of(character),
            applied_on=scene.today.isoformat(),
            opinion=opinion,
        )
    )
    character.notes["measure"] = str(accepted.measure)


@when(
    "{who:word}が警察の意見を添えて支援措置を申し出る",
    "{who:word} applies for a support measure with the opinion of the police",
)
def applies(scene: Scene, who: str) -> None:
    """
    Temporary until it is decided.
    """
    apply(scene, cast_of(scene)[who])


@when(
    "{who:word}が{opinion:text}の意見を添えて支援措置を申し出る",
    "{who:word} applies for a support measure with the opinion of {opinion:text}",
)
def applies_with_opinion(scene: Scene, who: str, opinion: str) -> None:
    """
    Whoever gives it, the measure is the same.
    """
    apply(scene, cast_of(scene)[who], OPINIONS[opinion])


@when(
    "団体内統合宛名システムがL09に二度続けて混雑を答える間に、{who:word}が支援措置を申し出る",
    "while the addressee system answers L09 twice with busy, {who:word} applies for a support measure",
)
def applies_while_busy(scene: Scene, who: str) -> None:
    """
    The mark cannot reach the intermediary server yet.
    """
    scene.faults("addressee", [{"message_type": "L09", "receiver": None, "action": "busy", "times": 2}])
    apply(scene, cast_of(scene)[who])


@when(
    "窓口が{who:word}の支援措置を{starts:date}から認める",
    "the counter confirms the support measure of {who:word} from {starts:date}",
)
def confirmed(scene: Scene, who: str, starts: date) -> None:
    """
    Decided today.
    """
    scene.must(
        DecideSupport(
            counter=scene.counter(),
            measure=measure_of(cast_of(scene)[who]),
            decided_on=scene.today.isoformat(),
            decision="confirm",
            starts_on=starts.isoformat(),
        )
    )


@when(
    "窓口が{who:word}の支援措置を{asked:date}の申出により延長する",
    "the counter extends the support measure of {who:word} as asked for on {asked:date}",
)
def extended(scene: Scene, who: str, asked: date) -> None:
    """
    A further year from the day after the end.
    """
    measure = measure_of(cast_of(scene)[who])
    scene.must(ExtendSupport(counter=scene.counter(), measure=measure, requested_on=asked.isoformat()))


@when(
    "窓口が{who:word}の支援措置を{minutes:number}分の間だけ一時解除する",
    "the counter lifts the hold of {who:word} for {minutes:number} minutes",
)
def released(scene: Scene, who: str, minutes: int) -> None:
    """
    Inside the registry only. What reached the neighbours before is remembered.
    """
    scene.settle()
    scene.memory["before release"] = len(scene.lane.messages_of(scene.scenario))
    scene.must(
        ReleaseSupport(counter=scene.counter(), measure=measure_of(cast_of(scene)[who]), minutes=minutes)
    )


@when(
    "窓口が{who:word}の支援措置を期間の満了により終える",
    "the counter ends the support measure of {who:word} because its time is over",
)
def ended(scene: Scene, who: str) -> None:
    """
    The act of a clerk, after the end date.
    """
    scene.must(
        EndSupport(
            counter=scene.counter(),
            measure=measure_of(cast_of(scene)[who]),
            ended_on=scene.today.isoformat(),
            cause="expired",
        )
    )
