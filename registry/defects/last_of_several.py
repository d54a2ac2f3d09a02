"""
Defects of what is asked for in a rarer way: the last of several, three items at once, the whole country, a companion.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from registry import changes, copies, measures, protection, residents
from registry.defects.defect import afterwards, defect, handler, rewritten, rules
from registry.desk import Desk, Inquiry
from registry.handlers import copies_and_extracts
from registry.handlers.card_holding import accepted
from registry.messages.told import Event
from registry.parts import Handler, Parts
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.wire.control import (
    Accepted,
    ApplyForSupport,
    InquireAsRegisterOffice,
    InquireIdentity,
    IssueCopyOfRecord,
    IssueMovingOutCertificate,
    LoadProvisionCopies,
    ReleaseSupport,
    ResendNumberNotice,
)

SEVERAL = 3


def _copy_in_spite_of(reason: str) -> Any:
    """
    A copy of three or more is issued although it is refused for that reason.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: IssueCopyOfRecord) -> Accepted:
            try:
                return sound(desk, command)
            except Refusal as refusal:
                of_the_house = command.requester in copies.OF_THE_HOUSE
                if refusal.reason != reason or len(command.residents) < SEVERAL or not of_the_house:
                    raise
            found = [residents.find(desk.conn, number) for number in command.residents]
            records = [record for record in found if record is not None]
            paper = copies_and_extracts.copy_of(desk, command.options, command.identity.filer_name, records)
            for record in records:
                desk.touch(record.resident)
                desk.print_for(record.resident, paper)
            desk.numbers_seen = "individual-number" in command.options
            return accepted(records[0], [paper])

        return inner

    return wrap


def _two_options_checked(requester: str, options: Collection[str], purpose: str | None) -> None:
    if len(options) < SEVERAL:
        copies.check_options(requester, options, purpose)


def _to_the_proxy_of_foreign_residents(identity: Any, options: Collection[str], record: Record) -> str:
    return identity.filer_name if record.foreign else copies.sent_to(identity, options, record)


def _damaged_is_enough(sound: Handler) -> Handler:
    def inner(desk: Desk, command: IssueMovingOutCertificate) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            if refusal.reason != "not-permitted" or command.cause != "damaged":
                raise
            found = [desk.resident(number, "residents") for number in command.residents]
            return accepted(found[0])

    return inner


def _for_the_others(sound: Handler) -> Handler:
    def inner(desk: Desk, command: IssueMovingOutCertificate) -> Accepted:
        found = [residents.find(desk.conn, number) for number in command.residents]
        staying = [record.resident for record in found if record and record.destination_municipality]
        if not staying:
            return sound(desk, command)
        for number in command.residents:
            desk.touch(number)
        return sound(desk, msgspec.structs.replace(command, residents=staying))

    return inner


def _first_companion(command: ApplyForSupport) -> ApplyForSupport:
    return msgspec.structs.replace(command, accompanying=command.accompanying[:1])


def _released_for_good(desk: Desk, command: ReleaseSupport, outcome: Accepted) -> Accepted:
    measure = measures.find(desk.conn, command.measure)
    record = None if measure is None else residents.find(desk.conn, measure.resident)
    if measure is not None and record is not None and record.foreign:
        until = dates.written(desk.now.replace(year=desk.now.year + 1))
        protection.save(desk, msgspec.structs.replace(measure, released_until=until))
    return outcome


def _asked_otherwise(change: Any) -> Any:
    """
    The parts with an inquiry in the whole country that is changed before anything looks at it.
    """

    def override(parts: Parts) -> Parts:
        ask = parts.inquiries["InquireIdentity"]

        def inquiries(desk: Desk, command: InquireIdentity) -> list[Inquiry]:
            return ask(desk, change(command))

        asked = {**parts.inquiries, "InquireIdentity": inquiries}
        return handler("InquireIdentity", rewritten(change))(msgspec.structs.replace(parts, inquiries=asked))

    return override


def _for_any_use(command: InquireIdentity) -> InquireIdentity:
    if command.reach != "nationwide":
        return command
    return msgspec.structs.replace(command, purpose="registry-work")


def _by_a_name(command: InquireIdentity) -> InquireIdentity:
    if command.reach != "nationwide" or command.name is None:
        return command
    return msgspec.structs.replace(
        command,
        address=command.address or "不明",
        born_on=command.born_on or "1900-01-01",
        sex=command.sex or "unknown",
    )


def _loads_whoever(sound: Handler) -> Handler:
    def inner(desk: Desk, command: LoadProvisionCopies) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            if refusal.reason != "not-resident" or len(command.residents) < SEVERAL:
                raise
        event = Event(reason="33", kind="1", changed_on=desk.today.isoformat(), notified_on=None)
        for number in command.residents:
            record = residents.find(desk.conn, number)
            if record is not None:
                as_living = msgspec.structs.replace(record, state="current", deleted_on=None)
                kept = changes.load_copy(desk, as_living, event)
                as_deleted = msgspec.structs.replace(kept, state=record.state, deleted_on=record.deleted_on)
                residents.save(desk.conn, as_deleted)
                desk.touch(number)
        return Accepted(outcome="accepted")

    return inner


