"""
Serve one registry: `python -m registry --port 8080`.

When it listens it prints one JSON line, `{"url": …}`. It stops on SIGTERM and SIGINT; what was committed and not yet
delivered stays in the store and is delivered after the next start with the same store.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
from importlib import import_module

import uvicorn
from starlette.types import ASGIApp

from registry.bootstrap import create
from registry.crashing import FORM, crash_at
from registry.defects import known


def arguments(argv: list[str]) -> argparse.Namespace:
    """
    The command line, understood or refused with status 2.
    """
    parser = argparse.ArgumentParser(
        prog="python -m registry",
        description="The reference registry of one municipality, driven through its control interface.",
        epilog="example: python -m registry --port 0 --store sqlite:///registry.db",
    )
    parser.add_argument("--port", type=int, required=True, help="port to listen on; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--store",
        default=os.environ.get("TEKIGO_STORE", "sqlite://"),
        metavar="URL",
        help="SQLAlchemy URL, sqlite or postgresql; default: what TEKIGO_STORE says (no other user sees it there), "
        "else in memory, lost at the end",
    )
    parser.add_argument(
        "--municipality",
        default="112291",
        metavar="CODE",
        help="local-government code (default: %(default)s)",
    )
    parser.add_argument(
        "--credential",
        default="tekigo-local",
        help="what control requests must show (default: %(default)s)",
    )
    parser.add_argument(
        "--defect",
        action="append",
        default=[],
        metavar="ID",
        choices=sorted(known()),
        help="plant a deliberate defect; may be given several times",
    )
    parser.add_argument(
        "--crash-at",
        metavar="POINT",
        help=f"end this process by SIGKILL at one point between commit and delivery: {FORM}",
    )
    parser.add_argument(
        "--app", metavar="MODULE:NAME", help="serve this maker of an ASGI application instead of the registry"
    )
    parser.add_argument("--list-defects", action="store_true", help="print the defects and stop")
    return parser.parse_args(argv)


def made(options: argparse.Namespace) -> ASGIApp:
    """
    The application asked for.
    """
    config = {
        "municipality": options.municipality,
        "store": options.store,
        "control_credential": options.credential,
        "defects": options.defect,
    }
    if options.crash_at is not None:
        config["overrides"] = [crash_at(options.crash_at)]
    if options.app is None:
        return create(config, None)
    module, _colon, name = options.app.partition(":")
    maker = getattr(import_module(module), name)
    app: ASGIApp = maker(config, None)
    return app


def main(argv: list[str] | None = None) -> int:
    """
    Serve until stopped; 0 at the end.
    """
    given = sys.argv[1:] if argv is None else argv
    if "--list-defects" in given:
        for defect in known().values():
            sys.stdout.write(f"{defect.id}: {defect.promise['en']} [{', '.join(defect.must)}]\n")
        return 0
    options = arguments(given)
    try:
        app = made(options)
    except ValueError as error:
        sys.stderr.write(f"python -m registry: {error}\n")
        return 2
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    # With the protocol named, asyncio sends answers at once; otherwise a second small write waits 40 ms for an ACK.
    listening = socket.socket(family, proto=socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((options.host, options.port))
    listening.listen(128)
    host = f"[{options.host}]" if ":" in options.host else options.host
    sys.stdout.write(json.dumps({"url": f"http://{host}:{listening.getsockname()[1]}"}) + "\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listening])
    return 0
