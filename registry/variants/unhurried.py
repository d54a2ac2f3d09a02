"""
A lawful registry in no hurry: it sends in batches, when the clock moves or somebody settles, newest stream first.

Promptness is counted in days, and order is owed to each resident alone; both are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from registry import bootstrap, outbox
from registry.deliveries import Deliveries
from registry.parts import Parts


class Batches(Deliveries):
    """
    Leaves everything until it is woken, and begins with the stream that was founded last.
    """

    def kick(self, streams: Sequence[str]) -> None:
        """
        Send nothing yet.
        """

    def wake(self) -> None:
        """
        Send all that is due, streams in the reverse order of their oldest message.
        """
        with self._store.begin() as conn:
            streams = outbox.wake(conn)
        super().kick(streams[::-1])


def _unhurried(parts: Parts) -> Parts:
    return msgspec.structs.replace(parts, deliveries=Batches)


def create(config: dict[str, Any], transport: Any = None) -> Any:
    """
    The registry of a configuration as `registry.bootstrap.create` takes it, unhurried.
    """
    return bootstrap.create({**config, "overrides": [_unhurried, *config.get("overrides", ())]}, transport)
