"""
What `tekigo populate`, its `fit` and its `replay` say on the terminal, in Japanese and English.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS: dict[str, dict[str, str]] = {
    "whole": {
        "ja": "{title}：住民{residents:,}人のうち{made:,}人、{households:,}世帯、基準日{day}、シード{seed}",
        "en": "{title}: {made:,} residents of {residents:,}, {households:,} households, on {day}, seed {seed}",
    },
    "file": {
        "ja": "  {path}  {rows:,}行、{bytes:,}バイト",
        "en": "  {path}  {rows:,} rows, {bytes:,} bytes",
    },
    "individual_number": {
        "ja": "  検査数字を除く個人番号：{numbers}",
        "en": "  individual_number without check digit: {numbers}",
    },
    "resident_record_code": {
        "ja": "  検査数字を除く住民票コード：{numbers}",
        "en": "  resident_record_code without check digit: {numbers}",
    },
    "digest": {"ja": "  値のダイジェスト {digest}", "en": "  digest {digest}"},
    "fitted": {"ja": "{title}：住民{residents:,}人", "en": "{title}: {residents:,} residents"},
    "distances": {
        "ja": "公表値との隔たり（全変動距離）",
        "en": "total variation distance from what was published",
    },
    "played": {
        "ja": "{population}：住民{residents:,}人、新しく来る人{newcomers:,}人、"
        "{first_day}から{last_day}までの異動{events:,}件",
        "en": "{population}: {residents:,} residents, {newcomers:,} newcomers, {events:,} events "
        "from {first_day} to {last_day}",
    },
    "took": {
        "ja": "  コマンド{commands:,}件、電文{messages:,}通。読み込み{load}秒、再現{year}秒、照合{compare}秒"
        "（毎秒{rate}件）",
        "en": "  {commands:,} commands, {messages:,} messages; loaded in {load} s, played in {year} s, compared in "
        "{compare} s ({rate} events per second)",
    },
    "not_the_registrys": {
        "ja": "  登録システムの仕事でない：{told}",
        "en": "  not the registry's: {told}",
    },
    "unruled": {
        "ja": "  オラクルが何も言わない：{told}",
        "en": "  the oracle says nothing of: {told}",
    },
    "refused": {"ja": "  登録システムが受理しなかった：{count:,}", "en": "  refused: {count:,}"},
    "disagreements": {"ja": "  オラクルと判断が異なる：{count:,}", "en": "  disagreements: {count:,}"},
    "refused_in_town": {"ja": "  町が受理しなかった電文：{count:,}", "en": "  refused in town: {count:,}"},
    "not_sent": {"ja": "  送られなかった電文：{count:,}", "en": "  not sent: {count:,}"},
    "differences": {"ja": "  最終日の相違：{count:,}", "en": "  differences: {count:,}"},
    "unsettled": {"ja": "  静まらなかった日：{count:,}", "en": "  unsettled: {count:,}"},
}
STEPS = {
    "residents": {"ja": "住民", "en": "residents"},
    "load": {"ja": "読み込み", "en": "loading"},
    "events": {"ja": "異動", "en": "events"},
    "compare": {"ja": "照合", "en": "comparing"},
}
"""What a progress bar counts."""


def _say(name: str, lang: str, /, **values: Any) -> str:
    return WORDS[name][lang].format(**values)


def of_manifest(manifest: dict[str, Any], out: Path, notice: str, lang: str) -> Iterator[str]:
    """
    What was written where; the notice comes last.
    """
    yield _say("whole", lang, **manifest | {"made": manifest["last"] - manifest["first"]})
    for name, file in manifest["files"].items():
        yield _say("file", lang, path=out / name, **file)
    yield from _ranges(manifest["number_ranges"], lang)
    if manifest["digest"]:
        yield _say("digest", lang, digest=manifest["digest"])
    yield f"  {notice}"


def _ranges(ranges: dict[str, str], lang: str) -> Iterator[str]:
    for name, numbers in ranges.items():
        yield _say(name, lang, numbers=numbers)


def of_fit(found: dict[str, Any], lang: str) -> Iterator[str]:
    """
    The charts and the distances; the place of the page comes last.
    """
    yield f"{_say('fitted', lang, **found)}\n"
    yield found["drawing"]
    yield f"\n{_say('distances', lang)}"
    yield from (f"  {line}" for line in found["told"])
    yield from _ranges(found["number_ranges"], lang)
    yield f"  {found['notice']}"
    yield f"  {found['page']}"


def of_year(found: dict[str, Any], faults: list[str], lang: str) -> Iterator[str]:
    """
    What came of a year. Single events are named by what a program may look up, in no language.
    """
    yield _say("played", lang, **found)
    yield _say(
        "took",
        lang,
        commands=sum(found["commands"].values()),
        messages=found["messages"],
        rate=found["events_per_second"],
        **found["seconds"],
    )
    for key in ("not_the_registrys", "unruled"):
        told = ", ".join(f"{name} {count:,}" for name, count in found[key].items())
        if told:
            yield _say(key, lang, told=told)
    for name in (*faults, "unsettled"):
        yield _say(name, lang, count=found[name]["count"])
        yield from (f"    {each}" for each in found[name]["names"])
