"""Endpoints, and what one is made for and checked against: services, pools, domains, principals and users."""

from __future__ import annotations

from typing import Any

from . import records, topology_objects
from .binding import SHOULD_PROCESS, Parameter
from .cmdlet import (
    IDENTITY,
    SEARCH,
    Session,
    filter_of,
    fqdn_of,
    limited,
    lync,
    matcher,
    should_process,
    sip_address_of,
)
from .deployment import same


def _get_service(session: Session, bound: dict[str, Any]) -> None:
    if bound.get("Registrar"):
        if bound.get("PersistentChatServer"):
            # Documented: one role in a call.
            raise records.two_parameter_sets()
        for registrar in session.deployment.file.get("registrar_pools", []):
            session.write(topology_objects.registrar(registrar))
        return
    pools = session.deployment.pools
    if bound.get("Identity") is not None:
        pools = [pool for pool in pools if same(pool.identity, bound["Identity"])]
        if not pools:
            session.error(records.unknown_item("service", bound["Identity"]))
    if bound.get("PoolFqdn") is not None:
        pools = [pool for pool in pools if same(pool.fqdn, bound["PoolFqdn"])]
    for pool in pools:
        session.write(session.shapes.service(pool))


def _get_domain(session: Session, bound: dict[str, Any]) -> None:
    domains = session.deployment.domains
    if bound.get("Identity") is not None:
        domains = [domain for domain in domains if same(domain.name, bound["Identity"])]
        if not domains:
            session.error(records.unknown_item("SipDomain", bound["Identity"]))
    if bound.get("Filter") is not None:
        wanted = matcher(bound["Filter"])
        domains = [domain for domain in domains if wanted(domain.name)]
    for domain in domains:
        session.write(session.shapes.domain(domain))


def _get_state(session: Session, bound: dict[str, Any]) -> None:
    pools = session.deployment.pools
    if bound.get("Identity") is not None:
        identity = bound["Identity"]
        # Settings cmdlets write service scopes with a leading "service:".
        if same(identity[:8], "service:"):
            identity = identity[8:]
        pools = [pool for pool in pools if same(pool.identity, identity)]
        if not pools:
            session.error(records.unknown_item("PersistentChatState", bound["Identity"]))
    if bound.get("Filter") is not None:
        wanted = matcher(bound["Filter"])
        pools = [pool for pool in pools if wanted(pool.identity)]
    for pool in pools:
        session.write(session.shapes.state(pool))


def _get_endpoint(session: Session, bound: dict[str, Any]) -> None:
    deployment = session.deployment
    identity, pool = bound.get("Identity"), bound.get("PersistentChatPoolFqdn")
    named = deployment.named(identity) if identity is not None else None
    passes = filter_of(bound["Filter"]) if bound.get("Filter") is not None else None
    if pool is not None and deployment.pool(fqdn_of(bound, "PersistentChatPoolFqdn")) is None:
        session.error(records.unknown_pool(pool))
        return

    def wanted(endpoint: Any) -> bool:
        if pool is not None and not same(endpoint.pool, pool):
            return False
        if named is not None and not named(endpoint):
            return False
        return passes is None or passes({
            "SipAddress": endpoint.sip_address, "DisplayName": endpoint.display_name, "Enabled": endpoint.enabled,
            "Identity": deployment.endpoint_dn(endpoint)})

    found = deployment.read(wanted)
    if identity is not None and not found:
        session.error(records.not_found(identity))
        return
    limited(session, bound, [session.shapes.endpoint(endpoint) for endpoint in found])


def _get_principal(session: Session, bound: dict[str, Any]) -> None:
    """Users always; contacts and the Configuration partition only as the peer is told, since no document says."""
    deployment, options = session.deployment, session.options
    rows = [(user.dn, user.display_name, user.sip_address, ["top", "person", "organizationalPerson", "user"])
            for user in deployment.users]
    if options.principal_contacts:
        rows += [(contact.dn, contact.display_name, contact.sip_address,
                  ["top", "person", "organizationalPerson", "contact"]) for contact in deployment.contacts]
    if options.principal_configuration:
        rows += [(deployment.endpoint_dn(endpoint), endpoint.display_name, endpoint.sip_address,
                  ["top", "person", "organizationalPerson", "contact"])
                 for endpoint in deployment.present(lambda _endpoint: True)]
    if bound.get("Filter") is not None:
        passes = filter_of(bound["Filter"])
        rows = [row for row in rows if passes(
            {"Identity": row[0], "Name": row[1], "DisplayName": row[1], "SipAddress": row[2]})]
    if bound.get("Identity") is not None:
        identity = bound["Identity"]
        rows = [row for row in rows if any(value is not None and same(value, identity) for value in row[:3])]
        if not rows:
            session.error(records.not_found(identity))
            return
    limited(session, bound, [session.shapes.principal(*row) for row in rows])


