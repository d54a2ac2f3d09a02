"""
``python -m fakes.card_management --port N``.
"""

from __future__ import annotations

from fakes._core import alone
from fakes.card_management.app import create

if __name__ == "__main__":
    alone.main("card_management", create)
