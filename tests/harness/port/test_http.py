"""Tests of the HTTP driver against every kind of answer, mocked."""

import json

import httpx
import msgspec
import pytest
import respx

from harness.port.commands import Counter, InquireAsRegisterOffice
from harness.port.http import HttpDriver, base_address, credential_header
from harness.port.lifecycle import Neighbour, Town
from harness.port.outcomes import Accepted, Entered, Refused, Unknown
from harness.port.reads import ReadStatistics
from harness.port.records import Found, Statistics
from harness.port.wire import Limits, too_deep
from harness.words.errors import ConfigurationError, ConnectError, DoctorError

BASE = "http://registry.test/adapter"
COMMAND = InquireAsRegisterOffice(Counter("窓口一", "t1", "trace-1"), "10", "JUMIN-04")
ASKED = f"{BASE}/control/commands/InquireAsRegisterOffice"
NUMBER = "123456789018"
JSON = {"Content-Type": "application/json; charset=utf-8"}


@pytest.fixture
def driver():
    made = HttpDriver(BASE + "/", "secret", limits=Limits(answer_bytes=2000, nesting=8))
    yield made
    made.close()


def answered(driver, **answer):
    with respx.mock:
        respx.post(ASKED).mock(return_value=httpx.Response(**answer))
        return driver.do(COMMAND)


def told(driver, text, status=200, headers=JSON):
    content = text if isinstance(text, bytes) else text.encode()
    return answered(driver, status_code=status, content=content, headers=headers)


@respx.mock
def test_it_sends_the_command_once_with_the_credential(driver):
    """A command goes to the endpoint of its name, whole, once, with the credential."""
    route = respx.post(ASKED).mock(return_value=httpx.Response(200, json={"outcome": "accepted"}))
    assert driver.do(COMMAND) == Accepted()
    assert route.call_count == 1
    request = route.calls.last.request
    assert request.headers["authorization"] == "Bearer secret"
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.content) == msgspec.to_builtins(COMMAND)


def test_lawful_answers_are_read(driver):
    """Accepted and Refused are both read whole."""
    body = {
        "outcome": "accepted",
        "change_id": "c",
        "residents": [{"ref": "p", "resident": "1", "household": "2"}],
    }
    assert told(driver, json.dumps(body)) == Accepted("c", [Entered("p", "1", "2")])
    body = {"outcome": "refused", "reason": "invalid-number", "field": "persons[0].individual_number"}
    assert told(driver, json.dumps(body)) == Refused("invalid-number", "persons[0].individual_number")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(driver, status):
    """A redirect ends as Unknown and nobody goes where it points."""
    with respx.mock(assert_all_called=False) as mocked:
        mocked.post(ASKED).mock(
            return_value=httpx.Response(status, headers={"Location": f"{BASE}/elsewhere"})
        )
        elsewhere = mocked.route(url=f"{BASE}/elsewhere").mock(return_value=httpx.Response(200))
        outcome = driver.do(COMMAND)
        assert elsewhere.call_count == 0
    assert outcome == Unknown("redirect", f"status {status}")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_server_errors_are_unknown(driver, status):
    """A 5xx is never a refusal."""
    assert told(driver, '{"outcome": "refused", "reason": "not-permitted"}', status) == Unknown(
        "server-error", f"status {status}"
    )


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("<html><body>123456789018</body></html>", "$: not JSON"),
        ("", "$: not JSON"),
        ("\ufeff{}", "$: not JSON"),
        ('{"outcome": "accepted"} x', "$: not JSON"),
        ('{"outcome": "accepted", "notes": ["\\ud800"]}', "$: not JSON"),
        (b'{"outcome": "accepted", "notes": ["\xff"]}', "$: not UTF-8 at byte 35"),
        ("NaN", "$: not JSON"),
        ("{}", "$.outcome: the field is missing"),
        ("[]", "$: expected `object`, got `array`"),
        ("null", "$: expected `object`, got `null`"),
        ('{"outcome": "done 123456789018"}', "$.outcome: not one of the values that may stand here"),
        ('{"outcome": 1}', "$.outcome: expected `str`"),
        ('{"outcome": "refused"}', "$.reason: the field is missing"),
        (
            '{"outcome": "refused", "reason": "123456789018"}',
            "$.reason: not one of the values that may stand here",
        ),
        ('{"outcome": "accepted", "extra": 1}', "$.extra: the field is not known here"),
        ('{"outcome": "accepted", "123456789018": 1}', "$: a field is not known here"),
        ('{"outcome": "accepted", "x` - at `$.123456789018": 1}', "$.x: the field is not known here"),
        (
            '{"outcome": "accepted", "residents": [{"ref": "a", "resident": 123456789018, "household": "h"}]}',
            "$.residents[0].resident: expected `str`, got `int`",
        ),
        (
            '{"outcome": "accepted", "present_card_by": {"123456789018": 5}}',
            "$.present_card_by[...]: expected `str`, got `int`",
        ),
        ('{"outcome": "accepted", "notes": ' + "[" * 9, "$: more than 8 levels of JSON inside one another"),
        ('{"outcome": "accepted", "notes": ' + "[" * 900, "$: more than 8 levels of JSON inside one another"),
    ],
)
def test_malformed_answers_are_told_by_place(driver, text, detail):
    """What is not of the published shape is Unknown; the detail says what and where, and holds no value."""
    outcome = told(driver, text)
    assert outcome == Unknown("malformed-answer", detail)
    assert NUMBER not in outcome.detail


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({"Content-Type": "text/html"}, "$: content type text/html, not application/json"),
        ({"Content-Type": f"x/{NUMBER}"}, "$: content type another, not application/json"),
        ({}, "$: content type missing, not application/json"),
        ({**JSON, "Content-Encoding": "x-own"}, "$: the answer is compressed, which was not asked for"),
    ],
)
def test_other_media_are_malformed(driver, headers, detail):
    """Only uncompressed application/json is an answer."""
    assert told(driver, '{"outcome": "accepted"}', headers=headers) == Unknown("malformed-answer", detail)


