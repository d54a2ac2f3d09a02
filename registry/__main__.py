"""
`python -m registry`: serve one registry.
"""

from __future__ import annotations

from registry.serve import main

if __name__ == "__main__":
    raise SystemExit(main())
