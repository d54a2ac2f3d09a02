"""
All rules of the network, in the order in which they are asked.
"""

from __future__ import annotations

from fakes._core.rules import RuleBook
from fakes.juki_net.model import State
from fakes.juki_net.rules_contents import CONTENTS
from fakes.juki_net.rules_notices import NOTICES
from fakes.juki_net.rules_updates import UPDATES

RULES: RuleBook[State] = RuleBook((*UPDATES, *CONTENTS, *NOTICES))
