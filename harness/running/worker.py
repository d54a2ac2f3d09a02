"""
One worker's stage: brings up the lane of a job, and says on the progress pipe how far it is.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import time
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from harness.evidence.events import FORMAT, UNWRITABLE, RunEnded, RunStarted, Writer
from harness.evidence.redact import Redactor
from harness.evidence.undivided import UNDIVIDED
from harness.judgement.catalogue import Catalogue
from harness.port.lifecycle import Capabilities
from harness.running.clock import TownClock, instant
from harness.running.doctor import examine
from harness.running.job import Job
from harness.running.lane import Lane
from harness.running.recorded import RecordedDriver
from harness.running.scene import CLOCK
from harness.running.shadow import oracle_maker
from harness.running.stores import IN_MEMORY, is_bundled
from harness.running.town import Instance, open_instance
from harness.words.blame import blame_of
from harness.words.errors import TekigoError
from harness.words.numbers import ResidentRecordCode

VERSION = "0.1.0"


class Stage:
    """
    The lane of a job from start to end. ``open`` may raise; nothing is judged before it returned.
    """

    def __init__(self, job: Job, planned: int, partial: list[str]) -> None:
        self.job = job
        self.planned = planned
        self.partial = partial
        self._began = time.monotonic_ns()
        self._instance: Instance | None = None
        self._writer: Writer | None = None
        self.lane: Lane | None = None
        self.capabilities: Capabilities | None = None
        self.interrupted = False
        self.fault: TekigoError | None = None

    def open(self, catalogue: Catalogue) -> Lane:
        """
        Start town and registry, let the doctor look, and open the file of events.
        """
        job, settings = self.job, self.job.statement.settings
        redactor = self.redactor()
        codes = assigned_codes(job)
        for code in codes:
            redactor.know("resident-record-code", code)
        clock = TownClock(datetime.fromisoformat(f"{settings.first_day}T09:00:00+09:00"))
        self._instance = open_instance(
            job.statement.connect, settings, codes, job.overrides, job.store, job.statement.tls
        )
        self.capabilities = examine(self._instance.driver, job.statement, self._instance.town, clock)
        with UNDIVIDED:  # A file of events is never without its first line.
            return self._begin(catalogue, redactor, clock, self._instance, self.capabilities)

    def _begin(
        self,
        catalogue: Catalogue,
        redactor: Redactor,
        clock: TownClock,
        instance: Instance,
        capabilities: Capabilities,
    ) -> Lane:
        job, settings = self.job, self.job.statement.settings
        self._writer = self.writer()
        self.lane = Lane(
            run=job.run,
            number=job.number,
            municipality=settings.municipality,
            catalogue=catalogue,
            driver=RecordedDriver(instance.driver),
            control=instance.control,
            clock=clock,
            redactor=redactor,
            writer=self._writer,
            settle_ms=settings.settle_ms,
            most_timeouts=settings.most_timeouts,
            offered=frozenset(capabilities.commands)
            | frozenset(capabilities.reads)
            | frozenset([CLOCK] if capabilities.clock else []),
            roles=frozenset(job.statement.roles),
            basis=instance.town.basis,
            oracle=oracle_maker(),
        )
        self._writer.write(
            RunStarted(
                run=job.run,
                format=FORMAT,
                wall=datetime.now().astimezone().isoformat(timespec="seconds"),
                tekigo=VERSION,
                lane=job.number,
                lanes=job.lanes * job.repeats,
                sut={
                    "name": capabilities.name,
                    "version": capabilities.version,
                    "connect": f"{job.statement.connect.kind}:{job.statement.connect.target}",
                    "municipality": capabilities.municipality,
                    **store_of(job),
                },
                roles=job.statement.roles,
                language="en" if job.language == "en" else "ja",
                selection=job.selection,
                catalogue=catalogue.digest,
                settings={
                    "first_day": settings.first_day,
                    "settle_ms": settings.settle_ms,
                    "basis": instance.town.basis,
                },
                planned=self.planned,
                partial=self.partial,
                waivers=msgspec.to_builtins(job.statement.waivers),
                repeat=job.repeat,
                repeats=job.repeats,
            )
        )
        return self.lane

    def redactor(self) -> Redactor:
        """
        What masks: with the key that all lanes of a run share.
        """
        return Redactor(bytes.fromhex(self.job.key))

    def writer(self) -> Writer:
        """
        What writes the lane's events.
        """
        return Writer(self.job.events)

    def close(self) -> None:
        """
        Write the lane's last line and end what was started.
        """
        try:
            self._write_end(self.fault)
        finally:
            if self._instance is not None:
                self._instance.close()

    def _write_end(self, fault: TekigoError | None) -> None:
        if self._writer is not None and (fault is None or fault.code != UNWRITABLE):
            self._writer.write(
                RunEnded(
                    wall=instant(datetime.now().astimezone()),
                    took_ns=time.monotonic_ns() - self._began,
                    messages=self.lane.message_count if self.lane else 0,
                    interrupted=self.interrupted,
                    fault=fault.both() if fault else None,
                    blame=blame_of(fault) if fault else None,
                )
            )
            self._writer.close()

    def tell(self, error: TekigoError) -> None:
        """
        Tell the parent of a fault that ends this lane.
        """
        self.fault = error
        self.say(
            "fault",
            exit=int(error.exit_code),
            message=error.describe(self.job.language),
            code=error.code,
            blame=blame_of(error),
        )

    def say(self, kind: str, **what: Any) -> None:
        """
        Tell the parent, if there is one.
        """
        if self.job.progress is not None:
            line = json.dumps({"kind": kind, "lane": self.job.number, **what}, ensure_ascii=False)
            with contextlib.suppress(
                BrokenPipeError
            ):  # Nobody listens any more; the leash ends this process.
                os.write(self.job.progress, line.encode("utf-8") + b"\n")


def store_of(job: Job) -> dict[str, str]:
    """
    The store of a bundled registry as it may be told; nothing is known of another's.
    """
    return {"store": job.statement.store or IN_MEMORY} if is_bundled(job.statement.connect) else {}


def assigned_codes(job: Job) -> list[str]:
    """
    Resident Record Codes that the organisation assigned to the municipality: fresh for run and lane, marked 98.
    """
    return list(_codes_of(f"{job.run}/{job.number}", job.statement.settings.assigned_codes))


@lru_cache(maxsize=1)
def _codes_of(lane: str, most: int) -> tuple[str, ...]:
    """
    Kept, because a proof opens the same lane again for every round.
    """
    codes: dict[str, None] = {}
    count = 0
    while len(codes) < most:
        mark = hmac.new(lane.encode(), str(count).encode(), sha256).hexdigest()
        codes[str(ResidentRecordCode.from_base(f"98{int(mark[:12], 16) % 10**8:08d}"))] = None
        count += 1
    return tuple(codes)
