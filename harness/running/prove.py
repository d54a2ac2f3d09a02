"""
The proof: every deliberate defect must be failed at each requirement that it must, and at no unrelated one.

Workers collect the scenarios once. Each defect is then a round: a fresh town and registry with the defect planted, and
the scenarios that could notice. Rounds are dealt to whichever worker is free, the longest first.
"""

from __future__ import annotations

import heapq
import secrets
import selectors
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from harness.judgement.catalogue import Catalogue
from harness.judgement.checks import JUDGED
from harness.running import excused, kept, selection, systems
from harness.running.declared import PROCESS, REGISTRY, Declared, declared, refuse_unknown
from harness.running.entries import features_folder
from harness.running.job import Job
from harness.running.orders import Order, Round, Scenario, expectation
from harness.running.proof import LAWFUL, REFERENCE, Measurement, Outcome, Proof, System, proof_of
from harness.running.statement import Connect, Statement
from harness.running.workers import MOST_LANES, Worker
from harness.words.errors import HarnessFault, UsageError

LONGEST_ROUND_S = 600.0

Progress = Callable[[Proof | System, int, int], None]


@dataclass(frozen=True)
class Wanted:
    """
    What to prove. ``chosen``: words of ``--select``; all without any. ``whole``: everything against everything;
    ``broad``: what could notice a defect, and not only what is kept as noticing it.
    """

    chosen: list[str] = field(default_factory=list)
    jobs: int = 2
    whole: bool = False
    broad: bool = False
    mute: list[str] = field(default_factory=list)
    keep: Path | None = None
    features: Path | None = None
    language: str = "en"


@dataclass(order=True)
class Task:
    """
    A round that is to be played; the heaviest first.
    """

    weight: int
    number: int
    keys: set[str] = field(compare=False)
    subject: Declared | System = field(compare=False)
    last: bool = field(compare=False, default=True)


def prove(statement: Statement, wanted: Wanted, folder: Path, progress: Progress) -> Measurement:
    """
    Carry a proof out. ``folder`` is for what workers need while they work.

    Raises UsageError for a selection that names nothing, ConfigurationError for a defect that is none.
    """
    began = time.monotonic()
    root = wanted.features or features_folder()
    catalogue = Catalogue.load(root / "requirements")
    defects = declared()
    refuse_unknown(defects, catalogue)
    kept.refuse_unknown(wanted.mute, catalogue, kept.load(root / "requirements"))
    reasons = excused.load(root / "requirements", catalogue)
    subjects = select([*defects, *systems.installed()], catalogue, wanted.chosen)
    if wanted.chosen and not any(isinstance(one, System) and one.name == REFERENCE for one in subjects):
        subjects.append(System(REFERENCE, LAWFUL))
    if not 1 <= wanted.jobs <= MOST_LANES:
        raise UsageError(
            f"-j {wanted.jobs}：ワーカーの数は1から{MOST_LANES}まで",
            f"-j {wanted.jobs}: there can be 1 to {MOST_LANES} workers",
        )
    job = Job(
        run=f"prove-{secrets.token_hex(4)}",
        lane=0,
        lanes=1,
        folder=str(folder),
        statement=statement,
        language=wanted.language,
        selection=[],
        catalogue=str(root / "requirements"),
        key=secrets.token_hex(32),
    )
    table = _Table(job, root, wanted, subjects, progress)
    try:
        table.play()
    finally:
        table.clear()
    mute = frozenset(wanted.mute)
    sound = [failure for system in table.systems if system.name == REFERENCE for failure in system.failures]
    proofs = [proof.without(mute).beside(sound) for proof in table.proofs]
    proofs.sort(key=lambda proof: proof.defect.name)
    played = sorted(table.systems, key=lambda system: (system.kind, system.name))
    carried = sorted({clause for one in table.scenarios for clause in one.clauses})
    known = [defect.name for defect in defects]
    took_s = round(time.monotonic() - began, 3)
    checked = [expectation(clause, name) for name, clauses in JUDGED.items() for clause in sorted(clauses)]
    complete = not wanted.chosen and not wanted.mute
    return Measurement(
        proofs, played, carried, wanted.mute, known, took_s, table.scenarios, checked, reasons, complete
    )


