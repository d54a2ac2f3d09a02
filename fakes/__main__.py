"""
``python -m fakes``: the whole town.
"""

from __future__ import annotations

import sys

from fakes.serve import main

if __name__ == "__main__":
    sys.exit(main())
