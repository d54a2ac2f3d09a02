"""
Checks at the counter: who files, with what authority (住基法27条, 住基規則8条〜8条の3).
"""

from __future__ import annotations

from registry.refusal import Refusal
from registry.wire.control import Identity


def check_identity(identity: Identity) -> None:
    """
    Refuse a filing whose filer was not identified, or a proxy without authority.

    A recorded substitute stands for evidence that was not shown, or else for missing authority, never for both.
    A filer of the same household needs no authority (住基法27条3項).
    """
    if not identity.filer_name.strip():
        raise Refusal("identity-missing", "identity.filer_name")
    substitute = (identity.substitute or "").strip()
    if identity.evidence is None and not substitute:
        raise Refusal("identity-missing", "identity.evidence")
    if identity.filer == "proxy" and identity.authority is None:
        covered = identity.evidence is not None and substitute
        if not covered:
            raise Refusal("authority-missing", "identity.authority")


def check_holder(identity: Identity) -> None:
    """
    Refuse whatever only the holder may ask for to anybody else but a statutory representative (番号カード省令30条).
    """
    check_identity(identity)
    if identity.filer != "self" and identity.authority != "statutory":
        raise Refusal("not-permitted", "identity.filer", "only the holder may ask for this")


def check_pin(pin: str | None, no_pin_card: bool) -> None:
    """
    Refuse anything but a PIN of four digits, or the express wish for a card without one (省令33条).
    """
    if no_pin_card:
        if pin is not None:
            raise Refusal("pin-format", "pin")
        return
    if pin is None or len(pin) != 4 or not (pin.isascii() and pin.isdigit()):
        raise Refusal("pin-format", "pin")
