"""
The comparison as one page without scripts or requests: SVG charts and a table.
"""

from __future__ import annotations

from html import escape
from typing import Any

from scenarios.population.comparison import NEAR, Comparison, Fit
from scenarios.population.fit_words import (
    MARGINALS,
    TYPE_WORDS,
    month_words,
    nationality_words,
    notice,
    size_words,
    word,
)
from scenarios.population.marginals import OLDEST

STYLE = """
:root { color-scheme: light; --ink: #1d2430; --soft: #5b6472; --men: #3b6fa8; --women: #b4553f; --one: #4a7d63;
  --mark: #1d2430; --line: #d9dde3; }
body { font: 16px/1.5 system-ui, "Noto Sans JP", "IPAGothic", sans-serif; color: var(--ink); background: #fff;
  margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.2rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
p.note { color: var(--soft); }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
tbody th { font-weight: normal; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.within { color: #226b44; }
td.over { color: #a32b1c; font-weight: bold; }
td.few { color: var(--soft); }
svg { width: 100%; height: auto; } text { fill: var(--ink); font-size: 12px; } text.soft { fill: var(--soft); }
"""

WIDTH, ROW = 860, 20


def page(fit: Fit, language: str) -> str:
    """
    The whole page, in one language.
    """

    def say(name: str, **values: object) -> str:
        return escape(word(name, language, **values))

    title = word("title", language, title=fit.manifest.title, n=fit.residents)
    ranges = ", ".join(
        f"{word(name, language)} {value}" for name, value in fit.manifest.number_ranges.items()
    )
    told = notice(provable=fit.manifest.provable, language=language)
    sections = [
        ("distance", _distances(fit, language)),
        ("ages", f"{_pyramid(fit, language)}{_note('ages note', language)}"),
        (
            "households",
            _bars(fit.comparisons["household type"], TYPE_WORDS[language], language)
            + _bars(fit.comparisons["household size"], size_words(language), language)
            + _note("bars note", language),
        ),
        (
            "nationalities",
            _bars(
                fit.comparisons["nationality"],
                nationality_words(fit.comparisons["nationality"].wanted, language),
                language,
                headed=False,
            )
            + _note("bars note", language),
        ),
    ]
    months = [each for name, each in fit.comparisons.items() if name.startswith("month")]
    if months:
        charts = "".join(_bars(each, month_words(language), language) for each in months)
        sections.append(("months", charts + _note("bars note", language)))
    body = "".join(f"<section><h2>{say(name)}</h2>{inside}</section>\n" for name, inside in sections)
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p class="note">{say("made", day=fit.manifest.day, seed=fit.manifest.seed)} {escape(told)}
{say("ranges", ranges=ranges)}</p>
{body}</main>
</body>
</html>
"""


def _note(name: str, language: str) -> str:
    return f'<p class="note">{escape(word(name, language))}</p>'


def _distances(fit: Fit, language: str) -> str:
    found = [each for each in fit.comparisons.values() if each.published]
    heads = "".join(
        f'<th scope="col"{" class=n" if name in ("variation", "limit") else ""}>{escape(word(name, language))}</th>'
        for name in ("marginal", "variation", "limit", "verdict")
    )
    lines = "".join(
        f'<tr><th scope="row">{escape(MARGINALS[each.name][language])}</th><td class="n">{each.distance:.4f}</td>'
        f'<td class="n">{NEAR}</td>'
        f'<td class="{fit.verdict(each)}">{escape(word(fit.verdict(each), language))}</td></tr>'
        for each in found
    )
    few = any(fit.verdict(each) == "few" for each in found)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    return table + (_note("few note", language) if few else "")


def _pyramid(fit: Fit, language: str) -> str:
    ages = fit.comparisons["five-year ages"]
    n, m = max(1, sum(ages.seen.values())), max(1, sum(ages.wanted.values()))
    bands = sorted({(first, last) for _, first, last in ages.wanted}, reverse=True)
    most = max(max(ages.seen[key] / n, ages.wanted[key] / m) for key in ages.wanted)
    middle, half = WIDTH / 2, WIDTH / 2 - 60
    rows = []
    for place, (first, last) in enumerate(bands):
        y = 26 + place * ROW
        label = f"{first}–{last}" if last < OLDEST else f"{first}–"
        rows.append(f'<text x="{middle}" y="{y + 14}" text-anchor="middle">{label}</text>')
        for sex, side in (("male", -1), ("female", 1)):
            share, wanted = ages.seen[sex, first, last] / n, ages.wanted[sex, first, last] / m
            length, mark = share / most * half, wanted / most * half
            start = middle + side * 34
            x = start if side > 0 else start - length
            colour = "men" if sex == "male" else "women"
            told = f"{word(colour, language)} {label}: {word('aimed', language, share=share, wanted=wanted)}"
            rows.append(
                f'<rect x="{x:.1f}" y="{y}" width="{length:.1f}" height="{ROW - 3}" fill="var(--{colour})">'
                f"<title>{escape(told)}</title></rect>"
                f'<line x1="{start + side * mark:.1f}" x2="{start + side * mark:.1f}" y1="{y - 1}" '
                f'y2="{y + ROW - 2}" stroke="var(--mark)" stroke-width="2"/>'
            )
    head = (
        f'<text class="soft" x="{middle - 40}" y="14" text-anchor="end">{word("men", language)}</text>'
        f'<text class="soft" x="{middle + 40}" y="14">{word("women", language)}</text>'
    )
    height = 30 + len(bands) * ROW
    return _svg(height, word("pyramid", language), head + "".join(rows))


def _bars(comparison: Comparison, words: dict[Any, str], language: str, *, headed: bool = True) -> str:
    n, m = max(1, sum(comparison.seen.values())), max(1, sum(comparison.wanted.values()))
    shares = [
        (label, comparison.seen.get(key, 0) / n, comparison.wanted.get(key, 0) / m)
        for key, label in words.items()
    ]
    most = max([share for _, *pair in shares for share in pair] or [1.0]) or 1.0
    left, full = 190, WIDTH - 190 - 150
    rows = []
    for place, (label, share, wanted) in enumerate(shares):
        y = 6 + place * (ROW + 4)
        mark = left + wanted / most * full
        rows.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{left}" y="{y}" width="{share / most * full:.1f}" height="{ROW - 2}" fill="var(--one)"/>'
            f'<line x1="{mark:.1f}" x2="{mark:.1f}" y1="{y - 2}" y2="{y + ROW}" stroke="var(--mark)" stroke-width="2"/>'
            f'<text class="soft" x="{left + full + 10}" y="{y + 14}">'
            f"{escape(word('of', language, share=share, wanted=wanted))}</text>"
        )
    name = MARGINALS[comparison.name][language]
    chart = _svg(12 + len(shares) * (ROW + 4), name, "".join(rows))
    return f"<h3>{escape(name)}</h3>{chart}" if headed else chart


def _svg(height: float, label: str, inside: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>{inside}</svg>"
    )
