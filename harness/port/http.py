"""
The driver of a registry that offers the control interface over HTTP.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import NoReturn, TypeVar

import httpx
import msgspec
from msgspec import Struct

from harness.port import tls, wire
from harness.port.bulk import Loaded, StandingResident
from harness.port.commands import Command
from harness.port.deadline import Deadline, DeadlineTransport
from harness.port.inprocess import Bridge, Reply
from harness.port.lifecycle import Capabilities, ClockSetting, Done, Settled, SettleRequest, Town
from harness.port.outcomes import Answer, Outcome, Unknown
from harness.port.reads import Read
from harness.port.records import Found
from harness.port.wire import Limits
from harness.words.errors import ConfigurationError, ConnectError, DoctorError, Where

T = TypeVar("T")

DEFAULT_LIMITS = Limits()
NOT_CONNECTED = ("connection-lost", "timeout")
_HOST = re.compile(rb"^[a-z0-9._-]+$|^[0-9a-f:.]+$")
_PAGE = re.compile(r"^status (\d+), no problem document$")
NOT_ALLOWED = ("status 401", "status 403")
JSON, NDJSON = "application/json", "application/x-ndjson"
LINES_AT_ONCE = 256
"""So many lines of a bulk load go into one chunk of its request."""


def base_address(text: str, field: str = "registry") -> httpx.URL:
    """
    The address of a service as a user wrote it, without a slash at its end.

    Raises ConfigurationError naming ``field``, never the address: a password may stand in it.
    """

    def refuse(ja: str, en: str) -> NoReturn:
        raise ConfigurationError(
            f"アドレス{ja}",
            f"the address {en}",
            code="address",
            where=Where(field=field),
            hint=(
                "http://127.0.0.1:8000やhttps://registry.example/adapterのように書く。",
                "Write it like http://127.0.0.1:8000 or https://registry.example/adapter.",
            ),
        )

    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, TypeError, ValueError):
        refuse("を読み取れない", "cannot be read")
    if url.scheme not in ("http", "https"):
        refuse("がhttp://又はhttps://で始まっていない", "does not begin with http:// or https://")
    if not url.host:
        refuse("にホスト名がない", "names no host")
    if not _HOST.match(url.raw_host) or not 0 < (url.port or 1) < 65536:
        refuse("のホスト名又はポート番号があり得ない", "names a host or a port that cannot be")
    if url.userinfo:
        refuse(
            "に利用者名又はパスワードが含まれている。資格情報は専用の欄に書く",
            "holds a user name or password; give the credential in its own field",
        )
    if url.query or url.fragment:
        refuse("に?又は#以降の部分がある", "has something after ? or #")
    return url.copy_with(path=url.path.rstrip("/"))


def credential_header(credential: str, field: str = "credential") -> str:
    """
    The Authorization header of a credential. Raises ConfigurationError where a header could not carry it.
    """
    if not credential or not credential.isascii() or not credential.isprintable() or " " in credential:
        raise ConfigurationError(
            "資格情報が空か、表示できるASCII以外の文字を含む",
            "the credential is empty or holds something other than visible ASCII",
            code="credential",
            where=Where(field=field),
        )
    return f"Bearer {credential}"


LOAD = "/control/load"


def _chunks(residents: Iterable[StandingResident]) -> Iterator[bytes]:
    encoder, lines = msgspec.json.Encoder(), bytearray()
    for count, each in enumerate(residents, start=1):
        lines += encoder.encode(each) + b"\n"
        if count % LINES_AT_ONCE == 0:
            yield bytes(lines)
            lines.clear()
    if lines:
        yield bytes(lines)


class HttpDriver:
    """
    Speaks to one registry, one request at a time, each sent once. See ``harness.port.driver.Driver``.

    ``transport`` replaces sockets (in-process runs); it is closed with the driver.
    """

    def __init__(
        self,
        base_url: str,
        credential: str,
        transport: httpx.BaseTransport | None = None,
        limits: Limits = DEFAULT_LIMITS,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._base = str(base_address(base_url)).rstrip("/")
        self._limits = limits
        self._deadline = Deadline()
        self._broken: httpx.HTTPError | None = None
        self._answered = False
        self._bridge = transport if isinstance(transport, Bridge) else None
        self._headers = {
            "Authorization": credential_header(credential),
            "Accept": "application/json, application/problem+json",
            "Accept-Encoding": "identity",
        }
        self._client = httpx.Client(
            transport=transport or DeadlineTransport(self._deadline, ssl_context),
            headers=self._headers,
            follow_redirects=False,
            trust_env=False,
        )
        self._capabilities = msgspec.json.Decoder(Capabilities)
        self._done = msgspec.json.Decoder(Done)
        self._settled = msgspec.json.Decoder(Settled)
        self._answer: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)
        self._found = msgspec.json.Decoder(Found)
        self._loaded = msgspec.json.Decoder(Loaded)

    def capabilities(self) -> Capabilities:
        """
        ``GET /control/capabilities``.
        """
        return self._or_raise("GET", "/control/capabilities", None, self._capabilities)

    def connect(self, town: Town) -> Done:
        """
        ``PUT /control/town``.
        """
        return self._or_raise("PUT", "/control/town", town, self._done)

    def set_clock(self, now: str) -> Done:
        """
        ``PUT /control/clock``.
        """
        return self._or_raise("PUT", "/control/clock", ClockSetting(now), self._done)

    def settle(self, bound_ms: int) -> Settled:
        """
        ``POST /control/settle``. The registry may use the bound, so the answer has that much longer.
        """
        request = SettleRequest(bound_ms)
        return self._or_raise("POST", "/control/settle", request, self._settled, longer=bound_ms / 1000)

    def load(self, residents: Iterable[StandingResident], bound_s: float) -> Loaded:
        """
        ``POST /control/load``, streamed. What stands for an answer in time is an answer within ``bound_s``.
        """
        found = self._ask("POST", LOAD, _chunks(residents), self._loaded, bound_s)
        return self._known("POST", LOAD, found)

    def do(self, command: Command) -> Outcome:
        """
        ``POST /control/commands/<name>``, once.
        """
        return self._ask("POST", f"/control/commands/{type(command).__name__}", command, self._answer)

    def read(self, read: Read) -> Found | Unknown:
        """
        ``POST /control/reads/<name>``.
        """
        found = self._ask("POST", f"/control/reads/{type(read).__name__}", read, self._found)
        if isinstance(found, Found):
            filled = [name for name in found.__struct_fields__ if getattr(found, name) is not None]
            if len(filled) > 1:
                return wire.malformed(f"$: more than one answer is filled ({', '.join(filled)})")
        return found

    def close(self) -> None:
        """
        Close the connections.
        """
        self._client.close()

    def _or_raise(
        self,
        method: str,
        path: str,
        request: Struct | None,
        decoder: msgspec.json.Decoder[T],
        longer: float = 0.0,
    ) -> T:
        found = self._ask(method, path, request, decoder, longer)
        return self._known(method, path, found)

    def _known(self, method: str, path: str, found: T | Unknown) -> T:
        if not isinstance(found, Unknown):
            self._answered = True
            return found
        where = Where(field=f"{method} {path}")
        if self._base.startswith("https:") and (trouble := self._tls_trouble(found, where)) is not None:
            raise trouble
        code = f"registry-{found.cause}"
        if found.cause in NOT_CONNECTED:
            raise ConnectError(
                f"対象システムが応答しない（{found.detail}）",
                f"the registry gave no answer ({found.detail})",
                code=code,
                where=where,
            )
        if found.detail.startswith(NOT_ALLOWED):
            raise ConnectError(
                f"対象システムが資格情報を受け付けない（{found.detail}）",
                f"the registry does not take the credential ({found.detail})",
                code=code,
                where=where,
            )
        raise DoctorError(
            f"対象システムの応答が制御インターフェースの定めと異なる：{found.cause}（{found.detail}）",
            f"the registry does not answer as the control interface says: {found.cause} ({found.detail})",
            code=code,
            where=where,
            hint=(
                "求められる応答はdocs/openapi/registry-control.jsonにある。",
                "docs/openapi/registry-control.json shows what is expected there.",
            ),
        )

    def _tls_trouble(self, found: Unknown, where: Where) -> ConnectError | None:
        """
        What is wrong with TLS, if that is why nothing was learned.
        """
        first = not self._answered
        if self._broken is not None:
            return tls.trouble(self._broken, where, first=first)
        page = _PAGE.match(found.detail)
        return tls.barred(int(page.group(1)), where) if first and page else None

    def _ask(
        self,
        method: str,
        path: str,
        request: Struct | Iterator[bytes] | None,
        decoder: msgspec.json.Decoder[T],
        longer: float = 0.0,
    ) -> T | Unknown:
        content = msgspec.json.encode(request) if isinstance(request, Struct) else request
        form = JSON if isinstance(request, Struct) else NDJSON
        headers = {} if content is None else {"Content-Type": form}
        seconds = self._limits.seconds + longer
        self._broken = None
        self._deadline.start(seconds)
        try:
            if self._bridge is not None and (content is None or isinstance(content, bytes)):
                sent = [(k.lower().encode(), v.encode()) for k, v in {**self._headers, **headers}.items()]
                reply = self._bridge.exchange(method, self._base + path, sent, content or b"", seconds)
                return self._received(reply, decoder)
            with self._client.stream(
                method, self._base + path, content=content, headers=headers, timeout=seconds
            ) as response:
                return self._received(response, decoder)
        except httpx.TimeoutException:
            return Unknown(cause="timeout", detail=f"no complete answer in {seconds:g} seconds")
        except httpx.HTTPError as error:
            self._broken = error
            return Unknown(cause="connection-lost", detail=type(error).__name__)

    def _received(self, response: httpx.Response | Reply, decoder: msgspec.json.Decoder[T]) -> T | Unknown:
        status = response.status_code
        if status >= 500 or 300 <= status < 400:
            return Unknown(cause="server-error" if status >= 500 else "redirect", detail=f"status {status}")
        body = self._body(response)
        if isinstance(body, Unknown):
            return body
        if status >= 400:
            return wire.problem(status, body, self._limits)
        if status != 200:
            return wire.malformed(f"$: status {status}, not 200")
        return wire.decode(body, response.headers.get("content-type", ""), decoder, self._limits)

    def _body(self, response: httpx.Response | Reply) -> bytes | Unknown:
        if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
            return wire.malformed("$: the answer is compressed, which was not asked for")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._limits.answer_bytes:
                return Unknown(cause="too-large", detail=f"more than {self._limits.answer_bytes} bytes")
            if time.monotonic() > self._deadline.until:
                return Unknown(cause="timeout", detail="the answer came too slowly")
        return bytes(body)
