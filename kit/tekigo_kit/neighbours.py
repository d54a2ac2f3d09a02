"""
A pytest fixture in place of the neighbours of a registry: what your code sends over httpx is checked and kept.

Put `pytest_plugins = ["tekigo_kit.neighbours"]` into your conftest.py, and ask for `neighbours`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import respx

from tekigo_kit.messages import Fault, faults, faults_of_reply, published, reply_type

CREDENTIAL = "kit-credential"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Sent:
    """
    A message as it went over the wire, to which neighbour; `faults` is empty for one that was taken.
    """

    neighbour: str
    kind: str
    envelope: Mapping[str, Any]
    body: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} to {self.neighbour}: {'; '.join(map(str, self.faults)) or 'taken'}"


Reply = Mapping[str, Any] | Callable[[Sent], Mapping[str, Any] | None]


@dataclass
class Neighbours:
    """
    Every neighbour at an address of its own. `sent` and `refused` are in order; a repetition is in neither.
    """

    router: respx.MockRouter
    sent: list[Sent] = field(default_factory=list)
    refused: list[Sent] = field(default_factory=list)
    repeated: int = 0
    credential: str = CREDENTIAL
    _replies: dict[str, Reply] = field(default_factory=dict)
    _away: Counter[str] = field(default_factory=Counter)
    _keys: dict[tuple[str, str], Any] = field(default_factory=dict)
    _streams: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for neighbour, address in self.addresses.items():
            for kind in published()[neighbour]["messages"]:
                self.router.post(f"{address}/messages/{kind}", name=f"{neighbour} {kind}").mock(
                    side_effect=self._answering(neighbour, kind)
                )
            self.router.route(url__startswith=address, name=neighbour).mock(
                side_effect=self._elsewhere(neighbour)
            )

    @property
    def addresses(self) -> dict[str, str]:
        """
        Where each neighbour listens, by the names of `PUT /control/town`.
        """
        return {name: f"http://{name.replace('_', '-')}.test" for name in published()}

    def of(self, kind: str) -> list[Sent]:
        """
        What was sent of one type.
        """
        return [each for each in self.sent if each.kind == kind]

    def only(self, kind: str) -> Sent:
        """
        The one message of a type; fails the test where there is none, or more.
        """
        found = self.of(kind)
        if len(found) != 1:
            refused = "".join(f"\n  refused: {each}" for each in self.refused if each.kind == kind)
            pytest.fail(f"{kind} was sent {len(found)} times, not once{refused}")
        return found[0]

    def replies(self, kind: str, body: Reply) -> None:
        """
        Answer a type with this body from now on, or with what a function makes of the message. It is checked, too.
        """
        if all(
            reply_type(each, kind) is None for each in published() if kind in published()[each]["messages"]
        ):
            raise ValueError(f"no neighbour answers {kind} with a message")
        self._replies[kind] = body

    def away(self, neighbour: str, times: int = 1) -> None:
        """
        Answer so many messages to a neighbour with 503, which means: send again later.
        """
        if neighbour not in published():
            raise ValueError(f"no neighbour {neighbour}: {', '.join(published())}")
        self._away[neighbour] += times

    def take_refused(self) -> list[Sent]:
        """
        What was refused so far. Who asks expects it; what nobody has asked for fails the test at its end.
        """
        taken, self.refused = self.refused, []
        return taken

    def _answering(self, neighbour: str, kind: str) -> Callable[[httpx.Request], httpx.Response]:
        return lambda request: self._answer(neighbour, kind, request)

    def _elsewhere(self, neighbour: str) -> Callable[[httpx.Request], httpx.Response]:
        fault = (Fault("message", f"is none that {neighbour} takes by POST"),)
        return lambda request: self._refuse(Sent(neighbour, request.url.path, {}, {}, fault), 404)

    def _answer(self, neighbour: str, kind: str, request: httpx.Request) -> httpx.Response:
        if request.headers.get("authorization") != f"Bearer {self.credential}":
            return self._refuse(
                Sent(neighbour, kind, {}, {}, (Fault("authorization", "is not the credential"),)), 401
            )
        if self._away[neighbour]:
            self._away[neighbour] -= 1
            return _problem(503, "not-in-service", None, "is not in service; send again later")
        try:
            message = json.loads(request.content)
        except ValueError:
            return self._refuse(Sent(neighbour, kind, {}, {}, (Fault("message", "is not JSON"),)), 400)
        whole = message if isinstance(message, dict) else {}
        envelope, body = whole.get("envelope"), whole.get("body")
        sent = Sent(
            neighbour,
            kind,
            envelope if isinstance(envelope, dict) else {},
            body if isinstance(body, dict) else {},
            tuple(faults(neighbour, kind, message)),
        )
        return self._refuse(sent, 422) if sent.faults else self._take(sent)

    def _take(self, sent: Sent) -> httpx.Response:
        envelope, message = sent.envelope, (sent.envelope, sent.body)
        key = sent.neighbour, str(envelope["idempotency_key"])
        if self._keys.get(key, message) != message:
            return self._wrong(sent, 409, "idempotency_key", "stands for another message")
        if key in self._keys:
            self.repeated += 1
            return self._ack(sent, "duplicate")
        if envelope["message_type"] != sent.kind:
            return self._wrong(sent, 422, "message_type", f"is not the {sent.kind} of the address")
        stream = sent.neighbour, str(envelope["receiver"]), str(envelope["stream"])
        if envelope["sequence"] != self._streams[stream] + 1:
            return self._wrong(
                sent, 409, "sequence", f"is not {self._streams[stream] + 1}, the next of its stream"
            )
        self._streams[stream] += 1
        self._keys[key] = message
        self.sent.append(sent)
        return self._ack(sent, "new")

    def _ack(self, sent: Sent, received: str) -> httpx.Response:
        ack = {
            "message_id": sent.envelope["message_id"],
            "received": received,
            "journal": len(self.sent) + self.repeated,
            "reply": self._reply(sent),
        }
        return httpx.Response(200, json=ack)

    def _reply(self, sent: Sent) -> dict[str, Any] | None:
        said = self._replies.get(sent.kind)
        body = said(sent) if callable(said) else said
        kind = reply_type(sent.neighbour, sent.kind)
        if body is None or kind is None:
            return None
        if wrong := faults_of_reply(sent.neighbour, sent.kind, body):
            raise ValueError(f"the answer {kind} to {sent.kind} is not of the published form: {wrong[0]}")
        place = len(self.sent) + self.repeated
        back = {
            "sender": sent.envelope["receiver"],
            "receiver": sent.envelope["sender"],
            "message_type": kind,
        }
        name = {"message_id": f"reply-{place}", "idempotency_key": f"reply-{place}"}
        return {"envelope": {**sent.envelope, **back, **name}, "body": dict(body)}

    def _wrong(self, sent: Sent, status: int, name: str, reason: str) -> httpx.Response:
        fault = Fault(f"envelope.{name}", reason)
        return self._refuse(Sent(sent.neighbour, sent.kind, sent.envelope, sent.body, (fault,)), status)

    def _refuse(self, sent: Sent, status: int) -> httpx.Response:
        self.refused.append(sent)
        codes = {400: "not-json", 401: "unauthorized", 404: "not-found", 409: "out-of-order"}
        fault = sent.faults[0]
        return _problem(status, codes.get(status, "malformed"), fault.field, fault.reason)


def _problem(status: int, code: str, name: str | None, detail: str) -> httpx.Response:
    told = {
        "type": f"urn:tekigo:{code}",
        "title": code,
        "status": status,
        "code": code,
        "field": name,
        "detail": detail,
    }
    return httpx.Response(status, content=json.dumps(told).encode(), headers={"content-type": PROBLEM})


@pytest.fixture
def neighbours() -> Iterator[Neighbours]:
    """
    The neighbours of a registry for one test. A message that is not of the published form fails it: field and reason.
    """
    with respx.mock(assert_all_called=False) as router:
        standing = Neighbours(router)
        yield standing
    if standing.refused:
        pytest.fail("a neighbour refused:\n" + "\n".join(f"  {each}" for each in standing.refused))