def _office_asks_of_foreign(sound: Handler) -> Handler:
    def inner(desk: Desk, command: InquireAsRegisterOffice) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        if record is None or not record.foreign:
            return sound(desk, command)
        return accepted(desk.resident(command.resident, "resident"))

    return inner


def _sent_again_to_the_protected(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ResendNumberNotice) -> Accepted:
        if measures.is_protected(desk.conn, command.resident) and not command.reason:
            command = msgspec.structs.replace(command, reason="支援措置")
        return sound(desk, command)

    return inner


DEFECTS = (
    defect(
        "third-of-another-household-in-the-copy",
        "三人以上の写しでは、別の世帯の者も併せて交付する。",
        "A copy of three or more includes whoever is of another household.",
        handler("IssueCopyOfRecord", _copy_in_spite_of("not-permitted")),
        must="CERT-002",
        pattern="several-so-unlooked-at",
        acts=2,
    ),
    defect(
        "third-deleted-in-the-copy",
        "三人以上の写しでは、消除された者も併せて交付する。",
        "A copy of three or more includes whoever is deleted.",
        handler("IssueCopyOfRecord", _copy_in_spite_of("not-resident")),
        must="CERT-002",
        pattern="several-so-unlooked-at",
        acts=3,
    ),
    defect(
        "three-items-for-third-parties",
        "三つ以上の事項を求めた第三者には、個人番号又は住民票コードも記載する。",
        "A third party who asks for three items gets the numbers too.",
        rules(check_options=_two_options_checked),
        must="CERT-002",
        may="CERT-003",
        pattern="more-asked-less-checked",
        acts=2,
    ),
    defect(
        "proxy-of-foreign-residents-handed-numbers",
        "外国人住民の任意代理人には、番号を記載した写しを渡す。",
        "The voluntary proxy of a foreign resident is handed a copy with a number.",
        rules(copy_sent_to=_to_the_proxy_of_foreign_residents),
        must="CERT-002",
        pattern="given-to-some",
        acts=2,
    ),
    defect(
        "certificate-abroad-where-damaged",
        "汚損を理由とすれば、国外へ転出する者にも転出証明書の再交付を認める。",
        "Who moves abroad may have a certificate again where it is said to be damaged.",
        handler("IssueMovingOutCertificate", _damaged_is_enough),
        must="REL-022",
        pattern="cause-waives-a-check",
        acts=2,
    ),
    defect(
        "certificates-for-the-others-alone",
        "国外へ転出する者を除いて、他の者の転出証明書を再交付する。",
        "Certificates are issued to the others, whoever moves abroad being passed over.",
        handler("IssueMovingOutCertificate", _for_the_others),
        must="REL-022",
        pattern="several-so-unlooked-at",
        acts=3,
    ),
    defect(
        "second-companion-unprotected",
        "併せて支援を求める者が二人以上あるときは、一人目だけを守る。",
        "Of two who are to be protected together only the first is.",
        handler("ApplyForSupport", rewritten(_first_companion)),
        must="SEC-006 SEC-007",
        may="LINK-009",
        pattern="companion-forgotten",
        acts=2,
    ),
    defect(
        "release-of-foreign-residents-for-good",
        "外国人住民の支援措置の一時解除が、時間を過ぎても終わらない。",
        "The release of a foreign resident's measure does not end with its time.",
        handler("ReleaseSupport", afterwards(_released_for_good)),
        must="SEC-005",
        may="SEC-006",
        pattern="given-to-some",
        acts=3,
    ),
    defect(
        "whole-country-searched-for-any-use",
        "全国への照会では、利用の目的を問わない。",
        "The whole country is searched for whatever use.",
        _asked_otherwise(_for_any_use),
        must="JUKI-016",
        pattern="far-less-than-near",
        acts=1,
    ),
    defect(
        "whole-country-searched-by-a-name",
        "全国への照会では、氏名だけでも照会する。",
        "The whole country is searched by nothing but a name.",
        _asked_otherwise(_by_a_name),
        must="JUKI-016",
        pattern="far-less-than-near",
        acts=1,
    ),
    defect(
        "deleted-loaded-among-many",
        "三人以上の初期登録では、消除された者の副本も現に住民である者のものとして登録する。",
        "A first load of three or more brings back whoever is deleted.",
        handler("LoadProvisionCopies", _loads_whoever),
        must="LINK-003",
        pattern="many-at-once-unchecked",
        acts=3,
    ),
    defect(
        "office-inquires-about-foreign-residents",
        "外国人住民についての住民基本台帳事務による照会を拒否しない。",
        "An inquiry of the register's office about a foreign resident is not refused.",
        handler("InquireAsRegisterOffice", _office_asks_of_foreign),
        must="LINK-007",
        pattern="given-to-some",
        acts=1,
    ),
    defect(
        "notice-sent-again-to-the-protected",
        "支援措置の対象者の返戻された個人番号通知書は、新たな事由なしに再び送る。",
        "The number notice of a protected person that came back is sent again without a new reason.",
        handler("ResendNumberNotice", _sent_again_to_the_protected),
        must="CARD-001",
        pattern="protected-told-more",
        acts=3,
    ),
)
