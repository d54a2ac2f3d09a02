"""
``tekigo``: simulates everything around a Japanese municipal resident registry and judges whether it obeys the law.
"""

from __future__ import annotations

import signal
import sys
import traceback
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command

from harness.cli.interrupts import INTERRUPTED, was_interrupted
from harness.cli.languages import language_among
from harness.cli.misuse import asks_for_help, misuse
from harness.cli.written import nothing_judged
from harness.words.blame import blame_of
from harness.words.errors import HarnessFault, TekigoError

COMMANDS = ("run", "town", "report", "verify", "prove", "populate", "requirements")
LEFT = {
    "run": {
        "ja": "中断した。それまでに書かれたものは`tekigo report`で見られる。",
        "en": "interrupted; what was written so far can be shown with `tekigo report`",
    },
    "populate": {
        "ja": "中断した。途中までのものは残していない。同じ命令をもう一度実行すれば、初めから作り直す。",
        "en": "interrupted; nothing half done was left. The same command, called again, begins anew.",
    },
    "prove": {
        "ja": "中断した。何も確かめられていない。一部だけを確かめるには--selectを使う。",
        "en": "interrupted; nothing is proven. To prove only a part, use --select.",
    },
}
"""What an interrupted command leaves behind."""

INTERRUPTED_ONLY = {"ja": "中断した。", "en": "interrupted"}
"""What is said of those that leave nothing."""


class Commands(TyperGroup):
    """
    The subcommands, each in a file of its own, imported only when asked for: starting is part of every run.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click gives it
        """
        Their names, in the order of the working day.
        """
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click gives it
        """
        The subcommand of that name.
        """
        if cmd_name not in COMMANDS:
            return None
        application: typer.Typer = import_module(f"harness.cli.{cmd_name}").app
        return get_command(application)


app = typer.Typer(
    name="tekigo",
    cls=Commands,
    help=__doc__,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tekigo {version('tekigo')}")
        raise typer.Exit


@app.callback()
def _tekigo(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Say which version it is."),
    ] = False,
) -> None:
    """
    Simulates everything around a Japanese municipal resident registry and judges whether it obeys the law.
    """


def main() -> None:
    """
    Run the command. What is wrong is said in one paragraph, with what to do, and an exit code that means something.

    Being asked to end (SIGTERM) is the same as Ctrl-C: a run still ends its workers and writes its reports.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = app(standalone_mode=False)
    except TekigoError as error:
        sys.exit(_refused(error))
    except TyperException as error:
        if asks_for_help(error):
            sys.stderr.write(error.format_message() + "\n")
            sys.exit(2)
        sys.exit(_refused(misuse(error, sys.argv[1:], COMMANDS)))
    except typer.Abort:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever broke is ours, and must not look like a verdict (exit 1)
        if not was_interrupted(error):
            traceback.print_exc()
            sys.exit(_refused(_unexpected(error)))
        code = INTERRUPTED
    if code == INTERRUPTED:
        said = LEFT.get(next((word for word in sys.argv[1:] if word in COMMANDS), ""), INTERRUPTED_ONLY)
        Console(stderr=True).print(said[language_among(sys.argv)], markup=False, soft_wrap=True)
    sys.exit(code if isinstance(code, int) else 0)


def _unexpected(error: Exception) -> HarnessFault:
    name = type(error).__name__
    return HarnessFault(
        f"試験器の内部で予期しない誤りが起きた（{name}）",
        f"something unexpected broke inside the instrument ({name})",
        code="unexpected",
    )


def _refused(error: TekigoError) -> int:
    """
    Say what is wrong in the language of the command, with ``run --json`` also as JSON, and give the exit code.
    """
    told = error.describe(language_among(sys.argv))
    if sys.argv[1:2] == ["run"] and "--json" in sys.argv:
        sys.stdout.write(nothing_judged(told, int(error.exit_code), blame_of(error)) + "\n")
    Console(stderr=True, highlight=False, soft_wrap=True).print(told, markup=False)
    return int(error.exit_code)


if __name__ == "__main__":
    main()
