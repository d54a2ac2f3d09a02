"""
Faults planted on purpose, each in one place: what is broken, whose it is, and who has to be told of it.

``SEEDS`` is the data of ``test_blame.py`` and of the table in ``docs/verdicts.md``
(``python -m tests.harness.running.seeds`` renews it). The functions below are registries for the entry-point group
``tekigo.registries``: each is the bundled one, and breaks something in the worker's process when it is made.
"""

from __future__ import annotations

import os
import resource
import signal
from collections import Counter
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

Whose = Literal["system", "configuration", "harness", "town"]
CLASSES: tuple[Whose, ...] = ("system", "configuration", "harness", "town")
CARD = "CARD-004.2"
"""A scenario in which every neighbour is used, and one of them speaks to the registry."""


class Seed(Struct, frozen=True, kw_only=True):
    """
    A planted fault. ``sut``, ``select``, ``settings``, ``text`` (replacement in the small feature), ``defect`` make it.

    ``exits`` is the exit code that goes with it; ``seeded`` and ``told`` are classes.
    """

    what: str
    seeded: Whose
    exits: int
    told: Whose | None = None
    sut: str = "reference"
    select: list[str] = []
    settings: dict[str, Any] = {}
    text: tuple[str, str] | None = None
    defect: str | None = None
    answer: tuple[int, str, str] | None = None


HOSTILE = "app:tests.harness.running.hostile:"
SEEDS = {
    "wrong-outcome": Seed(
        what="the registry dates a moving in by its filing (a deliberate defect)",
        seeded="system",
        exits=1,
        select=["REL-001.1"],
        defect="moving-in-dated-by-filing",
    ),
    "does-nothing": Seed(
        what="a registry that says yes to everything and does nothing",
        seeded="system",
        exits=1,
        sut="entry:empty-null",
    ),
    "commands-500": Seed(
        what="the registry answers commands with 500 after the doctor",
        seeded="system",
        exits=1,
        sut=f"{HOSTILE}commands_500",
        select=["REL-001"],
    ),
    "reads-500": Seed(
        what="the registry answers reads with 500 after the doctor",
        seeded="system",
        exits=1,
        sut=f"{HOSTILE}reads_500",
    ),
    "html-later": Seed(
        what="the registry answers commands with HTML after the doctor",
        seeded="system",
        exits=1,
        sut=f"{HOSTILE}html",
        select=["REL-001"],
    ),
    "hangs": Seed(
        what="the registry hangs at every command",
        seeded="system",
        exits=1,
        sut=f"{HOSTILE}commands_hang",
        settings={"answer_timeout_s": 0.5, "settle_ms": 100},
    ),
    "dies": Seed(
        what="the registry's process ends during the run",
        seeded="system",
        exits=1,
        sut=f"{HOSTILE}commands_die",
    ),
    "wrong-credential": Seed(
        what="the credential is not the one that the registry knows",
        seeded="configuration",
        exits=2,
        answer=(401, "application/problem+json", '{"type":"about:blank","title":"no","status":401}'),
    ),
    "wrong-address": Seed(
        what="nobody listens at the address",
        seeded="configuration",
        exits=2,
        sut="http://127.0.0.1:1",
    ),
    "another-service": Seed(
        what="something else listens at the address (HTML)",
        seeded="configuration",
        exits=2,
        answer=(200, "text/html", "<html>login</html>"),
    ),
    "role-not-offered": Seed(
        what="the statement claims a role that the registry does not offer",
        seeded="configuration",
        exits=2,
        sut=f"{HOSTILE}without_roles",
    ),
    "another-municipality": Seed(
        what="the registry is that of another municipality",
        seeded="configuration",
        exits=2,
        sut=f"{HOSTILE}commands_500",
        settings={"municipality": "111007"},
    ),
    "not-installed": Seed(
        what="the entry point is not installed",
        seeded="configuration",
        exits=2,
        sut="entry:nobody",
    ),
    "not-declared": Seed(
        what="the adapter does not declare a command that scenarios need",
        seeded="configuration",
        exits=4,
        sut=f"{HOSTILE}without_moving_in",
    ),
    "used-before": Seed(
        what="the registry holds the data of an earlier run: its clock stands after the first day",
        seeded="configuration",
        exits=2,
        sut=f"{HOSTILE}used_before",
    ),
    "no-such-step": Seed(
        what="no wording fits the text of a step",
        seeded="harness",
        exits=3,
        text=("もし 太郎が", "もし 火星人が攻めて太郎が"),
    ),
    "step-with-a-bug": Seed(
        what="a step raises an error of its own",
        seeded="harness",
        exits=3,
        sut="entry:seed-step-with-a-bug",
    ),
    "worker-killed": Seed(
        what="the worker of a lane gets SIGKILL", seeded="harness", exits=3, sut="entry:seed-worker-killed"
    ),
    "disk-full": Seed(
        what="the disk is full: events cannot be written any more",
        seeded="harness",
        exits=3,
        sut="entry:seed-disk-full",
    ),
    "fake-breaks": Seed(
        what="a fake's own code fails over a message of the registry",
        seeded="town",
        exits=3,
        sut="entry:seed-fake-breaks",
    ),
    "fake-says-wrong": Seed(
        what="a fake sends the registry a message that is not as published",
        seeded="town",
        exits=3,
        sut="entry:seed-fake-says-wrong",
        select=[CARD],
    ),
    "control-plane-breaks": Seed(
        what="a fake's control plane fails when it is asked to act",
        seeded="town",
        exits=3,
        sut="entry:seed-control-plane-breaks",
        select=[CARD],
    ),
    "fake-ends": Seed(
        what="the process of the fakes ends during the run",
        seeded="town",
        exits=3,
        sut="process",
        select=["REL-001"],
    ),
}
CREATED = tuple(name for name, seed in SEEDS.items() if seed.sut == f"entry:seed-{name}")


