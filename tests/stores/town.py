"""
A town over real sockets that outlives the registry's process. It keeps what it took and recognises a repetition.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.registry.town import StandIn, town_setting


class _Handler(BaseHTTPRequestHandler):
    server: Town

    def do_POST(self) -> None:
        """
        Take one message.
        """
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps(self.server.take(message)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """
        Say nothing.
        """


class Town(ThreadingHTTPServer):
    """
    All neighbours at one address. `came` holds every message in the order of arrival, repetitions too.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._replies = StandIn().replies

    @property
    def setting(self) -> dict[str, Any]:
        """
        What the registry is told of this town.
        """
        told = town_setting()
        for neighbour in told["neighbours"].values():
            neighbour["url"] = f"http://127.0.0.1:{self.server_address[1]}"
        return told

    def take(self, message: dict[str, Any]) -> dict[str, Any]:
        """
        Keep a message and answer its acknowledgement.
        """
        name = message["envelope"]["message_id"]
        with self._lock:
            known = any(each["envelope"]["message_id"] == name for each in self.came)
            self.came.append(message)
            body = self._replies.get(message["envelope"]["message_type"])
            reply = None if body is None else {"envelope": message["envelope"], "body": body}
            received = "duplicate" if known else "new"
            return {"message_id": name, "received": received, "journal": len(self.came), "reply": reply}

    def kinds(self) -> list[str]:
        """
        The types of the messages that came, in order.
        """
        with self._lock:
            return [message["envelope"]["message_type"] for message in self.came]


@contextmanager
def serving() -> Iterator[Town]:
    """
    A town while it serves.
    """
    town = Town()
    thread = threading.Thread(target=town.serve_forever)
    thread.start()
    try:
        yield town
    finally:
        town.shutdown()
        town.server_close()
        thread.join(20)
