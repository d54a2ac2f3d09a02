"""
Defects of the counter that takes somebody at their word in the rarer kinds of a notification, or for one more paper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry.counter import check_identity
from registry.defects.defect import defect, handler, rewritten, rules
from registry.desk import Desk
from registry.parts import Handler, Override, Parts
from registry.wire.control import Accepted, Identity

SEVERAL = 3


def _identified(command: Any) -> Any:
    """
    The command as if who files had shown who they are.
    """
    identity = command.identity
    shown = msgspec.structs.replace(identity, evidence=identity.evidence or "drivers-licence")
    return msgspec.structs.replace(command, identity=shown)


def _authorised(command: Any) -> Any:
    """
    The command as if a proxy had shown a power of attorney.
    """
    identity = command.identity
    if identity.filer != "proxy":
        return command
    given = msgspec.structs.replace(identity, authority=identity.authority or "power-of-attorney")
    return msgspec.structs.replace(command, identity=given)


def _believed(name: str, how: Callable[[Any], Any], where: Callable[[Any], bool]) -> Override:
    """
    Whatever looks at the command, the questions before it included, sees it changed.
    """

    def changed(command: Any) -> Any:
        return how(command) if where(command) else command

    def override(parts: Parts) -> Parts:
        parts = handler(name, rewritten(changed))(parts)
        ask = parts.inquiries.get(name)
        if ask is None:
            return parts
        asked = {**parts.inquiries, name: lambda desk, command: ask(desk, changed(command))}
        return msgspec.structs.replace(parts, inquiries=asked)

    return override


def _dated_back(sound: Handler) -> Handler:
    """
    A notification of an earlier day counts as examined on that day.
    """

    def inner(desk: Desk, command: Any) -> Accepted:
        earlier = command.notified_on < desk.today.isoformat()
        return sound(desk, _identified(_authorised(command)) if earlier else command)

    return inner


def _already_left(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        gone = command.planned_on < desk.today.isoformat()
        return sound(desk, _identified(command) if gone else command)

    return inner


def _card_is_authority(identity: Identity) -> None:
    if identity.evidence != "individual-number-card" or not identity.filer_name.strip():
        check_identity(identity)


def _authority_is_identity(identity: Identity) -> None:
    if identity.authority is None:
        check_identity(identity)


def _household_is_known(identity: Identity) -> None:
    if identity.filer not in ("householder", "same-household"):
        check_identity(identity)


DEFECTS = (
    defect(
        "joiner-of-a-household-unidentified",
        "既にある世帯に入る者の転入届では、本人確認を行わない。",
        "Whoever moves into a household that stands is not identified.",
        _believed("MovingIn", _identified, lambda command: command.household is not None),
        must="SEC-001",
        pattern="papers-unasked-for-a-choice",
    ),
    defect(
        "exempt-mover-unidentified",
        "転出証明書を要しない者の転入届では、本人確認も行わない。",
        "Whoever needs no certificate to move in is not identified either.",
        _believed("MovingIn", _identified, lambda command: command.exemption is not None),
        must="SEC-001",
        pattern="papers-unasked-for-a-choice",
    ),
    defect(
        "household-by-card-unidentified",
        "世帯員に係る特例転入では、届出をする者の本人確認を行わない。",
        "In a special moving in of a household whoever files is not identified.",
        _believed("SpecialMovingIn", _identified, lambda command: command.variant == "household"),
        must="SEC-001",
        pattern="papers-unasked-for-a-choice",
        acts=2,
    ),
    defect(
        "several-movers-by-any-proxy",
        "三人以上の転入届では、代理人の権限を確かめない。",
        "The authority of a proxy is not checked where three or more move in.",
        _believed("MovingIn", _authorised, lambda command: len(command.persons) >= SEVERAL),
        must="SEC-001",
        pattern="authority-unasked-for-several",
    ),
    defect(
        "several-leavers-by-any-proxy",
        "三人以上の転出届では、代理人の権限を確かめない。",
        "The authority of a proxy is not checked where three or more move out.",
        _believed("MovingOut", _authorised, lambda command: len(command.residents) >= SEVERAL),
        must="SEC-001",
        may="REL-005",
        pattern="authority-unasked-for-several",
    ),
    defect(
        "withdrawn-for-two-by-any-proxy",
        "二人以上の転出の取消しでは、代理人の権限を確かめない。",
        "The authority of a proxy is not checked where a moving out of two is withdrawn.",
        _believed("WithdrawMovingOut", _authorised, lambda command: len(command.residents) > 1),
        must="SEC-001",
        pattern="authority-unasked-for-several",
        acts=2,
    ),
    defect(
        "notification-of-yesterday-unexamined",
        "届出の年月日が今日より前の転入届では、本人も権限も確かめない。",
        "Of a moving in notified on an earlier day neither identity nor authority is checked.",
        handler("MovingIn", _dated_back),
        must="SEC-001",
        pattern="the-past-unexamined",
    ),
    defect(
        "change-of-address-of-yesterday-unexamined",
        "届出の年月日が今日より前の転居届では、本人も権限も確かめない。",
        "Of a change of address notified on an earlier day neither identity nor authority is checked.",
        handler("ChangeOfAddress", _dated_back),
        must="SEC-001",
        pattern="the-past-unexamined",
    ),
    defect(
        "already-left-unidentified",
        "既に転出した者の転出届では、本人確認を行わない。",
        "Whoever has left already is not identified when filing the moving out.",
        handler("MovingOut", _already_left),
        must="SEC-001",
        pattern="the-past-unexamined",
    ),
    defect(
        "card-shown-for-authority",
        "代理人が自分の個人番号カードを示せば、権限を示す書類を求めない。",
        "A proxy who shows a card of their own is asked for no authority.",
        rules(check_identity=_card_is_authority),
        must="SEC-001",
        pattern="one-paper-stands-for-the-other",
    ),
    defect(
        "authority-shown-for-identity",
        "権限を示した代理人には、代理人本人の確認を行わない。",
        "A proxy who shows authority is not identified.",
        rules(check_identity=_authority_is_identity),
        must="SEC-001",
        pattern="one-paper-stands-for-the-other",
    ),
    defect(
        "household-known-by-sight",
        "世帯主又は同一の世帯の者の届出では、届出をする者の本人確認を行わない。",
        "The householder and members of the household are not identified when they file.",
        rules(check_identity=_household_is_known),
        must="SEC-001",
        pattern="household-needs-no-papers",
    ),
)
