"""
The doctor: before any verdict, is this a registry that speaks the interface, and is it told where the town is?

Whatever fails here is configuration (exit 2), never a finding against the registry.
"""

from __future__ import annotations

from datetime import datetime

from harness.port import interface
from harness.port.driver import Driver
from harness.port.lifecycle import Capabilities, Town
from harness.port.outcomes import Unknown
from harness.port.reads import ReadResidentRecord
from harness.running.clock import TownClock
from harness.running.statement import Statement
from harness.words.errors import DoctorError


def examine(driver: Driver, statement: Statement, town: Town, clock: TownClock) -> Capabilities:
    """
    Ask for capabilities, hand over the town, set the clock, settle, and read something that is not there.

    Raises DoctorError or ConnectError saying what, where and what to do.
    """
    capabilities = driver.capabilities()
    if capabilities.interface != interface.VERSION:
        raise DoctorError(
            f"対象システムのインターフェースは{capabilities.interface!r}、試験器は{interface.VERSION!r}である",
            f"the registry speaks interface {capabilities.interface!r}, this is {interface.VERSION!r}",
            code="doctor-interface",
            hint=(
                "アダプタに合う版の試験器を使うか、アダプタを新しくする。",
                "Use the release of the instrument that fits the adapter, or renew the adapter.",
            ),
        )
    if capabilities.municipality != statement.settings.municipality:
        raise DoctorError(
            f"対象システムは{capabilities.municipality}のもの、この実行は{statement.settings.municipality}のものである",
            f"the registry is that of {capabilities.municipality}, the run is for {statement.settings.municipality}",
            code="doctor-municipality",
            hint=(
                "tekigo.tomlのsettings.municipalityを合わせるか、その市区町村として対象システムを起動する。",
                "Set settings.municipality in tekigo.toml, or start the registry for that municipality.",
            ),
        )
    missing = sorted(set(statement.roles) - set(capabilities.roles))
    if missing:
        raise DoctorError(
            f"設定が担うとした役割{'、'.join(missing)}を対象システムが担わない",
            f"the statement claims {', '.join(missing)}, which the registry does not offer",
            code="doctor-roles",
        )
    driver.connect(town)
    if capabilities.clock:
        _set_clock(driver, capabilities, clock)
    if not driver.settle(statement.settings.settle_ms).settled:
        raise DoctorError(
            "まだ何も求めていないのに、対象システムが静止しない",
            "the registry does not come to rest before anything was asked of it",
            code="doctor-settle",
            hint=(
                "送るべきもので届いていないものがなければ、`settle`は真と答える。始まったばかりなら送るべきものはない。",
                "`settle` answers true when nothing due is undelivered; a new town has nothing due.",
            ),
        )
    nobody = driver.read(ReadResidentRecord(resident="0"))
    if isinstance(nobody, Unknown):
        raise DoctorError(
            f"存在しない住民の照会に対する応答：{nobody.cause}（{nobody.detail}）",
            f"reading a resident who is not there gave {nobody.cause}: {nobody.detail}",
            code="doctor-read",
            hint=(
                "存在しないものの照会には、200と空のオブジェクトで応答する。",
                "A read of something that is not there answers 200 with an empty object.",
            ),
        )
    if nobody.record is not None:
        raise DoctorError(
            "存在しない住民の照会に対して住民票が返された",
            "reading a resident who is not there gave a record",
            code="doctor-read",
        )
    return capabilities


def _set_clock(driver: Driver, capabilities: Capabilities, clock: TownClock) -> None:
    if capabilities.now is not None and _moment(capabilities.now) > clock.now:
        raise DoctorError(
            f"対象システムの時計はすでに{capabilities.now}で、この実行は{clock.text}から始まる",
            f"the registry's clock stands at {capabilities.now} already; the run begins at {clock.text}",
            code="doctor-clock",
            hint=(
                "対象システムの時計は戻らない。実行のたびに新しく起動する。",
                "A registry's clock never goes back: start a fresh instance for each run.",
            ),
        )
    driver.set_clock(clock.text)


def _moment(text: str) -> datetime:
    """
    A moment that the registry tells, with its offset.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise DoctorError(
            f"対象システムの時刻{text!r}は、時差付きのISO 8601の日時でない",
            f"the registry's time {text!r} is no ISO 8601 moment with an offset",
            code="doctor-clock",
        )
    return moment