def _reference(config: dict[str, Any], transport: Any) -> Any:
    from registry.bootstrap import create

    return create(config, transport)


def step_with_a_bug(config: dict[str, Any], transport: Any) -> Any:
    """
    Every step that gives a command stumbles.
    """
    from harness.running.scene import Scene

    def do(_scene: Scene, _command: Any) -> Any:
        raise KeyError("nothing")

    Scene.do = do  # type: ignore[assignment,method-assign]
    return _reference(config, transport)


def worker_killed(config: dict[str, Any], transport: Any) -> Any:
    """
    The first command is the end of the process.
    """
    from harness.running.scene import Scene

    def do(_scene: Scene, _command: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    Scene.do = do  # type: ignore[assignment,method-assign]
    return _reference(config, transport)


def disk_full(config: dict[str, Any], transport: Any) -> Any:
    """
    From the first command on no file may grow.
    """
    from harness.running.scene import Scene

    real = Scene.do

    def do(scene: Scene, command: Any) -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
        return real(scene, command)

    Scene.do = do  # type: ignore[assignment,method-assign]
    return _reference(config, transport)


def fake_breaks(config: dict[str, Any], transport: Any) -> Any:
    """
    The network cannot take a J01 any more.
    """
    from fakes._core.reception import Reception

    real = Reception._judge_envelope

    def judge(reception: Reception, envelope: Any) -> None:
        if envelope.message_type == "J01":
            raise KeyError("nothing")
        real(reception, envelope)

    Reception._judge_envelope = judge  # type: ignore[assignment,method-assign]
    return _reference(config, transport)


def fake_says_wrong(config: dict[str, Any], transport: Any) -> Any:
    """
    The card management system leaves out what a K03 must have.
    """
    from fakes._core.sender import Sender

    real = Sender._parcel

    def parcel(sender: Sender, outgoing: Any, trace_id: str) -> Any:
        made = real(sender, outgoing, trace_id)
        if outgoing.message_type == "K03":
            made.body = {}
        return made

    Sender._parcel = parcel  # type: ignore[assignment,method-assign]
    return _reference(config, transport)


def control_plane_breaks(config: dict[str, Any], transport: Any) -> Any:
    """
    No fake can be made to act.
    """
    from fakes._core import control

    async def act(*_given: Any) -> Any:
        raise KeyError("nothing")

    control.act = act  # type: ignore[assignment]
    return _reference(config, transport)


def confusion(told: dict[str, Whose]) -> dict[tuple[Whose, Whose], int]:
    """
    How often a fault of one class was told as one of another.
    """
    return Counter((SEEDS[name].seeded, whose) for name, whose in told.items())


def table() -> str:
    """
    The confusion matrix and the list of planted faults, as Markdown.
    """
    told: dict[str, Whose] = {name: seed.told or seed.seeded for name, seed in SEEDS.items()}
    counted = confusion(told)
    names = {
        "system": "system under test",
        "configuration": "configuration or data",
        "harness": "harness",
        "town": "town",
    }
    lines = [
        "| seeded ↓ told → | " + " | ".join(names[each] for each in CLASSES) + " |",
        "|---|" + "--:|" * len(CLASSES),
    ]
    for seeded in CLASSES:
        cells = [str(counted.get((seeded, each), 0)) for each in CLASSES]
        lines.append(f"| {names[seeded]} | " + " | ".join(cells) + " |")
    lines += ["", "| Planted fault | Seeded | Told | Exit |", "|---|---|---|--:|"]
    lines += [
        f"| {seed.what} | {names[seed.seeded]} | {names[told[name]]} | {seed.exits} |"
        for name, seed in SEEDS.items()
    ]
    return "\n".join(lines) + "\n"


BEGIN, END = "<!-- planted faults -->\n", "<!-- end of planted faults -->\n"
PAGE = Path(__file__).parents[3] / "docs" / "verdicts.md"


def renewed(page: str) -> str:
    """
    The page with its table made anew.
    """
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
