"""
Published totals spread over what was not published: ages inside broad bands, households by type and size.
"""

from __future__ import annotations

from scenarios.population.compositions import SEED_SIZES

Bands = dict[tuple[str, int, int], int]
"""Residents by sex, first and last age of the band."""


def spread(broad: Bands, shape: Bands) -> Bands:
    """
    Broad bands in five-year ones, in the proportions of another area.
    """
    made: Bands = {}
    for (sex, first, last), n in broad.items():
        inner = {
            band: k for band, k in shape.items() if band[0] == sex and first <= band[1] and band[2] <= last
        }
        whole = sum(inner.values())
        for band, k in inner.items():
            made[band] = n * k // max(1, whole)
    return made


def raked(types: dict[str, int], sizes: dict[int, int]) -> dict[tuple[str, int], int]:
    """
    Households by type and size that have these totals both ways.
    """
    # Integers scaled up: the same on every machine. Sizes 7 and 8 together are the published 7 and more.
    scale = 10**9
    table = {(each, size): n * scale for each, part in SEED_SIZES.items() for size, n in part.items()}
    for _ in range(200):
        for each, wanted in types.items():
            whole = sum(n for cell, n in table.items() if cell[0] == each)
            for cell in [cell for cell in table if cell[0] == each]:
                table[cell] = table[cell] * wanted * scale // max(1, whole)
        for size, wanted in sizes.items():
            cells = [cell for cell in table if min(cell[1], 7) == min(size, 7)]
            whole = sum(table[cell] for cell in cells)
            for cell in cells:
                table[cell] = table[cell] * wanted * scale // max(1, whole)
    return {cell: (n + scale // 2) // scale for cell, n in table.items()}
