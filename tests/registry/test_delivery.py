"""
Deliveries when something breaks in between: nothing is lost, nothing overtakes, nothing spins.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from registry import outbox
from registry.store import OUTBOX
from tests.registry.town import Bench, moving_in, person


def test_a_held_stream_is_tried_a_counted_number_of_times() -> None:
    """
    A first message that is never taken is tried once at commit and once a round, and its followers never.
    """
    with Bench(settings={"idle_rounds": 3}) as bench:
        bench.town.answer = lambda kind, _message: httpx.Response(503) if kind == "A01" else None
        bench.do("MovingIn", **moving_in(person("a", 1)))
        tries = [message["envelope"]["message_type"] for message in bench.town.tried]
        assert tries.count("A01") in (4, 5)
        assert "A02" not in tries
        assert "L03" not in tries


def test_new_work_does_not_wake_what_waits() -> None:
    """
    A message committed behind one that waits sends neither: a retry is due when the clock moves or somebody settles.
    """
    with Bench() as bench:
        bench.town.answer = lambda kind, _message: httpx.Response(503) if kind == "A01" else None
        resident = bench.do("MovingIn", **moving_in(person("a", 1)))["residents"][0]["resident"]
        before = [message["envelope"]["message_type"] for message in bench.town.tried].count("A01")
        command = {
            "counter": {"operator": "op", "terminal": "t", "trace_id": "second"},
            "resident": resident, "changed_on": "2026-04-10", "cause": "clerical-error",
            "amendments": [{"item": "name", "value": "二 度"}],
        }  # fmt: skip
        bench.ok("POST", "/control/commands/ExOfficioCorrection", command)
        bench.runner.run(bench.app.state.service._deliveries.idle())
        assert bench.town.of("J01", name="二 度")
        kinds = [message["envelope"]["message_type"] for message in bench.town.tried]
        assert kinds.count("A01") == before
        assert "A02" not in kinds


def test_what_was_taken_but_not_closed_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A worker that dies between the neighbour's answer and its own commit leaves the message due, as the same one.
    """
    with Bench() as bench:
        sound, broken = outbox.close, [True]

        def close(conn: sa.Connection, n: int, state: str) -> None:
            sound(conn, n, state)
            if broken[0]:
                broken[0] = False
                raise RuntimeError("died before the commit")

        monkeypatch.setattr(outbox, "close", close)
        bench.do("MovingIn", **moving_in(person("a", 1)))
        assert bench.settle() == {"settled": True, "undelivered": 0}
        taken = [message["envelope"]["message_id"] for message in bench.town.taken]
        assert len(taken) == len(set(taken)) + 1
        streams: dict[str, set[int]] = {}
        for message in bench.town.taken:
            envelope = message["envelope"]
            streams.setdefault(envelope["stream"], set()).add(envelope["sequence"])
        assert all(places == set(range(1, len(places) + 1)) for places in streams.values())


def test_another_process_takes_up_what_one_left(tmp_path: Path) -> None:
    """
    What was committed and never tried by one process is sent by the next one on the same store, in order.
    """
    store = f"sqlite:///{tmp_path / 'registry.db'}"
    with Bench(store=store) as first:
        first.town.answer = lambda _kind, _message: httpx.Response(503)
        first.do("MovingIn", **moving_in(person("a", 1)))
        tried = {message["envelope"]["message_id"] for message in first.town.tried}
        assert not first.town.taken
    with Bench(store=store) as second:
        assert second.settle() == {"settled": True, "undelivered": 0}
        assert tried <= {message["envelope"]["message_id"] for message in second.town.taken}
        kinds = [message["envelope"]["message_type"] for message in second.town.taken]
        assert sorted(kinds) == sorted(["J01", "J05", "A01", "A02", "L03", "D01", "D01", "D01", "D01"])
        assert [kind for kind in kinds if kind in ("A01", "A02", "L03")] == ["A01", "A02", "L03"]


def test_a_message_committed_while_its_stream_is_at_work_follows() -> None:
    """
    A command given while the stream's worker waits for an answer is sent by that worker, without a settle.
    """
    with Bench() as bench:
        resident = bench.do("MovingIn", **moving_in(person("a", 1)))["residents"][0]["resident"]
        again = {
            "counter": {"operator": "op", "terminal": "t", "trace_id": "second"},
            "resident": resident, "changed_on": "2026-04-10", "cause": "clerical-error",
        }  # fmt: skip
        service = bench.app.state.service
        post = service.neighbours.post
        inside: list[Any] = []

        async def slow(name: str, message_type: str, content: bytes) -> Any:
            if message_type == "A01" and not inside:
                inside.append(True)
                body = {**again, "amendments": [{"item": "name", "value": "二 度"}]}
                answer = await bench.client.post(
                    "/control/commands/ExOfficioCorrection",
                    json=body,
                    headers={"Authorization": "Bearer tekigo-local"},
                )
                inside.append(answer.json()["outcome"])
            return await post(name, message_type, content)

        service.neighbours.post = slow
        first = {**again, "amendments": [{"item": "name", "value": "一 度"}]}
        bench.ok("POST", "/control/commands/ExOfficioCorrection", first)
        bench.runner.run(service._deliveries.idle())
        assert inside == [True, "accepted"]
        assert [body["name"] for body in bench.town.of("A01")] == ["和光 a", "一 度", "二 度"]
        with service._store.begin() as conn:
            assert not conn.execute(sa.select(OUTBOX.c.n).where(OUTBOX.c.state.in_(outbox.OPEN))).all()
