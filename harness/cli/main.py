"""
``tekigo``: simulates everything around a Japanese municipal resident registry and judges whether it obeys the law.
"""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from harness.cli import prove, report, requirements, run, town
from harness.words.errors import TekigoError

app = typer.Typer(
    name="tekigo",
    help=__doc__,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run.run)
app.command("town")(town.town)
app.command("report")(report.report)
app.command("prove")(prove.prove)
app.add_typer(requirements.app, name="requirements")


def main() -> None:
    """
    Run the command. What is wrong is said in one paragraph, with what to do, and an exit code that means something.
    """
    try:
        app()
    except TekigoError as error:
        Console(stderr=True, highlight=False).print(error.describe(), markup=False)
        sys.exit(int(error.exit_code))
    except KeyboardInterrupt:
        Console(stderr=True).print("interrupted; what was written so far can be shown with `tekigo report`")
        sys.exit(130)


if __name__ == "__main__":
    main()
