"""Reading what surrounds the chat pools: sites, pools, computers, roles and settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import records, topology_objects
from .binding import Parameter
from .cmdlet import IDENTITY, Session, fqdn_of, lync, matcher
from .deployment import Deployment, same


def _chosen(session: Session, bound: dict[str, Any], kind: str, entries: list[Any],
            names: Callable[[Any], tuple[str, ...]]) -> list[Any]:
    """What -Identity or -Filter leaves; an identity nobody has is an error."""
    if bound.get("Identity") is not None:
        identity = bound["Identity"]
        entries = [entry for entry in entries if any(same(name, identity) for name in names(entry))]
        if not entries:
            session.error(records.unknown_item(kind, identity))
    if bound.get("Filter") is not None:
        wanted = matcher(bound["Filter"])
        entries = [entry for entry in entries if wanted(names(entry)[0])]
    return entries


def _sites(deployment: Deployment) -> list[dict[str, Any]]:
    """As the file lists them, else as its pools do."""
    if "sites" in deployment.file:
        return deployment.file["sites"]
    pools = [(pool["site"], pool["fqdn"]) for pool in _pools(deployment)]
    return [{"identity": f"Site:{name}", "name": name, "pools": [fqdn for site, fqdn in pools if site == name]}
            for name in dict.fromkeys(site for site, _ in pools)]


def _pools(deployment: Deployment) -> list[dict[str, Any]]:
    """Pools of every kind, with what they serve."""
    file = deployment.file
    return [
        *({"fqdn": pool["fqdn"], "site": pool["site"], "computers": pool["computers"],
           "services": [f"Registrar:{pool['fqdn']}", f"UserServer:{pool['fqdn']}"]}
          for pool in file.get("registrar_pools", [])),
        *({"fqdn": pool.fqdn, "site": pool.site, "services": [pool.identity],
           "computers": [*pool.active_servers, *pool.inactive_servers]} for pool in deployment.pools),
        *({"fqdn": pool["fqdn"], "site": pool["site"], "computers": [pool["fqdn"]],
           "services": [f"ExternalServer:{pool['fqdn']}"]} for pool in file.get("trusted_application_pools", [])),
    ]


def _get_site(session: Session, bound: dict[str, Any]) -> None:
    # The identity is the bare name, as documented, although the object's own begins with "Site:".
    for entry in _chosen(session, bound, "Site", _sites(session.deployment), lambda site: (site["name"],)):
        session.write(topology_objects.site(entry))


def _get_pool(session: Session, bound: dict[str, Any]) -> None:
    pools = _chosen(session, bound, "Pool", _pools(session.deployment), lambda pool: (pool["fqdn"],))
    if bound.get("Site") is not None:
        wanted = bound["Site"]
        pools = [pool for pool in pools if same(wanted, pool["site"]) or same(wanted, f"Site:{pool['site']}")]
    for pool in pools:
        session.write(topology_objects.pool(
            pool["fqdn"], pool["site"], list(pool["computers"]), list(pool["services"])))


def _get_computer(session: Session, bound: dict[str, Any]) -> None:
    computers = list(session.deployment.servers.computers)
    if bound.get("Pool") is not None:
        wanted = fqdn_of(bound, "Pool")
        if not any(same(pool["fqdn"], wanted) for pool in _pools(session.deployment)):
            session.error(records.unknown_item("Pool", wanted))
            return
        computers = [computer for computer in computers if same(computer.pool, wanted)]
    if bound.get("Local"):
        computers = [computer for computer in computers if same(computer.fqdn, session.deployment.front_end)]
    for computer in _chosen(session, bound, "Computer", computers, lambda computer: (computer.fqdn,)):
        session.write(topology_objects.computer(computer))


def _get_trusted_pool(session: Session, bound: dict[str, Any]) -> None:
    pools = session.deployment.file.get("trusted_application_pools", [])
    for pool in _chosen(session, bound, "TrustedApplicationPool", pools,
                        lambda pool: (pool["fqdn"], f"TrustedApplicationPool:{pool['fqdn']}")):
        session.write(topology_objects.trusted_application_pool(pool))


def _get_trusted_application(session: Session, bound: dict[str, Any]) -> None:
    entries = session.deployment.file.get("trusted_application_pools", [])
    if bound.get("TrustedApplicationPoolFqdn") is not None:
        wanted = fqdn_of(bound, "TrustedApplicationPoolFqdn")
        entries = [entry for entry in entries if same(entry["fqdn"], wanted)]
    for entry in _chosen(session, bound, "TrustedApplication", entries, lambda entry: (entry["application"],)):
        session.write(topology_objects.trusted_application(entry))


def _get_role(session: Session, bound: dict[str, Any]) -> None:
    for role in _chosen(session, bound, "AdminRole", session.deployment.roles(), lambda role: (role["identity"],)):
        session.write(topology_objects.admin_role(session.shapes.flat, role))


def _get_user_replicator(session: Session, bound: dict[str, Any]) -> None:
    for _ in _chosen(session, bound, "UserReplicatorConfiguration", [None], lambda _: ("Global",)):
        session.write(topology_objects.user_replicator(session.options.replicator_cycle))


def _settings(kind: str, key: str, shape: Callable[[Session, dict[str, Any]], Any]) -> Callable[..., None]:
    """A cmdlet that reads settings of several scopes."""
    def run(session: Session, bound: dict[str, Any]) -> None:
        for entry in _chosen(session, bound, kind, session.deployment.file.get(key, []),
                             lambda entry: (entry["identity"],)):
            session.write(shape(session, entry))
    return run


_STORED = (IDENTITY, Parameter("Filter"), Parameter("LocalStore", "switch"))

CMDLETS = (
    lync("Get-CsSite", (IDENTITY, Parameter("Filter")), _get_site),
    lync("Get-CsPool", (IDENTITY, Parameter("Filter"), Parameter("Site")), _get_pool),
    lync("Get-CsComputer", (IDENTITY, Parameter("Filter"), Parameter("Pool"), Parameter("Local", "switch")),
         _get_computer),
    lync("Get-CsTrustedApplicationPool", (IDENTITY, Parameter("Filter")), _get_trusted_pool),
    lync("Get-CsTrustedApplication", (IDENTITY, Parameter("Filter"), Parameter("TrustedApplicationPoolFqdn")),
         _get_trusted_application),
    lync("Get-CsPersistentChatPolicy", _STORED, _settings(
        "PersistentChatPolicy", "chat_policies", lambda _, entry: topology_objects.chat_policy(entry))),
    lync("Get-CsAdminRole", _STORED, _get_role),
    lync("Get-CsUserReplicatorConfiguration", _STORED, _get_user_replicator),
    lync("Get-CsClientVersionPolicy", _STORED, _settings(
        "ClientVersionPolicy", "client_version_policies",
        lambda session, entry: topology_objects.client_version_policy(session.shapes.flat, entry))),
    lync("Get-CsProxyConfiguration", _STORED, _settings(
        "ProxyConfiguration", "proxy_configurations",
        lambda _, entry: topology_objects.proxy_configuration(entry))),
)
