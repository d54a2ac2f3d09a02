"""
A city taken over in bulk: seconds for the registry, and for each fake that must know its residents.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from harness.running.statement import Settings, parse_connect
from harness.running.town import open_instance
from scenarios.population.door import POPULATIONS
from scenarios.population.replay import folder, known, standing

RESIDENTS = 100_000
BOUND_S = 1800.0
OTHER = "131016"


def measure(residents: int = RESIDENTS) -> Iterator[tuple[str, str]]:
    """
    Name and figure, one after another. Wall time, and beside it processor time of the whole process.
    """
    with tempfile.TemporaryDirectory(prefix="tekigo-bench-") as made:
        out = Path(made) / "city"
        POPULATIONS.populate(
            lambda _done, _of: None,
            preset_name="wako", marginals_file=None, seed=1, residents=residents, day=None, shard=None, columns="all",
            file_format="parquet", out=out, events=None, provable=False, digest=False,
        )  # fmt: skip
        rows = folder.residents_of(out)
    lines = [standing.standing(row) for row in rows]
    municipality = rows[0]["municipality_code"]
    settings = Settings(municipality=municipality, first_day="2026-01-01")
    instance = open_instance(parse_connect("reference"), settings, [], {})
    try:
        instance.driver.connect(instance.town)
        instance.driver.set_clock("2026-01-01T09:00:00+09:00")

        def fake(name: str, told: Iterator[known.Line]) -> Callable[[], object]:
            return lambda: instance.control.load(name, known.encoded(told), BOUND_S)

        loads = {
            "registry": lambda: instance.driver.load(lines, BOUND_S),
            "juki_net": fake("juki_net", known.network(lines, municipality, OTHER)),
            "addressee": fake("addressee", known.addressee(lines, municipality)),
            "card_management": fake("card_management", known.cards(lines, municipality)),
        }
        for name, load in loads.items():
            wall, cpu = time.monotonic(), time.process_time()
            load()
            took = f"{time.monotonic() - wall:.1f} s, {time.process_time() - cpu:.1f} s of processor time"
            yield f"bulk load of {residents:,} residents: {name}", took
    finally:
        instance.close()
