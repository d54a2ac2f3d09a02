"""
Moving-out data that are spoilt: built as they should be, from other cards perhaps, and then changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from registry.defects.defect import builders
from registry.messages.moving_out import UsableCard, moving_out_data
from registry.parts import Override
from registry.residents import Record
from registry.wire.juki_net import MovingOutData

Cards = Mapping[str, UsableCard]


def _as_it_is(sound: MovingOutData, _movers: list[Record]) -> MovingOutData | None:
    return sound


def _all_cards(_movers: list[Record], cards: Cards) -> Cards:
    return cards


def data_spoilt(
    change: Callable[[MovingOutData, list[Record]], MovingOutData | None] = _as_it_is,
    cards_of: Callable[[list[Record], Cards], Cards] = _all_cards,
) -> Override:
    """
    Change J07 by what ``change`` makes of it (None: it is not sent), built with the cards that ``cards_of`` leaves.
    """

    def j07(
        movers: list[Record], cards: Cards, municipality: str, receiver: str, *, withdrawn: bool = False
    ) -> MovingOutData | None:
        left = cards_of(movers, cards)
        sound = moving_out_data(movers, left, municipality, receiver, withdrawn=withdrawn)
        return None if sound is None else change(sound, movers)

    return builders(j07=j07)
