"""
Steps of answers that wait for a clerk at the intermediary server (LINK-009).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.linkage import last, told
from scenarios.steps.observing import refs
from scenarios.steps.provision_copy import stored
from scenarios.wording import then, when

HELD = "auto-response-off"
ITEMS = ("householder", "householder_name", "relationship")


@when(
    "職員が{who:word}についての照会への提供を承認する",
    "a clerk approves that the inquiry about {who:word} is answered",
)
def approve(scene: Scene, who: str) -> None:
    """
    番号カード省令41条3項. Too late an approval is the clerk's mistake and no fault of the line.
    """
    del who
    asked = last(scene)
    scene.act("intermediary_server", "answer_held", {"processing_number": asked.number})


@then(
    "{who:word}についての照会は、自動応答不可を理由とするL06により保留されている",
    "the inquiry about {who:word} is held by L06, automatic answers being off",
)
def is_held(scene: Scene, who: str) -> None:
    """
    LINK-009.2.
    """
    del who
    found = told(scene, "L06", last(scene))
    reasons = [message.body.get("reason") for message in found]
    scene.expect.observed(
        "LINK-009.2",
        reasons == [HELD],
        both("L06（自動応答不可）一件", f"one L06 ({HELD})"),
        both(f"L06 {reasons}", f"L06 {reasons}"),
        refs(found),
    )


@then(
    "{who:word}についての照会に、自動的な提供はされていない",
    "the inquiry about {who:word} is not answered automatically",
)
def not_answered(scene: Scene, who: str) -> None:
    """
    LINK-009.5.
    """
    del who
    found = told(scene, "L05", last(scene))
    scene.expect.absent(
        "LINK-009.5",
        not found,
        both("L05なし", "no L05"),
        both(f"L05 {len(found)}件", f"{len(found)} L05"),
        refs(found),
    )


@then(
    "承認により、{who:word}の副本の内容が提供されている",
    "the approval provides the content of the copy of {who:word}",
)
def provided_on_approval(scene: Scene, who: str) -> None:
    """
    LINK-009.3: the newest copy says what is provided.
    """
    copies = stored(scene, cast_of(scene)[who])
    expected = [{name: copies[-1].body[name] for name in ITEMS}] if copies else []
    found = told(scene, "L05", last(scene))
    actual = [message.body.get("items") for message in found]
    scene.expect.observed(
        "LINK-009.3",
        bool(expected) and actual == expected,
        both(f"提供 {expected}", f"provided {expected}"),
        both(f"提供 {actual}", f"provided {actual}"),
        refs(found),
    )
    scene.expect.witness(bool(found))


@then(
    "承認による提供は、提供の日時とともに提供者の記録に残っている",
    "what the approval provided stands in the provider's record, with the time of provision",
)
def approval_recorded(scene: Scene) -> None:
    """
    LINK-011.1, on the side of the provider: no longer held, and provided when the clerk approved.
    """
    asked = last(scene)
    shown = scene.state("intermediary_server", "records", {"processing_number": asked.number})["records"]
    actual = [(each["result"], str(each["provided_at"])[:16]) for each in shown]
    expected = [("provided", scene.lane.clock.now.isoformat()[:16])]
    scene.expect.observed(
        "LINK-011.1",
        actual == expected,
        both(expected, expected),
        both(actual, actual),
        refs(told(scene, "L05", asked)),
    )


@then(
    "効力を失った通知による{who:word}の情報の提供はされていない",
    "nothing about {who:word} is provided on a notice that has lost its force",
)
def nothing_after_validity(scene: Scene, who: str) -> None:
    """
    LINK-009.4.
    """
    del who
    found = told(scene, "L05", last(scene))
    held = told(scene, "L06", last(scene))
    scene.expect.observed(
        "LINK-009.4",
        not found,
        both("L05なし", "no L05"),
        both(f"L05 {len(found)}件", f"{len(found)} L05"),
        refs([*found, *held]),
    )
