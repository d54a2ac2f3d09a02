"""
A run with waivers, as its statement holds them: what its reports, its exit code and its verification say.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from harness.cli.written import exit_code_of, write_reports
from harness.judgement.catalogue import Catalogue
from harness.running.run import perform
from harness.running.statement import load
from reports.verify import verify

FAR, PAST = date.today() + timedelta(days=30), date.today() - timedelta(days=1)  # noqa: DTZ011 - a waiver's days are real


@pytest.mark.parametrize(
    ("defect", "expires", "verdict", "blame"),
    [
        (True, FAR, "WAIVED", "system"),
        (True, PAST, "FAIL", "system"),
        (False, FAR, "FAIL", "configuration"),
    ],
)
def test_a_waiver_covers_expires_or_is_stale(
    features: Path,
    tmp_path: Path,
    catalogue: Catalogue,
    defect: bool,
    expires: date,
    verdict: str,
    blame: str,
) -> None:
    """
    Covered: WAIVED, skipped in JUnit, and no breach. Expired, or with nothing to cover: FAIL, exit 1.
    """
    path = tmp_path / "tekigo.toml"
    path.write_text('waivers = "more.toml"\n', encoding="utf-8")
    (tmp_path / "more.toml").write_text(
        f'[[waiver]]\nclause = "REL-001.2"\nowner = "戸籍住民課"\nreason = "改修中"\nexpires = {expires}\n',
        encoding="utf-8",
    )
    overrides = {"registry": ["moving-in-dated-by-filing"]} if defect else {}
    feature = features / "relocation" / "one.feature"
    text = feature.read_text(encoding="utf-8")
    looked_at = "    かつ 太郎の住民となった日は令和8年4月3日、届出日は令和8年4月6日である\n"
    feature.write_text(text + looked_at, encoding="utf-8")
    ended = perform(
        load(path, None),
        out=tmp_path / "results",
        selection=[],
        language="ja",
        jobs=1,
        progress=lambda _line: None,
        features=features,
        overrides=overrides,
    )
    assert ended.faults == []
    write_reports(ended.folder, "ja")
    document = json.loads((ended.folder / "report.json").read_text(encoding="utf-8"))
    [item] = [each for each in document["requirements"] if each["id"] == "REL-001"]
    [clause] = [each for each in item["clauses"] if each["id"] == "REL-001.2"]
    assert (clause["verdict"], clause["blame"]) == (verdict, blame)
    assert "戸籍住民課" in clause["reason"]["ja"]
    assert exit_code_of(ended.folder) == ended.exit_code == (4 if verdict == "WAIVED" else 1)
    failures = "<failure" in (ended.folder / "junit.xml").read_text(encoding="utf-8")
    assert failures == (defect and verdict == "FAIL")
    assert "戸籍住民課" in (ended.folder / "report.html").read_text(encoding="utf-8")
    assert verify(ended.folder, catalogue).verdict == "same"
