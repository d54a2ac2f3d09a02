"""
``tekigo``: simulates everything around a Japanese municipal resident registry and judges whether it obeys the law.
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.main import get_command

from harness.cli.written import nothing_judged
from harness.words.blame import blame_of
from harness.words.errors import TekigoError

COMMANDS = ("run", "town", "report", "verify", "prove", "populate", "requirements")


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


@app.callback()
def _tekigo() -> None:
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
        app()
    except TekigoError as error:
        if "run" in sys.argv and "--json" in sys.argv:
            sys.stdout.write(nothing_judged(error.describe(), int(error.exit_code), blame_of(error)) + "\n")
        Console(stderr=True, highlight=False, soft_wrap=True).print(error.describe(), markup=False)
        sys.exit(int(error.exit_code))
    except KeyboardInterrupt:
        Console(stderr=True).print("interrupted; what was written so far can be shown with `tekigo report`")
        sys.exit(130)


if __name__ == "__main__":
    main()