def _get_user(session: Session, bound: dict[str, Any]) -> None:
    users = session.deployment.users
    if bound.get("Filter") is not None:
        passes = filter_of(bound["Filter"])
        users = [user for user in users if passes({
            "SipAddress": user.sip_address, "DisplayName": user.display_name, "Enabled": user.enabled,
            "UserPrincipalName": user.user_principal_name, "SamAccountName": user.sam_account_name,
            "RegistrarPool": user.registrar_pool, "Identity": user.dn})]
    if bound.get("Identity") is not None:
        identity = bound["Identity"]
        # Only the display name takes wildcards.
        like = matcher(identity)
        users = [user for user in users if like(user.display_name) or any(
            value is not None and same(value, identity)
            for value in (user.sip_address, user.user_principal_name, user.dn))]
        if not users and "*" not in identity:
            session.error(records.not_found(identity))
            return
    limited(session, bound, [session.shapes.user(user) for user in users])


def _new_endpoint(session: Session, bound: dict[str, Any]) -> None:
    deployment = session.deployment
    sip_address, fqdn = bound["SipAddress"], fqdn_of(bound, "PersistentChatPoolFqdn")
    address = sip_address_of(sip_address)
    if address is None:
        session.error(records.invalid_address(sip_address))
        return
    if not deployment.has_domain(address["domain"]):
        session.error(records.unknown_domain(address["domain"]))
        return
    pool = deployment.pool(fqdn)
    if pool is None:
        session.error(records.unknown_pool(fqdn))
        return
    owner = deployment.owner_of(sip_address)
    if owner is not None:
        session.error(records.address_in_use(sip_address, owner))
        return
    if not should_process(session, bound, "New-CsPersistentChatEndpoint", sip_address):
        return
    others = deployment.present(
        lambda endpoint: same(endpoint.pool, pool.fqdn) and not deployment.is_default(endpoint))
    if others:
        # The peer's own words, to have a warning; a server may well say nothing.
        session.warn(f'Persistent Chat Server pool "{pool.fqdn}" already has another endpoint: '
                     f'"{others[0].sip_address}".')
    endpoint = deployment.add(sip_address, pool.fqdn, bound.get("DisplayName"), session.options.replication_delay)
    if bound.get("PassThru"):
        session.write(session.shapes.endpoint(endpoint))


def _remove_endpoint(session: Session, bound: dict[str, Any]) -> None:
    deployment, identity = session.deployment, bound["Identity"]
    found = deployment.present(deployment.named(identity))
    if not found:
        # -Force is documented to suppress non-fatal errors, and this is one.
        if not bound.get("Force"):
            session.error(records.not_found(identity))
        return
    for endpoint in found:
        if should_process(session, bound, "Remove-CsPersistentChatEndpoint", deployment.endpoint_dn(endpoint)):
            deployment.remove(endpoint, session.options.replication_delay)


CMDLETS = (
    lync("Get-CsService", (
        Parameter("PersistentChatServer", "switch"), Parameter("Registrar", "switch"), Parameter("PoolFqdn"), IDENTITY),
        _get_service),
    lync("Get-CsSipDomain", (IDENTITY, Parameter("Filter"), Parameter("LocalStore", "switch")), _get_domain,
         "no_domain_right"),
    lync("Get-CsPersistentChatState", (IDENTITY, Parameter("Filter"), Parameter("LocalStore", "switch")), _get_state),
    lync("Get-CsPersistentChatEndpoint", (IDENTITY, Parameter("PersistentChatPoolFqdn"), *SEARCH), _get_endpoint),
    lync("Get-CsAdPrincipal", (IDENTITY, *SEARCH), _get_principal, "no_principal_right"),
    lync("Get-CsUser", (IDENTITY, *SEARCH), _get_user),
    lync("New-CsPersistentChatEndpoint", (
        Parameter("PersistentChatPoolFqdn", mandatory=True), Parameter("SipAddress", mandatory=True),
        Parameter("DisplayName"), Parameter("PassThru", "switch"), *SHOULD_PROCESS), _new_endpoint, "no_role"),
    lync("Remove-CsPersistentChatEndpoint", (
        Parameter("Identity", mandatory=True, position=1), Parameter("Force", "switch"), *SHOULD_PROCESS),
        _remove_endpoint, "no_role"),
)
