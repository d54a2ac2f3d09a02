"""
Wiring, in one place: from a configuration to an ASGI application.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
import msgspec
from starlette.applications import Starlette

from registry.api import http
from registry.defects import known
from registry.parts import Override, Parts
from registry.rules.check_digits import municipality_code_is_valid
from registry.rules.periods import settings
from registry.service import Service
from registry.store import get_meta, set_meta


class Configuration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What a registry is made from. `store` is a SQLAlchemy URL; `defects` are ids of deliberate defects.
    """

    municipality: str = "112291"
    store: str = "sqlite://"
    control_credential: str = "tekigo-local"
    settings: dict[str, Any] = {}
    defects: list[str] = []


def create(config: dict[str, Any], transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """
    A registry for one municipality.

    `config` has the fields of `Configuration`, and `overrides`: functions from parts to parts, applied before the
    defects, so that a point of dying lies as near to the commit as can be. `transport` replaces the network towards
    the neighbours. Raises `ValueError` for a configuration that cannot be meant.
    """
    given = dict(config)
    overrides: Sequence[Override] = given.pop("overrides", ())
    conf = msgspec.convert(given, Configuration)
    if not municipality_code_is_valid(conf.municipality):
        raise ValueError(f"not a local-government code: {conf.municipality}")
    defects = known() if conf.defects else {}
    unknown = [defect for defect in conf.defects if defect not in defects]
    if unknown:
        raise ValueError(f"unknown defects: {', '.join(unknown)}")
    parts = Parts()
    for override in [*overrides, *(defects[defect].override for defect in conf.defects)]:
        parts = override(parts)
    store = parts.store(conf.store)
    with store.begin() as conn:
        owner = get_meta(conn, "municipality")
        if owner is not None and owner != conf.municipality:
            raise ValueError(f"the store belongs to {owner}")
        set_meta(conn, "municipality", conf.municipality)
    service = Service(conf.municipality, store, parts.neighbours(transport), parts, settings(conf.settings))
    return http.application(service, conf.control_credential)
