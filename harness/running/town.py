"""
Starts or finds the parts of an instance, and wires them: seven fakes, one registry, one loop.

Everything is found through entry points (``tekigo.fakes``, ``tekigo.registries``); this module imports no other room.
"""

from __future__ import annotations

import os
import secrets
import shlex
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import httpx

from harness.port.driver import Driver
from harness.port.http import HttpDriver
from harness.port.inprocess import Bridge, Mesh, TownLoop
from harness.port.lifecycle import Neighbour, Town
from harness.port.tls import NOTHING, Tls, context
from harness.port.wire import Limits
from harness.running.children import SERVE, Child, module_command
from harness.running.control import TownControl
from harness.running.entries import found
from harness.running.permissions import permission_rows
from harness.running.statement import Connect, Settings
from harness.words.errors import ConfigurationError, ConnectError, TownFault

REGISTRY_NEIGHBOURS = ("juki_net", "card_management", "addressee", "departments", "immigration")
DEPARTMENTS: dict[str, bool] = {
    "dept-health-insurance": True,
    "dept-pension": True,
    "dept-long-term-care": True,
    "dept-elderly-care": True,
    "dept-child-allowance": True,
    "dept-tax": True,
    "dept-election": False,
    "dept-neighbourhood": False,
}
STORE_VARIABLE = "TEKIGO_STORE"
"""Where a bundled registry started as a process reads its store."""

LOCAL_CREDENTIAL = "tekigo-local"
"""What a bundled registry started by hand expects where nobody chose a credential (loopback only)."""


class Instance:
    """
    A wired registry and town. ``close`` ends whatever was started for it.
    """

    def __init__(self, driver: Driver, control: TownControl, town: Town, stack: ExitStack) -> None:
        self.driver = driver
        self.control = control
        self.town = town
        self._stack = stack

    def close(self) -> None:
        """
        End what was started: children by their id, the loop, connections.
        """
        self._stack.close()


def open_instance(
    connect: Connect,
    settings: Settings,
    codes: list[str],
    overrides: dict[str, list[str]],
    store: str | None = None,
    tls: Tls = NOTHING,
) -> Instance:
    """
    Bring up town and registry and tell each where the other is. Nothing is judged here.

    ``overrides`` names deliberate defects by part (``registry`` or a fake); ``store`` is that of a bundled registry,
    in memory without any; ``tls`` is for a registry at an https address. Raises ConnectError or ConfigurationError.
    """
    stack = ExitStack()
    try:
        loop = TownLoop()
        stack.callback(loop.stop)
        if connect.kind == "entry":
            return _in_process(connect, settings, codes, overrides, loop, stack, store)
        return _over_sockets(connect, settings, codes, overrides, loop, stack, store, tls)
    except BaseException:
        stack.close()
        raise


def _host(name: str) -> str:
    return f"http://{name.replace('_', '-')}.town"


def _in_process(
    connect: Connect,
    settings: Settings,
    codes: list[str],
    overrides: dict[str, list[str]],
    loop: TownLoop,
    stack: ExitStack,
    store: str | None,
) -> Instance:
    mesh = Mesh()
    control_credential = secrets.token_urlsafe(18)
    names = sorted(found("tekigo.fakes"))
    for name in names:
        create, host = _load("tekigo.fakes", name), _host(name).removeprefix("http://")
        mesh.put(host, create({"control_credential": control_credential}, mesh.side(host)))
    credential = secrets.token_urlsafe(18)
    create = _load("tekigo.registries", connect.target)
    config = {
        "municipality": settings.municipality,
        "control_credential": credential,
        "defects": overrides.get("registry", []),
        **({} if store is None else {"store": store}),
    }
    mesh.put("registry.town", _made(create, config, mesh))
    control = TownControl(loop, {name: _host(name) for name in names}, control_credential, mesh)
    stack.callback(control.close)
    driver = HttpDriver(
        "http://registry.town",
        credential,
        transport=Bridge(loop, mesh),
        limits=Limits(seconds=settings.answer_timeout_s),
    )
    stack.callback(driver.close)
    town = wire(control, "http://registry.town", settings, codes, overrides)
    return Instance(driver, control, town, stack)


def _made(create: Callable[..., Any], config: dict[str, Any], mesh: Mesh) -> Any:
    """
    A registry from its configuration. What is planted may be anybody's, so whatever it raises is told as its fault.
    """
    try:
        return create(config, mesh)
    except Exception as error:
        if not config["defects"]:
            raise
        raise ConfigurationError(
            f"{'、'.join(config['defects'])}を仕込んだ登録システムを作れない：{type(error).__name__}: {error}",
            f"the registry cannot be made with {', '.join(config['defects'])} planted: {type(error).__name__}: {error}",
            code="defect-unfit",
            hint=(
                "置き換えられる部分はdocs/defects.mdにある。",
                "docs/defects.md names the parts that can be replaced.",
            ),
        ) from error


