"""Answers no honest server sends: broken, endless or meant to exhaust the reader.

Each kind is what a single HTTP answer looks like. The service decides when.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

from . import envelopes

KINDS = (
    "not-xml",
    "truncated",
    "huge-body",
    "dtd",
    "entities",
    "deep-envelope",
    "wrong-relates-to",
    "bad-base64",
    "invalid-fragment",
    "fragment-gap",
    "endless-object",
    "wrong-ids",
    "not-clixml",
    "clixml-dtd",
    "deep-nesting",
    "billion-refs",
)

_OUTPUT = 0x00041004
# Ten times what a reader has any reason to take as one body.
_HUGE = 256 * 1024 * 1024
_DEPTH = 20_000


@dataclass(frozen=True)
class Target:
    """Whose answer is replaced."""

    request: envelopes.Request
    command_id: str | None
    pool_id: uuid.UUID
    pipeline_id: uuid.UUID | None


@dataclass(frozen=True)
class Body:
    """An HTTP body; the stated length may differ from what is sent."""

    chunks: Iterator[bytes]
    stated_length: int
    content_type: str = "application/soap+xml;charset=UTF-8"


def make(kind: str, target: Target) -> Body:
    """Makes the body of one kind."""
    if kind == "not-xml":
        page = b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1><hr>nginx<br></body></html>"
        return Body(iter([page]), len(page), "text/html; charset=utf-8")
    if kind == "truncated":
        whole = _receive(target, [_fragment(_message(target, b"<S>half of this never comes</S>"))])
        return Body(iter([whole[: len(whole) // 2]]), len(whole))
    if kind == "huge-body":
        chunk = b" " * 65536
        return Body(repeat(chunk, _HUGE // len(chunk)), _HUGE)
    content = _ENVELOPES[kind](target)
    return Body(iter([content]), len(content))


def _receive(target: Target, fragments: list[bytes]) -> bytes:
    return envelopes.receive_answer(target.request, fragments, target.command_id, done=False)


def _stream(target: Target, clixml: bytes) -> bytes:
    return _receive(target, [_fragment(_message(target, clixml))])


def _message(target: Target, clixml: bytes, pool_id: uuid.UUID | None = None,
             pipeline_id: uuid.UUID | None = None) -> bytes:
    pool = pool_id or target.pool_id
    pipeline = pipeline_id or target.pipeline_id or uuid.UUID(int=0)
    return struct.pack("<II", 1, _OUTPUT) + pool.bytes_le + pipeline.bytes_le + clixml


def _fragment(data: bytes, object_id: int = 1 << 40, fragment_id: int = 0, flags: int = 3,
              length: int | None = None) -> bytes:
    return struct.pack(">QQBI", object_id, fragment_id, flags, len(data) if length is None else length) + data


def _dtd(target: Target) -> bytes:
    return envelopes.envelope(f"{envelopes.SHELL}/ReceiveResponse", target.request.message_id,
                              "<rsp:ReceiveResponse/>",
                              '<!DOCTYPE s:Envelope [<!ENTITY e SYSTEM "file:///etc/hostname">]>')


def _entities(target: Target) -> bytes:
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
    return envelopes.envelope(f"{envelopes.SHELL}/ReceiveResponse", target.request.message_id,
                              "<rsp:ReceiveResponse>&e9;</rsp:ReceiveResponse>",
                              f'<!DOCTYPE s:Envelope [<!ENTITY e0 "lol">{levels}]>')


def _deep_envelope(target: Target) -> bytes:
    return envelopes.envelope(f"{envelopes.SHELL}/ReceiveResponse", target.request.message_id,
                              "<rsp:ReceiveResponse>" * _DEPTH + "</rsp:ReceiveResponse>" * _DEPTH)


def _wrong_relates_to(_target: Target) -> bytes:
    return envelopes.envelope(f"{envelopes.SHELL}/ReceiveResponse", f"uuid:{uuid.uuid4()}",
                              "<rsp:ReceiveResponse/>")


def _bad_base64(target: Target) -> bytes:
    return _receive(target, [_fragment(b"")]).replace(b"AAA", b"A*A")


def _wrong_ids(target: Target) -> bytes:
    """Output of another pipeline of another pool, said to be this command's."""
    message = _message(target, b"<S>not yours</S>", uuid.uuid4(), uuid.uuid4())
    return _receive(target, [_fragment(message)])


def _deep_nesting(target: Target) -> bytes:
    opening = b'<Obj RefId="0"><LST>' * _DEPTH
    return _stream(target, opening + b"<S>bottom</S>" + b"</LST></Obj>" * _DEPTH)


def _billion_refs(target: Target) -> bytes:
    """Each list holds the one before ten times by reference: two kilobytes that mean a billion strings."""
    levels = "".join(
        f'<Obj RefId="{level}"><LST>{f"""<Ref RefId="{level - 1}" />""" * 10}</LST></Obj>'
        for level in range(1, 10)
    )
    clixml = f'<Obj RefId="99"><LST><Obj RefId="0"><LST><S>lol</S></LST></Obj>{levels}</LST></Obj>'
    return _stream(target, clixml.encode())


_ENVELOPES = {
    "dtd": _dtd,
    "entities": _entities,
    "deep-envelope": _deep_envelope,
    "wrong-relates-to": _wrong_relates_to,
    "bad-base64": _bad_base64,
    # Says it is longer than everything that follows.
    "invalid-fragment": lambda target: _receive(target, [_fragment(b"short", length=0x7FFFFFFF)]),
    "fragment-gap": lambda target: _receive(target, [_fragment(b"second without first", fragment_id=1, flags=2)]),
    # An object that begins and never ends, half a megabyte at a time.
    "endless-object": lambda target: _receive(target, [_fragment(
        _message(target, b"<S>" + b"x" * 300_000), flags=1)]),
    "wrong-ids": _wrong_ids,
    "not-clixml": lambda target: _stream(target, b"Object reference not set to an instance of an object."),
    "clixml-dtd": lambda target: _stream(
        target, b'<!DOCTYPE S [<!ENTITY e "expanded">]><S>&e;</S>'),
    "deep-nesting": _deep_nesting,
    "billion-refs": _billion_refs,
}
