"""
An application that prints a banner when it is imported and then says far more than a pipe holds.
"""

from __future__ import annotations

import sys
from typing import Any

from tests.harness.running.hostile import spoiled

sys.stdout.write('welcome to the vendor\n{"url": "nowhere"}\n')
inner = spoiled("/nowhere", 500, "text/plain", b"")


async def app(scope: Any, receive: Any, send: Any) -> None:
    """
    The reference, which logs 64 kB to either stream for each request.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.write("x" * 65536 + "\n")
        stream.flush()
    await inner(scope, receive, send)
