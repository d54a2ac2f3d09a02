"""
What the prefecture keeps of confirmed movings out, and other municipalities of their supplementary records.
"""

from __future__ import annotations

from msgspec import Struct

from fakes._core.traffic import Handled, Received
from fakes.juki_net.model.network import State
from fakes.juki_net.model.shapes import CodeQuery
from fakes.juki_net.wire import MovingOutConfirmed, SupplementaryNotice


class ConfirmationsShown(Struct, frozen=True):
    """
    Confirmed movings out of one person, in the order in which they were told.
    """

    confirmations: list[MovingOutConfirmed]


class SupplementaryHeld(Struct, frozen=True):
    """
    A notice as the municipality of the registered domicile holds it.
    """

    municipality: str
    notice: SupplementaryNotice


class SupplementaryShown(Struct, frozen=True):
    """
    What was told of one person's supplementary record, oldest first.
    """

    notices: list[SupplementaryHeld]


def confirmed(state: State, received: Received[MovingOutConfirmed]) -> Handled:
    """
    J06: the prefecture keeps it.
    """
    state.confirmations.setdefault(received.body.resident_record_code, []).append(received.body)
    return Handled()


def supplement(state: State, received: Received[SupplementaryNotice]) -> Handled:
    """
    J09: the municipality of the registered domicile corrects its supplementary record.
    """
    held = SupplementaryHeld(received.envelope.receiver, received.body)
    state.supplementary.setdefault(received.body.resident_record_code, []).append(held)
    return Handled()


def show_confirmations(state: State, query: CodeQuery) -> ConfirmationsShown:
    """
    What the prefecture was told of a person.
    """
    return ConfirmationsShown(list(state.confirmations.get(query.resident_record_code, ())))


def show_supplementary(state: State, query: CodeQuery) -> SupplementaryShown:
    """
    What municipalities of registered domiciles were told of a person.
    """
    return SupplementaryShown(list(state.supplementary.get(query.resident_record_code, ())))
