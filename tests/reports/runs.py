"""
A builder of synthetic runs, and the one run that contains every verdict and every kind of error.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.evidence.events import (
    FORMAT,
    Checked,
    ClockMoved,
    Event,
    Exchanged,
    Invoked,
    Observed,
    PortFault,
    RunEnded,
    RunStarted,
    ScenarioEnded,
    ScenarioStarted,
    StepEnded,
    encode,
)
from harness.judgement.catalogue import Catalogue
from reports.fold import installed_catalogue

CATALOGUE: Catalogue = installed_catalogue()
MILLISECOND = 1_000_000
HOSTILE = "</script><img src=x onerror=alert(1)>\u202e逆\x07" + "長" * 300
"""A name that tries to run, to turn the eye, to ring, and to burst its box."""


def both(ja: str, en: str) -> dict[str, str]:
    """
    A text in both languages.
    """
    return {"ja": ja, "en": en}


class Lane:
    """
    Collects events of one lane and writes them as its file.
    """

    def __init__(self, run: str = "run-1", number: int = 0, lanes: int = 1, **changes: Any) -> None:
        started: dict[str, Any] = {
            "run": run,
            "format": FORMAT,
            "wall": "2026-07-01T09:00:00+09:00",
            "tekigo": "0.1.0",
            "lane": number,
            "lanes": lanes,
            "sut": {"name": "reference", "version": "1.2", "connect": "in-process", "municipality": "131016"},
            "roles": ["registry"],
            "language": "ja",
            "selection": [],
            "catalogue": CATALOGUE.digest,
            "settings": {"promptly_days": 1},
            "planned": 1,
        }
        self.number = number
        self.events: list[Event] = [RunStarted(**(started | changes))]
        self._time = 1_000_000_000
        self._calls = 0
        self._entries: dict[str, int] = {}
        self._step = 0
        self._scenario: str | None = None

    def begin(self, scenario: str, clauses: list[str], title: str = "転入届", **changes: Any) -> None:
        """
        A scenario begins; ``scenario`` is its id.
        """
        feature, _, line = scenario.partition(":")
        self._scenario, self._step = scenario, 0
        plain: dict[str, Any] = {
            "scenario": scenario,
            "feature": feature,
            "line": int(line.partition("#")[0]),
            "title": both(title, f"Scenario: {title}"),
            "clauses": clauses,
            "starts_on": "2026-04-10",
        }
        self.events.append(ScenarioStarted(**(plain | changes)))

    def step(self, ja: str, en: str, status: str = "done", keyword: str = "前提") -> None:
        """
        A step was carried out.
        """
        self._step += 1
        self.events.append(
            StepEnded(
                scenario=self._scenario or "",
                number=self._step,
                line=10 + self._step,
                keyword=keyword,
                text=both(ja, en),
                status=status,  # type: ignore[arg-type]  # one of the four words, by the callers
                took_ns=3 * MILLISECOND,
            )
        )

    def call(self, operation: str = "MovingIn", outcome: Any = None, request: Any = None) -> str:
        """
        A command at the port; gives its reference.
        """
        self._calls += 1
        self._time += 5 * MILLISECOND
        self.events.append(
            Invoked(
                scenario=self._scenario or "",
                number=self._calls,
                step=self._step,
                operation=operation,
                request=request
                if request is not None
                else {"name": "甲野一郎", "individual_number": "⟨IN:a1:ok⟩"},
                outcome=outcome if outcome is not None else {"outcome": "accepted", "record": "r-1"},
                sent_ns=self._time,
                answered_ns=self._time + 4 * MILLISECOND,
                now="2026-04-10T09:00:00+09:00",
            )
        )
        return f"invoked:{self._calls}"

    def message(self, fake: str = "juki_net", kind: str = "J01", **changes: Any) -> str:
        """
        A message that a fake journalled; gives its reference.
        """
        number = self._entries[fake] = self._entries.get(fake, 0) + 1
        self._time += MILLISECOND
        plain: dict[str, Any] = {
            "scenario": self._scenario,
            "fake": fake,
            "number": number,
            "at": "2026-04-10T09:00:01+09:00",
            "monotonic_ns": self._time,
            "direction": "in",
            "peer": "registry",
            "message_type": kind,
            "message_id": f"m-{fake}-{number}",
            "trace_id": "run-1.x.1",
            "outcome": "accepted",
            "status": 202,
            "envelope": {
                "message_id": f"m-{fake}-{number}",
                "type": kind,
                "sender": "131016",
                "receiver": fake,
            },
            "body": {"name": "甲野一郎", "reason": "国内転入", "settled_on": "2026-04-10"},
        }
        self.events.append(Exchanged(**(plain | changes)))
        return f"{fake}:{number}"

    def find(
        self, clause: str, verdict: str = "pass", evidence: list[str] | None = None, **changes: Any
    ) -> None:
        """
        A finding on a clause.
        """
        plain: dict[str, Any] = {
            "scenario": self._scenario,
            "clause": clause,
            "verdict": verdict,
            "expected": both("住民となった日は令和8年4月10日", "became a resident on 2026-04-10"),
            "actual": both("令和8年4月11日", "2026-04-11")
            if verdict == "fail"
            else both("そのとおり", "as expected"),
            "step": self._step or None,
            "evidence": evidence or [],
        }
        self.events.append(Observed(**(plain | changes)))

    def fault(self, cause: str = "status-500", evidence: list[str] | None = None) -> None:
        """
        The registry failed at the control interface.
        """
        self.events.append(
            PortFault(
                scenario=self._scenario,
                operation="MovingIn",
                cause=cause,
                detail="HTTP 500 at /commands/moving-in",
                evidence=evidence or [],
            )
        )

    def moved(self, now: str) -> None:
        """
        The town's clock was moved.
        """
        self.events.append(ClockMoved(scenario=self._scenario, now=now, settled=True))

    def check(self, name: str = "numbers-confined", examined: int = 10, failed: int = 0) -> None:
        """
        A standing check went over the history.
        """
        self.events.append(Checked(scenario=self._scenario, check=name, examined=examined, failed=failed))

    def end(self, result: str = "passed", **changes: Any) -> None:
        """
        The scenario ends.
        """
        plain: dict[str, Any] = {
            "scenario": self._scenario or "",
            "result": result,
            "took_ns": 30 * MILLISECOND,
            "registry_ns": 10 * MILLISECOND,
            "town_ns": 5 * MILLISECOND,
        }
        self.events.append(ScenarioEnded(**(plain | changes)))
        self._scenario = None

    def finish(self, **changes: Any) -> None:
        """
        The lane ends in order.
        """
        plain: dict[str, Any] = {
            "wall": "2026-07-01T09:00:30+09:00",
            "took_ns": 2_500 * MILLISECOND,
            "messages": 1,
        }
        self.events.append(RunEnded(**(plain | changes)))

    def raw(self) -> bytes:
        """
        The lane's file.
        """
        return b"".join(encode(event) for event in self.events)

    def write(self, folder: Path) -> Path:
        """
        Write the lane into a result folder; gives the folder.
        """
        path = folder / "events" / f"{self.number}.ndjson"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.raw())
        return folder


def clauses_of(requirement: str) -> list[str]:
    """
    The clauses of a requirement that bind the registry.
    """
    item = CATALOGUE.requirements[requirement]
    return [f"{requirement}.{clause.n}" for clause in item.binding(frozenset({"registry"}))]


def passing(lane: Lane, requirement: str, scenario: str) -> None:
    """
    A scenario in which every clause of a requirement passes, each with evidence.
    """
    clauses = clauses_of(requirement)
    lane.begin(scenario, clauses, f"{requirement} の合格")
    lane.step("今日は令和8年4月10日である", "today is 2026-04-10")
    call = lane.call()
    lane.step("転入届を出す", "a notification of moving in is made", keyword="もし")
    message = lane.message()
    for clause in clauses:
        lane.find(clause, evidence=[call, message])
    lane.check()
    lane.end()


def failing(lane: Lane, requirement: str, scenario: str, title: str = "不合格となる転入届") -> None:
    """
    A scenario that fails the first clause of a requirement, with messages at several neighbours.
    """
    clauses = clauses_of(requirement)
    lane.begin(scenario, clauses, title)
    lane.step("今日は令和8年4月10日である", "today is 2026-04-10")
    lane.step("世帯が転入届を出す", "the household makes a notification of moving in", keyword="もし")
    call = lane.call()
    first = lane.message("juki_net", "J01")
    lane.message("addressee", "A01")
    lane.message("juki_net", "J02", direction="out", status=200)
    refused = lane.message(
        "departments",
        "D01",
        outcome="refused",
        status=422,
        problem={"type": "about:blank", "title": "a field is missing", "detail": "settled_on"},
    )
    lane.step(
        "市町村CSはJ01を受け取る", "the municipal communication server receives a J01", keyword="ならば"
    )
    lane.find(clauses[0], "fail", [call, first, refused])
    for clause in clauses[1:-1]:
        lane.find(clause, evidence=[first])
    lane.step("他の通知はない", "nothing else is sent", "not-reached", keyword="かつ")
    lane.check("order-and-loss", 4, 1)
    lane.end("failed")


def every_verdict(folder: Path, hostile: bool = False) -> Path:
    """
    A run with every result, every blame, a fault at the port and a finding of a standing check over the whole run.
    """
    lane = Lane(planned=9)
    passing(lane, "REL-001", "relocation/moving_in.feature:10")
    failing(lane, "REL-002", "relocation/moving_in.feature:30", HOSTILE if hostile else "書類を欠く転入届")
    for number, blame in enumerate(("instrument", "town", "driver", "configuration")):
        lane.begin(f"card/broken.feature:{10 + number}", clauses_of("CARD-004"), f"障害 {blame}")
        lane.step("カードを継続利用する", "the card is kept", "error", keyword="もし")
        lane.end("error", blame=blame, message=f"what broke: {blame}")
    lane.begin("link/copy.feature:8", clauses_of("LINK-003"), "副本の登録")
    lane.step("副本を登録する", "a provision copy is registered", "inconclusive", keyword="もし")
    call = lane.call("ReadRecord", {"outcome": "unknown", "cause": "timeout"})
    why = both("応答が得られなかった。", "The answer was never learned.")
    lane.find(clauses_of("LINK-003")[0], "inconclusive", [call], why=why)
    lane.fault("timeout", [call])
    lane.end("inconclusive", why=why)
    reason = both("能力 cards が宣言されていない。", "The capability cards is not declared.")
    lane.begin("card/issue.feature:5", clauses_of("CARD-001"), "カードの交付")
    lane.end("untested", why=reason)
    lane.begin("dept/old.feature:5", clauses_of("DEPT-001"), "施行前の届出", starts_on="1999-01-04")
    lane.step("今日は平成11年1月4日である", "today is 1999-01-04")
    lane.end(out_of_force=clauses_of("DEPT-001"))
    lane.find("AUD-001.1", "fail", ["juki_net:1"], check="numbers-confined")
    lane.finish()
    return lane.write(folder)
