"""
What cannot be played is refused before anything is brought up, with what to do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harness.port.commands import ChangeOfAddress
from harness.port.lifecycle import Capabilities
from harness.running.statement import Statement, parse_connect
from harness.words.errors import DoctorError, ResultsError
from scenarios.population.fit import fitted
from scenarios.population.replay import performance
from scenarios.population.replay.books import books
from scenarios.population.replay.commands import Clerk, residents_of
from scenarios.population.replay.ending import ending
from scenarios.population.replay.folder import read
from tests.scenarios.population.test_bad_input import populate

WHOLE = {"residents": 60, "columns": "all", "events": 2026}


@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
def test_every_form_reads_the_same(tmp_path: Path, form: str) -> None:
    """
    Residents, newcomers and events are the same rows, whatever the form of the file.
    """
    populate(tmp_path / form, **WHOLE, file_format=form)
    populate(tmp_path / "other", **WHOLE, file_format="parquet")
    found, wanted = read(tmp_path / form), read(tmp_path / "other")
    assert found == wanted
    assert found.events
    assert found.residents[0]["birth_date"].year > 1900


@pytest.mark.parametrize(
    ("changes", "why", "hint"),
    [
        ({"columns": "core"}, "column", "--columns all"),
        ({"events": None}, "no year", "--events YEAR"),
        ({"provable": True}, "belong to nobody", "--provable"),
        ({"shard": "1/2", "events": None}, "part of a population", "--shard"),
        ({"preset_name": "japan", "residents": 400}, "more than one municipality", "one city"),
    ],
)
def test_a_folder_that_does_not_fit_is_named(
    tmp_path: Path, changes: dict[str, Any], why: str, hint: str
) -> None:
    """
    The folder, what is wrong with it, and how to make another.
    """
    folder = tmp_path / "made"
    populate(folder, **{**WHOLE, "file_format": "parquet", **changes})
    with pytest.raises(ResultsError) as refused:
        read(folder)
    assert why in refused.value.en
    assert hint in refused.value.hint[1]
    assert str(folder) in refused.value.describe("ja")


def test_a_folder_cut_short_is_not_played(tmp_path: Path) -> None:
    """
    A file that is not as long as its manifest says, and a folder without any, are refused.
    """
    folder = tmp_path / "made"
    populate(folder, **WHOLE, file_format="ndjson")
    events = folder / "events-2026.ndjson"
    events.write_bytes(events.read_bytes()[:-100])
    with pytest.raises(ResultsError, match="events-2026"):
        read(folder)
    with pytest.raises(ResultsError, match="no manifest"):
        read(tmp_path)


def _flipped(folder: Path) -> None:
    path = folder / "events-2026.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def _flipped_and_described(folder: Path) -> None:
    _flipped(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    content = (folder / "events-2026.parquet").read_bytes()
    manifest["files"]["events-2026.parquet"]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def _replaced(old: str, new: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        path = folder / "manifest.json"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return harm


def _a_part_more(folder: Path) -> None:
    populate(folder, **{**WHOLE, "events": None, "shard": "1/2", "file_format": "parquet"})


HARMS = [
    (_flipped, "events-2026.parquet is not the one"),
    (_flipped_and_described, "another version made it, or it was changed"),
    (_replaced('"layout": 1', '"layout": 2'), "has the layout 2"),
    (_replaced('"layout": 1,', ""), "cannot be read"),
    (_replaced('"seed": 1', '"seed": "x"'), "cannot be read"),
    (_replaced('"sha256"', '"sha1"'), "is not the one"),
    (_replaced('"residents.parquet"', '"../made/residents.parquet"'), "is not the one"),
    (_a_part_more, "overlap"),
]  # fmt: skip


@pytest.mark.parametrize(("harm", "why"), HARMS)
def test_a_changed_folder_is_neither_played_nor_compared(
    tmp_path: Path, harm: Callable[[Path], None], why: str
) -> None:
    """
    A flipped byte, another version, a manifest that was edited, parts that overlap: named, with what to do.
    """
    folder = tmp_path / "made"
    populate(folder, **WHOLE, file_format="parquet")
    harm(folder)
    with pytest.raises(ResultsError, match=why) as refused:
        read(folder)
    assert refused.value.hint
    assert str(folder) in refused.value.describe("ja")
    if harm is not _flipped_and_described:  # `fit` reads no events.
        with pytest.raises(ResultsError, match=why):
            fitted(folder, marginals_file=None, page_path=None, width=80)


def test_a_year_of_nothing_is_not_played(tmp_path: Path) -> None:
    """
    A day before the first event would agree with everything: it is refused, and no registry is brought up.
    """
    folder = tmp_path / "made"
    populate(folder, **WHOLE, file_format="ndjson")
    statement = Statement(parse_connect("http://127.0.0.1:1"))
    with pytest.raises(ResultsError, match="nothing would be tested") as refused:
        performance.played(folder, statement, progress=lambda *_: None, until=date(2025, 12, 31))
    assert "--until" in refused.value.hint[0]


@pytest.mark.parametrize("lacks", ["load", "clock", "MovingIn", "ReadCard"])
def test_a_registry_that_does_not_fit_is_named(lacks: str) -> None:
    """
    Bulk load, clock and every endpoint that a year needs must be offered.
    """
    plain = {
        "name": "n", "version": "1", "interface": "1", "municipality": "112291", "roles": ["registry"], "clock": True,
        "now": None, "commands": [n for n in performance.NEEDED if not n.startswith("Read")], "load": True,
        "reads": [n for n in performance.NEEDED if n.startswith("Read")],
    }  # fmt: skip
    performance.fit(Capabilities(**plain))  # type: ignore[arg-type] # by name
    poorer: dict[str, Any] = json.loads(json.dumps(plain))
    if lacks in ("load", "clock"):
        poorer[lacks] = False
    for names in (poorer["commands"], poorer["reads"]):
        if lacks in names:
            names.remove(lacks)
    with pytest.raises(DoctorError, match=lacks) as refused:
        performance.fit(Capabilities(**poorer))
    assert refused.value.code == "doctor-replay"


def test_a_change_of_address_stays_in_its_ward(tmp_path: Path) -> None:
    """
    In a city of several wards whoever changes address lives in a street of the own ward afterwards, by both accounts.
    """
    populate(
        tmp_path, preset_name="yokohama", residents=2500, columns="all", events=2026, file_format="parquet"
    )
    folder = read(tmp_path)
    left = ending(folder, date(2027, 1, 31))
    known, _ = books(folder)
    clerk = Clerk(known, folder.events)
    moves = [event for event in folder.events if event["kind"] == "change_of_address"]
    moves = [event for event in moves if max(residents_of(event)) < len(folder.residents)]
    wards = set()
    for event in moves:
        command = clerk.command(event)
        assert isinstance(command, ChangeOfAddress)
        for each in residents_of(event):
            if left[each].here:
                assert left[each].address == command.to_address.address
                wards.add(left[each].ward)
    assert len(wards) > 5
