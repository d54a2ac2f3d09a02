"""
Which expectation is proven by which defect: for each defect a few scenarios, and what saw it there when the proof was
last written down.

A defect is mostly seen by several expectations. Whoever strikes out one of them leaves it killed by the others, and
nobody would notice; held against this list, the expectation that has gone blind is named, and the defect that it used
to see. Every expectation that ever saw a defect stands in at least one line.
"""

from __future__ import annotations

import csv
import heapq
import io
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from harness.judgement.catalogue import Catalogue
from harness.judgement.checks import CHECKS
from harness.running.orders import Scenario
from harness.running.proof import Outcome, Proof
from harness.words.errors import ConfigurationError, UsageError, Where

BESIDE = 3
"""What is kept as seeing a defect is played by the reference too, and most of it by two lawful registries."""

WORTH = 6
"""An expectation that is not seen elsewhere is worth a scenario of so many acts: it would take one more."""

FILE = "kills.csv"
HEAD = ("defect", "seen_by", "in")
BETWEEN = " | "


class Kept(Struct, frozen=True):
    """
    What is kept of one defect. ``scenarios``: by their names; ``seen_by``: the expectations that see it in them.
    """

    seen_by: list[str] = []
    scenarios: list[str] = []


def load(folder: Path) -> dict[str, Kept]:
    """
    What is kept of each defect in ``kills.csv`` of the catalogue's folder; empty where there is none yet. A line may
    lack the scenarios: then all that could notice are played.

    Raises ConfigurationError for a file of another form.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    if not rows or tuple(rows[0][:2]) != HEAD[:2] or any(len(row) not in (2, 3) for row in rows):
        raise ConfigurationError(
            f"{FILE}の各行は{'、'.join(HEAD)}でなければならない",
            f"{FILE} does not have the columns {', '.join(HEAD)} in every line",
            where=Where(str(path)),
            hint=(
                "この表を元に戻すか、消してtekigo prove --write docs/proof.mdで書き直す。",
                "Restore the table, or delete it and write it again with tekigo prove --write docs/proof.md.",
            ),
        )
    return {
        row[0]: Kept(row[1].split(), [name for name in "".join(row[2:]).split(BETWEEN) if name])
        for row in rows[1:]
    }


def refuse_unknown(mute: Iterable[str], catalogue: Catalogue, known: dict[str, Kept]) -> None:
    """
    Raise UsageError for a mute that is neither a clause nor a standing check, nor an expectation that is kept.
    """
    expectations = {name for one in known.values() for name in one.seen_by}
    unknown = sorted({*mute} - catalogue.clauses.keys() - {*CHECKS} - expectations)
    if unknown:
        checks = ", ".join(CHECKS)
        raise UsageError(
            f"--mute {', '.join(unknown)}は項でも常時検査でもなく、{FILE}に残る期待でもない",
            f"--mute {', '.join(unknown)} is neither a clause nor a standing check, nor an expectation of {FILE}",
            hint=(
                f"項はREL-001.3、期待はREL-005.3@deletions.goneのように書く。常時検査は{checks}。",
                f"A clause looks like REL-001.3, an expectation like REL-005.3@deletions.gone; checks: {checks}.",
            ),
        )


def save(folder: Path, proofs: Iterable[Proof], known: Iterable[str], scenarios: Iterable[Scenario]) -> Path:
    """
    Renew the lines of what was proven, drop those of defects that are not ``known`` any more, leave the others.
    ``scenarios`` are those that were collected.
    """
    names = {one.key: one.name for one in scenarios}
    proven = {proof.defect.name: proof for proof in proofs}
    here = set(known)
    seen = {name: one for name, one in load(folder).items() if name in here - proven.keys()}
    killed = [proof for proof in proven.values() if proof.outcome is Outcome.KILLED]
    held = {expectation for one in seen.values() for expectation in one.seen_by}
    anyway = {name for one in seen.values() for name in one.scenarios}
    for name, keys in telling(killed, held, {key for key, name in names.items() if name in anyway}).items():
        seen_by = set().union(*(_shown(proven[name])[key][0] for key in keys))
        seen[name] = Kept(sorted(seen_by), [names[key] for key in keys])
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEAD)
    rows = [(name, " ".join(one.seen_by), BETWEEN.join(one.scenarios)) for name, one in seen.items()]
    table.writerows(row for row in sorted(rows) if row[0] in here)
    path = folder / FILE
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def telling(
    proofs: Collection[Proof], held: Iterable[str] = (), anyway: Iterable[str] = ()
) -> dict[str, list[str]]:
    """
    Keys of few scenarios for each defect. In them each requirement that it must break fails, and between all of them
    every expectation that saw a defect sees one, unless it is ``held`` already.

    Short ones are preferred, and those that are kept ``anyway``: a proof plays them in any case.
    """
    shown = {proof.defect.name: _shown(proof) for proof in proofs}
    left = {expectation for saw in shown.values() for here, _ in saw.values() for expectation in here}
    left -= set(held)
    chosen: dict[str, set[str]] = {}
    kept = set(anyway)
    for proof in sorted(proofs, key=lambda proof: (len(proof.seen_by), proof.defect.name)):
        chosen[proof.defect.name] = _killing(proof, shown[proof.defect.name], left, kept)
        kept |= chosen[proof.defect.name]
    for name, key in _covering(shown, left):
        chosen[name].add(key)
    return {name: sorted(keys) for name, keys in chosen.items()}


def between_them(known: Collection[Kept]) -> set[str]:
    """
    Names of few scenarios in which, between them, every expectation sees a defect that sees one in what is kept.

    Of a defect that is kept in several scenarios it is not known what sees it in which: all of them are taken.
    """
    several = [one for one in known if len(one.scenarios) > 1]
    held = {expectation for one in several for expectation in one.seen_by}
    here: dict[str, set[str]] = {}
    for one in known:
        if len(one.scenarios) == 1:
            here.setdefault(one.scenarios[0], set()).update(one.seen_by)
    chosen = {name for one in several for name in one.scenarios}
    left = set().union(*here.values()) - held.union(*(here.get(name, ()) for name in chosen))
    while left:
        name = max(here, key=lambda name: (len(here[name] & left), name))
        chosen.add(name)
        left -= here[name]
    return chosen


Saw = dict[str, tuple[set[str], int]]
"""Scenario → the expectations that saw a defect in it, and after how many acts the first did."""


def _shown(proof: Proof) -> Saw:
    """
    What saw the defect; the scenarios of the fewest acts first.
    """
    saw: Saw = {}
    for one in proof.failures:
        if one.scenario and one.requirement in proof.defect.named:
            seen, acts = saw.get(one.scenario, (set(), one.acts))
            saw[one.scenario] = ({*seen, one.expectation}, min(one.acts, acts))
    return {key: saw[key] for key in sorted(saw, key=lambda key: (saw[key][1], key))}


def _killing(proof: Proof, saw: Saw, left: set[str], anyway: set[str]) -> set[str]:
    """
    Scenarios in which the defect fails everything that it must. What they show is taken out of ``left``.
    """
    due, chosen = set(proof.killers), set()

    def worth(key: str) -> tuple[int, int]:
        seen, acts = saw[key]
        times = 1 if key in anyway else 1 + BESIDE
        return len(due & _requirements(seen)), WORTH * len(left & seen) - times * acts

    while due:
        key = max(saw, key=worth)
        chosen.add(key)
        due -= _requirements(saw[key][0])
        left -= saw[key][0]
    return chosen


def _covering(shown: dict[str, Saw], left: set[str]) -> Iterable[tuple[str, str]]:
    """
    Defects and scenarios that show what is ``left``, those first that show most of it.
    """
    heap = [
        (-len(here & left), number, name, key)
        for number, (name, key, here) in enumerate(
            (name, key, here) for name, saw in shown.items() for key, (here, _) in saw.items()
        )
    ]
    heapq.heapify(heap)
    while left:
        most, number, name, key = heapq.heappop(heap)
        here = shown[name][key][0]
        now = len(here & left)
        if now == -most:
            left -= here
            yield name, key
        elif now:
            heapq.heappush(heap, (-now, number, name, key))


def _requirements(expectations: Iterable[str]) -> set[str]:
    return {expectation.partition("@")[0].rpartition(".")[0] for expectation in expectations}
