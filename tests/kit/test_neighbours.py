"""
A vendor's tests with the fixture `neighbours`, run as a vendor runs them: with the wheel and without this checkout.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.kit.test_wheel import target  # noqa: F401 - a fixture

HERE = Path(__file__).parent
TOWN = "tekigo populate --preset wako --residents 60 --columns all --format ndjson --out"
CONFTEST = """
import pytest
from vendor import Outbox
pytest_plugins = ["tekigo_kit.neighbours"]

@pytest.fixture
def opened(neighbours):
    return lambda credential: Outbox(neighbours.addresses, credential)

@pytest.fixture
def outbox(neighbours, opened):
    return opened(neighbours.credential)
"""


@pytest.fixture(scope="module")
def outcomes(target: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:  # noqa: F811 - the same
    """
    Each test of the vendor's with what it said; empty for one that passed.
    """
    home = tmp_path_factory.mktemp("vendor")
    order = (
        "import sys; from contextlib import suppress; from harness.cli.main import main\n"
        f"sys.argv = {[*TOWN.split(), str(home / 'town')]!r}\n"
        "with suppress(SystemExit): main()"
    )
    subprocess.run([sys.executable, "-c", order], check=True, capture_output=True, timeout=60)
    shutil.copy(HERE / "vendor.py", home)
    shutil.copy(HERE / "vendor_tests.py", home / "test_vendor.py")
    (home / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    paths = [str(home), str(target), sysconfig.get_path("purelib")]
    plain = "-q -W error -p no:cacheprovider -p no:schemathesis --junit-xml=said.xml -o junit_family=xunit2"
    start = f"import sys; sys.path += {paths!r}; import pytest; sys.exit(pytest.main({plain.split()!r}))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start],
        cwd=home, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    cases: dict[str, str] = {}
    for case in ET.parse(home / "said.xml").iter("testcase"):
        said = [
            str(each.get("message")) + (each.text or "") for each in case if each.tag in {"failure", "error"}
        ]
        cases[str(case.get("name"))] = cases.get(str(case.get("name")), "") + "".join(said)
    return cases


def test_a_vendors_tests_pass_with_it(outcomes: dict[str, str]) -> None:
    """
    Taken, refused, repeated, answered, sent again: every test of the vendor's holds, but those that must fail.
    """
    assert {name for name, said in outcomes.items() if said} == {
        "test_must_fail_for_a_refusal_that_nobody_expected", "test_must_fail_for_nothing_sent",
    }, json.dumps(outcomes, indent=1)  # fmt: skip
    assert len(outcomes) == 13


def test_an_invalid_message_fails_the_test_that_sent_it(outcomes: dict[str, str]) -> None:
    """
    The neighbour, the type, the field and the reason are in the message of the failed test; the value is not.
    """
    said = outcomes["test_must_fail_for_a_refusal_that_nobody_expected"]
    assert "L09 to addressee: body.held: is not of type" in said
    assert '"yes"' not in said.splitlines()[0]


def test_what_was_not_sent_is_said(outcomes: dict[str, str]) -> None:
    """
    Asking for the one message of a type fails with how many there were.
    """
    assert "L09 was sent 0 times, not once" in outcomes["test_must_fail_for_nothing_sent"]
