"""The WS-Management operations, and where faults interrupt them."""

from __future__ import annotations

import argparse
import re
import threading
import uuid
from dataclasses import dataclass, field

from . import envelopes, hostile
from .deployment import Deployment
from .envelopes import POWERSHELL, SHELL, Fault, Request
from .faults import Faults
from .journal import Journal
from .runspace import Shell

_COMMAND_NAME = re.compile(rb'<S N="Cmd">([^<]*)</S>')
# PowerShell's own spelling.
_STOP = "powershell/signal/crtl_c"
# How long drop-after-act waits for the act.
_PATIENCE = 30.0


@dataclass
class Answer:
    """What the connection is to do with one request."""

    status: int = 200
    body: bytes = b""
    hostile: hostile.Body | None = None
    # Close the connection and say nothing.
    drop: bool = False
    # End the whole front end and say nothing.
    die: bool = False
    # Ask for a new handshake and leave the request unprocessed.
    reauthenticate: bool = False
    # Close the connection this long after the answer if it stays idle.
    idle_seconds: float | None = None
    content_type: str = "application/soap+xml;charset=UTF-8"
    # What the journal says of the request.
    facts: dict[str, str | None] = field(default_factory=dict)


class Service:
    """All shells of a run."""

    def __init__(self, options: argparse.Namespace, deployment: Deployment, faults: Faults, journal: Journal) -> None:
        self._options = options
        self._deployment = deployment
        self._faults = faults
        self._journal = journal
        self._lock = threading.Lock()
        self._shells: dict[str, Shell] = {}

    def answer(self, envelope: bytes, owner: str, established: bool) -> Answer:
        """Answers one authenticated request; `established` is whether the connection was so before it."""
        message_id = None
        facts: dict[str, str | None] = {}
        try:
            request = envelopes.read(envelope)
            message_id = request.message_id
            cmdlet, command_id = self._about(request)
            facts = {"operation": request.operation, "cmdlet": cmdlet, "shell_id": request.shell_id,
                     "command_id": command_id, "message_id": message_id}
            answer = (self._interrupted(request, cmdlet, established)
                      or self._serve(request, owner, cmdlet, command_id))
        except Fault as fault:
            answer = Answer(500, envelopes.fault_answer(fault, message_id))
            facts["fault"] = str(fault.code)
        idle = self._faults.strike("idle-close", facts.get("operation"), facts.get("cmdlet"))
        if idle is not None:
            answer.idle_seconds = idle.seconds
        answer.facts = facts
        return answer

    def close(self) -> None:
        with self._lock:
            shells = list(self._shells.values())
            self._shells.clear()
        for shell in shells:
            shell.close()

    def _about(self, request: Request) -> tuple[str | None, str | None]:
        """The cmdlet and the command a request is for, found without changing anything."""
        body = request.body
        if request.operation == "command":
            line = body.find(f"{{{SHELL}}}CommandLine")
            if line is None:
                return None, None
            match = _COMMAND_NAME.search(envelopes.decode(line.find(f"{{{SHELL}}}Arguments")))
            return match[1].decode("utf-8", "replace") if match else None, line.get("CommandId")
        path = {"receive": "Receive/DesiredStream", "send": "Send/Stream", "signal": "Signal"}.get(request.operation)
        if path is None:
            return None, None
        element = body.find("/".join(f"{{{SHELL}}}{name}" for name in path.split("/")))
        command_id = None if element is None else element.get("CommandId")
        with self._lock:
            shell = self._shells.get((request.shell_id or "").upper())
        if shell is None or command_id is None:
            return None, command_id
        try:
            return shell.command(command_id).cmdlet, command_id
        except Fault:
            return None, command_id

    def _interrupted(self, request: Request, cmdlet: str | None, established: bool) -> Answer | None:
        """Faults that strike before anything is processed."""
        names = ("http-500", "shell-gone", "drop-before-act")
        if established:
            # At the end of a handshake a 401 would mean a wrong password.
            names += ("second-401",)
        fault = (self._faults.strike(names, request.operation, cmdlet)
                 or self._faults.strike("die", request.operation, cmdlet, after_act=False))
        if fault is None:
            return None
        self._journal.line(f"fault {fault.name} strikes {request.operation}")
        match fault.name:
            case "http-500":
                return Answer(500, b"<html><body><h1>Server Error</h1></body></html>", content_type="text/html")
            case "second-401":
                return Answer(401, reauthenticate=True)
            case "shell-gone":
                with self._lock:
                    shell = self._shells.pop((request.shell_id or "").upper(), None)
                if shell is not None:
                    shell.close()
                raise envelopes.unknown_shell()
            case "die":
                return Answer(die=True)
            case _:
                return Answer(drop=True)

    def _serve(self, request: Request, owner: str, cmdlet: str | None, command_id: str | None) -> Answer:
        if request.operation == "create":
            shell, body = self._create(request, owner)
        else:
            shell = self._shell(request)
            shell.fit(request.max_envelope_size)
            attack = self._faults.strike("hostile:", "receive", cmdlet) if (
                request.operation == "receive" and command_id) else None
            if attack is not None:
                return self._attack(attack.name, request, shell, command_id)
            body = getattr(self, f"_{request.operation}")(request, shell)
        if request.operation == "command" or (request.operation == "receive" and command_id):
            fault = (self._faults.strike("drop-after-act", request.operation, cmdlet)
                     or self._faults.strike("die", request.operation, cmdlet, after_act=True))
            if fault is not None:
                # The act is done and nobody is told.
                self._journal.line(f"fault {fault.name} strikes {request.operation}")
                command = shell.newest if request.operation == "command" else shell.command(command_id)
                command.ended.wait(_PATIENCE)
                return Answer(drop=fault.name != "die", die=fault.name == "die")
        if request.operation != "receive":
            attack = self._faults.strike("hostile:", request.operation, cmdlet)
            if attack is not None:
                return self._attack(attack.name, request, shell, command_id)
        return Answer(200, body)

    def _attack(self, name: str, request: Request, shell: Shell, command_id: str | None) -> Answer:
        self._journal.line(f"fault {name} strikes {request.operation}")
        pipeline_id = None
        if command_id is not None:
            pipeline_id = shell.command(command_id).pipeline.pipeline_id
        target = hostile.Target(request, command_id, shell.pool.runspace_pool_id, pipeline_id)
        return Answer(200, hostile=hostile.make(name.removeprefix("hostile:"), target))

    def _shell(self, request: Request) -> Shell:
        with self._lock:
            shell = self._shells.get((request.shell_id or "").upper())
        if shell is None:
            raise envelopes.unknown_shell()
        return shell

    def _create(self, request: Request, owner: str) -> tuple[Shell, bytes]:
        if request.resource.casefold() != envelopes.RESOURCE.casefold():
            raise envelopes.unknown_resource(request.resource)
        element = request.child("Shell")
        shell_id = element.get("ShellId") or str(uuid.uuid4()).upper()
        data = envelopes.decode(element.find(f"{{{POWERSHELL}}}creationXml"))
        shell = Shell(shell_id, owner, self._options, self._deployment, self._faults, self._journal)
        shell.fit(request.max_envelope_size)
        with self._lock:
            if shell_id.upper() in self._shells:
                raise envelopes.internal_error("The shell identifier is already in use.")
            self._shells[shell_id.upper()] = shell
        shell.open(data)
        return shell, envelopes.create_answer(request, shell_id, owner)

    def _command(self, request: Request, shell: Shell) -> bytes:
        line = request.child("CommandLine")
        data = envelopes.decode(line.find(f"{{{SHELL}}}Arguments"))
        return envelopes.command_answer(request, shell.create(line.get("CommandId"), data).id)

    def _send(self, request: Request, shell: Shell) -> bytes:
        streams = request.child("Send").findall(f"{{{SHELL}}}Stream")
        if not streams:
            raise envelopes.not_understood("Send has no Stream.")
        for stream in streams:
            if stream.get("Name") not in ("stdin", "pr"):
                raise envelopes.not_understood(f"There is no input stream {stream.get('Name')!r}.")
            if stream.get("CommandId"):
                shell.command(stream.get("CommandId"))
            shell.hear(envelopes.decode(stream))
        return envelopes.plain_answer(request)

    def _receive(self, request: Request, shell: Shell) -> bytes:
        desired = request.child("Receive").find(f"{{{SHELL}}}DesiredStream")
        if desired is None or "stdout" not in (desired.text or "").split():
            raise envelopes.not_understood("Receive desires no stdout.")
        command_id = desired.get("CommandId")
        fragments, done = shell.receive(command_id, request.timeout_seconds, request.max_envelope_size)
        return envelopes.receive_answer(request, fragments, command_id, done)

    def _signal(self, request: Request, shell: Shell) -> bytes:
        element = request.child("Signal")
        code = (element.findtext(f"{{{SHELL}}}Code") or "").strip()
        # PowerShell's server compares with the one spelling and closes the command on every
        # other code, the rightly spelled one included.
        shell.signal(shell.command(element.get("CommandId") or ""), terminate=code != _STOP)
        return envelopes.plain_answer(request)

    def _delete(self, request: Request, shell: Shell) -> bytes:
        with self._lock:
            self._shells.pop(shell.id.upper(), None)
        shell.close()
        return envelopes.plain_answer(request)

    def _get(self, request: Request, shell: Shell) -> bytes:
        return envelopes.get_answer(request, shell.id, shell.owner)

