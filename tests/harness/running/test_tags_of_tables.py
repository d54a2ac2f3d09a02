"""
Tags of a table of examples: they say what its rows judge, and nothing of the other rows.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.running.coverage import scenarios_by_clause

AS_A_RUN = ("-p", "harness.plugin", "--tekigo", "--import-mode=importlib", "-p", "no:cacheprovider")
FEATURE = """# language: ja
機能: 表ごとのタグ / Tags of tables
  @REL-013.1
  シナリオテンプレート: 転居 / A change of address
    前提 今日は令和8年4月6日である
    かつ {who}の状態は「<状態>」である

    例:
      | 状態           |
      | 転入したばかり |

    @{tag}
    例: 取りやめた者
      | 状態             |
      | 転出を取りやめた者 |
"""


def written(folder: Path, tag: str) -> Path:
    """
    The feature with this tag over its second table.
    """
    path = folder / "states" / "tables.feature"
    path.parent.mkdir()
    path.write_text(FEATURE.format(who="花子", tag=tag), encoding="utf-8")
    return path


def collected(path: Path) -> str:
    """
    What is said when the feature is collected as for a run.
    """
    asked = subprocess.run(
        [sys.executable, "-m", "pytest", *AS_A_RUN, "--collect-only", "-q", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout + asked.stderr


def test_coverage_counts_the_tags_of_tables(tmp_path: Path) -> None:
    """
    A clause that only the rows of one table judge is covered by their scenario.
    """
    written(tmp_path, "REL-012.1")
    assert scenarios_by_clause(tmp_path)["REL-012.1"] == ["states/tables.feature:4"]


@pytest.mark.parametrize(("tag", "said"), [("REL-012.1", "2 tests collected"), ("REL-012.99", "@REL-012.99")])
def test_a_tag_that_is_no_clause_is_refused(tmp_path: Path, tag: str, said: str) -> None:
    """
    A clause over a table is taken; a slip of the pen is no tag that nobody misses.
    """
    assert said in collected(written(tmp_path, tag))


def test_only_the_rows_of_a_table_go_far(tmp_path: Path) -> None:
    """
    A plan tag over a table is of its rows alone: they come last, the other rows do not.
    """
    first, second = (ascii(word)[1:-1] for word in ("転入したばかり", "転出を取りやめた者"))
    path = written(tmp_path, "REL-012.1")
    said = collected(path)
    assert said.index(first) < said.index(second)
    path.write_text(path.read_text("utf-8").replace("    例:\n", "    @far\n    例:\n"), encoding="utf-8")
    said = collected(path)
    assert said.index(first) > said.index(second)
