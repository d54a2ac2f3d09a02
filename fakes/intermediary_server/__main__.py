"""
``python -m fakes.intermediary_server --port N``.
"""

from __future__ import annotations

from fakes._core import alone
from fakes.intermediary_server.app import create

if __name__ == "__main__":
    alone.main("intermediary_server", create)
