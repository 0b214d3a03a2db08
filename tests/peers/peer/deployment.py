"""The deployment: endpoints, users, contacts, pools and SIP domains, and how slowly changes show. Its computers are
in `servers`.

Read from `assets/lab/contoso.json`, which the Rust lab reads too. What happens
here is what would happen in Active Directory; the words of refusals are in
`records`.
"""

from __future__ import annotations

import dataclasses
import json
import re
import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .servers import Servers


@dataclass(frozen=True)
class SipDomain:
    name: str
    is_default: bool


@dataclass(frozen=True)
class Pool:
    fqdn: str
    site: str
    version: int
    service_id: str
    registrar: str
    file_store: str
    database: str
    active_servers: tuple[str, ...]
    inactive_servers: tuple[str, ...]
    state: str

    @property
    def identity(self) -> str:
        return f"PersistentChatServer:{self.fqdn}"


@dataclass(frozen=True)
class Principal:
    """A user, or a contact that is not an endpoint."""

    # None while the account is not enabled for SIP.
    sip_address: str | None
    display_name: str | None
    dn: str
    sam_account_name: str | None = None
    user_principal_name: str | None = None
    registrar_pool: str | None = None
    enabled: bool = True
    # Where it is homed if on no pool of Lync: an older version's pool.
    home_server: str | None = None
    # Policies granted to this account, by the property of Get-CsUser that names them.
    policies: dict[str, str] = field(default_factory=dict)
    # Rights on it are not inherited, so the groups Lync acts with have none.
    admin_protected: bool = False

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Principal:
        """An entry of the file, which keeps what only the directory knows beside it."""
        names = {known.name for known in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in entry.items() if name in names})

    def answers_to(self, identity: str) -> bool:
        """Whether a user cmdlet's identity means this one; patterns of display names are left out."""
        names = (self.sip_address, self.user_principal_name, self.sam_account_name, self.display_name)
        return same_dn(self.dn, identity) or any(name is not None and same(name, identity) for name in names)


@dataclass
class Endpoint:
    guid: str
    sip_address: str
    display_name: str | None
    pool: str
    enabled: bool
    # Reads that will not list it yet.
    hidden_reads: int = 0
    # Reads that will list it still although it is removed; None while it is there.
    ghost_reads: int | None = None

    @property
    def exists(self) -> bool:
        return self.ghost_reads is None


def same(left: str, right: str) -> bool:
    """Whether two names are one: directories do not look at case."""
    return left.casefold() == right.casefold()


def same_dn(left: str, right: str) -> bool:
    """Whether two distinguished names are one; the documentation itself writes spaces after commas."""
    return same(re.sub(r",\s+", ",", left.strip()), re.sub(r",\s+", ",", right.strip()))


