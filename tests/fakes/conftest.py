"""
Fixtures of the fakes' tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fakes.station import Station


@pytest.fixture
def stations() -> Iterator[Callable[..., Station]]:
    """
    Make stations that are closed at the end of the test: ``stations("card_management", data={…})``.
    """
    made: list[Station] = []

    def make(name: str, **setup: Any) -> Station:
        station = Station(name, **setup)
        made.append(station)
        return station

    yield make
    for station in made:
        station.close()
