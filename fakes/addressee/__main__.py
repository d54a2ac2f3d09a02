"""
``python -m fakes.addressee --port N``.
"""

from __future__ import annotations

from fakes._core import alone
from fakes.addressee.app import create

if __name__ == "__main__":
    alone.main("addressee", create)
