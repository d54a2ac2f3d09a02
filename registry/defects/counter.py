"""
Defects at the counter: identity, cards, copies, the access log.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from registry.copies import items_of
from registry.counter import check_identity
from registry.defects.defect import afterwards, defect, handler, rules
from registry.desk import Desk
from registry.residents import Record
from registry.rules.tables import COPY_ITEMS, CopyItem, concerns
from registry.wire.control import Accepted, AccessLine, HandOverCard, Identity, IssueCopyOfRecord


def _proxies_are_believed(identity: Identity) -> None:
    if identity.filer != "proxy":
        check_identity(identity)


def _papers_unread(identity: Identity) -> None:
    if identity.evidence is not None or identity.substitute:
        check_identity(identity)


def _all_items(record: Record, _options: Collection[str]) -> list[CopyItem]:
    return [row for row in COPY_ITEMS if concerns(row.who, record.foreign is not None)]


def _relationship_always(record: Record, options: Collection[str]) -> list[CopyItem]:
    return items_of(record, {*options, "relationship"})


def _hidden_code(desk: Desk, command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
    hidden = "".join(
        desk.resident(number, "residents").resident_record_code + "\n" for number in command.residents
    )
    documents = [
        msgspec.structs.replace(document, text=hidden + document.text) for document in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=documents)


def _uncertified(_desk: Desk, _command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
    documents = [
        msgspec.structs.replace(document, text="\n".join(document.text.splitlines()[:-1]))
        for document in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=documents)


def _any_pin(pin: str | None, no_pin_card: bool) -> None:
    del pin, no_pin_card


def _pin_in_log(desk: Desk, command: HandOverCard, outcome: Accepted) -> Accepted:
    desk.task(f"pin-set-{command.pin}", ["pin"], command.resident)
    return outcome


def _no_operator(line: AccessLine) -> AccessLine:
    return msgspec.structs.replace(line, operator="")


def _no_refusals(line: AccessLine) -> AccessLine | None:
    return None if line.result.startswith("refused") else line


def _no_prints(line: AccessLine) -> AccessLine | None:
    return None if line.kind == "print" else line


DEFECTS = (
    defect(
        "identity-unchecked",
        "本人確認をせずに届出を受理する。",
        "A filing is accepted from somebody who was not identified.",
        rules(check_identity=_papers_unread),
        must="SEC-001",
        pattern="check-left-out",
        acts=2,
    ),
    defect(
        "authority-unchecked",
        "代理権を確かめずに代理人の届出を受理する。",
        "A proxy's filing is accepted without authority.",
        rules(check_identity=_proxies_are_believed),
        must="SEC-001",
        pattern="check-left-out",
        acts=2,
    ),
    defect(
        "card-handed-to-anybody",
        "記載事項が合わなくてもカードを交付する。",
        "A card is handed over although the data shown do not match.",
        rules(card_data_match=lambda _same: True),
        must="CARD-004",
        pattern="evidence-taken-for-granted",
        acts=2,
    ),
    defect(
        "any-pin-will-do",
        "四桁でない暗証番号を受け付ける。",
        "A PIN that has not four digits is taken.",
        rules(check_pin=_any_pin),
        must="CARD-004",
        pattern="form-unchecked",
        acts=2,
        canary=True,
    ),
    defect(
        "pin-kept",
        "暗証番号を事務処理の一覧に残す。",
        "The PIN is kept in the list of tasks.",
        handler("HandOverCard", afterwards(_pin_in_log)),
        must="CARD-004",
        pattern="secret-kept",
        acts=2,
    ),
    defect(
        "copy-shows-everything",
        "求められていない事項まで住民票の写しに載せる。",
        "A copy shows every item, asked for or not.",
        rules(copy_items=_all_items),
        must="CERT-001",
        may="AUD-001 CERT-002 CERT-003",
        pattern="all-options-on",
        acts=2,
    ),
    defect(
        "copy-always-shows-relationship",
        "求められなくても世帯主と続柄を住民票の写しに載せる。",
        "A copy shows householder and relationship without being asked.",
        rules(copy_items=_relationship_always),
        must="CERT-001",
        may="CERT-003",
        pattern="shown-unasked",
        acts=2,
    ),
    defect(
        "copy-with-hidden-code",
        "住民票の写しの隠れた層に住民票コードを入れる。",
        "A hidden layer of the copy holds the Resident Record Code.",
        handler("IssueCopyOfRecord", afterwards(_hidden_code)),
        must="CERT-001",
        pattern="hidden-layer",
        acts=2,
    ),
    defect(
        "copy-uncertified",
        "住民票の写しに原本と相違ない旨を記さない。",
        "A copy does not say that it agrees with the original.",
        handler("IssueCopyOfRecord", afterwards(_uncertified)),
        must="CERT-001",
        pattern="form-incomplete",
        acts=2,
    ),
    defect(
        "copy-for-third-party-with-anything",
        "第三者の請求でも求められた事項をすべて載せる。",
        "A third party gets whatever it asks for.",
        rules(check_options=lambda _requester, _options, _purpose: None),
        must="CERT-002",
        may="CERT-003",
        pattern="asker-not-distinguished",
    ),
    defect(
        "log-without-operator",
        "アクセスログに操作者を残さない。",
        "The access log does not say who acted.",
        rules(access_line=_no_operator),
        must="AUD-001",
        may="CARD-004",
        pattern="log-field-missing",
    ),
    defect(
        "log-without-refusals",
        "受理しなかった操作をアクセスログに残さない。",
        "Refused actions leave no line in the access log.",
        rules(access_line=_no_refusals),
        must="AUD-001",
        may="CARD-004",
        pattern="only-success-recorded",
    ),
    defect(
        "log-without-prints",
        "印刷をアクセスログに残さない。",
        "Prints leave no line in the access log.",
        rules(access_line=_no_prints),
        must="AUD-001",
        pattern="log-line-missing",
    ),
)
