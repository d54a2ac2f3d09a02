"""
All rules of the card management system, in the order in which they are asked.
"""

from __future__ import annotations

from fakes._core.rules import RuleBook
from fakes.card_management.model.state import State
from fakes.card_management.rules.cards import CARDS
from fakes.card_management.rules.mailing import MAILING

RULES: RuleBook[State] = RuleBook((*CARDS, *MAILING))
