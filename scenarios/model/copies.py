"""
Copies of the resident record (住基法12条): asked for by somebody of the household.
"""

from __future__ import annotations

from harness.port.commands import IssueCopyOfRecord
from harness.port.outcomes import Accepted
from scenarios.model import counter, support
from scenarios.model.owed import Owed
from scenarios.model.register import Register
from scenarios.model.ruling import UNKNOWN, Ruling, first


def issue(register: Register, act: IssueCopyOfRecord) -> Ruling:
    """
    住基法12条1項: who is on the record of the household may claim a copy. Of others the filing alone does not tell.
    """
    usual = first(counter.identity(act.identity), counter.residents(register, act.residents))
    if usual.lawful is not True or act.requester not in ("self", "household-member"):
        return usual if usual.unlawful else UNKNOWN
    homes = {register.residents[handle].household for handle in act.residents}
    plain = (
        len(homes) == 1
        and not act.options
        # Whether the hold of a support measure is lifted at this minute, is the registry's own affair.
        and not any(support.is_protected(register, handle) for handle in act.residents)
        and not any(register.residents[handle].state != "current" for handle in act.residents)
    )
    return first() if plain else UNKNOWN


def issued(_register: Register, _act: IssueCopyOfRecord, _answer: Accepted) -> list[Owed]:
    """
    A copy changes nothing and is nobody else's business.
    """
    return []
