"""
Support measures: flags before addresses, ends that are nobody's doing, releases that end by themselves.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from registry.measures import term_from
from registry.rulebook import month_before
from registry.store import METADATA
from tests.registry.test_cards import SELF, day, moving_out, noon
from tests.registry.town import ADDRESS, BASIS, ELSEWHERE, IDENTITY, Bench, moving_in, person


def family(bench: Bench) -> tuple[str, str, str]:
    """
    A mother, her child, and her own mother, in one household.
    """
    outcome = bench.do("MovingIn", **moving_in(person("a", 11), person("b", 12, "子"), person("c", 13, "母")))
    a, b, c = (one["resident"] for one in outcome["residents"])
    bench.town.taken.clear()
    return a, b, c


def applied(bench: Bench, resident: str, *others: str) -> str:
    """
    The measure applied for by one resident together with others.
    """
    outcome = bench.do(
        "ApplyForSupport",
        identity=SELF,
        resident=resident,
        applied_on=day(0),
        accompanying=list(others),
        opinion="police",
    )
    assert outcome["outcome"] == "accepted", outcome
    return str(outcome["measure"])


def confirmed(bench: Bench, measure: str, starts_on: str = day(0)) -> None:
    """
    The measure is confirmed from a day.
    """
    outcome = bench.do(
        "DecideSupport", measure=measure, decided_on=day(0), decision="confirm", starts_on=starts_on
    )
    assert outcome["outcome"] == "accepted", outcome


def shown(bench: Bench, resident: str) -> Any:
    """
    The newest measure that covers a resident.
    """
    return bench.read("ReadSupportMeasures", resident=resident)["measures"][-1]


def copy(bench: Bench, resident: str) -> Any:
    """
    Somebody with a claim asks for a copy of a resident's record.
    """
    return bench.do(
        "IssueCopyOfRecord", identity=IDENTITY, requester="third-party", residents=[resident], purpose="債権"
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-04-10", "2027-04-09"), ("2027-03-01", "2028-02-29"), ("2028-02-29", "2029-02-28")],
)
def test_a_measure_lasts_a_year_less_a_day(start: str, end: str) -> None:
    """
    The day it starts counts; where next year lacks the day, the month's last day ends it.
    """
    assert term_from(date.fromisoformat(start)) == date.fromisoformat(end)


def test_every_neighbour_gets_the_flag_for_everybody_covered() -> None:
    """
    A01, J23, L09 and one D01 for each department, for the applicant and for who asked together, and for nobody else.
    """
    with Bench() as bench:
        mother, child, grandmother = family(bench)
        applied(bench, mother, child)
        for resident in (mother, child):
            (a01,) = bench.town.of("A01", local_addressee_number=resident)
            d01 = bench.town.of("D01", local_addressee_number=resident)
            (l09,) = bench.town.of("L09", local_addressee_number=resident)
            assert a01["protected"]
            assert [body["protected"] for body in d01] == [True] * len(BASIS)
            assert (l09["mark"], l09["held"]) == ("no-automatic-answer", True)
            assert bench.record(resident)["protected"]
        assert [(b["held"], b["temporary"]) for b in bench.town.of("J23")] == [(True, True)] * 2
        assert not bench.record(grandmother).get("protected", False)
        order = [kind for kind in bench.town.kinds() if kind in ("L09", "A01")]
        assert order[0] == "L09"


def test_a_measure_is_not_complete_before_the_last_flag_is_taken() -> None:
    """
    While the intermediary server's mark waits, the measure is shown as incomplete.
    """
    with Bench() as bench:
        mother, child, _grandmother = family(bench)
        down = True
        bench.town.answer = lambda kind, _m: httpx.Response(503) if down and kind == "L09" else None
        applied(bench, mother, child)
        assert shown(bench, mother)["complete"] is False
        down = False
        bench.settle()
        assert shown(bench, child)["complete"] is True


def test_an_inquiry_about_a_protected_resident_alerts() -> None:
    """
    SEC-006: a clerk who looks somebody up is warned of a resident under a measure, and not of another household.
    """
    with Bench() as bench:
        mother, _child, _grandmother = family(bench)
        neighbour = bench.do("MovingIn", **moving_in(person("d", 14)))["residents"][0]["resident"]
        applied(bench, mother)
        alerts = []
        for resident in (mother, neighbour):
            record = bench.record(resident)
            shared = ("resident_record_code", "name", "address", "born_on", "sex")
            items = {name: record[name] for name in shared}
            found = {**items, "individual_number": None, "reason": None, "changed_on": None}
            bench.town.replies["J15"] = {"result": "found", "persons": [found]}
            own = record["resident_record_code"]
            outcome = bench.do("InquireIdentity", purpose="registry-work", resident_record_code=own)
            alerts.append((len(outcome["found"]), outcome.get("alerts", [])))
        assert alerts == [(1, ["support-measure"]), (1, [])]


def test_the_flag_is_in_every_later_message_with_an_address() -> None:
    """
    A change of address of a protected person never goes without the flag.
    """
    with Bench() as bench:
        mother, child, grandmother = family(bench)
        applied(bench, mother, child)
        bench.town.taken.clear()
        outcome = bench.do(
            "ChangeOfAddress",
            identity=IDENTITY,
            notified_on=day(0),
            moved_on=day(0),
            residents=[mother, child, grandmother],
            to_address={**ADDRESS, "address": "埼玉県和光市本町31-8"},
        )
        assert outcome["alerts"] == ["support-measure"]
        told = {b["local_addressee_number"]: b["protected"] for b in bench.town.of("D01")}
        assert told == {mother: True, child: True, grandmother: False}
        assert bench.town.of("A01", local_addressee_number=child)[0]["protected"]


def test_a_copy_is_held_for_all_covered_and_released_for_minutes_only() -> None:
    """
    Refused while the hold stands; given during the release, refused again when its last minute is over.
    """
    with Bench() as bench:
        mother, child, grandmother = family(bench)
        measure = applied(bench, mother, child)
        bench.town.taken.clear()
        assert copy(bench, mother)["reason"] == "not-permitted"
        assert copy(bench, child)["reason"] == "not-permitted"
        assert copy(bench, grandmother)["alerts"] == ["support-measure"]
        for minutes in (0, 100_000):
            refused = bench.do("ReleaseSupport", measure=measure, minutes=minutes)
            assert refused["reason"] == "not-permitted"
        bench.do("ReleaseSupport", measure=measure, minutes=30)
        bench.clock("2026-04-10T09:29:59+09:00")
        assert shown(bench, mother)["released_until"] == "2026-04-10T09:30:00+09:00"
        assert copy(bench, child)["outcome"] == "accepted"
        assert bench.record(child)["protected"]
        bench.clock("2026-04-10T09:30:00+09:00")
        assert copy(bench, child)["reason"] == "not-permitted"
        assert shown(bench, mother).get("released_until") is None
        assert bench.town.kinds() == []


def test_what_the_hold_does_is_a_setting() -> None:
    """
    A municipality may be alerted where another refuses.
    """
    settings = {"hold_on_issue": "alert", "hold_on_change": "block"}
    with Bench(settings=settings) as bench:
        mother, child, _grandmother = family(bench)
        applied(bench, mother, child)
        assert copy(bench, child)["alerts"] == ["support-measure"]
        refused = bench.do("MovingOut", **moving_out(child, day(0), day(5)))
        assert refused["reason"] == "not-permitted"
        assert bench.record(child)["state"] == "current"


@pytest.mark.parametrize(("days", "kinds"), [(-1, []), (0, ["support-ends-soon"])])
def test_a_clerk_is_alerted_from_one_month_before_the_end(days: int, kinds: list[str]) -> None:
    """
    Ending on 9 April, the alert shows from 9 March, not on the 8th; the same day opens the extension.
    """
    with Bench() as bench:
        mother, _child, _grandmother = family(bench)
        measure = applied(bench, mother)
        confirmed(bench, measure)
        assert shown(bench, mother)["ends_on"] == "2027-04-09"
        on = f"2027-03-{9 + days:02d}"
        noon(bench, on)
        assert [task["kind"] for task in bench.read("ReadTasks")["tasks"]] == kinds
        extended = bench.do("ExtendSupport", measure=measure, requested_on=on)
        assert extended["outcome"] == ("accepted" if kinds else "refused")
        assert shown(bench, mother)["ends_on"] == ("2028-04-09" if kinds else "2027-04-09")


def test_a_month_before_the_end_of_a_longer_month() -> None:
    """
    31 March has no 31 February before it.
    """
    assert month_before(date(2027, 3, 31)) == date(2027, 2, 28)


def test_nothing_ends_by_itself() -> None:
    """
    On the last day the measure is active, the day after a clerk is alerted; flags fall by the clerk's act alone.
    """
    with Bench() as bench:
        mother, child, _grandmother = family(bench)
        measure = applied(bench, mother, child)
        confirmed(bench, measure)
        noon(bench, "2027-04-09")
        assert shown(bench, mother)["state"] == "active"
        end = {"measure": measure, "ended_on": "2027-04-09", "cause": "expired"}
        assert bench.do("EndSupport", **end)["reason"] == "not-permitted"
        bench.town.taken.clear()
        noon(bench, "2027-04-10")
        assert shown(bench, mother)["state"] == "expired-alert"
        assert bench.town.kinds() == []
        kinds = [t["kind"] for t in bench.read("ReadTasks")["tasks"] if t.get("open", True)]
        assert kinds == ["support-expired"]
        assert copy(bench, child)["reason"] == "not-permitted"
        assert bench.do("EndSupport", **{**end, "ended_on": "2027-04-10"})["outcome"] == "accepted"
        assert [b["held"] for b in bench.town.of("L09")] == [False, False]
        assert [b["held"] for b in bench.town.of("J23")] == [False, False]
        assert {b["protected"] for b in bench.town.of("A01") + bench.town.of("D01")} == {False}
        assert [t for t in bench.read("ReadTasks")["tasks"] if t.get("open", True)] == []
        assert copy(bench, child)["outcome"] == "accepted"


def test_a_rejection_takes_the_flags_off() -> None:
    """
    The temporary measure ends for everybody whom it covered.
    """
    with Bench() as bench:
        mother, child, _grandmother = family(bench)
        measure = applied(bench, mother, child)
        bench.town.taken.clear()
        bench.do("DecideSupport", measure=measure, decided_on=day(0), decision="reject")
        assert [b["held"] for b in bench.town.of("L09")] == [False, False]
        again = bench.do("DecideSupport", measure=measure, decided_on=day(0), decision="confirm")
        assert again["reason"] == "already-done"


def test_who_is_under_another_measure_keeps_every_flag() -> None:
    """
    Ending one of two measures tells the neighbours nothing about who is still covered.
    """
    with Bench() as bench:
        mother, child, grandmother = family(bench)
        first = applied(bench, mother, child)
        applied(bench, grandmother, child)
        bench.town.taken.clear()
        bench.do("EndSupport", measure=first, ended_on=day(0), cause="request")
        assert [b["local_addressee_number"] for b in bench.town.of("L09")] == [mother]
        assert bench.record(child)["protected"]


def test_the_measure_follows_a_moving_out_and_stays() -> None:
    """
    The destination is told before the data arrive; on the day the measure becomes that of the previous address.
    """
    with Bench() as bench:
        mother, child, _grandmother = family(bench)
        measure = applied(bench, mother, child)
        confirmed(bench, measure)
        bench.town.taken.clear()
        leaving = moving_out(mother, day(0), day(5))
        bench.do("MovingOut", **{**leaving, "residents": [mother, child]})
        sent = [
            (m["envelope"]["receiver"], m["body"]["held"], m["body"]["previous_address"])
            for m in bench.town.taken
            if m["envelope"]["message_type"] == "J23"
        ]
        assert sent == [(ELSEWHERE, True, True)] * 2
        assert shown(bench, mother)["state"] == "active"
        noon(bench, day(5))
        assert shown(bench, mother)["state"] == "previous-address"
        assert bench.record(mother)["protected"]
        assert bench.town.of("L09") == []
        bench.do("EndSupport", measure=measure, ended_on=day(5), cause="request")
        last = [m["envelope"]["receiver"] for m in bench.town.taken if m["body"].get("held") is False]
        assert last.count(ELSEWHERE) == 2


def test_a_linkage_code_is_asked_for_by_number_and_the_request_is_not_kept() -> None:
    """
    A06 becomes J24 without the Resident Record Code; no table of the registry holds the acquisition number afterwards.
    """
    with Bench() as bench:
        mother, *_others = family(bench)
        body = {"local_addressee_number": mother, "processing_number": "AC-00000077"}
        assert bench.deliver("A06", body, "addressee").status_code == 200
        record = bench.record(mother)
        assert bench.town.of("J24") == [
            {"processing_number": "AC-00000077", "individual_number": record["individual_number"]}
        ]
        with bench.app.state.service._store.begin() as conn:
            held = [row for table in METADATA.sorted_tables for row in conn.execute(sa.select(table)).all()]
        assert not any("AC-00000077" in str(row) for row in held)


def test_a_reprint_shows_the_first_code_and_says_that_it_is_one() -> None:
    """
    The notice printed again is marked, addressed to the same person, under an issue number of its own.
    """
    with Bench() as bench:
        newborn = person("n", 20, resident_record_code=None, individual_number=None)
        entry = moving_in(newborn, exemption="never-recorded", document=None, from_municipality=None)
        outcome = bench.do("MovingIn", **entry)
        assert outcome["outcome"] == "accepted", outcome
        resident = outcome["residents"][0]["resident"]
        (first,) = bench.read("ReadDocuments", resident=resident)["documents"]
        ask = {"identity": SELF, "resident": resident, "issue_number": first["issue_number"]}
        (again,) = bench.do("ReprintNotice", **ask)["documents"]
        assert again["marks"] == ["reprint"]
        assert again["items"] == first["items"]
        assert again["issue_number"] != first["issue_number"]
        assert again["addressed_to"] == first["addressed_to"]
        assert bench.do("ReprintNotice", **{**ask, "issue_number": "CN-0"})["reason"] == "unknown-document"


@pytest.mark.parametrize(("at", "night"), [("20:59:59", 0), ("21:00:00", 1)])
def test_work_at_night_is_found_in_the_log(at: str, night: int) -> None:
    """
    From nine in the evening on, what an operator does is listed; the clock's own work never is.
    """
    with Bench() as bench:
        mother, *_others = family(bench)
        bench.clock(f"2026-04-10T{at}+09:00")
        bench.do("ApplyForCard", identity=IDENTITY, resident=mother, applied_on=day(0))
        found = bench.read("ReadLogAnalyses", from_day=day(0), to_day=day(0))["analyses"]
        assert len(found["night_access"]) == night


@pytest.mark.parametrize(("count", "listed"), [(19, 0), (20, 20)])
def test_many_looks_in_a_short_time_are_found_in_the_log(count: int, listed: int) -> None:
    """
    Twenty copies within the hour by one operator are listed, nineteen are not; a wrong credential is listed too.
    """
    with Bench() as bench:
        mother, *_others = family(bench)
        for _each in range(count):
            copy(bench, mother)
        bench.request("POST", "/control/reads/ReadTasks", {}, credential="wrong")
        found = bench.read("ReadLogAnalyses", from_day=day(0), to_day=day(0))["analyses"]
        lines = {line["n"]: line for line in bench.read("ReadAccessLog")["lines"]}
        assert [lines[n]["operator"] for n in found["mass_searches"]] == ["op-1"] * listed
        assert [lines[n]["kind"] for n in found["failed_authentication"]] == ["authentication"]
