"""
The Information Provision Network System as a service.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Act, Definition, Done, StateRead
from fakes._core.service import service
from fakes.info_network import wire
from fakes.info_network.model import comparing, inquiring, network
from fakes.info_network.rules import RULES

DEFINITION: Definition[network.State] = Definition(
    name="info_network",
    wire=wire,
    fresh=network.fresh,
    rules=RULES,
    handlers={
        "L01": inquiring.generate_code,
        "L04": inquiring.take_inquiry,
        "L05": inquiring.take_provision,
        "L06": inquiring.take_refusal,
        "L07": inquiring.take_record,
    },
    settings=network.NetworkSettings,
    acts={
        "load_permission_list": Act(inquiring.LoadPermissionList, Done, inquiring.load_list),
        "inquire": Act(inquiring.Inquire, wire.InquiryResult, inquiring.inquire),
    },
    reads={
        "records": StateRead(network.RecordsQuery, network.RecordsShown, network.show_records),
        "compared": StateRead(comparing.ComparedQuery, comparing.Compared, comparing.compare),
        "linkage_codes": StateRead(network.CodesQuery, network.CodesShown, network.show_codes),
    },
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
