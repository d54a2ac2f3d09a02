"""
The same interface in other words: identifiers of another shape both ways, answers with every optional field written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from registry.wire.control import Accepted, Found, Refused

OURS = re.compile(rb"\b(change|m|k|s|c|r|d)-([a-p]{24})\b")
FOREIGN = re.compile(rb"\bID\.(CHANGE|M|K|S|C|R|D)\.([A-P]{24})\b")

ISSUED = re.compile(rb"\b([A-Z]{2})-([0-9]{4})-([0-9]{6})\b")
ISSUED_ELSEWHERE = re.compile(rb"\bNo\.([0-9]{6})/([0-9]{4})/([A-Z]{2})\b")
MEASURE = re.compile(rb"\bsupport-([0-9]{8})\b")
MEASURE_ELSEWHERE = re.compile(rb"\bDV:([0-9]{8})\b")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def foreign(content: bytes) -> bytes:
    """
    The content with identifiers of the other shape.
    """
    content = OURS.sub(lambda found: b"ID." + found[1].upper() + b"." + found[2][::-1].upper(), content)
    return MEASURE.sub(rb"DV:\1", ISSUED.sub(rb"No.\3/\2/\1", content))


def ours(content: bytes) -> bytes:
    """
    The content with identifiers as the registry keeps them.
    """
    content = FOREIGN.sub(lambda found: found[1].lower() + b"-" + found[2][::-1].lower(), content)
    return MEASURE_ELSEWHERE.sub(rb"support-\1", ISSUED_ELSEWHERE.sub(rb"\3-\2-\1", content))


def filled(value: Any) -> Any:
    """
    A struct as plain data in which no field is left out, in the reverse order of its fields.
    """
    if isinstance(value, msgspec.Struct):
        return {name: filled(getattr(value, name)) for name in reversed(value.__struct_fields__)}
    if isinstance(value, list | tuple):
        return [filled(each) for each in value]
    if isinstance(value, dict):
        return {key: filled(each) for key, each in value.items()}
    return value


def reworded(path: str, content: bytes) -> bytes:
    """
    An answer of the control interface in other words: notes, another text of a refusal, nulls written out.
    """
    if path.startswith("/control/reads/"):
        said = filled(msgspec.json.decode(content, type=Found))
    elif not path.startswith("/control/commands/"):
        return content
    elif json.loads(content)["outcome"] == "refused":
        refused = msgspec.json.decode(content, type=Refused)
        said = {**filled(refused), "message": "お取り扱いできません。担当者に御確認ください。"}
    else:
        accepted = msgspec.json.decode(content, type=Accepted)
        said = {**filled(accepted), "notes": [*accepted.notes, "窓口控えを出力してください。"]}
    return json.dumps(said, indent=2).encode()


class Rewritten:
    """
    An application behind the other words.
    """

    def __init__(self, inner: Application) -> None:
        self._inner = inner

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """
        Pass a request on in the registry's own words, and its answer back in others.
        """
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        asked = [await _whole(receive)]
        answer: list[Message] = []

        async def given() -> Message:
            return {"type": "http.request", "body": asked.pop()} if asked else await receive()

        async def kept(message: Message) -> None:
            answer.append(message)

        await self._inner(scope, given, kept)
        start, body = answer[0], b"".join(each.get("body", b"") for each in answer[1:])
        if start["status"] == 200:
            body = reworded(scope["path"], body)
        body = foreign(body)
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return ours(body)
