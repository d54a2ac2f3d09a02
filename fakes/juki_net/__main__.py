"""
``python -m fakes.juki_net --port N``.
"""

from __future__ import annotations

from fakes._core import alone
from fakes.juki_net.app import create

if __name__ == "__main__":
    alone.main("juki_net", create)
