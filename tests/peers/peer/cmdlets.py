"""The cmdlets, with the rules Microsoft documents and nothing of the rest of Lync.

Order of checks, and that they come before `-WhatIf`, is inferred.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from . import records
from .binding import SHOULD_PROCESS, Parameter
from .deployment import Deployment, same
from .objects import Shapes

_CLASSES = "Microsoft.Rtc.Management.AD.Cmdlets"
# The host label of the fifth choice; PowerShell then opens a nested prompt, the peer takes it for a No.
_CHOICES = (
    ("&Yes", "Continue with only the next step of the operation."),
    ("Yes to &All", "Continue with all the steps of the operation."),
    ("&No", "Skip this operation and proceed with the next operation."),
    ("No to A&ll", "Skip this operation and all subsequent operations."),
    ("&Suspend", 'Pause the current pipeline and return to the command prompt. Type "exit" to resume the pipeline.'),
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_FQDN = re.compile(rf"\A{_LABEL}(?:\.{_LABEL})+\Z")
_SIP = re.compile(r"\Asip:(?P<user>[^@\s:]+)@(?P<domain>[^@\s:]+)\Z", re.IGNORECASE)


class Session(Protocol):
    """What a running cmdlet can do; `runspace` provides it."""

    options: Any
    deployment: Deployment
    shapes: Shapes

    def write(self, value: Any) -> None: ...
    def warn(self, text: str) -> None: ...
    def error(self, error: records.CmdletError) -> None: ...
    def host_line(self, text: str) -> None: ...
    def host_choice(self, caption: str, message: str, choices: tuple[tuple[str, str], ...], default: int) -> int: ...


@dataclass(frozen=True)
class Cmdlet:
    name: str
    parameters: tuple[Parameter, ...]
    run: Callable[[Session, dict[str, Any]], None]
    class_name: str
    # The runtime switch that takes this cmdlet out of the session.
    missing_with: str | None = None


def available(options: Any) -> dict[str, Cmdlet]:
    """The cmdlets of this session by folded name: role-based access control leaves the others out."""
    return {
        name: cmdlet for name, cmdlet in _ALL.items()
        if cmdlet.missing_with is None or not getattr(options, cmdlet.missing_with)
    }


def _should_process(session: Session, bound: dict[str, Any], name: str, target: str) -> bool:
    """ShouldProcess: what-if text or a question goes to the host, and only a yes lets the act happen."""
    action = f'Performing the operation "{name}" on target "{target}".'
    if bound.get("WhatIf"):
        if not session.options.no_whatif_text:
            session.host_line(f"What if: {action}")
        return False
    # Whether Lync's confirm impact asks without -Confirm is not known. Asking unless the
    # client says -Confirm:$false proves that it does say so.
    if bound.get("Confirm", True):
        answer = session.host_choice("Confirm", f"Are you sure you want to perform this action?\n{action}", _CHOICES, 0)
        return answer in (0, 1)
    return True


def _matcher(text: str) -> Callable[[str | None], bool]:
    """Wildcards as the Filter parameters of the topology cmdlets take them."""
    pattern = re.compile(fnmatch.translate(text.casefold()))
    return lambda value: value is not None and pattern.match(value.casefold()) is not None


_CLAUSE = re.compile(
    r"""\s*(?P<property>[A-Za-z]+)\s+-(?P<operator>eq|ne|like)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|"""
    r"""\$(?P<constant>true|false|null))\s*""", re.IGNORECASE)
_JOIN = re.compile(r"-(and|or)\b", re.IGNORECASE)


def _filter(text: str) -> Callable[[dict[str, Any]], bool]:
    """Reads a -Filter string: clauses joined by one kind of -and or -or. Anything else is refused."""
    clauses: list[Callable[[dict[str, Any]], bool]] = []
    joins: set[str] = set()
    rest = text.strip().removeprefix("{").removesuffix("}")
    while True:
        match = _CLAUSE.match(rest)
        if match is None:
            raise records.invalid_filter(text)
        clauses.append(_clause(match))
        rest = rest[match.end():]
        if not rest:
            break
        join = _JOIN.match(rest)
        if join is None:
            raise records.invalid_filter(text)
        joins.add(join[1].lower())
        rest = rest[join.end():]
    if len(joins) > 1:
        raise records.invalid_filter(text)
    every = all if joins != {"or"} else any
    return lambda properties: every(clause(properties) for clause in clauses)


def _clause(match: re.Match[str]) -> Callable[[dict[str, Any]], bool]:
    name = match["property"].casefold()
    operator = match["operator"].lower()
    constant = match["constant"]
    wanted = match["double"] if match["double"] is not None else match["single"]

    def holds(properties: dict[str, Any]) -> bool:
        value = next((content for key, content in properties.items() if key.casefold() == name), None)
        if constant is not None:
            equal = value is {"true": True, "false": False, "null": None}[constant.lower()]
        elif operator == "like":
            return _matcher(wanted)(None if value is None else str(value))
        else:
            equal = value is not None and same(str(value), wanted)
        return equal if operator == "eq" else not equal

    return holds


def _limited(session: Session, bound: dict[str, Any], values: list[Any]) -> None:
    """Writes results, at most -ResultSize of them; nought is documented to return nothing."""
    limit = bound.get("ResultSize")
    if limit is not None and not same(str(limit), "Unlimited"):
        try:
            values = values[: max(int(limit), 0)]
        except ValueError:
            raise records.wrong_argument("ResultSize", "Microsoft.Rtc.Management.ADConnect.Core.Unlimited`1",
                                         "System.String") from None
    for value in values:
        session.write(value)


def _fqdn(text: str) -> str:
    if not _FQDN.match(text):
        raise records.invalid_fqdn(text)
    return text


def _get_service(session: Session, bound: dict[str, Any]) -> None:
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
        wanted = _matcher(bound["Filter"])
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
        wanted = _matcher(bound["Filter"])
        pools = [pool for pool in pools if wanted(pool.identity)]
    for pool in pools:
        session.write(session.shapes.state(pool))


def _get_endpoint(session: Session, bound: dict[str, Any]) -> None:
    deployment = session.deployment
    identity, pool = bound.get("Identity"), bound.get("PersistentChatPoolFqdn")
    named = deployment.named(identity) if identity is not None else None
    passes = _filter(bound["Filter"]) if bound.get("Filter") is not None else None
    if pool is not None and deployment.pool(_fqdn(pool)) is None:
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
    _limited(session, bound, [session.shapes.endpoint(endpoint) for endpoint in found])


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
        passes = _filter(bound["Filter"])
        rows = [row for row in rows if passes(
            {"Identity": row[0], "Name": row[1], "DisplayName": row[1], "SipAddress": row[2]})]
    if bound.get("Identity") is not None:
        identity = bound["Identity"]
        rows = [row for row in rows if any(value is not None and same(value, identity) for value in row[:3])]
        if not rows:
            session.error(records.not_found(identity))
            return
    _limited(session, bound, [session.shapes.principal(*row) for row in rows])


def _get_user(session: Session, bound: dict[str, Any]) -> None:
    users = session.deployment.users
    if bound.get("Filter") is not None:
        passes = _filter(bound["Filter"])
        users = [user for user in users if passes({
            "SipAddress": user.sip_address, "DisplayName": user.display_name, "Enabled": user.enabled,
            "UserPrincipalName": user.user_principal_name, "SamAccountName": user.sam_account_name,
            "RegistrarPool": user.registrar_pool, "Identity": user.dn})]
    if bound.get("Identity") is not None:
        identity = bound["Identity"]
        # Only the display name takes wildcards.
        like = _matcher(identity)
        users = [user for user in users if like(user.display_name) or any(
            value is not None and same(value, identity)
            for value in (user.sip_address, user.user_principal_name, user.dn))]
        if not users and "*" not in identity:
            session.error(records.not_found(identity))
            return
    _limited(session, bound, [session.shapes.user(user) for user in users])


def _new_endpoint(session: Session, bound: dict[str, Any]) -> None:
    deployment = session.deployment
    sip_address, fqdn = bound["SipAddress"], _fqdn(bound["PersistentChatPoolFqdn"])
    address = _SIP.match(sip_address)
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
    if not _should_process(session, bound, "New-CsPersistentChatEndpoint", sip_address):
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
        if _should_process(session, bound, "Remove-CsPersistentChatEndpoint", deployment.endpoint_dn(endpoint)):
            deployment.remove(endpoint, session.options.replication_delay)


def _get_command(session: Session, bound: dict[str, Any]) -> None:
    """Enough of Get-Command to ask which cmdlets the caller's roles give."""
    names = bound.get("Name")
    wanted = [names] if isinstance(names, str) else list(names or ["*"])
    mine = sorted(cmdlet.name for cmdlet in available(session.options).values())
    for pattern in map(str, wanted):
        found = [name for name in mine if _matcher(pattern)(name)]
        if not found and not any(character in pattern for character in "*?["):
            missing = records.command_not_found(pattern)
            missing.terminating = False
            missing.of_cmdlet = True
            session.error(missing)
        for name in found:
            session.write(session.shapes.command(name))


