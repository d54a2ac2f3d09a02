"""
``tekigo town``: start the seven neighbours as services and keep them until interrupted.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from harness.cli.application import LanguageOption, application
from harness.port import tls
from harness.running.entries import found
from harness.words.errors import UsageError

app = application()
LAST_BASE = 65_535 - 6


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
    lang: LanguageOption = "ja",
) -> None:
    """
    Start the whole town on loopback ports and print its addresses; each serves /openapi.json and /rules.
    """
    if not 0 <= port_base <= LAST_BASE:
        raise UsageError(
            f"--port-base {port_base}から七つのポートは取れない",
            f"--port-base {port_base} leaves no room for seven ports",
            hint=(f"0から{LAST_BASE}までの数を書く。", f"Write a number from 0 to {LAST_BASE}."),
        )
    tls.context(tls.NOTHING.overridden({**os.environ}))
    room = found("tekigo.fakes")["juki_net"].value.split(".")[0]
    command = [sys.executable, "-P", "-m", room, "--port-base", str(port_base), "--lang", lang]
    command += ["--json"] if as_json else []
    command += ["--standalone"] if standalone else []
    process = subprocess.Popen(command)
    try:
        raise typer.Exit(process.wait())
    except KeyboardInterrupt:
        process.terminate()
        raise typer.Exit(process.wait()) from None
