"""
Teaches the generator of requests to write NDJSON, which it does not know: one line of what it made.
"""

from __future__ import annotations

import json
from typing import Any

import schemathesis

NDJSON = "application/x-ndjson"


@schemathesis.serializer(NDJSON)
def one_line(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """
    The value as one line.
    """
    return value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n"
