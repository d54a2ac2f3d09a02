"""
Every text in a JSON-like value, with where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DEEPEST = 200
"""What is nested deeper is not looked at."""

NUMBER = "number"
"""In place of a field: the text is that of a number."""

Place = tuple[str | int, ...]
"""Where something stands: names and places from the outside in. It is put into words only where it matters."""

Look = Callable[[str, Place, str], None]
"""What is done with a text: the text, its place, and the field that it is the value of."""


def each_text(value: Any, look: Look, place: Place = (), field: str = "") -> None:
    """
    Give every text to ``look``, names and numbers too; a name is the value of no field.
    """
    if isinstance(value, str):
        look(value, place, field)
    elif len(place) > DEEPEST or value is None or isinstance(value, bool):
        return
    elif isinstance(value, dict):
        for key, item in value.items():
            name = str(key)
            inside = (*place, name)
            look(name, inside, "")
            if item is not None:
                each_text(item, look, inside, name)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            each_text(item, look, (*place, number), field)
    elif isinstance(value, int):
        look(str(value), place, NUMBER)
