"""
Where the parts of the instrument are found: entry points, and the folder of features beside the rooms.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType


@cache
def found(group: str) -> Mapping[str, EntryPoint]:
    """
    Entry points of a group by name. What is installed does not change while a process lives, and is read once.
    """
    return MappingProxyType({entry.name: entry for entry in entry_points(group=group)})


def features_folder() -> Path:
    """
    Where features and catalogue are: beside the rooms, in a checkout and in an installation alike.
    """
    return Path(__file__).resolve().parents[2] / "features"
