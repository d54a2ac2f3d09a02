"""
The certificates on a card (公的個人認証法): issued, and made to lapse by what the network passes on.

Certificates of a card that lapses are left as they are: what then becomes of them is not modelled.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from fakes._core.clock import known_day
from fakes._core.definition import Done
from fakes._core.fields import Date, Text, Token
from fakes._core.problem import Refused
from fakes._core.traffic import Acted, Asked, Handled, Received
from fakes.card_management.model.state import Certificate, State
from fakes.card_management.wire import PersonChanged

MINOR, MOVED_OUT, MOVED_ABROAD = "32", "21", "22"
READINGS = frozenset({"name_kana", "former_surname_kana"})


class IssueCertificates(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Both certificates are issued on a card in use; the signing certificate bears this address.
    """

    card_id: Token
    issued_on: Date
    address: Text


class CertificateQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The certificates on a card.
    """

    card_id: Text


class CertificatesShown(Struct, frozen=True):
    """
    Signing certificates and user certificates, oldest first, the lapsed ones too.
    """

    certificates: list[Certificate]


def issue(state: State, asked: Asked[IssueCertificates]) -> Acted:
    """
    Issue both; refuse a card that is not in use.
    """
    wanted = asked.request
    card = state.cards.get(wanted.card_id)
    if card is None or card.state != "active":
        raise Refused("card_id", "There is no such card in use.")
    state.certificates.setdefault(card.card_id, []).extend(
        (
            Certificate(kind="signing", issued_on=wanted.issued_on, address=wanted.address),
            Certificate(kind="user", issued_on=wanted.issued_on, address=None),
        )
    )
    return Acted(Done())


def show(state: State, query: CertificateQuery) -> CertificatesShown:
    """
    All that were ever issued on the card.
    """
    return CertificatesShown(list(state.certificates.get(query.card_id, ())))


def hear_of_person(state: State, received: Received[PersonChanged]) -> Handled:
    """
    P01: what the network passes on ends certificates (公的個人認証法12条, 31条) and moves the days of 番号令14条2号.
    """
    body, on = received.body, known_day(received.body.changed_on)
    code = body.former_resident_record_code or body.resident_record_code
    if body.event == "entry":
        state.planned_out.pop(code, None)
    elif body.event == "deletion":
        if body.reason == MOVED_OUT and on is not None:
            state.planned_out[code] = on
        spared = body.notified_on if body.reason == MOVED_ABROAD else None
        lapse(state, code, "signing", on, "deletion", issued_from=spared)
        if body.reason not in (MOVED_OUT, MOVED_ABROAD):
            # A deletion by a notification of moving out leaves the user certificate (公的個人認証法31条).
            lapse(state, code, "user", on, "deletion")
    elif body.reason != MINOR and _counted(state, received):
        lapse(state, code, "signing", on, "correction")
    return Handled()


def lapse(
    state: State,
    code: str,
    kind: Literal["signing", "user"],
    on: date | None,
    cause: str,
    *,
    issued_from: str | None = None,
) -> None:
    """
    Valid certificates of a kind on the holder's cards lapse, but for those issued on or after ``issued_from``.
    """
    for card in state.cards_of(code):
        state.certificates[card.card_id] = [
            replace(each, state="lapsed", lapsed_on=on.isoformat() if on else None, cause=cause)
            if each.kind == kind
            and each.state == "valid"
            and not (issued_from is not None and each.issued_on >= issued_from)
            else each
            for each in state.certificates.get(card.card_id, ())
        ]


def _counted(state: State, received: Received[PersonChanged]) -> bool:
    """
    Whether an item that a signing certificate bears was corrected; readings count since the card carries them.
    """
    readings_stand = received.today.isoformat() >= state.settings.readings_from
    return any(item not in READINGS or readings_stand for item in received.body.items)
