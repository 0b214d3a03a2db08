"""Encrypted bodies: multipart/encrypted with the SPNEGO or the Kerberos protocol, [MS-WSMV] 2.2.9.1.

Only over plain HTTP. The key stream belongs to the connection's security
context, so bodies are opened and closed in the order they travel.
"""

from __future__ import annotations

import re
import struct

import spnego

BOUNDARY = "Encrypted Boundary"

_HEAD = re.compile(
    rb"\A--\s*Encrypted Boundary\r\n"
    rb"\tContent-Type: (?P<protocol>[^\r\n]+)\r\n"
    rb"\tOriginalContent: type=(?P<type>[^;\r\n]+);charset=(?P<charset>[^;\r\n]+);Length=(?P<length>\d+)\r\n"
    rb"--\s*Encrypted Boundary\r\n"
    rb"\tContent-Type: application/octet-stream\r\n",
    re.IGNORECASE,
)
_TAIL = re.compile(rb"--\s*Encrypted Boundary--\r\n\Z")


class SealError(Exception):
    """The body is not what a sealed body must be."""


def is_sealed(content_type: str) -> bool:
    return content_type.lower().startswith("multipart/encrypted")


def content_type(protocol: str) -> str:
    return f'multipart/encrypted;protocol="{protocol}";boundary="{BOUNDARY}"'


def unseal(context: spnego.ContextProxy, protocol: str, body: bytes) -> bytes:
    """Opens a request; strict about the TAB before Content-Type, without which Windows fails too."""
    head = _HEAD.match(body)
    tail = _TAIL.search(body)
    if head is None or tail is None:
        raise SealError("the MIME parts are not as [MS-WSMV] writes them")
    if head["protocol"].decode("ascii", "replace") != protocol:
        raise SealError("another encryption protocol than that of the sign-in")
    sealed = body[head.end():tail.start()]
    if len(sealed) < 4:
        raise SealError("no signature length")
    (signature_length,) = struct.unpack_from("<i", sealed)
    if not 0 < signature_length <= len(sealed) - 4:
        raise SealError("the signature length points outside the body")
    signature = sealed[4:4 + signature_length]
    try:
        clear = context.unwrap_winrm(signature, sealed[4 + signature_length:])
    except spnego.exceptions.SpnegoError as err:
        raise SealError(f"the seal does not fit: {err}") from err
    if len(clear) != int(head["length"]):
        raise SealError("the stated length is not the length")
    return clear


def seal(context: spnego.ContextProxy, protocol: str, body: bytes) -> bytes:
    """Closes an answer."""
    wrapped = context.wrap_winrm(body)
    head = (
        f"--{BOUNDARY}\r\n"
        f"\tContent-Type: {protocol}\r\n"
        f"\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length={len(body) + wrapped.padding_length}\r\n"
        f"--{BOUNDARY}\r\n"
        "\tContent-Type: application/octet-stream\r\n"
    ).encode()
    return (head + struct.pack("<i", len(wrapped.header)) + wrapped.header + wrapped.data
            + f"--{BOUNDARY}--\r\n".encode())
