"""A cmdlet that says something in every stream before it does its work: what the fault `chatter` adds.

The order is fixed, so that a client can be asked whether it kept it.
"""

from __future__ import annotations

from typing import Protocol

from . import records

CHOICES = (("&Yes", "Go on."), ("&No", "Go on all the same."))


class Talker(Protocol):
    """What `runspace` provides besides a session."""

    def verbose(self, text: str) -> None: ...
    def debug(self, text: str) -> None: ...
    def progress(self, activity: str, status: str, percent: int, done: bool) -> None: ...
    def information(self, text: str) -> None: ...
    def warn(self, text: str) -> None: ...
    def error(self, error: records.CmdletError) -> None: ...
    def host_line(self, text: str) -> None: ...
    def host_choice(self, caption: str, message: str, choices: tuple[tuple[str, str], ...], default: int) -> int: ...


def speak(talker: Talker) -> None:
    """Every stream once, progress twice, then a line and a question to the host; the answer decides nothing."""
    talker.verbose("chatter: verbose, 자세히, 詳細")
    talker.debug("chatter: debug")
    talker.progress("chatter", "half-way", 50, done=False)
    talker.progress("chatter", "done", 100, done=True)
    talker.information("chatter: information")
    talker.warn("chatter: warning")
    talker.error(records.chatter())
    talker.host_line("chatter: a line for the host")
    talker.host_choice("Chatter", "chatter: go on?", CHOICES, 1)
