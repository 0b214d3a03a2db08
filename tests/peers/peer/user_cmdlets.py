"""Users: giving an address away, taking it back, granting policies, and making a pool read the directory again."""

from __future__ import annotations

from typing import Any

from . import records
from .binding import SHOULD_PROCESS, Parameter
from .cmdlet import DIRECTORY, Cmdlet, Session, fqdn_of, lync, should_process, sip_address_of
from .deployment import Principal, same
from .objects import POLICIES


def _user(session: Session, identity: str) -> Principal | None:
    for user in session.deployment.users:
        if user.answers_to(identity):
            return user
    session.error(records.not_found(identity))
    return None


def _changeable(session: Session, identity: str) -> Principal | None:
    """The user, unless the cmdlets of this version or the rights of its groups do not reach it."""
    user = _user(session, identity)
    if user is None:
        return None
    if user.registrar_pool is None:
        session.error(records.homed_on_earlier_version(identity))
        return None
    if user.admin_protected:
        session.error(records.directory_refused())
        return None
    return user


def _is_free(session: Session, sip_address: str, owner: Principal | None) -> bool:
    """Whether the address can be given to `owner`. The SIP domain is not looked at: it is known that these cmdlets
    do not."""
    if sip_address_of(sip_address) is None:
        session.error(records.invalid_address(sip_address))
        return False
    taken_by = session.deployment.owner_of(sip_address)
    if taken_by is not None and (owner is None or taken_by != owner.dn):
        session.error(records.address_in_use(sip_address, taken_by))
        return False
    return True


def _set_user(session: Session, bound: dict[str, Any]) -> None:
    user = _changeable(session, bound["Identity"])
    if user is None:
        return
    changes: dict[str, Any] = {}
    if bound.get("SipAddress") is not None:
        if not _is_free(session, bound["SipAddress"], user):
            return
        changes["sip_address"] = bound["SipAddress"]
    if bound.get("Enabled") is not None:
        # Frees no address: it only turns the account off.
        changes["enabled"] = bool(bound["Enabled"])
    if not should_process(session, bound, "Set-CsUser", user.dn):
        return
    session.deployment.move_user(user, **changes)
    if bound.get("PassThru"):
        session.write(session.shapes.user(_user(session, user.dn)))


def _disable_user(session: Session, bound: dict[str, Any]) -> None:
    user = _changeable(session, bound["Identity"])
    if user is None or not should_process(session, bound, "Disable-CsUser", user.dn):
        return
    session.deployment.disable_user(user)


def _enable_user(session: Session, bound: dict[str, Any]) -> None:
    deployment, identity = session.deployment, bound["Identity"]
    account = next((account for account in deployment.disabled if account.answers_to(identity)), None)
    if account is None:
        enabled = any(user.answers_to(identity) for user in deployment.users)
        session.error(records.already_enabled(identity) if enabled else records.not_found(identity))
        return
    registrar = fqdn_of(bound, "RegistrarPool")
    if deployment.registrar_pool(registrar) is None:
        session.error(records.unknown_item("Pool", registrar))
        return
    if bound.get("SipAddress") is None:
        raise records.peer_cannot("make up an address: -SipAddress is needed")
    if account.admin_protected:
        session.error(records.directory_refused())
        return
    if not _is_free(session, bound["SipAddress"], None):
        return
    if should_process(session, bound, "Enable-CsUser", account.dn):
        deployment.enable_user(account, bound["SipAddress"], registrar)


def _granting(kind: str) -> Cmdlet:
    """The cmdlet of one kind of policy. The peer keeps no list of policies, so each name is known."""
    name = f"Grant-Cs{kind}"

    def run(session: Session, bound: dict[str, Any]) -> None:
        user = _changeable(session, bound["Identity"])
        if user is not None and should_process(session, bound, name, user.dn):
            session.deployment.grant_policy(user, kind, bound.get("PolicyName"))
            if bound.get("PassThru"):
                session.write(session.shapes.user(_user(session, user.dn)))

    return lync(name, (_WHO, Parameter("PolicyName", position=2), _PASS, *DIRECTORY, *SHOULD_PROCESS), run)


def _update_database(session: Session, bound: dict[str, Any]) -> None:
    deployment = session.deployment
    if bound.get("Fqdn") is None:
        # The pool of the computer the session is on.
        home = next(computer for computer in deployment.servers.computers
                    if same(computer.fqdn, deployment.front_end))
        deployment.updated.append(home.pool)
        return
    pool = deployment.registrar_pool(fqdn_of(bound, "Fqdn"))
    if pool is None:
        session.error(records.unknown_item("Pool", bound["Fqdn"]))
        return
    deployment.updated.append(pool["fqdn"])


_WHO = Parameter("Identity", mandatory=True, position=1)
_PASS = Parameter("PassThru", "switch")

CMDLETS = (
    lync("Set-CsUser", (_WHO, Parameter("SipAddress"), Parameter("Enabled", "any"), _PASS, *DIRECTORY,
                        *SHOULD_PROCESS), _set_user),
    lync("Disable-CsUser", (_WHO, _PASS, *DIRECTORY, *SHOULD_PROCESS), _disable_user),
    lync("Enable-CsUser", (_WHO, Parameter("RegistrarPool", mandatory=True), Parameter("SipAddress"),
                           Parameter("SipAddressType"), Parameter("SipDomain"), _PASS, *DIRECTORY, *SHOULD_PROCESS),
         _enable_user),
    *(_granting(kind) for kind in POLICIES),
    # No -WhatIf: the documentation lists none.
    lync("Update-CsUserDatabase", (Parameter("Fqdn"), Parameter("Force", "switch")), _update_database),
)
