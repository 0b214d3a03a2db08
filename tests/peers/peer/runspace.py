"""Shells and pipelines: psrpcore for the protocol, a thread for each pipeline, queues for what leaves.

One lock for each shell guards psrpcore, which knows no threads. What psrpcore
wants to send is cut into fragments at once and waits in the queue of its
pipeline (or of the pool) until a Receive takes it.
"""

from __future__ import annotations

import argparse
import threading
import time
import traceback
import uuid
from collections import defaultdict, deque
from typing import Any

import psrpcore
from psrpcore.types import (
    ChoiceDescription,
    DebugRecord,
    ErrorRecord,
    ProgressRecordType,
    PSInvocationState,
    PSObject,
    PSRPMessageType,
    PSVersion,
    SessionCapability,
    VerboseRecord,
    WarningRecord,
)

from . import binding, chatter, cmdlets, envelopes, records
from .deployment import Deployment
from .faults import Faults
from .journal import Journal
from .objects import Shapes

# What PowerShell's own server cuts messages into.
_FRAGMENT = 32 * 1024
_HEADER = 40
_MARK = b"\xef\xbb\xbf"
# How long a stop, or the end of a shell, waits for the pipeline's thread.
_PATIENCE = 5.0


class Stopped(Exception):
    """The pipeline was stopped."""


class Pool(psrpcore.ServerRunspacePool):
    """psrpcore's pool with what its interface has no words for; the pinned version allows it."""

    def __init__(self, protocol: str) -> None:
        super().__init__(application_private_data={"PSVersionTable": {
            "PSVersion": PSVersion("4.0"),
            "BuildVersion": PSVersion("6.3.9600.18968"),
            "CLRVersion": PSVersion("4.0.30319.42000"),
            "WSManStackVersion": PSVersion("3.0"),
            "PSRemotingProtocolVersion": PSVersion(protocol),
            "SerializationVersion": PSVersion("1.1.0.1"),
        }})
        self.our_capability = SessionCapability(
            PSVersion=PSVersion("2.0"), protocolversion=PSVersion(protocol),
            SerializationVersion=PSVersion("1.1.0.1"))
        self.received: dict[uuid.UUID, bytes] = {}

    def prepare_message(self, *arguments: Any, **named: Any) -> None:
        """Puts the byte order mark before each message that every real server puts there."""
        super().prepare_message(*arguments, **named)
        message = self._send_buffer[-1]
        if len(message) > _HEADER:
            message._data[_HEADER:_HEADER] = _MARK

    def _process_message(self, message: Any) -> Any:
        # Kept as it came: a parsed value no longer shows the type it was sent with.
        if message.message_type == PSRPMessageType.CreatePipeline:
            self.received[message.pipeline_id] = message.data
        return super()._process_message(message)


class Pipeline(psrpcore.ServerPipeline):
    """psrpcore's pipeline, started and failed as recorded servers do it."""

    def begin(self) -> None:
        # Servers do not announce that a pipeline runs.
        self._change_state(PSInvocationState.Running, emit=False)

    def say(self, kind: type[PSObject], message_type: PSRPMessageType, text: str) -> None:
        """A verbose, debug or warning record, with the ToString that recorded servers give it."""
        record = kind(Message=text, InvocationInfo=None, PipelineIterationInfo=None)
        record.serialize_extended_info = False
        record.PSObject.to_string = text
        self.prepare_message(record, message_type=message_type)

    def fail(self, record: ErrorRecord) -> None:
        self._change_state(PSInvocationState.Failed, error=record)


class Command:
    """One pipeline: its thread, and what was heard for it."""

    def __init__(self, shell: Shell, command_id: str, pipeline: Pipeline) -> None:
        self.shell = shell
        self.id = command_id
        self.pipeline = pipeline
        self.cmdlet: str | None = None
        self.stop = threading.Event()
        self.ended = threading.Event()
        self.input_ended = False
        self.terminated = False
        self.host_answers: dict[int, Any] = {}
        self.entry: dict[str, Any] | None = None


