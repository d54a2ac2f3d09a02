"""
What a deliberate defect is.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from registry.parts import Override


class Defect(msgspec.Struct, frozen=True, kw_only=True):
    """
    One thing wrong on purpose: `promise` says what, in both languages; `kills` names the requirements that must notice.
    """

    id: str
    promise: Mapping[str, str]
    kills: tuple[str, ...]
    override: Override