def select(known: list[Declared | System], catalogue: Catalogue, words: list[str]) -> list[Declared | System]:
    """
    What a selection names: defects by id, by part and id, or by a requirement or group that they name; systems by their
    entry points. And the canaries, which are always planted.

    Raises UsageError for a word that names nothing.
    """
    if not words:
        return known
    chosen: list[Declared | System] = [one for one in known if isinstance(one, Declared) and one.canary]
    groups = set(catalogue.requirements) | {group.group for group in catalogue.groups}
    for word in words:
        here = [one for one in known if word in _names(one)]
        if not here and word.upper() in groups:
            wanted = set(catalogue.select([word]))
            here = [one for one in known if isinstance(one, Declared) and wanted & one.named]
        if not here:
            raise UsageError(
                f"{word}という欠陥はなく、要件{word}を挙げる欠陥もない",
                f"there is no defect {word}, and none names a requirement {word}",
                hint=(
                    "欠陥又は要件のIDを示す。--selectがなければすべての欠陥を確かめる。",
                    "Give ids of defects or requirements; without --select every defect is proven.",
                ),
            )
        chosen += [one for one in here if one not in chosen]
    return chosen


def _names(one: Declared | System) -> tuple[str, str]:
    return (one.id, one.name) if isinstance(one, Declared) else (systems.entry_of(one), systems.entry_of(one))


