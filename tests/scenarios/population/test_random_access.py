"""
A resident is the same whoever makes it: alone, in a slice, in a shard, in another process.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

from scenarios.population.columns import CORE
from scenarios.population.digest import Digest
from scenarios.population.more_columns import ALL
from scenarios.population.order import Shard
from tests.scenarios.population.made import population, table

ROOT = Path(__file__).parents[3]
RESIDENTS = 20_000

# SHA-256 of the values of the first 20,000 residents under seed 1 on 2026-01-01. A change here is a change of every
# population that anybody has made: say so in the changelog.
DIGESTS = {
    ("wako", "core"): "f896134a74ee9f6bd3cef76b319b9af5e3a735b4da46c088f756a91fee9733f5",
    ("wako", "all"): "ea8c83845e97965261315a4093eedf402930b8fb31f8d20bb8a0105ee112e015",
    ("japan", "all"): "0cd3a9ccf8a6123da0ace23d65a5174fd7328985b0432039816d04a492427856",
}


def digest_of(*batches: pa.RecordBatch) -> str:
    """
    The digest of batches.
    """
    digest = Digest()
    for batch in batches:
        digest.add(batch)
    return digest.hexdigest()


@pytest.mark.parametrize(("name", "columns"), DIGESTS)
def test_the_values_are_the_committed_ones(name: str, columns: str) -> None:
    """
    The digest of the values is the one committed here, whatever Python, numpy and Arrow there are.
    """
    names = ALL if columns == "all" else CORE
    assert digest_of(*population(name, RESIDENTS).batches(columns=names)) == DIGESTS[name, columns]


def test_another_process_makes_the_same() -> None:
    """
    A fresh process with another hash seed gives the committed digest, in shards of its own.
    """
    code = (
        "from tests.scenarios.population.made import population\n"
        "from tests.scenarios.population.test_random_access import digest_of\n"
        "made = population('wako', 20000)\n"
        "print(digest_of(*made.batches(0, 777), *made.batches(777, 12345), *made.batches(12345)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "77", "PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == DIGESTS["wako", "core"], done.stderr


@given(st.integers(0, 599_999), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_resident_alone_is_that_of_the_whole(first: int, count: int) -> None:
    """
    Any few residents, asked for alone, are those of the whole; blocks end in between.
    """
    whole = table("japan", 600_000)
    last = min(600_000, first + count)
    alone = pa.Table.from_batches(population("japan", 600_000).batches(first, last))
    assert alone.to_pylist() == whole.slice(first, last - first).to_pylist()


@pytest.mark.parametrize("count", [3, 8])
def test_shards_are_the_slices_of_the_whole(count: int) -> None:
    """
    The shards of a population, in order, are the whole without a gap or a repetition.
    """
    rows = [Shard(k, count).rows(RESIDENTS) for k in range(1, count + 1)]
    assert rows[0][0] == 0
    assert rows[-1][1] == RESIDENTS
    assert all(before[1] == after[0] for before, after in itertools.pairwise(rows))
    whole = table("wako", RESIDENTS, "all")
    for first, last in rows:
        part = pa.Table.from_batches(population("wako", RESIDENTS).batches(first, last, ALL))
        assert part.to_pylist() == whole.slice(first, last - first).to_pylist()


def test_a_household_is_where_it_says() -> None:
    """
    Household h begins and ends at the residents that bear its number.
    """
    layout = population("japan", 600_000).layout
    whole = table("japan", 600_000)
    for household in (0, 1, 65_535, 65_536, 131_071, 200_000, layout.households - 1):
        first, last = layout.of_household(household)
        rows = whole.slice(first, last - first).to_pylist()
        assert [row["position"] for row in rows] == list(range(1, rows[0]["household_size"] + 1))
        assert len({row["household_number"] for row in rows}) == 1
    with pytest.raises(IndexError):
        layout.of_household(layout.households)


@pytest.mark.parametrize("residents", [1, 2, 3, 999, 147_911, 147_912, 295_823])
def test_any_number_of_residents_is_whole_households(residents: int) -> None:
    """
    However many are asked for, the last household is whole, and there are exactly so many residents.
    """
    rows = table("japan", residents).to_pylist()
    assert len(rows) == residents
    last = [row for row in rows if row["household_number"] == rows[-1]["household_number"]]
    assert len(last) == last[0]["household_size"]
    assert rows[-1]["household_number"] == max(row["household_number"] for row in rows)


def test_a_larger_population_begins_with_a_smaller() -> None:
    """
    All but the last household of a population are those of any larger one.
    """
    small, large = table("wako", 5_000), table("wako", RESIDENTS)
    assert small.slice(0, 4_980).to_pylist() == large.slice(0, 4_980).to_pylist()


def test_another_seed_is_another_population() -> None:
    """
    Seeds share no Individual Number among the first thousand and hardly a name.
    """
    one, two = (pa.Table.from_batches(population("wako", 1000, seed=seed).batches()) for seed in (1, 2))
    assert not set(one["individual_number"].to_pylist()) & set(two["individual_number"].to_pylist())
    same = sum(
        a == b for a, b in zip(one["given_name"].to_pylist(), two["given_name"].to_pylist(), strict=True)
    )
    assert same < 50
