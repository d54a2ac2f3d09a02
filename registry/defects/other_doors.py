"""
Defects of one duty met by another door: a second kind of paper, a second occasion of the same message, a word of the
town about somebody who is in another state. What is done by the first door is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from registry.certified import Mark, marks_again
from registry.defects.defect import afterwards, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers.certificates import EQUIVALENT
from registry.messages.moving_out import UsableCard, moving_out_data
from registry.parts import Override
from registry.residents import Record
from registry.wire.control import Accepted, IssueMovingOutCertificate
from registry.wire.juki_net import MovingOutData

INSURANCES: Mapping[str, Any] = {
    "health_insurance": False,
    "elderly_care": False,
    "long_term_care": False,
}


def _to_others(
    *, cards: bool = True, building: bool = True, person: Mapping[str, Any] | None = None
) -> Override:
    """
    What goes to the announced destination is whole; what another municipality asks for lacks something.
    """

    def j07(
        movers: list[Record],
        held: Mapping[str, UsableCard],
        municipality: str,
        receiver: str,
        *,
        withdrawn: bool = False,
    ) -> MovingOutData | None:
        other = receiver != movers[0].destination_municipality
        known = held if cards or not other else {}
        sound = moving_out_data(movers, known, municipality, receiver, withdrawn=withdrawn)
        if sound is None or not other:
            return sound
        return msgspec.structs.replace(
            sound,
            previous_address=sound.previous_address if building else movers[0].address,
            persons=[msgspec.structs.replace(each, **(person or {})) for each in sound.persons],
        )

    return builders(j07=j07)


def _ex_officio_unmarked(first: Sequence[Mark]) -> list[Mark]:
    return list(first) if "equivalent" in first else marks_again(first)


def _title_of_the_other(_desk: Desk, _command: IssueMovingOutCertificate, outcome: Accepted) -> Accepted:
    papers = [
        msgspec.structs.replace(
            paper,
            text=paper.text.replace(EQUIVALENT, "転出証明書"),
            marks=[mark for mark in paper.marks if mark != "equivalent"],
        )
        for paper in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=papers)


DEFECTS = (
    defect(
        "data-asked-for-without-card",
        "求めに応じて予定の転出先でない市町村に送る転出証明書情報に、カードの事項を入れない。",
        "Moving-out data that another municipality asked for lack the items of the card.",
        _to_others(cards=False),
        must="REL-008",
        pattern="less-by-the-second-occasion",
        acts=2,
    ),
    defect(
        "data-asked-for-without-insurance",
        "求めに応じて予定の転出先でない市町村に送る転出証明書情報に、保険の被保険者である旨を入れない。",
        "Moving-out data that another municipality asked for say of nobody that they are insured.",
        _to_others(person=INSURANCES),
        must="REL-008",
        pattern="less-by-the-second-occasion",
        acts=2,
    ),
    defect(
        "data-asked-for-without-building",
        "求めに応じて予定の転出先でない市町村に送る転出証明書情報の転出前の住所に、方書を入れない。",
        "The former address in moving-out data that another municipality asked for lacks the building.",
        _to_others(building=False),
        must="REL-008",
        pattern="less-by-the-second-occasion",
        acts=2,
    ),
    defect(
        "equivalent-issued-again-unmarked",
        "職権により交付した転出証明書に準ずる証明書の再交付に、再交付である旨を示さない。",
        "What stands for the certificate of a late moving out is issued again without saying so.",
        rules(marks_again=_ex_officio_unmarked),
        must="REL-007",
        pattern="second-paper-forgotten",
        acts=2,
    ),
    defect(
        "equivalent-issued-again-as-certificate",
        "職権により交付した転出証明書に準ずる証明書を、転出証明書として再交付する。",
        "What stands for the certificate of a late moving out is issued again as a plain certificate.",
        handler("IssueMovingOutCertificate", afterwards(_title_of_the_other)),
        must="REL-006",
        pattern="second-paper-forgotten",
        acts=2,
    ),
)
