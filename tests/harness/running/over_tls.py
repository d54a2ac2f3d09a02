"""
Registries that speak TLS on loopback, and certificates made for the occasion.
"""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

SERVE = """
import json, socket, ssl, sys, uvicorn
from registry.bootstrap import create
given = json.loads(sys.argv[1])
listening = socket.create_server(("127.0.0.1", 0))
print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
app = create({"municipality": "112291", "control_credential": "tekigo-local"}, None)
reqs = ssl.CERT_REQUIRED if given["clients"] else ssl.CERT_NONE
config = uvicorn.Config(app, log_level="critical", access_log=False, ssl_certfile=given["cert"], ssl_cert_reqs=reqs,
                        ssl_ca_certs=given["clients"])
uvicorn.Server(config).run(sockets=[listening])
"""


class Papers:
    """
    Files of one authority: its bundle, certificates of a registry, and those of a client.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._authority = trustme.CA()
        self.bundle = folder / "ca.pem"
        self._authority.cert_pem.write_to_path(str(self.bundle))

    def issue(self, name: str, *hosts: str, ends: datetime | None = None) -> Path:
        """
        A certificate for these names, with its key in the same file.
        """
        path = self.folder / f"{name}.pem"
        issued = self._authority.issue_cert(
            *hosts, not_after=ends, not_before=ends and ends - timedelta(days=9)
        )
        issued.private_key_and_cert_chain_pem.write_to_path(str(path))
        return path

    def apart(self, name: str, *hosts: str) -> tuple[Path, Path]:
        """
        A certificate and its key in two files.
        """
        cert, key = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        issued = self._authority.issue_cert(*hosts)
        cert.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(str(key))
        return cert, key


@contextmanager
def registry(cert: Path, clients: Path | None = None) -> Iterator[int]:
    """
    The bundled registry with TLS at a free port; with ``clients`` it wants a client certificate of that authority.
    """
    given = json.dumps({"cert": str(cert), "clients": clients and str(clients)})
    with subprocess.Popen([sys.executable, "-c", SERVE, given], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield int(json.loads(process.stdout.readline())["port"])
        finally:
            process.terminate()


@contextmanager
def answering(cert: Path, clients: Path | None, status: int = 200) -> Iterator[int]:
    """
    A server that answers everything with a page, and says by alerts of TLS what it misses.
    """

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"<html>something about certificates</html>")

        def log_message(self, *_parts: object) -> None:
            """
            Keep the test's output clean.
            """

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_what: object) -> None:
            """
            The handshakes that are to fail.
            """

        def finish_request(self, request: Any, address: Any) -> None:
            # In the thread of the request: a handshake that fails must not end the server.
            with speaks.wrap_socket(request, server_side=True) as spoken:
                super().finish_request(spoken, address)

    speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    speaks.load_cert_chain(cert)
    if clients is not None:
        speaks.verify_mode = ssl.CERT_REQUIRED
        speaks.load_verify_locations(clients)
    server = Quiet(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


YESTERDAY = datetime.now(tz=UTC) - timedelta(days=1)
