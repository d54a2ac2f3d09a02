"""
``python -m fakes.info_network --port N``.
"""

from __future__ import annotations

from fakes._core import alone
from fakes.info_network.app import create

if __name__ == "__main__":
    alone.main("info_network", create)
