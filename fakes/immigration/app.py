"""
The Immigration Services Agency as a service.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Definition, StateRead
from fakes._core.service import service
from fakes.immigration import model, wire
from fakes.immigration.rules import RULES

DEFINITION: Definition[model.State] = Definition(
    name="immigration",
    wire=wire,
    fresh=model.fresh,
    rules=RULES,
    settings=model.AgencySettings,
    handlers={"I01": model.take_notice, "I03": model.take_place},
    reads={"resident": StateRead(model.ResidentQuery, model.ResidentShown, model.show_resident)},
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
