"""
The commands of a run once more, as bare httpx calls to a fresh registry over the same transport.

Masked values stand in for numbers, so the registry may refuse what it accepted in the run; the time of the exchange is
what is compared, and it is told beside the run's own.
"""

from __future__ import annotations

import secrets
import time
from pathlib import Path

import httpx
import msgspec

from harness.evidence.events import Invoked, lanes, read
from harness.port.inprocess import Bridge, LoopThread, Mesh
from harness.port.interface import OPERATIONS
from harness.running.entries import found


def bare_seconds(folder: Path) -> tuple[float, int]:
    """
    Seconds and number of the exchanges of ``folder`` when sent bare to a registry in process.
    """
    paths = {operation.name: operation.path for operation in OPERATIONS}
    calls = [(paths[event.operation], msgspec.json.encode(event.request)) for event in _invoked(folder)]
    loop = LoopThread()
    try:
        mesh = Mesh()
        credential = secrets.token_urlsafe(12)
        create = found("tekigo.registries")["reference"].load()
        mesh.put("registry.town", create({"municipality": "112291", "control_credential": credential}, mesh))
        headers = {"authorization": f"Bearer {credential}", "content-type": "application/json"}
        with httpx.Client(
            base_url="http://registry.town", transport=Bridge(loop, mesh), headers=headers
        ) as client:
            began = time.monotonic()
            for path, body in calls:
                client.post(path, content=body)
            return time.monotonic() - began, len(calls)
    finally:
        loop.stop()


def _invoked(folder: Path) -> list[Invoked]:
    return [event for event in read(lanes(folder)) if isinstance(event, Invoked)]
