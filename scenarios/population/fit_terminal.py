"""
The age pyramid, the households and the distances as text, for a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.population.comparison import NEAR, Comparison, Fit
from scenarios.population.fit_words import MARGINALS, TYPE_WORDS, size_words, word
from scenarios.population.marginals import OLDEST


def drawn(fit: Fit, width: int, language: str) -> str:
    """
    Both charts, one above the other; `│` stands where the published value is.
    """
    half = max(10, (min(width, 110) - 14) // 2)
    return "\n".join(
        [*_pyramid(fit, half, language), "", *_households(fit, max(10, 2 * half - 36), language)]
    )


def told(fit: Fit, language: str) -> list[str]:
    """
    A line for each distance, with the limit and what it comes to.
    """
    found = [each for each in fit.comparisons.values() if each.published]
    names = {each.name: MARGINALS[each.name][language] for each in found}
    widest = max(map(_wide, names.values()))
    lines = [
        f"{_padded(names[each.name], widest)}  {each.distance:.4f}  ≤ {NEAR}  {word(fit.verdict(each), language)}"
        for each in found
    ]
    return lines + ([word("few note", language)] if any(fit.verdict(each) == "few" for each in found) else [])


def _wide(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - _wide(text))


def _pyramid(fit: Fit, half: int, language: str) -> list[str]:
    ages = fit.comparisons["five-year ages"]
    n, m = max(1, sum(ages.seen.values())), max(1, sum(ages.wanted.values()))
    bands = sorted({(first, last) for _, first, last in ages.wanted}, reverse=True)
    most = max(max(ages.seen[key] / n, ages.wanted[key] / m) for key in ages.wanted)
    men = word("men", language)
    lines = [f"{' ' * (half - _wide(men))}{men}{'':9}{word('women', language)}"]
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


def _households(fit: Fit, width: int, language: str) -> list[str]:
    lines = []
    for name, words in (("household type", TYPE_WORDS[language]), ("household size", size_words(language))):
        lines += [MARGINALS[name][language], *_bars(fit.comparisons[name], words, width, language), ""]
    return lines[:-1]


def _bars(
    comparison: Comparison, words: Mapping[str, str] | Mapping[int, str], width: int, language: str
) -> list[str]:
    n, m = max(1, sum(comparison.seen.values())), max(1, sum(comparison.wanted.values()))
    most = max(*(v / n for v in comparison.seen.values()), *(v / m for v in comparison.wanted.values()))
    made = []
    for key, label in words.items():
        share, wanted = comparison.seen.get(key, 0) / n, comparison.wanted.get(key, 0) / m
        filled = "█" * round(share / most * (width - 1))
        bar = list(filled.ljust(width))
        bar[round(wanted / most * (width - 1))] = "│"
        made.append(f"{_padded(label, 21)}{''.join(bar)} {word('of', language, share=share, wanted=wanted)}")
    return made
