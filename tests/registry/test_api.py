"""
The interface: credentials, shapes, sizes, the clock, and that nothing a stranger sends is answered with a fault.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from registry.wire.control import COMMANDS, READS
from tests.registry.town import Bench, moving_in, number, person, town_setting


def command() -> dict[str, Any]:
    """
    A lawful moving in as it goes over the wire.
    """
    return {
        "counter": {"operator": "op", "terminal": "t", "trace_id": "x"},
        **moving_in(person("a", 1)),
    }


def test_capabilities_list_exactly_what_is_served() -> None:
    """
    The capabilities claim the role registry and list the published commands and reads that have an endpoint, no others.
    """
    with Bench() as bench:
        said = bench.ok("GET", "/control/capabilities")
        assert (said["roles"], said["clock"], said["municipality"]) == (["registry"], True, "112291")
        for kind, published in (("commands", COMMANDS), ("reads", READS)):
            assert said[kind], kind
            served = {
                name
                for name in published
                if bench.request("POST", f"/control/{kind}/{name}", {}).status_code != 404
            }
            assert (set(said[kind]), set(said[kind]) - set(published)) == (served, set())


@pytest.mark.parametrize(
    ("content", "status", "field"),
    [
        (b"{", 400, None),
        (b"\xff\xfe", 400, None),
        (b"[" * 100_000, 422, None),
        (b"[]", 422, None),
        (json.dumps({**command(), "extra": 1}).encode(), 422, "extra"),
        (json.dumps({**command(), "notified_on": 3}).encode(), 422, "notified_on"),
        (json.dumps({**command(), "exemption": "because"}).encode(), 422, "exemption"),
        (
            json.dumps({**command(), "persons": [person("a", 1), {**person("b", 2), "sex": "x"}]}).encode(),
            422,
            "persons[1].sex",
        ),
        (b"x" * (1024 * 1024 + 1), 413, None),
    ],
)
def test_malformed_requests_get_a_problem_that_names_the_field(
    content: bytes, status: int, field: str | None
) -> None:
    """
    What is not of the published shape is answered with a problem document, its field, and no value.
    """
    with Bench() as bench:
        answer = bench.request("POST", "/control/commands/MovingIn", content)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json().get("field") == field
        assert number(1) not in answer.text


def test_without_the_credential_nothing_is_answered() -> None:
    """
    A missing or wrong credential is 401 everywhere, with a line in the log.
    """
    with Bench() as bench:
        for method, path in (("GET", "/control/capabilities"), ("POST", "/control/commands/MovingIn")):
            assert bench.request(method, path, {}, credential="wrong").status_code == 401
            assert bench.request(method, path, {}, credential="ünicode").status_code == 401
        assert bench.request("POST", "/town/J05", {}, credential="out").status_code == 401
        kinds = [line["kind"] for line in bench.read("ReadAccessLog")["lines"]]
        assert kinds.count("authentication") == 5


def test_the_clock_never_goes_back() -> None:
    """
    An earlier time is refused by its code and the clock stays; the same time again is taken.
    """
    with Bench() as bench:
        answer = bench.request("PUT", "/control/clock", {"now": "2026-04-10T08:59:59+09:00"})
        assert (answer.status_code, answer.json()["code"]) == (422, "clock-went-back")
        assert bench.ok("GET", "/control/capabilities")["now"] == "2026-04-10T09:00:00+09:00"
        bench.ok("PUT", "/control/clock", {"now": "2026-04-10T09:00:00+09:00"})
        for wrong in ("2026-04-10", "2026-04-11T09:00:00Z", "2026-13-01T00:00:00+09:00", ""):
            assert bench.request("PUT", "/control/clock", {"now": wrong}).status_code == 422


def test_a_stock_with_a_wrong_code_is_refused() -> None:
    """
    An assigned code that fails its check is named, and the town is not changed.
    """
    with Bench() as bench:
        wrong = {**town_setting(), "assigned_codes": ["12345678904"]}
        answer = bench.request("PUT", "/control/town", wrong)
        assert (answer.status_code, answer.json()["field"]) == (422, "assigned_codes[0]")


@pytest.mark.parametrize("text", ["\x00", "a\nb", "a\uffff", "x" * 501])
def test_letters_that_no_record_can_hold_are_refused(text: str) -> None:
    """
    Control letters, halves of letters and endless texts are refused with the path of the field.
    """
    with Bench() as bench:
        odd = {**command(), "from_address": text}
        answer = bench.ok("POST", "/control/commands/MovingIn", odd)
        assert (answer["reason"], answer["field"]) == ("invalid-characters", "from_address")
        assert bench.read("ReadResidentRecord", resident=text) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def test_no_request_makes_the_registry_fail() -> None:
    """
    Whatever JSON stands in place of a field of a command, the answer is lawful or a problem, never a fault.
    """
    with Bench() as bench:
        served = bench.ok("GET", "/control/capabilities")["reads"]

        @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.sampled_from(sorted(command())), JSON)
        def any_field(field: str, value: Any) -> None:
            answer = bench.request("POST", "/control/commands/MovingIn", {**command(), field: value})
            assert answer.status_code in (200, 400, 422), answer.text

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(
            st.sampled_from(served),
            st.dictionaries(st.sampled_from(["on", "after", "limit", "resident", "household"]), JSON),
        )
        def any_read(name: str, query: dict[str, Any]) -> None:
            assert bench.request("POST", f"/control/reads/{name}", query).status_code in (200, 400, 422)

        any_field()
        any_read()


def notice(n: str) -> dict[str, Any]:
    """
    A J21 with this code.
    """
    return {"resident_record_code": n, "individual_number": number(5)}


def test_a_message_is_taken_once() -> None:
    """
    A repetition, by message id or by idempotency key, is acknowledged as a duplicate and does nothing.
    """
    with Bench() as bench:
        lost = person("a", 1, individual_number=None)
        outcome = bench.do("MovingIn", **moving_in(lost))
        resident = outcome["residents"][0]["resident"]
        body = notice(lost["resident_record_code"])
        first = bench.deliver("J21", body, "juki_net", message_id="one", idempotency_key="k")
        again = bench.deliver("J21", body, "juki_net", message_id="one", idempotency_key="k")
        other = bench.deliver("J21", body, "juki_net", message_id="two", idempotency_key="k")
        assert [answer.json()["received"] for answer in (first, again, other)] == [
            "new",
            "duplicate",
            "duplicate",
        ]
        assert first.json()["journal"] == again.json()["journal"]
        assert [row["reason"] for row in bench.record(resident)["history"]] == ["11", "36"]
        changed = {**body, "individual_number": number(6)}
        assert bench.deliver("J21", changed, "juki_net", idempotency_key="k").status_code == 409


@pytest.mark.parametrize(
    ("kind", "sender", "body", "field"),
    [
        ("J21", "juki_net", notice("12345678904"), "body.resident_record_code"),
        ("J21", "juki_net", {**notice("12345678903"), "individual_number": "983205673210"}, "body.individual_number"),
        (
            "J05",
            "111007",
            {
                "resident_record_code": "12345678904", "name": "a", "name_kana": "", "born_on": "1980-01-01",
                "sex": "male", "previous_address": "", "new_address": "", "moved_in_on": "2026-04-01",
                "notified_on": "2026-04-01", "previous_municipality": "112291",
            },
            "body.resident_record_code",
        ),
        (
            "K03",
            "card_management",
            {
                "application_id": "a", "card_id": "c", "resident_record_code": "12345678904",
                "applied_on": "2026-01-01", "issued_on": "2026-01-01", "expires_on": "2036-01-01", "state": "in-stock",
            },
            "body.resident_record_code",
        ),
        (
            "D02",
            "dept-health-insurance",
            {
                "local_addressee_number": "0000000001",
                "health_insurance": {
                    "household_number": "", "relationship_class": "", "acquired_on": None, "acquired_by": None,
                    "lost_on": None, "lost_by": None, "insured": True,
                },
            },
            "body.local_addressee_number",
        ),
    ],
)  # fmt: skip
def test_wrong_numbers_of_neighbours_are_refused(kind: str, sender: str, body: Any, field: str) -> None:
    """
    A message with a wrong check digit is refused by its code and field, and can come again under the same id.
    """
    with Bench() as bench:
        for _time in range(2):
            answer = bench.deliver(kind, body, sender, message_id="same", idempotency_key="same")
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid-number")
            assert answer.json()["field"] == field


def test_only_the_right_sender_may_send() -> None:
    """
    A qualification from another department, or a message for another municipality, is refused.
    """
    with Bench() as bench:
        assert bench.deliver("J21", notice("12345678903"), "dept-tax").status_code == 403
        wrong = bench.deliver("J21", notice("12345678903"), "juki_net", receiver="111007")
        assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong-receiver")
        unknown = bench.deliver("J21", notice("12345678903"), "juki_net")
        assert unknown.status_code == 200
        assert bench.read("ReadTasks")["tasks"][0]["keys"] == ["resident_record_code"]
