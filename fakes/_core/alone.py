"""
One fake alone: ``python -m fakes.<name> --port N``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette

from fakes._core import trust

Create = Callable[[dict[str, Any]], Starlette]
CREDENTIAL_VARIABLE = "TEKIGO_CONTROL_CREDENTIAL"


def main(name: str, create: Create) -> None:
    """
    Serve the fake on the loopback until stopped; prints the address, and a control credential if it made one.
    """
    parser = argparse.ArgumentParser(prog=f"python -m fakes.{name}")
    parser.add_argument("--port", type=int, required=True, help="the port to listen at")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")
    given = parser.parse_args()
    if wrong := trust.check():
        parser.error(wrong)
    credential = os.environ.get(CREDENTIAL_VARIABLE, "")
    sys.stdout.write(f"{name} http://{given.host}:{given.port}\n")
    if not credential:
        credential = secrets.token_urlsafe(24)
        sys.stdout.write(f"control credential (or set {CREDENTIAL_VARIABLE}): {credential}\n")
    sys.stdout.flush()
    uvicorn.run(
        create({"control_credential": credential}),
        host=given.host,
        port=given.port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
