"""
Messages to the Immigration Services Agency: I01 and I03. Neither holds an issued number of the register.
"""

from __future__ import annotations

from registry.messages.told import Told
from registry.wire.immigration import MunicipalNotice, PlaceOfResidence


def municipal_notice(told: Told) -> MunicipalNotice | None:
    """
    I01 with items 1 to 8 of 入管法施行令24条2項.

    None for a national, and for a correction that touches none of items 1 to 4.
    """
    record, event = told.record, told.event
    foreign = record.foreign
    if foreign is None or (event.act == "correction" and not event.corrected):
        return None
    kind = foreign.resident_class
    return MunicipalNotice(
        reference=told.reference,
        name=record.name,
        born_on=record.born_on,
        sex=record.sex,
        nationality=foreign.nationality,
        address=record.full_address,
        resident_class=kind,
        residence_card_number=foreign.residence_card_number if kind == "medium-to-long-term" else None,
        special_permanent_certificate_number=(
            foreign.special_permanent_certificate_number if kind == "special-permanent" else None
        ),
        act=event.act,
        corrected_items=list(event.corrected),
        former_address=event.former_address if event.act == "correction" else None,
        notification_article=event.article,
        notified_on=event.notified_on if event.article else None,
        planned_moving_out_on=record.planned_out_on if event.article == "24" else None,
        ex_officio=event.article is None,
        event_on=event.event_on,
    )


def place_of_residence(told: Told) -> PlaceOfResidence | None:
    """
    I03: the notification of the place of residence that a filing with the residence card counts as; None otherwise.
    """
    record, event = told.record, told.event
    foreign = record.foreign
    article = event.article
    if foreign is None or foreign.residence_card_number is None or article is None or article == "24":
        return None
    return PlaceOfResidence(
        reference=told.reference,
        name=record.name,
        born_on=record.born_on,
        sex=record.sex,
        nationality=foreign.nationality,
        address=record.full_address,
        residence_card_number=foreign.residence_card_number,
        notified_on=event.notified_on or told.now.date().isoformat(),
        article=article,
        settled_on=record.settled_on,
        moved_on=event.moved_on if event.former_address else None,
        former_address=event.former_address,
    )
