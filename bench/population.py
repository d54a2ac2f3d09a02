"""
``python -m bench --part population``: residents per second, side by side with Faker, mimesis and gimei.

Every contender fills the same 23 columns into an Arrow table. What a library knows (names, readings, dates, addresses)
it makes itself; what it does not know (numbers with check digits, households) is added by the same few lines for each
of the others, and their people live alone. Each line is the median of several turns in one process and on one core.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa

from harness.words.eras import era_text
from harness.words.numbers import IndividualNumber, LocalNumber, ResidentRecordCode
from scenarios.population.columns import CORE
from scenarios.population.edges import schema
from scenarios.population.marginals import preset
from scenarios.population.more_columns import ALL
from scenarios.population.population import Population
from scenarios.population.writing import write

DAY = date(2026, 1, 1)
FEW, MANY = 10_000, 1_000_000
TURNS = 3
Person = dict[str, Any]


BESIDE = Path(sys.prefix) / "beside"
"""Where `make bench` installs what brings a top-level package `tests`: there it hides nobody's."""


def measure(few: int = FEW, many: int = MANY) -> Iterator[tuple[str, str]]:
    """
    Every figure, as a name and a text.
    """
    # One core: Arrow would otherwise use all of them.
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    for title, package, people in CONTENDERS:
        told = _of_another(package, few, people)
        yield f"{title}, 23 columns into Arrow, alone", told
    ours = Population(preset("japan"), 1, many, DAY)
    began = time.perf_counter()
    _ = ours.tables, ours.layout
    yield "tekigo, start (marginals to deck)", f"{time.perf_counter() - began:.2f} s"
    yield "tekigo, 23 columns into Arrow, in families", _rate(many, lambda: _held(ours, CORE))
    yield "tekigo, 60 columns into Arrow, in families", _rate(many, lambda: _held(ours, ALL))
    with tempfile.TemporaryDirectory(prefix="tekigo-bench-") as folder:
        path = Path(folder) / "residents.parquet"
        for columns in (CORE, ALL):
            rate = _rate(many, partial(_parquet, ours, columns, path))
            yield f"tekigo, {len(columns)} columns into zstd Parquet", rate
        for residents in (many, 10 * many):
            yield f"tekigo, peak memory for {residents:,} residents", _peak(residents, Path(folder))


def _of_another(package: str, few: int, people: Callable[[int], Iterator[Person]]) -> str:
    # Behind all others, so that nothing of ours is ever found there.
    sys.path.append(str(BESIDE))
    try:
        if find_spec(package) is None:
            return "not measured: not installed (`make bench` does it)"
        return _rate(few, lambda: _filled(people(few)))
    finally:
        sys.path.remove(str(BESIDE))


def _rate(people: int, once: Callable[[], object]) -> str:
    once()
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        once()
        times.append(time.perf_counter() - began)
    return f"{people / statistics.median(times):,.0f} residents/s"


def _held(population: Population, columns: tuple[str, ...]) -> pa.Table:
    return pa.Table.from_batches(population.batches(columns=columns))


def _parquet(population: Population, columns: tuple[str, ...], path: Path) -> None:
    one = next(population.batches(0, 1, columns))
    write(population.batches(columns=columns), path, "parquet", one.schema)


def _peak(residents: int, folder: Path) -> str:
    code = (
        "import resource, sys\nfrom harness.cli.main import main\n"
        "try:\n    main()\nfinally:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    words = (
        "populate",
        "--preset",
        "japan",
        "--residents",
        str(residents),
        "--columns",
        "all",
        "--out",
        str(folder),
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    return f"{int(done.stderr.split()[-1]) / 1024:,.0f} MiB"


def _filled(people: Iterator[Person]) -> pa.Table:
    return pa.Table.from_pylist(
        [_completed(number, person) for number, person in enumerate(people)], schema(CORE)
    )


def _completed(number: int, person: Person) -> Person:
    born: date = person["birth_date"]
    return {
        "resident": number,
        "addressee_number": LocalNumber.from_base(f"{_sound(number):011d}"),
        "household_number": LocalNumber.from_base(f"{_sound(number):011d}"),
        "resident_record_code": ResidentRecordCode.from_base(f"{number + 9_000_000_000:010d}"),
        "individual_number": IndividualNumber.from_base(f"{number + 98_000_000_000:011d}"),
        "household_type": "one_person",
        "household_size": 1,
        "position": 1,
        "relationship": "世帯主",
        "relationship_codes": "02",
        "birth_date_wareki": era_text(born),
        "age": DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day)),
        "nationality": "JPN",
        "municipality_code": "112291",
        **person,
    }


def _sound(number: int) -> int:
    body = number * 10
    digits = str(body)[::-1]
    return body + (sum(int(digit) * (2 + place % 6) for place, digit in enumerate(digits)) % 11 == 1)


def _faker(few: int) -> Iterator[Person]:
    from faker import Faker  # noqa: PLC0415 - each contender is imported for its turn alone

    fake = Faker("ja_JP")
    fake.seed_instance(1)
    for _ in range(few):
        family, family_kana, _ = fake.last_name_pair()
        sex = random.choice(("male", "female"))
        given, given_kana, _ = fake.first_name_male_pair() if sex == "male" else fake.first_name_female_pair()
        yield {
            "family_name": family,
            "given_name": given,
            "family_name_kana": family_kana,
            "given_name_kana": given_kana,
            "birth_date": fake.date_between(date(1925, 1, 1), date(2025, 12, 31)),
            "sex": sex,
            "postal_code": fake.postcode(),
            "town": fake.town(),
            "lot": fake.chome() + fake.ban() + fake.gou(),
        }


def _mimesis(few: int) -> Iterator[Person]:
    from mimesis import Address, Datetime, Gender, Person as Someone  # noqa: PLC0415 - as above
    from mimesis.locales import Locale  # noqa: PLC0415 - as above

    someone, address, days = (
        Someone(Locale.JA, seed=1),
        Address(Locale.JA, seed=1),
        Datetime(Locale.JA, seed=1),
    )
    for _ in range(few):
        sex = random.choice((Gender.MALE, Gender.FEMALE))
        yield {
            "family_name": someone.surname(),
            "given_name": someone.name(sex),
            "family_name_kana": None,  # It knows no readings.
            "given_name_kana": None,
            "birth_date": days.date(1925, 2025),
            "sex": sex.value,
            "postal_code": address.postal_code(),
            "town": address.city(),
            "lot": address.street_number(),
        }


def _gimei(few: int) -> Iterator[Person]:
    make = import_module("gimei").Gimei

    first = date(1925, 1, 1).toordinal()
    for _ in range(few):
        sex = random.choice(("male", "female"))
        someone = make(sex)
        name, address = someone.name, someone.address
        yield {
            "family_name": name.last.kanji,
            "given_name": name.first.kanji,
            "family_name_kana": name.last.hiragana,
            "given_name_kana": name.first.hiragana,
            "birth_date": date.fromordinal(first + random.randrange(36_889)),
            "sex": sex,
            "postal_code": None,
            "town": address.town.kanji,
            "lot": f"{random.randrange(1, 41)}番{random.randrange(1, 31)}号",
        }


CONTENDERS = (("Faker", "faker", _faker), ("mimesis", "mimesis", _mimesis), ("gimei", "gimei", _gimei))
"""Title, package, and its people."""
