"""
``tekigo town``: start the seven neighbours as services and keep them until interrupted.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from harness.cli.application import application
from harness.running.entries import found

app = application()


@app.command("town")
def town(
    port_base: Annotated[
        int, typer.Option("--port-base", help="First of seven ports on 127.0.0.1; 0 lets the system choose.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the addresses as one JSON object.")] = False,
    standalone: Annotated[
        bool,
        typer.Option(
            "--standalone/--bare", help="Set the town up to play with, or leave it to a control plane."
        ),
    ] = True,
) -> None:
    """
    Start the whole town on loopback ports and print its addresses; each serves /openapi.json and /rules.
    """
    room = found("tekigo.fakes")["juki_net"].value.split(".")[0]
    command = [sys.executable, "-P", "-m", room, "--port-base", str(port_base)]
    command += ["--json"] if as_json else []
    command += ["--standalone"] if standalone else []
    process = subprocess.Popen(command)
    try:
        raise typer.Exit(process.wait())
    except KeyboardInterrupt:
        process.terminate()
        raise typer.Exit(process.wait()) from None
