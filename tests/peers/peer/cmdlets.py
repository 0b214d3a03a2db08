"""The cmdlets of a session: those of the caller's roles, with the rules Microsoft documents and nothing of the rest.

Order of checks, and that they come before `-WhatIf`, is inferred.
"""

from __future__ import annotations

from typing import Any

from . import chat_cmdlets, endpoint_cmdlets, records, server_cmdlets, topology_cmdlets, user_cmdlets
from .binding import Parameter
from .cmdlet import Cmdlet, Session, matcher
from .deployment import Deployment

# Documented: this role holds every cmdlet.
_EVERYTHING = "CsAdministrator"


def available(options: Any, deployment: Deployment) -> dict[str, Cmdlet]:
    """The cmdlets of this session by folded name: role-based access control leaves the others out."""
    held = _held(options, deployment)
    return {
        name: cmdlet for name, cmdlet in _ALL.items()
        if (held is None or name in held)
        and (cmdlet.missing_with is None or not getattr(options, cmdlet.missing_with))
    }


def _held(options: Any, deployment: Deployment) -> set[str] | None:
    """What the caller's roles list, or None for everything."""
    mine = [name.strip() for name in options.roles.split(",") if name.strip()]
    mine = [name.casefold() for name in mine or deployment.file.get("caller_roles", [_EVERYTHING])]
    if _EVERYTHING.casefold() in mine:
        return None
    listed = {cmdlet.casefold() for role in deployment.roles() if role["identity"].casefold() in mine
              for cmdlet in role["cmdlets"]}
    # Of the engine, not of a role.
    return listed | {"get-command"}


def _get_command(session: Session, bound: dict[str, Any]) -> None:
    """Enough of Get-Command to ask which cmdlets the caller's roles give."""
    names = bound.get("Name")
    wanted = [names] if isinstance(names, str) else list(names or ["*"])
    mine = sorted(cmdlet.name for cmdlet in available(session.options, session.deployment).values())
    for pattern in map(str, wanted):
        found = [name for name in mine if matcher(pattern)(name)]
        if not found and not any(character in pattern for character in "*?["):
            missing = records.command_not_found(pattern)
            missing.terminating = False
            missing.of_cmdlet = True
            session.error(missing)
        for name in found:
            session.write(session.shapes.command(name))


_ALL = {
    cmdlet.name.casefold(): cmdlet
    for cmdlet in (
        *endpoint_cmdlets.CMDLETS,
        *topology_cmdlets.CMDLETS,
        *server_cmdlets.CMDLETS,
        *user_cmdlets.CMDLETS,
        *chat_cmdlets.CMDLETS,
        Cmdlet("Get-Command", (Parameter("Name", "any", position=1), Parameter("CommandType", "any")), _get_command,
               "Microsoft.PowerShell.Commands.GetCommandCommand"),
    )
}
