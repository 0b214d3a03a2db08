"""A loopback address for each server, so that several have the same standard ports at once."""

from __future__ import annotations

import contextlib
import errno
import random
import socket
import time

from .programs import ServerError


def free_address(ports: tuple[int, ...]) -> str:
    """An address of this machine on which nobody has these ports."""
    for _ in range(50):
        # Above those that distributions and people use by hand.
        address = f"127.{random.randint(64, 250)}.{random.randint(1, 250)}.{random.randint(2, 250)}"
        with contextlib.ExitStack() as stack:
            try:
                for port in ports:
                    server = stack.enter_context(socket.socket())
                    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    server.bind((address, port))
            except PermissionError:
                raise ServerError(
                    f"port {port} cannot be listened on without root, or sysctl net.ipv4.ip_unprivileged_port_start "
                    f"at {min(ports)}: these servers have the standard ports of Active Directory") from None
            except OSError as err:
                if err.errno != errno.EADDRINUSE:
                    raise ServerError(f"{address}:{port}: {err.strerror}") from None
                taken = port
                continue
            return address
    raise ServerError(f"port {taken} is taken on every address of this machine: does a system service listen there?")


def await_ports(address: str, ports: tuple[int, ...], is_alive, patience: float = 30.0) -> None:
    """Until all of them answer."""
    deadline = time.monotonic() + patience
    for port in ports:
        while True:
            try:
                socket.create_connection((address, port), timeout=1).close()
                break
            except OSError:
                if not is_alive():
                    raise ServerError(f"the server ended before it listened on port {port}") from None
                if time.monotonic() > deadline:
                    raise ServerError(f"nobody listens on port {port} after {patience:.0f} s") from None
                time.sleep(0.02)
