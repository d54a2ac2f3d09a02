"""
What every command says of arguments that make no sense: in the language asked for, exit code 2, never a traceback.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from harness.cli.languages import language_among
from tests.harness.cli.test_command import tekigo
from tests.reports import runs

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
NO_SUCH = [
    ["run", "--select", "SEC-001", "--out", "taken"],
    ["run", "--select", "SEC-001", "--out", "taken/below"],
    ["run", "--select", "*"],
    ["run", "--select", ","],
    ["run", "--select", "ＲＥＬ-001"],
    ["run", "-j", "0"],
    ["run", "-j", "1000000"],
    ["run", "-j", "x"],
    ["run", "--repeat", "0"],
    ["run", "--repeat", "100000000000000000000"],
    ["run", "--sut", "http://127.0.0.1:1", "--repeat", "2"],
    ["run", "--statement", "folder"],
    ["run", "--statement", "bytes.toml"],
    ["run", "--statement", "half.toml"],
    ["run", "--statement", "types.toml"],
    ["run", "--statement", "keys.toml"],
    ["run", "--store", "nonsense"],
    ["run", "--sut", "http://127.0.0.1:1", "--store", "sqlite://"],
    ["run", "--nonsense"],
    ["run", "surplus"],
    ["run", "--out"],
    ["town", "--port-base", "65530"],
    ["town", "--port-base", "-1"],
    ["town", "--port-base", "x"],
    ["report", "missing"],
    ["report", "taken"],
    ["report", "folder"],
    ["report"],
    ["verify", "missing"],
    ["verify", "no-events"],
    ["prove", "--select", "no-such-defect"],
    ["prove", "--select", ""],
    ["prove", "--mute", "no-such-check"],
    ["prove", "-j", "0"],
    ["prove", "--select", "record-before-decision", "--out", "taken"],
    ["requirements", "show", "REL-999"],
    ["requirements", "shw"],
    ["populate", "--preset", "nowhere", "--out", "new"],
    ["populate", "--preset", "wako"],
    ["populate", "--out", "new"],
    ["populate", "--preset", "wako", "--out", "taken"],
    ["populate", "--preset", "wako", "--out", "new", "--shard", "9/3"],
    ["populate", "--preset", "wako", "--out", "new", "--residents", "0"],
    ["populate", "--preset", "wako", "--out", "new", "--on", "tomorrow"],
    ["populate", "--marginals", "types.toml", "--out", "new"],
    ["populate", "--preset", "wako", "--out", "new", "--columns", "agee"],
    ["populate", "fit", "folder"],
    ["populate", "replay", "folder"],
    ["populate", "replay", "folder", "--named", "-1"],
    ["populate", "replay", "folder", "--until", "soon"],
    ["nonsense"],
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A folder with things that are not what they are taken for.
    """
    folder = tmp_path_factory.mktemp("place")
    (folder / "taken").write_text("", encoding="utf-8")
    (folder / "folder").mkdir()
    (folder / "no-events").mkdir()
    (folder / "no-events" / "events").write_text("", encoding="utf-8")
    (folder / "bytes.toml").write_bytes(b"\xff")
    (folder / "half.toml").write_text("sut = ", encoding="utf-8")
    (folder / "types.toml").write_text('[settings]\nsettle_ms = "x"\n', encoding="utf-8")
    (folder / "keys.toml").write_text('colour = "red"\n', encoding="utf-8")
    return folder


@pytest.mark.parametrize("words", NO_SUCH, ids=" ".join)
def test_nonsense_is_refused_in_the_language_asked_for(words: list[str], place: Path) -> None:
    """
    Japanese and English, each alone; what is wrong, a code, exit 2, nothing left behind, and no traceback.
    """
    before = sorted(place.rglob("*"))
    subcommand = [*words, "--lang"] if words != ["nonsense"] else ["nonsense", "--lang"]
    japanese = tekigo(*subcommand, "ja", cwd=place)
    english = tekigo(*subcommand, "en", cwd=place)
    for said in (japanese, english):
        assert said.returncode == 2, said.stderr
        assert "Traceback" not in said.stderr
        assert re.search(r"\[[a-z]+(-[a-z]+)*\]\n", said.stderr), said.stderr
    assert JAPANESE.search(japanese.stderr)
    told = english.stderr.replace("ＲＥＬ", "").replace("シナリオ", "")
    assert not JAPANESE.search(told), english.stderr
    assert sorted(place.rglob("*")) == before


