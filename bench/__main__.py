"""
``python -m bench``: residents per second beside other libraries; start and report time, the instrument's own time per
scenario, and the same exchanges bare.

Each figure is the median of several runs with its least and greatest; on a machine that does other work beside they
are only indicative. The bare replay sends the commands and reads of a run once more over httpx, with the values that
they really had, to a fresh registry and town wired alike, without anything of the instrument around it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import loading, population
from bench.replay import replayed
from harness.cli.written import write_reports
from harness.evidence.events import RunEnded, ScenarioEnded, lanes, read
from harness.running.run import Ended, perform
from harness.running.statement import Statement, parse_connect

NS = 1_000_000_000


def main() -> None:
    """
    Measure and print a table.
    """
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="so many runs; the median counts (default 3)")
    parser.add_argument("--select", default="", help="only these groups or requirements, by commas")
    parser.add_argument(
        "--part", choices=("all", "runs", "population", "loading"), default="all", help="only this part"
    )
    chosen = parser.parse_args()
    parts: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
        "population": population.measure,
        "loading": loading.measure,
    }
    for part, measure in parts.items():
        if chosen.part in (part, "all"):
            for name, figure in measure():
                sys.stdout.write(f"{name:<58}{figure:>40}\n")
                sys.stdout.flush()
    if chosen.part in parts:
        return
    rows: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="tekigo-bench-") as out:
        for number in range(chosen.runs):
            measured = _once(Path(out), [word for word in chosen.select.split(",") if word])
            for name, value in measured.items():
                rows.setdefault(name, []).append(value)
            sys.stderr.write(f"run {number + 1} of {chosen.runs} done\n")
    sys.stdout.write(f"{'figure':<58}{'median':>10}{'least':>10}{'greatest':>10}\n")
    for name, values in rows.items():
        sys.stdout.write(
            f"{name:<58}{statistics.median(values):>10.3f}{min(values):>10.3f}{max(values):>10.3f}\n"
        )


def _once(out: Path, selection: list[str]) -> dict[str, float]:
    began = time.monotonic()
    ended: Ended = perform(
        Statement(parse_connect("reference")),
        out=out,
        selection=selection,
        language="en",
        jobs=1,
        progress=lambda _line: None,
    )
    wall = time.monotonic() - began
    before = time.monotonic()
    write_reports(ended.folder, "en")
    report = time.monotonic() - before
    scenarios = [event for event in read(lanes(ended.folder)) if isinstance(event, ScenarioEnded)]
    lane_s = sum(event.took_ns for event in read(lanes(ended.folder)) if isinstance(event, RunEnded)) / NS
    inside = sum(event.took_ns for event in scenarios) / NS
    waiting = sum(event.registry_ns + event.town_ns for event in scenarios) / NS
    bare = replayed(selection, out / f"replay-{ended.folder.name}")
    count = max(1, len(scenarios))
    return {
        "scenarios": float(len(scenarios)),
        "wall, s": wall,
        "start (wall less the scenarios), s": wall - inside,
        "report, s": report,
        "start and report together, s (target 4)": wall - inside + report,
        "after the lane opened, outside scenarios, s": max(0.0, lane_s - inside),
        "waiting for registry and town, s": waiting,
        "instrument's own time per scenario, ms (target 20)": (inside - waiting) / count * 1000,
        "all that is not registry or town, per scenario, ms": (wall - waiting) / count * 1000,
        "exchanges at the port": float(bare.exchanges),
        "the same exchanges as bare httpx calls, s": bare.seconds,
        "bare, per exchange, ms": bare.seconds / max(1, bare.exchanges) * 1000,
        "replayed to the same outcome, %": bare.same / max(1, bare.exchanges) * 100,
    }


if __name__ == "__main__":
    main()
