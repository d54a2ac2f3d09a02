"""
Bad input to a run: a clear message that names what and where, the right exit code, no traceback, no false verdict.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.running.run import Ended
from harness.words.errors import CatalogueError, TekigoError, UsageError


def refused(ended: Ended) -> str:
    """
    The one fault of a run that could not judge; there was no verdict.
    """
    assert ended.exit_code == 2
    assert not any(state.failed for state in ended.tally.states.values())
    assert "Traceback" not in ended.faults[0]
    return ended.faults[0]


def test_a_closed_port_is_configuration(run: Callable[..., Ended], features: Path) -> None:
    """
    Nobody listening is said with the hint to check the address.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        message = refused(run(url, features=features))
    assert "capabilities" in message
    assert "address" in message


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, "text/html", "<html><body>login</body></html>"),
        (200, "application/json", "{}"),
        (500, "text/plain", "boom"),
        (200, "application/json", "[1, 2"),
        (302, "text/plain", ""),
    ],
)
def test_an_answer_of_another_shape_before_the_doctor_passed_is_configuration(
    run: Callable[..., Ended],
    features: Path,
    serving: Callable[[int, str, str], str],
    status: int,
    kind: str,
    body: str,
) -> None:
    """
    HTML, missing fields, a 500, broken JSON and a redirect end the run before any verdict.
    """
    assert "capabilities" in refused(run(serving(status, kind, body), features=features))


def test_another_municipality_is_configuration(
    run: Callable[..., Ended], features: Path, serving: Callable[[int, str, str], str]
) -> None:
    """
    A registry of another city is not judged as this one.
    """
    body = (
        '{"name":"x","version":"1","interface":"1","municipality":"111007","roles":["registry"],"clock":true,'
        '"now":null,"commands":[],"reads":[]}'
    )
    assert "111007" in refused(run(serving(200, "application/json", body), features=features))


def test_an_unknown_tag_names_feature_and_line(run: Callable[..., Ended], features: Path) -> None:
    """
    A tag that is no clause stops the run and says where it stands.
    """
    path = features / "relocation" / "one.feature"
    path.write_text(path.read_text(encoding="utf-8").replace("@REL-001.1", "@REL-001.99"), encoding="utf-8")
    message = refused(run(features=features))
    assert "REL-001.99" in message
    assert "one.feature" in message


def test_two_scenarios_of_one_name_are_refused(run: Callable[..., Ended], features: Path) -> None:
    """
    Neither is dropped in silence: the feature, the line and the earlier line are named.
    """
    path = features / "relocation" / "one.feature"
    text = path.read_text(encoding="utf-8")
    scenario = text[text.index("  @") :]
    path.write_text(f"{text.rstrip()}\n\n{scenario}", encoding="utf-8")
    told = refused(run(features=features))
    assert "one.feature" in told
    assert "has the name of that at line" in told


def test_a_feature_that_is_no_gherkin_is_named(run: Callable[..., Ended], features: Path) -> None:
    """
    A file that cannot be parsed stops the run with its name.
    """
    (features / "relocation" / "two.feature").write_text("# language: ja\nこれは違う\n", encoding="utf-8")
    assert "two.feature" in refused(run(features=features))


def test_a_catalogue_with_a_duplicate_id_does_not_load(run: Callable[..., Ended], features: Path) -> None:
    """
    The catalogue loads whole or not at all, and the id is named.
    """
    path = features / "requirements" / "retention.toml"
    text = path.read_text(encoding="utf-8")
    first = text.split("[[requirement]]")[1]
    path.write_text(f"{text}\n[[requirement]]{first}", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        run(features=features)
    assert "RET-001" in caught.value.describe()


def test_one_address_and_several_lanes_is_usage(run: Callable[..., Ended], features: Path) -> None:
    """
    -j above 1 needs a registry per lane.
    """
    with pytest.raises(UsageError):
        run("http://127.0.0.1:1", jobs=2, features=features)


def test_a_selection_without_a_scenario_tested_nothing(run: Callable[..., Ended], features: Path) -> None:
    """
    What matches nothing is never green.
    """
    assert "nothing was tested" in refused(run(selection=["RET"], features=features))
    with pytest.raises(TekigoError) as caught:
        run(selection=["NOPE"], features=features)
    assert int(caught.value.exit_code) == 2


def test_a_step_without_wording_is_an_error_of_ours(run: Callable[..., Ended], features: Path) -> None:
    """
    A text that no wording fits is a fault of the instrument, never a finding.
    """
    path = features / "relocation" / "one.feature"
    path.write_text(
        path.read_text(encoding="utf-8").replace("もし 太郎が", "もし 火星人が攻めて太郎が"), encoding="utf-8"
    )
    ended = run(features=features)
    assert ended.exit_code == 3
    assert not any(state.failed for state in ended.tally.states.values())


def test_an_out_folder_that_cannot_be_made_is_configuration(
    run: Callable[..., Ended], tmp_path: Path
) -> None:
    """
    A file where the folder should be is said before anything starts.
    """
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(TekigoError) as caught:
        run(out=tmp_path / "taken")
    assert int(caught.value.exit_code) == 2
