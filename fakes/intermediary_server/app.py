"""
The intermediary server as a service.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Act, Definition, Done, StateRead
from fakes._core.service import service
from fakes.intermediary_server import wire
from fakes.intermediary_server.model import answering, keeping, sections
from fakes.intermediary_server.rules import RULES

DEFINITION: Definition[sections.State] = Definition(
    name="intermediary_server",
    wire=wire,
    fresh=sections.fresh,
    rules=RULES,
    handlers={
        "A06": keeping.acquire_code,
        "L02": keeping.keep_code,
        "L03": keeping.keep_copy,
        "L04": answering.ask_for_department,
        "L08": keeping.keep_list,
        "L09": keeping.keep_mark,
        "L10": answering.answer_request,
    },
    settings=sections.IntermediarySettings,
    acts={
        "set_automatic_answer": Act(keeping.AutomaticAnswer, Done, keeping.set_automatic_answer),
        "answer_held": Act(answering.HeldAnswer, answering.HeldOutcome, answering.answer_held),
    },
    reads={
        "copy": StateRead(sections.CopyQuery, sections.CopyShown, sections.show_copy),
        "records": StateRead(sections.RecordsQuery, sections.RecordsShown, sections.show_records),
        "inquiries": StateRead(sections.Everything, sections.InquiriesShown, sections.show_inquiries),
    },
    clock_moved=keeping.ask_again,
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