@pytest.mark.parametrize("status", [201, 202, 204, 206])
def test_other_successes_are_malformed(driver, status):
    """Both lawful answers come with status 200 and no other."""
    outcome = told(driver, '{"outcome": "accepted"}', status)
    assert outcome == Unknown("malformed-answer", f"$: status {status}, not 200")


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (
            '{"code": "unknown-field", "field": "a[0].name", "title": "x"}',
            ", code unknown-field, field a[0].name",
        ),
        ('{"code": "123456789018", "field": "123456789018"}', ""),
        ('{"code": "bad 123456789018", "field": "a.123456789018"}', ""),
        ('{"code": 5, "field": ["a"]}', ""),
        ('{"field": "name"}', ", field name"),
        ("<html>", ", no problem document"),
        ("[" * 900, ""),
    ],
)
def test_problems_keep_code_and_field(driver, text, detail):
    """A 4xx is Unknown with the problem's code and field, where these can hold nobody's number."""
    outcome = told(driver, text, 422, {"Content-Type": "application/problem+json"})
    assert outcome == Unknown("problem", f"status 422{detail}")


def test_too_large_answers_are_cut_off(driver):
    """An answer above the limit is Unknown; one at the limit is read."""
    head, tail = '{"outcome": "accepted", "notes": ["', '"]}'
    fitting = head + "x" * (2000 - len(head) - len(tail)) + tail
    assert isinstance(told(driver, fitting), Accepted)
    assert told(driver, fitting + " ") == Unknown("too-large", "more than 2000 bytes")


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (httpx.ReadTimeout, "timeout"),
        (httpx.ConnectTimeout, "timeout"),
        (httpx.WriteTimeout, "timeout"),
        (httpx.ConnectError, "connection-lost"),
        (httpx.ReadError, "connection-lost"),
        (httpx.RemoteProtocolError, "connection-lost"),
    ],
)
def test_lost_answers_raise_only_at_the_life_of_the_run(driver, error, cause):
    """A lost answer to a command is an outcome; to a method of the run's life it is a ConnectError."""
    with respx.mock:
        respx.route().mock(side_effect=error(NUMBER))
        outcome = driver.do(COMMAND)
        assert isinstance(outcome, Unknown)
        assert outcome.cause == cause
        assert NUMBER not in outcome.detail
        with pytest.raises(ConnectError) as raised:
            driver.capabilities()
    assert raised.value.code == f"registry-{cause}"
    assert raised.value.where
    assert raised.value.where.field == "GET /control/capabilities"
    assert raised.value.hint
    assert NUMBER not in raised.value.describe()


