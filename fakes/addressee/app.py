"""
The integrated addressee system as a service.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Definition, StateRead
from fakes._core.service import service
from fakes.addressee import model, wire
from fakes.addressee.rules import RULES

DEFINITION: Definition[model.State] = Definition(
    name="addressee",
    wire=wire,
    fresh=model.fresh,
    rules=RULES,
    handlers={
        "A01": model.take_change,
        "A02": model.number_person,
        "A04": model.inquire,
        "L03": model.convert_copy,
        "L09": model.convert_mark,
    },
    data=model.SetupData,
    settings=model.AddresseeSettings,
    reads={
        "addressee": StateRead(model.AddresseeQuery, model.AddresseeShown, model.show_addressee),
        "inquiries": StateRead(model.InquiriesQuery, model.InquiriesShown, model.show_inquiries),
    },
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
