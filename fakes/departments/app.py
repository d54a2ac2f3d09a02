"""
The departments as a service; ``envelope.receiver`` names the department.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Act, Definition, Start, StateRead
from fakes._core.service import service
from fakes.departments import model, wire
from fakes.departments.rules import RULES


def _receives(_definition: Definition[Any], receiver: str, start: Start) -> bool:
    return receiver in start.data.departments


DEFINITION: Definition[model.State] = Definition(
    name="departments",
    wire=wire,
    fresh=model.fresh,
    rules=RULES,
    handlers={"D01": model.take_change, "D03": model.take_noted_facts},
    data=model.SetupData,
    settings=model.DepartmentSettings,
    acts={
        "ask_number": Act(model.AskNumber, wire.NumberingAnswer, model.ask_number),
        "inquire": Act(model.Inquire, wire.InquiryAnswer, model.inquire),
    },
    reads={"resident": StateRead(model.ResidentQuery, model.ResidentShown, model.show_resident)},
    receives=_receives,
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
