"""
The access log: a line for every action, refused ones, reads and the registry's own work among them (AUD-001).
"""

from __future__ import annotations

from typing import Any

from tests.registry.town import ELSEWHERE, IDENTITY, Bench, moving_in, number, person


def since(bench: Bench, n: int) -> list[dict[str, Any]]:
    """
    Lines after the line of this number.
    """
    lines: list[dict[str, Any]] = bench.read("ReadAccessLog", after=n).get("lines", [])
    return lines


def newest(bench: Bench) -> int:
    """
    The number of the newest line, seen without leaving one.
    """
    return max(int(line["n"]) for line in since(bench, 1))


def test_a_refused_command_names_whose_record_it_opened() -> None:
    """
    The line of a refusal holds operator, terminal, reason and the resident whose record was opened.
    """
    with Bench() as bench:
        resident = bench.do("MovingIn", **moving_in(person("a", 1)))["residents"][0]["resident"]
        last = newest(bench)
        refused = bench.do(
            "IssueCopyOfRecord", identity=IDENTITY, requester="third-party", residents=[resident],
            purpose="x", options=["individual-number"],
        )  # fmt: skip
        assert refused["outcome"] == "refused"
        (line,) = since(bench, last)
        assert (line["function"], line["result"]) == ("IssueCopyOfRecord", "refused:not-permitted")
        assert (line["operator"], line["terminal"], line["resident"]) == ("op-1", "t-1", resident)
        assert line["individual_number_access"] is False


def test_what_is_not_understood_leaves_a_line_too() -> None:
    """
    A malformed command or message leaves one line with its function and code, and nothing of its content.
    """
    with Bench() as bench:
        last = newest(bench)
        bench.request("POST", "/control/commands/MovingIn", {"counter": number(1)})
        bench.request("POST", "/town/J21", b"{", credential="inbound")
        bench.request("POST", "/town/J21", b"{", credential="wrong")
        lines = since(bench, last)
        assert [(line["function"], line["kind"], line["result"]) for line in lines] == [
            ("MovingIn", "error", "refused:malformed"),
            ("J21", "communication", "refused:not-json"),
            ("J21", "authentication", "refused"),
        ]
        assert number(1) not in str(lines)


def test_every_read_leaves_a_line_and_reading_the_log_ends() -> None:
    """
    Reads of people, statistics and tasks are logged; of the log itself a reading is one line however many its pages.
    """
    with Bench() as bench:
        last = newest(bench)
        bench.read("ReadStatistics", on="2026-04-10")
        bench.read("ReadTasks")
        bench.read("ReadCard", card_id="none")
        bench.read("ReadAccessLog")
        assert [line["function"] for line in since(bench, last)] == [
            "ReadStatistics",
            "ReadTasks",
            "ReadCard",
            "ReadAccessLog",
        ]
        pages, at = 0, 0
        while lines := since(bench, at):
            at, pages = lines[-1]["n"], pages + 1
            assert pages < 5


def test_work_of_the_clock_names_process_and_place() -> None:
    """
    A deletion that falls due leaves a line with the resident, the process and the place, by no operator.
    """
    with Bench() as bench:
        resident = bench.do("MovingIn", **moving_in(person("a", 1)))["residents"][0]["resident"]
        bench.do(
            "MovingOut", identity=IDENTITY, notified_on="2026-04-10", planned_on="2026-04-20",
            residents=[resident], destination="x", destination_municipality=ELSEWHERE,
        )  # fmt: skip
        last = newest(bench)
        bench.ok("PUT", "/control/clock", {"now": "2026-04-20T09:00:00+09:00"})
        (line,) = [each for each in since(bench, last) if each["function"] == "falling-due"]
        assert (line["kind"], line["operator"], line["resident"]) == ("event", "system", resident)
        assert line["text"] == "process falling-due, place 112291"
        bench.settle()
        sent = [each for each in since(bench, last) if each["function"] == "J01"]
        assert [each["text"] for each in sent] == ["process delivery, place juki_net"]
