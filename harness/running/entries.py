"""
Where the parts of the instrument are found: entry points, and the folder of features beside the rooms.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path


def found(group: str) -> dict[str, EntryPoint]:
    """
    Entry points of a group by name.
    """
    return {entry.name: entry for entry in entry_points(group=group)}


def features_folder() -> Path:
    """
    Where features and catalogue are: beside the rooms, in a checkout and in an installation alike.
    """
    return Path(__file__).resolve().parents[2] / "features"
