"""Connections: TLS, the 401 exchange, one request and one answer at a time.

As IIS does, authentication belongs to the TCP connection. Every handler object
is one connection.
"""

from __future__ import annotations

import argparse
import http.server
import itertools
import select
import socket
import socketserver
import ssl
import sys
import threading
import urllib.parse

from . import authentication, sealing
from .certificates import Certificates
from .journal import Journal
from .service import Answer, Service

PATH = "/ocspowershell"
# What Windows Server 2012 R2 offers for an RSA certificate. DHE is left out: Python's ssl
# would need parameters of its own for it.
_CIPHERS_2012R2 = ":".join((
    "ECDHE-RSA-AES256-SHA384", "ECDHE-RSA-AES128-SHA256", "ECDHE-RSA-AES256-SHA", "ECDHE-RSA-AES128-SHA",
    "AES256-GCM-SHA384", "AES128-GCM-SHA256", "AES256-SHA256", "AES128-SHA256", "AES256-SHA", "AES128-SHA",
))
_LARGEST_REQUEST = 4 * 1024 * 1024


def tls_context(options: argparse.Namespace, files: Certificates) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.chain_file, files.key_file)
    if options.tls == "2012r2":
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(_CIPHERS_2012R2)
    return context


class Front(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """The server on the loopback."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, options: argparse.Namespace, policy: authentication.Policy, service: Service,
                 journal: Journal, tls: ssl.SSLContext | None) -> None:
        self.policy = policy
        self.service = service
        self.journal = journal
        self.tls = tls
        self.seal = options.seal
        self.connection_numbers = itertools.count(1)
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._dead = False
        super().__init__(("127.0.0.1", options.port), Handler)

    def joined(self, connection: socket.socket) -> None:
        with self._lock:
            if self._dead:
                raise ConnectionAbortedError("the front end died")
            self._connections.add(connection)

    def left(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)

    def drop_connections(self) -> int:
        """Closes what is open, as an idle timeout or a load balancer would."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _close(connection)
        return len(connections)

    def die(self) -> None:
        """Ends as a process does: nobody listens, every connection is closed, every shell is forgotten."""
        with self._lock:
            if self._dead:
                return
            self._dead = True
        self.journal.line("the front end dies")
        self.shutdown()
        self.socket.close()
        # The port is kept, without listening, so that nobody else gets it before the revival.
        self.socket = socket.socket(self.address_family, self.socket_type)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.drop_connections()
        self.service.close()

    def revive(self) -> None:
        """Listens again where it did, knowing nothing of the shells before."""
        with self._lock:
            if not self._dead:
                raise ValueError("the front end is alive")
            self._dead = False
        self.server_activate()
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that ends early is what tests do on purpose; it is a log line."""
        error = sys.exception()
        self.journal.line(f"connection ended: {type(error).__name__}: {error}")


class Handler(http.server.BaseHTTPRequestHandler):
    """One TCP connection."""

    protocol_version = "HTTP/1.1"
    server_version = "TestPeer"
    sys_version = ""
    disable_nagle_algorithm = True
    server: Front

    def setup(self) -> None:
        self._number = next(self.server.connection_numbers)
        self._authentication = authentication.Connection(self.server.policy)
        if self.server.tls is not None:
            # Here and not on accept, so that one slow handshake does not hold up the others.
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.server.joined(self.request)
        super().setup()

    def finish(self) -> None:
        self.server.left(self.request)
        try:
            super().finish()
        finally:
            _close(self.request)

    def log_message(self, format: str, *args: object) -> None:
        """The journal has its own lines, without the headers this one might show."""

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST_REQUEST:
            self.close_connection = True
            self._send(411 if not length.isdigit() else 413)
            return
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return
        if urllib.parse.urlsplit(self.path).path.rstrip("/").casefold() != PATH:
            self._note(404, why="path")
            self._send(404)
            return
        verdict = self._authentication.check(self.headers.get("Authorization"))
        if verdict.principal is None:
            self._note(401, why=verdict.why)
            self._send(401, challenges=verdict.challenges)
            return
        extra = {"WWW-Authenticate": verdict.final_token} if verdict.final_token else {}
        self._answer(body, verdict.principal, extra)

    def _answer(self, body: bytes, principal: str, extra: dict[str, str]) -> None:
        if not body:
            # The empty request with which a client begins before it encrypts.
            self._note(200, why="empty")
            self._send(200, headers=extra)
            return
        sealed = sealing.is_sealed(self.headers.get("Content-Type", ""))
        if self.server.seal:
            try:
                if not sealed:
                    raise sealing.SealError("the body is not encrypted")
                body = sealing.unseal(self._authentication.context, self._authentication.seal_protocol, body)
            except sealing.SealError as err:
                # That Windows answers 500 without a body here is from memory, not from a recording.
                self._note(500, why=str(err))
                self._send(500, headers=extra)
                return
        elif sealed:
            self._note(415, why="sealed")
            self._send(415, headers=extra)
            return
        answer = self.server.service.answer(
            body, principal, established=self.headers.get("Authorization") is None)
        if answer.die:
            self._note(None, answer, why="died")
            self.server.die()
            self.close_connection = True
            return
        if answer.drop:
            self._note(None, answer, why="dropped")
            self.close_connection = True
            return
        if answer.reauthenticate:
            self._authentication.forget()
            self._note(401, answer, why="second-401")
            self._send(401, challenges=self.server.policy.schemes)
            return
        self._note(answer.status, answer, size=len(answer.body))
        if answer.hostile is not None:
            self._send_hostile(answer)
            return
        content, content_type = answer.body, answer.content_type
        if self.server.seal and content_type.startswith("application/soap+xml"):
            protocol = self._authentication.seal_protocol
            content = sealing.seal(self._authentication.context, protocol, content)
            content_type = sealing.content_type(protocol)
        self._send(answer.status, content, content_type, extra)
        if answer.idle_seconds is not None:
            # Nothing announces it: that is what makes an idle timeout hard for clients.
            readable, _, _ = select.select([self.request], [], [], answer.idle_seconds)
            if not readable:
                self.close_connection = True

    def do_GET(self) -> None:
        self._note(405, why="method")
        self._send(405)

    def _note(self, status: int | None, answer: Answer | None = None, why: str | None = None,
              size: int | None = None) -> None:
        self.server.journal.request({
            "connection": self._number, "status": status, "principal": self._authentication.principal,
            "mechanism": self._authentication.mechanism, "sealed": self.server.seal, "why": why, "size": size, **(answer.facts if answer else {})})

    def _send(self, status: int, body: bytes = b"", content_type: str | None = None,
              headers: dict[str, str] | None = None, challenges: tuple[str, ...] = ()) -> None:
        self.send_response(status)
        if body and content_type:
            self.send_header("Content-Type", content_type)
        for challenge in challenges:
            self.send_header("WWW-Authenticate", challenge)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_hostile(self, answer: Answer) -> None:
        """Sends what was asked for, whether or not it is as long as it says."""
        hostile = answer.hostile
        self.send_response(answer.status)
        self.send_header("Content-Type", hostile.content_type)
        self.send_header("Content-Length", str(hostile.stated_length))
        self.end_headers()
        sent = 0
        for chunk in hostile.chunks:
            self.wfile.write(chunk)
            sent += len(chunk)
        self.close_connection = sent < hostile.stated_length


def _close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It was closed already, by the other side or by drop_connections.
        pass
    connection.close()