@dataclass
class Deployment:
    """Everything the cmdlets look at. Every method may be called from any thread."""

    path: Path
    forest_root: str = ""
    domains: list[SipDomain] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    users: list[Principal] = field(default_factory=list)
    contacts: list[Principal] = field(default_factory=list)
    # Accounts whose SIP attributes are gone: Enable-CsUser finds them, Get-CsUser does not.
    disabled: list[Principal] = field(default_factory=list)
    # What Test-CsPersistentChatMessage left in rooms: sender, receiver, room.
    messages: list[dict[str, str]] = field(default_factory=list)
    # Pools of which Update-CsUserDatabase made the directory read again.
    updated: list[str] = field(default_factory=list)
    servers: Servers = field(default=None)
    # Lists nothing changes, as the file has them; see its keys.
    file: dict[str, Any] = field(default_factory=dict)
    # The password of every user of this run.
    user_password: str = field(default="", repr=False)
    _endpoints: list[Endpoint] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Goes back to what the file says."""
        data = json.loads(self.path.read_text(encoding="utf-8"))
        with self._lock:
            self.forest_root = data["forest_root"]
            self.domains = [SipDomain(**entry) for entry in data["sip_domains"]]
            self.pools = [
                Pool(**{**entry, "active_servers": tuple(entry["active_servers"]),
                        "inactive_servers": tuple(entry["inactive_servers"])})
                for entry in data["pools"]
            ]
            self.users = [Principal.of(entry) for entry in data["users"]]
            self.contacts, self.disabled, self.messages, self.updated = [], [], [], []
            self.servers = Servers(data)
            self.file = data
            self._endpoints = [Endpoint(**entry) for entry in data["endpoints"]]

    @property
    def dns_domain(self) -> str:
        """The DNS name of the forest root: DC=contoso,DC=com is contoso.com."""
        return ".".join(part.partition("=")[2] for part in self.forest_root.split(","))

    def pool(self, fqdn: str) -> Pool | None:
        return next((pool for pool in self.pools if same(pool.fqdn, fqdn)), None)

    @property
    def front_end(self) -> str:
        return self.file["front_end"]

    def roles(self) -> list[dict[str, Any]]:
        return self.file.get("admin_roles", [])

    def registrar_pool(self, fqdn: str) -> dict[str, Any] | None:
        return next((pool for pool in self.file.get("registrar_pools", []) if same(pool["fqdn"], fqdn)), None)

    def is_chat_up(self, pool: Pool) -> bool:
        return self.servers.is_chat_up(pool.active_servers)

    def has_domain(self, name: str) -> bool:
        return any(same(domain.name, name) for domain in self.domains)

    def endpoint_dn(self, endpoint: Endpoint) -> str:
        return (f"CN={{{endpoint.guid}}},CN=Application Contacts,CN=RTC Service,CN=Services,"
                f"CN=Configuration,{self.forest_root}")

    def owner_of(self, sip_address: str) -> str | None:
        """Who has the address now, as the directory itself knows it."""
        with self._lock:
            for principal in (*self.users, *self.contacts):
                if principal.sip_address is not None and same(principal.sip_address, sip_address):
                    return principal.dn
            for endpoint in self._endpoints:
                if endpoint.exists and same(endpoint.sip_address, sip_address):
                    return self.endpoint_dn(endpoint)
        return None

    def read(self, wanted: Callable[[Endpoint], bool]) -> list[Endpoint]:
        """One read: what the answering server lists, counting the delay down for everything it would show."""
        listed = []
        with self._lock:
            for endpoint in list(self._endpoints):
                if not wanted(endpoint):
                    continue
                if endpoint.ghost_reads is not None:
                    if endpoint.ghost_reads == 0:
                        self._endpoints.remove(endpoint)
                        continue
                    endpoint.ghost_reads -= 1
                elif endpoint.hidden_reads > 0:
                    endpoint.hidden_reads -= 1
                    continue
                listed.append(endpoint)
        return listed

    def present(self, wanted: Callable[[Endpoint], bool]) -> list[Endpoint]:
        """What exists, whatever is listed; not a read."""
        with self._lock:
            return [endpoint for endpoint in self._endpoints if endpoint.exists and wanted(endpoint)]

    def named(self, identity: str) -> Callable[[Endpoint], bool]:
        """Whether an endpoint answers to an identity: SIP address, display name or distinguished name."""
        def matches(endpoint: Endpoint) -> bool:
            return (same(endpoint.sip_address, identity)
                    or (endpoint.display_name is not None and same(endpoint.display_name, identity))
                    or same_dn(self.endpoint_dn(endpoint), identity))
        return matches

    def is_default(self, endpoint: Endpoint) -> bool:
        """Whether it is the endpoint a pool's installation made."""
        pool = self.pool(endpoint.pool)
        return pool is not None and endpoint.sip_address.casefold().startswith(
            f"sip:GC-{pool.service_id}@".casefold())

    def add(self, sip_address: str, pool: str, display_name: str | None, hidden_reads: int = 0,
            guid: str | None = None) -> Endpoint:
        endpoint = Endpoint(guid or str(uuid.uuid4()), sip_address, display_name, pool, True, hidden_reads)
        with self._lock:
            self._endpoints.append(endpoint)
        return endpoint

    def remove(self, endpoint: Endpoint, ghost_reads: int = 0) -> None:
        with self._lock:
            if ghost_reads and not endpoint.hidden_reads:
                endpoint.ghost_reads = ghost_reads
            else:
                self._endpoints.remove(endpoint)

    def settle(self) -> None:
        """Replication is through: every read shows what was done so far."""
        with self._lock:
            self._endpoints = [endpoint for endpoint in self._endpoints if endpoint.exists]
            for endpoint in self._endpoints:
                endpoint.hidden_reads = 0
            self.servers.settle()

    def move_user(self, user: Principal, **changes: Any) -> None:
        with self._lock:
            self.users[self.users.index(user)] = dataclasses.replace(user, **changes)

    def grant_policy(self, user: Principal, kind: str, name: str | None) -> None:
        """Grants a policy, or with no name takes the one that was granted."""
        policies = {granted: value for granted, value in user.policies.items() if granted != kind}
        if name is not None:
            policies[kind] = name
        self.move_user(user, policies=policies)

    def disable_user(self, user: Principal) -> None:
        """Forgets what Lync knows of an account: its address is free and its pool unknown."""
        with self._lock:
            self.users.remove(user)
            self.disabled.append(dataclasses.replace(
                user, sip_address=None, registrar_pool=None, enabled=False, policies={}))

    def enable_user(self, account: Principal, sip_address: str, registrar_pool: str) -> None:
        with self._lock:
            self.disabled.remove(account)
            self.users.append(dataclasses.replace(
                account, sip_address=sip_address, registrar_pool=registrar_pool, enabled=True))

    def add_user(self, entry: dict[str, Any]) -> None:
        with self._lock:
            self.users.append(Principal(**entry))

    def add_contact(self, entry: dict[str, Any]) -> None:
        with self._lock:
            self.contacts.append(Principal(**entry))

    def describe(self) -> dict[str, Any]:
        """The truth, for the control port."""
        def all_of(entries: Iterable[Any]) -> list[dict[str, Any]]:
            return [dict(vars(entry)) for entry in entries]
        with self._lock:
            endpoints = [
                {**vars(endpoint), "dn": self.endpoint_dn(endpoint), "exists": endpoint.exists,
                 "default": self.is_default(endpoint)}
                for endpoint in self._endpoints
            ]
            return {"endpoints": endpoints, "users": all_of(self.users), "contacts": all_of(self.contacts),
                    "disabled_users": all_of(self.disabled), "messages": list(self.messages),
                    "updated_user_databases": list(self.updated), "pools": all_of(self.pools),
                    "sip_domains": all_of(self.domains), **self.servers.describe()}
