"""
The comparison as one page without scripts or requests: SVG charts and a table.
"""

from __future__ import annotations

from html import escape
from typing import Any

from scenarios.population.comparison import Comparison, Fit
from scenarios.population.fit_terminal import TYPE_WORDS
from scenarios.population.marginals import OLDEST

STYLE = """
:root { color-scheme: light; --ink: #1d2430; --soft: #5b6472; --men: #3b6fa8; --women: #b4553f; --one: #4a7d63;
  --mark: #1d2430; --line: #d9dde3; }
body { font: 16px/1.5 system-ui, "Noto Sans JP", "IPAGothic", sans-serif; color: var(--ink); background: #fff;
  margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } p.note { color: var(--soft); }
table { border-collapse: collapse; } th, td { text-align: left; padding: .3rem .9rem .3rem 0;
  border-bottom: 1px solid var(--line); } td.n { text-align: right; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; } text { fill: var(--ink); font-size: 12px; } text.soft { fill: var(--soft); }
"""

WIDTH, ROW = 860, 20


def page(fit: Fit) -> str:
    """
    The whole page.
    """
    title = f"{fit.manifest.title}: {fit.residents:,} residents"
    near = "".join(
        f"<tr><td>{escape(each.name)}</td><td class=n>{each.distance:.4f}</td></tr>"
        for each in fit.comparisons.values()
        if each.published
    )
    ranges = "; ".join(f"{name}: {value}" for name, value in fit.manifest.number_ranges.items())
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p class="note">On {escape(fit.manifest.day)}, seed {fit.manifest.seed}. {escape(fit.manifest.notice)}
Numbers without check digit: {escape(ranges)}.</p>
<h2>Distance from what was published</h2>
<table><thead><tr><th scope="col">Marginal</th><th scope="col">Total variation distance</th></tr></thead>
<tbody>{near}</tbody></table>
<h2>Ages 年齢</h2>
{_pyramid(fit)}
<p class="note">Bars are the population, black lines the five-year ages aimed at.</p>
<h2>Households 世帯</h2>
{_bars(fit.comparisons["household type"], TYPE_WORDS)}
{_bars(fit.comparisons["household size"], {n: f"{n}{'+' if n == 7 else ''}" for n in range(1, 8)})}
<p class="note">Bars are the population, black lines what was published.</p>
<h2>Nationalities 国籍</h2>
{_bars(fit.comparisons["nationality"], {code: code for code in fit.comparisons["nationality"].wanted})}
</main>
</body>
</html>
"""


def _pyramid(fit: Fit) -> str:
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
            rows.append(
                f'<rect x="{x:.1f}" y="{y}" width="{length:.1f}" height="{ROW - 3}" fill="var(--{colour})">'
                f"<title>{sex} {label}: {share:.2%} of {wanted:.2%}</title></rect>"
                f'<line x1="{start + side * mark:.1f}" x2="{start + side * mark:.1f}" y1="{y - 1}" '
                f'y2="{y + ROW - 2}" stroke="var(--mark)" stroke-width="2"/>'
            )
    head = (
        f'<text class="soft" x="{middle - 40}" y="14" text-anchor="end">men 男</text>'
        f'<text class="soft" x="{middle + 40}" y="14">women 女</text>'
    )
    height = 30 + len(bands) * ROW
    return _svg(height, "Age pyramid: share of residents by five years of age and sex", head + "".join(rows))


def _bars(comparison: Comparison, words: dict[Any, str]) -> str:
    n, m = max(1, sum(comparison.seen.values())), max(1, sum(comparison.wanted.values()))
    shares = [
        (word, comparison.seen.get(key, 0) / n, comparison.wanted.get(key, 0) / m)
        for key, word in words.items()
    ]
    most = max([share for _, *pair in shares for share in pair] or [1.0]) or 1.0
    left, full = 190, WIDTH - 190 - 130
    rows = []
    for place, (word, share, wanted) in enumerate(shares):
        y = 6 + place * (ROW + 4)
        mark = left + wanted / most * full
        rows.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(word)}</text>'
            f'<rect x="{left}" y="{y}" width="{share / most * full:.1f}" height="{ROW - 2}" fill="var(--one)"/>'
            f'<line x1="{mark:.1f}" x2="{mark:.1f}" y1="{y - 2}" y2="{y + ROW}" stroke="var(--mark)" stroke-width="2"/>'
            f'<text class="soft" x="{left + full + 10}" y="{y + 14}">{share:.1%} of {wanted:.1%}</text>'
        )
    return _svg(12 + len(shares) * (ROW + 4), comparison.name, "".join(rows))


def _svg(height: float, label: str, inside: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>{inside}</svg>"
    )