_DIRECTORY = (Parameter("DomainController"),)
_SEARCH = (Parameter("Filter"), Parameter("ResultSize"), *_DIRECTORY)
_IDENTITY = Parameter("Identity", position=1)


def _lync(name: str, parameters: tuple[Parameter, ...], run: Callable[[Session, dict[str, Any]], None],
          missing_with: str | None = None) -> Cmdlet:
    verb, _, noun = name.partition("-")
    return Cmdlet(name, parameters, run, f"{_CLASSES}.{verb}{noun}Cmdlet", missing_with)


_ALL = {
    cmdlet.name.casefold(): cmdlet
    for cmdlet in (
        _lync("Get-CsService", (Parameter("PersistentChatServer", "switch"), Parameter("PoolFqdn"), _IDENTITY),
              _get_service),
        _lync("Get-CsSipDomain", (_IDENTITY, Parameter("Filter"), Parameter("LocalStore", "switch")), _get_domain,
              "no_domain_right"),
        _lync("Get-CsPersistentChatState", (_IDENTITY, Parameter("Filter"), Parameter("LocalStore", "switch")),
              _get_state),
        _lync("Get-CsPersistentChatEndpoint", (_IDENTITY, Parameter("PersistentChatPoolFqdn"), *_SEARCH),
              _get_endpoint),
        _lync("Get-CsAdPrincipal", (_IDENTITY, *_SEARCH), _get_principal, "no_principal_right"),
        _lync("Get-CsUser", (_IDENTITY, *_SEARCH), _get_user),
        _lync("New-CsPersistentChatEndpoint", (
            Parameter("PersistentChatPoolFqdn", mandatory=True), Parameter("SipAddress", mandatory=True),
            Parameter("DisplayName"), Parameter("PassThru", "switch"), *SHOULD_PROCESS), _new_endpoint, "no_role"),
        _lync("Remove-CsPersistentChatEndpoint", (
            Parameter("Identity", mandatory=True, position=1), Parameter("Force", "switch"), *SHOULD_PROCESS),
            _remove_endpoint, "no_role"),
        Cmdlet("Get-Command", (Parameter("Name", "any", position=1), Parameter("CommandType", "any")), _get_command,
               "Microsoft.PowerShell.Commands.GetCommandCommand"),
    )
}