def _over_sockets(
    connect: Connect,
    settings: Settings,
    codes: list[str],
    overrides: dict[str, list[str]],
    loop: TownLoop,
    stack: ExitStack,
    store: str | None,
    tls: Tls,
) -> Instance:
    room = found("tekigo.fakes")["juki_net"].value.split(".")[0]
    # The town speaks to the registry as well, and so with the same files.
    surroundings = {**os.environ, **(tls.environment() if connect.over_tls else {})}
    fakes = Child(
        ("模擬サービス", "the town"), [sys.executable, "-m", room, "--json"], surroundings, says="fakes"
    )
    stack.callback(fakes.stop)
    try:
        said = fakes.hello()
    except ConnectError as error:
        raise TownFault(error.ja, error.en, code="town-silent") from error
    credential = os.environ.get("TEKIGO_SUT_CREDENTIAL", LOCAL_CREDENTIAL)
    url = connect.target
    if connect.kind == "process":
        entry = found("tekigo.registries")[connect.target]
        defects = [part for name in overrides.get("registry", []) for part in ("--defect", name)]
        command = module_command(entry.value.split(".")[0], "--port", "0", "--credential", credential)
        command += ["--municipality", settings.municipality, *defects]
        # By the environment and not as an option: everybody on a machine sees the options of a process.
        kept = dict(os.environ) if store is None else {**os.environ, STORE_VARIABLE: store}
        child = Child(("同梱の登録システム", "the bundled registry"), command, kept)
        stack.callback(child.stop)
        url = str(child.hello()["url"])
    elif connect.kind == "app":
        url = _vendor_app(connect.target, stack)
    control = TownControl(
        loop, dict(said["fakes"]), str(said["control_credential"]), httpx.AsyncHTTPTransport(retries=1)
    )
    stack.callback(control.close)
    driver = HttpDriver(
        url,
        credential,
        limits=Limits(seconds=settings.answer_timeout_s),
        ssl_context=context(tls) if connect.over_tls else None,
    )
    stack.callback(driver.close)
    town = wire(control, url, settings, codes, overrides)
    return Instance(driver, control, town, stack)


def _vendor_app(target: str, stack: ExitStack) -> str:
    """
    Start ``module:attribute`` (an ASGI application) with the vendor's own interpreter (TEKIGO_PYTHON) and uvicorn.
    """
    interpreter = shlex.split(os.environ.get("TEKIGO_PYTHON", sys.executable))
    module, _, attribute = target.partition(":")
    child = Child(
        (f"app:{target}", f"app:{target}"),
        [*interpreter, "-c", SERVE, module, attribute],
        dict(os.environ),
        apart=True,
    )
    stack.callback(child.stop)
    return str(child.hello()["url"])


def _load(group: str, name: str) -> Callable[..., Any]:
    entries = found(group)
    if name not in entries:
        raise ConnectError(
            f"{group}として{name!r}というものはインストールされていない",
            f"nothing called {name!r} is installed as {group}",
            code="entry-missing",
            hint=(
                f"インストールされているもの：{'、'.join(sorted(entries)) or 'なし'}。",
                f"Installed: {', '.join(sorted(entries)) or 'none'}.",
            ),
        )
    try:
        loaded: Callable[..., Any] = entries[name].load()
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(
            f"{group}の{name!r}（{entries[name].value}）を読み込めない：{error}",
            f"{group} entry {name!r} ({entries[name].value}) cannot be loaded: {error}",
            code="entry-broken",
        ) from error
    return loaded


def wire(
    control: TownControl,
    registry_url: str,
    settings: Settings,
    codes: list[str],
    overrides: dict[str, list[str]],
) -> Town:
    """
    Hand out addresses, credentials and data, so that all in town know each other, and return the registry's part.
    """
    names = list(control.addresses)
    shows = {
        (sender, to): secrets.token_urlsafe(18)
        for sender in (*names, "registry")
        for to in (*names, "registry")
    }
    now = f"{settings.first_day}T09:00:00+09:00"
    configurations = {}
    for name in names:
        addresses = {
            other: {"url": control.addresses[other], "credential": shows[name, other]}
            for other in names
            if other != name
        }
        addresses["registry"] = {"url": registry_url, "credential": shows[name, "registry"]}
        accepts = {other: shows[other, name] for other in names if other != name}
        accepts[settings.municipality] = shows["registry", name]
        configurations[name] = {
            "municipality": settings.municipality,
            "now": now,
            "addresses": addresses,
            "accepts": accepts,
            "settings": _settings(name, settings),
            "data": _data(name, settings, codes),
            "defects": overrides.get(name, []),
        }
    control.setup(configurations)
    control.act(
        "info_network", "load_permission_list", {"version": settings.first_day, "rows": permission_rows()}
    )
    neighbours = {
        name: Neighbour(
            url=control.addresses[name],
            credential=shows["registry", name],
            inbound_credential=shows[name, "registry"],
        )
        for name in REGISTRY_NEIGHBOURS
    }
    return Town(neighbours=neighbours, assigned_codes=codes, basis=DEPARTMENTS)


def _settings(name: str, settings: Settings) -> dict[str, Any]:
    if name in ("addressee", "intermediary_server"):
        return {"linkage_code_route": settings.linkage_code_route}
    return {}


def _data(name: str, settings: Settings, codes: list[str]) -> dict[str, Any]:
    if name == "juki_net":
        return {"assigned_codes": codes, "prefecture": settings.prefecture}
    if name == "addressee":
        return {
            "departments": {
                department: {"number_use": number_use, "inquiries": ["TAX-01"] if number_use else []}
                for department, number_use in DEPARTMENTS.items()
            }
        }
    if name == "departments":
        return {"departments": DEPARTMENTS}
    return {}
