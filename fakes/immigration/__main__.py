"""
``python -m fakes.immigration --port N``.
"""

from __future__ import annotations

from fakes._core import alone
from fakes.immigration.app import create

if __name__ == "__main__":
    alone.main("immigration", create)
