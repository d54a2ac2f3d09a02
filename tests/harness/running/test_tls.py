"""
A registry at an https address: its own authority, a client certificate, and every way in which that can be wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from tests.harness.running.over_tls import YESTERDAY, Papers, answering, registry

VARIABLES = ("TEKIGO_SUT_CA", "TEKIGO_SUT_CERT", "TEKIGO_SUT_KEY", "TEKIGO_SUT_KEY_PASSWORD")
# J05 comes from the town to the registry: the way back is under TLS too.
SELECTION = "LINK-006"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """
    Those of the registry's authority.
    """
    return Papers(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """
    Those of somebody else's authority.
    """
    return Papers(tmp_path_factory.mktemp("tls") / "strange")


@pytest.fixture(scope="module")
def plain(papers: Papers) -> Iterator[int]:
    """
    A registry that shows a certificate for 127.0.0.1 and wants none. It is only ever asked for its capabilities.
    """
    with registry(papers.issue("plain", "127.0.0.1")) as port:
        yield port


@pytest.fixture(scope="module")
def wanting(papers: Papers) -> Iterator[int]:
    """
    A registry that wants a client certificate. It is only ever asked for its capabilities.
    """
    with registry(papers.issue("wanting", "127.0.0.1"), papers.bundle) as port:
        yield port


def run(
    folder: Path, url: str | None, *words: str, **set_variables: object
) -> tuple[subprocess.CompletedProcess[str], dict[str, object]]:
    """
    `tekigo run` as a user starts it, and its JSON.
    """
    surroundings = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    surroundings |= {f"TEKIGO_SUT_{name.upper()}": str(value) for name, value in set_variables.items()}
    command = [
        sys.executable,
        "-m",
        "harness.cli.main",
        "run",
        "--json",
        "--lang",
        "en",
        "--select",
        SELECTION,
    ]
    command += ["--sut", url] if url else []
    said = subprocess.run(
        [*command, *words],
        cwd=folder, env=surroundings, capture_output=True, text=True, check=False, timeout=120,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Traceback" not in said.stderr
    return said, json.loads(said.stdout.splitlines()[-1])


def refused(folder: Path, url: str | None, code: str, **variables: object) -> str:
    """
    What a run says that is not configured right: exit 2, the code, no scenario and no verdict.
    """
    said, summary = run(folder, url, **variables)
    assert said.returncode == 2, said.stderr
    assert f"[{code}]" in said.stderr
    assert summary["scenarios"] == 0
    assert summary["blame"] == "configuration"
    assert not any(summary["requirements"]["MUST"].values())  # type: ignore[index]
    return said.stderr


def test_a_run_over_tls_with_a_client_certificate_passes_both_ways(tmp_path: Path, papers: Papers) -> None:
    """
    With authority, certificate and key, registry and town speak to each other, and the run passes.
    """
    cert, key = papers.apart("client", "instrument.example")
    with registry(papers.issue("both", "127.0.0.1"), papers.bundle) as port:
        said, summary = run(tmp_path, f"https://127.0.0.1:{port}", ca=papers.bundle, cert=cert, key=key)
    assert said.returncode == 0, said.stderr
    assert summary["requirements"]["MUST"]["PASS"] == 1  # type: ignore[index]
    events = next(tmp_path.glob("results/*/events/0.ndjson")).read_text(encoding="utf-8")
    taken = [line for line in events.splitlines() if '"peer":"registry"' in line or '"peer":"112291"' in line]
    assert any('"direction":"out"' in line and '"outcome":"accepted"' in line for line in taken)
    assert str(papers.folder) not in events


def test_the_files_may_stand_in_the_statement_beside_it(tmp_path: Path, papers: Papers) -> None:
    """
    Paths of tekigo.toml are read from its own folder, whatever the folder of the command; variables win over them.
    """
    papers.issue("one-file", "instrument.example")
    statement = papers.folder / "tekigo.toml"
    with registry(papers.issue("stated", "127.0.0.1"), papers.bundle) as port:
        url = f"https://127.0.0.1:{port}"
        statement.write_text(
            f'sut = "{url}"\n[tls]\nca = "ca.pem"\ncert = "one-file.pem"\n', encoding="utf-8"
        )
        told = refused(tmp_path, url, "tls-untrusted")
        assert "TEKIGO_SUT_CA" in told
        said, _ = run(tmp_path, None, "--statement", str(statement), ca="missing.pem")
        assert "[tls-file]" in said.stderr
        said, _ = run(tmp_path, None, "--statement", str(statement))
        assert said.returncode == 0, said.stderr


def test_an_unknown_authority_is_named_as_such(
    tmp_path: Path, papers: Papers, strange: Papers, plain: int
) -> None:
    """
    A certificate that nobody known issued: the message tells how to name the bundle.
    """
    url = f"https://127.0.0.1:{plain}"
    assert "TEKIGO_SUT_CA" in refused(tmp_path, url, "tls-untrusted")
    refused(tmp_path, url, "tls-untrusted", ca=strange.bundle)


def test_another_host_name_is_named_as_such(tmp_path: Path, papers: Papers, plain: int) -> None:
    """
    A certificate for 127.0.0.1 at the address localhost.
    """
    told = refused(tmp_path, f"https://localhost:{plain}", "tls-host", ca=papers.bundle)
    assert "localhost" in told


def test_an_expired_certificate_is_named_as_such(tmp_path: Path, papers: Papers) -> None:
    """
    A certificate that ended yesterday.
    """
    with registry(papers.issue("old", "127.0.0.1", ends=YESTERDAY)) as port:
        assert "expired" in refused(tmp_path, f"https://127.0.0.1:{port}", "tls-expired", ca=papers.bundle)


def test_a_client_certificate_that_is_missing_or_not_accepted(
    tmp_path: Path, papers: Papers, strange: Papers, wanting: int
) -> None:
    """
    None at all, and one of another authority: both are told with the variables to set.
    """
    url = f"https://127.0.0.1:{wanting}"
    assert "TEKIGO_SUT_CERT" in refused(tmp_path, url, "tls-client-refused", ca=papers.bundle)
    other = strange.issue("client", "instrument.example")
    refused(tmp_path, url, "tls-client-refused", ca=papers.bundle, cert=other)


def test_a_client_certificate_that_is_refused_with_an_alert_or_a_page(tmp_path: Path, papers: Papers) -> None:
    """
    A server that says with an alert of TLS what it misses, and a proxy that says it with a page.
    """
    cert = papers.issue("telling", "127.0.0.1")
    with answering(cert, papers.bundle) as port:
        told = refused(tmp_path, f"https://127.0.0.1:{port}", "tls-client-refused", ca=papers.bundle)
        assert "alert" in told
    with answering(cert, None, status=400) as port:
        told = refused(tmp_path, f"https://127.0.0.1:{port}", "tls-client-refused", ca=papers.bundle)
        assert "400" in told
    with answering(cert, None, status=404) as port:
        refused(tmp_path, f"https://127.0.0.1:{port}", "registry-problem", ca=papers.bundle)


def test_an_address_without_tls_is_named_as_such(tmp_path: Path, papers: Papers) -> None:
    """
    https:// before a port that speaks plain HTTP.
    """
    command = [sys.executable, "-m", "registry", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        url = str(json.loads(process.stdout.readline())["url"]).replace("http:", "https:")
        try:
            refused(tmp_path, url, "tls-none", ca=papers.bundle)
        finally:
            process.terminate()


def test_every_unusable_file_is_named(tmp_path: Path, papers: Papers, strange: Papers) -> None:
    """
    A file that is missing, a folder, no PEM, a foreign key, a key alone, a locked key: which file, and what to do.
    """
    url = "https://127.0.0.1:9"
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("no certificate", encoding="utf-8")
    ours, (cert, key) = papers.issue("c", "instrument.example"), papers.apart("d", "instrument.example")
    locked = tmp_path / "locked.key"
    locked.write_bytes(
        serialization.load_pem_private_key(key.read_bytes(), None).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"open sesame"),
        )
    )
    assert "missing.pem" in refused(tmp_path, url, "tls-file", ca="missing.pem")
    assert str(tmp_path) in refused(tmp_path, url, "tls-file", ca=tmp_path)
    assert "rubbish.pem" in refused(tmp_path, url, "tls-ca", ca=rubbish)
    assert "missing.pem" in refused(tmp_path, url, "tls-file", cert="missing.pem")
    assert "missing.key" in refused(tmp_path, url, "tls-file", cert=cert, key="missing.key")
    assert "rubbish.pem" in refused(tmp_path, url, "tls-cert", cert=rubbish)
    assert "d.key" in refused(tmp_path, url, "tls-cert", key=key)
    refused(tmp_path, url, "tls-cert", cert=cert)
    refused(tmp_path, url, "tls-key", cert=ours, key=key)
    assert "TEKIGO_SUT_KEY_PASSWORD" in refused(tmp_path, url, "tls-key", cert=cert, key=locked)
    # With its password nothing is wrong with the files any more, and only the address is left to complain of.
    refused(tmp_path, url, "registry-connection-lost", cert=cert, key=locked, key_password="open sesame")


def test_the_town_by_itself_names_the_file_that_it_cannot_use(tmp_path: Path) -> None:
    """
    `tekigo town` reads the same variables, and says before it starts what is wrong with them.
    """
    said = subprocess.run(
        [sys.executable, "-m", "harness.cli.main", "town"],
        env={**os.environ, "TEKIGO_SUT_CA": str(tmp_path / "missing.pem")},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert said.returncode == 2
    assert "TEKIGO_SUT_CA" in said.stderr
    assert "Traceback" not in said.stderr
