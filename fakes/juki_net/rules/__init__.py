"""
All rules of the network, in the order in which they are asked.
"""

from __future__ import annotations

from fakes._core.rules import RuleBook
from fakes.juki_net.model.network import State
from fakes.juki_net.rules.contents import CONTENTS
from fakes.juki_net.rules.inquiries import INQUIRIES
from fakes.juki_net.rules.notices import NOTICES
from fakes.juki_net.rules.registers import REGISTERS
from fakes.juki_net.rules.updates import UPDATES

RULES: RuleBook[State] = RuleBook((*UPDATES, *CONTENTS, *NOTICES, *INQUIRIES, *REGISTERS))
