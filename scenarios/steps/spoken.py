"""
The steps as pytest-bdd sees them: one per kind, which does whatever the wording that fits stands for.
"""

from __future__ import annotations

from pytest_bdd import given, then, when

from harness.running.scene import Scene
from scenarios.wording import AnyWording, Spoken


@given(AnyWording("given"))
@when(AnyWording("when"))
@then(AnyWording("then"))
def perform(scene: Scene, spoken: Spoken) -> None:
    """
    Do what the step says.
    """
    scene.say_who(spoken.wording.name)
    table = {"datatable": scene.table} if spoken.wording.tabled else {}
    spoken.wording.function(scene, **spoken.values, **table)
