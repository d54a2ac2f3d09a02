"""
The Basic Resident Registration Network as a service.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Act, Definition, Done, Start, StateRead
from fakes._core.service import service
from fakes.juki_net import wire
from fakes.juki_net.model import network, registers, shapes
from fakes.juki_net.rules import RULES


def receives(definition: Definition[Any], receiver: str, start: Start) -> bool:
    """
    Messages to the network itself, and to every municipality: which one is right is a rule.
    """
    del start
    is_municipality = receiver.isascii() and receiver.isdigit() and len(receiver) == len("112291")
    return receiver == definition.name or is_municipality


DEFINITION: Definition[network.State] = Definition(
    name="juki_net",
    wire=wire,
    fresh=network.fresh,
    rules=RULES,
    data=shapes.NetworkData,
    settings=shapes.NetworkSettings,
    handlers={
        "J01": network.update,
        "J05": network.moved_in,
        "J06": registers.confirmed,
        "J07": network.pass_on,
        "J08": network.pass_on,
        "J09": registers.supplement,
        "J14": network.pass_on,
        "J15": network.inquire,
        "J17": network.inquire,
        "J19": network.assign_codes,
        "J20": network.make_number,
        "J23": network.take_note,
        "J24": network.take_code_request,
        "L01": network.resolve,
    },
    acts={"record_elsewhere": Act(shapes.RecordElsewhere, Done, network.record_elsewhere)},
    reads={
        "identification": StateRead(
            shapes.CodeQuery, shapes.IdentificationShown, network.show_identification
        ),
        "prefecture": StateRead(shapes.CodeQuery, shapes.NoticesShown, network.show_prefecture),
        "nation": StateRead(shapes.CodeQuery, shapes.NoticesShown, network.show_nation),
        "confirmations": StateRead(
            shapes.CodeQuery, registers.ConfirmationsShown, registers.show_confirmations
        ),
        "supplementary": StateRead(
            shapes.CodeQuery, registers.SupplementaryShown, registers.show_supplementary
        ),
        "codes": StateRead(shapes.StockQuery, shapes.StockShown, network.show_codes),
    },
    receives=receives,
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
