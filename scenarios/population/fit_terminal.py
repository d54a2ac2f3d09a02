"""
The age pyramid and the households as text, for a terminal.
"""

from __future__ import annotations

from scenarios.population.comparison import Comparison, Fit
from scenarios.population.compositions import TYPES
from scenarios.population.marginals import OLDEST

TYPE_WORDS = dict(
    zip(
        TYPES,
        (
            "one person 単独", "couple 夫婦のみ", "couple, children 夫婦と子", "father, children 男親と子",
            "mother, children 女親と子", "others その他",
        ),
        strict=True,
    )
)  # fmt: skip
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def drawn(fit: Fit, width: int) -> str:
    """
    Both charts, one above the other; `│` stands where the published value is.
    """
    half = max(10, (min(width, 110) - 14) // 2)
    return "\n".join([*_pyramid(fit, half), "", *_households(fit, max(10, 2 * half - 32))])


def _pyramid(fit: Fit, half: int) -> list[str]:
    ages = fit.comparisons["five-year ages"]
    n, m = max(1, sum(ages.seen.values())), max(1, sum(ages.wanted.values()))
    bands = sorted({(first, last) for _, first, last in ages.wanted}, reverse=True)
    most = max(max(ages.seen[key] / n, ages.wanted[key] / m) for key in ages.wanted)
    lines = [f"{'men 男':>{half - 1}}{'':10}women 女"]
    for first, last in bands:
        label = f"{first}–{last}" if last < OLDEST else f"{first}–"
        left = _bar(
            ages.seen["male", first, last] / n / most, ages.wanted["male", first, last] / m / most, half
        )
        right = _bar(
            ages.seen["female", first, last] / n / most, ages.wanted["female", first, last] / m / most, half
        )
        lines.append(f"{left[::-1]}{label:^9}{right}")
    return lines


def _bar(share: float, wanted: float, width: int) -> str:
    # Whole blocks only: a partial block turned round for the left side would stand on the wrong edge.
    filled, mark = round(share * (width - 1)), round(wanted * (width - 1))
    cells = ["█"] * filled + [" "] * (width - filled)
    cells[mark] = "│"
    return "".join(cells)


def _households(fit: Fit, width: int) -> list[str]:
    lines = []
    for comparison, words in (
        (fit.comparisons["household type"], TYPE_WORDS),
        (
            fit.comparisons["household size"],
            {size: f"{size}{'+' if size == 7 else ''}" for size in range(1, 8)},
        ),
    ):
        lines += [comparison.name, *_bars(comparison, words, width), ""]
    return lines[:-1]


def _bars(comparison: Comparison, words: dict[str, str] | dict[int, str], width: int) -> list[str]:
    n, m = max(1, sum(comparison.seen.values())), max(1, sum(comparison.wanted.values()))
    most = max(*(v / n for v in comparison.seen.values()), *(v / m for v in comparison.wanted.values()))
    made = []
    for key, word in words.items():
        share, wanted = comparison.seen.get(key, 0) / n, comparison.wanted.get(key, 0) / m
        filled = "█" * round(share / most * (width - 1))
        bar = list(filled.ljust(width))
        bar[round(wanted / most * (width - 1))] = "│"
        wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in word)
        made.append(f"{word}{' ' * (27 - wide)}{''.join(bar)} {share:6.1%} of {wanted:6.1%}")
    return made
