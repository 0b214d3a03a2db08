"""A deployment whose users and endpoints are in a real directory: the cmdlets read and write what the console's own
connection to it sees.

The directory is one that `tests/peers/directory` started, or any other with its tree; OpenLDAP's programs reach it.
What a cmdlet does in it is what Lync's are documented to do, or seen doing; which attributes `Enable-CsUser` and
`New-CsPersistentChatEndpoint` fill is inferred. Policies are in an attribute of the peer's own making.
"""

from __future__ import annotations

import argparse
import base64
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from directory.servers.ldap import Client
from directory.servers.programs import ServerError

from . import records
from .deployment import Deployment, Endpoint, Principal, same, same_dn

# Lync's own groups; the servers act with their rights, and those are inherited.
_ACCOUNT = "rtcserver"
_ADDRESS = "msRTCSIP-PrimaryUserAddress"
_POLICIES = "msRTCSIP-UserPolicies"
_OWNER = "urn:application:PersistentChat"
_LYNC = "msrtcsip-"
# What a registrar pool gives its users; all pools here give the same.
_ROUTING_GROUP = bytes.fromhex("a8e1") * 8


class DirectoryDeployment(Deployment):
    """The file's pools and servers with the directory's users, contacts and endpoints."""

    def __init__(self, path: Path, facts_file: Path, options: argparse.Namespace) -> None:
        facts = json.loads(facts_file.read_text(encoding="utf-8"))
        self._base = facts["base"]
        self._options = options
        self._client = Client(facts["address"], facts["ca_file"],
                              f"{facts['user_prefix']}{_ACCOUNT}{facts['user_suffix']}", facts["password"])
        # Reads that will not list an endpoint yet, by its GUID.
        self._hidden: dict[str, int] = {}
        super().__init__(path)

    # What the file says of these is in the directory already, and `reset` does not touch it.
    @property
    def users(self) -> list[Principal]:
        return self._principals(f"(&(objectCategory=person)(objectClass=user)({_ADDRESS}=*))")

    @users.setter
    def users(self, _file: list[Principal]) -> None:
        self._hidden.clear()

    @property
    def disabled(self) -> list[Principal]:
        return self._principals(f"(&(objectCategory=person)(objectClass=user)(!({_ADDRESS}=*)))")

    @disabled.setter
    def disabled(self, _file: list[Principal]) -> None:
        pass

    @property
    def contacts(self) -> list[Principal]:
        return self._principals(f"(&(objectClass=contact)({_ADDRESS}=*))")

    @contacts.setter
    def contacts(self, _file: list[Principal]) -> None:
        pass

    @property
    def _endpoints(self) -> list[Endpoint]:
        pools = {_folded(self._service_dn(pool.service_id)): pool.fqdn for pool in self.pools}
        found = []
        for entry in self._search(self._application_contacts, f"(msRTCSIP-OwnerUrn={_OWNER})"):
            pool = pools.get(_folded(entry.text("msRTCSIP-ApplicationDestination") or ""))
            if pool is None:
                continue
            guid = entry.dn.partition(",")[0].removeprefix("CN={").removesuffix("}")
            found.append(Endpoint(guid, entry.text(_ADDRESS) or "", entry.text("displayName"), pool,
                                  entry.text("msRTCSIP-UserEnabled") == "TRUE", self._hidden.get(guid, 0)))
        return found

    @_endpoints.setter
    def _endpoints(self, _file: list[Endpoint]) -> None:
        pass

    def read(self, wanted: Callable[[Endpoint], bool]) -> list[Endpoint]:
        listed = []
        with self._lock:
            for endpoint in filter(wanted, self._endpoints):
                if endpoint.hidden_reads > 0:
                    self._hidden[endpoint.guid] = endpoint.hidden_reads - 1
                else:
                    listed.append(endpoint)
        return listed

    def settle(self) -> None:
        with self._lock:
            self._hidden.clear()
            self.servers.settle()

    def add(self, sip_address: str, pool: str, display_name: str | None, hidden_reads: int = 0,
            guid: str | None = None) -> Endpoint:
        endpoint = Endpoint(guid or str(uuid.uuid4()), sip_address, display_name, pool, True, hidden_reads)
        service = self.pool(pool)
        self._hidden[endpoint.guid] = hidden_reads
        self._change(self.endpoint_dn(endpoint), "add", {
            "objectClass": ["contact"], "displayName": [display_name or sip_address.partition(":")[2]],
            _ADDRESS: [sip_address], "msRTCSIP-UserEnabled": ["TRUE"],
            "msRTCSIP-PrimaryHomeServer": [self._home_server(service.registrar)],
            "msRTCSIP-OwnerUrn": [_OWNER], "msRTCSIP-DeploymentLocator": ["SRV:"], "msRTCSIP-OptionFlags": ["256"],
            "msRTCSIP-ApplicationDestination": [self._service_dn(service.service_id)],
            "proxyAddresses": [sip_address]})
        return endpoint

    def remove(self, endpoint: Endpoint, ghost_reads: int = 0) -> None:
        self._change(self.endpoint_dn(endpoint), "delete", {})

    def move_user(self, user: Principal, **changes: Any) -> None:
        entry = self._entry(user)
        wanted: dict[str, list[str]] = {}
        if "sip_address" in changes:
            wanted[_ADDRESS] = [changes["sip_address"]]
            left = self._options.stale_proxy_addresses
            wanted["proxyAddresses"] = _moved(entry, None if left else user.sip_address, changes["sip_address"])
        if "enabled" in changes:
            wanted["msRTCSIP-UserEnabled"] = ["TRUE" if changes["enabled"] else "FALSE"]
        if "policies" in changes:
            wanted[_POLICIES] = [f"{kind}={name}" for kind, name in changes["policies"].items()]
        self._change(user.dn, "modify", wanted)

    def disable_user(self, user: Principal) -> None:
        entry = self._entry(user)
        wanted: dict[str, list[str]] = {name: [] for name in entry.names if name.casefold().startswith(_LYNC)}
        self._change(user.dn, "modify", {**wanted, "proxyAddresses": _moved(entry, user.sip_address, None)})

    def enable_user(self, account: Principal, sip_address: str, registrar_pool: str) -> None:
        self._change(account.dn, "modify", {
            _ADDRESS: [sip_address], "msRTCSIP-UserEnabled": ["TRUE"],
            "msRTCSIP-PrimaryHomeServer": [self._home_server(registrar_pool)],
            "msRTCSIP-DeploymentLocator": ["SRV:"], "msRTCSIP-OptionFlags": ["257"],
            "msRTCSIP-FederationEnabled": ["FALSE"], "msRTCSIP-InternetAccessEnabled": ["FALSE"],
            "msRTCSIP-UserRoutingGroupId": [_ROUTING_GROUP],
            "proxyAddresses": _moved(self._entry(account), None, sip_address)})

    @property
    def _services(self) -> str:
        return f"CN=RTC Service,CN=Services,CN=Configuration,{self._base}"

    @property
    def _application_contacts(self) -> str:
        return f"CN=Application Contacts,{self._services}"

    def _service_dn(self, service_id: str) -> str:
        return f"CN={service_id},CN=Trusted Services,{self._services}"

    def _home_server(self, registrar_pool: str) -> str:
        return f"CN=Lc Services,CN=Microsoft,CN={registrar_pool.partition('.')[0]}:1,CN=Pools,{self._services}"

    def _principals(self, filter: str) -> list[Principal]:
        homes = {_folded(self._home_server(pool["fqdn"])): pool["fqdn"] for pool in self.file["registrar_pools"]}
        found = []
        for entry in self._search(self._base, filter):
            home = entry.text("msRTCSIP-PrimaryHomeServer")
            registrar = homes.get(_folded(home)) if home else None
            policies = (policy.partition("=") for policy in entry.texts(_POLICIES))
            found.append(Principal.of({
                "sip_address": entry.text(_ADDRESS), "display_name": entry.text("displayName"), "dn": entry.dn,
                "sam_account_name": entry.text("sAMAccountName"),
                "user_principal_name": entry.text("userPrincipalName"), "registrar_pool": registrar,
                "enabled": entry.text("msRTCSIP-UserEnabled") == "TRUE",
                "home_server": None if registrar else home,
                "policies": {kind: name for kind, _, name in policies}}))
        return found

    def _entry(self, principal: Principal) -> _Entry:
        return next(entry for entry in self._search(principal.dn, "(objectClass=*)")
                    if same_dn(entry.dn, principal.dn))

    def _search(self, base: str, filter: str) -> list[_Entry]:
        try:
            return [_Entry(entry) for entry in self._client.search(base, filter, ["*"])]
        except ServerError as err:
            raise records.directory_unreachable(str(err)) from err

    def _change(self, dn: str, kind: str, values: dict[str, list[str | bytes]]) -> None:
        """One change, all of it or nothing: an empty list takes an attribute away."""
        def line(name: str, value: str | bytes) -> str:
            data = value.encode() if isinstance(value, str) else value
            return f"{name}:: {base64.b64encode(data).decode()}"
        lines = [line("dn", dn), f"changetype: {kind}"]
        for name, content in values.items():
            if kind == "modify":
                lines.append(f"replace: {name}")
            lines += [line(name, value) for value in content]
            if kind == "modify":
                lines.append("-")
        try:
            self._client.change("\n".join([*lines, ""]))
        except ServerError as err:
            if "Insufficient access" in str(err):
                raise records.directory_refused() from err
            raise records.directory_unreachable(str(err)) from err


class _Entry:
    def __init__(self, found: dict[str, Any]) -> None:
        self.dn: str = found["dn"]
        self._values = {name.casefold(): values for name, values in found["attributes"].items()}

    @property
    def names(self) -> list[str]:
        return list(self._values)

    def texts(self, attribute: str) -> list[str]:
        values = self._values.get(attribute.casefold(), [])
        return [base64.b64decode(value).decode("utf-8", "replace") for value in values]

    def text(self, attribute: str) -> str | None:
        return next(iter(self.texts(attribute)), None)


def _moved(entry: _Entry, old: str | None, new: str | None) -> list[str]:
    """The proxy addresses after one SIP address gave way to another."""
    kept = [value for value in entry.texts("proxyAddresses")
            if not any(address is not None and same(value, address) for address in (old, new))]
    return kept if new is None else [*kept, new]


def _folded(dn: str) -> str:
    return dn.casefold()
