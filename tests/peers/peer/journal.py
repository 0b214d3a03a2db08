"""What the peer received: for the control port, and line by line for the log file.

Bodies, tokens and passwords are never in it; the parameters of commands are.
"""

from __future__ import annotations

import copy
import datetime
import itertools
import threading
from pathlib import Path
from typing import Any


class Journal:
    """The requests and pipelines of a run, in the order they came."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._file = open(path, "a", encoding="utf-8", buffering=1)
        self._pipelines: list[dict[str, Any]] = []
        self._requests: list[dict[str, Any]] = []
        # Numbers go on after a clear, so that a test can tell old entries from new.
        self._pipeline_numbers = itertools.count(1)
        self._request_numbers = itertools.count(1)

    def line(self, text: str) -> None:
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
        with self._lock:
            self._file.write(f"{now} {text}\n")

    def pipeline(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Adds a pipeline; the returned entry is updated as the pipeline goes on."""
        with self._lock:
            entry = {"number": next(self._pipeline_numbers), **entry}
            self._pipelines.append(entry)
        names = ", ".join(command["name"] for command in entry["commands"] if not command["is_script"])
        self.line(f"pipeline {entry['number']}: {names or 'script text'}")
        return entry

    def update(self, entry: dict[str, Any], **changes: Any) -> None:
        with self._lock:
            entry.update(changes)
        self.line(f"pipeline {entry['number']}: " + ", ".join(f"{name} {value}" for name, value in changes.items()))

    def request(self, entry: dict[str, Any]) -> None:
        with self._lock:
            entry = {"number": next(self._request_numbers), **entry}
            self._requests.append(entry)
        self.line("request " + " ".join(f"{name}={value}" for name, value in entry.items() if value is not None))

    def pipelines(self) -> list[dict[str, Any]]:
        with self._lock:
            return copy.deepcopy(self._pipelines)

    def requests(self) -> list[dict[str, Any]]:
        with self._lock:
            return copy.deepcopy(self._requests)

    def clear(self) -> None:
        with self._lock:
            self._pipelines.clear()
            self._requests.clear()
