"""The recorded exchanges as sessions, and the messages the servers sent in them."""

from __future__ import annotations

import base64
import struct
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import decoding
from archive import Files

_SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
_ADDRESSING = "{http://schemas.xmlsoap.org/ws/2004/08/addressing}"
_WSMAN = "{http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd}"
_SHELL = "{http://schemas.microsoft.com/wbem/wsman/1/windows/shell}"
_POWERSHELL = "http://schemas.microsoft.com/powershell/"
_FRAGMENT = struct.Struct(">QQBI")
_END = 2
_PRIME = 128
_HEADER = 40
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def recordings(files: Files) -> dict[str, Any]:
    """Everything the test reads."""
    found = [session for name, exchanges in files.exchanges.items() for session in _split(name, exchanges)]
    messages: dict[tuple[bytes, str], dict[str, Any]] = {}
    for session in found:
        session["heard"] = []
        if session["is_powershell"]:
            begun = {None, *(exchange["command"] for exchange in session["exchanges"])}
            for index, (command, message) in enumerate(_messages(session)):
                # One recording holds a message for a command of some other session, and a client must not take it.
                if command in begun:
                    session["heard"].append(_heard(message))
                # The same message in other sessions is told apart by its identifiers only.
                known = (message[4:8], _text(message))
                if known not in messages:
                    messages[known] = _decoded(f"{session['name']}/{index}", message)
    return {
        "exchange_key": {name: base64.b64encode(prime.to_bytes(_PRIME, "big")).decode()
                         for name, prime in files.primes.items()},
        "sessions": found,
        "messages": list(messages.values()),
    }


def _split(name: str, exchanges: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each Create begins a session; what comes before the first belongs to it."""
    session: dict[str, Any] | None = None
    count = 0
    for exchange in exchanges:
        request = ElementTree.fromstring(exchange["request"].encode())
        action = request.findtext(f"{_SOAP}Header/{_ADDRESSING}Action", "").rsplit("/", 1)[-1]
        has_created = session is not None and any(each["action"] == "Create" for each in session["exchanges"])
        if session is None or (action == "Create" and has_created):
            if session is not None:
                yield session
            count += 1
            session = {"name": name if count == 1 else f"{name}-{count}", "is_powershell": False, "exchanges": []}
        resource = request.findtext(f"{_SOAP}Header/{_WSMAN}ResourceURI", "")
        session["is_powershell"] |= resource.startswith(_POWERSHELL)
        status = 200
        if "transport_error" in exchange:
            status = exchange["transport_error"]["code"]
        elif exchange.get("http_error") or exchange.get("auth_error"):
            status = 0
        session["exchanges"].append({
            "action": action, "request": exchange["request"], "response": exchange["response"] or "",
            "status": status, "command": next((each.get("CommandId") for each in request.iter()
                                               if each.get("CommandId")), None)})
    if session is not None:
        yield session


def _messages(session: dict[str, Any]) -> Iterator[tuple[str | None, bytes]]:
    """The server's messages, whole, in the order in which they were complete, and the command each came for."""
    partial: defaultdict[tuple[str | None, int], bytes] = defaultdict(bytes)
    waiting: defaultdict[str | None, bytes] = defaultdict(bytes)
    for exchange in session["exchanges"]:
        if not exchange["response"]:
            continue
        for stream in ElementTree.fromstring(exchange["response"].encode()).iter(f"{_SHELL}Stream"):
            command = stream.get("CommandId")
            waiting[command] += base64.b64decode(stream.text or "")
            while len(waiting[command]) >= _FRAGMENT.size:
                data = waiting[command]
                object_id, _, flags, length = _FRAGMENT.unpack_from(data)
                end = _FRAGMENT.size + length
                if len(data) < end:
                    break
                partial[command, object_id] += data[_FRAGMENT.size:end]
                waiting[command] = data[end:]
                if flags & _END:
                    yield command, partial.pop((command, object_id))


def _heard(message: bytes) -> dict[str, Any]:
    """What the message is, as far as a replay is judged by it."""
    root = ElementTree.fromstring(_text(message)) if _text(message) else None

    def number(path: str) -> int | None:
        text = None if root is None else root.findtext(path)
        return None if text is None else int(text)

    return {"kind": _kind(message), "method": number("MS/Obj[@N='mi']/I32"),
            "state": number("MS/I32[@N='PipelineState']")}


def _decoded(name: str, message: bytes) -> dict[str, Any]:
    kind = _kind(message)
    return {"name": name, "kind": kind, "raw": base64.b64encode(message).decode(),
            "decoded": decoding.decode(kind, _text(message))}


def _kind(message: bytes) -> int:
    return int.from_bytes(message[4:8], "little")


def _text(message: bytes) -> str:
    return message[_HEADER:].removeprefix(_BYTE_ORDER_MARK).decode()
