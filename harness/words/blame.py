"""
Whose fault it is that something did not pass.
"""

from __future__ import annotations

from typing import Literal

from harness.words.errors import (
    CatalogueError,
    ConfigurationError,
    ConnectError,
    DoctorError,
    DriverFault,
    ResultsError,
    TownFault,
    UsageError,
)

Blame = Literal["system", "configuration", "driver", "instrument", "town"]
"""
Whose fault it is that something did not pass: the system under test; configuration, data or usage; what connects the
instrument with the system; the instrument itself; a simulated neighbour.
"""


def blame_of(error: BaseException) -> Blame:
    """
    Whose fault an error is: configuration, town, driver, or else the instrument.
    """
    if isinstance(error, TownFault):
        return "town"
    if isinstance(error, DriverFault):
        return "driver"
    if isinstance(
        error, (ConfigurationError, CatalogueError, ConnectError, DoctorError, ResultsError, UsageError)
    ):
        return "configuration"
    return "instrument"
