"""
Opaque identifiers: letters only, so that none can ever hold, or be taken for, an issued number.
"""

from __future__ import annotations

import secrets

BYTES = 12
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def opaque() -> str:
    """
    A new identifier of 24 letters, never the same twice for any practical purpose.
    """
    return secrets.token_hex(BYTES).translate(_LETTERS)