class Shell:
    """One shell, which is one runspace pool."""

    def __init__(self, shell_id: str, owner: str, options: argparse.Namespace, deployment: Deployment,
                 faults: Faults, journal: Journal) -> None:
        self.id = shell_id
        self.owner = owner
        self.options = options
        self.deployment = deployment
        self.faults = faults
        self.journal = journal
        self.pool = Pool(options.protocol)
        self.changed = threading.Condition()
        self.gone = False
        # A client runs one pipeline at a time in a pool of one runspace.
        self.newest: Command | None = None
        self._fragment = _FRAGMENT
        self._commands: dict[str, Command] = {}
        self._queues: defaultdict[uuid.UUID | None, deque[bytes]] = defaultdict(deque)

    def fit(self, max_envelope_size: int) -> None:
        """Cuts what is sent from now on so that a fragment fits the client's envelope."""
        room = max_envelope_size - envelopes.ENVELOPE_OVERHEAD - envelopes.STREAM_OVERHEAD
        self._fragment = min(_FRAGMENT, room * 3 // 4)

    def command(self, command_id: str) -> Command:
        with self.changed:
            found = self._commands.get(command_id.upper())
        if found is None:
            raise envelopes.unknown_command()
        return found

    def open(self, data: bytes) -> None:
        """Takes the first messages of the pool."""
        self.hear(data)

    def create(self, command_id: str | None, data: bytes) -> Command:
        """Takes the first fragment of a pipeline; the pipeline starts when the last one is there."""
        if len(data) < 21 + _HEADER:
            raise envelopes.not_understood("The first fragment holds no PSRP message header.")
        # The pipeline's own id, which need not be the command's.
        pipeline_id = uuid.UUID(bytes_le=data[21 + 24:21 + 40])
        command_id = command_id or str(uuid.uuid4()).upper()
        with self.changed:
            if command_id.upper() in self._commands:
                raise envelopes.internal_error("The command identifier is already in use.")
            command = Command(self, command_id, Pipeline(self.pool, pipeline_id))
            self._commands[command_id.upper()] = self.newest = command
        self.hear(data)
        return command

    def hear(self, data: bytes) -> None:
        """Takes fragments from the client and acts on the messages they complete."""
        with self.changed:
            self.pool.receive_data(psrpcore.PSRPPayload(data, psrpcore.StreamType.default, None))
            try:
                while (event := self.pool.next_event()) is not None:
                    self._handle(event)
            except (psrpcore.PSRPCoreError, ValueError, LookupError, AttributeError, TypeError) as err:
                # What psrpcore cannot read is the client's mistake, and a test wants to see which.
                self.journal.line(f"psrpcore refused a message: {type(err).__name__}: {err}")
                raise envelopes.internal_error(f"psrpcore: {err}") from err
            self.drain()

    def _handle(self, event: psrpcore.PSRPEvent) -> None:
        match event:
            case psrpcore.CreatePipelineEvent():
                command = self._of(event.pipeline_id)
                self._log(command, event.pipeline)
                threading.Thread(target=self._run, args=(command,), daemon=True,
                                 name=f"pipeline {command.id}").start()
            case psrpcore.GetCommandMetadataEvent():
                command = self._of(event.pipeline_id)
                command.pipeline.begin()
                error = records.peer_cannot("answer command metadata")
                command.pipeline.fail(error.record(None, None))
                command.ended.set()
            case psrpcore.PipelineHostResponseEvent():
                self._of(event.pipeline_id).host_answers[event.ci] = event
            case psrpcore.EndOfPipelineInputEvent():
                self._of(event.pipeline_id).input_ended = True
            case psrpcore.SetMaxRunspacesEvent() | psrpcore.SetMinRunspacesEvent() | psrpcore.ResetRunspaceStateEvent():
                self.pool.runspace_availability_response(event.ci, True)
            case psrpcore.GetAvailableRunspacesEvent():
                self.pool.runspace_availability_response(event.ci, self.pool.max_runspaces)
            case _:
                # Everything else psrpcore answers by itself.
                pass

    def _of(self, pipeline_id: uuid.UUID) -> Command:
        for command in self._commands.values():
            if command.pipeline.pipeline_id == pipeline_id:
                return command
        raise envelopes.unknown_command()

    def _log(self, command: Command, wanted: psrpcore.PowerShell) -> None:
        names = binding.as_received(self.pool.received.pop(command.pipeline.pipeline_id))
        command.cmdlet = names[0]["name"] if len(names) == 1 and not names[0]["is_script"] else None
        command.entry = self.journal.pipeline({
            "shell_id": self.id, "command_id": command.id, "pipeline_id": str(command.pipeline.pipeline_id),
            "commands": names, "no_input": wanted.no_input, "host_null": self.host_is_null(wanted),
            "outcome": "running"})

    def host_is_null(self, wanted: psrpcore.PowerShell) -> bool:
        host = wanted.host
        if host.UseRunspaceHost and self.pool.host is not None:
            host = self.pool.host
        return bool(host.IsHostNull or host.IsHostUINull)

    def drain(self) -> None:
        while (payload := self.pool.data_to_send(self._fragment)) is not None:
            self._queues[payload.pipeline_id].append(payload.data)
        self.changed.notify_all()

    def receive(self, command_id: str | None, timeout: float, max_envelope_size: int) -> tuple[list[bytes], bool]:
        """Waits for something to deliver: fragments up to the envelope's size, and whether the command is done."""
        command = self.command(command_id) if command_id else None
        key = command.pipeline.pipeline_id if command else None
        deadline = time.monotonic() + timeout
        with self.changed:
            while True:
                if self.gone or (command and command.terminated):
                    raise envelopes.aborted()
                queue = self._queues[key]
                ended = command is not None and command.ended.is_set()
                if queue or ended:
                    fragments = _take(queue, max_envelope_size)
                    return fragments, ended and not queue
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise envelopes.timed_out()
                self.changed.wait(remaining)

    def signal(self, command: Command, terminate: bool) -> None:
        """Stops a pipeline; with `terminate` forgets it, and tells a Receive that waits."""
        with self.changed:
            command.terminated = terminate
            command.stop.set()
            self.changed.notify_all()
        if command.entry is not None:
            command.ended.wait(_PATIENCE)
        if terminate:
            with self.changed:
                self._commands.pop(command.id.upper(), None)
                self._queues.pop(command.pipeline.pipeline_id, None)
                self.pool.pipeline_table.pop(command.pipeline.pipeline_id, None)

    def close(self) -> None:
        """Ends everything; a Receive that waits is told."""
        with self.changed:
            self.gone = True
            for command in self._commands.values():
                command.stop.set()
            self.changed.notify_all()

    def _run(self, command: Command) -> None:
        """The pipeline's thread."""
        invocation = Invocation(self, command)
        outcome = "completed"
        try:
            with self.changed:
                command.pipeline.begin()
            invocation.execute()
            with self.changed:
                command.pipeline.complete()
        except Stopped:
            outcome = "stopped"
            with self.changed:
                command.pipeline.stop()
        except records.CmdletError as err:
            outcome = "failed"
            with self.changed:
                command.pipeline.fail(err.record(command.cmdlet, invocation.class_name))
        except Exception as err:
            # A mistake of the peer must end the pipeline, or a test would wait for it.
            outcome = "peer error"
            self.journal.line(traceback.format_exc())
            with self.changed:
                error = records.peer_cannot(f"work: {type(err).__name__}: {err}")
                command.pipeline.fail(error.record(None, None))
        self.journal.update(command.entry, outcome=outcome)
        with self.changed:
            self.drain()
            command.ended.set()
            self.changed.notify_all()


def _take(queue: deque[bytes], max_envelope_size: int) -> list[bytes]:
    room = max_envelope_size - envelopes.ENVELOPE_OVERHEAD
    taken: list[bytes] = []
    while queue:
        room -= (len(queue[0]) + 2) // 3 * 4 + envelopes.STREAM_OVERHEAD
        if taken and room < 0:
            break
        taken.append(queue.popleft())
    return taken


class Invocation:
    """One command being run: the cmdlet's view of the session."""

    def __init__(self, shell: Shell, command: Command) -> None:
        self._shell = shell
        self._command = command
        self._pipeline = command.pipeline
        self._error_action = "Continue"
        self.class_name: str | None = None
        self.options = shell.options
        self.deployment = shell.deployment
        self.shapes = Shapes(shell.options.shape == "flat", shell.deployment)

    def execute(self) -> None:
        wanted = self._pipeline.metadata
        if not wanted.no_input:
            # A client that promises input and never ends it waits for ever on a real server too.
            self._wait(lambda: self._command.input_ended)
        command = wanted.commands[0]
        full = self.options.language_mode == "FullLanguage"
        if any(each.is_script for each in wanted.commands):
            if full:
                raise records.peer_cannot("run script text")
            raise records.scripts_not_allowed(next(each.command_text for each in wanted.commands if each.is_script))
        if len(wanted.commands) != 1:
            raise records.peer_cannot("join commands")
        cmdlet = cmdlets.available(self.options, self.deployment).get(command.command_text.casefold())
        if cmdlet is None:
            raise records.command_not_found(command.command_text)
        self._command.cmdlet = cmdlet.name
        self.class_name = cmdlet.class_name
        bound = binding.bind(cmdlet.parameters, command.parameters, positional=full)
        self._error_action = _preference(bound.get("ErrorAction"))
        self._act(cmdlet, bound)

    def _act(self, cmdlet: cmdlets.Cmdlet, bound: dict[str, Any]) -> None:
        """Runs the cmdlet, with the fault that waits for it. A preview is no act, and no fault is spent on it."""
        fault = None
        if not bound.get("WhatIf"):
            if self._shell.faults.strike("chatter", "pipeline", cmdlet.name):
                self._shell.journal.line(f"fault chatter strikes {cmdlet.name}")
                chatter.speak(self)
            fault = self._shell.faults.strike(("refuse", "timeout", "slow"), "pipeline", cmdlet.name)
        if fault is None:
            cmdlet.run(self, bound)
            return
        self._shell.journal.line(f"fault {fault.name} strikes {cmdlet.name}")
        if fault.name == "refuse":
            error = records.directory_refused()
            error.message = fault.message or error.message
            error.error_id = fault.error_id or error.error_id
            error.category = fault.category or error.category
            error.terminating = fault.terminating
            if fault.after_act:
                cmdlet.run(self, bound)
            self.error(error)
            return
        if fault.after_act:
            cmdlet.run(self, bound)
        self._wait(lambda: False, None if fault.name == "timeout" else fault.seconds)
        if not fault.after_act:
            cmdlet.run(self, bound)

    def wait(self, seconds: float) -> None:
        self._wait(lambda: False, seconds)

    def _wait(self, until: Any, seconds: float | None = None) -> None:
        deadline = None if seconds is None else time.monotonic() + seconds
        changed = self._shell.changed
        with changed:
            while not until():
                if self._command.stop.is_set():
                    raise Stopped
                remaining = None if deadline is None else deadline - time.monotonic()
                if remaining is not None and remaining <= 0:
                    return
                changed.wait(remaining)

    def _emit(self, send: Any) -> None:
        with self._shell.changed:
            if self._command.stop.is_set():
                raise Stopped
            send()
            self._shell.drain()

    def write(self, value: Any) -> None:
        self._emit(lambda: self._pipeline.write_output(value))

    def warn(self, text: str) -> None:
        self._emit(lambda: self._pipeline.say(WarningRecord, PSRPMessageType.WarningRecord, text))

    def verbose(self, text: str) -> None:
        self._emit(lambda: self._pipeline.say(VerboseRecord, PSRPMessageType.VerboseRecord, text))

    def debug(self, text: str) -> None:
        self._emit(lambda: self._pipeline.say(DebugRecord, PSRPMessageType.DebugRecord, text))

    def progress(self, activity: str, status: str, percent: int, done: bool) -> None:
        self._emit(lambda: self._pipeline.write_progress(
            activity, 1, status, percent_complete=percent, seconds_remaining=0 if done else 30,
            record_type=ProgressRecordType.Completed if done else ProgressRecordType.Processing))

    def information(self, text: str) -> None:
        # The stream came with protocol 2.3; before it there is none to write to.
        theirs = self._shell.pool.their_capability.protocolversion
        if min(theirs, self._shell.pool.our_capability.protocolversion) >= PSVersion("2.3"):
            self._emit(lambda: self._pipeline.write_information(
                text, "Information", tags=["chatter"], user="CONTOSO\\lab-admin", computer="fe01.contoso.com",
                process_id=4242))

    def error(self, error: records.CmdletError) -> None:
        if error.terminating:
            raise error
        if self._error_action == "Stop":
            raise records.stopped_by_preference(error)
        if self._error_action in ("SilentlyContinue", "Ignore"):
            return
        record = error.record(self._command.cmdlet, self.class_name)
        self._emit(lambda: self._pipeline.prepare_message(record, message_type=PSRPMessageType.ErrorRecord))

    def host_line(self, text: str) -> None:
        # Without a host of the client's, WriteLine has nobody to go to.
        if not self._shell.host_is_null(self._pipeline.metadata):
            self._emit(lambda: psrpcore.ServerHostRequestor(self._pipeline).write_line(text))

    def host_choice(self, caption: str, message: str, choices: tuple[tuple[str, str], ...], default: int) -> int:
        if self._shell.host_is_null(self._pipeline.metadata):
            raise records.cannot_prompt()
        descriptions = [ChoiceDescription(Label=label, HelpMessage=help_text) for label, help_text in choices]
        call: list[int] = []
        self._emit(lambda: call.append(psrpcore.ServerHostRequestor(self._pipeline).prompt_for_choice(
            caption, message, descriptions, default)))
        answers = self._command.host_answers
        self._wait(lambda: call[0] in answers)
        event = answers.pop(call[0])
        if event.error is not None:
            raise records.cannot_prompt()
        choice = int(event.result)
        self._shell.journal.update(self._command.entry, prompt_answer=choice)
        return choice


def _preference(value: Any) -> str:
    """-ErrorAction arrives as a name, a number, or an enum object with both."""
    names = ("SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore")
    if value is None:
        return "Continue"
    if isinstance(value, int):
        return names[value] if 0 <= value < len(names) else "Continue"
    text = str(value).casefold()
    return next((name for name in names if name.casefold() == text), "Continue")