class _Table:
    """
    The workers, what is left to do, and what came of it.
    """

    def __init__(
        self,
        job: Job,
        features: Path,
        wanted: Wanted,
        subjects: list[Declared | System],
        progress: Progress,
    ) -> None:
        self.proofs: list[Proof] = []
        self.systems: list[System] = []
        self._job = job
        self._features = features
        self._wanted = wanted
        self._subjects = subjects
        self._kept = kept.load(features / "requirements")
        self._progress = progress
        self.scenarios: list[Scenario] = []
        self._keys: dict[str, list[str]] = {}
        self._tasks: list[Task] = []
        self._numbers = iter(range(1_000_000))
        self._workers: list[Worker] = []
        self._selector = selectors.DefaultSelector()
        self._playing: dict[int, tuple[Task, float]] = {}
        self._last: System | None = None

    def play(self) -> None:
        """
        Play everything there is to play.
        """
        for _ in range(min(self._wanted.jobs, max(1, len(self._subjects)))):
            self._hire()
        while self._selector.get_map():
            for key, _ in self._selector.select(timeout=1.0):
                worker = key.data
                if not isinstance(worker, Worker):
                    raise HarnessFault(
                        "待ち受けの対象にワーカーでないものがある",
                        "the selector holds something that is no worker",
                    )
                for line in worker.lines():
                    self._heard(worker, line)
                if worker.done:
                    self._left(worker)
            self._send_home_who_hangs()

    def clear(self) -> None:
        """
        End the workers that still run.
        """
        for worker in self._workers:
            worker.stop()
        self._selector.close()

    def _hire(self) -> None:
        worker = Worker(self._job, self._features, ordered=True)
        self._workers.append(worker)
        self._selector.register(worker.pipe, selectors.EVENT_READ, worker)

    def _heard(self, worker: Worker, line: dict[str, Any]) -> None:
        if line["kind"] == "collected":
            if not self.scenarios:
                self.scenarios = [Scenario(*told) for told in line["scenarios"]]
                for one in self.scenarios:
                    self._keys.setdefault(one.name, []).append(one.key)
                for subject in self._subjects:
                    self._plan(subject)
            self._deal(worker)
        elif line["kind"] == "round":
            task, _ = self._playing.pop(id(worker))
            self._played(task, msgspec.convert(line["round"], Round))
            self._deal(worker)
        elif line["kind"] == "fault":
            worker.told = line

    def _plan(self, subject: Declared | System) -> None:
        if isinstance(subject, Declared) and not subject.named and subject.rules:
            # It breaks a rule of the fake's own and nothing else: the fake's tests prove it, no scenario can.
            self.proofs.append(Proof(subject, [], []))
            self._tell(self.proofs[-1])
        elif self._wanted.whole:
            self._add(selection.everything(self.scenarios), subject)
        elif self._wanted.chosen and isinstance(subject, System) and subject.name == REFERENCE:
            self._last = subject
        elif isinstance(subject, System):
            self._add(self._for_system(subject) or selection.few(self.scenarios), subject)
        elif self._known_to_see(subject):
            self._add(
                selection.telling(self.scenarios, subject, self._known_to_see(subject)), subject, last=False
            )
        else:
            self._add(selection.first(self.scenarios, subject), subject, last=False)

    def _for_system(self, subject: System) -> set[str]:
        """
        For the reference every scenario that is kept as seeing something: where it failed, what is planted would not
        be why. For the others few, between which every expectation stands that is kept as seeing anything: what can
        fail a defect could fail a lawful system wrongly, or pass an empty one.
        None where all that could notice are to be played, or nothing else is.
        """
        defects = [one for one in self._subjects if isinstance(one, Declared)]
        known = [self._kept[one.name] for one in defects if self._known_to_see(one)]
        if subject.name == REFERENCE:
            return self._named({name for one in known for name in one.scenarios})
        return self._named(kept.between_them(known))

    def _known_to_see(self, subject: Declared) -> set[str]:
        """
        The scenarios that are kept as seeing it; none where they are not all there, or all that could are to be played.
        """
        names = self._kept.get(subject.name, kept.Kept()).scenarios
        there = all(name in self._keys for name in names)
        return self._named(names) if there and not self._wanted.broad else set()

    def _named(self, names: Iterable[str]) -> set[str]:
        return {key for name in names for key in self._keys[name]}

    def _add(self, keys: set[str], subject: Declared | System, *, last: bool = True) -> None:
        heapq.heappush(self._tasks, Task(-len(keys), next(self._numbers), keys, subject, last))

    def _kills(self) -> set[str]:
        """
        Few scenarios in which each defect fails what it must. Of a selection the reference plays them when all else is
        done: only then is it known which they are.
        """
        killed = [proof for proof in self.proofs if proof.outcome is Outcome.KILLED]
        return {key for keys in kept.telling(killed).values() for key in keys}

    def _add_last(self) -> None:
        """
        Once all else is done, what is played on the reference after a selection.
        """
        if self._last is not None and not self._tasks and not self._playing:
            kills, last, self._last = self._kills(), self._last, None
            if kills:
                self._add(kills, last)

    def _deal(self, worker: Worker) -> None:
        self._add_last()
        if not self._tasks:
            worker.order(None)
            return
        task = heapq.heappop(self._tasks)
        self._playing[id(worker)] = (task, time.monotonic())
        worker.order(msgspec.json.encode(self._order(task)))

    def _order(self, task: Task) -> Order:
        subject = task.subject
        if isinstance(subject, System):
            connect, overrides = Connect("entry", systems.entry_of(subject)), {}
            name = f"{subject.kind}-{subject.name}"
        else:
            kind = "process" if subject.runs == PROCESS else "entry"
            connect, overrides = Connect(kind, REFERENCE), {subject.part: [subject.id]}
            name = f"{subject.part}-{subject.id}"
        keep = self._wanted.keep
        folder = None if keep is None else str(keep / f"{name}-{task.number}")
        return Order(str(task.number), connect, overrides, sorted(task.keys), folder)

    def _played(self, task: Task, played: Round) -> None:
        subject = task.subject
        if isinstance(subject, System):
            system = systems.judged(subject, played)
            self.systems.append(system)
            self._tell(system)
            return
        seen = self._kept.get(subject.name, kept.Kept()).seen_by
        proof = proof_of(subject, played, self._judged(), whole=self._wanted.whole, kept=seen)
        # Of a fake's defect that no scenario judges, no further scenario would: those that could were played.
        again = (Outcome.SURVIVED, Outcome.PREMATURE) if subject.part == REGISTRY else (Outcome.SURVIVED,)
        if not task.last and (proof.outcome in again or proof.blind):
            more = selection.first(self.scenarios, subject)
            if not more - task.keys:
                more = selection.wider(self.scenarios, subject)
            if more - task.keys:
                self._add(more | task.keys, subject, last=False)
                return
        self.proofs.append(proof)
        self._tell(proof)

    def _judged(self) -> set[str]:
        """
        The clauses that a scenario or a standing check may decide.
        """
        by_checks = {clause for clauses in JUDGED.values() for clause in clauses}
        return {clause for one in self.scenarios for clause in one.clauses} | by_checks

    def _tell(self, result: Proof | System) -> None:
        self._progress(result, len(self.proofs) + len(self.systems), len(self._subjects))

    def _left(self, worker: Worker) -> None:
        """
        A worker ended. If it was at work, what it played broke it; another goes on with the rest.
        """
        self._selector.unregister(worker.pipe)
        ended = worker.ended()
        lost = self._playing.pop(id(worker), None)
        words = ended.message if ended else _gone(worker.job.language)
        if lost is not None:
            # Broken for good: a second try would break the next worker.
            lost[0].last = True
            self._played(lost[0], Round(str(lost[0].number), faults=[words], scenarios=len(lost[0].keys)))
        elif ended is not None and not self.scenarios:
            raise HarnessFault(
                f"シナリオを集められない：{words}",
                f"the scenarios cannot be collected: {words}",
                code="proof-collection",
            )
        self._add_last()
        if self._tasks and not self._selector.get_map():
            self._hire()

    def _send_home_who_hangs(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            at_work = self._playing.get(id(worker))
            if at_work is not None and now - at_work[1] > LONGEST_ROUND_S:
                worker.told = {
                    "exit": 3,
                    "message": {
                        "ja": f"{LONGEST_ROUND_S:.0f}秒のうちに終わらなかった",
                        "en": f"it did not come to an end in {LONGEST_ROUND_S:.0f} s",
                    }[worker.job.language],
                }
                worker.process.kill()


def _gone(language: str) -> str:
    return {
        "ja": "ワーカーが途中で終わった",
        "en": "the worker ended in the middle of a round",
    }[language]
