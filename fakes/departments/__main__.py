"""
``python -m fakes.departments --port N``.
"""

from __future__ import annotations

from fakes._core import alone
from fakes.departments.app import create

if __name__ == "__main__":
    alone.main("departments", create)
