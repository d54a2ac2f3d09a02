"""
The stores of a run: the bundled registry is lent one for each lane, and what was lent is removed afterwards.

What a store is, only the bundled registry knows (entry points ``tekigo.stores``); a vendor's registry has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import msgspec

from harness.running.entries import found
from harness.running.statement import Connect, Statement
from harness.words.errors import ConfigurationError, UsageError

IN_MEMORY = "sqlite://"


def is_bundled(connect: Connect) -> bool:
    """
    Whether the registry is one of ours that keeps its register in a store we may choose.
    """
    return connect.kind in ("entry", "process") and (
        connect.target == "reference" or connect.target.startswith("lawful-")
    )


@contextmanager
def lent(
    statement: Statement, run: str, lanes: int, progress: Callable[[dict[str, Any]], None]
) -> Iterator[tuple[Statement, list[str | None]]]:
    """
    A store for each lane while the run lasts, with the statement as it may be written down: no password in it.

    What cannot be removed afterwards is told as progress; it changes no verdict.

    Raises UsageError where the registry is not ours, and ConfigurationError where the store cannot be used.
    """
    if statement.store is None:
        yield statement, [None] * lanes
        return
    if not is_bundled(statement.connect):
        raise UsageError(
            "--storeは同梱の登録システムの保存先を選ぶもので、対象は別のシステムである",
            "--store chooses the store of the bundled registry, and another registry is tested",
            code="store-not-ours",
            hint=(
                "--storeを外す。自社のシステムは自らの設定に従って保存する。",
                "Leave --store out; a registry of your own keeps its register as it is configured.",
            ),
        )
    lend = found("tekigo.stores")["lend"].load()
    with ExitStack() as stack:
        stores: list[Any] = []
        for lane in range(lanes):
            try:
                store = lend(statement.store, f"{run}_{lane}")
            except ValueError as error:
                raise ConfigurationError(
                    f"保存先を使えない：{error}",
                    str(error),
                    code="store",
                    hint=(
                        "--storeのアドレス、ポート、利用者、パスワード（PGPASSWORDも読む）、権限を確かめる。",
                        "Check --store: address, port, user, password (PGPASSWORD is read as well), and rights.",
                    ),
                ) from error
            stack.callback(_remove, store, progress)
            stores.append(store)
        told = msgspec.structs.replace(statement, store=stores[0].shown)
        yield told, [store.url for store in stores]


def _remove(store: Any, progress: Callable[[dict[str, Any]], None]) -> None:
    try:
        store.remove()
    except ValueError as error:
        message = {
            "ja": f"系列の保存先が残っている：{error}",
            "en": f"a lane's store was left behind: {error}",
        }
        progress({"kind": "warning", "message": message})
