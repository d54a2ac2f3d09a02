"""
A registry that changes its mind: of the instances that share a folder, every second one shows an empty register.

``app:tests.harness.running.fickle:app``; the folder is named by ``TEKIGO_TEST_MIND``.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from registry.bootstrap import create
from tests.harness.running.hostile import Receive, Scope, Send, answer


def _number(folder: Path) -> int:
    for number in itertools.count():
        try:
            (folder / str(number)).touch(exist_ok=False)
        except FileExistsError:
            continue
        return number
    raise AssertionError


_inner = create({"municipality": "112291"}, None)
_shows_nothing = _number(Path(os.environ["TEKIGO_TEST_MIND"])) % 2 == 1


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """
    The reference, or the reference in another mood.
    """
    if _shows_nothing and scope["type"] == "http" and str(scope["path"]).startswith("/control/reads/"):
        await answer(200, "application/json", b"{}")(send)
        return
    await _inner(scope, receive, send)
