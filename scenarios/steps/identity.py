"""
Notifications filed with and without papers, in person and by others (SEC-001).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from harness.judgement.expect import both
from harness.port.commands import (
    Command,
    Identity,
    MergeHouseholds,
    MovingOut,
    Relation,
    SplitHousehold,
    TransferMembers,
    WithdrawMovingOut,
)
from harness.port.outcomes import Document
from harness.port.reads import ReadDocuments, ReadResidentRecord
from harness.running.scene import Scene
from scenarios.cast import Cast, Character, cast_of
from scenarios.steps.card_acts import holds_a_card
from scenarios.steps.change_of_address import learn_household
from scenarios.steps.counter import answer, identity_of, last, moving_in, remember, resident_of
from scenarios.steps.family_events import change_of_address, change_of_householder
from scenarios.steps.moving_out import moving_out
from scenarios.steps.rarer_filings import RARER, attempt
from scenarios.steps.register import addressees, offered_updates, refs
from scenarios.steps.special_moving_in import data_have_arrived, special_moving_in
from scenarios.steps.special_moving_out import special_moving_out
from scenarios.wording import then, when

Build = Callable[[Scene, Cast, Character, Identity], Command]


def _moving_in(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    return moving_in(scene, cast, [mover], scene.today, scene.today, identity=identity)


def _change_of_address(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    return change_of_address(scene, cast, [mover, cast["花子"]], scene.today, scene.today, identity)


def _moving_out(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    planned = scene.today + timedelta(days=3)
    return moving_out(scene, [mover, cast["花子"]], planned, scene.today, "さいたま市", identity)


def _change_of_household(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    return change_of_householder(scene, mover, cast["花子"], scene.today, identity)


def _split(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    return SplitHousehold(
        counter=scene.counter(),
        identity=identity,
        notified_on=scene.today.isoformat(),
        changed_on=scene.today.isoformat(),
        residents=[resident_of(mover)],
        householder=resident_of(mover),
        remaining_householder=resident_of(cast["花子"]),
    )


def _withdrawal(scene: Scene, _cast: Cast, mover: Character, identity: Identity) -> Command:
    planned = scene.today + timedelta(days=3)
    scene.must(moving_out(scene, [mover], planned, scene.today, "さいたま市", identity_of(mover)))
    return WithdrawMovingOut(scene.counter(), identity, scene.today.isoformat(), [resident_of(mover)])


def _special_moving_in(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    data_have_arrived(scene, scene.today, [mover.called])
    return special_moving_in(scene, cast, [mover], [mover], scene.today, scene.today, identity=identity)


def _abroad(scene: Scene, _cast: Cast, mover: Character, identity: Identity) -> Command:
    return MovingOut(
        counter=scene.counter(),
        identity=identity,
        notified_on=scene.today.isoformat(),
        planned_on=scene.today.isoformat(),
        residents=[resident_of(mover)],
        destination="英国",
    )


def _special_moving_out(scene: Scene, _cast: Cast, mover: Character, identity: Identity) -> Command:
    holds_a_card(scene, [mover.called])
    return special_moving_out(scene, [mover], scene.today, scene.today, identity=identity)


def _live_apart(scene: Scene, cast: Cast, mover: Character) -> None:
    """
    At one address, in two households: what a merger needs.
    """
    scene.must(_split(scene, cast, mover, identity_of(mover)))
    learn_household(scene, [mover, cast["花子"]])


def _merger(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    _live_apart(scene, cast, mover)
    return MergeHouseholds(
        counter=scene.counter(),
        identity=identity,
        notified_on=scene.today.isoformat(),
        changed_on=scene.today.isoformat(),
        household=str(mover.household),
        into=str(cast["花子"].household),
        relationships=[Relation(resident_of(mover), "夫")],
    )


def _transfer(scene: Scene, cast: Cast, mover: Character, identity: Identity) -> Command:
    _live_apart(scene, cast, mover)
    return TransferMembers(
        counter=scene.counter(),
        identity=identity,
        notified_on=scene.today.isoformat(),
        changed_on=scene.today.isoformat(),
        residents=[resident_of(mover)],
        into=str(cast["花子"].household),
        relationships=[Relation(resident_of(mover), "夫")],
    )


NOTIFICATIONS: dict[str, Build] = {
    "転入届": _moving_in,
    "特例転入": _special_moving_in,
    "国外への転出届": _abroad,
    "特例転出": _special_moving_out,
    "世帯合併届": _merger,
    "世帯間の異動の届出": _transfer,
    "転居届": _change_of_address,
    "転出届": _moving_out,
    "世帯変更届": _change_of_household,
    "世帯分離届": _split,
    "転出の取消し": _withdrawal,
    **RARER,
}
"""The notifications of 住基法27条 by name, and what takes one back, each as one person files it today."""


def file(scene: Scene, who: str, kind: str, identity: Identity) -> None:
    """
    Give the notification, and note what the addressee system knew of the person before.
    """
    cast = cast_of(scene)
    command = NOTIFICATIONS[kind](scene, cast, cast[who], identity)
    scene.memory["known"] = refs(addressees(scene, cast[who]))
    remember(scene, cast, attempt(scene, command))


@when(
    "{who:word}の{kind:word}が、本人確認書類を示さずに届け出られる",
    "the notification ({kind:word}) of {who:word} is filed without papers",
)
def without_papers(scene: Scene, who: str, kind: str) -> None:
    """
    Nothing was shown, and nothing stood in for it.
    """
    file(scene, who, kind, Identity("self", cast_of(scene)[who].name))


@when(
    "{who:word}の{kind:word}が、運転免許証を示して届け出られる",
    "the notification ({kind:word}) of {who:word} is filed with a driving licence",
)
def with_licence(scene: Scene, who: str, kind: str) -> None:
    """
    The ordinary case.
    """
    file(scene, who, kind, Identity("self", cast_of(scene)[who].name, evidence="drivers-licence"))


@when(
    "{who:word}の{kind:word}が、本人確認書類に代わる{substitute:text}を記録して届け出られる",
    "the notification ({kind:word}) of {who:word} is filed, {substitute:text} recorded in the place of"
    " papers",
)
def with_substitute(scene: Scene, who: str, kind: str, substitute: str) -> None:
    """
    住基規則8条2号.
    """
    file(scene, who, kind, Identity("self", cast_of(scene)[who].name, substitute=substitute))


@when(
    "{who:word}の{kind:word}が、届出をする者の氏名のないまま届け出られる",
    "the notification ({kind:word}) of {who:word} is filed with no name of who files",
)
def without_name(scene: Scene, who: str, kind: str) -> None:
    """
    The items of the check are empty.
    """
    file(scene, who, kind, Identity("self", "", evidence=None, substitute=""))


@when(
    "{who:word}の{kind:word}が、代理人の{proxy:word}により委任状を添えずに届け出られる",
    "the notification ({kind:word}) of {who:word} is filed by the proxy {proxy:word} without a power"
    " of attorney",
)
def proxy_without_authority(scene: Scene, who: str, kind: str, proxy: str) -> None:
    """
    The proxy shows who they are, not that they may.
    """
    file(scene, who, kind, Identity("proxy", cast_of(scene)[proxy].name, evidence="passport"))


@when(
    "{who:word}の{kind:word}が、代理人の{proxy:word}により委任状を添えて届け出られる",
    "the notification ({kind:word}) of {who:word} is filed by the proxy {proxy:word} with a power of"
    " attorney",
)
def proxy_with_authority(scene: Scene, who: str, kind: str, proxy: str) -> None:
    """
    Both papers are there.
    """
    name = cast_of(scene)[proxy].name
    file(scene, who, kind, Identity("proxy", name, evidence="passport", authority="power-of-attorney"))


@when(
    "{who:word}の{kind:word}が、"
    "代理人の{proxy:word}により委任状に代わる{substitute:text}を記録して届け出られる",
    "the notification ({kind:word}) of {who:word} is filed by the proxy {proxy:word},"
    " {substitute:text} recorded in the"
    " place of a power of attorney",
)
def proxy_with_substitute(scene: Scene, who: str, kind: str, proxy: str, substitute: str) -> None:
    """
    住基規則8条の3第3号.
    """
    name = cast_of(scene)[proxy].name
    file(scene, who, kind, Identity("proxy", name, evidence="passport", substitute=substitute))


@when(
    "{who:word}の{kind:word}が、同一の世帯に属する{member:word}により委任状なしに届け出られる",
    "the notification ({kind:word}) of {who:word} is filed by {member:word} of the same household"
    " without a power of"
    " attorney",
)
def by_member(scene: Scene, who: str, kind: str, member: str) -> None:
    """
    住基法27条3項 does not speak of them.
    """
    name = cast_of(scene)[member].name
    file(scene, who, kind, Identity("same-household", name, evidence="drivers-licence"))


@then("その届出は本人確認書類がないとして止まる", "the notification stops because no papers were shown")
def stops_without_papers(scene: Scene) -> None:
    """
    SEC-001.1.
    """
    scene.expect.refused("SEC-001.1", answer(scene), ["identity-missing"], [last(scene).ref])


@then(
    "本人確認に代わる方法を記録した{who:word}の届出は処理されている",
    "the notification of {who:word}, with the substitute recorded, is processed",
)
def processed_with_substitute(scene: Scene, who: str) -> None:
    """
    SEC-001.1, the substitute recorded: the addressee system is told of a change.
    """
    _processed(scene, "SEC-001.1", who)


@then("その届出は権限を示す書類がないとして止まる", "the notification stops because no authority was shown")
def stops_without_authority(scene: Scene) -> None:
    """
    SEC-001.2.
    """
    scene.expect.refused("SEC-001.2", answer(scene), ["authority-missing"], [last(scene).ref])


@then(
    "代理人の権限を確かめた{who:word}の届出は処理されている",
    "the notification of {who:word}, with the proxy's authority confirmed, is processed",
)
def processed_with_authority(scene: Scene, who: str) -> None:
    """
    SEC-001.2, the authority recorded.
    """
    _processed(scene, "SEC-001.2", who)


@then(
    "同一の世帯に属する者による{who:word}の届出は処理されている",
    "the notification of {who:word} by a member of the household is processed",
)
def processed_by_member(scene: Scene, who: str) -> None:
    """
    SEC-001.3.
    """
    _processed(scene, "SEC-001.3", who)


@then(
    "異動前の住所に宛てた{who:word}の異動届受理通知が作成されている",
    "a notice of acceptance of {who:word}, addressed to the address before the change, is printed",
)
def acceptance_notice(scene: Scene, who: str) -> None:
    """
    SEC-001.4. ``known-address`` is the address at which the step before found the person.
    """
    character = cast_of(scene)[who]
    before = character.notes["known-address"]
    found = _documents(scene, character)
    addressed = [str(document.addressed_to) for document in found if document.kind == "acceptance-notice"]
    scene.expect.observed(
        "SEC-001.4",
        any(before in address for address in addressed),
        both(before, before),
        both(addressed, addressed),
        [scene.memory["documents"]],
    )


@when("{who:word}の異動前の住所を控えておく", "the address of {who:word} before the change is noted")
def note_address(scene: Scene, who: str) -> None:
    """
    As the record shows it now.
    """
    character = cast_of(scene)[who]
    kept = scene.ask(ReadResidentRecord(resident=resident_of(character)))
    record = getattr(kept.outcome, "record", None)
    character.notes["known-address"] = record.address if record else "?"


@when(
    "{who:word}の他の市区町村での住所を控えておく",
    "the address of {who:word} in another municipality is noted",
)
def note_address_elsewhere(scene: Scene, who: str) -> None:
    """
    Where somebody lives who has not moved in yet.
    """
    character = cast_of(scene)[who]
    character.notes["known-address"] = character.from_address


@then(
    "その届出による{who:word}の異動は処理されていない",
    "the change of {who:word} by that notification is not processed",
)
def not_processed(scene: Scene, who: str) -> None:
    """
    SEC-001.5: with the check empty, nobody is told of a change.
    """
    character = cast_of(scene)[who]
    news = [ref for ref in refs(addressees(scene, character)) if ref not in scene.memory["known"]]
    moved = refs(offered_updates(scene, character, reason="31"))
    scene.expect.absent(
        "SEC-001.5",
        not news and not moved,
        both("異動なし", "no change"),
        both(f"{len(news) + len(moved)}件", len(news) + len(moved)),
        [*news, *moved],
    )


def _processed(scene: Scene, clause: str, who: str) -> None:
    news = [ref for ref in refs(addressees(scene, cast_of(scene)[who])) if ref not in scene.memory["known"]]
    scene.expect.observed(
        clause,
        bool(news),
        both("異動が一件以上通知される", "one change or more is told"),
        both(len(news), len(news)),
        news,
    )


def _documents(scene: Scene, character: Character) -> list[Document]:
    kept = scene.ask(ReadDocuments(resident=resident_of(character)))
    scene.memory["documents"] = kept.ref
    found: list[Document] = getattr(kept.outcome, "documents", None) or []
    return found