def test_without_a_language_the_command_speaks_japanese(place: Path) -> None:
    """
    As its reports do.
    """
    said = tekigo("report", "missing", cwd=place)
    assert JAPANESE.search(said.stderr)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_json_tells_the_same_words(lang: str, place: Path) -> None:
    """
    With --json the fault of a run that judged nothing is told in the language of the command too.
    """
    for words in (["--select", "NOPE"], ["--no-such-option"]):
        said = tekigo("run", *words, "--json", "--lang", lang, cwd=place)
        summary = json.loads(said.stdout.splitlines()[-1])
        assert summary["exit"] == said.returncode == 2
        assert summary["blame"] == "configuration"
        assert bool(JAPANESE.search(summary["faults"][0])) == (lang == "ja")
        assert summary["faults"][0] in said.stderr


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_worker_speaks_the_language_of_the_command(lang: str, tmp_path: Path) -> None:
    """
    What the doctor finds in another process is told in that language, on the terminal and in the JSON.
    """
    said = tekigo(
        "run",
        "--sut",
        "entry:no-such-registry",
        "--select",
        "SEC-001",
        "--json",
        "--lang",
        lang,
        cwd=tmp_path,
    )
    assert said.returncode == 2
    fault = json.loads(said.stdout.splitlines()[-1])["faults"][0]
    assert "no-such-registry" in fault
    assert bool(JAPANESE.search(fault)) == (lang == "ja")


def test_another_language_is_refused_by_every_command(place: Path) -> None:
    """
    Also where the language would not have been needed.
    """
    for words in (
        ["run"],
        ["requirements", "list"],
        ["requirements", "coverage", "--check"],
        ["town"],
        ["report", "x"],
    ):
        said = tekigo(*words, "--lang", "fr", cwd=place)
        assert said.returncode == 2
        assert "[language]" in said.stderr


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ([], "ja"),
        (["run", "--lang", "en"], "en"),
        (["run", "--lang=en", "--nonsense"], "en"),
        (["run", "--lang", "fr"], "ja"),
        (["run", "--lang"], "ja"),
        (["run", "en"], "ja"),
        (["run", "--lang", "en", "--lang", "ja"], "ja"),
    ],
)
def test_the_language_is_read_where_nothing_else_can_be(words: list[str], language: str) -> None:
    """
    The last one that is a language counts.
    """
    assert language_among(words) == language


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_told(option: str) -> None:
    """
    One line with name and number, and nothing else.
    """
    said = tekigo(option)
    assert said.returncode == 0
    assert re.fullmatch(r"tekigo \d+\.\d+\.\d+\S*\n", said.stdout)
    assert said.stderr == ""


@pytest.mark.parametrize("name", ["report.html", "manifest.json"])
def test_a_report_that_cannot_be_written_is_no_verdict(tmp_path: Path, name: str) -> None:
    """
    A folder where a file should be: the place is named, and the exit code is not that of a verdict.
    """
    lane = runs.Lane(planned=1)
    runs.passing(lane, "REL-001", "relocation/moving_in.feature:10")
    lane.finish(messages=1)
    folder = lane.write(tmp_path / "run-1")
    (folder / name).mkdir()
    said = tekigo("report", str(folder), "--lang", "en")
    assert "Traceback" not in said.stderr
    if name == "report.html":
        assert said.returncode == 3
        assert name in said.stderr
        shutil.rmtree(folder / name)
        assert tekigo("report", str(folder)).returncode in (0, 4)
    else:
        verified = tekigo("verify", str(folder), "--lang", "en")
        assert verified.returncode == 1
        assert name in verified.stderr
        assert "Traceback" not in verified.stderr


def test_what_breaks_unforeseen_is_no_verdict(tmp_path: Path) -> None:
    """
    An exception that nobody expected ends with 3 and says that nothing is known, never with the 1 of a breach.
    """
    (tmp_path / "harness_broken.py").write_text(
        "import sys\nsys.argv[:] = ['tekigo', 'report', 'x', '--lang', 'en']\n"
        "import harness.cli.report as report\n"
        "def boom(*_):\n    raise RuntimeError('secret')\n"
        "report.folder_of = boom\n"
        "from harness.cli.main import main\nmain()\n",
        encoding="utf-8",
    )
    import subprocess
    import sys

    said = subprocess.run(
        [sys.executable, str(tmp_path / "harness_broken.py")], capture_output=True, text=True, check=False
    )
    assert said.returncode == 3
    assert "[unexpected]" in said.stderr
