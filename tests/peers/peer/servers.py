"""Computers, their Windows services and their copies of the Central Management store.

Which services a computer has is made up by rule: the short names of the Persistent Chat services stand in no
document, so those of the lab begin with LAB; the others are there to show that nobody stops them.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CHAT = "LABCHAT"
COMPLIANCE = "LABCHATCOMPLIANCE"
CHAT_ROLE = "PersistentChatService"
WEB_SERVER = "W3SVC"
# What Stop- and Start-CsWindowsService pass through while nobody waits for them.
_PENDING = {"Running": "StartPending", "Stopped": "StopPending"}
STATES = ("Stopped", "StartPending", "StopPending", "Running", "ContinuePending", "PausePending", "Paused")
_PRODUCTS = {5: "4.0.7577.0", 6: "5.0.8308.0", 7: "6.0.9319.0"}


@dataclass
class WindowsService:
    computer: str
    name: str
    display_name: str
    role_names: tuple[str, ...]
    status: str = "Running"
    # Reads that will still show the state before this one as pending.
    pending_reads: int = 0


@dataclass
class Replica:
    fqdn: str
    product_version: str
    up_to_date: bool = True
    last_status_report: datetime.datetime | None = None
    last_update_creation: datetime.datetime | None = None
    # Reads until a replication that was asked for is through; None when none was.
    pending_reads: int | None = None


@dataclass(frozen=True)
class Computer:
    fqdn: str
    pool: str


class Servers:
    """Every computer of the topology. Every method may be called from any thread."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._lock = threading.RLock()
        self.computers: list[Computer] = []
        self._services: list[WindowsService] = []
        self._replicas: list[Replica] = []
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        for pool in data.get("registrar_pools", []):
            for fqdn in pool["computers"]:
                self._add(fqdn, pool, now)
                self._services.append(WindowsService(fqdn, "RTCSRV", "Front-End", ("Registrar", "UserServer")))
        for pool in data["pools"]:
            product = "Skype for Business Server" if pool["version"] >= 7 else "Lync Server"
            for fqdn in (*pool["active_servers"], *pool["inactive_servers"]):
                self._add(fqdn, pool, now)
                self._services += [
                    WindowsService(fqdn, CHAT, f"{product} Persistent Chat", (CHAT_ROLE,)),
                    WindowsService(fqdn, COMPLIANCE, f"{product} Persistent Chat Compliance", (CHAT_ROLE,))]
        for entry in data.get("replication", []):
            replica = self.replica(entry["fqdn"])
            if replica is None:
                raise ValueError(f"there is no computer {entry['fqdn']}")
            replica.up_to_date = entry["up_to_date"]
            if entry.get("last_status_report"):
                replica.last_status_report = datetime.datetime.fromisoformat(entry["last_status_report"])

    def _add(self, fqdn: str, pool: dict[str, Any], now: datetime.datetime) -> None:
        self.computers.append(Computer(fqdn, pool["fqdn"]))
        self._services += [
            WindowsService(fqdn, "REPLICA", "Replica Replicator Agent", ("ReplicaReplicatorAgent",)),
            WindowsService(fqdn, WEB_SERVER, "World Wide Web Publishing Service", (WEB_SERVER,))]
        version = _PRODUCTS.get(pool["version"], "")
        self._replicas.append(Replica(fqdn, version, True, now, now - datetime.timedelta(minutes=5)))

    def services(self, computer: str) -> list[WindowsService] | None:
        """The services of a computer; None when there is no such computer."""
        if not any(_same(known.fqdn, computer) for known in self.computers):
            return None
        with self._lock:
            return [service for service in self._services if _same(service.computer, computer)]

    def look(self, service: WindowsService) -> str:
        """One read of a state."""
        with self._lock:
            if service.pending_reads > 0:
                service.pending_reads -= 1
                return _PENDING.get(service.status, service.status)
            return service.status

    def change(self, service: WindowsService, status: str, pending_reads: int = 0) -> None:
        with self._lock:
            if service.status != status:
                service.status, service.pending_reads = status, pending_reads

    def is_chat_up(self, computers: Iterable[str]) -> bool:
        """Whether the chat service runs on any of these computers."""
        with self._lock:
            return any(service.name == CHAT and service.status == "Running" and service.computer in computers
                       for service in self._services)

    def replica(self, fqdn: str) -> Replica | None:
        with self._lock:
            return next((replica for replica in self._replicas if _same(replica.fqdn, fqdn)), None)

    def replicas(self) -> list[Replica]:
        with self._lock:
            return list(self._replicas)

    def read(self, replica: Replica) -> Replica:
        """One read of a replica, which brings a replication that was asked for nearer to its end."""
        with self._lock:
            if replica.pending_reads is not None:
                if replica.pending_reads == 0:
                    replica.pending_reads, replica.up_to_date = None, True
                    replica.last_status_report = datetime.datetime.now(datetime.timezone.utc)
                else:
                    replica.pending_reads -= 1
            return replica

    def replicate(self, replica: Replica, reads: int) -> None:
        """Begins a replication; a replica that is up to date has nothing to wait for."""
        with self._lock:
            if not replica.up_to_date:
                replica.pending_reads = reads

    def settle(self) -> None:
        """What was asked for is through."""
        with self._lock:
            for service in self._services:
                service.pending_reads = 0
            for replica in self._replicas:
                if replica.pending_reads is not None:
                    replica.pending_reads = 0
                    self.read(replica)

    def set_replica(self, replica: Replica, up_to_date: bool, last_status_report: str | None) -> None:
        with self._lock:
            replica.up_to_date, replica.pending_reads = up_to_date, None
            if last_status_report is not None:
                replica.last_status_report = datetime.datetime.fromisoformat(last_status_report)

    def describe(self) -> dict[str, Any]:
        """The truth, for the control port."""
        with self._lock:
            return {
                "services": [{**vars(service), "role_names": list(service.role_names)} for service in self._services],
                "replication": [
                    {name: value.isoformat() if isinstance(value, datetime.datetime) else value
                     for name, value in vars(replica).items()} for replica in self._replicas],
            }


def _same(left: str, right: str) -> bool:
    return left.casefold() == right.casefold()
