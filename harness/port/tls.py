"""
TLS towards a registry: which authorities are trusted, which certificate is shown, and what went wrong in plain words.

All of it is configuration. A wrong file is refused before anything starts, a refused handshake by the doctor.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import httpx
from msgspec import Struct

from harness.words.causes import of_system
from harness.words.errors import ConfigurationError, ConnectError, Where

CA, CERT, KEY = "TEKIGO_SUT_CA", "TEKIGO_SUT_CERT", "TEKIGO_SUT_KEY"
PASSWORD = "TEKIGO_SUT_KEY_PASSWORD"
"""Only in the surroundings: a password has no place in a file that is kept beside a project."""

EXPIRED = {9, 10}  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
OTHER_NAME = {62, 64}  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
REFUSES = ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED", "DECRYPT_ERROR")
"""What an alert of the other side is called where it is about our certificate, or about there being none."""

CLOSED = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""Many servers say nothing where a client certificate is missing or not accepted."""

BARRED = {400, 495, 496}
"""What nginx and its like answer there."""

NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")


class Tls(Struct, frozen=True, forbid_unknown_fields=True):
    """
    PEM files: ``ca``, the authorities to trust in place of the usual ones; ``cert``, a client certificate with its
    chain; ``key``, its key, where it is not in the same file.
    """

    ca: str | None = None
    cert: str | None = None
    key: str | None = None

    def beside(self, folder: Path) -> Tls:
        """
        The same files, those with a relative path taken from ``folder``.
        """
        return Tls(*(None if path is None else str(folder / path) for path in (self.ca, self.cert, self.key)))

    def overridden(self, environment: dict[str, str]) -> Tls:
        """
        With what the surroundings name in place of it. A certificate that they name comes with its own key.
        """
        cert = environment.get(CERT) or self.cert
        key = environment.get(KEY) or (None if environment.get(CERT) else self.key)
        return Tls(environment.get(CA) or self.ca, cert, key).beside(Path.cwd())

    def environment(self) -> dict[str, str]:
        """
        The variables that tell the town the same: it speaks to the registry too.
        """
        named = {CA: self.ca, CERT: self.cert, KEY: self.key}
        return {name: path or "" for name, path in named.items()}


NOTHING = Tls()


def context(tls: Tls) -> ssl.SSLContext:
    """
    What TLS is spoken with. Raises ConfigurationError naming the file that cannot serve, and why.
    """
    if tls.ca is None:
        made = httpx.create_ssl_context(trust_env=False)
    else:
        _readable(tls.ca, CA, "ca")
        try:
            made = ssl.create_default_context(cafile=tls.ca)
        except ssl.SSLError:
            _refuse(
                "tls-ca",
                "認証局の証明書が入っていない",
                "it holds no certificate of an authority",
                tls.ca,
                ("PEM形式のものを示す。", "Name a bundle in PEM form."),
            )
    if tls.cert is not None:
        _show(made, tls.cert, tls.key)
    elif tls.key is not None:
        _refuse(
            "tls-cert",
            "鍵だけが示され、証明書がない",
            "a key is named, and no certificate",
            tls.key,
            (f"{CERT}又はtls.certも示す。", f"Set {CERT} or tls.cert too."),
        )
    return made


def _show(made: ssl.SSLContext, cert: str, key: str | None) -> None:
    """
    Show a client certificate. The password is never asked for at the terminal: a run has nobody to answer.
    """
    _readable(cert, CERT, "cert")
    if key is not None:
        _readable(key, KEY, "key")
    asked: list[bool] = []

    def password() -> str:
        asked.append(True)
        return os.environ.get(PASSWORD, "")

    try:
        made.load_cert_chain(cert, key, password)
    except (ssl.SSLError, ValueError) as error:
        # ValueError: a password that is longer than OpenSSL reads.
        if asked:
            _refuse(
                "tls-key",
                "鍵のパスワードがないか、誤っている",
                "the key's password is missing or wrong",
                key or cert,
                (f"{PASSWORD}で示す。", f"Set {PASSWORD}."),
            )
        if getattr(error, "reason", None) == "KEY_VALUES_MISMATCH":
            _refuse(
                "tls-key",
                "鍵が証明書のものでない",
                "the key is not that of the certificate",
                key or cert,
                ("対になるものを示す。", "Name the pair."),
            )
        _refuse(
            "tls-cert",
            "証明書又はその鍵を読み取れない",
            "a certificate or its key cannot be read from it",
            cert if key is None else f"{cert}, {key}",
            (
                f"どちらもPEM形式で、一つのファイルに入れるか、鍵を別に示す（{KEY}又はtls.key）。",
                f"Both in PEM form: in one file, or the key apart ({KEY} or tls.key).",
            ),
        )


