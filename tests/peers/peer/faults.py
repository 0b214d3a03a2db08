"""Faults by name: what a test asks for, and which request it strikes.

This file decides *whether* a fault strikes; *what* it does stands where it does
it: `service` for answers and connections, `runspace` for pipelines, `hostile`
for bytes.
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any

from psrpcore.types import ErrorCategory

from .hostile import KINDS

# Where each fault strikes when the test does not say.
DEFAULT_OPERATION = {
    "refuse": "pipeline",
    "timeout": "pipeline",
    "slow": "pipeline",
    "drop-before-act": "command",
    "drop-after-act": "command",
    "die": "command",
    "http-500": None,
    "second-401": None,
    "shell-gone": None,
    "idle-close": None,
    **{f"hostile:{kind}": "receive" for kind in KINDS},
}
OPERATIONS = ("create", "command", "send", "receive", "signal", "delete", "get")
# Faults of a pipeline have no operation to choose.
FIXED = ("refuse", "timeout", "slow", "drop-before-act", "idle-close")


@dataclass
class Fault:
    """One fault, waiting for its request."""

    name: str
    operation: str | None
    cmdlet: str | None = None
    # How often it strikes; -1 is for ever.
    times: int = 1
    seconds: float = 0.0
    after_act: bool = False
    terminating: bool = False
    message: str | None = None
    error_id: str | None = None
    category: str | None = None


class Faults:
    """The faults that wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, wanted: dict[str, Any]) -> Fault:
        """Takes a fault as the control port reads it, or says what is wrong with it."""
        name = wanted.get("name")
        if name not in DEFAULT_OPERATION:
            raise ValueError(f"unknown fault {name!r}")
        kinds = {"cmdlet": str, "operation": str, "times": int, "seconds": (int, float), "after_act": bool,
                 "terminating": bool, "message": str, "error_id": str, "category": str}
        for key, value in wanted.items():
            if key == "name" or (value is None and key in kinds):
                continue
            if key not in kinds:
                raise ValueError(f"unknown property {key!r} of a fault")
            # bool is an int in Python.
            if not isinstance(value, kinds[key]) or (isinstance(value, bool) and kinds[key] is not bool):
                raise ValueError(f"property {key!r} of a fault has the wrong type")
        given = {key: value for key, value in wanted.items() if value is not None}
        operation = given.pop("operation", None)
        if operation is not None and (name in FIXED or operation not in OPERATIONS):
            raise ValueError(f"fault {name!r} cannot strike at {operation!r}")
        after_act = name == "drop-after-act" or (name == "die" and given.get("after_act"))
        if after_act and operation not in (None, "command", "receive"):
            raise ValueError(f"fault {name!r} cannot strike at {operation!r}")
        if operation is None:
            operation = DEFAULT_OPERATION[name]
            # Where any request would do, a cmdlet is known by its Command.
            if operation is None and given.get("cmdlet"):
                operation = "command"
        if given.get("category") and given["category"] not in ErrorCategory.__members__:
            raise ValueError(f"unknown error category {given['category']!r}")
        fault = Fault(operation=operation, **{"times": -1 if name == "idle-close" else 1, **given})
        if fault.times == 0 or fault.times < -1:
            raise ValueError("times is a positive number, or -1 for ever")
        with self._lock:
            self._waiting.append(fault)
        return fault

    def strike(self, names: str | tuple[str, ...], operation: str | None, cmdlet: str | None,
               after_act: bool | None = None) -> Fault | None:
        """Takes the first fault that fits, counting it down; `after_act` when only those before or after it count."""
        names = (names,) if isinstance(names, str) else names
        with self._lock:
            for fault in self._waiting:
                if fault.name not in names and not (fault.name.startswith("hostile:") and "hostile:" in names):
                    continue
                if after_act is not None and fault.after_act != after_act:
                    continue
                if fault.operation is not None and fault.operation != operation:
                    continue
                if fault.cmdlet is not None and (cmdlet is None or fault.cmdlet.casefold() != cmdlet.casefold()):
                    continue
                if fault.times > 0:
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                return fault
        return None

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()
