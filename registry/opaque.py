"""
Opaque identifiers: letters only, so that none can ever hold, or be taken for, an issued number.
"""

from __future__ import annotations

import secrets
from string import ascii_lowercase

LENGTH = 24


def opaque() -> str:
    """
    A new identifier of 24 letters, never the same twice for any practical purpose.
    """
    return "".join(secrets.choice(ascii_lowercase) for _letter in range(LENGTH))