def _readable(path: str, variable: str, field: str) -> None:
    try:
        with Path(path).open("rb") as file:
            file.read(1)
    except (OSError, ValueError) as error:
        why = of_system(error)
        _refuse(
            "tls-file",
            f"読み取れない：{why.ja}",
            f"it cannot be read: {why.en}",
            path,
            (f"{variable}又はtls.{field}で示されたもの。", f"It was named by {variable} or tls.{field}."),
        )


def _refuse(code: str, ja: str, en: str, path: str, hint: tuple[str, str]) -> NoReturn:
    raise ConfigurationError(ja, en, code=code, where=Where(path), hint=hint)


def trouble(error: BaseException, where: Where, *, first: bool) -> ConnectError | None:
    """
    What went wrong in TLS, if that is why a request failed: whose certificate, what is wrong with it, what to do.

    ``first``: nothing was ever answered on this way, so that a connection closed without a word tells something.
    """
    found = next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLError)), None)
    closed = isinstance(found, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
    if closed or (found is None and isinstance(error, CLOSED)):
        return _client_refused("it closes the connection without a word", where) if first else None
    if found is None:
        return None
    if isinstance(found, ssl.SSLCertVerificationError):
        return _unverified(found, where)
    reason = str(found.reason or "")
    if "ALERT" in reason and any(word in reason for word in REFUSES):
        return _client_refused(_spoken(reason), where)
    if any(word in reason for word in NO_TLS):
        return ConnectError(
            "このhttpsのアドレスで応答するものはTLSを話さない",
            "what answers at this https address does not speak TLS",
            code="tls-none",
            where=where,
            hint=(
                "ポート番号を確かめる。TLSなしで待ち受けるものならhttp://と書く。",
                "Check the port, or write http:// if the registry is meant to listen without TLS.",
            ),
        )
    return ConnectError(
        f"対象システムと試験器の間でTLSの接続が成り立たない（{_spoken(reason)}）",
        f"the registry and the instrument agree on no TLS connection ({_spoken(reason) or 'no reason told'})",
        code="tls-failed",
        where=where,
        hint=(
            f"対象システムがクライアント証明書を求めるなら{CERT}で示す。TLSは1.2以上を用いる。",
            f"If the registry wants a client certificate, name it: {CERT}. TLS 1.2 is the least that is spoken.",
        ),
    )


def barred(status: int, where: Where) -> ConnectError | None:
    """
    The same trouble where a proxy tells it as an answer: a page and no problem document, with one of these codes.
    """
    return _client_refused(f"status {status}", where) if status in BARRED else None


def _client_refused(why: str, where: Where) -> ConnectError:
    return ConnectError(
        f"対象システムがクライアント証明書を拒んだか、求めているとみられる（{why}）",
        f"the registry seems to refuse the client certificate, or to miss one ({why})",
        code="tls-client-refused",
        where=where,
        hint=(
            f"受け付けられる証明書を{CERT}と{KEY}、又はtekigo.tomlのtls.certとtls.keyで示す。",
            f"Name a certificate that it accepts: {CERT} and {KEY}, or tls.cert and tls.key in tekigo.toml.",
        ),
    )


def _unverified(error: ssl.SSLCertVerificationError, where: Where) -> ConnectError:
    said = str(error.verify_message)
    if error.verify_code in OTHER_NAME:
        return ConnectError(
            f"対象システムの証明書は別の名前のものである（{said}）",
            f"the registry's certificate is for another name ({said})",
            code="tls-host",
            where=where,
            hint=(
                "証明書にある名前を--sutに書くか、この名前の証明書を発行してもらう。",
                "Use the name that the certificate carries in --sut, or have one issued for this name.",
            ),
        )
    if error.verify_code in EXPIRED:
        return ConnectError(
            f"対象システムの証明書は今日有効でない（{said}）",
            f"a certificate of the registry is not valid today ({said})",
            code="tls-expired",
            where=where,
            hint=(
                "更新してもらう。新しいものなら、この計算機の時計を確かめる。",
                "Have it renewed; if it is new, check this machine's clock.",
            ),
        )
    return ConnectError(
        f"対象システムの証明書を信頼できない（{said}）",
        f"the registry's certificate is not trusted ({said})",
        code="tls-untrusted",
        where=where,
        hint=(
            f"発行した認証局の証明書を{CA}、又はtekigo.tomlのtls.caで示す。",
            f"Name the bundle of the authority that issued it: {CA}, or tls.ca in tekigo.toml.",
        ),
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _spoken(reason: str) -> str:
    return reason.lower().replace("_", " ")
