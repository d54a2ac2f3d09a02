"""
Runs as the tests need them: started as a user starts them, in a folder of their own.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from harness.judgement.catalogue import Catalogue
from harness.running.entries import features_folder
from harness.running.run import Ended, perform
from harness.running.statement import Settings, Statement, parse_connect

SETTINGS = Settings()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """
    The bundled catalogue.
    """
    return Catalogue.load(features_folder() / "requirements")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ended]:
    """
    A run with the bundled features, or those of ``features``.
    """

    def started(sut: str = "reference", settings: Settings = SETTINGS, **more: Any) -> Ended:
        chosen: dict[str, Any] = {
            "out": tmp_path / "results",
            "selection": [],
            "language": "en",
            "jobs": 1,
            "progress": lambda _line: None,
            **more,
        }
        return perform(Statement(parse_connect(sut), settings=settings), **chosen)

    return started


@pytest.fixture
def features(tmp_path: Path) -> Path:
    """
    A small features folder of one scenario with the whole catalogue, to be spoiled by a test.
    """
    folder = tmp_path / "own" / "features"
    (folder / "relocation").mkdir(parents=True)
    shutil.copytree(features_folder() / "requirements", folder / "requirements")
    (folder / "relocation" / "one.feature").write_text(ONE, encoding="utf-8")
    return folder


@pytest.fixture
def serving() -> Iterator[Callable[[int, str, str], str]]:
    """
    A service on loopback that answers everything with the same status, type and body.
    """
    servers: list[ThreadingHTTPServer] = []

    def start(status: int, kind: str, body: str) -> str:
        class Same(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_PUT = do_POST = do_GET  # noqa: N815 - the names http.server looks for

            def log_message(self, *_parts: object) -> None:
                """
                Keep the test's output clean.
                """

        server = ThreadingHTTPServer(("127.0.0.1", 0), Same)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


ONE = """# language: ja
機能: 転入 / Moving in

  @REL-001.1
  シナリオ: 転出証明書を添えた転入届 / With the certificate
    前提 今日は令和8年4月6日である
    かつ 太郎は他の市区町村に住民登録されている
    もし 太郎が令和8年4月3日に転入し、転出証明書を添えて令和8年4月6日に転入届を出す
    ならば 太郎の住民票が一つの世帯として記載されている
"""
