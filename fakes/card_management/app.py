"""
The card management system as a service.
"""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from fakes._core.definition import Act, Definition, Done, StateRead
from fakes._core.service import service
from fakes.card_management import wire
from fakes.card_management.model import cards, certificates, mailing
from fakes.card_management.model.state import CardSettings, State, fresh
from fakes.card_management.rules import RULES

DEFINITION: Definition[State] = Definition(
    name="card_management",
    wire=wire,
    fresh=fresh,
    rules=RULES,
    settings=CardSettings,
    handlers={
        "K01": mailing.order,
        "K02": mailing.hear,
        "K04": cards.hand_over,
        "K05": cards.change_by_registry,
        "K06": cards.continue_use,
        "K07": cards.change_items,
        "K08": cards.answer_inquiry,
        "P01": certificates.hear_of_person,
    },
    acts={
        "make_card": Act(cards.MakeCard, cards.CardChanged, cards.make_card),
        "change_state": Act(cards.ChangeState, cards.CardChanged, cards.change_state),
        "plan_moving_out": Act(cards.PlanMovingOut, cards.CardChanged, cards.plan_moving_out),
        "issue_certificates": Act(certificates.IssueCertificates, Done, certificates.issue),
        "change_mailing": Act(mailing.ChangeMailing, mailing.MailingShown, mailing.change),
    },
    reads={
        "card": StateRead(cards.CardQuery, cards.CardShown, cards.show_card),
        "certificates": StateRead(
            certificates.CertificateQuery, certificates.CertificatesShown, certificates.show
        ),
        "mailings": StateRead(mailing.MailingQuery, mailing.MailingsShown, mailing.show),
    },
    clock_moved=cards.fall_due,
)


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    The ASGI application; ``config`` as in ``fakes._core.service``.
    """
    return service(DEFINITION, config, transport)
