"""pypsrp as the checks use it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypsrp.complex_objects import GenericComplexObject
from pypsrp.host import PSHost, PSHostUserInterface
from pypsrp.powershell import PowerShell, PSInvocationState, RunspacePool
from pypsrp.wsman import WSMan

from .running import Peer

PROMPT_NO = 2
_NO_KERBEROS = Path(__file__).with_name("no-kerberos.conf")


class HostUi(PSHostUserInterface):
    """Keeps what a host would show, and answers prompts."""

    def __init__(self, choice: int) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.prompts: list[tuple[str, str, list[str], int]] = []
        self._choice = choice

    def WriteLine2(self, runspace: Any, pipeline: Any, value: str) -> None:
        self.lines.append(value)

    def PromptForChoice(self, runspace: Any, pipeline: Any, caption: str, message: str, choices: list[Any],
                        default_choice: int) -> int:
        labels = [choice.extended_properties["label"] for choice in choices]
        self.prompts.append((caption, message, labels, default_choice))
        return self._choice


def host(choice: int = PROMPT_NO) -> PSHost:
    return PSHost(None, None, False, "control client", None, HostUi(choice), "1.0")


def connect(peer: Peer, auth: str = "negotiate", password: str | None = None, user: str | None = None,
            **more: Any) -> WSMan:
    # Read anew by MIT Kerberos for each sign-in.
    os.environ["KRB5_CONFIG"] = peer.facts.get("krb5_config") or str(_NO_KERBEROS)
    settings: dict[str, Any] = {
        "read_timeout": 40, "encryption": "auto", "no_proxy": True, "negotiate_service": "HTTP", **more}
    if not peer.tls and "--seal" not in peer.options:
        settings["encryption"] = "never"
    return WSMan("localhost", port=peer.port, path="OcsPowershell", ssl=peer.tls, username=user or peer.user,
                 password=peer.password if password is None else password, auth=auth,
                 cert_validation=peer.ca_file or True, **settings)


@dataclass
class Outcome:
    """What one pipeline led to."""

    output: list[Any] = field(default_factory=list)
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failed: bool = False

    @property
    def error_ids(self) -> list[str]:
        """The part of each error's id before the comma."""
        return [error_id.partition(",")[0] for _, error_id, _ in self.errors]


def run(pool: RunspacePool, cmdlet: str, script: str | None = None, **parameters: Any) -> Outcome:
    """Runs one command with named parameters."""
    shell = PowerShell(pool)
    if script is None:
        shell.add_cmdlet(cmdlet).add_parameters(parameters)
    else:
        shell.add_script(script)
    outcome = Outcome()
    outcome.output = shell.invoke()
    outcome.failed = shell.state == PSInvocationState.FAILED
    outcome.errors = [(str(error), error.fq_error, error.message or "") for error in shell.streams.error]
    outcome.warnings = [str(warning) for warning in shell.streams.warning]
    return outcome


def value(thing: GenericComplexObject, name: str) -> Any:
    """An adapted property, as .NET objects carry theirs."""
    return thing.adapted_properties[name]
