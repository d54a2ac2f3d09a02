"""
The card management system as a service.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Act, Definition, StateRead
from fakes._core.service import service
from fakes.card_management import model, wire
from fakes.card_management.rules import RULES

DEFINITION: Definition[model.State] = Definition(
    name="card_management",
    wire=wire,
    fresh=model.fresh,
    rules=RULES,
    handlers={
        "K01": model.take_note,
        "K02": model.take_note,
        "K04": model.hand_over,
        "K05": model.change_by_registry,
        "K06": model.continue_use,
        "K07": model.take_note,
        "K08": model.answer_inquiry,
    },
    acts={
        "make_card": Act(model.MakeCard, model.CardChanged, model.make_card),
        "change_state": Act(model.ChangeState, model.CardChanged, model.change_state),
    },
    reads={"card": StateRead(model.CardQuery, model.CardShown, model.show_card)},
    clock_moved=model.expire,
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