@pytest.mark.parametrize(
    ("ask", "method", "path"),
    [
        (lambda driver: driver.capabilities(), "GET", "/control/capabilities"),
        (
            lambda driver: driver.connect(Town({"juki_net": Neighbour("u", "c", "i")}, [], {})),
            "PUT",
            "/control/town",
        ),
        (lambda driver: driver.set_clock("2026-04-01T00:00:00+09:00"), "PUT", "/control/clock"),
        (lambda driver: driver.settle(5), "POST", "/control/settle"),
    ],
)
def test_the_methods_of_the_life_name_their_endpoint(driver, ask, method, path):
    """Each method of the run's life goes to its endpoint, and names it when the answer is wrong."""
    with respx.mock:
        route = respx.route(method=method, url=BASE + path).mock(
            return_value=httpx.Response(200, json={"x": 1})
        )
        with pytest.raises(DoctorError) as raised:
            ask(driver)
        assert route.call_count == 1
    assert raised.value.code == "registry-malformed-answer"
    assert raised.value.where
    assert raised.value.where.field == f"{method} {path}"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_credential_is_no_connection(driver, status):
    """A registry that does not take the credential is not connected; the hint speaks of the credential."""
    with respx.mock:
        respx.get(f"{BASE}/control/capabilities").mock(
            return_value=httpx.Response(status, json={"code": "x"})
        )
        with pytest.raises(ConnectError, match="credential"):
            driver.capabilities()


@respx.mock
def test_capabilities_may_say_more(driver):
    """Unknown further fields are allowed in the capabilities, and only there."""
    said = {
        "name": "n", "version": "1", "interface": "1", "municipality": "112291", "roles": ["registry"],
        "clock": True, "now": None, "commands": [], "reads": [], "vendor": {"more": True},
    }  # fmt: skip
    respx.get(f"{BASE}/control/capabilities").mock(return_value=httpx.Response(200, json=said))
    assert driver.capabilities().name == "n"


@respx.mock
def test_a_read_answers_with_one_thing(driver):
    """A read gives what was found, and an answer with two things filled is malformed."""
    counted = {"on": "2026-04-01", "residents": 1, "foreign_residents": 0, "households": 1}
    route = respx.post(f"{BASE}/control/reads/ReadStatistics")
    route.mock(return_value=httpx.Response(200, json={"statistics": counted}))
    found = driver.read(ReadStatistics("2026-04-01"))
    assert found == Found(statistics=Statistics("2026-04-01", 1, 0, 1))
    route.mock(return_value=httpx.Response(200, json={"statistics": counted, "tasks": []}))
    assert driver.read(ReadStatistics("2026-04-01")) == Unknown(
        "malformed-answer", "$: more than one answer is filled (statistics, tasks)"
    )
    route.mock(return_value=httpx.Response(503))
    assert driver.read(ReadStatistics("2026-04-01")) == Unknown("server-error", "status 503")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "registry", "localhost:8000", "http://", "http:///path", "https://…:x", "ftp://host", "http://…",
        "http://user:pass@host", "http://host?x=1", "http://host/#x", "http://[::1", "http://host:99999999", "//host",
        "http://ho st/", "\u0000",
    ],
)  # fmt: skip
def test_addresses_that_are_none_are_refused(text):
    """What is no address of a service is a configuration error that does not repeat it."""
    with pytest.raises(ConfigurationError) as raised:
        HttpDriver(text, "secret")
    assert raised.value.hint
    assert "pass" not in raised.value.describe().replace("password", "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("  HTTPS://Registry.Example/adapter//\n", "https://registry.example/adapter"),
        ("http://[::1]:80/", "http://[::1]"),
    ],
)
def test_addresses_lose_only_what_says_nothing(text, wanted):
    """Blanks around an address and slashes at its end are dropped."""
    assert str(base_address(text)).rstrip("/") == wanted


@pytest.mark.parametrize("text", ["", "a b", "a\nb", "秘密", "a\x7f"])
def test_credentials_that_no_header_carries_are_refused(text):
    """A credential that a header cannot carry is a configuration error that does not repeat it."""
    with pytest.raises(ConfigurationError) as raised:
        credential_header(text)
    assert raised.value.where
    assert raised.value.where.field == "credential"
    assert "秘密" not in raised.value.describe()


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b"[[[]]]", False),
        (b"[[[[]]]]", True),
        (b'["[[[[[", "{{{{\\"[[["]', False),
        (b"[" + b"[],{}," * 50 + b"0]", False),
        (b'{"a":{"b":{"c":{}}}}', True),
    ],
)
def test_depth_counts_brackets_outside_strings(body, deep):
    """Only what stands inside one another counts, not what stands side by side or in a text."""
    assert too_deep(body, 3) is deep
